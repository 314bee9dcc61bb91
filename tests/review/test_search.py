"""Searching, filtering and links of the report, in a real browser without a server."""

from __future__ import annotations

import pytest

from tests.review.conftest import HOSTILE, SCRIPT, SEEDS, Tab

pytestmark = pytest.mark.browser


def hits(tab: Tab, words: str, where: str = "all") -> list[str]:
    """What a search shows."""
    page = tab.open("index.html")
    page.goto(f"{tab.root}/search.html#q={words}&in={where}")
    page.reload()
    page.wait_for_selector("#found >> text=/found/")
    return [str(text) for text in page.locator("#hits li").all_text_contents()]


def test_headlines_names_words_and_reasons_are_found(tab: Tab) -> None:
    """Each is found where it is, and not where something else is asked for."""
    assert any("香飘万里" in hit for hit in hits(tab, "香飘万里", "title"))
    assert len(hits(tab, "王晓明", "names")) == 1
    assert not hits(tab, "王晓明", "title")
    assert hits(tab, "管网换了新的", "text")
    assert len(hits(tab, "管网 居民", "text")) == 1  # both words
    assert any(SEEDS[0].stem in hit for hit in hits(tab, "jump_line", "reasons"))
    assert any("晚报" in hit for hit in hits(tab, "2024-01-05"))


def test_markup_that_is_found_is_text(tab: Tab) -> None:
    """A script in a headline is shown in the list, not run."""
    found = hits(tab, "alert", "title")
    assert any(SCRIPT in hit for hit in found)
    assert HOSTILE.splitlines()[0][2:] in "".join(found)


def test_hit_leads_to_the_article(tab: Tab) -> None:
    """A click opens the page with the article lit; that address can be mailed."""
    hits(tab, "香飘万里", "title")
    tab.page.click("#hits a")
    tab.page.wait_for_selector(".art.chosen")
    assert "香飘万里" in tab.text(".art.chosen .title")
    assert "#a=" in tab.page.url


def test_filters_stand_in_the_address(tab: Tab) -> None:
    """What was typed and chosen in the overview is there again when the address is opened elsewhere."""
    page = tab.open()
    page.fill("#filter", SEEDS[0].stem[:5])
    page.select_option("#status", "cuts")
    other = Tab(page.context, tab.output)
    other.page.goto(page.url)
    assert other.page.input_value("#filter") == SEEDS[0].stem[:5]
    assert other.page.locator("tbody tr").count() == 1
    assert not other.troubles


def test_clusters_are_filtered(tab: Tab) -> None:
    """Groups of copies are narrowed down by kind, by how far apart they stand, and by words."""
    page = tab.open("duplicates.html")
    every = page.locator(".cluster:visible").count()
    assert every
    counts = []
    for kind in ("exact", "near", "contained", "passage"):
        page.select_option("#kind", kind)
        counts.append(page.locator(".cluster:visible").count())
        pairs = page.locator(f".cluster:visible .pair[data-kind={kind}]").count()
        assert bool(pairs) is bool(counts[-1])
    assert max(counts) <= every <= sum(counts)
    page.select_option("#kind", "")
    page.fill("#filter", "没有这样的字")
    assert page.locator(".cluster:visible").count() == 0


def test_link_to_a_place_opens_it(tab: Tab) -> None:
    """An address with a place in the source holds the stretch that stands there."""
    tab.open(SEEDS[0].stem)
    tab.page.goto(f"{tab.root}/{tab.files[SEEDS[0].stem]}#o34")
    tab.page.reload()
    held = tab.page.locator(".s.held")
    assert int(held.get_attribute("data-s")) <= 34 < int(held.get_attribute("data-e"))


def test_stale_report_says_so(tab: Tab) -> None:
    """Every file shows in words that the output has changed since it was made, in either language."""
    mark = tab.output / "report" / "state.svg"
    fresh = mark.read_text()
    try:
        mark.write_text(fresh.replace('width="1"', 'width="2"'))
        for name in ("index.html", "search.html", "duplicates.html", SEEDS[0].stem):
            tab.open(name).wait_for_selector("#stale >> text=/older than the output/")
    finally:
        mark.write_text(fresh)
    assert tab.open().locator("#stale").is_hidden()


def test_progress_and_calibration(tab: Tab) -> None:
    """Doubtful decisions that were decided are counted, and scores are held against what was decided."""
    page = tab.open(SEEDS[0].stem)
    page.evaluate("verdicts.ready")
    page.evaluate(
        """() => cards.filter((one) => one.querySelector("[data-verdict=accept]") && one.dataset.score < 0.8)
            .forEach((one) => decide(+one.dataset.n, "accept"))"""
    )
    done = page.evaluate("verdicts.number")
    page = tab.open()
    page.evaluate("verdicts.ready")
    assert f"{done} of " in tab.text("#progressed")
    assert "anonymous" in tab.text("#people")
    assert page.locator("#calibration circle").count() >= (done > 0)


def test_printed_table_keeps_all_columns(tab: Tab) -> None:
    """On paper, however narrow, every column of the overview stands; and every decision of a page."""
    page = tab.open()
    page.set_viewport_size({"width": 600, "height": 800})
    page.emulate_media(media="print")
    heads = page.locator("#table th")
    assert all(heads.nth(n).is_visible() for n in range(heads.count()))
    page = tab.open(SEEDS[0].stem)
    page.emulate_media(media="print")
    assert all(one.is_visible() for one in page.locator("#decisions .card").all()[:40])
