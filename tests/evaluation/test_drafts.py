"""What is printed and what the gold says of it fit together, whatever the damage."""

from __future__ import annotations

from collections import Counter

import pytest
from answers import Row, all_perfect

from pipeline.evaluation.drafts import Draft, Line, Part, Piece, Story, gap_near, print_page
from pipeline.evaluation.evaluate import NEEDED
from pipeline.evaluation.mixture import KINDS
from pipeline.evaluation.pages import Library
from pipeline.evaluation.score import FIGURES, score_pages


def owners(gold: Row) -> Counter[int]:
    """How often the gold names each character."""
    spans = [span for a in gold["articles"] for p in a["paragraphs"] for span in p["spans"]]
    spans += [a["title"]["span"] for a in gold["articles"] if a["title"]]
    spans += [a["byline_span"] for a in gold["articles"] if "byline_span" in a]
    spans += gold["markers"] + [cut["span"] for cut in gold["removed"]]
    return Counter(i for start, end in spans for i in range(start, end))


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_conservation(library: Library, kind: str) -> None:
    """Every visible character of a made page is in exactly one place of its gold."""
    for gold in library.pages(4, 2, (*NEEDED.get(kind, ()), kind) if kind else ()):
        named = owners(gold)
        visible = [i for i, char in enumerate(gold["text"]) if not char.isspace() and char not in "#*"]
        assert [gold["text"][i] for i in visible if named[i] != 1] == []


def test_perfect_reader(library: Library) -> None:
    """A reader who says what the gold says scores 1.0 on mixed pages."""
    golds = list(library.pages(12, 3))
    assert set(score_pages(golds, *all_perfect(golds)).as_dict().values()) == {12, 1.0}
    assert FIGURES[0] == "pages"


def test_twins(library: Library) -> None:
    """What is removed copies its twin, but for letters misread and invented at the seams."""
    golds = list(library.pages(8, 1, ("headings", "columns", "seams", "intruders", "repeats")))
    cuts = [(gold["text"], cut) for gold in golds for cut in gold["removed"]]
    assert len(cuts) > 20
    for text, cut in cuts:
        one, two = (text[start:end] for start, end in (cut["span"], cut["twin"]))
        assert len(set(one) & set(two)) >= 0.7 * len(set(two))


def test_pieces_in_order() -> None:
    """A paragraph that a caption interrupts has two spans; the caption one of its own."""
    body, caption = Part("body", "上半句下半句"), Part("caption", "图")
    lines = [Line([Piece("上半句", body)]), Line([Piece("图", caption)]), Line([Piece("下半句", body)])]
    gold = print_page(Draft("p", [Story("article", None, [body, caption])], lines))
    assert gold["text"] == "上半句\n\n图\n\n下半句"
    assert [p["spans"] for p in gold["articles"][0]["paragraphs"]] == [[[0, 3], [8, 11]], [[5, 6]]]


def test_no_gap_in_headline() -> None:
    """Nothing is put between the two lines of one headline."""
    head = Part("title", "上行下行")
    lines = [Line([Piece(text, head)]) for text in ("上行", "下行")] + [
        Line([Piece("正文", Part("body", "正文"))])
    ]
    assert [gap_near(lines, at) for at in range(4)] == [0, 2, 2, 3]
