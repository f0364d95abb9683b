"""Questions that got no answer, until an editor answers or closes them.

Those that ask the same are a group, whose number is that of the first of them; which these are
is told by whoever asks to queue one. A group is answered or closed as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    Index,
    Row,
    case,
    false,
    func,
    or_,
    select,
    text,
)
from sqlmodel import Field, SQLModel

from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Values, Work

_WAITS = text("closed_at IS NULL")


class QuestionRow(SQLModel, table=True):
    """One question that got no answer; of one that has no group `group_number` is its own."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        Index(None, "group_number", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index(None, "gist", sqlite_where=_WAITS, postgresql_where=_WAITS),
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
    group_number: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    gist: str = Field(default="", sa_column_kwargs={"server_default": ""})
    message: str = Field(default="", sa_column_kwargs={"server_default": ""})
    thread: str = Field(default="", sa_column_kwargs={"server_default": ""})
    alone: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    latest_at: datetime | None = None


_questions = table_of(QuestionRow)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to be queued.

    Attributes:
        language, reason, trace, person, chat, message, thread, alone: as in `Question`.
        gist: what it is about, as whoever reads questions writes that down; or empty.
    """

    text: str
    language: str | None
    reason: str
    trace: Mapping[str, Any]
    person: int | None = None
    chat: int | None = None
    gist: str = ""
    message: str = ""
    thread: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for an editor.

    Attributes:
        language: `lv`, `en`, or None where it was not clear.
        reason: the name of why there was no answer.
        trace: how it was read, for the editors.
        person, chat: ids of who asked and where, to tell them later.
        group, gist: the number of its group, and what it is about.
        message: the platform's id of it, or empty.
        thread: where within the chat it was asked (Slack), or empty.
        alone: only who asked was to see the reply.
        latest_at: when they asked so there last, aware, UTC.
        closed_at, closed_by, outcome: when it was answered or closed, by whom, which; else None.
    """

    number: int
    text: str
    language: str | None
    reason: str
    trace: Mapping[str, Any]
    person: int | None
    chat: int | None
    asked_at: datetime
    group: int
    gist: str
    message: str
    thread: str
    alone: bool
    latest_at: datetime
    closed_at: datetime | None
    closed_by: int | None
    outcome: str | None


class Waiting(NamedTuple):
    """What a question that waits is about, with its number and that of its group."""

    number: int
    group: int
    gist: str


class Sought(NamedTuple):
    """What is looked for among what waits.

    Attributes:
        words: of each word its weight, and the marks by any of which it is met.
        least: what the words must weigh together that are met.
        most: how many questions are wanted.
    """

    words: Sequence[tuple[float, Sequence[str]]]
    least: float
    most: int


@dataclass(frozen=True, slots=True)
class Group:
    """What waits and asks the same.

    Attributes:
        count, people: how many questions they are, and how many people asked them.
        since: when the first of them was asked, aware, UTC.
    """

    number: int
    count: int
    people: int
    since: datetime


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
        return self.queue(Asked(text, language, reason, trace, person, chat))

    def queue(self, asked: Asked, group: int | None = None) -> int:
        """Queue a question, in a group or as the first of one; return its number."""
        number, now = next_number(self._work), self._work.now
        row: Values = {"number": number, "text": asked.text, "language": asked.language}
        row |= {"reason": asked.reason, "trace": dict(asked.trace), "asked_at": now}
        row |= {"person_id": asked.person, "chat_id": asked.chat, "message": asked.message}
        row |= {"thread": asked.thread, "alone": asked.alone, "latest_at": now}
        row |= {"gist": asked.gist, "group_number": number if group is None else group}
        self._work.run(_insert, row)
        return number

    def again(self, number: int, asked: Asked) -> None:
        """Note that who asked a question has asked it there once more, in which words and where."""
        latest: Values = {"text": asked.text, "language": asked.language, "alone": asked.alone}
        latest |= {"message": asked.message, "thread": asked.thread, "latest_at": self._work.now}
        mine = _questions.update().where(_questions.c.number == number)
        self._work.run(mine.values(latest))

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

    def waiting_of(self, person: int, group: int, chat: int) -> int | None:
        """Return the number of what a person asks of a group in a chat and waits for."""
        mine = _questions.c.group_number == group, _questions.c.person_id == person
        query = select(_questions.c.number).where(_waits, *mine, _questions.c.chat_id == chat)
        row = self._work.first(query)
        return None if row is None else int(row.number)

    def count_of(self, person: int) -> int:
        """Return how many questions of a person wait."""
        return self._count(_waits, _questions.c.person_id == person)

    def group_of(self, gist: str) -> int | None:
        """Return the oldest group in which exactly this is asked, if one waits."""
        same = select(_questions.c.group_number).where(_waits, _questions.c.gist == gist)
        row = self._work.first(same.order_by(_questions.c.group_number).limit(1))
        return None if row is None else int(row.group_number)

    def gists(self, most: int) -> tuple[Waiting, ...]:
        """Return what the latest questions are about, `most` of them, the latest first."""
        return tuple(Waiting(*row) for row in self._work.rows(_gists.limit(most)))

    def gists_of(self, groups: Collection[int]) -> tuple[Waiting, ...]:
        """Return what the questions of some groups are about, by their numbers, latest first."""
        # In the order of its numbers the database would go through all that waits.
        theirs = _gists.where(_questions.c.group_number.in_(groups)).order_by(None)
        found = (Waiting(*row) for row in self._work.rows(theirs))
        return tuple(sorted(found, reverse=True))

    def nearest(self, sought: Sought) -> tuple[Waiting, ...]:
        """Return what waits and shares most marks with what is sought, each wording once."""
        found = [
            case((or_(*(_questions.c.gist.like(f"%{mark}%") for mark in marks)), weight), else_=0.0)
            for weight, marks in sought.words
        ]
        if not found:
            return ()
        met = sum(found[1:], start=found[0]).label("met")
        every = _gists.add_columns(met).order_by(None).subquery()
        wording = every.c.group_number, every.c.gist
        latest = func.max(every.c.number)
        query = select(latest, *wording).where(every.c.met >= sought.least)
        nearest = query.group_by(*wording, every.c.met).order_by(every.c.met.desc(), latest.desc())
        return tuple(Waiting(*row) for row in self._work.rows(nearest.limit(sought.most)))

    def merge(self, number: int, into: int) -> None:
        """Make what waits in a group part of another, by their numbers."""
        mine = _questions.update().where(_waits, _questions.c.group_number == number)
        self._work.run(mine.values(group_number=into))

    def part(self, numbers: Collection[int]) -> int:
        """Make some questions, by their numbers, a group of their own; return its number."""
        group = min(numbers)
        theirs = _questions.update().where(_questions.c.number.in_(numbers))
        self._work.run(theirs.values(group_number=group))
        return group

    def groups(self, first: int, most: int) -> tuple[Group, ...]:
        """Return what waits, group by group, the oldest first: `most` after the `first` ones."""
        page = _groups.order_by(_questions.c.group_number).offset(first).limit(most)
        return tuple(map(_group, self._work.rows(page)))

    def group(self, number: int) -> Group | None:
        """Return a group by its number, if any of it waits."""
        row = self._work.first(_groups.where(_questions.c.group_number == number))
        return None if row is None else _group(row)

    def count_groups(self) -> int:
        """Return how many groups wait."""
        return self._count(_waits, what=func.count(_questions.c.group_number.distinct()))

    def of_group(self, number: int) -> tuple[Question, ...]:
        """Return every question of a group that waits, oldest first."""
        mine = _columns.where(_waits, _questions.c.group_number == number)
        return tuple(map(_question, self._work.rows(mine.order_by(_questions.c.number))))

    def begun(self, first: int, until: int | None) -> tuple[Group, ...]:
        """Return the groups that wait, from the number `first` on and before `until`."""
        numbered = [_questions.c.group_number >= first]
        if until is not None:
            numbered.append(_questions.c.group_number < until)
        rows = self._work.rows(_groups.where(*numbered).order_by(_questions.c.group_number))
        return tuple(map(_group, rows))

    def close_group(self, number: int, person: int | None, outcome: str) -> int:
        """Close every question of a group that waits; return how many these were."""
        closed = {"closed_at": self._work.now, "closed_by": person, "outcome": outcome}
        mine = _questions.update().where(_waits, _questions.c.group_number == number)
        return self._work.run(mine.values(closed))

    def close(self, number: int, person: int | None, outcome: str) -> bool:
        """Close a question and tell whether it was still open."""
        closed = {"closed_at": self._work.now, "closed_by": person, "outcome": outcome}
        mine = _questions.update().where(_waits, _questions.c.number == number)
        return self._work.run(mine.values(closed)) == 1

    def sweep(self, older_than: datetime) -> int:
        """Forget the words of questions asked before `older_than`, and who asked; say how many.

        One that still waited is closed: nobody could answer it any more.
        """
        old = _questions.c.asked_at < older_than, _questions.c.text != ""
        waits = _questions.update().where(*old, _questions.c.closed_at.is_(None))
        self._work.run(waits.values(closed_at=self._work.now, outcome="expired"))
        forgotten: Values = {"text": "", "trace": {}, "person_id": None, "chat_id": None}
        forgotten |= {"gist": "", "message": "", "thread": ""}
        return self._work.run(_questions.update().where(*old).values(forgotten))

    def _count(self, *where: ColumnElement[bool], what: Any = None) -> int:  # noqa: ANN401 - a count has no simple type
        how_many = func.count() if what is None else what
        row = self._work.first(select(how_many.label("how_many")).where(*where))
        return 0 if row is None else int(row.how_many)


# Put together once: making a statement takes longer than carrying it out.
_insert = Prepared(_questions.insert().inline())
_waits = _questions.c.closed_at.is_(None)
_columns = select(*_questions.c)
_gists = (
    select(_questions.c.number, _questions.c.group_number, _questions.c.gist)
    .where(_waits, _questions.c.gist != "")
    .order_by(_questions.c.number.desc())
)
_groups = (
    select(
        _questions.c.group_number,
        func.count().label("how_many"),
        func.count(_questions.c.person_id.distinct()).label("people"),
        func.min(_questions.c.asked_at).label("since"),
    )
    .where(_waits)
    .group_by(_questions.c.group_number)
)


def _question(row: Row[Any]) -> Question:
    return Question(
        number=row.number,
        text=row.text,
        language=row.language,
        reason=row.reason,
        trace=row.trace,
        person=row.person_id,
        chat=row.chat_id,
        asked_at=row.asked_at,
        group=row.group_number,
        gist=row.gist,
        message=row.message,
        thread=row.thread,
        alone=row.alone,
        latest_at=row.latest_at or row.asked_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        outcome=row.outcome,
    )


def _group(row: Row[Any]) -> Group:
    return Group(row.group_number, row.how_many, row.people, row.since)
