"""Reminders: many chats at once, as quickly as a platform takes it, and no quicker."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.calendar import TIME
from bot.editing import change
from bot.editing.draft import Draft, Editor
from bot.editing.event import add_event
from bot.editing.subject import About
from storage.content import Span
from storage.database import Database, Transaction
from storage.moments import Moment
from tests.benchmarks.briefed import BRIEFING, brief, briefed_store, questions
from tests.benchmarks.crowd import Crowd, DoubledError, Load
from tests.benchmarks.halls import Hall, MakeHall, Said, slack_hall, telegram_hall
from tests.benchmarks.serving import FACTDESK, Bot, desk_settings, serving
from tests.benchmarks.sizes import Audience, Sizes
from tests.benchmarks.stores import ZONE, Stores, clock
from tests.benchmarks.tables import RATIO, Row, Table
from tests.standins.postgres import NoServerError, running_server

EVENT: Final = "gala"
OFFSET: Final = "1h"
BEFORE: Final = timedelta(hours=1)
PATIENCE: Final = 60.0
"""Seconds beyond what the pace takes after which those not told are taken for forgotten."""

NOTES: Final = """\
Chats have ordered `remind {event} {offset}`; an editor moves the event so that all are due in
{ahead:g} s; platforms that stand in for the true ones enforce their limits: Telegram 30 a second,
one a second in a chat, 20 a minute in a group; Slack one a second in a channel, 300 a minute.
On Telegram {private:,} are private, {groups:,} groups, {topics:,} topics of one more group, which
come first. The program runs in a process of its own, with its store on disk.
first: the first message after its time; last: the last one. The ratio: that, and what as many
take at the pace that is configured. most/s: said in any second, answers too; gap: the smallest
between two in one chat. CPU ms: of the program, a message. p50, p99: how long {askers} people wait
who ask about {briefing} meanwhile, one question for each {each} reminders.
Each chat got exactly one, and nothing was refused as too early; else there would be no table."""


class RefusedError(Exception):
    """A platform was told something too early."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """What became of one.

    Attributes:
        first, last: seconds from its time.
        messages: how many were said, answers too.
        most: messages in any one second.
        gap: seconds between two in one chat, at the least; none where no chat heard two.
        busy: seconds of processor time; None where nobody tells.
        asked: what people asked meanwhile.
    """

    first: float
    last: float
    messages: int
    most: int
    gap: float | None
    busy: float | None
    asked: Load


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
        return _row(name, opened, _told(opened, audience, url))


def _on_postgres(audience: Audience) -> Iterator[Row]:
    name = "Telegram, PostgreSQL"
    try:
        with running_server() as url:
            brief(url)
            with telegram_hall(audience) as opened:
                yield _row(name, opened, _told(opened, audience, url))
    except NoServerError as error:
        yield {"what": name, "why": str(error)}


def _told(hall: Hall, audience: Audience, url: str) -> FanOut:
    """Have every listener reminded, while people ask."""
    with ExitStack() as stack:
        database = stack.enter_context(closing(Database(url, clock)))
        _order(database, hall)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="factdesk-bench-")))
        settings = {**hall.scene.settings, **desk_settings(url)}
        bot = stack.enter_context(serving(FACTDESK, settings, folder))
        hall.scene.served(bot.port)
        people = [hall.scene.meet(f"Person {number}") for number in range(audience.askers)]
        crowd = Crowd(people, cycle(questions()), hall.scene.changed)
        # People are met, and the first question is always the slowest.
        crowd.press(1)
        hall.enforce()
        found = _fan_out(hall, audience, partial(_move, database), (bot, crowd))
        bot.end()
        crowd.leave()
        _check(hall)
    return found


def _fan_out(
    hall: Hall, audience: Audience, move: Callable[[datetime], None], there: tuple[Bot, Crowd]
) -> FanOut:
    bot, crowd = there
    before, busy = len(hall.said()), bot.busy
    ahead = timedelta(seconds=audience.ahead)
    # Said at the same instant by both clocks.
    due_at, due = clock() + ahead, time.monotonic() + audience.ahead
    move(due_at + BEFORE)
    per_second = 1 / (audience.each * hall.pace.bot.total_seconds())
    asked = crowd.stroll(round(per_second * (audience.ahead + _floor(hall))), per_second)
    hall.wait(lambda: all(each.heard() for each in hall.listeners), PATIENCE)
    said = hall.said()[before:]
    names = {each.id for each in hall.listeners}
    told = [each.at - due for each in said if each.chat in names]
    spent = None if busy is None or bot.busy is None else bot.busy - busy
    return FanOut(min(told), max(told), len(said), _most(said), _gap(said), spent, asked)


def _floor(hall: Hall) -> float:
    """Return how many seconds as many messages take at the pace that is configured."""
    return len(hall.listeners) * hall.pace.bot.total_seconds()


def _order(database: Database, hall: Hall) -> None:
    """Have every listener order a reminder of an event that is far away."""
    far = clock() + timedelta(days=300)
    with database.write() as tx:
        names = dict.fromkeys(("lv", "en"), (EVENT,))
        fact = add_event(_editor(tx), EVENT, About(names), _draft(far)).fact
        for each in hall.listeners:
            chat = tx.chats.seen(hall.platform, each.id, each.topic, each.place)
            tx.rules.remind(chat.id, fact.subject.id, [OFFSET], None)


def _move(database: Database, start: datetime) -> None:
    with database.write() as tx:
        change.set_value(_editor(tx), f"{EVENT}.{TIME}", _draft(start))


def _editor(tx: Transaction) -> Editor:
    return Editor(tx, None, "benchmark", ZONE)


def _draft(start: datetime) -> Draft:
    begins, ends = (Moment.instant(at, ZONE) for at in (start, start + BEFORE))
    said = begins.iso_start()
    return Draft(value={"lv": said, "en": said}, span=Span(begins, ends))


def _check(hall: Hall) -> None:
    """See that everybody was told once, and nothing too early.

    Raises:
        RefusedError, DoubledError: it is not so.
    """
    if hall.limits.refused:
        raise RefusedError(f"{hall.platform} refused {hall.limits.refused} messages as too early")
    twice = sum(each.heard() > 1 for each in hall.listeners)
    if twice:
        raise DoubledError(f"{twice} chats were reminded more than once")


def _most(said: Sequence[Said]) -> int:
    times = [each.at for each in said]
    return max(number - bisect_right(times, at - 1) for number, at in enumerate(times, start=1))


def _gap(said: Sequence[Said]) -> float | None:
    times: dict[str, list[float]] = defaultdict(list)
    for each in said:
        times[each.chat].append(each.at)
    gaps = (later - earlier for heard in times.values() for earlier, later in pairwise(heard))
    return min(gaps, default=None)


def _row(name: str, hall: Hall, found: FanOut) -> Row:
    floor = _floor(hall)
    return {
        "what": name,
        "chats": len(hall.listeners),
        "first ms": 1000 * found.first,
        "last s": found.last,
        "by pace s": floor,
        RATIO: found.last / floor,
        "most/s": found.most,
        "gap s": found.gap,
        "CPU ms": None if found.busy is None else 1000 * found.busy / found.messages,
        "p50 ms": found.asked.answers.p50,
        "p99 ms": found.asked.answers.p99,
    }
