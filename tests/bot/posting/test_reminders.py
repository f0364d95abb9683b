"""Reminders: each occurrence is told once, when it is due, and follows its event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outcomes import InDoubt, Later, Sent, Wait
from bot.texts import phrase
from tests.bot.posting.newsroom import ANNAS, GROUP, Newsroom, moving

NB = "\N{NO-BREAK SPACE}"
HEADING = phrase("en", "reminder.heading")
REPEAT = phrase("en", "desk.repeat")


class TestPlanning:
    """What was ordered is planned at once, and shown to be."""

    def test_offsets_of_days_and_hours(self, newsroom: Newsroom) -> None:
        """Days by the calendar, hours by the clock; what is past is not begun."""
        newsroom.add("2021-12-01T10:00")
        newsroom.say("/remind summit 7d 1d 2h")

        assert newsroom.plans() == [
            ("1d", "11-30 10:00", "queued", ""),
            ("2h", "12-01 08:00", "queued", ""),
        ]
        assert newsroom.told() == []
        newsroom.at("2021-11-30T10:00")
        (told,) = newsroom.told(ANNAS)
        assert told.splitlines()[:3] == [
            HEADING,
            "Summit",
            f"1{NB}December 2021 at 10:00 (Riga time) (in 24 hours)",
        ]
        newsroom.at("2021-12-01T08:00")
        assert len(newsroom.told(ANNAS)) == 1
        newsroom.at("2021-12-02T08:00")
        assert newsroom.told() == []

    def test_hour_is_given_to_a_day(self, newsroom: Newsroom) -> None:
        """Days before count from nine until it is, then from the hour; hours begin to count."""
        newsroom.add("2021-12-06")
        newsroom.say("/remind summit 1d 2h")
        assert newsroom.plans() == [("1d", "12-05 09:00", "queued", "")]

        newsroom.edit("event move summit 2021-12-06T10:00")
        assert newsroom.plans() == [
            ("1d", "12-05 10:00", "queued", ""),
            ("2h", "12-06 08:00", "queued", ""),
        ]

    def test_move_within_the_day_moves_the_row(self, newsroom: Newsroom) -> None:
        """Of days it stays one row; of hours the instant is another, and so is the row."""
        newsroom.add()
        newsroom.say("/remind summit 1d 2h")
        before = {each.key: each.id for each in newsroom.rows("reminder")}
        newsroom.edit("event move summit 2021-12-06T11:00")

        assert newsroom.plans() == [
            ("1d", "12-05 11:00", "queued", ""),
            ("2h", "12-06 08:00", "dropped", "moved"),
            ("2h", "12-06 09:00", "queued", ""),
        ]
        after = {each.key: each.id for each in newsroom.rows("reminder")}
        assert before.items() <= after.items()

    def test_move_to_another_day_and_back(self, newsroom: Newsroom) -> None:
        """What was dropped comes back, and is told once."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.edit("event move summit 2021-12-08T10:00")
        newsroom.edit("event move summit 2021-12-06T10:00")
        assert newsroom.plans() == [
            ("1d", "12-05 10:00", "queued", ""),
            ("1d", "12-07 10:00", "dropped", "moved"),
        ]

        newsroom.at("2021-12-05T10:00")
        newsroom.at("2021-12-07T10:00")
        assert len(newsroom.told(ANNAS, "reminder")) == 1

    def test_what_was_told_is_not_told_again(self, newsroom: Newsroom) -> None:
        """Moved away and back after it was sent, ordered anew, taken back and ordered again."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.at("2021-12-05T10:00")
        newsroom.edit("event move summit 2021-12-06T13:00")
        for order in ("off", "1d", "off", "1d"):
            newsroom.say(f"/remind summit {order}")
        newsroom.at("2021-12-05T13:00")

        assert len(newsroom.told(ANNAS, "reminder")) == 1

    def test_cancelled_and_after_all(self, newsroom: Newsroom) -> None:
        """A cancelled event is told of no more; undone, it is again."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.edit("event cancel summit fog")
        assert newsroom.plans() == [("1d", "12-05 10:00", "dropped", "cancelled")]

        newsroom.edit("event undo summit")
        assert newsroom.plans() == [("1d", "12-05 10:00", "queued", "")]

    def test_retracted_time(self, newsroom: Newsroom) -> None:
        """Nobody is reminded of what has no time; with a time they are again."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.edit("fact retract summit.time wrong file")
        assert newsroom.plans() == [("1d", "12-05 10:00", "dropped", "cancelled")]

        newsroom.edit("fact undo summit.time")
        newsroom.at("2021-12-05T10:00")
        assert len(newsroom.told(ANNAS)) == 1

    def test_off_ends_it_here_alone(self, newsroom: Newsroom) -> None:
        """Others who have ordered the same are told."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.say("/remind summit 1d", GROUP)
        newsroom.say("/remind summit off")
        newsroom.at("2021-12-05T10:00")

        assert [each.chat for each in newsroom.sent("reminder")] == [GROUP]

    def test_offsets_changed(self, newsroom: Newsroom) -> None:
        """The new order takes the place of the old; what both have stays the same row."""
        newsroom.add()
        newsroom.say("/remind summit 7d 1d")
        before = newsroom.rows("reminder")
        newsroom.say("/remind summit 1d 2h")

        assert newsroom.plans() == [
            ("7d", "11-29 10:00", "dropped", "off"),
            ("1d", "12-05 10:00", "queued", ""),
            ("2h", "12-06 08:00", "queued", ""),
        ]
        assert newsroom.rows("reminder")[1].id == before[1].id


class TestChangedOnItsWay:
    """The event changes while a reminder of it is being sent."""

    def test_it_comes_at_its_new_time_if_it_was_not_sent(self, newsroom: Newsroom) -> None:
        """The platform was out of reach, and meanwhile the hour became another."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.platform.before_sending = moving(newsroom, "2021-12-06T12:00")
        newsroom.platform.outcomes.append(Later("down"))
        newsroom.at("2021-12-05T10:00")
        newsroom.after(timedelta(minutes=1))
        newsroom.at("2021-12-05T12:00")

        _, told = newsroom.told(ANNAS, "reminder")
        assert "at 12:00" in told
        assert newsroom.plans() == [("1d", "12-05 12:00", "sent", "")]

    def test_it_was_sent_after_all(self, newsroom: Newsroom) -> None:
        """It is not told again at the new time; the notice tells of that."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.platform.before_sending = moving(newsroom, "2021-12-06T12:00")
        newsroom.at("2021-12-05T10:00")
        newsroom.at("2021-12-05T12:00")

        reminder, notice = newsroom.told(ANNAS)
        assert reminder.startswith(HEADING)
        assert notice.startswith(phrase("en", "notice.moved"))

    def test_words_that_were_not_sent_are_not_believed(self, newsroom: Newsroom) -> None:
        """The platform knows that it did not arrive: nobody needs a notice of the move."""
        newsroom.add()
        newsroom.say("/remind summit 1d", GROUP)
        with newsroom.house.desk.database.write() as tx:
            tx.receipts.remove(range(1, 100))
        newsroom.platform.outcomes.append(InDoubt("broke"))
        newsroom.platform.found = Later("not there")
        newsroom.clock.set(newsroom.rows("reminder")[0].due_at)
        newsroom.looks(1)
        newsroom.edit("event move summit 2021-12-06T12:00")
        newsroom.at("2021-12-05T12:00")

        assert newsroom.told(GROUP, "notice") == []


class TestDoubts:
    """Nobody knows whether it was sent."""

    def test_once_more_marked_then_held(self, newsroom: Newsroom) -> None:
        """The second says that it may be one; after a second doubt an editor decides."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke")])
        newsroom.at("2021-12-05T10:00")
        newsroom.after(timedelta(seconds=3))

        first, second, word = newsroom.told()
        assert second == f"{REPEAT}\n{first}"
        assert word.startswith(phrase("en", "held.heading", count=1))
        assert newsroom.plans() == [("1d", "12-05 10:00", "held", "in doubt")]

    def test_repeat_is_dropped_where_it_is_wrong_now(self, newsroom: Newsroom) -> None:
        """The event was cancelled between the two."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        in_doubt(newsroom)
        newsroom.edit("event cancel summit fog")
        newsroom.platform.found = InDoubt("cannot be asked")
        newsroom.looks()

        assert len(newsroom.told(ANNAS, "reminder")) == 1
        assert newsroom.plans()[0][2:] == ("dropped", "cancelled")

    @pytest.mark.parametrize(
        "change",
        [
            "event move summit 2021-12-06T15:00",
            "event move summit 2021-12-06T10:00 2021-12-06T16:00",
        ],
    )
    def test_repeat_says_what_holds_now(self, newsroom: Newsroom, change: str) -> None:
        """The event moved within the day, or ends later: never the old time again."""
        newsroom.add("2021-12-06T10:00 2021-12-06T12:00")
        newsroom.say("/remind summit 1d")
        in_doubt(newsroom)
        newsroom.edit(change)
        newsroom.platform.found = InDoubt("cannot be asked")
        newsroom.looks()
        newsroom.at("2021-12-05T15:00")

        _, last = newsroom.told(ANNAS, "reminder")
        assert last.startswith(REPEAT)
        assert "12:00" not in last
        assert newsroom.plans()[0][2] == "sent"


def in_doubt(newsroom: Newsroom) -> None:
    """Have the reminder of a day before in doubt, of which the platform cannot be asked now."""
    newsroom.platform.outcomes.append(InDoubt("broke"))
    newsroom.platform.found = Wait(5)
    newsroom.at("2021-12-05T10:00")
    assert newsroom.plans()[0][2] == "in_doubt"


def test_reminder_found_by_its_platform_is_settled(newsroom: Newsroom) -> None:
    """Asked about after a doubt, it says that it is there."""
    newsroom.add()
    newsroom.say("/remind summit 1d")
    newsroom.platform.outcomes.append(InDoubt("broke"))
    newsroom.platform.found = Sent("4711")
    newsroom.at("2021-12-05T10:00")

    assert len(newsroom.told(ANNAS)) == 1
    assert newsroom.rows("reminder")[0].message == "4711"
