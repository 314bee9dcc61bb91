"""Beginnings and ends that are elsewhere: jump lines in their forms, and heads and tails that are missing."""

from __future__ import annotations

import re
from random import Random

from pipeline.evaluation import wording
from pipeline.evaluation.drafts import Line, Piece, Story
from pipeline.values.vocabulary import DISPLAY

BRACKETS = ("（）", "()", "[]", "〔〕", "【】", "（】", "【）", "[）", "（", "", "（ ）")
"""Brackets round a jump line: whole, mixed as OCR misreads them, half missing, missing."""
OPENING = "（([〔【"
FALSE_FRIENDS = (
    "马上接着说",
    "在此基础上接受采访时",
    "线上接单的同时",
    "情况下转发",
    "一下转过身来",
    "会上接过话筒",
)
"""Words of running text that hold the characters of a jump line."""


def continued(story: Story, rng: Random, page: str | None = None) -> None:
    """The story comes from another page: its beginning is not here, a jump line says so."""
    if page is None:
        _drop_beginning(story, rng)
    story.continued_from = page or _page(rng)
    mark = Piece(_jump_line(rng, ("上接", "上接", "上接", "紧接"), story.continued_from, story.traditional))
    first = next(line for line in story.lines if line.pieces[0].part in story.running())
    if rng.random() < 0.5 and mark.text[0] in OPENING:
        first.pieces.insert(0, mark)
    else:
        story.lines.insert(story.lines.index(first), Line([mark]))


def _drop_beginning(story: Story, rng: Random) -> None:
    """Leave the first paragraph out; and the headline, one time in four, where no byline stands below."""
    first, piece = story.bodies()[0]
    if len(story.bodies()) > 2 and piece.part and (story.byline_part or not story.byline):
        story.lines.remove(first)
        story.paragraphs.remove(piece.part)
    if not story.byline and rng.random() < 0.25:
        heads = [line for line in story.lines if line.pieces[0].part and line.pieces[0].part.role in DISPLAY]
        story.lines = [line for line in story.lines if line not in heads]
        story.paragraphs = [part for part in story.paragraphs if part.role not in DISPLAY]
        story.title = None


def continues(story: Story, rng: Random, page: str | None = None) -> None:
    """The story goes on on another page: a jump line at its end, or on the line below."""
    story.continues_on = page or _page(rng)
    mark = Piece(_jump_line(rng, ("下转", "下转", "转"), story.continues_on, story.traditional))
    last, _ = story.bodies()[-1]
    if rng.random() < 0.5 and mark.text[0] in OPENING:
        last.pieces.append(mark)
    else:
        story.lines.insert(story.lines.index(last) + 1, Line([mark]))


def headless(story: Story, rng: Random) -> None:
    """The first words are lost: the first paragraph begins at a random character."""
    _, piece = story.bodies()[0]
    if piece.part and not story.continued_from and (cut := cut_in_sentence(piece.text, rng, 0.1, 0.8)):
        piece.text = piece.part.text = piece.text[cut:]
        story.truncated_head = True
        if not story.byline_part:  # names that were printed in the dateline are gone with it
            story.byline = [name for name in story.byline if name in piece.text]


def tailless(story: Story, rng: Random) -> None:
    """The last words are lost: the last paragraph ends at a random character."""
    _, piece = story.bodies()[-1]
    if piece.part and not story.continues_on and (cut := cut_in_sentence(piece.text, rng, 0.3, 0.95)):
        piece.text = piece.part.text = piece.text[:cut]
        story.truncated_tail = True


def false_friend(story: Story, rng: Random) -> None:
    """Characters of a jump line where none is meant."""
    _, piece = rng.choice(story.bodies())
    comma = piece.text.find("，")
    if piece.part and comma > 0:
        words = rng.choice(FALSE_FRIENDS)
        piece.text = piece.part.text = piece.text[: comma + 1] + words + "，" + piece.text[comma + 1 :]


def cut_in_sentence(text: str, rng: Random, low: float, high: float) -> int | None:
    """A place within a sentence of a text of 40 characters or more; shares ``low`` and ``high`` bound it."""
    if len(text) < 40:
        return None
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
