"""Every exporter writes every article, in the form that its receiver documents."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from mixed import METADATA
from running import rows

from pipeline import cli
from pipeline.export import FORMS, export
from pipeline.export.output import licence, whole
from pipeline.export.tei import write as write_tei

TEI = "{http://www.tei-c.org/ns/1.0}"


def test_csv(exported: Path) -> None:
    """A row an article, with the mark that Excel needs; no cell is a formula."""
    raw = (exported / "articles.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    articles = rows(exported, "articles.jsonl")
    assert [row["id"] for row in table] == [row["id"] for row in articles]
    assert [row["text"] for row in table] == [row["text"] for row in articles]
    assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_dolma_form(exported: Path) -> None:
    """Documents with id, text, source and metadata; what came in is under ``given``."""
    packed = exported / "dolma" / "documents" / "articles.jsonl.gz"
    documents = [json.loads(line) for line in gzip.decompress(packed.read_bytes()).splitlines()]
    assert len(documents) == len(rows(exported, "articles.jsonl"))
    assert all(isinstance(row[key], str) for row in documents for key in ("id", "text", "source"))
    (one,) = [row for row in documents if row["metadata"]["doc"] == "dolma"]
    assert one["metadata"]["given"] == METADATA


def test_passim_form(exported: Path) -> None:
    """Documents with id, series, date and text, strings all."""
    found = rows(exported, "passim.jsonl")
    assert [row["text"] for row in found] == [row["text"] for row in rows(exported, "articles.jsonl")]
    assert all(isinstance(value, str) for row in found for value in row.values())


def test_markdown_files(exported: Path) -> None:
    """A file an article below a folder a day; its front matter names page and licence."""
    files = sorted((exported / "markdown").rglob("*.md"))
    articles = {row["id"]: row for row in rows(exported, "articles.jsonl")}
    assert len(files) == len(articles)
    (one,) = (path for path in files if articles[path.stem.rpartition("-")[2]]["doc"] == "6")
    _, front, body = one.read_text("utf-8").split("---\n", 2)
    assert yaml.safe_load(front)["license"] == "CC0"
    assert one.parent.name == "2024-01-02"
    assert "# 河湾新桥六昨日通车" in body


def test_tei_is_well_formed(exported: Path) -> None:
    """One TEI an article, with title, author, newspaper and paragraphs."""
    root = ElementTree.parse(exported / "articles.tei.xml").getroot()
    found = root.findall(f"{TEI}TEI")
    assert len(found) == len(rows(exported, "articles.jsonl"))
    one = next(item for item in found if "城东新桥" in "".join(item.itertext()))
    assert one.findtext(f".//{TEI}bibl/{TEI}title") == "jxrb"
    assert one.find(f".//{TEI}bibl/{TEI}date").attrib == {"when": "2024-01-02"}  # type: ignore[union-attr]


def test_tei_has_no_character_that_xml_lacks(tmp_path: Path) -> None:
    """Control characters and markup in a text leave the file well formed."""

    class One:
        def articles(self) -> list[dict[str, object]]:
            block = {"role": "table", "text": "a\x01<b>&\tc"}
            told = {
                "id": "1",
                "kind": "article",
                "script": None,
                "language": None,
                "blocks": [block],
                "byline": ["<"],
            }
            return [
                {**told, **dict.fromkeys(("title", "newspaper", "date", "page", "doc", "source", "metadata"))}
            ]

    write_tei(One(), tmp_path / "x.xml")  # type: ignore[arg-type]
    cells = ElementTree.parse(tmp_path / "x.xml").getroot().iter(f"{TEI}cell")
    assert [cell.text for cell in cells] == ["a\ufffd<b>&", "c"]


def test_card_names_the_data(exported: Path) -> None:
    """The card's head is what the Hub reads: configuration, language, licence."""
    head = yaml.safe_load((exported / "README.md").read_text("utf-8").split("---\n")[1])
    assert head["configs"][0]["data_files"][0]["path"] == "articles.parquet"
    assert (head["language"], head["license"]) == (["zh"], "other")


@pytest.mark.parametrize("form", FORMS)
def test_exports_are_the_same_every_time(exported: Path, tmp_path: Path, form: str) -> None:
    """Nothing in an export differs from run to run."""
    once, twice = export(form, exported, tmp_path / "1"), export(form, exported, tmp_path / "2")

    def content(path: Path) -> list[bytes]:
        return [one.read_bytes() for one in sorted([path, *path.rglob("*")]) if one.is_file()]

    assert content(once) == content(twice)


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A file appears whole or not at all."""
    with pytest.raises(TypeError), whole(tmp_path / "a" / "x") as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert not list((tmp_path / "a").iterdir())


def test_no_output_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without an output is told of in one line."""
    assert cli.main(["export", "csv", str(tmp_path)]) == 2
    assert "holds no output of jieban run" in capsys.readouterr().err


def test_licence_by_its_usual_names() -> None:
    """The licence is found by what metadata call it."""
    assert licence({"metadata": '{"dc.rights": "CC0"}'}) == "CC0"
    assert licence({"metadata": None}) is None
