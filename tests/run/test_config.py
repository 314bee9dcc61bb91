"""luigi.cfg is checked: a name that nobody reads is an error with a suggestion."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest

from pipeline.run import config
from pipeline.values.errors import UserError
from pipeline.values.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def read(tmp_path: Path, text: str) -> config.Config:
    path = tmp_path / "luigi.cfg"
    path.write_text(text, encoding="utf-8")
    return config.read(path)


def test_shipped_file_holds_the_defaults() -> None:
    """What the shipped file says is what holds without it."""
    shipped = config.read(config.SHIPPED)
    assert shipped.settings == Settings()
    run = {"input_path": "seeds", "output_path": "output", "engine": "local", "master": "local[*,4]"}
    assert shipped.run == {**run, "decisions": "", "processes": "0"}


def test_file_of_the_repository_is_the_shipped_one() -> None:
    """There is one luigi.cfg, in the package; the repository's root leads to it."""
    assert (ROOT / "luigi.cfg").resolve() == config.SHIPPED.resolve()


def test_all_six_exit_codes_are_set() -> None:
    """Luigi exits with 0 for whatever has no code of its own."""
    shipped = configparser.ConfigParser()
    shipped.read(config.SHIPPED)
    codes = dict(shipped["retcode"])
    assert len(codes) == 6
    assert len(set(codes.values()) - {"0"}) == 6


def test_values_are_read(tmp_path: Path) -> None:
    """A section's keys become the fields of its settings; a percent sign is a percent sign."""
    found = read(tmp_path, "[encoding]\npunctuation_width = no\n[input]\npath_pattern = 100%(?P<page>x)\n")
    assert not found.settings.encoding.punctuation_width
    assert found.settings.input.path_pattern == "100%(?P<page>x)"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[encodings]\n", r"luigi.cfg: unknown section \[encodings\]; did you mean encoding\?"),
        ("[reprot]\nlargest = 1\n", r"unknown section \[reprot\]; did you mean report\?"),
        (
            "[encoding]\nleast_confidense = 1\n",
            r"unknown key least_confidense in \[encoding\]; did you mean least_",
        ),
        (
            "[core]\nlocal_schedular = true\n",
            r"unknown key local_schedular in \[core\]; did you mean local_scheduler",
        ),
        ("[retcode]\ntask_fail = 3\n", r"unknown key task_fail in \[retcode\]; did you mean task_failed\?"),
        ("[CleanCorpus]\noutput = x\n", r"unknown key output in \[CleanCorpus\]; did you mean output_path\?"),
        (
            "[encoding]\nleast_confidence = 2\n",
            r"\[encoding\] least_confidence = 2: Input should be less than or equal",
        ),
        (
            "[encoding]\npunctuation_width = maybe\n",
            r"\[encoding\] punctuation_width = maybe: Input should be a valid bool",
        ),
        ("[input]\nlargest_page = 0\n", r"\[input\] largest_page = 0: Input should be greater than 0"),
        ("[input]\npath_pattern = (\n", r"\[input\] path_pattern = \(: no regular expression \(missing \)"),
        ("[input]\npath_pattern = (?P<day>x)\n", r"the groups are newspaper, date and page, not day"),
        ("largest_page = 1\n", "is no ini file: File contains no section headers"),
        ("[input]\nlargest_page = 1\nlargest_page = 2\n", "is no ini file: .* already exists"),
    ],
)
def test_mistake_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    """Every mistake is told of in one line with the file, the place and, where there is one, the remedy."""
    with pytest.raises(UserError, match=words) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "key", ["default-scheduler-host", "default_scheduler_port", "scheduler_host", "workers"]
)
def test_keys_of_luigi_are_known(tmp_path: Path, key: str) -> None:
    """Luigi's own keys pass in any spelling that Luigi reads."""
    read(tmp_path, f"[core]\n{key} = 1\n[resources]\nanything = 1\n")


@pytest.mark.parametrize(
    "text",
    [
        "[s3]\naws_access_key_id = x\n",
        "[reports]\nfolder = x\n",
        "[core]\npythonpath = x\n[hdfs]\nclient = y\n",
        "[DEFAULT]\nlargest = none\n[report]\n",
    ],
)
def test_sections_of_others_are_their_business(tmp_path: Path, text: str) -> None:
    """What a team keeps in its luigi.cfg for Luigi's targets, its own tasks and by default is not looked at."""
    assert read(tmp_path, text).settings == Settings()


def test_values_may_name_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``${NAME}`` is what the environment says; a name that it lacks is a mistake."""
    monkeypatch.setenv("LEAST", "0.25")
    assert (
        read(tmp_path, "[encoding]\nleast_confidence = ${LEAST}\n").settings.encoding.least_confidence == 0.25
    )
    monkeypatch.delenv("LEAST")
    with pytest.raises(UserError, match="nonexisting environment variable LEAST"):
        read(tmp_path, "[encoding]\nleast_confidence = ${LEAST}\n")


def test_toml(tmp_path: Path) -> None:
    """A luigi.toml holds the same sections; what is none is one line."""
    path = tmp_path / "luigi.toml"
    path.write_text('[encoding]\npunctuation_width = false\n[CleanCorpus]\ninput_path = "in"\n[s3]\nx = 1\n')
    found = config.read(path)
    assert not found.settings.encoding.punctuation_width
    assert found.run == {"input_path": "in"}
    path.write_text("[encoding")
    with pytest.raises(UserError, match="is no TOML: "):
        config.read(path)


def test_settings_are_told_to_tasks_as_text() -> None:
    """Those that are no defaults, in a fixed order; what comes back is the same."""
    model = "pipeline/page/learned/roles.npz"
    changed = Settings.model_validate({"report": {"largest": 3}, "roles": {"model": model}})
    text = config.as_text(changed)
    assert text == '{"report":{"largest":3},"roles":{"model":"' + model + '"}}'
    assert config.of_text(text) == changed
    assert config.as_text(Settings()) == "{}"
    with pytest.raises(UserError, match="the settings x: "):
        config.of_text("x")


def test_missing_file_is_a_mistake(tmp_path: Path) -> None:
    """A file that is not there, or is no UTF-8, is told of."""
    with pytest.raises(UserError, match="cannot be read: No such file"):
        config.read(tmp_path / "nothing.cfg")
    (tmp_path / "gbk.cfg").write_bytes("[输入]".encode("gbk"))
    with pytest.raises(UserError, match="is no ini file"):
        config.read(tmp_path / "gbk.cfg")


def test_which_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that is named counts, else the environment's, the folder's, the package's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(config.VARIABLE)
    assert config.find() == config.SHIPPED
    (tmp_path / "luigi.cfg").touch()
    assert config.find() == Path("luigi.cfg")
    monkeypatch.setenv(config.VARIABLE, "other.cfg")
    assert config.find() == Path("other.cfg")
    assert config.find(Path("named.cfg")) == Path("named.cfg")
