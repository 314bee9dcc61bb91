"""Letter-spaced text: a space between all characters of a headline or a line is type setting, not writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.encoding.changes import Change

REASON = "letter_spacing"
_FEWEST = 5  # characters; fewer are a name, two names or a signature (王 伟, 王 伟 李 明, 编 者 按)
# Single Chinese characters, all parted by the same one or two spaces; a number or a mark may touch the ends.
_SPACED = re.compile(
    r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?P<gap>[ \u3000]{1,2})[\u3400-\u9fff]"
    rf"(?:(?P=gap)[\u3400-\u9fff，。、：；！？“”《》]){{{_FEWEST - 2},}}(?![\u3400-\u9fff])"
)
_TWO_APART = re.compile(r"[ \u3000](?<=[\u3400-\u9fff].)[ \u3000]?[\u3400-\u9fff]")


def changes(text: str) -> list[Change]:
    """A change for each spaced character but the last, which takes the space after it away."""
    found: list[Change] = []
    end = 0
    for near in _TWO_APART.finditer(text):
        match = _SPACED.match(text, near.start() - 1) if near.start() > end else None
        if match:
            found += _closed_up(match)
            end = match.end()
    return found


def _closed_up(match: re.Match[str]) -> Iterator[Change]:
    text, step = match.string, 1 + len(match["gap"])
    last = match.end() - step - 1  # it takes the character after it along: the whole word is one stretch
    for at in range(match.start(), last, step):
        yield Change(at, at + step, text[at], REASON)
    yield Change(last, match.end(), text[last] + text[match.end() - 1], REASON)
