"""Tables: rows of cells stay together, as they stood, in their place in the text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE

from pipeline.page.chain import clean_page
from pipeline.page.tables import cells, put_together
from pipeline.values.model import Block, Fragment, Page
from pipeline.values.settings import Settings
from pipeline.values.text import Traced
from pipeline.values.verdicts import PageVerdicts, Verdict, digest

ROWS = ("乡镇\t产量（吨）\t比上年增减（%）", "南屏镇\t2046\t-6.7", "青石镇\t812\t3.1", "城南镇\t9034\t12.0")
BARS = ("| 乡镇 | 产量 |", "| 南屏镇 | 2046 |", "| 青石镇 | 812 |")


def blocks(table: str, *below: str) -> list[Block]:
    """The running text of a story with a table in its middle."""
    text = "\n\n".join(
        (f"# {HARBOUR_TITLE}", *HARBOUR[:2], table, *HARBOUR[2:], *below, f"# {TEA_TITLE}", *TEA)
    )
    found = clean_page(Page("p", text), Settings()).articles[0]
    return [block for block in found.blocks if block.role in ("body", "heading", "table")]


@pytest.mark.parametrize("rows", [ROWS, BARS], ids=["tabs", "bars"])
def test_table_is_one_block_in_its_place(rows: tuple[str, ...]) -> None:
    """The rows of a table are one block, a line for each, between the paragraphs that stand around it."""
    found = blocks("\n".join(rows))
    assert [block.role for block in found] == ["body", "body", "table", "body", "body"]
    assert str(found[2].text) == "\n".join(rows)


def test_table_printed_twice_stays_twice() -> None:
    """Two tables with the same rows are held against nothing."""
    table = "\n".join(ROWS)
    assert [block.role for block in blocks(table, table)].count("table") == 2


HTML = (
    "<table border='1'>\n<tr>\n <th>乡镇</th>\n <th>产量</th>\n</tr>\n\n<tr><td>南屏镇</td>"
    "\n <td> 2046 </td></tr></table>",
    "<table><tr><td>乡镇</td><td>产量</td></tr><tr><td>南屏镇</td><td colspan=2>2046</td></tr></table>",
    "\\begin{tabular}{|l|r@{}|}\n\\hline\n乡镇 & 产量 \\\\\n\\textbf{南屏镇} & 2046 \\\\[2pt]\n\\end{tabular}",
    "\\begin{array}{ll} 乡镇 & 产量 \\\\ 南屏镇 & \\multicolumn{1}{c}{2046} \\\\ \\end{array}",
)


@pytest.mark.parametrize("table", HTML)
def test_marked_table_is_one_block_without_its_markup(table: str) -> None:
    """HTML and LaTeX, on one line or with a cell a line: a line for each row, a tab between its cells."""
    found = blocks(table)
    assert [block.role for block in found] == ["body", "body", "table", "body", "body"]
    assert str(found[2].text) == "乡镇\t产量\n南屏镇\t2046"


LISTS = (
    "乡镇    产量    增幅\n南屏镇    2046    -6.7\n青石镇    812    3.1",
    "王小明　李　刚　张建国　赵大海\n孙　立　周文斌　吴　昊　郑小红\n冯玉英　陈　亮　褚遂良　卫子夫",
    "第一名 王小明 98分\n第二名 李刚 98分\n第三名 张建国 97分\n第三名 张建国 97分",
    "王小明\n李刚\n张建国\n赵大海\n孙立\n周文斌",
    "一等奖\t王小明\t李刚\n二等奖\t张建国\t赵大海\t孙立\n三等奖\t周文斌",
    "乡镇\t产量\t增幅\n南屏镇\t\t-6.7\n青石镇\t812",
    "| 乡镇 | 产量 | 增幅 |\n| 南屏镇 |  | -6.7 |\n| 青石镇 | 812 | |",
    "1 浙江 金牌36枚 银牌28枚 铜牌31枚\n2 江苏 金牌33枚 银牌31枚 铜牌28枚",
    "乡镇 | 产量\n南屏镇 | 2046\n青石镇 | 812",
)


@pytest.mark.parametrize("rows", LISTS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_list_of_rows_stays_as_it_stood(rows: str, gap: str) -> None:
    """Columns of blanks, lists of names, rows with empty or more cells, close or a blank line apart."""
    found = blocks(rows.replace("\n", gap))
    assert [block.role for block in found] == ["body", "body", "table", "body", "body"]
    assert str(found[2].text) == rows


@pytest.mark.parametrize(
    "lines",
    [
        "<table><tr><td>昨日，渔港开市。</td></tr></table>",  # one cell: a frame
        "渔港  开市\n\n记者  王小明",
        "白日依山尽　黄河入海流\n欲穷千里目　更上一层楼\n红豆生南国　春来发几枝",
        "本报记者  王小明  李刚\n通讯员  张建国  赵大海",
    ],
)
def test_few_lines_with_blanks_are_no_table(lines: str) -> None:
    """A frame around text, headlines, bylines and verses are none."""
    assert "table" not in [block.role for block in blocks(lines)]


def test_one_line_with_a_tab_is_no_table() -> None:
    """A line with a tab that stands alone is a line like others."""
    assert "table" not in [block.role for block in blocks(ROWS[1])]


@given(st.lists(st.sampled_from([*ROWS, *BARS, *HARBOUR]), max_size=12))
@settings(deadline=None)
def test_no_row_is_lost(lines: list[str]) -> None:
    """Whatever stands around them: all rows are there, in their order."""
    found = put_together([Fragment(Traced.read("p", line)) for line in lines])
    assert "\n".join(str(row.text) for row in found) == "\n".join(lines)
    assert all(row.table == ("\n" in str(row.text)) for row in found)


def test_rows_are_counted_by_their_cells() -> None:
    """Empty cells of tabs are no cells; prose has none."""
    assert [cells(text) for text in ("\t第一条", "甲\t\t乙", HARBOUR[0])] == [1, 2, 0]


def test_a_person_makes_a_table() -> None:
    """A line that a person says is a table is one."""
    line = "共有三项：甲 12，乙 9，丙 4"
    text = "\n\n".join((f"# {HARBOUR_TITLE}", *HARBOUR[:2], line, *HARBOUR[2:]))
    start = text.index(line)
    said = Verdict(
        doc="p", sha256=digest(text), question="role", start=start, end=start + len(line), answer="table",
        verdict="set", by="A", at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    cleaned = clean_page(Page("p", text), Settings(), PageVerdicts((said,)))
    assert [str(b.text) for b in cleaned.articles[0].blocks if b.role == "table"] == [line]
