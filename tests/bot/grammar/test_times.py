"""START and END of an event: where they stand in a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.times import Times, take_times, take_times_at_end


@pytest.mark.parametrize(
    ("line", "times", "rest"),
    [
        ("2021-11-30 Press day", Times("2021-11-30"), "Press day"),
        ("2021-11-30 2021-12-01 Talks", Times("2021-11-30", "2021-12-01"), "Talks"),
        ("2021-11-30T09:00 Talks", Times("2021-11-30T09:00"), "Talks"),
        ("2021-11-30 09:00 Talks", Times("2021-11-30 09:00"), "Talks"),
        ("2021-11-30T09:00 17:30 X", Times("2021-11-30T09:00", "2021-11-30T17:30"), "X"),
        ("2021-11-30t09:00Z 9:30 X", Times("2021-11-30t09:00Z", "2021-11-30T09:30"), "X"),
        ("2021-11-30 2021 in review", Times("2021-11-30"), "2021 in review"),
        ("2021-11-30 09:00–12:00 X", Times("2021-11-30 09:00", "2021-11-30T12:00"), "X"),
        ("2021-11-30 09:00-12:00 X", Times("2021-11-30 09:00", "2021-11-30T12:00"), "X"),
        ("2021-11-30T09:00–9:30 X", Times("2021-11-30T09:00", "2021-11-30T09:30"), "X"),
        ("2021-11-30T09:00-05:00 X", Times("2021-11-30T09:00-05:00"), "X"),
        ("2021-11-30 – 2021-12-01 X", Times("2021-11-30", "2021-12-01"), "X"),
        ("2021-11-30–2021-12-01 X", Times("2021-11-30", "2021-12-01"), "X"),
        ("2021-11-30 2021-22 season", Times("2021-11-30"), "2021-22 season"),
        ("2021-11-30", Times("2021-11-30"), ""),
    ],
)
def test_times_are_taken_from_the_beginning(line: str, times: Times, rest: str) -> None:
    """A day or an instant, and perhaps a second; what follows them is the title."""
    assert take_times(line) == (times, rest)


@pytest.mark.parametrize(
    ("line", "before", "times"),
    [
        ("summit 2021-11-30", "summit", Times("2021-11-30")),
        ("ministru sanāksme 2021-11-30", "ministru sanāksme", Times("2021-11-30")),
        ("summit 2021-11-30 2021-12-01", "summit", Times("2021-11-30", "2021-12-01")),
        ("summit 2021-11-30T09:00 12:00", "summit", Times("2021-11-30T09:00", "2021-11-30T12:00")),
        ("summit 2021 2021-11-30", "summit 2021", Times("2021-11-30")),
        ("2021-11-30", "", Times("2021-11-30")),
    ],
)
def test_times_are_taken_from_the_end(line: str, before: str, times: Times) -> None:
    """What stands before them are the words for the event, a year among them."""
    assert take_times_at_end(line) == (before, times)


@pytest.mark.parametrize(
    "line",
    [
        *("", "2021 Talks", "2021-11 Talks", "sometime", "2021-11-30x"),
        *("2021-11-30 2021-12 Talks", "2021-11-30 2021-12-1 Talks"),
    ],
)
def test_what_is_no_day_is_no_time(line: str) -> None:
    """A year, a month, half a day and any other words name none, as START or as END."""
    assert take_times(line) is None
    assert take_times_at_end(f"summit {line.removesuffix(' Talks')}") is None


@given(st.text(max_size=60))
def test_any_text_is_read(line: str) -> None:
    """Whatever is typed, there are times or none, and nothing of the rest is lost."""
    found = take_times(line)

    assert found is None or line.strip().endswith(found[1])
