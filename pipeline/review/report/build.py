"""Builds the report of an output folder: what has not changed since the last time is taken over from it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from pipeline.records import PageRow, dump_object
from pipeline.review.report import FOLDER, FRESH, MARK, START, STATE, ledger, scan, search
from pipeline.review.report.copies import Cluster, Passages, files
from pipeline.review.report.output import Lot, Output
from pipeline.review.report.page import PageView, view
from pipeline.review.report.render import code_version, render
from pipeline.review.report.summary import COLUMNS, Seen, Summary, see
from pipeline.values.errors import UserError
from pipeline.values.settings import ReportSettings
from pipeline.values.spread import Spread, here

A_TABLE = 4_000_000
"""Bytes of the table's lines in one file of the overview: about 30,000 pages, which open in less than a second."""


class Built(NamedTuple):
    """A report: the file to open, and how many of its pages are drawn."""

    start: Path
    drawn: int
    pages: int


def write(
    output: Path,
    target: Path | None = None,
    spread: Spread = here,
    largest: int = ReportSettings().largest,
    wanted: Sequence[str] = (),
) -> Built:
    """Build the report of an output folder; one that is there already is replaced once the new one is whole.

    Args:
        output: the folder that ``jieban run`` wrote.
        target: the folder to build; default: ``report`` below the output.
        spread: runs a function over lots of pages.
        largest: how many pages are drawn at most, the most doubtful ones.
        wanted: ids of pages that are drawn in any case.

    Raises:
        UserError: the folder holds no finished output, the target is a folder of something else, or a page that is
            wanted is not there.
    """
    source = Output(output)
    target = target or output / FOLDER
    if target.exists() and not _is_ours(target):
        raise UserError(f"{target} holds something else than a report; name another folder")
    unknown = set(wanted) - {page.doc for page in source.pages}
    if unknown:
        raise UserError(f"{output} has no page {sorted(unknown)[0]}; pages.jsonl lists those that it has")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
            new = Path(scratch) / "new"
            seen = _Builder(source, target, new, spread).build(largest, set(wanted))
            if target.exists():
                target.rename(Path(scratch) / "old")
            new.rename(target)
    except OSError as problem:
        raise UserError(f"the report {target} cannot be written ({problem.strerror})") from None
    return Built(target / START, sum(bool(one.drawn) for one in seen), len(seen))


def _is_ours(target: Path) -> bool:
    """Whether a folder may be replaced: it is empty, or holds a report that this program wrote."""
    if not target.is_dir() or target.is_symlink():
        return False
    if (target / STATE).is_file() or not any(target.iterdir()):
        return True
    try:
        return b'name="generator" content="jieban' in (target / START).read_bytes()[:20_000]
    except OSError:
        return False


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


class _Builder:
    """Builds one report, beside the one that is there."""

    def __init__(self, source: Output, old: Path, folder: Path, spread: Spread) -> None:
        self._source, self._target, self._folder, self._spread = source, old, folder, spread
        self._input = Path(source.run.input) if source.run else None
        self._files = [page_file(page) for page in source.pages]
        self._docs = {page.doc for page in source.pages if page.status == "ok"}
        self._lots = source.lots()
        self._before = _kept(old)
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
        """Write what is about all pages."""
        frame = {"up": "", "home_of": self.home_of}
        texts = all(seen.drawn for seen in pages)
        search.write(self._folder, self._source, pages, texts, frame)
        _write_duplicates(self._folder, self._clusters(), frame)
        _write_overview(self._folder, self._source, Summary(pages), frame)
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
        page: what it shows.
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
        boxes={str(start): found for start, found in boxes.items()},
    )


def _kept(old: Path) -> dict[str, Seen]:
    """What was seen for the last report, by file; nothing where it was made by other code."""
    try:
        state = orjson.loads((old / STATE).read_bytes())
        if state["code"] != code_version():
            return {}
        return {seen.file: seen for seen in (Seen(**row) for row in state["pages"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def fingerprint_of(report: Path) -> str | None:
    """The fingerprint of the output that a report was made from."""
    try:
        return str(orjson.loads((report / STATE).read_bytes())["fingerprint"])
    except (OSError, ValueError, KeyError):
        return None


def _write_duplicates(folder: Path, clusters: list[Cluster], frame: dict[str, Any]) -> None:
    lots = list(files(clusters))
    names = _numbered("duplicates", len(lots))
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("duplicates", clusters=lot, total=len(clusters), files=names, here=n, **frame)
        (folder / name).write_bytes(page)


def _write_overview(folder: Path, source: Output, summary: Summary, frame: dict[str, Any]) -> None:
    lots = list(_lots(summary.doubtful_first))
    names = _numbered("index", len(lots))
    common = {
        "manifest": source.manifest,
        "run": source.run,
        "plots": summary.plots,
        "columns": COLUMNS,
        "doubtful": summary.doubtful,
        "drawn": sum(bool(seen.drawn) for seen in summary.pages),
        "total": len(summary.pages),
    }
    settings = dump_object(source.manifest).decode()
    for n, (name, lot) in enumerate(zip(names, lots, strict=True)):
        page = render("overview", lines=lot, files=names, here=n, settings=settings, **common, **frame)
        (folder / name).write_bytes(page)


def _numbered(name: str, count: int) -> list[str]:
    return [f"{name}.html", *(f"{name}-{n}.html" for n in range(2, count + 1))]


def _lots(lines: list[list[Any]]) -> Iterator[list[list[Any]]]:
    lot: list[list[Any]] = []
    filled = 0
    for line in lines:
        size = len(orjson.dumps(line))
        if lot and filled + size > A_TABLE:
            yield lot
            lot, filled = [], 0
        lot.append(line)
        filled += size
    yield lot
