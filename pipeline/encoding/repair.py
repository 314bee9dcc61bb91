"""The repair of a page's text, step by step, and its ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.encoding import characters, mojibake, quotation, remains, script, spacing, western, width
from pipeline.encoding.changes import Change, apply, compose
from pipeline.encoding.glance import ACCENT, BRACKET, FOREIGN, GONE, ODD, PRIVATE, QUOTE, WIDE, Glance
from pipeline.values.model import Decision
from pipeline.values.settings import EncodingSettings
from pipeline.values.text import Edit, Span, Traced, span_of
from pipeline.values.vocabulary import Reason

STAGE = "encoding"


_Step = Callable[[Glance], list[Change]]


_MENDS: tuple[_Step, ...] = (
    lambda now: western.changes(now.text) if now.holds(ACCENT | FOREIGN) else [],
    lambda now: characters.changes(now.text) if now.holds(ODD) else [],
    lambda now: spacing.changes(now.text) if now.letter_spaced else [],
)
"""The steps behind the repair of mojibake, in order: each sees the text of the one before."""


def _sets(settings: EncodingSettings) -> Iterator[_Step]:
    """The last steps; none of them writes a character that is lost or of private use."""
    if settings.punctuation_width:
        yield lambda now: quotation.quotation(now.text) if now.holds(QUOTE) else []
        yield lambda now: width.changes(now.text, now.narrow, now.holds(BRACKET), now.holds(WIDE))
    if settings.script:
        yield lambda now: script.changes(now.text, settings.script)


def repair(text: Traced, settings: EncodingSettings) -> tuple[Traced, list[Decision]]:
    """Mend the text of a page, and write the ledger of it.

    Args:
        text: the whole page, as :meth:`Traced.read` gives it.
        settings: which steps are wanted.

    Returns:
        The mended text, whose spans still count in the page; and the decisions: ``changed`` and ``dropped``
        (replaying them over the page gives the mended text) and ``flagged`` (stretches that could not be mended). Equal
        changes are one decision with many spans: a comma may be widened 400 times on a page.

    >>> text, decisions = repair(Traced.read("p", "他说,渔港开市了."), EncodingSettings())
    >>> text.text, [(one.before, one.after) for one in decisions]
    ('他说，渔港开市了。', [(',', '，'), ('.', '。')])
    """
    now = Glance(text.text)
    made, lossy = mojibake.mend(text.text, now)
    now, made = _after_all(_MENDS, text.text, _after(now, text.text, made), made)
    any_gone, any_private = now.holds(GONE), now.holds(PRIVATE)
    now, made = _after_all(_sets(settings), text.text, now, made)
    told = _told(text, made)
    repaired = _edited(text, made, told, now.text)
    gone = remains.lost(now.text) if any_gone else ()
    private = remains.private_use(now.text) if any_private else ()
    flagged: list[tuple[Reason, tuple[Span, ...]]] = [
        (mojibake.REASON, _sources(text, lossy)),
        (remains.LOST, _sources(repaired, gone)),
        (remains.PRIVATE, _sources(repaired, private)),
    ]
    return repaired, [
        *_ledger(told),
        *(Decision(STAGE, "flagged", reason, spans) for reason, spans in flagged if spans),
    ]


def _after_all(
    steps: Iterable[_Step], text: str, now: Glance, made: list[Change]
) -> tuple[Glance, list[Change]]:
    """Give the text after some steps more, and all changes up to there."""
    for step in steps:
        if more := step(now):
            made = compose(now.text, made, more)
            now = _after(now, text, made)
    return now, made


def _after(now: Glance, text: str, made: Sequence[Change]) -> Glance:
    return Glance(apply(text, made)) if made else now


_Told = Mapping[tuple[Reason, str, str], Sequence[Span]]
"""Where a page changes, by the reason, the characters before and those after."""


def _told(page: Traced, made: Sequence[Change]) -> _Told:
    places: dict[tuple[Reason, str, str], list[Span]] = defaultdict(list)
    text, doc = page.text, page.runs[0].source.doc if page.runs else ""
    for start, end, after, reason in made:
        before = text[start:end]
        if len(before) == len(after):  # each character stands for its own, as the runs of the text have it
            for at, (old, new) in enumerate(zip(before, after, strict=True), start):
                if old != new:
                    places[reason, old, new].append(span_of((doc, at, at + 1)))
        elif before != after:
            places[reason, before, after].append(span_of((doc, start, end)))
    return places


def _edited(text: Traced, made: Sequence[Change], told: _Told, now: str) -> Traced:
    """The traced text after changes that give ``now``."""
    if all(len(before) == len(after) and not _is_gone(before, after) for _, before, after in told) and all(
        r.linear for r in text.runs
    ):
        return Traced(now, text.runs) if told else text
    return text.edit([edit for change in made for edit in _edits(change)])


def _edits(change: Change) -> Iterator[Edit]:
    """A change as edits: each character by itself where as many are written as stood there."""
    start, end, text, _ = change
    if len(text) == end - start > 1:
        yield from (Edit(at, at + 1, char) for at, char in enumerate(text, start))
    else:
        yield Edit(start, end, text)


def _is_gone(before: str, after: str) -> bool:
    """Whether nothing that is visible is left: ã€€ was an indent, which belongs to no article."""
    return not after.strip() and bool(before.strip())


def _ledger(told: _Told) -> Iterator[Decision]:
    for (reason, before, after), where in told.items():
        spans = tuple(where)
        if _is_gone(before, after):
            yield Decision(STAGE, "dropped", "noise", spans, before=before, after=after)
        else:
            yield Decision(STAGE, "changed", reason, spans, before=before, after=after)


def _sources(text: Traced, places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(span for start, end in places for span in text.source(start, end))
