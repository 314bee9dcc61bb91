"""Roles: what each line of a page is, decided over the page as a whole."""

from __future__ import annotations

import pytest
from prose import BRIDGE, BRIDGE_TITLE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE, page

from pipeline.page.chain import clean_page
from pipeline.page.learned import ROLES, Scene, decode, weights_of
from pipeline.page.topics import Topics
from pipeline.values.model import Judgement, Page
from pipeline.values.settings import Settings


def judged(text: str) -> list[tuple[str, Judgement]]:
    """Each line of a page with what was decided about it."""
    cleaned = clean_page(Page("p", text), Settings())
    found = [j for j in cleaned.judgements if j.question == "role"]
    return [("".join(text[s.start : s.end] for s in j.spans), j) for j in found]


def roles(text: str) -> dict[str, str]:
    """The role of each line of a page."""
    return {line: judgement.answer for line, judgement in judged(text)}


STORY = {HARBOUR_TITLE: "title", "本报记者 王小明": "byline", **dict.fromkeys(HARBOUR, "body")}
OTHER = {TEA_TITLE: "title", "李平": "byline", **dict.fromkeys(TEA, "body")}


@pytest.mark.parametrize("mark", ["# ", "## ", ""])
def test_headline_byline_and_body(mark: str) -> None:
    """Two stories with and without heading marks: headline, byline, paragraphs."""
    lines = [HARBOUR_TITLE, "本报记者 王小明", *HARBOUR, TEA_TITLE, "李平", *TEA]
    text = page(*(mark + line if line in (HARBOUR_TITLE, TEA_TITLE) else line for line in lines))
    assert roles(text) == STORY | OTHER


def test_bold_headline() -> None:
    """Where headlines are bold, they are headlines."""
    text = page(f"**{HARBOUR_TITLE}**", "本报记者 王小明", *HARBOUR, f"**{TEA_TITLE}**", "李平", *TEA)
    assert roles(text) == STORY | OTHER


@pytest.mark.parametrize("mark", ["# ", "**", ""])
def test_headlines_without_bylines(mark: str) -> None:
    """Headlines set alike over stories that speak of different things are headlines without any byline, too."""
    heads = [mark + title + mark.strip("# ") for title in (HARBOUR_TITLE, TEA_TITLE, BRIDGE_TITLE)]
    found = roles(page(heads[0], *HARBOUR, heads[1], *TEA, heads[2], *BRIDGE))
    assert [found[title] for title in (HARBOUR_TITLE, TEA_TITLE, BRIDGE_TITLE)] == ["title"] * 3


def test_cross_head_is_no_headline() -> None:
    """A deeper heading between paragraphs of one story is a cross-head."""
    text = page(
        f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR[:2], "## 渔港的冷库", *HARBOUR[2:],
        f"# {TEA_TITLE}", "李平", *TEA,
    )  # fmt: skip
    assert roles(text) == STORY | {"渔港的冷库": "heading"} | OTHER


def test_page_that_ranks_its_cross_heads_marks_none_like_headlines() -> None:
    """Where cross-heads are marked as of lower rank, a line of the first rank is surer to be a headline."""

    def margin(mark: str) -> float:
        text = page(
            f"# {HARBOUR_TITLE}", "本报记者 王小明", HARBOUR[0], f"{mark}渔港的冷库", *HARBOUR[1:3],
            f"{mark}合作社添船", HARBOUR[3], f"# {TEA_TITLE}", *TEA, f"# {BRIDGE_TITLE}", "李平", *BRIDGE,
        )  # fmt: skip
        judgement = dict(judged(text))[TEA_TITLE]
        sign = 1 if judgement.answer == "title" else -1
        return sign * float(judgement.evidence["margin"])

    assert margin("## ") > margin("") + 2.0


def test_numbered_line_is_a_cross_head() -> None:
    """A numbered line between paragraphs is a cross-head even where it is set like a headline."""
    text = page(
        f"# {HARBOUR_TITLE}", "本报记者 王小明", "# 一、渔港醒得早", *HARBOUR[:2], "# 二、冷库建起来", *HARBOUR[2:],
        f"# {TEA_TITLE}", "李平", *TEA,
    )  # fmt: skip
    found = roles(text)
    assert found["一、渔港醒得早"] == found["二、冷库建起来"] == "heading"
    assert found[TEA_TITLE] == "title"


@pytest.mark.parametrize("mark", ["", "## "])
def test_kicker_without_a_dash(mark: str) -> None:
    """A line without a full stop between a whole story and a headline is the headline's kicker, not a cross-head."""
    found = roles(
        page(f"# {HARBOUR_TITLE}", *HARBOUR, f"{mark}靠海吃海的村庄换了吃法", f"# {TEA_TITLE}", "李平", *TEA)
    )
    assert found["靠海吃海的村庄换了吃法"] == "kicker"


def test_kicker_and_subtitle() -> None:
    """A line that ends in a dash above a headline is its kicker, one that begins with a dash its subtitle."""
    text = page(
        "# 靠海吃海的村庄换了吃法——", f"# {HARBOUR_TITLE}", "# ——青石渔港见闻", "本报记者 王小明", *HARBOUR,
        f"# {TEA_TITLE}", "李平", *TEA,
    )  # fmt: skip
    found = roles(text)
    assert found["靠海吃海的村庄换了吃法——"] == "kicker"
    assert found["——青石渔港见闻"] == "subtitle"
    assert found[HARBOUR_TITLE] == "title"


@pytest.mark.parametrize(
    "caption", ["渔民在码头卖鱼。王小明 摄", "图为渔民在码头卖鱼。", "渔民在码头卖鱼 本报记者 赵长海 摄"]
)
def test_photo_with_a_credit(caption: str) -> None:
    """A line with a credit or 图为 among paragraphs is a caption."""
    text = page(f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR[:2], caption, *HARBOUR[2:])
    assert roles(text) == STORY | {caption: "caption"}


def test_credit_below_its_caption() -> None:
    """A photographer's line below a picture's caption is a credit and no byline."""
    text = page(
        f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR, "![](1.png)", "渔民在码头卖鱼。", "赵长海 摄"
    )
    assert roles(text)["赵长海 摄"] == "credit"


def test_advertisement() -> None:
    """A public advertisement has a label and a sponsor."""
    text = page(
        f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR, "公益广告", "节约每一滴水", "青石市文明办 宣"
    )
    found = roles(text)
    assert (found["公益广告"], found["青石市文明办 宣"]) == ("label", "sponsor")


@pytest.mark.parametrize(
    "line",
    [
        "2026年3月18日 星期三 第2版",
        "第2版 要闻",
        "青石日报",
        "责任编辑：孙立新",
        "本版编辑 孙立新 版式 周文涛",
    ],
)
def test_folio_is_furniture(line: str) -> None:
    """A folio, masthead or editors' line at the page's head or foot is furniture."""
    story = (f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR)
    assert roles(page(line, *story))[line] == "furniture"
    assert roles(page(*story, line))[line] == "furniture"


def test_date_inside_a_story_is_text() -> None:
    """A paragraph that begins with a date is no folio."""
    paragraph = "2026年3月18日，渔港举行了开渔以来最大的一次拍卖会，来自三个省的客商早早等在码头上。"
    assert roles(page(f"# {HARBOUR_TITLE}", "本报记者 王小明", paragraph, *HARBOUR))[paragraph] == "body"


def test_refusal_of_a_model_is_furniture() -> None:
    """What a model said of itself is no part of the paper."""
    line = "Sorry, I can't assist with that."
    assert roles(page(line, f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR))[line] == "furniture"


@pytest.mark.parametrize(
    "name", ["王小明", "（记者 王小明）", "本报记者 王小明", "（作者：王小明）", "王小明 李平"]
)
def test_byline_below_its_article_is_a_tail(name: str) -> None:
    """A name between the last paragraph and the next headline signs what stands above it."""
    text = page(f"# {HARBOUR_TITLE}", *HARBOUR, name, f"# {TEA_TITLE}", *TEA)
    assert roles(text)[name] == "tail"


def test_bare_name_in_brackets_is_a_tail() -> None:
    """A bare name in brackets below an article signs it."""
    text = page(f"# {HARBOUR_TITLE}", *HARBOUR, "（王小明）", f"# {TEA_TITLE}", *TEA)
    assert roles(text)["（王小明）"] == "tail"


def test_every_line_has_a_role_and_a_score() -> None:
    """Each line gets one of the roles, with a score that is a probability and at least as likely as not."""
    found = judged(page(f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR, "公益广告", "（完）", "——"))
    assert len(found) == 9
    for line, judgement in found:
        assert judgement.answer in ROLES, line
        assert 0.5 <= judgement.score <= 1.0
        assert judgement.evidence["margin"]


def test_page_without_lines() -> None:
    """A page without lines has no roles."""
    assert decode(Scene([], [], [], Topics([])), weights_of()) == []


def test_traditional_page() -> None:
    """A page in traditional characters, with its bylines and quotation marks, is read like any other."""
    text = page(
        "漁港修了冷庫　漁民多了笑聲", "本報記者 陳大文",
        "天還沒有亮，青石漁港的碼頭上已經站滿了人。賣魚的把竹筐一隻一隻排好，買魚的提著燈挨個去看，誰也不肯先開口問價。",
        "船老大跳下來，把纜繩繫在石柱上。「今天風小，我們走得遠，撈上來的都是大魚。」他一邊過秤一邊說，筐裡的魚還在跳。",
    )  # fmt: skip
    assert list(roles(text).values()) == ["title", "byline", "body", "body"]


HEAD = {HARBOUR_TITLE: "title", TEA_TITLE: "title"}


def test_rubric_above_a_headline_marked_alike() -> None:
    """A short marked line right above a longer marked one is the rubric of a column, not the headline's first line."""
    text = page(
        f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR, "# 山里人家", f"# {TEA_TITLE}", "李平", *TEA
    )
    found = roles(text)
    assert found["山里人家"] == "label"
    assert {line: found[line] for line in HEAD} == HEAD


@pytest.mark.parametrize("line", ["码头上的灯", "冷库修好，", "冷库修好,", "好消息！"])
def test_first_line_of_a_headline_is_no_rubric(line: str) -> None:
    """A short line over a longer headline is its first line where the story speaks of it, or where it goes on."""
    text = page(
        f"# {line}", "# 渔民多了笑声又添新船", "本报记者 王小明", *HARBOUR, f"# {TEA_TITLE}", "李平", *TEA
    )
    found = roles(text)
    assert found[line] == found["渔民多了笑声又添新船"] == "title"


@pytest.mark.parametrize("mark", ["# ", ""])
def test_line_below_a_headline_of_two_clauses_is_its_deck(mark: str) -> None:
    """A headline that has both its clauses in one line does not go on in the next, as short as that may be."""
    deck = "青石村民换了吃法"
    text = page(
        f"{mark}{HARBOUR_TITLE}",
        f"{mark}{deck}",
        "本报记者 王小明",
        *HARBOUR,
        f"{mark}{TEA_TITLE}",
        "李平",
        *TEA,
    )
    found = roles(text)
    assert (found[HARBOUR_TITLE], found[deck]) == ("title", "subtitle")


def test_heads_of_a_column_of_briefs() -> None:
    """Below the rubric of a column of briefs each item has a head of its own, marked or not."""
    items = [("渔港新添冷库", HARBOUR[2]), ("茶园办起茶舍", TEA[3]), ("合作社再添新船", HARBOUR[3])]
    lines = [line for item in items for line in item]
    found = roles(page(HARBOUR_TITLE, "本报记者 王小明", *HARBOUR[:2], "各地简讯", *lines))
    assert {found[head] for head, _ in items} == {"title"}


def test_rubric_spelled_out() -> None:
    """A column's name with its pinyin is a rubric."""
    text = page(
        f"# {HARBOUR_TITLE}",
        "本报记者 王小明",
        *HARBOUR,
        "# 山里人家 ShanLiRenJia",
        f"# {TEA_TITLE}",
        "李平",
        *TEA,
    )
    assert roles(text)["山里人家 ShanLiRenJia"] == "label"


def test_deck_marked_like_its_headline() -> None:
    """A line below a headline that is marked alike, but apart and much longer, is its deck."""
    deck = "云岭乡三年种下两万亩茶树，家家户户都有了自己的茶园"
    text = page(
        f"# {HARBOUR_TITLE}", "本报记者 王小明", *HARBOUR, f"# {TEA_TITLE}", f"# {deck}", "李平", *TEA
    )
    found = roles(text)
    assert (found[TEA_TITLE], found[deck]) == ("title", "subtitle")


def test_headline_below_a_signed_paragraph() -> None:
    """Below a paragraph that its writers signed a marked line is a headline, though no byline stands below it."""
    signed = (*HARBOUR[:-1], HARBOUR[-1] + "王小明 李平")
    assert roles(page(f"# {HARBOUR_TITLE}", *signed, f"# {TEA_TITLE}", *TEA))[TEA_TITLE] == "title"
