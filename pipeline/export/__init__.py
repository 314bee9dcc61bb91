"""An output in the forms that other programs read: a table, a data set, a corpus.

A module an exporter; :data:`FORMS` names them. They are imported when they are needed.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from pipeline.values.errors import UserError


class Form(NamedTuple):
    """A form of the output: where it is written below the output folder, a file or a folder; and its purpose."""

    target: str
    help: str


FORMS = {
    "parquet": Form("articles.parquet", "typed columns, for pandas, polars, DuckDB, datasets"),
    "card": Form("README.md", "the card of a Hugging Face data set"),
    "csv": Form("articles.csv", "a table for spreadsheets"),
    "dolma": Form("dolma/documents", "documents of Dolma, packed"),
    "passim": Form("passim.jsonl", "documents of passim, which finds reprints"),
    "markdown": Form("markdown", "a file an article, with front matter"),
    "tei": Form("articles.tei.xml", "TEI P5, a teiCorpus"),
}
"""By the name of the module that writes it."""


def export(form: str, output: Path, target: Path | None = None) -> Path:
    """Write the articles of an output in another form; where they are is returned.

    Raises:
        UserError: there is no such output.
    """
    if not (output / "articles.jsonl").is_file():
        raise UserError(f"{output} holds no output of jieban run; name its folder")
    place = target or output / FORMS[form].target
    from pipeline.export.output import Output

    import_module(f"pipeline.export.{form}").write(Output(output), place)
    return place
