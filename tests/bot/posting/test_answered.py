"""Answers found later: who asked is told once, where they asked, in words of the moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.outcomes import InDoubt, Later, Outcome
from bot.port import Account, Chat, Outgoing, Place, plain
from bot.texts import phrase
from bot.waiting.askers import WITHIN
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNAS, ED, EDS, GROUP, Newsroom

ASKED: Final = "Who leads the battle group in Lithuania?"
ASKED_LV: Final = "Kas vada kaujas grupu Lietuvā?"
KEY: Final = "battle-group.leader"
JANIS: Final = Account("telegram", "8", "Jānis")
JANIS_PRIVATE: Final = Chat("telegram", "8", Place.PRIVATE)


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom whose reader has asked what nobody knows, in private."""
    newsroom.say(ASKED)
    newsroom.sent()
    return newsroom


def number(room: Newsroom) -> int:
    """Return the number of what was asked first of all that waits."""
    with room.house.desk.database.read() as tx:
        return tx.questions.open()[0].group


def answer(room: Newsroom, key: str = KEY) -> list[Outgoing]:
    """Have the editor answer it, and return what leaves by itself."""
    room.edit(f"answer {number(room)} {key}")
    return told(room)


def told(room: Newsroom) -> list[Outgoing]:
    """Return what left by itself since asked last."""
    room.looks()
    return room.sent("later")


class TestTelling:
    """Who is told, where, and what."""

    def test_who_asked_is_told_below_their_question(self, room: Newsroom) -> None:
        """With what they asked, the fact with its source, and how to hear no more."""
        (message,) = answer(room)

        words = plain(message.message)
        assert message.chat.id == ANNAS.id
        assert words.startswith(phrase("en", "later.heading", question=ASKED))
        assert "Canada" in words
        assert [each.label for each in message.choices] == [phrase("en", "later.not-later")]
        assert message.reply_to.startswith("m")

    def test_everybody_is_told_once_in_each_place(self, room: Newsroom) -> None:
        """However often they asked there, and in the language in which they did so last."""
        room.say(ASKED)
        room.say(ASKED, GROUP)
        room.say(ASKED_LV, GROUP)
        room.say(ASKED_LV, GROUP, JANIS)
        room.say("how many soldiers are in the battle group in Lithuania?", JANIS_PRIVATE, JANIS)

        messages = answer(room)

        assert sorted(each.chat.id for each in messages) == ["-100", "-100", "7"]
        assert len({each.reply_to for each in messages}) == 3
        there = [plain(each.message) for each in messages if each.chat.id == "-100"]
        assert all("Kanāda" in each for each in there)
        assert told(room) == []

    def test_what_was_told_is_a_receipt(self, room: Newsroom) -> None:
        """So that who heard it is corrected as anybody else."""
        answer(room)
        (row,) = room.rows("later")
        with room.house.desk.database.read() as tx:
            fact = tx.facts.find(KEY)
            assert fact is not None
            assert [each.fact_id for each in tx.receipts.of(row.id)] == [fact.id]

    def test_words_are_those_of_the_moment(self, room: Newsroom) -> None:
        """What changed between the answer and its leaving is told as it is then."""
        room.edit("hold all fire drill")
        room.edit(f"answer {number(room)} {KEY}")
        assert told(room) == []
        room.edit(f"fact set {KEY} Germany\nvalue-lv: Vācija")

        room.edit("release all")
        (message,) = told(room)

        assert "Germany" in plain(message.message)

    def test_at_night_it_comes_without_a_sound(self, room: Newsroom) -> None:
        """They asked for it, so it does not wait."""
        room.at("2021-11-26T23:30")
        (message,) = answer(room)
        assert message.silent

    def test_an_answer_to_one_question_tells_nobody_else(self, room: Newsroom) -> None:
        """Who asked something else goes on waiting."""
        room.say("How many soldiers are in the battle group in Lithuania?", JANIS_PRIVATE, JANIS)

        messages = answer(room)

        assert [each.chat.id for each in messages] == [ANNAS.id]

    def test_a_fact_that_nobody_asked_for_tells_nobody(self, room: Newsroom) -> None:
        """However near its subject is."""
        room.edit("fact add battle-group.budget 40 million\nvalue-lv: 40 miljoni\nwords: budget")
        assert told(room) == []


class TestNoMore:
    """Who is not told after all."""

    def test_who_has_said_so_since(self, room: Newsroom) -> None:
        """Even after it was planned."""
        room.edit("hold all fire drill")
        room.edit(f"answer {number(room)} {KEY}")
        room.say("/answers off")
        room.edit("release all")

        assert told(room) == []

    def test_who_was_forgotten_since(self, room: Newsroom) -> None:
        """Nothing of theirs is repeated."""
        room.edit("hold all fire drill")
        room.edit(f"answer {number(room)} {KEY}")
        with room.house.desk.database.write() as tx:
            tx.belongings.forget(tx.people.seen("telegram", "7").id)
        room.edit("release all")

        assert told(room) == []

    def test_a_fact_that_was_withdrawn_since(self, room: Newsroom) -> None:
        """There is nothing to tell."""
        room.edit("hold all fire drill")
        room.edit(f"answer {number(room)} {KEY}")
        room.edit(f"fact retract {KEY} wrong")
        room.edit("release all")

        assert told(room) == []

    def test_a_group_after_a_week(self, newsroom: Newsroom) -> None:
        """What a hold has kept back so long goes to who asked alone."""
        newsroom.say(ASKED, GROUP)
        newsroom.edit("hold all fire drill")
        newsroom.edit(f"answer {number(newsroom)} {KEY}")
        newsroom.after(WITHIN + timedelta(hours=1))
        newsroom.edit("release all")

        (message,) = told(newsroom)

        assert (message.chat.id, message.reply_to) == (ANNAS.id, "")


class TestTrouble:
    """What becomes of it where something goes wrong."""

    def test_it_is_tried_again(self, room: Newsroom) -> None:
        """And arrives once."""
        _become_of_tellings(room, Later("busy"))
        room.edit(f"answer {number(room)} {KEY}")
        room.looks()
        (row,) = room.rows("later")
        assert row.state is State.QUEUED
        room.house.platform.before_sending = lambda _: None
        room.after(timedelta(minutes=5))

        (row,) = room.rows("later")
        assert row.state is State.SENT

    def test_what_is_in_doubt_is_repeated_once_and_says_so(self, room: Newsroom) -> None:
        """As a reply is; after a second doubt editors decide."""
        _become_of_tellings(room, InDoubt("cut"))
        room.edit(f"answer {number(room)} {KEY}")
        room.looks(6)

        sent = room.sent("later")
        (row,) = room.rows("later")
        assert len(sent) == 2
        assert plain(sent[1].message).startswith(phrase("en", "desk.repeat"))
        assert row.state is State.HELD

    def test_many_answers_at_once_are_one(self, room: Newsroom) -> None:
        """Two editors who answer the same: the second is told so."""
        first = number(room)
        room.edit(f"answer {first} {KEY}")
        again = room.say(f"/answer {first} {KEY}", EDS, ED)

        assert phrase("en", "questions.outcome-answered") in again
        assert len(told(room)) == 1


def _become_of_tellings(room: Newsroom, outcome: Outcome) -> None:
    """Let that become of each telling that is sent from now on."""
    platform = room.house.platform

    def meets(message: Outgoing) -> None:
        if message.key.startswith("later"):
            platform.outcomes.append(outcome)

    platform.before_sending = meets
