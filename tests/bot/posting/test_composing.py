"""Composing: what leaves is decided and worded when it leaves, by what is true then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outcomes import Gone, Later
from bot.port import Account, Chat, Happening, Place, Update
from bot.texts import phrase
from storage.deliveries import State, deliveries
from tests.bot.posting.newsroom import ANNA, ANNAS, DESK, GROUP, Newsroom
from tests.bot.receiving.house import run, said

NB = "\N{NO-BREAK SPACE}"
HEADING = phrase("en", "reminder.heading")
REPEAT = phrase("en", "desk.repeat")


class TestLeaving:
    """What is decided when one leaves."""

    def test_of_several_due_at_once_the_nearest(self, newsroom: Newsroom) -> None:
        """After a night without power only the last says anything."""
        newsroom.add("2021-12-01T10:00")
        newsroom.say("/remind summit 2d 1d 2h")
        newsroom.at("2021-12-01T08:30")

        (told,) = newsroom.told(ANNAS)
        assert phrase("en", "reminder.late", late="30 min") in told
        assert [(row[0], *row[2:]) for row in newsroom.plans()] == [
            ("2d", "dropped", "merged"),
            ("1d", "dropped", "merged"),
            ("2h", "sent", ""),
        ]

    def test_fault_of_ours_keeps_back_its_own_message_alone(self, newsroom: Newsroom) -> None:
        """What cannot be put into words is left to editors, and everybody else is reminded."""
        newsroom.add()
        newsroom.say("/remind summit 2h")
        newsroom.say("/remind summit 2h", GROUP)
        first, _ = newsroom.rows("reminder")
        with newsroom.house.desk.database.write() as tx:
            spoilt = deliveries.update().where(deliveries.c.id == first.id)
            tx.connection.execute(spoilt.values(payload={**first.payload, "offset": "soon"}))
        newsroom.clock.set(first.due_at)
        newsroom.looks()

        assert [row.state for row in newsroom.rows("reminder")] == [State.HELD, State.SENT]

    @pytest.mark.parametrize("ahead", [timedelta(0), timedelta(milliseconds=30)])
    def test_same_instant_is_told_once(self, newsroom: Newsroom, ahead: timedelta) -> None:
        """A day and twenty-four hours before are one reminder, claimed ahead or not."""
        newsroom.add()
        newsroom.say("/remind summit 1d 24h")
        newsroom.clock.set(newsroom.rows("reminder")[0].due_at - ahead)
        newsroom.looks()

        assert len(newsroom.told(ANNAS)) == 1
        assert sorted(row[2:] for row in newsroom.plans()) == [("dropped", "merged"), ("sent", "")]

    @pytest.mark.parametrize(
        ("minutes", "late"), [(0, ""), (10, ""), (11, "11 min"), (80, "1 h 20 min")]
    )
    def test_late_says_so(self, newsroom: Newsroom, minutes: int, late: str) -> None:
        """From more than ten minutes on, as long as its event is ahead."""
        newsroom.add()
        newsroom.say("/remind summit 2h")
        newsroom.clock.set(newsroom.rows("reminder")[0].due_at)
        newsroom.after(timedelta(minutes=minutes))

        (told,) = newsroom.told(ANNAS)
        said = [line for line in told.splitlines() if "comes late" in line]
        assert said == ([phrase("en", "reminder.late", late=late)] if late else [])

    def test_expires_once_it_has_begun(self, newsroom: Newsroom) -> None:
        """Nobody is told that what they are in begins soon."""
        newsroom.add()
        newsroom.say("/remind summit 1d 2h")
        newsroom.at("2021-12-06T10:00")

        assert newsroom.told() == []
        assert {row[2:] for row in newsroom.plans()} == {("expired", "over")}

    def test_outage_makes_late(self, newsroom: Newsroom) -> None:
        """A platform that is out of reach for half an hour: it says how late it is."""
        newsroom.add()
        newsroom.say("/remind summit 2h")
        newsroom.platform.outcomes.extend([Later("down")] * 33)
        newsroom.at("2021-12-06T08:00")
        for _ in range(40):
            newsroom.after(timedelta(minutes=1))

        assert newsroom.rows("reminder")[0].state is State.SENT
        assert "comes late" in newsroom.told(ANNAS)[-1]

    def test_words_are_those_of_the_hour(self, newsroom: Newsroom) -> None:
        """Renamed after it was planned, it is called what it is called when it leaves."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.edit("subject set summit | name-en: Great summit")
        newsroom.at("2021-12-05T10:00")

        assert "Great summit" in newsroom.told(ANNAS)[0]

    def test_language_of_chat_and_of_person(self, newsroom: Newsroom) -> None:
        """A group is told in its own, a person in theirs, whatever the editor speaks."""
        newsroom.add(more=" | name-lv: Sanāksme")
        newsroom.say("/remind summit 1d")
        newsroom.say("/remind summit 1d", GROUP)
        newsroom.say("/language lv")
        newsroom.at("2021-12-05T10:00")

        told = {each.chat: each.language for each in newsroom.sent("reminder")}
        assert told == {ANNAS: "lv", GROUP: "en"}

    @pytest.mark.parametrize(
        ("start", "silent"),
        [
            ("2021-12-06T09:00", False),
            ("2021-12-06T08:59", True),
            ("2021-12-06T23:00", True),
            ("2021-12-06T22:59", False),
        ],
    )
    @pytest.mark.parametrize("ahead", [timedelta(0), timedelta(milliseconds=30)])
    def test_quiet_hours_make_it_silent(
        self, newsroom: Newsroom, start: str, ahead: timedelta, *, silent: bool
    ) -> None:
        """By its own time, even if it was claimed a moment before."""
        newsroom.add(start)
        newsroom.say("/remind summit 1h")
        newsroom.clock.set(newsroom.rows("reminder")[0].due_at - ahead)
        newsroom.looks(1)

        assert [each.silent for each in newsroom.sent("reminder")] == [silent]

    def test_chat_that_is_gone_fails(self, newsroom: Newsroom) -> None:
        """Where the bot was put out nothing is tried."""
        newsroom.add()
        newsroom.say("/remind summit 1d", GROUP)
        run(lambda: newsroom.house.hears(Update("left", ANNA, GROUP, happening=Happening.LEFT)))
        newsroom.at("2021-12-05T10:00")

        assert newsroom.told() == []
        assert newsroom.plans() == [("1d", "12-05 10:00", "failed", "gone")]

    def test_chat_that_says_so_is_tried_no_more(self, newsroom: Newsroom) -> None:
        """One attempt tells; the next reminder is not sent at all."""
        newsroom.add()
        newsroom.say("/remind summit 2d 1d", GROUP)
        newsroom.platform.outcomes.append(Gone("kicked"))
        newsroom.at("2021-12-04T10:00")
        newsroom.at("2021-12-05T10:00")

        assert len(newsroom.told(GROUP)) == 1
        assert [row[2:] for row in newsroom.plans()] == [("failed", "kicked"), ("failed", "gone")]

    @pytest.mark.parametrize("happening", [Happening.JOINED, Happening.SAID])
    def test_chat_that_comes_back_is_reminded_again(
        self, newsroom: Newsroom, happening: Happening
    ) -> None:
        """Of the time that the event has then, though it moved meanwhile."""
        topic = Chat("telegram", "-100", Place.GROUP, "5")
        newsroom.add()
        newsroom.say("/remind summit 1d", GROUP)
        newsroom.say("/remind summit 2d", topic)
        run(lambda: newsroom.house.hears(Update("left", ANNA, GROUP, happening=Happening.LEFT)))
        newsroom.edit("event move summit 2021-12-08T10:00")
        back = Update("back", ANNA, GROUP, "/events", message="m0", happening=happening)
        run(lambda: newsroom.house.hears(back))

        newsroom.at("2021-12-06T10:00")
        newsroom.at("2021-12-07T10:00")
        assert [each.chat for each in newsroom.sent("reminder")] == [topic, GROUP]


class TestReview:
    """An event past its review day is looked at by an editor first."""

    def test_it_is_held_and_the_editors_told(self, newsroom: Newsroom) -> None:
        """With its number, and buttons to decide."""
        newsroom.add(more=" | review: 2021-12-01")
        newsroom.say("/remind summit 1d")
        newsroom.at("2021-12-05T10:00")
        newsroom.after(timedelta(seconds=3))

        (word,) = newsroom.sent()
        assert word.chat == DESK
        assert [choice.label for choice in word.choices] == ["Send", "Change", "Drop"]
        assert newsroom.plans() == [("1d", "12-05 10:00", "held", "past review")]

    def test_sent_by_an_editor_it_is_not_held_again(self, newsroom: Newsroom) -> None:
        """It says how late it is."""
        newsroom.add(more=" | review: 2021-12-01")
        newsroom.say("/remind summit 1d")
        newsroom.at("2021-12-05T10:00")
        newsroom.after(timedelta(hours=1))
        newsroom.edit(f"deliveries send {newsroom.rows('reminder')[0].number}")
        newsroom.looks()

        (told,) = newsroom.told(ANNAS)
        assert "comes late" in told

    def test_many_at_once_are_one_word(self, newsroom: Newsroom) -> None:
        """Fifty chats: the editors are told once, how many."""
        newsroom.add(more=" | review: 2021-12-01")
        for number in range(50):
            somebody = Account("telegram", f"1{number}", "Reader")
            newsroom.say(
                "/remind summit 1d", Chat("telegram", f"1{number}", Place.PRIVATE), somebody
            )
        newsroom.at("2021-12-05T10:00")
        newsroom.after(timedelta(seconds=3))

        (word,) = newsroom.told()
        assert word.startswith(phrase("en", "held.heading", count=50))

    def test_editors_are_told_beside_another_alarm(self, newsroom: Newsroom) -> None:
        """What else they have not read yet says nothing of it."""
        newsroom.add(more=" | review: 2021-12-01")
        newsroom.say("/remind summit 1d")
        newsroom.clock.set(newsroom.rows("reminder")[0].due_at)
        newsroom.platform.outcomes.append(Later("down"))
        park(newsroom)
        newsroom.looks()
        newsroom.after(timedelta(minutes=1))

        assert any("held" in word for word in newsroom.told(DESK))


def park(newsroom: Newsroom) -> None:
    """Have an update parked, of which the editors' chat is told."""
    bad = said("/events", GROUP)
    run(lambda: newsroom.house.reception.accept([bad]))
    for _ in range(3):
        with newsroom.house.desk.database.write() as tx:
            tx.inbox.claim("a program that died", 1, timedelta(0))
            tx.inbox.release()
    run(newsroom.house.works)
