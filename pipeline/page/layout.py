"""Layout: a page's text becomes fragments, each a line or a paragraph with its marks: heading, bold, gap above.

Understands plain text and Markdown as vision models write it: ``#`` headings, ``**bold**``, image links,
rules, HTML tags. Lines that were wrapped at a column's width become one fragment again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.language import name_score
from pipeline.language.bylines import goes_on, opens_story
from pipeline.page import lines, tables
from pipeline.values.model import Decision, Fragment
from pipeline.values.settings import LayoutSettings
from pipeline.values.text import Run, Span, Traced, join

_LINE_ENDS = "\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_HEADING = re.compile(r"\s*(#{1,6})(?!#)(?![^\s#]{1,30}#\s*[^\s#])\s*")  # #植树节#市民… is a tag, no heading
_INSIDE = re.compile(r".*[^\s#]")
_MARKUP_LINE = re.compile(
    r"\s*(?:[-_=*~—─━]{3,}|(?:[-_*]\s+){2,}[-_*]|```\w*|\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?|!?\[[^\]]*\]\([^)]*\))\s*\Z"
)
_MARKUP = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|<!--.*?-->"
    r"|</?(?:div|p|br|span|center|img|b|i|u|strong|em|h[1-6]|table|tr|td|th|tbody|thead|sup|sub|font|figure|figcaption|hr)(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_QUOTED = re.compile(r"\s*>\s?")
_BOLD = re.compile(r"(\*\*)(?=\S)(.+?)(?<=\S)\1")
_STARS = re.compile(r"\*\*+")
_LINE_MARKS, _VERSE = "，、。；：！？…—,;:!?", 0.5
"""What lines of verse end with, and the share of lines that end so in verse: of 4,468 printed lines of real
columns .15 to .23 do."""
_INDENT = re.compile(r"(?:\u3000{1,4}|[ \t]{4,})(?=\S)")
_LAST_SPACE = "\u3000"
"""The last white space of Unicode; no mark of Markdown comes after it either, so most lines need no look."""


def lay_out(text: Traced, settings: LayoutSettings, front: int = 0) -> tuple[list[Fragment], list[Decision]]:
    r"""Part a page into fragments, in the order of its text, and drop its markup.

    The first ``front`` characters of the page, which ``text`` lacks, are front matter: markup too.

    >>> rows, decisions = lay_out(Traced.read("p", "# 渔港开市\n\n昨日，**渔港**开市。\n\n---\n"), LayoutSettings())
    >>> [(str(row.text), row.level) for row in rows], [decision.reason for decision in decisions]
    ([('渔港开市', 1), ('昨日，渔港开市。', 0)], ['markup'])
    """
    flagged: list[Decision] = []
    fragments, dropped = split(text)
    if front and text.spans:
        dropped.insert(0, Span(text.spans[0].doc, 0, front))
    if len(fragments) <= settings.flat_lines and any(len(row.text) > settings.flat_size for row in fragments):
        flat = tuple(span for fragment in fragments for span in fragment.text.spans)
        flagged.append(Decision("layout", "flagged", "flattened_page", flat, score=0.5))
        fragments = [part for fragment in fragments for part in _parted(fragment)]
    fragments = tables.put_together(fragments)
    if lines.broken_share([fragment.text.text for fragment in fragments]) > settings.printed_share:
        fragments = lines.put_together(fragments)
    else:
        fragments = _unwrap(fragments, settings)
    decisions = [Decision("layout", "dropped", "markup", (span,), score=1.0) for span in dropped]
    return fragments, [*decisions, *flagged]


def split(text: Traced) -> tuple[list[Fragment], list[Span]]:
    r"""Give each line of a page as a fragment, and the markup between them.

    >>> rows, markup = split(Traced.read("p", "渔港\n![](1.png)\n开市"))
    >>> [str(row.text) for row in rows], markup
    (['渔港', '开市'], [Span(doc='p', start=3, end=13)])
    """
    dropped: list[Span] = []
    found: list[Fragment] = []
    for plain, rows, markup in tables.blocks(text):
        found += _fragments(plain, dropped)
        dropped += markup
        if rows:
            found.append(Fragment(join(rows, "\n"), table=True))
    return found, dropped


def _fragments(text: Traced, dropped: list[Span]) -> Iterator[Fragment]:
    gap, image, lost, then = 0, False, False, 0
    for whole in text.text.splitlines(keepends=True):
        at, then = then, then + len(whole)
        line = whole.rstrip(_LINE_ENDS)
        if not line:
            gap += 1
            continue
        if line[0] > _LAST_SPACE and not ("<" in line or "![" in line or "**" in line):  # as most lines
            yield Fragment(text.cut(at, at + len(line.rstrip())), 0, False, gap, False, image, lost)
            gap, image, lost = 0, False, False
            continue
        if not line.strip():
            continue
        if line[0] <= _LAST_SPACE and _MARKUP_LINE.match(line):
            dropped.extend(text.source(at, at + len(line)))
            image = image or bool(_IMAGE.search(line))
            continue
        fragment = _fragment(text.cut(at, at + len(line)), dropped, gap, image, lost)
        if fragment.text.text:
            yield fragment
            gap, image, lost = 0, False, False
        else:
            lost = lost or bool(fragment.level)
            image = fragment.image


def _fragment(line: Traced, dropped: list[Span], gap: int, image: bool, lost: bool) -> Fragment:
    """Make the fragment of a line, with the image or lost heading above it."""
    plain = line.text[0] > _LAST_SPACE
    indent = not plain and bool(_INDENT.match(line.text))
    if "<" in line.text or "![" in line.text:
        image = image or bool(_IMAGE.search(line.text))
        line, plain = _without(line, _MARKUP, dropped), False
    if not plain and (quoted := _QUOTED.match(line.text)):
        dropped.extend(line.source(0, quoted.end()))
        line = line.cut(quoted.end())
    level = 0
    if not plain and (heading := _HEADING.match(line.text)):
        level = len(heading[1])
        inside = _INSIDE.match(line.text, heading.end())
        line = line.cut(heading.end(), (inside or heading).end())
    line = line.strip()
    bold, run_in = False, 0
    if "**" in line.text:
        bold, run_in, line = _without_bold(line)
        line = line.strip()
    return Fragment(line, level, bold, gap, indent, image, lost, min(run_in, len(line)))


_DATELINE = 40
"""Characters of the longest dateline, which goes with the text behind it."""
_BETWEEN = re.compile(r"(?<![A-Za-z0-9])[ \u3000\t]+|[ \u3000\t]+(?![A-Za-z0-9])")


_WIDE = 6
"""Wide gaps of a flattened page from which on they alone part its lines: headlines hold single spaces."""


def _parted(fragment: Fragment) -> Iterator[Fragment]:
    """The parts of a page that was flattened to one line: white space is all that is left between them."""
    at, text = 0, fragment.text.text
    gaps = list(_BETWEEN.finditer(text))
    wide = [gap for gap in gaps if gap.end() - gap.start() > 1]
    for hit in wide if len(wide) >= _WIDE else gaps:
        line = text[at : hit.start()]
        rest = text[hit.end() : hit.end() + _DATELINE]
        if len(line) < _DATELINE and (opens_story(line) or goes_on(line, rest, name_score)):
            continue
        yield fragment._replace(text=fragment.text.cut(at, hit.start()), gap=0, run_in=0, flat=True)
        at = hit.end()
    yield fragment._replace(text=fragment.text.cut(at), gap=0, run_in=0, flat=True)


def _without(line: Traced, pattern: re.Pattern[str], dropped: list[Span]) -> Traced:
    parts, at = [], 0
    for hit in pattern.finditer(line.text):
        parts.append(line.cut(at, hit.start()))
        dropped.extend(line.source(hit.start(), hit.end()))
        at = hit.end()
    return join([*parts, line.cut(at)])


def _without_bold(line: Traced) -> tuple[bool, int, Traced]:
    """Whether all is bold, how long the run-in head is, and the line without its asterisks."""
    parts, at, run_in = [], 0, 0
    hits = list(_BOLD.finditer(line.text))
    for hit in hits:
        parts += [line.cut(at, hit.start()), line.cut(hit.start(2), hit.end(2))]
        at = hit.end()
    if hits and not line.text[: hits[0].start()].strip():
        run_in = len(_STARS.sub("", hits[0][2]))
    bold = len(hits) == 1 and bool(run_in) and not line.text[at:].strip()
    rest = join([*parts, line.cut(at)])
    if "**" in rest.text:
        rest = _without(rest, _STARS, [])
    return bold, 0 if bold else run_in, rest


def _unwrap(fragments: list[Fragment], settings: LayoutSettings) -> list[Fragment]:
    """Join the lines of paragraphs that were wrapped at a column's width."""
    whole: list[Fragment] = []
    for group in _groups(fragments):
        whole.extend(_unwrapped(group, settings) if len(group) >= settings.wrapped_lines else group)
    return whole


def _groups(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Runs of plain lines with no empty line between them."""
    group: list[Fragment] = []
    for fragment in fragments:
        plain = not (fragment.level or fragment.image or fragment.lost_heading or fragment.table)
        if group and not (plain and fragment.gap == 0 and not (group[-1].level or group[-1].table)):
            yield group
            group = []
        group.append(fragment)
    if group:
        yield group


def _unwrapped(group: list[Fragment], settings: LayoutSettings) -> list[Fragment]:
    width = max(len(fragment.text) for fragment in group)
    full = [len(fragment.text) >= width - settings.wrapped_slack for fragment in group]
    if width > settings.wrapped_width or sum(full[:-1]) < settings.wrapped_share * (len(group) - 1):
        return group
    if sum(fragment.text.text[-1] in _LINE_MARKS for fragment in group[:-1]) > _VERSE * (len(group) - 1):
        return group
    whole, parts = group[:1], [[group[0].text]]  # joined once a paragraph, not once a line
    for before, fragment, is_full in zip(group, group[1:], full, strict=False):
        if is_full and not fragment.indent and not before.bold and not fragment.bold:
            if _latin(parts[-1][-1].text[-1:]) and _latin(fragment.text.text[:1]):
                parts[-1].append(_blank(parts[-1][-1]))
            parts[-1].append(fragment.text)
        else:
            whole.append(fragment)
            parts.append([fragment.text])
    return [
        fragment._replace(text=join(texts)) if len(texts) > 1 else fragment
        for fragment, texts in zip(whole, parts, strict=True)
    ]


def _blank(before: Traced) -> Traced:
    """A blank after a text, which has no source."""
    doc, _, end = before.runs[-1].source
    return Traced(" ", (Run(1, Span(doc, end, end)),))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
