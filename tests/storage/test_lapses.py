"""Lapses: facts whose review day has come, and facts whose languages may be out of step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

from storage.content import Audience, ChangeKind, Content, Placed
from storage.database import Database, Transaction
from storage.lapses import Review
from storage.moments import Moment
from tests.standins.clock import FakeClock

BOTH = Content(
    {"lv": "100", "en": "100"}, {}, {}, None, date(2021, 1, 1), None, Audience.EVERYONE, None
)
LANGUAGES = ("lv", "en")
WHOLE = replace(BOTH, statement={"lv": "Tilts.", "en": "A bridge."})


def held(tx: Transaction, key: str, content: Content, *bounds: Moment | None) -> int:
    """Have a fact hold something, always or between two moments; return its id."""
    subject = tx.subjects.find("bridge") or tx.subjects.add("bridge")
    change = tx.changes.begin(ChangeKind.ADD, None)
    fact = tx.facts.create(subject.id, key)
    version = tx.facts.add_version(change, fact.id, content)
    start, end = bounds or (None, None)
    tx.facts.record(change, fact, [Placed(version.id, start, end)])
    return fact.id


def test_reviews_are_those_in_force_by_their_day(database: Database, clock: FakeClock) -> None:
    """The earliest first, after a day if one is named; what holds no more is not asked about."""
    days = [date(2021, 11, day) for day in (3, 1, 2, 9)]
    ended = Moment(clock() - timedelta(days=1), Moment.instant(clock(), "UTC").precision, "UTC")
    with database.write() as tx:
        ids = [held(tx, f"f{day.day}", replace(WHOLE, review=day)) for day in days]
        held(tx, "over", replace(WHOLE, review=days[0]), None, ended)
        held(tx, "never", WHOLE)

    with database.read() as tx:
        assert tx.lapses.reviews(days[0]) == tuple(
            Review(ids[place], days[place]) for place in (1, 2, 0)
        )
        assert tx.lapses.reviews(days[0], after=days[2]) == (Review(ids[0], days[0]),)


def test_uneven_is_what_one_language_lacks(database: Database) -> None:
    """A value or a statement in one language alone; what was said whole is even."""
    with database.write() as tx:
        held(tx, "whole", WHOLE)
        plain = held(tx, "plain", BOTH)
        value = held(tx, "value", replace(WHOLE, value={"lv": "simts"}))
        statement = held(tx, "statement", replace(WHOLE, statement={"en": "A bridge."}))

        assert tx.lapses.uneven(LANGUAGES) == (value, statement)
        assert plain not in tx.lapses.uneven(LANGUAGES)


def test_one_chat_at_most_is_the_desk(database: Database) -> None:
    """It stays the editors' wherever its platform puts it, and follows a chat that moved."""
    with database.write() as tx:
        first = tx.chats.seen("telegram", "-1", "", "group").id
        second = tx.chats.seen("telegram", "-2", "", "group").id
        assert tx.chats.desk() is None
        for each in (first, second):
            tx.chats.make_desk(each, left_as="group")

        desk = tx.chats.desk()
        assert desk is not None
        assert desk.id == second
        assert tx.chats.seen("telegram", "-2", "", "group").place == "editors"
        assert tx.chats.seen("telegram", "-1", "", "group").place == "group"
        met = tx.chats.seen("telegram", "-3", "", "group").id
        tx.belongings.move("telegram", "-2", "-3")
        moved = tx.chats.desk()
        assert moved is not None
        assert (moved.id, moved.place) == (met, "editors")


def test_what_ends_now_is_no_lapse(database: Database, clock: FakeClock) -> None:
    """A version is in force from its beginning on, and up to its end."""
    now = clock().astimezone(UTC)
    begins = Moment.instant(now + timedelta(hours=1), "UTC")
    with database.write() as tx:
        held(tx, "later", replace(BOTH, review=date(2000, 1, 1)), begins, None)
        assert tx.lapses.reviews(date(2021, 1, 1)) == ()
    clock.advance(timedelta(hours=1))
    with database.read() as tx:
        assert len(tx.lapses.reviews(date(2021, 1, 1))) == 1
