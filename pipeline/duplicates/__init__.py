"""Duplicates: what stands twice in a page, and what stands twice in a corpus."""

from pipeline.duplicates.passages import Match, copies

__all__ = ["Match", "copies"]
