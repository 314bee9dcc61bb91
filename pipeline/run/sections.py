"""Our sections of ``luigi.cfg`` as Luigi knows sections: ``luigi.Config`` classes, one for each class of settings.

So each setting is a flag too (``--duplicates-threshold 0.5``), may stand in TOML, and may name the environment
(``threshold = ${THRESHOLD}``). Values are checked by pydantic, names by :mod:`pipeline.run.config`.
"""

from __future__ import annotations

from typing import Any

import luigi

from pipeline.run import config
from pipeline.values.settings import Settings

PLACE = "the configuration of Luigi"


class Setting(luigi.Parameter[Any]):
    """A setting as it is given; None where it is not."""

    def _get_value_from_config(self, section: str, name: str) -> Any:
        """As both commands read it."""
        keys = config.sections_of(luigi.configuration.get_config()).get(section, {})
        return keys.get(name, keys.get(name.replace("_", "-"), self._default))

    def _warn_on_wrong_param_type(self, param_name: str, param_value: Any) -> None:
        """Let Pydantic tell of the mistake."""


def _section(name: str, keys: list[str]) -> type[luigi.Config]:
    parameters: dict[str, Any] = {key: Setting(default=None) for key in keys}
    text = f"The section [{name}]: see ``pipeline/values/settings.py``."
    return type(name, (luigi.Config,), {**parameters, "__doc__": text, "__module__": __name__})


SECTIONS = {name: _section(name, sorted(config.OURS[name])) for name in Settings.model_fields}


def settings() -> Settings:
    """The settings that Luigi's configuration and flags hold.

    Raises:
        UserError: a key is unknown, or a value is not allowed.
    """
    config.check_names(config.sections_of(luigi.configuration.get_config()), PLACE)
    given = {name: section().param_kwargs for name, section in SECTIONS.items()}
    found = {
        name: {key: value for key, value in keys.items() if value is not None} for name, keys in given.items()
    }
    return config.settings_of(found, PLACE)
