"""The figures that a watcher reads of what waits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from handlers.settings import Settings
from storage.database import Database
from storage.deliveries import Message
from storage.plans import Planned
from tests.journeys.doors.serving import fill, served
from tests.standins.clock import FakeClock


def test_what_is_planned_for_later_is_no_backlog(tmp_path: Path, clock: FakeClock) -> None:
    """A reminder of next week is `planned`; what is due and has not left is `queued`."""
    url = f"sqlite:///{tmp_path / 'factdesk.db'}"
    fill(url, clock)
    database = Database(url, clock)
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "-100", "", "group").id
        ahead = [Planned(f"p{day}", chat, tx.now + timedelta(days=day), 2, {}) for day in (0, 1, 7)]
        tx.plans.add("reminder", None, ahead)
        tx.ledger.add(Message("a", "alarm", chat, {}))
    database.close()
    settings = Settings.model_validate({"DATABASE_URL": url, "FACTDESK_HTTP_PORT": "0"})

    with (
        served(settings, clock) as serving,
        urlopen(f"http://127.0.0.1:{serving.port}/metrics") as answer,
    ):
        told = answer.read().decode()

    assert 'factdesk_ledger_rows{state="planned"} 2.0' in told
    assert 'factdesk_ledger_rows{state="queued"} 2.0' in told
