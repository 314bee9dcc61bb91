"""The commands ``export``, ``verify`` and ``schema``: an output as files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.cli.parsing import FAILED, OK, Commands, Parser
from pipeline.values.errors import UserError


def add_export(commands: Commands[Parser]) -> None:
    """Add ``export`` to the command line."""
    from pipeline.export import FORMS

    forms = "\n".join(f"  {name:<9} {form.target:<18} {form.help}" for name, form in FORMS.items())
    export = commands.add_parser(
        "export",
        help="the articles of an output in another form: parquet, csv, dolma, …",
        description=f"Write the articles of an output in another form:\n\n{forms}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    export.add_argument("form", choices=list(FORMS), metavar="FORM", help=f"one of {', '.join(FORMS)}")
    export.add_argument(
        "output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT", help="default: output"
    )
    export.add_argument(
        "--target", type=Path, metavar="PATH", help="default: below the output, as listed above"
    )
    export.set_defaults(command=_export)


def _export(options: argparse.Namespace) -> int:
    from pipeline.export import export

    print(export(options.form, options.output, options.target))  # noqa: T201
    return OK


def add_verify(commands: Commands[Parser]) -> None:
    """Add ``verify`` to the command line."""
    verify = commands.add_parser("verify", help="check that an output is whole, and no character lost")
    verify.add_argument("output", nargs="?", type=Path, default=Path("output"), metavar="OUTPUT")
    verify.set_defaults(command=_verify)


def _verify(options: argparse.Namespace) -> int:
    from pipeline.review import report
    from pipeline.run.sums import read_manifest
    from pipeline.run.verify import verify

    faults = verify(options.output)
    if manifest := read_manifest(options.output):
        drawn = bool(manifest.settings["report"]["largest"])
        if told := report.fault(options.output, manifest.fingerprint, drawn):
            faults.append(f"{told}; the next run draws it again")
    for fault in faults:
        print(f"jieban: {fault}", file=sys.stderr)  # noqa: T201
    if not faults:
        print(f"{options.output} is whole: every character of every page is in one place")  # noqa: T201
    return FAILED if faults else OK


def add_schema(commands: Commands[Parser]) -> None:
    """Add ``schema`` to the command line."""
    schema = commands.add_parser("schema", help="the JSON Schema of a file of the output")
    schema.add_argument("file", nargs="?", metavar="FILE", help="such as articles; default: all")
    schema.add_argument("--output", type=Path, metavar="DIR", help="write all of them there")
    schema.set_defaults(command=_schema)


def _schema(options: argparse.Namespace) -> int:
    from pipeline import records

    schemas = records.schemas()
    if options.output:
        for name, content in schemas.items():
            path = options.output / Path(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return OK
    wanted = f"schema/{options.file}.schema.json"
    if options.file and wanted not in schemas:
        known = ", ".join(Path(name).name.split(".")[0] for name in schemas)
        raise UserError(f"no file of the output is called {options.file!r}; there are {known}")
    for name in [wanted] if options.file else schemas:
        print(schemas[name].decode(), end="")  # noqa: T201
    return OK
