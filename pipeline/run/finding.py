"""Which articles of an output repeat a text: asked of an index of the output, without a run.

The index is made of ``articles.jsonl`` when it is first asked, and made anew when the output has changed:
signatures that it has are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

from pipeline.duplicates.fold import Folded, Index, fold
from pipeline.duplicates.lean import records, signatures
from pipeline.duplicates.lookup import Lookup, SortedPrints, build, keyed
from pipeline.duplicates.redis import RedisBands
from pipeline.duplicates.relation import Relation, relation
from pipeline.duplicates.shingles import Hashes
from pipeline.duplicates.signatures import permutations
from pipeline.duplicates.signatures import signatures as signed
from pipeline.duplicates.winnow import fingerprints
from pipeline.run.files import Workplace, publishing
from pipeline.run.sums import read_manifest
from pipeline.values.errors import UserError
from pipeline.values.settings import DuplicateSettings, Settings

INDEX, SIGNATURES, DRAWN = "index", "signatures.lean", "permutations.npy"
MOST = 20
"""Articles that a question is compared with: those that have most in common with it."""

_BATCH = 1000  # articles that are folded together
_BAND = 4  # fingerprints that a paragraph of the same bands counts for


class Answer(NamedTuple):
    """An article of the archive that repeats a text, and their relation."""

    article: dict[str, object]
    relation: Relation


class Finder:
    """Answers from the index of one output.

    Args:
        output: of a run.

    Raises:
        UserError: it holds no whole output.
    """

    def __init__(self, output: Path) -> None:
        manifest = read_manifest(output)
        if manifest is None:
            raise UserError(f"{output} holds no whole output of jieban run; run it first")
        self.settings: DuplicateSettings = Settings.model_validate(manifest.settings).duplicates
        self._articles = output / "articles.jsonl"
        workplace = Workplace(output)
        self.folder = workplace.root / INDEX / manifest.fingerprint
        if not self.folder.exists():
            _make(self._articles, workplace, self.folder, self.settings)
        self._lookup = Lookup(self.folder, self.settings)
        self._owner: Index = np.load(self.folder / "articles.npy", mmap_mode="r")
        self._offsets: Index = np.load(self.folder / "offsets.npy", mmap_mode="r")
        self._drawn = _drawn(self.folder, self.settings)
        self._redis = _Redis(self.folder, self.settings) if self.settings.index else None

    def find(self, text: str, without: str | None = None) -> list[Answer]:
        """The articles that repeat a text, or part of it, those that have most in common with it first.

        Args:
            text: a sentence of 20 letters or more, a paragraph, an article.
            without: the id of an article that is left out.
        """
        likely = self._likely(text)
        folded = fold([text]).text(0)
        answers = []
        for number in likely:
            article = self._read(number)
            known = relation(folded, fold([str(article["text"])]).text(0), self.settings)
            if known and article["id"] != without:
                answers.append(Answer(article, known))
        answers.sort(key=lambda answer: (-answer.relation.share_a, str(answer.article["id"])))
        return answers

    def _likely(self, text: str) -> list[int]:
        """The articles, by number, that have most in common with a text."""
        paragraphs = fold(_paragraphs(text))
        found: Counter[int] = Counter()
        for number, shared in self._lookup.sharing(fold([text])).items():
            found[int(self._owner[number])] += shared
        asked = signed(paragraphs, self.settings, self._drawn)
        for number in set((self._redis or self._lookup).like(asked)):
            found[int(self._owner[number])] += _BAND
        return sorted(found, key=lambda number: (-found[number], number))[:MOST]

    def _read(self, number: int) -> dict[str, object]:
        with self._articles.open("rb") as file:
            file.seek(int(self._offsets[number]))
            article: dict[str, object] = orjson.loads(file.readline())
        return article


def _drawn(folder: Path, settings: DuplicateSettings) -> tuple[Hashes, Hashes]:
    """The permutations that an index was signed with; drawing them anew loads datasketch, which takes half a second."""
    try:
        a, b = np.load(folder / DRAWN)
    except FileNotFoundError:  # an index of an earlier version
        return permutations(settings.permutations)
    return a, b


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _make(articles: Path, workplace: Workplace, target: Path, settings: DuplicateSettings) -> None:
    """Index the articles of an output; of an index that is there the signatures are taken."""
    target.parent.mkdir(parents=True, exist_ok=True)
    known = _Known(sorted(folder for folder in target.parent.iterdir() if folder.is_dir()), settings)
    parts: list[tuple[np.ndarray, ...]] = []
    offsets = [0]
    texts = 0
    with (
        articles.open("rb") as file,
        publishing(target, workplace.scratch) as folder,
        (folder / SIGNATURES).open("wb") as lean,
    ):
        printed = SortedPrints(folder)
        while True:
            lines = list(islice(file, _BATCH))
            some = [_paragraphs(orjson.loads(line)["text"]) for line in lines]
            folded = fold([text for paragraphs in some for text in paragraphs])
            digests = _digests(folded)
            made = known.signatures(folded, digests)
            lean.write(records(made))
            owner = np.repeat(np.arange(len(some)) + len(offsets) - 1, list(map(len, some)))
            prints = fingerprints(folded)
            of = (folded.owner(prints["place"].astype(np.int64)) + texts).astype(np.uint32)
            printed.add(prints["key"], of)
            parts.append((owner, digests, keyed(made, settings).T))
            texts += len(folded)
            offsets += [offsets[-1] + size for size in accumulate(map(len, lines))]
            if not lines:  # the last batch is empty, so that there is one
                break
        np.save(folder / DRAWN, np.array(permutations(settings.permutations)))
        np.save(folder / "offsets.npy", np.array(offsets, dtype=np.int64))
        owners, every, keys = (np.concatenate(column) for column in zip(*parts, strict=True))
        del parts
        np.save(folder / "articles.npy", owners.astype(np.int64))
        np.save(folder / "digests.npy", every)
        build(folder, np.ascontiguousarray(keys.T), printed)


class _Known:
    """The signatures of older indexes, by the digest of a text."""

    def __init__(self, old: Sequence[Path], settings: DuplicateSettings) -> None:
        self._settings = settings
        digests = [np.zeros(0, dtype=np.int64), *(np.load(folder / "digests.npy") for folder in old)]
        rows = [np.zeros((0, settings.permutations), dtype=np.uint32)]
        rows += [signatures((folder / SIGNATURES).read_bytes(), settings.permutations) for folder in old]
        every = np.concatenate(digests)
        order = np.argsort(every, kind="stable")
        self._digests, self._rows, self._order = every[order], np.concatenate(rows), order

    def signatures(self, folded: Folded, digests: Index) -> Hashes:
        """Give the signatures of some texts, (n, permutations); those that are not known are made."""
        made = np.zeros((len(folded), self._settings.permutations), dtype=np.uint32)
        missing = np.ones(len(folded), dtype=bool)
        if len(self._digests):
            at = np.minimum(np.searchsorted(self._digests, digests), len(self._digests) - 1)
            missing = self._digests[at] != digests
            made[~missing] = self._rows[self._order[at[~missing]]]
        if missing.any():
            new = fold([folded.text(number) for number in np.flatnonzero(missing).tolist()])
            made[missing] = signed(new, self._settings)
        return made


def _digests(folded: Folded) -> Index:
    """A number for each text, (n,), the same for the same folded text."""
    found = np.zeros(len(folded), dtype=np.int64)
    for number in range(len(folded)):
        codes = folded.codes[folded.bounds[number] : folded.bounds[number + 1]]
        found[number] = int.from_bytes(blake2b(codes.tobytes(), digest_size=7).digest(), "little")
    return found


class _Redis:
    """The band index in Redis, with the texts of an index that are new added to it."""

    def __init__(self, folder: Path, settings: DuplicateSettings) -> None:
        self._bands = RedisBands(settings.index, settings)
        digests = np.load(folder / "digests.npy")
        rows = signatures((folder / SIGNATURES).read_bytes(), settings.permutations)
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, digest in enumerate(digests.tolist()):
            self._numbers[str(digest)].append(number)
        told = folder / "redis"
        if not told.exists():
            self._bands.add({key: rows[numbers[0]] for key, numbers in self._numbers.items()})
            told.touch()

    def like(self, asked: Hashes) -> Iterator[int]:
        """The texts of the index, by number, that are like one of some signatures."""
        return (number for key in self._bands.like(asked) for number in self._numbers.get(key, ()))


def against(answers: Finder, lines: Iterable[bytes]) -> Iterator[tuple[dict[str, object], Answer]]:
    """Find the articles that an archive has already: each with the article that has most of it."""
    for line in lines:
        article = orjson.loads(line)
        if article["text"] and (found := answers.find(article["text"])):
            yield article, found[0]
