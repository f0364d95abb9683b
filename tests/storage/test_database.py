"""The database: when it commits, and what it says when it cannot."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import make_url, text

from storage import errors
from storage.database import Database, throwaway
from storage.facts import ChangeKind
from storage.moments import Moment
from tests.standins.clock import FakeClock
from tests.storage.stores import new_database

NOBODY = 65534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Do something as a user to whom a file's permissions apply."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a store, and close it whatever happens."""
    database = Database(url, FakeClock())
    try:
        yield database
    finally:
        database.close()


def add_subject(database: Database, key: str) -> None:
    """Write something."""
    with database.write() as tx:
        tx.subjects.add(key)


def test_a_new_store_is_made_once(tmp_path: Path) -> None:
    """A store that is not there is made by `upgrade`, and doing it again changes nothing."""
    with opened(f"sqlite:///{tmp_path}/a b%25c%3F.db") as database:
        assert not database.exists()
        assert not database.is_current()
        database.upgrade()
        assert database.exists()
        assert database.is_current()
        add_subject(database, "nato")
        database.upgrade()
        with database.read() as tx:
            assert tx.subjects.find("nato") is not None
        assert database.where == str(tmp_path / "a b%c?.db")
        assert (tmp_path / "a b%c?.db").exists()


def test_a_relative_file_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store named by a relative path is told as an absolute one."""
    monkeypatch.chdir(tmp_path)
    with opened("sqlite:///factdesk.db") as database:
        assert database.where == str(tmp_path / "factdesk.db")


def test_a_store_on_a_server_is_made_once(postgres_url: str) -> None:
    """An empty database on a server becomes a store, and its password is never told."""
    with new_database(postgres_url) as url, opened(url) as database:
        assert not database.exists()
        with pytest.raises(errors.NoStore), database.read():
            pass
        database.upgrade()
        database.upgrade()
        add_subject(database, "nato")
        assert database.is_current()
        assert (make_url(url).password or "no password") not in database.where


def test_an_exception_undoes_all(database: Database) -> None:
    """What was written before an exception is gone after it."""

    def fail() -> None:
        with database.write() as tx:
            tx.subjects.add("nato")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read() as tx:
        assert tx.subjects.all() == ()


def test_a_reader_sees_one_snapshot(database: Database) -> None:
    """What is committed while a reader reads, that reader does not see, and the next one does."""
    with database.read() as tx:
        assert tx.subjects.all() == ()
        add_subject(database, "nato")
        assert tx.subjects.all() == ()
    with database.read() as tx:
        assert len(tx.subjects.all()) == 1


def test_a_reader_cannot_write(database: Database) -> None:
    """A transaction opened for reading refuses to write."""
    with pytest.raises(errors.ReadOnly), database.read() as tx:
        tx.subjects.add("nato")


def test_a_closed_store_opens_again(database: Database) -> None:
    """After `close` the next transaction works as before."""
    add_subject(database, "nato")
    database.close()
    with database.read() as tx:
        assert tx.subjects.find("nato") is not None


def test_times_are_utc_whatever_the_server_thinks(database: Database) -> None:
    """An instant comes back in UTC, from a server that lives in another zone too."""
    with database.write() as tx:
        change = tx.changes.begin(ChangeKind.SET, None)
    with database.read() as tx:
        found = tx.changes.get(1)
    assert found == change
    assert str(change.recorded_at) == "2021-11-26 07:00:00+00:00"


def test_a_missing_file_is_no_store(tmp_path: Path) -> None:
    """Reading a file that is not there says so, and does not make one."""
    with (
        opened(f"sqlite:///{tmp_path}/factdesk.db") as database,
        pytest.raises(errors.NoStore, match="factdesk db upgrade"),
        database.read(),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    """A store in a directory that is not there is refused with its whole path."""
    with opened(f"sqlite:///{tmp_path}/no/factdesk.db") as database:
        for act in (database.upgrade, database.is_current, database.exists):
            with pytest.raises(errors.NoDirectory, match=f"{tmp_path}/no/factdesk.db"):
                act()


def test_another_file_is_no_database(tmp_path: Path) -> None:
    """A text file in the place of a store is told to be none, and left as it is."""
    file = tmp_path / "notes.txt"
    file.write_text("Latvijā, 2021. gadā.\n" * 200, encoding="utf-8")
    before = file.read_bytes()
    with opened(f"sqlite:///{file}") as database:
        with pytest.raises(errors.NotADatabase, match=r"notes\.txt"):
            database.upgrade()
        with pytest.raises(errors.NotADatabase), database.read():
            pass
    assert file.read_bytes() == before


def test_a_store_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """Tables that are not ours are neither used nor added to, nor is the file touched."""
    path = tmp_path / "songs.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE facts (title TEXT)")
        other.commit()
    before = path.read_bytes()
    with opened(f"sqlite:///{path}") as database:
        with pytest.raises(errors.ForeignStore, match=r"songs\.db"):
            database.upgrade()
        with pytest.raises(errors.ForeignStore), database.read():
            raise AssertionError

    assert path.read_bytes() == before


def test_a_directory_is_no_database(tmp_path: Path) -> None:
    """A directory in the place of a store cannot be opened."""
    with opened(f"sqlite:///{tmp_path}") as database, pytest.raises(errors.Unreachable):
        database.upgrade()


@pytest.fixture
def read_only_file() -> Iterator[Path]:
    """Yield a store that everybody may read and nobody may write."""
    with throwaway(FakeClock()) as database:
        directory = Path(database.where).parent
        database.close()
        directory.chmod(0o555)
        Path(database.where).chmod(0o444)
        yield Path(database.where)
        directory.chmod(0o755)


def test_a_read_only_file_is_told(read_only_file: Path) -> None:
    """Writing to a file that may only be read is refused, with its path."""
    with (
        unprivileged(),
        opened(f"sqlite:///{read_only_file}") as database,
        pytest.raises(errors.ReadOnly, match="read-only") as refused,
    ):
        add_subject(database, "nato")
    assert refused.value.where == str(read_only_file)


def test_a_full_disk_is_told_and_nothing_is_lost(sqlite_store: Path, tmp_path: Path) -> None:
    """A write that does not fit is refused whole; what was written before stays."""
    file = tmp_path / "factdesk.db"
    file.write_bytes(sqlite_store.read_bytes())
    with opened(f"sqlite:///{file}") as database:
        add_subject(database, "nato")
        with database.write() as tx:
            pages = tx.connection.execute(text("PRAGMA page_count")).scalar()
            tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))

        with pytest.raises(errors.DiskFull, match="nothing was changed"):
            add_subject(database, "x" * 100_000)
        with database.read() as tx:
            assert [subject.key for subject in tx.subjects.all()] == ["nato"]


def test_a_locked_store_is_told(sqlite_store: Path, tmp_path: Path) -> None:
    """A writer that finds another one for too long gives up, and readers do not mind."""
    file = tmp_path / "factdesk.db"
    file.write_bytes(sqlite_store.read_bytes())
    with opened(f"sqlite:///{file}") as database:
        with database.write() as tx:
            tx.connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.Busy, match="another process"):
            add_subject(database, "nato")
        with database.read() as tx:
            assert tx.subjects.all() == ()
        other.close()
        add_subject(database, "nato")


@pytest.mark.parametrize(
    ("revision", "refused"), [("0001", errors.SchemaBehind), ("9999", errors.SchemaAhead)]
)
def test_tables_of_another_age_are_refused(
    store_url: str, revision: str, refused: type[errors.StoreError]
) -> None:
    """A store with older or newer tables is not touched, and the sentence says what to do."""
    with opened(store_url) as database, database.write() as tx:
        statement = text("UPDATE alembic_version SET version_num = :revision")
        tx.connection.execute(statement, {"revision": revision})
    with opened(store_url) as database:
        assert not database.is_current()
        assert database.exists()
        with pytest.raises(refused, match=revision), database.read():
            pass
        with pytest.raises(refused), database.write():
            pass


def test_newer_tables_are_not_upgraded(store_url: str) -> None:
    """A store made by a newer program is left to that program."""
    with opened(store_url) as database:
        with database.write() as tx:
            tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(errors.SchemaAhead):
            database.upgrade()


def test_a_server_that_is_not_there_is_told() -> None:
    """Nobody at that address: said with the address, without the password."""
    with (
        opened("postgresql://desk:secret@127.0.0.1:1/facts") as database,
        pytest.raises(errors.NoServer, match=r"127\.0\.0\.1:1/facts") as refused,
    ):
        database.is_current()
    assert "secret" not in str(refused.value)


def test_a_wrong_password_is_told(postgres_url: str) -> None:
    """A password that the server refuses is told to be wrong, and not repeated."""
    # A name that no server knows is refused by those, too, that ask nobody for a password.
    wrong = token_hex(8)
    url = make_url(postgres_url).set(username="nobody-of-that-name", password=wrong)
    with (
        opened(url.render_as_string(hide_password=False)) as database,
        pytest.raises(errors.NotLetIn) as refused,
    ):
        database.is_current()
    assert wrong not in str(refused.value)


def test_a_missing_database_is_told(postgres_url: str) -> None:
    """A server without that database is told so: making it is not for us."""
    url = make_url(postgres_url).set(database="no_such_facts")
    with (
        opened(url.render_as_string(hide_password=False)) as database,
        pytest.raises(errors.NoDatabase, match="createdb"),
    ):
        database.upgrade()


@pytest.mark.parametrize(
    "url", ["", "factdesk.db", "mysql://localhost/facts", "sqlite://", "sqlite:///:memory:"]
)
def test_another_kind_of_address_is_refused(url: str) -> None:
    """An address of no store is refused at once, with what would be one."""
    with pytest.raises(errors.Unreachable, match="DATABASE_URL"):
        Database(url, FakeClock())


def test_a_throwaway_store_is_gone_afterwards(clock: FakeClock) -> None:
    """A throw-away store is whole while it lasts, and leaves no file."""
    with throwaway(clock) as database:
        add_subject(database, "nato")
        file = Path(database.where)
        assert file.exists()
    assert not file.parent.exists()


def test_moments_outlive_their_transaction(database: Database) -> None:
    """What a transaction returned is a plain value that can be used after it."""
    with database.write() as tx:
        subject = tx.subjects.add("nato", names={"lv": ["NATO"]})
        fact = tx.facts.create(subject.id, "founded")
    database.close()
    assert fact.subject.names["lv"] == ("NATO",)
    assert Moment.start("1949", "UTC").iso_start() == "1949"
