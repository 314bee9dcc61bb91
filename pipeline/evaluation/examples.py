"""The examples of the rules on pages of their own, and the role that each must have after all stages.

A rule that matches and changes nothing is as good as none. So each ``yes`` of a rule is printed where newspapers print
such a line, the page is cleaned, and the example must come out with the role of its group, and give its values:
the people of a byline, the page of a jump line, the facts of a folio.

>>> example = next(one for one in examples() if one.text == "本报记者 王小明 通讯员 李平")
>>> example.lines[1], example.gives
(('byline', '本报记者 王小明 通讯员 李平'), '王小明 李平')
>>> example.fault() is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.language.rules import JUMPS, Group, Rule, rules
from pipeline.page.chain import clean_page
from pipeline.values.model import Article, Cleaned, Page
from pipeline.values.settings import Settings
from pipeline.values.text import Span

Lines = tuple[tuple[str, str], ...]
"""The lines of a page: the role of each, and its text with its mark of Markdown."""
_DOC = "example"
_HARBOUR = (
    ("title", "# 渔港修了冷库 渔民多了笑声"),
    ("body", "天还没有亮，青石渔港的码头上已经站满了人。卖鱼的把竹筐一只一只排好，买鱼的提着灯挨个去看。"),
    ("body", "去年秋天，渔港新修了防波堤和冷库，渔民上岸以后不用再连夜赶路，鱼在冷库里放一夜，第二天一早就送到城里。"),
)  # fmt: skip
_TEA = (
    ("title", "# 一片叶子富了一个村"),
    ("body", "清明前后，云岭村的茶园里到处是采茶的人。采茶要等露水干透，手指轻轻一提，一芽一叶就落进竹篓。"),
    ("body", "过去村民各家炒各家的茶，卖不出好价钱。前年村里成立了茶叶合作社，一斤春茶比从前多卖八十多元。"),
)  # fmt: skip
_PHOTO = ("caption", "图为云岭村的茶农在茶园里采茶。")
_ADVERT = (("label", "公益广告"), ("title", "节约用水 点滴在心"))
_NOTICE = (
    ("title", "# 停电通知"),
    ("body", "因线路检修，云岭镇部分路段将于5月8日8时至17时停电，请沿线居民和单位提前做好准备。"),
)
_DECREE = (("title", "# 关于表彰先进集体的决定"), ("body", "经研究，决定对青石渔港等三个先进集体予以表彰。"))


class Place(NamedTuple):
    """Where a page prints the lines of a group.

    Attributes:
        above, below: the lines around it.
        roles: those it may come out with: of blocks, or ``furniture`` for a line of no article; the first is
            the one to learn.
        mark: of Markdown, before it.
        names: whether its article has the people it gives.
        facts: whether the page has the facts it gives.
    """

    above: Lines
    below: Lines
    roles: tuple[str, ...]
    mark: str = ""
    names: bool = False
    facts: bool = False


_BYLINE = Place(_HARBOUR[:1], _HARBOUR[1:], ("byline",), names=True)
_DROPPED = Place(_HARBOUR, _TEA, ("furniture",))
_ON_TOP = Place((), (*_HARBOUR, *_TEA), ("furniture",), facts=True)
PLACES: Mapping[Group, Place] = {
    Group.BYLINE: _BYLINE,
    Group.SIGNATURE: _BYLINE,
    Group.AUTHOR: _BYLINE,
    Group.JOB: Place(_HARBOUR[:1], (("byline", "王小明"), *_HARBOUR[1:]), ("byline", "credit")),
    Group.CREDIT: Place((_PHOTO,), _HARBOUR, ("credit",), names=True),
    Group.CREDIT_SOURCE: Place((_PHOTO,), _HARBOUR, ("credit", "byline")),
    Group.CAPTION: Place(_HARBOUR, _TEA, ("caption",)),
    Group.CREDITED_CAPTION: Place((), _HARBOUR, ("caption",), names=True),
    Group.ADVERT: Place(_HARBOUR, (*_ADVERT[1:], ("sponsor", "青石镇文明办")), ("label",)),
    Group.RUBRIC: Place(_HARBOUR, _TEA, ("furniture", "label")),
    Group.BRIEFS: Place(_HARBOUR, _TEA, ("furniture", "label")),
    Group.OPINION: Place((), _HARBOUR[1:], ("title",), mark="# "),
    Group.NOTICE: Place(_HARBOUR, _NOTICE[1:], ("title",), mark="# "),
    Group.SPONSOR: Place((*_HARBOUR, *_ADVERT), (), ("sponsor", "label")),
    Group.OFFICE: Place((*_HARBOUR, *_NOTICE), (), ("sponsor",)),
    Group.CONTACT: Place((*_HARBOUR, *_ADVERT), (), ("sponsor",)),
    Group.HOST: Place((*_HARBOUR, ("label", "法治视角")), _TEA, ("furniture", "label")),
    Group.FOLIO: _ON_TOP,
    Group.PAGE_LINE: _ON_TOP,
    Group.DATE: Place((*_HARBOUR, *_DECREE), (), ("body",)),
    Group.EDITORS: Place((*_HARBOUR, *_TEA), (), ("furniture",)),
    Group.SOURCE: Place(_HARBOUR, _TEA, ("furniture", "credit")),
    Group.END_MARK: _DROPPED,
    Group.REFUSAL: _DROPPED,
    Group.NO_WORDS: _DROPPED,
    Group.NUMBERED: Place(_HARBOUR, _TEA[1:], ("heading",)),
    Group.KICKER: Place((), _HARBOUR, ("kicker",)),
    Group.DECK: Place(_HARBOUR[:1], _HARBOUR[1:], ("subtitle",)),
    Group.DATELINE: Place((("title", "# 渔港开市"),), _HARBOUR[2:], ("body",)),
    Group.HEAD_NAMES: Place((("title", "# 渔港开市"),), _HARBOUR[2:], ("body",), names=True),
    Group.END_NAMES: Place(_HARBOUR, (), ("body",), names=True),
    Group.SIGNED: Place(_HARBOUR, (), ("body",), names=True),
    Group.REST_NAMES: Place((), _HARBOUR[1:], ("body",), names=True),
    Group.JUMP_FROM: Place(_HARBOUR[:1], _HARBOUR[1:], ("jump",)),
    Group.JUMP_TO: Place(_HARBOUR, _TEA, ("jump",)),
}
"""The place where each group is printed, with the roles it may come out with."""


class Example(NamedTuple):
    """An example of a rule on a page.

    Attributes:
        rule: whose it is.
        text: the text that matches.
        gives: the people, the page or the facts that it gives; empty where it gives none.
        lines: the page.
        at: which of its lines the example is.
        place: where it stands, with the roles it may come out with.
    """

    rule: Rule
    text: str
    gives: str
    lines: Lines
    at: int
    place: Place

    @property
    def page(self) -> str:
        """The text of the page."""
        return "\n\n".join(text for _, text in self.lines) + "\n"

    def fault(self) -> str | None:
        """Say how the example comes out wrong; None if all is well."""
        cleaned = clean_page(Page(_DOC, self.page), Settings())
        if self.rule.group in JUMPS:
            return self._jump_fault(cleaned)
        roles = self._roles(cleaned)
        if not roles or not roles <= set(self.place.roles):
            return f"comes out as {' and '.join(sorted(roles)) or 'nothing'}, not as {self.place.roles[0]}"
        people = " ".join(self._article(cleaned).byline) if self.place.names else ""
        if self.place.names and people != self.gives:
            return f"names {people or 'nobody'}, not {self.gives or 'nobody'}"
        facts = (cleaned.page.newspaper, cleaned.page.date, cleaned.page.page)
        told = " ".join(fact for fact in facts if fact)
        return f"tells {told!r}, not {self.gives!r}" if self.place.facts and told != self.gives else None

    def _jump_fault(self, cleaned: Cleaned) -> str | None:
        came = next((row.continued_from for row in cleaned.articles if row.continued_from), None)
        goes = next((row.continues_on for row in cleaned.articles if row.continues_on), None)
        led = came if self.rule.group is Group.JUMP_FROM else goes
        return None if led == self.gives else f"leads to page {led}, not to page {self.gives}"

    def _span(self) -> Span:
        start = sum(len(text) + 2 for _, text in self.lines[: self.at])
        return Span(_DOC, start, start + len(self.lines[self.at][1]))

    def _roles(self, cleaned: Cleaned) -> set[str]:
        """The roles that its characters come out with."""
        own = self._span()
        blocks = [block for article in cleaned.articles for block in article.blocks]
        found = {block.role for block in blocks if any(_meet(own, span) for span in block.text.spans)}
        dropped = [one for one in cleaned.decisions if one.reason in ("page_furniture", "noise", "markup")]
        out = any(_meet(own, span) for one in dropped for span in one.spans)
        return {*found, *(("furniture",) if out else ())}

    def _article(self, cleaned: Cleaned) -> Article:
        own = self._span()
        return next(
            article
            for article in cleaned.articles
            if any(_meet(own, span) for block in article.blocks for span in block.text.spans)
        )


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def examples() -> Iterator[Example]:
    """Every ``yes`` of every rule, on its page."""
    for rule in rules():
        place = PLACES[rule.group]
        for text, gives in rule.yes.items():
            line = (place.roles[0], place.mark + text)
            lines = (*place.above, line, *place.below)
            yield Example(rule, text, gives, lines, len(place.above), place)
