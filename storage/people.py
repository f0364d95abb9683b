"""People, and the accounts by which platforms know them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Row, Select, UniqueConstraint, bindparam, select, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import one_of, table_of
from storage.work import Work


class Role(StrEnum):
    """What somebody is to the desk; an owner may all that an editor may."""

    READER = "reader"
    EDITOR = "editor"
    OWNER = "owner"


class PersonRow(SQLModel, table=True):
    """One human being, on however many platforms."""

    __tablename__ = "people"
    __table_args__ = (one_of("role", Role, name="role"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str | None = None
    role: str
    created_at: datetime
    admitted_at: datetime | None = None
    wants_answers: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class AccountRow(SQLModel, table=True):
    """A person as one platform knows them."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("platform", "account"),
        CheckConstraint("platform <> '' AND account <> ''", name="named"),
    )

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    account: str
    person_id: int = Field(foreign_key="people.id", index=True)
    handle: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})


_people = table_of(PersonRow)
_accounts = table_of(AccountRow)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known to the desk; `language` is None until they chose one.

    `admitted_at`: when they came in by a link (aware, UTC), or None.
    """

    id: int
    name: str
    language: str | None
    role: Role
    admitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownAs:
    """An account of a person; `str()` of it is how people write it: `telegram:123456`."""

    platform: str
    account: str
    handle: str = ""

    def __str__(self) -> str:
        return f"{self.platform}:{self.account}"


class People:
    """Who the desk knows."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, person_id: int) -> Person | None:
        """Return the person with this id."""
        return self._one(_columns.where(_people.c.id == person_id))

    def find(self, platform: str, account: str) -> Person | None:
        """Return the person behind an account, e.g. `("telegram", "123456")`."""
        query = _columns.join(_accounts, _accounts.c.person_id == _people.c.id)
        return self._one(
            query.where(_accounts.c.platform == platform, _accounts.c.account == account)
        )

    def seen(self, platform: str, account: str, name: str = "", handle: str = "") -> Person:
        """Return the person behind an account; one seen for the first time becomes a reader.

        By what handle they can be mentioned follows the platform. Who was known by an account
        alone gets the name.
        """
        row = self._work.first(_seen, {"platform": platform, "account": account})
        person = self._first_seen(platform, account, name) if row is None else _person(row)
        if handle.lower() != ("" if row is None else row.handle):
            self._set_handle(platform, account, handle)
        return self._named(person, name) if name and not person.name else person

    def mentioned(self, platform: str, handle: str) -> Person | None:
        """Return the person whose account on a platform can be mentioned by `handle`."""
        query = _columns.join(_accounts, _accounts.c.person_id == _people.c.id)
        return self._one(
            query.where(_accounts.c.platform == platform, _accounts.c.handle == handle.lower())
        )

    def _first_seen(self, platform: str, account: str, name: str) -> Person:
        try:
            with self._work.connection.begin_nested():
                return self._meet(platform, account, name)
        except IntegrityError:
            # Somebody else met the same account a moment before us.
            known = self.find(platform, account)
            if known is None:
                raise
            return known

    def accounts_of(self, person_id: int) -> tuple[KnownAs, ...]:
        """Return every account of a person, the first met first."""
        columns = select(_accounts.c.platform, _accounts.c.account, _accounts.c.handle)
        mine = columns.where(_accounts.c.person_id == person_id).order_by(_accounts.c.id)
        return tuple(
            KnownAs(row.platform, row.account, row.handle) for row in self._work.rows(mine)
        )

    def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody who has exactly this role, by id."""
        query = _columns.where(_people.c.role == role).order_by(_people.c.id)
        return tuple(map(_person, self._work.rows(query)))

    def set_language(self, person_id: int, language: str | None) -> None:
        """Store the language that a person chose; None takes the choice back."""
        self._work.run(_people.update().where(_people.c.id == person_id).values(language=language))

    def wants_answers(self, person_id: int) -> bool:
        """Tell whether a person is to hear of what they asked once it is known."""
        query = select(_people.c.wants_answers).where(_people.c.id == person_id)
        row = self._work.first(query)
        return row is not None and bool(row.wants_answers)

    def set_wants_answers(self, person_id: int, *, wants: bool) -> None:
        """Store whether a person is to hear of what they asked once it is known."""
        mine = _people.update().where(_people.c.id == person_id)
        self._work.run(mine.values(wants_answers=wants))

    def set_role(self, person_id: int, role: Role) -> None:
        """Give a person a role."""
        self._work.run(_people.update().where(_people.c.id == person_id).values(role=role))

    def admit(self, person_id: int) -> None:
        """Note that somebody came in by a link; when they first did stays."""
        mine = _people.c.id == person_id, _people.c.admitted_at.is_(None)
        self._work.run(_people.update().where(*mine).values(admitted_at=self._work.now))

    def _named(self, person: Person, name: str) -> Person:
        self._work.run(_people.update().where(_people.c.id == person.id).values(name=name))
        return replace(person, name=name)

    def _set_handle(self, platform: str, account: str, handle: str) -> None:
        taken = _accounts.update().where(
            _accounts.c.platform == platform, _accounts.c.handle == handle.lower()
        )
        if handle:
            # A name that somebody gave up and another took leads to the other alone.
            self._work.run(taken.values(handle=""))
        mine = _accounts.c.platform == platform, _accounts.c.account == account
        self._work.run(_accounts.update().where(*mine).values(handle=handle.lower()))

    def _meet(self, platform: str, account: str, name: str) -> Person:
        row = {"name": name, "role": Role.READER, "created_at": self._work.now}
        person_id = self._work.returned(_people.insert().values(row).returning(_people.c.id))[0]
        self._work.run(
            _accounts.insert(), {"platform": platform, "account": account, "person_id": person_id}
        )
        return Person(person_id, name, None, Role.READER)

    def _one(self, query: Select[Any]) -> Person | None:
        row = self._work.first(query)
        return None if row is None else _person(row)


_columns = select(
    _people.c.id, _people.c.name, _people.c.language, _people.c.role, _people.c.admitted_at
)
_with_handle = _columns.add_columns(_accounts.c.handle).join(
    _accounts, _accounts.c.person_id == _people.c.id
)

# Put together once: making a statement takes longer than carrying it out.
_seen = Prepared(
    _with_handle.where(
        _accounts.c.platform == bindparam("platform"), _accounts.c.account == bindparam("account")
    )
)


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.language, Role(row.role), row.admitted_at)
