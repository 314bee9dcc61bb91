"""Evidence that two halves are one article, in log-odds."""

from __future__ import annotations

from math import log, sqrt
from string import ascii_uppercase

import numpy as np

from pipeline.corpus.halves.halves import Half, Site, grams, written
from pipeline.language.table import shipped

AGREES, CONTRADICTS = 1.0, -4.0
"""Log-odds of a jump line that names the page the other half stands on (one of four to eight), or another:
one number in fifty is misread."""
UNMARKED = -4.0
"""Log-odds of a first half that has lost its 下转."""
UNDATED = -0.5
"""Log-odds of two pages that only their place says to be of one issue."""
BYLINE, OTHERS = 2.0, -3.0
"""Log-odds of a name that stands in both bylines, and of halves that different people signed."""
_WORDS = (3.3, 2.5, 0.05)
"""Constant, weight and floor of the log-odds of shared words. Fitted by logistic regression, with the headline,
to 230 true pairs and 373 false ones of 80 made issues; of the true ones one in ten is below -0.2 without
the headline, of the false ones one in twenty above -1."""
_HEADLINE = (3.0, -1.0)
"""Weight of the share of the second half's headline that the first one's holds, and constant: fitted, but
for the constant (-2.5 there), since real continuations more often than made ones have headlines of their own."""
_SAME, REPRINT = 6.5, -9.0
"""Log-odds of shared words above which both halves are one text, printed twice, and their log-odds of a join: of 124
true pairs of 60 made issues one is above (the others reach 5.8), of reprints of one story most are (7.5 to 9.2)."""


def evidence(first: Half, second: Half) -> dict[str, float | str]:
    """Weigh two halves: log-odds by name, and the rarest of the words that they share."""
    words, shared = _words(first, second)
    told = {
        "words": words,
        "reprint": REPRINT if words > _SAME else 0.0,
        "headline": _headline(f"{first.heads}\n{first.headings}", second.heads),
        "page_of_second": _page(first.continues_on, second.site.page),
        "page_of_first": _page(second.continued_from, first.site.page),
        "distance": _distance(first, second),
        "byline": _byline(first, second),
        "unmarked": 0.0 if first.continues_on else UNMARKED,
        "undated": 0.0 if first.site.date and second.site.date else UNDATED,
    }
    found: dict[str, float | str] = {name: value for name, value in told.items() if value}
    return found | ({"shared": shared} if shared else {})


def _words(first: Half, second: Half) -> tuple[float, str]:
    common = np.intersect1d(first.words, second.words, assume_unique=True)
    data = shipped()
    rare = {
        (text := written(gram)): log(data.characters / (data.table(text) + 0.5)) for gram in common.tolist()
    }
    constant, weight, floor = _WORDS
    share = sum(rare.values()) / sqrt(first.size * second.size + 1)
    best = sorted(rare, key=lambda text: (-rare[text], -len(text), text))[:3]
    return constant + weight * log(floor + share), "、".join(best)


def _headline(first: str, second: str) -> float:
    own = grams(second)
    if not len(own):
        return 0.0
    weight, constant = _HEADLINE
    return weight * len(np.intersect1d(own, grams(first), assume_unique=True)) / len(own) + constant


def _byline(first: Half, second: Half) -> float:
    """Log-odds of the names under the halves; most second halves are not signed again."""
    if not first.byline or not second.byline:
        return 0.0
    return BYLINE if first.byline & second.byline else OTHERS


def _page(named: str | None, stands: str | None) -> float:
    """Log-odds of the page that a jump line names and the page where the other half stands; A3 may be called 3."""
    if not named or not stands:
        return 0.0
    same = (
        named == stands or named == stands.lstrip(ascii_uppercase) or stands == named.lstrip(ascii_uppercase)
    )
    return AGREES if same else CONTRADICTS


def _distance(first: Half, second: Half) -> float:
    """Log-odds of halves that stand as many pages apart, in order, as their jump lines say; where no page is known."""
    named = (second.continued_from, first.continues_on)
    if first.site.page or second.site.page or not all(page and page.isdecimal() for page in named):
        return 0.0
    apart = second.site.number - first.site.number
    near = first.site.folder == second.site.folder
    return AGREES if near and int(named[1] or 0) - int(named[0] or 0) == apart else 0.0


def names(second: Half, site: Site) -> bool:
    """Whether a second half names a page, which is known."""
    return _page(second.continued_from, site.page) > 0
