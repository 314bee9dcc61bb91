"""Fit what :mod:`pipeline.language.writing` needs to tell how much of a text is misread.

    python tools/fit_ocr_error.py ARTICLES [PAGES…]

ARTICLES is a file of articles, one a line, with ``paragraphs`` and ``script``. Of 250 of them, chance misreads 0, 2, 5,
10 and 20 % of the Han characters; a straight line through the shares of odd characters gives ``CLEAN`` and ``SLOPE``.
PAGES are folders of pages without misreadings: the same is done to them; the estimates are printed with the truth.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev

import numpy as np

from pipeline.language.writing import HAN, measure, share

RATES = (0.0, 0.02, 0.05, 0.1, 0.2)
STORIES, LONGEST, FEWEST = 250, 3000, 200


def is_han(char: str) -> bool:
    """Whether a character is a Han character."""
    return "\u4e00" <= char <= "\u9fff"


def misread(text: str, rate: float, pool: Sequence[str], chance: random.Random) -> str:
    """The text with a share of its Han characters replaced by others of the corpus."""
    return "".join(chance.choice(pool) if is_han(char) and chance.random() < rate else char for char in text)


def odd(text: str) -> float | None:
    """The share of odd characters among the Han characters."""
    found = measure(text)
    han = int(found.kinds[HAN.bit_length() - 1, -1])
    return int(found.odd[-1]) / han if han >= FEWEST else None


def main(articles: str, *folders: str) -> None:
    """Print the fit, and what it says of the pages."""
    chance = random.Random(1)
    rows = [json.loads(line) for line in Path(articles).read_text("utf-8").splitlines()]
    texts = ["\n".join(row["paragraphs"])[:LONGEST] for row in rows if row["script"] == "hans"]
    texts = chance.sample(texts, min(STORIES, len(texts)))
    pool = [char for text in texts for char in text if is_han(char)]
    points = [
        (rate, value)
        for rate in RATES
        for text in texts
        if (value := odd(misread(text, rate, pool, chance))) is not None
    ]
    slope, clean = np.polyfit(*zip(*points, strict=True), 1)
    sys.stdout.write(f"CLEAN {clean:.4f}  SLOPE {slope:.3f}  stories {len(texts)}\n")
    for folder in folders:
        pages = [path.read_text("utf-8") for path in sorted(Path(folder).glob("*.*"))]
        for rate in RATES:
            texts = [misread(page, rate, pool, chance) for page in pages]
            found = [share(measure(text), [(0, len(text))]).ocr_error for text in texts]
            known = [value for value in found if value is not None]
            spread = stdev(known) if len(known) > 1 else 0.0
            told = f"estimate {mean(known):.3f} ± {spread:.3f} of {len(known)} pages"
            sys.stdout.write(f"{folder} misread {rate:.2f}: {told}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
