"""Letter-spaced text: a space between all characters of a headline or a line is type setting, not writing."""

from __future__ import annotations

import re

from pipeline.encoding.changes import Change

REASON = "letter_spacing"
_FEWEST = 4  # characters; two or three apart are a name or a signature (王 伟, 编 者 按)
# Single Chinese characters, all parted by the same one or two spaces, with nothing else touching them.
_SPACED = re.compile(
    rf"(?<![^\s])[\u3400-\u9fff](?P<gap>[ \u3000]{{1,2}})[\u3400-\u9fff](?:(?P=gap)[\u3400-\u9fff，。、：；！？“”《》]){{{_FEWEST - 2},}}(?![^\s])"
)
_TWO_APART = re.compile(r"[\u3400-\u9fff][ \u3000][\u3400-\u9fff]")


def changes(text: str) -> list[Change]:
    """A change for each spaced character but the last, which takes the space after it away."""
    if not _TWO_APART.search(text):
        return []
    found = []
    for match in _SPACED.finditer(text):
        step = 1 + len(match["gap"])
        for at in range(match.start(), match.end() - step, step):
            found.append(Change(at, at + step, text[at], REASON))
        last = found.pop()  # and the last character, so that the whole word is one stretch of the audit
        found.append(Change(last.start, match.end(), last.text + text[match.end() - 1], REASON))
    return found
