"""Parameters that all steps have: where the section of a step is silent, [CleanCorpus] holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import luigi
from luigi.parameter import _no_value

from pipeline.run.config import sections_of
from pipeline.run.remote import Place, is_url

T = TypeVar("T")
CORPUS = "CleanCorpus"


class OfCorpus(luigi.Parameter[T]):
    """A parameter that all steps have: where the section of a step is silent, [CleanCorpus] holds."""

    def _get_value_from_config(self, section: str, name: str) -> Any:
        found = sections_of(luigi.configuration.get_config())
        for keys in (found.get(section, {}), found.get(CORPUS, {})):
            for key in (name, name.replace("_", "-")):
                if key in keys:
                    return self.parse(str(keys[key]))  # type: ignore[no-untyped-call]
        return _no_value


class UrlOrPath(luigi.Parameter[Place]):
    """A URL, or a path that is made absolute, so that it is the same run from wherever it is started."""

    def normalize(self, x: Place) -> Place:
        """The URL as it is; the absolute path."""
        return x if is_url(x) else Path(x).absolute()


class PlaceOfCorpus(OfCorpus[Place], UrlOrPath):
    """Where pages are, or the output."""


class FileOfCorpus(OfCorpus[str]):
    """A path, made absolute; empty for none."""

    def normalize(self, x: str) -> str:
        """The absolute path."""
        return str(Path(x).absolute()) if x else ""


class ChoiceOfCorpus(OfCorpus[str], luigi.ChoiceParameter):
    """One of some words."""


class IntOfCorpus(OfCorpus[int], luigi.IntParameter):
    """A number."""
