"""An answerer that follows the store: no question is read before the index knows the latest edit.

The change log is the truth: its latest number is compared before each question, in the
question's own transaction, so an edit made here is known at once, and one made by another
process at the next question.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from bot.answering.answer import Answerer
from bot.answering.document import Document
from bot.answering.verdict import Verdict
from storage.content import Audience, Dossier
from storage.database import Transaction


class Follower:
    """One index for a process, brought up to date by whoever asks next."""

    def __init__(self) -> None:
        self._answerer = Answerer()
        self._latest: tuple[int, datetime | None] | None = None
        self._lock = Lock()

    def ask(
        self, tx: Transaction, question: str, *, at: datetime, zone: str, audience: Audience
    ) -> Verdict:
        """Return what to say to `question`, asked at `at` (aware) in `zone`, of what holds."""
        with self._lock:
            self._catch_up(tx)
            return self._answerer.ask(
                question, at=at, zone=zone, audience=audience, timelines=tx.facts.timelines
            )

    def documents(self, tx: Transaction, audience: Audience) -> tuple[Document, ...]:
        """Return what `audience` may find of each fact, for browsing."""
        with self._lock:
            self._catch_up(tx)
            return self._answerer.documents(audience)

    def _catch_up(self, tx: Transaction) -> None:
        latest = tx.changes.latest()
        if latest == self._latest:
            return
        after = None if self._latest is None else self._latest[0]
        if after is not None and latest[0] <= after:
            # What was seen in a transaction that was then undone never happened, and its
            # number was given to another change.
            self._answerer, after = Answerer(), None
        self._answerer.follow(tx.facts.all(after_seq=after))
        self._latest = latest


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

    It builds an index of its own: what has been withdrawn since was findable then.
    """
    answerer = Answerer()
    facts = [dossier.fact for dossier in tx.facts.all()]
    held = tx.facts.timelines([fact.id for fact in facts], known_at)
    answerer.follow(Dossier(fact, held.get(fact.id, ())) for fact in facts)
    return answerer.ask(
        question,
        at=at,
        zone=zone,
        audience=audience,
        timelines=lambda ids: tx.facts.timelines(ids, known_at),
    )
