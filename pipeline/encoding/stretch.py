"""A stretch of a text that may have been read in a wrong encoding, as it would be mended."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.encoding.changes import Change

REASON: Final = "mojibake"
Span = tuple[int, int]
IN_CONTEXT = 0.4  # of that is enough where certain stretches of the page save _MUCH along the same route
STRANGE = 14.0  # bits a character that UTF-8, wrongly read, costs at least in the mean
FLUENT = 17.0  # bits a character that Chinese, rightly read, stays below in the mean, even a rare word


class Stretch(NamedTuple):
    """A stretch of a text as it would be mended.

    Attributes:
        certain: whether it speaks for itself, or only where the page has others of the same route.
        gain: bits that the character model saves.
        route: the right encoding "as" the wrong one.
        lost: the parts of it that could not be mended.
        doubtful: whether it reads well both ways, so that a person should look at it where it is not mended.
    """

    certain: bool
    gain: float
    route: str
    changes: list[Change]
    lost: tuple[Span, ...] = ()
    doubtful: bool = False

    @property
    def start(self) -> int:
        return self.changes[0].start

    @property
    def end(self) -> int:
        return self.changes[-1].end
