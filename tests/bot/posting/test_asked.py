"""New questions: what editors hear of them, how often, and at which hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.port import Account, Chat, Place
from bot.posting.asked import APART, GATHERED_FOR, MANY, MOST_LISTED, MOST_OF_ONE
from bot.texts import phrase
from tests.bot.posting.newsroom import DESK, ED, Newsroom
from tests.bot.posting.pressroom import Pressroom

ASKED: Final = "Who leads the battle group in Lithuania?"
COUNTRIES: Final = ("Estonia", "Hungary", "Finland", "Sweden", "Norway", "Denmark", "Germany")
SOON: Final = GATHERED_FOR + timedelta(seconds=5)


def ask(room: Newsroom, account: str, question: str = ASKED) -> None:
    """Have somebody ask in private."""
    room.say(question, Chat("telegram", account, Place.PRIVATE), Account("telegram", account))


def heard(room: Newsroom, by: timedelta = SOON) -> list[str]:
    """Let time pass, and return what the editors' chat heard of questions."""
    room.after(by)
    return room.told(DESK, "asked", "asked-by-many")


@pytest.fixture
def room(pressroom: Pressroom) -> Pressroom:
    """Return a newsroom by day, whose editors' chat speaks English."""
    pressroom.at("2021-11-26T10:00")
    pressroom.say("/language en", DESK, ED)
    pressroom.sent()
    return pressroom


def test_a_new_question_reaches_the_editors_soon(room: Pressroom) -> None:
    """Those who ask the same within that moment are counted."""
    ask(room, "21")
    ask(room, "22", "Kas vada kaujas grupu Lietuvā?")

    (word,) = heard(room)

    assert word.splitlines()[0] == phrase("en", "questions.new", count=1)
    assert "asked by 2 people" in word


def test_each_group_is_told_of_once(room: Pressroom) -> None:
    """Whoever joins it later."""
    ask(room, "21")
    assert len(heard(room)) == 1
    ask(room, "22")
    assert heard(room, APART) == []


def test_the_next_word_keeps_its_distance(room: Pressroom) -> None:
    """A quarter of an hour from one to the next, and what was asked meanwhile is in it."""
    ask(room, "21")
    assert len(heard(room)) == 1
    for place, country in enumerate(COUNTRIES[:3]):
        ask(room, str(30 + place), f"Who leads the battle group in {country}?")
        assert heard(room, timedelta(minutes=3)) == []

    (word,) = heard(room, APART)

    assert word.splitlines()[0] == phrase("en", "questions.new", count=3)


def test_what_was_closed_meanwhile_is_not_told(room: Pressroom) -> None:
    """Nothing is left to say."""
    ask(room, "21")
    with room.house.desk.database.write() as tx:
        tx.questions.close_group(tx.questions.open()[0].group, None, "closed")
    assert heard(room) == []


def test_nobody_is_woken(room: Pressroom) -> None:
    """What is asked at night is told in the morning, together."""
    room.at("2021-11-26T23:00")
    ask(room, "21")
    assert heard(room, timedelta(hours=2)) == []
    ask(room, "22", "Who leads the battle group in Estonia?")
    assert heard(room, timedelta(hours=1)) == []

    room.at("2021-11-27T08:01")

    (word,) = room.told(DESK, "asked")
    assert word.splitlines()[0] == phrase("en", "questions.new", count=2)


def test_what_many_ask_at_night_is_news(room: Pressroom) -> None:
    """So many, and it is told at once."""
    room.at("2021-11-26T23:00")
    for place in range(MANY - 1):
        ask(room, str(40 + place))
    assert heard(room) == []

    ask(room, "60")

    (word,) = heard(room)
    assert f"by {MANY} people" in word


def test_one_person_does_not_fill_the_word(room: Pressroom) -> None:
    """Some of theirs are listed, what others ask is, and the rest is counted."""
    for country in COUNTRIES[:5]:
        ask(room, "21", f"Who leads the battle group in {country}?")
    ask(room, "22", "Who leads the battle group in Germany?")

    (word,) = heard(room)

    assert word.count("An answer tells") == MOST_OF_ONE + 1
    assert "Germany" in word
    assert phrase("en", "questions.more", count=5 - MOST_OF_ONE) in word


def test_a_word_has_an_end(room: Pressroom) -> None:
    """What does not fit is counted."""
    for place, country in enumerate(COUNTRIES):
        ask(room, str(30 + place), f"Who leads the battle group in {country}?")

    (word,) = heard(room)

    assert word.count("An answer tells") == MOST_LISTED


def test_its_buttons_answer_and_close(room: Pressroom) -> None:
    """Each beside the word, which stays, so that the other questions keep theirs."""
    ask(room, "21")
    heard(room)
    with room.house.desk.database.read() as tx:
        number = str(tx.questions.open()[0].group)

    told = room.tap(phrase("en", "questions.answer", number=number), DESK, ED)
    assert ASKED in told
    assert not room.platform.sent[-1].edits

    room.looks()
    labels = [each.choices for each in room.platform.sent if len(each.choices) == 2][-1]
    room.tap_token(labels[1].token, DESK, ED)
    room.tap(phrase("en", "questions.reason-not-ours"), DESK, ED)
    with room.house.desk.database.read() as tx:
        assert not tx.questions.open()


def test_a_strangers_tap_is_refused(room: Pressroom) -> None:
    """The buttons are commands, whose rights are checked."""
    ask(room, "21")
    heard(room)
    with room.house.desk.database.read() as tx:
        number = str(tx.questions.open()[0].group)
    room.tap(phrase("en", "questions.close", number=number), DESK, Account("telegram", "66"))

    with room.house.desk.database.read() as tx:
        assert tx.questions.open()
