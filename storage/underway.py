"""The change that is under way: from when on it will have been recorded, told before it commits.

A change is dated when it begins and seen when it commits. Whoever reads in between does not see
it, though the clock may already show a later time than the change's: what was told then would be
told otherwise when it is asked for as of that time. So a change says beforehand, where everybody
sees it at once, that it will be dated no earlier than now; and who tells something dates it
before that.

On PostgreSQL it says so by an advisory lock whose number is that instant: it is seen before the
commit, goes with the transaction however that ends, and nobody waits for it. Who writes into a
SQLite file is alone, and so is who answers there.

What a change dates and what an answer dates are read from the clocks of two hosts. Where these
differ, an answer within as much before or after a change may be dated on its other side; how much
they differ is watched (`bot/upkeep/hostclock.py`). Two answers of one host are never in doubt.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import func, select, text

from storage.work import Work

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_EARLIEST: Final = text(
    "SELECT min((classid::bigint << 32) | objid::bigint) AS number FROM pg_locks"
    # One number in two halves; those from 1979 on are no other lock of ours.
    " WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >= 65536"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND granted"
)


def announce(work: Work, at: datetime) -> None:
    """Tell everybody that this transaction changes something, dated `at` (aware) or later.

    Its date is to be read from the clock after this.
    """
    if is_shared(work):
        number = (at - _EPOCH) // _MICROSECOND
        work.first(select(func.pg_advisory_xact_lock_shared(number)))


def earliest(work: Work) -> datetime | None:
    """Return from when on what is under way will have been recorded, aware; None: nothing is.

    It is asked where the store `is_shared`.
    """
    row = work.first(_EARLIEST)
    return None if row is None or row.number is None else _EPOCH + row.number * _MICROSECOND


def is_shared(work: Work) -> bool:
    """Tell whether others may change the store while this transaction, which may write, is open."""
    return work.connection.dialect.name == "postgresql"
