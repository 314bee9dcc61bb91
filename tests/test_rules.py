"""Rules: each form matches its examples, and none of its counter-examples."""

import pytest

from pipeline.rules import rules

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
