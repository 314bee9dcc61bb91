"""The tasks of jieban for other people's pipelines; ``luigi --module jieban.tasks CleanCorpus`` runs them, too.

``pipeline.tasks`` is the same module. Take this name where a ``pipeline.py`` of your own is about.
"""

from pipeline.tasks import (
    CleanCorpus,
    CleanDay,
    CleanIssue,
    DetectSplices,
    FindDuplicates,
    FixEncoding,
    JoinIssues,
    Pages,
    SegmentArticles,
    WriteArticles,
    WriteReport,
)

__all__ = [
    "CleanCorpus",
    "CleanDay",
    "CleanIssue",
    "DetectSplices",
    "FindDuplicates",
    "FixEncoding",
    "JoinIssues",
    "Pages",
    "SegmentArticles",
    "WriteArticles",
    "WriteReport",
]
