"""How fast duplicates are found, against other deduplicators, on the same made corpus and one core each.

    python -m benchmarks.duplicates                      # 25,000 to 1,000,000 paragraphs, about half an hour
    python -m benchmarks.duplicates --paragraphs 200000 --peers datasketch rensa

Each peer is installed by name into an environment of its own under ``--environments`` (a temporary
folder by default) and skipped with the reason where that fails; it runs up to the size that it bears (:data:`PEERS`).
Printed are seconds (wall and processor, reading to writing), paragraphs a second, memory, the recall of the pairs
whose exact Jaccard similarity is 0.8 or more, how many reported copies are none, and how many times jieban's
processor seconds a peer took; then how jieban's time (the least of some runs) and memory grow. Processor seconds are
compared because a shared machine's wall clock compares neighbours. A peer whose recall is not jieban's (within a
hundredth) is named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import numpy as np
import orjson
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from benchmarks.corpus import write
from pipeline.duplicates.fold import fold
from pipeline.duplicates.verification import verify
from pipeline.values.settings import DuplicateSettings

PEERS = {
    "datasketch": (["datasketch>=2,<3"], 200_000),
    "rensa": (["rensa"], 1_000_000),
    "text_dedup": (["text-dedup"], 100_000),
    "datatrove": (["datatrove[processing]", "orjson", "spacy", "jieba"], 25_000),
}
"""What to install, and the most paragraphs: a few minutes, or the memory of a common machine."""
RECALL = 0.01  # by which a peer may find fewer or more and still be compared

_PEERS = Path(__file__).with_name("peers.py")


def environment(folder: Path, name: str) -> Path:
    """The interpreter of a peer's own environment, made on first use.

    Raises:
        RuntimeError: it cannot be installed; the message says why.
    """
    python = folder / name / "bin" / "python"
    if not python.exists():
        venv.create(folder / name, with_pip=True)
        done = subprocess.run(
            [python, "-m", "pip", "install", "-qq", *PEERS[name][0]],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return python


def timed(python: Path | str, name: str, corpus: Path, found: Path) -> dict[str, float]:
    """Run one deduplicator in its own process: seconds, cpu, peak_mb.

    Raises:
        RuntimeError: it failed; the message is its last line.
    """
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    here = {"PYTHONPATH": str(_PEERS.parent.parent)} if name == "jieban" else {}
    done = subprocess.run(
        [python, _PEERS, name, corpus, found],
        env={**os.environ, **one, **here},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def truth(corpus: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (original, copy) with exact Jaccard 0.8 or more, and the original of every text."""
    settings = DuplicateSettings()
    source = np.array([orjson.loads(line)["source"] for line in corpus.open("rb")])
    copies = np.flatnonzero(source >= 0)
    wanted = dict.fromkeys(np.concatenate((copies, source[copies])).tolist())
    for number, line in enumerate(corpus.open("rb")):
        if number in wanted:
            wanted[number] = orjson.loads(line)["text"]
    texts = fold(list(wanted.values()))
    place = {number: at for at, number in enumerate(wanted)}
    pairs = np.stack((source[copies], copies), axis=1)
    local = np.array([place[number] for number in pairs.ravel().tolist()]).reshape(-1, 2)
    near = verify(local, texts, settings).jaccard >= 0.8
    return pairs[near], np.where(source >= 0, source, np.arange(len(source)))


def judged(found: Path, pairs: np.ndarray, origin: np.ndarray) -> tuple[float, int]:
    """Recall of the true ``pairs`` after clustering, and reported pairs of different origin."""
    rows = np.fromstring(
        found.read_text().replace("[", "").replace("]", "").replace("\n", ","), sep=",", dtype=np.int64
    )
    rows = rows.reshape(-1, 2)
    graph = coo_array((np.ones(len(rows)), (rows[:, 0], rows[:, 1])), shape=(len(origin), len(origin)))
    label = connected_components(graph, directed=False)[1]
    recall = float((label[pairs[:, 0]] == label[pairs[:, 1]]).mean())
    return recall, int((origin[rows[:, 0]] != origin[rows[:, 1]]).sum())


def compare(names: list[str], count: int, folder: Path, environments: Path) -> None:
    """Print a line for each deduplicator on one corpus of ``count`` paragraphs, jieban first."""
    corpus, found = folder / f"{count}.jsonl", folder / "found"
    write(corpus, count)
    pairs, origin = truth(corpus)
    size = corpus.stat().st_size / 1e6
    print(f"\n{count:,} paragraphs, {size:.0f} MB, {len(pairs):,} true pairs; one core each")
    print(f"{'':12}{'seconds':>9}{'cpu':>9}{'per second':>12}{'MB':>7}{'recall':>8}{'false':>7}{'ratio':>7}")
    ours: dict[str, float] = {}
    for name in names:
        try:
            python = sys.executable if name == "jieban" else environment(environments, name)
            took = timed(python, name, corpus, found)
        except RuntimeError as error:
            print(f"{name:12}skipped: {error}", flush=True)
            continue
        took["recall"], false = judged(found, pairs, origin)
        ours = ours or took
        cpu, rate = took["cpu"], count / took["cpu"]
        line = f"{name:12}{took['seconds']:9.2f}{cpu:9.2f}{rate:12,.0f}{took['peak_mb']:7}"
        other = (
            "" if abs(took["recall"] - ours["recall"]) <= RECALL else "  another recall: not to be compared"
        )
        print(f"{line}{took['recall']:8.4f}{false:7}{cpu / ours['cpu']:7.1f}{other}", flush=True)
    corpus.unlink()


def least(count: int, times: int, folder: Path) -> dict[str, float]:
    """What jieban takes when the machine disturbs it least, of some runs."""
    corpus = folder / f"{count}.jsonl"
    write(corpus, count)
    took = [timed(sys.executable, "jieban", corpus, folder / "found") for _ in range(times)]
    corpus.unlink()
    return min(took, key=lambda one: one["cpu"])


def grown(took: dict[int, dict[str, float]]) -> None:
    """Print how time and memory grow from the smallest corpus to the largest."""
    print(f"\n{'jieban':>12}{'cpu':>9}{'MB':>7}   times linear from each smaller size")
    for count, now in took.items():
        rates = [
            f"{now['cpu'] / before['cpu'] / (count / fewer):.2f} ({fewer:,})"
            for fewer, before in took.items()
            if fewer < count
        ]
        print(f"{count:12,}{now['cpu']:9.2f}{now['peak_mb']:7}   {', '.join(rates)}")


def main() -> None:
    """Compare on each size, then tell how jieban grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--paragraphs", nargs="+", type=int, default=[25_000, 100_000, 200_000, 1_000_000])
    parser.add_argument(
        "--growth", type=int, default=3, metavar="TIMES", help="runs of each size, for growth"
    )
    parser.add_argument("--environments", type=Path, help="where the peers are installed, to use them again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environments = given.environments or Path(folder)
        for count in sorted(given.paragraphs):
            peers = [name for name in given.peers if count <= PEERS[name][1]]
            compare(["jieban", *peers], count, Path(folder), environments)
        if given.growth:
            grown({count: least(count, given.growth, Path(folder)) for count in sorted(given.paragraphs)})


if __name__ == "__main__":
    main()
