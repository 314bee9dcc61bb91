"""The order of the stages: what becomes of a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline import (
    articles,
    clues,
    continuity,
    encoding,
    flags,
    folio,
    headlines,
    jumps,
    layout,
    noise,
    roles,
    splices,
    wishes,
)
from pipeline.duplicates import copies
from pipeline.language import LanguageModel
from pipeline.model import Cleaned, Clues, Fragment, Judgement, Page
from pipeline.people import NOBODY, PageVerdicts
from pipeline.settings import Settings
from pipeline.text import Traced
from pipeline.topics import Topics, around

_AROUND = 3
"""Paragraphs above and below a headline that are compared."""
_LEAD = 60
"""Characters of a story's first paragraph in which its headline's first word is looked for."""
_TOPIC = 0.75
"""How much of the topic's log-odds holds on real pages: by logistic regression to 245 headlines and cross-heads of 20
pages of a daily, labelled by hand."""


def clean_page(page: Page, settings: Settings, verdicts: PageVerdicts = NOBODY) -> Cleaned:
    """All stages, from decoded text to articles and the ledger of what was done.

    Args:
        page: the page and its text.
        settings: of all stages.
        verdicts: what people decided about the page; obeyed, and told of in the ledger.
    """
    repaired, mended = encoding.repair(Traced.read(page.doc, page.text), settings.encoding)
    fragments, markup = layout.lay_out(repaired, settings.layout)
    fragments, quieted = noise.quiet(fragments, lambda span: verdicts.rejects_cut(span, "noise"))
    rows, jumped = jumps.detach(fragments, lambda span: verdicts.rejects_cut(span, "jump_line"))
    texts = [row.text.text for row in rows]
    base = LanguageModel.load()
    rows, cut, twice = splices.cut_copies(
        rows,
        copies(texts, settings.duplicates),
        base,
        settings.duplicates.passage,
        lambda span: verdicts.rejects_cut(span, "intruding_passage", "duplicate_passage"),
    )
    sheet, judged = _sheet(rows, base, verdicts)
    found, dropped = articles.assemble(sheet)
    found, mended = headlines.as_set(found, mended, page.text)
    told = wishes.ledger(page.doc, verdicts)
    ledger = (*mended, *markup, *quieted, *jumped, *cut, *dropped, *flags.flag(found, judged), *told)
    return Cleaned(folio.complete(page, ledger), tuple(found), ledger, tuple(judged), tuple(twice))


def _sheet(
    rows: Sequence[Fragment], base: LanguageModel, verdicts: PageVerdicts
) -> tuple[articles.Sheet, list[Judgement]]:
    said = wishes.said(rows, verdicts)
    texts = [str(row.text) for row in rows]
    model = base.adapted(texts)
    shown = clues.measure(rows, model)
    topics = Topics(texts)
    readings = roles.decode(replace(_scene(rows, texts, shown, topics), said=said.roles))
    headed = [n > 0 and readings[n - 1].role in ("title", "subtitle", "byline") for n in range(len(rows))]
    fresh = [
        bool(row.continued_from or (n and _jumps_here(rows[n - 1])) or said.begins.get(n))
        for n, row in enumerate(rows)
    ]
    answers = [reading.role for reading in readings]
    strand = continuity.Strand(texts, shown, answers, headed, fresh, topics, said.joins)
    found = wishes.without_overlaps(rows, continuity.links(strand, model), verdicts)
    sheet = articles.Sheet(rows, shown, readings, found, topics, said)
    return sheet, [*_roles(sheet), *_joins(sheet)]


def _jumps_here(row: Fragment) -> bool:
    """Whether a fragment is a jump line (上接) that stands alone."""
    return bool(row.continued_from and not row.text)


def _scene(
    rows: Sequence[Fragment],
    texts: Sequence[str],
    shown: Sequence[Clues],
    topics: Topics,
) -> roles.Scene:
    long = [n for n, clue in enumerate(shown) if clue.size > 40]
    levels = [fragment.level for fragment in rows if fragment.level]
    return roles.Scene(
        rows,
        shown,
        [_lean(n, long, topics, texts[n]) if clue.size <= 60 else 0.0 for n, clue in enumerate(shown)],
        marked=len(levels) >= 2,
        top=min(levels, default=0),
        briefs=roles.below_briefs(shown),
        restated=[clue.size <= 60 and _restated(n, long, texts) for n, clue in enumerate(shown)],
        covered=[_covered(n, clue, long, topics) for n, clue in enumerate(shown)],
    )


def _lean(n: int, long: Sequence[int], topics: Topics, text: str) -> float:
    above, below = around(n, long, _AROUND)
    in_two = 1.2 * (len(text) > 10 and (" " in text or "\u3000" in text))
    return _TOPIC * topics.opens(n, above, below) + in_two + 0.08 * (min(len(text), 25) - 14)


def _restated(n: int, long: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether a line's first word stands in the lead of the paragraph below it."""
    below = long[bisect_right(long, n) :][:1]
    return bool(below) and texts[n][:2] in texts[below[0]][:_LEAD]


def _covered(n: int, clue: Clues, long: Sequence[int], topics: Topics) -> float:
    """The share of a line's bigrams that the paragraph below it has too; 0 of what may be no line of display type."""
    line = clue.size <= roles.COLUMN or (clue.size <= roles.LONGEST_HALF and not clue.ends)
    return topics.covered(n, long[bisect_right(long, n) :][:1]) if line else 0.0


def _roles(sheet: articles.Sheet) -> list[Judgement]:
    return [
        Judgement("roles", "role", reading.role, row.text.spans, reading.score, reading.evidence)
        for row, reading in zip(sheet.rows, sheet.readings, strict=True)
        if row.text
    ]


def _joins(sheet: articles.Sheet) -> list[Judgement]:
    return [
        Judgement(
            "continuity",
            "join",
            "column_break" if link.right == link.left + 1 else "over_intruder",
            (sheet.rows[link.left].text.spans[-1], sheet.rows[link.right].text.spans[0]),
            link.score,
            link.evidence,
        )
        for link in sheet.links
    ]
