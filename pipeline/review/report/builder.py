"""Builds one report, beside the one that is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from pathlib import Path

import orjson

from pipeline.records import PageRow
from pipeline.review.report import FRESH, MARK, STATE, ledger, relations, scan, search
from pipeline.review.report.copies import Cluster, Passages
from pipeline.review.report.output import Lot, Output
from pipeline.review.report.overview import write_duplicates, write_overview, write_relations
from pipeline.review.report.page import PageView, view
from pipeline.review.report.render import code_version, render
from pipeline.review.report.summary import Seen, Summary, see
from pipeline.values.spread import Spread


def file_of(doc: str, place: str = "") -> str:
    """The file of a page. An id is data, never a path; and a page keeps its file when others are added.

    Args:
        doc: the page's id.
        place: of a page that is quarantined, whose id may be another page's, where it was read from.

    Example:
        >>> file_of("jxrb/2026-01-20/02")
        '9af435a2a90b83b6.html'
    """
    return blake2b(f"{doc}\0{place}".encode(), digest_size=8).hexdigest() + ".html"


def page_file(page: PageRow) -> str:
    """The file of a page of the output."""
    return file_of(page.doc, "" if page.status == "ok" else page.place)


class Builder:
    """Builds one report, beside the one that is there."""

    def __init__(self, source: Output, old: Path, folder: Path, spread: Spread) -> None:
        self._source, self._target, self._folder, self._spread = source, old, folder, spread
        self._input = Path(source.run.input) if source.run else None
        self._files = [page_file(page) for page in source.pages]
        self._docs = {page.doc for page in source.pages if page.status == "ok"}
        self._lots = source.lots()
        self._before = kept(old)
        has_text = {number for lot in self._lots if lot.part for number in lot.numbers}
        self._digests = [source.digest(n, n in has_text) for n in range(len(source.pages))]

    def build(self, largest: int, wanted: set[str]) -> list[Seen]:
        """Write all files."""
        (self._folder / "pages").mkdir(parents=True)
        seen = {
            n: self._before[file]
            for n, file in enumerate(self._files)
            if file in self._before and self._before[file].digest == self._digests[n]
        }
        changed = {n for n in range(len(self._files)) if n not in seen}
        few = len(self._files) <= largest
        seen |= self._look(changed, drawn=changed if few else set())
        chosen = self._chosen(seen, largest, wanted)
        again = {n for n in chosen if not self._take_over(seen[n], n)} - (changed if few else set())
        seen |= self._look(again, drawn=again)
        for n in seen.keys() - chosen:
            seen[n].drawn = ""
        pages = [seen[n] for n in range(len(self._files))]
        self._write_rest(pages)
        return pages

    def _chosen(self, seen: dict[int, Seen], largest: int, wanted: set[str]) -> set[int]:
        """The pages to draw: the most doubtful ones, and those that are wanted."""
        ordered = sorted(seen, key=lambda n: (-seen[n].doubt, n))
        return set(ordered[:largest]) | {n for n in seen if self._source.pages[n].doc in wanted}

    def _drawn_from(self, number: int) -> str:
        """All that a page's file depends on."""
        return f"{code_version()} {self._digests[number]} {self._neighbours(number)}"

    def _neighbours(self, number: int) -> tuple[str | None, str | None]:
        names = self._files
        before = names[number - 1] if number else None
        return before, names[number + 1] if number + 1 < len(names) else None

    def _take_over(self, seen: Seen, number: int) -> bool:
        """Whether the page's file is there: just drawn, or the same as in the last report."""
        target = self._folder / "pages" / seen.file
        if target.exists():
            return True
        if seen.drawn != self._drawn_from(number):
            return False
        try:
            os.link(self._target / "pages" / seen.file, target)
        except OSError:
            return False
        return True

    def _look(self, numbers: set[int], drawn: set[int]) -> dict[int, Seen]:
        """Read some pages anew, and draw some of those."""
        lots = [lot for lot in (lot.only(numbers) for lot in self._lots) if lot.numbers]
        found: dict[int, Seen] = {}
        for seen in self._spread(partial(self._look_at, drawn=drawn), lots):
            found |= seen
        return found

    def _look_at(self, lot: Lot, drawn: set[int]) -> dict[int, Seen]:
        found = {}
        for n, story in zip(lot.numbers, self._source.stories(lot), strict=True):
            if n in drawn:
                page = view(story)
                before, after = self._neighbours(n)
                picture = scan.of(story.page, self._input)
                content = draw(page, before, after, self.home_of, picture, self._target / "pages")
                (self._folder / "pages" / self._files[n]).write_bytes(content)
                entries = page.entries if page.left_out <= 0 else ledger.entries(story)
            else:
                entries = ledger.entries(story)
            found[n] = see(story, self._files[n], self._digests[n], entries)
            found[n].drawn = self._drawn_from(n) if n in drawn else ""
        return found

    def home_of(self, doc: str) -> str | None:
        """The file of a page, None where there is no such page."""
        return file_of(doc) if doc in self._docs else None

    def _write_rest(self, pages: list[Seen]) -> None:
        """Write the files that are about all pages."""
        frame = {"up": "", "home_of": self.home_of}
        texts = all(seen.drawn for seen in pages)
        search.write(self._folder, self._source, pages, texts, frame)
        write_duplicates(self._folder, self._clusters(), frame)
        write_relations(
            self._folder, relations.read(self._source.relations(), self._source.articles()), frame
        )
        write_overview(self._folder, self._source, Summary(pages), frame)
        state = {"fingerprint": self._source.manifest.fingerprint, "code": code_version()}
        (self._folder / STATE).write_bytes(orjson.dumps({**state, "pages": pages}))
        (self._folder / MARK).write_text(FRESH)

    def _clusters(self) -> list[Cluster]:
        passages = Passages(self._source.duplicates)
        for lot in self._lots:
            docs = {self._source.pages[n].doc for n in lot.numbers} & passages.docs
            if docs:
                for doc, text in lot.texts(docs).items():
                    passages.take(passages.of(doc, text))
        return passages.clusters()


def draw(
    page: PageView,
    before: str | None,
    after: str | None,
    home_of: Callable[[str], str | None],
    picture: scan.Scan | None = None,
    folder: Path = Path(),
) -> bytes:
    """The file of one page.

    Args:
        page: its view.
        before: the file of the page before it.
        after: the file of the next.
        home_of: the file of a page by its id, where it has one.
        picture: its scan.
        folder: where the file will stand.
    """
    boxes = scan.boxes(page.row.doc, (article.row for article in page.articles)) if picture else {}
    return render(
        "page",
        view=page,
        before=before,
        after=after,
        up="../",
        home_of=home_of,
        image=picture.seen_from(folder) if picture else None,
        image_origin=picture.origin if picture else "",
        picture={"size": picture.picture.size, "service": picture.picture.service} if picture else {},
        manifest=scan.manifest(page.row.metadata),
        boxes={str(start): found for start, found in boxes.items()},
    )


def kept(old: Path) -> dict[str, Seen]:
    """Read the summaries that the last report kept, by file; nothing where it was made by other code."""
    try:
        state = orjson.loads((old / STATE).read_bytes())
        if state["code"] != code_version():
            return {}
        return {seen.file: seen for seen in (Seen(**row) for row in state["pages"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
