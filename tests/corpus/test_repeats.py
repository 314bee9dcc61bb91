"""What stands on several pages is recorded with its places, and cut from no article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest
from conftest import write
from running import clean, rows

from pipeline.corpus.repeats import Kept, Repeats, find, keep, paragraphs, relate
from pipeline.records import ArticleRow, BlockRow, PieceRow, dump
from pipeline.run import planning
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import misread, sentence

pytestmark = pytest.mark.usefixtures("plain_chain")
STORY = "本市昨日举行春季植树活动，三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，预计五年后成林。"
OTHER = "县图书馆新馆将于下月开放，藏书四十万册，设少儿阅览、地方文献和盲人阅览等六个区，周一闭馆。"


@pytest.fixture(params=[False, True], ids=["one batch", "a batch a page"])
def archive(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story in two issues of one paper and in another paper, and one that stands once."""
    if request.param:
        monkeypatch.setattr(planning, "ONE_IN", 1)
    pages = {
        "jxrb/2026-03-01/1.txt": f"植树\n{STORY}",
        "jxrb/2026-03-01/2.txt": f"新馆\n{OTHER}",
        "jxrb/2026-03-01/3.txt": f"又见植树\n{STORY.replace('，', ',')}",
        "other/2026-03-02/1.txt": f"志愿者植树\n{STORY}",
    }
    return write(tmp_path / "in", pages)


def test_copies_across_pages_are_recorded(archive: Path, tmp_path: Path) -> None:
    """Each copy names the earliest, how far apart they stand, and its article says what it repeats."""
    manifest = clean(archive, tmp_path / "out")
    found = rows(tmp_path / "out", "duplicates.jsonl")
    assert [(row["kind"], row["scope"]) for row in found] == [("exact", "issue"), ("exact", "corpus")]
    assert manifest.counts.duplicates == 2
    articles = rows(tmp_path / "out", "articles.jsonl")
    first, _, second, third = (row["id"] for row in articles)
    assert [row["duplicate_of"] for row in articles] == [None, None, first, first]
    assert [row["copy"]["article"] for row in found] == [second, third]
    assert [str(row["text"]).replace(",", "，") for row in articles] == [STORY, OTHER, STORY, STORY]


Page = tuple[str, list[ArticleRow], str]


def page(name: str, *articles: Sequence[str]) -> Page:
    """A page of some articles, each of some paragraphs, and its text: they stand one after the other."""
    text = "".join(paragraph for article in articles for paragraph in article)
    starts = accumulate((len(paragraph) for article in articles for paragraph in article), initial=0)
    rows = []
    for number, article in enumerate(articles):
        blocks = [
            BlockRow(role="body", text=text, pieces=[PieceRow(doc=name, start=at, end=at + len(text))])
            for text, at in zip(article, starts, strict=False)
        ]
        known = {"doc": name, "newspaper": "某报", "date": "2026-03-01", "page": None, "order": number + 1}
        told = {"text": "\n".join(article), "missing_head": False, "missing_tail": False}
        rows.append(ArticleRow.model_construct(id=f"{name}{number}", blocks=blocks, **known, **told))
    return name, rows, text


def search(folder: Path, *pages: Page, without: Sequence[str] = (), **changed: int) -> Repeats:
    """Keep each page as a batch, and search them together."""
    settings = DuplicateSettings(**changed)
    batches = []
    for name, articles, text in pages:
        (folder / name).mkdir()
        keep([row for one in articles for row in paragraphs(one, text, settings)], folder / name, settings)
        batches.append(Kept(folder / name, without))
    lines = [[dump(row) for row in articles if row.doc not in without] for _, articles, _ in pages]
    related = relate(lines.__getitem__, len(lines), settings, folder)
    return find(batches, settings, folder, articles=related.repeated)


def test_half_an_article_is_no_repeat(tmp_path: Path) -> None:
    """Of an article with one of two paragraphs copied, the paragraph is recorded; it repeats no article."""
    found = search(tmp_path, page("a", [STORY]), page("b", [STORY, OTHER]), page("c", [STORY]))
    assert [(row.kept.doc, row.copy_.doc) for row in found.rows] == [("a", "b"), ("a", "c")]
    assert found.articles == {"c0": "a0"}


def test_short_paragraphs_are_not_compared() -> None:
    """What is shorter than a passage may stand anywhere by chance."""
    _, articles, text = page("a", [STORY, "本报讯。"])
    assert [row.text for row in paragraphs(articles[0], text, DuplicateSettings())] == [STORY]


def test_every_role_is_compared(tmp_path: Path) -> None:
    """A paragraph that one page's reading takes for a caption or a headline is found in any role."""
    name, [article], text = page("b", [STORY])
    caption = replace(article.blocks[0], role="caption")
    [row] = search(
        tmp_path, page("a", [STORY]), (name, [article.model_copy(update={"blocks": [caption]})], text)
    ).rows
    assert row.kind == "exact"


def test_headline_makes_no_repeat(tmp_path: Path) -> None:
    """A headline that two stories share is recorded and makes neither repeat the other; a new one hides no repeat."""
    head = "全县绿化工作会议昨日召开，表彰先进集体三十个"

    def titled(name: str, title: str, body: str) -> Page:
        _, [article], text = page(name, [title, body])
        blocks = [replace(article.blocks[0], role="title"), *article.blocks[1:]]
        return name, [article.model_copy(update={"blocks": blocks, "text": body})], text

    found = search(
        tmp_path,
        titled("a", head, STORY),
        titled("b", head, OTHER),
        titled("c", "另一个很长很长的标题" * 3, STORY),
    )
    assert [(row.kept.doc, row.copy_.doc, row.kind) for row in found.rows] == [
        ("a", "b", "exact"),
        ("a", "c", "exact"),
    ]
    assert found.articles == {"c0": "a0"}


def test_what_still_stands_twice_on_a_page(tmp_path: Path) -> None:
    """A copy that the chain left on its page is recorded; within one article it makes no repeat of it."""
    found = search(tmp_path, page("a", [STORY, OTHER, STORY]), page("b", [OTHER], [OTHER]))
    assert [(row.kept.doc, row.copy_.doc, row.scope) for row in found.rows] == [
        ("a", "a", "page"),
        ("a", "b", "issue"),
        ("a", "b", "issue"),
    ]
    assert found.articles == {"b1": "b0"}


SENTENCE = "三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，"


def test_sentence_of_another_page_is_found_where_it_stands(tmp_path: Path) -> None:
    """A sentence inside two different paragraphs is a passage, with its places on both pages."""
    quoting = f"回顾去年，{SENTENCE.replace('槐', '愧')}这是全县绿化工作中最难忘的一天。"
    [row] = search(tmp_path, page("a", [OTHER], [STORY]), page("b", [quoting])).rows
    texts = {"a": OTHER + STORY, "b": quoting}
    stands = [texts[side.doc][side.start : side.end] for side in (row.kept, row.copy_)]
    assert row.kind == "passage"
    assert stands == [SENTENCE.rstrip("，"), SENTENCE.replace("槐", "愧").rstrip("，")]
    assert (row.kept.article, row.copy_.article, row.scope) == ("a1", "b0", "issue")


def test_notices_of_one_mould_are_no_copies(tmp_path: Path) -> None:
    """Two notices that differ in their day share a passage; neither is a near copy of the other."""
    notice = (
        f"因设备检修，我公司定于本月{{}}日上午对环城路线停电检修。{STORY[3:30]}，请沿线用户提前做好准备。"
    )
    found = search(tmp_path, page("a", [notice.format("三")]), page("b", [notice.format("九")]))
    assert {row.kind for row in found.rows} <= {"passage"}
    assert found.articles == {}


def test_readings_of_a_bad_scan_are_found_in_joined_paragraphs(tmp_path: Path) -> None:
    """A paragraph of which every eighth letter is misread is found where another page joined it with its neighbour."""
    text, more = sentence(1, 120), sentence(2, 60)
    one, two = misread(text, 15, 1), misread(text, 15, 2)
    [row] = search(tmp_path, page("a", [one]), page("b", [two + more])).rows
    assert (row.kept.end - row.kept.start >= 110, row.kind) in ((True, "passage"), (True, "contained"))


def test_what_was_repaired_is_found_where_it_stood(tmp_path: Path) -> None:
    """Places are those of the page as it was read, where the text that is compared was repaired."""
    name, [article], text = page("b", [f"去年{SENTENCE}人人难忘。"])
    damaged = text.replace("种下", "绉嶄笅")
    block = replace(article.blocks[0], pieces=[PieceRow(doc=name, start=0, end=len(damaged))])
    repaired = article.model_copy(update={"blocks": [block]})
    [row] = search(tmp_path, page("a", [STORY]), (name, [repaired], damaged)).rows
    assert damaged[row.copy_.start : row.copy_.end] == SENTENCE.replace("种下", "绉嶄笅").rstrip("，")


def test_refrain_is_boilerplate_and_no_repeat(tmp_path: Path) -> None:
    """What stands in five articles that do not repeat one another is marked, in each of its rows."""
    others = [
        "读者来信请寄编辑部收",
        "订阅热线全天开通",
        "周末照常出版发行",
        "网上同步刊登全文",
        "每日八个版面",
    ]
    refrain = "本报地址解放路十二号邮政编码三三一〇〇〇广告许可证二〇〇三第十七号"
    pages = [page(f"p{n}", [f"{other * 3}，{refrain}。"]) for n, other in enumerate(others)]
    found = search(tmp_path, *pages)
    assert len({row.cluster for row in found.rows}) == 1
    assert len(found.rows) == 4
    assert all(row.boilerplate for row in found.rows)
    (tmp_path / "again").mkdir()
    assert not any(row.boilerplate for row in search(tmp_path / "again", *pages, boilerplate=6).rows)


def test_story_printed_often_is_no_boilerplate(tmp_path: Path) -> None:
    """A story that six pages print is copied five times; it is no refrain of different articles."""
    found = search(tmp_path, *(page(f"p{n}", [STORY]) for n in range(6)))
    assert len(found.articles) == 5
    assert not any(row.boilerplate for row in found.rows)


def test_contained_paragraph_names_what_contains_it(tmp_path: Path) -> None:
    """A paragraph that stands whole inside a later, longer one is its copy, with the exact place there."""
    short = STORY[8:]
    [row] = search(tmp_path, page("a", [short]), page("b", [STORY + OTHER])).rows
    assert (row.kind, row.copy_.doc, row.kept.doc) == ("contained", "a", "b")
    assert (STORY + OTHER)[row.kept.start : row.kept.end] == short.rstrip("。")


def test_pages_may_be_left_out(tmp_path: Path) -> None:
    """A page that is left out is no source of copies, and moves no place of the others."""
    pages = [page("a", [OTHER]), page("b", [STORY]), page("c", [OTHER, STORY]), page("d", [STORY])]
    found = search(tmp_path, *pages, without=["b"])
    assert [(row.kept.doc, row.copy_.doc) for row in found.rows] == [("a", "c"), ("c", "d")]
    assert (found.rows[1].kept.start, found.rows[1].kept.end) == (len(OTHER), len(OTHER + STORY))


def test_copy_of_a_second_page_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is quarantined for its id is no source of copies."""
    monkeypatch.setattr(planning, "ONE_IN", 1)
    root = write(tmp_path / "in", {"a.md": f"一\n{OTHER}", "a.txt": f"二\n{STORY}", "b.txt": f"三\n{STORY}"})
    clean(root, tmp_path / "out")
    assert rows(tmp_path / "out", "duplicates.jsonl") == []
