"""The ways in which Chinese bytes are read in a wrong encoding, character by character.

A *route* is an encoding that bytes were read in by mistake, and the one that they are in. The wrong reading
of UTF-8 keeps its structure (a lead byte, then so many continuation bytes), which a regular expression over
the wrong characters can check; the wrong reading of double bytes keeps their pairs. Every expression begins
with a class of characters: Python searches for that ten times as fast as for a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product

import ftfy.bad_codecs

_LEADS_2, _LEADS_3, _LEADS_4 = range(0xC2, 0xD2), range(0xE2, 0xF0), range(0xF0, 0xF5)
_CONTINUING = range(0x80, 0xC0)
_TRAILING_ASCII = range(0x40, 0x7F)
# Encodings of single bytes; the wrong reading of each but the first has letters and signs that no Chinese page prints.
# ftfy brings those of Windows along in the form in which every byte is a character.
SINGLE = (
    "cp1252",
    "mac_roman",
    "cp437",
    "cp850",
    "iso8859-2",
    *(f"sloppy-windows-{page}" for page in (1250, 1251, 1253, 1254, 1257)),
)
ACCENT = re.compile("[\xa1-\xb6\xb8-\xff]")  # and not only the quotation marks that Windows-1252 has too


_KINDS = (
    (_LEADS_3, _CONTINUING),
    (_CONTINUING, _LEADS_3),
    (_CONTINUING, _CONTINUING),
    (_CONTINUING, _TRAILING_ASCII),
)
_FIRST_OF_TWO = (_CONTINUING, _LEADS_2)


ftfy.bad_codecs.ok()  # they are registered


@cache
def bytes_of(codec: str) -> dict[str, bytes]:
    r"""The characters that a codec reads bytes above 0x7F as, and those bytes.

    >>> bytes_of("cp1252")["é"], bytes_of("gb18030")["接"].hex()
    (b'\xe9', 'bdd3')
    """
    if codec in SINGLE:
        pieces = [bytes((byte,)) for byte in range(0x80, 0x100)]
        read = {char: piece for piece in pieces if (char := piece.decode(codec, "ignore"))}
        if codec == "cp1252":  # and Latin-1, which differs at 0x80 to 0x9F only
            read = {piece.decode("latin-1"): piece for piece in pieces} | read
        return read
    pairs = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)]
    read = {char: pair for pair in pairs if len(char := pair.decode(codec, "ignore")) == 1 and char > "\x7f"}
    # Windows' code page 936 reads the lone byte 0x80 as the euro sign; Python's codecs put that elsewhere.
    return read | ({"€": b"\x80"} if codec == "gb18030" else {})


@cache
def structure(codec: str) -> re.Pattern[str]:
    """Give the form of UTF-8 that is read in a codec: whole characters, at least one of three bytes.

    >>> structure("cp1252").search("《æ–°é—»》").group()
    'æ–°é—»'
    """
    if codec in SINGLE:
        leads = _of(codec, [*_LEADS_2, *_LEADS_3, *_LEADS_4])
        lead_2, lead_4, more = (_of(codec, one) for one in (_LEADS_2, _LEADS_4, _CONTINUING))
        unit = f"{leads}(?:(?<={lead_2})|(?<={lead_4}){more}{more}|{more}){more}"
        return re.compile(f"{unit}(?:[!-~]{{0,2}}{unit})*")
    # Names tell what two bytes a character was: the first of a character of UTF-8, or one that continues it.
    lead = _of(codec, _LEADS_3, _CONTINUING)
    more_lead = _of(codec, _CONTINUING, _LEADS_3)
    more_more = _of(codec, _CONTINUING, _CONTINUING)
    more_ascii = _of(codec, _CONTINUING, _TRAILING_ASCII)
    more_lead_2 = _of(codec, _CONTINUING, _LEADS_2)
    lead_2_more = _of(codec, _LEADS_2, _CONTINUING)
    single = "€" if codec == "gb18030" else "(?!)"
    rest = f"(?:{more_lead_2}|{more_lead}{single})*(?:{more_ascii}|{single}|{more_lead}{more_more})"
    return re.compile(f"{lead}{rest}(?:{lead_2_more}*{lead}{rest})*")


@cache
def loose(codec: str) -> re.Pattern[str]:
    """The same where characters were lost on the way: all that might belong to it, from a lead byte on.

    >>> loose("gb18030").search("会上鏍囬鏂囨").group()
    '鏍囬鏂囨'
    """
    if codec == "cp1252":
        return re.compile(f"{_of(codec, _LEADS_3)}{_of(codec, range(0x80, 0x100))}{{2,}}")
    every = "".join(_chars(codec, *kind) for kind in _KINDS)
    return re.compile(f"{_of(codec, *_KINDS[0])}[{re.escape(every)}€?\ufffd]{{2,}}")


def foreign() -> str:
    """Give the characters that first bytes of ideographs become in encodings of single bytes but Windows-1252.

    >>> "ж" in foreign(), "新" in foreign()  # æ–°, read as Windows-1251
    (True, False)
    """
    return "".join(_chars(codec, range(0xE3, 0xEA)) for codec in SINGLE[1:])


def ends(codec: str) -> tuple[str, str]:
    """The characters that a wrong reading of UTF-8 begins with, and those that come second.

    >>> first, second = ends("gb18030")
    >>> "鍏" in first, "充" in second, "报" in first  # 鍏充簬 is 关于
    (True, True, False)
    """
    return _chars(codec, *_KINDS[0]), "".join(_chars(codec, *kind) for kind in (*_KINDS, _FIRST_OF_TWO)) + "€"


def _of(codec: str, *bytes_: Iterable[int]) -> str:
    """A regular expression's class of the characters with such bytes."""
    return f"[{re.escape(_chars(codec, *bytes_))}]"


def _chars(codec: str, *bytes_: Iterable[int]) -> str:
    return "".join(sorted(_readings(codec).get(bytes(wanted), "") for wanted in product(*bytes_)))


@cache
def _readings(codec: str) -> dict[bytes, str]:
    """Give the characters that a codec reads bytes as; of Windows-1252 and Latin-1, both."""
    readings: dict[bytes, str] = {}
    for char, piece in bytes_of(codec).items():
        readings[piece] = readings.get(piece, "") + char
    return readings


@cache
def double_bytes() -> re.Pattern[str]:
    """Double bytes that were read as Latin-1 or Windows-1252: two characters, the second perhaps ASCII.

    >>> double_bytes().search("他说ÖÐ¹ú").group()
    'ÖÐ¹ú'
    """
    high = _of("cp1252", range(0x81, 0xFF))
    unit = f"{high}[{re.escape(_chars('cp1252', range(0x80, 0xFF)))}\x40-\x7e]"
    return re.compile(f"{unit}(?:{unit})*")


@cache
def exchanged(codec: str, right: str) -> dict[str, str]:
    """Give each character that ``codec`` reads a double byte as, with that of ``right`` for the same bytes.

    >>> exchanged("big5", "gb18030")["陔"]
    '新'
    """
    pairs = bytes_of(codec).items()
    return {
        char: good for char, pair in pairs if len(good := pair.decode(right, "ignore")) == 1 and good > "\x7f"
    }
