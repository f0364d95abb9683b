"""`factdesk deliveries`: what was sent, is due, failed and why, when no chat can be reached."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.texts import phrase
from storage.clock import system_clock
from storage.database import Database
from storage.deliveries import Message, Reason, State
from storage.plans import Planned
from tests.handlers.conftest import Factdesk

DUE = datetime(2030, 11, 30, 7, tzinfo=UTC)
LEASE = timedelta(seconds=90)
EN = {"FACTDESK_LANGUAGE": "en"}


@pytest.fixture
def database(riga: Factdesk, tmp_path: Path) -> Database:
    """Return the store of the calls: a held alarm, a reminder to come, two answers."""
    assert riga("events").status == 0
    database = Database(f"sqlite:///{tmp_path / 'factdesk.db'}", system_clock)
    with database.write() as tx:
        topic = tx.chats.seen("telegram", "-100123", "7", "group", "Rīgas ziņas").id
        chat = tx.chats.seen("slack", "C01", "", "channel").id
        tx.plans.add("reminder", None, [Planned("r", topic, DUE, 2, {})])
        tx.ledger.add(Message("a", "alarm", chat, {"message": [], "language": "en"}))
        (held,) = tx.ledger.claim("token", 1, LEASE)
        tx.ledger.hold(held, Reason.IN_DOUBT)
        for key in ("sent", "failed"):
            tx.ledger.add(Message(key, "answer", chat, {}))
            (found,) = tx.ledger.claim("token", 1, LEASE)
            if key == "sent":
                tx.ledger.sent(found, "1")
            else:
                tx.ledger.fail(found, "channel_not_found")
    return database


def rows(told: str) -> list[dict[str, object]]:
    """Return what was printed as JSON, a line a row."""
    return [json.loads(line) for line in told.splitlines()]


def test_json_has_a_line_a_row_of_every_kind(riga: Factdesk, database: Database) -> None:
    """The names are those of the contract, the times instants, and every state is there."""
    told = riga("deliveries", "--json")
    database.close()

    held, due, *was = rows(told.out)
    assert told.status == 0
    assert due == {
        "n": None,
        "kind": "reminder",
        "chat": "telegram:-100123/7",
        "state": "queued",
        "due": "2030-11-30T07:00:00+00:00",
        "sent": None,
        "attempts": 0,
        "why": "",
    }
    assert (held["n"], held["chat"], held["state"], held["why"], held["attempts"]) == (
        2,
        "slack:C01",
        "held",
        "in doubt",
        1,
    )
    assert {(row["kind"], row["state"], row["why"]) for row in was} == {
        ("answer", "sent", ""),
        ("answer", "failed", "channel_not_found"),
    }
    (sent,) = (row["sent"] for row in was if row["state"] == "sent")
    assert datetime.fromisoformat(str(sent)).utcoffset() == timedelta(0)


@pytest.mark.parametrize(("only", "states"), [("held", ["held"]), ("failed", ["failed"])])
def test_json_of_a_filter_is_what_it_names(
    riga: Factdesk, database: Database, only: str, states: list[str]
) -> None:
    """Before or behind the option."""
    database.close()

    before, behind = riga("deliveries", only, "--json"), riga("deliveries", "--json", only)

    assert before.out == behind.out
    assert [row["state"] for row in rows(before.out)] == states
    assert riga("deliveries", "late", "--json").out == ""


def test_table_is_for_people(riga: Factdesk, database: Database) -> None:
    """In words, in the configured zone, without the replies that arrived."""
    database.close()

    heading, held, due, failed = riga("deliveries", **EN).out.splitlines()

    columns = ["n", "what", "chat", "state", "due", "sent", "tries", "why"]
    assert heading.split() == columns
    assert held.startswith("2  alarm ")
    assert held.rstrip().endswith("it may have been sent or not")
    assert "2030-11-30 09:00+02:00" in due
    assert "Rīgas ziņas (telegram:-100123/7)" in due
    assert "“channel_not_found”" in failed


def test_long_table_is_cut_and_says_so(riga: Factdesk, database: Database) -> None:
    """What is held stays in sight, and the rest is counted."""
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "8", "", "private").id
        planned = [Planned(f"p{each}", chat, DUE, 2, {}) for each in range(120)]
        tx.plans.add("reminder", None, planned)
    database.close()

    told = riga("deliveries", **EN).out.splitlines()

    assert told[1].startswith("2  alarm ")
    assert len(told) == 102
    assert told[-1] == "23 more; --json prints them all"
    assert len(rows(riga("deliveries", "--json").out)) == 124


def test_nothing_is_said_in_words_and_not_in_json(riga: Factdesk) -> None:
    """A person reads a sentence, a program no line at all."""
    assert riga("deliveries", **EN).out == "Nothing is held or due, and nothing was sent.\n"
    assert riga("deliveries", "failed", **EN).out == "Nothing has failed.\n"
    assert riga("deliveries", "--json").out == ""


def test_what_is_held_is_settled_from_the_terminal(riga: Factdesk, database: Database) -> None:
    """As in chat, for when chat is down."""
    told = riga("deliveries", "drop", "2", **EN)

    assert told.status == 0
    assert "2 · alarm → slack:C01: dropped" in told.out
    with database.read() as tx:
        found = tx.journal.numbered(2)
        assert found is not None
        assert found.state is State.DROPPED
        assert tx.audit.latest(1)[0].action == "delivery.drop"
    database.close()


def test_decision_that_cannot_be_carried_out_fails(riga: Factdesk, database: Database) -> None:
    """An unknown number: the sentence stands where faults are read; the known one is settled."""
    told = riga("deliveries", "send", "99", **EN)
    both = riga("deliveries", "drop", "2", "99", **EN)

    assert (told.status, told.out) == (1, "")
    assert "No message has the number 99." in told.err
    assert both.status == 1
    assert "2 · alarm → slack:C01: dropped" in both.err
    database.close()


def test_what_cannot_be_changed_fails(riga: Factdesk, database: Database) -> None:
    """An alarm says what it says: the sentence stands where faults are read."""
    told = riga("deliveries", "change", "2", **EN)

    assert (told.status, told.out) == (1, "")
    assert "No command changes what it says: 2 · alarm" in told.err
    database.close()


def test_it_works_beside_a_run(riga: Factdesk, database: Database) -> None:
    """Whoever serves the store is not disturbed, nor in the way."""
    with database.hold():
        assert riga("deliveries", "--json").status == 0
        assert "sūtu tūlīt" in riga("deliveries", "send", "2").out
    database.close()


@pytest.mark.parametrize("arguments", [("lost",), ("held", "failed"), ("lost", "--json")])
def test_what_is_wrong_is_said(riga: Factdesk, arguments: tuple[str, ...]) -> None:
    """A filter that is none is named, with those that are."""
    told = riga("deliveries", *arguments, **EN)

    assert (told.status, told.out) == (2, "")
    assert "held, failed, late" in told.err


def test_table_speaks_as_the_terminal_does(riga: Factdesk, database: Database) -> None:
    """What was chosen in the console holds for the table, as it does for what settles and holds."""
    with database.write() as tx:
        operator = tx.people.seen("console", "operator")
        tx.people.set_language(operator.id, "en")

    table, held = riga("deliveries").out, riga("hold").out

    assert phrase("en", "delivery.column-state") in table
    assert phrase("lv", "delivery.column-state") not in table
    assert phrase("en", "hold.nothing") in held
