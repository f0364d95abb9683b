"""What can go wrong with a store, and what an operator must know of it.

    StoreError
    ├── Unreachable            the store cannot be opened
    │   ├── NoStore            no such file, or no tables in that database
    │   ├── NoDirectory        the directory of the file is not there
    │   ├── NotADatabase       the file is something else
    │   ├── ForeignStore       the tables are another program's
    │   ├── NoDatabase         the server has no database of that name
    │   ├── NoServer           nobody answers at that address
    │   └── NotLetIn           the server refuses that user or that password
    ├── ReadOnly               it can be read, not written
    ├── DiskFull               nothing more can be written
    ├── Busy                   somebody else has been writing for too long
    ├── SchemaBehind           the tables are older than this program
    ├── SchemaAhead            the tables are newer than this program
    ├── Stale                  the fact has changed since it was looked at
    ├── LostLease              another program has taken over what we were doing
    ├── InUse                  another program serves this store already
    ├── FileThere              a backup would take the place of a file
    ├── NoBackup               the file that is to be restored is none
    └── Spent                  a button that cannot be used any more

A class says its sentence once. None ever shows the password of the address.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class StoreError(Exception):
    """Something that the store refuses or cannot do.

    Attributes:
        where: the store, without any password; empty where it does not matter.
        detail: the database's own words, or empty.
    """

    sentence: ClassVar[str]

    def __init__(self, where: str = "", detail: str = "") -> None:
        super().__init__(where, detail)
        self.where = where
        self.detail = detail

    def __str__(self) -> str:
        said = self.sentence.format(where=self.where)
        return f"{said} ({self.detail})" if self.detail else said


class Unreachable(StoreError):
    """The store cannot be opened."""

    sentence = "The store {where} cannot be opened."


class NoStore(Unreachable):
    """No such file, or no tables in that database."""

    sentence = "There is no store at {where} yet; `factdesk db upgrade` makes one."


class NoDirectory(Unreachable):
    """The directory that should hold the file is not there."""

    sentence = "The directory of {where} does not exist; make it, or correct DATABASE_URL."


class NotADatabase(Unreachable):
    """The file is something else than a SQLite database."""

    sentence = "{where} is not a SQLite database, or is damaged."


class NoDatabase(Unreachable):
    """The server has no database of that name; making one is its administrator's."""

    sentence = "The server has no database {where}; make it with createdb, or correct DATABASE_URL."


class ForeignStore(Unreachable):
    """The database holds tables of another program, and none of ours."""

    sentence = "{where} holds another program's tables; name a database of its own for Factdesk."


class NoServer(Unreachable):
    """Nobody answers at that address, or not as PostgreSQL does."""

    sentence = "No PostgreSQL server answers at {where}."


class NotLetIn(Unreachable):
    """The server refuses that user or that password."""

    sentence = "The server at {where} refuses this user or this password."


class ReadOnly(StoreError):
    """The store can be read, not written."""

    sentence = "The store {where} cannot be written: the file or its directory is read-only."


class DiskFull(StoreError):
    """Nothing more can be written; what was committed before is safe."""

    sentence = "The disk of the store {where} is full; nothing was changed."


class Busy(StoreError):
    """Another process has been writing for longer than we wait."""

    sentence = "The store {where} is being written by another process; try again."


class SchemaBehind(StoreError):
    """The tables are older than this program."""

    sentence = "The tables of {where} are older than this program; run `factdesk db upgrade`."


class SchemaAhead(StoreError):
    """The tables are newer than this program."""

    sentence = "The tables of {where} are newer than this program; use the newer program."


class Stale(StoreError):
    """A fact has changed since the revision that an edit was made on.

    Attributes:
        key: the fact.
        expected, current: the revision that the edit was made on, and the one held now.
    """

    sentence = "The fact has changed meanwhile."

    def __init__(self, key: str, expected: int, current: int) -> None:
        super().__init__(detail=f"{key}: revision {expected}, now {current}")
        self.key = key
        self.expected = expected
        self.current = current


class LostLease(StoreError):
    """What we were doing has been taken over, because we were silent for too long."""

    sentence = "Another process has taken this over."


class InUse(StoreError):
    """Another program serves this store already."""

    sentence = "Another `factdesk run` serves {where} already; end it first."


class FileThere(StoreError):
    """A backup would take the place of a file."""

    sentence = "{where} is there already; name another file."


class NoBackup(StoreError):
    """The file that is to be restored is not there, or is no backup of a store."""

    sentence = "{where} is no backup of a Factdesk store."


class Why(StrEnum):
    """Why a button cannot be used."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    NOT_YOURS = "not-yours"


class Spent(StoreError):
    """A button that cannot be used, or not by this person or here."""

    sentence = "This choice cannot be used."

    def __init__(self, why: Why) -> None:
        super().__init__(detail=why)
        self.why = why
