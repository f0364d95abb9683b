"""The daily line: each morning the editors hear what was held, failed or late since the last one.

Of what a person has to decide, and of posts, they hear at once. The rest is counted, by kind, in
one line; where there is nothing to count there is no line. Its key names the day, so that of many
processes and starts one line comes of it; a program that was not there at that hour tells it when
it starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from bot import texts
from bot.port import Code, Kind, Message, Text, joined
from bot.posting import reviews
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Home, Occasion, Verdict
from bot.posting.policies import LATE_AFTER, POLICIES
from bot.showing import wording
from storage.chats import Chat
from storage.database import Transaction
from storage.deliveries import Reason
from storage.journal import Filter, Trouble
from storage.moments import Moment, at_local, time_zone
from storage.plans import Planned

NAME: Final = "daily"
"""What the payload of such a line names as its composer."""

AT: Final = time(9)
"""When it comes, in the zone of the editors' chat: as the day's work begins."""

LOOKS_BACK: Final = 7
"""Days among which the last line is looked for. What nobody told of by then is old."""

LOOKS_EVERY: Final = timedelta(minutes=10)
"""How often it is looked whether it is time: an editors' chat may be met at any moment."""

_DAY: Final = timedelta(days=1)

Troubles: TypeAlias = Counter[tuple[Trouble, str]]
"""How many messages of each kind got into each trouble."""

_SEEN_BY: Final = {
    Trouble.HELD: Filter.HELD,
    Trouble.FAILED: Filter.FAILED,
    Trouble.EXPIRED: Filter.FAILED,
    Trouble.LATE: Filter.LATE,
}
"""Which list shows what is counted."""


class Mornings:
    """Looks whether it is time for a line, and plans it; one for each process."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._next: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to look, at `now` (aware)."""
        return self._next is None or not self._next - LOOKS_EVERY <= now < self._next

    def look(self, tx: Transaction) -> None:
        """Plan the line of this morning, unless it was, or there is nothing to tell."""
        nines = [_nine(tx.now, chat, self._home) for chat in listeners(tx, self._home.editors)]
        tx.plans.add(Kind.ALARM, None, list(_planned(tx, self._home)))
        reviews.plan(tx, self._home)
        self._next = min([each + _DAY for each in nines] + [tx.now + LOOKS_EVERY])


def _planned(tx: Transaction, home: Home) -> Iterator[Planned]:
    for chat in listeners(tx, home.editors):
        until = _nine(tx.now, chat, home)
        day = until.astimezone(time_zone(chat.timezone or home.zone)).date()
        since = _since(tx, chat.id, day, until)
        if since < until and _troubles(tx, since, until):
            since = _first_troubled(tx, since, until)
            payload = {"compose": NAME, "since": since.isoformat(), "until": until.isoformat()}
            rank = POLICIES[Kind.NOTICE].rank
            yield Planned(_key(day, chat.id), chat.id, tx.now, rank, payload)


def _nine(now: datetime, chat: Chat, home: Home) -> datetime:
    """Return the latest time for a line in a chat that has come."""
    zone = time_zone(chat.timezone or home.zone)
    today = now.astimezone(zone).date()
    days = (today, today - _DAY)
    return next(at for day in days if (at := at_local(datetime.combine(day, AT), zone)) <= now)


def _since(tx: Transaction, chat: int, day: date, until: datetime) -> datetime:
    """Return up to when the last line has counted; `until` itself if that is of this day."""
    days = [day - timedelta(days=days) for days in range(LOOKS_BACK + 1)]
    lines = tx.journal.keyed([_key(each, chat) for each in days])
    counted = [datetime.fromisoformat(each.payload["until"]) for each in lines if each.payload]
    return max(counted, default=until - timedelta(days=LOOKS_BACK))


def _first_troubled(tx: Transaction, since: datetime, until: datetime) -> datetime:
    """Return the morning before the first trouble: of quiet days nothing is told."""
    while since + _DAY < until and not _troubles(tx, since, since + _DAY):
        since += _DAY
    return since


def _key(day: date, chat: int) -> str:
    return f"{NAME}:{day.isoformat()}:{chat}"


def _troubles(tx: Transaction, since: datetime, until: datetime) -> Troubles:
    return tx.journal.troubles(since, until, LATE_AFTER)


def compose(occasion: Occasion) -> Verdict:
    """Tell what got into trouble since the last line; nothing if all of it was settled since."""
    language, payload = occasion.language, occasion.delivery.payload
    since, until = (datetime.fromisoformat(payload[each]) for each in ("since", "until"))
    troubles = _troubles(occasion.tx, since, until)
    if not troubles:
        return Dropped(Reason.EMPTY)
    told = [each for each in Trouble if any(trouble is each for trouble, _ in troubles)]
    lists = dict.fromkeys(_SEEN_BY[each] for each in told)
    commands = [(Code(f"/deliveries {each}"),) for each in lists]
    message = texts.say(
        language,
        "daily.line",
        since=wording.since(Moment.instant(since, occasion.zone), language),
        troubles=joined([_counted(each, troubles, language) for each in told], Text("; ")),
        commands=joined(commands, Text(", ")),
    )
    return Composed(message)


def _counted(trouble: Trouble, troubles: Troubles, language: str) -> Message:
    """Return how many messages got into one trouble, and how many of each kind."""
    kinds = {kind: count for (each, kind), count in troubles.items() if each is trouble}
    listed = ", ".join(
        f"{texts.number(count, language)} × {texts.phrase(language, f'delivery.{kind}')}"
        for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    )
    return texts.say(language, f"daily.{trouble}", count=sum(kinds.values()), kinds=listed)
