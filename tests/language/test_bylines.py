"""Bylines: the people named, and nothing else, in every form that newspapers print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import name_score
from pipeline.language.bylines import credited, goes_on, inside, names, opens_story, signed

LINES = [
    # bare names
    ("王小明", ["王小明"]),
    ("王小明 李平", ["王小明", "李平"]),
    ("王小明　李平", ["王小明", "李平"]),
    ("王小明李平", ["王小明", "李平"]),
    ("赵长海 孙立新 周文涛", ["赵长海", "孙立新", "周文涛"]),
    ("王 蓉 李 平", ["王蓉", "李平"]),
    ("欧阳明远", ["欧阳明远"]),
    ("阿依古丽·买买提", ["阿依古丽·买买提"]),
    ("善统", ["善统"]),
    # with an office
    ("本报记者 王小明", ["王小明"]),
    ("本报记者 王小明 通讯员 李平", ["王小明", "李平"]),
    ("本报记者王小明通讯员李平", ["王小明", "李平"]),
    ("本报记者王小明、李平", ["王小明", "李平"]),
    ("□ 本报记者 王小明 实习生 李平", ["王小明", "李平"]),
    ("本报通讯员 王小明 本报记者 李 平", ["王小明", "李平"]),
    ("新华社记者 孙一鸣 钱多", ["孙一鸣", "钱多"]),
    ("特约记者：张三丰", ["张三丰"]),
    ("首席记者 王小明", ["王小明"]),
    ("全媒体记者 王小明 通讯员 李平", ["王小明", "李平"]),
    ("记者 王小明 报道", ["王小明"]),
    ("（记者 王小明）", ["王小明"]),
    ("（本报记者 王小明 李平）", ["王小明", "李平"]),
    ("作者：李平", ["李平"]),
    ("农业厅厅长 王小明", ["王小明"]),
    # with marks
    ("■摄影 记者 王 蓉", ["王蓉"]),
    ("□□ 本报记者 赵 亮", ["赵亮"]),
    ("□王小明", ["王小明"]),
    ("◎ 李平 张三丰", ["李平", "张三丰"]),
    ("n 本报记者 王小明", ["王小明"]),
    # by kind of work
    ("文/王小明", ["王小明"]),
    ("文/王小明 图/李平", ["王小明", "李平"]),
    ("王小明/文", ["王小明"]),
    ("本报记者 冯平 文/图", ["冯平"]),
    ("焦立平 整理", ["焦立平"]),
    ("王小明摄（江城图片）", ["王小明"]),
    ("王 蓉摄（江城图片）", ["王蓉"]),
    ("本报记者 王小明文 李建平摄（江城图片）", ["王小明", "李建平"]),
    ("本报记者 王小明文", ["王小明"]),
    ("（本报记者王小明、李建平参与采写）", ["王小明", "李建平"]),
    # names run together, and behind an office
    ("王小明李建平张文涛", ["王小明", "李建平", "张文涛"]),
    ("王政刘全李平", ["王政", "刘全", "李平"]),
    ("江城市水务局局长王小明", ["王小明"]),
    ("刘鸿 译自《国际周报》", ["刘鸿"]),
    # traditional
    ("本報記者 陳大文", ["陳大文"]),
    ("報導╱陳大文", ["陳大文"]),
    ("報導．攝影╱陳大文", ["陳大文"]),
    ("〔記者陳大文／台北報導〕", ["陳大文"]),
]
MISREAD = [
    ("口口    本报记者   王海", ["王海"]),  # two squares read as characters
    ("大江报记者 林海", ["林海"]),
    ("驻京记者 王小明", ["王小明"]),
    ("【本報記者陳大文台北報導】", ["陳大文"]),
    ("王 小 明", ["王小明"]),
]


@pytest.mark.parametrize(("line", "people"), LINES)
def test_byline_names_its_people(line: str, people: list[str]) -> None:
    """A byline gives the names in their order, without offices, marks and spaces."""
    assert list(names(line, name_score)) == people


@pytest.mark.parametrize(("line", "people"), MISREAD)
def test_byline_names_only_its_people(line: str, people: list[str]) -> None:
    """What stands beside a name is no name."""
    assert list(names(line, name_score)) == people


def test_one_name_is_named_once() -> None:
    """Who wrote and took the pictures is named once."""
    assert names("文/王小明 图/王小明", name_score) == ("王小明",)


def test_name_score_decides_where_names_touch() -> None:
    """Names without a space between are parted where both halves look like names, and not elsewhere."""
    likes = {"王小明": 3.0, "李平": 3.0}
    assert names("王小明李平", lambda name: likes.get(name, -9.0)) == ("王小明", "李平")
    assert names("王小明李平", lambda _: -1.0) == ("王小明李平",)


@pytest.mark.parametrize(
    ("line", "rest", "one"),
    [
        ("本报记者", "王小明 李平", True),
        ("（本报记者", "王小明） 渔港开市", True),
        ("■", "记者 王小明", True),
        ("□□", "王小明 渔港开市", True),
        ("渔港开市", "王小明 李平", False),
        ("■", "渔港开市", False),
    ],
)
def test_byline_goes_on_behind_white_space(line: str, rest: str, one: bool) -> None:
    """A job, a name or the mark of a byline goes with the job or name behind the space, in brackets too."""
    assert goes_on(line, rest, name_score) is one


@pytest.mark.parametrize(
    ("paragraph", "people"),
    [
        ("本报讯（记者 王小明）昨日清晨，渔港开市。", ["王小明"]),
        ("本报讯 (记者王小明 通讯员李平) 昨日清晨，渔港开市。", ["王小明", "李平"]),
        ("新华社江城12月23日电（记者 王小明 李平）渔港开市。", ["王小明", "李平"]),
        ("新华社江城1月5日电 （记者王小明）渔港开市。", ["王小明"]),
        ("晚报讯（记者 李平）昨日清晨，渔港开市。", ["李平"]),
        ("（记者 王小明）昨日清晨，渔港开市。", ["王小明"]),
        ("本报记者王小明报道：昨日清晨，渔港开市。", ["王小明"]),
        ("昨日清晨，渔港开市。（记者 王小明）", ["王小明"]),
        ("据新华社江城1月2日电 (记者  王小明  李平)渔港开市。", ["王小明", "李平"]),
        ("另据新华社江城1月2日电[记者王小明]渔港开市。", ["王小明"]),
        ("本报讯 记者王小明报道：渔港开市。", ["王小明"]),
        ("本报江城1月2日电 记者王小明、李平报道：渔港开市。", ["王小明", "李平"]),
        (
            "（本报记者王小明、李平、张文涛、赵长海、孙立新、周文涛、冯平、林海、陈大文、何大卫、韩平参与采写）",
            [
                "王小明",
                "李平",
                "张文涛",
                "赵长海",
                "孙立新",
                "周文涛",
                "冯平",
                "林海",
                "陈大文",
                "何大卫",
                "韩平",
            ],
        ),
        ("12日电（通讯员王小明）渔港开市。", ["王小明"]),
        ("者 王小明　李平）渔港开市。", ["王小明", "李平"]),
        ("员王小明）昨日清晨，渔港开市。", ["王小明"]),
        ("明、王小明）渔港开市。", ["王小明"]),
        ("二号码头）渔港开市。", []),
        ("本报讯 昨日清晨，渔港开市。", []),
        ("据介绍（他说），渔港开市。", []),
        ("渔港开市。（完）", []),
        ("记者王小明从会上获悉，渔港开市。", []),
    ],
)
def test_dateline_or_end_names_people(paragraph: str, people: list[str]) -> None:
    """The people in a dateline's or a last paragraph's brackets are found; other brackets name nobody."""
    assert list(inside(paragraph, name_score)) == people


@pytest.mark.parametrize(
    "paragraph",
    [
        "本报讯（记者 王小明）昨日，", "本报讯 昨日，", "本报江城1月5日电 昨日，", "新华社北京12月23日电 国务院",
        "【本報訊】昨日", "中新社江城1月5日电 昨日", "江城晚报讯 昨日",
    ],
)  # fmt: skip
def test_dateline_opens_a_story(paragraph: str) -> None:
    """A paragraph that begins with a dateline opens a story."""
    assert opens_story(paragraph)


@pytest.mark.parametrize(
    "paragraph", ["昨日，本报讯息中心成立。", "据新闻报道，渔港开市。", "通讯员队伍成立。", ""]
)
def test_other_paragraphs_do_not(paragraph: str) -> None:
    """A word of a dateline inside a sentence opens no story."""
    assert not opens_story(paragraph)


@pytest.mark.parametrize(
    ("text", "role", "people"),
    [
        ("王小明 摄", "credit", ["王小明"]),
        ("（王小明 摄）", "credit", ["王小明"]),
        ("本报记者 王小明 摄", "credit", ["王小明"]),
        ("渔民在码头卖鱼。王小明 摄", "caption", ["王小明"]),
        ("渔民在码头卖鱼。 本报记者 王小明 李平 摄", "caption", ["王小明", "李平"]),
        ("渔民在码头卖鱼（张三丰 摄）", "caption", ["张三丰"]),
        ("夜色下的渔港。 王 蓉 攝", "caption", ["王蓉"]),
        ("渔民在码头卖鱼。", "caption", []),
        ("王小明摄（江城图片）", "credit", ["王小明"]),
        ("王小明描（江城图片）", "credit", ["王小明"]),
        ("渔民在码头卖鱼。王小明 李平 推", "caption", ["王小明", "李平"]),
        ("渔民在码头卖鱼。鱼价 涨", "caption", []),
    ],
)
def test_photographers(text: str, role: str, people: list[str]) -> None:
    """A credit, or the end of a caption, names its photographers."""
    assert list(credited(text, role, name_score)) == people


@pytest.mark.parametrize("text", ["图片由县文化馆提供", "资料图片", "新华社发（王小明摄）", "县文化馆供图"])
def test_office_is_no_photographer(text: str) -> None:
    """An office that gave a picture is no person."""
    assert set(credited(text, "credit", name_score)) <= {"王小明"}


@given(st.text(alphabet="王小明李平记者本报讯摄（）/、 ·□", max_size=24))
def test_names_are_in_the_line(text: str) -> None:
    """Whatever a line looks like, a name's characters stand in it in their order; none is empty or spaced."""
    for name in (*names(text, name_score), *inside(text, name_score), *credited(text, "caption", name_score)):
        left = iter(text)
        assert all(char in left for char in name)
        assert name
        assert " " not in name


@pytest.mark.parametrize(
    ("ending", "people"),
    [
        ("游客多了三成。王小明 李平", ("王小明", "李平")),
        ("近日，江城法院作出上述判决王小明 李平", ("王小明", "李平")),
        ("游客多了三成。王小明李建平", ("王小明", "李建平")),
        ("游客多了三成。“本推记者 王小明", ("王小明",)),
        ("这就具备了条件", ()),
        ("王小明 李平", ()),
    ],
)
def test_signed_end(ending: str, people: tuple[str, ...]) -> None:
    """Names behind the last full stop sign a paragraph, two or more also without one; a bare byline signs none."""
    assert signed(ending, name_score) == people


def test_given_name_that_doubles_a_character_stays_whole() -> None:
    """Of names without a space between, one that says a character twice is not cut in two, a rare surname counts."""
    assert names("记者王丽丽李平", name_score) == ("王丽丽", "李平")
    assert names("记者张玲玲鲜勇", name_score)[0] == "张玲玲"
