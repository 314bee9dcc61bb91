"""Batches stay the same when pages are added elsewhere, and change with all that their result hangs on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import decision, write

from pipeline.run import planning, versions
from pipeline.run.files import Workplace
from pipeline.run.planning import Plan, make_plan
from pipeline.run.plans import load, save
from pipeline.values.decided import NO_VERDICTS, Verdicts
from pipeline.values.settings import EncodingSettings, InputSettings, Settings
from pipeline.values.verdicts import Verdict


def said(*lines: str) -> Verdicts:
    """Decisions by people."""
    return Verdicts(map(Verdict.model_validate_json, lines))


def fingerprints(plan: Plan) -> set[str]:
    return {batch.fingerprint for batch in plan.batches}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """600 pages in 20 folders, and one file of 600 lines."""
    files = {f"2026-01-{day:02}/{n:02}.txt": f"{day} {n}" for day in range(1, 21) for n in range(30)}
    lines = "".join(f'{{"text": "{n}"}}\n' for n in range(600))
    return write(tmp_path / "archive", {**files, "z.jsonl": lines})


def test_every_page_is_in_one_batch_in_order(archive: Path) -> None:
    """Batches hold every page once, in sorted order."""
    plan = make_plan(archive, Settings())
    paths = [entry.path for batch in plan.batches for entry in batch.entries]
    assert paths == sorted(paths)
    assert len(paths) == 600
    cut = [batch.lines for batch in plan.batches if batch.lines]
    firsts = [1, 129, 257, 385]
    assert [(lines.first, lines.count) for lines in cut] == [*((n, 128) for n in firsts), (513, 88)]


def test_added_page_changes_one_batch(archive: Path) -> None:
    """A page added in the middle leaves all batches but its own as they were."""
    before = fingerprints(make_plan(archive, Settings()))
    write(archive, {"2026-01-10/15b.txt": "new"})
    after = fingerprints(make_plan(archive, Settings()))
    assert len(before - after) <= 1
    assert len(after - before) <= 2


def test_appended_line_changes_one_batch(archive: Path) -> None:
    """A line added at the end leaves all batches but the last as they were."""
    before = fingerprints(make_plan(archive, Settings()))
    with (archive / "z.jsonl").open("a") as file:
        file.write('{"text": "new"}\n')
    assert len(before - fingerprints(make_plan(archive, Settings()))) == 1


@pytest.mark.parametrize("moved", [False, True])
def test_fingerprint_hangs_on_content_alone(archive: Path, moved: bool, tmp_path: Path) -> None:
    """The same pages elsewhere, or written anew, give the same plan."""
    before = make_plan(archive, Settings())
    other = tmp_path / "elsewhere" if moved else archive
    shutil.copytree(archive, tmp_path / "copy")
    shutil.rmtree(archive)
    shutil.move(tmp_path / "copy", other)
    assert make_plan(other, Settings()) == before


def test_fingerprint_changes_with_settings(archive: Path) -> None:
    """A setting that can change a page's rows changes every batch; the budget changes none."""
    plan = make_plan(archive, Settings())
    strict = Settings(input=InputSettings(quarantine_budget=0.5))
    other = Settings(encoding=EncodingSettings(punctuation_width=False))
    assert fingerprints(make_plan(archive, strict)) == fingerprints(plan)
    assert not fingerprints(make_plan(archive, other)) & fingerprints(plan)


def test_fingerprint_changes_with_code(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the code makes every batch anew."""
    plan = make_plan(archive, Settings())
    monkeypatch.setattr(versions, "code_version", lambda: "another")
    assert not fingerprints(make_plan(archive, Settings())) & fingerprints(plan)


@pytest.mark.parametrize("doc", ["2026-01-03/07", "z.jsonl#200", "某报/1"])
def test_decision_changes_the_batch_of_its_page_alone(archive: Path, doc: str) -> None:
    """A decision about a page, or a line with or without an id of its own, makes one batch anew."""
    with (archive / "z.jsonl").open("a") as file:
        file.write('{"text": "x", "id": "\\u67d0报/1"}\n')
    before = make_plan(archive, Settings())
    after = make_plan(archive, Settings(), said(decision(doc, "")))
    assert len(fingerprints(before) - fingerprints(after)) == 1
    assert after.fingerprint != before.fingerprint
    (kept,) = after.verdicts
    assert kept.doc == doc


def test_fingerprints_hang_on_what_was_decided(archive: Path) -> None:
    """Another answer makes a batch anew; the order of the file does not, nor do pages of another archive."""
    one, two = decision("2026-01-03/07", ""), decision("2026-01-03/08", "")
    plan = make_plan(archive, Settings(), said(one, two))
    assert make_plan(archive, Settings(), said(two, one)) == plan
    assert make_plan(archive, Settings(), said(two, one.replace("caption", "title"))) != plan
    plain = make_plan(archive, Settings(), NO_VERDICTS)
    assert make_plan(archive, Settings(), said(decision("elsewhere", ""))).fingerprint == plain.fingerprint


def test_code_version_leaves_out_the_shell() -> None:
    """What only prints does not make every page be computed again."""
    names = {name for name, _ in versions._code(Path(planning.__file__).parents[1], "")}
    assert {"run/planning.py", "records/models.py", "values/text.py"} <= names
    assert not names & {"cli/__init__.py", "review/explain.py", "evaluation/score.py"}


def test_shards_are_few_and_whole(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are no more shards than allowed, and together they hold every batch in order."""
    one = make_plan(archive, Settings())
    monkeypatch.setattr(planning, "MOST_SHARDS", 4)
    few = make_plan(archive, Settings())
    assert list(few.batches) == list(one.batches)
    assert 2 <= len(few.shards) <= 5


def test_plan_is_read_back(tmp_path: Path) -> None:
    """A plan comes back as it was kept, odd file names included."""
    root = write(tmp_path / "in", {"a.txt": "x", "b.jsonl": '{"text": "x"}\n'})
    (root / "\udcff.txt").write_bytes(b"x")
    plan = make_plan(root, Settings(), said(decision("a", "x"), decision("nowhere", "")))
    workplace = Workplace(tmp_path / "out")
    workplace.prepare()
    save(plan, workplace)
    assert load(plan.fingerprint, workplace) == plan


def test_plan_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    """What a plan keeps is relative to the input."""
    root = write(tmp_path / "in", {"a.txt": "x"})
    workplace = Workplace(tmp_path / "out")
    workplace.prepare()
    save(make_plan(root, Settings()), workplace)
    (kept,) = workplace.plans.iterdir()
    assert str(tmp_path) not in json.dumps(json.loads(kept.read_text()))


def test_blank_lines_fill_no_batch(tmp_path: Path) -> None:
    """A file of 200,000 blank lines and one page is cut into a few batches, not one for every 128 lines."""
    (tmp_path / "a.jsonl").write_bytes(b"\n" * 200_000 + b'{"text": "x"}\n')
    batches = list(make_plan(tmp_path, Settings()).batches)
    assert len(batches) == 4
    assert sum(batch.pages for batch in batches) == 200_001
