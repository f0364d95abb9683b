"""Approvals: the subjects that nobody changes alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, SQLModel

from storage.prepared import Prepared
from storage.table import table_of
from storage.work import Work


class ApprovalRow(SQLModel, table=True):
    """A subject whose changes wait for a second person."""

    __tablename__ = "approvals"

    subject_id: int = Field(
        primary_key=True, foreign_key="subjects.id", sa_column_kwargs={"autoincrement": False}
    )
    since: datetime


_approvals = table_of(ApprovalRow)


class Approvals:
    """What takes two."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def needed(self, subject: int) -> bool:
        """Tell whether the subject with this id is changed by two people only."""
        return self._work.first(_needed, {"subject": subject}) is not None

    def turn_on(self, subject: int) -> bool:
        """Have changes of a subject take two people; tell whether they did not before."""
        if self.needed(subject):
            return False
        self._work.run(_approvals.insert(), {"subject_id": subject, "since": self._work.now})
        return True

    def turn_off(self, subject: int) -> bool:
        """Let one person change a subject; tell whether it took two before."""
        return self._work.run(_approvals.delete().where(_approvals.c.subject_id == subject)) == 1


# Put together once: every edit asks it, and making it takes longer than carrying it out.
_needed = Prepared(
    select(_approvals.c.subject_id).where(_approvals.c.subject_id == bindparam("subject"))
)
