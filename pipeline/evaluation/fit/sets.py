"""Sets: the gold pages that the fit reads, with marks and without, each with its labels."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.evaluate import page as as_page
from pipeline.evaluation.evaluate import unmarked
from pipeline.evaluation.examples import Lines, examples
from pipeline.evaluation.fit.labelled import Labelled
from pipeline.evaluation.fit.labels import labels
from pipeline.evaluation.pages import Library
from pipeline.evaluation.situations import situations
from pipeline.evaluation.stories import Raw
from pipeline.page.chain import scene
from pipeline.page.learned import allowed
from pipeline.page.learned.states import AT, STATES, State
from pipeline.values.errors import UserError
from pipeline.values.settings import Settings

MOST = 2600
"""Fragments other than text of a set that count in full; the pages of larger sets count less, so that made pages do not
outweigh the real ones."""
REAL = 4.0
"""How much real pages count against made ones: with 1 titles of front pages left out are .870 and articles .919, with 4
.879 and .925."""
AGAIN_COUNT = 3.0
"""How much pages count that are made of the stories of small sets."""
FEW, FEW_COUNT = 5, 8.0
"""Pages of a set so small that each counts so many times, and that its stories are printed anew on made pages: with 1
two lines of the five seeds are read wrong."""
EXAMPLE = 30.0
"""How much each small page counts that shows a rare form: with 1 ten of 310 are read wrong, with 10 two."""
MADE = 120
"""Pages that are made with marks, and as many without; half as many as one line, a third of each further kind."""

_LINES = ("bylines", "inline_bylines", "decks", "cross_heads", "photos", "notices", "briefs", "furniture")
"""Damage to lines of display type, and lines that only the fit's further kinds of made pages have all of."""
_FLAT = (
    "inline_bylines",
    "headings",
    "jumps",
    "missing",
    "columns",
    "interruptions",
    "photos",
    "notices",
    "furniture",
    "flat",
)
"""Kinds of damage of pages that come as one line, of which few are drawn at random."""
_ALIKE = (*_LINES, "headings", "run_in_heads", "noise", "columns")
_PRINTED = (*_LINES, "columns", "inset", "jumps", "printed_lines")
_TYPESET = (*_LINES, "columns", "inset", "apart", "interruptions", "jumps", "lost_stops")

Sets = Mapping[str, Sequence[Gold]]


def gold_sets(folders: Iterable[Path]) -> dict[str, list[Gold]]:
    """The gold pages of some folders, searched recursively: a set for each folder that holds any.

    A set is named after its folder, of ``…/daily/gold`` after the folder above.

    Raises:
        UserError: a folder holds no gold page, or a page is none.
    """
    found: dict[str, list[Gold]] = {}
    for folder in folders:
        paths = sorted(folder.rglob("*.json"))
        for path in paths:
            found.setdefault(_name(path.parent), []).append(_gold(path))
        if not paths:
            raise UserError(f"{folder} holds no gold page (*.json)")
    return found


def _name(folder: Path) -> str:
    return folder.parent.name + folder.name[len("gold") :] if folder.name.startswith("gold") else folder.name


def _gold(path: Path) -> Gold:
    try:
        gold: Gold = json.loads(path.read_text(encoding="utf-8"))
        if not {"doc", "text", "articles", "markers", "removed"} <= gold.keys():
            raise ValueError("it has no doc, text, articles, markers or removed")
    except (OSError, ValueError, AttributeError) as problem:
        raise UserError(f"{path} is no gold page: {problem}") from None
    return gold


def with_plain(sets: Sets) -> dict[str, list[Gold]]:
    """The sets, and each that has heading marks once more without them."""
    found = {name: list(golds) for name, golds in sets.items()}
    for name, golds in sets.items():
        if any("\n#" in gold["text"] for gold in golds) and f"{name}_plain" not in found:
            found[f"{name}_plain"] = [unmarked(gold) for gold in golds]
    return found


def made_sets(articles: Iterable[Raw], pages: int = MADE) -> dict[str, list[Gold]]:
    """Made pages with marks, others without, and fewer of further kinds.

    As one line, with one mark for all display type, as printed lines, and typeset in columns that stand apart.
    """
    library, few = Library(articles), pages // 3
    return {
        "made": list(library.pages(pages, 7)),
        "made_plain": [unmarked(gold) for gold in library.pages(pages, 11)],
        "made_flat": list(library.pages(pages, 13, _FLAT)),
        "made_alike": [alike(gold) for gold in library.pages(few, 17, _ALIKE)],
        "made_printed": list(library.pages(2 * few, 19, _PRINTED)),
        "made_typeset": list(library.pages(2 * few, 23, _TYPESET)),
    }


def alike(gold: Gold) -> Gold:
    r"""The same page with one mark for every kind of display type, as some engines write; every offset stays.

    >>> alike({"text": "# 一片叶子\n\n## 采茶要等露水干"})["text"].split("\n")[-1]
    '#  采茶要等露水干'
    """
    return {**gold, "text": _DEEPER.sub(lambda mark: "#" + " " * len(mark[1]), gold["text"])}


_DEEPER = re.compile(r"^#(#+)", re.MULTILINE)


def labelled(sets: Sets, settings: Settings) -> list[Labelled]:
    """The pages of all sets with their labels, weighed so that no set counts more than :data:`MOST` fragments."""
    families = _families(sets)
    found = (_pages(name, families[name], golds, settings) for name, golds in sets.items())
    return [page for pages in found for page in _weighed(list(pages))]


def exemplary(settings: Settings) -> list[Labelled]:
    """The examples of the rules on their pages, and the rare cases of :mod:`pipeline.evaluation.situations`."""
    found = []
    for n, (lines, at, others) in enumerate(_small_pages()):
        text = "\n\n".join(line for _, line in lines) + "\n"
        gold = {"doc": f"example {n}", "text": text, "articles": [], "markers": [], "removed": []}
        seen = scene(as_page(gold), settings)
        roles = [{role} for role, _ in lines]
        roles[at] |= set(others)
        if len(seen) == len(roles):
            may = allowed(seen)
            wanted = np.array([[_fits(state, own) for state in STATES] for own in roles])
            possible = (may & wanted).any(axis=1, keepdims=True)
            found.append(Labelled("examples", "examples", gold, seen, np.where(possible, may & wanted, may)))
    return [replace(page, weight=EXAMPLE) for page in found]


def _small_pages() -> Iterator[tuple[Lines, int, tuple[str, ...]]]:
    """Pages with the role of each line, and a line that may have other roles too."""
    for example in examples():
        yield example.lines, example.at, example.place.roles
    for lines in situations():
        yield lines, 0, ()


def _fits(state: State, roles: set[str]) -> bool:
    """Whether a line of some roles may be in a state; a page of one story has no first paragraph but its headline's."""
    return state.name in roles or (state.role in roles and state.name not in ("title_more", "body_first"))


def _pages(name: str, family: str, golds: Sequence[Gold], settings: Settings) -> Iterator[Labelled]:
    headings = name.startswith("made")
    for gold in golds:
        seen = scene(as_page(gold), settings)
        yield Labelled(name, family, gold, seen, labels(gold, seen, headings))


def _weighed(pages: list[Labelled]) -> list[Labelled]:
    other = sum(int((~page.labels[:, AT["body"]]).sum()) for page in pages)
    weight = min(FEW_COUNT if len(pages) <= FEW else 1.0, MOST / max(1, other))
    weight *= AGAIN_COUNT if pages[0].again else 1.0 if pages[0].made else REAL
    return [replace(page, weight=weight) for page in pages]


def _families(sets: Sets) -> dict[str, str]:
    """The family of each set: sets that share a page are of one, named after the first; made ones are one."""
    families: dict[str, str] = {}
    owner: dict[str, str] = {}
    for name, golds in sets.items():
        known = [owner[gold["doc"]] for gold in golds if gold["doc"] in owner]
        made = name.startswith("made")
        families[name] = "made" if made else known[0] if known else name.removesuffix("_plain")
        owner.update((gold["doc"], families[name]) for gold in golds)
    return families


def digest(sets: Sets) -> str:
    """The SHA-256 of all gold pages that weights are fitted on, in their order."""
    found = hashlib.sha256()
    for name, golds in sets.items():
        for gold in golds:
            found.update(json.dumps([name, gold], ensure_ascii=False, sort_keys=True).encode())
    return found.hexdigest()
