"""``luigi.cfg`` (or ``luigi.toml``): found, read and checked, for both commands alike."""

from __future__ import annotations

import configparser
import json
import os
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.values.errors import UserError
from pipeline.values.settings import LEARNED, Settings

NAME = "luigi.cfg"
SHIPPED = Path(__file__).parent.parent / NAME
VARIABLE = "LUIGI_CONFIG_PATH"
RUN = {"input_path", "output_path", "engine", "master", "decisions", "processes"}
"""Keys of [CleanCorpus]: the input and output, not the way."""

Sections = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Config:
    """The settings of a configuration file."""

    settings: Settings
    run: Mapping[str, str]


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
        UserError: it cannot be read, a key of our sections is unknown, or a value is not allowed.
    """
    try:
        text = path.read_text(encoding="utf-8")
        sections = _toml(text) if path.suffix == ".toml" else _ini(text, path)
    except OSError as problem:
        raise UserError(f"the configuration {path} cannot be read: {problem.strerror}") from None
    except (configparser.Error, UnicodeDecodeError) as problem:
        raise UserError(
            f"the configuration {path} is no ini file: {' '.join(str(problem).split())}"
        ) from None
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"the configuration {path} is no TOML: {problem}") from None
    check_names(sections, str(path))
    run = {key.replace("-", "_"): str(value) for key, value in sections.get("CleanCorpus", {}).items()}
    return Config(settings_of(sections, str(path)), run)


def _ini(text: str, path: Path) -> Sections:
    from luigi.configuration import LuigiConfigParser  # not at the top: Luigi reads its own as it is imported

    parser = LuigiConfigParser()
    parser.read_string(text, str(path))
    return sections_of(parser)


def _toml(text: str) -> Sections:
    return {name: table for name, table in tomllib.loads(text).items() if isinstance(table, dict)}


def sections_of(parser: Any) -> Sections:
    """The sections of one of Luigi's parsers; keys of [DEFAULT] are none of theirs."""
    if not isinstance(parser, configparser.ConfigParser) or getattr(parser, "data", None):
        return dict(parser.data)  # of a TOML file
    return {
        name: {
            key: _value(parser, name, key)
            if name in OURS
            else configparser.ConfigParser.get(parser, name, key, raw=True)
            for key in parser[name]
            if key not in parser.defaults()
        }
        for name in parser.sections()
    }


def _value(parser: configparser.ConfigParser, section: str, key: str) -> str:
    """A value, with ``${HOME}`` and the like put in; a percent sign that refers to nothing is a percent sign.

    Raises:
        UserError: the environment lacks a variable.
    """
    try:
        return configparser.ConfigParser.get(parser, section, key)  # Luigi's own warns of dashes
    except configparser.InterpolationError as problem:
        if hasattr(problem, "option") and "environment variable" in str(problem):
            raise UserError(str(problem)) from None
        return configparser.ConfigParser.get(parser, section, key, raw=True)


def settings_of(sections: Sections, place: str) -> Settings:
    """The settings that some sections hold.

    Raises:
        UserError: a value is not allowed.
    """
    ours = {
        name: {key.replace("-", "_"): value for key, value in sections[name].items()}
        for name in Settings.model_fields
        if name in sections
    }
    try:
        return Settings.model_validate(ours)
    except ValidationError as problem:
        raise UserError(f"{place}: {_first(problem)}") from None


def with_flags(configuration: Config, given: Mapping[str, str]) -> Config:
    """The configuration with other values of some settings, by their flags.

    Example:
        >>> with_flags(Config(Settings(), {}), {"duplicates.threshold": "0.6"}).settings.duplicates.threshold
        0.6

    Raises:
        UserError: a value is not allowed.
    """
    values = json.loads(as_text(configuration.settings))
    for name, value in given.items():
        section, _, key = name.partition(".")
        values.setdefault(section, {})[key] = value
    return Config(settings_of(values, "the command line"), configuration.run)


def flags() -> Iterator[tuple[str, str]]:
    """Give each setting that a flag may set, and the flag: the same for ``luigi`` and for ``jieban run``.

    Example:
        >>> dict(flags())["duplicates.threshold"]
        '--duplicates-threshold'
    """
    for section in Settings.model_fields:
        for key in sorted(OURS[section] - {"name", "sha256"}):
            yield f"{section}.{key}", f"--{section}-{key.replace('_', '-')}"


def as_text(settings: Settings) -> str:
    """The settings that are no defaults, as a task takes them.

    Example:
        >>> as_text(Settings.model_validate({"duplicates": {"threshold": 0.5}}))
        '{"duplicates":{"threshold":0.5}}'
    """
    changed = settings.model_dump(mode="json", exclude_defaults=True, exclude={"roles"})
    if settings.roles.model != LEARNED:
        changed["roles"] = {"model": settings.roles.model}
    kept = {name: values for name, values in changed.items() if values}
    return json.dumps(kept, separators=(",", ":"), sort_keys=True)


def of_text(text: str) -> Settings:
    """The settings that :func:`as_text` gave.

    Raises:
        UserError: it is something else.
    """
    try:
        return Settings.model_validate_json(text)
    except ValidationError as problem:
        raise UserError(f"the settings {text}: {_first(problem)}") from None


def _first(problem: ValidationError) -> str:
    error = problem.errors()[0]
    place, message = error["loc"], error["msg"].removeprefix("Value error, ")
    if not place:
        return message
    if len(place) == 1:
        return f"[{place[0]}]: {message}"
    return f"[{place[0]}] {place[1]} = {error['input']}: {message}"


def check_names(sections: Sections, place: str) -> None:
    """Find names that nobody reads: any key of our sections, and any section with nearly the name of one or of Luigi's.

    Other sections, such as [s3], are somebody else's.

    Raises:
        UserError: there is one; the message suggests another.
    """
    luigis = dict(_luigis_sections())
    for name, keys in sections.items():
        if name in OURS:
            _check_keys(name, keys, OURS[name], place)
        elif name in luigis:
            _check_keys(name, (key for key in keys if _near(key, luigis[name], 0.8)), luigis[name], place)
        elif (near := _near(name, OURS, 0.75)) and {key.replace("-", "_") for key in keys} <= OURS[near]:
            raise UserError(f"{place}: unknown section [{name}]; did you mean {near}?")


def _check_keys(section: str, keys: Collection[str] | Iterator[str], known: set[str], place: str) -> None:
    for key in keys:
        if key.replace("-", "_") not in known:
            near = _near(key, known)
            advice = f"did you mean {near}?" if near else f"known: {', '.join(sorted(known))}"
            raise UserError(f"{place}: unknown key {key} in [{section}]; {advice}")


def _near(name: str, known: Collection[str], least: float = 0.6) -> str | None:
    """Guess the name that was meant; ``least`` is a ratio of :mod:`difflib`, its own by default."""
    return next(iter(get_close_matches(name.replace("-", "_"), known, 1, cutoff=least)), None)


def _ours() -> Iterator[tuple[str, set[str]]]:
    for name, field in Settings.model_fields.items():
        assert field.annotation is not None
        yield name, set(field.annotation.model_fields)
    yield "CleanCorpus", RUN
    for name in ("CleanDay", "CleanIssue"):
        yield name, {"input_path", "output_path", "folder"}


OURS = dict(_ours())
"""Our sections, with their keys."""

OLD_NAMES = {  # keys of [core] that are no parameters of it
    *("default_scheduler_host", "default_scheduler_port", "default_scheduler_url"),
    *("rpc_retry_attempts", "rpc_retry_wait", "rpc_connect_timeout", "rpc_log_retries"),
}


def _luigis_sections() -> Iterator[tuple[str, set[str]]]:
    """Luigi's own, where it tells no misspelt key: with ``task_fail`` in [retcode] it exits with 0 on failure."""
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
