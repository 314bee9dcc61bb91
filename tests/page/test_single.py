"""A page of which the headline alone is marked is one story; a newspaper page is not."""

from __future__ import annotations

import pytest

from pipeline.page.chain import clean_page
from pipeline.values.model import Page
from pipeline.values.settings import Settings

FIRST = "昨日清晨，渔港在休渔期之后开市，三百多艘渔船陆续靠岸，码头上挤满了前来采购海鲜的商户和市民。"
SECOND = "据渔政部门介绍，今年休渔期比往年延长半个月，海域内鱼群数量明显回升，渔民收入预计增加两成。"
THIRD = "市场管理方表示，将增设冷藏车停车位，并安排志愿者引导车辆，确保开市期间交通秩序井然。"


def page(*lines: str) -> Page:
    """A page of paragraphs."""
    return Page("p", "\n\n".join(lines))


def test_cross_heads_of_a_saved_web_page_begin_nothing() -> None:
    """Lines without a mark below a marked headline are cross-heads: the page is one article."""
    made = page("# 渔港昨日开市", FIRST, "鱼群数量回升", SECOND, "增设冷藏车停车位", THIRD)
    [article] = clean_page(made, Settings()).articles
    assert [str(block.text) for block in article.blocks if block.role == "title"] == ["渔港昨日开市"]
    assert {str(block.text) for block in article.blocks} >= {"鱼群数量回升", "增设冷藏车停车位", THIRD}


@pytest.mark.parametrize(
    "lines",
    [
        ("# 渔港昨日开市", FIRST, "# 图书馆新馆下月开放", SECOND),
        ("# 渔港昨日开市", f"本报讯 {FIRST}", "图书馆新馆下月开放", f"本报讯 {SECOND}"),
        ("# 渔港昨日开市", FIRST, "（下转第四版）", "图书馆新馆下月开放", SECOND),
    ],
)
def test_newspaper_page_has_several_stories(lines: tuple[str, ...]) -> None:
    """A second mark, a second dateline or a jump line: headlines are headlines."""
    titles = [
        str(block.text)
        for article in clean_page(page(*lines), Settings()).articles
        for block in article.blocks
        if block.role == "title"
    ]
    assert titles == ["渔港昨日开市", "图书馆新馆下月开放"]
