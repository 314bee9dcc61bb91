"""What holds of any engine."""

from __future__ import annotations

import pytest

from pipeline.engines import ENGINES


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_results_come_in_the_order_of_the_values(name: str) -> None:
    """An engine gives one result for each value, in their order; of no value, none."""
    engine = ENGINES[name]()
    assert engine.name == name
    assert list(engine.map(abs, [-3, 1, -2])) == [3, 1, 2]
    assert list(engine.map(abs, [])) == []
