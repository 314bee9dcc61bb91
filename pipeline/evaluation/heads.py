"""How a story's head is printed: headline, kicker, deck, cross-heads and bylines, with or without markup."""

from __future__ import annotations

import re
from random import Random

from pipeline.evaluation import wording
from pipeline.evaluation.drafts import Draft, Line, Part, Piece, Story

STYLES = ("markdown", "plain", "bold")
"""Ways to mark a headline: ``# ``, nothing, ``**…**``. One page keeps to one."""


def mark(line: Line, style: str, level: int = 1) -> Line:
    """The line as a heading of the page's style."""
    if style == "markdown":
        line.before = "#" * level + " "
    elif style == "bold":
        line.before = line.after = "**"
    return line


def marked_headlines(draft: Draft, rng: Random) -> None:
    """Headlines and cross-heads get the page's marks; a vision model marks one cross-head in two."""
    style = rng.choices(STYLES, (16, 1, 1))[0]
    level = 2 if rng.random() < 0.06 else 1
    below = level + (rng.random() < 0.8)
    for story in draft.stories:
        for line in story.lines:
            role = line.pieces[0].part.role if line.pieces[0].part else None
            if role == "title" or (role in ("kicker", "subtitle") and rng.random() < 0.2):
                mark(line, style, level)
            elif role == "heading" and rng.random() < 0.5:
                mark(line, style, below)


def split_headline(story: Story, rng: Random) -> None:
    """A headline of two clauses over two lines; the gold has them as one title."""
    if not story.title or not (at := re.search(r"[ 　]|(?<=[，：！？])", story.title.text)):
        return
    if not 4 <= at.start() <= len(story.title.text) - 4:
        return
    first, second = story.title.text[: at.start()], story.title.text[at.end() :]
    story.lines[:1] = [
        Line([Piece(first, story.title)]),
        Line([Piece(second, story.title)], gap=rng.choice(("\n", "\n\n"))),
    ]


def kicker(story: Story, rng: Random) -> None:
    """A line over the headline, ending in a dash as often as not, taken from the story's own words."""
    if text := _clause(story, rng, 8, 22):
        part = Part("kicker", text + rng.choice(("——", "——", "")))
        story.paragraphs.insert(0, part)
        story.lines.insert(0, Line([Piece(part.text, part)]))


def deck(story: Story, rng: Random) -> None:
    """A line under the headline, with a dash before it now and then."""
    if text := _clause(story, rng, 8, 22):
        part = Part("subtitle", rng.choice(("——", "", "")) + text)
        at = sum(p.role == "kicker" for p in story.paragraphs)
        story.paragraphs.insert(at, part)
        story.lines.insert(_below_title(story), Line([Piece(part.text, part)]))


def cross_heads(story: Story, rng: Random) -> None:
    """Headings between the paragraphs of a long story, of words of the paragraph that follows."""
    bodies = [line for line in story.lines if line.pieces[0].part and line.pieces[0].part.role == "body"]
    for line in bodies[1 :: rng.choice((2, 3))]:
        body = line.pieces[0].part
        clauses = re.findall(r"(?<=[，。；])[\u4e00-\u9fff]{6,15}(?=[，。；])", body.text if body else "")
        if body and clauses:
            part = Part("heading", rng.choice(clauses))
            story.paragraphs.insert(story.paragraphs.index(body), part)
            story.lines.insert(story.lines.index(line), Line([Piece(part.text, part)]))


def run_in_heads(story: Story, rng: Random) -> None:
    """Paragraphs whose first sentence is set in bold; the heads stay in their paragraphs."""
    for line in story.lines:
        piece = line.pieces[0]
        head = re.match(r"[^。！？“”]{4,24}。", piece.text)
        if piece.part and piece.part.role == "body" and head and rng.random() < 0.7:
            piece.text = piece.part.text = f"**{head.group()}**" + piece.text[head.end() :]


def doubled(story: Story, rng: Random) -> None:
    """A fake-bold headline that the text layer holds twice over; the second is a copy of the first."""
    if story.title and story.lines[0].pieces[0].part is story.title and rng.random() < 0.5:
        head = story.lines[0].pieces[0]
        story.lines[0].pieces.append(Piece(head.text, copy_of=head, high=len(head.text)))


def byline_line(story: Story, rng: Random, traditional: bool, form: str) -> None:
    """The writers on a line of their own, under the headline or at the story's end.

    ``form`` is ``bare`` (names only) or ``mixed`` (any of the forms that newspapers use).
    """
    story.byline = wording.names(rng, traditional)
    text = " ".join(story.byline) if form == "bare" else _form(story.byline, rng, traditional)
    story.byline_part = Part("byline", text)
    line = Line([Piece(text, story.byline_part)], gap="\n" if rng.random() < 0.05 else "\n\n")
    last = form == "mixed" and rng.random() < 0.2
    story.lines.insert(len(story.lines) if last else _below_heads(story), line)


def desk(story: Story, rng: Random) -> None:
    """A desk of two characters in a writer's place."""
    story.byline = [rng.choice("善禾秀海平南港江湖城") + rng.choice("统宣组政文农商交教科")]
    story.byline_part = Part("byline", story.byline[0])
    story.lines.insert(_below_heads(story), Line([Piece(story.byline[0], story.byline_part)]))


def byline_inside(story: Story, rng: Random, traditional: bool) -> None:
    """The writers in brackets in the first paragraph, after 本报讯 or an agency's dateline."""
    first = next((piece for piece in _bodies(story)), None)
    if first is None or first.part is None:
        return
    story.byline = wording.names(rng, traditional)
    together = rng.choice((" ", "　", "、")).join(story.byline)
    role = rng.choice(("记者", "记者", "通讯员", "特约记者"))
    credit = wording.script(f"（{role}{rng.choice((' ', ''))}{together}）", traditional)
    head = wording.script(_dateline(rng, traditional), traditional)
    first.text = first.part.text = head.format(credit=credit) + first.part.text


def dateline(story: Story, rng: Random, traditional: bool) -> None:
    """A dateline without names at the beginning of the first paragraph."""
    first = next((piece for piece in _bodies(story)), None)
    if first is not None and first.part:
        head = wording.script(_dateline(rng, traditional), traditional).format(credit="")
        first.text = first.part.text = head + first.part.text


def _dateline(rng: Random, traditional: bool) -> str:
    place, month, day = wording.town(rng, traditional), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        ("本报讯{credit}", "本报讯{credit} ", f"新华社{place}{month}月{day}日电{{credit}} ")
        + (f"本报{place}{month}月{day}日电{{credit}}",)
    )


def _form(names: list[str], rng: Random, traditional: bool) -> str:
    one, rest = names[0], names[1:]
    spaced = " ".join(one) if len(one) == 2 and rng.random() < 0.4 else one
    gap = rng.choice((" ", " ", ""))
    second = "".join(f"{rng.choice((' ', '　'))}通讯员{gap}{other}" for other in rest)
    forms = (
        f"本报记者{gap}{spaced}{second}",
        f"本报记者{gap}{' '.join(names)}",
        f"记者{gap}{spaced}{second}",
        f"■ 记者 {' '.join(names)}",
        f"□ 本报记者 {' '.join(names)}",
        f"□{' '.join(names)}",
        f"□□ 本报记者 {' '.join(names)}",
        f"文/{' '.join(names)}",
        f"文／{'、'.join(names)}",
        f"通讯员 {' '.join(names)}",
        f"（本报记者 {' '.join(names)}）",
        f"本报见习记者 {' '.join(names)}",
    )
    if traditional:
        forms += (
            f"記者{'、'.join(names)}╱報導",
            f"報導╱{'、'.join(names)}",
            f"〔記者{'、'.join(names)}／專訪〕",
        )
    return wording.script(rng.choice(forms), traditional)


def _clause(story: Story, rng: Random, least: int, most: int) -> str | None:
    clauses = [
        clause
        for part in story.paragraphs[1:]
        for clause in re.findall(rf"(?<=[，。；])[\u4e00-\u9fff]{{{least},{most}}}(?=[，。；])", part.text)
    ]
    return rng.choice(clauses) if clauses else None


def _bodies(story: Story) -> list[Piece]:
    pieces = (piece for line in story.lines for piece in line.pieces)
    return [piece for piece in pieces if piece.part and piece.part.role == "body"]


def _below_title(story: Story) -> int:
    return 1 + max(n for n, line in enumerate(story.lines) if line.pieces[0].part is story.title)


def _below_heads(story: Story) -> int:
    heads = ("kicker", "title", "subtitle")
    rows = [
        n for n, line in enumerate(story.lines) if line.pieces[0].part and line.pieces[0].part.role in heads
    ]
    return 1 + max(rows, default=-1)
