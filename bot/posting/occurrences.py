"""Occurrences: when something is due, by rule or before an event. Pure: no store, no clock.

A rule and a day before an event are said in local time, and clocks are moved. A
time that the clocks skip is due at the first instant after the gap, and a time that
they show twice at the first of the two; so whatever is said for each day comes on each
day, once. Only a cron rule whose minute or hour begins with `*` goes by real time: it
comes whenever the clocks show a time that it names, in a repeated hour twice, in a
skipped one not at all.

cronsim is asked for local times alone, and what they mean in a zone is settled here.
Asked in a zone itself, it does the same only where clocks are moved on the hour and by
whole hours, and even there, asked from within the second showing of a repeated hour, it
answers with an instant of the first, which is over. It goes through real time hour by
hour and begins each at its minute 0: where clocks are moved by half an hour (Lord Howe)
it strides over times that a rule names, and where they are moved at a quarter to
(Chatham) it goes back to the same instant for ever.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from bot.grammar.errors import shown
from bot.grammar.offsets import Offset, Unit
from bot.posting.errors import WrongDay, WrongForm, WrongHour, WrongMinute, WrongMonth, WrongWeekday
from storage.content import Span
from storage.moments import Precision, at_local, time_zone

ALL_DAY_FROM: Final = time(9)
"""The local hour from which days are counted back where an event has none."""

_FIELDS: Final = (WrongMinute, WrongHour, WrongDay, WrongMonth, WrongWeekday)
"""The fields of a cron rule in their order, each by what is raised where it is wrong."""

_MINUTE: Final = timedelta(minutes=1)
_NO_TIME: Final = timedelta(0)

_ANY_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - cronsim asks for one before it reads a rule


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When a reminder is due.

    Attributes:
        at: aware, UTC.
        of: names what it counts from, for a key: the event's local day, or its instant in UTC.
            A move within the day leaves the name of a reminder days before as it is.
    """

    at: datetime
    of: str


def before(span: Span, offset: Offset) -> Occurrence | None:
    """Return when a reminder `offset` before an event is due, or None while that is not known.

    Days are counted by the calendar of the event's zone and end at the event's own hour
    there, at nine for one that lasts all day. Hours and minutes pass by the clock, from an
    hour that is known. Of a mere month or year nothing is known.
    """
    start = span.start
    timed = start.precision is Precision.INSTANT
    with suppress(OverflowError):  # Before the first year nothing is ever due.
        if offset.unit is Unit.DAY and (timed or start.precision is Precision.DAY):
            hour = start.local().time() if timed else ALL_DAY_FROM
            day = start.first_day() - offset.length
            at = at_local(datetime.combine(day, hour), ZoneInfo(start.zone))
            return Occurrence(at, of=start.first_day().isoformat())
        if offset.unit is not Unit.DAY and timed:
            return Occurrence(start.at - offset.length, of=start.at.isoformat(timespec="seconds"))
    return None


def of_rule(rule: str, zone: str, after: datetime) -> Iterator[datetime]:
    """Return the times of a cron rule in `zone`, each an instant in UTC after `after` (aware).

    They end where the calendar does, or where a day does not come in fifty years; a rule such
    as that of the 30th of February has none.

    Raises:
        BadRule: it is no rule; the class says which field is wrong.
        BadMoment: `zone` is no zone.
    """
    clocks, parts = time_zone(zone), _parts(rule)
    local = after.astimezone(clocks)
    # Where the clocks are about to be put back, from the time to which they will be.
    again = local.replace(fold=1).utcoffset() or timedelta(0)
    walls = _walls(parts, after.astimezone(UTC).replace(tzinfo=None) + again)
    if _goes_by_real_time(parts):
        return _rising(_whenever_shown(walls, clocks), after)
    return _rising((at_local(wall, clocks) for wall in walls), after)


def skipped(rule: str, zone: str, at: datetime) -> datetime | None:
    """Return the local time, naive, of a rule in whose place it comes at `at`; None if of none.

    Args:
        rule: a cron rule.
        zone: whose clocks it goes by.
        at: one of its times, aware: where clocks skip a time, the first instant after the gap.
    """
    clocks, parts = time_zone(zone), _parts(rule)
    wall, before = ((at - by).astimezone(clocks).replace(tzinfo=None) for by in (_NO_TIME, _MINUTE))
    is_named = next(_walls(parts, wall - _MINUTE), None) == wall
    return None if is_named else next(_walls(parts, before), None)


def left_out(rule: str, zone: str, after: datetime, until: datetime) -> tuple[datetime, ...]:
    """Return the local times, naive, at which a rule does not come, as the clocks skip them.

    Args:
        rule: a cron rule; only one that goes by real time leaves any out.
        zone: whose clocks it goes by.
        after: an instant, aware, behind which they would be.
        until: the same, before which they would be.
    """
    clocks, parts = time_zone(zone), _parts(rule)
    if not _goes_by_real_time(parts):
        return ()
    first, last = (at.astimezone(clocks).replace(tzinfo=None) for at in (after, until))
    walls = takewhile(lambda wall: wall < last, _walls(parts, first))
    return tuple(wall for wall in walls if not _showings(wall, clocks))


def _goes_by_real_time(parts: list[str]) -> bool:
    return parts[0].startswith("*") or parts[1].startswith("*")


def _parts(rule: str) -> list[str]:
    """Return the five fields of a rule, each of which can be read."""
    parts = rule.split()
    # cronsim would take six, the first for seconds.
    if len(parts) != len(_FIELDS):
        raise WrongForm(text=shown(rule))
    for place, (part, wrong) in enumerate(zip(parts, _FIELDS, strict=True)):
        alone = ["*"] * len(_FIELDS)
        alone[place] = part
        try:
            CronSim(" ".join(alone), _ANY_TIME)
        except (CronSimError, ValueError) as error:  # A ValueError: thousands of digits.
            raise wrong(text=shown(part)) from error
    return parts


def _walls(parts: list[str], start: datetime) -> Iterator[datetime]:
    """Return the local times, naive, that a rule names after `start`."""
    try:
        return CronSim(" ".join(parts), start)
    except CronSimError:
        # Each field by itself can be read, so it is a day that none of its months has.
        return iter(())


def _whenever_shown(walls: Iterable[datetime], clocks: ZoneInfo) -> Iterator[datetime]:
    """Yield every instant, in order, at which `clocks` show one of the rising `walls`."""
    second: deque[datetime] = deque()
    for wall in walls:
        first = at_local(wall, clocks)
        while second and second[0] < first:
            yield second.popleft()
        shown_at = _showings(wall, clocks)
        yield from shown_at[:1]
        second.extend(shown_at[1:])
    yield from second


def _showings(wall: datetime, clocks: ZoneInfo) -> list[datetime]:
    """Return the instants at which `clocks` show `wall`: one, none in a gap, or two."""
    both = {wall.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in both if at.astimezone(clocks).replace(tzinfo=None) == wall)


def _rising(instants: Iterable[datetime], after: datetime) -> Iterator[datetime]:
    """Yield those of `instants` that are later than `after` and than all before them."""
    with suppress(OverflowError):  # The last year ends.
        for at in instants:
            if at > after:
                yield at
                after = at
