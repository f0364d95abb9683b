"""What belongs to a person or a chat across the tables: united with another's, or forgotten.

Whatever else keeps something of a person has its place here too. What somebody changed
and was allowed to change (the audit, the changes and their authors) is no belonging: it
stays under the number of their row of people, which stays for it, empty.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select, tuple_

from storage import deliveries, inbox
from storage.brought import BroughtFileRow
from storage.channels import ChannelRow
from storage.chats import Chat, ChatRow, Chats
from storage.choices import ChoiceRow
from storage.deliveries import DeliveryRow
from storage.follows import FollowRow
from storage.forms import FormRow
from storage.holds import HoldRow
from storage.inbox import InboxRow
from storage.ledger import Ledger
from storage.pending import PendingChangeRow
from storage.people import AccountRow, PersonRow, Role
from storage.posts import PostRow
from storage.questions import QuestionRow
from storage.receipts import Receipts
from storage.rules import RuleRow
from storage.schedules import ScheduleRow
from storage.sights import SightRow
from storage.table import MOST_AT_ONCE, table_of
from storage.talks import TalkRow
from storage.votes import VoteRow
from storage.work import Work

_people = table_of(PersonRow)
_accounts = table_of(AccountRow)
_chats = table_of(ChatRow)
_questions = table_of(QuestionRow)
_deliveries = table_of(DeliveryRow)
_choices = table_of(ChoiceRow)
_brought = table_of(BroughtFileRow)
_forms = table_of(FormRow)
_inbox = table_of(InboxRow)
_pending = table_of(PendingChangeRow)
_sights = table_of(SightRow)
_rules = table_of(RuleRow)
_schedules = table_of(ScheduleRow)
_talks = table_of(TalkRow)
_votes = table_of(VoteRow)
_channels = table_of(ChannelRow)
_holds = table_of(HoldRow)
_follows = table_of(FollowRow)
_posts = table_of(PostRow)

_AUTHORED: Final = (
    _rules.c.author_id,
    _follows.c.author_id,
    _schedules.c.author_id,
    _channels.c.author_id,
    _holds.c.person_id,
    _posts.c.author_id,
    _posts.c.changed_by,
)
"""Of what stays when who ordered it is forgotten."""
_OWNED: Final = tuple(table.c.person_id for table in (_accounts, _chats, _questions, _deliveries))
_GIVEN: Final = (
    _choices.c.person_id,
    _brought.c.person_id,
    _pending.c.author_id,
    _pending.c.approved_by,
    _pending.c.closed_by,
    *_AUTHORED,
    _talks.c.person_id,
    _votes.c.person_id,
)
_RISING: Final = (Role.READER, Role.EDITOR, Role.OWNER)
_NOBODY: Final = {
    "name": "",
    "language": None,
    "role": Role.READER,
    "admitted_at": None,
    "wants_answers": True,
}
_NOBODYS: Final = {"title": ""} | dict.fromkeys(("person_id", "language", "timezone", "quiet"))
_CHOSEN: Final = ("language", "timezone", "quiet", "admitted_at")
_UNSENT: Final = (deliveries.State.QUEUED, deliveries.State.HELD)
_LEAVING: Final = (deliveries.State.SENDING, deliveries.State.IN_DOUBT)
_OVER: Final = (inbox.State.HANDLED, inbox.State.PARKED)


_TO_A_COMMAND = "reply"


class Belongings:
    """What is kept of people."""

    def __init__(self, work: Work, chats: Chats, ledger: Ledger, receipts: Receipts) -> None:
        self._work = work
        self._known_chats = chats
        self._ledger = ledger
        self._receipts = receipts

    def unite(self, kept: int, emptied: int) -> None:
        """Make one person of two, by their ids: with every account, and the higher role.

        A proposal of either is from then on their own, which nobody approves themselves.
        """
        one, other = (self._person(each) for each in (kept, emptied))
        self._set(
            kept,
            name=one.name or other.name,
            language=one.language or other.language,
            role=max(one.role, other.role, key=_RISING.index),
            admitted_at=one.admitted_at or other.admitted_at,
            wants_answers=one.wants_answers and other.wants_answers,
        )
        self._set(emptied, **_NOBODY)
        # On one fact they have one vote from now on.
        voted = select(_votes.c.fact_id).where(_votes.c.person_id == kept)
        twice = _votes.c.person_id == emptied, _votes.c.fact_id.in_(voted)
        self._work.run(_votes.delete().where(*twice))
        self._work.run(_forms.delete().where(_forms.c.person_id == emptied))
        self._work.run(_sights.delete().where(_sights.c.person_id == emptied))
        for column in (*_OWNED, *_GIVEN):
            self._give(column, emptied, kept)

    def move(self, platform: str, old: str, new: str) -> None:
        """Follow a chat that the platform gave another id, with its topics.

        What was met under the new id before that was told takes over what the old one had.
        """
        chats = self._known_chats
        chats.move(platform, old, new)
        for left in chats.whole(platform, old):
            met = chats.find(platform, new, left.topic)
            if met is not None:
                self._hand_over(left, met)

    def _hand_over(self, old: Chat, new: Chat) -> None:
        self._work.run(_sights.delete().where(_sights.c.chat_id == old.id))
        for table in (_deliveries, _choices, _questions, _talks, _holds, _pending):
            self._give(table.c.chat_id, old.id, new.id)
        ordered = select(_rules.c.subject_id).where(_rules.c.chat_id == new.id)
        twice = _rules.c.chat_id == old.id, _rules.c.subject_id.in_(ordered)
        self._work.run(_rules.delete().where(*twice))
        self._give(_rules.c.chat_id, old.id, new.id)
        self._hand_over_follows(old.id, new.id)
        digests = select(_schedules.c.about).where(_schedules.c.own, _schedules.c.chat_id == new.id)
        again = _schedules.c.own, _schedules.c.chat_id == old.id, _schedules.c.about.in_(digests)
        self._work.run(_schedules.delete().where(*again))
        self._give(_schedules.c.chat_id, old.id, new.id)
        named = select(_channels.c.id).where(_channels.c.chat_id == new.id)
        doubled = _channels.c.chat_id == old.id, named.exists()
        self._work.run(_channels.delete().where(*doubled))
        self._give(_channels.c.chat_id, old.id, new.id)
        chosen = {name: getattr(new, name) or getattr(old, name) for name in _CHOSEN}
        self._work.run(_chats.update().where(_chats.c.id == new.id).values(chosen))
        if old.is_desk:
            self._known_chats.make_desk(new.id, left_as=new.place)

    def _hand_over_follows(self, old: int, new: int) -> None:
        named = tuple_(_follows.c.kind, _follows.c.target)
        theirs = select(_follows.c.kind, _follows.c.target).where(_follows.c.chat_id == new)
        twice = _follows.c.chat_id == old, named.in_(theirs)
        self._work.run(_follows.delete().where(*twice))
        self._give(_follows.c.chat_id, old, new)

    def forget(self, person: int) -> None:
        """Forget who somebody is, and every word that only they were told or said.

        That a message was sent stays known by its key. What is being sent at this moment goes.
        """
        private = [row.id for row in self._work.rows(_ids(_chats, _chats.c.person_id == person))]
        self._forget_told(person, private)
        self._forget_said(person, private)
        mine = or_(_choices.c.person_id == person, _choices.c.chat_id.in_(private))
        self._work.run(_choices.delete().where(mine))
        self._work.run(_brought.delete().where(_brought.c.person_id == person))
        amid = or_(_forms.c.person_id == person, _forms.c.chat_id.in_(private))
        self._work.run(_forms.delete().where(amid))
        theirs = or_(_talks.c.person_id == person, _talks.c.chat_id.in_(private))
        self._work.run(_talks.delete().where(theirs))
        self._work.run(_votes.delete().where(_votes.c.person_id == person))
        self._work.run(_sights.delete().where(_sights.c.person_id == person))
        self._work.run(_rules.delete().where(_rules.c.chat_id.in_(private)))
        self._work.run(_follows.delete().where(_follows.c.chat_id.in_(private)))
        self._work.run(
            _schedules.delete().where(_schedules.c.own, _schedules.c.chat_id.in_(private))
        )
        for column in _AUTHORED:
            self._give(column, person, None)
        self._work.run(_chats.update().where(_chats.c.id.in_(private)).values(_NOBODYS))
        self._work.run(_accounts.delete().where(_accounts.c.person_id == person))
        self._set(person, **_NOBODY)

    def _forget_told(self, person: int, private: list[int]) -> None:
        told = [*self._told_in(private), *self._told_alone(person)]
        for first in range(0, len(told), MOST_AT_ONCE):
            some = told[first : first + MOST_AT_ONCE]
            unsent = _deliveries.c.id.in_(some), _deliveries.c.state.in_(_UNSENT)
            dropped = {"state": deliveries.State.DROPPED, "settled_at": self._work.now}
            self._work.run(_deliveries.update().where(*unsent).values(dropped))
            self._receipts.remove(some)
            self._ledger.blank(some)
        self._give(_deliveries.c.person_id, person, None)

    def _told_in(self, chats: list[int]) -> list[int]:
        there = _deliveries.c.chat_id.in_(chats), _deliveries.c.state.not_in(_LEAVING)
        return [row.id for row in self._work.rows(_ids(_deliveries, *there))]

    def _told_alone(self, person: int) -> list[int]:
        query = select(_deliveries.c.id, _deliveries.c.kind, _deliveries.c.payload)
        mine = _deliveries.c.person_id == person, _deliveries.c.state.not_in(_LEAVING)
        rows = self._work.rows(query.where(*mine))
        # Replies to commands may quote who gave them; answers tell facts, and stay.
        return [row.id for row in rows if row.payload.get("alone") or row.kind == _TO_A_COMMAND]

    def _forget_said(self, person: int, private: list[int]) -> None:
        self._give(_questions.c.person_id, person, None)
        there = _questions.update().where(_questions.c.chat_id.in_(private))
        self._work.run(there.values(chat_id=None))
        query = select(_accounts.c.platform, _accounts.c.account)
        for row in self._work.rows(query.where(_accounts.c.person_id == person)):
            # A lane names the chat and then the account; see whoever fills the inbox.
            theirs = _inbox.c.lane.endswith(f" {row.platform}:{row.account}", autoescape=True)
            over = _inbox.update().where(theirs, _inbox.c.state.in_(_OVER))
            self._work.run(over.values(payload={}, lane=""))

    def _person(self, person: int) -> Any:  # noqa: ANN401 - a row has no type of its own
        return self._work.first(select(*_people.c).where(_people.c.id == person))

    def _set(self, person: int, **values: Any) -> None:  # noqa: ANN401 - columns of several types
        self._work.run(_people.update().where(_people.c.id == person).values(values))

    def _give(self, column: Any, old: int, new: int | None) -> None:  # noqa: ANN401 - a column of any table
        self._work.run(column.table.update().where(column == old).values({column.key: new}))


def _ids(table: Any, *where: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a table's columns have no type
    return select(table.c.id).where(*where)
