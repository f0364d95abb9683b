"""A transaction: every noun of the store, on one connection, at one instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from storage.approvals import Approvals
from storage.audit import Audit
from storage.belongings import Belongings
from storage.brought import BroughtFiles
from storage.changes import Changes
from storage.channels import Channels
from storage.chats import Chats
from storage.choices import Choices
from storage.clock import Clock
from storage.copied import Copied
from storage.errors import StoreError
from storage.facts import Facts
from storage.follows import Follows
from storage.forms import Forms
from storage.gatherings import Gatherings
from storage.held import HeldMessages
from storage.holds import Holds
from storage.imports import Imports
from storage.inbox import Inbox
from storage.journal import Journal
from storage.lapses import Lapses
from storage.leases import Leases
from storage.ledger import Ledger
from storage.news import News
from storage.outdated import OutdatedReceipts
from storage.passes import Passes
from storage.pending import PendingChanges
from storage.people import People
from storage.plans import Plans
from storage.posts import Posts
from storage.questions import Questions
from storage.receipts import Receipts
from storage.rules import Rules
from storage.schedules import Schedules
from storage.shown import Shown
from storage.shut import Shut
from storage.sights import Sights
from storage.subjects import Subjects
from storage.talks import Talks
from storage.turns import Turns
from storage.votes import Votes
from storage.work import Work

T = TypeVar("T")
Translate: TypeAlias = Callable[[SQLAlchemyError], StoreError | None]
"""Tells what the database's own error means to an operator; None: it is a fault of ours."""


class _RehearsedError(Exception):
    """Ends what is to be undone."""


class Transaction:
    """What a `with database.read()` or `with database.write()` hands out.

    Nothing that it returns is alive: every value can be kept after the transaction.
    """

    def __init__(self, connection: Connection, clock: Clock, translate: Translate) -> None:
        work = Work(connection, clock)
        self._work = work
        self._translate = translate
        self.subjects = Subjects(work)
        self.changes = Changes(work)
        self.facts = Facts(work, self.subjects, self.changes)
        self.shown = Shown(work, self.subjects)
        self.people = People(work)
        self.chats = Chats(work)
        self.channels = Channels(work)
        self.posts = Posts(work)
        self.questions = Questions(work)
        self.pending = PendingChanges(work)
        self.approvals = Approvals(work)
        self.sights = Sights(work)
        self.choices = Choices(work)
        self.forms = Forms(work)
        self.talks = Talks(work)
        self.votes = Votes(work)
        self.audit = Audit(work)
        self.imports = Imports(work)
        self.brought = BroughtFiles(work)
        self.copied = Copied(work)
        self.inbox = Inbox(work)
        self.ledger = Ledger(work)
        self.held = HeldMessages(work)
        self.journal = Journal(work)
        self.shut = Shut(work)
        self.receipts = Receipts(work)
        self.outdated = OutdatedReceipts(work)
        self.rules = Rules(work)
        self.follows = Follows(work)
        self.lapses = Lapses(work)
        self.schedules = Schedules(work)
        self.news = News(work)
        self.plans = Plans(work)
        self.gatherings = Gatherings(work)
        self.turns = Turns(work)
        self.holds = Holds(work)
        self.passes = Passes(work)
        self.leases = Leases(work)
        self.belongings = Belongings(work, self.chats, self.ledger, self.receipts)

    @property
    def now(self) -> datetime:
        """The instant of this transaction, aware, UTC; after `changes.lock`, that of the lock."""
        return self._work.now

    def take_time(self) -> None:
        """Let this transaction be silent for long: a server ends others that stand still."""
        if self._work.connection.dialect.name == "postgresql":
            self._work.say("SET LOCAL idle_in_transaction_session_timeout = 0")

    def server_time(self) -> datetime | None:
        """Return what a database server says the time is, aware; None where there is none."""
        if self._work.connection.dialect.name != "postgresql":
            return None
        row = self._work.first(text("SELECT clock_timestamp() AS told"))
        return None if row is None else row.told

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """Undo what is done inside if it raises, and nothing else; the exception goes on.

        Raises:
            StoreError: the store failed inside; the whole transaction is lost.
        """
        work = self._work
        work.say("SAVEPOINT undoable")
        try:
            yield
        except BaseException as error:
            self.changes.forget_latest()
            # A full disk undoes the whole transaction, and then there is nothing left to undo.
            with suppress(SQLAlchemyError):
                work.say("ROLLBACK TO SAVEPOINT undoable")
                work.say("RELEASE SAVEPOINT undoable")
            told = self._translate(error) if isinstance(error, SQLAlchemyError) else None
            if told is None:
                raise
            raise told from error
        work.say("RELEASE SAVEPOINT undoable")

    def rehearse(self, act: Callable[[], T]) -> T:
        """Return what `act` returns; whatever it has written is undone. What it raises goes on.

        Raises:
            StoreError: the store failed; the whole transaction is lost.
        """
        returned: list[T] = []
        with suppress(_RehearsedError), self.undoable():
            returned.append(act())
            raise _RehearsedError
        return returned[0]

    @property
    def connection(self) -> Connection:
        """The connection itself, for tests and tools; everything else goes by nouns."""
        return self._work.connection
