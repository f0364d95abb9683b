"""An editor who orders standing posts, and what becomes of them in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.port import Chat, Happening, Place, Posting, Whereto
from storage.schedules import Schedule
from tests.bot.posting.newsroom import ED, EDS, Newsroom
from tests.bot.receiving.house import run, said


def keep(newsroom: Newsroom, line: str) -> Schedule:
    """Have the editor order a standing post in private and tap [Save]; return it."""
    shown = newsroom.edit(f"schedule add {line}")
    sent = newsroom.platform.sent[-1]
    assert sent.choices, shown
    asked = said("", EDS, ED)
    token = sent.choices[0].token
    tap = replace(asked, choice=token, happening=Happening.TAPPED, message="1")
    run(partial(newsroom.house.hears, tap))
    with newsroom.house.desk.database.read() as tx:
        return tx.schedules.standing()[-1]


def channel(newsroom: Newsroom, name: str, language: str) -> int:
    """Have a channel that speaks a language, where may be posted; return our id of it."""
    chat = Chat("telegram", f"-{name}", Place.CHANNEL, title=name)
    whereto = Whereto("telegram", chat.id, ED.id)
    newsroom.platform.channels[chat.id] = Posting(whereto, chat)
    with newsroom.house.desk.database.write() as tx:
        known = tx.chats.seen("telegram", chat.id, "", Place.CHANNEL, name)
        tx.chats.set_language(known.id, language)
        tx.channels.add(name, known.id, None)
        return known.id


def states(newsroom: Newsroom, kind: str) -> list[tuple[str, str, str]]:
    """Return the time in Riga, the state and the reason of each row of a kind."""
    zone = newsroom.house.desk.zone
    with newsroom.house.desk.database.read() as tx:
        rows = [each for each in tx.ledger.get(range(1, 900)) if each.kind == kind]
    return [
        (local(each.time, zone), each.state.value, each.why)
        for each in sorted(rows, key=lambda each: (each.time, each.id))
    ]


def local(at: datetime, zone: str) -> str:
    """Return an instant as the clocks of a zone show it, without its year."""
    return at.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M")
