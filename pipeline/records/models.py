"""The rows of the output, and how they are written and read back.

Every model is one line of one file, its fields the keys in their order; ``schema/`` is made from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, TypeAlias, TypeVar

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter

from pipeline.values.vocabulary import Action, CopyKind, Kind, Question, Reason, Relation, Role, Scope, Status


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


@dataclass(unsafe_hash=True)
class SignRow:
    """A piece of evidence: a number is its ``weight``, words are its ``text``; the other is null."""

    name: str
    weight: float | None
    text: str | None


def _as_signs(evidence: Mapping[str, float | str]) -> list[SignRow]:
    """Evidence as rows of one type, which typed readers need; in their order."""
    return [
        SignRow(name, None, value) if isinstance(value, str) else SignRow(name, value, None)
        for name, value in evidence.items()
    ]


def _by_name(signs: Sequence[Mapping[str, Any]]) -> dict[str, float | str]:
    return {sign["name"]: sign["weight"] if sign["text"] is None else sign["text"] for sign in signs}


@dataclass(unsafe_hash=True)
class EvidenceRow:
    """The evidence for a decision: a line of ``evidence.jsonl``.

    ``question`` is ``role``, ``join`` or ``boundary`` for a stretch that stays, else the action of the audit.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    doc: str
    question: Question | Action
    answer: str
    spans: list[PieceRow]
    score: float | None
    evidence: Annotated[
        dict[str, float | str],
        BeforeValidator(lambda value: _by_name(value) if isinstance(value, list) else value),
        PlainSerializer(lambda value: _as_signs(value), return_type=list[SignRow]),
    ]
    article: str | None
    stage: str

    def written(self) -> dict[str, Any]:
        """Give the values of the row's line, by key."""
        return {**self.__dict__, "evidence": _as_signs(self.evidence)}


AnyRow: TypeAlias = Row | EvidenceRow
"""A row of any file."""
R = TypeVar("R", bound=AnyRow)


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


class FileRow(Row):
    """A file of the output."""

    sha256: str
    bytes: int


class TextRow(Row):
    """A page's decoded text as it was read, kept beside its rows for the report."""

    doc: str
    text: str


class Counts(Row):
    """The counts of a run or a page. ``kept``, ``dropped``, ``changed`` and ``flagged`` count visible characters.

    ``skipped`` counts files of kinds that are not read; they are no pages.
    """

    pages: int = 0
    ok: int = 0
    quarantined: int = 0
    skipped: int = 0
    articles: int = 0
    joins: int = 0
    splices: int = 0
    duplicates: int = 0
    kept: int = 0
    dropped: int = 0
    changed: int = 0
    flagged: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in Counts.model_fields})


class Manifest(Row):
    """``manifest.json``: versions, settings and counts of the run, and the SHA-256 of its files."""

    fingerprint: str = Field(description="A digest of the code, the settings and the input.")
    versions: dict[str, str]
    settings: dict[str, dict[str, Any]]
    counts: Counts
    files: dict[str, FileRow]
    skipped: dict[str, int] = Field({}, description="Files that are not read, by the end of their names.")


class RunRow(Row):
    """``run.json``: times, workers and machine, which differ from run to run."""

    started: str
    seconds: float
    workers: int
    engine: str
    scheduler: str
    input: str
    machine: dict[str, str | int | None]


FILES: dict[str, type[AnyRow]] = {
    "articles.jsonl": ArticleRow,
    "audit.jsonl": AuditRow,
    "pages.jsonl": PageRow,
    "duplicates.jsonl": DuplicateRow,
    "evidence.jsonl": EvidenceRow,
    "relations.jsonl": RelationRow,
}
PAGE_FILES = tuple(name for name in FILES if name != "relations.jsonl")
"""Those that have lines of each page; the others are of the whole run."""
OBJECTS: dict[str, type[Row]] = {"manifest.json": Manifest, "run.json": RunRow}


@cache
def _adapter(model: type[AnyRow]) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def dump(row: AnyRow) -> bytes:
    """Write a row as a line of its file, with the line feed: the bytes that its model gives, in half the time.

    Raises:
        ValueError: a string holds half of a surrogate pair, or a number is beyond 64 bits.
    """
    try:
        return orjson.dumps(row.written(), _fields, orjson.OPT_APPEND_NEWLINE)
    except TypeError as problem:
        raise ValueError(str(problem)) from problem


_fields = attrgetter("__dict__")


def load(model: type[R], line: bytes) -> R:
    """A line read back.

    Raises:
        pydantic.ValidationError: the line is no such row.
    """
    row: R = _adapter(model).validate_json(line)  # type: ignore[arg-type]  # classes are hashable
    return row


def id_of(line: bytes) -> str:
    """Read the id of an article from its line: ``{"id":"ab12", …}`` → ``ab12``."""
    name: str = orjson.loads(line)["id"]
    return name


def repeating(line: bytes, kept: str) -> bytes:
    """An article's line, saying that it repeats the article ``kept``."""
    return dump(load(ArticleRow, line).model_copy(update={"duplicate_of": kept}))


def doc_of(row: AnyRow) -> str:
    """The page whose fate a row of any file shares: of a duplicate, the copy's."""
    doc: str = row.copy_.doc if isinstance(row, DuplicateRow) else row.doc  # type: ignore[union-attr]
    return doc


def dump_object(row: Row) -> bytes:
    """A row as a file of its own, indented for people."""
    return orjson.dumps(row.model_dump(mode="json", by_alias=True), option=orjson.OPT_INDENT_2) + b"\n"


def schemas() -> dict[str, bytes]:
    """The JSON Schema of each file, by the file's name below the output folder."""
    return {
        f"schema/{name.split('.')[0]}.schema.json": _schema(name, model)
        for name, model in {**FILES, **OBJECTS}.items()
    }


def _schema(name: str, model: type[AnyRow]) -> bytes:
    schema = _adapter(model).json_schema(mode="serialization", by_alias=True)  # type: ignore[arg-type]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **schema}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2) + b"\n"
