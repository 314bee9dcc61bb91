"""How well a cleaner does on made pages, for each kind of damage: the figures of ``jieban evaluate``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import orjson

from pipeline import records
from pipeline.corpus import halves
from pipeline.evaluation.drafts import Gold
from pipeline.evaluation.mixture import KINDS
from pipeline.evaluation.outputs import Row
from pipeline.evaluation.pages import Library
from pipeline.evaluation.score import Scores, score_pages
from pipeline.evaluation.stories import Raw
from pipeline.records import PageRow
from pipeline.values.model import Article, Cleaned, Page

Clean = Callable[[Sequence[Page]], Iterable[Cleaned]]
"""Cleans the pages of one issue together, and answers with one value for each, in their order."""
Told = Callable[[Iterable[Cleaned]], tuple[list[Row], list[Row]]]
"""Makes the rows of articles and audit of the pages of one issue."""
NEEDED = {
    "interruptions": ("columns", "photos", "furniture"),
    "seams": ("columns",),
    "flat": (),
    "apart": ("columns",),
}
"""Other damages that a kind of damage needs on its page; all but ``flat`` are measured with headings marked."""


@dataclass(frozen=True)
class Result:
    """The figures of one kind of page.

    Attributes:
        kind: the damage, ``mixed``, ``unmarked`` (mixed, without heading marks), ``issues`` or
            ``issues without folios``.
        jumps, joined, wrong: of issues: how many stories jump, how many of those were put together,
            and how many articles hold pieces of two pages but of no story that jumps between them.
    """

    kind: str
    scores: Scores
    jumps: int = 0
    joined: int = 0
    wrong: int = 0


def evaluate(articles: Iterable[Raw], clean: Clean, pages: int = 20, seed: int = 1) -> Iterator[Result]:
    """Make pages of each kind of damage, clean and score them; the mixed ones are the most like real pages.

    Args:
        articles: dicts with ``title``, ``paragraphs`` and ``script``.
        clean: the cleaner.
        pages: how many of each kind; of mixed pages three times as many.
        seed: of all chances; the same seed makes the same pages.

    Raises:
        ValueError: too few articles to fill a page.
    """
    library = Library(articles)
    for kind in KINDS:
        kinds = (*NEEDED.get(kind, ()), kind)
        marked = kinds if "headings" in kinds or kind == "flat" else ("headings", *kinds)
        yield Result(kind, score_cleaner(library.pages(pages, seed, marked), clean))
    yield Result("mixed", score_cleaner(library.pages(3 * pages, seed), clean))
    yield Result("unmarked", score_cleaner(map(unmarked, library.pages(3 * pages, seed)), clean))
    made = list(library.issues(pages, seed))
    yield issues(made, clean, joined)
    nameless = issues([list(map(anonymous, issue)) for issue in made], clean, joined)
    yield replace(nameless, kind="issues without folios")


def score_cleaner(golds: Iterable[Gold], clean: Clean) -> Scores:
    """Clean gold pages one by one and score the result."""
    golds = list(golds)
    return score_pages(golds, *rows(cleaned for gold in golds for cleaned in clean([page(gold)])))


def issues(issues: Sequence[Sequence[Gold]], clean: Clean, told: Told | None = None) -> Result:
    """Clean issues whole, score their pages, and count the jumps that were joined.

    Args:
        issues: the gold pages of each.
        clean: the cleaner.
        told: makes rows of an issue's pages; :func:`joined` puts halves together as a run does.
    """
    golds = [gold for issue in issues for gold in issue]
    articles: list[Row] = []
    audit: list[Row] = []
    for issue in issues:
        for kept, more in zip((articles, audit), (told or rows)(clean(list(map(page, issue)))), strict=True):
            kept += more
    owner = {
        (piece["doc"], i): article["id"]
        for article in articles
        for block in article["blocks"]
        for piece in block["pieces"]
        for i in range(piece["start"], piece["end"])
    }
    found: dict[str, list[list[str]]] = {}
    for gold in golds:
        for article in gold["articles"]:
            if article.get("jump"):
                found.setdefault(article["jump"], []).append(_owners(gold["doc"], article, owner))
    both = sum(one[:1] == two[:1] != [] for one, two in found.values())
    right = {name for one, two in found.values() for name in one if name in two}
    across = {a["id"] for a in articles if len({p["doc"] for b in a["blocks"] for p in b["pieces"]}) > 1}
    return Result("issues", score_pages(golds, articles, audit), len(found), both, len(across - right))


def _owners(doc: str, article: Gold, owner: dict[tuple[str, int], str]) -> list[str]:
    """The output's articles that hold a gold article's running text; the one that holds most comes first."""
    spans = [span for p in article["paragraphs"] if p["role"] == "body" for span in p["spans"]]
    found = Counter(owner.get((doc, i)) for start, end in spans for i in range(start, end))
    return [name for name, _ in found.most_common() if name]


def page(gold: Gold) -> Page:
    """A gold page as the cleaner gets it."""
    return Page(gold["doc"], gold["text"], gold.get("newspaper"), gold.get("date"), gold.get("page"))


def unmarked(gold: Gold) -> Gold:
    """The same page with its heading marks blanked out; every offset stays."""
    lines = gold["text"].split("\n")
    bare = (" " * (len(line) - len(line.lstrip("#"))) + line.lstrip("#") for line in lines)
    return {**gold, "text": "\n".join(bare)}


def anonymous(gold: Gold) -> Gold:
    """A page of an issue that does not tell where it stands: without metadata, its folio blanked out."""
    folio, _, rest = gold["text"].partition("\n")
    return {**gold, "text": " " * len(folio) + "\n" + rest, "newspaper": None, "date": None, "page": None}


def rows(pages: Iterable[Cleaned]) -> tuple[list[Row], list[Row]]:
    """Cleaned pages as the keys of ``articles.jsonl`` and ``audit.jsonl`` that the score looks at."""
    articles: list[Row] = []
    audit: list[Row] = []
    for cleaned in pages:
        doc = cleaned.page.doc
        articles += (_article(doc, n, article) for n, article in enumerate(cleaned.articles, 1))
        audit += (
            {"doc": span.doc, "start": span.start, "end": span.end, "action": d.action, "reason": d.reason}
            for d in cleaned.decisions
            for span in d.spans
        )
    return articles, audit


def joined(pages: Iterable[Cleaned]) -> tuple[list[Row], list[Row]]:
    """Rows as :func:`rows` makes them, after the halves of jumps were joined as a run joins them."""
    made = [records.ok(_unread(cleaned), cleaned) for cleaned in pages]
    lines = [[records.dump(article) for article in page.articles] for page in made]
    found = [(page.page, own) for page, own in zip(made, lines, strict=True)]
    joins = halves.joins(halves.find([halves.Part(0, lambda: found)]), lambda *_: "")
    told = joins.edited("articles.jsonl", [page.page for page in made], chain.from_iterable(lines))
    audit = chain((row for page in made for row in page.audit), joins.dropped)
    return [orjson.loads(line) for line in told], [
        {"doc": row.doc, "start": start, "end": end, "action": row.action, "reason": row.reason}
        for row in audit
        for start, end in row.spans or [(row.start or 0, row.end or 0)]
    ]


def _unread(cleaned: Cleaned) -> PageRow:
    """The row of a page that stands in the folder its id names."""
    return PageRow.model_construct(
        doc=cleaned.page.doc, path=cleaned.page.doc, line=None, status="ok", flagged=0
    )


def _article(doc: str, n: int, article: Article) -> Row:
    blocks: list[Row] = [
        {
            "role": block.role,
            "text": block.text.text,
            "pieces": [{"doc": span.doc, "start": span.start, "end": span.end} for span in block.text.spans],
        }
        for block in article.blocks
    ]
    return {
        "id": f"{doc}#{n}",
        "doc": doc,
        "title": next((block["text"] for block in blocks if block["role"] == "title"), None),
        "byline": list(article.byline),
        "continued_from": article.continued_from,
        "missing_head": article.missing_head,
        "missing_tail": article.missing_tail,
        "blocks": blocks,
    }


SHOWN = (
    "conservation",
    "faithful",
    "articles",
    "paragraphs",
    "order",
    "titles",
    "bylines",
    "flags",
    "removed",
)


def table(results: Iterable[Result]) -> str:
    """The results as a Markdown table, a line for each kind, and the jumps below it."""
    lines = ["| kind | pages | " + " | ".join(SHOWN) + " |", "|---" * (len(SHOWN) + 2) + "|"]
    jumps = []
    for result in results:
        figures = result.scores.as_dict()
        shown = " | ".join(f"{figures[name]:.3f}" for name in SHOWN)
        lines.append(f"| {result.kind} | {result.scores.pages} | {shown} |")
        if result.jumps:
            told = f"{result.joined} of {result.jumps} joined, {result.wrong} wrong joins"
            jumps.append(f"Jumps of {result.kind}: {told}.")
    return "\n".join([*lines, *([""] if jumps else []), *jumps]) + "\n"
