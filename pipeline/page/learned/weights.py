"""The weights of the decoder: fitted by ``jieban fit``, never set by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from pipeline.values.errors import UserError
from pipeline.values.settings import LEARNED

FILE = "roles.npz"
"""The weights that ship with the package; their header names the pages that they were fitted on."""


@dataclass(frozen=True)
class Weights:
    """The weights of the decoder.

    Attributes:
        signs, seams: the names of the columns that are weighed.
        rows: log-odds of each column of a fragment for each state, shape (signs, states).
        steps: log-odds of each column of a seam for each state with each below it, shape (seams, states, states).
        sure: (a, b): a role with log-odds x is as often right as ``a * x + b`` says (Platt 1999), on pages left out.
        header: the pages that they were fitted on.
    """

    signs: tuple[str, ...]
    seams: tuple[str, ...]
    rows: NDArray[np.float64]
    steps: NDArray[np.float64]
    sure: tuple[float, float] = (1.0, 0.0)
    header: Mapping[str, object] = field(default_factory=dict)

    def of_signs(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The rows of some columns, by name; a column that is newer than the weights has zeros."""
        return _by_name(self.rows, self.signs, names)

    def of_seams(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The same of columns of seams."""
        return _by_name(self.steps, self.seams, names)


def _by_name(values: NDArray[np.float64], known: Sequence[str], names: Sequence[str]) -> NDArray[np.float64]:
    if tuple(names) == tuple(known):
        return values
    places = {name: n for n, name in enumerate(known)}
    none = np.zeros(values.shape[1:])
    return np.stack([values[places[name]] if name in places else none for name in names])


@cache
def weights_of(model: str = "", sha256: str = "") -> Weights:
    """The weights of a file, read once; those that ship with the package if it has no name, or is called learned.

    Args:
        model: the path of the file.
        sha256: of the file: another file of that name is read anew.

    Raises:
        UserError: the file cannot be read, holds no weights, or has changed since it was named.
    """
    if model in ("", LEARNED):
        with files("pipeline.page.learned").joinpath(FILE).open("rb") as file:
            return read(file)
    try:
        held = Path(model).read_bytes()
        if sha256 and hashlib.sha256(held).hexdigest() != sha256:
            raise ValueError("it has changed since the run began")
        return read(BytesIO(held))
    except (OSError, ValueError, KeyError, BadZipFile) as problem:
        raise UserError(f"{model} holds no weights of jieban fit ({problem})") from None


def read(file: IO[bytes] | Path) -> Weights:
    """The weights of a file.

    Raises:
        ValueError: it is no file of weights.
    """
    with np.load(file) as data:
        header = json.loads(data["header"].tobytes())
        rows, steps = (data[name].astype(np.float64) for name in ("rows", "steps"))
    a, b = header.pop("sure", (1.0, 0.0))
    return Weights(tuple(header.pop("signs")), tuple(header.pop("seams")), rows, steps, (a, b), header)


def write(weights: Weights, path: Path) -> None:
    """Write a file of weights; the same weights make the same bytes."""
    header = {**weights.header, "signs": weights.signs, "seams": weights.seams, "sure": weights.sure}
    text = json.dumps(header, ensure_ascii=False, sort_keys=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            header=np.frombuffer(text.encode(), np.uint8),
            rows=weights.rows.astype(np.float32),
            steps=weights.steps.astype(np.float32),
        )
