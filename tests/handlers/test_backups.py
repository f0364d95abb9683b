"""`factdesk backup` and `restore`: the whole store in a file, and back, with nothing sent twice."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot import briefings, exchange
from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.outcomes import InDoubt, Later, Sent
from bot.port import Kind
from bot.posting.occasions import Home
from bot.posting.relay import Relay
from bot.upkeep import restoring
from storage.database import Database
from storage.deliveries import Message, Reason, State
from storage.errors import FileThere, InUse, NoBackup, Unreachable
from storage.group_commit import GroupCommit
from storage.holds import EVERYTHING
from storage.inbox import Arrival
from storage.plans import Planned
from storage.table import metadata
from tests.handlers.conftest import Factdesk
from tests.standins.clock import FakeClock
from tests.standins.platform import Counting, QuietPlatform
from tests.standins.speakers import editor
from tests.storage.stores import new_database

HOUR = timedelta(hours=1)
SAID = {"message": [{"text": "Canada"}], "language": "en"}


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock of the test's own, which stands at the present."""
    return FakeClock(datetime(2021, 11, 26, 7, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a store that is not there yet: a file, and a server's."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'factdesk.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def store(url: str, clock: FakeClock) -> Iterator[Database]:
    """Yield an empty store."""
    database = Database(url, clock)
    database.upgrade()
    yield database
    database.close()


def test_a_store_comes_back_with_all_that_was_believed(riga: Factdesk, tmp_path: Path) -> None:
    """What was taken back before the backup is known as it was told; all else is as it was then."""
    riga("import", "--undo", "1")
    backed = riga("backup", "copy.db", FACTDESK_LANGUAGE="en")
    before, exported = believed(tmp_path / "factdesk.db"), riga("export").out
    riga("import", "riga-2021")

    restored = riga("restore", "copy.db", FACTDESK_LANGUAGE="en")

    assert (backed.status, restored.status) == (0, 0)
    assert "copy.db" in backed.out
    assert "release all" in restored.out
    assert believed(tmp_path / "factdesk.db") == before != []
    assert riga("export").out == exported
    assert "copy.db" in riga("hold", FACTDESK_LANGUAGE="en").out
    (former,) = (path for path in tmp_path.iterdir() if "former" in path.name)
    assert str(former) in restored.out
    assert len(believed(former)) > len(before)


def believed(file: Path) -> list[tuple[object, ...]]:
    """Return all that a store ever believed, and until when."""
    with closing(sqlite3.connect(file)) as store:
        return store.execute("SELECT * FROM periods ORDER BY id").fetchall()


def test_a_backup_takes_the_place_of_no_file(store: Database, tmp_path: Path) -> None:
    """What is there stays; and what fails leaves nothing half done."""
    there = tmp_path / "there"
    there.write_text("mine")

    with pytest.raises(FileThere):
        store.back_up(there)
    with pytest.raises(Unreachable):
        store.back_up(tmp_path / "nowhere" / "copy")

    assert there.read_text() == "mine"
    assert not list(tmp_path.glob("*.part"))


@contextmanager
def served(url: str) -> Iterator[None]:
    """Have another process serve a store."""
    other = Database(url, FakeClock())
    try:
        with other.hold(), other.read():
            yield
    finally:
        other.close()


def everything(store: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, each as often as it is there."""
    with store.read() as tx:
        rows = {each: tx.connection.execute(each.select()) for each in metadata.sorted_tables}
        return {each.name: sorted(map(tuple, found), key=repr) for each, found in rows.items()}


@pytest.mark.parametrize("there", ["sqlite", "postgres"])
def test_every_row_comes_back_on_either_database(
    store: Database, there: str, tmp_path: Path, clock: FakeClock, postgres_url: str
) -> None:
    """What was held once, told, ordered and planned, to the last row; and the desk goes on."""
    chief = editor(briefed(store, clock))
    for line in TYPED:
        clock.advance(HOUR)
        chief.say(line)
    before = everything(store)
    store.back_up(tmp_path / "copy")
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'other.db'}"
        if there == "postgres":
            url = stack.enter_context(new_database(postgres_url))
        other = Database(url, clock)
        stack.callback(other.close)
        _, former = other.restore(tmp_path / "copy", lambda tx: tx.now)

        assert former is None
        assert everything(other) == before
        assert all(before[name] for name in ("periods", "audit", "follows", "rules"))
        clock.advance(HOUR)
        told = editor(desk_over(other, clock)).say("/fact set nfiu.place Kauli | value-lv: Kauļi")
        assert "Kauli" in told
        _, former = other.restore(tmp_path / "copy", lambda tx: tx.now)
        assert former is not None
        assert everything(other) == before
        kept = Database(f"sqlite:///{former}", clock)
        assert len(everything(kept)["changes"]) == len(before["changes"]) + 1
        kept.close()


TYPED: Final = (
    "/fact set battle-group.leader Poland | value-lv: Polija",
    "/fact correct battle-group.leader Spain | value-lv: Spānija | reason: misread",
    "/fact undo battle-group.leader",
    "/event add gala 2021-12-24T10:00 Gala",
    "/remind gala 1d",
    "/follow battle-group",
)


def briefed(store: Database, clock: FakeClock) -> Desk:
    """Return a desk over a store that gets the briefing."""
    records = exchange.read(briefings.open_briefing("riga-2021").read_bytes(), "riga-2021")
    with store.write() as tx:
        exchange.import_records(tx, records, author=None, zone="Europe/Riga")
    return desk_over(store, clock)


def desk_over(store: Database, clock: FakeClock) -> Desk:
    """Return a desk over a store."""
    return Desk(store, Follower(), clock, About("1.2.3"), "en", "Europe/Riga")


def test_a_store_that_is_served_is_not_replaced(url: str, store: Database, tmp_path: Path) -> None:
    """Nor one whose backup is none: it is as it was, and nothing lies beside it."""
    store.back_up(tmp_path / "copy")
    (tmp_path / "text").write_text("no database")
    sqlite3.connect(tmp_path / "empty").close()
    with served(url), pytest.raises(InUse):
        store.restore(tmp_path / "copy", lambda tx: tx.now)
    for name in ("text", "empty", "nowhere"):
        with pytest.raises(NoBackup):
            store.restore(tmp_path / name, lambda tx: tx.now)

    assert store.is_current()
    assert not list(tmp_path.glob("*.restoring*"))


def filled(store: Database, platform: str) -> int:
    """Put a reply that waits, a reminder that is coming and an update that waits into a store."""
    with store.write() as tx:
        chat = tx.chats.seen(platform, "1", "", "private").id
        made = tx.ledger.add(Message("reply:1", Kind.REPLY, chat, SAID))
        plan = Planned("reminder:1", chat, tx.now + HOUR / 2, 2, {"compose": "reminder"})
        tx.plans.add(Kind.REMINDER, None, [plan])
        tx.inbox.add([Arrival(platform, "e", "lane", {})])
    assert made is not None
    return made


async def relayed(store: Database, platform: QuietPlatform, clock: FakeClock) -> None:
    """Have a relay look at a store until nothing is left to do."""
    commits = GroupCommit(store)
    home = Home("", "en", "Europe/Riga")
    relay = Relay(commits, {platform.name: platform}, Counting(), clock, home)
    for _ in range(4):
        await relay.tick()
        await relay.idle()
    commits.close()


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (Sent("m1"), State.SENT),
        (InDoubt("cannot be asked"), State.HELD),
        (Later("not there"), State.SENT),
    ],
    ids=["it is there", "nobody can tell", "it never left"],
)
def test_what_was_due_since_is_not_sent_twice(
    store: Database,
    tmp_path: Path,
    clock: FakeClock,
    found: Sent | InDoubt | Later,
    state: State,
) -> None:
    """A platform is asked, or else an editor; only what surely never left leaves now."""
    made = filled(store, "telegram")
    store.back_up(tmp_path / "copy")
    clock.advance(HOUR)

    done, former = store.restore(
        tmp_path / "copy", lambda tx: restoring.prepare(tx, "restored", "console:terminal")
    )
    platform = QuietPlatform()
    platform.found = found
    asyncio.run(relayed(store, platform, clock))

    assert (done.asked, done.held, done.aside) == (1, 1, 1)
    assert former is not None
    assert len(platform.sent) == (1 if isinstance(found, Later) else 0)
    with store.read() as tx:
        reply, reminder = tx.ledger.get([made, made + 1])
        assert (reply.state, reminder.state) == (state, State.HELD)
        assert reminder.why == Reason.RESTORED
        assert tx.inbox.waiting() == 0
        assert tx.holds.get(EVERYTHING) is not None
        assert tx.audit.latest(1)[0].action == "restore"


def test_what_is_still_to_come_stays_planned(
    store: Database, tmp_path: Path, clock: FakeClock
) -> None:
    """A time that has not come is kept, and waits for the release like everything else."""
    made = filled(store, "telegram")
    store.back_up(tmp_path / "copy")

    store.restore(tmp_path / "copy", lambda tx: restoring.prepare(tx, "restored", "console"))
    clock.advance(HOUR / 2)
    platform = QuietPlatform()
    asyncio.run(relayed(store, platform, clock))

    assert platform.sent == []
    with store.read() as tx:
        (reminder,) = tx.ledger.get([made + 1])
    assert reminder.state is State.QUEUED
