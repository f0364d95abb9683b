"""Group commit: what many want written at the same moment is written in one transaction.

A commit that survives a power cut costs the disk a flush, however little it holds. So
one thread writes: it takes whatever waits, does all of it in one transaction, and tells
each who waits. If anything in it fails, the whole is undone and each is done alone, so
that a failure is its own only; whatever is given here must therefore bear being begun
twice, as a transaction that is undone leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, TypeVar

from storage.database import Database, Transaction

T = TypeVar("T")

MOST_AT_ONCE: Final = 64
"""Pieces of work in one transaction: enough to make the flush cheap, and at a few
milliseconds each well below the ten seconds for which other writers wait."""


@dataclass(frozen=True, slots=True)
class _Piece:
    work: Callable[[Transaction], Any]
    done: Future[Any]


class GroupCommit:
    """One thread that writes into a store. Call `close` when done."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[_Piece | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Have `work` done soon; what it returns is there once it is committed."""
        done: Future[T] = Future()
        self._queue.put(_Piece(work, done))
        return done

    def close(self) -> None:
        """Do what was submitted before, then end."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (piece := self._queue.get()) is not None:
            pieces, ended = self._with_those_that_wait(piece)
            if pieces:
                self._commit(pieces)
            if ended:
                return

    def _with_those_that_wait(self, first: _Piece) -> tuple[list[_Piece], bool]:
        pieces, ended = [first], False
        while len(pieces) < MOST_AT_ONCE and not ended:
            try:
                piece = self._queue.get_nowait()
            except Empty:
                break
            if piece is None:
                ended = True
            else:
                pieces.append(piece)
        # Who has given up waiting is not served.
        return [each for each in pieces if each.done.set_running_or_notify_cancel()], ended

    def _commit(self, pieces: list[_Piece]) -> None:
        try:
            with self._database.write() as tx:
                results = [piece.work(tx) for piece in pieces]
        except BaseException as error:  # noqa: BLE001 - it is handed to who waits for it
            if len(pieces) > 1:
                for piece in pieces:
                    self._commit([piece])
            else:
                pieces[0].done.set_exception(error)
            return
        for piece, result in zip(pieces, results, strict=True):
            piece.done.set_result(result)
