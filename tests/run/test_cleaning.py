"""A page becomes rows, or is quarantined with a reason; a batch becomes a part."""

from __future__ import annotations

import logging
from pathlib import Path
from unittest.mock import Mock

import pytest
from plain import plain_page, replace_chain
from running import clean_shard

from pipeline import records
from pipeline.records import Counts, PageRecords, PageRow
from pipeline.run import packing
from pipeline.run.cleaning import clean_source
from pipeline.run.files import UNSETTLED, Workplace
from pipeline.run.packing import COUNTS, unpacked
from pipeline.run.planning import make_plan
from pipeline.run.reading import Known
from pipeline.run.source import Source
from pipeline.run.steps.pages import Job
from pipeline.values.model import Cleaned, Page
from pipeline.values.settings import Settings
from pipeline.values.verdicts import NOBODY, PageVerdicts

pytestmark = pytest.mark.usefixtures("plain_chain")
TEXT = "标题\n正文第一段。\n\n另一篇\n正文第二段。\n"


def clean(text: str | bytes = TEXT, problem: str | None = None) -> PageRecords:
    data = text if isinstance(text, bytes) else text.encode()
    source = Source(
        "p", "p.txt", data=data, size=len(data), known=Known("某报", "2026-01-20", "2"), problem=problem
    )
    return clean_source(source, Settings(), {})


def test_good_page_becomes_rows() -> None:
    """A page's rows tell what it was, how it was read and what is on it."""
    page = clean()
    assert [article.title for article in page.articles] == ["标题", "另一篇"]
    assert (page.page.status, page.page.encoding, page.page.characters, page.page.articles) == (
        "ok",
        "utf-8",
        len(TEXT),
        2,
    )
    assert (page.page.newspaper, page.page.date, page.page.page) == ("某报", "2026-01-20", "2")
    assert page.counts == Counts(pages=1, ok=1, articles=2, kept=17)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "it is empty"),
        (" \r\n\u3000\t", "it is empty"),
        ("# **\n", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
    ],
)
def test_empty_page_is_quarantined(text: str | bytes, reason: str) -> None:
    """A page without a visible character is quarantined."""
    page = clean(text)
    assert page.page.status == "quarantined"
    assert reason in str(page.page.reason)


def test_binary_page_is_quarantined() -> None:
    """Bytes that are no text are quarantined, their size and digest told."""
    data = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    page = clean(data)
    assert (page.page.status, page.page.bytes, page.articles) == ("quarantined", len(data), ())


def test_problem_of_the_source_is_the_reason() -> None:
    """A page that could not be read is quarantined with what the reader said."""
    assert clean(problem="it cannot be read").page.reason == "it cannot be read"


def test_defect_of_the_chain_is_contained(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A page on which the chain fails is quarantined, and the defect is logged."""
    replace_chain(Mock(side_effect=ZeroDivisionError("oh")), monkeypatch)
    with caplog.at_level(logging.ERROR, "jieban"):
        page = clean()
    assert page.page.reason == "a defect of the program: ZeroDivisionError: oh"
    assert "p.txt" in caplog.text


def test_page_that_breaks_a_law_is_quarantined(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that the chain loses something of is quarantined, and nothing of it is written."""

    def lose(page: Page, settings: Settings, verdicts: PageVerdicts = NOBODY) -> Cleaned:
        whole = plain_page(page, settings, verdicts)
        return Cleaned(page, whole.articles[1:], ())

    replace_chain(lose, monkeypatch)
    page = clean()
    assert "not cleaned without loss: 8 visible characters" in str(page.page.reason)
    assert not page.articles


def test_second_page_with_one_id_is_quarantined() -> None:
    """Of two pages with one id the later is quarantined, with the first one's place."""
    places: dict[str, str] = {}
    source = Source("p", "a.jsonl", 3, data=b"x", size=1, is_text=True)
    clean_source(source, Settings(), places)
    second = clean_source(Source("p", "p.txt", data=b"y", size=1), Settings(), places)
    assert (
        second.page.reason == "its id 'p' is already that of line 3 of a.jsonl; give one of them another id"
    )


def test_part_holds_all_rows(tmp_path: Path) -> None:
    """A part's files hold the rows of its pages in order; a second call leaves it as it is."""
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(TEXT)
    (root / "b.txt").write_text("")
    workplace = Workplace(tmp_path / "out")
    workplace.prepare()
    (batch,) = make_plan(root, Settings()).batches
    job = Job(root, tmp_path / "out", Settings())
    clean_shard(job, [batch])
    part = workplace.parts / batch.fingerprint
    pages = [records.load(PageRow, line) for line in unpacked(part, "pages.jsonl").splitlines()]
    assert [(page.doc, page.status) for page in pages] == [("a", "ok"), ("b", "quarantined")]
    assert len(unpacked(part, "articles.jsonl").splitlines()) == 2
    assert len(unpacked(part, COUNTS).splitlines()) == 2
    made = (part / "pages.jsonl").stat().st_mtime_ns
    clean_shard(job, [batch])
    assert (part / "pages.jsonl").stat().st_mtime_ns == made


def test_part_of_a_changing_page_is_marked(tmp_path: Path) -> None:
    """A part whose page vanished after it was listed is not to be used again."""
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(TEXT)
    workplace = Workplace(tmp_path / "out")
    workplace.prepare()
    (batch,) = make_plan(root, Settings()).batches
    (root / "a.txt").unlink()
    clean_shard(Job(root, tmp_path / "out", Settings()), [batch])
    assert (workplace.parts / batch.fingerprint / UNSETTLED).exists()


def test_value_that_cannot_be_written_is_contained() -> None:
    """A page with a value that is no UTF-8 is quarantined when its rows are written."""
    page = clean()
    odd = page.articles[0].model_copy(update={"title": "\ud800"})
    lines = packing.lines(PageRecords(page.page, page.counts, (odd,)))
    assert records.load(PageRow, lines["pages.jsonl"]).status == "quarantined"
    assert lines["articles.jsonl"] == b""
