"""The only place that knows the keys of the output: the rows, how a page becomes rows, the JSON Schemas."""

from pipeline.records.build import PageRecords, ok, quarantined
from pipeline.records.models import (
    FILES,
    OBJECTS,
    ArticleRow,
    AuditRow,
    Counts,
    DuplicateRow,
    EvidenceRow,
    FileRow,
    Manifest,
    PageRow,
    RunRow,
    doc_of,
    dump,
    dump_object,
    load,
    schemas,
)

__all__ = [
    "FILES",
    "OBJECTS",
    "ArticleRow",
    "AuditRow",
    "Counts",
    "DuplicateRow",
    "EvidenceRow",
    "FileRow",
    "Manifest",
    "PageRecords",
    "PageRow",
    "RunRow",
    "doc_of",
    "dump",
    "dump_object",
    "load",
    "ok",
    "quarantined",
    "schemas",
]
