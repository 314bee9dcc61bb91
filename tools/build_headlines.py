"""Build the headline weights of ``pipeline/language`` from the text that ``build_language.py`` reads.

    python tools/build_headlines.py [--sdist FILE]

Headlines are the short lines of the newspaper text without a full stop; what they are told from are pieces of its
paragraphs as long as headlines, from their beginnings and from mid-sentence, as columns break them. Weights are the
log ratio of how many of either have a character, bigram, beginning or end (naive Bayes); their scale is fitted on
lines that were set aside. Prints the area under the ROC curve there.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from operator import add
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.language.folding import fold
from pipeline.language.headlines import FILE
from tools.build_language import (
    FIT,
    PACKAGE,
    TARGET,
    TEST,
    TRAIN,
    VERSION,
    fetched,
    parts,
    plain,
    tagged_text,
)

SHORTEST, LONGEST = 5, 40
PIECES = 4  # pieces of text for each headline
LEAST = 3  # fewest texts that have a sign that is kept
_RUNNING = re.compile(r"[。！？…；：，”）、』]\Z")


def headlines(texts: Sequence[str]) -> list[str]:
    """The lines that are headlines by their length and their ends."""
    return [fold(text) for text in texts if SHORTEST <= len(text) <= LONGEST and not _RUNNING.search(text)]


def pieces(texts: Sequence[str], count: int, rng: random.Random) -> list[str]:
    """Pieces of paragraphs as long as headlines; three of five begin where a paragraph begins."""
    long = [text for text in texts if len(text) > LONGEST + 20]
    found = []
    for _ in range(count):
        text, size = rng.choice(long), rng.randint(SHORTEST, LONGEST)
        at = 0 if rng.random() < 0.6 else rng.randrange(len(text) - size)
        found.append(fold(text[at : at + size].rstrip("。！？；：")))
    return found


def signs(folded: str) -> Iterator[str]:
    """The signs of a text that are counted: characters, bigrams, how it begins and how it ends."""
    yield from folded
    yield from map(add, folded, folded[1:])
    yield from ("^" + folded[:1], "^" + folded[:2], folded[-1:] + "$", folded[-2:] + "$")


def weighed(folded: str, weights: Mapping[str, float]) -> float:
    """The weights of a text's signs, each counted once, over the square root of its length."""
    known = [weights[sign] for sign in dict.fromkeys(signs(folded)) if sign in weights]
    return sum(known) / sqrt(max(1, len(folded)))


def trained(heads: Sequence[str], others: Sequence[str]) -> dict[str, float]:
    """How much each sign speaks for a headline, as a natural log ratio."""
    ours = Counter(sign for text in heads for sign in set(signs(text)))
    theirs = Counter(sign for text in others for sign in set(signs(text)))
    kept = sorted(sign for sign in ours | theirs if ours[sign] + theirs[sign] >= LEAST)
    return {
        sign: float(
            np.log((ours[sign] + 0.5) / (len(heads) + 1)) - np.log((theirs[sign] + 0.5) / (len(others) + 1))
        )
        for sign in kept
    }


def scale(heads: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """Slope and intercept that make scores log-odds at even chances: logistic regression."""
    x = np.array([*heads, *others])
    y = np.array([1.0] * len(heads) + [0.0] * len(others))
    mass = np.where(y == 1, 0.5 / len(heads), 0.5 / len(others)) * len(y)
    rows = np.stack([x, np.ones_like(x)], axis=1)
    weights = np.zeros(2)
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        hessian = (rows * (mass * p * (1 - p))[:, None]).T @ rows + 1e-6 * np.eye(2)
        weights += np.linalg.solve(hessian, rows.T @ (mass * (y - p)))
    return float(weights[0]), float(weights[1])


def area(heads: Sequence[float], others: Sequence[float]) -> float:
    """The area under the ROC curve."""
    ranks = np.argsort(np.argsort([*heads, *others])) + 1
    return float((ranks[: len(heads)].sum() - len(heads) * (len(heads) + 1) / 2) / (len(heads) * len(others)))


def build(sdist: Path) -> None:
    """Trains, fits the scale, writes the data file."""
    rng = random.Random(1998)
    split = {part: plain(rows) for part, rows in parts(tagged_text(sdist)).items()}
    heads = {part: headlines(texts) for part, texts in split.items()}
    others = {part: pieces(split[part], PIECES * len(heads[part]), rng) for part in (TRAIN, FIT, TEST)}
    weights = trained(heads[TRAIN], others[TRAIN])
    slope, intercept = scale(*([weighed(t, weights) for t in rows[FIT]] for rows in (heads, others)))
    auc = area(*([weighed(t, weights) for t in rows[TEST]] for rows in (heads, others)))
    header = {
        "source": f"{PACKAGE} {VERSION} (PyPI, MIT), January 1998 of a daily newspaper",
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
    }
    signs_, values = list(weights), np.array([round(32 * value) for value in weights.values()], np.int16)
    np.savez_compressed(
        TARGET / FILE,
        header=np.frombuffer(json.dumps(header).encode(), np.uint8),
        signs=np.frombuffer("\n".join(signs_).encode(), np.uint8),
        weights=values,
    )
    print(f"{len(weights)} signs from {len(heads[TRAIN])} headlines; ROC AUC, held out: {auc:.3f}")  # noqa: T201


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdist", type=Path, help="the source distribution, if it is here already")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(args.sdist or fetched(Path(folder)))


if __name__ == "__main__":
    main()
