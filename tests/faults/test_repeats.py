"""Pages that repeat one thing ten thousand times: nothing is asked twice, and what is held at once is bounded."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates import copies
from pipeline.encoding import mistaken, stretches
from pipeline.encoding.glance import Glance
from pipeline.language import LanguageModel, model, openings
from pipeline.page import learned, strand
from pipeline.page.chain import scene
from pipeline.page.clues import measure
from pipeline.page.lines import _paragraph
from pipeline.page.splices import decide
from pipeline.page.topics import Topics
from pipeline.values.model import Fragment, Page
from pipeline.values.settings import DuplicateSettings, Settings
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


def test_open_ends_by_the_thousand_are_held_against_few_beginnings() -> None:
    """A line end behind every word: each end is asked about with fewer the more there are, none with more than 60."""
    with patch.object(strand, "_halves", lambda page: page.body):
        few, many = (len(strand.pairs(open_ends(times)).lefts) for times in (100, 10_000))
    assert few == 100 * 99 - sum(max(0, n - 60) + max(0, 99 - n - 60) for n in range(100))
    assert many <= strand._MOST + 10_000


def open_ends(times: int) -> strand.Strand:
    """A page of so many fragments that all end in mid-sentence."""
    text = "志愿者在河堤"
    shown = measure([Fragment(Traced.read("page", text))], LanguageModel.load())
    none = [False] * times
    return strand.Strand([text] * times, shown * times, ["body"] * times, none, none, Topics([]))


def test_language_model_is_asked_in_parts() -> None:
    """A hundred questions asked three at a time have the answers of a hundred asked together."""
    texts = [STORY[n : n + 9] for n in range(40)]
    asked = texts, texts[:7], [(one, two) for one in texts[:4] for two in texts]
    page = LanguageModel.load().adapted(texts)
    whole = page.answers(*asked), openings.opening_scores(texts)
    with patch.object(model, "_TOGETHER", 3), patch.object(openings, "_TOGETHER", 3):
        parts = page.answers(*asked), openings.opening_scores(texts)
    assert parts[1] == whole[1]
    for one, other in zip(parts[0], whole[0], strict=True):
        assert one == pytest.approx(other)


def test_fragments_by_the_thousand_are_decoded_in_parts() -> None:
    """Each part is decoded as a page of its own, what people said of its fragments included."""
    page = scene(
        Page("page", "# 植树\n\n本报讯 新馆下月开放。\n\n藏书四十万册。\n\n周一闭馆。\n"),
        Settings(),
    )
    settings = Settings().roles
    weights = learned.weights_of(settings.model, settings.sha256)
    said = replace(page, said={3: "caption"})
    with patch.object(learned, "_TOGETHER", 2):
        found = learned.decode(said, weights)
    assert [one.role for one in found][3] == "caption"
    assert found[:2] == learned.decode(page.part(0, 2), weights)
