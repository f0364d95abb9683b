"""Group commit: what many want written at the same moment is written in one transaction.

A commit that survives a power cut costs the disk a flush, however little it holds. So
one thread writes: it takes whatever waits, does all of it in one transaction, and tells
each who waits. If anything in it fails, the whole is undone and each is done alone, so
that a failure is its own only; whatever is given here must therefore bear being begun
twice, as a transaction that is undone leaves no trace.

Those who wait are of one event loop, which is woken once for all of a transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
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
    done: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Failed:
    """What takes the place of a result."""

    error: BaseException


class GroupCommit:
    """One thread that writes into a store. Call `close` when done."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[_Piece | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Transaction], T]) -> asyncio.Future[T]:
        """Have `work` done soon; what it returns is there once it is committed.

        It is called in the event loop. Who cancels what it returns before its turn is not served.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put(_Piece(work, done))
        return done

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Have `work` done on a snapshot of the store, beside what is written."""
        return await asyncio.to_thread(self._read, work)

    def close(self) -> None:
        """Do what was submitted before, then end."""
        self._queue.put(None)
        self._thread.join()

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with self._database.read() as tx:
            return work(tx)

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
        return [each for each in pieces if not each.done.cancelled()], ended

    def _commit(self, pieces: list[_Piece]) -> None:
        try:
            with self._database.write() as tx:
                results = [piece.work(tx) for piece in pieces]
        except BaseException as error:  # noqa: BLE001 - it is handed to who waits for it
            if len(pieces) > 1:
                for piece in pieces:
                    self._commit([piece])
            else:
                _wake(pieces, [_Failed(error)])
            return
        _wake(pieces, results)


def _wake(pieces: Sequence[_Piece], results: Sequence[Any]) -> None:
    """Have the loop tell each what came of it."""
    # Where the loop has ended nobody waits any more.
    with suppress(RuntimeError):
        pieces[0].done.get_loop().call_soon_threadsafe(_tell, pieces, results)


def _tell(pieces: Sequence[_Piece], results: Sequence[Any]) -> None:
    for piece, result in zip(pieces, results, strict=True):
        if piece.done.cancelled():
            continue
        if isinstance(result, _Failed):
            piece.done.set_exception(result.error)
        else:
            piece.done.set_result(result)
