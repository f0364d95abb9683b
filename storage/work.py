"""One unit of work: a connection inside a transaction, and the instant it happens at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row

from storage.clock import Clock

Values = dict[str, Any]
"""The columns of one row to be written, by name."""


class Work:
    """What every noun of a transaction works with.

    Attributes:
        connection: open, inside a transaction that only the edge commits.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self._clock = clock
        self._now: datetime | None = None

    @property
    def now(self) -> datetime:
        """The instant of this work, aware, UTC: the clock, read once."""
        if self._now is None:
            self._now = self._clock()
        return self._now

    def forget_now(self) -> None:
        """Read the clock again when it is next asked for: we may have waited for a lock."""
        self._now = None

    def rows(self, query: Executable, given: Values | None = None) -> Sequence[Row[Any]]:
        """Return every row of `query`, its parameters filled from `given`."""
        return self.connection.execute(query, given).all()

    def first(self, query: Executable, given: Values | None = None) -> Row[Any] | None:
        """Return the first row of `query`, its parameters filled from `given`, or None."""
        return self.connection.execute(query, given).first()

    def run(self, statement: Executable, rows: Sequence[Values] | Values | None = None) -> int:
        """Carry out `statement`, for each of `rows` if given, and return how many it touched."""
        return self.connection.execute(statement, rows).rowcount

    def returned(self, statement: Executable, rows: Sequence[Values] | None = None) -> list[Any]:
        """Carry out `statement` and return the first column of what it returns, in order."""
        return list(self.connection.execute(statement, rows).scalars())
