"""What says the same and is no copy, and what is broken as on real pages: the gold knows of each."""

from __future__ import annotations

from random import Random

from samples import ONE, THREE, TWO, page_of, printed, sample, texts

from pipeline.evaluation import columns, copies, fillers, lookalikes
from pipeline.evaluation.drafts import print_page


def test_quotes_stay() -> None:
    """A caption and a digest say what the story says, and nothing of them is removed."""
    story = sample()
    lookalikes.caption(story, Random(1))
    lookalikes.digest(story, Random(1))
    gold = printed(story)
    found = texts(gold)
    assert gold["removed"] == []
    quoted = [text for text in found if text.startswith(("图为", "■ "))]
    assert len(quoted) >= 2
    assert all(
        any(text.removeprefix("图为").removeprefix("■ ") in body for body in (ONE, TWO, THREE))
        for text in quoted
    )


def test_notices_differ() -> None:
    """Notices side by side differ in a few characters, and all of them stay."""
    for seed in range(12):
        page = page_of(sample())
        lookalikes.notices(page, Random(seed))
        gold = print_page(page)
        bodies = [
            "".join(texts(gold, n)) for n, one in enumerate(gold["articles"]) if one["kind"] == "notice"
        ]
        assert len(bodies) == len(set(bodies)) >= 2
        assert gold["removed"] == []


def test_echoes() -> None:
    """An echo is removed, its twin what was printed just before it; the paragraph stays whole."""
    removed = 0
    for seed in range(20):
        page = page_of(sample())
        copies.echoes(page, Random(seed))
        gold = print_page(page)
        assert texts(gold) == [ONE, TWO, THREE]
        for cut in gold["removed"]:
            assert cut["twin"][1] == cut["span"][0]
            assert cut["twin"][1] - cut["twin"][0] == cut["span"][1] - cut["span"][0]
        removed += len(gold["removed"])
    assert removed


def test_apart() -> None:
    """Halves of a paragraph stand apart, above or below, and the gold reads them in their order."""
    apart = set()
    for seed in range(12):
        one, others = sample(), [sample(), sample()]
        columns.break_line(one.lines, one.lines[2], Random(seed))
        page = page_of(one, *others)
        columns.apart(page, Random(seed))
        gold = print_page(page)
        article = next(found for found in gold["articles"] if len(found["paragraphs"][1]["spans"]) == 2)
        spans = article["paragraphs"][1]["spans"]
        assert "".join(gold["text"][start:end] for start, end in spans) == TWO
        apart.add(spans[0] < spans[1])
    assert apart == {True, False}


def test_lost_stops() -> None:
    """Some paragraphs are read without their last stop, which is in no gold text either."""
    ends = set()
    for seed in range(12):
        story = sample()
        columns.lost_stops(story, Random(seed))
        ends |= {text[-1] for text in texts(printed(story))}
    assert len(ends) > 1
    assert "。" in ends


def test_table() -> None:
    """A table is one paragraph of role ``table``, its cells parted by tabs."""
    story = sample()
    fillers.table(story, Random(1))
    gold = printed(story)
    table = next(part for part in gold["articles"][0]["paragraphs"] if part["role"] == "table")
    assert len(table["spans"]) >= 4
    assert all(gold["text"][start:end].count("\t") == 2 for start, end in table["spans"])
