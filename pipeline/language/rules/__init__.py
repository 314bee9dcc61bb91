"""Forms of the newspaper page, as data: of jump lines, bylines, folios and the like.

Each TOML file beside this module holds rules: a regular expression, the *group* of its purpose, and examples
that must and must not match. Code asks for groups, so a new form is one more rule, or one more alternative in one.
``{NAME}`` in a pattern stands for an entry of ``macros.toml``. Tests try each example against its rule, and on a page
of its own, through all stages (``pipeline.evaluation.examples``).

>>> [[hit.rule.group.value for hit in found] for found in hits(LINES, ["本报记者 王小明", "渔港开市"])]
[['byline'], []]
"""

from pipeline.language.rules.groups import JUMPS, LINES, STORIES, Group
from pipeline.language.rules.loading import Rule, RuleError, expand, load, rules
from pipeline.language.rules.matching import Hit, finder, hits, matches

__all__ = [
    "JUMPS", "LINES", "STORIES", "Group", "Hit", "Rule", "RuleError", "expand", "finder", "hits", "load", "matches",
    "rules",
]  # fmt: skip
