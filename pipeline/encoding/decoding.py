"""The result of decoding: the text, the encoding, how sure that is, and the problem, if any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Candidate(NamedTuple):
    """An encoding that might be the right one, and how likely it is, 0 to 1."""

    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decoding:
    """The text that bytes were read as.

    Attributes:
        text: all spans count in it; no byte-order mark, no lone surrogates, line ends as they were.
        encoding: Python's name where it has one, else ``euc-tw`` or ``iso2022_cn``; ``unknown`` if none fits.
        confidence: 0 to 1.
        candidates: this encoding and the runners-up, the likeliest first.
        problem: why the page must be quarantined (cause and remedy), or None.
    """

    text: str
    encoding: str
    confidence: float
    candidates: tuple[Candidate, ...] = field(default=())
    problem: str | None = None


def without_surrogates(text: str) -> str:
    r"""Give a text without halves of characters, which no file can hold: U+FFFD stands for each.

    Example:
        >>> without_surrogates("一\ud83d") == "一\ufffd"
        True
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
