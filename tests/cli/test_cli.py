"""The command: what it prints, and with which code it ends."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, decision, write
from running import STORY

from pipeline import cli, records
from pipeline.run import config
from pipeline.values.settings import InputSettings

Jieban = Callable[..., subprocess.CompletedProcess[str]]
DOCS = ROOT / "docs" / "cli.md"
SHIPPED = ROOT / "pipeline" / "page" / "learned" / "roles.npz"


@pytest.fixture
def output(tmp_path: Path, plain_chain: None, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001
    """The output of a run over two pages and a bad one."""
    pages = {f"{n}.txt": f"标题{n}\n正文第{n}段。" for n in range(12)}
    lines = '{"id": "页:7", "text": "标题\\n正文。"}\n'
    write(tmp_path / "in", {**pages, "bad.md": b"", "lines.jsonl": lines})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUIGI_CONFIG_PATH", str(ROOT / "pipeline" / "luigi.cfg"))  # the command changes it
    assert cli.main(["run", "in", "--output", "out", "--workers", "1"]) == 0
    return tmp_path / "out"


def test_summary(output: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    """A run ends with what it did, a line for each figure where no person is looking."""
    assert cli.main(["run", "in", "--output", "out"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["pages: 14", "quarantined: 1", "files skipped: 0"]
    assert [line.split(":")[0] for line in lines[3:]] == [
        *(
            "articles",
            "joins",
            "splices cut",
            "duplicates",
            "characters kept",
            "characters dropped",
            "characters changed",
        ),
        *("characters flagged", "seconds", "output", "report"),
    ]


def test_summary_as_json(output: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    """``--json`` prints one object with the counts, ``--quiet`` nothing."""
    assert cli.main(["run", "in", "--output", "out", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pages"], told["quarantined"], told["skipped_by_kind"], told["done"]) == (14, 1, {}, True)
    assert cli.main(["run", "in", "--output", "out", "--quiet"]) == 0
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nothing"], "jieban: the input nothing does not exist; name a folder of pages, or a file"),
        (
            ["run", "in", "--config", "nothing.cfg"],
            "jieban: the configuration nothing.cfg cannot be read: No such",
        ),
        (
            ["run", "in", "--output", "in/out"],
            "jieban: the output in/out and the input in lie one in the other",
        ),
        (
            ["run", "in", "--output", "in/0.txt"],
            "jieban: the output in/0.txt and the input in lie one in the other",
        ),
        (
            ["run", "in", "--output", "out/run.json/x"],
            "jieban: the output folder out/run.json/x cannot be written",
        ),
        (["run", "in", "--decisions", "nothing.jsonl"], "jieban: the decisions nothing.jsonl cannot be read"),
        (["run", "in", "--decisions", "in/0.txt"], "jieban: the decisions in/0.txt lie in the input in, and"),
        (
            ["run", "in", "--decisions", "out/pages.jsonl"],
            "jieban: line 1 of out/pages.jsonl is no decision (question: Field required)",
        ),
        (["run", "in", "--workers", "none"], "jieban run: argument --workers: 'none' is no number above 0"),
        (
            ["run", "in", "--scheduler-host", "127.0.0.1", "--scheduler-port", "1"],
            "jieban: no luigid answers at 127.",
        ),
        (
            ["explain", "0", "--output", "in"],
            "jieban: in holds no output of jieban run; name the folder with",
        ),
        (
            ["explain", "nothing", "--output", "out"],
            "jieban: no page in out has the id 'nothing'; pages.jsonl",
        ),
        (["explain", "0:99", "--output", "out"], "jieban: 0 has 10 characters, counted from 0"),
        (
            ["schema", "article"],
            "jieban: no file of the output is called 'article'; there are articles, audit",
        ),
        (["score", "nothing", "out"], "jieban: nothing is no folder"),
        (["score", "in", "in"], "jieban: in holds no output of jieban run"),
        (
            ["evaluate", "nothing"],
            "jieban: nothing is no file of articles, one a line: [Errno 2] No such file",
        ),
        (
            ["run", "in", "--report", "false"],
            "jieban run: there is no option --report; did you mean --report-largest?; see jieban run --help",
        ),
        (
            ["run", "in", "--output=out", "--repot-largest=0"],
            "jieban run: there is no option --repot-largest; did you mean --report-largest?",
        ),
        (["export", "csv", "out", "again"], "jieban export: unexpected argument 'again'"),
        (["rum"], "jieban: argument COMMAND: invalid choice: 'rum'"),
        ([], "jieban: the following arguments are required: COMMAND"),
    ],
)
def test_mistake_is_one_line_and_code_2(
    output: Path,  # noqa: ARG001
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    """Every mistake of the user ends with one line that names cause and remedy, and exit code 2."""
    capsys.readouterr()
    try:
        code: object = cli.main(arguments)
    except SystemExit as end:
        code = end.code
    captured = capsys.readouterr()
    assert code == 2
    assert captured.err.startswith(words)
    assert captured.err.count("\n") == 1
    assert not captured.out


def test_decisions_that_do_not_fit_are_told_of(tmp_path: Path, jieban: Jieban) -> None:
    """The end of a run, and of one that has nothing to do, counts them and names the first three."""
    text = "# 标题\n\n正文第一段。\n"
    write(tmp_path / "in", {"a.txt": text, **{f"{n}.txt": text for n in range(10)}, "bad.txt": ""})
    fits = decision("a", text, start=text.index("正"), end=len(text) - 1, answer="body", verdict="accept")
    others = [decision("a", text, question="cut", answer="noise", verdict="accept"), decision("1", "other")]
    lost = [decision("nowhere", text), decision("bad", "")]
    write(tmp_path, {"d.jsonl": "".join([fits, *others, *lost])})
    for _ in range(2):
        done = jieban("run", "in", "--output", "out", "--decisions", "d.jsonl")
        assert done.returncode == 0
        assert "decisions by people: 5\n" in done.stdout
        assert done.stderr == (
            "jieban: 4 of 5 decisions no longer fit: role at bad:1:3 (the page is quarantined), role at "
            "nowhere:1:3 (the page is not there), 1:1:3 and 1 more; look at them again in the report, "
            "those of pages there are decision_without_place in audit.jsonl\n"
        )


def test_settings_are_flags(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A flag is a key of luigi.cfg; a value that is not allowed is one line."""
    assert (
        cli.main(
            ["run", "in", "--output", "out", "--workers", "1", "--duplicates-threshold", "0.6", "--quiet"]
        )
        == 0
    )
    assert '"threshold": 0.6' in (output / "manifest.json").read_text()
    capsys.readouterr()
    assert cli.main(["run", "in", "--output", "out", "--joins-least-score", "2"]) == 2
    assert capsys.readouterr().err.startswith(
        "jieban: the command line: [joins] least_score = 2: Input should be"
    )


def test_model_decides_in_every_step(tmp_path: Path, jieban: Jieban) -> None:
    """The manifest names the model that a run was told to take: the steps read it with the plan."""
    model = "mine.npz"
    write(tmp_path, {"in/1.txt": STORY, "mine.npz": SHIPPED.read_bytes()})
    assert jieban("run", "in", "--output", "out", "--workers", 1, "--model", model).returncode == 0
    assert json.loads((tmp_path / "out/manifest.json").read_bytes())["settings"]["roles"]["name"] == model


def test_explain_page(output: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    """A page is explained by how it was read, its articles and its audit."""
    capsys.readouterr()
    assert cli.main(["explain", "3", "--output", "out"]) == 0
    out = capsys.readouterr().out
    assert "3.txt, 24 bytes, 10 characters" in out
    assert "read as utf-8 (1.0), ok" in out
    assert "1 article " in out
    assert "标题3" in out
    assert "1 title, 1 body" in out


@pytest.mark.parametrize("place", ["3:5", "页:7:4"])
def test_explain_character(output: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:  # noqa: ARG001
    """A character is shown among its neighbours, with the block it stands in; an id may hold a colon."""
    capsys.readouterr()
    assert cli.main(["explain", place, "--output", "out"]) == 0
    out = capsys.readouterr().out
    assert "[文]" in out
    assert "kept: body of article " in out


def test_explain_what_is_in_no_article(output: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    """White space is said to be in no article; a quarantined page is explained by its reason."""
    capsys.readouterr()
    assert cli.main(["explain", "3:3", "--output", "out"]) == 0
    assert "white space or a Markdown mark" in capsys.readouterr().out
    assert cli.main(["explain", "bad", "--output", "out"]) == 0
    assert "it is empty" in capsys.readouterr().out


def test_explain_without_the_source(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the source has gone, a character is explained without its neighbours."""
    (output.parent / "in" / "3.txt").unlink()
    capsys.readouterr()
    assert cli.main(["explain", "3:5", "--output", "out"]) == 0
    assert "its source is not where the run read it" in capsys.readouterr().out


def test_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A schema is printed, or all of them are written as a run writes them."""
    assert cli.main(["schema", "articles"]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == "articles.jsonl"
    assert cli.main(["schema", "--output", str(tmp_path / "schema")]) == 0
    for name, content in records.schemas().items():
        assert (tmp_path / name).read_bytes() == content


def test_score(tmp_path: Path, capsys: pytest.CaptureFixture[str], jieban: Jieban) -> None:
    """The seeds' output is scored against their gold."""
    assert jieban("run", ROOT / "seeds", "--output", "out").returncode == 0
    assert cli.main(["score", str(ROOT / "tests" / "gold"), str(tmp_path / "out"), "--problems", "0"]) == 0
    figures = dict(line.split(": ") for line in capsys.readouterr().out.splitlines() if ": " in line)
    assert float(figures["conservation"]) == 1.0
    assert float(figures["faithful"]) == 1.0


def test_evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without articles enough to fill a page, evaluate says so."""
    write(tmp_path, {"articles.jsonl": '{"title": "题", "paragraphs": ["文。"], "script": "hans"}\n'})
    assert cli.main(["evaluate", str(tmp_path / "articles.jsonl"), "--pages", "1"]) == 2
    assert "no pages can be made of" in capsys.readouterr().err


def test_other_folder_without_configuration(tmp_path: Path, jieban: Jieban) -> None:
    """Where there is no luigi.cfg, the shipped one holds; nothing but the summary is printed."""
    write(tmp_path / "in", {"a.txt": "标题\n\n正文第一段。"})
    done = jieban("run", "in", PYTHONWARNINGS="error::DeprecationWarning:luigi")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "output" / "manifest.json").exists()


def test_failure_is_one_line_and_code_1(tmp_path: Path, jieban: Jieban) -> None:
    """Too many bad pages: the summary is printed, one line tells why, and the exit code is 1."""
    write(tmp_path / "in", {"a.txt": ""})
    done = jieban("run", "in", "--output", "out")
    assert done.returncode == 1
    assert done.stdout.startswith("pages: 1\nquarantined: 1\n")
    assert done.stderr.startswith(
        "jieban: 1 of 1 pages are quarantined, more than the 10% that quarantine_budget"
    )
    assert done.stderr.count("\n") == 1


def test_help_has_examples_that_can_be_run() -> None:
    """Each example of ``jieban --help`` is a command line that is taken."""
    examples = [line.strip().split("   ")[0] for line in cli._EXAMPLES.splitlines()[1:]]
    assert len(examples) >= 4
    for example in examples:
        assert cli.parser().parse_args(example.split()[1:]).command


def test_every_command_and_option_is_documented() -> None:
    """The page of documentation has a section for each command, which names all that it takes."""
    sections = {part.split("\n")[0]: part for part in DOCS.read_text(encoding="utf-8").split("\n## ")[1:]}
    commands = next(a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction)).choices
    assert list(sections) == [f"jieban {name}" for name in commands]
    for name, command in commands.items():
        for action in command._actions:
            names = action.option_strings or [str(action.metavar)]
            assert "--help" in names or names[-1] in sections[f"jieban {name}"]


def test_every_setting_of_the_input_is_documented() -> None:
    """The page about luigi.cfg names the keys of the input and of the run."""
    page = (ROOT / "docs" / "luigi.md").read_text(encoding="utf-8")
    for key in (*InputSettings.model_fields, *config.RUN):
        assert f"| `{key}` |" in page


def test_large_page_is_quarantined_without_being_read(tmp_path: Path, jieban: Jieban) -> None:
    """A page of 50 MB and a line of 10 million characters are quarantined; the rest is cleaned."""
    write(tmp_path / "in", {f"{n}.txt": f"标题{n}\n\n正文。" for n in range(20)})
    (tmp_path / "in" / "large.txt").write_bytes(b"x" * 50_000_000)
    (tmp_path / "in" / "long.jsonl").write_bytes(b'{"text": "' + "字".encode() * 10_000_000 + b'"}\n')
    done = jieban("run", "in", "--output", "out")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out" / "pages.jsonl").read_text().splitlines()]
    assert [row["doc"] for row in rows if row["status"] == "quarantined"] == ["large", "long.jsonl#1"]
    assert all("raise largest_page" in row["reason"] for row in rows if row["reason"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A shell is told every command and the forms of exports."""
    assert cli.main(["completion", shell]) == 0
    told = capsys.readouterr().out
    for word in ("explain", "export", "--output", "parquet"):
        assert word in told
