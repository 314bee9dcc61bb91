"""Bylines (署名): which people a line names, in all the forms that newspapers print them in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import inf

from pipeline.language.rules import Group, Hit, expand, matches

NameScore = Callable[[str], float]
"""Log-odds that a bare string is a personal name."""

_HAN = expand("{HAN}")
_UNLIKELY = -5.0
"""Log-odds below which a string beside a name is none; 1 of 100 names of a 1998 daily scores less."""
_RARE = -7.0
"""The same behind a sure name that no space parts from it: a rare surname scores -6."""
_DOUBLED = 4.0
"""Log-odds against a name that begins with the last letter of the one before: given names double letters, 王丽丽."""
_TOGETHER = 1.0
"""Log-odds that each of several names behind a last sentence must have where no space parts them."""
_WHOLE = 5.0
"""Log-odds by which a name without its last letter must look more like one than with it: of 330 names on real pages 3
do, all of them misread; without a margin 13 would."""
_LONGEST = 4
"""Characters of a Chinese name without a dot."""
_OFFICE = 8
"""Characters of the longest string without a dot that may stand where names stand: 市农业农村局局长."""
_JOB = re.compile(expand("{JOB}|{TASK}"))
_IS_JOB = re.compile(expand("{JOB}"))
_DONE = re.compile(expand(r"{DONE}\Z"))
_TOKEN = re.compile(rf"{_HAN}+(?:[·•．]{_HAN}+)*")
_SPACED = re.compile("(?<!{H}){H}(?:[ \\t\\u3000]{1,3}{H})+(?!{H})".replace("{H}", _HAN))
_GAPS = re.compile(r"[ \t\u3000]+")
_MARKS = re.compile(
    r"[□■◆◇●○▲△▶►★☆※〇◎（）()\[\]【】〔〕:：/／╱|｜,，、;；\s]+|(?<![\u3400-\u9fff])[口nN]{1,3}(?=\s)"
)
_PHOTO = re.compile(expand(r"{JOB}.*[摄攝](?:[（(].*)?\Z"))
_WORDS = re.compile(r"(?<=[\u3400-\u9fff])文(?=[\s、])")
"""Who wrote, beside who took the photo: 本报记者 王小明文 李平摄."""
_AGENCY = re.compile(expand(r"(?<=[摄攝影图圖文])(?:{AGENCY})+\Z"))
"""The agency behind a photographer: 王小明摄（江城图片）."""
_OFFICE_AND_NAME = re.compile(
    expand(
        r"{HAN}{2,20}(?:局|部|厅|廳|社|院|处|處|司长|长|長|主任|书记|書記|主席|教授|院士|研究员|研究員)(?P<name>{HAN}{2,3})"
    )
)


@lru_cache(1 << 10)  # a line is asked for its rules, its clues and its article
def names(text: str, score: NameScore) -> tuple[str, ...]:
    """Give the people whom a byline names, in order; none where it names none.

    Args:
        text: a byline without the rest of its paragraph.
        score: how much a string looks like a name.

    >>> names("本报记者 王小明 通讯员 李 平", lambda name: 0.0)
    ('王小明', '李平')
    """
    text = _WORDS.sub(" ", text) if _PHOTO.search(text) else text
    text = _DONE.sub("", _AGENCY.sub("", text.strip()).strip(" \t\u3000（）()[]【】〔〕。"))
    parts = [_split(token, score) for token in _tokens(text)]
    found = dict.fromkeys(name for part in parts for name in part)
    told = {name for part in parts for name in part if len(part) > 1}  # each beside another in one word
    people = [name for name in found if len(name) <= _LONGEST or "·" in name]
    if any(score(name) > 0 for name in people):  # beside a sure name 口口, 大江报 and 驻京 are none
        people = [name for name in people if "·" in name or name in told or score(name) > _UNLIKELY]
    offices = [name for name in found if len(name) <= _OFFICE]
    return tuple(people or offices)  # an office (农业厅厅长) is no name, unless nothing else stands there


def _tokens(text: str) -> Iterator[str]:
    for part in _JOB.split(text):
        together = _SPACED.sub(_close, _MARKS.sub(" ", _DONE.sub("", part.strip())))
        yield from _TOKEN.findall(together)


def _close(spaced: re.Match[str]) -> str:
    """Names whose characters were set apart: 王 小 明 is one, 王 蓉 李 平 are two."""
    letters = _GAPS.sub("", spaced[0])
    if len(letters) == 3 or len(letters) % 2:
        return letters if len(letters) == 3 else spaced[0]
    return " ".join(letters[at : at + 2] for at in range(0, len(letters), 2))


def _split(token: str, score: NameScore) -> tuple[str, ...]:
    """A token is a name; or names without a space between, where these look like names; or an office and a name."""
    if len(token) == _LONGEST and token[-1] in "文图圖" and score(token[:-1]) > score(token) + _WHOLE:
        return (token[:-1],)  # 王小明文: who wrote, beside a photo
    if len(token) < 5 or "·" in token:
        return (token,) if len(token) > 1 else ()
    if together := _run_together(token, score):
        return together
    if (office := _OFFICE_AND_NAME.fullmatch(token)) and score(office["name"]) > _UNLIKELY:
        return (office["name"],)
    if len(token) > _LONGEST + 1:
        return (token,)
    first = max((3, 2), key=lambda size: score(token[:size]))  # 陳大文台北: a name and where it was written
    return (token[:first],) if score(token[:first]) > 0 else (token,)


def _run_together(token: str, score: NameScore) -> tuple[str, ...]:
    """The names that a token is made of, if all of them look like names: 王小明李平张文 -> 王小明, 李平, 张文.

    Of all ways to cut it into pieces of two to four characters that may be names, the one with the highest sum. A given
    name that says one character twice stays whole: 王丽丽李平 -> 王丽丽, 李平.
    """
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for start in range(len(token) - 1):
        if start not in best:
            continue
        so_far, before = best[start]
        for end in range(start + 2, min(start + _LONGEST, len(token)) + 1):
            odds = score(token[start:end])
            if start and token[start] == token[start - 1]:
                odds -= _DOUBLED
            if odds > (_RARE if before and score(before[-1]) > 0 else _UNLIKELY):
                way = (so_far + odds, (*before, token[start:end]))
                best[end] = max(best.get(end, way), way)
    total, found = best.get(len(token), (-1.0, ()))
    return found if total > 0 else ()


def inside(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """Give the people whom a paragraph names in its dateline, in the brackets at its end, or in the rest of a dateline.

    >>> inside("本报讯（记者 王小明）昨日清晨，渔港开市。", lambda name: 0.0)
    ('王小明',)
    """
    return _people((Group.HEAD_NAMES, Group.END_NAMES, Group.REST_NAMES), paragraph, score)


def opening(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """Give the people whom the dateline of a paragraph names.

    >>> opening("据新华社江城1月2日电（记者 王小明）昨日，渔港开市。", lambda name: 0.0)
    ('王小明',)
    """
    return _people((Group.HEAD_NAMES,), paragraph, score)


def signed(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """Give the people whose names stand behind the last full stop of a paragraph.

    Two or more names need no full stop before them: …作出上述判决王小明 李平.

    >>> from pipeline.language import name_score
    >>> signed("工作成效显著。王小明 李平", name_score)
    ('王小明', '李平')
    """
    return _people((Group.SIGNED,), paragraph, score)


def _people(groups: tuple[Group, ...], text: str, score: NameScore) -> tuple[str, ...]:
    """The people of the first rule of the first of some groups that names any, each of whom looks like a name."""
    for group in groups:
        for hit in matches((group,), text):
            if people := people_of(hit, score):
                return people
    return ()


def people_of(hit: Hit, score: NameScore) -> tuple[str, ...]:
    """Give the people whom a rule finds in a text, if each looks like a name by as much as the rule asks for.

    >>> (hit,) = matches((Group.HEAD_NAMES,), "本报讯（记者 王小明）昨日，渔港开市。")
    >>> people_of(hit, lambda name: 5.0)
    ('王小明',)
    """
    if "people" not in hit.rule.pattern.groupindex:
        return ()
    people = names(hit.match["people"] or "", score)
    together = len(people) > 1 and "".join(people) in hit.match["people"]
    least = max(hit.rule.least, _TOGETHER) if together and hit.rule.group is Group.SIGNED else hit.rule.least
    return people if all(score(name) > least for name in people) else ()


def names_people(hit: Hit, score: NameScore) -> bool:
    """Tell whether the people that a rule asks for look like names; a rule that asks for none is satisfied.

    >>> hit = next(matches((Group.DATELINE,), "本报讯 昨日，渔港开市。"))
    >>> names_people(hit, lambda name: -20.0)
    True
    """
    return hit.rule.least == -inf or bool(people_of(hit, score))


def opens_story(paragraph: str) -> bool:
    """Tell whether a paragraph begins with a dateline (电头).

    >>> [opens_story(text) for text in ("本报讯 昨日", "新华社北京12月23日电", "【本報訊】", "昨日")]
    [True, True, True, False]
    """
    return any(matches((Group.DATELINE,), paragraph))


_LAST_WORD = re.compile(rf"{_HAN}+\Z")
_FIRST_WORD = re.compile(rf"{_HAN}+(?![^\s）)〕】／/╱])")
_MARK = re.compile(expand(r"{MARK}\Z"))


def goes_on(line: str, rest: str, score: NameScore) -> bool:
    """Tell whether a byline that is parted by white space goes on behind it: 本报记者 | 王小明 | 李平.

    Args:
        line: the text before the white space.
        rest: the text behind it.
        score: how much a string looks like a name.

    >>> goes_on("本报记者", "王小明 昨日", lambda name: 0.0), goes_on("渔港开市", "昨日", lambda name: -9.0)
    (True, False)
    """
    before, after = _LAST_WORD.search(line), _FIRST_WORD.match(rest)
    if after is None or not _of_byline(after[0], score):
        return False
    return bool(_MARK.match(line)) or (before is not None and _of_byline(before[0], score))


def _of_byline(word: str, score: NameScore) -> bool:
    return bool(_IS_JOB.fullmatch(word)) or (1 < len(word) <= _LONGEST and score(word) > _UNLIKELY)


def credited(text: str, role: str, score: NameScore) -> tuple[str, ...]:
    """Give the photographers of a credit, or of a caption that ends with one.

    >>> credited("王小明摄（江城图片）", "credit", lambda name: 0.0)
    ('王小明',)
    """
    groups = (Group.CREDITED_CAPTION, Group.CREDIT)
    people = _people(groups[::-1] if role == "credit" else groups, text, score)
    if role == "credit" and not people:
        people = names(text, score)
    if role == "credit" and len(people) == 1 and len(people[0]) > 2:
        whole, short = people[0], people[0][:-1]
        people = (short,) if score(whole) < score(short) - _WHOLE else people  # 王小明描: 摄 was misread
    return tuple(name for name in people if score(name) > _UNLIKELY)
