r"""Pages that nobody would print: what engines, copying and sabotage make of a good page, from a seed.

>>> page = mutated("标题\\n\\n正文第一段。\\n", random.Random(1))
>>> page == mutated("标题\\n\\n正文第一段。\\n", random.Random(1))
True
"""

from __future__ import annotations

import random
from collections.abc import Callable

Mutation = Callable[[str, random.Random], str]
"""A page and dice; another page."""

LARGEST = 100_000  # characters of the longest line that is made
_GROWN = 150_000  # characters beyond which a page is not made longer
_ROUTES = (
    ("utf-8", "gb18030"),
    ("utf-8", "cp1252"),
    ("gb18030", "latin-1"),
    ("big5", "gb18030"),
    ("gb18030", "big5"),
)
_FORMULAS = (
    "$x^{2}$",
    "$$\\frac{1}{2}\n+\\alpha$$",
    "\\(\\text{增长}10\\%\\)",
    "\\[\n\\begin{matrix}1 & 2\\\\\n3 & 4\\end{matrix}\n\\]",
    "$\\mathrm{km^{2}}$",
    "$ 3 \\times\n10^{4} $",
    "H$_2$O",
    "$\\rightarrow$",
    "$",
    "\\frac{",
)
_BRACKETS = (
    *"（）()【】[]〔〕《》“”‘’「」﹝﹞",
    "（记者王",
    "（记者",
    "（上接1版）",
    "（下转",
    "）",
    "[图](a.png)",
    "![](b.png)",
)
_BIDI = tuple("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
_ODD = (
    *"\0\x01\x1b\x7f\x85\u2028\u2029\ufeff\ufffe\u00ad\ue000\ufffd\u3000\u00a0\u0301",
    "锟斤拷",
    "烫烫烫",
    "\U0001f468\u200d\U0001f469",
)
_EMOJI = tuple("💪🇨🇳❤️😀🏽👍©️①㊙️")
_MARKUP = (
    "# ",
    "## ",
    "**",
    "*",
    "---\n",
    "| 男 | 女 |\n|---|---|\n| 1 | 2 |\n",
    "```\n",
    "> ",
    "1. ",
    "<br>",
    "&nbsp;",
    "\\",
)


def mutated(page: str, dice: random.Random, most: int = 4) -> str:
    """A page after one to ``most`` mutations, each after the one before; without lone surrogates."""
    for _ in range(dice.randint(1, most)):
        page = dice.choice(MUTATIONS)(page, dice)
    return page.encode("utf-8", "ignore").decode()


def parts(pages: list[str], dice: random.Random) -> str:
    """A page, or mostly a part of one: the shorter it is, the more of them are tried in an hour."""
    page, size = dice.choice(pages), dice.choice((200, 800, 2500, 2500, 6000, LARGEST))
    start = dice.randrange(max(1, len(page) - size))
    return page[start : start + size]


def _cut(page: str, dice: random.Random) -> tuple[int, int]:
    """Two places of a page, in order."""
    return tuple(sorted((dice.randint(0, len(page)), dice.randint(0, len(page)))))  # type: ignore[return-value]


def truncated(page: str, dice: random.Random) -> str:
    """A part of the page."""
    start, end = _cut(page, dice)
    return page[start:end]


def spliced(page: str, dice: random.Random) -> str:
    """A part of the page, within another part of it."""
    start, end = _cut(page, dice)
    at = dice.randint(0, len(page))
    return page if len(page) > _GROWN else page[:at] + page[start:end] + page[at:]


def moved(page: str, dice: random.Random) -> str:
    """A part of the page, elsewhere."""
    start, end = _cut(page, dice)
    rest = page[:start] + page[end:]
    at = dice.randint(0, len(rest))
    return rest[:at] + page[start:end] + rest[at:]


def shuffled(page: str, dice: random.Random) -> str:
    """The lines of the page, or the characters of one, in any order."""
    lines = page.split("\n")
    if dice.random() < 0.5:
        dice.shuffle(lines)
    else:
        at = dice.randrange(len(lines))
        lines[at] = "".join(dice.sample(lines[at], len(lines[at])))
    return "\n".join(lines)


def repeated(page: str, dice: random.Random) -> str:
    """A character, a line or a part of the page, over and over."""
    start, end = _cut(page, dice)
    piece = dice.choice(
        (page[start : start + 1], page[start : start + 12], page[start:end], "　", "\n", "。", "男 ")
    )
    times = min(dice.choice((2, 3, 20, 1000, 20_000)), max(2, 40_000 // max(1, len(piece))))
    return page if len(page) > _GROWN else page[:end] + piece * times + page[end:]


def long_line(page: str, dice: random.Random) -> str:
    """No line end at all, or a line of 100,000 characters."""
    flat = page.replace("\n", dice.choice(("", " ", "　")))
    return flat if dice.random() < 0.5 else (flat * (1 + LARGEST // max(1, len(flat))))[:LARGEST]


def broken_lines(page: str, dice: random.Random) -> str:
    """A line end, or two, after every few characters."""
    width, end = dice.choice((1, 2, 7, 17)), dice.choice(("\n", "\n\n", "\r\n", " \n"))
    return (
        page if len(page) > _GROWN else end.join(page[at : at + width] for at in range(0, len(page), width))
    )


def rewidened(page: str, dice: random.Random) -> str:
    """Marks, digits and letters of a part, half-width or full-width, or all characters apart."""
    start, end = _cut(page, dice)
    part = page[start:end]
    kind = dice.randrange(3)
    if kind == 0:
        part = part.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    elif kind == 1:
        part = part.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    else:
        part = " ".join(part[:5000]) + part[5000:]
    return page[:start] + part + page[end:]


def misread(page: str, dice: random.Random) -> str:
    """A part of the page, read in a wrong encoding once or twice, with or without loss."""
    start, end = _cut(page, dice)
    if dice.random() < 0.7:
        end = min(end, start + dice.choice((3, 12, 60, 400)))
    part = page[start:end]
    errors = dice.choice(("ignore", "replace"))
    for _ in range(dice.randint(1, 2)):
        right, wrong = dice.choice(_ROUTES)
        part = part.encode(right, "ignore").decode(wrong, errors)
    return page[:start] + part + page[end:]


def sprinkled(pieces: tuple[str, ...]) -> Mutation:
    """A mutation that puts some of a kind of pieces anywhere."""

    def mutation(page: str, dice: random.Random) -> str:
        for _ in range(dice.choice((1, 3, 30))):
            at = dice.randint(0, len(page))
            page = page[:at] + dice.choice(pieces) * dice.choice((1, 1, 2)) + page[at:]
        return page

    mutation.__name__ = f"sprinkled {pieces[0]!r}"
    return mutation


def lost(page: str, dice: random.Random) -> str:
    """One character in a hundred, gone or another."""
    other = page or "。"
    return "".join(
        char if dice.random() > 0.01 else dice.choice(("", "\ufffd", dice.choice(other))) for char in page
    )


MUTATIONS: tuple[Mutation, ...] = (
    *(truncated, spliced, moved, shuffled, repeated, long_line, broken_lines, rewidened, misread, lost),
    *map(sprinkled, (_FORMULAS, _BRACKETS, _BIDI, _ODD, _EMOJI, _MARKUP)),
    *map(sprinkled, (_FORMULAS, _EMOJI)),
    misread,
)
