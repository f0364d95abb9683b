"""Steps at which a process dies, and what kills it there from outside.

The desk knows nothing of this: its database is given with a watch on what is carried out in
each transaction, and the network's library tells when an answer has been read. One step, that
a platform has taken a message and its answer has not come, needs nothing in the process: there
the test holds the answer back, and kills.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from types import SimpleNamespace
from typing import Any, Final, Self
from unittest.mock import patch

from aiohttp import ClientSession, TraceConfig, TraceResponseChunkReceivedParams
from psycopg import Cursor
from sqlalchemy import Pool, event

from storage.database import Clock, Database, Transaction


class Step(StrEnum):
    """Where on its way an update, the reply to it, or what was planned is when the process dies."""

    UNSTORED = "before-the-update-is-stored"
    STORED = "stored-and-not-acknowledged"
    CLAIMED = "claimed"
    EFFECT = "within-the-effect"
    QUEUED = "committed-and-not-sent"
    SENT = "sent-and-the-answer-not-read"
    UPLOADED = "uploaded-a-picture-that-no-message-shows-yet"
    ANSWERED = "answered-and-not-settled"
    SETTLING = "within-the-settling"
    ORDERING = "within-the-order"
    ORDERED = "planned-and-not-claimed"
    CLOSING = "within-the-closing-of-a-question"
    CLOSED = "closed-a-question-and-told-nobody-yet"
    FOLLOWING = "within-a-follow"
    FOLLOWED = "followed-and-not-said"
    IMPORTING = "within-an-import"
    IMPORTED = "imported-and-not-said"
    UNDOING = "within-the-undoing-of-an-import"
    UNDONE = "undid-an-import-and-told-nobody-yet"
    APPLYING = "within-what-waited"
    APPLIED = "carried-out-what-waited-and-told-nobody-yet"
    EDITED = "edited-and-not-settled"
    NOTICING = "within-the-claim-of-the-notice-of-a-correction"
    NOTICED = "composed-the-notice-of-a-correction-and-not-sent-it"
    COMPOSING = "within-the-claim"
    COMPOSED = "composed-and-not-sent"
    DOZING = "within-the-claim-and-stopped"
    ASLEEP = "composed-and-stopped"
    """It does not die, nor at the step before: it stands still, until it is told to go on."""


class Phase(StrEnum):
    """Where in a transaction somebody dies."""

    BEGUN = "begun"
    """Before the statement is carried out."""
    DONE = "done"
    """After everything, and before the commit."""
    COMMITTED = "committed"
    """After the commit, of which nobody has heard yet."""


KILLED: Final[dict[Step, tuple[Phase, re.Pattern[str]]]] = {
    Step.UNSTORED: (Phase.BEGUN, re.compile("INSERT INTO inbox")),
    Step.STORED: (Phase.COMMITTED, re.compile("INSERT INTO inbox")),
    Step.CLAIMED: (Phase.COMMITTED, re.compile("UPDATE inbox SET .*attempts=")),
    Step.EFFECT: (Phase.DONE, re.compile("INSERT INTO versions")),
    Step.QUEUED: (Phase.COMMITTED, re.compile("INSERT INTO versions")),
    Step.SETTLING: (Phase.DONE, re.compile("UPDATE deliveries SET .*sent_at=")),
    Step.ORDERING: (Phase.DONE, re.compile("INSERT INTO rules")),
    Step.ORDERED: (Phase.COMMITTED, re.compile("INSERT INTO rules")),
    # Nobody closes what has only become too old.
    Step.CLOSING: (Phase.DONE, re.compile("UPDATE questions SET .*closed_by=")),
    Step.CLOSED: (Phase.COMMITTED, re.compile("UPDATE questions SET .*closed_by=")),
    Step.FOLLOWING: (Phase.DONE, re.compile("INSERT INTO follows")),
    Step.FOLLOWED: (Phase.COMMITTED, re.compile("INSERT INTO follows")),
    Step.IMPORTING: (Phase.DONE, re.compile("INSERT INTO imports")),
    Step.IMPORTED: (Phase.COMMITTED, re.compile("INSERT INTO imports")),
    Step.UNDOING: (Phase.DONE, re.compile("UPDATE periods SET superseded")),
    Step.UNDONE: (Phase.COMMITTED, re.compile("UPDATE periods SET superseded")),
    Step.APPLYING: (Phase.DONE, re.compile("UPDATE pending_changes SET .*outcome=")),
    Step.APPLIED: (Phase.COMMITTED, re.compile("UPDATE pending_changes SET .*outcome=")),
    # Only such a notice asks whether there is another one that it may edit instead.
    Step.NOTICING: (Phase.DONE, re.compile("SELECT .*settled_at >=", re.DOTALL)),
    Step.NOTICED: (Phase.COMMITTED, re.compile("SELECT .*settled_at >=", re.DOTALL)),
    Step.COMPOSING: (Phase.DONE, re.compile("UPDATE deliveries SET .*payload=")),
    Step.COMPOSED: (Phase.COMMITTED, re.compile("UPDATE deliveries SET .*payload=")),
    Step.DOZING: (Phase.DONE, re.compile("UPDATE deliveries SET .*payload=")),
    Step.ASLEEP: (Phase.COMMITTED, re.compile("UPDATE deliveries SET .*payload=")),
}
"""In which phase of a transaction with which statement."""

ANSWERS: Final[dict[Step, re.Pattern[str]]] = {
    Step.UPLOADED: re.compile("/files.completeUploadExternal$"),
    Step.ANSWERED: re.compile("/sendMessage$|/sendPhoto$|/chat.postMessage$|/response/"),
    Step.EDITED: re.compile("/editMessageText$|/chat.update$"),
}
"""From which addresses the answer is heard before somebody dies: where something is said to people,
and where a picture is laid down that nobody has been shown."""


def die() -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    """A store whose process dies in a transaction; without a step it is like any other."""

    def __init__(self, url: str, clock: Clock, step: Step | None) -> None:
        super().__init__(url, clock)
        self._carried_out: list[str] = []
        self._killed = None if step is None else KILLED.get(step)
        sleeps = step in {Step.DOZING, Step.ASLEEP}
        self._signal = signal.SIGSTOP if sleeps else signal.SIGKILL
        event.listen(Pool, "connect", self._listen)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open a transaction, in which somebody may die."""
        with super().write() as tx:
            self._carried_out.clear()
            yield tx
            self._reach(Phase.DONE)
        self._reach(Phase.COMMITTED)

    def _listen(self, connection: Any, _record: object) -> None:  # noqa: ANN401 - either driver's
        """Hear of everything that a driver is about to carry out."""
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(self._hear)
        else:
            connection.cursor_factory = partial(Heard, self._hear)

    def _hear(self, statement: str) -> None:
        self._carried_out.append(statement)
        self._reach(Phase.BEGUN)

    def _reach(self, phase: Phase) -> None:
        if self._killed is None or self._killed[0] is not phase:
            return
        if any(self._killed[1].search(statement) for statement in self._carried_out):
            # Who is woken does not fall asleep again.
            self._killed = None
            # Told to this thread: told to the process, it could go on until another one has heard.
            signal.pthread_kill(threading.get_ident(), self._signal)


class Heard(Cursor[Any]):
    """A cursor on PostgreSQL that tells what it is about to carry out."""

    def __init__(self, hear: Callable[[str], None], *given: Any, **named: Any) -> None:  # noqa: ANN401 - the driver's own form
        super().__init__(*given, **named)
        self._hear = hear

    def execute(self, query: Any, *given: Any, **named: Any) -> Self:  # noqa: ANN401 - as above
        """Tell what is carried out, and do it."""
        self._hear(str(query))
        return super().execute(query, *given, **named)

    def executemany(self, query: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as above
        """Tell what is carried out, and do it."""
        self._hear(str(query))
        super().executemany(query, *given, **named)


@contextmanager
def answered(step: Step | None) -> Iterator[None]:
    """Die, at that step, with the first answer that a platform gives there."""
    trace = TraceConfig()
    addresses = None if step is None else ANSWERS.get(step)
    if addresses is not None:
        trace.on_response_chunk_received.append(partial(_answered, addresses))
    begin = ClientSession.__init__

    def begin_traced(
        session: ClientSession,
        *given: Any,  # noqa: ANN401 - the library's own form
        trace_configs: Sequence[TraceConfig] | None = None,
        **named: Any,  # noqa: ANN401 - as above
    ) -> None:
        begin(session, *given, trace_configs=[*(trace_configs or ()), trace], **named)

    with patch.object(ClientSession, "__init__", begin_traced):
        yield


async def _answered(
    addresses: re.Pattern[str],
    session: ClientSession,
    context: SimpleNamespace,
    read: TraceResponseChunkReceivedParams,
) -> None:
    del session, context
    if addresses.search(read.url.path):
        die()
