"""A page before it is decoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.run.formats import UNKNOWN, Boxed, Known


@dataclass(frozen=True, slots=True)
class Source:
    """A page before it is decoded.

    Attributes:
        path, line: the file it is in, and the line there.
        data: its bytes; of a line of JSON, and of a page in a format of its own, those of its text in UTF-8.
        is_text: whether ``data`` is known to be UTF-8.
        size: in bytes, known even where they were not read.
        problem: why it cannot be a page.
        passing: whether the problem may be gone by the next run.
        skipped: whether the file is of a kind that is not read, so that the problem is nobody's fault.
        origin, metadata: ``source`` and ``metadata`` as the file gives them.
        boxes: where parts of the text were printed.
        warnings: sentences about things that could not be followed.
    """

    doc: str
    path: str
    line: int | None = None
    data: bytes = b""
    is_text: bool = False
    size: int | None = None
    sha256: str | None = None
    known: Known = UNKNOWN
    problem: str | None = None
    passing: bool = False
    skipped: bool = False
    origin: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    boxes: tuple[Boxed, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_markdown(self) -> bool:
        """Whether front matter may stand above its text."""
        return not self.is_text and ".md" in self.path.lower().rpartition("/")[2]
