"""Features of a fragment: its size, its marks, its form, its words, and its neighbours'.

No column weighs anything here: the weight of each for each role is fitted (``jieban fit``).
"""

from __future__ import annotations

import numpy as np

from pipeline.language.rules import LINES, Group
from pipeline.page.learned.columns import Column, Columns, moved
from pipeline.page.learned.ranks import ranks
from pipeline.page.learned.reach import reach
from pipeline.page.learned.scene import LINE, Scene

_SIZES = (1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34, 44, 60, 90, 150, 300)
"""Characters, on a scale that grows as lines of display type do; between them weights are interpolated."""
_LAST = {
    "comma": "，、,", "colon": "：:", "ask": "？！?!", "dots": "…", "dash": "—－-─", "stop": "。", "semicolon": "；;",
    "quote": "”’」』》", "bracket": "）)】］]〉",
}  # fmt: skip
_FIRST = {
    "quote": "“‘「『", "dash": "—－-─", "bracket": "（(【［〔[", "digit": "0123456789０１２３４５６７８９",
    "mark": "□■◆◇●○▲△▶►★☆※〇口·•", "book": "《〈",
}  # fmt: skip
_STOPS = "。！？!?…"
_GOES_ON = "：:，,、！!？?"
"""Last characters of a headline's line that goes on below."""
_RUBRIC = 8
"""Visible characters of most rubrics (栏目名)."""
_NEAR_FORMS = {
    "by": (Group.BYLINE, Group.AUTHOR),
    "credit": (Group.CREDIT, Group.CREDIT_SOURCE, Group.JOB),
    "caption": (Group.CREDITED_CAPTION, Group.CAPTION),
    "rubric": (Group.RUBRIC, Group.BRIEFS, Group.ADVERT),
    "numbered": (Group.NUMBERED,),
    "sponsor": (Group.SPONSOR, Group.OFFICE, Group.CONTACT, Group.HOST),
    "furniture": (Group.FOLIO, Group.PAGE_LINE, Group.EDITORS),
    "kicker": (Group.KICKER,),
    "deck": (Group.DECK,),
    "notice": (Group.NOTICE,),
}
"""Forms that neighbours are asked for."""
_NEAR = {"above": 1, "below": -1, "above_2": 2, "below_2": -2}


def signs(scene: Scene) -> Columns:
    """All columns of a page."""
    columns = Columns()
    columns.add("any", np.ones(len(scene)))
    _shape(scene, columns)
    _marks(scene, columns)
    _people(scene, columns)
    forms = _forms(scene)
    columns.table([f"form {group.value}" for group in LINES], forms)
    _words(scene, columns)
    _neighbours(scene, columns, forms)
    _beside(scene, columns)
    _siblings(scene, columns)
    reach(scene, columns)
    ranks(scene, columns)
    return columns


def _shape(scene: Scene, columns: Columns) -> None:
    """Its length, its beginning and end, the marks inside it."""
    texts, clues = scene.texts, scene.clues
    columns.steps("size", np.log(np.maximum(scene.size, 1.0)), np.log(_SIZES).round(4).tolist())
    columns.add("ends", scene.ends)
    columns.add("broken", [clue.broken for clue in clues])
    for name, letters in _LAST.items():
        columns.add(f"last {name}", [text[-1:] in letters if text else False for text in texts])
    for name, letters in _FIRST.items():
        columns.add(f"first {name}", [text[:1] in letters if text else False for text in texts])
    quoted = [
        text[:1] in _FIRST["quote"] and text[-1:] in _LAST["quote"] if text else False for text in texts
    ]
    columns.add("quoted", quoted)
    last = np.array([text[-1:] in _STOPS if text else False for text in texts])
    inner = np.array([clue.stops for clue in clues]) - last
    commas = np.array([clue.commas for clue in clues])
    gaps = np.array([len(text) for text in texts]) - scene.size
    columns.add("stop inside", inner == 1)
    columns.add("stops inside", inner > 1)
    columns.add("comma", commas == 1)
    columns.add("commas", commas > 1)
    columns.add("gap inside", gaps == 1)
    columns.add("gaps inside", gaps > 1)


def _marks(scene: Scene, columns: Columns) -> None:
    """How it is set, against how the page sets its lines."""
    rows, level = scene.fragments, scene.level
    top = level[level > 0].min() if (level > 0).any() else 0.0
    columns.add("marked", (level > 0) & (level <= top))
    columns.add("marked lower", level > top)
    lower = min(3.0, float((level > top).sum())) if top else 0.0
    columns.add("marked, others lower", lower * ((level > 0) & (level <= top)))
    columns.add("plain among marked", (level == 0) & scene.marked)
    columns.add("bold", scene.bold)
    columns.add("bold among plain", (scene.bold > 0) & (not scene.marked))
    gap = np.array([row.gap for row in rows], np.float64)
    usual = float(np.median(gap)) if len(gap) else 0.0
    columns.add("apart", gap > usual)
    columns.add("far apart", gap > usual + 1)
    columns.add("close", gap < usual)
    indent = np.array([row.indent for row in rows], np.float64)
    columns.add("indent", indent)
    columns.add("no indent among indented", (indent == 0) & (indent.mean() > 0.4))  # of most paragraphs
    columns.add("image", [row.image for row in rows])
    columns.add("lost heading", [row.lost_heading for row in rows])
    columns.add("run-in", [row.run_in > 0 for row in rows])
    columns.add("continued from", [bool(row.continued_from) for row in rows])
    columns.add("continues on", [bool(row.continues_on) for row in rows])


def _people(scene: Scene, columns: Columns) -> None:
    """Whether it names people and nothing else, and how much like names these look."""
    many = np.array([len(clue.names) for clue in scene.clues])
    named = np.array([clue.named if clue.names else -20.0 for clue in scene.clues])
    for count in (0, 1, 2):
        columns.add(f"names {count}", many == count)
    columns.add("names more", many > 2)
    columns.steps("named", named, (-20, -12, -7, -4, -2, 0, 2, 5))
    columns.add(
        "no names", [any(len(name) > 4 and "·" not in name for name in clue.names) for clue in scene.clues]
    )


_PLACES = {group: n for n, group in enumerate(LINES)}


def _forms(scene: Scene) -> Column:
    """Which forms each fragment has, shape (fragments, groups)."""
    found = np.zeros((len(scene), len(LINES)))
    for n, clue in enumerate(scene.clues):
        for form in clue.forms:
            if (group := Group(form)) in _PLACES:
                found[n, _PLACES[group]] = 1.0
    return found


def _words(scene: Scene, columns: Columns) -> None:
    """Scores of the language models and of the topics of the page."""
    clues = scene.clues
    columns.add("opens", scene.opens)
    columns.add("signs", scene.signs)
    columns.steps("begin", [clue.begin for clue in clues], (-6, -3, -1, 1, 3, 6))
    begins = np.array([clue.begin for clue in clues], np.float64)
    columns.steps("begin below", moved(begins, -1) * (scene.size <= LINE), (-6, -3, -1, 0, 1, 3, 6))
    columns.steps("shape begins", [clue.shape_begins for clue in clues], (-4, 0, 4))
    columns.steps("shape ends", [clue.shape_ends for clue in clues], (-4, 0, 4))
    columns.steps("headline", [clue.headline for clue in clues], (-6, -3, -1.5, 0, 1.5, 3))
    columns.add("briefs", scene.briefs)
    about = scene.abouts
    columns.steps("new topic", about[:, 0], (-6, -3, -1, 0, 1, 2))
    columns.steps("covered below", about[:, 1], (0, 0.05, 0.15, 0.3, 0.6))
    columns.steps("covered above", about[:, 2], (0, 0.05, 0.15, 0.3, 0.6))
    columns.add("restated", about[:, 3])
    columns.add("short, covered below", (scene.size <= _RUBRIC) & (about[:, 1] > 0.1))
    columns.steps("story below", scene.story_below, (-6, -3, -1.5, 0, 1.5, 3, 6))
    columns.steps("story", scene.story, (-6, -3, -1.5, 0, 1.5, 3, 6))
    columns.steps("goes on", scene.goes_on, (-8, -6, -3, 0, 3, 8))
    columns.steps("goes on above", moved(scene.goes_on, 1, -8.0), (-8, -6, -3, 0, 3, 8))


def _neighbours(scene: Scene, columns: Columns, forms: Column) -> None:
    """Features of the two fragments above and the two below."""
    size = scene.size
    named = np.array([clue.named > 0 for clue in scene.clues]) & (size <= LINE)
    last = np.array([text[-1:] in _LAST["bracket"] if text else False for text in scene.texts])
    image = np.array([row.image for row in scene.fragments])
    goes_on = np.array([text[-1:] in _GOES_ON if text else False for text in scene.texts])
    own = [size >= 0, size <= 8, (size > 8) & (size <= 34), size >= 80, scene.level > 0, scene.ends, scene.opens,
           scene.signs, named, last, image, goes_on]  # fmt: skip
    names = [
        "any",
        "tiny",
        "line",
        "long",
        "marked",
        "ends",
        "opens",
        "signs",
        "named",
        "bracket",
        "image",
        "mark",
    ]
    groups = [forms[:, [_PLACES[group] for group in groups]].max(axis=1) for groups in _NEAR_FORMS.values()]
    table = np.stack([np.asarray(one, np.float64) for one in (*own, *groups)], axis=1)
    for where, by in _NEAR.items():
        columns.table([f"{where} {name}" for name in (*names, *_NEAR_FORMS)], moved(table, by))


def _beside(scene: Scene, columns: Columns) -> None:
    """How it is set and how long it is beside its neighbours, and where on the page it stands."""
    level, size = scene.level, scene.size
    place = np.arange(len(scene))
    columns.add("first", place == 0)
    columns.add("second", place == 1)
    columns.add("last", place == len(scene) - 1)
    columns.add("early", place < 5)
    above, below = moved(level, 1), moved(level, -1)
    alike = (moved(scene.style, 1, -1.0) == scene.style).astype(np.float64)
    columns.add("alike above", alike)
    columns.add("alike below", moved(alike, -1))
    columns.add("deeper", (above > 0) & (level > above))
    columns.add("over deeper", (level > 0) & (below > level))
    columns.add("over higher", (level > below) & (below > 0))
    columns.add("plain over marked", (level == 0) & (below > 0))
    short = (size <= LINE).astype(np.float64)
    longer = np.clip(moved(size, -1) - size, -30, 30) * short * moved(short, -1)
    columns.steps("longer below", longer, (-20, -8, -3, 0, 3, 8, 20))
    longer = np.clip(size - moved(size, 1), -30, 30) * short * moved(short, 1)
    columns.steps("longer than above", longer, (-20, -8, -3, 0, 3, 8, 20))


def _siblings(scene: Scene, columns: Columns) -> None:
    """Whether the nearest line set alike, above and below, is built alike, and how far away it stands."""
    for where, step in (("above", 1), ("below", -1)):
        found = np.zeros((len(scene), 5))
        seen: dict[float, int] = {}
        for n in scene.lines[::step]:
            style = scene.style[n]
            if style in seen:
                found[n] = _alike(scene, n, seen[style])
            seen[style] = n
        columns.table([f"{where} sibling {name}" for name in ("first", "last", "size", "gap")], found[:, :4])
        columns.steps(f"{where} sibling", found[:, 4], (0, 1, 2, 3, 5, 9, 20))


def _alike(scene: Scene, one: int, other: int) -> tuple[bool, bool, bool, bool, int]:
    a, b = scene.texts[one], scene.texts[other]
    size = abs(scene.size[one] - scene.size[other]) <= 1
    return a[:1] == b[:1], a[-1:] == b[-1:], bool(size), " " in a and " " in b, min(20, abs(one - other))
