"""The rows of the output, and how they are written and read back.

Every model is one line of one file, its fields the keys in their order; ``schema/`` is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pipeline.values.vocabulary import Action, CopyKind, Kind, Reason, Relation, Role, Scope, Status


class Row(BaseModel):
    """A line of the output."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def written(self) -> dict[str, Any]:
        """Give the values of the row's line, by key."""
        return self.__dict__


# A page has hundreds of these rows: a dataclass is made in a third of a model's time, in a tenth if it is not frozen,
# and written in half the time without slots. None is ever changed.


@dataclass(unsafe_hash=True)
class PieceRow:
    """Code points ``start`` to ``end`` of a page's decoded text."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    doc: str
    start: int
    end: int


@dataclass(unsafe_hash=True)
class BoxedPieceRow(PieceRow):
    """A piece of a page whose file tells where it was printed: left, top, right and bottom of each of its lines."""

    boxes: list[list[float]]


@dataclass(unsafe_hash=True)
class BlockRow:
    """A part of an article; several pieces where columns broke it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    role: Role
    text: str
    pieces: list[BoxedPieceRow | PieceRow]


_SOURCE = Field("", description="Where the page comes from, as its file says; empty where it does not.")
_METADATA = Field(
    None,
    description="All that the page's file says of it, as JSON.",
    json_schema_extra={"contentMediaType": "application/json"},
)


@dataclass(unsafe_hash=True)
class QualityRow:
    """Signals by which to choose articles or pages; a share is 0 to 1, and null where it cannot be told.

    Attributes:
        characters: visible ones.
        han: the share of Han characters among the letters.
        ocr_error: an estimate of the share of Han characters that are misread.
        repaired: the share of characters that were repaired (mojibake and the like; not the width of punctuation).
        doubts: how many places are flagged.
        lost: how many beginnings and ends are lost.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    characters: int
    han: float | None
    ocr_error: float | None
    repaired: float
    doubts: int
    lost: int


SCHEMA_VERSION = "1.1"
"""Of the rows of pages and articles: the first number changes when a reader has to."""
_VERSION = Field(SCHEMA_VERSION, description="Of the form of this row.")
_LANGUAGE = Field(None, description="zh, ja or ko; und for any other; null without letters.")
_SCRIPT = Field(None, description="Hans or Hant of Chinese, by ISO 15924.")
_DAY: dict[str, Any] = {"format": "date"}


class ArticleRow(Row):
    """An article, cleaned: a line of ``articles.jsonl``."""

    id: str = Field(description="The same article gets the same id in every run.")
    doc: str = Field(description="The page it starts on.")
    kind: Kind
    title: str | None
    kicker: str | None
    subtitle: str | None
    byline: list[str]
    text: str = Field(description="The running text, headings and body: paragraphs joined by line feeds.")
    blocks: list[BlockRow]
    continued_from: str | None
    continues_on: str | None
    missing_head: bool
    missing_tail: bool
    newspaper: str | None
    date: str | None = Field(json_schema_extra=_DAY)
    page: str | None
    order: int = Field(description="Counts a page's articles from 1.")
    duplicate_of: str | None = Field(description="The article that this one repeats.")
    warnings: list[str]
    source: str = _SOURCE
    metadata: str | None = _METADATA
    language: str | None = _LANGUAGE
    script: str | None = _SCRIPT
    quality: QualityRow | None = None
    schema_version: str = _VERSION


class AuditRow(Row):
    """A decision about a stretch of a page: a line of ``audit.jsonl``. Keys without a value are left out."""

    doc: str
    start: int | None = None
    end: int | None = None
    spans: list[tuple[int, int]] | None = Field(None, description="In place of start and end.")
    action: Action
    reason: Reason
    text: str
    before: str | None = None
    after: str | None = None
    twin: PieceRow | None = None
    score: float | None = None
    article: str | None = None
    by: str | None = Field(default=None, description="The person who decided, where one did.")

    def written(self) -> dict[str, Any]:
        """All but the keys without a value."""
        return {key: value for key, value in self.__dict__.items() if value is not None}


class CandidateRow(Row):
    """An encoding that a page might have been in."""

    encoding: str
    confidence: float


class PageRow(Row):
    """A page, how it was read and how it ended: a line of ``pages.jsonl``. Counts: visible characters."""

    doc: str
    path: str
    line: int | None = None
    sha256: str | None
    bytes: int | None
    characters: int | None
    status: Status
    reason: str | None
    encoding: str | None
    encoding_confidence: float | None
    candidates: list[CandidateRow]
    newspaper: str | None
    date: str | None = Field(json_schema_extra=_DAY)
    page: str | None
    articles: int
    dropped: int
    changed: int
    flagged: int
    source: str = _SOURCE
    metadata: str | None = _METADATA
    warnings: list[str] = Field([], description="What its file says of it and could not be followed.")
    language: str | None = _LANGUAGE
    script: str | None = _SCRIPT
    quality: QualityRow | None = None
    schema_version: str = _VERSION

    @property
    def place(self) -> str:
        """Where the page stands: its file, and its line there."""
        return self.path if self.line is None else f"line {self.line} of {self.path}"


@dataclass(unsafe_hash=True)
class PassageRow(PieceRow):
    """A stretch of a page, and the article it stands in."""

    article: str | None


class DuplicateRow(Row):
    """A copy of a passage, and the one that is kept: a line of ``duplicates.jsonl``."""

    cluster: str
    kind: CopyKind
    kept: PassageRow
    copy_: PassageRow = Field(serialization_alias="copy", validation_alias="copy")
    jaccard: float
    containment: float
    scope: Scope
    boilerplate: bool = Field(False, description="It stands in many articles that do not repeat one another.")

    def written(self) -> dict[str, Any]:
        """The copy by its name."""
        return {key.removesuffix("_"): value for key, value in self.__dict__.items()}


class RelationRow(Row):
    """Two articles of which one repeats the other, whole, edited or in part: a line of ``relations.jsonl``."""

    a: str = Field(description="The id of the article that comes first in the output.")
    b: str
    relation: Relation
    share_a: float = Field(description="Letters of a that b has, too, by all of its letters.")
    share_b: float
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = Field(
        description="Stretches of the two texts that agree, but for single letters and small changes."
    )
    cluster: str | None = Field(description="Of printings of one text; it stays when printings are added.")


class TextRow(Row):
    """A page's decoded text as it was read, kept beside its rows for the report."""

    doc: str
    text: str
