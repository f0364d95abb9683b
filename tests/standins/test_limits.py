"""Sliding windows: no stretch of time ever holds more than its limit."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.standins.limits import MINUTE, SECOND, Limit, Limiter

pauses = st.lists(st.floats(0, 2), max_size=60)


class Ticking:
    """A limiter whose clock stands until it is moved."""

    def __init__(self, scale: float = 1.0) -> None:
        self.now = 1000.0
        self.limiter = Limiter()
        self.limiter.restart(scale)
        self.limiter.clock = lambda: self.now

    def take(self, *limits: Limit, after: float = 0.0, whose: str = "a") -> int:
        """Let time pass, then ask for one of a kind for each limit."""
        self.now += after
        return self.limiter.take({(f"kind {n}", whose): each for n, each in enumerate(limits)})


@given(pauses, st.integers(1, 5))
def test_no_stretch_holds_more_than_its_limit(after: list[float], most: int) -> None:
    """Whenever they come, any second has at most so many of those that went through."""
    ticking, limit = Ticking(), Limit(most, SECOND)
    through = [ticking.now for pause in after if not ticking.take(limit, after=pause)]

    most_in_a_second = max(
        (sum(start <= each < start + SECOND for each in through) for start in through), default=0
    )
    assert most_in_a_second <= most
    assert ticking.limiter.peak("kind 0") == most_in_a_second
    gaps = [later - earlier for earlier, later in pairwise(through)]
    assert ticking.limiter.gap("kind 0") == min(gaps, default=math.inf)


@given(pauses, st.integers(1, 5), st.sampled_from([0.5, 1.0, 7.0, 10.0]))
def test_who_waits_as_told_is_let_through(after: list[float], most: int, scale: float) -> None:
    """The seconds are always enough, at any scale, and never none."""
    ticking, limit = Ticking(scale), Limit(most, 3 * SECOND)
    for pause in after:
        wait = ticking.take(limit, after=pause)
        if wait:
            assert wait >= 1
            assert ticking.take(limit, after=wait) == 0


def test_what_one_window_refuses_no_other_counts() -> None:
    """A message that did not go leaves room for another one."""
    ticking, narrow, wide = Ticking(), Limit(1, SECOND), Limit(2, MINUTE)

    assert [ticking.take(narrow, wide, after=after) for after in (0, 0.5, 0.5)] == [0, 1, 0]
    assert ticking.take(narrow, wide, after=1) == 58
    assert ticking.limiter.refused == 2
    assert ticking.limiter.peak("kind 1") == 2


def test_each_has_a_window_of_its_own() -> None:
    """One chat does not slow another; the fullest and the quickest are told."""
    ticking, limit = Ticking(), Limit(2, SECOND)

    assert [ticking.take(limit, whose=whose) for whose in "abb"] == [0, 0, 0]
    assert ticking.limiter.peak("kind 0") == 2
    assert ticking.limiter.gap("kind 0") == 0


def test_scale_shortens_every_span() -> None:
    """At ten times the speed a minute is six seconds; gaps are told in the platform's own."""
    ticking, limit = Ticking(10), Limit(1, MINUTE)

    assert ticking.take(limit) == 0
    assert ticking.take(limit, after=2.5) == 4
    assert ticking.take(limit, after=3.5) == 0
    assert ticking.limiter.gap("kind 0") == 60


def test_nothing_seen_is_nothing_told() -> None:
    """Before anything came there is no peak and no gap, and so after a new start."""
    ticking = Ticking()
    ticking.take(Limit(1, SECOND))
    ticking.take(Limit(1, SECOND))
    ticking.limiter.restart()

    limiter = ticking.limiter
    assert (limiter.peak("kind 0"), limiter.gap("kind 0"), limiter.refused) == (0, math.inf, 0)
