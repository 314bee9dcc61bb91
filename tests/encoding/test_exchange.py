"""Double bytes that were read in another encoding of double bytes."""

from __future__ import annotations

from pipeline.encoding import exchange, swaps
from pipeline.encoding.glance import Glance
from pipeline.encoding.savings import evidence

BIG5_AS_GBK, GBK_AS_BIG5 = exchange.ROUTES


def stretches(text: str, route: exchange.Route) -> list[tuple[int, int, str]]:
    """What reads better, of one line."""
    return [tuple(one) for one in exchange.exchanged(text, 0, len(text), route)]


def test_a_stretch_is_found_with_its_ends() -> None:
    """Alone, within a clean line, and across ASCII, which both encodings share."""
    assert stretches("陔恓暮氪惆耋", GBK_AS_BIG5) == [(0, 6, "新闻记者报道")]
    assert stretches("昨天上午，陔恓暮氪惆耋。大家都很高兴。", GBK_AS_BIG5) == [(5, 11, "新闻记者报道")]
    broken = "今年3月新闻记者报道".encode("gbk").decode("big5")
    assert stretches(broken, GBK_AS_BIG5) == [(0, 10, "今年3月新闻记者报道")]


def test_clean_lines_have_no_stretch() -> None:
    """In either script, along either route."""
    for text in ("昨天上午，市政府召开会议。", "昨天上午，市政府舉行會議。", "", "ABC 123"):
        assert stretches(text, BIG5_AS_GBK) == stretches(text, GBK_AS_BIG5) == []


def test_what_is_printed_twice_is_evidence_once() -> None:
    """嘔嘔啞啞 could be 姑姑白白: two characters speak for that, not four."""
    assert evidence("嘔嘔啞啞", "姑姑白白") == evidence("嘔啞", "姑白")


def test_only_strange_neighbours_are_looked_at() -> None:
    """A rare word (秸秆) and a doubled character (艘艘) are none."""
    for text in ("秸秆还田", "一艘艘轮船", "昨天上午，市政府召开会议。", "字"):
        assert list(exchange.promising(Glance(text).units)) == []
    assert [route for route, _ in exchange.promising(Glance("今天陔恓暮氪来了").units)] == [GBK_AS_BIG5]


def test_every_line_of_a_text_is_given_once() -> None:
    """Without its line end."""
    text = "一\n\n二三\n"
    assert [text[start:end] for start, end in swaps._lines(text)] == ["一", "", "二三", ""]
