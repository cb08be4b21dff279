"""The time for a page grows with its size, not with its square; `bench/growth.py` has more."""

from __future__ import annotations

import pytest

from . import heavy

SIZE = 25_000  # bytes
WORST = 8  # times as long, for four times as much
NOISE = 0.05  # seconds


def best(name: str, size: int) -> dict[str, float]:
    runs = [heavy.seconds(name, size) for _ in range(2)]
    return {kind: min(run[kind] for run in runs) for kind in runs[0]}


@pytest.mark.parametrize("name", heavy.UNITS)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    small, large = best(name, SIZE), best(name, 4 * SIZE)
    for kind, taken in large.items():
        assert taken < WORST * small[kind] + NOISE, (kind, small[kind], taken)
