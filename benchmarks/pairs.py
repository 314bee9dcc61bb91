"""How well paragraphs read twice are told from different ones, by themselves and through whole runs.

    python -m benchmarks.pairs PAIRS.jsonl
    python -m benchmarks.pairs PAIRS.jsonl --misread 0.08     # two made readings of each text instead

A line is a pair: ``same`` (one paragraph as two programs read it, or two different paragraphs), ``a`` and ``b``.
Nearby lines are of one page. Printed are recall and false joins

- of the comparison (:func:`pipeline.duplicates.verify`), of each pair by itself;
- of ``jieban run``, which compares whatever the chain made of the paragraphs: each pair on one page, with other
  sentences above, between and below; then the paragraphs of a page, read twice, on two pages. One paragraph
  read twice is found where clusters of ``duplicates.jsonl`` that stand in both readings cover half of each (the
  chain may have joined one of them with its neighbour); a false join is a row of the kind ``exact`` or ``near``
  between different ones.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson

from pipeline.duplicates import verify
from pipeline.duplicates.fold import fold
from pipeline.values.settings import DuplicateSettings

A_PAGE = 8  # paragraphs that stand on a made page together
Row = dict[str, Any]
Place = tuple[str, int, int]


class Pair(NamedTuple):
    """A line of the file."""

    same: bool
    a: str
    b: str


def joined(pairs: Sequence[Pair]) -> np.ndarray:
    """Which pairs are one text, each by itself, (n,)."""
    texts = fold([text for pair in pairs for text in (pair.a, pair.b)])
    return verify(np.arange(len(texts)).reshape(-1, 2), texts, DuplicateSettings()).alike


def misread(pairs: Sequence[Pair], share: float) -> list[Pair]:
    """The pairs with two made readings in place of one text's; different ones stay.

    Of the wrong characters eight in ten are others of the same file, one is lost, one is added.
    """
    chance = random.Random(1)
    letters = [letter for pair in pairs for letter in pair.a if letter.isalnum()]

    def read(text: str) -> str:
        wrong = (
            chance.choices((chance.choice(letters), "", letter + chance.choice(letters)), (8, 1, 1))[0]
            if chance.random() < share
            else letter
            for letter in text
        )
        return "".join(wrong)

    return [Pair(True, read(pair.a), read(pair.a)) if pair.same else pair for pair in pairs]


def told(name: str, answer: np.ndarray, same: np.ndarray) -> None:
    """Print a line."""
    false = int((answer & ~same).sum())
    print(
        f"{name:44} recall {answer[same].mean():.4f} ({int((~answer & same).sum())} of {int(same.sum())} missed), "
        f"{false} false of {int((~same).sum())}",
        flush=True,
    )


class Pages:
    """Made pages, and where on them each paragraph stands."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.places: dict[tuple[int, str], Place] = {}

    def put(self, doc: str, parts: Sequence[tuple[tuple[int, str] | None, str]]) -> None:
        """A page of paragraphs, those to be found with their keys (number of the pair, side)."""
        text = f"第{len(self.texts)}版的消息"
        for key, part in parts:
            text += "\n\n"
            if key:
                self.places[key] = doc, len(text), len(text) + len(part)
            text += part
        self.texts[doc] = text + "\n"

    def run(self) -> list[Row]:
        """The rows of ``duplicates.jsonl`` of a run over them."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows = [orjson.dumps({"id": doc, "text": text}) for doc, text in self.texts.items()]
            (folder / "pages.jsonl").write_bytes(b"\n".join(rows))
            (folder / "luigi.cfg").write_text("[report]\nlargest = 0\n", encoding="utf-8")
            command = [sys.executable, "-m", "pipeline", "run", "pages.jsonl", "--output", "out"]
            here = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
            done = subprocess.run(
                [*command, "--config", "luigi.cfg"], cwd=folder, env=here, capture_output=True, check=False
            )
            if done.returncode:
                raise RuntimeError(done.stderr.decode())
            return [orjson.loads(line) for line in (folder / "out/duplicates.jsonl").open("rb")]

    def found(self, pairs: Sequence[Pair]) -> np.ndarray:
        """Which pairs a run joins, (n,)."""
        rows = self.run()
        stretches: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        direct: dict[frozenset[str], list[Row]] = defaultdict(list)
        for row in rows:
            direct[frozenset((row["kept"]["doc"], row["copy"]["doc"]))].append(row)
            for side in (row["kept"], row["copy"]):
                stretches[side["doc"]].append((row["cluster"], side["start"], side["end"]))
        answer = []
        for n, pair in enumerate(pairs):
            places = self.places[n, "a"], self.places[n, "b"]
            if pair.same:
                answer.append(_share_clusters(stretches, places))
            else:
                near = direct[frozenset(place[0] for place in places)]
                answer.append(any(_is_join(row, places) for row in near))
        return np.array(answer)


def _share_clusters(stretches: dict[str, list[tuple[str, int, int]]], places: tuple[Place, Place]) -> bool:
    """Whether clusters that stand in both places cover half of each."""
    met: list[dict[str, set[int]]] = [defaultdict(set), defaultdict(set)]
    for seen, (doc, start, end) in zip(met, places, strict=True):
        for cluster, low, high in stretches[doc]:
            seen[cluster].update(range(max(low, start), min(high, end)))
    both = met[0].keys() & met[1].keys()
    covered = [set[int]().union(*(seen[name] for name in both)) for seen in met]
    return all(2 * len(seen) >= end - start for seen, (_, start, end) in zip(covered, places, strict=True))


def _is_join(row: Row, places: tuple[Place, Place]) -> bool:
    """Whether a row says that what stands in the two places is one text."""
    sides = [(row[name]["doc"], row[name]["start"], row[name]["end"]) for name in ("kept", "copy")]
    return row["kind"] in ("exact", "near") and any(
        all(_covers(side, place) for side, place in zip(order, places, strict=True))
        for order in (sides, sides[::-1])
    )


def _covers(side: Place, place: Place) -> bool:
    return (
        side[0] == place[0] and 2 * (min(side[2], place[2]) - max(side[1], place[1])) >= place[2] - place[1]
    )


def on_one_page(pairs: Sequence[Pair]) -> Pages:
    """Each pair on a page of its own, among paragraphs of other pages that stand nowhere else."""
    pages, others = Pages(), iter(_others(pairs))
    for n, pair in enumerate(pairs):
        page = [((n, "a"), pair.a), ((n, "b"), pair.b)]
        between = [(None, next(others, "")) for _ in range(3)]
        pages.put(f"{n:05}", [between[0], page[0], between[1], page[1], between[2]])
    return pages


def _others(pairs: Sequence[Pair]) -> list[str]:
    """Sentences that stand on no two pages: a clause each of three far paragraphs."""
    clauses = [
        clause for pair in pairs if pair.same for clause in pair.a.split("，")[1:3] if 8 <= len(clause) < 40
    ]
    step = max(1, len(clauses) // 3)
    made = [f"{one}，{clauses[(n + step) % len(clauses)]}，{clauses[(n + 2 * step) % len(clauses)]}。"
            for n, one in enumerate(clauses)]  # fmt: skip
    return [text.replace("。，", "，") for text in made]


def on_two_pages(pairs: Sequence[Pair], size: int) -> Pages:
    """Pages of ``size`` pairs that stand together in the file, the first of each on one, the second on another."""
    pages = Pages()
    for at in range(0, len(pairs), size):
        numbers = range(at, min(at + size, len(pairs)))
        pages.put(f"{at:05}a", [((n, "a"), pairs[n].a) for n in numbers])
        pages.put(f"{at:05}b", [((n, "b"), pairs[n].b) for n in numbers])
    return pages


def apart(pairs: Sequence[Pair], same: np.ndarray) -> np.ndarray:
    """Which pairs a run joins from two pages: a whole page read twice, or two of a paragraph each, (n,)."""
    answer = np.zeros(len(pairs), dtype=bool)
    for chosen, size in ((np.flatnonzero(same), A_PAGE), (np.flatnonzero(~same), 1)):
        some = [pairs[n] for n in chosen.tolist()]
        answer[chosen] = on_two_pages(some, size).found(some)
    return answer


def main() -> None:
    """Measure a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument(
        "--misread", type=float, metavar="SHARE", help="of the characters of each made reading"
    )
    given = parser.parse_args()
    rows = map(orjson.loads, given.pairs.read_bytes().splitlines())
    pairs = [Pair(bool(row["same"]), row["a"], row["b"]) for row in rows]
    if given.misread:
        pairs = misread(pairs, given.misread)
    same = np.array([pair.same for pair in pairs])
    told("by themselves", joined(pairs), same)
    told("a run, both on one page", on_one_page(pairs).found(pairs), same)
    told("a run, on two pages", apart(pairs, same), same)


if __name__ == "__main__":
    main()
