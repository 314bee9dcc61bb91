"""Chinese text made for the tests of duplicates: sentences that share nothing, and errors of reading."""

from __future__ import annotations

import random

_LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def sentence(seed: int, length: int = 60) -> str:
    """``length`` characters and a full stop; different seeds share next to nothing."""
    return "".join(random.Random(seed).choices(_LETTERS, k=length)) + "。"


def misread(text: str, errors: int, seed: int = 0) -> str:
    """``text`` with so many single letters read wrongly, no two of them neighbours."""
    chance = random.Random(seed)
    letters = list(text)
    for place in chance.sample(range(1, len(letters) - 1, 2), errors):
        letters[place] = "误" if letters[place] != "误" else "错"
    return "".join(letters)
