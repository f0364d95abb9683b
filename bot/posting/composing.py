"""Composing: what a planned message says is decided when it leaves, by what is true then.

A row that was planned holds what to speak of, never the words. Within the commit that claims
it, it is looked at once more (is the chat still there? is what it tells still so?), and given
its words with their receipts; or it is dropped, expires, or is left to an editor.

A message that may have been sent before keeps its words as long as they are right: both have
to say the same, or nobody could tell what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeAlias

import structlog

from bot.port import Kind
from bot.posting import (
    answered,
    asked,
    corrections,
    countdowns,
    daily,
    digests,
    failures,
    followed,
    held,
    merging,
    notices,
    parts,
    posts,
    prechecks,
    proposals,
    quiet,
    reminders,
    removals,
    repeated,
    reviews,
)
from bot.posting.occasions import (
    Composed,
    Dropped,
    Expired,
    Home,
    Moved,
    Occasion,
    Postponed,
    Unsure,
    Verdict,
    reads_as,
)
from bot.posting.outbox import receipts_of, spoken
from bot.posting.policies import LATE_AFTER
from bot.stored import choice_records, message_record, picture_record
from storage.chats import Chat
from storage.content import Audience
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State
from storage.errors import StoreError

log = structlog.get_logger(__name__)

Composer: TypeAlias = Callable[[Occasion], Verdict]

COMPOSERS: Final[Mapping[str, Composer]] = {
    reminders.NAME: reminders.compose,
    notices.NAME: notices.compose,
    held.NAME: held.compose,
    daily.NAME: daily.compose,
    asked.NAME: asked.compose,
    answered.NAME: answered.compose,
    reviews.NAME: reviews.compose,
    followed.NAME: followed.compose,
    digests.NAME: digests.compose,
    countdowns.NAME: countdowns.compose,
    repeated.FACT: repeated.compose_fact,
    repeated.TEXT: repeated.compose_text,
    failures.NAME: failures.compose,
    posts.NAME: posts.compose,
    posts.EDIT: posts.compose_edit,
    posts.WITHDRAWAL: posts.compose_withdrawal,
    proposals.NAME: proposals.compose,
    removals.NAME: removals.compose,
    corrections.NAME: corrections.compose,
    corrections.EDIT: corrections.compose_edit,
}
"""What gives a planned message its words, by the name that its payload carries."""


def composed(tx: Transaction, delivery: Delivery, home: Home) -> Delivery | None:
    """Return a claimed delivery with its words; or settle it in `tx` and return None."""
    composer = COMPOSERS.get(delivery.payload.get("compose", ""))
    if composer is None:
        return delivery
    chat = tx.chats.get(delivery.chat)
    if chat is None or chat.gone:
        tx.ledger.fail(delivery, Reason.GONE)
        failures.tell(tx, delivery, home.editors)
        return None
    occasion = _occasion(tx, delivery, chat, home)
    match _verdict(composer, occasion):
        case Composed() as alone:
            words = parts.first(occasion, merging.gathered(occasion, alone, _decided))
            return delivery if _was_said(occasion, words) else _worded(occasion, words)
        case Dropped(why=why):
            tx.ledger.drop(delivery, why)
        case Postponed(by=by):
            tx.ledger.again(delivery, tx.now + by, "", doubted=False)
        case Moved(plan=plan):
            tx.ledger.drop(delivery, Reason.MOVED)
            plan()
        case Expired(why=why):
            tx.ledger.expire(delivery, why)
            failures.tell(tx, delivery, home.editors)
        case Unsure(why=why):
            held.tell(tx, tx.ledger.hold(delivery, why), home.editors)
        case None:
            tx.ledger.fail(delivery, Reason.FAULT)
    return None


def anew(tx: Transaction, delivery: Delivery, home: Home, audience: Audience) -> Composed | None:
    """Return what a message that has left would say now; None if it would say nothing.

    Args:
        tx: open for writing; nothing of it stays.
        delivery: as it was sent.
        home: what holds where nobody has chosen otherwise.
        audience: as whom it is read.
    """
    composer, chat = COMPOSERS.get(delivery.payload.get("compose", "")), tx.chats.get(delivery.chat)
    if composer is None or chat is None:
        return None
    known = _occasion(tx, delivery, chat, home)
    occasion = replace(known, now=tx.now, late=timedelta(0), insisted=True, audience=audience)

    def said() -> Composed | None:
        words = _verdict(composer, occasion)
        if not isinstance(words, Composed):
            return None
        whole = merging.gathered(occasion, words, _decided)
        return replace(whole, language=whole.language or occasion.language)

    return tx.rehearse(said)


def _verdict(composer: Composer, occasion: Occasion) -> Verdict | None:
    """Return what is decided; a fault of ours keeps back its own message and no other's.

    None where an alarm has one: another alarm about it would have it too.
    """
    try:
        with occasion.tx.undoable():
            return prechecks.fitting(occasion, composer(occasion))
    except StoreError:
        raise
    except Exception:  # whatever it is, all the others of this claim are to leave
        log.exception("composing_failed", delivery=occasion.delivery.id)
        is_alarm = occasion.delivery.kind == Kind.ALARM
        return None if is_alarm else Unsure(Reason.FAULT)


def _decided(occasion: Occasion) -> Verdict | None:
    """Return what is decided about a row that may go along with another."""
    composer = COMPOSERS.get(occasion.delivery.payload.get("compose", ""))
    return None if composer is None else _verdict(composer, occasion)


def reword(tx: Transaction, delivery: Delivery, home: Home) -> None:
    """Have a reply that is held say what holds by now, before an editor has it sent."""
    chat = tx.chats.get(delivery.chat)
    if chat is not None and delivery.state is State.HELD:
        corrections.reword(_occasion(tx, delivery, chat, home), delivery)


def is_planned(delivery: Delivery) -> bool:
    """Tell whether a delivery gets its words only when it leaves."""
    return delivery.payload.get("compose", "") in COMPOSERS


def _occasion(tx: Transaction, delivery: Delivery, chat: Chat, home: Home) -> Occasion:
    now = max(tx.now, delivery.due_at)
    late = now - delivery.turn
    return Occasion(
        tx=tx,
        delivery=delivery,
        chat=chat,
        language=spoken(tx, chat, home.language),
        zone=chat.timezone or home.zone,
        audience=reads_as(tx, chat),
        now=now,
        late=late if late > LATE_AFTER else timedelta(0),
        insisted=bool(delivery.payload.get("insisted")),
        room=home.room(chat.platform),
    )


def _was_said(occasion: Occasion, words: Composed) -> bool:
    """Tell whether a delivery may have been read already, and said the same."""
    delivery = occasion.delivery
    if not (delivery.doubts and delivery.payload.get("message")):
        return False
    said = [receipt.version_id for receipt in occasion.tx.receipts.of(delivery.id)]
    return said == [receipt.version_id for receipt in receipts_of(words.message)]


def _worded(occasion: Occasion, words: Composed) -> Delivery:
    tx, delivery = occasion.tx, occasion.delivery
    hours = quiet.of(occasion.chat.quiet)
    said: dict[str, Any] = {
        "message": message_record(words.message),
        "language": words.language or occasion.language,
        "thread": words.thread,
        "choices": choice_records(words.choices),
        "silent": words.silent or (hours is not None and hours.covers(occasion.now, occasion.zone)),
    }
    more: dict[str, Any] = {"edits": words.edits, "preview": words.preview}
    more |= {"withdraws": words.withdraws, "reply_to": words.reply_to}
    more["picture"] = picture_record(words.picture) if words.picture else None
    said |= {name: value for name, value in more.items() if value}
    payload = {**delivery.payload, **words.keeps, **said}
    tx.ledger.word(delivery, payload)
    tx.receipts.remove([delivery.id])
    tx.receipts.add(delivery.id, receipts_of(words.message))
    return replace(delivery, payload=payload)
