"""Damages of characters by OCR and vision models: widths, misreadings, radicals, spacing, stray answers."""

from __future__ import annotations

import re
from random import Random

from pipeline.evaluation.drafts import Draft, Line, Piece, gap_near

HALF = str.maketrans("，。：；！？（）", ",.:;!?()")
HAN = r"[\u4e00-\u9fff]"
RADICALS = str.maketrans(
    "女工人大小口土手日月木水火目田石立竹米老耳肉行衣言走足身車金長門雨青面音",
    "⼥⼯⼈⼤⼩⼝⼟⼿⽇⽉⽊⽔⽕⽬⽥⽯⽴⽵⽶⽼⽿⾁⾏⾐⾔⾛⾜⾝⾞⾦⾧⾨⾬⾭⾯⾳",
)
"""Kangxi radicals that text layers hold in place of ordinary characters (Unicode, chapter 18)."""
LOOKALIKES = dict(
    zip(
        "未己日人土干天大太末曰入士千夫犬木己由田甲申四西免兔今令",
        "末已曰入士千夫太大未日人土干天大本已田由申甲西四兔免令今",
        strict=True,
    )
)
"""Characters that OCR engines take for one another; a sample."""
REFUSALS = (
    "Sorry, I can't assist with that.",
    "I'm sorry, but I can't help with this request.",
    "抱歉，我无法处理这张图片。",
)
ENGLISH = {"和": " and ", "数字": " digital ", "发展": " development ", "但": " but "}


def pieces(draft: Draft) -> list[Piece]:
    """All pieces of the page, in order."""
    return [piece for line in draft.lines for piece in line.pieces]


def half_width(draft: Draft, _rng: Random) -> None:
    """Punctuation of half width; a full stop between Chinese characters stays 。 as engines leave it."""
    table = {code: mark for code, mark in HALF.items() if code != ord("。")}
    for piece in pieces(draft):
        piece.text = piece.text.translate(table)


def misread(text: str, rng: Random, share: float) -> str:
    """The text with ``share`` of its characters taken for others, its length unchanged."""
    return "".join(
        LOOKALIKES.get(char, rng.choice("的一是不了在有"))
        if rng.random() < share and re.match(HAN, char)
        else char
        for char in text
    )


def ocr(draft: Draft, rng: Random) -> None:
    """Two characters in a thousand are misread everywhere."""
    for piece in pieces(draft):
        piece.text = misread(piece.text, rng, 0.002)


def radicals(draft: Draft, rng: Random) -> None:
    """Half of the characters that have a radical's code point get it, on some of the lines."""
    for piece in pieces(draft):
        if rng.random() < 0.3:
            chars = (char.translate(RADICALS) if rng.random() < 0.5 else char for char in piece.text)
            piece.text = "".join(chars)


def letter_spaced(draft: Draft, rng: Random) -> None:
    """Years and short stretches of some paragraphs are spaced out."""
    for piece in pieces(draft):
        if rng.random() < 0.15:
            piece.text = re.sub(r"\d{4}年", lambda year: " ".join(year.group()), piece.text)
        if rng.random() < 0.05 and len(piece.text) > 20:
            piece.text = " ".join(piece.text[:12]) + piece.text[12:]


def english(draft: Draft, rng: Random) -> None:
    """One word of a Chinese sentence comes out in English."""
    for piece in rng.sample(pieces(draft), min(6, len(pieces(draft)))):
        if piece.part and piece.part.role == "body" and not piece.copy_of:
            word = rng.choice(list(ENGLISH))
            piece.text = piece.text.replace(word, ENGLISH[word], 1)


def latex(draft: Draft, rng: Random) -> None:
    """Numbers of some lines come out as formulas."""
    for piece in pieces(draft):
        if piece.part and piece.part.role == "body" and not piece.copy_of and rng.random() < 0.1:
            piece.text = re.sub(r"(\d+)[%％]", r"$\1\\%$", piece.text)


def refusal(draft: Draft, rng: Random) -> None:
    """A vision model's refusal stands between two lines."""
    at = gap_near(draft.lines, rng.randint(1, len(draft.lines)))
    draft.lines.insert(at, Line([Piece(rng.choice(REFUSALS))]))


def empty_headings(draft: Draft, rng: Random) -> None:
    """Heading marks with nothing after them, as text layers leave display type."""
    for _ in range(rng.randint(2, 5)):
        at = gap_near(draft.lines, rng.randint(1, len(draft.lines) - 1))
        draft.lines.insert(at, Line([Piece("")], before="# ", gap=rng.choice(("\n", "\n\n"))))


def images(draft: Draft, rng: Random) -> None:
    """Image links where the photos were."""
    for _ in range(rng.randint(1, 3)):
        at = gap_near(draft.lines, rng.randint(1, len(draft.lines) - 1))
        draft.lines.insert(at, Line([Piece(f"![](images/{rng.randrange(16**8):08x}.jpg)")]))


def flattened(draft: Draft, rng: Random) -> None:
    """The page comes as one line, its blocks a space apart."""
    gap = rng.choice((" ", "  ", ""))
    for line in draft.lines:
        line.gap = gap
        line.before = ""
