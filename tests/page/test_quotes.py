"""Headlines keep the quotation marks that they were set with."""

from __future__ import annotations

import pytest
from prose import HARBOUR, TEA, TEA_TITLE, page

from pipeline.page.chain import clean_page
from pipeline.values.laws import check
from pipeline.values.model import Cleaned, Page
from pipeline.values.settings import Settings


def cleaned(headline: str, first: str = HARBOUR[0]) -> Cleaned:
    """A page of two stories, the first with this headline and first paragraph; both laws are checked."""
    text = page(f"# {headline}", "本报记者 王小明", first, *HARBOUR[1:], f"# {TEA_TITLE}", "李平", *TEA)
    done = clean_page(Page("p", text), Settings())
    check(done)
    return done


def quotations(done: Cleaned) -> list[str]:
    """The marks that the ledger says were made curly."""
    spans = [span for d in done.decisions if d.reason == "quotation" for span in d.spans]
    return [done.page.text[span.start : span.end] for span in spans]


@pytest.mark.parametrize("headline", ['渔港"新码头"开市', "渔港“新码头”开市", "渔港「新码头」开市"])
def test_headline_is_as_it_was_printed(headline: str) -> None:
    """A headline's marks are those of the page, straight, curly or cornered, and the ledger tells of no change."""
    done = cleaned(headline)
    assert str(done.articles[0].blocks[0].text) == headline
    assert quotations(done) == []


def test_running_text_gets_curly_marks() -> None:
    """In running text straight marks become curly, which the ledger tells; the headline's own stay straight."""
    done = cleaned('渔港"新码头"开市', '渔民都说"新码头"好。' + HARBOUR[0])
    title, _, body = done.articles[0].blocks[:3]
    assert str(title.text) == '渔港"新码头"开市'
    assert str(body.text).startswith("渔民都说“新码头”好。")
    assert quotations(done) == ['"', '"']


def test_headline_repaired_as_a_whole_keeps_both_laws() -> None:
    """A headline of mojibake with straight marks in it is what its ledger says it is."""
    done = cleaned('渔港"新码头"开市'.encode().decode("latin-1"))
    assert str(done.articles[0].blocks[0].text) == "渔港“新码头”开市"
