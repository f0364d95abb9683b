"""Alarms: what the editors have to know at once, where they are."""

from __future__ import annotations

from collections.abc import Iterator

from bot import texts
from bot.posting.occasions import Home
from bot.posting.outbox import queue_alarm, spoken
from storage.chats import Chat
from storage.database import Transaction
from storage.people import Role


def tell_parked(tx: Transaction, incident: str, editors: str, language: str) -> None:
    """Tell the editors' chat, or where there is none each owner in private, of a parked update.

    Args:
        tx: the transaction in which it is queued.
        incident: by which it is found in the log; each is told of once.
        editors: the editors' chat, as `telegram:-100123`, or empty.
        language: where a chat has chosen none.
    """
    for chat in listeners(tx, editors):
        theirs = spoken(tx, chat, language)
        told = texts.say(theirs, "alarm.parked", number=incident)
        queue_alarm(tx, f"parked:{incident}:{chat.id}", chat.id, told, theirs)


def others(tx: Transaction, home: Home, besides: int) -> Iterator[tuple[Chat, str]]:
    """Yield where editors hear of what one of them did, each with its language.

    Args:
        tx: in which they are told.
        home: where the editors are, and what they speak if they chose nothing.
        besides: our id of the chat where it was done, which is not told again.
    """
    for chat in listeners(tx, home.editors):
        if chat.id != besides:
            yield chat, spoken(tx, chat, home.language)


def listeners(tx: Transaction, editors: str) -> list[Chat]:
    """Return the chats where alarms go: the editors', or where there is none each owner's own.

    Which an owner has made the editors' takes the place of `editors`.
    """
    platform, _, external_id = editors.partition(":")
    chat = tx.chats.desk() or (tx.chats.find(platform, external_id) if editors else None)
    if chat is not None and not chat.gone:
        return [chat]
    private = [tx.chats.private(owner.id) for owner in tx.people.with_role(Role.OWNER)]
    return [chats[0] for chats in private if chats and not chats[0].gone]


def second_pairs(tx: Transaction, editors: str, author: int | None) -> list[Chat]:
    """Return where somebody else than `author` can approve: as `listeners`, or other editors' own.

    Owners hear in private of what one of them proposes only if there is another of them.
    """
    asked = [
        chat for chat in listeners(tx, editors) if chat.person is None or chat.person != author
    ]
    if asked:
        return asked
    people = (*tx.people.with_role(Role.OWNER), *tx.people.with_role(Role.EDITOR))
    private = [tx.chats.private(each.id) for each in people if each.id != author]
    return [chats[0] for chats in private if chats and not chats[0].gone]
