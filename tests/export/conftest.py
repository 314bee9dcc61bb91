"""The output of a mixed corpus, and its exports, made once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mixed import fill, story
from running import clean

from pipeline.export import FORMS, export


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a file of every format, behind a hundred pages of which nothing is known."""
    folder = tmp_path_factory.mktemp("mixed")
    fill(folder / "in")
    rows = [{"text": f"{story(n % 10)}第{n}号。"} for n in range(120)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "in" / "0.jsonl").write_text(lines, "utf-8")
    clean(folder / "in", folder / "out")
    return folder / "out"


@pytest.fixture(scope="session")
def exported(output: Path) -> Path:
    """The same, in every form."""
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: pip install 'jieban[parquet]'")
    for form in FORMS:
        export(form, output)
    return output
