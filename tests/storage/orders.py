"""What a chat is to be told of one event by itself: a model that knows no rows, keys or plans.

It holds what was ordered, when the event is, and what the chat was told last. An occurrence
falls due if the order and the event have named it, without a break, since before its time; it
is told at the next look at the clock, once for ever, unless a nearer one is due as well, or the
event has begun. A notice is owed from the change that made wrong what the chat was told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

Name: TypeAlias = tuple[str, date | datetime]
"""An occurrence: the offset, and the day or the instant that it counts from."""

NINE = time(9)
LASTS = timedelta(hours=2)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Time:
    """A day, and an hour of it if that is known."""

    day: date
    hour: int | None

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return datetime.combine(self.day, time(self.hour or 0), UTC)

    @property
    def end(self) -> datetime:
        """When it is over, in UTC."""
        return self.start + (DAY if self.hour is None else LASTS)

    def due(self, offset: str) -> tuple[Name, datetime] | None:
        """Return the occurrence of an offset and when it is due, if that is known."""
        count = int(offset[:-1])
        if offset.endswith("d"):
            hour = NINE if self.hour is None else time(self.hour)
            return (offset, self.day), datetime.combine(self.day, hour, UTC) - count * DAY
        if self.hour is None:
            return None
        return (offset, self.start), self.start - timedelta(hours=count)


@dataclass(frozen=True)
class Event:
    """When it is, and whether it goes ahead; without a time there is none."""

    time: Time | None = None
    cancelled: bool = False

    def agrees(self, told: Event) -> bool:
        """Tell whether who was told that is right."""
        if self.time is None or told.time is None or self.cancelled or told.cancelled:
            return self.cancelled == told.cancelled
        return replace(self.time, hour=told.time.hour) == told.time and (
            told.time.hour in {None, self.time.hour}
        )


@dataclass
class Model:
    """What is true, what was told, and what is still to be.

    Attributes:
        earlier: what the event was before each change that was not taken back.
        since: from when on each occurrence that is wanted was named with the time it has.
        told: when each reminder was told, by the time that it was due.
        notices: how many notices were told.
    """

    event: Event = Event()
    offsets: tuple[str, ...] = ()
    earlier: list[Event] = field(default_factory=list)
    since: dict[tuple[Name, datetime], datetime] = field(default_factory=dict)
    over: set[Name] = field(default_factory=set)
    told: list[datetime] = field(default_factory=list)
    notices: int = 0
    believed: Event | None = None
    owed: bool = False

    def change(self, event: Event, now: datetime) -> None:
        """Have the event become another."""
        self.earlier.append(self.event)
        self._become(event, now)

    def undo(self, now: datetime) -> None:
        """Have it become what it was."""
        self._become(self.earlier.pop(), now)

    def order(self, offsets: tuple[str, ...], now: datetime) -> None:
        """Order these, in the place of others."""
        self.offsets = offsets
        self._name(now)

    def look(self, now: datetime) -> None:
        """Tell what is to be told."""
        self._notice(now)
        due = [each for each in self.since if each[1] <= now and each[0] not in self.over]
        self.over.update(name for name, _ in due)
        if due and self.event.time is not None and self.event.time.start > now:
            self.told.append(max(at for _, at in due))
            self.believed = self.event

    def _become(self, event: Event, now: datetime) -> None:
        self.event = event
        self._name(now)
        if event.time is not None and self.believed is not None and self.believed.time is not None:
            ahead = self.believed.time.end > now
            self.owed = self.owed or (ahead and not event.agrees(self.believed))

    def _name(self, now: datetime) -> None:
        time_ = None if self.event.cancelled else self.event.time
        named = [found for each in self.offsets if time_ and (found := time_.due(each))]
        self.since = {each: self.since.get(each, now) for each in named}
        # What was due before it was named is not begun.
        self.since = {each: since for each, since in self.since.items() if since < each[1]}

    def _notice(self, now: datetime) -> None:
        owed, self.owed = self.owed, False
        told, is_now = self.believed, self.event.time
        if not owed or told is None or told.time is None or is_now is None:
            return
        if not self.event.agrees(told) and (told.time.end > now or is_now.end > now):
            self.notices += 1
            self.believed = self.event
