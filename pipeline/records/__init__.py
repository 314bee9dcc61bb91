"""The only place that knows the keys of the output: the rows, how a page becomes rows, the JSON Schemas."""

from pipeline.records.build import PageRecords, ok, quarantined, skipped
from pipeline.records.decisions import duplicate, relation
from pipeline.records.evidence import EvidenceRow
from pipeline.records.lines import (
    FILES,
    OBJECTS,
    PAGE_FILES,
    AnyRow,
    doc_of,
    dump,
    dump_object,
    id_of,
    load,
    repeating,
    schemas,
)
from pipeline.records.manifest import Counts, FileRow, Manifest, RunRow
from pipeline.records.models import (
    ArticleRow,
    AuditRow,
    BlockRow,
    CandidateRow,
    DuplicateRow,
    PageRow,
    PieceRow,
    RelationRow,
    Row,
    TextRow,
)
from pipeline.records.story import Story

__all__ = [
    "FILES",
    "OBJECTS",
    "PAGE_FILES",
    "AnyRow",
    "ArticleRow",
    "AuditRow",
    "BlockRow",
    "CandidateRow",
    "Counts",
    "DuplicateRow",
    "EvidenceRow",
    "FileRow",
    "Manifest",
    "PageRecords",
    "PageRow",
    "PieceRow",
    "RelationRow",
    "Row",
    "RunRow",
    "Story",
    "TextRow",
    "doc_of",
    "dump",
    "dump_object",
    "duplicate",
    "id_of",
    "load",
    "ok",
    "quarantined",
    "relation",
    "repeating",
    "schemas",
    "skipped",
]
