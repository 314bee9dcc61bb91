"""The published benchmark: gold without text and the pages make gold again, and nothing of the text is in the files."""

from __future__ import annotations

import doctest
import hashlib
import json
import random
import re
from pathlib import Path
from types import ModuleType

import pytest
from answers import Row

import benchmarks.pages.place
import benchmarks.pages.standoff
from benchmarks.pages.__main__ import main
from benchmarks.pages.build import DATA, KINDS, Fetched, build, standoff
from benchmarks.pages.place import place
from benchmarks.pages.standoff import DIGITS, assemble, decode, digest, encode, is_visible, line_key, visible
from pipeline.evaluation.score import score_pages

SHARED = Path(__file__).parents[2].parent / "shared" / "real"


def _row(gold: Row) -> Row:
    return encode(gold, f"{gold['doc']}.txt", hashlib.sha256(gold["text"].encode()).hexdigest())


def _said(gold: Row) -> list[object]:
    """What the scorer reads of gold: white space and marks apart."""
    seen = {i for i, char in enumerate(gold["text"]) if is_visible(char)}

    def spans(pairs: list[list[int]]) -> list[int]:
        return [i for start, end in pairs for i in range(start, end) if i in seen]

    return [
        [
            a["kind"],
            visible(a["title"]["text"]) if a["title"] else None,
            [visible(name) for name in a["byline"]],
            [a.get(name) for name in ("continued_from", "continues_on", "truncated_head", "truncated_tail")],
            [(p["role"], spans(p["spans"])) for p in a["paragraphs"] if spans(p["spans"])],
            spans([a["title"]["span"]] if a["title"] else []),
            spans([a["byline_span"]] if a.get("byline_span") else []),
        ]
        for a in gold["articles"]
    ] + [spans(gold["markers"]), [(spans([r["span"]]), spans([r["twin"]])) for r in gold["removed"]]]


@pytest.mark.parametrize("module", [benchmarks.pages.standoff, benchmarks.pages.place])
def test_examples_of_the_docstrings(module: ModuleType) -> None:
    """The examples in the docstrings give what they say."""
    assert doctest.testmod(module).failed == 0


def test_seeds_without_their_text_and_the_pages_are_their_gold(seeds: list[Row]) -> None:
    """Offsets without text, and the page, give what the gold says: values, roles and every visible character."""
    for gold in seeds:
        assert _said(decode(_row(gold), gold["text"])) == _said(gold)


def test_marks_and_line_ends_may_differ(seeds: list[Row]) -> None:
    """A page without heading marks and with other line ends takes the same gold."""
    for gold in seeds:
        other = re.sub(r"[#*]", "", gold["text"]).replace("\n\n", "\r\n")
        found = decode(_row(gold), other)
        assert [a["byline"] for a in found["articles"]] == [a["byline"] for a in gold["articles"]]
        assert visible(found["articles"][0]["title"]["text"]) == visible(gold["articles"][0]["title"]["text"])


def test_another_page_is_refused(seeds: list[Row]) -> None:
    """A text that differs by one character is told of, not scored."""
    with pytest.raises(ValueError, match="not the page"):
        decode(_row(seeds[0]), seeds[0]["text"].replace("的", "地", 1))


def test_lines_in_any_order_make_the_page(seeds: list[Row], tmp_path: Path) -> None:
    """The lines of all pages, shuffled into one JSON file, make every page with its marks."""
    lines = [line.strip("#* ") for gold in seeds for line in gold["text"].split("\n")]
    random.Random(3).shuffle(lines)
    (tmp_path / "records.json").write_text(
        json.dumps({"records": [{"text": line} for line in lines]}), "utf-8"
    )
    fetched = Fetched.read(tmp_path)
    for gold in seeds:
        text = fetched.page(_row(gold))
        assert [line_key(line) for line in text.split("\n")] == [
            line_key(x) for x in gold["text"].split("\n")
        ]
        assert digest(text) == digest(gold["text"])


def test_missing_lines_are_counted(seeds: list[Row]) -> None:
    """A page of which a line was not fetched is told of with the number of that line."""
    row = _row(seeds[0])
    lines = {digest(line)[:DIGITS]: line.strip("#* ") for line in seeds[0]["text"].split("\n")}
    number, first = next((n, key.strip("#* ")) for n, key in enumerate(row["lines"], 1) if key.strip("#* "))
    del lines[first]
    with pytest.raises(
        LookupError, match=rf"\d of \d+ lines are in no fetched file, the first is line {number}$"
    ):
        assemble(row, lines)


def test_built_pages_are_told_of(seeds: list[Row], tmp_path: Path) -> None:
    """A page that was fetched as it is is exact; one that was not is told of, and writes nothing."""
    (tmp_path / "fetched").mkdir()
    (tmp_path / "fetched" / "any name.md").write_bytes(seeds[0]["text"].encode())
    built = build(map(_row, seeds[:2]), Fetched.read(tmp_path / "fetched"), tmp_path / "built")
    found = {row["doc"]: how for row, how in built}
    assert found[seeds[0]["doc"]] == "exact"
    assert "lines are in no fetched file" in found[seeds[1]["doc"]]
    assert [path.stem for path in (tmp_path / "built" / "gold").iterdir()] == [seeds[0]["doc"]]


def test_articles_without_offsets_are_scored(seeds: list[Row]) -> None:
    """A tool that gives the gold's own words without offsets is given their places: titles and articles 1.0."""
    rows = [
        {
            "doc": gold["doc"],
            "title": a["title"] and a["title"]["text"],
            "byline": a["byline"],
            "paragraphs": ["".join(gold["text"][s:e] for s, e in p["spans"]) for p in a["paragraphs"]],
        }
        for gold in seeds
        for a in gold["articles"]
    ]
    figures = score_pages(seeds, place(rows, {gold["doc"]: gold["text"] for gold in seeds}), [])
    assert figures.titles == 1.0
    assert figures.articles > 0.9  # what columns broke in two is not found in one stretch


def test_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No folder of fetched pages: one line and exit code 2; an empty one: no page built, exit code 2."""
    assert main(["build", str(tmp_path / "none"), "--output", str(tmp_path / "out")]) == 2
    assert "is no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["build", str(tmp_path / "empty"), "--output", str(tmp_path / "out")]) == 2


def test_published_files_hold_no_text() -> None:
    """The files hold offsets, hashes, roles and page numbers: not one Chinese character."""
    assert len(KINDS) == 4
    for path in DATA.glob("*.jsonl"):
        assert not re.search(r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]|\\u[3-9f]", path.read_text("utf-8"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages lie beside the checkout: ../shared/real")
@pytest.mark.parametrize("kind", KINDS)
def test_published_files_and_the_pages_are_the_gold(kind: str) -> None:
    """For every published page: standoff file + page = gold."""
    fetched = Fetched.read(SHARED / kind / "pages")
    for row in standoff(kind):
        gold = json.loads((SHARED / kind / "gold" / f"{row['doc']}.json").read_text("utf-8"))
        text = fetched.page(row)
        assert text == gold["text"]
        assert _said(decode(row, text)) == _said(gold)
