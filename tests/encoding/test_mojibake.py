"""Text that was read in a wrong encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.encoding.changes import apply
from pipeline.encoding.mojibake import mend

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def mended(text: str) -> str:
    """The text after the repair of mojibake."""
    return apply(text, mend(text)[0])


# route, broken, mended
CASES = [
    ("UTF-8 as GBK", "鎶ョ焊", "报纸"),
    ("UTF-8 as GBK", "浜烘皯鏃ユ姤", "人民日报"),
    ("UTF-8 as GBK, € is 0x80", "浣犲ソ鍛€", "你好呀"),
    ("UTF-8 as GBK, with ASCII", "鏄庡勾3鏈堝紑鏀句簡", "明年3月开放了"),
    ("UTF-8 as Windows-1252", "æ–°é—»", "新闻"),
    ("UTF-8 as Latin-1", "新闻记者".encode().decode("latin-1"), "新闻记者"),
    ("GBK as Latin-1", "ÖÐ¹ú", "中国"),
    ("GBK as Windows-1252", "ÐÂÎÅ¼ÇÕß±¨µÀ£¬", "新闻记者报道，"),
    ("Big5 as Latin-1", "·s»D°OªÌ³ø¾É", "新聞記者報導"),
    ("Big5 as GBK", "いゅ穝籇癘\ue02b", "中文新聞記者"),
    ("GBK as Big5", "陔恓暮氪惆耋ㄛ", "新闻记者报道，"),
    ("UTF-8 as Windows-1252, twice", "Ã¦â€“Â°Ã©â€”Â»", "新闻"),
]


@pytest.mark.parametrize(("broken", "good"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_can_be_reversed_is_mended_exactly(broken: str, good: str) -> None:
    """Alone, and within a line of clean text."""
    assert mended(broken) == good
    assert mended(f"今天上午，{broken}。大家都很高兴。") == f"今天上午，{good}。大家都很高兴。"


def test_twice_wrongly_read_text_is_mended_in_one_go() -> None:
    """UTF-8 read as GBK, saved, and read as GBK again."""
    broken = "人民日报".encode().decode("gb18030").encode().decode("gb18030")
    assert mended(broken) == "人民日报"


def test_what_is_whole_is_mended_where_bytes_were_lost() -> None:
    """The rest stays and is told of; no character is put together from the remains of two."""
    changes, lost = mend("鏍囬鏂囨湰")
    assert apply("鏍囬鏂囨湰", changes) == "标\ufffd文本"
    assert lost == [(0, 2)]
    assert "星" not in mended("浣犲ソ锛屾垜鏄煡鍩熷姪鎵")  # 是知 lost two bytes in its middle


def test_spans_of_a_whole_page_stay_small() -> None:
    """No part of a repair is larger than the two readings force it to be: three characters for two."""
    changes, _ = mend("新闻工作学习社会主义人民日报".encode().decode("gbk"))
    assert max(change.end - change.start for change in changes) == 3


@pytest.mark.parametrize(
    "clean",
    [
        "空空荡荡的秸秆氨化池，突出地说明了问题。",
        "人都是在磕磕绊绊中长大的。允许孩子犯错。",
        "那一艘艘輪船從遠方歸港，載滿了貨物。",
        "全國鈾礦普查工作，鉀肥廠的富鈷結殼。",
        "山楂樹下的老闆為慳成本不想增加人手。",
        "魑魅魍魉，饕餮貔貅，龑淼垚燚，鑫淼森磊。",
        "Müller先生和José到café喝Ångström牌咖啡，naïve。",
        "ひらがなとカタカナの新聞記事です。",
        "Новости, Ελληνικά, 한국어 소식입니다。",
        "……——“‘’”·×÷±°℃№①②③ⅠⅡⅢ",
        "＝＝＝＝＝＝＝＝\n＠粽粽粽粽粽",
        "锟斤拷锟斤拷烫烫烫",
    ],
)
def test_clean_text_is_not_touched(clean: str) -> None:
    """Rare characters, other languages and ornaments are no mojibake."""
    assert mend(clean) == ([], [])


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_pages_are_not_touched(path: Path) -> None:
    """Not one false repair in a newspaper page."""
    assert mend(path.read_text(encoding="utf-8")) == ([], [])
