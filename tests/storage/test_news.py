"""News: which facts may differ from what they held, and which events begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from storage.content import ChangeKind, Content, Placed, Span
from storage.database import Database, Transaction
from storage.moments import Moment
from tests.standins.clock import FakeClock

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def record(
    tx: Transaction, key: str, start: Moment | None, end: Moment | None, span: Span | None = None
) -> int:
    """Record a fact `time` of a new subject, and return the fact's id."""
    fact = tx.facts.create(tx.subjects.add(key).id, "time")
    change = tx.changes.begin(ChangeKind.ADD, None)
    content = Content({"en": key}, {}, {}, None, date(2021, 11, 26), span=span)
    version = tx.facts.add_version(change, fact.id, content)
    tx.facts.record(change, fact, [Placed(version.id, start, end)])
    return fact.id


def test_changed_since_is_by_the_number_of_the_change(database: Database, clock: FakeClock) -> None:
    """What was recorded after it, and nothing before; the number is found by the clock."""
    with database.write() as tx:
        record(tx, "old", None, None)
    since = clock()
    clock.advance(HOUR)
    with database.write() as tx:
        new = record(tx, "new", None, None)
        seq = tx.news.seq_at(since)
        assert seq == 1
        assert tx.news.seq_at(since - DAY) == 0
        assert tx.news.facts(seq, since, since) == {new}


def test_time_alone_changes_what_begins_or_ends(database: Database, clock: FakeClock) -> None:
    """Recorded long ago, it is new on its day."""
    now = clock()
    soon = Moment.instant(now + HOUR, "Europe/Riga")
    with database.write() as tx:
        begins = record(tx, "begins", soon, None)
        ends = record(tx, "ends", None, soon)
        record(tx, "always", None, None)
        seq = tx.changes.latest_seq()
        assert tx.news.facts(seq, now, now + HOUR) == {begins, ends}
        assert tx.news.facts(seq, now + HOUR, now + DAY) == set()
        assert tx.news.facts(seq, now - DAY, now) == set()


def test_events_are_found_by_when_they_begin(database: Database, clock: FakeClock) -> None:
    """Both ends of the stretch are included."""
    at = datetime(2021, 12, 6, 8, tzinfo=UTC)
    begin = Moment.instant(at, "Europe/Riga")
    with database.write() as tx:
        record(tx, "summit", None, None, Span(begin, Moment.instant(at + HOUR, "Europe/Riga")))
        summit = tx.subjects.find("summit")
        assert summit is not None
        assert tx.news.beginning(at, at + DAY) == tx.news.beginning(at - DAY, at) == {summit.id}
        assert tx.news.beginning(clock(), at - HOUR) == set()
