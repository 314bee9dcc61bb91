r"""Characters that stand for others, or for nothing: compatibility forms, invisible characters, noise.

=========================================  ================================  =====================
in the page                                becomes                           reason
=========================================  ================================  =====================
Kangxi radicals, radicals (⼈ ⻓)           the character (人 长)              ``unicode``
compatibility ideographs (U+F9D1)          the ideograph (六)                ``unicode``
decomposed letters (e + U+0301)            composed (é), NFC                 ``unicode``
vertical, small and half-width forms       ordinary ones: the table below    ``unicode``
no-break and other odd spaces              a space                           ``unicode``
other line ends (U+2028, form feed, …)     a newline                         ``unicode``
zero-width, soft hyphen, direction, BOM    nothing                           ``noise`` (dropped)
control characters                         nothing                           ``noise`` (dropped)
=========================================  ================================  =====================

The forms of vertical print (U+FE10 to FE19, U+FE30 to FE4F), the small ones (U+FE50 to FE6B) and the half-width ones
of East Asia (U+FF61 to FF65), each one character for one:

====================================  ====================================
in the page                           becomes
====================================  ====================================
``︐ ︑ ︒ ︓ ︔ ︕ ︖ ︗ ︘ ︙``               ``， 、 。 ： ； ！ ？ 〖 〗 …``
``︰ ︱ ︲``                             ``： — –``
``︵ ︶ ︷ ︸ ︹ ︺ ︻ ︼ ︽ ︾ ︿ ﹀``           ``（ ） ｛ ｝ 〔 〕 【 】 《 》 〈 〉``
``﹁ ﹂ ﹃ ﹄ ﹇ ﹈``                       ``「 」 『 』 ［ ］``
``﹐ ﹑ ﹒ ﹔ ﹕ ﹖ ﹗ ﹘``                   ``， 、 . ； ： ？ ！ —``
``﹙ ﹚ ﹛ ﹜ ﹝ ﹞``                       ``（ ） ｛ ｝ 〔 〕``
``﹟ ﹠ ﹡ ﹢ ﹣ ﹤ ﹥ ﹦ ﹨ ﹩ ﹪ ﹫``           ``＃ & ＊ + - < > = \ $ % @``
``｡ ｢ ｣ ､ ･``                           ``。 「 」 、 ・``
====================================  ====================================

Most follow Unicode's compatibility mapping. ``︰`` (there two dots) is printed by Hong Kong's newspapers for the
colon, and ``︙`` is one character; ``﹟`` and ``﹡`` stay wide, for ``#`` and ``*`` are Markdown's. The lines above and
below text (``︳ ︴ ﹅ ﹆ ﹉ … ﹏``) have no ordinary form and stay.

The ideographic space (U+3000) stays: it indents paragraphs and parts the decks of a headline. Private-use
characters stay and are flagged: only one font knew their shapes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from pipeline.encoding.changes import Change

REASON: Final = "unicode"
NOISE: Final = "noise"
# Radicals of the supplement that PDF text layers have for whole characters; Unicode gives most no equivalent.
_PAIRED = (
    "⺁厂⺇几⺜日⺝月⺟母⺠民⺧牛⺩王⺬示⺮竹⺼月⻁虎⻄西⻅见⻆角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼"
    "⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
_RADICALS = dict(zip(_PAIRED[::2], _PAIRED[1::2], strict=True))
_FORMS_OF_MARKS = (
    "︐，︑、︒。︓：︔；︕！︖？︗〖︘〗︙…︰：︱—︲–︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』﹇［﹈］"
    "﹐，﹑、﹒.﹔；﹕：﹖？﹗！﹘—﹙（﹚）﹛｛﹜｝﹝〔﹞〕﹟＃﹠&﹡＊﹢+﹣-﹤<﹥>﹦=﹨\\﹩$﹪%﹫@｡。｢「｣」､、･・"
)
_MARKS = dict(zip(_FORMS_OF_MARKS[::2], _FORMS_OF_MARKS[1::2], strict=True))
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\x1c-\x1f"
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_NOTHING = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
_JOINER = "\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"  # between emoji it stays
_FORMS = "\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f" + re.escape(_FORMS_OF_MARKS[::2])
_COMBINED = "[^\\W\\d_][\u0300-\u036f\u3099\u309a]+"
_COMBINING = re.compile(_COMBINED)
_ODD = re.compile(f"[{_SPACES}{_LINE_ENDS}{_NOTHING}{_FORMS}]|{_JOINER}")
# One class: no clean page has any of these.
ANY = re.compile(f"[{_SPACES}{_LINE_ENDS}{_NOTHING}{_FORMS}\u200d\u0300-\u036f\u3099\u309a]")
_NOTHINGS, _BLANKS, _ENDS = (re.compile(f"[{chars}]") for chars in (_NOTHING + "\u200d", _SPACES, _LINE_ENDS))


def changes(text: str) -> list[Change]:
    """Give every change that a text's odd characters need, in order.

    >>> changes("⼈民")
    [Change(start=0, end=1, text='人', reason='unicode')]
    """
    found: list[Change] = []
    end = 0
    for near in ANY.finditer(text):  # a class is searched for ten times as fast as what it may be part of
        if near.start() < end:
            continue
        match = _COMBINING.match(text, max(end, near.start() - 1)) or _ODD.match(text, near.start())
        if match:
            end = match.end()
            plain = _plain(match.group())
            if plain != match.group():
                found.append(Change(*match.span(), plain, NOISE if not plain else REASON))
    return found


@cache
def _plain(odd: str) -> str:
    if _BLANKS.match(odd):
        return " "
    if _ENDS.match(odd):
        return "\n"
    if _NOTHINGS.match(odd):
        return ""
    if one := _RADICALS.get(odd) or _MARKS.get(odd):
        return one
    if "\u2f00" <= odd <= "\u2fd5" or "\ufb00" <= odd[0] <= "\ufb06":
        return unicodedata.normalize("NFKC", odd)
    return unicodedata.normalize("NFC", odd)
