"""Rules: each form matches its examples, and none of its counter-examples."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from pipeline.language.rules import expand, finder, forms, rules

FILES = ("jump_lines", "roles")


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        pytest.param(entry, text, expected, id=f"{file}/{entry.name}/{text}")
        for file in FILES
        for entry in rules(file)
        for expected, texts in ((True, entry.yes), (False, entry.no))
        for text in texts
    ],
)
def test_a_rule_matches_its_examples_only(entry, text, expected):
    """A rule matches what its data says that it matches, and nothing that its data says it does not."""
    assert bool(entry.pattern.search(text)) is expected


@pytest.mark.parametrize("file", FILES)
def test_rules_have_names_of_their_own(file):
    """No two rules of a file share a name, since the name is what the evidence quotes."""
    names = [entry.name for entry in rules(file)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("file", FILES)
def test_forms_are_all_rules_that_match(file):
    """Of texts asked about together, each has those that it is not too long for and that it matches, in order."""
    texts = ["", *(text for entry in rules(file) for text in (*entry.yes, *entry.no, entry.yes[0] * 40))]
    assert forms(file, texts) == [
        [
            entry
            for entry in rules(file)
            if (not entry.limit or len(text) <= entry.limit) and entry.pattern.search(text[-entry.tail :])
        ]
        for text in texts
    ]


NEEDING = [entry for file in FILES for entry in rules(file) if entry.needs]


@pytest.mark.parametrize("entry", NEEDING, ids=[entry.name for entry in NEEDING])
def test_nothing_matches_without_what_a_rule_needs(entry):
    """Of all other characters of all patterns no text can be made that matches."""
    every = {char for file in FILES for one in rules(file) for char in one.pattern.pattern}
    others = "".join(sorted(every.difference(entry.needs)))
    han = expand("{HAN}")  # so many characters that it would take seconds
    pattern = entry.pattern.pattern.replace(han, f"[{''.join(re.findall(han, others))}]")
    with pytest.raises(InvalidArgument, match="alphabet"):
        st.from_regex(pattern, alphabet=others).validate()


GATED = [entry for file in FILES for entry in rules(file) if entry.gate]


@given(st.sampled_from(GATED), st.data())
def test_a_gate_lets_all_through_that_matches(entry, data):
    """Whatever the examples of a rule are joined to, its gate stands open where its pattern matches."""
    parts = st.sampled_from([*entry.yes, *entry.no, " ", "（", "）", "。"])
    text = "".join(data.draw(st.lists(parts, max_size=4)))
    text = text[data.draw(st.integers(0, 9)) : len(text) - data.draw(st.integers(0, 9))]
    assert entry.gate.search(text) or not entry.pattern.search(text)


@given(st.sampled_from([entry for file in FILES for entry in rules(file)]), st.data())
def test_a_pattern_is_found_where_a_search_finds_it(entry, data):
    """Matching what begins at the beginning, and searching for the rest, finds the same."""
    parts = st.sampled_from([*entry.yes, *entry.no, " ", "（", "。", "\n"])
    text = "".join(data.draw(st.lists(parts, max_size=4)))
    assert bool(finder(entry.pattern)(text)) is bool(entry.pattern.search(text))


@pytest.mark.parametrize("name", ["roles", "jump_lines"])
def test_rules_have_a_bit_each(name: str) -> None:
    """What each rule needs is kept in the 64 bits of one number."""
    assert len(rules(name)) <= 64
