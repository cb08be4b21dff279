"""Arithmetic of the look-alike: which article is where, its number and its time.

Nothing is stored. Articles come in rounds; one round gives every column as many articles as
its weight, in an order that differs from round to round. So the n-th newest article of a
column is found without looking at the others, however large the site.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import gcd

# Real numbers and days of the site's counter, so that ids look right for their time.
_COUNTER = (
    (date(2012, 7, 1), 1_270_128),
    (date(2016, 3, 1), 2_732_402),
    (date(2018, 3, 22), 3_866_000),
    (date(2020, 1, 15), 4_418_416),
    (date(2021, 12, 3), 5_012_721),
    (date(2023, 3, 15), 5_379_147),
    (date(2025, 11, 18), 5_868_885),
)
_MASK = (1 << 64) - 1


def mix(seed: int, number: int) -> int:
    """Return 64 well-mixed bits of two numbers (splitmix64): cheaper than a generator."""
    x = (seed * 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03 + 0x632BE59BD9B4E019) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def counter_on(day: date) -> int:
    """Return about what the site's article counter was on a day."""
    days = [known for known, _ in _COUNTER]
    at = min(max(bisect_left(days, day), 1), len(days) - 1)
    (d0, n0), (d1, n1) = _COUNTER[at - 1], _COUNTER[at]
    return max(100_000, n0 + (n1 - n0) * (day - d0).days // (d1 - d0).days)


class Numbers:
    """Ids and times of `count` articles between two days, both rising with k."""

    def __init__(self, seed: int, count: int, oldest: date, newest: date) -> None:
        if count < 1 or oldest >= newest:
            raise ValueError("at least one article, and the oldest day before the newest")
        self.count = count
        self._seed = seed
        self._first = counter_on(oldest)
        self._step = max(1, (counter_on(newest) - self._first) // count)
        self._start = datetime.combine(oldest, time())
        self._span = ((newest - oldest).days + 1) * 86_400 - 1

    def id(self, k: int) -> int:
        """Return the printed number of article k."""
        return self._first + k * self._step + mix(self._seed, k) % self._step

    def k(self, number: int) -> int | None:
        """Return which article has this printed number, if one has."""
        k = (number - self._first) // self._step
        return k if 0 <= k < self.count and self.id(k) == number else None

    def time(self, k: int) -> datetime:
        """Return when article k was published: denser towards the newest day.

        Nobody publishes at night: the 24 hours of a day are squeezed into 6:00 to 22:00.
        """
        jitter = mix(self._seed + 1, k) / 2**64
        age = 1 - (k + jitter) / self.count
        second = int(self._span * (1 - age * (0.15 + 0.85 * age)))
        day, rest = divmod(second, 86_400)
        return self._start + timedelta(days=day, seconds=6 * 3600 + rest * 2 // 3)


class Rounds:
    """Deals articles to slots: every slot gets one article of each round."""

    def __init__(self, seed: int, slots: int) -> None:
        self._seed = seed
        self.slots = slots
        self._factors = [n for n in range(1, slots + 1) if gcd(n, slots) == 1]
        self._inverse = {n: pow(n, -1, slots) if slots > 1 else 0 for n in self._factors}

    def _key(self, number: int) -> tuple[int, int]:
        bits = mix(self._seed + 2, number)
        return self._factors[bits % len(self._factors)], bits // 2**32 % self.slots

    def slot(self, k: int) -> int:
        """Return the slot that article k went to."""
        number, place = divmod(k, self.slots)
        factor, shift = self._key(number)
        return (place * factor + shift) % self.slots

    def _places(self, number: int, slots: Sequence[int]) -> list[int]:
        factor, shift = self._key(number)
        inverse = self._inverse[factor]
        return sorted(((slot - shift) * inverse % self.slots for slot in slots), reverse=True)

    def size(self, slots: Sequence[int], before: int) -> int:
        """Return how many of the first `before` articles went to these slots."""
        full, rest = divmod(before, self.slots)
        return full * len(slots) + sum(place < rest for place in self._places(full, slots))

    def newest(self, slots: Sequence[int], before: int, skip: int = 0) -> Iterator[int]:
        """Yield the articles of these slots, the newest first, after the first `skip`."""
        full, rest = divmod(before, self.slots)
        begun = [place for place in self._places(full, slots) if place < rest]
        yield from (full * self.slots + place for place in begun[skip:])
        rounds, inside = divmod(max(0, skip - len(begun)), len(slots))
        for number in range(full - 1 - rounds, -1, -1):
            for place in self._places(number, slots)[inside:]:
                yield number * self.slots + place
            inside = 0
