"""A page that breaks a law is found out; one that keeps both is let through."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values import laws
from pipeline.values.laws import LawError, check, visible
from pipeline.values.model import Article, Block, Cleaned, Decision, Page
from pipeline.values.text import Edit, Span, Traced, join

TEXT = "标题\n\n正文,一。\n上接1版"


def cleaned(text: str = TEXT) -> Cleaned:
    """A page of one article, with a comma made wide and a jump line dropped."""
    whole = Traced.read("p", text)
    body = whole.cut(4, 9).edit([Edit(2, 3, "，")])
    article = Article("article", (Block("title", whole.cut(0, 2)), Block("body", body)))
    return Cleaned(
        Page("p", text),
        (article,),
        (
            Decision("encoding", "changed", "punctuation_width", (Span("p", 6, 7),), before=",", after="，"),
            Decision("jumps", "dropped", "jump_line", (Span("p", 10, 14),)),
        ),
    )


def with_title(title: Traced) -> Cleaned:
    page = cleaned()
    (article,) = page.articles
    return replace(page, articles=(replace(article, blocks=(Block("title", title), article.blocks[1])),))


def test_page_that_keeps_both_laws_passes() -> None:
    """White space between pieces is in no place, and need not be."""
    check(cleaned())


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            with_title(Traced.read("p", TEXT).cut(0, 1)),
            "1 visible characters are not in exactly one place, the first at 1",
        ),
        (
            with_title(Traced.read("p", TEXT).cut(0, 5)),
            "1 visible characters are not in exactly one place, the first at 4",
        ),
        (with_title(Traced.read("q", TEXT).cut(0, 2)), "0:2 of 'q' is no stretch of this page"),
        (with_title(Traced("", ())), "2 visible characters are not in exactly one place"),
        (
            with_title(Traced.read("p", TEXT).cut(0, 2).edit([Edit(0, 1, "错")])),
            "the title at 0 is not what its pieces hold",
        ),
        (replace(cleaned(), decisions=cleaned().decisions[1:]), "the body at 4 is not what its pieces hold"),
        (
            replace(cleaned(), decisions=cleaned().decisions[:1]),
            "4 visible characters are not in exactly one place",
        ),
    ],
)
def test_broken_law_is_told_of(page: Cleaned, words: str) -> None:
    """What is lost, doubled, of another page, or changed without a decision, is told of with its place."""
    with pytest.raises(LawError, match=words.replace("(", r"\(")):
        check(page)


@pytest.mark.parametrize("before", [None, "。"])
def test_decision_that_does_not_fit_is_told_of(before: str | None) -> None:
    """A change must say what stood there, and it must have stood there."""
    page = cleaned()
    wrong = page.decisions[0]._replace(before=before)
    with pytest.raises(LawError, match="a change"):
        check(replace(page, decisions=(wrong, page.decisions[1])))


def test_article_without_a_character_is_told_of() -> None:
    """An article must hold something."""
    page = cleaned()
    with pytest.raises(LawError, match="holds no character"):
        check(replace(page, articles=(*page.articles, Article("article", ()))))


def test_changes_of_one_stretch_are_replayed_in_order() -> None:
    """A second repair may work on what the first one wrote."""
    text = "浜烘皯,"
    mended = Traced.read("p", text).edit([Edit(0, 5, "人民,")]).edit([Edit(2, 3, "，")])
    span = (Span("p", 0, 5),)
    page = Cleaned(
        Page("p", text),
        (Article("article", (Block("body", mended),)),),
        (
            Decision("encoding", "changed", "mojibake", span, before=text, after="人民,"),
            Decision("encoding", "changed", "punctuation_width", span, before=",", after="，"),
        ),
    )
    check(page)


@given(st.dictionaries(st.integers(0, 7), st.sampled_from(["甲", "，", "乙丙", ""])))
def test_changes_of_single_characters_are_made_at_once(changes: dict[int, str]) -> None:
    """Changes of one character each, made at once, give what replaying them one after the other gives."""
    text = "甲甲,乙𠮷,甲乙"
    decisions = [
        Decision("encoding", "changed", "unicode", (Span("p", at, at + 1),), before=text[at], after=after)
        for at, after in changes.items()
    ]
    whole = laws._replaced(text, decisions)
    if all(len(after) == 1 for after in changes.values()):
        assert whole is not None
        assert list(whole) == laws._replayed(text, decisions)
    else:
        assert whole is None


def test_visible_is_neither_space_nor_mark() -> None:
    """Of all of Unicode, white space as Python knows it and Markdown's two marks are hidden."""
    every = "".join(chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000)
    assert visible(every).tolist() == [not c.isspace() and c not in "#*" for c in every]


@given(st.text(alphabet="一二三,。# \n", max_size=40), st.data())
def test_any_cut_into_pieces_passes_and_any_loss_does_not(text: str, data: st.DataObject) -> None:
    """Cut a page anywhere and join it in any order: both laws hold; lose a visible piece: one does not."""
    edges = sorted({0, len(text), *data.draw(st.lists(st.integers(0, len(text)), max_size=5))})
    whole = Traced.read("p", text)
    pieces = data.draw(st.permutations([whole.cut(a, b) for a, b in pairwise(edges)]))
    if not text:
        return

    def page(parts: list[Traced]) -> Cleaned:
        return Cleaned(Page("p", text), (Article("article", (Block("body", join(parts)),)),), ())

    check(page(pieces))
    rest = pieces[1:]
    if visible(str(pieces[0])).any():
        with pytest.raises(LawError):
            check(page(rest))
