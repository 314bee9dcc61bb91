"""Files of rules: what is no rule is one clear error that names the file, the rule, the cause and the remedy."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.language.rules import Group, RuleError, load, rules
from pipeline.run.cleaning import warm_up
from pipeline.values.settings import Settings

SHIPPED = files("pipeline.language.rules")
FIRST = rules()[0].name
BYLINE = """
[[rule]]
name = "penned"
group = "byline"
pattern = '''\\A{NAME}{GAP}笔\\Z'''
yes = { "王小明 笔" = "王小明" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of rules that ship, in a folder of their own."""
    for file in SHIPPED.iterdir():
        if file.name.endswith(".toml"):
            (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path


def test_a_rule_of_a_new_file_is_loaded(folder: Path) -> None:
    """A file that is laid beside the others adds its rules; they say what their examples give."""
    (folder / "more.toml").write_text(BYLINE, "utf-8")
    (added,) = (rule for rule in load(folder) if rule not in rules())
    assert (added.name, added.group, added.yes) == ("penned", Group.BYLINE, {"王小明 笔": "王小明"})


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"byline"', '"bylin"', "more.toml: rule 'penned' is of the group 'bylin', which no code asks for; groups are"),
        ('group = "byline"', "", "more.toml: rule 'penned' has no 'group'"),
        ('name = "penned"', "", "more.toml: rule 1 has no 'name'"),
        ('"penned"', f'"{FIRST}"', f"more.toml: there is a second rule '{FIRST}'"),
        ("{NAME}", "{NAM}", "more.toml: rule 'penned' uses the macro 'NAM', which macros.toml does not define"),
        ("{NAME}", "(", "more.toml: rule 'penned' has a pattern that is none: missing )"),
        ('"byline"', '"jump_to"', "more.toml: rule 'penned': its pattern does not say what the page is"),
        ("yes = ", "ja = ", "more.toml: rule 'penned' has no 'yes'"),
        ("yes = ", "most = 3\nyes = ", "more.toml: rule 'penned' has 'most'; it can have gate, group"),
        ("[[rule]]", "[[rules]]", "more.toml: holds 'rules'; a file of rules holds [[rule]] tables only"),
        ("[[rule]]", "[[rule]", "more.toml: is no TOML"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_told(folder: Path, before: str, after: str, told: str) -> None:
    """A rule without a group that the code knows, or without a part, is named with its file and the remedy."""
    (folder / "more.toml").write_text(BYLINE.replace(before, after), "utf-8")
    with pytest.raises(RuleError) as problem:
        load(folder)
    assert str(problem.value).startswith(told)


@pytest.mark.parametrize("group", Group)
def test_a_group_without_rules_is_told(folder: Path, group: Group) -> None:
    """A group that the code asks for has a rule; where the last one goes to another group, that is told."""
    other = next(one for one in Group if one is not group)
    for file in folder.glob("*.toml"):
        text = file.read_text("utf-8")
        file.write_text(text.replace(f'group = "{group}"', f'group = "{other}"'), "utf-8")
    with pytest.raises(RuleError, match=f"no rule is of the group '{group}', which the code asks for"):
        load(folder)


def test_a_broken_rule_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken file of rules is the error of the run, and not the fault of each page."""
    broken = RuleError("bylines.toml: is no TOML")
    monkeypatch.setattr("pipeline.run.cleaning.rules", lambda: (_ for _ in ()).throw(broken))
    with pytest.raises(RuleError):
        warm_up(Settings())
