"""Layout: what a page shows of its lines, in Markdown and in plain text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.page.layout import lay_out
from pipeline.values.laws import visible
from pipeline.values.model import Decision, Fragment
from pipeline.values.settings import LayoutSettings
from pipeline.values.text import Traced

PIECES = st.sampled_from(
    [
        "春风", "老人们坐在门前", "，", "。", "“", "”", "Ab", "7", " ", "\u3000\u3000", "    ", "\n", "\n\n",
        "\r\n", "\u2028", "# ", "#", "### ", "**", "*", "__", "_", "---", "***", "> ", "- ", "| --- |", "```",
        "|", "![图](a.png)", "[链](b)", "![", "](", ")", "<div>", "</p>", "<br/>", "<!-- ", " -->", "<", ">",
        "<img src=a>",
    ]
)  # fmt: skip
PAGES = st.lists(PIECES, max_size=40).map("".join)


def laid(text: str, **settings: int) -> list[Fragment]:
    """The fragments of a page."""
    return lay_out(Traced.read("p", text), LayoutSettings(**settings))[0]


def texts(text: str, **settings: int) -> list[str]:
    """The texts of a page's fragments."""
    return [str(fragment.text) for fragment in laid(text, **settings)]


def markup(text: str) -> list[str]:
    """What was dropped of a page."""
    decisions = lay_out(Traced.read("p", text), LayoutSettings())[1]
    assert all((d.action, d.reason) == ("dropped", "markup") for d in decisions)
    return [text[span.start : span.end] for decision in decisions for span in decision.spans]


def places(text: str, fragments: list[Fragment], decisions: list[Decision]) -> list[int]:
    """In how many places each character of a page is."""
    counts = [0] * len(text)
    spans = [fragment.text.spans for fragment in fragments] + [decision.spans for decision in decisions]
    for span in (span for some in spans for span in some):
        for at in range(span.start, span.end):
            counts[at] += 1
    return counts


@given(PAGES)
def test_every_visible_character_is_in_one_place(text: str) -> None:
    """Each visible character of a page is in one fragment or in one dropped stretch of markup."""
    counts = places(text, *lay_out(Traced.read("p", text), LayoutSettings()))
    assert all(count == 1 for count, seen in zip(counts, visible(text), strict=True) if seen)
    assert max(counts, default=0) <= 1


@given(PAGES)
@example("****春风***")
def test_fragments_stand_in_the_order_of_the_page(text: str) -> None:
    """Fragments are never empty, hold no white space at their ends, and follow each other as they stood."""
    fragments = laid(text)
    starts = [fragment.text.spans[0].start for fragment in fragments]
    assert starts == sorted(starts)
    assert all(str(fragment.text) == str(fragment.text).strip() != "" for fragment in fragments)
    assert all(0 <= fragment.run_in <= len(fragment.text) for fragment in fragments)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("# 渔港灯火", 1), ("## 渔港灯火", 2), ("###### 渔港灯火", 6), ("#渔港灯火", 1),
        ("### 渔港灯火 ###", 3), ("  ## 渔港灯火", 2), ("渔港灯火", 0),
    ],
)  # fmt: skip
def test_heading_has_the_depth_of_its_marks(line: str, level: int) -> None:
    """A Markdown heading is its text without marks, at the depth of its marks; a plain line has none."""
    (fragment,) = laid(line)
    assert (str(fragment.text), fragment.level) == ("渔港灯火", level)


def test_seven_marks_are_no_heading() -> None:
    """Markdown knows six depths: a seventh mark makes text of all."""
    (fragment,) = laid("####### 渔港")
    assert (str(fragment.text), fragment.level) == ("####### 渔港", 0)


def test_hashtag_before_a_sentence_is_no_heading() -> None:
    """A line that opens with a tag between two marks is text, marks and all; a closed heading is a heading."""
    tagged = "#植树节#市民昨日在河堤种下柳树。"
    assert [(str(row.text), row.level) for row in laid(f"{tagged}\n# 植树节 #\n#植树节#\n")] == [
        (tagged, 0),
        ("植树节", 1),
        ("植树节", 1),
    ]


@pytest.mark.parametrize("mark", ["#", "# ", "### ###", "##\n"])
def test_empty_heading_is_told_to_what_follows(mark: str) -> None:
    """A heading mark without text is no fragment; the fragment below knows of it."""
    first, second = laid(f"{mark}\n\n码头醒得早。\n\n船都出了海。")
    assert (str(first.text), first.lost_heading, first.level) == ("码头醒得早。", True, 0)
    assert not second.lost_heading


def test_bold_line_is_bold() -> None:
    """A line that is bold as a whole is bold, without its asterisks and without a run-in head."""
    (fragment,) = laid("**渔港灯火**")
    assert (str(fragment.text), fragment.bold, fragment.run_in) == ("渔港灯火", True, 0)


def test_run_in_head_stays_in_its_paragraph() -> None:
    """A paragraph's bold beginning stays in it without asterisks, and its length is told."""
    (fragment,) = laid("**一是修码头。**渔民上岸不再蹚水。")
    assert (str(fragment.text), fragment.bold, fragment.run_in) == (
        "一是修码头。渔民上岸不再蹚水。",
        False,
        len("一是修码头。"),
    )


def test_bold_inside_a_paragraph_is_no_head() -> None:
    """Bold words further on lose their asterisks and are neither head nor headline."""
    (fragment,) = laid("渔民说**天亮就走**，谁也不等。")
    assert (str(fragment.text), fragment.bold, fragment.run_in) == ("渔民说天亮就走，谁也不等。", False, 0)


def test_unpaired_bold_mark_is_no_text() -> None:
    """An asterisk pair whose other half was lost is left out, and nothing else with it."""
    assert texts("**渔港灯火\n\n码头**") == ["渔港灯火", "码头"]


def test_single_asterisk_stays() -> None:
    """One asterisk can be a footnote or a rating, and stays."""
    assert texts("二*三得六") == ["二*三得六"]


@pytest.mark.parametrize("text", ["渔港__灯火__", "__渔港__**灯火**", "渔港__**__"])
def test_underscores_are_visible(text: str) -> None:
    """Underscores are print, blanks of a form for one, and stay, whatever asterisks stand beside them."""
    assert texts(text) == [text.replace("*", "")]


def test_image_link_is_markup() -> None:
    """An image link is dropped, and the next fragment knows that a picture stood above it."""
    text = "码头醒得早。\n\n![灯塔](img/1.png)\n\n灯塔下的渔船。\n\n第三行。"
    assert markup(text) == ["![灯塔](img/1.png)"]
    assert [(str(f.text), f.image) for f in laid(text)] == [
        ("码头醒得早。", False),
        ("灯塔下的渔船。", True),
        ("第三行。", False),
    ]


def test_image_link_inside_a_line_is_markup() -> None:
    """An image link at the head of its caption's line is dropped and the caption kept."""
    (fragment,) = laid("![](a.jpg) 灯塔下的渔船。")
    assert (str(fragment.text), fragment.image) == ("灯塔下的渔船。", True)


def test_html_is_markup() -> None:
    """HTML tags and comments are dropped; what stands between them is text."""
    text = "<div align='center'>渔港<br/>灯火</div>\n<!-- 第2版 -->\n<td>三元</td>"
    assert texts(text) == ["渔港灯火", "三元"]
    assert markup(text) == ["<div align='center'>", "<br/>", "</div>", "<!-- 第2版 -->", "<td>", "</td>"]


@pytest.mark.parametrize("text", ["气温3<5，降水7>6", "《渔港》<灯火>", "1<2"])
def test_angle_brackets_that_are_no_tag_stay(text: str) -> None:
    """Brackets around what is no HTML tag are text."""
    assert texts(text) == [text]
    assert markup(text) == []


def test_comparison_of_letters_is_no_tag() -> None:
    """A comparison of quantities named by letters is text."""
    assert texts("若a<b，b>c，则a最小。") == ["若a<b，b>c，则a最小。"]


@pytest.mark.parametrize("rule", ["---", "***", "———", "* * *", "_____", "| --- | :---: |", "```", "```text"])
def test_rules_are_markup(rule: str) -> None:
    """A rule, fence or table line between paragraphs is no fragment."""
    assert texts(f"码头醒得早。\n\n{rule}\n\n船都出了海。") == ["码头醒得早。", "船都出了海。"]
    assert markup(f"码头醒得早。\n\n{rule}\n") == [rule]


def test_quotation_mark_of_markdown_is_markup() -> None:
    """The > before a quoted line is dropped."""
    assert texts("> 码头醒得早。") == ["码头醒得早。"]
    assert markup("> 码头醒得早。") == ["> "]


def test_gap_counts_empty_lines() -> None:
    """A fragment knows how many empty lines stand above it."""
    assert [f.gap for f in laid("甲行\n乙行\n\n丙行\n\n\n\n丁行")] == [0, 0, 1, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_line_end_ends_a_line(end: str) -> None:
    """Unix, DOS, old Mac and Unicode line ends give the same fragments with the same gaps."""
    found = laid(f"# 渔港灯火{end}{end}码头醒得早。{end}船都出了海，天色还没有亮透。")
    assert [(str(f.text), f.level, f.gap) for f in found] == [
        ("渔港灯火", 1, 0),
        ("码头醒得早。", 0, 1),
        ("船都出了海，天色还没有亮透。", 0, 0),
    ]


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("\u3000\u3000码头醒得早。", True),
        ("    码头醒得早。", True),
        (" 码头醒得早。", False),
        ("码头醒得早。", False),
    ],
)
def test_indent_is_told(line: str, indent: bool) -> None:
    """Two wide spaces or four narrow ones are a paragraph's indent; it is no part of the text."""
    (fragment,) = laid(line)
    assert (str(fragment.text), fragment.indent) == ("码头醒得早。", indent)


COLUMN = """\
　　天还没有亮码头上已经站满了人，
卖鱼的把竹筐一只一只排好，买鱼的
提着灯挨个去看。最先靠岸的是两条
小船。
　　船老大跳下来把缆绳系在石柱上，
回头喊了一声，筐里的鱼还在跳，秤
杆已经举起来了。
"""


def test_wrapped_column_becomes_paragraphs() -> None:
    """Lines wrapped at a column's width are one paragraph again; an indent or short line ends one."""
    found = texts(COLUMN)
    assert len(found) == 2
    assert found[0].endswith("最先靠岸的是两条小船。")
    assert "".join(found) == COLUMN.replace("\n", "").replace("\u3000", "")


def test_wrapped_column_keeps_spaces_between_latin_words() -> None:
    """Two Latin words that a column broke apart keep a space between them."""
    lines = ["码头上的外国水手说 good", "morning 船老大笑着点头说", "天还没亮你们起得比我们早", "水手又笑。"]
    assert texts("\n".join(lines))[0].startswith("码头上的外国水手说 good morning 船老大")


def test_lines_of_different_length_stay_apart() -> None:
    """Paragraphs that happen to have no empty line between them are not taken for a column."""
    lines = [
        "渔港灯火",
        "天还没有亮码头上已经站满了人，卖鱼的把竹筐一只一只排好。",
        "船都出了海。",
        "人散了。",
    ]
    assert texts("\n".join(lines)) == lines


def test_lines_of_verse_are_no_column() -> None:
    """Lines of one length that end with marks, or dots as songs do, were not broken by a column."""
    lines = ["归来吧，归来哟……", "浪迹天涯的游子……", "归来吧，归来哟……", "别再四处飘泊……"] * 2
    assert texts("\n".join(lines)) == lines


def test_three_lines_are_no_column() -> None:
    """Fewer lines than the setting says are left as they stand."""
    lines = COLUMN.replace("\u3000", "").splitlines()[:3]
    assert texts("\n".join(lines)) == lines
    assert len(texts("\n".join(lines), wrapped_lines=3)) == 1


def test_heading_ends_a_column() -> None:
    """A heading between wrapped lines is no part of their paragraph."""
    found = laid(COLUMN + "## 渔港灯火\n" + COLUMN)
    assert [f.level for f in found] == [0, 0, 2, 0, 0]


def flat() -> tuple[str, list[str]]:
    """A page that has lost its line ends, and its parts."""
    body = "天还没有亮码头上已经站满了人，卖鱼的把竹筐一只一只排好。" * 30
    parts = ["渔港灯火", "王小船", body, "茶山春早", body]
    return " ".join(parts), parts


def test_flat_page_is_parted_at_white_space() -> None:
    """Of a page flattened to one line, white space is all that parts its lines."""
    text, parts = flat()
    assert texts(text) == parts


def test_flat_page_keeps_latin_words_together() -> None:
    """A space between two Latin words parts nothing."""
    text, parts = flat()
    assert texts(text + " 港口开通 New Bridge 专线") == [*parts, "港口开通", "New Bridge", "专线"]


def test_flat_page_is_parted_at_wide_gaps_alone() -> None:
    """Where a flattened page has wide gaps, single spaces stay inside its lines."""
    lines = [
        "渔港修了冷库 渔民多了笑声",
        "王小明 李平",
        *(f"第{n}条船今天早上从南湾回到了渔港。" * 20 for n in range(9)),
    ]
    assert texts("  ".join(lines)) == lines


def test_flat_page_keeps_bylines_together() -> None:
    """Where single spaces part a flattened page, the names of a byline stay together."""
    lines = [
        "渔港修了冷库",
        "本报记者 王小明 李平",
        *("今天早上从南湾回到了渔港的船有九条。" * 20 for _ in range(9)),
    ]
    assert texts(" ".join(lines)) == lines


def test_short_line_is_not_flat() -> None:
    """A headline's space parts nothing on a page that has its line ends."""
    assert texts("茶山春早 渔港灯火\n\n码头醒得早。") == ["茶山春早 渔港灯火", "码头醒得早。"]


@pytest.mark.parametrize("text", ["", "\n\n", " \u3000\n", "---\n\n![](a)\n", "#\n"])
def test_page_without_text_has_no_fragment(text: str) -> None:
    """Nothing but white space and markup makes no fragment."""
    assert laid(text) == []
