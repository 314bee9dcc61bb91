"""One deduplicator on one corpus, each run in an interpreter of its own: ``python peers.py NAME IN OUT``.

Every one reads JSON lines (id, text), works on character 3-grams (128 permutations, jieban its 96) and
writes JSON lines [kept, copy]; it prints seconds from reading to writing, and
peak memory in MB. Imports are not timed.
Only jieban verifies its pairs: for the others a copy is what shares a band with an earlier text.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Pair = tuple[int, int]

_BATCH = 1000


def _texts(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)["text"]


def _grams(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(max(1, len(text) - 2))}


def jieban(path: Path) -> Callable[[], Iterator[Pair]]:
    """Jieban as it comes."""
    import orjson

    from pipeline.duplicates.search import Corpus
    from pipeline.duplicates.signatures import permutations
    from pipeline.duplicates.sketches import BATCH, keyed, sketch
    from pipeline.values.settings import DuplicateSettings

    settings = DuplicateSettings()
    permutations(settings.permutations)  # imports datasketch

    def run() -> Iterator[Pair]:
        with tempfile.TemporaryDirectory() as folder, path.open("rb") as file:
            corpus = Corpus(Path(folder), settings)
            while lines := [orjson.loads(line)["text"] for _, line in zip(range(BATCH), file, strict=False)]:
                corpus.add(keyed(sketch(lines, settings), settings))
            found, _ = corpus.find()
            yield from found.pairs.pairs.tolist()

    return run


def datasketch(path: Path) -> Callable[[], Iterator[Pair]]:
    """Datasketch with its defaults: SHA-1, 128 permutations, its own bands for threshold 0.5."""
    from datasketch import MinHash, MinHashLSH

    def run() -> Iterator[Pair]:
        index = MinHashLSH(threshold=0.5, num_perm=128)
        sets = ([gram.encode() for gram in _grams(text)] for text in _texts(path))
        for number, sketch in enumerate(MinHash.generator(sets, num_perm=128)):
            for other in index.query(sketch):
                yield other, number
            index.insert(number, sketch)

    return run


def rensa(path: Path) -> Callable[[], Iterator[Pair]]:
    """Rensa's R-MinHash through its batch calls, 32 bands."""
    from rensa import RMinHash, RMinHashLSH

    def run() -> Iterator[Pair]:
        index, number, texts = RMinHashLSH(0.5, 128, 32), 0, _texts(path)
        while sets := [_grams(text) for _, text in zip(range(_BATCH), texts, strict=False)]:
            sketches = RMinHash.from_token_sets(sets, 128, 42)
            index.insert_many(sketches, number)
            for offset, found in enumerate(index.query_all(sketches)):
                yield from ((other, number + offset) for other in found if other < number + offset)
            number += len(sets)

    return run


def text_dedup(path: Path) -> Callable[[], Iterator[Pair]]:
    """Text-dedup's command; characters are parted by spaces for it, which finds half the pairs without."""
    import datasets  # noqa: F401 - so that a missing package is told before the clock runs

    def run() -> Iterator[Pair]:
        with tempfile.TemporaryDirectory() as folder:
            spaced = Path(folder) / "spaced.jsonl"
            with spaced.open("w", encoding="utf-8") as file:
                for text in _texts(path):
                    file.write(json.dumps({"text": " ".join(text)}, ensure_ascii=False) + "\n")
            options = "--split train --column text --ngram 3 --min_length 1 --num_perm 128 --b 32 --r 4"
            command = [sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--debug"]
            command += ["--data_files", str(spaced), "--cache_dir", folder, "--output", f"{folder}/out"]
            subprocess.run([*command, *options.split(), "--num_proc", "1"], check=True, stdout=2, cwd=folder)
            import pickle

            clusters = pickle.loads((Path(folder) / "out" / "uf.pkl").read_bytes())
            yield from (
                (int(root), int(member)) for member, root in clusters.parent.items() if root != member
            )

    return run


def datatrove(path: Path) -> Callable[[], Iterator[Pair]]:
    """Datatrove's four steps with its Chinese tokeniser, 32 bands of 4."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.utils.typeshelper import Languages

    def run() -> Iterator[Pair]:
        import struct

        config = MinhashConfig(n_grams=3, num_buckets=32, hashes_per_bucket=4)
        with tempfile.TemporaryDirectory() as folder:
            reader = JsonlReader(str(path.parent), glob_pattern=path.name)
            language = Languages.mandarin_chinese if hasattr(Languages, "mandarin_chinese") else "cmn_Hani"
            for tasks, steps in (
                (
                    1,
                    [reader, MinhashDedupSignature(f"{folder}/signatures", config=config, language=language)],
                ),
                (32, [MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config)]),
                (1, [MinhashDedupCluster(f"{folder}/buckets", f"{folder}/remove", config=config)]),
            ):
                LocalPipelineExecutor(pipeline=steps, tasks=tasks, workers=1, skip_completed=False).run()
            for file in sorted(Path(folder, "buckets").glob("*.dups")):
                for _, one, _, two in struct.iter_unpack("<4I", file.read_bytes()):
                    yield min(one, two), max(one, two)

    return run


def _peak() -> int:
    """Peak memory of this process, kB; the kernel's ru_maxrss begins with that of the parent."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


PEERS = {peer.__name__: peer for peer in (jieban, datasketch, rensa, text_dedup, datatrove)}


def main() -> None:
    """Run one and print what it took."""
    name, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    run = PEERS[name](source)
    began, cpu = time.perf_counter(), time.process_time()
    with target.open("w", encoding="utf-8") as file:
        for pair in run():
            file.write(f"[{pair[0]},{pair[1]}]\n")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(use.ru_utime + use.ru_stime for use in used) - cpu
    peak = max(_peak(), used[1].ru_maxrss)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": round(seconds, 2), "cpu": round(cpu, 2), "peak_mb": peak // 1024}))


if __name__ == "__main__":
    main()
