"""The order of the stages, from a page's text to its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline import encoding
from pipeline.duplicates import copies
from pipeline.language import LanguageModel
from pipeline.page import (
    articles,
    clues,
    continuity,
    flags,
    folio,
    jumps,
    layout,
    learned,
    noise,
    overlay,
    placing,
    quotes,
    single,
    splices,
)
from pipeline.page.order import reading_order
from pipeline.page.strand import Strand
from pipeline.page.topics import Topics
from pipeline.values.model import Cleaned, Copy, Decision, Fragment, Judgement, Page, Reading
from pipeline.values.settings import Settings
from pipeline.values.text import Traced
from pipeline.values.verdicts import NOBODY, PageVerdicts


def clean_page(
    page: Page, settings: Settings, verdicts: PageVerdicts = NOBODY, weights: learned.Weights | None = None
) -> Cleaned:
    r"""Run all stages, from decoded text to articles and the ledger of every decision.

    Args:
        page: the page and its text.
        settings: of all stages.
        verdicts: decisions of people about the page; obeyed, and told of in the ledger.
        weights: of the model that decides the roles; the one of the settings if none are given.

    >>> lines = "# 渔港开市", "王小明", "昨日清晨，渔港开市。", "（下转第四版）"
    >>> page = Page("p", "\n\n".join(lines))
    >>> cleaned = clean_page(page, Settings())
    >>> [(block.role, str(block.text)) for block in cleaned.articles[0].blocks]
    [('title', '渔港开市'), ('byline', '王小明'), ('body', '昨日清晨，渔港开市。')]
    >>> cleaned.articles[0].continues_on, [decision.reason for decision in cleaned.decisions]
    ('4', ['jump_line'])
    """
    mended = mend(page, settings)
    return segment(page, mended, detect(page, mended, settings, verdicts), settings, verdicts, weights)


class Mended(NamedTuple):
    """A page whose encoding is fixed: its text without mojibake, and the changes."""

    text: Traced
    decisions: Sequence[Decision]


class Parted(NamedTuple):
    """A page whose splices are detected: fragments without jump lines, copies, intruders; and the decisions."""

    rows: list[Fragment]
    copies: Sequence[Copy]
    decisions: Sequence[Decision]


def mend(page: Page, settings: Settings) -> Mended:
    """Run the first stage: give the text as it was meant (``encoding``)."""
    return Mended(*encoding.repair(Traced.read(page.doc, page.text).cut(page.front), settings.encoding))


def detect(page: Page, mended: Mended, settings: Settings, verdicts: PageVerdicts = NOBODY) -> Parted:
    """Run the second stage: give fragments (``layout``), without noise, jump lines, echoes, intruders and copies."""
    fragments, markup = layout.lay_out(mended.text, settings.layout, page.front)
    fragments, quieted = noise.quiet(fragments, verdicts)
    rows, jumped = jumps.detach(fragments, verdicts)
    rows = overlay.parted(rows, verdicts)
    rows, cut, twice = _once(rows, LanguageModel.load(), settings, verdicts)
    return Parted(rows, twice, (*markup, *quieted, *jumped, *cut))


def segment(
    page: Page,
    mended: Mended,
    parted: Parted,
    settings: Settings,
    verdicts: PageVerdicts = NOBODY,
    weights: learned.Weights | None = None,
) -> Cleaned:
    """Run the third stage: give roles, joins and articles, and the ledger of all three."""
    model = settings.roles
    weights = weights or learned.weights_of(model.model, model.sha256)
    sheet, judged, obeyed = _sheet(parted.rows, LanguageModel.load(), settings, verdicts, weights)
    found, dropped = articles.assemble(sheet)
    found, moved = placing.placed(found, verdicts)
    found, changed = quotes.as_set(found, mended.decisions, page.text)
    found, named = overlay.named(found, verdicts)
    noted = [*changed, *parted.decisions, *dropped, *flags.flag(found, judged), *obeyed, *moved, *named]
    ledger = tuple(verdicts.ledger(noted))
    return Cleaned(folio.complete(page, ledger), tuple(found), ledger, tuple(judged), tuple(parted.copies))


def scene(page: Page, settings: Settings, verdicts: PageVerdicts = NOBODY) -> learned.Scene:
    """Give a page as a model of roles sees it: the fit of its weights learns from it."""
    rows, base = detect(page, mend(page, settings), settings, verdicts).rows, LanguageModel.load()
    texts = [str(row.text) for row in rows]
    shown = clues.measure(rows, base.adapted(texts))
    return learned.Scene(rows, shown, texts, Topics(texts), overlay.laid(rows, verdicts)[0].roles)


def _once(
    rows: list[Fragment], base: LanguageModel, settings: Settings, verdicts: PageVerdicts
) -> tuple[list[Fragment], list[Decision], list[Copy]]:
    """Cut passages that were read twice: in a row within a fragment, then anywhere on the page."""
    wanted, least = settings.duplicates, settings.splices.least_score
    cuts = wanted.copies == "cut"
    rows, echoes, again = splices.without_echoes(rows, base, verdicts, cuts and least <= splices.SURE)
    found = copies(["" if row.table else row.text.text for row in rows], wanted)
    rows, cut, twice = splices.cut_copies(rows, found, base, wanted.passage, verdicts, cuts, least)
    return rows, [*echoes, *cut], [*again, *twice]


def _sheet(
    rows: Sequence[Fragment],
    base: LanguageModel,
    settings: Settings,
    verdicts: PageVerdicts,
    weights: learned.Weights,
) -> tuple[articles.Sheet, list[Judgement], list[Decision]]:
    said, obeyed = overlay.laid(rows, verdicts)
    texts = [str(row.text) for row in rows]
    model = base.adapted(texts)
    shown = clues.measure(rows, model)
    topics = Topics(texts)
    tables = [n for n, row in enumerate(rows) if said.roles.get(n, "table" if row.table else "") == "table"]
    if tables:  # the decoder reads them as text
        said = replace(said, roles={**said.roles, **dict.fromkeys(tables, "body")})
    seen = learned.Scene(rows, shown, texts, topics, said.roles)
    readings = learned.decode(seen, weights)
    begins = _begins(rows, readings)
    if single.is_single(seen, readings):
        readings = single.as_one(readings, said.roles)
        begins = dict.fromkeys(range(1, len(rows)), False)
    said = replace(said, begins={**begins, **said.begins})
    for n in tables:
        readings[n] = readings[n]._replace(role="table")
    headed = [n > 0 and readings[n - 1].role in ("title", "subtitle", "byline") for n in range(len(rows))]
    fresh = [
        bool(row.continued_from or (n and _jumps_here(rows[n - 1])) or said.begins.get(n))
        for n, row in enumerate(rows)
    ]
    answers = [reading.role for reading in readings]
    strand = Strand(texts, shown, answers, headed, fresh, topics, said.joins, any(row.flat for row in rows))
    linked = continuity.links(strand, model)
    links = [link for link in linked.links if link.score >= settings.joins.least_score]
    for link in links:  # a fragment that goes on in a paragraph is one, whatever it looked like
        readings[link.left] = readings[link.left]._replace(role="body")
    order, held = reading_order([reading.role for reading in readings], links)
    found, kept = overlay.without_overlaps(rows, held, verdicts)
    sheet = articles.Sheet(rows, shown, readings, found, topics, said, linked.loses_stops)
    return sheet.ordered(order), [*_roles(sheet), *_joins(sheet)], [*obeyed, *kept]


def _begins(rows: Sequence[Fragment], readings: Sequence[Reading]) -> dict[int, bool]:
    """Find where an article begins that its headline alone does not tell of.

    Below another headline, or with a first paragraph; the rest of a story of another page (上接) begins none.
    """
    found = {}
    for n, reading in enumerate(readings):
        after = readings[n - 1].role if n else ""
        came = rows[n].continued_from or (n and _jumps_here(rows[n - 1]))
        if reading.begins and ((reading.role == "title" == after) or (reading.role == "body" and not came)):
            found[n] = True
    return found


def _jumps_here(row: Fragment) -> bool:
    """Whether a fragment is a jump line (上接) that stands alone."""
    return bool(row.continued_from and not row.text)


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
