"""Articles of the web become stories that a newspaper could have printed."""

from __future__ import annotations

from random import Random

from pipeline.evaluation.stories import Shelf, readable, story

LONG = "湖面上的风吹过来的时候，晒在岸边的渔网轻轻地摇动着，像是在等人收起。"


def test_web_lines_go() -> None:
    """Lines that only the web prints are left out, and so are fragments."""
    raw = {
        "title": "【快讯】湖边的渔村（图）",
        "paragraphs": ["（原标题：湖边）", LONG, "责任编辑：某人", "点击图片进入下一页", LONG, LONG[:-1]],
        "script": "hans",
    }
    assert readable(raw) == ("湖边的渔村", [LONG])


def test_names_in_text_go() -> None:
    """A credit within the text is taken out, for its names are not in the gold."""
    raw = {"title": "湖边的渔村", "paragraphs": [f"某报讯（记者甲乙丙）{LONG}"], "script": "hans"}
    assert readable(raw)[1] == [f"某报讯{LONG}"]


def test_headings() -> None:
    """A short line without a full stop, before a paragraph, is a heading."""
    made = story("湖边的渔村", [LONG, "收网的季节", LONG], False)
    assert [part.role for part in made.paragraphs] == ["body", "heading", "body"]


def test_shelf_takes_once() -> None:
    """No article is taken twice, and none that repeats another of the page."""
    paragraphs = [f"{n}号码头上的老人说，{LONG[n:]}{LONG[:n]}" for n in range(4)]
    other = "山里的茶园到了采摘的日子，天不亮就有人背着竹篓出门，日头高了才回来，一天能采十来斤。" * 2
    rows = [("湖边的渔村", paragraphs), ("湖边的渔村又一篇", paragraphs), ("山里的茶园", [other])]
    shelf = Shelf(rows, Random(1), False)
    assert len({shelf.take(60, 200)[0] for _ in range(2)} & {"山里的茶园"}) == 1
    assert len(shelf.rows) == 1
