"""What a page's folio tells, and what is no folio."""

from __future__ import annotations

import pytest

from pipeline.page.chain import clean_page
from pipeline.page.folio import Folio, complete, read
from pipeline.values.model import Decision, Page
from pipeline.values.settings import Settings
from pipeline.values.text import Span

STORY = "江边的芦苇今年长得特别高，渔民老许撑了四十年的船，头一回看不见对岸的灯。县里派人量过水位，比往年低了两尺。"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("江城日报 2024年6月3日 星期五 第7版", ("江城日报", "2024-06-03", "7")),
        ("江城日报2024年6月3日星期五", ("江城日报", "2024-06-03", None)),
        ("第七版 二〇二六年一月二十日 星期二", (None, "2026-01-20", "7")),
        ("二○二六年十二月三十一日", (None, "2026-12-31", None)),
        ("03版 综合 2026-01-20", (None, "2026-01-20", "3")),
        ("2024.6.3 A3", (None, "2024-06-03", "A3")),
        ("A3", (None, None, "A3")),
        ("A12版 要闻", (None, None, "A12")),
        ("第 3 版", (None, None, "3")),
        ("２０２４年６月３日　第７版", (None, "2024-06-03", "7")),
        ("2 0 2 4 年 6 月 3 日 第 7 版", (None, "2024-06-03", "7")),
        ("江 城 晚 报", ("江城晚报", None, None)),
        ("雲嶺時報 中華民國三十七年五月一日 第二版", ("雲嶺時報", "1948-05-01", "2")),
        ("東浦日報 1998年1月10日 星期六 第十二版", ("東浦日報", "1998-01-10", "12")),
        ("江城日报 | 要闻 | 07 | 2024/06/03", ("江城日报", "2024-06-03", "7")),
    ],
)
def test_forms(line: str, told: tuple[str | None, ...]) -> None:
    """Folios are read in every form, both scripts, either width; letter-spaced too."""
    assert read([line]) == Folio(*told)


@pytest.mark.parametrize(
    "line",
    [
        "今日8版",
        "共12版",
        "第3期",
        "总第4021期",
        "星期五",
        "2024年13月3日",
        "0573-82531234",
        "3",
        "12",
        "要闻",
    ],
)
def test_no_facts(line: str) -> None:
    """The number of pages, the issue's number, a day that is none and a bare figure tell nothing."""
    assert read([line]) == Folio()


def test_lines_complete_one_another() -> None:
    """A masthead, a date and a page mark on lines of their own are one folio."""
    assert read(["江城日报", "2024年6月3日", "第7版"]) == Folio("江城日报", "2024-06-03", "7")


def test_fuller_line_counts() -> None:
    """Of two dates the one that stands with newspaper and page is the page's."""
    assert read(["2024年6月1日", "江城日报 2024年6月3日 第7版"]).date == "2024-06-03"


def test_contradiction_is_unknown() -> None:
    """Two page marks that tell as much and differ tell nothing."""
    assert read(["第3版", "第5版"]) == Folio()


def dropped(page: Page, line: str, reason: str = "page_furniture") -> Decision:
    start = page.text.index(line)
    return Decision("articles", "dropped", reason, (Span(page.doc, start, start + len(line)),))


def test_only_unknowns_are_completed() -> None:
    """Metadata and path go before the folio."""
    page = Page("a", "江城日报 2024年6月3日 第7版", date="2024-06-04")
    assert complete(page, [dropped(page, page.text)]) == Page("a", page.text, "江城日报", "2024-06-04", "7")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("（原载《江城日报》2024年6月3日）", "page_furniture"),
        ("责任编辑：李江", "page_furniture"),
        ("（下转第四版）", "jump_line"),
    ],
)
def test_other_lines_are_not_read(line: str, reason: str) -> None:
    """A source's date, an editors' line and a jump line are no folio."""
    page = Page("a", line)
    assert complete(page, [dropped(page, line, reason)]) == page


def test_running_text_is_not_read() -> None:
    """A date and a newspaper's name in a story say nothing of the page; its folio does."""
    story = (
        f"# 芦苇长高了\n\n{STORY}\n\n据《江城日报》2019年5月4日第3版报道，当年水位也低。老许那时还年轻。\n"
    )
    bare = clean_page(Page("a", story), Settings()).page
    assert (bare.newspaper, bare.date, bare.page) == (None, None, None)
    page = clean_page(Page("a", f"云岭晚报 2024年6月3日 星期一 第7版\n\n{story}"), Settings()).page
    assert (page.newspaper, page.date, page.page) == ("云岭晚报", "2024-06-03", "7")
