"""What people decided about a page is obeyed, told of with who decided it, and costs no character."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import BRIDGE, BRIDGE_TITLE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE, page

from pipeline.page.chain import clean_page
from pipeline.page.overlay import laid
from pipeline.values.decided import Verdicts
from pipeline.values.laws import check
from pipeline.values.model import Article, Cleaned, Decision, Fragment, Page
from pipeline.values.settings import Settings
from pipeline.values.text import Span, Traced, hull
from pipeline.values.verdicts import ROLES, Choice, PageVerdicts, Question, Verdict, digest

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
ANSWERED = ("jump_line", "intruding_passage", "duplicate_passage", "seam_overlap", "page_furniture", "noise")
WORD = HARBOUR[2].index("天一早就能送到")  # inside 第二天
BREAK = TEA[1].index("气就散了")
TORN, REST = TEA[1][:BREAK], TEA[1][BREAK - 2 :]  # by a column; two characters are printed twice
MADE = page(
    "2026年3月18日 星期三 第2版",
    f"# {HARBOUR_TITLE}",
    "本报记者 王小明 通讯员 李平",
    HARBOUR[0],
    HARBOUR[1],
    HARBOUR[2][:WORD] + TEA[2] + HARBOUR[2][WORD:],
    HARBOUR[3],
    "（下转第四版）",
    f"# {TEA_TITLE}{TEA_TITLE}",  # bold type, faked
    "孙立新",
    TEA[0],
    TORN,
    REST,
    TEA[2],
    TEA[3],
    TEA[3].replace("茶舍", "茶社"),  # read twice
    f"# {BRIDGE_TITLE}",
    "周文涛",
    *BRIDGE,
    "责任编辑：赵长海",
)
PAGES = {"made": MADE} | {seed.stem: seed.read_bytes().decode() for seed in SEEDS}


def verdict(doc: str, question: Question, place: Span, choice: Choice, answer: str = "") -> Verdict:
    """What 李 decided about a stretch of a page; of a join, about its seam."""
    return Verdict(
        doc=doc, sha256=digest(PAGES[doc]), question=question, start=place.start, end=place.end,
        answer=answer, verdict=choice, by="李", at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def clean(doc: str, *verdicts: Verdict) -> Cleaned:
    """A page, with decisions, after all stages; both laws are checked."""
    read = Page(doc, PAGES[doc])
    cleaned = clean_page(read, Settings(), Verdicts(verdicts).for_page(read))
    check(cleaned)
    return cleaned


@cache
def plain(doc: str) -> Cleaned:
    """A page that nobody decided anything about."""
    return clean(doc)


def place_of(text: str, doc: str = "made") -> Span:
    """Where a text stands on a page."""
    start = PAGES[doc].index(text)
    return Span(doc, start, start + len(text))


def set_(question: Question, place: Span, choice: Choice = "set", answer: str = "") -> Verdict:
    """A decision about the made page."""
    return verdict("made", question, place, choice, answer)


def told(cleaned: Cleaned, reason: str) -> list[Decision]:
    """The lines of the ledger with a reason."""
    return [decision for decision in cleaned.decisions if decision.reason == reason]


def holder(cleaned: Cleaned, place: Span) -> Article | None:
    """The article that holds all characters of a stretch."""
    for article in cleaned.articles:
        spans = [span for block in article.blocks for span in block.text.spans]
        held = sum(max(0, min(s.end, place.end) - max(s.start, place.start)) for s in spans)
        if held == place.end - place.start:
            return article
    return None


def role(cleaned: Cleaned, text: str) -> str | None:
    """The role of the block that holds a text."""
    blocks = (block for article in cleaned.articles for block in article.blocks)
    return next((block.role for block in blocks if text in str(block.text)), None)


def obeyed(cleaned: Cleaned, *verdicts: Verdict) -> bool:
    """Whether the ledger says of each decision who took it, and of none that it has no place."""
    names = [(d.evidence["question"], d.evidence["by"]) for d in told(cleaned, "decided_by_person")]
    return sorted(names) == sorted((v.question, "李") for v in verdicts) and not told(
        cleaned, "decision_without_place"
    )


def test_decisions_are_laid_over_the_fragments() -> None:
    """A join or beginning holds or not; a join may lead up the page; roles come from what was dropped whole, too."""
    whole = Traced.read("made", MADE)
    places = [Span("made", at, at + 10) for at in (200, 30, 100, 60)]
    rows = [Fragment(whole.cut(place.start, place.end)) for place in places]
    said, heard = laid(
        rows,
        PageVerdicts(
            (
                set_("join", Span("made", 210, 30)),
                set_("join", Span("made", 110, 60), "reject"),
                set_("boundary", places[0]),
                set_("boundary", places[2], "reject"),
                set_("cut", places[3], "accept", "page_furniture"),
                set_("boundary", Span("made", 0, 9)),
            )
        ),
    )
    assert said.joins == {(0, 1): True, (2, 3): False}
    assert said.begins == {0: True, 2: False}
    assert said.roles == {0: "body", 1: "body", 3: "furniture"}
    assert said.kept == {0, 1}
    assert len(heard) == 5


# ---- cuts


def cuts(doc: str) -> list[tuple[str, Span]]:
    """What a page's cuts are, by reason: every kind that a person can take back."""
    dropped = (decision for decision in plain(doc).decisions if decision.action == "dropped")
    return [(d.reason, hull(d.spans)) for d in dropped if d.reason in ANSWERED]


def test_made_page_has_a_cut_of_every_kind() -> None:
    """The page that the tests below stand on holds each kind of damage once."""
    assert {reason for reason, _ in cuts("made")} == set(ANSWERED)


@pytest.mark.parametrize("doc", PAGES)
def test_rejected_cut_comes_back(doc: str) -> None:
    """Each cut that a person rejects stands in an article again, and the ledger says who rejected it."""
    for reason, place in cuts(doc):
        decision = verdict(doc, "cut", place, "reject", reason)
        cleaned = clean(doc, decision)
        assert holder(cleaned, place), (reason, place)
        assert obeyed(cleaned, decision), (reason, place)


@pytest.mark.parametrize("doc", ["made", SEEDS[0].stem])
def test_all_cuts_rejected_come_back_at_once(doc: str) -> None:
    """With every cut rejected nothing but markup is dropped."""
    cleaned = clean(doc, *(verdict(doc, "cut", place, "reject", reason) for reason, place in cuts(doc)))
    assert {d.reason for d in cleaned.decisions if d.action == "dropped"} <= {"markup"}


@pytest.mark.parametrize("doc", ["made", SEEDS[0].stem])
def test_accepted_cuts_change_nothing(doc: str) -> None:
    """A page whose cuts were all accepted comes out as it would, with the acceptance in the ledger."""
    decisions = [verdict(doc, "cut", place, "accept", reason) for reason, place in cuts(doc)]
    cleaned = clean(doc, *decisions)
    assert cleaned.articles == plain(doc).articles
    assert obeyed(cleaned, *decisions)


def test_rejected_jump_line_is_text() -> None:
    """A mark that a person says is none stays, and the story goes on nowhere."""
    cleaned = clean("made", set_("cut", place_of("（下转第四版）"), "reject", "jump_line"))
    assert "（下转第四版）" in str(cleaned.articles[0].blocks[-1].text)
    assert cleaned.articles[0].continues_on is None
    assert plain("made").articles[0].continues_on == "4"


def test_rejected_overlap_leaves_the_join() -> None:
    """Where nothing was printed twice the two halves are joined with all their characters."""
    place = Span("made", place_of(REST).start, place_of(REST).start + 2)
    cleaned = clean("made", set_("cut", place, "reject", "seam_overlap"))
    assert role(cleaned, TORN + REST) == "body"


def test_rejected_furniture_is_running_text_unless_a_role_is_given() -> None:
    """What was dropped as furniture comes back as body, or as what a person says that it is."""
    line = place_of("责任编辑：赵长海")
    back = set_("cut", line, "reject", "page_furniture")
    assert role(clean("made", back), "责任编辑") == "body"
    for name in ("credit", "label"):
        assert role(clean("made", back, set_("role", line, answer=name)), "责任编辑") == name


def test_decision_of_one_kind_does_not_answer_another() -> None:
    """Two characters taken back at a seam do not bring a passage back that holds them."""
    (place,) = (place for reason, place in cuts("made") if reason == "intruding_passage")
    inside = Span("made", place.start + 4, place.start + 6)
    cleaned = clean("made", set_("cut", inside, "reject", "seam_overlap"))
    assert cleaned.articles == plain("made").articles
    assert told(cleaned, "decision_without_place")


# ---- roles, joins, beginnings


@pytest.mark.parametrize(
    "given", ["title", "subtitle", "heading", "byline", "caption", "credit", "tail", "body"]
)
def test_role_set_by_a_person_holds(given: str) -> None:
    """A paragraph gets the role that a person gives it."""
    decision = set_("role", place_of(BRIDGE[1]), answer=given)
    cleaned = clean("made", decision)
    assert role(cleaned, BRIDGE[1]) == {"tail": "byline"}.get(given, given)
    assert obeyed(cleaned, decision)


def test_furniture_set_by_a_person_is_dropped() -> None:
    """What a person calls furniture is in no article."""
    cleaned = clean("made", set_("role", place_of(BRIDGE[1]), answer="furniture"))
    assert hull(told(cleaned, "page_furniture")[-2].spans) == place_of(BRIDGE[1])


def test_title_inside_a_broken_sentence_opens_an_article() -> None:
    """A headline that a person sees in the middle of a torn sentence is none of that story's cross-heads."""
    line = "节约每一滴水"
    PAGES["torn"] = MADE.replace(page(TORN, REST), page(TORN, line, REST))
    cleaned = clean("torn", verdict("torn", "role", place_of(line, "torn"), "set", "title"))
    assert role(cleaned, line) == "title"
    assert role(cleaned, TEA[1]) == "body"


def test_title_of_a_continuation_is_no_section() -> None:
    """A headline given by a person opens an article, below an untitled continuation too."""
    doc = SEEDS[0].stem
    section = next(
        judgement.spans[0]
        for judgement in plain(doc).judgements
        if judgement.question == "role" and _is_at("heading", judgement.spans[0], plain(doc))
    )
    decision = verdict(doc, "role", section, "set", "title")
    assert _is_at("title", section, clean(doc, decision))


def _is_at(role: str, place: Span, cleaned: Cleaned) -> bool:
    blocks = (block for article in cleaned.articles for block in article.blocks)
    return any(
        block.role == role and place.start in (span.start for span in block.text.spans) for block in blocks
    )


def test_rejected_join_holds() -> None:
    """Two halves that a person parts are two paragraphs."""
    seam = Span("made", place_of(TORN).end, place_of(REST).start)
    decision = set_("join", seam, "reject", "column_break")
    cleaned = clean("made", decision)
    assert role(cleaned, TORN + REST[2:]) is None
    assert obeyed(cleaned, decision)


def test_forced_join_holds() -> None:
    """Two paragraphs that a person joins are one, across a headline and whatever they end with."""
    seam = Span("made", place_of(HARBOUR[3]).end, place_of(BRIDGE[0]).start)
    decision = set_("join", seam, answer="joined")
    cleaned = clean("made", decision)
    assert role(cleaned, HARBOUR[3] + BRIDGE[0]) == "body"
    assert obeyed(cleaned, decision)


def test_forced_join_makes_both_sides_running_text() -> None:
    """What a person joins to a paragraph is no headline, whatever it looks like."""
    seam = Span("made", place_of(TEA[0]).end, place_of(BRIDGE_TITLE).start)
    assert role(clean("made", set_("join", seam, answer="joined")), TEA[0] + BRIDGE_TITLE) == "body"


@pytest.mark.parametrize("text", [HARBOUR[1], REST, BRIDGE[2], "周文涛"])
def test_boundary_set_by_a_person_begins_an_article(text: str) -> None:
    """An article begins where a person says so, in the middle of a joined paragraph too."""
    decision = set_("boundary", place_of(text), answer="begins")
    cleaned = clean("made", decision)
    begins = [
        min(span for block in article.blocks for span in block.text.spans) for article in cleaned.articles
    ]
    assert place_of(text).start in {span.start for span in begins}
    assert obeyed(cleaned, decision)


def test_rejected_boundary_makes_one_article() -> None:
    """A headline at which no article begins stands in the one above as a cross-head."""
    decision = set_("boundary", place_of(BRIDGE_TITLE), "reject", "begins")
    cleaned = clean("made", decision)
    assert holder(cleaned, place_of(TEA[0])) == holder(cleaned, place_of(BRIDGE[0]))
    assert role(cleaned, BRIDGE_TITLE) == "heading"
    assert obeyed(cleaned, decision)


# ---- what was chosen character by character


def exact(decision: Verdict) -> Verdict:
    """The decision, about the stretch itself and not about the fragment around it."""
    return decision.model_copy(update={"exact": True})


def test_extent_of_a_headline_is_what_was_chosen() -> None:
    """Of one line some characters are the headline and the others its deck, as a person said."""
    whole = place_of(BRIDGE_TITLE)
    head, deck = Span("made", whole.start, whole.start + 4), Span("made", whole.start + 4, whole.end)
    decisions = [exact(set_("role", head, answer="title")), exact(set_("role", deck, answer="subtitle"))]
    cleaned = clean("made", *decisions)
    assert role(cleaned, BRIDGE_TITLE[:4]) == "title"
    assert role(cleaned, BRIDGE_TITLE[4:].strip()) == "subtitle"
    assert obeyed(cleaned, *decisions)


def test_role_of_several_lines_chosen_at_once() -> None:
    """Two lines that were chosen together, one much shorter than the other, are both what a person said."""
    chosen = Span("made", place_of(BRIDGE_TITLE).start, place_of("周文涛").end)
    decision = exact(set_("role", chosen, answer="title"))
    cleaned = clean("made", decision)
    titles = [str(b.text) for article in cleaned.articles for b in article.blocks if b.role == "title"]
    assert any("周文涛" in title for title in titles)
    assert obeyed(cleaned, decision)


def test_chosen_characters_are_cut_from_a_sentence() -> None:
    """A person cuts a few characters out of a paragraph: they stand in no article, all around them does."""
    start = place_of(BRIDGE[1]).start + 10
    decision = exact(set_("role", Span("made", start, start + 7), answer="furniture"))
    cleaned = clean("made", decision)
    assert holder(cleaned, Span("made", start, start + 7)) is None
    assert holder(cleaned, Span("made", start - 5, start)) is not None
    assert holder(cleaned, Span("made", start + 7, start + 12)) is not None
    assert obeyed(cleaned, decision)


def test_article_begins_at_the_chosen_character() -> None:
    """An article begins in the middle of a line, where a person says so."""
    start = place_of(BRIDGE[1]).start + 10
    decision = exact(set_("boundary", Span("made", start, start + 5), answer="begins"))
    cleaned = clean("made", decision)
    begins = {min(s for block in a.blocks for s in block.text.spans).start for a in cleaned.articles}
    assert start in begins
    assert obeyed(cleaned, decision)


def test_paragraph_begins_at_the_chosen_character() -> None:
    """A paragraph is parted where a person says so, and stays in its article; nothing is lost."""
    place = place_of(BRIDGE[1])
    at = place.start + 10
    decision = exact(set_("join", Span("made", at, at), "reject"))
    cleaned = clean("made", decision)
    found = holder(cleaned, place)
    assert found is not None
    starts = [block.text.spans[0].start for block in found.blocks]
    assert {place.start, at} <= set(starts)
    assert len(found.blocks) == len(holder(plain("made"), place).blocks) + 1  # type: ignore[union-attr]
    assert obeyed(cleaned, decision)


def test_names_are_those_that_a_person_gave() -> None:
    """The people of the article that a stretch stands in are replaced; all else stays."""
    decision = set_("names", place_of("周文涛"), answer="周文、涛小明")
    cleaned = clean("made", decision)
    found = holder(cleaned, place_of(BRIDGE[0]))
    assert found is not None
    assert found.byline == ("周文", "涛小明")
    assert [a.blocks for a in cleaned.articles] == [a.blocks for a in plain("made").articles]
    assert obeyed(cleaned, decision)


def test_block_is_an_item_of_its_own() -> None:
    """A paragraph that a person takes out of its story is an article by itself; the story keeps all else."""
    place = place_of(BRIDGE[0])
    decision = set_("home", place)
    cleaned = clean("made", decision)
    alone, story = holder(cleaned, place), holder(cleaned, place_of(BRIDGE[1]))
    before = holder(plain("made"), place)
    assert alone is not None
    assert story is not None
    assert before is not None
    assert [str(block.text) for block in alone.blocks] == [BRIDGE[0]]
    assert [block for block in before.blocks if block not in alone.blocks] == list(story.blocks)
    assert len(cleaned.articles) == len(plain("made").articles) + 1
    assert obeyed(cleaned, decision)


def test_block_belongs_to_the_article_that_a_person_names() -> None:
    """A paragraph goes to another story, a headline there is one with its own; the order is that of the page."""
    first, title = place_of(TEA[0]), place_of(BRIDGE_TITLE)
    decision = set_("home", place_of(BRIDGE[0]), answer=str(first.start))
    cleaned = clean("made", decision)
    found = holder(cleaned, place_of(BRIDGE[0]))
    assert found is not None
    assert found is holder(cleaned, first)
    running = [min(s.start for s in b.text.spans) for b in found.blocks if b.role in ("body", "heading")]
    assert running == sorted(running)
    assert obeyed(cleaned, decision)
    both = clean("made", set_("home", title, answer=str(first.start)))
    joined = holder(both, title)
    assert joined is holder(both, first)
    assert [block.role for block in joined.blocks].count("title") == 1  # type: ignore[union-attr]


def test_home_that_is_not_there_is_told_of() -> None:
    """A block cannot belong to what is in no article; an answer that is no place is no decision."""
    cleaned = clean("made", set_("home", place_of(TEA[2]), answer="999999"))
    assert cleaned.articles == plain("made").articles
    assert told(cleaned, "decision_without_place")
    with pytest.raises(ValueError, match="no place"):
        set_("home", place_of(TEA[2]), answer="here")


@pytest.mark.parametrize(("question", "key"), [("lost_head", "missing_head"), ("lost_tail", "missing_tail")])
def test_lost_ends_are_set_and_taken_back(question: Question, key: str) -> None:
    """A person says that an article has lost its beginning or its end, or has not; all else stays."""
    place = place_of(BRIDGE[1])
    for choice, wanted in (("set", True), ("reject", False), ("accept", True)):
        decision = set_(question, place, choice)  # type: ignore[arg-type]
        cleaned = clean("made", decision)
        found = holder(cleaned, place)
        assert found is not None
        assert getattr(found, key) is wanted
        assert obeyed(cleaned, decision)
        assert [replace(a, missing_head=False, missing_tail=False) for a in cleaned.articles] == [
            replace(a, missing_head=False, missing_tail=False) for a in plain("made").articles
        ]


def test_what_goes_on_elsewhere_has_lost_no_end() -> None:
    """An article that goes on on another page (下转) is not said to break off: the decision finds no place."""
    jumping = next((doc, article) for doc in PAGES for article in plain(doc).articles if article.continues_on)
    doc, article = jumping
    decision = verdict(doc, "lost_tail", article.blocks[-1].text.spans[0], "set")
    cleaned = clean(doc, decision)
    assert [a.missing_tail for a in cleaned.articles] == [a.missing_tail for a in plain(doc).articles]
    assert told(cleaned, "decision_without_place")


# ---- what no longer fits, and any decisions at all


def test_decision_without_a_place_is_told_of() -> None:
    """A decision about what is no cut, and one about another text, change nothing and are named."""
    stray = set_("cut", place_of(BRIDGE[0]), "reject", "noise")
    other = set_("role", place_of(BRIDGE[1]), answer="caption").model_copy(update={"sha256": "0" * 64})
    cleaned = clean("made", stray, other)
    assert cleaned.articles == plain("made").articles
    found = told(cleaned, "decision_without_place")
    assert {hull(d.spans) for d in found} == {place_of(BRIDGE[0]), place_of(BRIDGE[1])}
    assert {d.evidence["by"] for d in found} == {"李"}


def test_page_without_decisions_tells_of_none() -> None:
    """Where nobody decided anything the ledger names nobody."""
    assert not [decision for decision in plain("made").decisions if decision.stage == "people"]


def stretch(start: int, size: int) -> Span:
    """So many characters of the made page."""
    return Span("made", start, start + size)


PARAGRAPHS = [place_of(text) for text in MADE.split("\n\n") if text.strip()]
ANY = st.one_of(
    st.builds(set_, st.just("role"), st.sampled_from(PARAGRAPHS), st.just("set"), st.sampled_from(ROLES)),
    st.builds(set_, st.just("boundary"), st.sampled_from(PARAGRAPHS), st.sampled_from(["set", "reject"])),
    st.builds(
        lambda left, right, choice: set_("join", Span("made", left.end, right.start), choice),
        st.sampled_from(PARAGRAPHS), st.sampled_from(PARAGRAPHS), st.sampled_from(["set", "reject"]),
    ),
    st.builds(
        lambda place, at, size, answer: exact(set_("role", stretch(place.start + at, size), answer=answer)),
        st.sampled_from(PARAGRAPHS), st.integers(0, 40), st.integers(1, 40), st.sampled_from(ROLES),
    ),
    st.builds(
        lambda place, to: set_("home", place, answer=str(to.start) if to else ""),
        st.sampled_from(PARAGRAPHS), st.none() | st.sampled_from(PARAGRAPHS),
    ),
    st.builds(
        lambda place, at: exact(set_("join", Span("made", place.start + at, place.start + at), "reject")),
        st.sampled_from(PARAGRAPHS), st.integers(0, 40),
    ),
    st.builds(
        set_, st.sampled_from(["lost_head", "lost_tail"]), st.sampled_from(PARAGRAPHS),
        st.sampled_from(["set", "reject"]),
    ),
    st.builds(set_, st.just("names"), st.sampled_from(PARAGRAPHS), st.just("set"), st.just("王小明、李平")),
    st.deferred(lambda: st.sampled_from(cuts("made"))).map(lambda cut: set_("cut", cut[1], "reject", cut[0])),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(ANY, max_size=8))
def test_any_decisions_keep_both_laws(verdicts: list[Verdict]) -> None:
    """Whatever people decide, however it contradicts itself, no character is lost or invented."""
    clean("made", *verdicts)
