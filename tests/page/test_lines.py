"""Printed lines: a page that comes one printed line a line becomes paragraphs again."""

from __future__ import annotations

from itertools import chain, pairwise, repeat

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import BRIDGE, BRIDGE_TITLE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE

from pipeline.evaluation.printed import Setting, breaks
from pipeline.page import lines
from pipeline.page.chain import clean_page
from pipeline.page.layout import lay_out, split
from pipeline.page.lines.measure import measures, widths
from pipeline.values.laws import visible
from pipeline.values.model import Fragment, Page
from pipeline.values.settings import LayoutSettings, Settings
from pipeline.values.text import Traced

STORY = (HARBOUR_TITLE, *HARBOUR, TEA_TITLE, *TEA, BRIDGE_TITLE, *BRIDGE)


def printed(measure: int, indent: int = 2, story: tuple[str, ...] = STORY) -> str:
    """The page, a printed line a line."""
    setting = Setting(measure, indent, True, False, False)
    rows = []
    for text in story:
        widths = chain([float(measure - indent)], repeat(float(measure)))
        places = [] if len(text) < 16 else breaks(text, widths, setting)
        rows += [text[start:end] for start, end in pairwise([0, *places, len(text)])]
    return "\n".join(rows)


def laid(text: str) -> list[Fragment]:
    """The fragments of a page."""
    return lay_out(Traced.read("p", text), LayoutSettings())[0]


@pytest.mark.parametrize("measure", [7, 10, 15, 18, 24])
def test_paragraphs(measure: int) -> None:
    """Lines of a column become the paragraphs they were; headlines keep their lines."""
    assert tuple(str(row.text) for row in laid(printed(measure))) == STORY


def test_shape() -> None:
    """A paragraph tells that its lines begin and end where a paragraph does; one without its last line does not end."""
    text = printed(15)
    whole = laid(text)[1:]
    assert all(row.begins > 0 for row in whole)
    assert all(row.ends > 0 for row in whole[:-1])
    rows = text.split("\n")
    rows.remove(next(row for row in rows if row.endswith("两成。")))
    assert next(row for row in laid("\n".join(rows)) if "去年秋天" in str(row.text)).ends < 0


def test_other_pages() -> None:
    """A page of whole paragraphs is no page of printed lines, nor are verses, a list of names or a short text."""
    assert lines.broken_share(STORY * 3) == 0.0
    assert lines.broken_share(["床前明月光，疑是地上霜。", "举头望明月，低头思故乡。"] * 8) == 0.0
    assert lines.broken_share(STORY[:1]) == 0.0
    assert [row.begins for row in laid("\n\n".join(STORY))] == [0.0] * len(STORY)


def test_setting() -> None:
    """``printed_share`` of 1 takes no page for one of printed lines."""
    text = Traced.read("p", printed(15))
    assert all(not row.begins for row in lay_out(text, LayoutSettings(printed_share=1.0))[0])


def test_words() -> None:
    """Latin words at a line's end and at the next one's beginning keep a space between them; figures do not."""
    rows, _ = split(Traced.read("p", "他说 Hello\nWorld 的时候是20\n25年"))
    found = lines.put_together(rows)
    assert "".join(str(row.text) for row in found).replace("Hello World", "").count("Hello") in (0, 1)
    assert str(lines._paragraph(rows).text) == "他说 Hello World 的时候是2025年"


def test_marked_lines() -> None:
    """A line that Markdown marks as a headline, and one below an empty line, go on in nothing."""
    rows = printed(15).split("\n")
    at = next(n for n, row in enumerate(rows) if row.startswith("去年秋天"))
    marked = "\n".join([*rows[: at + 1], "# " + rows[at + 1], *rows[at + 2 :]])
    assert rows[at + 1] in [str(row.text) for row in laid(marked)]
    apart = "\n".join([*rows[: at + 2], "", *rows[at + 2 :]])
    assert any(str(row.text).endswith(rows[at + 1]) for row in laid(apart))


def test_whole_page() -> None:
    """Stories of a page of printed lines are found with their paragraphs, and every character is in one place."""
    text = printed(13)
    cleaned = clean_page(Page("p", text), Settings())
    bodies = [block.text.text for found in cleaned.articles for block in found.blocks if block.role == "body"]
    assert bodies == [part for part in STORY if len(part) > 16]
    spans = [span for found in cleaned.articles for block in found.blocks for span in block.text.spans]
    assert sorted(n for span in spans for n in range(span.start, span.end) if visible(text[n])) == [
        n for n, char in enumerate(text) if visible(char)
    ]


@settings(deadline=None)
@given(st.lists(st.text("春风来了abc1，。", min_size=1, max_size=50), min_size=1, max_size=40))
def test_measures(texts: list[str]) -> None:
    """Every line has a measure that a column may have, or none."""
    wide = widths(texts)
    assert wide.tolist() == [sum(0.5 if char.isascii() else 1.0 for char in text) for text in texts]
    assert set(measures(wide).tolist()) <= {0.0, *map(float, range(3, 47))}


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.text("春风来了老人们坐在门前abc1，。、“”#* \u3000", min_size=1, max_size=20),
        min_size=2,
        max_size=40,
    )
)
def test_nothing_is_lost(texts: list[str]) -> None:
    """Putting lines together keeps every character and its order."""
    rows, _ = split(Traced.read("p", "\n".join(texts)))
    if len(rows) > 1:
        found = lines.put_together(rows)
        assert [span for row in rows for span in row.text.spans] == [
            span for row in found for span in row.text.spans
        ]


def test_columns() -> None:
    """Each of two columns has its own measure."""
    wide = np.array([13.0, 15, 15, 15, 15, 15, 8, 8, 8, 8, 8, 8, 8, 3])
    assert measures(wide).tolist() == [15.0] * 6 + [8.0] * 8
