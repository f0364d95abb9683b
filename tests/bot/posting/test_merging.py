"""Merging: what comes within a quarter of an hour is one message, and each part is told once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outcomes import InDoubt, Later, Sent, Wait
from bot.texts import phrase
from tests.bot.posting.newsroom import ANNAS, EDS, Newsroom
from tests.bot.posting.ordering import keep, states

HEADING = phrase("en", "reminder.heading")


@pytest.fixture
def two(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where Anna is reminded of two events, ten minutes apart."""
    for key, hour in (("summit", "10:00"), ("lunch", "10:10")):
        newsroom.edit(f"event add {key} 2021-12-06T{hour} {key.title()}")
        newsroom.say(f"/remind {key} 1d")
    newsroom.told()
    return newsroom


def test_two_reminders_are_one_message(two: Newsroom) -> None:
    """At the time of the first; the second has nothing left to say."""
    two.at("2021-12-05T10:00")
    two.at("2021-12-05T10:10")
    (told,) = two.told(ANNAS, "reminder")

    assert told.count(HEADING) == 2
    assert told.index("Summit") < told.index("Lunch")
    assert "\n\n" in told
    assert states(two, "reminder") == [
        ("12-05 10:00", "sent", ""),
        ("12-05 10:10", "dropped", "merged"),
    ]


def test_each_part_has_its_receipt(two: Newsroom) -> None:
    """Whoever is told another time later hears a notice of each event."""
    two.at("2021-12-05T10:00")
    row = two.rows("reminder")[0]
    with two.house.desk.database.read() as tx:
        receipts = tx.receipts.of(row.id)
        keys = [fact.key for fact in tx.facts.get([each.fact_id for each in receipts]).values()]
    assert sorted(keys) == ["lunch.time", "summit.time"]
    two.told()
    two.edit("event move lunch 2021-12-06T12:00")
    two.looks()

    (notice,) = two.told(ANNAS, "notice")
    assert "Lunch" in notice


def test_farther_apart_are_two(newsroom: Newsroom) -> None:
    """Sixteen minutes are two messages."""
    for key, hour in (("summit", "10:00"), ("lunch", "10:16")):
        newsroom.edit(f"event add {key} 2021-12-06T{hour} {key.title()}")
        newsroom.say(f"/remind {key} 1d")
    newsroom.at("2021-12-05T10:00")
    newsroom.at("2021-12-05T10:16")

    assert len(newsroom.told(ANNAS, "reminder")) == 2


def test_what_holds_no_more_is_not_taken_along(two: Newsroom) -> None:
    """Cancelled before, it is not told; moved, it is at its new time."""
    two.edit("event move lunch 2021-12-06T15:00")
    two.at("2021-12-05T10:00")
    (first,) = two.told(ANNAS, "reminder")
    two.at("2021-12-05T15:00")
    (second,) = two.told(ANNAS, "reminder")

    assert "Lunch" not in first
    assert "Lunch" in second


def test_not_sent_waits_and_goes_together_again(two: Newsroom) -> None:
    """The platform was out of reach: nothing is lost, nothing is told twice."""
    two.platform.outcomes.append(Later("down"))
    two.at("2021-12-05T10:00")
    assert [state for _, state, _ in states(two, "reminder")] == ["queued", "queued"]
    two.told()
    two.after(timedelta(minutes=1))
    two.at("2021-12-05T10:10")

    (told,) = two.told(ANNAS, "reminder")
    assert told.count(HEADING) == 2


def test_what_waits_again_goes_along_once(two: Newsroom) -> None:
    """With the first that leaves; what it was to go along with before has no hold on it."""
    two.edit("event add dinner 2021-12-06T10:05 Dinner")
    two.say("/remind dinner 1d")
    two.told()
    two.platform.outcomes.append(Wait(30))
    two.at("2021-12-05T10:04:50")
    (first,) = two.told(ANNAS, "reminder")
    two.at("2021-12-05T10:06")
    two.after(timedelta(minutes=1))

    second, third = two.told(ANNAS, "reminder")
    assert first.count(HEADING) == 3
    assert "Dinner" in second
    assert "Summit" in third
    assert (second + third).count("Lunch") == 1


def test_moved_while_it_waits_is_told_at_its_time(two: Newsroom) -> None:
    """What went along is planned anew like any other once it waits again."""
    two.platform.outcomes.append(Later("down"))
    two.at("2021-12-05T10:00")
    two.told()
    two.edit("event move lunch 2021-12-06T15:00")
    two.told()
    two.after(timedelta(minutes=1))
    two.at("2021-12-05T15:00")

    first, second = two.told(ANNAS, "reminder")
    assert "Lunch" not in first
    assert "Lunch" in second


def test_repeat_after_a_doubt_says_both(two: Newsroom) -> None:
    """It may have been read: the repeat is the same message, marked; the second never alone."""
    two.platform.outcomes.append(InDoubt("broke"))
    two.at("2021-12-05T10:00")
    two.at("2021-12-05T10:10")
    first, second = two.told(ANNAS, "reminder")

    assert second == f"{phrase('en', 'desk.repeat')}\n{first}"
    assert [state for _, state, _ in states(two, "reminder")] == ["sent", "dropped"]


def test_doubt_that_lasts_tells_nothing_meanwhile(two: Newsroom) -> None:
    """What went along is not sent alone while nobody knows; found, it is settled with the one."""
    two.platform.outcomes.append(InDoubt("broke"))
    two.platform.found = Wait(5)
    two.at("2021-12-05T10:00")
    two.at("2021-12-05T10:10")
    assert len(two.told(ANNAS, "reminder")) == 1
    two.platform.found = Sent("4711")
    two.looks()

    assert two.told(ANNAS, "reminder") == []
    assert [state for _, state, _ in states(two, "reminder")] == ["sent", "dropped"]


def test_reminder_and_countdown_are_one(newsroom: Newsroom) -> None:
    """Of two events both are told; of one event it is told once."""
    for key, hour in (("summit", "10:05"), ("lunch", "10:00")):
        newsroom.edit(f"event add {key} 2021-12-06T{hour} {key.title()}")
    newsroom.edit("remind summit 1d")
    keep(newsroom, "daily 10:00 countdown lunch")
    keep(newsroom, "daily 10:02 countdown summit")
    newsroom.at("2021-12-05T09:46")
    newsroom.looks(12)
    newsroom.told()
    newsroom.at("2021-12-05T10:00")
    newsroom.at("2021-12-05T10:05")

    (told,) = newsroom.told(EDS, "reminder", "countdown")
    assert told.startswith(phrase("en", "countdown.tomorrow", name="Lunch"))
    assert told.count("Summit") == 1


def test_merged_is_never_planned_again(two: Newsroom) -> None:
    """Ordered anew, or moved within its day, an occurrence that went along is told no more."""
    two.at("2021-12-05T10:00")
    two.told()
    two.say("/remind lunch off")
    two.say("/remind lunch 1d")
    two.edit("event move lunch 2021-12-06T10:30")
    two.at("2021-12-05T10:10")
    two.at("2021-12-05T10:30")

    assert two.told(ANNAS, "reminder") == []
