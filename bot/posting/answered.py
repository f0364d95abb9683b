"""Answers found later: whoever asked is told once it is known, as an answer to their question.

An editor's answer closes the group and plans a row for each who is to be told, in one commit: so
whatever dies on the way, nobody is told twice, nor forgotten. The row names the question and the
fact; what it says is found when it leaves, as the chat may see it then, in the language of the
question. Who has been forgotten since, or wants no such word, gets none; what a hold has kept back
past the time when others may read it goes to its asker alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot import calendar, texts
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Kind, Message, Place, joined
from bot.posting.occasions import Composed, Dropped, Moved, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import cards
from bot.waiting import askers
from bot.waiting.askers import Recipient
from storage.choices import Choice as StoredChoice
from storage.content import Audience, Fact, Held
from storage.database import Transaction
from storage.deliveries import Reason
from storage.plans import Planned
from storage.questions import Question

NAME: Final = str(Kind.LATER)
"""What the payload of such a message names as its composer."""


OFF: Final = "answers off"
"""The command by which somebody hears no more of this."""

WITHIN: Final = timedelta(days=30)
"""How long its button works: who finds it too much looks back at the last ones."""


def plan(tx: Transaction, recipients: Sequence[Recipient], fact: int) -> None:
    """Plan that each is told a fact, by its id."""
    rows = [_row(tx, each.question.number, each.chat, fact) for each in recipients]
    tx.plans.add(Kind.LATER, None, rows)


def _row(tx: Transaction, question: int, chat: int, fact: int) -> Planned:
    payload = {"compose": NAME, "question": question, "fact": fact}
    rank = POLICIES[Kind.LATER].rank
    return Planned(f"{NAME}:{question}:{chat}", chat, tx.now, rank, payload)


def compose(occasion: Occasion) -> Verdict:
    """Answer a question with what the fact holds now; nothing if nothing may be told of it."""
    tx, payload = occasion.tx, occasion.delivery.payload
    question = tx.questions.get(int(payload["question"]))
    if question is None or question.person is None or not question.text:
        return Dropped(Reason.FORGOTTEN)
    if not tx.people.wants_answers(question.person):
        return Dropped(Reason.OFF)
    if occasion.chat.place != Place.PRIVATE and askers.is_old(question, occasion.now):
        return _to_the_asker(occasion, question)
    fact = tx.facts.get([int(payload["fact"])])[int(payload["fact"])]
    times = [at for at in (_instant(question), occasion.now) if at is not None]
    held = told_of(tx, fact, occasion.audience, times)
    return Dropped(Reason.EMPTY) if held is None else _told(occasion, question, fact, held)


def told_of(
    tx: Transaction, fact: Fact, audience: Audience, times: Sequence[datetime]
) -> Held | None:
    """Return what is told of a fact for the first of some times at which it holds, or the nearest.

    Args:
        tx: an open transaction.
        fact: what is told.
        audience: who it is told to.
        times: aware.
    """
    seen = [each for each in tx.facts.timeline(fact.id) if cards.may_see(audience, each)]
    fitting = (held for at in times for held in seen if held.covers(at))
    return next(fitting, seen[-1] if seen else None)


def _to_the_asker(occasion: Occasion, question: Question) -> Verdict:
    """Have it told in private, if there is a private chat; else it is too late."""
    tx = occasion.tx
    chat = askers.target(tx, question)
    if chat is None or chat == occasion.chat.id:
        return Dropped(Reason.LATE)
    row = _row(tx, question.number, chat, int(occasion.delivery.payload["fact"]))
    return Moved(partial(tx.plans.add, Kind.LATER, None, [row]))


def _instant(question: Question) -> datetime | None:
    """Return the instant asked about, if the question named one."""
    if question.trace.get("clock") != "world":
        return None
    return datetime.fromisoformat(question.trace["instant"])


def _told(occasion: Occasion, question: Question, fact: Fact, held: Held) -> Composed:
    language = question.language or occasion.language
    lines = [
        texts.say(language, "later.heading", question=shown(question.text)),
        _card(occasion, question, fact, held),
    ]
    is_alone = occasion.chat.place == Place.PRIVATE
    if not is_alone:
        lines.append(texts.say(language, "later.off", command=Code(OFF)))
    # What was asked elsewhere cannot be replied to here.
    here = occasion.chat.id == question.chat
    return Composed(
        joined(lines, Break()),
        thread=question.thread if here else "",
        reply_to=question.message if here else "",
        language=language,
        choices=_way_out(occasion, language) if is_alone else (),
    )


def _way_out(occasion: Occasion, language: str) -> tuple[Choice, ...]:
    """Return the button of who wants to hear no more of this."""
    stored = [StoredChoice("run", {"text": OFF})]
    (token,) = occasion.tx.choices.add(occasion.chat.id, stored, WITHIN)
    return (Choice(texts.phrase(language, "later.not-later"), token),)


def _card(occasion: Occasion, question: Question, fact: Fact, held: Held) -> Message:
    language, now, zone = question.language or occasion.language, occasion.now, occasion.zone
    instant = _instant(question)
    asked_about = instant if instant is not None and held.covers(instant) else None
    at = max(asked_about or now, now)
    event = calendar.called_off(occasion.tx, fact, held, occasion.audience, at)
    if event is not None:
        return calendar.card(event, language, now, zone, asked_about)
    return cards.fact_card(fact, held, language, now, zone, asked_about)
