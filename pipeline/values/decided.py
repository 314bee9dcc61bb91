"""A file of decisions: read, and laid out by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from pydantic import ValidationError

from pipeline.values.errors import UserError
from pipeline.values.model import Page
from pipeline.values.verdicts import NOBODY, PageVerdicts, Verdict, digest


class Verdicts:
    """All decisions of a file; of two about the same thing the later counts."""

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self._pages: dict[str, dict[tuple[str, int, int], Verdict]] = {}
        for verdict in verdicts:
            end = 0 if verdict.question == "boundary" else verdict.end  # an article begins here, or not
            place = (verdict.question, verdict.start, end)
            page = self._pages.setdefault(verdict.doc, {})
            page.pop(place, None)
            if verdict.verdict != "undo":
                page[place] = verdict

    @property
    def docs(self) -> frozenset[str]:
        """The pages that anything was decided about."""
        return frozenset(doc for doc, page in self._pages.items() if page)

    def __bool__(self) -> bool:
        return bool(self.docs)

    def about(self, docs: Collection[str]) -> tuple[Verdict, ...]:
        """The decisions about some pages, in an order that does not hang on that of the file."""
        return tuple(v for doc in sorted(self._pages.keys() & docs) for v in self._ordered(doc))

    def _ordered(self, doc: str) -> list[Verdict]:
        return sorted(self._pages[doc].values(), key=lambda v: (v.start, v.end, v.question))

    def for_page(self, page: Page) -> PageVerdicts:
        """The decisions about a page; those made on another text of it count as unused."""
        if page.doc not in self._pages:
            return NOBODY
        ordered = self._ordered(page.doc)
        now = digest(page.text)
        return PageVerdicts(
            tuple(v for v in ordered if v.sha256 == now), tuple(v for v in ordered if v.sha256 != now)
        )


NO_VERDICTS = Verdicts()
"""Those of a run that was given no file of decisions."""


def load(path: Path) -> Verdicts:
    """Read a file of decisions, one a line; blank lines are passed over.

    Raises:
        UserError: the file cannot be read, or a line of it is no decision: the first such line is named.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as problem:
        raise UserError(f"the decisions {path} cannot be read ({problem.strerror})") from None
    return Verdicts(_verdict(path, n, line) for n, line in enumerate(lines, 1) if line.strip())


def _verdict(path: Path, number: int, line: bytes) -> Verdict:
    try:
        return Verdict.model_validate_json(line)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        told = f"{where}: {first['msg']}" if where else first["msg"]
        raise UserError(
            f"line {number} of {path} is no decision ({told}); save it anew from the report"
        ) from None
