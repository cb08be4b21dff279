"""The time for a page grows with its size, not with its square; `bench/growth.py` has more."""

from __future__ import annotations

import pytest

from . import heavy

SIZE = 40_000  # bytes
WORST = 8  # times as long, for four times as much; the square would be 16
NOISE = 0.1  # seconds
TRIES = 8  # on a busy machine one may be slow by chance


def slow(name: str) -> dict[str, tuple[float, float]]:
    """Return the kinds of page that took too long, with their seconds."""
    small, large = heavy.seconds(name, SIZE), heavy.seconds(name, 4 * SIZE)
    return {
        kind: (small[kind], taken)
        for kind, taken in large.items()
        if taken > WORST * small[kind] + NOISE
    }


@pytest.mark.parametrize("name", heavy.UNITS)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    tries = (slow(name) for _ in range(TRIES))
    found = next((found for found in tries if not found), "always too slow")
    assert found == {}, slow(name)
