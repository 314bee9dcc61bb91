"""The desk of ``jieban review``: an output folder with its report, its decisions, its pages cleaned anew."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import RLock
from typing import Any

import orjson

from pipeline.page.chain import clean_page
from pipeline.records import load
from pipeline.records.manifest import Manifest
from pipeline.review.journal import Journal, parsed
from pipeline.review.report import FOLDER, scan
from pipeline.review.report.build import fingerprint_of
from pipeline.review.report.builder import draw, file_of, page_file
from pipeline.review.report.output import Output
from pipeline.review.report.page import view
from pipeline.run.orders import DECISIONS
from pipeline.run.sums import MANIFEST
from pipeline.values.decided import Verdicts
from pipeline.values.errors import UserError
from pipeline.values.model import Cleaned, Page
from pipeline.values.settings import Settings

MOST = 200
"""Places that a search shows."""
AROUND = 20  # characters before a word that was found; twice as many behind it


class Desk:
    """One output folder under review.

    Args:
        output: the folder; its report is there already.

    Raises:
        UserError: it holds no finished output, or a line of its decisions is none.
    """

    def __init__(self, output: Path) -> None:
        self._folder = output
        self._report = (output / FOLDER).resolve()
        self.journal = Journal(output / DECISIONS)
        self._lock = RLock()
        self._source: Output | None = None

    # decisions

    def decisions(self, doc: str | None) -> dict[str, Any]:
        """Give the decisions that count now, of one page or of all, as the report reads them."""
        rows = self.journal.rows(doc)
        return {
            "rows": [row.model_dump(mode="json", exclude_none=True) for row in rows],
            "agreement": self.journal.agreement(),
            "pending": self._pending(),
        }

    def count(self) -> dict[str, int]:
        """How many decisions count now."""
        return {"count": sum(row.verdict != "undo" for row in self.journal.rows())}

    def take(self, data: bytes) -> dict[str, int]:
        """Write decisions that the report sent.

        Raises:
            ValueError: they are none.
        """
        return {"written": self.journal.take(parsed(data))}

    def _pending(self) -> int:
        """How many decisions were taken after the output was made."""
        try:
            made = (self._folder / MANIFEST).stat().st_mtime
        except OSError:  # a run is writing
            return 0
        return sum(row.at.timestamp() > made for row in self.journal.rows())

    # files of the report

    def file(self, name: str) -> bytes | None:
        """A file of the report, made to speak to the server; a page that is not drawn yet is drawn now."""
        path = (self._report / name).resolve()
        if not path.is_relative_to(self._report):
            return None
        try:
            content = path.read_bytes()
        except OSError:
            content = self._draw(name) or b""
        return _served(content) if path.suffix == ".html" else content or None

    def _draw(self, name: str) -> bytes | None:
        folder, _, file = name.partition("/")
        if folder != "pages":
            return None
        with self._lock:
            source = self._output()
            names = [page_file(page) for page in source.pages]
            if file not in names:
                return None
            n, known = names.index(file), set(names)
            lot = next(lot for lot in source.lots() if n in lot.numbers).only({n})
            (story,) = source.stories(lot)
            before = names[n - 1] if n else None
            after = names[n + 1] if n + 1 < len(names) else None
            picture = scan.of(story.page, _input(source))

            def home_of(doc: str) -> str | None:
                return file_of(doc) if file_of(doc) in known else None

            return draw(view(story), before, after, home_of, picture, self._report / "pages")

    def scan(self, doc: str) -> Path | None:
        """The file of a page's picture, where it has one in the input folder."""
        with self._lock:
            source = self._output()
            page = next((page for page in source.pages if page.doc == doc), None)
            found = scan.of(page, _input(source)) if page else None
            return found.file if found else None

    def _output(self) -> Output:
        """The output, read again when a run has written another."""
        now = self._fingerprint()
        if self._source is None or self._source.manifest.fingerprint != now:
            self._source = Output(self._folder)
        return self._source

    @property
    def is_stale(self) -> bool:
        """Whether a run has written the output since the report was built."""
        return fingerprint_of(self._report) != self._fingerprint()

    def _fingerprint(self) -> str:
        try:
            return load(Manifest, (self._folder / MANIFEST).read_bytes()).fingerprint
        except (OSError, ValueError):
            raise UserError(
                f"{self._folder} holds no finished output: a run is writing it, or was stopped; run again"
            ) from None

    # a page cleaned anew

    def preview(self, doc: str) -> dict[str, Any]:
        """The articles of a page, cleaned again with all decisions that count now.

        Raises:
            UserError: the page, or its text, is not there.
        """
        with self._lock:
            source = self._output()
            number = next((n for n, page in enumerate(source.pages) if page.doc == doc), None)
            if number is None:
                raise UserError(f"there is no page {doc}")
            lot = next(lot for lot in source.lots() if number in lot.numbers)
            text = lot.texts({doc}).get(doc)
        if text is None:
            raise UserError("the page's text was not kept; run again")
        settings = Settings.model_validate(source.manifest.settings)
        page = Page(doc, text)
        said = Verdicts(row for row in self.journal.rows(doc))
        cleaned = clean_page(page, settings, said.for_page(page))
        return {"articles": list(_articles(cleaned))}

    # the search

    def search(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Where words stand: in headlines, names and running text of ``articles.jsonl``, read through each time."""
        words = asked.get("words", "").lower().split()
        where, since, until = asked.get("where", "all"), asked.get("from", ""), asked.get("to", "")
        hits: list[dict[str, Any]] = []
        count = 0
        for article in _with(self._folder / "articles.jsonl", words):
            date = article["date"] or ""
            if (since and date < since) or (until and (date or "9") > until):
                continue
            hit = _hit(article, words, where)
            if hit:
                count += 1
                if len(hits) < MOST:
                    hits.append(hit)
        return {"count": count, "hits": hits}


def _input(source: Output) -> Path | None:
    return Path(source.run.input) if source.run else None


def _served(content: bytes) -> bytes | None:
    """A file of the report, which may now send decisions to where it comes from."""
    if not content:
        return None
    content = content.replace(b"connect-src 'none'", b"connect-src 'self'", 1)
    return content.replace(b'<html lang="en"', b'<html lang="en" data-served', 1)


def _articles(cleaned: Cleaned) -> Iterator[dict[str, Any]]:
    for article in cleaned.articles:
        yield {
            "kind": article.kind,
            "byline": list(article.byline),
            "lost": [f"missing_{end}" for end in ("head", "tail") if getattr(article, f"missing_{end}")],
            "blocks": [{"role": block.role, "text": block.text.text} for block in article.blocks],
        }


def _with(path: Path, words: list[str]) -> Iterator[dict[str, Any]]:
    """The articles whose lines hold the longest of some words, as it is written; without words: all."""
    needle = max(words, key=len, default="")
    if not needle or needle != needle.upper():  # Latin letters may stand in either case
        with path.open("rb") as lines:
            yield from map(orjson.loads, lines)
        return
    with path.open("rb") as file:
        if not path.stat().st_size:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            at = data.find(needle.encode())
            while at >= 0:
                start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
                yield orjson.loads(data[start:end])
                at = data.find(needle.encode(), end)


def _hit(article: Mapping[str, Any], words: list[str], where: str) -> dict[str, Any] | None:
    title = " ".join(article[name] for name in ("kicker", "title", "subtitle") if article[name])
    fields = {
        "title": title,
        "names": "、".join(article["byline"]),
        "text": article["text"],
        "reasons": " ".join(article["warnings"]),
    }
    for kind, text in fields.items():
        if where in ("all", kind) and all(word in text.lower() for word in words):
            shown = "" if kind == "title" else _around(text, words) if kind == "text" else text
            found = {"file": file_of(article["doc"]), "doc": article["doc"], "date": article["date"]}
            return {**found, "kind": kind, "id": article["id"], "title": title, "text": shown}
    return None


def _around(text: str, words: list[str]) -> str:
    word = words[0] if words else ""
    at = text.lower().find(word)
    start = max(0, at - AROUND)
    return f"{'…' if start else ''}{text[start : at + len(word) + 2 * AROUND]}…".replace("\n", " ")
