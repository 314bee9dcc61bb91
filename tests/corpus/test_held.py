"""An article that may be dropped is held by one that stays; linked articles stay linked when pages are added."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus.repeats import Relations, relate
from pipeline.duplicates.fold import fold
from pipeline.duplicates.relation import relation
from pipeline.records import ArticleRow, dump
from pipeline.values.settings import DuplicateSettings
from tests.duplicates.made import sentence

SETTINGS = DuplicateSettings()
PARTS = [sentence(n, 40) for n in range(10)]


def article(name: str, text: str, **more: object) -> ArticleRow:
    """An article on a page of its own."""
    known = {"doc": name, "newspaper": "甲报", "date": None, "page": "1", "order": 1}
    lost = {"missing_head": False, "missing_tail": False}
    return ArticleRow.model_construct(id=name, text=text, blocks=[], **{**known, **lost, **more})


def related(*articles: ArticleRow) -> Relations:
    """The relations of some articles, two a part."""
    lines = [[dump(row) for row in articles[at : at + 2]] for at in range(0, len(articles), 2)]
    with TemporaryDirectory() as name:
        return relate(lines.__getitem__, len(lines), SETTINGS, Path(name))


@st.composite
def printings(draw: st.DrawFn) -> list[str]:
    """Printings of one story: sentences left out, written anew, or put behind."""
    made = []
    for number in range(draw(st.integers(2, 5))):
        parts = [
            part if how == "as it was" else sentence(100 * number + 20 + n, 40)
            for n, part in enumerate(PARTS)
            for how in [draw(st.sampled_from(["as it was"] * 6 + ["left out", "written anew"]))]
            if how != "left out"
        ]
        parts += [sentence(100 * number + 50 + n, 40) for n in range(draw(st.integers(0, 4)))]
        made.append("。".join(parts) + "。")
    return made


def share_of(one: str, two: str) -> float:
    """How much of the first text's letters the second has."""
    a, b = fold([one, two]).text(0), fold([one, two]).text(1)
    known = relation(a, b, SETTINGS)
    return known.share_a if known else 0.0


@settings(deadline=None, max_examples=30)
@given(printings())
def test_what_is_dropped_is_held(texts: list[str]) -> None:
    """An article that stays has most of each that may be dropped, and no less of its own."""
    found = related(*(article(f"a{n}", text) for n, text in enumerate(texts)))
    by_name = {f"a{n}": text for n, text in enumerate(texts)}
    for gone, kept in found.held.items():
        assert kept not in found.held
        held = share_of(by_name[gone], by_name[kept])
        more = len(by_name[kept]) * (1 - share_of(by_name[kept], by_name[gone]))
        alone = len(by_name[gone]) * (1 - held)
        assert (held >= SETTINGS.contains and alone <= more + 1) or alone < 2 * SETTINGS.sentence
    best = {found.stories[version.best].id for version in found.versions}
    assert best.isdisjoint(found.held)


@settings(deadline=None, max_examples=30)
@given(printings())
def test_the_fullest_is_never_dropped_for_less(texts: list[str]) -> None:
    """A printing that has all of another and more is kept, unless what is kept in its place says as much."""
    full = "。".join(PARTS) + "。" + sentence(900, 60) + "。"
    found = related(*(article(f"a{n}", text) for n, text in enumerate([*texts, full])))
    name = f"a{len(texts)}"
    assert name not in found.held or len(texts[int(found.held[name][1:])]) >= len(full) - SETTINGS.sentence


@settings(deadline=None, max_examples=30)
@given(printings(), st.integers(0, 3))
def test_pages_that_are_added_unlink_nothing(texts: list[str], more: int) -> None:
    """Two that are linked are so beside other pages, and another printing of either."""
    rows = [article(f"a{n}", text) for n, text in enumerate(texts)]
    others = [article(f"b{n}", sentence(700 + n, 200) + PARTS[n]) for n in range(more)]
    others += [article("c", texts[0] + sentence(800, 30))]
    before, after = (
        {(row.a, row.b) for row in related(*some).records if row.relation in ("same", "edited")}
        for some in (rows, [*rows, *others])
    )
    assert before <= after


def test_cut_and_damaged_printings_go_and_the_whole_one_stays() -> None:
    """Of a whole printing, one cut short and one with lost characters the whole one stays, whatever the order."""
    whole = "。".join(PARTS) + "。"
    rows = [
        article("a-cut", whole[:240], date="2026-01-01", missing_tail=True),
        article("b-damaged", whole.replace("的", "□").replace(whole[50], "□"), date="2026-01-02"),
        article("c-whole", whole, date="2026-01-03"),
    ]
    for order in (rows, rows[::-1]):
        assert related(*order).held == {"a-cut": "c-whole", "b-damaged": "c-whole"}


def test_fuller_printing_stays_beside_the_one_that_most_have() -> None:
    """A printing with paragraphs of its own is no loss to risk: it stays, though two others agree without them."""
    story, more = "。".join(PARTS) + "。", sentence(300, 120)
    found = related(article("a", story), article("b", story[:-1] + "！"), article("c", story + more))
    assert (set(found.held), found.repeated["c"]) == ({"b"}, "a")
