"""The versions that a file holds: its records with their moments read, each id once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from bot.editing import timeline
from bot.editing.timeline import Slot
from bot.exchange.errors import Fault, Misfit, fault
from bot.exchange.lines import span_value
from bot.exchange.moments import read_end, read_start
from bot.exchange.records import FactRecord
from bot.grammar.errors import shown
from storage.content import Content, Span
from storage.moments import BadMoment, Moment, Precision, time_zone

_FURTHER: Final = re.compile(r"(?P<id>.+)~\d+")
"""The id under which a further period of a version is written."""

_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One version in a file, with the periods for which it holds.

    Attributes:
        line: where it first stands.
        id: the file's, or one made of the key and the beginning.
        key: of its fact.
        unsaid: the fields of `content` that the file leaves to us.
        slots: its periods, by their beginning; what touches is one.
    """

    line: int
    id: str
    key: str
    subject: str
    attribute: str
    content: Content
    unsaid: frozenset[str]
    slots: tuple[Slot[None], ...]

    @property
    def begins(self) -> datetime:
        """When it first holds, aware, UTC."""
        return _begins(self.slots[0])

    def beside(self, held: Content) -> Content:
        """Return the content, with what the file does not say as it is `held`."""
        return replace(self.content, **{name: getattr(held, name) for name in self.unsaid})

    def says(self, held: Content) -> bool:
        """Tell whether it says what is `held`, as far as the file says anything."""
        return self.beside(held) == held


def whole_id(id_: str) -> str:
    """Return the id of the version of which this may be a further period: `a~2` is one of `a`."""
    found = _FURTHER.fullmatch(id_)
    return found["id"] if found else id_


def entries_of(
    records: Iterable[FactRecord], zone: str, today: date, faults: list[Fault]
) -> list[Entry]:
    """Return the versions in a file, by line; what is wrong is added to `faults`.

    Args:
        records: the lines.
        zone: in which dates are read where a line names none.
        today: the day of the import, for what has no date of its own.
        faults: of the file so far.
    """
    read: list[Entry] = []
    for record in records:
        try:
            read.append(_entry(record, zone, today))
        except Misfit as misfit:
            faults.append(misfit.fault)
        except BadMoment as error:
            faults.append(Fault(record.line, f"moment.{error.why}", {"text": shown(error.text)}))
    return _joined(read, faults)


def _entry(record: FactRecord, zone: str, today: date) -> Entry:
    zone = record.zone or zone
    time_zone(zone)
    start, end = _bounds(record, zone)
    unsaid: set[str] = set()
    span = _span(record, zone)
    value = record.value
    if span and not value:
        unsaid.add("value")
        value = span_value(span)
    as_of = record.as_of or (record.source and record.source.date)
    if as_of is None:
        unsaid.add("as_of")
    key = f"{record.subject.key.folded}.{record.attribute.folded}"
    content = Content(
        value,
        record.statement,
        record.words,
        record.source,
        as_of or today,
        record.review,
        record.audience,
        span,
    )
    return Entry(
        record.line,
        record.id or (f"{key}@{record.valid_from}" if record.valid_from else key),
        key,
        record.subject.key.folded,
        record.attribute.folded,
        content,
        frozenset(unsaid),
        (Slot(start, end, None),),
    )


def _bounds(record: FactRecord, zone: str) -> tuple[Moment | None, Moment | None]:
    start, end = read_start(record.valid_from, zone), read_end(record.valid_to, zone)
    if not timeline.forward(start, end):
        raise Misfit(fault(record.line, "backwards", start=record.valid_from, end=record.valid_to))
    return start, end


def _span(record: FactRecord, zone: str) -> Span | None:
    start, end = read_start(record.start, zone), read_end(record.end or record.start, zone)
    if start is None or end is None:
        return None
    # A single instant is a time as well; a day that ends with the day before is none.
    instant = end.at == start.at and start.precision is Precision.INSTANT
    if end.at <= start.at and not instant:
        raise Misfit(fault(record.line, "backwards", start=record.start, end=record.end))
    return Span(start, end)


def _joined(read: Sequence[Entry], faults: list[Fault]) -> list[Entry]:
    """Return each version once: with its further periods, and without lines said twice."""
    found: dict[str, Entry] = {}
    for entry in sorted(read, key=_is_further):
        whole = found.get(whole_id(entry.id))
        if whole and _is_period_of(entry, whole):
            found[whole.id] = replace(whole, slots=_slots([*whole.slots, *entry.slots]))
        elif (other := found.setdefault(entry.id, entry)) is not entry:
            faults.append(fault(entry.line, "duplicate", id=entry.id, other=str(other.line)))
    return sorted(found.values(), key=lambda entry: entry.line)


def _is_further(entry: Entry) -> bool:
    return whole_id(entry.id) != entry.id


def _is_period_of(entry: Entry, whole: Entry) -> bool:
    if (entry.key, entry.content) != (whole.key, whole.content):
        return False
    return _is_further(entry) or _slots([*whole.slots, *entry.slots]) == whole.slots


def _slots(slots: Sequence[Slot[None]]) -> tuple[Slot[None], ...]:
    joined: tuple[Slot[None], ...] = ()
    for slot in slots:
        joined = timeline.paint(joined, slot.start, slot.end, None)
    return joined


def _begins(slot: Slot[None]) -> datetime:
    return slot.start.at if slot.start else _BEGINNING
