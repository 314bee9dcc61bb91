"""The report in a real browser: it opens, filters, highlights, takes decisions, and lets nothing out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import driver
from pipeline.run import config
from pipeline.values import decided
from pipeline.values.model import Page
from pipeline.values.settings import Settings
from pipeline.values.text import Span
from tests.review.conftest import HOSTILE, SCRIPT, SEEDS, Tab, saved

pytestmark = pytest.mark.browser
JUMPED, TWICE = SEEDS[0].stem, SEEDS[1].stem  # a page with a jump line and an intruder, one with a copy


def docs(page: Any) -> list[str]:
    """The pages that the table shows."""
    return [str(link.text_content()) for link in page.locator("tbody a").all()]


def test_overview_lists_every_page_the_most_doubtful_first(tab: Tab) -> None:
    """Quarantined pages stand first, then those with the most decisions likely to be wrong."""
    page = tab.open()
    assert set(docs(page)) == set(tab.files)
    assert docs(page)[0] == "z-empty"
    doubts = [float(cell) for cell in page.locator("tbody td[data-key=doubt]").all_text_contents()][1:]
    assert doubts == sorted(doubts, reverse=True)


def test_table_filters_and_sorts(tab: Tab) -> None:
    """What is typed narrows the table down; a click on a head sorts it, another turns it."""
    page = tab.open()
    page.keyboard.press("/")
    page.keyboard.type(JUMPED[:5])
    assert docs(page) == [JUMPED]
    page.keyboard.press("Escape")
    page.select_option("#status", "quarantined")
    assert docs(page) == ["z-empty"]
    page.select_option("#status", "")
    page.click("[data-sort=characters]")
    down = docs(page)
    page.click("[data-sort=characters]")
    sizes = page.locator("tbody td[data-key=characters]").all_text_contents()
    assert docs(page)[-1] == down[0] == JUMPED
    assert [int(size.replace(",", "")) for size in sizes] == sorted(
        int(size.replace(",", "")) for size in sizes
    )


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem[:3])
def test_source_stands_as_it_was_read(tab: Tab, seed: Path) -> None:
    """Every character of the page is in the view, none more."""
    tab.open(seed.stem)
    assert tab.text("#text") == seed.read_text(encoding="utf-8")


def test_hover_tells_why_and_click_holds(tab: Tab) -> None:
    """To point at a cut shows its reason, in either language; a click keeps it, Escape lets go."""
    page = tab.open(JUMPED)
    page.hover("del.s >> nth=0")
    assert "jump line" in tab.text("#held")
    page.click("del.s >> nth=0")
    page.hover(".s.body >> nth=1")
    assert "jump line" in tab.text("#held")
    page.keyboard.press("l")
    assert "接版" in tab.text("#held b")
    assert "jump line" not in tab.text("#held")
    page.keyboard.press("Escape")
    assert page.locator("#inspector").is_hidden()


def test_jump_to_the_twin(tab: Tab) -> None:
    """From a copy that was cut one comes to the passage that is kept, along a line in the margin."""
    page = tab.open(TWICE)
    page.click("del.s >> nth=0")
    assert page.locator("#line path").get_attribute("d")
    twin = page.locator("#held .jump").first.get_attribute("data-at")
    page.keyboard.press("g")
    held = page.locator(".s.held")
    start, end = (int(held.get_attribute(name)) for name in ("data-s", "data-e"))
    assert start <= int(twin) < end
    assert "k" in held.get_attribute("class").split()


def test_frame_stays_where_it_is(tab: Tab) -> None:
    """Steps through a page scroll its panes, never the bar and the tabs out of sight."""
    page = tab.open(JUMPED)
    for key in ("j", "J", "J", "3", "j"):
        page.keyboard.press(key)
    assert page.evaluate("document.documentElement.scrollTop") == 0
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_article_lights_its_stretches_up(tab: Tab) -> None:
    """A click on an article marks all of its stretches in the source and no other."""
    page = tab.open(TWICE)
    page.click("#a1 .light")
    own = page.locator('.s[data-a="1"]').count()
    assert own > 3
    assert page.locator(".s.chosen").count() == own == page.locator('.s.chosen[data-a="1"]').count()


def test_seam_is_seen_and_leads_to_its_decision(tab: Tab) -> None:
    """Where paragraphs were joined a mark stands in the article; it shows what spoke for the join."""
    page = tab.open(JUMPED)
    page.click("button.seam >> nth=0")
    assert "join" in tab.text("#held .card.current")
    assert page.locator("#held .card.current .evidence li").count() > 1


def test_keyboard_alone(tab: Tab) -> None:
    """Doubtful decisions, acceptance, pages, tabs, help and theme are all reached by keys."""
    page = tab.open(JUMPED)
    page.keyboard.press("j")
    first = page.locator("#held .card.current").get_attribute("data-n")
    page.keyboard.press("j")
    assert page.locator("#held .card.current").get_attribute("data-n") != first
    page.keyboard.press("k")
    assert page.locator("#held .card.current").get_attribute("data-n") == first
    page.keyboard.press("3")
    assert page.locator("#decisions").is_visible()
    page.keyboard.press("?")
    assert page.locator("#helped").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("#helped", state="hidden")
    page.keyboard.press("t")
    page.wait_for_selector("html[data-theme=dark]")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{tab.files[TWICE]}")
    page.wait_for_selector("html[data-theme=dark]")


def test_decisions_are_saved_as_the_chain_reads_them(tab: Tab, tmp_path: Path) -> None:
    """A rejected cut, a role, a boundary and a join of a person's own land in decisions.jsonl and answer."""
    page = tab.open(JUMPED)
    page.click("del.s >> nth=0")
    page.keyboard.press("r")
    cut = [int(page.locator(".s.held").get_attribute(name)) for name in ("data-s", "data-e")]
    body = page.locator(".s.body >> nth=4")
    body.click()
    page.select_option("#held [data-role]", "heading")
    page.click("#own [data-own=boundary]")
    page.click("#own [data-own=join]")
    page.locator(".s.body >> nth=6").click()
    start, end = (int(body.get_attribute(name)) for name in ("data-s", "data-e"))
    target = int(page.locator(".s.body >> nth=6").get_attribute("data-s"))
    tab.open().wait_for_selector("#count >> text=/^4$/")
    rows = saved(tab, tmp_path)
    assert {row["by"] for row in rows} == {"anonymous"}
    source = Page(JUMPED, SEEDS[0].read_text(encoding="utf-8"))
    found = decided.load(tmp_path / "decisions.jsonl").for_page(source)
    assert found.of_cut(Span(JUMPED, cut[0], cut[1])).stays
    assert (role := found.of_role(Span(JUMPED, start, end)))
    assert role.answer == "heading"
    assert [(said.start, said.holds) for said in found.of("boundary")] == [(start, True)]
    assert [(said.start, said.end, said.holds) for said in found.of("join")] == [(end, target, True)]
    assert not found.outdated


def test_decision_changes_the_next_run(tab: Tab, tmp_path: Path) -> None:
    """A cut rejected in the page view and saved comes back in the next run, whose report names who did it."""
    page = tab.open(JUMPED)
    page.keyboard.press("?")
    page.fill("#by", "李编辑")
    page.keyboard.press("Escape")
    cut = page.locator("del.s", has_text="星星之火").first
    passage = str(cut.text_content())
    cut.click()
    page.keyboard.press("r")
    saved(tab, tmp_path)
    source = tmp_path / "in"
    source.mkdir()
    shutil.copy(SEEDS[0], source)
    found = []
    for file in (None, tmp_path / "decisions.jsonl"):
        request = driver.Request(source, tmp_path / "out", 1, decisions=file)
        done = driver.run(request, config.Config(Settings(), {}))
        assert done.unfit is None
        rows = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_text().splitlines()]
        found.append(sum(row["text"].count(passage.replace(",", "，")) for row in rows))
    assert found == [1, 2]  # the passage at home, and where it was read a second time
    again = Tab(page.context, tmp_path / "out").open(JUMPED)
    assert again.locator("del.s", has_text="星星之火").count() == 0
    assert "李编辑" in " ".join(again.locator("#decisions .card").all_text_contents())


def test_decision_can_be_taken_back(tab: Tab) -> None:
    """Undo leaves nothing to save; what was decided is still shown when the page is opened again."""
    page = tab.open(TWICE)
    page.click("del.s >> nth=0")
    page.keyboard.press("r")
    page.reload()
    page.wait_for_selector("#count >> text=/^1$/")
    page.click("del.s >> nth=0")
    assert "rejected" in tab.text("#held .verdict")
    page.keyboard.press("u")
    page.wait_for_selector("#count >> text=/^0$/")


@pytest.mark.parametrize("name", [SCRIPT, "index.html", "duplicates.html", "relations.html"])
def test_markup_in_a_page_is_text(tab: Tab, name: str) -> None:
    """A script in text, title, newspaper and id is shown, not run; so is an image with a handler."""
    page = tab.open(name)
    assert page.locator("img:not(#state)").count() == 0
    scripts = page.locator("script").all_text_contents()
    assert all("alert(1)</" not in script for script in scripts)
    if name == SCRIPT:
        assert tab.text("#text") == HOSTILE
        assert SCRIPT in tab.text(".where .doc")
        assert SCRIPT in tab.text(".art .title")
    elif name == "index.html":
        assert SCRIPT in docs(page)


def test_policy_forbids_every_request(tab: Tab) -> None:
    """The content-security policy stops requests, styles and scripts that are not the report's own."""
    page = tab.open()
    blocked = page.evaluate(
        """async () => {
            const seen = [];
            document.addEventListener("securitypolicyviolation", (e) => seen.push(e.effectiveDirective));
            try { await fetch("https://example.org/"); } catch { seen.push("failed"); }
            const image = new Image();
            image.src = "https://example.org/x.png";
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.head.append(script);
            await new Promise((done) => setTimeout(done, 200));
            return [seen, window.ran ?? false];
        }"""
    )
    assert {"connect-src", "failed", "img-src", "script-src-elem"} <= set(blocked[0])
    assert blocked[1] is False
    assert not [url for url in tab.requests if "example.org" in url]
    tab.troubles.clear()  # the console tells of what was stopped


@pytest.mark.parametrize("name", ["index.html", JUMPED, "duplicates.html", "relations.html"])
def test_phone_width_needs_no_sideways_scrolling(tab: Tab, name: str) -> None:
    """At 390 pixels nothing stands beyond the edge, and every part of a page is a tap away."""
    tab.page.set_viewport_size({"width": 390, "height": 800})
    page = tab.open(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if name == JUMPED:
        for part in ("articles", "decisions", "source"):
            page.click(f"[data-tab={part}]")
            assert page.locator(f"#{part}").is_visible()


def test_report_can_be_printed(tab: Tab) -> None:
    """On paper stand the source, the articles and the decisions, without the buttons."""
    page = tab.open(JUMPED)
    page.emulate_media(media="print")
    assert all(page.locator(f"#{part}").is_visible() for part in ("source", "articles", "decisions"))
    assert page.locator(".tools").is_hidden()


SELECT = """([text, start, end]) => {
    const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.textContent.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at + start);
        range.setEnd(walker.currentNode, at + end);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
}"""


CHOSEN = """async ([start, end]) => { // selectionchange comes later
    while (sel.start !== start || sel.end !== end) await new Promise(done => setTimeout(done));
}"""


def test_selection_is_given_a_role_cut_and_begun(tab: Tab, tmp_path: Path) -> None:
    """What is decided about selected characters names these very characters; by keyboard the whole stretch."""
    page = tab.open(JUMPED)
    page.evaluate("verdicts.ready")
    source = SEEDS[0].read_text(encoding="utf-8")
    body = page.locator(".s.body >> nth=4")
    start = int(body.get_attribute("data-s"))
    some = source[start : start + 8]
    body.focus()
    page.keyboard.press("Enter")
    page.evaluate(SELECT, [some, 2, 6])
    page.evaluate(CHOSEN, [start + 2, start + 6])
    page.click("[data-own=cut]")
    page.select_option("#ownrole", "title")
    page.click("[data-own=boundary]")
    page.fill("#names", "王小明 李平")
    page.keyboard.press("Enter")
    page.evaluate("verdicts.settled()")
    assert page.locator("#mine li").count() == 3  # one role took the place of the other
    rows = {(row["question"], row["answer"]): row for row in saved(tab, tmp_path)}
    assert set(rows) == {("role", "title"), ("boundary", "begins"), ("names", "王小明、李平")}
    title = rows["role", "title"]
    assert source[title["start"] : title["end"]] == some[2:6]
    assert title["exact"] is rows["boundary", "begins"]["exact"] is True
    assert people_load(tmp_path).docs == {JUMPED}
    page.locator("#mine button >> nth=0").click()
    page.wait_for_selector("#count >> text=/^2$/")


def test_one_role_for_stretch_after_stretch(tab: Tab, tmp_path: Path) -> None:
    """A role can be chosen twice in a row, and given again by a full stop; names shown are those at hand."""
    page = tab.open(JUMPED)
    page.evaluate("verdicts.ready")
    for n in (3, 4):
        page.locator(f".s.body >> nth={n}").click()
        page.select_option("#ownrole", "heading")
    page.locator(".s.body >> nth=5").click()
    page.keyboard.press(".")
    page.evaluate("verdicts.settled()")
    told = page.locator('.s[data-said="→ cross-head"]')
    assert told.count() == 3
    page.keyboard.press("l")
    assert page.locator('.s[data-said="→ 小标题"]').count() == 3
    page.keyboard.press("l")
    rows = saved(tab, tmp_path)
    assert [(row["question"], row["answer"]) for row in rows] == [("role", "heading")] * 3
    assert len({row["start"] for row in rows}) == 3
    page.fill("#names", "王小明")
    page.keyboard.press("Enter")
    page.locator(".s.body >> nth=3").click()
    assert page.input_value("#names") == ""
    page.locator(".s.body >> nth=5").click()
    assert page.input_value("#names") == "王小明"


def test_paragraph_is_parted_at_the_selection(tab: Tab, tmp_path: Path) -> None:
    """A paragraph begins with the characters that are chosen; with none chosen nothing is decided."""
    page = tab.open(JUMPED)
    page.evaluate("verdicts.ready")
    body = page.locator(".s.body >> nth=4")
    start = int(body.get_attribute("data-s"))
    body.focus()
    page.keyboard.press("Enter")
    page.click("[data-own=part]")
    assert page.locator("#mine li").count() == 0
    page.evaluate(SELECT, [SEEDS[0].read_text(encoding="utf-8")[start : start + 8], 2, 6])
    page.evaluate(CHOSEN, [start + 2, start + 6])
    page.click("[data-own=part]")
    page.evaluate("verdicts.settled()")
    (row,) = saved(tab, tmp_path)
    assert (row["question"], row["verdict"], row["exact"]) == ("join", "reject", True)
    assert row["start"] == row["end"] == start + 2
    assert page.locator("#mine li").count() == 1


def test_block_is_given_to_another_article(tab: Tab, tmp_path: Path) -> None:
    """A stretch belongs to the article that is clicked next, or is an item of its own; the later counts."""
    page = tab.open(JUMPED)
    page.evaluate("verdicts.ready")
    here, there = page.locator(".s.body >> nth=4"), page.locator(".s.body").last
    here.click()
    page.click("[data-own=home]")
    there.click()
    page.evaluate("verdicts.settled()")
    (row,) = saved(tab, tmp_path)
    assert (row["question"], row["verdict"]) == ("home", "set")
    assert int(row["answer"]) <= int(there.get_attribute("data-s"))
    page.click("[data-own=alone]")
    page.evaluate("verdicts.settled()")
    (row,) = saved(tab, tmp_path)
    assert row["answer"] == ""
    assert page.locator('.s[data-said="□"]').count() == 1


def test_lost_ends_are_set_and_taken_back(tab: Tab, tmp_path: Path) -> None:
    """One press says that the end of the article at hand is missing, another that it is there, undo neither."""
    page = tab.open(JUMPED)
    page.evaluate("verdicts.ready")
    article = page.locator('.art[data-lost=" "] >> nth=0').get_attribute("data-a")
    page.locator(f'.s.body[data-a="{article}"] >> nth=0').click()
    last = page.locator(f'.s.body[data-a="{article}"]').last
    for verdict in ("set", "reject"):
        page.click("[data-own=lost_tail]")
        page.evaluate("verdicts.settled()")
        (row,) = saved(tab, tmp_path)
        assert (row["question"], row["verdict"]) == ("lost_tail", verdict)
        assert row["start"] <= int(last.get_attribute("data-s")) < row["end"]
    assert page.locator("#mine li").count() == 1
    page.locator("#mine button").click()
    page.wait_for_selector("#count >> text=/^0$/")


def test_characters_are_chosen_by_keyboard(tab: Tab, tmp_path: Path) -> None:
    """Keys move both ends of what is chosen by a character; what is decided then is about these."""
    page = tab.open(JUMPED)
    page.evaluate("verdicts.ready")
    body = page.locator(".s.body >> nth=4")
    start, end = (int(body.get_attribute(name)) for name in ("data-s", "data-e"))
    body.focus()
    page.keyboard.press("Enter")
    for key in ("[", "[", "[", "{", "]", "]", "]", "}"):
        page.keyboard.press(key)
    page.evaluate(CHOSEN, [start + 2, end - 2])
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.evaluate("verdicts.settled()")
    (row,) = saved(tab, tmp_path)
    assert (row["answer"], row["start"], row["end"], row["exact"]) == ("furniture", start + 2, end - 2, True)


def people_load(folder: Path) -> decided.Verdicts:
    """What was saved, as a run reads it."""
    return decided.load(folder / "decisions.jsonl")
