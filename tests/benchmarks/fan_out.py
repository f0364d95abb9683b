"""A fan-out: something leaves for many chats at once, as quickly as a platform takes it.

What makes it due is a cause, of reminders or of posts; here is what becomes of it, measured at
the platform, while people go on asking.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from bot.port import Place
from storage.database import Database
from tests.benchmarks.briefed import questions
from tests.benchmarks.crowd import Crowd, DoubledError, Load
from tests.benchmarks.halls import Hall, Said
from tests.benchmarks.serving import FACTDESK, Bot, desk_settings, serving
from tests.benchmarks.sizes import Asking
from tests.benchmarks.stores import clock
from tests.benchmarks.tables import RATIO, Row

PATIENCE: Final = 60.0
"""Seconds beyond what the pace takes after which those not told are taken for forgotten."""


class RefusedError(Exception):
    """A platform was told something too early."""


class Cause(Protocol):
    """What makes something leave.

    Attributes:
        each: how many messages every listener is to hear.
    """

    each: int

    def order(self, database: Database, hall: Hall) -> None:
        """Have every listener order it, of a time that is far away."""

    def begin(self, database: Database, due_at: datetime) -> None:
        """Have all of it due at this instant, aware."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """What became of one.

    Attributes:
        first, last: seconds from its time.
        floor: what as many messages take at the pace that is configured.
        listeners: chats.
        messages: how many were said, answers too.
        most: messages in any one second.
        gap: seconds between two in one chat, at the least; none where no chat heard two.
        busy: seconds of processor time; None where nobody tells.
        asked: what people asked meanwhile.
    """

    first: float
    last: float
    floor: float
    listeners: int
    messages: int
    most: int
    gap: float | None
    busy: float | None
    asked: Load


def fan_out(hall: Hall, asking: Asking, url: str, cause: Cause) -> FanOut:
    """Have every listener told, while people ask, by a program with its store at `url`.

    Raises:
        RefusedError, DoubledError: something was told too early, or twice.
    """
    with ExitStack() as stack:
        database = stack.enter_context(closing(Database(url, clock)))
        cause.order(database, hall)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="factdesk-bench-")))
        settings = {**hall.scene.settings, **desk_settings(url)}
        bot = stack.enter_context(serving(FACTDESK, settings, folder))
        hall.scene.served(bot.port)
        people = [hall.scene.meet(f"Person {number}") for number in range(asking.people)]
        crowd = Crowd(people, cycle(questions()), hall.scene.changed)
        # People are met, and the first question is always the slowest.
        crowd.press(1)
        hall.enforce()
        found = _measured(hall, asking, cause, (database, bot, crowd))
        bot.end()
        crowd.leave()
        _check(hall, cause.each)
    return found


def _measured(
    hall: Hall, asking: Asking, cause: Cause, there: tuple[Database, Bot, Crowd]
) -> FanOut:
    database, bot, crowd = there
    before, busy = len(hall.said()), bot.busy
    floor = _floor(hall, cause.each)
    # Said at the same instant by both clocks.
    due_at, due = clock() + timedelta(seconds=asking.ahead), time.monotonic() + asking.ahead
    cause.begin(database, due_at)
    messages = len(hall.listeners) * cause.each
    seconds = asking.ahead + floor
    crowd_asks = max(round(messages / asking.each), 1)
    asked = crowd.stroll(crowd_asks, crowd_asks / seconds)
    wanted = cause.each
    hall.wait(lambda: all(each.heard() >= wanted for each in hall.listeners), PATIENCE)
    said = hall.said()[before:]
    names = {each.id for each in hall.listeners}
    told = [each.at - due for each in said if each.chat in names]
    spent = None if busy is None or bot.busy is None else bot.busy - busy
    return FanOut(
        first=min(told),
        last=max(told),
        floor=floor,
        listeners=len(hall.listeners),
        messages=len(said),
        most=_most(said),
        gap=_gap(said),
        busy=spent,
        asked=asked,
    )


def _floor(hall: Hall, each: int) -> float:
    """Return how many seconds it takes at the pace of the bot, or of the chat that hears most."""
    pace = hall.pace
    # Topics of one group share its pace.
    heard = Counter(one.id for one in hall.listeners)
    private = {one.id for one in hall.listeners if one.place is Place.PRIVATE}
    slowest = max(
        count * each * (pace.private if chat in private else pace.group).total_seconds()
        for chat, count in heard.items()
    )
    return max(len(hall.listeners) * each * pace.bot.total_seconds(), slowest)


def _check(hall: Hall, each: int) -> None:
    if hall.limits.refused:
        raise RefusedError(f"{hall.platform} refused {hall.limits.refused} messages as too early")
    twice = sum(one.heard() > each for one in hall.listeners)
    if twice:
        raise DoubledError(f"{twice} chats were told something more than once")


def _most(said: Sequence[Said]) -> int:
    times = [each.at for each in said]
    return max(number - bisect_right(times, at - 1) for number, at in enumerate(times, start=1))


def _gap(said: Sequence[Said]) -> float | None:
    times: dict[str, list[float]] = defaultdict(list)
    for each in said:
        times[each.chat].append(each.at)
    gaps = (later - earlier for heard in times.values() for earlier, later in pairwise(heard))
    return min(gaps, default=None)


def row(name: str, found: FanOut) -> Row:
    """Return a line of the table."""
    return {
        "what": name,
        "chats": found.listeners,
        "first ms": 1000 * found.first,
        "last s": found.last,
        "by pace s": found.floor,
        RATIO: found.last / found.floor,
        "most/s": found.most,
        "gap s": found.gap,
        "CPU ms": None if found.busy is None else 1000 * found.busy / found.messages,
        "p50 ms": found.asked.answers.p50,
        "p99 ms": found.asked.answers.p99,
    }
