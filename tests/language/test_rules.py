"""Rules: each form matches its examples, and none of its counter-examples."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from pipeline.language.rules import JUMPS, LINES, expand, finder, hits, rules

KINDS = (JUMPS, LINES)


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        pytest.param(rule, text, expected, id=f"{rule.name}/{text}")
        for rule in rules()
        for expected, texts in ((True, rule.yes), (False, rule.no))
        for text in texts
    ],
)
def test_a_rule_matches_its_examples_only(rule, text, expected):
    """A rule matches what its data says that it matches; what it says it does not, no rule of its group matches."""
    (found,) = hits((rule.group,), [text])
    assert (rule in [hit.rule for hit in found]) if expected else not found


@pytest.mark.parametrize("groups", KINDS)
def test_hits_are_all_rules_that_match(groups):
    """Of texts asked about together, each has those that it is not too long for and that it matches, in order."""
    texts = ["", *(text for rule in rules() for text in (*rule.yes, *rule.no, next(iter(rule.yes)) * 40))]
    assert [[hit.rule for hit in found] for found in hits(groups, texts)] == [
        [
            rule
            for rule in rules(*groups)
            if (not rule.limit or len(text) <= rule.limit) and rule.pattern.search(text[-rule.tail :])
        ]
        for text in texts
    ]


def test_a_hit_says_where():
    """A hit is counted from the beginning of the text, also of a rule that looks at its end only."""
    text = "渔港开市。" * 20 + "（下转第四版）"
    ((hit, *_),) = hits(JUMPS, [text])
    assert text[hit.start : hit.end] == "（下转第四版）"


NEEDING = [rule for rule in rules() if rule.needs]


@pytest.mark.parametrize("rule", NEEDING, ids=[rule.name for rule in NEEDING])
def test_nothing_matches_without_what_a_rule_needs(rule):
    """Of all other characters of all patterns no text can be made that matches."""
    every = {char for one in rules() for char in one.pattern.pattern}
    others = "".join(sorted(every.difference(rule.needs)))
    han = expand("{HAN}")  # so many characters that it would take seconds
    pattern = rule.pattern.pattern.replace(han, f"[{''.join(re.findall(han, others))}]")
    with pytest.raises(InvalidArgument, match="alphabet"):
        st.from_regex(pattern, alphabet=others).validate()


GATED = [rule for rule in rules() if rule.gate]


@given(st.sampled_from(GATED), st.data())
def test_a_gate_lets_all_through_that_matches(rule, data):
    """Whatever the examples of a rule are joined to, its gate stands open where its pattern matches."""
    parts = st.sampled_from([*rule.yes, *rule.no, " ", "（", "）", "。"])
    text = "".join(data.draw(st.lists(parts, max_size=4)))
    text = text[data.draw(st.integers(0, 9)) : len(text) - data.draw(st.integers(0, 9))]
    assert rule.gate.search(text) or not rule.pattern.search(text)


@given(st.sampled_from(rules()), st.data())
def test_a_pattern_is_found_where_a_search_finds_it(rule, data):
    """Matching what begins at the beginning, and searching for the rest, finds the same."""
    parts = st.sampled_from([*rule.yes, *rule.no, " ", "（", "。", "\n"])
    text = "".join(data.draw(st.lists(parts, max_size=4)))
    assert bool(finder(rule.pattern)(text)) is bool(rule.pattern.search(text))
