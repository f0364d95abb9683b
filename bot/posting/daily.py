"""The daily line: each morning the editors hear what was held, failed or late since the last one.

Of what a person has to decide, and of posts, they hear at once. The rest is counted, by kind, in
one line; nothing is said where there is nothing. Its key names the day, so that of many processes
and starts one line comes of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Final

from bot import texts, wording
from bot.port import Code, Kind, Message, Text, joined
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Home, Occasion, Verdict
from bot.posting.policies import LATE_AFTER, POLICIES
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

_UNTIL: Final = "until"
"""Under what a line keeps up to when it has counted, in its payload."""

_SEEN_BY: Final = {
    Trouble.HELD: Filter.HELD,
    Trouble.FAILED: Filter.FAILED,
    Trouble.EXPIRED: Filter.FAILED,
    Trouble.LATE: Filter.LATE,
}
"""Which list shows what is counted."""


def plan(tx: Transaction, home: Home) -> None:
    """Plan the next line wherever editors hear of alarms; once a day, however often asked."""
    planned = [_planned(tx.now, chat, home) for chat in listeners(tx, home.editors)]
    tx.plans.add(Kind.ALARM, None, planned)


def _planned(now: datetime, chat: Chat, home: Home) -> Planned:
    zone = time_zone(chat.timezone or home.zone)
    today = now.astimezone(zone).date()
    days = (today, today + timedelta(days=1))
    day, at = next(
        (day, at) for day in days if (at := at_local(datetime.combine(day, AT), zone)) > now
    )
    payload = {"compose": NAME, "day": day.isoformat()}
    return Planned(_key(day, chat.id), chat.id, at, POLICIES[Kind.NOTICE].rank, payload)


def _key(day: date, chat: int) -> str:
    return f"{NAME}:{day.isoformat()}:{chat}"


def compose(occasion: Occasion) -> Verdict:
    """Count what got into trouble since the last line; nothing if nothing did."""
    tx, language = occasion.tx, occasion.language
    since = _since(occasion)
    troubles = tx.journal.troubles(since, tx.now, LATE_AFTER)
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
    return Composed(message, keeps={_UNTIL: tx.now.isoformat()})


def _since(occasion: Occasion) -> datetime:
    """Return up to when the last line has counted; where there was none nothing was to count."""
    tx, delivery = occasion.tx, occasion.delivery
    day = date.fromisoformat(delivery.payload["day"])
    before = [day - timedelta(days=days) for days in range(1, LOOKS_BACK + 1)]
    lines = tx.journal.keyed([_key(each, delivery.chat) for each in before])
    counted = [str(each.payload[_UNTIL]) for each in lines if _UNTIL in each.payload]
    if not counted:
        return tx.now - timedelta(days=LOOKS_BACK)
    return max(map(datetime.fromisoformat, counted))


def _counted(trouble: Trouble, troubles: Counter[tuple[Trouble, str]], language: str) -> Message:
    """Return how many messages got into one trouble, and how many of each kind."""
    kinds = {kind: count for (each, kind), count in troubles.items() if each is trouble}
    listed = ", ".join(
        f"{texts.phrase(language, f'delivery.{kind}')} {texts.number(count, language)}"
        for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    )
    return texts.say(language, f"daily.{trouble}", count=sum(kinds.values()), kinds=listed)
