"""An answerer that follows the store: no question is read before the index knows the latest edit.

The change log is the truth: its latest number is compared before each question, in the
question's own transaction, so an edit made here is known at once, and one made by another
process at the next question.

The index of a large store is built in a thread of its own, part by part, and takes minutes.
Until it stands, questions are answered from the database (`meanwhile`).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Final, TypeAlias, TypeVar

import structlog

from bot.answering.answer import Answerer
from bot.answering.meanwhile import SubjectNames
from bot.answering.recalling import in_its_language, recall
from bot.answering.told_then import asked_telling
from bot.answering.verdict import Verdict
from storage.content import Audience, Dossier, Fact, Held
from storage.database import Database, Transaction
from storage.errors import StoreError

LARGE: Final = 20_000
"""Facts from which on nobody waits for the index: it takes a third of a millisecond for each."""
PART: Final = 2_000
"""Facts that are read in one transaction."""
STEPS: Final = 10
"""How often the log tells how far it is."""

log = structlog.get_logger(__name__)

T = TypeVar("T")
_Latest: TypeAlias = tuple[int, datetime | None]


class Follower:
    """One index for a process, brought up to date by whoever asks next."""

    def __init__(
        self, database: Database | None = None, large: int = LARGE, *, once: bool = False
    ) -> None:
        """Begin with nothing.

        Args:
            database: the store, so that the index of a large one can be built beside the
                questions; without it, who asks first waits.
            large: facts from which on a store is large.
            once: one question is all that will be asked: a large store needs no index for it.
        """
        self._database = database
        self._once = once
        self._large = large
        self._built = Event()
        self._answerer = Answerer()
        self._latest: _Latest | None = None
        self._lock = Lock()
        self._building: Thread | None = None
        self._done = 0.0
        self._names: tuple[_Latest, SubjectNames] | None = None

    def ask(
        self, tx: Transaction, question: str, *, at: datetime, zone: str, audience: Audience
    ) -> Verdict:
        """Return what to say to `question`, asked at `at` (aware) in `zone`.

        It is answered from what holds, or from what was said, where that is asked for.
        """
        told = asked_telling(question, at, zone)
        if told is not None:
            considered = self._with(
                tx, told.rest, lambda by: by.consider(told.rest, at, zone, audience)
            )
            verdict = recall(tx, considered, told, at, (zone, audience))
            return in_its_language(verdict, question)
        return self._with(
            tx,
            question,
            lambda by: by.ask(question, at=at, zone=zone, audience=audience, store=tx.facts),
        )

    def find(self, tx: Transaction, words: str, audience: Audience) -> tuple[int, ...]:
        """Return the facts that every one of `words` leads to, by their keys.

        Until the index stands, they are the facts of the subjects that the words name.
        """
        return self._with(tx, words, lambda by: by.find(words, audience))

    def _with(self, tx: Transaction, words: str, act: Callable[[Answerer], T]) -> T:
        """Return what comes of asking whoever can answer: the index, or the database for it."""
        with self._lock:
            latest = tx.changes.latest()
            if self._stands(tx, latest):
                self._catch_up(tx, latest)
                return act(self._answerer)
            names = self._names_in(tx)
        return act(_answerer_of(tx.facts.of_subjects(names.meant(words))))

    def trouble(self, tx: Transaction) -> str:
        """Return how far the index is, as long as it does not stand; begin it if need be."""
        with self._lock:
            latest = tx.changes.latest()
            if self._stands(tx, latest):
                self._catch_up(tx, latest)
                return ""
            return f"{self._done:.0%}"

    def wait(self, seconds: float) -> bool:
        """Wait until the index that is being built stands; return whether it does."""
        return self._built.wait(seconds)

    def _stands(self, tx: Transaction, latest: _Latest) -> bool:
        """Tell whether the index can be brought up to date at once; else let it be built."""
        if self._was_undone(tx, latest):
            self._answerer, self._latest = Answerer(), None
        waited_for = self._database is None and not self._once
        if self._latest is not None or waited_for or tx.facts.last_id() < self._large:
            return True
        if self._building is None and self._database is not None:
            self._building = Thread(
                target=self._build, args=(self._database,), name="index", daemon=True
            )
            self._building.start()
        return False

    def _names_in(self, tx: Transaction) -> SubjectNames:
        latest = tx.changes.latest()
        if self._names is None or self._names[0] != latest:
            self._names = latest, SubjectNames(tx.subjects.names())
        return self._names[1]

    def _build(self, database: Database) -> None:
        try:
            answerer, latest = self._read(database)
        except StoreError as error:
            # The next question tries again.
            log.warning("index_failed", error=str(error))
            with self._lock:
                self._building = None
            return
        with self._lock:
            self._answerer, self._latest = answerer, latest
            self._building = self._names = None
        self._built.set()
        # What stays need not be gone through for garbage again and again.
        gc.collect()
        gc.freeze()

    def _read(self, database: Database) -> tuple[Answerer, _Latest]:
        """Build an index, which is as the store was when it was begun, or later."""
        answerer = Answerer()
        with database.read() as tx:
            latest, last = tx.changes.latest(), tx.facts.last_id()
        reached, told = 0, 0
        while part := self._part(database, reached):
            answerer.follow(part)
            reached = part[-1].fact.id
            self._done = min(reached / last, 0.99)
            if self._done * STEPS >= told + 1:
                told = int(self._done * STEPS)
                log.info("index_building", facts=len(answerer), done=f"{self._done:.0%}")
        log.info("index_stands", facts=len(answerer))
        return answerer, latest

    @staticmethod
    def _part(database: Database, after: int) -> Sequence[Dossier]:
        with database.read() as tx:
            return tx.facts.after(after, PART)

    def _catch_up(self, tx: Transaction, latest: _Latest) -> None:
        if latest == self._latest:
            return
        if self._latest is None:
            _follow_all(self._answerer, tx)
        else:
            self._answerer.follow(tx.facts.all(after_seq=self._latest[0]))
        self._latest = latest

    def _was_undone(self, tx: Transaction, latest: _Latest) -> bool:
        """Tell whether the latest change known was seen in a transaction that was then undone.

        It never happened, and its number was given to another change, or will be.
        """
        if self._latest is None or latest == self._latest:
            return False
        seq, at = self._latest
        change = tx.changes.get(seq)
        return seq > 0 and (change is None or change.recorded_at != at)


def _answerer_of(found: Iterable[Dossier]) -> Answerer:
    """Return what answers from a few facts."""
    answerer = Answerer(searched=False)
    answerer.follow(found)
    return answerer


def _follow_all(answerer: Answerer, tx: Transaction) -> None:
    """Read every fact, part by part: all of them at once would take much memory."""
    reached = 0
    while part := tx.facts.after(reached, PART):
        answerer.follow(part)
        reached = part[-1].fact.id


@dataclass(frozen=True, slots=True)
class _AsKnown:
    """The store as it was known at an instant."""

    tx: Transaction
    known_at: datetime

    def get(self, ids: Collection[int]) -> Mapping[int, Fact]:
        """Return the facts with these ids."""
        return self.tx.facts.get(ids)

    def timelines(self, ids: Collection[int]) -> Mapping[int, Sequence[Held]]:
        """Return what was held of them."""
        return self.tx.facts.timelines(ids, self.known_at)


def ask_as_known(
    tx: Transaction,
    question: str,
    *,
    at: datetime,
    known_at: datetime,
    zone: str,
    audience: Audience,
) -> Verdict:
    """Return what was to be said to `question` by what was held at `known_at`; both aware.

    It builds an index of its own: what has been withdrawn since was findable then. In a large
    store it is one of the subjects that the question names.
    """
    store = _AsKnown(tx, known_at)
    large = tx.facts.last_id() >= LARGE
    if large:
        found = tx.facts.of_subjects(SubjectNames(tx.subjects.names()).meant(question))
    else:
        found = tx.facts.all()
    facts = [dossier.fact for dossier in found]
    held = store.timelines([fact.id for fact in facts])
    answerer = Answerer(searched=not large)
    answerer.follow(Dossier(fact, tuple(held.get(fact.id, ()))) for fact in facts)
    return answerer.ask(question, at=at, zone=zone, audience=audience, store=store)
