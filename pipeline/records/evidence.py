"""The rows of ``evidence.jsonl``: why a stretch has its role, its join or its cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, PlainSerializer

from pipeline.records.models import PieceRow
from pipeline.values.vocabulary import Action, Question


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
