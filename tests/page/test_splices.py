"""Splices: what stands in the wrong place is cut at its exact characters, what is at home twice stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from prose import BRIDGE, HARBOUR, TEA

from pipeline.duplicates import copies
from pipeline.language import LanguageModel
from pipeline.page.splices import cut_copies
from pipeline.values.model import Decision, Fragment
from pipeline.values.settings import DuplicateSettings
from pipeline.values.text import Traced
from pipeline.values.verdicts import NOBODY, PageVerdicts, Verdict, digest

SENTENCE = HARBOUR[2]
BROKEN_AT = SENTENCE.index("天一早就能送到")  # 第二 | 天: a word is broken
PASSAGE = TEA[1]
BETWEEN = (HARBOUR[3], *BRIDGE, TEA[0])  # what stands between an intruder and its home


def broken(passage: str, before: str = "", after: str = "") -> str:
    """The sentence with a passage in the middle of a word, and what was invented at its seams."""
    return SENTENCE[:BROKEN_AT] + before + passage + after + SENTENCE[BROKEN_AT:]


def cut(rows: Sequence[Fragment], said: PageVerdicts = NOBODY) -> tuple[list[Fragment], list[Decision]]:
    """The fragments without the copies found among them, and the decisions."""
    settings = DuplicateSettings()
    found = copies([str(row.text) for row in rows], settings)
    left, decisions, _ = cut_copies(rows, found, LanguageModel.load(), settings.passage, said)
    return left, decisions


def spliced(*texts: str, said: PageVerdicts = NOBODY) -> tuple[list[str], list[Decision], str]:
    """What is left of paragraphs, the decisions, and the page that they stand on."""
    page = "\n".join(texts)
    whole, at, rows = Traced.read("p", page), 0, []
    for text in texts:
        rows.append(Fragment(whole.cut(at, at + len(text))))
        at += len(text) + 1
    left, decisions = cut(rows, said)
    return [str(row.text) for row in left], decisions, page


def cut_texts(decisions: list[Decision], page: str) -> list[str]:
    """What was cut out of a page."""
    return ["".join(page[span.start : span.end] for span in decision.spans) for decision in decisions]


def test_passage_inside_a_sentence_of_another_story_is_cut() -> None:
    """A paragraph read into the middle of a sentence elsewhere is cut there, and the sentence reads on."""
    left, decisions, page = spliced(HARBOUR[0], broken(PASSAGE), *BETWEEN, PASSAGE, TEA[2])
    assert left == [HARBOUR[0], SENTENCE, *BETWEEN, PASSAGE, TEA[2]]
    assert cut_texts(decisions, page) == [PASSAGE]
    (one,) = decisions
    assert (one.action, one.reason) == ("dropped", "intruding_passage")
    assert one.twin is not None
    assert page[one.twin.start : one.twin.end] == PASSAGE
    assert one.score is not None
    assert one.score > 0.9


@pytest.mark.parametrize(
    ("before", "after"), [("而", ""), ("", "了。"), ("的", "了。"), ("", "同时"), ("、", "")]
)
def test_characters_invented_at_the_seams_are_cut_with_it(before: str, after: str) -> None:
    """What a model wrote to smooth a seam goes with the intruder: the sentence is whole to the character."""
    left, decisions, page = spliced(HARBOUR[0], broken(PASSAGE, before, after), *BETWEEN, PASSAGE, TEA[2])
    assert left == [HARBOUR[0], SENTENCE, *BETWEEN, PASSAGE, TEA[2]]
    assert cut_texts(decisions, page) == [before + PASSAGE + after]


def test_passage_between_words_is_cut_at_the_exact_character() -> None:
    """Between two words, where the sentence would read on without one of them, nothing but the passage goes."""
    sentence, at = HARBOUR[1], HARBOUR[1].index("举起来了")
    damaged = sentence[:at] + PASSAGE + sentence[at:]
    left, _, _ = spliced(HARBOUR[0], damaged, *BETWEEN, PASSAGE, TEA[2])
    assert left[1] == sentence


def test_intruder_below_its_home_is_cut_too() -> None:
    """It does not matter whether the intruder stands above or below the passage's own place."""
    left, _, _ = spliced(TEA[2], PASSAGE, *BETWEEN, HARBOUR[0], broken(PASSAGE))
    assert left == [TEA[2], PASSAGE, *BETWEEN, HARBOUR[0], SENTENCE]


def test_intruder_from_the_story_next_to_it_is_cut() -> None:
    """An intruder is cut, and not the paragraph where it belongs, though that stands only lines away."""
    left, _, _ = spliced(HARBOUR[0], broken(PASSAGE), HARBOUR[3], TEA[0], PASSAGE, TEA[2])
    assert left == [HARBOUR[0], SENTENCE, HARBOUR[3], TEA[0], PASSAGE, TEA[2]]


def test_part_of_a_paragraph_inside_a_sentence_is_cut() -> None:
    """An intruder need not be a whole paragraph where it belongs."""
    part = PASSAGE[PASSAGE.index("炒茶的师傅") :]
    left, decisions, page = spliced(HARBOUR[0], broken(part), *BETWEEN, PASSAGE, TEA[2])
    assert left == [HARBOUR[0], SENTENCE, *BETWEEN, PASSAGE, TEA[2]]
    assert cut_texts(decisions, page) == [part]


def test_second_reading_is_dropped() -> None:
    """Of a paragraph that was read twice, with other errors, the first reading stays."""
    second = SENTENCE.replace("防波堤", "防坡堤").replace("两成", "两戌")
    left, decisions, page = spliced(HARBOUR[0], HARBOUR[1], SENTENCE, second, HARBOUR[3])
    assert left == [HARBOUR[0], HARBOUR[1], SENTENCE, HARBOUR[3]]
    assert cut_texts(decisions, page) == [second]
    assert decisions[0].reason == "duplicate_passage"


def test_two_paragraphs_read_twice_are_dropped() -> None:
    """A column read twice loses its second reading, paragraph by paragraph, each with its twin."""
    texts = (*HARBOUR, HARBOUR[2], HARBOUR[3], *TEA)
    left, decisions, page = spliced(*texts)
    assert left == [*HARBOUR, *TEA]
    assert cut_texts(decisions, page) == [HARBOUR[2], HARBOUR[3]]
    twins = [page[d.twin.start : d.twin.end] for d in decisions if d.twin]
    assert twins == [HARBOUR[2], HARBOUR[3]]


def test_short_passage_in_the_middle_of_a_word_is_cut() -> None:
    """Even a short stretch is cut where it breaks a word and is itself in pieces."""
    piece = PASSAGE[PASSAGE.index("傅说") : PASSAGE.index("了，这门")]
    assert 20 <= len(piece) < 40
    left, decisions, page = spliced(HARBOUR[0], broken(piece), *BETWEEN, PASSAGE, TEA[2])
    assert left == [HARBOUR[0], SENTENCE, *BETWEEN, PASSAGE, TEA[2]]
    assert cut_texts(decisions, page) == [piece]


def test_refrain_stays() -> None:
    """A short turn that two paragraphs share is a refrain and no damage."""
    refrain = "只要桥还在，城南就还是城南"
    one = BRIDGE[2]
    two = f"如今他的孙子也在桥下学游泳。老人说，{refrain}，孙子听不懂，只管把石子往水里扔，一块比一块扔得远。"
    assert refrain in one
    left, decisions, _ = spliced(BRIDGE[0], one, BRIDGE[1], two)
    assert left == [BRIDGE[0], one, BRIDGE[1], two]
    assert decisions == []


def test_quotation_stays() -> None:
    """A sentence that another story quotes stands well in both places, and stays in both."""
    quoted = "卖鱼的把竹筐一只一只排好，买鱼的提着灯挨个去看，谁也不肯先开口问价。"
    two = f"本报上周写过这座渔港：“{quoted}”文章登出以后，来渔港的客人多了一倍，码头边的小饭馆天天坐满。"
    assert quoted in HARBOUR[0]
    left, decisions, _ = spliced(*HARBOUR, two, *BRIDGE)
    assert left == [*HARBOUR, two, *BRIDGE]
    assert decisions == []


def test_page_without_copies_is_left_as_it_is() -> None:
    """Where nothing stands twice, nothing is cut."""
    left, decisions, _ = spliced(*HARBOUR, *TEA, *BRIDGE)
    assert left == [*HARBOUR, *TEA, *BRIDGE]
    assert decisions == []


def test_jump_marks_survive_their_paragraph() -> None:
    """A fragment whose text was cut is kept where a jump line had named a page on it."""
    rows = [Fragment(Traced.read("p", text)) for text in (*HARBOUR, HARBOUR[3])]
    rows[-1] = Fragment(rows[-1].text, continues_on="4")
    left, _ = cut(rows)
    assert [str(row.text) for row in left] == [*HARBOUR, ""]
    assert left[-1].continues_on == "4"


def test_cut_that_a_person_rejects_stays() -> None:
    """What a person wants kept is not cut, though all speaks for it."""
    page = "\n".join((HARBOUR[0], broken(PASSAGE), *BETWEEN, PASSAGE))
    start = page.index(PASSAGE)
    rejected = Verdict(
        doc="p", sha256=digest(page), question="cut", start=start, end=start + len(PASSAGE), verdict="reject",
        by="李", at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    left, decisions, _ = spliced(*page.split("\n"), said=PageVerdicts((rejected,)))
    assert "\n".join(left) == page
    assert [d for d in decisions if d.action == "dropped"] == []


def test_nothing_is_lost() -> None:
    """What is left and what was cut are the page."""
    left, decisions, page = spliced(HARBOUR[0], broken(PASSAGE), *BETWEEN, *TEA[1:], TEA[2])
    assert len(decisions) == 2
    assert sorted("".join([*left, *cut_texts(decisions, page)])) == sorted(page.replace("\n", ""))


def test_headline_that_its_story_quotes_stays() -> None:
    """A line without a full stop whose words a paragraph repeats is a headline, no copy of the paragraph."""
    headline = HARBOUR[1][:30].rstrip("，。")
    texts = (TEA[0], headline, *BRIDGE, f"【{headline}】" + HARBOUR[1], HARBOUR[2])
    assert spliced(*texts)[0] == list(texts)


def test_paragraph_that_says_more_than_its_likeness_stays() -> None:
    """What a paragraph says beside what another says too is not dropped with it."""
    short = HARBOUR[1][:24].rstrip("，。") + "。"
    longer = BRIDGE[0][:12].rstrip("，。") + "，" + short
    assert longer in spliced(TEA[0], short, longer, TEA[1])[0]


def test_lead_that_the_story_says_again_stays() -> None:
    """A short paragraph whose words the longer one below it holds is a lead, not read twice; the reverse is."""
    lead, longer = HARBOUR[1], HARBOUR[1] + HARBOUR[2]
    assert spliced(TEA[0], lead, longer, BRIDGE[0])[0] == [TEA[0], lead, longer, BRIDGE[0]]
    assert spliced(TEA[0], longer, lead, BRIDGE[0])[0] == [TEA[0], longer, BRIDGE[0]]


def test_paragraph_that_tells_the_same_in_other_words_far_away_stays() -> None:
    """Far from each other two paragraphs of much the same words are told of, and both stay."""
    other = TEA[2].replace("前年村里成立了", "前年成立的").replace("，统一做包装", "")
    texts = [TEA[2], *HARBOUR, *BRIDGE, other]
    left, decisions, _ = spliced(*texts)
    assert (left, decisions) == (texts, [])
    assert spliced(*texts[:-1], TEA[2].replace("包装", "句装"))[0] == texts[:-1]


def test_paragraph_whose_figure_has_another_point_stays() -> None:
    """3.5 and 35 are two figures, though their digits are the same: two notices, not one that was read twice."""
    notice = "渔业站决定，青石港今年第{}批渔船的检验费用由市里全部承担，船主不用再交。"
    rows = [notice.format("3.5"), notice.format("35")]
    assert spliced(HARBOUR[0], *rows, TEA[0])[0] == [HARBOUR[0], *rows, TEA[0]]
    assert spliced(HARBOUR[0], rows[0], rows[0], TEA[0])[0] == [HARBOUR[0], rows[0], TEA[0]]


def test_line_of_another_story_inside_a_sentence_is_cut() -> None:
    """A line without a full stop is no headline where it stands between the halves of a sentence."""
    line = TEA[1][TEA[1].index("傅说") : TEA[1].index("了，这门")]
    rows = [HARBOUR[0], SENTENCE[:BROKEN_AT], line, SENTENCE[BROKEN_AT:], *BETWEEN, *TEA[1:]]
    assert spliced(*rows)[0] == [row for row in rows if row is not line]


def test_likeness_that_stays_is_told() -> None:
    """A paragraph that says more than the copy it holds stays, is flagged, and the two are told of as copies."""
    short = HARBOUR[1][:24].rstrip("，。") + "。"
    texts = [TEA[0], short, BRIDGE[0][:12].rstrip("，。") + "，" + short, TEA[1]]
    whole, settings = Traced.read("p", "\n".join(texts)), DuplicateSettings()
    starts = [sum(map(len, texts[:n])) + n for n in range(len(texts))]
    rows = [Fragment(whole.cut(at, at + len(text))) for at, text in zip(starts, texts, strict=True)]
    left, decisions, told = cut_copies(
        rows, copies(texts, settings), LanguageModel.load(), settings.passage, NOBODY
    )
    assert len(left) == 4
    assert [(d.action, d.twin is not None) for d in decisions] == [("flagged", True)]
    assert len(told) == 1
