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
    for line in draft.lines:
        role = line.pieces[0].part.role if line.pieces[0].part else None
        if role == "title" or (role in ("kicker", "subtitle") and "——" in line.text and rng.random() < 0.3):
            mark(line, style, level)
        elif role in ("kicker", "subtitle") and style == "markdown" and rng.random() < 0.5:
            mark(line, style, level + 1)
        elif role == "heading" and rng.random() < 0.5:
            mark(line, style, below)


def split_headline(story: Story, rng: Random) -> None:
    """A headline of two clauses over two lines; the gold has them as one title."""
    if (
        not story.title
        or len(story.lines[0].pieces) > 1
        or not (at := re.search(r"[ 　]|(?<=[，：！？])", story.title.text))
    ):
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


def doubled(story: Story, _rng: Random) -> None:
    """A fake-bold headline that the text layer holds twice over; the second is a copy of the first."""
    if story.title and story.lines[0].pieces[0].part is story.title:
        head = story.lines[0].pieces[0]
        story.lines[0].pieces.append(Piece(head.text, copy_of=head, high=len(head.text)))


def byline_bare(story: Story, rng: Random) -> None:
    """The writers' names, and nothing else, on a line under the headline."""
    if not story.byline:
        story.byline = wording.names(rng, story.traditional)
        _insert_byline(story, " ".join(story.byline), rng)


def byline_formal(story: Story, rng: Random) -> None:
    """The writers in any form that newspapers use, under the headline or at the story's end."""
    if not story.byline:
        story.byline = wording.names(rng, story.traditional)
        _insert_byline(story, _form(story.byline, rng, story.traditional), rng, last=rng.random() < 0.2)


def desk(story: Story, rng: Random) -> None:
    """A desk of two characters in a writer's place."""
    if not story.byline:
        story.byline = [rng.choice("禾秀海平南港江湖城") + rng.choice("统宣组政文农商交教科")]
        _insert_byline(story, story.byline[0], rng)


def _insert_byline(story: Story, text: str, rng: Random, last: bool = False) -> None:
    story.byline_part = Part("byline", text)
    line = Line([Piece(text, story.byline_part)], gap="\n" if rng.random() < 0.05 else "\n\n")
    story.lines.insert(len(story.lines) if last else _below_heads(story), line)


def byline_inside(story: Story, rng: Random) -> None:
    """The writers in brackets in the first paragraph, after 本报讯 or an agency's dateline."""
    first = story.bodies()[0][1]
    if story.byline or first.part is None:
        return
    story.byline = wording.names(rng, story.traditional)
    together = rng.choice((" ", "　", "、")).join(story.byline)
    role = rng.choice(("记者", "记者", "通讯员", "特约记者"))
    credit = wording.script(f"（{role}{rng.choice((' ', ''))}{together}）", story.traditional)
    head = wording.script(_dateline(rng, story.traditional), story.traditional)
    first.text = first.part.text = head.format(credit=credit) + first.part.text


def dateline(story: Story, rng: Random) -> None:
    """A dateline without names at the beginning of the first paragraph."""
    first = story.bodies()[0][1]
    if not story.byline and first.part:
        head = wording.script(_dateline(rng, story.traditional), story.traditional).format(credit="")
        first.text = first.part.text = head + first.part.text


def _dateline(rng: Random, traditional: bool) -> str:
    place, month, day = wording.town(rng, traditional), rng.randint(1, 12), rng.randint(1, 28)
    far = f"新华社{place}{month}月{day}日电{{credit}} "
    return rng.choice(("本报讯{credit}", "本报讯{credit} ", far, f"本报{place}{month}月{day}日电{{credit}}"))


def _form(names: list[str], rng: Random, traditional: bool) -> str:
    one, rest = names[0], names[1:]
    spaced = " ".join(one) if len(one) == 2 and rng.random() < 0.4 else one
    gap = rng.choice((" ", " ", ""))
    second = "".join(f"{rng.choice((' ', '　'))}通讯员{gap}{other}" for other in rest)
    forms = [
        f"本报记者{gap}{spaced}{second}",
        f"本报记者{gap}{' '.join(names)}",
        f"记者{gap}{spaced}{second}",
        f"■ 记者 {' '.join(names)}",
        f"■摄影 记者 {spaced}{second}",
        f"n 本报记者 {' '.join(names)}",
        f"□ 本报记者 {' '.join(names)}",
        f"□{' '.join(names)}",
        f"□□ 本报记者 {' '.join(names)}",
        f"文/{' '.join(names)}",
        f"文／{'、'.join(names)}",
        f"通讯员 {' '.join(names)}",
        f"（本报记者 {' '.join(names)}）",
        f"本报见习记者 {' '.join(names)}",
    ]
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


def _below_title(story: Story) -> int:
    return 1 + max(n for n, line in enumerate(story.lines) if line.pieces[0].part is story.title)


def _below_heads(story: Story) -> int:
    heads = ("kicker", "title", "subtitle")
    rows = [
        n for n, line in enumerate(story.lines) if line.pieces[0].part and line.pieces[0].part.role in heads
    ]
    return 1 + max(rows, default=-1)
