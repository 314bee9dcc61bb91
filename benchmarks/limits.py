"""The limits that decide what is one text: fitted on one half of labelled pairs, tried on the other half.

    python -m benchmarks.limits PAIRS...                   # pairs of paragraphs
    python -m benchmarks.limits --reprints FOLDER          # pairs of whole pages, each of one story

A file of pairs is JSON lines, or one list, of objects with ``a``, ``b`` and ``same`` (or ``label``: S one text, D two,
U nobody knows). A folder of reprints has ``pages.jsonl`` (``id``, ``text``) and ``pairs.jsonl`` (``a``, ``b`` and
``band``: ``exact``, ``j>=.8``, ``j.5-.8``, ``contained``, ``weak``, ``hardneg``).

A pair belongs to the half that the hash of its two sides says. Of all settings of the limits that one is chosen on a
half that decides most of its pairs right; of equals the one nearest to the shipped limits. Printed is how both decide
on the other half.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson

from pipeline.duplicates import facts, verify
from pipeline.duplicates.fold import fold
from pipeline.duplicates.relation import relation
from pipeline.values.settings import DuplicateSettings

Limits = tuple[float, ...]
Decide = Callable[[Limits], list[bool]]
_PARAGRAPHS = (
    (0.06, 0.08, 0.1, 0.12),
    (0.08, 0.1, 0.12, 0.14, 0.16),
    (0.15, 0.2, 0.25, 0.3),
    (0.35, 0.4, 0.45, 0.5, 0.55),
)
_ARTICLES = ((0.4, 0.45, 0.5, 0.55, 0.6), (0.6, 0.65, 0.7, 0.75, 0.8))
_LINKS = {
    "exact": "copy",
    "j>=.8": "copy",
    "j.5-.8": "copy",
    "contained": "part",
    "weak": "",
    "hardneg": "neither",
}


class Pair(NamedTuple):
    """Two texts, and whether they are one."""

    a: str
    b: str
    same: bool


def read(path: Path) -> Iterator[Pair]:
    """The pairs of a file; those that nobody knows are left out."""
    content = path.read_bytes()
    rows = (
        orjson.loads(content)
        if content.lstrip().startswith(b"[")
        else map(orjson.loads, content.splitlines())
    )
    for row in rows:
        label = row.get("label", "S" if row.get("same") else "D")
        if label in ("S", "D"):
            yield Pair(row["a"], row["b"], label == "S")


def half(a: str, b: str) -> int:
    """Which half a pair belongs to, 0 or 1."""
    return blake2b(f"{a}\0{b}".encode(), digest_size=1).digest()[0] % 2


def nearest(every: Sequence[Limits], right: Callable[[Limits], int], shipped: Limits) -> Limits:
    """The limits that decide most pairs right; of equals those nearest to the shipped ones."""
    return max(
        every,
        key=lambda limits: (right(limits), -sum(abs(a - b) for a, b in zip(limits, shipped, strict=True))),
    )


def paragraphs(pairs: Sequence[Pair]) -> None:
    """Fit the share of other words, by length, and the Jaccard threshold."""
    facts.judged = lru_cache(None)(facts.judged)  # type: ignore[attr-defined]
    texts = fold([text for pair in pairs for text in (pair.a, pair.b)])
    numbers = np.arange(len(texts)).reshape(-1, 2)

    @lru_cache(None)
    def decide(limits: Limits) -> np.ndarray:
        facts.CHANGED_SHORT, facts.CHANGED, facts.CHANGED_LONG, threshold = limits
        return verify(numbers, texts, DuplicateSettings(threshold=threshold)).alike

    same = np.array([pair.same for pair in pairs])
    halves = np.array([half(pair.a, pair.b) for pair in pairs])
    shipped = (facts.CHANGED_SHORT, facts.CHANGED, facts.CHANGED_LONG, DuplicateSettings().threshold)
    every = list(product(*_PARAGRAPHS))
    print(f"{'limits':40}{'half':>6}{'one text':>9}{'found':>7}{'false':>7}{'recall':>8}{'precision':>10}")
    for number in (0, 1):
        here, there = halves == number, halves != number
        fitted = nearest(every, lambda limits, here=here: int((decide(limits) == same)[here].sum()), shipped)
        for name, limits in (("shipped", shipped), ("fitted on the other half", fitted)):
            joined = decide(limits) & there
            found, false = int((joined & same).sum()), int((joined & ~same).sum())
            total = int((same & there).sum())
            print(
                f"{name + ' ' + ', '.join(map(str, limits)):40}{1 - number:6}{total:9}{found:7}{false:7}"
                f"{found / total:8.3f}{found / max(found + false, 1):10.3f}"
            )


def reprints(folder: Path) -> None:
    """Fit ``edited`` and ``contains``."""
    texts = {row["id"]: fold([row["text"]]).text(0) for row in _rows(folder / "pages.jsonl")}
    rows = [row for row in _rows(folder / "pairs.jsonl") if _LINKS[row["band"]]]

    @lru_cache(None)
    def decide(limits: Limits) -> list[str]:
        settings = DuplicateSettings(edited=limits[0], contains=limits[1])
        known = (relation(texts[row["a"]], texts[row["b"]], settings) for row in rows)
        kinds = {"same": "copy", "edited": "copy", "contains": "part", "contained_in": "part"}
        return [kinds.get(one.kind, "neither") if one else "neither" for one in known]

    def right(limits: Limits, here: int) -> int:
        answers = zip(rows, decide(limits), strict=True)
        return sum(_LINKS[row["band"]] == told for row, told in answers if half(row["a"], row["b"]) == here)

    shipped = (DuplicateSettings().edited, DuplicateSettings().contains)
    for number in (0, 1):
        fitted = nearest(
            list(product(*_ARTICLES)), lambda limits, number=number: right(limits, number), shipped
        )
        for name, limits in (("shipped", shipped), ("fitted on the other half", fitted)):
            tally: dict[str, list[bool]] = {}
            for row, told in zip(rows, decide(limits), strict=True):
                if half(row["a"], row["b"]) != number:
                    tally.setdefault(row["band"], []).append(_LINKS[row["band"]] == told)
            bands = "  ".join(
                f"{band} {sum(some) / len(some):.3f} of {len(some)}" for band, some in sorted(tally.items())
            )
            print(f"{name + ' ' + ', '.join(map(str, limits)):36} half {1 - number}: {bands}")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(orjson.loads, path.read_bytes().splitlines())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", nargs="*", type=Path)
    parser.add_argument("--reprints", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    if given.pairs:
        paragraphs([pair for path in given.pairs for pair in read(path)])
    if given.reprints:
        reprints(given.reprints)


if __name__ == "__main__":
    main()
