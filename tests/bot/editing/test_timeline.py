"""Timelines: slots are trimmed, split and joined, and never overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editing import timeline
from bot.editing.timeline import Slot
from storage.moments import Moment

FIRST, LAST = 2000, 2030


def year(said: int | None) -> Moment | None:
    """Return the boundary at the beginning of a year."""
    return None if said is None else Moment.start(str(said), "Europe/Riga")


def slot(start: int | None, end: int | None, what: str) -> Slot[str]:
    """Return a slot between the beginnings of two years."""
    return Slot(year(start), year(end), what)


A = slot(None, None, "A")
BETWEEN = (slot(None, 2010, "A"), slot(2015, None, "C"))


@pytest.mark.parametrize(
    ("slots", "start", "end", "expected"),
    [
        ((), None, None, (slot(None, None, "B"),)),
        ((A,), None, None, (slot(None, None, "B"),)),
        ((A,), 2010, None, (slot(None, 2010, "A"), slot(2010, None, "B"))),
        ((A,), None, 2010, (slot(None, 2010, "B"), slot(2010, None, "A"))),
        (
            (A,),
            2010,
            2015,
            (slot(None, 2010, "A"), slot(2010, 2015, "B"), slot(2015, None, "A")),
        ),
        (BETWEEN, 2010, 2015, (BETWEEN[0], slot(2010, 2015, "B"), BETWEEN[1])),
        (BETWEEN, 2011, 2014, (BETWEEN[0], slot(2011, 2014, "B"), BETWEEN[1])),
        (
            BETWEEN,
            2005,
            2020,
            (slot(None, 2005, "A"), slot(2005, 2020, "B"), slot(2020, None, "C")),
        ),
    ],
)
def test_painting(
    slots: tuple[Slot[str], ...],
    start: int | None,
    end: int | None,
    expected: tuple[Slot[str], ...],
) -> None:
    """What is painted lies where it was put, and its neighbours are trimmed or split."""
    assert timeline.paint(slots, year(start), year(end), "B") == expected


def test_the_same_is_joined() -> None:
    """What touches a slot that carries the same becomes one with it."""
    slots = (slot(2000, 2010, "A"), slot(2020, 2030, "A"))
    assert timeline.paint(slots, year(2010), year(2020), "A") == (slot(2000, 2030, "A"),)


def test_removing_leaves_a_gap() -> None:
    """What is removed leaves nothing behind, and the rest as it was."""
    assert timeline.remove((A,), year(2010), year(2015)) == (
        slot(None, 2010, "A"),
        slot(2015, None, "A"),
    )
    assert timeline.remove(BETWEEN, year(2010), year(2015)) == BETWEEN
    assert timeline.remove(BETWEEN, None, None) == ()


def test_neighbours_of_an_instant() -> None:
    """What is held, what comes next and what came last are told apart at a boundary."""
    slots = (slot(2000, 2010, "A"), slot(2010, 2020, "B"))
    boundary = Moment.start("2010", "Europe/Riga").at
    held, later = timeline.at(slots, boundary), timeline.next_after(slots, boundary)
    last = timeline.last_before(slots, boundary)
    assert (held, later, last) == (slots[1], None, slots[1])


@pytest.mark.parametrize(
    ("start", "end", "full"),
    [(2000, 2020, True), (2005, 2015, True), (None, 2015, False), (2005, 2021, False)],
)
def test_gaps_are_seen(start: int | None, end: int | None, *, full: bool) -> None:
    """Slots that follow one another fill what lies between their outer ends, and no more."""
    slots = (slot(2000, 2010, "A"), slot(2010, 2020, "B"))
    assert timeline.fills(slots, year(start), year(end)) is full
    assert timeline.fills(BETWEEN, year(2005), year(2020)) is False


years = st.none() | st.integers(FIRST, LAST)
strokes = st.lists(st.tuples(years, years, st.sampled_from("ABC-")), max_size=8)


@given(strokes)
def test_any_strokes(painted: list[tuple[int | None, int | None, str]]) -> None:
    """After any strokes each year shows the last stroke over it, and slots never touch alike."""
    slots: tuple[Slot[str], ...] = ()
    shown = dict.fromkeys(range(FIRST - 1, LAST + 1), "-")
    for start, end, what in painted:
        if not timeline.forward(year(start), year(end)):
            continue
        if what == "-":
            slots = timeline.remove(slots, year(start), year(end))
        else:
            slots = timeline.paint(slots, year(start), year(end), what)
        first, last = FIRST - 1 if start is None else start, LAST + 1 if end is None else end
        shown |= dict.fromkeys(range(first, last), what)
    for said, what in shown.items():
        held = timeline.at(slots, Moment.start(f"{said}-07", "Europe/Riga").at)
        assert (held.what if held else "-") == what
    for earlier, later in pairwise(slots):
        assert earlier.end is not None
        assert later.start is not None
        assert earlier.end.at < later.start.at or earlier.what != later.what
