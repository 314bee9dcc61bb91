"""Decisions are not lost: taken at speed, over pages left, reloaded and killed, in two windows at once."""

from __future__ import annotations

import json
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.review.conftest import SEEDS, Tab, saved

pytestmark = pytest.mark.browser

DECIDE = """([seed, count, first]) => {
    const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const open = cards.filter((one) => one.querySelector("[data-verdict=accept]"));
    const taken = [];
    let chance = seed;
    for (let n = 0; n < count; n += 1) {
        const one = open[(first + n) % open.length];
        chance = (chance * 48271) % 2147483647;
        const key = one.dataset.q === "role" ? "au"[chance % 2] : "aru"[chance % 3];
        current = +one.dataset.n;
        press(key);
        const verdict = { a: "accept", r: "reject", u: "undo" }[key];
        taken.push([one.dataset.q, +one.dataset.start, +one.dataset.end, verdict]);
    }
    return taken;
}"""
"""Decides on one card of the page after the other by keys, without a pause, and tells what was decided."""

Said = dict[tuple[str, str, int, int], str]


def decide(page: Any, doc: str, told: Said, count: int, first: int = 0) -> None:
    """Take decisions on the page that is open, and note them."""
    for question, start, end, verdict in page.evaluate(DECIDE, [random.randrange(1, 10**9), count, first]):
        told[doc, question, start, end] = verdict


def kept(tab: Tab, tmp_path: Path) -> Said:
    """What the browser saves, by what it is about."""
    rows = saved(tab, tmp_path)
    return {(r["doc"], r["question"], r["start"], r["end"]): r["verdict"] for r in rows}


def kill(page: Any) -> None:
    """End the process that shows a page, as the system does when memory is short."""
    session = page.context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):  # only a page that is told to be dead can be closed
        for process in processes:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)
    session.detach()
    page.close()


def test_two_thousand_decisions_survive(tab: Tab, tmp_path: Path) -> None:
    """2,000 decisions with pages left by key, reloaded and killed at once after the last one: none is lost."""
    told: Said = {}
    for n in range(40):
        one, two = (SEEDS[m % len(SEEDS)].stem for m in (n, n + 1))
        page = tab.open(one)
        decide(page, one, told, 25, first=10 * n)
        if n % 4 == 0:
            page.reload()
        elif n % 4 == 1:
            kill(page)
            tab.renew()
        elif two != SEEDS[0].stem:
            page.keyboard.press("n")
            page.wait_for_url(f"**/{tab.files[two]}")
            decide(page, two, told, 25, first=10 * n)
            continue
        decide(tab.open(two), two, told, 25, first=10 * n)
    tab.open()
    tab.page.evaluate("verdicts.ready")
    assert len(told) > 300
    assert kept(tab, tmp_path) == told


def test_left_at_once_by_link_key_and_address(tab: Tab, tmp_path: Path) -> None:
    """Reject, next page, decide there, and the overview: nothing is lost though nobody waits."""
    told: Said = {}
    for n in range(30):
        page = tab.open(SEEDS[0].stem)
        decide(page, SEEDS[0].stem, told, 1, first=n)
        page.keyboard.press("n")
        page.wait_for_url(f"**/{tab.files[SEEDS[1].stem]}")
        decide(page, SEEDS[1].stem, told, 1, first=n)
        page.click(".home")
        page.wait_for_url("**/index.html")
    page.evaluate("verdicts.ready")
    assert kept(tab, tmp_path) == told


def test_two_windows_lose_nothing(tab: Tab, tmp_path: Path) -> None:
    """Two windows on one page, each deciding what the other does not: both see all of it in the end."""
    other = Tab(tab.page.context, tab.output)
    pages = [one.open(SEEDS[0].stem) for one in (tab, other)]
    told: Said = {}
    for n in range(40):
        decide(pages[n % 2], SEEDS[0].stem, told, 3, first=3 * n)
    live = sum(verdict != "undo" for verdict in told.values())
    for one in (tab, other):
        while one.page.evaluate("Object.keys(verdicts.all()).length") != live:
            one.page.wait_for_timeout(50)  # until the other window's last ones have been seen
        one.page.wait_for_selector(f"#count >> text=/^{live}$/")
        assert kept(one, tmp_path) == told
    assert not other.troubles


def test_written_to_a_file_at_once(tab: Tab) -> None:
    """Where the browser can write files, the one that was chosen holds every decision as soon as it is kept."""
    page = tab.open(SEEDS[0].stem)
    page.evaluate(
        """() => {
            window.content = "";
            const file = { write: (text) => { file.text = text; }, close: () => { window.content = file.text; } };
            const granted = async () => "granted";
            const handle = { name: "decisions.jsonl", createWritable: async () => file,
                queryPermission: granted, requestPermission: granted, toJSON: null };
            window.showSaveFilePicker = async () => handle;
        }"""
    )
    page.click("#file")
    told: Said = {}
    decide(page, SEEDS[0].stem, told, 60)
    page.evaluate("verdicts.settled()")
    rows = [json.loads(line) for line in page.evaluate("content").splitlines()]
    assert {(r["doc"], r["question"], r["start"], r["end"]): r["verdict"] for r in rows} == told
    assert page.get_attribute("#file", "aria-pressed") == "true"
