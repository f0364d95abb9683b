"""A desk at which something of every kind waits, so that every command has something to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.desk import Desk
from bot.port import Kind, Place, Text
from bot.posting import posts
from bot.posting.policies import POLICIES
from storage.deliveries import Message, Reason
from storage.people import Role
from storage.turns import Claim, Pace
from tests.standins.speakers import Speaker, editor, reader

LEASE: Final = timedelta(seconds=90)
PACE: Final = Pace(*3 * (timedelta(milliseconds=1),))


def stock(desk: Desk) -> None:
    """Have something of every kind wait, as editors and readers would."""
    second = editor(desk, "10")
    reader(desk, language="en").say("who is the king of Sweden?")
    _changes(second)
    _posts(desk)
    _schedules(second)
    _held(desk)
    second.say("/hold press the wire is wrong")


def _changes(second: Speaker) -> None:
    """Have one change wait for another editor, and one for its hour."""
    second.say("/approval on battle-group")
    second.say("/fact set battle-group.leader Poland | value-lv: Polija")
    second.say("/fact set nfiu.place Cēsis | value-lv: Cēsis | embargo: 2021-12-24 09:00")
    second.tap(1)
    second.say("/fact review pabriks.office 2022-11-25")


def _posts(desk: Desk) -> None:
    """Have one post wait for its hour, and one stand in its channel."""
    with desk.database.write() as tx:
        chat = tx.chats.seen("telegram", "-1001", "", Place.CHANNEL, "Rīgas ziņas")
        tx.channels.add("press", chat.id, None)
        channels = tx.channels.all()
        said = {"en": (Text("The bridge is closed."),)}
        posts.send(tx, posts.Draft(said, ("press",), None), channels, None)
        claim = Claim("token", LEASE, timedelta(seconds=1), LEASE)
        (left,) = tx.turns.claim(claim, "telegram", PACE, (POLICIES[Kind.POST].rank,))
        tx.ledger.sent(left, "77")
        later = tx.now + timedelta(days=1)
        posts.send(tx, posts.Draft(said, ("press",), later), channels, None)
        tx.people.set_role(tx.people.seen("telegram", "12", "Lina").id, Role.EDITOR)


def _schedules(second: Speaker) -> None:
    """Have one standing post run, and another paused."""
    for when in ("weekdays 08:30", "mon 09:00"):
        second.say(f"/schedule add {when} digest")
        second.tap(1)
    with second.desk.database.read() as tx:
        latest = max(each.number for each in tx.schedules.standing())
    second.say(f"/schedule pause {latest}")


def _held(desk: Desk) -> None:
    """Have a message held."""
    with desk.database.write() as tx:
        chat = tx.chats.seen("telegram", "-1", "", Place.GROUP)
        told = {"message": [{"text": "x"}], "language": "en"}
        tx.ledger.add(Message("x", Kind.ALARM, chat.id, told))
        (found,) = tx.ledger.claim("token", 1, LEASE, chat.id)
        tx.ledger.hold(found, Reason.IN_DOUBT)
