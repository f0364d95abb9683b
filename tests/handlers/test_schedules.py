"""`factdesk schedule preview`: when a rule comes, before anybody relies on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.handlers.conftest import Factdesk


def test_next_times_are_printed_a_line_each(factdesk: Factdesk) -> None:
    """Each line is an ISO time with the offset that its zone has then."""
    told = factdesk("schedule", "preview", "30 3 * * *", "--from", "2026-10-24", "--count", "3")

    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [
        "2026-10-24T03:30:00+03:00",
        "2026-10-25T03:30:00+03:00",
        "2026-10-26T03:30:00+02:00",
    ]


def test_zone_is_the_one_that_is_named(factdesk: Factdesk) -> None:
    """The rule and the moment it begins from are both of that zone."""
    zone = ("--zone", "Australia/Lord_Howe", "--from", "2026-10-03T02:15", "--count", "2")

    told = factdesk("schedule", "preview", "15 2 * * *", *zone)

    assert told.out.split() == ["2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"]


def test_zone_is_else_the_configured_one(factdesk: Factdesk) -> None:
    """Nobody has to say where the desk is."""
    call = ("schedule", "preview", "0 9 * * *", "--from", "2026-07-01", "--count", "1")

    told = factdesk(*call, FACTDESK_TIMEZONE="Asia/Kathmandu")

    assert told.out == "2026-07-01T09:00:00+05:45\n"


def test_five_from_now_on_are_printed(factdesk: Factdesk) -> None:
    """Without anything said they are the next five from this moment on."""
    before = datetime.now(UTC)
    told = factdesk("schedule", "preview", "* * * * *")

    times = [datetime.fromisoformat(line) for line in told.out.splitlines()]
    assert len(times) == 5
    assert before < times[0] <= datetime.now(UTC) + timedelta(minutes=1)
    assert {after - at for at, after in pairwise(times)} == {timedelta(minutes=1)}


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("0 9 * *",), "five fields"),
        (("",), "five fields"),
        (("0 25 * * *",), "“25” cannot be the hour"),
        (("0 9 * * mon-xyz",), "“mon-xyz” cannot be the day of the week"),
        (("0 9 * * *", "--zone", "Europe/Nowhere"), "Europe/Nowhere"),
        (("0 9 * * *", "--from", "yesterday"), "yesterday"),
        (("0 9 * * *", "--from", "2026-02-30"), "2026-02-30"),
        (("0 9 * * *", "--count", "0"), "“0” cannot be how many"),
        (("0 9 * * *", "--count", "101"), "1 to 100"),
        (("0 9 * * *", "--count", "-1"), "“-1” cannot be how many"),
        (("0 9 * * *", "--count", "many"), "“many” cannot be how many"),
    ],
)
def test_what_is_wrong_is_said(factdesk: Factdesk, arguments: tuple[str, ...], wrong: str) -> None:
    """A rule, zone, moment or number that is none is named, and nothing is printed."""
    told = factdesk("schedule", "preview", *arguments, FACTDESK_LANGUAGE="en")

    assert (told.status, told.out) == (2, "")
    assert wrong in told.err


def test_rule_that_never_comes_is_told(factdesk: Factdesk) -> None:
    """The thirtieth of February is no wrong rule: the answer is that it does not come."""
    told = factdesk("schedule", "preview", "0 9 30 2 *", FACTDESK_LANGUAGE="en")

    assert (told.status, told.out) == (0, "")
    assert told.err == "This rule never comes: 0 9 30 2 *\n"


def test_no_store_is_made(factdesk: Factdesk, tmp_path: Path) -> None:
    """Whoever only looks at a rule needs no facts."""
    factdesk("schedule", "preview", "0 9 * * *")

    assert list(tmp_path.iterdir()) == []
