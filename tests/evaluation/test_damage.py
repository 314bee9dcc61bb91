"""Each family of damage does what it says, and the gold knows of it."""

from __future__ import annotations

import re
from random import Random

import pytest
from answers import Row

from pipeline.evaluation import columns, copies, fillers, heads, jumps, noise, wording
from pipeline.evaluation.drafts import Draft, Story, print_page
from pipeline.evaluation.pages import Library
from pipeline.evaluation.stories import story

ONE = (
    "收网的日子到了，码头上从清早起就挤满了人，卖鱼的、买鱼的、看热闹的，谁也不肯让谁先走，一"
    "直闹到日头偏西才慢慢散去。"
)
TWO = (
    "茶园里的人却不着急，他们采茶要等露水干透，手指要轻，竹篓不能装得太满，不然嫩芽压坏了，一"
    "季的辛苦就白费了。"
)
THREE = "小学的操场上，孩子们围着新来的体育老师问个不停，老师一边擦汗一边笑，说等天凉快一些就教大家打太极拳。"


def sample() -> Story:
    """A story of three paragraphs."""
    return story("湖边的三个早晨，说起来话长", [ONE, TWO, THREE], False)


def page_of(*stories: Story) -> Draft:
    """A page of these stories."""
    return Draft("p", list(stories), [line for one in stories for line in one.lines])


def printed(*stories: Story) -> Row:
    """The gold page of these stories."""
    return print_page(page_of(*stories))


def texts(gold: Row, n: int = 0) -> list[str]:
    """The paragraphs of a gold article."""
    return ["".join(gold["text"][s:e] for s, e in p["spans"]) for p in gold["articles"][n]["paragraphs"]]


@pytest.mark.parametrize("seed", range(6))
def test_jump_lines(seed: int) -> None:
    """A continued story has its page in the gold and its jump line among the markers."""
    one = sample()
    jumps.continued(one, Random(seed), "3")
    jumps.continues(one, Random(seed), "4")
    gold = printed(one)
    assert (gold["articles"][0]["continued_from"], gold["articles"][0]["continues_on"]) == ("3", "4")
    first, last = (gold["text"][s:e] for s, e in gold["markers"])
    assert re.search("(上接|紧接)第?[三3]版", first)
    assert re.search("转第?[四4]版", last)
    assert texts(gold) == [ONE, TWO, THREE]


@pytest.mark.parametrize("seed", range(6))
def test_missing_ends(seed: int) -> None:
    """A lost head or tail is flagged, lies within a sentence, and is not in the text."""
    one = sample()
    jumps.headless(one, Random(seed))
    jumps.tailless(one, Random(seed))
    gold = printed(one)
    assert (gold["articles"][0]["truncated_head"], gold["articles"][0]["truncated_tail"]) == (True, True)
    first, _, last = texts(gold)
    assert ONE.endswith(first)
    assert len(first) < len(ONE)
    assert THREE.startswith(last)
    assert last[-1] not in "。！？"


def test_columns() -> None:
    """Broken paragraphs are one paragraph of two spans, broken within a sentence."""
    one = sample()
    for line in list(one.lines[1:]):
        columns.break_line(one.lines, line, Random(2))
    gold = printed(one)
    assert texts(gold) == [ONE, TWO, THREE]
    assert [len(p["spans"]) for p in gold["articles"][0]["paragraphs"]] == [2, 2, 2]
    assert all(gold["text"][p["spans"][0][1] - 1] not in "。！？" for p in gold["articles"][0]["paragraphs"])


def test_seams() -> None:
    """Characters printed twice at a break are removed, their twin the end of the column above."""
    one = sample()
    for line in list(one.lines[1:]):
        columns.break_line(one.lines, line, Random(2))
    page = page_of(one)
    for seed in range(5):
        columns.double_seams(page, Random(seed))
    gold = print_page(page)
    assert gold["removed"]
    for cut in gold["removed"]:
        assert gold["text"][slice(*cut["span"])] == gold["text"][slice(*cut["twin"])]
    assert texts(gold) == [ONE, TWO, THREE]


@pytest.mark.parametrize("seed", range(8))
def test_intruder(seed: int) -> None:
    """An intruder stands in mid-sentence of one story and where it belongs in another."""
    page = page_of(sample(), story("别处的事", [THREE[::-1], TWO[::-1]], False))
    copies.intrude(page, Random(seed))
    gold = print_page(page)
    assert gold["removed"]
    assert texts(gold) == [ONE, TWO, THREE]
    assert texts(gold, 1) == [THREE[::-1], TWO[::-1]]
    for cut in gold["removed"]:
        intruder, twin = (gold["text"][slice(*cut[name])] for name in ("span", "twin"))
        assert intruder.endswith(twin[2:]) or intruder == twin


@pytest.mark.parametrize("seed", range(6))
def test_repeat(seed: int) -> None:
    """A paragraph read twice stays once in its article."""
    page = page_of(sample())
    copies.repeat(page, Random(seed))
    gold = print_page(page)
    assert len(gold["removed"]) == 1
    assert texts(gold) == [ONE, TWO, THREE]


def test_inline_byline() -> None:
    """Names in brackets are in the byline and stay in the paragraph; no span is theirs alone."""
    one = sample()
    heads.byline_inside(one, Random(1))
    gold = printed(one)
    article = gold["articles"][0]
    assert article["byline"]
    assert all(name in texts(gold)[0] for name in article["byline"])
    assert "byline_span" not in article


@pytest.mark.parametrize("seed", range(8))
def test_formal_byline(seed: int) -> None:
    """Whatever the form, the byline's line holds the names and nothing of it is in the text."""
    one = sample()
    heads.byline_formal(one, Random(seed))
    gold = printed(one)
    line = gold["text"][slice(*gold["articles"][0]["byline_span"])].replace(" ", "")
    assert all(name in line for name in gold["articles"][0]["byline"])
    assert texts(gold) == [ONE, TWO, THREE]


def test_headline_of_two_lines() -> None:
    """A headline over two lines is one title."""
    one = sample()
    heads.split_headline(one, Random(1))
    gold = printed(one)
    assert gold["articles"][0]["title"]["text"] == "湖边的三个早晨， 说起来话长"
    assert "早晨，\n" in gold["text"]


def test_doubled_headline() -> None:
    """A doubled headline is printed twice, titled once; the second is the copy."""
    one = sample()
    heads.doubled(one, Random(1))
    gold = printed(one)
    title = gold["articles"][0]["title"]["text"]
    assert gold["text"].startswith(title * 2)
    assert gold["removed"] == [{"span": [13, 26], "twin": [0, 13]}]


def test_photo(library: Library) -> None:
    """A photo that stands alone has a caption, no title, and its photographers for a byline."""
    for gold in library.pages(6, 1, ("photos",)):
        for article in gold["articles"]:
            if article["kind"] == "photo" and not article["title"]:
                assert [p["role"] for p in article["paragraphs"]] == ["caption"]
                assert article["byline"]
                break
        else:
            continue
        return
    pytest.fail("no page had a photo of its own")


def test_photo_within() -> None:
    """A story's photo is its last paragraph, wherever on the page it stands; the text runs on past it."""
    one = sample()
    fillers.photo_within(one, Random(3))
    gold = printed(one)
    assert texts(gold)[:3] == [ONE, TWO, THREE]
    assert gold["articles"][0]["paragraphs"][3]["role"] == "caption"


def test_refusal_is_no_text() -> None:
    """What a model said in place of the page is in no article."""
    page = page_of(sample())
    noise.refusal(page, Random(1))
    gold = print_page(page)
    assert [gold["text"][s:e] in noise.REFUSALS for s, e in gold["markers"]] == [True]


def test_half_width() -> None:
    """Widths change, lengths do not."""
    page = page_of(sample())
    before = print_page(page)
    noise.half_width(page, Random(1))
    after = print_page(page)
    assert len(before["text"]) == len(after["text"])
    assert "，" not in after["text"]


def test_flat() -> None:
    """A flattened page is one line, and its gold still finds every paragraph."""
    page = page_of(sample())
    noise.flattened(page, Random(1))
    gold = print_page(page)
    assert "\n" not in gold["text"]
    assert texts(gold) == [ONE, TWO, THREE]


def test_scripts() -> None:
    """Phrases come in the page's script."""
    assert wording.script("本报记者", True) == "本報記者"
    assert wording.script("本报记者", False) == "本报记者"


def test_names() -> None:
    """Names are different from one another and two or three characters long."""
    found = wording.names(Random(5), traditional=True)
    assert len(set(found)) == len(found)
    assert all(len(name) in (2, 3) for name in found)
