"""Questions that got no answer, until an editor answers or closes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Row, select
from sqlmodel import Field, SQLModel

from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Values, Work


class QuestionRow(SQLModel, table=True):
    """One question that got no answer."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str
    language: str | None = None
    reason: str
    trace: dict[str, Any] = Field(sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    chat_id: int | None = Field(default=None, foreign_key="chats.id")
    asked_at: datetime
    closed_at: datetime | None = Field(default=None, index=True)
    closed_by: int | None = Field(default=None, foreign_key="people.id")
    outcome: str | None = None


_questions = table_of(QuestionRow)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for an editor.

    Attributes:
        language: `lv`, `en`, or None where it was not clear.
        reason: the name of why there was no answer.
        trace: how it was read, for the editors.
        person, chat: ids of who asked and where, to tell them later.
    """

    number: int
    text: str
    language: str | None
    reason: str
    trace: Mapping[str, Any]
    person: int | None
    chat: int | None
    asked_at: datetime


class Questions:
    """The editors' queue."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        text: str,
        language: str | None,
        reason: str,
        trace: Mapping[str, Any],
        person: int | None = None,
        chat: int | None = None,
    ) -> int:
        """Queue a question asked by a person in a chat (their ids); return its number."""
        number = next_number(self._work)
        row: Values = {"number": number, "text": text, "language": language, "reason": reason}
        row |= {"trace": dict(trace), "person_id": person, "chat_id": chat}
        row["asked_at"] = self._work.now
        self._work.run(_insert, row)
        return number

    def get(self, number: int) -> Question | None:
        """Return the question with this number, open or closed."""
        row = self._work.first(_columns.where(_questions.c.number == number))
        return None if row is None else _question(row)

    def open(self) -> tuple[Question, ...]:
        """Return every question that still waits, oldest first."""
        query = _columns.where(_questions.c.closed_at.is_(None)).order_by(_questions.c.number)
        return tuple(map(_question, self._work.rows(query)))

    def asked_by(self, person: int) -> tuple[Question, ...]:
        """Return every question of a person, by id, whose words are kept, newest first."""
        theirs = _questions.c.person_id == person, _questions.c.text != ""
        query = _columns.where(*theirs).order_by(_questions.c.number.desc())
        return tuple(map(_question, self._work.rows(query)))

    def close(self, number: int, person: int | None, outcome: str) -> bool:
        """Close a question and tell whether it was still open."""
        mine, waits = _questions.c.number == number, _questions.c.closed_at.is_(None)
        closed = {"closed_at": self._work.now, "closed_by": person, "outcome": outcome}
        return self._work.run(_questions.update().where(mine, waits).values(closed)) == 1

    def sweep(self, older_than: datetime) -> int:
        """Forget the words of questions asked before `older_than`, and who asked; say how many.

        One that still waited is closed: nobody could answer it any more.
        """
        old = _questions.c.asked_at < older_than, _questions.c.text != ""
        waits = _questions.update().where(*old, _questions.c.closed_at.is_(None))
        self._work.run(waits.values(closed_at=self._work.now, outcome="expired"))
        forgotten: Values = {"text": "", "trace": {}, "person_id": None, "chat_id": None}
        return self._work.run(_questions.update().where(*old).values(forgotten))


# Put together once: making a statement takes longer than carrying it out.
_insert = Prepared(_questions.insert().inline())
_columns = select(
    _questions.c.number,
    _questions.c.text,
    _questions.c.language,
    _questions.c.reason,
    _questions.c.trace,
    _questions.c.person_id,
    _questions.c.chat_id,
    _questions.c.asked_at,
)


def _question(row: Row[Any]) -> Question:
    return Question(
        row.number,
        row.text,
        row.language,
        row.reason,
        row.trace,
        row.person_id,
        row.chat_id,
        row.asked_at,
    )
