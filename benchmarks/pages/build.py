"""Pages that you fetched and the standoff files become a folder of pages and a folder of gold.

A page is recognised by what it says, wherever it is: in a text file, or in any string of a JSON or JSON Lines file.
Its lines may come in any order, among any others: the standoff file says by their hashes which they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from benchmarks.pages.standoff import DIGITS, Row, assemble, decode, digest

DATA = Path(__file__).parent / "data"
KINDS = tuple(sorted(path.stem for path in DATA.glob("*.jsonl")))


def standoff(kind: str, folder: Path = DATA) -> list[Row]:
    """The pages of a kind, without their text."""
    lines = (folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Fetched:
    """What was fetched.

    Attributes:
        files: by SHA-256, each text as it was.
        texts: by hash of its visible characters, each text.
        lines: by hash of its visible characters, each line without its marks.
    """

    files: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Fetched:
        """Read every file below a folder: ``.json``, ``.jsonl``, ``.html``, and whatever is UTF-8 text.

        Raises:
            FileNotFoundError: there is no such folder.
        """
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder} is no folder: name the one that holds the pages you fetched")
        found = cls()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            for text in _texts(path):
                found.add(text)
        return found

    def add(self, text: str) -> None:
        """Take a text, and each of its lines."""
        self.files[sha256(text)] = text
        self.texts.setdefault(digest(text), text)
        for line in text.split("\n"):
            self.lines.setdefault(digest(line)[:DIGITS], line.strip("#* \t\r\u3000"))

    def page(self, row: Row) -> str:
        """The text of a page, with the marks it has in the benchmark where its lines were found.

        Raises:
            LookupError: the page was not fetched; the message counts the missing lines.
        """
        if row["sha256"] in self.files:
            return self.files[row["sha256"]]
        try:
            text = assemble(row, self.lines)
        except LookupError:
            if row["visible"] not in self.texts:
                raise
            return self.texts[row["visible"]]  # the same characters in other lines
        if digest(text) != row["visible"]:
            raise LookupError(f"{row['doc']}: its lines were found, but together they are another page")
        return text


def build(rows: Iterable[Row], fetched: Fetched, target: Path) -> Iterator[tuple[Row, str]]:
    """Write ``target/pages`` and ``target/gold``, page by page.

    Yields:
        Each page with how it was found: ``exact`` (the same file to the byte), ``same characters``, or why not.
    """
    for part in ("pages", "gold"):
        (target / part).mkdir(parents=True, exist_ok=True)
    for row in rows:
        try:
            text = fetched.page(row)
        except LookupError as error:
            yield row, str(error)
            continue
        gold = json.dumps(decode(row, text), ensure_ascii=False, indent=1)
        (target / "gold" / f"{row['doc']}.json").write_text(gold, encoding="utf-8")
        (target / "pages" / row["file"]).write_bytes(text.encode())
        yield row, "exact" if sha256(text) == row["sha256"] else "same characters"


def _texts(path: Path) -> Iterator[str]:
    try:
        text = path.read_bytes().decode("utf-8")
        if path.suffix == ".json":
            yield from _strings(json.loads(text.removeprefix("\ufeff")))
        elif path.suffix == ".jsonl":
            yield from (string for line in text.splitlines() for string in _strings(json.loads(line)))
        elif path.suffix in (".html", ".htm"):
            body = LexborHTMLParser(text).body
            yield body.text(separator="\n") if body else ""
        else:
            yield text
    except ValueError:  # not UTF-8, not JSON: no page of the benchmark
        return


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)
