"""One unit of work: a connection inside a transaction, and the instant it happens at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Executable

from storage.clock import Clock
from storage.prepared import Hand, Prepared

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

    def rows(self, query: Executable | Prepared, given: Values | None = None) -> Sequence[Any]:
        """Return every row of `query`, its parameters filled from `given`.

        A row has its columns by their names, and in their order.
        """
        if isinstance(query, Prepared):
            return self._hand.rows(query, given or {})
        return self.connection.execute(query, given).all()

    def first(self, query: Executable | Prepared, given: Values | None = None) -> Any | None:  # noqa: ANN401 - a row of whichever query
        """Return the first row of `query`, its parameters filled from `given`, or None."""
        if isinstance(query, Prepared):
            return next(iter(self._hand.rows(query, given or {})), None)
        return self.connection.execute(query, given).first()

    def run(
        self, statement: Executable | Prepared, rows: Sequence[Values] | Values | None = None
    ) -> int:
        """Carry out `statement`, for each of `rows` if given, and return how many it touched."""
        if isinstance(statement, Prepared):
            each = rows if isinstance(rows, Sequence) else [rows or {}]
            return self._hand.run(statement, each)
        return self.connection.execute(statement, rows).rowcount

    def returned(
        self, statement: Executable | Prepared, rows: Sequence[Values] | None = None
    ) -> list[Any]:
        """Carry out `statement` and return the first column of what it returns, in order."""
        if isinstance(statement, Prepared):
            return [row[0] for each in rows or [{}] for row in self._hand.rows(statement, each)]
        return list(self.connection.execute(statement, rows).scalars())

    def say(self, sql: str) -> None:
        """Say something to the database that has no parameters and no result."""
        self._hand.say(sql)

    @cached_property
    def _hand(self) -> Hand:
        return Hand(self.connection)
