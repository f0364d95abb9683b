"""How far a change reaches, as its reply says; and the button that makes a correction of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.editing.order import Order
from bot.posting import proposals
from bot.texts import phrase
from storage.people import Role
from tests.bot.posting.newsroom import ANNA, ANNAS, GROUP, mends
from tests.bot.posting.pressroom import LINA, LINAS, Pressroom
from tests.bot.receiving.house import standing
from tests.standins.clock import FakeClock

QUESTION = "who leads the battle group?"
KEY = "battle-group.leader"
TO_DENMARK = f"fact set {KEY} Denmark | value-lv: Dānija"
WAS_ERROR = phrase("en", "correction.was-error")
REACH = phrase("en", "correction.reach", reached="{}, {}")
BEYOND = phrase("en", "correction.beyond", count=90)


def reach(messages: int, chats: int) -> str:
    """Return the line that tells so many."""
    told = (
        phrase("en", "correction.messages", count=messages),
        phrase("en", "correction.chats", count=chats),
    )
    return REACH.format(*told)


@pytest.fixture
def room(desk: Desk, clock: FakeClock) -> Iterator[Pressroom]:
    """Yield editors, and two chats that were told who leads the battle group."""
    with standing(desk, clock) as house:
        room = Pressroom(house)
        room.say(QUESTION)
        room.say(QUESTION, GROUP)
        room.after(timedelta(minutes=5))
        room.sent()
        yield room


@pytest.mark.parametrize(
    "line", [f"fact correct {KEY} Denmark | value-lv: Dānija", f"fact retract {KEY} no source"]
)
def test_reply_tells_how_many(room: Pressroom, line: str) -> None:
    """Messages and chats, and what is out of reach."""
    assert room.edit(line).splitlines()[-2:] == [reach(2, 2), BEYOND]


def test_nobody_was_told(room: Pressroom) -> None:
    """That is said, too."""
    nobody = phrase("en", "correction.nobody", count=90)
    assert room.edit("fact correct battle-group.strength 1600").splitlines()[-1] == nobody


def test_set_from_now_on_offers_the_button(room: Pressroom) -> None:
    """Nobody is corrected, unless it is tapped; then those who were told are, once each."""
    assert BEYOND not in room.edit(TO_DENMARK)
    room.looks()
    assert room.sent("correction") == []

    told = room.tap(WAS_ERROR)

    assert told.splitlines()[0] == phrase("en", "edit.done-correct", key=KEY)
    assert told.splitlines()[-2:] == [reach(2, 2), BEYOND]
    room.looks(8)
    notices = [each for each in room.sent("correction") if not mends(each)]
    assert [each.chat for each in notices] == [ANNAS, GROUP]


def test_set_of_what_nobody_was_told_has_no_button(room: Pressroom) -> None:
    """There is nobody to correct."""
    room.edit("fact set battle-group.strength 1600")
    assert room.platform.sent[-1].choices == ()


def test_button_needs_the_right_when_it_is_tapped(room: Pressroom) -> None:
    """Who is no editor any more is refused, and nothing is corrected."""
    room.say(f"/{TO_DENMARK}", LINAS, LINA)
    with room.house.desk.database.write() as tx:
        tx.people.set_role(tx.people.seen("telegram", "11", "Lina").id, Role.READER)

    assert phrase("en", "desk.refused") in room.tap(WAS_ERROR, LINAS, LINA)
    room.looks()
    assert room.sent("correction") == []


def test_button_is_no_good_elsewhere(room: Pressroom) -> None:
    """Somebody with a copy of it is refused."""
    room.edit(TO_DENMARK)
    room.tap(WAS_ERROR, ANNAS, ANNA)
    room.looks()
    assert room.sent("correction") == []


def test_changed_again_before_the_tap(room: Pressroom) -> None:
    """Which change was the error is not for us to guess."""
    room.edit(TO_DENMARK)
    button = next(each.token for each in room.choices if each.label == WAS_ERROR)
    room.edit(f"fact set {KEY} France | value-lv: Francija")
    command = f"/fact correct {KEY} …"

    told = room.tap_token(button)

    assert told == phrase("en", "correction.changed-since", fact=KEY, command=command)


def test_button_proposes_where_it_takes_two(room: Pressroom) -> None:
    """What one may not do alone waits, and corrects once another has approved of it."""
    room.edit(TO_DENMARK)
    button = next(each.token for each in room.choices if each.label == WAS_ERROR)
    room.edit("approval on battle-group")

    told = room.tap_token(button)

    with room.house.desk.database.read() as tx:
        (proposal,) = tx.pending.waiting()
    number, approve = str(proposal.number), f"/approve {proposal.number}"
    assert told == phrase(
        "en", "pending.waits", number=number, name="NATO battle group in Latvia", command=approve
    )
    typed = proposals.as_typed(Order.read(proposal.payload["order"]))
    assert typed.startswith(
        f"/fact undo {KEY}\n/fact correct {KEY}\nvalue-en: Denmark\nvalue-lv: Dānija\n"
    )
    room.looks()
    assert room.sent("correction") == []
    approved = room.say(approve, LINAS, LINA)
    assert phrase("en", "edit.done-correct", key=KEY) in approved
    room.looks(8)
    notices = [each for each in room.sent("correction") if not mends(each)]
    assert [each.chat for each in notices] == [ANNAS, GROUP]


def test_button_is_offered_where_it_takes_two(room: Pressroom) -> None:
    """Whoever approves what was set is offered to make a correction of it, and that waits too."""
    room.edit("approval on battle-group")
    room.edit(TO_DENMARK)
    with room.house.desk.database.read() as tx:
        (first,) = tx.pending.waiting()
    room.say(f"/approve {first.number}", LINAS, LINA)

    room.tap(WAS_ERROR, LINAS, LINA)

    with room.house.desk.database.read() as tx:
        (second,) = tx.pending.waiting()
    assert second.number != first.number
    assert phrase("en", "pending.own", number=str(second.number)) == room.say(
        f"/approve {second.number}", LINAS, LINA
    )


def test_approved_after_another_change(room: Pressroom) -> None:
    """A correction that waited is not made of what was changed meanwhile, however it is tapped."""
    room.edit(TO_DENMARK)
    button = next(each.token for each in room.choices if each.label == WAS_ERROR)
    room.edit("approval on battle-group")
    room.tap_token(button)
    room.edit("approval off battle-group")
    with room.house.desk.database.read() as tx:
        (proposal,) = tx.pending.waiting()
    room.edit(f"fact set {KEY} France | value-lv: Francija")

    shown = room.say(f"/approve {proposal.number}", LINAS, LINA)

    assert phrase("en", "overtaken.heading", key=KEY) in shown
    told = room.tap(phrase("en", "overtaken.anyway"), LINAS, LINA)
    command = f"/fact correct {KEY} …"
    assert told == phrase("en", "correction.changed-since", fact=KEY, command=command)
