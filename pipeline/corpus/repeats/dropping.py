"""Articles that repeat another, taken out of the rows of a run: every character is then a dropped one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.records.evidence import EvidenceRow
from pipeline.records.lines import dump, id_of, load
from pipeline.records.manifest import Counts
from pipeline.records.models import ArticleRow, AuditRow, DuplicateRow, PageRow, PieceRow, TextRow
from pipeline.values.laws import visible


class Drops:
    """The changes that dropped articles make in the rows of a run.

    Args:
        held: the articles that are dropped, by id, each with one that stays and has all that it says.
        duplicates: the copies that say so.
    """

    def __init__(
        self, held: Mapping[str, str] | None = None, duplicates: Iterable[DuplicateRow] = ()
    ) -> None:
        self.articles = held or {}
        self._twins: dict[str, list[DuplicateRow]] = defaultdict(list)
        for row in duplicates:
            if row.copy_.article in self.articles:
                self._twins[row.copy_.doc].append(row)
        self._pieces: dict[str, list[tuple[PieceRow, str]]] = defaultdict(list)
        self._begin: Counter[str] = Counter()  # articles by the page that they begin on

    def repeating(self, repeated: Mapping[str, str]) -> dict[str, str]:
        """Give the article that each copy repeats, both among those that stay.

        Args:
            repeated: the article that each article repeats, by id; the last one of a chain is never dropped.

        >>> Drops({"b": "a"}).repeating({"b": "a", "c": "b"})
        {'c': 'a'}
        """
        found = {}
        for copy, kept in repeated.items():
            while kept in self.articles:
                kept = repeated[kept]
            if copy not in self.articles:
                found[copy] = kept
        return found

    def add(self, row: ArticleRow) -> None:
        """Take down the pieces of an article, if it is dropped."""
        if row.id in self.articles:
            self._begin[row.doc] += 1
            for block in row.blocks:
                for piece in block.pieces:
                    self._pieces[piece.doc].append((piece, row.id))

    def edit(self, files: dict[str, bytes], texts: Callable[[], Iterable[TextRow]]) -> Counts:
        """Change the lines of some pages; the changes of the run's counts are returned.

        Args:
            files: by file of the output; changed in place.
            texts: gives the same pages' texts.
        """
        if not self._pieces:
            return Counts()
        lines = {name: content.splitlines(keepends=True) for name, content in files.items()}
        pages = [load(PageRow, line) for line in lines["pages.jsonl"]]
        touched = {page.doc for page in pages if page.status == "ok"} & self._pieces.keys()
        if not touched:
            return Counts()
        read = {row.doc: row.text for row in texts() if row.doc in touched}
        changes = {doc: Counts(articles=-self._begin[doc]) for doc in read}
        audit = _by_page(lines["audit.jsonl"])
        for doc, text in read.items():
            audit[doc], more = self._audited(doc, text, audit.get(doc, []))
            changes[doc] += more
        files["articles.jsonl"] = b"".join(self._articles(lines["articles.jsonl"], touched))
        files["evidence.jsonl"] = b"".join(map(self._evidence, lines["evidence.jsonl"]))
        files["audit.jsonl"] = b"".join(dump(row) for page in pages for row in audit.pop(page.doc, ()))
        files["pages.jsonl"] = b"".join(dump(_counted(page, changes)) for page in pages)
        return sum(changes.values(), Counts())

    def _articles(self, lines: Iterable[bytes], touched: Container[str]) -> Iterator[bytes]:
        """Those that stay, counted anew."""
        order: Counter[str] = Counter()
        for line in lines:
            if id_of(line) not in self.articles:
                row = load(ArticleRow, line)
                order[row.doc] += 1
                yield dump(row.model_copy(update={"order": order[row.doc]})) if row.doc in touched else line

    def _evidence(self, line: bytes) -> bytes:
        row = load(EvidenceRow, line)
        return dump(replace(row, article=None)) if row.article in self.articles else line

    def _audited(self, doc: str, text: str, rows: Iterable[AuditRow]) -> tuple[list[AuditRow], Counts]:
        """A page's audit without the changes and flags of dropped articles."""
        kept, fewer = [], Counter[str]()
        for row in rows:
            article = self.articles.get(row.article or "", row.article)
            gone = [] if row.action == "dropped" else [at for at in _spans(row) if self._is_gone(doc, at)]
            fewer[row.action] += sum(_visible(text[start:end]) for start, end in gone)
            if left := [at for at in _spans(row) if at not in gone]:
                kept.append(_with_spans(row.model_copy(update={"article": article}), left, text) if gone
                            else row.model_copy(update={"article": article}))  # fmt: skip
        added = [self._dropped(piece, article, text) for piece, article in self._of(doc)]
        more = sum(_visible(row.text) for row in added)
        counts = Counts(kept=-more, dropped=more, changed=-fewer["changed"], flagged=-fewer["flagged"])
        return [*kept, *added], counts

    def _of(self, doc: str) -> list[tuple[PieceRow, str]]:
        return sorted(self._pieces[doc], key=lambda one: one[0].start)

    def _is_gone(self, doc: str, span: tuple[int, int]) -> bool:
        return any(piece.start <= span[0] < piece.end for piece, _ in self._pieces[doc])

    def _dropped(self, piece: PieceRow, article: str, text: str) -> AuditRow:
        return AuditRow.model_construct(
            doc=piece.doc,
            start=piece.start,
            end=piece.end,
            action="dropped",
            reason="duplicate_passage",
            text=text[piece.start : piece.end],
            twin=self._twin(piece),
            article=self.articles[article],
        )

    def _twin(self, piece: PieceRow) -> PieceRow | None:
        """The copy's counterpart, where the search found one: a headline by itself is not searched for."""
        for row in self._twins.get(piece.doc, ()):
            if row.copy_.start < piece.end and piece.start < row.copy_.end:
                return PieceRow(doc=row.kept.doc, start=row.kept.start, end=row.kept.end)
        return None


def _by_page(lines: Iterable[bytes]) -> dict[str, list[AuditRow]]:
    found: dict[str, list[AuditRow]] = defaultdict(list)
    for row in (load(AuditRow, line) for line in lines):
        found[row.doc].append(row)
    return found


def _spans(row: AuditRow) -> list[tuple[int, int]]:
    if row.spans is not None:
        return list(row.spans)
    return [] if row.start is None or row.end is None else [(row.start, row.end)]


def _with_spans(row: AuditRow, spans: Sequence[tuple[int, int]], text: str) -> AuditRow:
    """The row with fewer spans, as it would have been written of them."""
    stood = [text[start:end] for start, end in spans]
    shown = stood[0] if row.action == "changed" else "".join(stood)
    start, end = spans[0] if len(spans) == 1 else (None, None)
    several = list(spans) if len(spans) > 1 else None
    return row.model_copy(update={"start": start, "end": end, "spans": several, "text": shown})


def _visible(text: str) -> int:
    return int(visible(text).sum())


def _counted(page: PageRow, changes: Mapping[str, Counts]) -> PageRow:
    if page.status != "ok" or page.doc not in changes:
        return page
    names = ("articles", "dropped", "changed", "flagged")
    return page.model_copy(
        update={name: getattr(page, name) + getattr(changes[page.doc], name) for name in names}
    )
