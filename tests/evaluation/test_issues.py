"""An issue's stories jump between pages that know where they are."""

from __future__ import annotations

from answers import Row, all_perfect, cleaned, reader

from pipeline.evaluation.evaluate import issues, page
from pipeline.evaluation.pages import Library
from pipeline.evaluation.score import score_pages
from pipeline.values.model import Article, Cleaned, Page


def test_jumps(library: Library) -> None:
    """Each jump has one half that goes on and one that comes from the first page."""
    for issue in library.issues(3, 1):
        halves: dict[str, list[tuple[str, Row]]] = {}
        for gold in issue:
            for article in gold["articles"]:
                if "jump" in article:
                    halves.setdefault(article["jump"], []).append((gold["page"], article))
        assert halves
        for (_, one), (number, two) in halves.values():
            assert (one["continues_on"], two["continued_from"]) == (number, "1")
            assert not one["truncated_tail"]


def test_second_halves_are_not_signed(library: Library) -> None:
    """Who wrote a story stands on its first page."""
    golds = [gold for issue in library.issues(4, 3) for gold in issue]
    seconds = [a for gold in golds for a in gold["articles"] if a.get("jump") and a["continued_from"]]
    assert seconds
    assert not any(article["byline"] for article in seconds)


def test_metadata(library: Library) -> None:
    """Pages of one issue share newspaper and date, and print their number."""
    issue = next(library.issues(1, 2))
    assert len({(gold["newspaper"], gold["date"]) for gold in issue}) == 1
    assert all(f"第{gold['page']}版" in gold["text"].split("\n")[0] for gold in issue)
    assert page(issue[1]) == Page(
        issue[1]["doc"], issue[1]["text"], issue[1]["newspaper"], issue[1]["date"], "2"
    )


def test_unjoined(library: Library) -> None:
    """A cleaner that joins nothing has all figures right and no jump."""
    made = list(library.issues(2, 1))
    result = issues(made, reader([gold for issue in made for gold in issue]))
    assert result.scores.paragraphs == 1.0
    assert (result.joined, result.wrong) == (0, 0)
    assert result.jumps >= 2


def test_joined(library: Library) -> None:
    """Halves put together are counted; so is an article of two pages that do not belong together."""
    made = list(library.issues(2, 1))
    known = {gold["doc"]: gold for issue in made for gold in issue}

    def joining(pages: list[Page]) -> list[Cleaned]:
        read = [cleaned(one, known[one.doc]) for one in pages]
        return joined(read, [known[one.doc] for one in pages])

    result = issues(made, lambda pages: joining(list(pages)))
    assert (result.joined, result.wrong) == (result.jumps, 0)
    assert result.scores.flags == 1.0
    mixed = issues(made, lambda pages: mingled(joining(list(pages))))
    assert mixed.wrong == len(made)


def joined(pages: list[Cleaned], golds: list[Row]) -> list[Cleaned]:
    """The pages with both halves of each jump in the first half."""
    names = [[article.get("jump") for article in gold["articles"]] for gold in golds]
    first = list(pages[0].articles)
    rest = []
    for read, row in zip(pages[1:], names[1:], strict=True):
        kept = []
        for article, name in zip(read.articles, row, strict=True):
            if name:
                at = names[0].index(name)
                blocks = tuple(block for block in article.blocks if block.role != "title")
                title = tuple(block for block in article.blocks if block.role == "title")
                first[at] = _with(first[at], (*blocks, *title))
            else:
                kept.append(article)
        rest.append(Cleaned(read.page, tuple(kept), read.decisions))
    return [Cleaned(pages[0].page, tuple(first), pages[0].decisions), *rest]


def mingled(pages: list[Cleaned]) -> list[Cleaned]:
    """The pages with the second page's first article inside one of the first page that jumps nowhere."""
    first = list(pages[0].articles)
    at = next(n for n, a in enumerate(first) if len({s.doc for b in a.blocks for s in b.text.spans}) == 1)
    first[at] = _with(first[at], pages[1].articles[0].blocks)
    second = Cleaned(pages[1].page, pages[1].articles[1:], pages[1].decisions)
    return [Cleaned(pages[0].page, tuple(first), pages[0].decisions), second, *pages[2:]]


def _with(article: Article, blocks: tuple[object, ...]) -> Article:
    return Article(article.kind, (*article.blocks, *blocks), article.byline)  # type: ignore[arg-type]


def test_gold_of_issues(library: Library) -> None:
    """An issue's gold is as sound as a page's."""
    golds = [gold for issue in library.issues(3, 4) for gold in issue]
    assert set(score_pages(golds, *all_perfect(golds)).as_dict().values()) == {len(golds), 1.0}
