"""Halves of jumped articles find one another across the pages of an issue, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from jumping import BRIDGE, FERRY, SCHOOL, first, page, second, whole

from pipeline import records
from pipeline.corpus.halves import Match, Part, find, joins
from pipeline.corpus.halves.evidence import evidence
from pipeline.corpus.halves.halves import Half, Site, grams
from pipeline.page.chain import clean_page
from pipeline.records import ArticleRow, PageRow
from pipeline.values.model import Page
from pipeline.values.settings import Settings

FOLIO = "江城日报 2024年6月3日 星期一 第{}版"
Made = list[tuple[PageRow, list[bytes]]]


def made(pages: Mapping[str, str]) -> Made:
    """Pages as the corpus stage sees them: a file each, where its id says."""
    found = []
    for doc, text in pages.items():
        blank = PageRow.model_construct(doc=doc, path=f"{doc}.md", line=None, status="ok", flagged=0)
        rows = records.ok(blank, clean_page(Page(doc, text), Settings()))
        found.append((rows.page, list(map(records.dump, rows.articles))))
    return found


def matched(pages: Mapping[str, str]) -> list[tuple[str, str, str | None, bool]]:
    """Page and title of first halves, the page of the second, and whether they are joined."""
    return sorted(map(_told, find([Part(0, lambda: made(pages))])))


def _told(match: Match) -> tuple[str, str, str | None, bool]:
    one, two = (records.load(ArticleRow, half.line) for half in (match.first, match.second))
    return one.doc, one.title or "", two.doc, match.sure


def issue(folio: str = FOLIO, folder: str = "d") -> dict[str, str]:
    """Three pages: two stories jump from the first to the second and the third."""
    line = folio.format if folio else lambda _: ""
    return {
        f"{folder}/01": page(
            line(1), first(FERRY, "（下转第二版）"), whole(BRIDGE), first(SCHOOL, "（下转3版）")
        ),
        f"{folder}/02": page(line(2), second(FERRY, "（上接第一版）")),
        f"{folder}/03": page(line(3), second(SCHOOL, "（上接1版）", SCHOOL[0])),
    }


BOTH = [("d/01", SCHOOL[0], "d/03", True), ("d/01", FERRY[0], "d/02", True)]


@pytest.mark.parametrize("folio", [FOLIO, ""], ids=["folios", "no folios"])
def test_halves_are_joined(folio: str) -> None:
    """Each second half finds its first, whether it has a headline, and whether pages say where they stand."""
    assert matched(issue(folio)) == sorted(BOTH)


def test_wrong_number_is_overruled() -> None:
    """A misread page number is outweighed by a headline and words that agree."""
    pages = issue()
    pages["d/01"] = pages["d/01"].replace("下转3版", "下转8版")
    assert matched(pages) == sorted(BOTH)


def test_others_signed_the_second_half() -> None:
    """Halves that different people signed are two stories of one event, unless all else agrees."""
    half = Half(
        "a", Site(0, "d", None, None, None), b"", "", "", frozenset({"王小明"}), grams(""), 0, None, "2"
    )
    others = replace(half, byline=frozenset({"李平"}))
    assert evidence(half, others)["byline"] == -3.0
    assert evidence(half, half)["byline"] == 2.0
    assert "byline" not in evidence(half, replace(half, byline=frozenset()))


def test_reprints_are_not_joined() -> None:
    """A story that stands twice, here with 下转 and there with 上接, is not the second half of itself."""
    pages = {"d/01": page(first(FERRY, "（下转第二版）")), "d/02": page(f"（上接第一版）{FERRY[1]}")}
    assert not any(joined for *_, joined in matched(pages))


def test_strangers_are_not_joined() -> None:
    """Marks that name one another's pages do not make one story of two."""
    pages = issue()
    pages["d/02"] = page(FOLIO.format(2), second(SCHOOL, "（上接1版）"))
    del pages["d/03"]
    pages["d/01"] = page(FOLIO.format(1), first(FERRY, "（下转第二版）"), whole(BRIDGE))
    assert [match for match in matched(pages) if match[3]] == []


def test_lost_mark() -> None:
    """A first half that has lost its 下转 is found on the page that the second names, by its headline and words."""
    pages = issue()
    pages["d/01"] = pages["d/01"].replace("（下转3版）", "")
    assert matched(pages) == sorted(BOTH)


def test_lost_mark_is_not_guessed() -> None:
    """Without a page number nobody is taken for the first half of an orphan."""
    pages = issue("")
    pages["d/01"] = pages["d/01"].replace("（下转3版）", "")
    assert matched(pages) == BOTH[1:]


@pytest.mark.parametrize(
    "other",
    ["江城日报 2024年6月4日 星期二 第3版", "云岭晚报 2024年6月3日 星期一 第3版"],
    ids=["date", "newspaper"],
)
def test_other_issue(other: str) -> None:
    """Pages of another day or newspaper are another issue, in the same folder too."""
    pages = issue()
    pages["d/03"] = pages["d/03"].replace(FOLIO.format(3), other)
    assert matched(pages) == BOTH[1:]


def test_issue_in_several_folders() -> None:
    """Newspaper and date hold an issue together wherever its pages lie."""
    pages = {f"{n}/{PurePosixPath(doc).name}": text for n, (doc, text) in enumerate(issue().items())}
    assert [match[3] for match in matched(pages)] == [True, True]


def test_undated_pages_of_other_folders() -> None:
    """Of pages that do not say when they were printed, those of other folders are not looked at."""
    pages = {f"{n}/{PurePosixPath(doc).name}": text for n, (doc, text) in enumerate(issue("").items())}
    assert matched(pages) == []


def test_each_half_is_joined_once() -> None:
    """Of two second halves alike one is joined at most, and a rival as good makes both doubtful."""
    pages = issue()
    pages["d/04"] = pages["d/03"]
    found = [match for match in matched(pages) if match[1] == SCHOOL[0]]
    assert len(found) == 1
    assert [match[2] for match in found if match[3]] in ([], ["d/03"])


def test_rivals_are_flagged() -> None:
    """Where two pages without numbers are equally good, neither is joined, and both ends are flagged."""
    pages = issue("")
    pages["d/0"] = pages["d/03"]
    found = [match for match in find([Part(0, lambda: made(dict(sorted(pages.items()))))]) if not match.sure]
    assert len(found) == 1
    changed = joins(found, lambda _, piece: "某" * (piece.end - piece.start))
    assert changed.kept == {}
    assert changed.counts.flagged == 40
    assert {row.reason for row in changed.flags} == {"doubtful_join"}


def test_three_pages() -> None:
    """A story may go on twice; the article that is left has no mark."""
    parts = FERRY[2].split("\n\n")
    pages = issue()
    pages["d/02"] = page(
        FOLIO.format(2), second((*FERRY[:2], parts[0]), "（上接第一版）", FERRY[0]) + "（下转3版）"
    )
    pages["d/03"] = page(FOLIO.format(3), second((*FERRY[:2], parts[1]), "（上接2版）", FERRY[0]))
    changed = joins(find([Part(0, lambda: made(pages))]), lambda *_: "")
    article = next(iter(changed.rows.values()))
    assert {piece.doc for block in article.blocks for piece in block.pieces} == set(pages)
    assert (article.continued_from, article.continues_on, article.doc) == (None, None, "d/01")


def test_order_of_pages_changes_nothing() -> None:
    """What is joined hangs on the pages, not on which was read first."""
    pages = issue()
    backwards = dict(reversed(pages.items()))
    assert matched(backwards) == matched(pages)


def test_evidence_of_a_join() -> None:
    """A join tells its ends, its score, and what spoke for it: words, headline, pages."""
    changed = joins(find([Part(0, lambda: made(issue()))]), lambda *_: "")
    rows = changed.evidence
    assert [(row.question, row.answer, row.stage) for row in rows] == [("join", "jump", "issues")] * 2
    assert [[span.doc for span in row.spans] for row in rows] == [["d/01", "d/02"], ["d/01", "d/03"]]
    assert all(row.score and row.score > 0.8 for row in rows)
    assert {"words", "page_of_first", "page_of_second", "shared"} <= set(rows[0].evidence)
    assert rows[1].evidence["headline"] == 2.0
