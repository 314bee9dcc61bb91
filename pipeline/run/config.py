"""``luigi.cfg``: found, read and checked, for both commands alike."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.values.errors import UserError
from pipeline.values.settings import RolesSettings, Settings

NAME = "luigi.cfg"
SHIPPED = Path(__file__).parent.parent / NAME
VARIABLE = "LUIGI_CONFIG_PATH"
RUN = {
    "input_path",
    "output_path",
    "engine",
    "master",
    "decisions",
}  # keys of [CleanCorpus]: on what, not how
FREE = {"resources", "email", "smtp", "sendgrid"}  # sections of Luigi whose keys are not checked here
OLD_NAMES = {  # keys of [core] that are no parameters of it
    *("default_scheduler_host", "default_scheduler_port", "default_scheduler_url"),
    *("rpc_retry_attempts", "rpc_retry_wait", "rpc_connect_timeout", "rpc_log_retries"),
}


@dataclass(frozen=True)
class Config:
    """The settings of a configuration file."""

    settings: Settings
    run: dict[str, str]


def find(named: Path | None = None) -> Path:
    """The file that counts: the one named, else that of the environment, of this folder, of the package."""
    if named:
        return named
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    return Path(NAME) if Path(NAME).exists() else SHIPPED


def read(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        UserError: it cannot be read, a section or key is unknown, or a value is not allowed.
    """
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        parser.read_string(path.read_text(encoding="utf-8"), str(path))
    except OSError as problem:
        raise UserError(f"the configuration {path} cannot be read: {problem.strerror}") from None
    except (configparser.Error, UnicodeDecodeError) as problem:
        raise UserError(
            f"the configuration {path} is no ini file: {' '.join(str(problem).split())}"
        ) from None
    _check_names(parser, path)
    ours = {name: dict(parser[name]) for name in Settings.model_fields if parser.has_section(name)}
    try:
        settings = Settings.model_validate(ours)
    except ValidationError as problem:
        raise UserError(f"{path}: {_first(problem)}") from None
    return Config(settings, dict(parser["CleanCorpus"]) if parser.has_section("CleanCorpus") else {})


def with_model(configuration: Config, model: Path) -> Config:
    """The configuration with other weights of roles.

    Raises:
        UserError: the file cannot be read.
    """
    try:
        roles = RolesSettings(model=str(model))
    except ValidationError as problem:
        raise UserError(f"{model}: {problem.errors()[0]['msg'].removeprefix('Value error, ')}") from None
    return Config(configuration.settings.model_copy(update={"roles": roles}), configuration.run)


def _first(problem: ValidationError) -> str:
    error = problem.errors()[0]
    place, message = error["loc"], error["msg"].removeprefix("Value error, ")
    return (
        f"[{place[0]}] {place[1]} = {error['input']}: {message}"
        if len(place) > 1
        else f"[{place[0]}]: {message}"
    )


def _check_names(parser: configparser.ConfigParser, path: Path) -> None:
    known = dict(_sections())
    if parser.defaults():
        raise UserError(f"{path}: a [DEFAULT] section is not read; name the section that each key belongs to")
    for section in parser.sections():
        if section not in known:
            raise UserError(f"{path}: unknown section [{section}]{_suggestion(section, known)}")
        for key in parser[section]:
            if section not in FREE and key.replace("-", "_") not in known[section]:
                raise UserError(f"{path}: unknown key {key} in [{section}]{_suggestion(key, known[section])}")


def _suggestion(name: str, known: dict[str, set[str]] | set[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; did you mean {near[0]}?" if near else f"; known: {', '.join(sorted(known))}"


def _sections() -> Iterator[tuple[str, set[str]]]:
    """Every section that jieban or Luigi reads, with its keys."""
    for name, field in Settings.model_fields.items():
        assert field.annotation is not None
        yield name, set(field.annotation.model_fields)
    yield "CleanCorpus", RUN
    yield from _luigis_sections()
    yield from ((name, set()) for name in FREE)


def _luigis_sections() -> Iterator[tuple[str, set[str]]]:
    import luigi.retcodes  # not at the top: Luigi reads its configuration as it is imported

    tasks: list[Any] = [
        luigi.interface.core,
        luigi.worker.worker,
        luigi.scheduler.scheduler,
        luigi.retcodes.retcode,
        luigi.execution_summary.execution_summary,
    ]
    for task in tasks:
        keys = {key for key, _ in task.get_params()} | set(getattr(task, "ignore_unconsumed", ()))
        yield task.get_task_family(), keys | (OLD_NAMES if task is luigi.interface.core else set())


def complete_luigi() -> None:
    """Give Luigi the shipped value of every key of its own sections that nobody has set.

    Started in a folder without ``luigi.cfg``, Luigi would exit with 0 on failure.
    """
    import luigi.configuration

    shipped = configparser.ConfigParser(interpolation=None)
    shipped.read_string(SHIPPED.read_text(encoding="utf-8"))
    luigis = luigi.configuration.get_config()
    for section in ("core", "worker", "retcode"):
        for key, value in shipped[section].items():
            if not luigis.has_option(section, key):
                luigis.set(section, key, value)
