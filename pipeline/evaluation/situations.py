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
_LIBRARY = (
    "上周六，东河街道的图书馆从老仓库搬到了河边。三层小楼里摆着四万册书，靠窗的一排座位正对着河面。",
    "馆长说，老仓库又潮又暗，一到雨季就要把书搬到楼上。新馆装了恒湿的机器，古籍也有了自己的房间。",
    "住在附近的退休教师每天来读报，孩子们放学以后到二楼写作业。",
    "图书馆夜里开到九点，本月起还办起了夜读会。",
)
_LAMPS = (
    "老街的路灯前天夜里全部亮了。过去这条街一到晚上就黑，店铺早早关门，行人绕着走。",
    "电力公司换了二百一十盏灯，沿街的小吃店把桌子摆到了门外，修表的师傅也多守了两个钟头。",
    "居民委员会介绍，明年还要把电线埋到地下",
)
_STORIES = (
    ("渔港修了冷库 渔民多了笑声", _HARBOUR),
    ("一片叶子富了一个村", _TEA),
    ("柳河镇小学搬进新楼", _SCHOOL),
    ("东河图书馆搬到河边 夜里读书到九点", _LIBRARY),
    ("老街的灯亮到半夜", _LAMPS[:2]),
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
        for stories in (_STORIES[:3], _STORIES[2:], _STORIES[::-2]):
            yield tuple(line for title, text in stories for line in _story(mark, title, text))
            yield tuple(
                line for title, text in stories for line in _story(mark, title, text, "本报记者 王小明")
            )
        for order in ((0, 1, 2, 3, 4), (3, 0, 1), (0, 3, 4), (4, 1, 3, 0), (1, 3, 2)):
            yield tuple(line for n in order for line in _story(mark, *_STORIES[n]))
        yield from _broken(mark)
        yield from _tails(mark)
        yield from _heads(mark)
        yield from _briefs(mark)
        yield from _ranked(mark)
        yield from _edges(mark)
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
        yield (*_story(mark, *_STORIES[3]), ("tail", name), *_story(mark, *_STORIES[4]))
        yield (*_story(mark, *_STORIES[3]), ("tail", name), *_story(mark, *_STORIES[1], "李平"))
    for one, two in (("本报记者 王小明", "通讯员 李平"), ("记者 王小明", "实习生 赵长海")):
        both = (("tail", one), ("tail", two))
        yield (*_story(mark, *_STORIES[3]), *both, *_story(mark, *_STORIES[1], "李平"))
        yield (*_story(mark, *_STORIES[0]), *both, *_story(mark, *_STORIES[4]))


def _broken(mark: str) -> Iterator[Lines]:
    """A last line that breaks off, a model's apology, a headline in a sentence, a photo in a column."""
    first, second = _story(mark, *_STORIES[3], "本报记者 王小明"), _story(mark, *_STORIES[1], "李平")
    yield (*_story(mark, _STORIES[4][0], _LAMPS, "赵长海"), *second)
    for line in (_LIBRARY[1][:14], _HARBOUR[1][:16], _LAMPS[2]):
        yield (*first[:3], ("body", line), *second)
        yield (*first[:4], ("body", line), *_story(mark, *_STORIES[4]))
    for refusal in ("抱歉，我无法识别图中的文字。", "Sorry, I can't help with that."):
        yield (*first, *second[:2], ("furniture", refusal), *second[2:])
        yield (*first[:3], ("furniture", refusal), *first[3:], *second)
        yield (*first, second[0], ("furniture", refusal), *second[2:])
    left, right = ("body", _LIBRARY[1][:26]), ("body", _LIBRARY[1][26:])
    third = _story(mark, *_STORIES[4])
    for head in ("码头 渔船", "采茶 炒茶 品茶"):
        title = ("title", _marked(mark, head))
        yield (*first[:3], left, title, right, *second[1:], *third)
        yield (*first[:3], left, title, ("byline", "李平"), right, *first[4:], *second)
    for caption in ("渔港的冷库在夜里亮着灯。", "9月12日，渔民在青石渔港的码头上整理渔网，准备出海。"):
        photo = (("caption", caption), ("credit", "赵长海 摄"))
        yield (*first[:3], left, *photo, right, *first[4:], *second)
        yield (*first[:3], *photo, *first[3:], *second)


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
    for own in dict.fromkeys((mark and "## ", "")):
        yield (*first, ("kicker", _marked(own, "靠山吃山的村庄换了活法")), *second)
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


def _ranked(mark: str) -> Iterator[Lines]:
    """A writer above a headline; headlines of a page whose cross-heads are of lower rank."""
    first = _story(mark, *_STORIES[0], "本报记者 王小明")
    for rubric in ("乡村纪事", "村头议事"):
        yield (
            *first, ("label", _marked(mark, rubric)), ("byline", _marked(mark, "赵长海")),
            *_story(mark, "一斤春茶能卖多少钱", _TEA), *_story(mark, *_STORIES[4]),
        )  # fmt: skip
    if mark != "# ":
        return
    for one, two in (("渔港醒得早", "冷库建起来"), ("码头上的灯", "新船下水"), ("冷库里的鱼", "渔民的账本")):
        for title, text in _STORIES[1:]:
            yield (
                *first[:3], ("heading", f"## {one}"), first[3], ("heading", f"## {two}"), *first[4:],
                *_story(mark, title, text), *_story(mark, *_STORIES[2], "李平"),
            )  # fmt: skip
    for kicker in ("山里人家换了活法", "靠山吃山的村庄换了活法", "老街上的新鲜事"):
        for above, below in (
            (_STORIES[0], _STORIES[1]),
            (_STORIES[3], _STORIES[4]),
            (_STORIES[1], _STORIES[3]),
        ):
            yield (*_story(mark, *above), ("kicker", kicker), *_story(mark, below[0], below[1], "李平"))


def _edges(mark: str) -> Iterator[Lines]:
    """Folio, masthead and editors stand above the first story or below the last; a lone mark stands anywhere."""
    first, second = _story(mark, *_STORIES[0], "本报记者 王小明"), _story(mark, *_STORIES[1], "李平")
    for line in (
        "责任编辑：周文涛", "本版编辑 周文涛 版式 赵长海", "青石晚报", "第6版 要闻", "社会观察第6版", "2014年3月10日",
    ):  # fmt: skip
        for below in (second, ()):
            yield (("furniture", line), *first, *below)
            yield (*first, *below, ("furniture", line))
    yield (("furniture", "社会观察第6版"), ("furniture", "2014年3月10日"), *first, *second)
    yield (*first, *second, *(("furniture", one) for one in ("本版编辑", "周文涛", "版式", "赵长海")))
    for line in ("社会观察第6版", "地方新闻第3版"):  # white space was all that parted the lines
        run = ("title", f"责任编辑：周文涛{_STORIES[0][0][:6]}"), ("body", _STORIES[0][0][6:] + _HARBOUR[0])
        dated = ("body", f"{_STORIES[3][0][10:]}本报讯（记者赵长海）"), ("body", "".join(_LIBRARY[:2]))
        yield (("furniture", line), ("furniture", "2014年3月10日"), *run, *first[3:], *second)
        yield (*first, *dated, *second)
        yield (("body", "".join(_HARBOUR)), *dated, ("body", "".join(_TEA)))
    for name in (*_SIGNED, "■摄影 记者 赵长海"):  # its headline stands above the rest of another story
        rest = (*second[:1], ("body", _LIBRARY[1][-20:]), ("byline", name))
        yield (*first, *rest, ("body", f"本报讯 {_TEA[0]}"), ("body", _TEA[1]))
        yield (*rest, ("body", f"本报讯{_TEA[0]}"), ("body", _TEA[1]), *first)
    for line in ("——", "%", "$$", "（未完）"):
        yield (*first, ("furniture", line), *second)
    for host in ("青石县文化局青石晚报社联合主办", "本报与青石县图书馆合办"):
        yield (*first, ("label", _marked(mark, "乡村新事大家说")), ("label", _marked(mark, host)), *second)
