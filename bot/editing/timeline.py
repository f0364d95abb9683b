"""A timeline: slots that follow one another, with gaps, and never overlap.

Pure functions; what a slot carries is the caller's. A bound of None is open: a slot
without `start` has always held, one without `end` holds until further notice. Starts are
included, ends are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from storage.moments import Moment

T = TypeVar("T")

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slot(Generic[T]):
    """`what` holds from `start` until `end`, which is not included."""

    start: Moment | None
    end: Moment | None
    what: T


def forward(start: Moment | None, end: Moment | None) -> bool:
    """Tell whether some time lies between `start` and `end`."""
    return _from(start) < _until(end)


def paint(
    slots: Iterable[Slot[T]], start: Moment | None, end: Moment | None, what: T
) -> tuple[Slot[T], ...]:
    """Put `what` from `start` until `end` over whatever lies there; neighbours are trimmed.

    A slot that reaches beyond on both sides is split in two; one that carries the same `what`
    and touches it is joined with it.
    """
    return _joined([*remove(slots, start, end), Slot(start, end, what)])


def remove(
    slots: Iterable[Slot[T]], start: Moment | None, end: Moment | None
) -> tuple[Slot[T], ...]:
    """Leave a gap from `start` until `end`; what lies outside stays as it is."""
    left: list[Slot[T]] = []
    for slot in slots:
        if not _meet(slot, start, end):
            left.append(slot)
            continue
        if _from(slot.start) < _from(start):
            left.append(Slot(slot.start, start, slot.what))
        if _until(end) < _until(slot.end):
            left.append(Slot(end, slot.end, slot.what))
    return _joined(left)


def between(
    slots: Iterable[Slot[T]], start: Moment | None, end: Moment | None
) -> tuple[Slot[T], ...]:
    """Return the slots, whole, of which some part lies between `start` and `end`."""
    return tuple(slot for slot in slots if _meet(slot, start, end))


def at(slots: Iterable[Slot[T]], instant: datetime) -> Slot[T] | None:
    """Return the slot that holds at `instant` (aware)."""
    holding = (slot for slot in slots if _from(slot.start) <= instant < _until(slot.end))
    return next(holding, None)


def next_after(slots: Iterable[Slot[T]], instant: datetime) -> Slot[T] | None:
    """Return the first slot that begins after `instant` (aware)."""
    later = (slot for slot in slots if _from(slot.start) > instant)
    return min(later, key=lambda slot: _from(slot.start), default=None)


def last_before(slots: Iterable[Slot[T]], instant: datetime) -> Slot[T] | None:
    """Return the last slot that begins at `instant` (aware) or before."""
    earlier = (slot for slot in slots if _from(slot.start) <= instant)
    return max(earlier, key=lambda slot: _from(slot.start), default=None)


def fills(slots: Sequence[Slot[T]], start: Moment | None, end: Moment | None) -> bool:
    """Tell whether `slots`, in their order, leave no gap between `start` and `end`."""
    reached = _from(start)
    for slot in slots:
        if _from(slot.start) > reached:
            return False
        reached = max(reached, _until(slot.end))
    return reached >= _until(end)


def _meet(slot: Slot[T], start: Moment | None, end: Moment | None) -> bool:
    return _from(slot.start) < _until(end) and _from(start) < _until(slot.end)


def _joined(slots: Iterable[Slot[T]]) -> tuple[Slot[T], ...]:
    """Return `slots` in their order, two that carry the same without a gap made one."""
    joined: list[Slot[T]] = []
    for slot in sorted(slots, key=lambda slot: _from(slot.start)):
        last = joined[-1] if joined else None
        if last is not None and last.what == slot.what and _until(last.end) == _from(slot.start):
            joined[-1] = Slot(last.start, slot.end, slot.what)
        else:
            joined.append(slot)
    return tuple(joined)


def _from(start: Moment | None) -> datetime:
    return _BEGINNING if start is None else start.at


def _until(end: Moment | None) -> datetime:
    return _END if end is None else end.at
