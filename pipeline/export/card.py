"""The card of a Hugging Face data set: ``README.md`` with its configuration, its licence and its figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from pipeline.export.output import Output, licence, whole

_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
)
_KNOWN = {
    "cc0": "cc0-1.0", "cc0 1.0": "cc0-1.0", "cc by 4.0": "cc-by-4.0", "cc-by-4.0": "cc-by-4.0",
    "cc by-sa 4.0": "cc-by-sa-4.0", "cc-by-sa-4.0": "cc-by-sa-4.0", "cc by-nc 4.0": "cc-by-nc-4.0",
    "mit": "mit", "apache-2.0": "apache-2.0", "public domain": "pddl",
}  # fmt: skip
"""Licences as metadata name them, and as the Hub does."""


def write(output: Output, target: Path) -> None:
    """Write the card. It names ``articles.parquet`` where that is beside it, else ``articles.jsonl``."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    licences: Counter[str | None] = Counter()
    days: set[str] = set()
    languages: set[str] = set()
    for article in output.articles():
        kinds[article["kind"]] += 1
        licences[licence(article)] += 1
        counts["articles"] += 1
        counts["characters"] += (article["quality"] or {}).get("characters", 0)
        counts["repeats"] += article["duplicate_of"] is not None
        days |= {article["date"]} if article["date"] else set()
        languages |= {article["language"]} - {None, "und"}
    head = _head(counts["articles"], licences, sorted(languages) or ["zh"], target)
    with whole(target) as file:
        file.write(f"---\n{head}---\n\n{_body(counts, kinds, licences, sorted(days), output)}".encode())


def _head(articles: int, licences: Counter[str | None], languages: list[str], target: Path) -> str:
    data = "articles.parquet" if (target.parent / "articles.parquet").is_file() else "articles.jsonl"
    names = {_KNOWN.get((name or "").lower().strip()) for name in licences}
    told: dict[str, Any] = {
        "license": names.pop() if len(names) == 1 and None not in names else "other",
        "language": languages,
        "size_categories": [next((size for most, size in _SIZES if articles < most), "n>10M")],
        "task_categories": ["text-generation"],
        "tags": ["newspaper", "ocr", "jieban"],
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": data}]}],
    }
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


def _body(
    counts: Counter[str], kinds: Counter[str], licences: Counter[str | None], days: list[str], output: Output
) -> str:
    versions = output.manifest().get("versions", {})
    rows = [
        ("articles", f"{counts['articles']:,}"),
        ("visible characters", f"{counts['characters']:,}"),
        ("articles that repeat another", f"{counts['repeats']:,}"),
        ("days", f"{len(days):,}" + (f", {days[0]} to {days[-1]}" if days else "")),
        *((f"of kind `{kind}`", f"{count:,}") for kind, count in kinds.most_common()),
        *(
            (f"licence {name or 'not told'}", f"{count:,} articles")
            for name, count in licences.most_common(9)
        ),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        "# Newspaper articles\n\n"
        f"Articles of newspaper pages, made by jieban {versions.get('jieban', '')}: each with its title,\n"
        "byline and paragraphs, and where on which page they stood. `metadata` is JSON, as it came in.\n\n"
        f"| | |\n| --- | --- |\n{table}\n\n"
        "Licence: that of the pages; `metadata` and `source` say what was told of each. Please complete this card:\n"
        "who printed and scanned the pages, and who may use them.\n"
    )
