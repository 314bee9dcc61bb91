"""Items between the stories: photos, advertisements, notices, news in brief, page furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from pipeline.evaluation import wording
from pipeline.evaluation.drafts import Draft, Line, Part, Piece, Story
from pipeline.evaluation.stories import Shelf

SLOGANS = (
    "文明用餐 从我做起",
    "节约用水 点滴在心",
    "绿水青山 共同守护",
    "礼让斑马线 安全每一天",
    "垃圾分一分 环境美十分",
)
RUBRICS = ("综合新闻", "要闻", "各地信息", "文化周刊", "财经观察", "社会广角", "读者来信")
LABELS = ("公益广告", "讲卫生 树新风 公益广告", "广告")
CREDITS = (
    "{name} 摄",
    "{name}摄",
    "本报记者 {name} 摄",
    "（{name} 摄）",
    "通讯员 {name} 摄影报道",
    "图片由{town}镇提供",
    "（{town}街道供图）",
    "新华社记者 {name} 摄",
)
NOTICE = (
    "因线路检修，{town}镇部分路段将于{month}月{day}日8时至17时停电，请沿线居民和单位提前做好准备。",
    "现有{name}遗失身份证一张，声明作废。",
    "{town}街道拟对{name}等三人予以表彰，公示期为五天，如有异议请书面反映。",
)


def _line(part: Part) -> Line:
    return Line([Piece(part.text, part)])


def photo(shelf: Shelf) -> Story:
    """A photo that stands alone: a caption, and the photographer's name on the line below."""
    rng, traditional = shelf.rng, shelf.traditional
    _, paragraphs = shelf.take(50, 60)
    text = _sentences(max(paragraphs, key=len), 110)
    lead = rng.choice(("", "图为", f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日，", "近日，"))
    caption = Part("caption", wording.script(lead, traditional) + text)
    who = wording.names(rng, traditional, most=2)
    form = rng.choice(("{} 摄", "{} 摄", "本报记者 {} 摄", "{}", "（{} 摄）"))
    credit = Part("byline", wording.script(form, traditional).format(" ".join(who)))
    story = Story("photo", None, [caption], [_line(caption), _line(credit)], who, credit)
    if rng.random() < 0.5:
        story.lines[0].gap = "\n\n\n\n"
    return story


def photo_feature(shelf: Shelf) -> Story:
    """A headline, a lead, and several photos, each with a credit of its own; the feature has no byline."""
    rng, traditional = shelf.rng, shelf.traditional
    title, paragraphs = shelf.take(60, 90)
    head, lead = Part("title", title), Part("body", _sentences(max(paragraphs, key=len), 100))
    captions = [
        Part("caption", f"{_place(rng, traditional)} {_credit(rng, traditional)}")
        for _ in range(rng.randint(2, 4))
    ]
    parts = [lead, *captions]
    return Story("photo", head, parts, [_line(part) for part in (head, *parts)])


def photo_within(story: Story, rng: Random) -> None:
    """A photo of the story: its caption and credit stand after one of the paragraphs, or at the end."""
    clause = re.findall(
        r"(?<=[，。])[\u4e00-\u9fff]{8,30}(?=[，。])", "".join(p.text for p in story.paragraphs)
    )
    words = rng.choice(clause) if clause else _place(rng, story.traditional)
    lead, end = rng.choice((("图为", "。"), ("", " "), ("", "。"), ("▲", " ")))
    text = wording.script(lead, story.traditional) + words + end + _credit(rng, story.traditional)
    caption = Part("caption", text)
    story.paragraphs.append(caption)
    above, _ = rng.choice(story.bodies())
    at = story.lines.index(above) + 1 if rng.random() < 0.6 else len(story.lines)
    story.lines.insert(at, _line(caption))


def _place(rng: Random, traditional: bool) -> str:
    what = rng.choice(("村民采收蔬菜", "文艺演出现场", "整修后的老街", "工人检修设备", "孩子们在读书"))
    return wording.town(rng, traditional) + rng.choice(("镇", "街道", "村")) + what


def _credit(rng: Random, traditional: bool) -> str:
    words: str = wording.script(rng.choice(CREDITS), traditional)
    return words.format(name=wording.name(rng, traditional), town=wording.town(rng, traditional))


def _sentences(text: str, most: int) -> str:
    """The first sentences of a text, ``most`` characters at the most (one sentence at the least)."""
    sentences: list[str] = re.findall(r".+?[。！？](?:[”」』])?", text) or [text]
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept


def advertisement(shelf: Shelf) -> Story:
    """A public service advertisement: label, slogan, sponsors."""
    rng, traditional = shelf.rng, shelf.traditional
    town, artist = wording.town(rng, traditional), wording.name(rng, traditional)
    rows = [("label", rng.choice(LABELS)), ("title", rng.choice(SLOGANS))]
    if rng.random() < 0.4:
        rows.append(("caption", f"《{town}人家》{artist}作"))
    rows.append(("sponsor", f"{town}镇文明办"))
    if rng.random() < 0.5:
        rows.append(("sponsor", f"{wording.paper(rng, traditional)} 宣"))
    story = _item("advertisement", rows, traditional)
    story.lines[-1].gap = rng.choice(("\n\n", "  \n"))
    return story


def notice(shelf: Shelf) -> Story:
    """A public notice: a heading word, its text, who gives it."""
    rng, traditional = shelf.rng, shelf.traditional
    town, person = wording.town(rng, traditional), wording.name(rng, traditional)
    text = rng.choice(NOTICE).format(town=town, name=person, month=rng.randint(1, 12), day=rng.randint(1, 28))
    head = rng.choice(("公告", "声明", "停电通知", "公示"))
    return _item("notice", [("title", head), ("body", text), ("sponsor", f"{town}镇人民政府")], traditional)


def _item(kind: str, rows: Sequence[tuple[str, str]], traditional: bool) -> Story:
    parts = [Part(role, wording.script(text, traditional)) for role, text in rows]
    head = next(part for part in parts if part.role == "title")
    return Story(kind, head, [part for part in parts if part is not head], [_line(part) for part in parts])


def table(story: Story, rng: Random) -> None:
    """A table of four to eight rows, a tab between its cells, stands below one of the paragraphs."""
    towns = [wording.town(rng, story.traditional) + "镇" for _ in range(rng.randint(3, 7))]
    rows = ["乡镇\t产量（吨）\t比上年增减（%）"]
    rows += [f"{town}\t{rng.randint(120, 9800)}\t{rng.uniform(-9, 20):.1f}" for town in dict.fromkeys(towns)]
    rows = [wording.script(row, story.traditional) for row in rows]
    part = Part("table", "\n".join(rows))
    above, piece = rng.choice(story.bodies())
    story.paragraphs.insert(next(n for n, one in enumerate(story.paragraphs) if one is piece.part) + 1, part)
    at = story.lines.index(above) + 1
    lines = [Line([Piece(row, part)], gap="\n" if n else "\n\n") for n, row in enumerate(rows)]
    story.lines[at:at] = lines


def brief(shelf: Shelf) -> Story:
    """News in brief: a head and one paragraph, no byline."""
    title, paragraphs = shelf.take(40, 90)
    head, body = Part("title", title), Part("body", _sentences(max(paragraphs, key=len), 130))
    return Story("article", head, [body], [_line(head), _line(body)])


def end_mark(story: Story, rng: Random) -> None:
    """（完） after the last words."""
    _, piece = story.bodies()[-1]
    if piece.part and not story.truncated_tail:
        piece.text = piece.part.text = piece.text + rng.choice(
            ("（完）", "(完)", "■" if story.traditional else "（完）")
        )


def masthead(draft: Draft, rng: Random) -> None:
    """Folio, paper, date and editors at the head of the page, in one line or several."""
    paper = wording.paper(rng, draft.traditional)
    date = f"{rng.randint(1998, 2024)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    week = "星期" + rng.choice("一二三四五六日")
    page = f"第{rng.randint(2, 8)}版"
    editors = f"责任编辑：{wording.name(rng, draft.traditional)}"
    rows = rng.choice(
        ((f"{paper} {date} {week} {page}",), (paper, f"{date} {week}", page), (f"{page} {date} {editors}",))
    )
    for n, row in enumerate(rows):
        draft.lines.insert(n, Line([Piece(wording.script(row, draft.traditional))]))


def editors(draft: Draft, rng: Random) -> None:
    """The editors' line at the foot of the page."""
    one, two = wording.name(rng, draft.traditional), wording.name(rng, draft.traditional)
    row = rng.choice(
        (
            f"责任编辑：{one}",
            f"责编：{one} 美编：{two}",
            f"本版编辑 {one} 版式 {two}",
            f"编辑 {one} 校对 {two}",
        )
    )
    draft.lines.append(Line([Piece(wording.script(row, draft.traditional))]))


def rubric(draft: Draft, rng: Random) -> None:
    """A section's label at the head of the page, or over a group of stories."""
    at = (
        0
        if rng.random() < 0.6
        else next(
            (
                n
                for n, line in enumerate(draft.lines[1:], 1)
                if line.pieces[0].part is draft.stories[-1].title
            ),
            0,
        )
    )
    before = draft.lines[at].before
    draft.lines.insert(
        at, Line([Piece(wording.script(rng.choice(RUBRICS), draft.traditional))], before=before)
    )
