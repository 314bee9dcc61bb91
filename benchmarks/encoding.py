"""How fast, and how well, bytes become clean text: ``python benchmarks/encoding.py [FILE ...]``.

Measures on the seeds: speed of decoding, detection and repair; mojibake made of them along every route.
With clean UTF-8 text files as arguments also counts false repairs in those. Nothing fails for being slow.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.encoding import decode, repair
from pipeline.encoding.changes import apply
from pipeline.encoding.mojibake import mend
from pipeline.settings import EncodingSettings
from pipeline.text import Traced

SETTINGS = EncodingSettings()
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PAGE = 6000  # characters
STRINGS = 100  # of each length


def as_cp936(data: bytes) -> str:
    """Bytes as Windows reads GBK: the lone byte 0x80 is the euro sign."""
    text, at = [], 0
    while at < len(data):
        size = 1 if data[at] <= 0x80 else 2
        text.append("€" if data[at] == 0x80 else data[at : at + size].decode("gbk"))
        at += size
    return "".join(text)


def as_cp1252(data: bytes) -> str:
    """Bytes as Windows-1252, where it has none as Latin-1."""
    return "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in data)


ROUTES: dict[str, Callable[[str], str]] = {
    "UTF-8 as GBK": lambda text: as_cp936(text.encode()),
    "UTF-8 as Windows-1252": lambda text: as_cp1252(text.encode()),
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "GBK as Windows-1252": lambda text: as_cp1252(text.encode("gbk")),
    "GBK as Big5": lambda text: text.encode("gbk").decode("big5"),
    "Big5 as GBK": lambda text: text.encode("big5").decode("gbk"),
    "Big5 as Latin-1": lambda text: text.encode("big5").decode("latin-1"),
    "UTF-8 as Windows-1252, twice": lambda text: as_cp1252(as_cp1252(text.encode()).encode()),
    "UTF-8 as GBK, twice": lambda text: as_cp936(as_cp936(text.encode()).encode()),
}


def clean_pages() -> list[str]:
    """The seeds as they are once repaired: text that needs nothing."""
    return [repair(Traced.read("seed", path.read_text(encoding="utf-8")), SETTINGS)[0].text for path in SEEDS]


def speed(pages: list[str], name: str, rounds: int = 40) -> None:
    """Megabytes of UTF-8 a second of processor time, from bytes to the repaired text."""
    data = [page.encode() for page in pages]
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for page in data:
            repair(Traced.read("page", decode(page, SETTINGS).text), SETTINGS)
        best = min(best, time.process_time() - start)
    size = sum(map(len, data))
    print(f"{name:32} {size / best / 1e6:8.1f} MB/s {best / len(pages) * 1e3:8.2f} ms a page")


def mended(route: Callable[[str], str], pages: list[str], length: int, dice: random.Random) -> str:
    """Per cent of strings that come back exactly, of those that the route does not lose."""
    right = made = 0
    for _ in range(STRINGS * 20):
        page = dice.choice(pages)
        start = dice.randrange(len(page) - length)
        text = "".join(page[start : start + length].split())
        try:
            broken = route(text)
        except UnicodeError:
            continue
        if broken != text and made < STRINGS:
            made += 1
            right += apply(broken, mend(broken)[0]) == text
    return f"{100 * right / made:5.0f}" if made else "    -"


def false_repairs(path: Path) -> None:
    """How many stretches of a clean text are mended."""
    text = path.read_text(encoding="utf-8")
    start = time.process_time()
    found = [change for at in range(0, len(text), PAGE) for change in mend(text[at : at + PAGE])[0]]
    seconds = time.process_time() - start
    rate = len(text.encode()) / seconds / 1e6
    print(f"{path.name:32} {len(text):10} characters {len(found):6} changes {rate:8.1f} MB/s")


def main() -> None:
    """Print all figures."""
    mend("鎶ョ焊")  # loads the tables
    pages = clean_pages()
    speed(pages, "clean UTF-8")
    speed([path.read_text(encoding="utf-8") for path in SEEDS], "seeds (half-width punctuation)")
    lengths = (2, 3, 4, 6, 10, 20, 60)
    print("\nmended exactly, per cent, by length" + "".join(f"{length:6}" for length in lengths))
    dice = random.Random(1)
    for name, route in ROUTES.items():
        print(f"{name:34} " + " ".join(mended(route, pages, length, dice) for length in lengths))
    for argument in sys.argv[1:]:
        false_repairs(Path(argument))


if __name__ == "__main__":
    main()
