"""The audit at the command line: exported whole, as JSON, a line an act, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from handlers.app import App


def records(app: App) -> Iterator[dict[str, object]]:
    """Yield every act as JSON: when, by whom, what, to what, from where, and the change it made."""
    with app.database.read() as tx:
        for entry in tx.audit.all():
            accounts = [] if entry.person is None else tx.people.accounts_of(entry.person)
            yield {
                "at": entry.at and entry.at.astimezone(UTC).isoformat(),
                "person": entry.person,
                "accounts": [str(each) for each in accounts],
                "action": entry.action,
                "target": entry.target,
                "place": entry.place,
                "details": dict(entry.details),
                "change": entry.seq,
            }
