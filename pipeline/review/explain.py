"""Explains the fate of a page, or of one of its characters: read from the output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import orjson
from rich.console import Console
from rich.text import Text

from pipeline import records
from pipeline.records import AnyRow, ArticleRow, AuditRow, EvidenceRow, Manifest, PageRow, RunRow, Story
from pipeline.run.archives import DAMAGE
from pipeline.run.reading import text_of
from pipeline.run.sums import MANIFEST
from pipeline.values.errors import UserError
from pipeline.values.settings import Settings

AROUND = 30  # characters shown on each side of the one that is asked for
STYLES = {"dropped": "red", "changed": "yellow", "flagged": "magenta"}
R = TypeVar("R", bound=AnyRow)


def explain(place: str, output: Path, console: Console) -> None:
    """Print the decisions at ``DOC`` or ``DOC:OFFSET``.

    Raises:
        UserError: there is no such output folder, page or character.
    """
    if not (output / "pages.jsonl").is_file():
        raise UserError(f"{output} holds no output of jieban run; name the folder with --output")
    doc, offset = _split(place, output)
    story = read(doc, output)
    for line in page_lines(story) if offset is None else character_lines(story, offset):
        console.print(line, soft_wrap=True)


def _split(place: str, output: Path) -> tuple[str, int | None]:
    """Part the offset off an id, which may hold a colon itself: a whole id has no offset."""
    doc, _, offset = place.rpartition(":")
    if not doc or not offset.isdecimal() or next(_rows(PageRow, output, place), None):
        return place, None
    return doc, int(offset)


def read(doc: str, output: Path) -> Story:
    """Look a page up.

    Raises:
        UserError: there is no such page.
    """
    page = next(_rows(PageRow, output, doc), None)
    if not page:
        raise UserError(f"no page in {output} has the id {doc!r}; pages.jsonl lists them")
    return Story(
        page,
        [row for row in _rows(ArticleRow, output, doc) if any(_pieces(row, doc))],
        list(_rows(AuditRow, output, doc)),
        list(_rows(EvidenceRow, output, doc)),
        _source_text(page, output),
    )


def _rows(model: type[R], output: Path, doc: str) -> Iterator[R]:
    name = next(name for name, kind in records.FILES.items() if kind is model)
    needle = b'"doc":' + orjson.dumps(doc)
    with (output / name).open("rb") as lines:
        for line in lines:
            if needle in line:
                row = records.load(model, line)
                if model is ArticleRow or records.doc_of(row) == doc:
                    yield row


def _pieces(article: ArticleRow, doc: str) -> Iterator[tuple[str, int, int]]:
    for block in article.blocks:
        yield from ((block.role, piece.start, piece.end) for piece in block.pieces if piece.doc == doc)


def _source_text(page: PageRow, output: Path) -> str | None:
    """The decoded text of the page, if its file is still where the run read it."""
    try:
        root = Path(records.load(RunRow, (output / "run.json").read_bytes()).input)
        manifest = records.load(Manifest, (output / MANIFEST).read_bytes())
        settings = Settings.model_validate(manifest.settings)
        return text_of(root if root.is_dir() else root.parent, page, settings)
    except (OSError, ValueError, KeyError, *DAMAGE):
        return None


def page_lines(story: Story) -> Iterator[Text]:
    """Print the fate of a page."""
    page = story.page
    yield Text(page.doc, "bold")
    yield Text(f"  {page.place}, {page.bytes} bytes, {page.characters} characters")
    yield Text(f"  read as {page.encoding} ({page.encoding_confidence}), {page.status}")
    if page.reason:
        yield Text(f"  {page.reason}", "red")
    for article in story.articles:
        title = article.title or (article.text or article.blocks[0].text)[:20] + "…"
        byline = f" — {'、'.join(article.byline)}" if article.byline else ""
        yield Text(f"  {article.order:>3} {article.kind} {article.id}  {title}{byline}", "cyan")
        for note in _notes(article):
            yield Text(f"      {note}")
    yield from map(_decision, story.audit)


def _notes(article: ArticleRow) -> Iterator[str]:
    roles = [block.role for block in article.blocks]
    yield ", ".join(f"{roles.count(role)} {role}" for role in dict.fromkeys(roles))
    if article.continued_from:
        yield f"continued from page {article.continued_from}"
    if article.continues_on:
        yield f"continues on page {article.continues_on}"
    if article.missing_head or article.missing_tail:
        yield "its beginning is missing" if article.missing_head else "its end is missing"
    if article.duplicate_of:
        yield f"repeats {article.duplicate_of}"
    if article.warnings:
        yield f"look at: {', '.join(article.warnings)}"


def _spans(row: AuditRow) -> list[tuple[int, int]]:
    return row.spans or [(row.start or 0, row.end or 0)]


def _decision(row: AuditRow) -> Text:
    spans = _spans(row)
    where = f"{spans[0][0]}:{spans[0][1]}" + (f" and {len(spans) - 1} more" if len(spans) > 1 else "")
    what = f"{row.before!r} → {row.after!r}" if row.action == "changed" else repr(_short(row.text))
    twin = f", a copy of {row.twin.doc}:{row.twin.start}:{row.twin.end}" if row.twin else ""
    score = f" ({row.score})" if row.score is not None else ""
    return Text(f"  {where} {row.action}: {row.reason}{score} {what}{twin}", STYLES[row.action])


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:24]}…{text[-12:]}"


def character_lines(story: Story, offset: int) -> Iterator[Text]:
    """Print the fate of one character.

    Raises:
        UserError: the page has no such character.
    """
    if offset >= (story.page.characters or 0):
        raise UserError(f"{story.page.doc} has {story.page.characters} characters, counted from 0")
    yield _surroundings(story, offset)
    found = list(_standing(story, offset))
    yield from found
    decisions = [row for row in story.audit if any(start <= offset < end for start, end in _spans(row))]
    yield from map(_decision, decisions)
    if not found and not decisions:
        yield Text("  in no article and not in the audit: white space or a Markdown mark")
    for row in story.evidence:
        if any(s.doc == story.page.doc and s.start <= offset < s.end for s in row.spans):
            yield from _told(row)


def _surroundings(story: Story, offset: int) -> Text:
    if story.text is None:
        return Text(f"{story.page.doc}:{offset} (its source is not where the run read it)", "bold")
    before, after = story.text[max(0, offset - AROUND) : offset], story.text[offset + 1 : offset + 1 + AROUND]
    line = Text(f"{story.page.doc}:{offset} ", "bold")
    line.append(_flat(before), "not bold")
    line.append(f"[{_flat(story.text[offset])}]", "reverse")
    return line.append(_flat(after), "not bold")


def _flat(text: str) -> str:
    return text.replace("\r", "␍").replace("\n", "␊")


def _standing(story: Story, offset: int) -> Iterable[Text]:
    for article in story.articles:
        for role, start, end in _pieces(article, story.page.doc):
            if start <= offset < end:
                title = article.title or "without a title"
                yield Text(f"  kept: {role} of {article.kind} {article.id}, {title}", "green")


def _told(row: EvidenceRow) -> Iterator[Text]:
    where = ", ".join(f"{span.start}:{span.end}" for span in row.spans)
    yield Text(f"  {row.question}: {row.answer} ({row.score}), by {row.stage}, on {where}", "blue")
    weighty = sorted(
        row.evidence.items(), key=lambda item: -abs(item[1]) if isinstance(item[1], float) else 0
    )
    for name, value in weighty:
        yield Text(f"      {name}: {value:+.2f}" if isinstance(value, float) else f"      {name}: {value}")
