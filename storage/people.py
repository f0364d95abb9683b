"""People, and the accounts by which platforms know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Row, Select, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel

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


_people = table_of(PersonRow)
_accounts = table_of(AccountRow)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known to the desk; `language` is None until they chose one."""

    id: int
    name: str
    language: str | None
    role: Role


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

    def seen(self, platform: str, account: str, name: str = "") -> Person:
        """Return the person behind an account; one seen for the first time becomes a reader."""
        known = self.find(platform, account)
        if known is not None:
            return known
        try:
            with self._work.connection.begin_nested():
                return self._meet(platform, account, name)
        except IntegrityError:
            # Somebody else met the same account a moment before us.
            known = self.find(platform, account)
            if known is None:
                raise
            return known

    def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody who has exactly this role, by id."""
        query = _columns.where(_people.c.role == role).order_by(_people.c.id)
        return tuple(map(_person, self._work.rows(query)))

    def set_language(self, person_id: int, language: str | None) -> None:
        """Store the language that a person chose; None takes the choice back."""
        self._work.run(_people.update().where(_people.c.id == person_id).values(language=language))

    def set_role(self, person_id: int, role: Role) -> None:
        """Give a person a role."""
        self._work.run(_people.update().where(_people.c.id == person_id).values(role=role))

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


_columns = select(_people.c.id, _people.c.name, _people.c.language, _people.c.role)


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.language, Role(row.role))
