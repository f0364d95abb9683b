"""What reaches more than twenty is shown first, and done at a second tap, whoever orders it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from bot.commands.reaching import MANY
from bot.desk import Desk
from bot.texts import LANGUAGES, phrase
from handlers.console import Conversation, screen
from tests.bot.posting.newsroom import ANNA, ANNAS, ED, EDS, Newsroom
from tests.bot.posting.pressroom import LINA, LINAS, Pressroom
from tests.bot.receiving.house import standing
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, editor

KEY: Final = "battle-group.leader"
LEADER: Final = "who leads the battle group?"
SURE: Final = phrase("en", "form.save-sure")
MEETING: Final = "when is the ministers meeting?"
LINES: Final = (
    f"fact correct {KEY} Denmark | value-lv: Dānija",
    f"fact set {KEY} Denmark | value-lv: Dānija | from: 2018",
    f"fact retract {KEY} no source",
)


@pytest.fixture
def room(desk: Desk, clock: FakeClock) -> Iterator[Pressroom]:
    """Yield editors, and somebody who was told twenty times who leads the battle group."""
    with standing(desk, clock) as house:
        room = Pressroom(house)
        for _ in range(MANY):
            room.say(LEADER)
        room.sent()
        yield room


def stored(room: Newsroom) -> int:
    """Return the number of the latest change of a room."""
    with room.house.desk.database.read() as tx:
        return tx.changes.latest_seq()


def asks(room: Pressroom) -> bool:
    """Tell whether the message that was said last asks for the second tap."""
    return room.platform.words[-1].endswith(phrase("en", "form.many"))


@pytest.mark.parametrize("line", LINES)
def test_what_reaches_twenty_is_done_at_once(room: Pressroom, line: str) -> None:
    """Twenty is no more than anybody tells by one line."""
    before = stored(room)

    room.edit(line)

    assert stored(room) > before


@pytest.mark.parametrize("line", LINES)
def test_what_reaches_more_is_asked_about(room: Pressroom, line: str) -> None:
    """Nothing is stored before the tap; both languages and the figures are shown."""
    room.say(LEADER)
    before = stored(room)

    chief = Speaker(room.house.desk, ED, EDS)
    told = chief.say(f"/{line}")

    assert told.endswith(phrase("en", "form.many"))
    assert all(phrase("en", f"form.readers-{each}") in told for each in LANGUAGES)
    assert phrase("en", "correction.messages", count=MANY + 1) in told
    assert stored(room) == before
    room.looks()
    assert room.sent("correction") == []
    assert chief.tap(1).startswith(phrase("en", f"edit.done-{line.split()[1]}", key=KEY))
    assert stored(room) > before


def test_left_it_is_not_done(room: Pressroom) -> None:
    """The other button forgets it."""
    room.say(LEADER)
    before = stored(room)
    room.edit(LINES[0])

    room.tap(phrase("en", "desk.leave-it"))

    assert stored(room) == before


def test_taking_back_is_asked_about(room: Pressroom) -> None:
    """Those who were told what is taken back are many as well."""
    room.edit(f"fact set {KEY} Denmark | value-lv: Dānija")
    for _ in range(MANY + 1):
        room.say(LEADER)
    before = stored(room)

    room.edit(f"fact undo {KEY}")

    assert asks(room)
    assert stored(room) == before
    assert room.tap(SURE).startswith(phrase("en", "edit.done-undo", key=KEY))


def test_what_was_changed_meanwhile_is_not_done(room: Pressroom) -> None:
    """The tap stands for what was shown: of what came between its editor is told first."""
    room.say(LEADER)
    room.edit(LINES[0])
    token = next(each.token for each in room.choices if each.label == SURE)
    room.say(f"/fact edit {KEY} | en: Canada is in command.", LINAS, LINA)
    before = stored(room)

    told = room.tap_token(token)

    assert told.startswith(phrase("en", "overtaken.heading", key=KEY))
    assert stored(room) == before


def test_a_form_asks_as_well(room: Pressroom) -> None:
    """What was shown and saved is asked about once more, by the same words."""
    room.say(LEADER)
    before = stored(room)
    room.edit(f"fact retract {KEY}")
    room.say("no source", EDS, ED)

    room.tap(phrase("en", "form.save"))

    assert asks(room)
    assert stored(room) == before
    assert room.tap(SURE).startswith(phrase("en", "edit.done-retract", key=KEY))


def test_an_approval_asks_as_well(room: Pressroom) -> None:
    """Whoever approves tells them all."""
    room.say(LEADER)
    room.edit("approval on battle-group")
    room.edit(LINES[0])
    before = stored(room)
    with room.house.desk.database.read() as tx:
        number = tx.pending.waiting()[0].number

    room.say(f"/approve {number}", LINAS, LINA)

    assert asks(room)
    assert stored(room) == before
    room.tap(SURE, LINAS, LINA)
    assert stored(room) > before


def test_notices_of_an_event_are_counted(room: Pressroom) -> None:
    """So many chats that hear of another time are many."""
    for number in range(MANY + 1):
        person = f"7{number:02}"
        room.say(MEETING, replace(ANNAS, id=person), replace(ANNA, id=person))
    before = stored(room)

    told = Speaker(room.house.desk, ED, EDS).say("/event move ministers-meeting 2021-12-03")

    assert told.endswith(phrase("en", "form.many"))
    assert phrase("en", "form.notices", count=MANY + 1) in told
    assert stored(room) == before


def test_an_import_and_its_undoing_ask(desk: Desk, clock: FakeClock) -> None:
    """A file that was looked at is asked about once more; so is what takes it back."""
    with standing(desk, clock) as house:
        room, chief = Pressroom(house), editor(desk, ED.id)
        for _ in range(MANY + 1):
            room.say(LEADER)
        before = stored(room)
        fact = {
            "subject": "battle-group",
            "subject_names": {"en": ["NATO battle group in Latvia"]},
            "attribute": "leader",
            "value": {"en": "Denmark", "lv": "Dānija"},
            "id": "x",
            "valid_from": "2017",
        }
        chief.brings("a.jsonl", json.dumps(fact).encode(), "/import correct")

        assert chief.tap(1).endswith(phrase("en", "form.many"))
        assert stored(room) == before
        number = next(word for word in chief.tap(1).split() if word.isdecimal())
        for _ in range(MANY + 1):
            room.say(LEADER)
        imported = stored(room)
        assert chief.say(f"/import undo {number}").endswith(phrase("en", "form.many"))
        assert stored(room) == imported
        chief.tap(1)
        assert stored(room) > imported


def test_where_nobody_taps_nobody_is_asked(room: Pressroom) -> None:
    """A line that the command line has carried out is done whole."""
    room.say(LEADER)
    before = stored(room)

    assert Conversation(room.house.desk, screen()).carry_out(f"/{LINES[0]}")

    assert stored(room) > before
