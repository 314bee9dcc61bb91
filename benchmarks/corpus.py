"""A made corpus: Chinese-looking paragraphs with copies of known kind, from a seed alone.

    python -m benchmarks.corpus 100000 corpus.jsonl

Words of one to four characters are drawn from a vocabulary with Zipf frequencies, so that shingles repeat
between unrelated paragraphs about as they do in a newspaper. Every fifth paragraph is a copy of an
earlier one: exact, or read again with up to 8 % of its letters wrong, lost or doubled, or without its
beginning or end; some are one notice that stands very often.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

_HANZI = 3500  # characters of the vocabulary, as in the official list of common characters
_WORDS = 60_000
_MEAN_LOG, _SIGMA = 4.55, 0.55  # of paragraph length in words; about 200 characters at the mean
_NOISE = {
    0.0: 0.3,
    0.005: 0.2,
    0.01: 0.2,
    0.02: 0.15,
    0.04: 0.1,
    0.08: 0.05,
}  # as in measured double readings
_BATCH = 10_000


class Paragraph(NamedTuple):
    """A paragraph, and which earlier one it copies (-1 for none) with which error rate."""

    text: str
    source: int
    noise: float


def paragraphs(count: int, seed: int = 1, copied: float = 0.2) -> Iterator[Paragraph]:
    """``count`` paragraphs, a share ``copied`` of them copies of earlier ones.

    A copy repeats one of the last 100,000 originals, or, one time in fifty, the first paragraph.
    """
    random = np.random.default_rng(seed)
    words = _vocabulary(random)
    originals: list[tuple[int, str]] = []
    number = 0
    while number < count:
        for text in _fresh(random, words, min(_BATCH, count - number)):
            if originals and random.random() < copied:
                yield _copy(random, originals)
            else:
                originals.append((number, text))
                yield Paragraph(text, -1, 0.0)
            number += 1
        del originals[1:-100_000]


def _vocabulary(random: np.random.Generator) -> np.ndarray:
    """Words as rows of four code points, 0 where a word is shorter."""
    letters = 0x4E00 + random.choice(20_900, _HANZI, replace=False)
    weights = 1 / (np.arange(_HANZI) + 20.0)
    rows = random.choice(letters, (_WORDS, 4), p=weights / weights.sum()).astype(np.uint32)
    lengths = random.choice([1, 2, 3, 4], _WORDS, p=[0.02, 0.68, 0.17, 0.13])
    lengths[:60] = 1
    rows[np.arange(4) >= lengths[:, None]] = 0
    return rows


def _fresh(random: np.random.Generator, words: np.ndarray, count: int) -> Iterator[str]:
    lengths = np.clip(random.lognormal(_MEAN_LOG, _SIGMA, count), 4, 1200).astype(int)
    ranks = 1 / (np.arange(_WORDS) + 3.0)
    drawn = np.searchsorted(np.cumsum(ranks / ranks.sum()), random.random(int(lengths.sum())))
    rows = np.zeros((len(drawn), 5), dtype=np.uint32)
    rows[:, :4] = words[np.minimum(drawn, _WORDS - 1)]
    rows[:, 4] = np.where(random.random(len(drawn)) < 0.12, ord("，"), 0)
    ends = np.cumsum(lengths)
    rows[ends - 1, 4] = ord("。")
    for start, end in zip(ends - lengths, ends, strict=True):
        codes = rows[start:end].ravel()
        yield codes[codes > 0].tobytes().decode("utf-32-le")


def _copy(random: np.random.Generator, originals: list[tuple[int, str]]) -> Paragraph:
    chosen = 0 if random.random() < 0.02 else int(random.integers(len(originals)))
    source, text = originals[chosen]
    noise = float(random.choice(list(_NOISE), p=list(_NOISE.values())))
    text = _misread(random, text, noise)
    if random.random() < 0.1:
        lost = int(len(text) * 0.1)
        text = text[lost:] if random.random() < 0.5 else text[: len(text) - lost]
    return Paragraph(text, source, noise)


def _misread(random: np.random.Generator, text: str, rate: float) -> str:
    letters = list(text)
    for at in np.flatnonzero(random.random(len(text)) < rate).tolist():
        what = random.random()
        letters[at] = chr(0x4E00 + int(random.integers(20_900))) if what < 0.8 else ""
        if what > 0.9:
            letters[at] = text[at] * 2
    return "".join(letters)


def write(path: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` paragraphs as JSON lines: id, text, source, noise."""
    with path.open("wb") as file:
        for number, paragraph in enumerate(paragraphs(count, seed)):
            file.write(orjson.dumps({"id": str(number), **paragraph._asdict()}) + b"\n")


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.path, given.count, given.seed)


if __name__ == "__main__":
    main()
