"""Eight readers read the output of a mixed corpus as it is.

A reader that is not installed is skipped with a reason; CI installs all of them.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from running import rows

pytestmark = [pytest.mark.readers, pytest.mark.filterwarnings("ignore")]  # their own warnings are theirs
FILES = ("articles", "audit", "pages", "duplicates", "evidence")


def reader(name: str) -> Any:
    """A reader, or a skip."""
    return pytest.importorskip(name, reason=f"{name} is not installed: pip install --group readers")


def test_jsonschema(output: Path) -> None:
    """Every line of every file is as its schema says, formats too."""
    jsonschema = reader("jsonschema")
    for name in FILES:
        schema = json.loads((output / "schema" / f"{name}.schema.json").read_text("utf-8"))
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        for row in rows(output, f"{name}.jsonl"):
            validator.validate(row)


def test_pandas(exported: Path) -> None:
    """Pages are strings, dates are dates; JSON Lines and Parquet have the same articles."""
    pandas = reader("pandas")
    told = {row["id"]: row["page"] for row in rows(exported, "articles.jsonl")}
    lines = pandas.read_json(exported / "articles.jsonl", lines=True, dtype={"page": "str"})
    table = pandas.read_parquet(exported / "articles.parquet")
    assert list(lines["id"]) == list(table["id"]) == list(told)
    assert list(table["page"].dropna()) == [page for page in told.values() if page]
    assert {"3", "A3"} <= set(table["page"].dropna())


def test_polars(exported: Path) -> None:
    """All files: the types of late columns are known once all lines are looked at; Parquet needs no look."""
    polars = reader("polars")
    for name in FILES:
        if count := len(rows(exported, f"{name}.jsonl")):
            assert polars.read_ndjson(exported / f"{name}.jsonl", infer_schema_length=None).height == count
    table = polars.read_parquet(exported / "articles.parquet")
    assert table.schema["page"] == polars.String
    assert table.filter(polars.col("page") == "A3").height == 1


def test_duckdb(exported: Path) -> None:
    """SQL over the files, and into the metadata."""
    database = reader("duckdb").connect()
    for name in FILES:
        if count := len(rows(exported, f"{name}.jsonl")):
            query = f"select count(*) from read_json_auto('{exported / name}.jsonl')"
            assert database.execute(query).fetchone() == (count,)
    query = f"select metadata->>'licence' from '{exported / 'articles.parquet'}' where doc = 'dolma'"
    assert database.execute(query).fetchone() == ("CC BY 4.0",)


def test_datasets(exported: Path, tmp_path: Path) -> None:
    """The folder is a data set, by its card; JSON Lines alone are one too."""
    datasets = reader("datasets")
    count = len(rows(exported, "articles.jsonl"))
    for arguments in (
        {"path": str(exported)},
        {"path": "json", "data_files": str(exported / "articles.jsonl")},
        {"path": "json", "data_files": str(exported / "evidence.jsonl")},
    ):
        found = datasets.load_dataset(**arguments, split="train", cache_dir=str(tmp_path))
        assert "evidence" in found.column_names or (len(found), found[0]["id"]) == (
            count,
            rows(exported, "articles.jsonl")[0]["id"],
        )


def test_datatrove(exported: Path, tmp_path: Path) -> None:
    """Read, filter and written to Parquet; the types of the metadata are named."""
    reader("datatrove")
    pq = reader("pyarrow.parquet")
    import pyarrow as pa
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.filters import LambdaFilter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import ParquetWriter

    def flat(_: object, document: Any) -> dict[str, Any]:
        told = {key: document.metadata[key] for key in ("newspaper", "date", "page", "title")}
        return {"id": document.id, "text": document.text, **told}

    columns = pa.schema(
        [(name, pa.string()) for name in ("id", "text", "newspaper", "date", "page", "title")]
    )
    steps = [
        JsonlReader(str(exported), glob_pattern="articles.jsonl"),
        LambdaFilter(lambda document: document.metadata["language"] == "zh"),
        ParquetWriter(str(tmp_path / "out"), adapter=flat, schema=columns),
    ]
    LocalPipelineExecutor(steps, logging_dir=str(tmp_path / "log")).run()
    wanted = [row["id"] for row in rows(exported, "articles.jsonl") if row["language"] == "zh"]
    assert pq.read_table(tmp_path / "out").column("id").to_pylist() == wanted


@pytest.mark.spark
def test_spark(exported: Path) -> None:
    """Spark: JSON Lines and Parquet, and a field inside a field."""
    sql = reader("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        wanted = rows(exported, "articles.jsonl")
        assert session.read.json(str(exported / "articles.jsonl")).count() == len(wanted)
        table = session.read.parquet(str(exported / "articles.parquet"))
        assert table.filter("quality.characters > 0").count() == len(wanted)
    finally:
        session.stop()


@pytest.mark.parametrize("name", ["articles.jsonl", "dolma/documents/articles.jsonl.gz"])
def test_dolma(exported: Path, tmp_path: Path, name: str) -> None:
    """Dolma tags the articles as they are, and the exported documents, and finds those that stand twice."""
    command = os.environ.get("JIEBAN_DOLMA")
    if not command:
        pytest.skip("Dolma needs an environment of its own (numpy 1): name its command in JIEBAN_DOLMA")
    folder = tmp_path / "documents"
    folder.mkdir()
    articles = (exported / name).read_bytes()
    packed = articles if name.endswith(".gz") else gzip.compress(articles)
    (folder / "articles.jsonl.gz").write_bytes(packed)
    documents = f"{folder}/*.jsonl.gz"
    bloom = {"file": str(tmp_path / "bloom"), "size_in_bytes": 100_000, "read_only": False}
    bloom |= {"estimated_doc_count": 1000, "desired_false_positive_rate": 0.01}
    dedupe = {"name": "twice", "documents": {"key": "$.text", "attribute_name": "twice"}, "skip_empty": True}
    config = {"documents": [documents], "dedupe": dedupe, "bloom_filter": bloom, "processes": 1}
    (tmp_path / "dedupe.json").write_text(json.dumps(config), "utf-8")
    for arguments in (
        [
            "tag",
            "--documents",
            documents,
            "--taggers",
            "char_length_v1",
            "--experiment",
            "x",
            "--processes",
            "1",
        ],
        ["-c", str(tmp_path / "dedupe.json"), "dedupe"],
    ):
        done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
    wanted = [json.loads(line)["id"] for line in gzip.decompress(packed).splitlines()]
    for attribute in ("x", "twice"):
        (tags,) = (tmp_path / "attributes" / attribute).glob("*.gz")
        found = [json.loads(line) for line in gzip.decompress(tags.read_bytes()).splitlines()]
        assert [row["id"] for row in found] == wanted
