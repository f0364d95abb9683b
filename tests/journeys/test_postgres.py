"""The desk on PostgreSQL: the same words as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import briefings, exchange
from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.texts import phrase
from storage.database import Database, throwaway
from tests.standins.clock import FakeClock
from tests.standins.speakers import editor, reader
from tests.storage.stores import new_database

SAID = (
    "/facts battle group",
    "who leads the battle group?",
    "/fact set battle-group.leader Poland | value-lv: Polija | reason: handover",
    "kas vada kaujas grupu?",
    "/fact correct battle-group.strength 1700 | reason: miscounted",
    "/fact undo battle-group.leader",
    "/fact history battle-group.leader",
    "/fact retract battle-group.base not ours to tell",
    "/fact show battle-group.base",
    "/subject set nfiu | also-en: the coordination cell",
    "where is the coordination cell?",
    "/events",
    "/event show ministru sanāksme",
    "who leads the battle group in Lithuania?",
)


def filled(database: Database, clock: FakeClock) -> Desk:
    """Return a desk over a store with the briefing."""
    records = exchange.read(briefings.open_briefing("riga-2021").read_bytes(), "riga-2021")
    with database.write() as tx:
        exchange.import_records(tx, records, author=None, zone="Europe/Riga")
    return Desk(database, Follower(), clock, About("1.2.3"), "en", "Europe/Riga")


@pytest.fixture
def on_postgres(postgres_url: str, clock: FakeClock) -> Iterator[Desk]:
    """Yield a desk on PostgreSQL."""
    with new_database(postgres_url) as url:
        database = Database(url, clock)
        database.upgrade()
        yield filled(database, clock)
        database.close()


@pytest.fixture
def on_sqlite(clock: FakeClock) -> Iterator[Desk]:
    """Yield a desk on SQLite."""
    with throwaway(clock) as database:
        yield filled(database, clock)


def test_every_reply_is_the_same(on_postgres: Desk, on_sqlite: Desk) -> None:
    """Reading, editing, taking back, browsing: word for word what SQLite says."""
    one, other = editor(on_postgres), editor(on_sqlite)

    for line in SAID:
        assert one.say(line) == other.say(line), line


def test_offer_is_tapped_once(on_postgres: Desk) -> None:
    """A button is used up by one tap here as well."""
    asker = reader(on_postgres)
    asker.say("what did Rinkevics say?")
    token = asker.reply.choices[0].token

    assert "Rinkēvičs" in asker.tap_token(token)
    assert asker.tap_token(token) == phrase("en", "desk.spent-used")


def test_change_by_one_process_is_answered_by_another(on_postgres: Desk, clock: FakeClock) -> None:
    """Two desks over one store: what one records, the other answers with its next reply."""
    second = Desk(on_postgres.database, Follower(), clock, About("1.2.3"), "en", "Europe/Riga")
    asker = reader(second)
    assert "Canada" in asker.say("who leads the battle group?")

    editor(on_postgres).say("/fact set battle-group.leader Poland")

    assert "Poland" in asker.say("who leads the battle group?")
