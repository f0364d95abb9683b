"""The change log: every step of the store, gapless and in the order of its commits.

One row counts them. Whoever edits locks that row first, so edits follow one another
on both databases, and what one reads is what the one before it has committed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CheckConstraint, Row, UniqueConstraint, func, select
from sqlmodel import Field, SQLModel

from storage import underway
from storage.content import Change, ChangeKind
from storage.prepared import Prepared
from storage.table import one_of, table_of
from storage.work import Work

TICK = timedelta(microseconds=1)
"""The least time between two changes: what both databases can tell apart."""

APART: Final = timedelta(seconds=30)
"""How far the clocks of two hosts may be apart; beyond that the alarm rings. A change that is dated
later than that was recorded by a clock that was wrong, and nothing else is to follow it."""


AT_ONCE: Final = timedelta(milliseconds=1)
"""Within so short a time nobody is answered by what an edit commits. A clock that is behind the
last edit by less stands still, as in tests, and is not behind another host's."""


class ChangeCounterRow(SQLModel, table=True):
    """The one row that counts changes, and serialises them."""

    __tablename__ = "change_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True)
    seq: int
    last_recorded_at: datetime | None = None


class ChangeRow(SQLModel, table=True):
    """One step of the store; never changed, never removed."""

    __tablename__ = "changes"
    __table_args__ = (
        one_of("kind", ChangeKind, name="kind"),
        CheckConstraint("(kind = 'undo') = (undoes IS NOT NULL)", name="undo_names_its_change"),
        CheckConstraint("undoes < seq", name="undo_comes_later"),
        # What lets a period's instant of recording be checked against its change.
        UniqueConstraint("seq", "recorded_at"),
    )

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    reason: str
    author_id: int | None = Field(default=None, foreign_key="people.id")
    recorded_at: datetime = Field(unique=True)
    undoes: int | None = Field(default=None, foreign_key="changes.seq")


class ChangedFactRow(SQLModel, table=True):
    """A fact that a change touched, once."""

    __tablename__ = "changed_facts"

    seq: int = Field(primary_key=True, foreign_key="changes.seq")
    fact_id: int = Field(primary_key=True, foreign_key="facts.id", index=True)


_counter = table_of(ChangeCounterRow)
_changes = table_of(ChangeRow)
changed_facts = table_of(ChangedFactRow)


class Changes:
    """What was changed, step by step."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._latest: tuple[int, datetime | None] | None = None
        self._begun = 0

    @property
    def begun(self) -> int:
        """How many steps were taken in this transaction, whether or not they were undone."""
        return self._begun

    def lock(self) -> tuple[int, datetime | None]:
        """Wait for every edit before this one; return the last seq and when it was recorded.

        The clock is read anew after the wait, so that times follow the order of changes; and once
        more after who reads beside it was told, so that none of them has a later time than it.
        """
        query = select(_counter.c.seq, _counter.c.last_recorded_at).with_for_update()
        row = self._work.first(query)
        if row is None:
            raise LookupError(_counter.name)
        self._work.forget_now()
        underway.announce(self._work, self._after(row.last_recorded_at))
        self._work.forget_now()
        return row.seq, row.last_recorded_at

    def hold_still(self) -> bool:
        """Have nothing change until this transaction ends; False if somebody is changing something.

        It does not wait for them, as they may wait for what this transaction has. Whoever writes
        into a file is alone anyway. The clock is read anew, so that what is told from here on is
        dated after all that was recorded.
        """
        if self._work.first(_unless_locked) is None:
            return False
        self._work.forget_now()
        self.forget_latest()
        return True

    def begin(
        self, kind: ChangeKind, author: int | None, reason: str = "", undoes: int | None = None
    ) -> Change:
        """Take the next step: `recorded_at` is now, or just after the step before.

        What an edit reads, it must read after `lock` or this; from here on it must not fail
        without failing its transaction, or the step stays empty.
        """
        last, last_at = self.lock()
        self.forget_latest()
        self._begun += 1
        at = self._after(last_at)
        change = Change(last + 1, kind, reason, author, at, undoes)
        self._work.run(_counter.update().values(seq=change.seq, last_recorded_at=at))
        self._work.run(
            _changes.insert(),
            {
                "seq": change.seq,
                "kind": kind,
                "reason": reason,
                "author_id": author,
                "recorded_at": at,
                "undoes": undoes,
            },
        )
        return change

    def touch(self, change: Change, fact_ids: Collection[int]) -> None:
        """Log that `change` touched these facts, so that every index reads them again."""
        rows = [{"seq": change.seq, "fact_id": fact_id} for fact_id in fact_ids]
        if rows:
            self._work.run(changed_facts.insert(), rows)

    def latest_seq(self) -> int:
        """Return the seq of the latest change; 0 in an empty store."""
        row = self._work.first(select(_counter.c.seq))
        return 0 if row is None else row.seq

    def get(self, seq: int) -> Change | None:
        """Return one change."""
        row = self._work.first(_columns.where(_changes.c.seq == seq))
        return None if row is None else _change(row)

    def since(self, seq: int) -> frozenset[int]:
        """Return the ids of the facts touched after the change `seq`."""
        # Not "distinct": for that SQLite would go through the facts of all changes, in their order.
        query = select(changed_facts.c.fact_id).where(changed_facts.c.seq > seq)
        return frozenset(row.fact_id for row in self._work.rows(query))

    def facts_of(self, seq: int) -> frozenset[int]:
        """Return the ids of the facts touched by the change `seq`."""
        query = select(changed_facts.c.fact_id).where(changed_facts.c.seq == seq)
        return frozenset(row.fact_id for row in self._work.rows(query))

    def of(self, fact_id: int) -> tuple[Change, ...]:
        """Return every change of a fact, oldest first."""
        query = _of_fact.where(changed_facts.c.fact_id == fact_id).order_by(_changes.c.seq)
        return tuple(map(_change, self._work.rows(query)))

    def latest_for(self, fact_id: int) -> Change | None:
        """Return the latest change of a fact that was not yet taken back.

        An undo is no such change, nor is what was done to the names of its subject.
        """
        mine = changed_facts.c.fact_id == fact_id
        taken_back = select(_changes.c.undoes).join(changed_facts, _joined).where(mine)
        query = _of_fact.where(
            mine,
            _changes.c.kind.not_in([ChangeKind.UNDO, ChangeKind.SUBJECT]),
            _changes.c.seq.not_in(taken_back.where(_changes.c.undoes.is_not(None))),
        )
        row = self._work.first(query.order_by(_changes.c.seq.desc()).limit(1))
        return None if row is None else _change(row)

    def latest(self) -> tuple[int, datetime | None]:
        """Return the seq of the latest change and when it was recorded (aware, UTC).

        It is looked up once a transaction, of which many questions share one, until there is
        another.
        """
        if self._latest is None:
            row = self._work.first(_latest)
            self._latest = (0, None) if row is None else (row.seq, row.last_recorded_at)
        return self._latest

    def dated(self) -> datetime:
        """Return the instant as of which what is read from now on is told, aware, UTC.

        Asked as of that instant, the store says the same for ever: what is seen here was recorded
        by then, though our clock be somewhat behind, and what is not seen will be recorded later,
        though it may be under way. It holds unless the log has `moved` until all is read. Who
        writes into a file is alone, and their instant is that of everything in it.
        """
        now = self._work.now
        if not underway.is_shared(self._work):
            return now
        coming = underway.earliest(self._work)
        # Looked up after that: what was under way may have been committed meanwhile.
        self.forget_latest()
        _, last = self.latest()
        if coming is not None and (last is None or last < coming):
            return min(now, coming - TICK)
        return self._not_before(last)

    def beginning(self) -> datetime:
        """Return from when on what is changed in this transaction holds, aware, UTC.

        It is no earlier than what was told before is `dated`, though our clock be somewhat behind:
        nobody was misled who was told what held then.
        """
        if not underway.is_shared(self._work):
            return self._work.now
        return self._not_before(self.latest()[1])

    def moved(self) -> bool:
        """Tell whether somebody else has changed something since `dated`; in a file nobody can."""
        if self._latest is None or not underway.is_shared(self._work):
            return False
        row = self._work.first(_latest)
        return row is not None and (row.seq, row.last_recorded_at) != self._latest

    def forget_latest(self) -> None:
        """Look the latest change up again: there is another one, or one was undone."""
        self._latest = None

    def _not_before(self, last: datetime | None) -> datetime:
        now = self._work.now
        return now if last is None or not AT_ONCE < last - now <= APART else last

    def _after(self, last: datetime | None) -> datetime:
        return self._work.now if last is None else max(self._work.now, last + TICK)

    def count(self) -> int:
        """Return how many changes there are; equal to `latest_seq`, as none is ever missing."""
        row = self._work.first(select(func.count()).select_from(_changes))
        return 0 if row is None else row[0]


# Put together once: every question asks it, and making it takes longer than carrying it out.
_latest = Prepared(select(_counter.c.seq, _counter.c.last_recorded_at))
_unless_locked = Prepared(select(_counter.c.seq).with_for_update(skip_locked=True))
_columns = select(*_changes.c)
_joined = changed_facts.c.seq == _changes.c.seq
_of_fact = _columns.join(changed_facts, _joined)


def _change(row: Row[Any]) -> Change:
    return Change(
        row.seq, ChangeKind(row.kind), row.reason, row.author_id, row.recorded_at, row.undoes
    )
