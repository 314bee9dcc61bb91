"""Bytes to text, and the repair of damage by encodings, OCR and type setting.

:func:`decode` turns the bytes of a page into the text that all spans count in; :func:`repair` mends that text
and tells of every change. See ``docs/encoding.md`` for examples.
"""

from __future__ import annotations

from pipeline.encoding.decoding import Candidate, Decoding
from pipeline.encoding.detect import decode
from pipeline.encoding.repair import repair

__all__ = ["Candidate", "Decoding", "decode", "repair"]
