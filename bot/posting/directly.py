"""Directly: what one person alone saw in a group is followed up with them in private."""

from __future__ import annotations

from bot.port import Place
from storage.database import Transaction


def known_chat(tx: Transaction, person: int, platform: str) -> int | None:
    """Return our id of the private chat of a person on a platform; None if none is known."""
    private = (each.id for each in tx.chats.private(person) if each.platform == platform)
    return next(private, None)


def chat(tx: Transaction, person: int, platform: str, language: str) -> int | None:
    """Return our id of the private chat of a person on a platform, made known if it is new.

    Args:
        tx: open for writing.
        person: our id.
        platform: where they were told something.
        language: in which; what a new chat is spoken to in.

    Returns:
        None if they have no account there any more.
    """
    known = known_chat(tx, person, platform)
    if known is not None:
        return known
    accounts = (each for each in tx.people.accounts_of(person) if each.platform == platform)
    account = next(accounts, None)
    if account is None:
        return None
    met = tx.chats.seen(platform, account.account, "", Place.PRIVATE)
    tx.chats.belongs(met.id, person)
    tx.chats.set_language(met.id, language)
    return met.id
