"""The ledger: everything that leaves, one row a message, with what became of it.

A row's key says what it is for, and is unique for ever: what was once queued can never
be queued again. A row is sent by whoever holds its token, within a lease; a lease that ends
in silence leaves the row in doubt, never lost and never blindly repeated. Each claim is one more
attempt, and is settled as that attempt: what became of an earlier one is of no account any more.

    queued → sending → sent
       ↑        ├→ queued     surely not sent; again when `due_at` comes
       └────────┼→ in_doubt → sent | queued | held
                ├→ held       an editor decides: queued | dropped
                ├→ failed     it cannot be sent, `why` says so
                ├→ expired    it came too late to be of use
                └→ dropped    there is nothing to say any more

What answers somebody has rank 0 and leaves at once, of one chat in the order of the ids. What
was planned (`storage/plans.py`) leaves in its turn (`storage/turns.py`). Two messages are never
on their way to one chat at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, func, or_, select

from storage.chats import ChatRow
from storage.deliveries import (
    UNSETTLED,
    Delivery,
    Holder,
    Message,
    Reason,
    State,
    as_delivery,
    claimed_as,
    deliveries,
    is_claimed,
    whole,
)
from storage.errors import LostLease
from storage.numbers import next_number
from storage.prepared import Prepared
from storage.table import constantly, insert_new, table_of
from storage.work import Values, Work

__all__ = ["Delivery", "Ledger", "Message", "State"]


class Ledger:
    """What leaves."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, message: Message) -> int | None:
        """Queue a message, due now; return its id, or None if its key was used before."""
        made = self._work.returned(_insert, [_row(message, self._work.now)])
        return made[0] if made else None

    def add_taken(self, message: Message, holder: Holder) -> tuple[int | None, Delivery | None]:
        """Queue a message and take it at once, as `add` and `claim` do together, in less time.

        Returns its id and itself; no more than the id where its chat waits for another first.
        """
        now, to = self._work.now, self._work.first(_whom, {"chat": message.chat})
        if to is None or to.busy:
            return self.add(message), None
        until = now + holder.lease
        held = {"state": State.SENDING, "token": holder.token, "lease_until": until, "attempts": 1}
        row = _row(message, now) | held
        made = self._work.returned(_insert, [row])
        if not made:
            return None, None
        row |= {"id": made[0], "number": None, "sent_at": None, "planned_at": None}
        row |= {"paced_at": None, "subject_id": None}
        where = {name: getattr(to, name) for name in ("platform", "external_id", "topic", "place")}
        taken = as_delivery(SimpleNamespace(**row, **where))
        return made[0], replace(taken, lease_until=until)

    def add_sent(self, message: Message) -> int | None:
        """Note a message that is there already; return its id, or None if its key was used."""
        now = self._work.now
        made = self._work.returned(_insert, [_row(message, now) | _there(now)])
        return made[0] if made else None

    def claim(
        self,
        token: str,
        most: int,
        lease: timedelta,
        chat: int | None = None,
        platform: str | None = None,
    ) -> tuple[Delivery, ...]:
        """Take what leaves at once, at most the first of each chat, for as long as `lease`.

        With `chat` only its own, else with `platform` only what goes there. Rows are taken in
        the order in which they were queued.
        """
        given: Values = {"now": self._work.now, "most": most}
        if chat is not None:
            rows = self._work.rows(_due_in_chat, given | {"chat": chat})
        elif platform is not None:
            rows = self._work.rows(_due_on_platform, given | {"platform": platform})
        else:
            rows = self._work.rows(_due, given)
        if not rows:
            return ()
        until = self._work.now + lease
        values: Values = {"state": State.SENDING, "token": token, "lease_until": until}
        self._work.run(_taken, [{"due_id": row.id, **values} for row in rows])
        return tuple(
            replace(
                found,
                state=State.SENDING,
                token=token,
                attempts=found.attempts + 1,
                lease_until=until,
            )
            for found in map(as_delivery, rows)
        )

    def get(self, ids: Sequence[int]) -> tuple[Delivery, ...]:
        """Return the messages with these ids, in the order of their ids."""
        return self._read(_id.in_(list(ids))) if ids else ()

    def in_doubt(self, platform: str) -> tuple[Delivery, ...]:
        """Return what a platform may have sent or not, oldest first."""
        given = {"platform": platform}
        return tuple(map(as_delivery, self._work.rows(_in_doubt, given)))

    def of_message(self, chat: int, message: str) -> Delivery | None:
        """Return what made the message that the platform calls so in a chat, the latest of it."""
        found = self._read(deliveries.c.chat_id == chat, deliveries.c.message == message)
        return found[-1] if found else None

    def answers_to(self, chat: int, message: str) -> tuple[Delivery, ...]:
        """Return what was sent in answer to somebody's message in a chat, oldest first."""
        return self._read(deliveries.c.chat_id == chat, deliveries.c.answers == message)

    def told(self, person: int) -> int:
        """Return how many messages were sent in answer to a person."""
        mine = deliveries.c.person_id == person, deliveries.c.state == State.SENT
        row = self._work.first(select(func.count().label("how_many")).where(*mine))
        return 0 if row is None else int(row.how_many)

    def sent(self, delivery: Delivery, message: str) -> None:
        """Note that a message is there, under the platform's id.

        Raises:
            LostLease: it is not ours any more; the whole transaction must be undone.
        """
        self._settle(delivery, state=State.SENT, sent_at=self._work.now, message=message, why="")

    def again(self, delivery: Delivery, due_at: datetime, why: str, *, doubted: bool) -> None:
        """Queue a message again, which was surely not sent, or is repeated if `doubted`.

        Raises:
            LostLease: as `sent`.
        """
        doubts = delivery.doubts + doubted
        self._settle(delivery, state=State.QUEUED, due_at=due_at, why=why, doubts=doubts)

    def wait(self, delivery: Delivery, until: datetime, why: str) -> None:
        """Queue a message again, which its platform's pace keeps back `until` then.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.QUEUED, due_at=until, paced_at=until, why=why)

    def doubt(self, delivery: Delivery, why: str) -> None:
        """Note that nobody knows whether a message was sent.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.IN_DOUBT, why=why)

    def hold(self, delivery: Delivery, why: str) -> int:
        """Leave a message to an editor; return the number by which to call it.

        Raises:
            LostLease: as `sent`.
        """
        number = delivery.number or next_number(self._work)
        self._settle(delivery, state=State.HELD, why=why, number=number)
        return number

    def fail(self, delivery: Delivery, why: str) -> None:
        """Note that a message cannot be sent, and why.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.FAILED, why=why)

    def drop(self, delivery: Delivery, why: str) -> None:
        """Note that there is nothing to say any more, and why.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.DROPPED, why=why)

    def expire(self, delivery: Delivery, why: str) -> None:
        """Note that a message came too late to be of use, and why.

        Raises:
            LostLease: as `sent`.
        """
        self._settle(delivery, state=State.EXPIRED, why=why)

    def word(self, delivery: Delivery, payload: Mapping[str, Any]) -> None:
        """Give a planned message that was claimed its words, in `payload`.

        Raises:
            LostLease: as `sent`.
        """
        if self._work.run(_mine, claimed_as(delivery) | {"payload": dict(payload)}) != 1:
            raise LostLease(detail=f"delivery {delivery.id}")

    def orphan(self, *, everybody: bool = False) -> int:
        """Put what was being sent in doubt if its lease is over, or with `everybody` at once.

        `everybody` is for who knows that no other program works on this store.
        """
        doubted: Values = {"state": State.IN_DOUBT, "why": Reason.SILENCE}
        if everybody:
            return self._work.run(_all_sending, doubted)
        return self._work.run(_over, doubted | {"now": self._work.now})

    def counts(self) -> dict[State, int]:
        """Return how many messages stand in each state."""
        state, how_many = deliveries.c.state, func.count().label("how_many")
        query = select(state, how_many).group_by(state)
        return {State(row.state): row.how_many for row in self._work.rows(query)}

    def blank(self, ids: Sequence[int]) -> None:
        """Forget what these messages said; that they were sent stays known by their keys."""
        if ids:
            values = {"payload": {}, "why": FORGOTTEN}
            self._work.run(deliveries.update().where(_id.in_(list(ids))).values(values))

    def settled_before(self, instant: datetime, most: int) -> tuple[int, ...]:
        """Return the ids of messages settled and older than `instant` that still say something.

        One that is held waits for an editor, who has to see what it says.
        """
        old = select(_id).where(
            deliveries.c.created_at < instant,
            # What was planned long ago may have been said just now.
            deliveries.c.settled_at < instant,
            *(deliveries.c.state != State.HELD, deliveries.c.why != FORGOTTEN),
        )
        return tuple(row.id for row in self._work.rows(old.order_by(_id).limit(most)))

    def _settle(self, delivery: Delivery, **values: object) -> None:
        values["settled_at"] = None if values["state"] in UNSETTLED else self._work.now
        if self._work.run(_mine, claimed_as(delivery) | {"lease_until": None} | values) != 1:
            raise LostLease(detail=f"delivery {delivery.id}")

    def _read(self, *where: ColumnElement[bool]) -> tuple[Delivery, ...]:
        return tuple(map(as_delivery, self._work.rows(whole.where(*where).order_by(_id))))


FORGOTTEN: Final = Reason.FORGOTTEN
_chats = table_of(ChatRow)
_id = deliveries.c.id


def _row(message: Message, now: datetime) -> Values:
    return {
        "key": message.key,
        "kind": message.kind,
        "chat_id": message.chat,
        "person_id": message.person,
        "answers": message.answers,
        "payload": dict(message.payload),
        "state": State.QUEUED,
        "why": "",
        "due_at": now,
        "created_at": now,
        "attempts": 0,
        "doubts": 0,
        "token": "",
        "message": "",
        "alone": message.alone,
        "rank": 0,
    }


def _there(now: datetime) -> Values:
    return {"state": State.SENT, "sent_at": now, "settled_at": now, "attempts": 1}


# Put together once: making a statement takes longer than carrying it out.
_insert = insert_new(deliveries)
_earlier = deliveries.alias("earlier")
_blocked = exists().where(
    _earlier.c.chat_id == deliveries.c.chat_id,
    # True of each, and what leads SQLite to the index of those that are not settled.
    _earlier.c.id > 0,
    constantly(_earlier.c.state, UNSETTLED),
    or_(
        constantly(_earlier.c.state, (State.SENDING,)),
        and_(_earlier.c.rank == 0, _earlier.c.id < _id),
    ),
)
_unsettled = exists().where(
    _earlier.c.chat_id == _chats.c.id,
    _earlier.c.id > 0,
    constantly(_earlier.c.state, UNSETTLED),
    or_(constantly(_earlier.c.state, (State.SENDING,)), _earlier.c.rank == 0),
)
_whom = Prepared(
    select(
        _chats.c.platform,
        _chats.c.external_id,
        _chats.c.topic,
        _chats.c.place,
        _unsettled.label("busy"),
    ).where(_chats.c.id == bindparam("chat"))
)
_first_due = (
    whole.where(
        constantly(deliveries.c.state, UNSETTLED),
        constantly(deliveries.c.state, (State.QUEUED,)),
        deliveries.c.due_at <= bindparam("now", type_=deliveries.c.due_at.type),
        ~_blocked,
    )
    # By the id alone SQLite would go through all that was ever sent to find what is not.
    .order_by(_id + 0)
    .limit(bindparam("most", type_=Integer))
)
_free = _first_due.with_for_update(skip_locked=True, of=deliveries)
_due = Prepared(_free.where(deliveries.c.rank == 0))
_due_on_platform = Prepared(
    _free.where(deliveries.c.rank == 0, _chats.c.platform == bindparam("platform"))
)
# Of one chat few are not settled: by the rank alone SQLite would go through those of all chats.
_due_in_chat = Prepared(
    _free.where(deliveries.c.rank + 0 == 0, deliveries.c.chat_id == bindparam("chat"), _id > 0)
)
_in_doubt = Prepared(
    whole.where(
        constantly(deliveries.c.state, UNSETTLED),
        constantly(deliveries.c.state, (State.IN_DOUBT,)),
        # What it cannot look up keeps SQLite from beginning with all the chats there.
        _chats.c.platform + "" == bindparam("platform"),
    ).order_by(_id + 0)
)
_sending = (
    constantly(deliveries.c.state, UNSETTLED),
    constantly(deliveries.c.state, (State.SENDING,)),
)
_all_sending = deliveries.update().where(*_sending)
_now = bindparam("now", type_=deliveries.c.lease_until.type)
_silent = select(_id).where(*_sending, deliveries.c.lease_until <= _now)
# Two processes that look at once would else wait for each other's rows.
_over = Prepared(deliveries.update().where(_id.in_(_silent.with_for_update(skip_locked=True))))
_taken = Prepared(
    deliveries.update().where(_id == bindparam("due_id")).values(attempts=deliveries.c.attempts + 1)
)
_mine = Prepared(
    deliveries.update().where(
        is_claimed, constantly(deliveries.c.state, (State.SENDING, State.IN_DOUBT))
    )
)
