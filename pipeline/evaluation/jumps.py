"""Beginnings and ends that are elsewhere: jump lines in their forms, and heads and tails that are missing."""

from __future__ import annotations

import re
from random import Random

from pipeline.evaluation import wording
from pipeline.evaluation.drafts import Line, Piece, Story

BRACKETS = ("（）", "()", "[]", "〔〕", "【】", "（】", "【）", "[）", "（", "", "（ ）")
"""Brackets round a jump line: whole, mixed as OCR misreads them, half missing, missing."""
FALSE_FRIENDS = (
    "马上接着说",
    "在此基础上接受采访时",
    "线上接单的同时",
    "情况下转发",
    "一下转过身来",
    "会上接过话筒",
)
"""Words of running text that hold the characters of a jump line."""


def continued(story: Story, rng: Random, traditional: bool, page: str | None = None) -> None:
    """The story comes from another page: its first paragraphs are not here, a jump line says so."""
    story.continued_from = page or _page(rng)
    story.truncated_head = False
    pieces = Piece(_jump_line(rng, ("上接", "上接", "上接", "紧接"), story.continued_from, traditional))
    at = story.body_lines()[0]
    if rng.random() < 0.5 and len(pieces.text) > 5 and pieces.text[-1] in "）)]】〕":
        story.lines[at].pieces.insert(0, pieces)
    else:
        story.lines.insert(at, Line([pieces]))


def continues(story: Story, rng: Random, traditional: bool, page: str | None = None) -> None:
    """The story goes on on another page: a jump line at its end, or on the line below."""
    story.continues_on = page or _page(rng)
    piece = Piece(_jump_line(rng, ("下转", "下转", "转"), story.continues_on, traditional))
    if rng.random() < 0.5 and piece.text[0] in "（([【〔":
        story.lines[-1].pieces.append(piece)
    else:
        story.lines.append(Line([piece]))


def headless(story: Story, rng: Random) -> None:
    """The first words are lost: the first paragraph begins at a random character."""
    at = story.body_lines()[0]
    piece = story.lines[at].pieces[0]
    if piece.part and len(piece.text) >= 40 and (cut := _cut(piece.text, rng, 0.1, 0.8)):
        piece.text = piece.part.text = piece.text[cut:]
        story.truncated_head = True


def tailless(story: Story, rng: Random) -> None:
    """The last words are lost: the last paragraph ends at a random character."""
    piece = story.lines[story.body_lines()[-1]].pieces[0]
    if piece.part and len(piece.text) >= 40 and (cut := _cut(piece.text, rng, 0.3, 0.95)):
        piece.text = piece.part.text = piece.text[:cut]
        story.truncated_tail = True


def false_friend(story: Story, rng: Random) -> None:
    """Characters of a jump line where none is meant."""
    piece = story.lines[rng.choice(story.body_lines())].pieces[0]
    comma = piece.text.find("，")
    if piece.part and comma > 0:
        words = rng.choice(FALSE_FRIENDS)
        piece.text = piece.part.text = piece.text[: comma + 1] + words + "，" + piece.text[comma + 1 :]


def _cut(text: str, rng: Random, low: float, high: float) -> int | None:
    """A place between two words or letters of a sentence, not beside a sentence's end."""
    places = [
        n
        for n in range(max(2, int(low * len(text))), int(high * len(text)))
        if not re.search(r"[。！？；”》」』）)\s*]$|[“《「『（(*]$", text[:n])
        and not re.match(r"[^\u4e00-\u9fffA-Za-z0-9]", text[n:])
    ]
    return rng.choice(places) if places else None


def _page(rng: Random) -> str:
    return str(rng.randint(1, 8)) if rng.random() < 0.85 else f"A{rng.randint(1, 8)}"


def _jump_line(rng: Random, verbs: tuple[str, ...], page: str, traditional: bool) -> str:
    numeral = wording.NUMERALS[int(page) - 1] if page.isdigit() else page
    forms = (f"第{numeral}版", f"{numeral}版", f"第{page}版", f"{page}版", f"{page}版")
    words = rng.choice(verbs) + (rng.choice(forms) if page.isdigit() else f"{page}版")
    if traditional:
        words = words.replace("转", "轉").replace("紧", "緊")
    brackets = rng.choice(BRACKETS[:5] * 3 + BRACKETS)
    if not brackets.strip():
        return words
    return brackets[0] + words + (brackets[-1] if len(brackets) > 1 else "")
