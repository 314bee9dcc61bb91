"""Flags: what a person should look at, left as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.page.flags import flag
from pipeline.values.model import Article, Block, Decision, Judgement
from pipeline.values.text import Span, Traced


def flagged(text: str) -> list[tuple[str, str]]:
    """The flags of an article of one paragraph: reason, and what it points at."""
    article = Article("article", (Block("body", Traced.read("p", text)),))
    decisions = flag([article], [])
    assert all(decision.action == "flagged" for decision in decisions)
    return [(d.reason, text[s.start : s.end].strip()) for d in decisions for s in d.spans]


@pytest.mark.parametrize("text", ["渔民说 and 笑了。", "码头上test了一回。", "窗子都 open 着。"])
def test_foreign_word_in_a_sentence(text: str) -> None:
    """A lower-case foreign word between Chinese characters is flagged."""
    assert [reason for reason, _ in flagged(text)] == ["foreign_word"]


@pytest.mark.parametrize("text", ["他用APP订票。", "带着iPhone出海。", "来自WTO的渔讯。", "Good morning"])
def test_names_in_latin_letters_are_no_flag(text: str) -> None:
    """Abbreviations, names and foreign sentences are no flag."""
    assert flagged(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("渔民们的的船。", "的的"), ("船靠岸了了就走。", "了了"), ("同志们同志们好。", "同志们同志们")],
)
def test_word_printed_twice(text: str, word: str) -> None:
    """A particle, or a word of three characters or more, that stands twice is flagged."""
    assert flagged(text) == [("repeated_word", word)]


@pytest.mark.parametrize("text", ["码头干干净净。", "再研究研究吧。", "孩子们慢慢长大。"])
def test_reduplication_is_no_flag(text: str) -> None:
    """Reduplication of the language is no flag."""
    assert flagged(text) == []


@pytest.mark.xfail(
    strict=True, reason="reduplicated particles are told from doubled ones only by a word list"
)
@pytest.mark.parametrize("text", ["他的的确确来过。", "海上的是是非非。"])
def test_reduplicated_particle_is_no_flag(text: str) -> None:
    """的的确确 and 是是非非 are words."""
    assert flagged(text) == []


@pytest.mark.parametrize("pair", ["“”", "「」", "『』", "《》", "（）"])
def test_mark_without_its_other_half(pair: str) -> None:
    """A quotation mark or bracket without its other half is flagged where it stands; a pair is not."""
    opening, closing = pair
    assert flagged(f"渔港{opening}灯火{closing}通明。") == []
    assert flagged(f"渔港{opening}灯火通明。") == [("unpaired_mark", opening)]
    assert flagged(f"渔港灯火{closing}通明。") == [("unpaired_mark", closing)]
    assert flagged(f"{opening}渔{opening}港{closing}灯{closing}火。") == []


@given(st.text(alphabet="“”渔。", max_size=16))
def test_unpaired_mark_is_found_if_and_only_if_there_is_one(text: str) -> None:
    """A text is flagged exactly where taking away matched pairs leaves a mark over."""
    rest = "".join(char for char in text if char in "“”")
    while "“”" in rest:
        rest = rest.replace("“”", "")
    assert any(reason == "unpaired_mark" for reason, _ in flagged(text)) is bool(rest)


def doubts(score: float) -> list[Decision]:
    """The flags of a decision of that certainty."""
    seam = (Span("p", 0, 9), Span("p", 12, 20))
    return flag([], [Judgement("continuity", "join", "column_break", seam, score, {"words": 0.4})])


def test_doubtful_judgement_is_flagged() -> None:
    """A join hardly likelier than its rival is flagged with both stretches, its answer and its evidence."""
    (decision,) = doubts(0.51)
    assert (decision.reason, decision.score) == ("doubtful_join", 0.51)
    assert decision.spans == (Span("p", 0, 9), Span("p", 12, 20))
    assert decision.evidence == {"answer": "column_break", "words": 0.4}


def test_sure_judgement_is_not() -> None:
    """A sure join is no flag."""
    assert doubts(0.97) == []


def test_every_block_is_looked_at() -> None:
    """A headline's marks are looked at like a paragraph's, and each block by itself."""
    page = Traced.read("p", "“渔港\n灯火”")
    blocks = (Block("title", page.cut(0, 3)), Block("body", page.cut(4)))
    assert [d.reason for d in flag([Article("article", blocks)], [])] == ["unpaired_mark", "unpaired_mark"]
