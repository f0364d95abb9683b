"""Standing posts: each time once, by the rule; what was missed is noted, and never all at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from bot.outcomes import InDoubt
from bot.port import Kind, plain
from bot.posting import standing
from bot.posting.composing import COMPOSERS
from bot.posting.policies import POLICIES
from bot.texts import phrase
from storage.schedules import State
from tests.bot.posting.newsroom import EDS, Newsroom, riga
from tests.bot.posting.ordering import channel, keep, states
from tests.bot.posting.pressroom import NEWS, WORLD, Pressroom

FACT: Final = "daily 10:00 fact battle-group.leader"
TEXT: Final = "daily 10:00 text Good morning"
HOUR: Final = timedelta(hours=1)


class TestPlanning:
    """A rule becomes rows of the ledger, a little before each of its times."""

    def test_row_is_there_a_quarter_of_an_hour_before(self, newsroom: Newsroom) -> None:
        """Editors see it coming; it leaves at its time, once."""
        keep(newsroom, FACT)
        newsroom.at("2021-11-26T09:44")
        assert states(newsroom, "fact") == []
        newsroom.at("2021-11-26T09:45")
        assert states(newsroom, "fact") == [("11-26 10:00", "queued", "")]
        newsroom.at("2021-11-26T10:00")
        newsroom.at("2021-11-26T10:30")

        (told,) = newsroom.told(EDS, "fact")
        assert told.startswith("Canada leads NATO's battle group in Latvia.\nAs of 25")

    def test_many_times_missed_are_noted_and_not_told(self, newsroom: Newsroom) -> None:
        """A fact of days ago is no longer wanted; today's is told; the next comes as ever."""
        keep(newsroom, FACT)
        newsroom.clock.advance(timedelta(days=3, hours=1))
        newsroom.looks(8)

        assert newsroom.told(EDS, "fact") != []
        assert [state for _, state, _ in states(newsroom, "fact")] == ["expired"] * 3 + ["sent"]
        newsroom.at("2021-11-30T10:00")
        assert states(newsroom, "fact")[-1] == ("11-30 10:00", "sent", "")

    def test_only_the_latest_of_very_many_is_looked_at(self, newsroom: Newsroom) -> None:
        """After months without a program nobody gets months of hourly rows."""
        keep(newsroom, "every hour fact battle-group.leader")
        newsroom.clock.advance(timedelta(days=90))
        newsroom.looks(20)

        rows = states(newsroom, "fact")
        assert len(rows) == standing.MOST_MISSED
        assert {state for _, state, _ in rows[:-1]} == {"expired"}

    def test_text_that_is_late_asks_an_editor(self, newsroom: Newsroom) -> None:
        """Ten minutes are nothing; later it is held, and sent if an editor wants it."""
        keep(newsroom, TEXT)
        newsroom.at("2021-11-26T10:09")
        assert newsroom.told(EDS, "standing") == ["Good morning"]

        newsroom.at("2021-11-27T10:11")
        newsroom.after(timedelta(seconds=3))
        assert states(newsroom, "standing")[-1] == ("11-27 10:00", "held", "late")
        (number,) = [row.number for row in newsroom.rows("standing") if row.number]
        newsroom.edit(f"deliveries send {number}")
        newsroom.looks()
        assert newsroom.told(EDS, "standing") == ["Good morning"]

    def test_text_is_said_in_the_language_of_each_channel(self, pressroom: Pressroom) -> None:
        """As it was shown before, each with its own."""
        lines = "en: Good morning\nto: news, world"
        pressroom.edit(f"schedule add daily 10:00 text Labrīt\n\n{lines}")
        told = "".join(pressroom.platform.words[-2:])
        assert "(news):\nLabrīt\n" in told
        assert "(world):\nGood morning\n" in told
        assert "text (Good morning) → news, world" in pressroom.tap("Save")

        pressroom.at("2021-11-26T10:00")
        sent = pressroom.sent("standing")
        assert {(each.chat.id, plain(each.message)) for each in sent} == {
            (NEWS.id, "Labrīt"),
            (WORLD.id, "Good morning"),
        }

    @pytest.mark.parametrize(
        "content",
        ["fact battle-group.leader", "countdown ministers' meeting", "digest nato", "digest"],
    )
    def test_where_it_goes_may_stand_behind_what(self, pressroom: Pressroom, content: str) -> None:
        """No KEY, event or topic goes on so; of a text it would be a part."""
        kept = keep(pressroom, f"daily 10:00 {content} to: news, world").order
        apart = keep(pressroom, f"daily 10:00 {content}\nto: news, world").order

        assert kept == apart
        assert kept.channels == ("news", "world")

    def test_paused_is_not_told_and_resumed_is(self, newsroom: Newsroom) -> None:
        """Paused within the quarter of an hour before, its row is dropped when it is due."""
        made = keep(newsroom, FACT)
        newsroom.at("2021-11-26T09:50")
        newsroom.edit(f"schedule pause {made.number}")
        newsroom.at("2021-11-26T10:00")
        assert states(newsroom, "fact") == [("11-26 10:00", "dropped", "off")]
        newsroom.at("2021-11-27T10:00")
        newsroom.edit(f"schedule resume {made.number}")
        newsroom.at("2021-11-28T10:00")

        assert len(newsroom.told(EDS, "fact")) == 1

    def test_removed_is_not_told(self, newsroom: Newsroom) -> None:
        """Nor is what was planned by it."""
        made = keep(newsroom, FACT)
        newsroom.at("2021-11-26T09:50")
        newsroom.edit(f"schedule remove {made.number}")
        newsroom.at("2021-11-27T10:00")

        assert newsroom.told(EDS, "fact") == []

    def test_each_channel_gets_it_in_its_language(self, newsroom: Newsroom) -> None:
        """One that is removed, or where the bot was put out, gets nothing more."""
        channel(newsroom, "press", "en")
        channel(newsroom, "zinas", "lv")
        keep(newsroom, f"{FACT}\nto: press, zinas")
        newsroom.at("2021-11-26T10:00")
        first = newsroom.sent("fact")
        with newsroom.house.desk.database.write() as tx:
            tx.channels.remove("press")
        newsroom.at("2021-11-27T10:00")
        with newsroom.house.desk.database.write() as tx:
            tx.chats.set_gone("telegram", "-zinas", "kicked")
        newsroom.at("2021-11-28T10:00")

        assert [(each.chat.id, each.language) for each in first] == [
            ("-press", "en"),
            ("-zinas", "lv"),
        ]
        assert [each.chat.id for each in newsroom.sent("fact")] == ["-zinas"]

    def test_night_is_without_sound(self, newsroom: Newsroom) -> None:
        """What was ordered for an hour goes, and wakes nobody."""
        keep(newsroom, "daily 10:00 and 23:00 fact battle-group.leader")
        newsroom.at("2021-11-26T10:00")
        newsroom.at("2021-11-26T23:00")

        assert [each.silent for each in newsroom.sent("fact")] == [False, True]

    def test_hour_that_is_skipped_is_due_after_it(self, newsroom: Newsroom) -> None:
        """In March at four o'clock, which is the first moment there is."""
        keep(newsroom, "daily 3:30 text Good morning")
        newsroom.clock.set(riga("2022-03-27T02:50"))
        newsroom.looks(10)
        newsroom.told(EDS, "standing")
        newsroom.clock.set(riga("2022-03-27T04:00"))
        newsroom.looks()

        assert newsroom.told(EDS, "standing") == ["Good morning"]
        assert states(newsroom, "standing")[-1] == ("03-27 04:00", "sent", "")

    def test_hour_that_is_shown_twice_comes_once(self, newsroom: Newsroom) -> None:
        """In October at the first of the two."""
        keep(newsroom, "daily 3:30 text Good morning")
        newsroom.clock.set(datetime(2022, 10, 30, 0, 25, tzinfo=UTC))
        newsroom.looks(10)
        newsroom.told(EDS, "standing")
        newsroom.clock.set(datetime(2022, 10, 30, 0, 30, tzinfo=UTC))
        newsroom.looks()
        newsroom.after(HOUR)

        assert newsroom.told(EDS, "standing") == ["Good morning"]


class TestWhatIsHeldBack:
    """Right, or silent."""

    def test_fact_past_its_review_asks_an_editor(self, newsroom: Newsroom) -> None:
        """It may be out of date."""
        newsroom.edit("fact edit battle-group.leader | review: 2021-11-25")
        keep(newsroom, FACT)
        newsroom.at("2021-11-26T10:00")

        assert states(newsroom, "fact") == [("11-26 10:00", "held", "past review")]

    def test_fact_that_holds_nothing_is_not_told(self, newsroom: Newsroom) -> None:
        """It was withdrawn meanwhile."""
        keep(newsroom, FACT)
        newsroom.edit("fact retract battle-group.leader wrong")
        newsroom.at("2021-11-26T10:00")

        assert states(newsroom, "fact") == [("11-26 10:00", "dropped", "empty")]

    def test_doubt_is_held(self, newsroom: Newsroom) -> None:
        """Nobody repeats a standing post by himself."""
        keep(newsroom, TEXT)
        newsroom.platform.outcomes.append(InDoubt("broke"))
        newsroom.at("2021-11-26T10:00")

        assert states(newsroom, "standing") == [("11-26 10:00", "held", "in doubt")]


class TestCountdowns:
    """How long it is until an event, until it is over."""

    def test_days_are_counted_down(self, newsroom: Newsroom) -> None:
        """Then it is tomorrow, today, and over; the list says so."""
        newsroom.add("2021-11-29T14:00")
        keep(newsroom, "daily 10:00 countdown summit")
        for day in ("26", "27", "28", "29", "30"):
            newsroom.at(f"2021-11-{day}T10:00")
        told = [words.splitlines()[0] for words in newsroom.told(EDS, "countdown")]

        assert told == [
            phrase("en", "countdown.days", count=3, name="Summit"),
            phrase("en", "countdown.days", count=2, name="Summit"),
            phrase("en", "countdown.tomorrow", name="Summit"),
            phrase("en", "countdown.today", name="Summit"),
        ]
        assert phrase("en", "schedule.is-over") in newsroom.edit("schedule list")

    def test_moved_event_is_counted_to_its_new_day(self, newsroom: Newsroom) -> None:
        """The rule goes on as long as the event does."""
        newsroom.add("2021-11-27T14:00")
        keep(newsroom, "daily 10:00 countdown summit")
        newsroom.at("2021-11-26T10:00")
        newsroom.edit("event move summit 2021-11-30T14:00")
        newsroom.at("2021-11-28T10:00")

        assert newsroom.told(EDS, "countdown")[-1].startswith("2 days until Summit\nTuesday, 30")

    def test_event_may_move_beyond_its_last_countdown(self, newsroom: Newsroom) -> None:
        """A weekly one has not ended while its event is ahead."""
        newsroom.add("2021-12-01T14:00")
        keep(newsroom, "mon 10:00 countdown summit")
        newsroom.at("2021-11-29T10:00")
        assert phrase("en", "schedule.is-over") not in newsroom.edit("schedule list")
        newsroom.edit("event move summit 2021-12-08T14:00")
        newsroom.at("2021-12-06T10:00")
        newsroom.at("2021-12-13T10:00")

        assert [words.splitlines()[0] for words in newsroom.told(EDS, "countdown")] == [
            phrase("en", "countdown.days", count=2, name="Summit"),
            phrase("en", "countdown.days", count=2, name="Summit"),
        ]
        assert phrase("en", "schedule.is-over") in newsroom.edit("schedule list")

    def test_cancelled_is_said_once_and_after_all_counted_again(self, newsroom: Newsroom) -> None:
        """Its state first; whoever has had the notice hears nothing more."""
        newsroom.add("2021-11-30T14:00")
        keep(newsroom, "daily 10:00 countdown summit")
        newsroom.edit("event cancel summit fog")
        newsroom.told(EDS)
        for day in ("26", "27"):
            newsroom.at(f"2021-11-{day}T10:00")
        newsroom.edit("event undo summit")
        newsroom.at("2021-11-28T10:00")

        (counted,) = newsroom.told(EDS, "countdown")
        assert counted.startswith("2 days until Summit")
        assert [why for _, _, why in states(newsroom, "countdown")[:2]] == ["cancelled"] * 2

    def test_fault_of_ours_keeps_back_its_own_schedule(self, newsroom: Newsroom) -> None:
        """A rule that cannot be read any more is tried again later, and the others are planned."""
        broken = keep(newsroom, FACT)
        keep(newsroom, TEXT)
        with newsroom.house.desk.database.write() as tx:
            tx.connection.exec_driver_sql(
                f"UPDATE schedules SET cron = 'x' WHERE id = {broken.id}"  # noqa: S608 - our own number
            )
        newsroom.at("2021-11-26T10:00")

        assert newsroom.told(EDS, "standing") == ["Good morning"]
        with newsroom.house.desk.database.read() as tx:
            kept = tx.schedules.get(broken.number)
        assert kept is not None
        assert kept.state is State.ACTIVE
        assert kept.next_at is not None
        assert kept.next_at > newsroom.clock()


def test_every_kind_has_its_policy_and_its_composer() -> None:
    """What may be planned can be given words."""
    assert {str(kind) for kind in standing.KINDS.values()} <= COMPOSERS.keys()
    assert set(standing.KINDS.values()) <= POLICIES.keys() <= set(Kind)
