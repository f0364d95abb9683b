"""Prepared statements: what SQLAlchemy would have given and raised, without its machinery."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import psycopg
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, select
from sqlalchemy.exc import IntegrityError

from storage.chats import ChatRow
from storage.database import Database, Transaction
from storage.errors import NoServer, ReadOnly
from storage.inbox import Arrival, InboxRow, State
from storage.prepared import Hand, Prepared, Statement
from storage.table import any_given, table_of
from tests.standins.clock import FakeClock
from tests.storage.stores import PostgresTemplate

INBOX = table_of(InboxRow)
CHATS = table_of(ChatRow)
EVERYTHING = Prepared(select(INBOX).order_by(INBOX.c.id))
NEW = Prepared(INBOX.insert().inline())
RIGA = timezone(timedelta(hours=2))


def update(event: str) -> dict[str, Any]:
    """Return an update to be stored, with every kind of column."""
    return {
        "platform": "telegram",
        "event": event,
        "lane": "%(lane)s ? :lane %s",
        "payload": {"text": "Cik karavīru? 100 %", "list": [1, None, True, 1.5]},
        "state": State.WAITING,
        "attempts": 0,
        "arrived_at": datetime(2021, 11, 26, 9, 30, 15, 123456, tzinfo=RIGA),
        "token": "",
        "lease_until": None,
    }


def arrival(event: str) -> Arrival:
    """Return an update to be stored by its noun."""
    return Arrival("telegram", event, "lane", {})


def write_after_a_break(tx: Transaction, url: str) -> None:
    """Write, have the server end the connection, and write again."""
    tx.inbox.add([arrival("1")])
    backend = tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    tx.inbox.add([arrival("2")])


def test_values_and_types_are_those_of_sqlalchemy(database: Database) -> None:
    """What either has written, either reads, with the same values, types and names."""
    with database.write() as tx:
        hand = Hand(tx.connection)
        hand.run(NEW, [update("prepared")])
        tx.connection.execute(INBOX.insert(), update("ordinary"))
        ours = hand.rows(EVERYTHING, {})
        theirs = tx.connection.execute(select(INBOX).order_by(INBOX.c.id)).all()

    assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
    assert [list(map(type, row)) for row in ours] == [list(map(type, row)) for row in theirs]
    for row in ours:
        asked = update(row.event)
        assert {name: getattr(row, name) for name in asked} == asked


def test_many_rows_are_written_at_once(database: Database) -> None:
    """A statement is carried out for each row, and says how many it touched in all."""
    end = Prepared(INBOX.update().where(INBOX.c.event == bindparam("which")))
    with database.write() as tx:
        hand = Hand(tx.connection)
        assert hand.run(NEW, [update("1"), update("2"), update("3")]) == 3
        ended = [{"which": event, "state": State.HANDLED} for event in ("1", "3", "4")]
        assert hand.run(end, ended) == 2
        assert hand.run(end, [{"which": "2", "token": "ours"}]) == 1
        rows = hand.rows(EVERYTHING, {})
    assert [row.state for row in rows] == ["handled", "waiting", "handled"]
    assert [row.token for row in rows] == ["", "ours", ""]


def test_refusals_are_those_of_sqlalchemy(database: Database) -> None:
    """What breaks a rule of the table raises the kind that nouns catch, without what was said."""
    with database.write() as tx:
        hand = Hand(tx.connection)
        hand.run(NEW, [update("1")])
        with pytest.raises(IntegrityError) as refused, tx.undoable():
            hand.run(NEW, [update("2"), update("1")])
        assert [row.event for row in hand.rows(EVERYTHING, {})] == ["1"]
    assert "karavīru" not in str(refused.value)


def test_failures_are_told_as_of_the_store(database: Database) -> None:
    """What the database cannot do is told to an operator as for any other statement."""
    with pytest.raises(ReadOnly), database.read() as tx:
        tx.inbox.add([arrival("1")])
    with pytest.raises(ReadOnly), database.read() as tx, tx.undoable():
        tx.inbox.add([arrival("1")])


def test_server_that_goes_away_is_told_and_met_again(
    postgres_store: PostgresTemplate, clock: FakeClock
) -> None:
    """A connection that ends in the middle fails its transaction, and no later one."""
    with postgres_store.copy() as url:
        database = Database(url, clock)
        with pytest.raises(NoServer), database.write() as tx:
            write_after_a_break(tx, url)
        with database.write() as tx:
            assert tx.inbox.add([arrival("1"), arrival("2"), arrival("1")]) == 2
        database.close()


def test_defaults_of_columns_are_written(database: Database) -> None:
    """A column for which nothing is given gets the value that it has by default."""
    known = {"platform": "telegram", "external_id": "1", "topic": "", "place": "group"}
    with database.write() as tx:
        met = Prepared(CHATS.insert().inline())
        Hand(tx.connection).run(met, [known | {"created_at": tx.now}])
        chat = tx.chats.find("telegram", "1")
    assert chat is not None
    assert (chat.title, chat.gone) == ("", "")


RECKONED = Table("reckoned", MetaData(), Column("of", Integer, default=lambda: 1))


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        (select(INBOX).where(any_given(INBOX.c.id, "ids")), {"ids": [1]}),
        (RECKONED.insert(), {}),
    ],
    ids=["expands", "is reckoned"],
)
def test_what_only_sqlalchemy_does_is_refused(
    database: Database, statement: Statement, given: dict[str, Any]
) -> None:
    """A statement that would be carried out wrongly is refused before it is."""
    with database.read() as tx, pytest.raises(ValueError, match="not to be prepared"):
        Hand(tx.connection).rows(Prepared(statement), given)
