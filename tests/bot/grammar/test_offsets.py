"""OFFSETS: how long before an event, read from the end of a line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import LongOffset, ManyOffsets, Offset, Unit, ZeroOffset, take_offsets
from bot.grammar.errors import GrammarError
from bot.grammar.offsets import LONGEST, MOST

offsets = st.sampled_from(Unit).flatmap(
    lambda unit: st.integers(1, 52).map(lambda count: Offset(count, unit))
)


@pytest.mark.parametrize(
    ("line", "rest", "found"),
    [
        ("summit 7d 1d 1h", "summit", "7d 1d 1h"),
        ("summit 1h 7d 1d", "summit", "7d 1d 1h"),
        ("summit 1d, 2h,30m.", "summit", "1d 2h 30m"),
        ("summit\n7D\n", "summit", "7d"),
        ("summit 1w 7d 60m 1h 007d", "summit", "7d 1h"),
        ("summit 24h 1d 1440m", "summit", "1d 24h"),
        ("summit 90m 120m", "summit", "2h 90m"),
        ("summit 366d", "summit", "366d"),
        ("ministru sanāksme, 1d", "ministru sanāksme", "1d"),
        ("1d", "", "1d"),
        ("", "", ""),
        ("  summit  ", "summit", ""),
        ("summit, ", "summit,", ""),
        ("apollo 11", "apollo 11", ""),
        ("summit 1d at 9", "summit 1d at 9", ""),
        ("7d summit 1d", "7d summit", "1d"),
        ("summit 1.5h", "summit 1.5h", ""),
        ("summit -1d", "summit -1d", ""),
        ("summit 1y 2d", "summit 1y", "2d"),
        ("summit-2d", "summit-2d", ""),
        ("summit ²d", "summit ²d", ""),
        ("summit 3 days before", "summit", "3d"),
        ("summit 3 dienas pirms", "summit", "3d"),
        ("summit vienu stundu iepriekš, 2 nedēļas pirms", "summit", "14d 1h"),
        ("summit 3d before", "summit", "3d"),
        ("summit an hour before.", "summit", "1h"),
        ("summit 3 days", "summit 3 days", ""),
        ("the day before", "the day before", ""),
        ("before", "before", ""),
        ("summit 1.5 hours before", "summit 1.5 hours before", ""),
    ],
)
def test_offsets_are_taken_from_the_end(line: str, rest: str, found: str) -> None:
    """Each is taken once, the longest first; what is none of them stays in the line."""
    left, taken = take_offsets(line)

    assert (left, " ".join(map(str, taken))) == (rest, found)


@pytest.mark.parametrize(
    ("line", "rest", "found"),
    [
        ("summit 1 day", "summit", "1d"),
        ("summit 2 hours", "summit", "2h"),
        ("samits 1 diena", "samits", "1d"),
        ("samits 2 stundas", "samits", "2h"),
        ("samits 30 minūtes", "samits", "30m"),
        ("samits 90 minūšu.", "samits", "90m"),
        ("samits nedēļu, divas dienas", "samits nedēļu", "2d"),
        ("summit one week, 1 day and 2h", "summit", "7d 1d 2h"),
        ("samits 1 diena un 2 stundas", "samits", "1d 2h"),
        ("summit 3 days before 1 hr", "summit", "3d 1h"),
        ("gala 1. diena", "gala 1. diena", ""),
        ("rock and 2 hours", "rock and", "2h"),
        ("summit 1 d", "summit", "1d"),
        ("summit day", "summit day", ""),
        ("summit 1.5 hours", "summit 1.5 hours", ""),
        ("summit 1 year", "summit 1 year", ""),
        ("1 day", "", "1d"),
        ("run 24 hours", "run 24 hours", ""),
        ("run 24 hours 1 day", "run 24 hours", "1d"),
        ("run 24 hours 24h", "run 24 hours", "24h"),
    ],
)
def test_units_are_written_out_where_no_name_ends_so(line: str, rest: str, found: str) -> None:
    """A number and the word for a unit are one, but for the end of what something is called."""
    left, taken = take_offsets(line, lambda words: words == "run 24 hours")

    assert (left, " ".join(map(str, taken))) == (rest, found)


@pytest.mark.parametrize(
    ("line", "wrong", "fields"),
    [
        ("summit 0d", ZeroOffset, {"text": "0d"}),
        ("summit 1d 000m", ZeroOffset, {"text": "000m"}),
        ("summit 367d", LongOffset, {"text": "367d", "most": "366d"}),
        ("summit 53w", LongOffset, {"text": "53w", "most": "366d"}),
        ("summit 8785h", LongOffset, {"text": "8785h", "most": "366d"}),
        (f"summit {'9' * 5000}m", LongOffset, {"text": f"{'9' * 59}…", "most": "366d"}),
        (f"summit {' '.join(f'{n}d' for n in range(1, 12))}", ManyOffsets, {"most": "10"}),
    ],
)
def test_what_cannot_be_is_told(
    line: str, wrong: type[GrammarError], fields: dict[str, str]
) -> None:
    """No time at all, more than a year, or more than ten of them: a sentence says so."""
    with pytest.raises(wrong) as told:
        take_offsets(line)

    assert {name: str(value) for name, value in told.value.fields.items()} == fields
    assert told.value.said("lv") != told.value.said("en")


def test_as_many_as_there_may_be_are_taken() -> None:
    """Ten are not too many, and the same one again does not count."""
    ten = " ".join(f"{n}d" for n in range(MOST, 0, -1))

    assert " ".join(map(str, take_offsets(f"summit {ten} 1w 2d")[1])) == ten


@given(st.lists(offsets, max_size=MOST))
def test_what_is_written_is_read_back(given_: list[Offset]) -> None:
    """Offsets kept as text are the same offsets, and their order is that of their length."""
    line = " ".join(map(str, given_))

    rest, taken = take_offsets(f"summit {line}")

    assert rest == "summit"
    assert set(taken) == set(given_)
    assert [offset.length for offset in taken] == sorted(
        (offset.length for offset in taken), reverse=True
    )
    assert [Offset.read(str(offset)) for offset in taken] == list(taken)


def test_one_length_is_written_in_one_way() -> None:
    """A week is seven days and sixty minutes are an hour; 24 hours are no day."""
    assert Offset(1, Unit.WEEK) == Offset(7, Unit.DAY)
    assert Offset(60, Unit.MINUTE) == Offset(1, Unit.HOUR)
    assert Offset(24, Unit.HOUR) != Offset(1, Unit.DAY)
    assert Offset(24, Unit.HOUR).length == Offset(1, Unit.DAY).length == timedelta(days=1)
    assert Offset(LONGEST.days, Unit.DAY).length == LONGEST


@pytest.mark.parametrize("written", ["", "d", "0d", "7", "7y", "-1d", "7 days"])
def test_what_is_no_offset_is_not_read_as_one(written: str) -> None:
    """A stored text that was damaged is a fault of ours, never a reminder."""
    with pytest.raises(ValueError, match=r"."):
        Offset.read(written)
