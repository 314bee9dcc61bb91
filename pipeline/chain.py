"""The order of the stages: what becomes of a page."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import articles, clues, continuity, encoding, jumps, layout, roles, splices
from pipeline.duplicates import copies
from pipeline.language import LanguageModel
from pipeline.layout import Fragment
from pipeline.model import Cleaned, Judgement, Page
from pipeline.settings import Settings
from pipeline.text import Traced
from pipeline.topics import Topics

_AROUND = 3
"""Paragraphs above and below a headline that are compared."""


def clean_page(page: Page, settings: Settings) -> Cleaned:
    """All stages, from decoded text to articles and the ledger of what was done."""
    repaired, mended = encoding.repair(Traced.read(page.doc, page.text), settings.encoding)
    fragments, markup = layout.lay_out(repaired, settings.layout)
    rows, jumped = jumps.detach(fragments)
    texts = [str(row.fragment.text) for row in rows]
    base = LanguageModel.load()
    rows, cut, twice = splices.cut_copies(
        rows, copies(texts, settings.duplicates), base, settings.duplicates.passage
    )
    sheet, judged = _sheet(rows, base)
    found, dropped = articles.assemble(sheet)
    return Cleaned(
        page, tuple(found), (*mended, *markup, *jumped, *cut, *dropped), tuple(judged), tuple(twice)
    )


def _sheet(rows: Sequence[jumps.Jumped], base: LanguageModel) -> tuple[articles.Sheet, list[Judgement]]:
    texts = [str(row.fragment.text) for row in rows]
    model = base.adapted(texts)
    shown = clues.measure(rows, model)
    topics = Topics(texts)
    readings = roles.decode(_scene(rows, texts, shown, topics, model))
    headed = [n > 0 and readings[n - 1].role in ("title", "subtitle", "byline") for n in range(len(rows))]
    strand = continuity.Strand(texts, shown, [reading.role for reading in readings], headed)
    found = continuity.links(strand, model)
    sheet = articles.Sheet(rows, shown, readings, found, topics)
    return sheet, [*_roles(sheet), *_joins(sheet)]


def _scene(
    rows: Sequence[jumps.Jumped],
    texts: Sequence[str],
    shown: Sequence[clues.Clues],
    topics: Topics,
    model: LanguageModel,
) -> roles.Scene:
    fragments: list[Fragment] = [row.fragment for row in rows]
    long = [n for n, clue in enumerate(shown) if clue.size > 40]
    levels = [fragment.level for fragment in fragments if fragment.level]
    return roles.Scene(
        fragments,
        shown,
        [model.join(one, two) for one, two in zip(texts, texts[1:], strict=False)] + [0.0],
        [_cohesion(n, long, topics) if clue.size <= 60 else 0.0 for n, clue in enumerate(shown)],
        marked=len(levels) >= 2,
        top=min(levels, default=0),
    )


def _cohesion(n: int, long: Sequence[int], topics: Topics) -> float:
    above = [m for m in long if m < n][-_AROUND:]
    below = [m for m in long if m > n][:_AROUND]
    return topics.cohesion(above, below)


def _roles(sheet: articles.Sheet) -> list[Judgement]:
    return [
        Judgement(
            "roles", "role", reading.role, row.fragment.text.spans, reading.score, dict(reading.evidence)
        )
        for row, reading in zip(sheet.rows, sheet.readings, strict=True)
        if row.fragment.text
    ]


def _joins(sheet: articles.Sheet) -> list[Judgement]:
    return [
        Judgement(
            "continuity",
            "join",
            "column_break" if link.right == link.left + 1 else "over_intruder",
            (sheet.rows[link.left].fragment.text.spans[-1], sheet.rows[link.right].fragment.text.spans[0]),
            link.score,
            dict(link.evidence),
        )
        for link in sheet.links
    ]
