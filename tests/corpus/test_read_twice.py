"""A paragraph that two programs read is found through a whole run, whatever stands around it; no other is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import pytest
from answers import golds
from prose import BRIDGE, HARBOUR, TEA
from running import clean_shard, join_parts, rows

from pipeline.evaluation.gate import gold_articles
from pipeline.run.files import Workplace
from pipeline.run.planning import make_plan
from pipeline.run.steps.pages import Job
from pipeline.values.settings import Settings

MISREAD = str.maketrans("人日大未己土木天口自", "入曰太末已士本夫囗白")
STRANGE = "囧龘鑫犇淼畾"
Place = tuple[str, int, int]
Result = tuple[int, dict[tuple[int, str], Place], list[dict[str, Any]]]
"""How many paragraphs were read twice, where both readings of each stand, and the rows of the run."""
SIDES = ("kept", "copy")


def paragraphs() -> list[str]:
    """The paragraphs of the gold articles that have 20 characters and more, each once."""
    found = dict.fromkeys((*HARBOUR, *TEA, *BRIDGE))
    for article in gold_articles(golds()):
        found |= dict.fromkeys(article["paragraphs"])
    return [text for text in found if 20 <= len(text) <= 500]


def read_again(text: str, chance: random.Random) -> str:
    """A second reading as those measured are: 1 % of letters wrong, 1 in 20 readings bad, signs narrow, ends lost."""
    rate = 0.12 if chance.random() < 0.05 else chance.expovariate(1 / 0.012)
    read = "".join(_letter(letter, chance) if chance.random() < rate else letter for letter in text)
    if chance.random() < 0.3:
        read = read.replace("，", ",").replace("：", ":").replace("“", '"').replace("”", '"')
    if chance.random() < 0.05 and len(read) > 60:
        lost = len(read) // 12
        read = read[lost:] if chance.random() < 0.5 else read[:-lost]
    return read


def _letter(letter: str, chance: random.Random) -> str:
    """Another of the same shape, a strange one, or none; signs stay."""
    strange = chance.choice(["", chance.choice(STRANGE)])
    return chr(MISREAD[ord(letter)]) if ord(letter) in MISREAD else strange if letter.isalnum() else letter


def put(
    doc: str, parts: Sequence[tuple[int | None, str]], places: dict[tuple[int, str], Place], side: str
) -> str:
    """A page of paragraphs, as a line; where those with a number stand is noted."""
    text = "今日本版的消息"
    for key, part in parts:
        text += "\n\n"
        if key is not None:
            places[key, side] = doc, len(text), len(text) + len(part)
        text += part
    return orjson.dumps({"id": doc, "text": text}).decode()


@pytest.fixture(scope="module", params=["two pages", "one page"])
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A run over paragraphs that were read twice."""
    chance, places, lines = random.Random(5), dict[tuple[int, str], Place](), []
    texts = paragraphs()
    if request.param == "two pages":
        for at in range(0, len(texts), 6):
            lot = list(enumerate(texts[at : at + 6], at))
            lines.append(put(f"{at}a", lot, places, "a"))
            lines.append(put(f"{at}b", [(n, read_again(text, chance)) for n, text in lot], places, "b"))
    else:
        half = len(texts) // 2  # the others stand around them, each on one page
        texts, others = texts[:half], texts[half:]
        for n, text in enumerate(texts):
            parts = [(n, text), (None, others[n]), (None, "天色渐渐暗了下来，街上的灯一盏一盏亮起来。")]
            page = orjson.loads(put(f"{n}", parts, places, "a"))["text"]
            again = read_again(text, chance)
            places[n, "b"] = f"{n}", len(page) + 2, len(page) + 2 + len(again)
            lines.append(orjson.dumps({"id": f"{n}", "text": f"{page}\n\n{again}\n"}).decode())
    folder = tmp_path_factory.mktemp("twice")
    (folder / "in").mkdir()
    (folder / "in" / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    workplace, plan = Workplace(folder / "out"), make_plan(folder / "in", Settings())
    workplace.prepare()
    for shard in plan.shards:
        clean_shard(Job(folder / "in", folder / "out", Settings()), shard)
    join_parts(plan, workplace)
    return len(texts), places, rows(folder / "out", "duplicates.jsonl")


def pairs(result: Result, least: Callable[[int, int, int], bool]) -> set[tuple[int, int]]:
    """Which paragraphs, by number, stand as what is kept and as its copy in one row."""
    _, places, found = result
    joined = set()
    for row in found:
        one, two = (
            [key for key, place in places.items() if _meet(row[name], place, least)] for name in SIDES
        )
        joined |= {(a[0], b[0]) for a in one for b in two if a != b}
    return joined


def _meet(side: Any, place: Place, least: Callable[[int, int, int], bool]) -> bool:
    shared = min(side["end"], place[2]) - max(side["start"], place[1])
    return side["doc"] == place[0] and least(shared, place[2] - place[1], side["end"] - side["start"])


def test_paragraphs_read_twice_are_found(result: Result) -> None:
    """Of a hundred at most one is missed; half of each of its readings is in a row, which may hold a neighbour, too."""
    found = pairs(result, lambda shared, own, _: 2 * shared >= own)
    assert sum((n, n) in found for n in range(result[0])) >= 0.985 * result[0]


def test_no_others_are_joined(result: Result) -> None:
    """No row is mostly about two different paragraphs."""
    found = pairs(result, lambda shared, own, side: 3 * shared > 2 * max(own, side))
    assert all(one == two for one, two in found)
    assert len(found) > 0.9 * result[0]
