"""Bylines (署名): which people a line names, in all the forms that newspapers print them in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.language.rules import expand

NameScore = Callable[[str], float]
"""Log-odds that a bare string is a personal name."""

_HAN = expand("{HAN}")
_UNLIKELY = -5.0
"""Log-odds below which a string beside a name is none; 1 of 100 names of a 1998 daily scores less."""
_SURE = 2.0
"""Log-odds from which on the beginning of a longer string is taken for a name."""
_LONGEST = 4
"""Characters of a Chinese name without a dot."""
_JOB = re.compile(
    expand("{JOB}")
    + r"|文[/／╱][图圖]|实习生|實習生|作者|执笔|執筆|撰文|文字|采访|採訪|策划|整理|编译|編譯|译者|报道|報道|報導"
    + r"|专访|專訪|特稿"
)
_OFFICE = 8
"""Characters of the longest string without a dot that may stand where names stand: 市农业农村局局长."""
_TOKEN = re.compile(rf"{_HAN}+(?:[·•．]{_HAN}+)*")
_SPACED = re.compile("(?<!{H}){H}(?:[ \\t\\u3000]{1,3}{H})+(?!{H})".replace("{H}", _HAN))
_GAPS = re.compile(r"[ \t\u3000]+")
_AFTER = re.compile(
    r"(?:[/／╱]{HAN}{0,6}(?:报道|報道|報導|专访|專訪|特稿)|文并摄|图文|圖文|文字|摄影|攝影|摄|攝|报道|報道|報導|整理|综合|綜合|编译|編譯|译自.*|供图|供圖|提供"
    r"|新华社发|新華社發|绘|繪|制图|参与采写|參與採寫|采写|採寫|(?:[\s/／╱、]+(?:文|图|圖|作))+)\Z".replace(
        "{HAN}", _HAN
    )
)
_MARKS = re.compile(
    r"[□■◆◇●○▲△▶►★☆※〇◎（）()\[\]【】〔〕:：/／╱|｜,，、;；\s]+|(?<![\u3400-\u9fff])[口nN]{1,3}(?=\s)"
)
_DATELINE = re.compile(
    expand(
        r"\A{GAP}*(?:\d{0,2}日?(?:电|電)|{HAN}{2,8}(?:日报|日報|晚报|晚報)?(?:讯|訊)|{OPEN}?(?:另?据)?(?:新华社|新華社|中新社|中央社|本报|本報|法新社|路透社)"
        r"[^，。（(]{0,24}?(?:电|電|讯|訊)|{OPEN})?{CLOSE}?{GAP}*{OPEN}(?P<people>[^（）()\[\]【】〔〕]{0,40}?{JOB}[^（）()\[\]【】〔〕]{1,60}){CLOSE}"
    )
)
_CLOSING = re.compile(
    expand(r"[（(〔\[【［](?P<people>{GAP}*{JOB}[^（）()\[\]【】〔〕。]{1,400}){CLOSE}{GAP}*\Z")
)
_OPENING = re.compile(
    expand(
        r"\A{GAP}*(?:{OPEN}?(?:本报|本報|新华社|新華社)[^，。（(]{0,16}(?:讯|訊|电|電){CLOSE}?{GAP}*)?"
        r"(?P<people>(?:本报|本報|本刊|新华社|新華社)?{JOB}{GAP}*{NAMES}){GAP}*(?:{HAN}{2,3})?(?:报道|報道|報導)[：:，]"
    )
)


_PHOTO = re.compile(expand("{JOB}.*[摄攝](?:[（(].*)?\\Z"))
_WORDS = re.compile(r"(?<=[\u3400-\u9fff])文(?=[\s、])")
"""Who wrote, beside who took the photo: 本报记者 王小明文 李平摄."""
_AGENCY = re.compile(r"(?<=[摄攝影图圖文])\s*[（(][\u3400-\u9fff]{2,8}[)）]\Z")
"""The agency behind a photographer: 王小明摄（江城图片）."""


def names(text: str, score: NameScore) -> tuple[str, ...]:
    """The people whom a byline names, in order; empty where it names none.

    Args:
        text: a byline without the rest of its paragraph: ``本报记者 王小明 通讯员 李 平``.
        score: how much a string looks like a name.
    """
    text = _WORDS.sub(" ", text) if _PHOTO.search(text) else text
    text = _AFTER.sub("", _AGENCY.sub("", text.strip()).strip(" \t\u3000（）()[]【】〔〕。"))
    found = dict.fromkeys(name for token in _tokens(text) for name in _split(token, score))
    people = [name for name in found if len(name) <= _LONGEST or "·" in name]
    if any(score(name) > 0 for name in people):  # beside a sure name 口口, 大江报 and 驻京 are none
        people = [name for name in people if "·" in name or score(name) > _UNLIKELY]
    offices = [name for name in found if len(name) <= _OFFICE]
    return tuple(people or offices)  # an office (农业厅厅长) is no name, unless nothing else stands there


def _tokens(text: str) -> Iterator[str]:
    for part in _JOB.split(text):
        together = _SPACED.sub(_close, _MARKS.sub(" ", _AFTER.sub("", part.strip())))
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
    return (token[:first],) if score(token[:first]) > _SURE else (token,)


_OFFICE_AND_NAME = re.compile(
    expand(
        "{HAN}{2,20}(?:局|部|厅|廳|社|院|处|處|司长|长|長|主任|书记|書記|主席|教授|院士|研究员|研究員)(?P<name>{HAN}{2,3})"
    )
)


def _run_together(token: str, score: NameScore) -> tuple[str, ...]:
    """The names that a token is made of, if all of them look like names: 王小明李平张文 -> 王小明, 李平, 张文.

    Of all ways to cut it into pieces of two to four characters, that with the highest sum of log-odds.
    """
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for end in range(2, len(token) + 1):
        ways = [
            (best[start][0] + score(token[start:end]), (*best[start][1], token[start:end]))
            for start in range(max(0, end - _LONGEST), end - 1)
            if start in best
        ]
        if ways:
            best[end] = max(ways)
    total, found = best.get(len(token), (-1.0, ()))
    return found if total > 0 and min(map(score, found)) > _UNLIKELY else ()


def inside(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """The people named by the dateline or the end of a paragraph: （记者 X Y） after 本报讯, or at its end."""
    if people := opening(paragraph, score):
        return people
    if hit := _CLOSING.search(paragraph):
        return names(hit["people"], score)
    return _rest(paragraph, score)


def opening(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """The people named by the dateline of a paragraph alone: 本报讯（记者 X Y）, 据新华社江城1月2日电（记者 X）."""
    hit = _DATELINE.search(paragraph) or _OPENING.search(paragraph)
    return names(hit["people"], score) if hit else ()


_REST = re.compile(expand(r"\A{GAP}*(?:[者员員]|{HAN}[、，,])?{GAP}*(?P<people>{NAMES}){GAP}*[）)〕】]"))
"""What is left of （记者 X Y） where a story has lost its beginning."""


def _rest(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """The people of a dateline of which only the end is left; the first name may be in pieces."""
    hit = _REST.match(paragraph)
    people = names(hit["people"], score) if hit else ()
    return people if any(score(name) > _SURE for name in people) else ()


_STORY = re.compile(
    expand(
        r"\A{GAP}*(?:{OPEN}?(?:本报|本報|本刊|本网)[^，。]{0,12}?(?:讯|訊|电|電)|{OPEN}?(?:新华社|新華社|中新社|中新网|中央社|据新华社)[^，。]{0,20}?(?:电|電|讯|訊)"
        r"|{OPEN}?{HAN}{2,4}(?:日报|晚报)讯|{OPEN}?{JOB}{GAP}*[^，。]{2,20}?(?:报道|報道|報導)|【.{2,14}(?:讯|訊|报道|報導)】)"
    )
)


def opens_story(paragraph: str) -> bool:
    """Whether a paragraph begins with a dateline (电头): 本报讯, 新华社北京12月23日电, 【本報訊】."""
    return bool(_STORY.match(paragraph))


_LAST_WORD = re.compile(rf"{_HAN}+\Z")
_FIRST_WORD = re.compile(rf"{_HAN}+(?![^\s）)〕】／/╱])")
_MARK = re.compile(expand(r"{MARK}\Z"))
_IS_JOB = re.compile(expand("{JOB}"))


def goes_on(line: str, rest: str, score: NameScore) -> bool:
    """Whether a byline that is parted by white space goes on behind it: 本报记者 | 王小明 | 李平.

    Args:
        line: what stands before the white space.
        rest: what stands behind it.
        score: how much a string looks like a name.
    """
    before, after = _LAST_WORD.search(line), _FIRST_WORD.match(rest)
    if after is None or not _of_byline(after[0], score):
        return False
    return bool(_MARK.match(line)) or (before is not None and _of_byline(before[0], score))


def _of_byline(word: str, score: NameScore) -> bool:
    return bool(_IS_JOB.fullmatch(word)) or (1 < len(word) <= _LONGEST and score(word) > _LIKELY)


_CREDITED = re.compile(
    expand(
        r"(?:\A|{GAP}|[。！？”」』）)（(])(?P<people>(?:{JOB}{GAP}*)?{NAMES}){GAP}*[/／╱]?{GAP}*(?:摄影报道|摄影|攝影|摄|攝|供图|供圖){CLOSE}?{GAP}*\Z"
    )
)


_SIGNED = re.compile(
    expand(
        r"(?<=[。！？”“」』）)])(?P<people>{GAP}*[（(]?(?:{HAN}{0,2}{JOB}{GAP}*)?(?:{NAMES}|{HAN}{5,9})"
        r"(?:{GAP}+{JOB}{GAP}*{NAMES})?[)）]?){GAP}*\Z"
    )
)
_LIKELY = -2.0
_SET_APART = -5.0
"""Log-odds from which on what stands behind a full stop is a name: without a space before it, and with one. Of 150
endings of 40 real pages that are no sentence none is taken for a name that is not, and four names are missed."""
_BEFORE = 10
"""Characters of a sentence that must stand before names without a full stop; a bare byline has none."""
_NO_NAME = "。！？…，、；：”"
"""What most paragraphs end with, and no name."""
_RUN_ON = re.compile(expand(r"(?P<last>{HAN}{2,3})(?P<rest>(?:{GAP}+{NAME}){1,4}){GAP}*\Z"))


def signed(paragraph: str, score: NameScore) -> tuple[str, ...]:
    """The people named behind the last full stop of a paragraph: …，取得成效。王小明 李平.

    Two or more names need no full stop before them: …作出上述判决王小明 李平.
    """
    ending = paragraph[-40:]
    if ending[-1:] in _NO_NAME:
        return ()
    hit = _SIGNED.search(ending)
    if not hit:
        return _run_on(ending, score) if _GAPS.search(ending) else ()
    people = names(hit["people"], score)
    least = _SET_APART if hit["people"][:1] in " \t\u3000" else _LIKELY
    least = _SET_APART if _JOB.search(hit["people"]) else least
    return people if all(score(name) > least for name in people) else ()


def _run_on(ending: str, score: NameScore) -> tuple[str, ...]:
    hit = _RUN_ON.search(ending)
    if not hit or hit.start() < _BEFORE:
        return ()
    first = max((hit["last"], hit["last"][-2:]), key=score)
    people = (first, *names(hit["rest"], score))
    return people if all(score(name) > _SURE for name in people) else ()


def credited(text: str, role: str, score: NameScore) -> tuple[str, ...]:
    """The photographers of a credit, or of a caption that ends with one."""
    hit = None if role == "credit" else _CREDITED.search(text) or _misread(text, score)
    if role == "credit":
        text = _AGENCY_ALONE.sub("", text)
    people = names(hit["people"] if hit else text, score) if hit or role == "credit" else ()
    alone = role == "credit" and len(people) == 1 and len(people[0]) > 2
    if alone and score(people[0]) < score(people[0][:-1]) - _WHOLE:
        people = (people[0][:-1],)  # 王小明描: 摄 was misread
    return tuple(name for name in people if score(name) > _UNLIKELY)


_AGENCY_ALONE = re.compile(r"(?<=[\u3400-\u9fff])[（(][\u3400-\u9fff]{4,8}[)）]\Z")
_WHOLE = 5.0
"""Log-odds by which a name without its last letter must look more like one than with it."""
_MISREAD = re.compile(expand(r"[。！？”」』）)]{GAP}*(?P<people>(?:{JOB}{GAP}*)?{NAMES}){GAP}+{HAN}\Z"))


def _misread(text: str, score: NameScore) -> re.Match[str] | None:
    """The photographers at the end of a caption whose 摄 was misread: …成果。王小明 李平 推."""
    hit = _MISREAD.search(text)
    return hit if hit and all(score(name) > 0 for name in names(hit["people"], score)) else None
