"""The time for a page grows with its size, not with its square; `bench/growth.py` has more."""

from __future__ import annotations

import pytest

from . import heavy

SIZE = 40_000  # bytes
WORST = 8  # times as long, for four times as much; the square would be 16
NOISE = 0.05  # seconds
TRIES = 4  # on a busy machine one may be slow by chance: the best of them counts


@pytest.mark.parametrize("name", heavy.UNITS)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    small: dict[str, float] = {}
    large: dict[str, float] = {}
    for _ in range(TRIES):
        for best, size in ((small, SIZE), (large, 4 * SIZE)):
            for kind, taken in heavy.seconds(name, size).items():
                best[kind] = min(taken, best.get(kind, taken))
        slow = {
            kind: (small[kind], taken)
            for kind, taken in large.items()
            if taken > WORST * small[kind] + NOISE
        }
        if not slow:
            break
    assert slow == {}
