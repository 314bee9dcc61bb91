"""How fast, and how well, bytes become clean text: ``python -m benchmarks.encoding [--texts FOLDER] [--clean FOLDER]``.

Without arguments everything is measured on the seeds, as they are and as OpenCC turns them into traditional
characters. ``--texts`` takes other clean UTF-8 text: a folder of ``.txt``, or articles as ``.jsonl``. ``--clean``
counts false repairs in any folder of clean text, ``--samples`` reads a folder of sample files with a manifest.
Nothing fails for being slow.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import chardet
import charset_normalizer
import ftfy
import opencc

from benchmarks.encodings import CANTONESE, ENCODINGS, ROUTES, Encoding, name_lists
from pipeline.encoding import decode, repair, western
from pipeline.encoding.changes import apply
from pipeline.encoding.mojibake import mend
from pipeline.values.settings import EncodingSettings
from pipeline.values.text import Traced

SETTINGS = EncodingSettings()
SEEDS = Path(__file__).parent.parent / "seeds"
PAGE = 6000  # characters
FTFY = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    normalization=None,
)
_HAN = re.compile("[\u3400-\u9fff]")


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a folder of text files, or of a file with an article a line."""
    if path.is_dir():
        yield from (file.read_bytes().decode() for file in sorted(path.rglob("*.txt")))
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield "\n".join([row["title"], *row["paragraphs"]])


def in_both_scripts(texts: Iterable[str]) -> dict[str, list[str]]:
    """Clean texts by script; where there is one only, the other is what OpenCC makes of it."""
    simple, traditional = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    groups: dict[str, list[str]] = {"simplified": [], "traditional": []}
    for text in texts:
        clean = repair(Traced.read("text", text), SETTINGS)[0].text
        han = "".join(_HAN.findall(clean))
        different = sum(a != b for a, b in zip(han, simple(han), strict=False))
        groups["traditional" if different > len(han) / 20 else "simplified"].append(clean)
    if not groups["traditional"]:
        groups["traditional"] = [traditional(text) for text in groups["simplified"]]
    return groups


def best_time(work: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def from_bytes(data: list[bytes]) -> None:
    """All that happens to a page before its lines are looked at."""
    for page in data:
        repair(Traced.read("page", decode(page, SETTINGS).text), SETTINGS)


def by_ftfy(data: list[bytes]) -> None:
    """What ftfy alone does, told to leave Chinese punctuation as it is."""
    for page in data:
        ftfy.fix_text(page.decode(), FTFY)


def speed(script: str, texts: list[str]) -> None:
    """Megabytes of UTF-8 a second, from bytes to the repaired text, beside ftfy."""
    whole = "\n".join(texts)
    for kilobytes, rounds in ((6, 15), (20, 15), (1000, 5)):
        size = kilobytes * 1000 // 3
        long = whole * (1 + size // len(whole))
        pages = [long[at : at + size] for at in range(0, max(1, min(len(long) - size, 40 * PAGE)), size)]
        data = [repair(Traced.read("page", page), SETTINGS)[0].text.encode() for page in pages]
        megabytes = sum(map(len, data)) / 1e6
        ours = best_time(partial(from_bytes, data), rounds)
        theirs = best_time(partial(by_ftfy, data), 2)
        print(
            f"{script:12} pages of {kilobytes:4} kB {megabytes / ours:8.1f} MB/s {ours / len(pages) * 1e3:8.2f} ms"
            f" a page   ftfy {megabytes / theirs:5.1f} MB/s, {theirs / ours:5.1f} times as long"
        )


def lines_of(texts: list[str]) -> list[str]:
    """The lines that are long enough to take something out of."""
    return [
        line
        for text in texts
        for line in text.split("\n")
        if len(line) >= 20 and len(_HAN.findall(line)) >= 10
    ]


def broken_strings(
    route: Callable[[str], str], lines: list[str], length: int, dice: random.Random, wanted: int
) -> Iterator[tuple[str, str]]:
    """Strings and what a route makes of them, of those that it does not lose."""
    for _ in range(wanted * 20):
        line = dice.choice(lines)
        while len(line) < length:
            line += dice.choice(lines)
        start = dice.randrange(len(line) - length + 1)
        text = line[start : start + length]
        if not _HAN.search(text) or text != text.strip():
            continue
        try:
            broken = route(text)
        except UnicodeError:
            continue
        if broken != text:
            yield broken, text
            wanted -= 1
            if not wanted:
                return


def mended(text: str) -> str:
    """A text after the repair of mojibake."""
    return apply(text, mend(text)[0])


def reversible(script: str, texts: list[str], wanted: int) -> None:
    """Per cent of strings that come back exactly, alone and in the middle of a clean line."""
    lengths = (2, 3, 4, 6, 10, 20, 60, 200)
    lines = lines_of(texts)
    print(f"\n{script}: mended exactly, per cent, by length" + "".join(f"{length:6}" for length in lengths))
    for name, (scripts, route) in ROUTES.items():
        if script not in scripts:
            continue
        for where in ("alone", "in a line"):
            dice = random.Random(1)
            cells = []
            for length in lengths:
                right = made = 0
                for broken, text in broken_strings(route, lines, length, dice, wanted):
                    around = dice.choice(lines) if where == "in a line" else ""
                    cut = len(around) // 2
                    made += 1
                    right += (
                        mended(around[:cut] + broken + around[cut:]) == around[:cut] + text + around[cut:]
                    )
                cells.append(f"{100 * right / made:6.0f}" if made >= wanted / 4 else "     -")
            print(f"{name:32} {where:10}" + "".join(cells))


def pages_and_lines(script: str, texts: list[str]) -> None:
    """Whole pages, and single lines of a clean page, that come back exactly."""
    for name, (scripts, route) in ROUTES.items():
        if script not in scripts:
            continue
        counts: Counter[str] = Counter()
        for text in texts[:60]:
            lines = text.split("\n")
            try:
                whole = "\n".join(map(route, lines))
            except UnicodeError:
                whole = ""
            if whole:
                counts["pages"] += 1
                counts["right pages"] += mended(whole) == text
            for at, line in enumerate(lines[:20]):
                try:
                    broken = route(line)
                except UnicodeError:
                    continue
                if broken != line and len(_HAN.findall(line)) > 3:
                    counts["lines"] += 1
                    around = lines[max(0, at - 2) : at], lines[at + 1 : at + 3]
                    found = mended("\n".join([*around[0], broken, *around[1]]))
                    counts["right lines"] += found == "\n".join([*around[0], line, *around[1]])
        print(
            f"{script:12} {name:32} {counts['right pages']:4} of {counts['pages']:4} whole pages, "
            f"{counts['right lines']:5} of {counts['lines']:5} lines"
        )


KINDS = ("pages", "lines", "strings")


def false_repairs(folder: Path) -> None:
    """How many stretches of clean text are mended: in whole pages, in lines, in what stands between marks."""
    total: Counter[str] = Counter()
    for group in sorted({path.parent for path in folder.rglob("*.txt")}):
        counts: Counter[str] = Counter()
        start = time.process_time()
        for path in sorted(group.glob("*.txt")):
            text = path.read_bytes().decode("utf-8")
            counts["characters"] += len(text)
            for at in range(0, len(text), PAGE):
                _count(counts, "pages", text[at : at + PAGE])
        counts["nanoseconds"] = round((time.process_time() - start) * 1e9)
        for path in sorted(group.glob("*.txt")):
            for line in dict.fromkeys(path.read_bytes().decode("utf-8").split("\n")):
                _count(counts, "lines", line)
                for string in re.findall(r"[^\s，。：；、！？]{2,20}", line):
                    _count(counts, "strings", string)
        _print_counts(group.name, counts)
        total.update(counts)
    _print_counts("all", total)


def _print_counts(name: str, counts: Counter[str]) -> None:
    size = counts["characters"]
    mended_in = ", ".join(f"{counts[kind]} in {kind}" for kind in KINDS)
    print(
        f"{name:28} {size:10} characters, {counts['nanoseconds'] / max(1, size):4.0f} ns each; mended: {mended_in}"
    )


def _count(counts: Counter[str], kind: str, text: str) -> None:
    changes, lost = mend(text)
    changes = changes or western.changes(text)
    counts[kind] += len(changes) + len(lost)
    for at, end, after, _ in changes[:1]:
        print(f"    {text[max(0, at - 8) : at]!r} {text[at:end]!r} -> {after!r} {text[end : end + 8]!r}")


def detection(texts: dict[str, list[str]], wanted: int) -> None:
    """Files of every encoding, by size: right, set aside, or wrong; and how many of them the peers read right."""
    sizes = (20, 40, 100, 400, 2000, 20000)
    print(
        f"\nright/set aside/wrong, of {wanted} files" + "".join(f"{size:>9} B" for size in sizes) + PEERS_HEAD
    )
    dice = random.Random(2)
    texts = {**texts, "names": name_lists(dice), "Cantonese": [CANTONESE]}
    sums: Counter[str] = Counter()
    for name, encoding in ENCODINGS.items():
        cells, files = [], []
        for size in sizes:
            some = list(encoding.files(texts, size, dice, wanted))
            counts = Counter(verdict(data, text, encoding) for data, text in some)
            sums.update(counts)
            counts[WRONG] += counts[SURELY]
            cells.append("/".join(str(counts[kind]) for kind in VERDICTS))
            files += some
        print(f"{name:32}" + "".join(f"{cell:>11}" for cell in cells) + _by_peers(files, encoding, sums))
    print(", ".join(f"{sums[kind]} {kind}" for kind in (*VERDICTS, SURELY)))
    print(", ".join(f"{name}: {sums[name]} of {sums['for peers']}" for name in PEERS))


def _by_peers(files: list[tuple[bytes, str]], encoding: Encoding, sums: Counter[str]) -> str:
    """How many of some whole files of Chinese each peer names an encoding for that reads them right."""
    if encoding.own or encoding.damage:
        return ""
    right = {
        name: sum(_reads(peer(data), data, text) for data, text in files) for name, peer in PEERS.items()
    }
    sums.update({**right, "for peers": len(files)})
    return "".join(f"{count:>20}" for count in right.values())


def _reads(name: str | None, data: bytes, text: str) -> bool:
    try:
        return bool(name) and data.decode(str(name)).removeprefix("\ufeff") == text
    except (LookupError, UnicodeError):
        return False


def by_charset_normalizer(data: bytes) -> str | None:
    """The encoding that charset-normalizer takes for the best."""
    best = charset_normalizer.from_bytes(data).best()
    return str(best.encoding) if best else None


PEERS: dict[str, Callable[[bytes], str | None]] = {
    "chardet": lambda data: chardet.detect(data)["encoding"],
    "charset-normalizer": by_charset_normalizer,
}
PEERS_HEAD = "".join(f"{name:>20}" for name in PEERS)
VERDICTS = RIGHT, ASIDE, WRONG = ("right", "set aside", "wrong")
SURELY = "wrong with a confidence of .9"


def verdict(data: bytes, text: str, encoding: Encoding) -> str:
    """Whether a file is read right, set aside, or wrong."""
    found = decode(data, SETTINGS)
    if found.problem:
        return ASIDE
    if found.text == text and not encoding.own:
        return RIGHT
    if encoding.damage and len(text) - (Counter(text) & Counter(found.text)).total() <= damage_of(len(data)):
        return RIGHT
    return SURELY if found.confidence >= 0.9 else WRONG


def damage_of(size: int) -> int:
    """Characters that damage to a file may take with it: each byte its own and two beside it."""
    return 3 * (1 + size // 4000)


def samples(folder: Path) -> None:
    """The sample files of a folder with a manifest, and its strings of mojibake."""
    counts: Counter[str] = Counter()
    for row in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        data = (folder / row["file"]).read_bytes()
        found = decode(data, SETTINGS)
        try:
            text = data.decode(row["decodes_strict_with"]).removeprefix("\ufeff")
        except (LookupError, TypeError, UnicodeDecodeError):
            text = ""
        damaged = not row["han_chars"] or row["note"].startswith("DAMAGED")
        named = not row["decodes_strict_with"] and found.encoding == row["expected"].lower()  # EUC-TW
        right = found.text == text or named or (damaged and found.problem is not None)
        counts["right" if right else "wrong"] += 1
        if not right:
            print(
                f"    {row['file']} is {row['expected']}: {found.encoding} {found.confidence} {found.problem}"
            )
    for row in json.loads((folder / "mojibake.json").read_text(encoding="utf-8")):
        repaired, decisions = repair(
            Traced.read("string", row["broken"]), EncodingSettings(punctuation_width=False)
        )
        flagged = [decision.reason for decision in decisions if decision.action == "flagged"]
        reversible = row["exact"] and not row["class"].startswith("lossy")
        right = repaired.text == row["exact"] if reversible else bool(flagged)
        counts["strings right" if right else "strings wrong"] += 1
        print(
            f"    {'right' if right else 'WRONG'} {row['broken'][:24]!r} -> {repaired.text[:24]!r} {flagged}"
        )
    print(dict(counts))


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, default=SEEDS)
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--strings", type=int, default=200, help="of each length (default: 200)")
    parser.add_argument("--files", type=int, default=25, help="of each encoding and size (default: 25)")
    parser.add_argument("--only", choices=("speed", "mojibake", "pages", "detection", "clean", "samples"))
    options = parser.parse_args()
    mended("鎶ョ焊硐衄")  # loads the tables
    parts: dict[str, Callable[[], object]] = {}
    if options.only not in ("clean", "samples"):
        texts = in_both_scripts(texts_of(options.texts))
        parts["speed"] = lambda: [speed(script, some) for script, some in texts.items()]
        parts["mojibake"] = lambda: [
            reversible(script, some, options.strings) for script, some in texts.items()
        ]
        parts["pages"] = lambda: [pages_and_lines(script, some) for script, some in texts.items()]
        parts["detection"] = lambda: detection(texts, options.files)
    if options.clean:
        parts["clean"] = lambda: false_repairs(options.clean)
    if options.samples:
        parts["samples"] = lambda: samples(options.samples)
    for name, part in parts.items():
        if options.only in (None, name):
            part()


if __name__ == "__main__":
    main()
