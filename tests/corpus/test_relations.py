"""Articles are related by what they say: the same, edited, part of another, or another of the same mould."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from pipeline.corpus.repeats import Relations, relate
from pipeline.corpus.repeats.relating import without_boilerplate
from pipeline.duplicates.relation import Relation, relation
from pipeline.records import ArticleRow, dump
from pipeline.run.engines.local import Local
from pipeline.values.settings import DuplicateSettings
from pipeline.values.spread import Spread, here
from tests.duplicates.made import sentence

SETTINGS = DuplicateSettings()
STORY = "。".join(sentence(n, 40) for n in range(12)) + "。"
OTHER = "。".join(sentence(n, 40) for n in range(20, 32)) + "。"
NOTICE = (
    "因设备检修需要，我公司定于本月三日上午七时至下午四时对环城路线进行停电检修，"
    "请沿线用户提前做好停电准备，由此带来不便敬请谅解。"
)


def article(
    name: str, text: str, date: str = "2026-03-01", paper: str = "甲报", **more: object
) -> ArticleRow:
    """An article on a page of its own, unless ``doc`` says else."""
    known = {"doc": name, "newspaper": paper, "date": date, "page": "1", "order": 1} | more
    return ArticleRow.model_construct(
        id=name, text=text, blocks=[], missing_head=False, missing_tail=False, **known
    )


def related(folder: Path, *articles: ArticleRow, spread: Spread = here) -> Relations:
    """The relations of some articles, two a part."""
    lines = [[dump(row) for row in articles[at : at + 2]] for at in range(0, len(articles), 2)]
    return relate(lines.__getitem__, len(lines), SETTINGS, folder, spread)


def kinds(found: Relations) -> dict[tuple[str, str], str]:
    """What each pair is, by id."""
    return {(row.a, row.b): row.relation for row in found.records}


def test_each_kind_of_relation(tmp_path: Path) -> None:
    """Letter for letter, edited, part, a passage, another of the same mould: each has its name."""
    lead = "".join(STORY.split("。")[:3])
    found = related(
        tmp_path,
        article("a", STORY),
        article("b", STORY.replace("。", "．")),
        article("c", STORY[:-80] + sentence(50, 60)),
        article("d", lead),
        article("e", OTHER[:100] + STORY[41:82] + OTHER[100:]),
        article("f", NOTICE),
        article("g", NOTICE.replace("三日", "九日")),
    )
    seen = kinds(found)
    assert seen["a", "b"] == "same"
    assert seen["a", "c"] == "edited"
    assert seen["a", "d"] == "contains"
    assert seen["a", "e"] == "shares"
    assert seen["f", "g"] == "formula"
    assert found.repeated == {"b": "a", "c": "a"}


def test_spans_are_of_the_texts(tmp_path: Path) -> None:
    """What a row says agrees stands at those places of both texts, signs and all."""
    one, two = f"“{STORY}”", OTHER[:90] + STORY[:200]
    [row] = related(tmp_path, article("a", one), article("b", two)).records
    for (start, end), (low, high) in row.spans:
        assert one[start:end] == two[low:high]
    assert row.share_b == pytest.approx(200 / len(two), abs=0.05)


def test_moved_paragraphs_agree() -> None:
    """A text whose halves were swapped is the same text, edited."""
    one, two = sentence(1, 200), sentence(2, 200)
    found = relation(one + two, two + one, SETTINGS)
    assert found is not None
    assert (found.kind, len(found.spans)) == ("edited", 2)


def test_adding_pages_unlinks_nothing(tmp_path: Path) -> None:
    """Pairs that are copies stay copies, and clusters keep their names, whatever is printed beside them."""
    few = [article("m", STORY), article("n", STORY[:-40] + sentence(60, 50))]
    more = [
        article("k", STORY, date="2026-02-01"),
        article("o", OTHER),
        *(article(f"x{n}", sentence(100 + n, 150) + NOTICE) for n in range(8)),
    ]
    for name in ("few", "more"):
        (tmp_path / name).mkdir()
    before, after = related(tmp_path / "few", *few), related(tmp_path / "more", *more, *few)
    for pair, kind in kinds(before).items():
        assert kinds(after)[pair] == kind
    names = [{row.cluster for row in found.records if row.relation == "edited"} for found in (before, after)]
    assert names[0] == names[1] != {None}
    [cluster] = after.versions
    assert [after.stories[n].id for n in cluster.members] == ["k", "m", "n"]


def test_standing_notice_links_nothing(tmp_path: Path) -> None:
    """Short items that end with one notice are no copies of one another, though most of each is the notice."""
    found = related(tmp_path, *(article(f"a{n}", sentence(n, 45) + NOTICE) for n in range(8)))
    assert found.repeated == {}
    assert set(kinds(found).values()) <= {"shares", "formula"}


def test_boilerplate_needs_many() -> None:
    """Two that share most of their text are copies until so many others share just that."""
    like = Relation("edited", 0.7, 0.7, (((0, 100), (0, 100)),))
    found = {(a, b): like for a in range(5) for b in range(a + 1, 5)}
    without_boilerplate(found, 5)
    assert {known.kind for known in found.values()} == {"shares"}
    few = {(0, 1): like}
    without_boilerplate(few, 5)
    assert few == {(0, 1): like}


def test_story_cut_in_pieces_is_found_whole(tmp_path: Path) -> None:
    """Where the reading of one page cut a story in pieces, each is an edited copy of the whole."""
    whole = article("w", STORY)
    cut = [article(f"p{n}", STORY[n * 160 : (n + 1) * 160], doc="p", order=n + 1) for n in range(3)]
    assert related(tmp_path, whole, *cut).repeated == {"p0": "w", "p1": "w", "p2": "w"}


def test_story_in_pieces_of_other_articles_is_contained(tmp_path: Path) -> None:
    """Articles of one page that have a story together, and other text too, contain it: it repeats none of them."""
    whole = article("w", STORY[:320])
    cut = [
        article("p0", OTHER[:200] + STORY[:170], doc="p"),
        article("p1", STORY[170:320] + OTHER[200:420], doc="p", order=2),
    ]
    found = related(tmp_path, whole, *cut)
    assert kinds(found) == {("w", "p0"): "contained_in", ("w", "p1"): "contained_in"}
    assert found.repeated == {}
    assert set(kinds(related(tmp_path, whole, cut[0])).values()) == {"shares"}


def test_best_printing_is_not_the_longest(tmp_path: Path) -> None:
    """What most printings say is kept, not the one with something of another story at its end; then the earliest."""
    texts = (STORY + OTHER[:200], STORY, STORY[:-1] + "，")
    rows = [article(f"a{n}", text, date=f"2026-03-0{9 - n}") for n, text in enumerate(texts)]
    assert related(tmp_path, *rows).repeated == {"a0": "a2", "a1": "a2"}


def test_damaged_printing_is_not_kept(tmp_path: Path) -> None:
    """A printing that has lost its end repeats the one that has not, though it is older."""
    whole, cut = article("w", STORY), article("c", STORY[:300], date="2026-01-01")
    found = related(tmp_path, cut.model_copy(update={"missing_tail": True}), whole)
    assert found.repeated == {"c": "w"}


@pytest.mark.parametrize("workers", [2])
def test_same_with_several_processes(tmp_path: Path, workers: int) -> None:
    """However the work is spread, the rows are the same."""
    rows = [article(f"a{n}", STORY[: 480 - 9 * n] + sentence(n, 9 * n)) for n in range(9)]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = related(tmp_path / "one", *rows)
    two = related(tmp_path / "two", *rows, spread=partial(Local(workers).map))
    assert list(map(dump, one.records)) == list(map(dump, two.records))
    assert one.repeated == two.repeated


def test_nothing_is_no_error(tmp_path: Path) -> None:
    """Articles without text, and none at all, have no relations."""
    assert list(related(tmp_path).records) == []
    assert list(related(tmp_path, article("a", ""), article("b", "短")).records) == []
