"""Build what ``pipeline/language/beginnings.py`` weighs: how stories and paragraphs begin.

    python tools/build_beginnings.py ARTICLES [PAGES] [--sdist FILE] [--out FILE]

ARTICLES is a JSONL file of whole stories (``title``, ``paragraphs``), PAGES a folder of newspaper pages as an OCR
engine wrote them (``*.ocr.md``); the third text is the one that ``build_language.py`` reads. What tells a beginning
from the rest of a broken sentence is learnt from each paragraph and from what is left of it after a cut at a random
character (logistic regression, L-BFGS). One half of the stories is then kept apart to measure, and the other; the
weights that are written come from all. Nothing of the texts can be read from the file: it holds sums of hashed signs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.evaluation.jumps import cut_in_sentence
from pipeline.language import LanguageModel
from pipeline.language.beginnings import BUCKETS, FILE, READ, SCALE, buckets
from pipeline.language.folding import fold
from tools.build_headlines import area, scale
from tools.build_language import PACKAGE, TARGET, VERSION, fetched, tagged_text

SHORTEST = 40
"""Characters of a paragraph that is cut."""
PENALTY = 3.3
"""Of squared weights: of 1, 3.3 and 10 the one with the best area on unseen stories."""
MODEL = 0.6
"""What the n-gram model's own evidence weighs beside the signs: of 0, .2, .4, .6, .8, 1 and 1.5 the best for
modern and traditional stories (.954 to .957 and .897 to .903) and for local pages (.887 to .907)."""
CUTS = 8

Floats = NDArray[np.float64]


class Group(NamedTuple):
    """Paragraphs, what each weighs, and how often each is cut."""

    texts: Sequence[str]
    weight: float
    cuts: int


class Story(NamedTuple):
    """A whole story."""

    title: str
    paragraphs: list[str]


def stories(path: Path) -> list[Story]:
    """The stories of a JSONL file, with the paragraphs that are long enough to be cut."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Story(row["title"], [text for text in row["paragraphs"] if len(text) >= SHORTEST]) for row in rows
    ]


def page_paragraphs(folder: Path) -> list[str]:
    """Lines of pages that are whole paragraphs: long, below a heading or the end of a sentence."""
    found = []
    for path in sorted(folder.glob("*.ocr.md")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for above, line in zip(["#", *lines], lines, strict=False):
            if len(line) >= 60 and line[0] != "#" and (above[0] == "#" or above[-1] in "。！？”…）"):
                found.append(line)
    return found


def newspaper(sdist: Path) -> list[str]:
    """The paragraphs of the newspaper of 1998."""
    lines = tagged_text(sdist).decode("utf-8").splitlines()
    texts = ["".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split()) for line in lines]
    return [text for text in texts if len(text) >= SHORTEST]


def broken(text: str, rng: random.Random) -> str | None:
    """What is left of a paragraph whose beginning is lost, cut where no sentence and no bracket begins."""
    place = cut_in_sentence(text, rng, 0.1, 0.8)
    return text[place:] if place else None


def cut(texts: Iterable[str], times: int, rng: random.Random) -> list[str]:
    """Each text cut so many times."""
    return [rest for text in texts for _ in range(times) if (rest := broken(text, rng))]


def trained(groups: Iterable[Group]) -> tuple[Floats, float]:
    """The weights of the signs, and the constant."""
    rng = random.Random(1998)
    texts: list[str] = []
    whole: list[float] = []
    mass: list[float] = []
    for group in groups:
        rests = cut(group.texts, group.cuts, rng)
        texts += [*group.texts, *rests]
        whole += [1.0] * len(group.texts) + [0.0] * len(rests)
        share = group.weight * len(group.texts) / max(1, len(rests))
        mass += [group.weight] * len(group.texts) + [share] * len(rests)
    rows, y, m = matrix(texts), np.array(whole), np.array(mass)

    def loss(values: Floats) -> tuple[float, Floats]:
        odds = rows @ values[:-1] + values[-1]
        error = m * (1 / (1 + np.exp(-odds)) - y)
        cost = float(m @ (np.logaddexp(0, odds) - y * odds))
        slope = np.append(rows.T @ error + PENALTY * values[:-1], error.sum())
        return cost + PENALTY / 2 * float(values[:-1] @ values[:-1]), slope

    found = minimize(loss, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return found.x[:-1], float(found.x[-1])


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Which text has which signs."""
    rows = [sorted(buckets(fold(text[:READ]))) for text in texts]
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row) for row in rows])
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(texts), BUCKETS))


def groups_of(found: Sequence[Story], pages: Sequence[str], old: Sequence[str]) -> list[Group]:
    """What is learnt from: first paragraphs weigh three times what others do, as beginnings of stories."""
    first = [story.paragraphs[0] for story in found if story.paragraphs]
    others = [text for story in found for text in story.paragraphs[1:]]
    return [Group(old, 0.5, 4), Group(pages, 3.0, CUTS), Group(first, 3.0, CUTS), Group(others, 1.0, CUTS)]


def both(texts: Sequence[str], weights: Floats, constant: float) -> list[float]:
    """The sum of the signs and of the n-gram model's evidence."""
    model = LanguageModel.load()
    signs = matrix(texts) @ weights + constant
    return [value + MODEL * model.starts(text) for value, text in zip(signs, texts, strict=True)]


def measured(found: Sequence[Story], pages: Sequence[str], old: Sequence[str]) -> tuple[float, float]:
    """Slope and intercept that make sums log-odds on stories that they were not trained on; prints the areas."""
    wholes: list[float] = []
    rests: list[float] = []
    for half in (0, 1):
        train = [story for story in found if half_of(story) == half]
        first = [story.paragraphs[0] for story in found if story.paragraphs and half_of(story) != half]
        fit = trained(groups_of(train, pages, old))
        whole, rest = both(first, *fit), both(cut(first, 3, random.Random(5)), *fit)
        print(f"first paragraphs of half the stories: ROC AUC {area(whole, rest):.4f}")  # noqa: T201
        wholes += whole
        rests += rest
    return scale(wholes, rests)


def half_of(story: Story) -> int:
    """Copies of one story are in one half."""
    return crc32(f"half {story.title}".encode()) % 2


def build(articles: Path, pages: Path | None, sdist: Path, out: Path) -> None:
    """Trains, measures, writes the data file."""
    found, seen = stories(articles), page_paragraphs(pages) if pages else []
    old = newspaper(sdist)
    slope, intercept = measured(found, seen, old)
    weights, constant = trained(groups_of(found, seen, old))
    header = {
        "source": f"{PACKAGE} {VERSION} (PyPI, MIT), January 1998 of a daily newspaper; sums over stories and "
        "pages of others, of which no text is kept",
        "constant": round(slope * constant + intercept, 4),
        "model": round(slope * MODEL, 4),
    }
    np.savez_compressed(
        out,
        header=np.frombuffer(json.dumps(header).encode(), np.uint8),
        weights=np.clip(np.round(slope * weights * SCALE), -127, 127).astype(np.int8),
    )
    print(f"{int((np.abs(weights) * SCALE >= 0.5).sum())} weights of {BUCKETS}, {out.stat().st_size:,} bytes")  # noqa: T201


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("pages", type=Path, nargs="?")
    parser.add_argument("--sdist", type=Path, help="the source distribution, if it is here already")
    parser.add_argument("--out", type=Path, default=TARGET / FILE)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(args.articles, args.pages, args.sdist or fetched(Path(folder)), args.out)


if __name__ == "__main__":
    main()
