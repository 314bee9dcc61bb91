"""The wheel: all that the package reads is in it, and the READMEs' five commands go from it to a table."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

START = "    python -m venv venv\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    pytest.importorskip("hatchling", reason="the wheel is built by hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = (folder / "dist").glob("*.whl")
    return path


def steps(readme: str) -> list[str]:
    """The commands of a README's first screen."""
    text = (ROOT / readme).read_text("utf-8")
    lines = text[text.index(START) :].splitlines()
    return [line[4:] for line in lines[: next(n for n, line in enumerate(lines) if line[:4] != "    ")]]


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Every file of the package that git knows is in the wheel: code, rules, weights, the report's assets."""
    tracked = subprocess.run(
        ["git", "ls-files", "pipeline", "jieban"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("no checkout of git")
    assert {name for name in tracked if (ROOT / name).is_file()} <= set(zipfile.ZipFile(wheel).namelist())


def test_both_readmes_begin_with_the_same_five_commands() -> None:
    """The first screen of either README goes from the wheel to a data frame in five commands."""
    assert len(steps("README.md")) == 5
    assert steps("README.md") == steps("README.zh-CN.md")
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text("utf-8")
        assert text[: text.index(START)].count("\n") < 20


def test_five_commands_make_a_table(wheel: Path, tmp_path: Path) -> None:
    """The commands run one after the other, in an environment that has the wheel and not this checkout.

    What the wheel needs is lent by the environment of the tests; ``.ci/first-steps`` installs it, too.
    """
    pytest.importorskip("pyarrow", reason="the table is written by pyarrow")
    pytest.importorskip("pandas", reason="the table is read by pandas")
    shutil.copytree(wheel.parent, tmp_path / "dist")
    shutil.copytree(ROOT / "seeds", tmp_path / "PAGES")
    make, install, *others = steps("README.md")
    assert make.startswith("python -m venv")
    assert install.startswith("venv/bin/pip install")
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    packages = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(tmp_path / "venv"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, cwd=tmp_path)
    for command in others:
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    assert "title" in done.stdout
    assert "章瑜" in done.stdout or "rows" in done.stdout
