"""Compares one page of output with its gold: the counts behind every figure of the score.

All measures are over visible characters: not white space, not the ``#`` and ``*`` of Markdown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.evaluation.outputs import MARKUP, Output, Row, fold

Tally = defaultdict[str, float]
"""Counts by name, added up over pages."""
ASIDE = ("title", "byline", "credit", "caption")
"""Roles that stand beside the running text."""
UNSCORED = ("title", "byline", "credit")
"""Roles that are not compared as paragraphs."""


class PageScore:
    """Compares one page; ``tally`` and ``problems`` add up over pages."""

    def __init__(self, gold: Row, output: Output, tally: Tally, problems: list[str]) -> None:
        """``gold`` is a page's gold with its text."""
        self.gold, self.tally, self.problems = gold, tally, problems
        self.doc, self.text = gold["doc"], gold["text"]
        self.hidden = {i for i, char in enumerate(self.text) if char.isspace() or char in MARKUP}
        self.seen = output.owner[self.doc]
        self.changed = output.changed[self.doc]
        self.articles = output.articles[self.doc]
        self.cuts = [(self.offsets([cut["span"]]), self.offsets([cut["twin"]])) for cut in gold["removed"]]
        self.swap = self._swapped_copies()

    def run(self) -> None:
        """Add this page's counts."""
        label = self._labels()
        self._conservation()
        self._faithful()
        self._grouping(label)
        self._removed(label)
        self._paragraphs()
        self._order()
        self._values()

    def offsets(self, spans: Iterable[Sequence[int]]) -> list[int]:
        """The visible characters of spans, in their order."""
        return [i for start, end in spans for i in range(start, end) if i not in self.hidden]

    def count(self, name: str, good: float, found: float, wanted: float) -> None:
        """Add to the counts of an F1."""
        self.tally[name + "_good"] += good
        self.tally[name + "_found"] += found
        self.tally[name + "_gold"] += wanted

    def _block_offsets(self, block: Row) -> list[int]:
        return self.offsets([(p["start"], p["end"]) for p in block["pieces"] if p["doc"] == self.doc])

    def _back(self, block: Row) -> list[int]:
        return [self.swap.get(i, i) for i in self._block_offsets(block)]

    def _state(self, i: int) -> tuple[str, str] | None:
        rows = self.seen.get(i)
        return rows[0] if rows else None

    def _at(self, i: int) -> tuple[str, str] | None:
        return self._state(self.swap.get(i, i))

    def _is_in(self, offsets: Iterable[int], where: str) -> bool:
        return all((self._state(i) or ("", ""))[0] == where for i in offsets)

    def _swapped_copies(self) -> dict[int, int]:
        """Where the other of two equal copies was dropped, exchange them."""
        swap: dict[int, int] = {}
        for cut, twin in self.cuts:
            if len(cut) == len(twin) and self._is_in(cut, "article") and self._is_in(twin, "dropped"):
                swap.update(zip(cut, twin, strict=True))
                swap.update(zip(twin, cut, strict=True))
        return swap

    def _labels(self) -> dict[int, int]:
        """Which gold article each of the page's characters belongs to."""
        label: dict[int, int] = {}
        for n, article in enumerate(self.gold["articles"]):
            spans = [span for paragraph in article["paragraphs"] for span in paragraph["spans"]]
            spans += [article["title"]["span"]] if article["title"] else []
            spans += [article["byline_span"]] if article.get("byline_span") else []
            label.update((i, n) for i in self.offsets(spans))
        return label

    def _conservation(self) -> None:
        visible = [i for i in range(len(self.text)) if i not in self.hidden]
        lost = [i for i in visible if len(self.seen.get(i, ())) != 1]
        self.tally["visible"] += len(visible)
        self.tally["once"] += len(visible) - len(lost)
        if lost:
            where = self.text[max(0, lost[0] - 8) : lost[0] + 8]
            self.problems.append(
                f"{self.doc}: {len(lost)} characters not accounted for exactly once, "
                f"first at {lost[0]} ({where!r})"
            )

    def _faithful(self) -> None:
        for block in (block for article in self.articles for block in article["blocks"]):
            spans = [(p["start"], p["end"]) for p in block["pieces"] if p["doc"] == self.doc]
            if "text" not in block or len(spans) < len(block["pieces"]):
                continue
            same = fold("".join(self.text[start:end] for start, end in spans)) == fold(block["text"])
            good = same or any(i in self.changed for start, end in spans for i in range(start, end))
            self.tally["blocks"] += 1
            self.tally["faithful"] += good
            if not good:
                self.problems.append(
                    f"{self.doc}: text of {block['role']} differs from its pieces: {block['text'][:30]!r}"
                )

    def _grouping(self, label: dict[int, int]) -> None:
        """B-cubed precision and recall (Bagga and Baldwin 1998), added up over characters."""
        found = {i: a[1] if (a := self._at(i)) and a[0] == "article" else f"none {i}" for i in label}
        both = Counter((n, found[i]) for i, n in label.items())
        golds, founds = Counter(label.values()), Counter(found.values())
        precision = sum(n * n / founds[f] for (_, f), n in both.items())
        recall = sum(n * n / golds[g] for (g, _), n in both.items())
        self.tally["bp"] += precision
        self.tally["br"] += recall
        self.tally["chars"] += len(label)

    def _removed(self, label: dict[int, int]) -> None:
        removed = {i for cut, _ in self.cuts for i in cut}
        markers = set(self.offsets(self.gold["markers"]))
        dropped = {i for i in set(label) | removed if (self._at(i) or ("",))[0] == "dropped"}
        self.count("cut", len(dropped & removed), len(dropped - markers), len(removed))
        self.tally["lost"] += len(dropped - removed - markers)

    def _paragraphs(self) -> None:
        whole = [self.offsets(p["spans"]) for a in self.gold["articles"] for p in a["paragraphs"]]
        golds = [offsets for offsets in whole if offsets]
        index: dict[int, set[int]] = defaultdict(set)
        for n, offsets in enumerate(golds):
            for i in offsets:
                index[i].add(n)
        used: set[int] = set()
        found = [readings for article in self.articles for readings in self._readings(article)]
        for readings in found:
            near = Counter(n for i in readings[0] for n in index.get(i, ()))
            best = near.most_common(1)[0][0] if near else None
            if best is not None and best not in used and any(agree(r, golds[best]) for r in readings):
                used.add(best)
            else:
                other = "any gold paragraph" if best is None else f"gold paragraph at {golds[best][0]}"
                self.problems.append(f"{self.doc}: paragraph at {readings[0][0]} differs from {other}")
        self.count("para", len(used), len(found), len(golds))

    def _readings(self, article: Row) -> list[list[list[int]]]:
        """An article's paragraphs, each with the readings accepted: a caption with or without its credit."""
        scored: list[tuple[str, list[list[int]]]] = []
        for block in article["blocks"]:
            offsets = self._back(block)
            if block["role"] == "credit" and offsets and scored and scored[-1][0] == "caption":
                scored[-1][1].append(scored[-1][1][0] + offsets)
            elif block["role"] not in UNSCORED and offsets:
                scored.append((block["role"], [offsets]))
        return [readings for _, readings in scored]

    def _order(self) -> None:
        place: dict[int, tuple[str, int]] = {}
        for article in self.articles:
            running = [block for block in article["blocks"] if block["role"] not in ASIDE]
            for n, block in enumerate(running):
                place.update((i, (article["id"], n)) for i in self._block_offsets(block))
        for article in self.gold["articles"]:
            flow = [self.offsets(p["spans"]) for p in article["paragraphs"] if p["role"] not in ASIDE]
            for one, two in pairwise([offsets for offsets in flow if offsets]):
                here, there = (place.get(self.swap.get(i, i)) for i in (one[-1], two[0]))
                self.tally["order_all"] += 1
                self.tally["order_good"] += bool(here and there and there == (here[0], here[1] + 1))

    def _values(self) -> None:
        mine = [a for a in self.articles if a["doc"] == self.doc]
        golds = self._not_joined_elsewhere()
        unsure = {
            (self._key_gold(a), name)
            for a in golds
            for name, key in (("head", "truncated_head"), ("tail", "truncated_tail"))
            if a[key] is None
        }
        self._compare(
            "title", [a["title"] and a["title"]["text"] for a in golds], [a.get("title") for a in mine]
        )
        self._compare("byline", [_names(a) for a in golds], [_names(a) for a in mine])
        ends = ("continued_from", "truncated_head", "truncated_tail")
        told = ("continued_from", "missing_head", "missing_tail")
        want = [flag for a in golds for flag in flags(self._key_gold(a), *map(a.get, ends))]
        have = [flag for a in mine for flag in flags(self._key_output(a), *map(a.get, told))]
        self._compare_values(
            "flag", [f for f in want if f not in unsure], [f for f in have if f not in unsure]
        )

    def _not_joined_elsewhere(self) -> list[Row]:
        """The gold's articles, without the second halves that the output joined to another page."""
        joined = {a["id"] for a in self.articles if a["doc"] != self.doc}
        golds = []
        for article in self.gold["articles"]:
            owners = Counter(a[1] for i in self._running(article)[:40] if (a := self._at(i)))
            if not (article["continued_from"] and owners and owners.most_common(1)[0][0] in joined):
                golds.append(article)
        return golds

    def _compare(self, name: str, want: Iterable[str | None], have: Iterable[str | None]) -> None:
        self._compare_values(name, [fold(v) for v in want if v], [fold(v) for v in have if v])

    def _compare_values(self, name: str, want_list: Iterable[object], have_list: Iterable[object]) -> None:
        want, have = Counter(want_list), Counter(have_list)
        self.count(name, sum((want & have).values()), sum(have.values()), sum(want.values()))
        self.problems += [f"{self.doc}: {name} missing: {v!r}" for v in want - have]
        self.problems += [f"{self.doc}: {name} not in gold: {v!r}" for v in have - want]

    def _running(self, article: Row) -> list[int]:
        return [i for p in article["paragraphs"] if p["role"] not in ASIDE for i in self.offsets(p["spans"])]

    def _key_gold(self, article: Row) -> int:
        return min(self._running(article), default=-1)

    def _key_output(self, article: Row) -> int:
        blocks = (block for block in article["blocks"] if block["role"] not in ASIDE)
        return min((i for block in blocks for i in self._back(block)), default=-2)


def agree(found: list[int], gold: list[int]) -> bool:
    """The same characters in the same order; three may differ at the seams of a long paragraph."""
    a, b = set(found), set(gold)
    if len(a ^ b) > (3 if len(gold) > 30 else 0):
        return False
    return [i for i in found if i in b] == [i for i in gold if i in a]


def flags(key: int, page: object, head: object, tail: object) -> list[tuple[object, ...]]:
    """Give the facts about an article's ends as comparable values; ``key`` is where its text begins."""
    found: list[tuple[object, ...]] = [(key, "from", str(page))] if page else []
    return found + [(key, "head")] * bool(head) + [(key, "tail")] * bool(tail)


def _names(article: Row) -> str:
    return "/".join(article.get("byline") or ())
