"""Pages that repeat one thing ten thousand times: nothing is asked twice, so that time grows as the size does."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates import copies
from pipeline.encoding import mistaken, stretches
from pipeline.encoding.glance import Glance
from pipeline.language import LanguageModel
from pipeline.page.lines import _paragraph
from pipeline.page.splices import decide
from pipeline.values.model import Fragment
from pipeline.values.settings import DuplicateSettings
from pipeline.values.text import Traced, join

STORY = "本市昨日举行春季植树活动，三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，预计五年后成林。"


def test_a_paragraph_that_is_cut_is_asked_about_once() -> None:
    """Of 200 equal paragraphs each makes several matches; a proof is asked for about as often as there are cuts."""
    texts = [STORY] * 200
    settings = DuplicateSettings()
    matches = copies(texts, settings)
    with patch.object(decide, "finding", wraps=decide.finding) as asked:
        found = decide.cuts(texts, matches, LanguageModel.load(), settings.shortest)
    assert len(matches) > 5 * len(texts)
    assert len(found) <= asked.call_count <= 2 * len(texts)


@pytest.mark.parametrize("times", [100, 10_000])
def test_mojibake_that_repeats_is_looked_at_so_many_times(times: int) -> None:
    """What places inside of one long stretch cost together is bounded; the first is always looked at."""
    text = "姝ｆ枃" * times
    places = Glance(text).utf8_as("gb18030")
    spans = list(stretches._matched(text, places, mistaken.structure("gb18030")))
    assert spans[0] == (0, len(text))
    assert sum(end - start for start, end in spans) <= (stretches._READINGS + 1) * len(text)


@given(st.lists(st.sampled_from(["新馆", "AI", "the", "", "2026", "，开放", "a b"]), min_size=1, max_size=12))
def test_lines_are_joined_as_one_after_the_other(lines: list[str]) -> None:
    """Joined at once, lines read as when each is put behind those before it; between Latin words stands a space."""
    text = "\n".join(lines)
    page, at, rows = Traced.read("page", text), 0, []
    for line in lines:
        rows.append(Fragment(page.cut(at, at + len(line))))
        at += len(line) + 1
    whole = rows[0].text
    for row in rows[1:]:
        one, two = whole.text[-1:], row.text.text[:1]
        latin = all(char.isascii() and char.isalpha() for char in (one, two))
        whole = join((whole, row.text), " " if latin else "")
    assert _paragraph(rows).text == whole
