"""Short chains of states with scores, for the decoders."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Scores = NDArray[np.float64]


@st.composite
def chains(draw: st.DrawFn, ends: int = 0) -> tuple[Scores, ...]:
    """A short chain of a few states, some of which some places cannot have.

    Its rows, its seams, and as many scores of each state as ``ends`` says.
    """
    places, states = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    whole = st.integers(-9, 9).map(float)

    def scores(*shape: int) -> Scores:
        size = int(np.prod(shape))
        return np.array(draw(st.lists(whole, min_size=size, max_size=size))).reshape(shape)

    rows = scores(places, states)
    barred = scores(places, states) > 0
    barred[:, draw(st.integers(0, states - 1))] = False
    seams = scores(places - 1, states, states)
    return np.where(barred, -np.inf, rows), seams, *(scores(states) for _ in range(ends))
