"""Talks: what was answered to whom and where, as long as anybody comes back to it.

One row an answer. The latest of a person in a chat and thread is what they speak of next; the
one that was chosen from an offer tells what is meant there by that question; and whoever judges
an answer names its row, by a token that nobody guesses.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, bindparam, or_, select
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work

_TOKEN_BYTES = 12
"""96 bits, as behind any other button."""


class TalkRow(SQLModel, table=True):
    """One answer that somebody was given."""

    __tablename__ = "talks"
    __table_args__ = (Index(None, "chat_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    chat_id: int = Field(foreign_key="chats.id")
    person_id: int = Field(foreign_key="people.id")
    thread: str
    alone: bool
    question: str
    chosen_for: str
    fact_id: int = Field(foreign_key="facts.id")
    version_id: int
    at: datetime = Field(index=True)
    queued: bool


_talks = table_of(TalkRow)


@dataclass(frozen=True, slots=True)
class Talk:
    """One answer that somebody was given.

    Attributes:
        chat, person: our ids of where, and to whom.
        thread: where within the chat (Slack), or empty.
        fact, version: the ids of what was told.
        question: which it answered; empty where it was shown without one.
        chosen_for: what that question came down to where the answer was chosen from an offer.
        alone: only that person saw it.
    """

    chat: int
    person: int
    thread: str
    fact: int
    version: int
    question: str = ""
    chosen_for: str = ""
    alone: bool = False


class Talks:
    """What was answered of late."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, talk: Talk) -> str:
        """Keep an answer, given now; return the token by which it can be judged."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row = {
            "token": token,
            "chat_id": talk.chat,
            "person_id": talk.person,
            "thread": talk.thread,
            "alone": talk.alone,
            "question": talk.question,
            "chosen_for": talk.chosen_for,
            "fact_id": talk.fact,
            "version_id": talk.version,
            "at": self._work.now,
            "queued": False,
        }
        self._work.run(_insert, row)
        return token

    def latest(self, chat: int, person: int, thread: str, since: datetime) -> Talk | None:
        """Return what a person was told last in a chat and thread, if it was after `since`."""
        given = {"chat": chat, "person": person, "thread": thread, "since": since}
        return _talk(self._work.first(_latest, given))

    def chosen(self, chat: int, person: int, question: str, since: datetime) -> Talk | None:
        """Return what was chosen last for a question in a chat, if it was after `since`.

        What was chosen from an offer that one person alone saw is theirs alone.
        """
        given = {"chat": chat, "person": person, "question": question, "since": since}
        return _talk(self._work.first(_chosen, given))

    def get(self, token: str) -> Talk | None:
        """Return an answer by its token, while it is kept."""
        return _talk(self._work.first(_columns.where(_talks.c.token == token)))

    def unchoose(self, chat: int, question: str) -> None:
        """Forget what was chosen for a question in a chat."""
        mine = _talks.c.chat_id == chat, _talks.c.chosen_for == question
        self._work.run(_talks.update().where(*mine).values(chosen_for=""))

    def queue(self, token: str) -> bool:
        """Note that editors are told of an answer; tell whether they were not before."""
        mine = _talks.c.token == token, _talks.c.queued.is_(False)
        return self._work.run(_talks.update().where(*mine).values(queued=True)) == 1

    def sweep(self, older_than: datetime) -> int:
        """Forget what was answered before `older_than`, and return how much that was."""
        return self._work.run(_talks.delete().where(_talks.c.at < older_than))


# Put together once: making a statement takes longer than carrying it out.
_insert = Prepared(_talks.insert().inline())
_columns = select(
    _talks.c.chat_id,
    _talks.c.person_id,
    _talks.c.thread,
    _talks.c.fact_id,
    _talks.c.version_id,
    _talks.c.question,
    _talks.c.chosen_for,
    _talks.c.alone,
)
_lately = (
    _columns.where(
        _talks.c.chat_id == bindparam("chat", type_=_talks.c.chat_id.type),
        _talks.c.at > bindparam("since", type_=_talks.c.at.type),
    )
    # Those of one commit have one instant.
    .order_by(_talks.c.id.desc())
    .limit(1)
)
_person = _talks.c.person_id == bindparam("person", type_=_talks.c.person_id.type)
_latest = Prepared(
    _lately.where(_person, _talks.c.thread == bindparam("thread", type_=_talks.c.thread.type))
)
_chosen = Prepared(
    _lately.where(
        _talks.c.chosen_for == bindparam("question", type_=_talks.c.chosen_for.type),
        or_(_talks.c.alone.is_(False), _person),
    )
)


def _talk(row: Any) -> Talk | None:  # noqa: ANN401 - a row has no type of its own
    return None if row is None else Talk(*row)
