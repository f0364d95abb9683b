"""Corrections: who was told what is wrong sees it mended where it stands, and hears of it once.

A change plans, in its own transaction, for each chat that it shows to have been misled
(`bot/editing/misled.py`) an edit of each wrong message, newest first, and behind them one notice.
Each is a row of the ledger under a key that names the change and the chat for ever, so that
whatever crashes, each edit is made and the notice is said once. All are worded when they leave, by
what is held then: where nothing differs any more they end without a word. The notice waits for the
edits, and for the notice of an earlier change. A later change within ten minutes edits that notice
instead of sending another.

What cannot be edited (one person alone saw it, or it is not there any more) is told of by the
notice alone. In a group what is old is mended without one. Who has ordered the change in private
was told at once what holds, and needs none either. A reply that an editor may still have sent is
mended where it waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace as changed
from datetime import datetime, timedelta
from typing import Any, Final

from bot.editing import misled
from bot.port import Kind, Message, Place
from bot.posting import directly, restated, rewriting
from bot.posting.occasions import Composed, Dropped, Occasion, Postponed, Verdict
from bot.posting.outbox import receipts_of
from bot.posting.policies import POLICIES
from bot.posting.restated import Restated
from bot.posting.rewriting import Mistake
from bot.showing.cards import may_see
from bot.stored import message_record, read_choices, read_message
from storage.content import Change, Fact, Held
from storage.database import Transaction
from storage.deliveries import UNSETTLED, Delivery, Reason, State
from storage.outdated import Outdated
from storage.plans import Planned
from storage.receipts import Receipt

NAME: Final = str(Kind.CORRECTION)
"""What the payload of a notice names as its composer."""

EDIT: Final = "correction-edit"
"""The same of the edit of a message."""

SAME_NOTICE: Final = timedelta(minutes=10)
"""How long after a notice a later change edits it instead of sending another."""

PAUSE: Final = timedelta(seconds=2)
"""How long is waited for what has to be over first."""

_MENDED: Final = (State.SENT, State.DROPPED)
"""States of the edit of a message that says what holds by now, or did so before."""

_RANK: Final = POLICIES[Kind.CORRECTION].rank


def plan(tx: Transaction, change: Change, facts: Iterable[Fact]) -> frozenset[int]:
    """Plan what has to be mended because facts changed; return the chats that get a notice.

    Args:
        tx: open for writing, the change in it.
        change: what was done.
        facts: that it touched.
    """
    known = {fact.id: fact for fact in facts}
    wrong: dict[int, list[Outdated]] = defaultdict(list)
    for each in misled.wrong(tx, known):
        chat = listener(tx, each)
        if chat is not None:
            wrong[chat].append(each)
    for chat, told in sorted(wrong.items()):
        subjects = {known[each.fact].subject.id for each in told}
        subject = subjects.pop() if len(subjects) == 1 else None
        tx.plans.add(Kind.CORRECTION, subject, rows(tx, change, chat, told))
    noticed = [chat for chat, told in wrong.items() if _is_noticed(told, tx.now)]
    return frozenset(noticed)


def replace(tx: Transaction, delivery: Delivery) -> None:
    """Forget what messages showed that another one, which is there now, has put right."""
    tx.receipts.remove(delivery.payload.get("replaces", ()))
    _settle(tx, delivery, delivery.payload.get("unedited", ()))


def compose_edit(occasion: Occasion) -> Verdict:
    """Mend an earlier message where it stands; nothing if all of it is right."""
    tx, payload = occasion.tx, occasion.delivery.payload
    found = tx.ledger.get([payload["of"]])
    if found and found[0].state in UNSETTLED:
        return Postponed(PAUSE)
    receipts = tx.receipts.of(payload["of"])
    if not found or found[0].state is not State.SENT or not receipts:
        return Dropped(Reason.EMPTY)
    there = found[0]
    if _same_notice(occasion, there):
        return Dropped(Reason.EMPTY)
    message = _mended(occasion, there, receipts)
    if not message:
        return Dropped(Reason.EMPTY)
    return Composed(
        message,
        thread=there.payload.get("thread", ""),
        choices=read_choices(there.payload.get("choices", ())),
        edits=there.message,
        preview=there.payload.get("preview", False),
        language=str(there.payload["language"]),
        keeps={"replaces": [there.id]},
    )


def reword(occasion: Occasion, waiting: Delivery) -> None:
    """Have a reply that is held say what holds by now; one that is planned gets words of its own.

    Args:
        occasion: in which it is looked at.
        waiting: what is held.
    """
    tx = occasion.tx
    planned = "compose" in waiting.payload
    message = () if planned else _mended(occasion, waiting, tx.receipts.of(waiting.id))
    if message:
        tx.held.reword(waiting.id, {**waiting.payload, "message": message_record(message)})
        tx.receipts.remove([waiting.id])
        tx.receipts.add(waiting.id, receipts_of(message))


def _mended(occasion: Occasion, there: Delivery, receipts: Sequence[Receipt]) -> Message:
    """Return an earlier message with what is wrong in it mended; nothing if all of it is right."""
    language = str(there.payload["language"])
    looked = {each.node: _look(occasion, each, language) for each in receipts}
    mistakes = {node: mistake for node, (mistake, is_right) in looked.items() if not is_right}
    if not mistakes:
        return ()
    message = rewriting.claimed(read_message(there.payload["message"]), receipts)
    return rewriting.rewritten(message, mistakes, occasion.now, occasion.zone)


def compose(occasion: Occasion) -> Verdict:
    """Say what was wrong and what holds; nothing if nobody read it, or nothing differs."""
    tx, delivery = occasion.tx, occasion.delivery
    said = tx.ledger.get(delivery.payload["messages"])
    edits = tx.plans.named([_edit_key(delivery.key, each.id) for each in said])
    if any(each.state in UNSETTLED for each in (*said, *edits)) or _is_second(occasion):
        return Postponed(PAUSE)
    waiting = [each for each in said if each.state is State.HELD]
    for each in waiting:
        reword(occasion, each)
    read = [each for each in said if each.state in {State.SENT, State.HELD}]
    if not read:
        return Dropped(Reason.EMPTY)
    earlier = _earlier(occasion)
    # Whoever asked in another language than is usual there reads of it in that one.
    spoken = str((earlier or max(read, key=_said_at)).payload["language"])
    occasion = changed(occasion, language=spoken)
    entries = _entries(occasion, [*_told(earlier), *_told(delivery)], anew=earlier is None)
    if not entries or _says_so(occasion, earlier):
        return Dropped(Reason.EMPTY)
    mended = {each.payload["of"] for each in edits if each.state in _MENDED}
    # What is held says what holds by now, and is told of again when that changes.
    mended |= {each.id for each in waiting}
    unedited = [each.id for each in read if each.id not in mended]
    if _was_ordered_in(occasion) or not _is_new_enough(occasion, read):
        _settle(tx, delivery, unedited)
        return Dropped(Reason.EMPTY)
    notice = _notice(occasion, entries, read, earlier)
    return changed(notice, keeps={**notice.keeps, "unedited": unedited})


def _notice(
    occasion: Occasion,
    entries: Sequence[Restated],
    read: Sequence[Delivery],
    earlier: Delivery | None,
) -> Composed:
    message = restated.message(occasion, entries)
    kept = [list(each) for each in dict.fromkeys(map(tuple, _records(earlier, occasion.delivery)))]
    if earlier is not None:
        return Composed(
            message,
            thread=earlier.payload.get("thread", ""),
            edits=earlier.message,
            language=occasion.language,
            keeps={"told": kept, "replaces": [earlier.id], "since": _since(earlier).isoformat()},
        )
    here = [each for each in read if each.chat == occasion.chat.id and each.message]
    newest = max(here, key=_said_at, default=None)
    return Composed(
        message,
        thread=_thread(occasion, newest) if newest else "",
        reply_to=newest.message if newest else "",
        language=occasion.language,
        keeps={"told": kept},
    )


def listener(tx: Transaction, each: Outdated) -> int | None:
    """Return the chat that hears of it: what one person alone saw, they in private."""
    if each.alone is None:
        return each.chat
    return directly.chat(tx, each.alone, each.platform, each.language)


def _is_noticed(told: Iterable[Outdated], now: datetime) -> bool:
    return any(misled.is_noticed(each, now) for each in told)


def latest_change(tx: Transaction, told: Iterable[Outdated]) -> Change:
    """Return the latest change of any fact of which something wrong was told."""
    return max((tx.changes.of(each.fact)[-1] for each in told), key=lambda each: each.seq)


def rows(
    tx: Transaction, change: Change, chat: int, told: Sequence[Outdated], mark: str = ""
) -> list[Planned]:
    """Return the edits of a chat, newest first, and its notice behind them.

    Args:
        tx: open.
        change: which the keys name.
        chat: our id of who hears of it.
        told: what was told there and is wrong, oldest first.
        mark: that tells these keys from those that the change itself has planned.
    """
    key = f"{NAME}:{change.seq}:{chat}{mark}"
    messages = dict.fromkeys(each.delivery for each in reversed(told))
    alone = {each.delivery for each in told if each.alone is not None}
    about = {"change": change.seq}
    edits = [
        Planned(_edit_key(key, each), chat, tx.now, _RANK, {"compose": EDIT, "of": each} | about)
        for each in messages
        if each not in alone
    ]
    payload = {"compose": NAME, "messages": list(messages), "told": _shown(told)} | about
    return [*edits, Planned(key, chat, tx.now, _RANK, payload)]


def _edit_key(notice: str, delivery: int) -> str:
    return f"{notice}:{delivery}"


def _shown(told: Iterable[Outdated]) -> list[list[Any]]:
    """Return what was told, each once, the latest instant of each; as JSON."""
    latest = {
        (each.fact, each.told, each.language, each.withdrawn): each.instant.isoformat()
        for each in told
    }
    return [[*named, instant] for named, instant in latest.items()]


def _records(*deliveries: Delivery | None) -> list[list[Any]]:
    return [each for delivery in deliveries if delivery for each in delivery.payload["told"]]


def _told(delivery: Delivery | None) -> list[Receipt]:
    """Return what was told that a notice puts right, as receipts."""
    return [
        Receipt(0, fact, version, datetime.fromisoformat(instant), language, withdrawn=withdrawn)
        for fact, version, language, withdrawn, instant in _records(delivery)
    ]


def _settle(tx: Transaction, notice: Delivery, unedited: Sequence[int]) -> None:
    """Forget what was told in messages that cannot be edited: whoever read it knows by now."""
    if unedited:
        tx.receipts.remove(unedited, sorted({each.fact_id for each in _told(notice)}))


def _look(occasion: Occasion, told: Receipt, language: str) -> tuple[Mistake, bool]:
    """Return what was told, with what holds instead, and whether it is right after all."""
    tx = occasion.tx
    fact = tx.facts.get([told.fact_id])[told.fact_id]
    history = tx.facts.history(fact.id)
    known = {held.version.id: held.version for held in history}
    holds = tx.facts.at(fact.id, told.instant)
    now = holds if holds is not None and may_see(occasion.audience, holds) else None
    mistake = Mistake(
        fact=fact,
        told=known[told.version_id],
        periods=tuple(held for held in history if held.version.id == told.version_id),
        now=now,
        is_hidden=holds is not None and now is None,
        change=_made_by(tx, history, holds, told),
        instant=told.instant,
        shown=told.language,
        language=language,
    )
    if told.withdrawn:
        return mistake, now is None
    return mistake, misled.stands(history, told.version_id, told.instant, told.language)


def _made_by(tx: Transaction, history: Sequence[Held], holds: Held | None, told: Receipt) -> Change:
    """Return the change by which what was told ceased to hold: it brought what holds instead."""
    if holds is None:
        ends = [held.superseded_at for held in history if held.version.id == told.version_id]
        at = max((each for each in ends if each is not None), default=history[-1].recorded_at)
    else:
        at = holds.recorded_at
        # What only trimmed it later did not bring it.
        for held in reversed(history):
            same = held.version.id == holds.version.id and held.covers(told.instant)
            if same and held.superseded_at == at:
                at = held.recorded_at
    return next(each for each in tx.changes.of(told.fact_id) if each.recorded_at == at)


def _entries(occasion: Occasion, told: Sequence[Receipt], *, anew: bool) -> list[Restated]:
    """Return what is to be said of each fact; `anew`: nobody was told yet that it was wrong."""
    found: dict[tuple[str, int], list[tuple[Mistake, bool, Receipt]]] = defaultdict(list)
    for each in told:
        mistake, is_right = _look(occasion, each, occasion.language)
        version = mistake.now.version.id if mistake.now else 0
        found[mistake.fact.key, version].append((mistake, is_right, each))
    entries = []
    for _, of_one in sorted(found.items(), key=lambda item: item[0]):
        if anew and all(is_right for _, is_right, _ in of_one):
            continue
        wrong = [each for each, is_right, _ in of_one if not is_right and not each.holds_again]
        texts = dict.fromkeys(rewriting.old_value(each) for each in wrong)
        entries.append(Restated(of_one[-1][0], tuple(texts)))
    return entries


def _is_second(occasion: Occasion) -> bool:
    """Tell whether an earlier notice of this chat, which this one may edit, is still to leave."""
    before = occasion.tx.plans.before(occasion.delivery)
    return any(each.payload["compose"] == NAME for each in before)


def _earlier(occasion: Occasion) -> Delivery | None:
    """Return the notice that is edited instead of sending another, if there is one."""
    changed_at = _changed_at(occasion)
    left = occasion.tx.plans.left(Kind.CORRECTION, occasion.chat.id, changed_at - SAME_NOTICE)
    before = [each for each in left if each.id < occasion.delivery.id]
    return next((each for each in reversed(before) if _same_notice(occasion, each)), None)


def _same_notice(occasion: Occasion, other: Delivery) -> bool:
    """Tell whether a message is a notice that a change so soon after it edits."""
    if other.payload.get("compose") != NAME or not other.message:
        return False
    return _since(other) >= _changed_at(occasion) - SAME_NOTICE


def _since(notice: Delivery) -> datetime:
    """Return since when a notice is there, however often it was edited."""
    written = notice.payload.get("since")
    return datetime.fromisoformat(written) if written else notice.sent_at or notice.created_at


def _changed_at(occasion: Occasion) -> datetime:
    change = occasion.tx.changes.get(int(occasion.delivery.payload["change"]))
    return occasion.delivery.created_at if change is None else change.recorded_at


def _says_so(occasion: Occasion, earlier: Delivery | None) -> bool:
    """Tell whether a notice that is there says what holds already."""
    if earlier is None:
        return False
    facts = {each.fact_id for each in _told(occasion.delivery)}
    shown = occasion.tx.receipts.of(earlier.id)
    right = {each.fact_id for each in shown if _look(occasion, each, occasion.language)[1]}
    return facts <= right


def _was_ordered_in(occasion: Occasion) -> bool:
    """Tell whether this is the private chat of who has ordered the change there."""
    ordered = occasion.tx.audit.place_of(int(occasion.delivery.payload["change"]))
    chat = occasion.chat
    own = chat.place == Place.PRIVATE
    return own and ordered == f"{chat.platform}:{chat.external_id}"


def _is_new_enough(occasion: Occasion, read: Sequence[Delivery]) -> bool:
    """Tell whether a chat has to hear of it: a group not of what is old."""
    newest = max(map(_said_at, read))
    is_private = occasion.chat.place == Place.PRIVATE
    return is_private or newest >= _changed_at(occasion) - misled.NOTICED_WITHIN


def _said_at(delivery: Delivery) -> datetime:
    return delivery.sent_at or delivery.due_at


def _thread(occasion: Occasion, newest: Delivery) -> str:
    """Return where within its chat a reply to a message belongs: among many people below it."""
    thread = str(newest.payload.get("thread", ""))
    return thread or ("" if occasion.chat.place == Place.PRIVATE else newest.message)
