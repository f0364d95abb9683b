"""Facts: two axes of time, written once, never overlapping."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Transaction
from storage.errors import Stale
from storage.facts import (
    Audience,
    ChangeKind,
    Content,
    Fact,
    NewVersion,
    Placed,
    Source,
    Span,
    Version,
)
from storage.moments import Moment
from storage.subjects import NewSubject
from tests.standins.clock import FakeClock

RIGA = "Europe/Riga"
DAY = timedelta(days=1)


def content(value: str = "Kanāda") -> Content:
    """Return a content of which only the Latvian value matters."""
    return Content({"lv": value}, {}, {}, None, date(2021, 11, 26))


def new_fact(tx: Transaction, key: str = "battle-group.leader") -> Fact:
    """Add a subject and one fact of it."""
    subject, attribute = key.split(".")
    return tx.facts.create(tx.subjects.add(subject).id, attribute)


def placed(
    tx: Transaction, fact: Fact, *bounds: tuple[str | None, str | None]
) -> tuple[Version, ...]:
    """Record a timeline with a new version for each of `bounds`; return the versions."""
    change = tx.changes.begin(ChangeKind.SET, None)
    new = [
        NewVersion(fact.id, content(f"{change.seq}/{n}"), f"{fact.key}-{change.seq}-{n}")
        for n, _ in enumerate(bounds)
    ]
    versions = tx.facts.add_versions(change, new)
    tx.facts.record(change, fact, slots(versions, bounds))
    return versions


def slots(
    versions: Sequence[Version], bounds: Sequence[tuple[str | None, str | None]]
) -> list[Placed]:
    """Return `versions` placed from and until days, months or years in Riga."""
    return [
        Placed(
            version.id,
            Moment.start(start, RIGA) if start else None,
            Moment.end(end, RIGA) if end else None,
        )
        for version, (start, end) in zip(versions, bounds, strict=True)
    ]


def test_content_comes_back_as_written(database: Database) -> None:
    """What an editor wrote comes back whole: languages, source, dates, audience and span."""
    written = Content(
        value={"lv": "30. novembrī", "en": "30 November"},
        statement={"lv": "Sanāksme notiks 30. novembrī."},
        words={"lv": ("kad", "datums"), "en": ("when",)},
        source=Source("Example Wire", "https://example.org/1", date(2021, 11, 25)),
        as_of=date(2021, 11, 26),
        review=date(2021, 12, 1),
        audience=Audience.DESK,
        span=Span(Moment.start("2021-11-30", RIGA), Moment.end("2021-12-01T18:30", RIGA)),
    )
    with database.write() as tx:
        fact = new_fact(tx)
        change = tx.changes.begin(ChangeKind.ADD, None, "first")
        tx.facts.add_version(change, fact.id, written, ref="a01")
    with database.read() as tx:
        version = tx.facts.version("a01")
    assert version is not None
    assert version.content == written
    assert (version.kind, version.reason, version.recorded_at) == (
        ChangeKind.ADD,
        "first",
        change.recorded_at,
    )


def test_a_period_keeps_its_precision_and_zone(database: Database) -> None:
    """A period said in years, or to the microsecond, or elsewhere, comes back as it was said."""
    at = Moment.start("2019-05-06T07:08:09.000001+05:45", "Asia/Kathmandu")
    with database.write() as tx:
        fact = new_fact(tx)
        change = tx.changes.begin(ChangeKind.ADD, None)
        version = tx.facts.add_version(change, fact.id, content())
        tx.facts.record(change, fact, [Placed(version.id, Moment.start("0987", RIGA), at)])
        (held,) = tx.facts.timeline(fact.id)
    assert (held.start, held.end) == (Moment.start("0987", RIGA), at)


def test_true_when_and_known_when_are_two_axes(database: Database, clock: FakeClock) -> None:
    """After a backdated change we know better of the past, and still what we once believed."""
    with database.write() as tx:
        fact = new_fact(tx)
        placed(tx, fact, (None, None))
    yesterday = clock()
    clock.advance(DAY)
    with database.write() as tx:
        placed(tx, fact, (None, "2019"), ("2020", None))
    then = Moment.start("2021-06-01", RIGA).at
    with database.read() as tx:
        known_now = tx.facts.at(fact.id, then)
        known_then = tx.facts.at(fact.id, then, yesterday)
        before_all = tx.facts.at(fact.id, then, yesterday - DAY)
        believed = [len(tx.facts.timeline(fact.id, at)) for at in (None, yesterday)]
    assert known_now is not None
    assert known_then is not None
    assert known_now.version.content.value == {"lv": "2/1"}
    assert known_then.version.content.value == {"lv": "1/0"}
    assert known_then.superseded_at == clock()
    assert before_all is None
    assert believed == [2, 1]


def test_a_boundary_belongs_to_what_begins(database: Database) -> None:
    """At the very instant of a boundary the later period holds, not the earlier one."""
    with database.write() as tx:
        fact = new_fact(tx)
        placed(tx, fact, (None, "2019"), ("2020", None))
        boundary = Moment.start("2020", RIGA).at
        later = tx.facts.at(fact.id, boundary)
        earlier = tx.facts.at(fact.id, boundary - timedelta(microseconds=1))
        covering = [held.covers(boundary) for held in tx.facts.timeline(fact.id)]
    assert later is not None
    assert earlier is not None
    assert (earlier.start, later.end) == (None, None)
    assert covering == [False, True]


def test_recording_leaves_alone_what_stays(database: Database, clock: FakeClock) -> None:
    """A period that a change does not touch keeps its row and the time of its recording."""
    with database.write() as tx:
        fact = new_fact(tx)
        versions = placed(tx, fact, (None, "2018"), ("2019", None))
    clock.advance(DAY)
    with database.write() as tx:
        change = tx.changes.begin(ChangeKind.SET, None)
        bounds = [(None, "2018"), ("2019", "2020")]
        tx.facts.record(change, fact, slots(versions, bounds))
        first, second = tx.facts.timeline(fact.id)
        history = tx.facts.history(fact.id)
    assert first.recorded_at < second.recorded_at
    assert [held.superseded_at for held in history] == [None, change.recorded_at, None]


def test_a_stale_revision_is_refused(database: Database) -> None:
    """A timeline recorded on an old revision is refused, and nothing of it is kept."""
    with database.write() as tx:
        fact = new_fact(tx)
        placed(tx, fact, (None, None))

    def late() -> None:
        with database.write() as tx:
            tx.facts.record(tx.changes.begin(ChangeKind.SET, None), fact, [], expected_revision=0)

    with pytest.raises(Stale) as refused:
        late()
    assert (refused.value.key, refused.value.expected, refused.value.current) == (fact.key, 0, 1)
    with database.read() as tx:
        assert tx.changes.latest_seq() == 1
        assert len(tx.facts.timeline(fact.id)) == 1


@pytest.mark.parametrize(
    "rewriting",
    [
        "UPDATE versions SET ref = 'other'",
        "DELETE FROM versions",
        "UPDATE periods SET valid_to = recorded_at",
        "UPDATE periods SET superseded_seq = NULL, superseded_at = NULL WHERE id = 1",
        "DELETE FROM periods",
        "UPDATE changes SET reason = 'other'",
        "DELETE FROM changed_facts",
        "UPDATE sources SET publisher = 'other'",
        "DELETE FROM audit",
    ],
)
def test_what_was_written_stays(database: Database, rewriting: str) -> None:
    """The database itself refuses to rewrite versions, periods, changes, sources or the audit."""
    with database.write() as tx:
        fact = new_fact(tx)
        placed(tx, fact, (None, None))
        placed(tx, fact, (None, "2020"))
        cited = Content({"lv": "x"}, {}, {}, Source("Example Wire"), date(2021, 1, 1))
        tx.facts.add_version(tx.changes.begin(ChangeKind.EDIT, None), fact.id, cited)
        tx.connection.execute(
            text(
                "INSERT INTO audit (at, action, target, place, details) "
                "VALUES ('2021-11-26 07:00:00+00:00', 'a', 't', 'p', '{}')"
            )
        )

    def rewrite() -> None:
        with database.write() as tx:
            tx.connection.execute(text(rewriting))

    with pytest.raises(DBAPIError, match="what was written stays"):
        rewrite()


@pytest.mark.parametrize(
    "bounds",
    [
        [(None, None), ("2019", "2020")],
        [(None, "2019"), ("2019-12-31", None)],
        [("2018", "2020"), ("2019", "2019")],
    ],
)
def test_periods_of_a_fact_never_overlap(
    database: Database, bounds: list[tuple[str | None, str | None]]
) -> None:
    """The database itself refuses two values at one time, whoever writes them."""

    def overlap() -> None:
        with database.write() as tx:
            placed(tx, new_fact(tx), *bounds)

    with pytest.raises(DBAPIError, match="overlap"):
        overlap()


def test_a_period_runs_forward(database: Database) -> None:
    """The database itself refuses a period that ends where it begins."""
    at = Moment.start("2020", RIGA)

    def stand_still() -> None:
        with database.write() as tx:
            fact = new_fact(tx)
            change = tx.changes.begin(ChangeKind.ADD, None)
            version = tx.facts.add_version(change, fact.id, content())
            tx.facts.record(change, fact, [Placed(version.id, at, at)])

    with pytest.raises(DBAPIError, match="runs_forward"):
        stand_still()


def test_a_period_holds_a_version_of_its_own_fact(database: Database) -> None:
    """The database itself refuses to place what was said of one fact into another's timeline."""

    def mix_up() -> None:
        with database.write() as tx:
            one, other = new_fact(tx, "a.b"), new_fact(tx, "c.d")
            change = tx.changes.begin(ChangeKind.ADD, None)
            version = tx.facts.add_version(change, one.id, content())
            tx.facts.record(change, other, [Placed(version.id, None, None)])

    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        mix_up()


def test_facts_are_found_by_key_id_and_subject(database: Database) -> None:
    """A fact is found by each of its names, with its subject, and not by a wrong one."""
    with database.write() as tx:
        subject = tx.subjects.add("nato", "organisation", "defence", {"lv": ["NATO"]})
        leader = tx.facts.create(subject.id, "leader")
        seat = tx.facts.create(subject.id, "seat")
    with database.read() as tx:
        assert tx.facts.find("nato.leader") == leader
        assert tx.facts.find("nato.lead") is None
        assert tx.facts.get([seat.id, 999]) == {seat.id: seat}
        assert tx.facts.by_subject("nato") == (leader, seat)
        assert tx.facts.by_subject("nat") == ()
        assert tx.facts.has_attribute("seat")
        assert not tx.facts.has_attribute("nato")
        assert leader.subject == subject


def test_the_index_is_given_what_changed(database: Database) -> None:
    """After a change only its facts are given, a withdrawn one with what was held last."""
    with database.write() as tx:
        one, other = new_fact(tx, "a.b"), new_fact(tx, "c.d")
        placed(tx, one, (None, None))
        placed(tx, other, (None, None))
        known = tx.changes.latest_seq()
        placed(tx, other)
    with database.read() as tx:
        everything = {dossier.fact.key: len(dossier.held) for dossier in tx.facts.all()}
        withdrawn = {each.fact.key: len(each.withdrawn) for each in tx.facts.all()}
        changed = {each.fact.key: len(each.held) for each in tx.facts.all(after_seq=known)}
        nothing = tx.facts.all(after_seq=tx.changes.latest_seq())
    assert everything == {"a.b": 1, "c.d": 0}
    assert withdrawn == {"a.b": 0, "c.d": 1}
    assert changed == {"c.d": 0}
    assert nothing == ()


def test_many_facts_are_one_change(database: Database) -> None:
    """Twelve thousand facts go in as one change, and all come out again."""
    count = 12_000
    with database.write() as tx:
        change = tx.changes.begin(ChangeKind.IMPORT, None)
        (subject,) = tx.subjects.add_all([NewSubject("riga", {"lv": ["Rīga"]})])
        facts = tx.facts.create_all([(subject, f"a{n}") for n in range(count)])
        new = [NewVersion(fact.id, content(fact.key), fact.key) for fact in facts]
        versions = tx.facts.add_versions(change, new)
        tx.facts.record_all(
            change, {version.fact_id: [Placed(version.id, None, None)] for version in versions}
        )
    with database.read() as tx:
        ids = [fact.id for fact in facts]
        timelines = tx.facts.timelines(ids)
        assert len(tx.facts.all()) == len(tx.facts.versions([fact.key for fact in facts])) == count
        assert tx.changes.since(0) == frozenset(ids)
    assert all(
        timelines[fact.id][0].version.content.value == {"lv": fact.key} for fact in facts[::997]
    )


def test_a_source_is_written_once(database: Database) -> None:
    """Two facts read in the same place share its row, also where its day is not known."""
    sources = [Source("A", "https://a"), Source("A", "https://a", date(2021, 1, 1))]
    with database.write() as tx:
        fact = new_fact(tx)
        for _ in range(2):
            change = tx.changes.begin(ChangeKind.EDIT, None)
            for n, source in enumerate(sources):
                cited = Content({"lv": "x"}, {}, {}, source, date(2021, 1, 1))
                tx.facts.add_version(change, fact.id, cited, ref=f"{change.seq}/{n}")
        rows = tx.connection.execute(text("SELECT count(*) FROM sources")).scalar()
        version = tx.facts.version("2/0")
    assert rows == 2
    assert version is not None
    assert version.content.source == sources[0]


def test_what_was_withdrawn_whole_is_found(database: Database) -> None:
    """A fact of which something was held once and nothing is was withdrawn; the latest first."""
    with database.write() as tx:
        kept, gone, later = (new_fact(tx, key) for key in ("a.kept", "b.gone", "c.later"))
        new_fact(tx, "d.never")
        for fact in (kept, gone, later):
            placed(tx, fact, (None, None))
        for fact in (gone, later):
            placed(tx, fact)

    with database.read() as tx:
        assert [fact.key for fact in tx.facts.withdrawn(Audience.EVERYONE, 9)] == [
            "c.later",
            "b.gone",
        ]
        assert [fact.key for fact in tx.facts.withdrawn(Audience.DESK, 1)] == ["c.later"]
