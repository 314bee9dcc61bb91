"""Short chains of states with scores, for the decoder."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Scores = NDArray[np.float64]


@st.composite
def chains(draw: st.DrawFn) -> tuple[Scores, Scores]:
    """A short chain of a few states, some of which some places cannot have: its rows and its seams."""
    places, states = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    whole = st.integers(-9, 9).map(float)

    def scores(*shape: int) -> Scores:
        size = int(np.prod(shape))
        return np.array(draw(st.lists(whole, min_size=size, max_size=size))).reshape(shape)

    rows = scores(places, states)
    barred = scores(places, states) > 0
    barred[:, draw(st.integers(0, states - 1))] = False
    seams = scores(places - 1, states, states)
    return np.where(barred, -np.inf, rows), seams
