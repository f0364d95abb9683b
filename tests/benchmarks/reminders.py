"""Reminders: many chats at once, as quickly as a platform takes it, and no quicker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.calendar import TIME
from bot.editing import change
from bot.editing.draft import Draft, Editor
from bot.editing.event import add_event
from bot.editing.subject import About
from storage.content import Span
from storage.database import Database, Transaction
from storage.moments import Moment
from tests.benchmarks.briefed import BRIEFING, brief, briefed_store
from tests.benchmarks.fan_out import fan_out, row
from tests.benchmarks.halls import Hall, MakeHall, slack_hall, telegram_hall
from tests.benchmarks.sizes import Audience, Sizes
from tests.benchmarks.stores import ZONE, Stores, clock
from tests.benchmarks.tables import Row, Table
from tests.standins.postgres import NoServerError, running_server

EVENT: Final = "gala"
OFFSET: Final = "1h"
BEFORE: Final = timedelta(hours=1)

NOTES: Final = """\
Chats have ordered `remind {event} {offset}`; an editor moves the event so that all are due in
{asking.ahead:g} s; platforms that stand in for the true ones enforce their limits: Telegram 30 a
second, one a second in a chat, 20 a minute in a group; Slack one a second in a channel, 300 a
minute. On Telegram {private:,} are private, {groups:,} groups, {topics:,} topics of one more
group, which come first. The program runs in a process of its own, with its store on disk.
first: the first message after its time; last: the last one. The ratio: that, and what as many
take at the pace that is configured. most/s: said in any second, answers too; gap: the smallest
between two in one chat. CPU ms: of the program, a message. p50, p99: how long {asking.people} wait
who ask about {briefing} meanwhile, one question for each {asking.each} reminders.
Each chat got exactly one, and nothing was refused as too early; else there would be no table."""


class Move:
    """An event is moved, so that its reminders are due.

    Attributes:
        each: messages that every chat is to hear.
    """

    each = 1

    def order(self, database: Database, hall: Hall) -> None:
        """Have every listener order a reminder of an event that is far away."""
        far = clock() + timedelta(days=300)
        with database.write() as tx:
            names = dict.fromkeys(("lv", "en"), (EVENT,))
            fact = add_event(_editor(tx), EVENT, About(names), _draft(far)).fact
            for each in hall.listeners:
                chat = tx.chats.seen(hall.platform, each.id, each.topic, each.place)
                tx.rules.remind(chat.id, fact.subject.id, [OFFSET], None)

    def begin(self, database: Database, due_at: datetime) -> None:
        """Move the event."""
        with database.write() as tx:
            change.set_value(_editor(tx), f"{EVENT}.{TIME}", _draft(due_at + BEFORE))


def reminders(sizes: Sizes, _stores: Stores) -> Table:
    """Measure Telegram on both databases, and Slack."""
    audience = sizes.audience
    notes = NOTES.format(
        event=EVENT,
        offset=OFFSET,
        briefing=BRIEFING,
        **{name: getattr(audience, name) for name in audience.__slots__},
    )
    rows = [_on_sqlite("Telegram", telegram_hall, audience)]
    rows += [*_on_postgres(audience), _on_sqlite("Slack", slack_hall, audience)]
    return Table("Reminders at once", rows, notes)


def _on_sqlite(name: str, hall: MakeHall, audience: Audience) -> Row:
    with briefed_store() as url, hall(audience) as opened:
        return row(name, fan_out(opened, audience.asking, url, Move()))


def _on_postgres(audience: Audience) -> Iterator[Row]:
    name = "Telegram, PostgreSQL"
    try:
        with running_server() as url:
            brief(url)
            with telegram_hall(audience) as opened:
                yield row(name, fan_out(opened, audience.asking, url, Move()))
    except NoServerError as error:
        yield {"what": name, "why": str(error)}


def _editor(tx: Transaction) -> Editor:
    return Editor(tx, None, "benchmark", ZONE)


def _draft(start: datetime) -> Draft:
    begins, ends = (Moment.instant(at, ZONE) for at in (start, start + BEFORE))
    said = begins.iso_start()
    return Draft(value={"lv": said, "en": said}, span=Span(begins, ends))
