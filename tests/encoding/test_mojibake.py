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
    ("UTF-8 as Mac Roman", "Êñ∞ÈóªËÆ∞ËÄÖ", "新闻记者"),
    ("UTF-8 as cp437", "µû░Θù╗Φ«░ΦÇà", "新闻记者"),
    ("UTF-8 as Windows-1251", "ж–°й—»и®°иЂ…", "新闻记者"),
    ("UTF-8 as Windows-1250", "ć–°é—»č®°č€…", "新闻记者"),
    ("UTF-8 as Windows-1253", "ζ–°ι—»θ®°θ€…", "新闻记者"),
    ("UTF-8 as Latin-2", "新闻记者".encode().decode("iso8859-2"), "新闻记者"),
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


def test_of_latin_mojibake_that_lost_bytes_the_rest_is_told() -> None:
    """What is whole is mended; nothing is made of bytes that are no character together."""
    changes, lost = mend("ä¹¦æ¿ç¯")
    assert apply("ä¹¦æ¿ç¯", changes) == "书æ¿ç¯"
    assert lost == [(3, 7)]


def test_a_page_that_is_proven_to_be_read_wrongly_is_mended_to_its_last_character() -> None:
    """A single character, an accent and a rare word are no evidence by themselves, but there they are."""
    page = "今天上午，市政府召开会议。\n鄧\nBublé 3月\n一"
    for wrong in ("latin-1", "cp437", "mac_roman"):
        assert mended(page.encode().decode(wrong)) == page
    assert mended(page.replace("é", "").encode("gbk").decode("latin-1")) == page.replace("é", "")


def test_a_page_that_holds_mojibake_keeps_its_clean_lines() -> None:
    """What reads well as it stands is no mojibake, whatever is proven about the page."""
    clean = "癸未，雷。四川苦竹隘捷至。甲午，降者献计﹝抃，原作扑﹞。"
    broken = "新闻记者报道，市政府昨天召开会议，研究部署防汛工作。".encode("gbk").decode("big5", "replace")
    assert mended(f"{clean}\n{broken}\n{broken}\n{clean}").split("\n")[::3] == [clean, clean]


def test_what_reads_well_both_ways_stays_and_is_told_of() -> None:
    """Of three characters within a clean line nothing is certain: 机构管 or 儂凳奪."""
    assert mend("今天上午，儂凳奪。大家") == ([], [(5, 8)])


def test_one_certain_word_proves_nothing_about_the_other_lines() -> None:
    """Names that might be words in another encoding stay, if nothing else on the page is mojibake."""
    assert mended("陔恓暮氪\n趙家璧\n趙家鼎\n趙家蕙").split("\n")[1:] == ["趙家璧", "趙家鼎", "趙家蕙"]


def test_a_large_text_is_mended_wherever_it_is_broken() -> None:
    """It is looked at in parts, and mended as a whole."""
    line = "昨天上午，市政府召开会议，研究部署今年的防汛工作。\n"
    text = line * 1500
    broken = text[:30_000] + "鎶ョ焊陔恓" + text[30_000:]
    assert mend(text) == ([], [])
    assert mended(broken) == text[:30_000] + "报纸陔恓" + text[30_000:]
    assert mended("昨天" * 20_000) == "昨天" * 20_000


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
        # What has once been mended by mistake: two rare characters that have the structure of UTF-8,
        "遂與契丹訂澶淵之盟，歲輸銀絹。",
        "鐮倉幕府滅亡之後，足利氏興起。",
        "產業鏈條，鏈監管體系",
        "腸肚鎮煎煼。",
        "眞子智実\n榛村純一\n榛谷泰明",
        # words between spaces and marks that are other words in another encoding,
        "<strong>癸卯年清明公祭</strong>",
        "趙乾\n趙乾夫\n趙乾祥\n趙乾贊\n趙潛夫",
        "藤谷壮\n藤掛祥靖\n藤掛永勝",
        "奸刁\t303\n賑饑\t343\n賜爵\t460\n腔壁\thong1\n渠儂\tqu2",
        "嘔嘔啞啞，窸窸窣窣，磕磕絆絆，旮旮旯旯。",
        "丘壑憩夔龙，开径竹，天寶十一載嗣曹王。",
        # faces, vertical marks, signs and accents.
        "(╯‵□′)╯︵┻━┻",
        "吃尽风﹀雨︽，那见霜凝",
        "±5℃，×÷°é",
        # Rare marks, Bopomofo, kana and characters of private use are no evidence;
        "市政府昨天召开会议﹝竭﹞，﹝5枝﹞。",
        "注音ㄅㄆㄇㄈ，ㄓㄨㄥ ㄍㄨㄛˊ",
        "続きを経たのち、私が好きなものは「措置を講じていた」ものの…",
        "於是\ue12a孑\ue128(甫\ue127\ue25a)\ue12b，晉郤\ue4c7",
        "私 は あらゆる 種類 の 本 を も っ て い る",
        "彼女 は とても 明る い。音楽 が とても 好き だ。" * 3,
        # rare names are words in another encoding: the nearest of 253 million clean characters,
        "子慶祥嗣爵，殉回疆之難",
        "辛義章\n辛夤遜\n趙乾祥",
        "契丹李嗣源屯邢州，疑嗣源之詐",
        # and what would be two rare characters of UTF-8.
        "江東呼瀹為煠。",
    ],
)
def test_clean_text_is_not_touched(clean: str) -> None:
    """Rare characters, other languages and ornaments are no mojibake."""
    assert mend(clean) == ([], [])


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_pages_are_not_touched(path: Path) -> None:
    """Not one false repair in a newspaper page."""
    assert mend(path.read_text(encoding="utf-8")) == ([], [])


@pytest.mark.parametrize(
    "right",
    [
        "市立圖書館今天起開放",
        "河水上漲三公尺，橋樑",
        "物價指數下半年回落，",
        "中學生參加夏令營活動",
        "月台上的人都不見了。",
    ],
)
def test_big5_read_as_gbk_mixes_what_no_page_mixes(right: str) -> None:
    """Ten characters alone are mended where private use, Greek, Cyrillic, kana and Bopomofo stand among ideographs."""
    assert mended(right.encode("big5").decode("gb18030")) == right


@pytest.mark.parametrize(
    "clean",
    [
        "\ue008祇",  # a character of a font's own before a rare one reads as 版發: the nearest of 253 million
        "第八品\ue008祇皆來",
        "ㄅㄆㄇ的□□空格",
        "長㎝寬㎝高㎝的□形木箱",
        "αβ衰變與Дж樂隊",
        "ひらがなとㄅㄆㄇㄈ比較",
    ],
)
def test_signs_of_other_kinds_among_ideographs_stay(clean: str) -> None:
    """Fonts' own characters, boxes, units and letters in clean text are no evidence by themselves."""
    assert mend(clean) == ([], [])
