"""Periods: when a version holds in the world, and when we believed that it does.

The only update ever made is writing `superseded_at`, once; the database refuses others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Row,
    and_,
    bindparam,
    or_,
    select,
    text,
    true,
)
from sqlmodel import Field, SQLModel

from storage.content import Change, Held, Placed
from storage.moments import Moment
from storage.prepared import Prepared
from storage.table import FEW, among, any_given, few, moment_rules, one_of_few, parts, table_of
from storage.versions import COLUMNS, JOINED, moment, moment_columns, read_version, versions
from storage.work import Values, Work

_BELIEVED = text("superseded_at IS NULL")


class PeriodRow(SQLModel, table=True):
    """One stretch of a timeline; `valid_to` and `superseded_at` are not included."""

    __tablename__ = "periods"
    __table_args__ = (
        ForeignKeyConstraint(["version_id", "fact_id"], ["versions.id", "versions.fact_id"]),
        ForeignKeyConstraint(["seq", "recorded_at"], ["changes.seq", "changes.recorded_at"]),
        ForeignKeyConstraint(
            ["superseded_seq", "superseded_at"], ["changes.seq", "changes.recorded_at"]
        ),
        *moment_rules("valid_from"),
        *moment_rules("valid_to"),
        CheckConstraint("valid_from < valid_to", name="runs_forward"),
        CheckConstraint("seq < superseded_seq", name="superseded_later"),
        CheckConstraint(
            "(superseded_seq IS NULL) = (superseded_at IS NULL)", name="superseded_whole"
        ),
        Index(None, "fact_id", "superseded_at"),
        Index(None, "valid_from", sqlite_where=_BELIEVED, postgresql_where=_BELIEVED),
        Index(None, "valid_to", sqlite_where=_BELIEVED, postgresql_where=_BELIEVED),
    )

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(index=True)
    fact_id: int
    valid_from: datetime | None = None
    valid_from_precision: str | None = None
    valid_from_zone: str | None = None
    valid_to: datetime | None = None
    valid_to_precision: str | None = None
    valid_to_zone: str | None = None
    seq: int
    recorded_at: datetime
    superseded_seq: int | None = None
    superseded_at: datetime | None = None


_periods = table_of(PeriodRow)
_COLUMNS = select(
    _periods.c.valid_from,
    _periods.c.valid_from_precision,
    _periods.c.valid_from_zone,
    _periods.c.valid_to,
    _periods.c.valid_to_precision,
    _periods.c.valid_to_zone,
    _periods.c.recorded_at,
    _periods.c.superseded_at,
    *COLUMNS,
).select_from(JOINED.join(_periods, _periods.c.version_id == versions.c.id))
_BY_START = (_periods.c.fact_id, _periods.c.valid_from.asc().nulls_first())


def believed(known_at: datetime | None) -> ColumnElement[bool]:
    """Return the condition of a period being believed at `known_at`; None is now."""
    if known_at is None:
        return _periods.c.superseded_at.is_(None)
    return and_(
        _periods.c.recorded_at <= known_at,
        or_(_periods.c.superseded_at.is_(None), _periods.c.superseded_at > known_at),
    )


# Put together once: every question asks it, and making it takes longer than carrying it out.
_now = _COLUMNS.where(believed(None), any_given(_periods.c.fact_id, "ids")).order_by(*_BY_START)
_now_of_few = Prepared(
    _COLUMNS.where(believed(None), one_of_few(_periods.c.fact_id)).order_by(*_BY_START)
)


def timelines(
    work: Work, fact_ids: Collection[int] | None, known_at: datetime | None
) -> dict[int, tuple[Held, ...]]:
    """Return the periods of facts as believed at `known_at`, by start; None is all facts."""
    found: dict[int, list[Held]] = defaultdict(list)
    for row in _rows(work, fact_ids, known_at):
        found[row.v_fact_id].append(_held(row))
    return {fact_id: tuple(held) for fact_id, held in found.items()}


def _rows(
    work: Work, fact_ids: Collection[int] | None, known_at: datetime | None
) -> Iterable[Row[Any]]:
    if known_at is None and fact_ids is not None:
        if 0 < len(fact_ids) <= FEW:
            yield from work.rows(_now_of_few, few(fact_ids))
            return
        for part in parts(fact_ids):
            yield from work.rows(_now, {"ids": part})
        return
    query = _COLUMNS.where(believed(known_at)).order_by(*_BY_START)
    for where in _among(fact_ids):
        yield from work.rows(query.where(where))


def at(work: Work, fact_id: int, instant: datetime, known_at: datetime | None) -> Held | None:
    """Return what holds at `instant`, as believed at `known_at`."""
    row = work.first(
        _COLUMNS.where(
            _periods.c.fact_id == fact_id,
            believed(known_at),
            or_(_periods.c.valid_from.is_(None), _periods.c.valid_from <= instant),
            or_(_periods.c.valid_to.is_(None), _periods.c.valid_to > instant),
        )
    )
    return None if row is None else _held(row)


def history(work: Work, fact_id: int) -> tuple[Held, ...]:
    """Return every period ever recorded of a fact, oldest first."""
    query = _COLUMNS.where(_periods.c.fact_id == fact_id)
    return tuple(map(_held, work.rows(query.order_by(_periods.c.seq, *_BY_START))))


def withdrawn(work: Work, fact_ids: Collection[int]) -> dict[int, tuple[Held, ...]]:
    """Return the periods that were believed last, of facts of which none is any more."""
    found: dict[int, list[Held]] = defaultdict(list)
    for where in _among(fact_ids):
        for row in work.rows(_COLUMNS.where(where).order_by(*_BY_START)):
            found[row.v_fact_id].append(_held(row))
    return {fact_id: _last(held) for fact_id, held in found.items()}


def _last(held: Sequence[Held]) -> tuple[Held, ...]:
    ends = [each.superseded_at for each in held if each.superseded_at is not None]
    return tuple(each for each in held if each.superseded_at == max(ends, default=None))


def replace(work: Work, change: Change, wanted: Mapping[int, Sequence[Placed]]) -> None:
    """Make the timelines of facts (by id) what is `wanted`: what stays is left untouched."""
    kept: set[tuple[int, Placed]] = set()
    gone: list[int] = []
    for row in _current(work, wanted):
        placed = (row.fact_id, _placed(row))
        if placed[1] in wanted[row.fact_id]:
            kept.add(placed)
        else:
            gone.append(row.id)
    if gone:
        work.run(_SUPERSEDE, [_superseded(change, id_) for id_ in gone])
    new = [
        _row(change, fact_id, placed)
        for fact_id, timeline in wanted.items()
        for placed in timeline
        if (fact_id, placed) not in kept
    ]
    if new:
        work.run(_periods.insert(), new)


_SUPERSEDE = (
    _periods.update()
    .where(_periods.c.id == bindparam("period_id"))
    .values(superseded_seq=bindparam("by_seq"), superseded_at=bindparam("by_time"))
)


def _superseded(change: Change, period_id: int) -> Values:
    return {"period_id": period_id, "by_seq": change.seq, "by_time": change.recorded_at}


def _row(change: Change, fact_id: int, placed: Placed) -> Values:
    return {
        "version_id": placed.version_id,
        "fact_id": fact_id,
        "seq": change.seq,
        "recorded_at": change.recorded_at,
        **moment_columns("valid_from", placed.start),
        **moment_columns("valid_to", placed.end),
    }


def _current(work: Work, fact_ids: Collection[int]) -> Iterable[Row[Any]]:
    query = select(*_periods.c).where(_periods.c.superseded_at.is_(None))
    for where in _among(fact_ids):
        yield from work.rows(query.where(where))


def _among(fact_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [true()] if fact_ids is None else among(_periods.c.fact_id, fact_ids)


def _placed(row: Row[Any]) -> Placed:
    return Placed(row.version_id, *_bounds(row))


def _held(row: Row[Any]) -> Held:
    start, end = _bounds(row)
    return Held(read_version(row), start, end, row.recorded_at, row.superseded_at)


def _bounds(row: Row[Any]) -> tuple[Moment | None, Moment | None]:
    return (
        moment(row.valid_from, row.valid_from_precision, row.valid_from_zone),
        moment(row.valid_to, row.valid_to_precision, row.valid_to_zone),
    )
