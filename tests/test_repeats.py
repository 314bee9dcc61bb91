"""What stands on several pages is recorded with its places, and cut from no article."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from conftest import write
from test_corpus import clean, rows

from pipeline import batches
from pipeline.records import ArticleRow, BlockRow, PieceRow
from pipeline.repeats import find, keep, kept, paragraphs, sketched
from pipeline.settings import DuplicateSettings

pytestmark = pytest.mark.usefixtures("plain_chain")
STORY = "本市昨日举行春季植树活动，三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，预计五年后成林。"
OTHER = "县图书馆新馆将于下月开放，藏书四十万册，设少儿阅览、地方文献和盲人阅览等六个区，周一闭馆。"


@pytest.fixture(params=[False, True], ids=["one batch", "a batch a page"])
def archive(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story in two issues of one paper and in another paper, and one that stands once."""
    if request.param:
        monkeypatch.setattr(batches, "ONE_IN", 1)
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


def article(name: str, *texts: str) -> ArticleRow:
    """An article of some paragraphs, on a page of its own."""
    edges = list(accumulate(map(len, texts), initial=0))
    blocks = [
        BlockRow(role="body", text=text, pieces=[PieceRow(doc=name, start=start, end=start + len(text))])
        for start, text in zip(edges, texts, strict=False)
    ]
    return ArticleRow.model_construct(id=name, newspaper="某报", date="2026-03-01", blocks=blocks)


def test_half_an_article_is_no_repeat(tmp_path: Path) -> None:
    """Of an article with one of two paragraphs copied, the paragraph is recorded; it repeats no article."""
    settings = DuplicateSettings()
    archive = [article("a", STORY), article("b", STORY, OTHER), article("c", STORY)]
    found = find([sketched(list(paragraphs(a, settings)), settings) for a in archive], settings, tmp_path)
    assert [(row.kept.doc, row.copy_.doc) for row in found.rows] == [("a", "b"), ("a", "c")]
    assert found.articles == {"c": "a"}


def test_short_paragraphs_are_not_compared() -> None:
    """What is shorter than a passage may stand anywhere by chance."""
    found = paragraphs(article("a", STORY, "本报讯。"), DuplicateSettings())
    assert [text for _, text in found] == [STORY]


def test_copy_of_a_second_page_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is quarantined for its id is no source of copies."""
    monkeypatch.setattr(batches, "ONE_IN", 1)
    root = write(tmp_path / "in", {"a.md": f"一\n{OTHER}", "a.txt": f"二\n{STORY}", "b.txt": f"三\n{STORY}"})
    clean(root, tmp_path / "out")
    assert rows(tmp_path / "out", "duplicates.jsonl") == []


def test_sketches_are_read_back(tmp_path: Path) -> None:
    """What is kept of a batch is what the search would have been given."""
    settings = DuplicateSettings()
    found = list(paragraphs(article("a", STORY), settings))
    keep(found, tmp_path, settings)
    places, made = kept(tmp_path)
    assert places == [place for place, _ in found]
    assert places[0].issue == "某报\0002026-03-01"
    assert len(made.folded) == len(made.signatures) == 1
