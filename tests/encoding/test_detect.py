"""Bytes to text."""

from __future__ import annotations

import codecs
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding import decode
from pipeline.encoding.charsets import resynchronised
from pipeline.encoding.cns import character
from pipeline.values.settings import EncodingSettings

SETTINGS = EncodingSettings()
SIMPLIFIED = (
    "本报讯（记者 李明）昨天上午，市政府召开会议，研究部署今年的防汛工作。各区县负责同志参加了会议。\n"
)
TRADITIONAL = (
    "本報訊（記者 李明）昨天上午，市政府召開會議，研究部署今年的防汛工作。各區縣負責同志參加了會議。\n"
)
JAPANESE = "昨日の午後、東京で新しい図書館が開館しました。多くの市民が訪れています。\n"
RUSSIAN = "Вчера в городе открылась новая библиотека"
NAMES = "郭桃雨　姚怡晨　石婷　钟伟涵　易娟　苏蓓蓓　陆怡　雷柏轩　刘嘉倩　萧凯雅　张骏杰　谢燕　易露　韩昊"
CANTONESE = "佢哋喺嗰度食咗嘢，啲人話冇問題，唔該晒！點解嘅呢？睇吓先啦。"
KOREAN = "어제 오후 서울에서 새로운 도서관이 문을 열었습니다. 많은 시민이 찾았습니다.\n"


def euc_tw(text: str) -> bytes:
    """Text in plane 1 of CNS 11643."""
    cells = {character(1, row, column): (row, column) for row in range(94) for column in range(94)}
    return b"".join(
        char.encode() if char.isascii() else bytes((cells[char][0] + 0xA1, cells[char][1] + 0xA1))
        for char in text
    )


def iso2022_cn(text: str) -> bytes:
    """Text in ISO-2022-CN, one designation for each run of GB2312."""
    parts = []
    for char in text:
        pair = char.encode("gb2312")
        parts.append(pair if char.isascii() else b"\x1b$)A\x0e" + bytes(b & 0x7F for b in pair) + b"\x0f")
    return b"".join(parts)


ENCODED = {
    "utf-8": SIMPLIFIED.encode(),
    "gb18030": SIMPLIFIED.encode("gb18030"),
    "big5": TRADITIONAL.encode("big5"),
    "euc-tw": euc_tw(TRADITIONAL),
    "hz": SIMPLIFIED.encode("hz"),
    "iso2022_cn": iso2022_cn(SIMPLIFIED),
    "utf-16-le": SIMPLIFIED.encode("utf-16-le"),
    "utf-16-be": TRADITIONAL.encode("utf-16-be"),
    "utf-32-le": TRADITIONAL.encode("utf-32-le"),
    "utf-32-be": SIMPLIFIED.encode("utf-32-be"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_of_the_closed_set_is_recognised(encoding: str) -> None:
    """A sentence of fifty characters is enough for each, without any mark or declaration."""
    found = decode(ENCODED[encoding], SETTINGS)
    assert found.text in (SIMPLIFIED, TRADITIONAL)
    assert (found.encoding, found.problem) == (encoding, None)
    assert found.confidence > 0.9


@pytest.mark.parametrize("text", ["今天上午召开会议", "新华社记者报道"])
def test_eight_characters_of_gbk_are_enough(text: str) -> None:
    """Short texts are told apart by pairs of characters as well."""
    assert decode(text.encode("gbk"), SETTINGS).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF32_BE, "utf-32-be")],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    """The mark settles the encoding; line ends stay as they were."""
    text = SIMPLIFIED + "第二行\r\n"
    found = decode(mark + text.encode(encoding), SETTINGS)
    assert (found.text, found.encoding, found.confidence) == (text, encoding, 1.0)


@pytest.mark.parametrize(
    ("data", "language"),
    [
        (JAPANESE.encode("cp932"), "Japanese"),
        (JAPANESE.encode("euc_jp"), "Japanese"),
        (JAPANESE.encode("iso2022_jp"), "Japanese"),
        (KOREAN.encode("euc_kr"), "Korean"),
        (RUSSIAN.encode("cp1251"), "Russian"),
        (RUSSIAN.encode("koi8-r"), "Russian"),
    ],
)
def test_foreign_bytes_are_named_and_not_misread(data: bytes, language: str) -> None:
    """Japanese, Korean and Russian pages are quarantined with a sentence that says so."""
    found = decode(data, SETTINGS)
    assert found.text in (JAPANESE, KOREAN, RUSSIAN)
    assert found.problem is not None
    assert found.problem.startswith(f"the text is {language}")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06\0\0\0\\r\xa8f" * 3,
        bytes(range(256)),
        "Gestern wurde die schöne Bücherei eröffnet, viele Bürger kamen".encode("latin-1"),
    ],
    ids=["PNG", "all bytes", "German"],
)
def test_what_fits_no_candidate_is_unknown(data: bytes) -> None:
    """Binary files and single-byte encodings of other languages are not read as Chinese."""
    found = decode(data, SETTINGS)
    assert (found.encoding, found.text) == ("unknown", "")
    assert found.problem is not None
    assert "convert the file to UTF-8" in found.problem


@pytest.mark.parametrize("text", ["Just English.", "Вчера в городе", "昨日の午後", "", "café"])
def test_utf8_of_any_language_is_decoded(text: str) -> None:
    """What is plainly text is text."""
    found = decode(text.encode(), SETTINGS)
    assert (found.text, found.encoding, found.problem) == (text, "utf-8", None)


def test_broken_bytes_of_utf8_become_marks() -> None:
    """UTF-8 with a few broken bytes stays UTF-8."""
    data = SIMPLIFIED.encode()
    found = decode(data[:30] + b"\xff" + data[31:-1], SETTINGS)
    assert found.encoding == "utf-8"
    assert "\ufffd" in found.text
    assert "研究部署今年的防汛工作" in found.text


def test_a_lost_byte_of_gbk_does_not_shift_the_rest_of_its_line() -> None:
    """Double bytes are resynchronised after damage."""
    data = SIMPLIFIED.encode("gbk")
    found = decode(data[:20] + data[21:], SETTINGS)
    assert found.encoding == "gb18030"
    assert "研究部署今年的防汛工作" in found.text


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", SIMPLIFIED), ("big5", TRADITIONAL)])
def test_a_lost_byte_that_leaves_other_characters_is_noticed(encoding: str, text: str) -> None:
    """Shifted double bytes often decode, to rare characters: such a line is resynchronised all the same."""
    data = text.encode(encoding)
    for at in range(20, 60):
        found = decode(data[:at] + data[at + 1 :], SETTINGS)
        assert sum((Counter(text) - Counter(found.text)).values()) <= 3, found.text


@pytest.mark.parametrize(
    ("codec", "name"), [("gb18030", "gb18030"), ("big5hkscs", "big5")], ids=["gb18030", "big5"]
)
@pytest.mark.parametrize("text", ["李璟即位，擺暝排夜，蜩螗沸羹。", "阿剌忒納答剌與阿戍笴，釋德韶。"])
def test_rare_characters_are_no_reason_to_give_up_a_byte(text: str, codec: str, name: str) -> None:
    """Verse, names and idioms keep every character."""
    assert resynchronised(text.encode(codec), text, name) == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [NAMES, NAMES.replace("　", "、"), NAMES.replace("　", "\n"), "魑魅魍魉，龃龉囹圄，耄耋饕餮。"]
)
def test_names_and_rare_characters_are_no_noise(text: str, encoding: str) -> None:
    """What decodes without an error to one kind of Chinese characters is text, however seldom they are printed."""
    found = decode(text.encode(encoding), SETTINGS)
    assert (found.text, found.problem) == (text, None)


@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-16-le", "utf-16-be"])
def test_cantonese_is_chinese(encoding: str) -> None:
    """Hong Kong's own characters are no noise."""
    found = decode(CANTONESE.encode(encoding), SETTINGS)
    assert (found.text, found.problem) == (CANTONESE, None)


@pytest.mark.parametrize("text", [JAPANESE, KOREAN])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030"])
def test_other_languages_in_encodings_of_chinese_are_decoded(text: str, encoding: str) -> None:
    """As they are in UTF-8: what a page is about is not asked here."""
    found = decode(text.encode(encoding), SETTINGS)
    assert (found.text, found.problem) == (text, None)


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs"])
def test_kana_of_both_kinds_of_big5_are_read(encoding: str) -> None:
    """The two disagree by four places (や or ビ): the likelier kana are right."""
    text = "他念了一句「古池や蛙飛びこむ水の音」，大家鼓掌。"
    assert decode(text.encode(encoding), SETTINGS).text == text


def test_utf16_that_is_utf8_by_chance_is_read() -> None:
    """Control characters are in no text of a few characters."""
    data = "三\n釋紹嵩".encode("utf-16-le")
    assert data.decode("utf-8").startswith("\tN\n")
    assert decode(data, SETTINGS).encoding != "utf-8"


def test_of_the_kinds_of_big5_the_one_that_reads_best_is_taken() -> None:
    """〇 of Hong Kong is kana in the oldest table."""
    text = "廠一五〇所至一六〇所，昨日拆去。"
    assert decode(text.encode("big5hkscs"), SETTINGS).text == text


def test_a_line_of_another_encoding_within_utf8_is_read() -> None:
    """One file may hold two encodings, line by line."""
    data = SIMPLIFIED.encode() * 3 + "这一行是后来贴进来的国标文字\n".encode("gbk") + TRADITIONAL.encode()
    assert decode(data, SETTINGS).text == SIMPLIFIED * 3 + "这一行是后来贴进来的国标文字\n" + TRADITIONAL


def test_an_encoding_that_is_configured_or_declared_wins_if_it_decodes() -> None:
    """The configured encoding comes before the declared one, both before any guess."""
    data = "中国".encode("gbk")
    assert decode(data, EncodingSettings(encoding="big5")).text == data.decode("big5")
    assert decode(data, SETTINGS, declared="big5").text == data.decode("big5")
    assert decode(SIMPLIFIED.encode("gbk"), SETTINGS, declared="ascii").text == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gbk"), SETTINGS, declared="no such thing").text == SIMPLIFIED


def test_an_encoding_that_python_does_not_know_is_no_setting() -> None:
    """A misspelt encoding is told of at once, with names that would do."""
    with pytest.raises(ValueError, match="gb18030, big5 and utf-8 are"):
        EncodingSettings(encoding="gb-2312-x")


def test_below_the_least_confidence_the_candidates_are_named() -> None:
    """One character of two bytes could be anything."""
    found = decode("新".encode("big5"), EncodingSettings(least_confidence=0.99))
    assert found.problem is not None
    assert found.problem.startswith("the encoding is not certain (")
    assert len(found.candidates) > 1


def test_a_page_of_which_most_is_lost_is_a_problem() -> None:
    """Its source has to be read again; nothing here can mend it."""
    found = decode(("锟斤拷" * 20 + "新闻").encode(), SETTINGS)
    assert found.problem is not None
    assert found.problem.startswith("60 of 62 characters were lost")


@given(st.binary(max_size=300))
def test_decoding_never_raises_and_never_gives_surrogates(data: bytes) -> None:
    """Whatever the bytes are, the text can be written as UTF-8."""
    found = decode(data, SETTINGS)
    found.text.encode("utf-8")
    assert 0 <= found.confidence <= 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=40))
def test_well_formed_utf8_is_what_it_says(text: str) -> None:
    """Nothing that decodes as UTF-8 is read as anything else, from a few dozen characters on."""
    data = ("新闻" + text).encode()
    if b"\x1b$" not in data:
        assert decode(data, SETTINGS).text == "新闻" + text
