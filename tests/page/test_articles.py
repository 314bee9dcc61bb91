"""Articles: what belongs together, in the contract's order, and what belongs to no article."""

from __future__ import annotations

import pytest
from prose import BRIDGE, BRIDGE_TITLE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE, page

from pipeline.page.articles import assemble
from pipeline.page.articles.desk import Sheet
from pipeline.page.chain import clean_page
from pipeline.page.topics import Topics
from pipeline.values.laws import check
from pipeline.values.model import Article, Cleaned, Page
from pipeline.values.settings import Settings

HARBOUR_HEAD = (f"# {HARBOUR_TITLE}", "本报记者 王小明")
TEA_STORY = (f"# {TEA_TITLE}", "李平", *TEA)
LEFT, RIGHT = HARBOUR[2][: HARBOUR[2].index("赶路")], HARBOUR[2][HARBOUR[2].index("赶路") :]
CAPTION = "渔民在渔港的码头卖鱼，筐里的鱼还在跳。赵长海 摄"


def cleaned(*lines: str) -> Cleaned:
    """A page of these lines, which keeps both laws."""
    done = clean_page(Page("p", page(*lines)), Settings())
    check(done)
    return done


def articles(*lines: str) -> list[Article]:
    """The articles of a page of these lines."""
    return list(cleaned(*lines).articles)


def blocks(article: Article) -> list[tuple[str, str]]:
    """The roles and texts of an article's blocks."""
    return [(block.role, str(block.text)) for block in article.blocks]


def body(article: Article) -> list[str]:
    """The paragraphs of an article."""
    return [text for role, text in blocks(article) if role == "body"]


def test_article_is_headline_byline_and_paragraphs() -> None:
    """Two stories are two articles, each with its title, its people and its paragraphs in order."""
    one, two = articles(*HARBOUR_HEAD, *HARBOUR, *TEA_STORY)
    assert blocks(one) == [
        ("title", HARBOUR_TITLE),
        ("byline", "本报记者 王小明"),
        *(("body", text) for text in HARBOUR),
    ]
    assert (one.kind, one.byline, two.byline) == ("article", ("王小明",), ("李平",))
    assert body(two) == list(TEA)
    assert not any(article.missing_head or article.missing_tail for article in (one, two))


def test_headline_over_two_lines_is_one_title() -> None:
    """A headline over two lines is one block, its lines parted by a space."""
    one, _ = articles("# 渔港修了冷库", "# 渔民多了笑声", "本报记者 王小明", *HARBOUR, *TEA_STORY)
    assert blocks(one)[0] == ("title", "渔港修了冷库 渔民多了笑声")


def test_blocks_stand_in_the_order_of_the_contract() -> None:
    """Kicker, title, subtitle, byline, running text, then captions, wherever they stood on the page."""
    one, _ = articles(
        "# 靠海吃海的村庄换了吃法——", f"# {HARBOUR_TITLE}", "# ——青石渔港见闻", "本报记者 王小明", HARBOUR[0], CAPTION,
        "## 渔港的冷库", *HARBOUR[1:], *TEA_STORY,
    )  # fmt: skip
    assert [role for role, _ in blocks(one)] == [
        "kicker", "title", "subtitle", "byline", "body", "heading", "body", "body", "body", "caption",
    ]  # fmt: skip


def test_broken_paragraph_is_one_block_of_two_pieces() -> None:
    """A paragraph that a column broke is one block again, which names both of its places."""
    one, _ = articles(*HARBOUR_HEAD, *HARBOUR[:2], LEFT, RIGHT, HARBOUR[3], *TEA_STORY)
    assert body(one) == list(HARBOUR)
    assert len(one.blocks[4].text.spans) == 2


def test_body_runs_on_past_a_photo() -> None:
    """A photo inside a sentence is a caption of the story, and the sentence is whole."""
    one, _ = articles(*HARBOUR_HEAD, *HARBOUR[:2], LEFT, CAPTION, RIGHT, HARBOUR[3], *TEA_STORY)
    assert body(one) == list(HARBOUR)
    assert blocks(one)[-1] == ("caption", CAPTION)


def test_characters_printed_twice_are_dropped_once() -> None:
    """What was printed on both sides of a column break is kept once, and the audit names its twin."""
    done = cleaned(*HARBOUR_HEAD, *HARBOUR[:2], LEFT, LEFT[-4:] + RIGHT, HARBOUR[3], *TEA_STORY)
    assert body(done.articles[0]) == list(HARBOUR)
    (seam,) = [d for d in done.decisions if d.reason == "seam_overlap"]
    text = done.page.text
    assert seam.twin is not None
    assert [text[s.start : s.end] for s in (*seam.spans, seam.twin)] == [LEFT[-4:], LEFT[-4:]]


def test_continuation_names_its_page() -> None:
    """A text below 上接 names the page it comes from, has no headline to miss, and is no lost beginning."""
    one, two = articles("（上接第一版）", *HARBOUR[1:], *TEA_STORY)
    assert (one.continued_from, one.continues_on, one.missing_head) == ("1", None, False)
    assert blocks(one) == [("body", text) for text in HARBOUR[1:]]
    assert two.continued_from is None


def test_continuation_with_a_headline() -> None:
    """A jump line below a repeated headline belongs to the story of that headline."""
    one, _ = articles(f"# {HARBOUR_TITLE}", "（上接A3版）", *HARBOUR[1:], *TEA_STORY)
    assert one.continued_from == "A3"
    assert blocks(one)[0] == ("title", HARBOUR_TITLE)


@pytest.mark.parametrize("alone", [True, False])
def test_first_half_names_where_it_goes(alone: bool) -> None:
    """下转, alone or at the end of the last paragraph, names the page to go to and ends the story there."""
    mark = "（下转第四版）"
    lines = (*HARBOUR, mark) if alone else (*HARBOUR[:-1], HARBOUR[-1] + mark)
    one, two = articles(*HARBOUR_HEAD, *lines, *TEA_STORY)
    assert (one.continues_on, one.missing_tail) == ("4", False)
    assert body(one) == list(HARBOUR)
    assert two.continues_on is None


def test_lost_tail_is_told() -> None:
    """A story that breaks off where the next begins has lost its tail."""
    one, two = articles(*HARBOUR_HEAD, *HARBOUR[:2], HARBOUR[2][:15], *TEA_STORY)
    assert (one.missing_tail, two.missing_tail) == (True, False)


def test_lost_head_is_told() -> None:
    """A text without headline that begins with a comma has lost its beginning; the story below has not."""
    one, two = articles("，筐里的鱼还在跳，秤杆已经举起来了。", HARBOUR[3], *TEA_STORY)
    assert (one.missing_head, two.missing_head) == (True, False)
    assert not any(role == "title" for role, _ in blocks(one))


def test_lost_half_of_a_word_is_told() -> None:
    """A text that begins in the middle of a word has lost its beginning, whatever stands beside it."""
    first = "们把鱼卖给了城里来的客人，一个早上就卖出三百多斤。"
    assert articles(first, HARBOUR[3], *TEA_STORY)[0].missing_head


def test_refusal_below_a_byline_is_no_text() -> None:
    """What a model says of itself is no first paragraph, though a byline stands above it."""
    one, two = articles(*HARBOUR_HEAD, *HARBOUR, f"# {TEA_TITLE}", "李平", "抱歉，我无法处理这张图片。", *TEA)
    assert body(two) == list(TEA)
    assert (one.missing_head, two.missing_head) == (False, False)


def test_signed_dateline_begins_a_story() -> None:
    """A dateline with its writers begins an article, though the headline is lost; below 上接 it does not."""
    first = "本报讯（记者 王小明）" + BRIDGE[0]
    one, two = articles(*HARBOUR_HEAD, *HARBOUR, first, *BRIDGE[1:])
    assert (body(one), body(two)[0], two.byline) == (list(HARBOUR), first, ("王小明",))
    (only,) = articles(f"# {BRIDGE_TITLE}", "（上接第一版）", first, *BRIDGE[1:])
    assert only.continued_from == "1"


def test_photo_between_a_headline_and_its_text_is_the_storys() -> None:
    """A photo that is printed right below the headline parts no story from its text."""
    one, _ = articles(*HARBOUR_HEAD, CAPTION, *HARBOUR, *TEA_STORY)
    assert (one.kind, one.byline, body(one)) == ("article", ("王小明",), list(HARBOUR))
    assert ("caption", CAPTION) in blocks(one)


def test_notice_below_an_advertisement_is_another_item() -> None:
    """The head of a public notice below an advertisement's sponsors begins an item of its own."""
    advert = ("# 节约用水 人人有责", "青溪镇文明办", "江城日报 宣")
    found = articles(
        *HARBOUR_HEAD, *HARBOUR, *advert, "# 停电通知", "王小明遗失身份证一张，声明作废。", *TEA_STORY
    )
    titles = [text for article in found for role, text in blocks(article) if role == "title"]
    assert titles == [HARBOUR_TITLE, "节约用水 人人有责", "停电通知", TEA_TITLE]


def test_dateline_names_people_and_keeps_its_words() -> None:
    """The people of a dateline are the byline, and the words stay in their paragraph."""
    first = "本报讯（记者 王小明 李平）" + HARBOUR[0]
    (one,) = articles(f"# {HARBOUR_TITLE}", first, *HARBOUR[1:])
    assert one.byline == ("王小明", "李平")
    assert body(one)[0] == first


def test_byline_below_the_article() -> None:
    """A name below its article is the byline's block above the text."""
    one, two = articles(f"# {HARBOUR_TITLE}", *HARBOUR, "（记者 王小明）", f"# {TEA_TITLE}", *TEA)
    assert (one.byline, two.byline) == (("王小明",), ())
    assert [role for role, _ in blocks(one)][:2] == ["title", "byline"]


LAST = (
    "青石渔港的冷库修好以后，渔民把最先靠岸的小船上的鱼存进冷库。码头上的船老大说，渔港的防波堤挡住了风浪。"
)


@pytest.mark.parametrize("mark", ["# ", "**"])
def test_headline_inside_a_sentence_finds_its_story(mark: str) -> None:
    """A headline that was printed inside a sentence of one story is that of the story without one."""
    end = mark.strip("# ")
    one, two = articles(
        f"{mark}{HARBOUR_TITLE}{end}", "本报记者 王小明", *HARBOUR[:2], LEFT, f"{mark}{TEA_TITLE}{end}", RIGHT,
        LAST, "本报记者 李平", *TEA,
    )  # fmt: skip
    assert (one.byline, body(one)) == (("王小明",), [*HARBOUR[:3], LAST])
    assert (two.byline, body(two)) == (("李平",), list(TEA))
    assert [text for role, text in blocks(two) if role == "title"] == [TEA_TITLE]


def test_headline_inside_a_sentence_without_its_story_stands_alone() -> None:
    """A headline inside a sentence of a story that has its own is no cross-head of it."""
    one, two = articles(*HARBOUR_HEAD, *HARBOUR[:2], LEFT, f"# {BRIDGE_TITLE}", RIGHT, HARBOUR[3])
    assert body(one) == list(HARBOUR)
    assert blocks(two) == [("title", BRIDGE_TITLE)]


def test_second_byline_begins_another_story() -> None:
    """Below a story that is signed at its head, a byline over text about something else is that text's."""
    one, two = articles(*HARBOUR_HEAD, *HARBOUR[:3], LAST, "本报记者 李平", *TEA)
    assert (one.byline, body(one)) == (("王小明",), [*HARBOUR[:3], LAST])
    assert (two.byline, body(two)) == (("李平",), list(TEA))


def test_byline_above_a_signed_headline_is_of_the_story_above() -> None:
    """Writers named right above a headline that is signed below wrote what stands above it."""
    one, two = articles(f"# {HARBOUR_TITLE}", *HARBOUR, "□王小明", f"# {TEA_TITLE}", "本报记者 李平", *TEA)
    assert (one.byline, two.byline) == (("王小明",), ("李平",))


def test_second_byline_of_a_story_that_names_its_writers_inside() -> None:
    """A story that is signed in its dateline takes no byline below it."""
    lead = f"本报讯（记者 王小明）{HARBOUR[0]}"
    one, two = articles(f"# {HARBOUR_TITLE}", lead, *HARBOUR[1:3], LAST, "本报记者 李平", *TEA)
    assert (one.byline, two.byline, body(two)) == (("王小明",), ("李平",), list(TEA))


def test_names_of_a_broken_dateline() -> None:
    """A dateline that a column broke names its writers, too."""
    one, _ = articles(
        f"# {HARBOUR_TITLE}", "本报青石1月", f"5日电（记者 王小明）{HARBOUR[0]}", *HARBOUR[1:], *TEA_STORY
    )
    assert one.byline == ("王小明",)


def test_people_of_a_notice_are_no_writers() -> None:
    """A notice names people, and nobody wrote it; so does the picture of an advertisement."""
    notice, *_ = articles("# 声明", "现有王小明遗失身份证一张，声明作废。", "青溪镇人民政府", *TEA_STORY)
    assert (notice.kind, notice.byline) == ("notice", ())
    advert, *_ = articles("公益广告", "文明用餐 从我做起", "《水乡人家》李平作", "青溪镇文明办", *TEA_STORY)
    assert (advert.kind, advert.byline) == ("advertisement", ())


NEWS_PHOTO = (
    "1月5日，雪后的古城墙上游人不断。据当地气象部门介绍，这是入冬以来最大的一场雪，积雪厚度达到十二厘米，"
    "古城墙披上了银装。"
)


def test_news_photo_below_a_storys_photo_stands_alone() -> None:
    """A caption that tells a story of its own, its photographer below it, is no photo of the story above."""
    story, photo, _ = articles(*HARBOUR_HEAD, *HARBOUR, CAPTION, NEWS_PHOTO, "赵长海 摄", *TEA_STORY)
    assert (story.byline, photo.kind, photo.byline) == (("王小明",), "photo", ("赵长海",))
    assert [text for role, text in blocks(story) if role == "caption"] == [CAPTION]


def test_headline_of_two_lines_below_an_advertisement() -> None:
    """An advertisement that has its slogan takes no line of the headline below it."""
    advert, story, _ = articles(
        "公益广告", "文明用餐 从我做起", "青溪镇文明办", "# 村里来信：", *TEA_STORY, *HARBOUR_HEAD, *HARBOUR
    )
    assert [text for role, text in blocks(advert) if role == "title"] == ["文明用餐 从我做起"]
    assert [text for role, text in blocks(story) if role == "title"] == [f"村里来信： {TEA_TITLE}"]


def test_unmarked_headline_below_who_gives_a_notice() -> None:
    """On a page without marks who gives a notice is no first line of the headline below."""
    lines = ("公告", "因线路检修，青溪镇部分路段将于3月5日停电。", "青溪镇人民政府", TEA_TITLE, "李平", *TEA)
    notice, story = articles(*lines)
    assert (notice.kind, story.byline, blocks(story)[0]) == ("notice", ("李平",), ("title", TEA_TITLE))


def test_headline_below_the_sponsors_of_an_advertisement() -> None:
    """What stands below those who give an advertisement is no second slogan, though a cross-head follows it."""
    advert, story, _ = articles(
        "公益广告",
        "文明用餐 从我做起",
        "青溪镇文明办",
        f"# {HARBOUR_TITLE}",
        "## 先说冷库",
        *HARBOUR,
        *TEA_STORY,
    )
    assert (advert.kind, blocks(story)[0]) == ("advertisement", ("title", HARBOUR_TITLE))


def test_news_photo_below_an_advertisement_stands_alone() -> None:
    """A news photo below an advertisement is not its picture."""
    advert, photo, _ = articles(
        "公益广告", "文明用餐 从我做起", "青溪镇文明办", NEWS_PHOTO, "赵长海 摄", *TEA_STORY
    )
    assert (advert.kind, photo.kind, photo.byline) == ("advertisement", "photo", ("赵长海",))


def test_news_photo_above_an_advertisement_stands_alone() -> None:
    """An advertisement below a news photo takes neither the photo nor its photographer."""
    photo, advert, _ = articles(
        NEWS_PHOTO, "赵长海 摄", "公益广告", "文明用餐 从我做起", "青溪镇文明办", *TEA_STORY
    )
    assert (photo.kind, photo.byline, advert.kind) == ("photo", ("赵长海",), "advertisement")


def test_news_photo_between_the_halves_of_a_column_stands_alone() -> None:
    """A paragraph above the name of a photographer is a caption, though a column broke above it."""
    story, photo, _ = articles(*HARBOUR_HEAD, *HARBOUR[:2], LEFT, NEWS_PHOTO, "赵长海 摄", RIGHT, *TEA_STORY)
    assert body(story) == [*HARBOUR[:2], LEFT + RIGHT]
    assert (photo.kind, photo.byline) == ("photo", ("赵长海",))


def test_photo_below_the_writers_of_its_story_is_the_storys() -> None:
    """A story's photo may stand below its byline at the foot; one that speaks of something else is none."""
    lines = (f"# {HARBOUR_TITLE}", *HARBOUR, "本报记者 王小明")
    story, _ = articles(*lines, CAPTION, *TEA_STORY)
    assert (blocks(story)[-1], story.byline) == (("caption", CAPTION), ("王小明",))
    assert [one.kind for one in articles(*lines, "古城墙上看灯的人。赵长海 摄", *TEA_STORY)][1] == "photo"


def test_photo_may_speak_of_what_stands_below_it() -> None:
    """A photo above the paragraphs of its story that it speaks of is the story's, and its photographer no writer."""
    caption = "住在桥头的老人小时候在桥下学会了游泳，成家那天从桥上把新娘接过来。赵长海 摄"
    story, _ = articles(f"# {BRIDGE_TITLE}", "李平", BRIDGE[0], caption, *BRIDGE[1:], *TEA_STORY)
    assert (blocks(story)[-1], story.byline) == (("caption", caption), ("李平",))


def test_story_signed_at_both_ends_is_two() -> None:
    """A cross-head with which the topic turns, in a story signed at its head and its foot, is a lost headline."""
    bridge = (
        BRIDGE[1]
        + BRIDGE[0]
        + BRIDGE[2]
        + "明年五月，老人要在桥上给孙子讲一讲石块的来历，也讲一讲那些把石块一块一块编上号的工人，"
        + "等桥修好了，他还要把那天从桥上接来的新娘再领到桥上走一走，看一看桥洞里的水是不是还那么"
    )
    one, two, _ = articles(*TEA_STORY, f"## {BRIDGE_TITLE}", bridge, "通讯员 赵长海", *HARBOUR_HEAD, *HARBOUR)
    assert (one.byline, two.byline) == (("李平",), ("赵长海",))
    assert blocks(two)[0] == ("title", BRIDGE_TITLE)


def test_dateline_alone_is_no_cross_head() -> None:
    """A dateline that a column parted from its sentence is text, and names the writers."""
    story, _ = articles(f"# {HARBOUR_TITLE}", "本报讯（特约记者王小明）", *HARBOUR, *TEA_STORY)
    assert story.byline == ("王小明",)
    assert "heading" not in dict(blocks(story))


def test_news_photo_is_an_article_of_its_own() -> None:
    """A picture with a headline and a photographer between stories is a photo by that photographer."""
    photo, story = articles("雪后的古城墙", "赵长海 摄", *HARBOUR_HEAD, *HARBOUR)
    assert (photo.kind, photo.byline, story.kind) == ("photo", ("赵长海",), "article")


def test_advertisement_is_one_item() -> None:
    """A public advertisement is one item with its label and sponsor."""
    *_, last = articles(*HARBOUR_HEAD, *HARBOUR, *TEA_STORY, "公益广告", "节约每一滴水", "青石市文明办 宣")
    assert last.kind == "advertisement"
    assert {"公益广告", "节约每一滴水", "青石市文明办 宣"} == {text for _, text in blocks(last)}


def test_notice_has_lost_no_beginning() -> None:
    """Among stories that were cut off at both ends a notice is whole: it begins as notices do, 现有…."""
    notice = ("# 声明", "现有王小明遗失身份证一张，声明作废。")
    above = (*HARBOUR_HEAD, HARBOUR[0][5:], HARBOUR[1], HARBOUR[2][:30])
    below = (f"# {TEA_TITLE}", "本报记者 赵长海", TEA[0][7:], TEA[1], TEA[2][:20])
    assert [one.missing_head for one in articles(*above, *notice, *below)] == [True, False, True]


def test_notice_is_one_by_its_headline() -> None:
    """What its headline calls a notice is one."""
    one, *_ = articles(
        "# 关于城南停水的公告", "因供水管道检修，3月20日8时至18时城南各街道停水，请居民提前蓄水。"
    )
    assert one.kind == "notice"


def test_notice_is_signed() -> None:
    """The office and date below a notice belong to it."""
    found = articles(
        "# 关于城南停水的公告",
        "因供水管道检修，3月20日8时至18时城南各街道停水，请居民提前蓄水。",
        "青石市水务局",
        "2026年3月18日",
    )
    assert len(found) == 1
    assert len(found[0].blocks) == 4


def test_news_in_brief() -> None:
    """Under 简讯, each item with a head of its own is an article."""
    heads = (HARBOUR_TITLE, TEA_TITLE, BRIDGE_TITLE)
    firsts = (HARBOUR[0], TEA[0], BRIDGE[0])
    found = articles(
        "# 简讯", *(line for head, text in zip(heads, firsts, strict=True) for line in (f"# {head}", text))
    )
    assert len(found) == 3


def test_furniture_is_in_no_article() -> None:
    """Folio and editors' line are dropped with their reason, and stand in no article."""
    folio, editors = "2026年3月18日 星期三 第2版", "责任编辑：孙立新"
    done = cleaned(folio, *HARBOUR_HEAD, *HARBOUR, editors)
    dropped = [d for d in done.decisions if d.reason == "page_furniture"]
    assert ["".join(done.page.text[s.start : s.end] for s in d.spans) for d in dropped] == [folio, editors]
    assert len(done.articles) == 1


@pytest.mark.parametrize("mark", ["# ", "## "])
def test_cross_head_below_a_jump_line_opens_nothing(mark: str) -> None:
    """Between a headline with its jump line and the text of the continuation stands its first cross-head."""
    one, two = articles(
        f"# {HARBOUR_TITLE}", "王小明", "（上接A3版）", f"{mark}渔港的冷库", *HARBOUR[2:], *TEA_STORY
    )
    assert (one.continued_from, blocks(one)[2]) == ("A3", ("heading", "渔港的冷库"))
    assert body(one) == list(HARBOUR[2:])
    assert body(two) == list(TEA)


def test_lost_heading_below_a_jump_line_parts_nothing() -> None:
    """What stands below 上接 goes on from there, also below an empty heading mark."""
    one, _ = articles(f"# {HARBOUR_TITLE}", "（上接A3版）\n# ", *HARBOUR[1:], *TEA_STORY)
    assert (one.continued_from, body(one)) == ("A3", list(HARBOUR[1:]))


def test_jump_line_alone_is_no_article() -> None:
    """A page that holds nothing but a jump line holds no article."""
    assert articles("（下转第四版）") == []
    assert articles("（上接第一版）") == []


def test_empty_page_has_no_articles() -> None:
    """A page without fragments has neither articles nor decisions."""
    assert assemble(Sheet([], [], [], [], Topics([]))) == ([], [])


def test_story_without_headline_below_a_signed_one() -> None:
    """Writers sign the end of a story: the text below is another, even where its headline was lost."""
    one, two = articles(f"# {HARBOUR_TITLE}", *HARBOUR[:-1], HARBOUR[-1] + " 王小明 李平", "# ", *TEA)
    assert (one.byline, body(two)) == (("王小明", "李平"), list(TEA))


def test_column_and_its_host_are_furniture() -> None:
    """The name of a column and the office that runs it, above a headline, belong to no article."""
    one, two = articles(
        *HARBOUR_HEAD, *HARBOUR, "# 山乡新事大家谈", "# 江城市文化局江城日报社联合主办", *TEA_STORY
    )
    assert [dict(blocks(article))["title"] for article in (one, two)] == [HARBOUR_TITLE, TEA_TITLE]


def test_byline_below_a_headline_inside_a_sentence_is_its_storys() -> None:
    """Who signs between the rest of a broken sentence and the next story signs that one."""
    one, two, _ = articles(
        *HARBOUR_HEAD, *HARBOUR[:2], LEFT, "# 采茶 炒茶", RIGHT, "李平", *TEA, f"# {BRIDGE_TITLE}", *BRIDGE
    )
    assert (one.byline, body(one)) == (("王小明",), list(HARBOUR[:3]))
    assert (two.byline, body(two)) == (("李平",), list(TEA))


def test_story_below_a_dateline_has_its_beginning() -> None:
    """Among stories of a row that were cut off at both ends, one that opens with a dateline begins there."""
    above = (*HARBOUR_HEAD, HARBOUR[0][5:], HARBOUR[1], HARBOUR[2][:30])
    opened = (f"# {BRIDGE_TITLE}", f"本报讯 {BRIDGE[0]}", BRIDGE[1][:50])
    below = (f"# {TEA_TITLE}", "本报记者 赵长海", TEA[0][7:], TEA[1], TEA[2][:20])
    assert [one.missing_head for one in articles(*above, *opened, *below)] == [True, False, True]


def test_long_page_is_read_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words begin is learnt from the text around an article, however long what stands before and after it is."""
    lines = (f"# {HARBOUR_TITLE}", HARBOUR[0][5:], *HARBOUR[1:], *TEA_STORY, f"# {BRIDGE_TITLE}", *BRIDGE)
    once = [(one.missing_head, one.missing_tail) for one in articles(*lines)]
    assert once == [(True, False), (False, False), (False, False)]
    monkeypatch.setattr("pipeline.page.articles._STRETCH", 60)
    assert [(one.missing_head, one.missing_tail) for one in articles(*lines)] == once


def test_byline_of_two_lines_below_the_article() -> None:
    """Two lines of names below a story are one byline of it."""
    one, two = articles(f"# {HARBOUR_TITLE}", *HARBOUR, "本报记者 王小明", "通讯员 李平", *TEA_STORY)
    assert (one.byline, two.byline) == (("王小明", "李平"), ("李平",))


def test_all_datelines_of_a_story_name_its_people() -> None:
    """A story that another dispatch completes names the writers of both."""
    one, _ = articles(
        f"# {HARBOUR_TITLE}",
        f"据新华社江城1月2日电（记者王小明）{HARBOUR[0]}",
        f"另据新华社江城1月2日电（记者赵长海）{HARBOUR[1]}",
        *TEA_STORY,
    )
    assert one.byline == ("王小明", "赵长海")


def test_photos_below_a_lead_are_a_feature() -> None:
    """Below a headline and one paragraph all captions are of the photo feature that these begin."""
    captions = ("渔民在码头上卖鱼 赵长海 摄", "茶农在炒茶 王小明 摄", "石匠在桥上修桥 孙立新 摄")
    one, two = articles("# 渔港里的一天", HARBOUR[0], *captions, *TEA_STORY)
    assert [text for role, text in blocks(one) if role == "caption"] == list(captions)
    assert body(two) == list(TEA)
