"""Holding: the big red button, and what follows when it is let go.

A hold keeps back what was planned, in every process at once (`storage/holds.py`); replies and
alarms leave as ever. On release a post whose time passed meanwhile is left to an editor, as
nobody may want it any more; all else leaves by what its kind is owed when it is late
(`bot/posting/policies.py`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot import texts
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Message, joined, plain
from bot.posting import held
from bot.posting.alarms import others
from bot.posting.occasions import Home
from bot.posting.outbox import queue_alarm
from bot.posting.policies import POLICIES, Late
from bot.showing import wording
from storage.chats import Chat
from storage.choices import Choice as StoredChoice
from storage.database import Transaction
from storage.deliveries import Reason
from storage.holds import EVERYTHING, Hold
from storage.moments import Moment

ASKED: Final = frozenset(kind for kind, policy in POLICIES.items() if policy.late is Late.HOLD)
"""Kinds of which an editor is asked about what was due while it was on hold."""


WITHIN: Final = timedelta(days=7)
"""How long the button works that lets it go on; the command always does."""


def line(hold: Hold, language: str, zone: str) -> Message:
    """Return what is on hold, since when, and why."""
    since = wording.since(Moment.instant(hold.since, zone), language)
    key = "hold.all" if hold.chat is None else "hold.channel"
    return texts.say(language, key, name=Code(hold.name), since=since, reason=shown(hold.reason))


def button(hold: Hold, language: str) -> str:
    """Return what stands on the button that lets it go on."""
    key = "hold.release-all" if hold.chat is None else "hold.release-channel"
    return texts.phrase(language, key, name=hold.name)


def lines(tx: Transaction, language: str, zone: str) -> list[Message]:
    """Return everything that is on hold, a line each."""
    return [line(hold, language, zone) for hold in tx.holds.all()]


def described(tx: Transaction, zone: str) -> str:
    """Return what is on hold for who runs the program, in a line of English; empty if nothing."""
    return "; ".join(map(plain, lines(tx, "en", zone)))


def release(tx: Transaction, hold: Hold, editors: str) -> int:
    """Lift a hold; return how many posts the editors are asked about.

    Args:
        tx: open for writing.
        hold: one that is in force.
        editors: the editors' chat, as `telegram:-100123`, or empty.
    """
    tx.holds.release(hold.name)
    if tx.holds.get(EVERYTHING) is not None:
        return 0
    overdue = [
        each
        for each in tx.plans.overdue(ASKED, hold.chat)
        # What changes or takes back one that has left is wanted whenever it comes.
        if each.rank == POLICIES[each.kind].rank
    ]
    for each in overdue:
        held.tell(tx, tx.plans.keep(each, Reason.ON_HOLD), editors)
    return len(overdue)


def tell(tx: Transaction, hold: Hold, who: str, home: Home, besides: int) -> None:
    """Tell the editors that something is on hold from now on.

    Args:
        tx: open for writing; the hold is in it.
        hold: what is on hold, and why.
        who: by whose order.
        home: where the editors are, and what they speak if they chose nothing.
        besides: our id of the chat where it was ordered, which is not told again.
    """
    for chat, language in others(tx, home, besides):
        zone = chat.timezone or home.zone
        by = texts.say(language, "hold.by", who=shown(who), command=Code(f"/release {hold.name}"))
        message = joined([line(hold, language, zone), by], Break())
        stored = [StoredChoice("run", {"text": f"release {hold.name}"})]
        choices = map(Choice, [button(hold, language)], tx.choices.add(chat.id, stored, WITHIN))
        queue_alarm(tx, _key("hold", hold, chat), chat.id, message, language, tuple(choices))


def tell_released(tx: Transaction, hold: Hold, who: str, home: Home, besides: int) -> None:
    """Tell the editors that something is on hold no more; as `tell` does."""
    sentence = "hold.ended-all" if hold.chat is None else "hold.ended-channel"
    for chat, language in others(tx, home, besides):
        message = texts.say(language, sentence, who=shown(who), name=Code(hold.name))
        queue_alarm(tx, _key("release", hold, chat), chat.id, message, language)


def _key(what: str, hold: Hold, chat: Chat) -> str:
    return f"{what}:{hold.name}:{hold.since.isoformat()}:{chat.id}"
