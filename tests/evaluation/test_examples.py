"""Examples of rules: each comes out of all stages as its group says, and gives what its rule says."""

from __future__ import annotations

import pytest

from pipeline.evaluation.examples import PLACES, Example, examples
from pipeline.language.rules import JUMPS, Group, rules
from pipeline.page.chain import clean_page
from pipeline.values.model import Page
from pipeline.values.settings import Settings

ALL = tuple(examples())


@pytest.mark.parametrize("example", ALL, ids=[f"{one.rule.name}/{one.text}" for one in ALL])
def test_an_example_reaches_the_output(example: Example) -> None:
    """On a page of its own an example comes out with the role of its group, its people, its page, its facts."""
    assert example.fault() is None


def test_every_group_has_a_place() -> None:
    """There is a page for the rules of every group, so that no example is left out."""
    assert set(PLACES) == set(Group)
    assert len(ALL) == sum(len(rule.yes) for rule in rules())


def test_a_rule_that_reaches_nothing_is_seen() -> None:
    """An example without its rule comes out as something else, and one that gives other people is told of."""
    example = next(one for one in ALL if one.text == "本报记者 王小明 通讯员 李平")
    nobody = example._replace(gives="王小明")
    assert nobody.fault() == "names 王小明 李平, not 王小明"
    lines = tuple((role, text.replace(example.text, "渔港的夜晚是安静的，")) for role, text in example.lines)
    assert example._replace(lines=lines).fault()


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=text) for rule in rules(*JUMPS) for text in rule.no]
)  # fmt: skip
@pytest.mark.parametrize("line", ["{}", "{}，渔港的夜晚是安静的。", "渔港的夜晚是安静的，{}"])
def test_a_false_friend_stays(line: str, text: str) -> None:
    """What is no jump line stays on its page, wherever in a paragraph it stands."""
    cleaned = clean_page(Page("p", line.format(text)), Settings())
    assert not [one for one in cleaned.decisions if one.reason == "jump_line"]
