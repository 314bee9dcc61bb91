"""Small pages that show how lines stand together, each line with its role: no form tells it.

The fit of the roles learns from them beside real pages, where these cases are rare; tests hold other pages of the
same kind against it.

>>> lines = next(situations())
>>> lines[0]
('title', '# 渔港修了冷库 渔民多了笑声')
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.evaluation.examples import Lines

_HARBOUR = (
    "天还没有亮，青石渔港的码头上已经站满了人。卖鱼的把竹筐一只一只排好，买鱼的提着灯挨个去看。",
    "去年秋天，渔港新修了防波堤和冷库，渔民上岸以后不用再连夜赶路，鱼在冷库里放一夜，第二天一早就送到城里。",
    "“今天风小，我们走得远，捞上来的都是大鱼。”船老大一边过秤一边说。",
)
_TEA = (
    "清明前后，云岭村的茶园里到处是采茶的人。采茶要等露水干透，手指轻轻一提，一芽一叶就落进竹篓。",
    "过去村民各家炒各家的茶，卖不出好价钱。前年村里成立了茶叶合作社，一斤春茶比从前多卖八十多元。",
)
_SCHOOL = (
    "开学第一天，柳河镇中心小学的孩子们走进了新教学楼。图书室里添了三千册新书，操场铺上了塑胶跑道。",
    "校长说，学校今年招收了一百二十名新生，比去年多三成，食堂也换了新灶台。",
)
_STORIES = (
    ("渔港修了冷库 渔民多了笑声", _HARBOUR),
    ("一片叶子富了一个村", _TEA),
    ("柳河镇小学搬进新楼", _SCHOOL),
)
_SIGNED = ("王小明", "王小明 李平", "（王小明）", "（记者 王小明）", "本报记者 王小明", "□王小明")
_CAPTIONS = (
    "图为渔民在码头卖鱼。",
    "渔民在码头卖鱼。赵长海 摄",
    "渔民在码头卖鱼 本报记者 赵长海 摄",
    "图①：码头的早晨。",
)
_MARKS = ("# ", "## ", "**", "")


def situations() -> Iterator[Lines]:
    """All pages, as the lines of each: its role and its text, with its mark of Markdown.

    ``title_more`` is a further line of a headline.
    """
    for mark in _MARKS:
        yield tuple(line for title, text in _STORIES for line in _story(mark, title, text))
        yield tuple(line for title, text in _STORIES for line in _story(mark, title, text, "本报记者 王小明"))
        yield from _tails(mark)
        yield from _heads(mark)
        yield from _briefs(mark)
    for caption in _CAPTIONS:
        head, *body = _story("# ", *_STORIES[0], "本报记者 王小明")
        yield (head, *body[:2], ("caption", caption), *body[2:], *_story("# ", *_STORIES[1]))


def _marked(mark: str, text: str) -> str:
    return f"{mark}{text}{mark.strip('# ')}"


def _story(mark: str, title: str, text: tuple[str, ...], byline: str = "") -> Lines:
    signed = (("byline", byline),) if byline else ()
    return (("title", _marked(mark, title)), *signed, *(("body", one) for one in text))


def _tails(mark: str) -> Iterator[Lines]:
    """Names below a story sign it."""
    for name in _SIGNED:
        yield (*_story(mark, *_STORIES[0]), ("tail", name), *_story(mark, *_STORIES[1]), ("tail", name))


def _heads(mark: str) -> Iterator[Lines]:
    """Rubrics, decks, kickers and cross-heads, set like headlines or of lower rank."""
    first, second = _story(mark, *_STORIES[0], "本报记者 王小明"), _story(mark, *_STORIES[1], "李平")
    for rubric in ("乡村纪事", "山里人家 ShanLiRenJia"):
        yield (*first, ("label", _marked(mark, rubric)), *second)
    for deck in ("合作社的茶一斤多卖八十多元", "云岭乡三年种下两万亩茶树，家家户户有了自己的茶园"):
        yield (*first, second[0], ("subtitle", _marked(mark, deck)), *second[1:])
    yield (first[0], ("subtitle", _marked(mark, "青石村民换了吃法")), *first[1:], *second)
    for line in ("码头上的灯", "冷库修好，", "好消息！"):
        more = ("title_more", _marked(mark, "渔民多了笑声又添新船"))
        yield (("title", _marked(mark, line)), more, *first[1:], *second)
    yield (*first, ("kicker", _marked(mark and "## ", "靠山吃山的村庄换了活法")), *second)
    for marks in dict.fromkeys((mark, mark and "## ")):
        for one, two in (("一、渔港醒得早", "二、冷库建起来"), ("渔港醒得早", "冷库建起来")):
            if one[1] == "、" or marks != mark:
                yield (
                    *first[:2], ("heading", _marked(marks, one)), first[2], ("heading", _marked(marks, two)),
                    *first[3:], *second,
                )  # fmt: skip


def _briefs(mark: str) -> Iterator[Lines]:
    """Below the rubric of a column of briefs each item has a head of its own."""
    items = tuple(line for title, text in _STORIES[1:] for line in _story(mark, title, text[:1]))
    for rubric in ("各地简讯", "一句话新闻"):
        yield (*_story(mark, *_STORIES[0], "本报记者 王小明"), ("label", _marked(mark, rubric)), *items)
