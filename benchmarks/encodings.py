"""Ways to write a text as bytes, and to read bytes wrongly: what ``benchmarks/encoding.py`` makes its cases with."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pipeline.encoding.cns import character

BOTH = ("simplified", "traditional")
JAPANESE = (
    "昨日の午後、東京都内で新しい図書館が開館しました。多くの市民が訪れ、本を手に取っていました。館長の田中さんは"
    "「地域の皆さんに愛される場所にしたい」と話しています。政府は来年度の予算案について、今月末までに閣議で決定する"
    "方針です。気象庁によりますと、台風は明日の朝にかけて北上し、西日本では大雨になる恐れがあります。"
)
KOREAN = (
    "어제 오후 서울 시내에서 새로운 도서관이 문을 열었습니다. 많은 시민이 찾아와 책을 읽었습니다. 관장은 지역 주민에게 "
    "사랑받는 장소로 만들고 싶다고 말했습니다. 정부는 내년도 예산안을 이달 말까지 국무회의에서 결정할 방침입니다. "
)
# The characters of made names: the commonest surnames, and what children are called.
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华梓涵轩浩宇欣怡诗琪雨泽俊熙嘉奕辰远佳慧晨曦瑶萱博昊若婉婷"
)
CANTONESE = (
    "佢哋喺嗰度食咗嘢，啲人話冇問題，唔該晒！點解嘅呢？睇吓先啦，嚟緊仲有好多嘢做，咪阻住我哋返工啦。\n"
    "你估佢係邊個呀？噉梗係唔得㗎！俾返部電話我，攞晒啲嘢走，連門都冇閂。\n"
)
RUSSIAN = (
    "Вчера днём в центре города открылась новая библиотека. Многие жители пришли посмотреть на книги. Директор сказал, "
    "что это место должно стать любимым для всех. Правительство примет решение о бюджете до конца месяца. "
)
GERMAN = (
    "Gestern wurde im Stadtzentrum die neue Bücherei eröffnet, und viele Bürger kamen, um sich die Räume "
    "anzusehen. Die Regierung möchte über den Haushalt für das nächste Jahr noch vor Ende des Monats beschließen. "
)


def as_cp936(data: bytes) -> str:
    """Bytes as Windows reads GBK: the lone byte 0x80 is the euro sign."""
    text, at = [], 0
    while at < len(data):
        size = 1 if data[at] <= 0x80 else 2
        text.append("€" if data[at] == 0x80 else data[at : at + size].decode("gbk"))
        at += size
    return "".join(text)


def as_cp1252(data: bytes) -> str:
    """Bytes as Windows-1252, where it has none as Latin-1."""
    return "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in data)


ROUTES: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "UTF-8 as GBK": (BOTH, lambda text: as_cp936(text.encode())),
    "UTF-8 as GB18030": (BOTH, lambda text: text.encode().decode("gb18030")),
    "UTF-8 as Big5": (BOTH, lambda text: text.encode().decode("big5")),
    "UTF-8 as Windows-1252": (BOTH, lambda text: as_cp1252(text.encode())),
    "UTF-8 as Latin-1": (BOTH, lambda text: text.encode().decode("latin-1")),
    "GBK as Windows-1252": (BOTH, lambda text: as_cp1252(text.encode("gbk"))),
    "GBK as Latin-1": (BOTH, lambda text: text.encode("gbk").decode("latin-1")),
    "Big5 as Latin-1": (("traditional",), lambda text: text.encode("big5").decode("latin-1")),
    "Big5 as Windows-1252": (("traditional",), lambda text: as_cp1252(text.encode("big5"))),
    "GBK as Big5": (("simplified",), lambda text: text.encode("gbk").decode("big5")),
    "Big5 as GBK": (("traditional",), lambda text: text.encode("big5").decode("gbk")),
    "Big5 as GB18030": (("traditional",), lambda text: text.encode("big5").decode("gb18030")),
    "UTF-8 as Windows-1252, twice": (BOTH, lambda text: as_cp1252(as_cp1252(text.encode()).encode())),
    "UTF-8 as GBK, twice": (BOTH, lambda text: as_cp936(as_cp936(text.encode()).encode())),
    "UTF-8 as Mac Roman": (BOTH, lambda text: text.encode().decode("mac_roman")),
    "UTF-8 as cp437": (BOTH, lambda text: text.encode().decode("cp437")),
    "UTF-8 as Windows-1251": (BOTH, lambda text: text.encode().decode("sloppy-windows-1251")),
    "UTF-8 as Windows-1250": (BOTH, lambda text: text.encode().decode("sloppy-windows-1250")),
    "UTF-8 as Windows-1253": (BOTH, lambda text: text.encode().decode("sloppy-windows-1253")),
    "UTF-8 as Windows-1257": (BOTH, lambda text: text.encode().decode("sloppy-windows-1257")),
    "UTF-8 as Latin-2": (BOTH, lambda text: text.encode().decode("iso8859-2")),
}


@cache
def _cells() -> dict[str, bytes]:
    return {
        character(plane, row, column): (b"" if plane == 1 else b"\x8e\xa2")
        + bytes((row + 0xA1, column + 0xA1))
        for plane in (2, 1)
        for row in range(94)
        for column in range(94)
    }


def euc_tw(text: str) -> bytes:
    """Text in EUC-TW; raises KeyError for what is not in it."""
    return b"".join(char.encode() if char.isascii() else _cells()[char] for char in text)


def iso2022_cn(text: str) -> bytes:
    """Text in ISO-2022-CN, GB2312 only."""
    parts, shifted = [b"\x1b$)A"], False
    for char in text:
        if char.isascii() == shifted:
            parts.append(b"\x0f" if shifted else b"\x0e")
            shifted = not shifted
        parts.append(char.encode() if char.isascii() else bytes(b & 0x7F for b in char.encode("gb2312")))
    return b"".join([*parts, b"\x0f" if shifted else b""])


class Encoding(NamedTuple):
    """A way to write files.

    Attributes:
        encode: text to bytes.
        scripts: of the texts.
        own: a text of its own, of a kind that must be set aside.
        mark: what stands before the text.
        damage: bytes of the encoded text (and one more for each 4,000) are overwritten or lost.
    """

    encode: Callable[[str], bytes]
    scripts: tuple[str, ...] = BOTH
    own: str = ""
    mark: bytes = b""
    damage: int = 0

    def files(
        self, texts: dict[str, list[str]], size: int, dice: random.Random, wanted: int
    ) -> Iterator[tuple[bytes, str]]:
        """Files of about a size, and what they say."""
        for _ in range(wanted * 30):
            text = self._text(texts, size, dice)
            try:
                while text and len(self.encode(text)) > size:
                    text = text[: min(len(text) - 1, int(len(text) * size / len(self.encode(text))))]
                data = self.encode(text)
            except (UnicodeError, KeyError):
                continue
            if text and not text.isascii() and (not self.own or not data.isascii() or b"\x1b" in data):
                yield self.mark + self._damaged(data, dice), text
                wanted -= 1
            if not wanted:
                return

    def _text(self, texts: dict[str, list[str]], size: int, dice: random.Random) -> str:
        if self.own:
            return (self.own * (2 + size // len(self.own)))[dice.randrange(len(self.own)) :][:size]
        some = texts[dice.choice(self.scripts)]
        whole = "\n".join(dice.sample(some, min(len(some), 1 + size // 1500)))
        start = dice.randrange(max(1, len(whole) - size // 3))
        return whole[start : start + size // 2].strip()

    def _damaged(self, data: bytes, dice: random.Random) -> bytes:
        for _ in range(self.damage + len(data) // 4000 if self.damage else 0):
            at = dice.randrange(len(data))
            data = data[:at] + dice.choice((b"", b"?", b"\xff")) + data[at + 1 :]
        return data


def _codec(name: str) -> Callable[[str], bytes]:
    return lambda text: text.encode(name)


def _noise(text: str) -> bytes:
    return random.Random(text).randbytes(len(text))


def name_lists(dice: random.Random) -> list[str]:
    """Lists of made names, 400 each, parted by one mark or another."""
    names = [
        dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=dice.choice((1, 2, 2)))) for _ in range(400)
    ]
    return [mark.join(names) for mark in "　、\n"]


ENCODINGS: dict[str, Encoding] = {
    "UTF-8": Encoding(_codec("utf-8")),
    "UTF-8 with a mark": Encoding(_codec("utf-8"), mark=codecs.BOM_UTF8),
    "UTF-16 LE": Encoding(_codec("utf-16-le")),
    "UTF-16 BE": Encoding(_codec("utf-16-be")),
    "UTF-16 LE with a mark": Encoding(_codec("utf-16-le"), mark=codecs.BOM_UTF16_LE),
    "UTF-16 BE with a mark": Encoding(_codec("utf-16-be"), mark=codecs.BOM_UTF16_BE),
    "UTF-32 LE": Encoding(_codec("utf-32-le")),
    "UTF-32 BE": Encoding(_codec("utf-32-be")),
    "UTF-32 LE with a mark": Encoding(_codec("utf-32-le"), mark=codecs.BOM_UTF32_LE),
    "GB2312": Encoding(_codec("gb2312"), ("simplified",)),
    "GBK": Encoding(_codec("gbk")),
    "GB18030": Encoding(_codec("gb18030")),
    "Big5": Encoding(_codec("big5"), ("traditional",)),
    "Big5-HKSCS": Encoding(_codec("big5hkscs"), ("traditional",)),
    "CP950": Encoding(_codec("cp950"), ("traditional",)),
    "EUC-TW": Encoding(euc_tw, ("traditional",)),
    "HZ": Encoding(_codec("hz"), ("simplified",)),
    "ISO-2022-CN": Encoding(iso2022_cn, ("simplified",)),
    "UTF-8, damaged": Encoding(_codec("utf-8"), damage=1),
    "GBK, damaged": Encoding(_codec("gbk"), ("simplified",), damage=1),
    "Big5, damaged": Encoding(_codec("big5"), ("traditional",), damage=1),
    "names, GB18030": Encoding(_codec("gb18030"), ("names",)),
    "names, UTF-16 LE": Encoding(_codec("utf-16-le"), ("names",)),
    "Cantonese, Big5-HKSCS": Encoding(_codec("big5hkscs"), ("Cantonese",)),
    "Cantonese, UTF-16 LE": Encoding(_codec("utf-16-le"), ("Cantonese",)),
    "Shift_JIS": Encoding(_codec("cp932"), own=JAPANESE),
    "EUC-JP": Encoding(_codec("euc_jp"), own=JAPANESE),
    "ISO-2022-JP": Encoding(_codec("iso2022_jp"), own=JAPANESE),
    "EUC-KR": Encoding(_codec("euc_kr"), own=KOREAN),
    "Windows-1251": Encoding(_codec("cp1251"), own=RUSSIAN),
    "KOI8-R": Encoding(_codec("koi8-r"), own=RUSSIAN),
    "Latin-1": Encoding(_codec("latin-1"), own=GERMAN),
    "noise": Encoding(_noise, own="　0123456789" * 10),
}
