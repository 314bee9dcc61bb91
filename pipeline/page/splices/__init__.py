"""Splices: passages that were printed or read into the wrong place are cut out at the exact character.

A passage that stands twice on a page belongs to one of its two places. Each place is judged by its
seams: would the text around the copy read on if the copy were cut out, and does the copy read on with
the text around it? The language model answers both; the copy whose removal mends more is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from pipeline.duplicates import Match
from pipeline.language import LanguageModel
from pipeline.page.splices.decide import cuts
from pipeline.page.splices.echoes import SURE, without_echoes
from pipeline.page.splices.places import Cut, Place
from pipeline.values.model import Copy, Decision, Fragment
from pipeline.values.text import Span, Traced, hull, join
from pipeline.values.verdicts import PageVerdicts
from pipeline.values.vocabulary import Reason

__all__ = ["SURE", "cut_copies", "without_echoes"]


def cut_copies(
    rows: Sequence[Fragment],
    matches: Sequence[Match],
    model: LanguageModel,
    shortest: int,
    said: PageVerdicts,
    cuts_out: bool = True,
    least_score: float = 0.0,
) -> tuple[list[Fragment], list[Decision], list[Copy]]:
    """Cut the copies out of the fragments that do not belong where they stand, unless a person wants them kept.

    Proven damage is cut, unless ``cuts_out`` is false or its score is below ``least_score``; suspected damage is
    flagged.
    """
    texts = [row.text.text for row in rows]
    decisions: list[Decision] = []
    copies: list[Copy] = []
    left: list[Fragment | None] = list(rows)
    for cut in cuts(texts, matches, model, shortest):
        spans = [span for stretch in _stretches(rows, cut.place) for span in stretch.spans]
        wishes = [said.of_cut(span, "intruding_passage", "duplicate_passage") for span in spans]
        decisions += [decision for wish in wishes for decision in wish.told]
        if any(wish.stays for wish in wishes):
            continue
        copies += _copies(rows, cut)
        drops = cut.proved and cuts_out and _score(cut) >= least_score
        if cut.finding != "like":
            decisions += _decided(rows, cut, drops)
        if drops:
            _apply(rows, left, cut.place)
    return [row for row in left if row is not None], decisions, copies


def _apply(rows: Sequence[Fragment], left: list[Fragment | None], place: Place) -> None:
    for n in range(place.first, place.last + 1):
        text = rows[n].text
        before = text.cut(0, place.start) if n == place.first else Traced("", ())
        after = text.cut(place.end) if n == place.last else Traced("", ())
        rest = join((before, after)).strip()
        keeps = rest or rows[n].continued_from or rows[n].continues_on
        left[n] = _shortened(rows[n], rest) if keeps else None


def _shortened(fragment: Fragment, rest: Traced) -> Fragment:
    return fragment._replace(text=rest, run_in=min(fragment.run_in, len(rest)))


def _stretches(rows: Sequence[Fragment], place: Place) -> Iterator[Traced]:
    for n in range(place.first, place.last + 1):
        text = rows[n].text
        yield text.cut(place.start if n == place.first else 0, place.end if n == place.last else len(text))


def _decided(rows: Sequence[Fragment], cut: Cut, drops: bool) -> Iterator[Decision]:
    """A cut, or a suspicion, as the ledger has it: a line for each fragment."""
    reason: Reason = "duplicate_passage" if cut.whole else "intruding_passage"
    twins = _by_fragment(rows, cut)
    for n, stretch in zip(
        range(cut.place.first, cut.place.last + 1), _stretches(rows, cut.place), strict=True
    ):
        yield Decision(
            "splices", "dropped" if drops else "flagged", reason, stretch.spans, twin=twins.get(n),
            score=_score(cut),
            evidence=_told(cut),
        )  # fmt: skip


def _told(cut: Cut) -> dict[str, float | str]:
    gain, jaccard = round(cut.gain, 2), round(min(match.jaccard for match in cut.matches), 3)
    return {"finding": cut.finding, **cut.evidence, "gain": gain, "jaccard": jaccard}


_TWICE, _INSIDE = 0.99, 3.0
"""How sure a cut is, the gain of an intruder in log-odds on top of three. Not calibrated: counted with an earlier form
of the rules, on the 300 made pages that they were set on (173 of 173 and 83 of 83 right)."""


def _score(cut: Cut) -> float:
    """How likely a place is damage; without a proof even odds at most."""
    likely = 1.0 / (1.0 + exp(-max(-20.0, min(20.0, cut.gain + _INSIDE * (cut.finding == "inside")))))
    return _TWICE if cut.finding == "twice" else round(likely if cut.proved else min(0.5, likely), 4)


def _by_fragment(rows: Sequence[Fragment], cut: Cut) -> dict[int, Span]:
    """For each fragment of the cut, the source of its twin."""
    twins = {}
    for match in cut.matches:
        sides = (match.a, match.a_start, match.a_end), (match.b, match.b_start, match.b_end)
        n, start, end = sides[1 - cut.first]
        if spans := rows[n].text.source(start, end):
            twins[sides[cut.first][0]] = hull(spans)
    return twins


def _copies(rows: Sequence[Fragment], cut: Cut) -> Iterator[Copy]:
    for match in cut.matches:
        one = hull(rows[match.a].text.source(match.a_start, match.a_end))
        two = hull(rows[match.b].text.source(match.b_start, match.b_end))
        kept, copy = (one, two) if cut.first else (two, one)
        yield Copy(match.kind, kept, copy, round(match.jaccard, 4), round(match.containment, 4))
