"""Every word of the report in English and Chinese, and what people who cannot see well need of it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipeline.review.report.words import words
from tests.review.conftest import SEEDS, Tab

ASSETS = files("pipeline.review.report")
WORD = re.compile(r"""\bw\(\s*(\{[^}]*\}|"[^"]+")|\b(?:t|at|said)\(("[^"]+"(?:, "[^"]+")?)""")
FILES = ["index.html", "search.html", "duplicates.html", "relations.html", SEEDS[0].stem, SEEDS[1].stem]
LATIN, HAN = re.compile("[A-Za-z]{2}"), re.compile("[㐀-鿿]")
DATA = re.compile(
    r"<script>.*?</script>|标题|晚报|接版|（?(?:上接|下转)[^）]*）?|[0-9a-f]{8,}|\d{4}-\d\d-\d\dT\S+|\S+\.(?:jsonl?|txt|html)\b"
    r"|\bjieban(?: [a-z]+(?: --[a-z]+)?)?|\b(?:datasketch|ftfy|numpy|opencc|rapidfuzz|local|utf-8|JavaScript|MB)\b"
    r"|\b(?:Esc|Enter|IIIF)\b",
    re.IGNORECASE,
)
SEEN = """() => {
    const found = [];
    const seen = (one) => !one.closest("script, style, template, noscript, [lang]:not(html), pre, code, kbd");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const one = walker.currentNode;
        const told = one.textContent.trim();
        if (seen(one.parentElement) && told) found.push([told, one.parentElement.outerHTML.slice(0, 90)]);
    }
    for (const name of ["title", "aria-label", "placeholder", "alt"]) {
        for (const one of document.querySelectorAll(`[${name}]`)) {
            if (seen(one)) found.push([one.getAttribute(name), one.outerHTML.slice(0, 90)]);
        }
    }
    return found;
}"""
"""What a person reads or hears of a file, but for the text of the newspaper."""


def used() -> set[str]:
    """The keys that templates and scripts ask for by name."""
    keys: set[str] = set()
    for folder in ("templates", "assets"):
        for file in ASSETS.joinpath(folder).iterdir():
            content = file.read_text(encoding="utf-8")
            for found in WORD.finditer(content):
                told = re.findall(r'"([^"]+)"', found[1] or found[2])
                keys.add(told[-1] if found[1] is None and "at(" in found[0] else told[0])
            keys |= set(re.findall(r'data-w="([a-z_.]+)"', content))
    return keys


def test_every_word_has_both_languages() -> None:
    """Each entry has an English and a Chinese side, with the same values to be filled in, and none is the other."""
    for key, (english, chinese) in words().items():
        assert english, key
        assert chinese, key
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), key
        assert key in ("language", "language_hint") or not re.search("[㐀-鿿]", english), key
        assert (
            key == "language"
            or re.search("[㐀-鿿]", chinese)
            or not re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", chinese))
        ), key


def test_every_word_that_is_asked_for_is_there() -> None:
    """No template or script asks for a word that the vocabulary lacks."""
    asked = {key for key in used() if not key.endswith(("_", "."))}
    assert len(asked) > 100
    assert not {key for key in asked if key not in words()}


@pytest.mark.browser
@pytest.mark.parametrize("name", FILES)
def test_switch_leaves_no_word_of_the_other_language(tab: Tab, name: str) -> None:
    """After the button all that is read or heard is Chinese but for ids and numbers; after another it is English."""
    page = tab.open(name)
    page.evaluate("verdicts.ready")
    assert page.get_attribute("html", "lang") == "en"
    english = page.evaluate(SEEN)
    assert [one for one in english if HAN.search(without_data(one[0], tab)) and one[0] != "中文"] == []
    page.click("#tongue")
    assert page.get_attribute("html", "lang") == "zh-Hans"
    chinese = page.evaluate(SEEN)
    assert [one for one in chinese if LATIN.search(without_data(one[0], tab)) and one[0] != "English"] == []


def without_data(told: str, tab: Tab) -> str:
    """What is left of a text without what is no word of the report: ids, names, versions, digests, commands, keys."""
    for name in sorted(tab.files, key=len, reverse=True):
        told = told.replace(f"{name}.txt", "").replace(name, "")
    return DATA.sub("", told)


@pytest.mark.browser
def test_language_is_remembered(tab: Tab) -> None:
    """What was chosen holds in the next file."""
    tab.open().click("#tongue")
    assert "总览" in str(tab.open(SEEDS[0].stem).get_attribute(".home", "title"))


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FILES)
def test_axe_finds_nothing(tab: Tab, name: str, theme: str) -> None:
    """No file breaks a rule of WCAG 2.2 A or AA that axe can check, in light and dark, with a stretch at hand."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page = tab.open(name)
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    if name in tab.files:
        page.click("del.s >> nth=0")
    page.evaluate(script)
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    )
    told = [
        (rule["id"], node["target"], node["failureSummary"].splitlines()[1])
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
    assert told == []


@pytest.mark.browser
def test_focus_goes_in_the_order_of_the_page(tab: Tab) -> None:
    """Tab leads first to the skip link, then through the bar, then into the content, in the order of the file."""
    page = tab.open("index.html")
    page.evaluate("verdicts.ready")
    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert reached == sorted(reached)
    assert page.evaluate("document.activeElement.closest('main') !== null")
