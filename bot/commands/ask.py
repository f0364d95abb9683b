"""`ask`, and every line that is no command: a question is answered, offered, or left unanswered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot import cards, texts, wording
from bot.answering.trace import trace_record
from bot.answering.verdict import Pick, Reason, Status, Verdict
from bot.commands import told
from bot.commands.arguments import Incomplete
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.port import Kind, Place, Reply
from storage.choices import Choice as StoredChoice
from storage.content import Fact, Held

LONGEST_QUESTION: Final = 1000
"""Characters; the longest of the questions we measure with has 120."""

OFFER_LASTS: Final = timedelta(hours=1)
"""How long the buttons of an offer answer (contract, section 1)."""

NOT_A_QUESTION: Final = frozenset({Reason.EMPTY, Reason.SMALL_TALK, Reason.GIBBERISH})
"""What nobody could answer; it enters no queue."""


class TooLong(DeskError):
    """A question that is rather a text. Fields: `length`, `most`."""

    key = "ask.too-long"


class NoLongerHeld(DeskError):
    """What was offered has been withdrawn since."""

    key = "ask.no-longer-held"


def ask(text: str) -> Act:
    """Answer the question that follows.

    Raises:
        Incomplete: none does.
    """
    if not text.strip():
        raise Incomplete(given="")
    return partial(answer, question=text)


def answer(context: Context, question: str) -> Reply:
    """Say what is known, offer what may be meant, or say that it is not known.

    Raises:
        TooLong: nobody asks in so many words.
    """
    check_length(question)
    verdict = context.answerer.ask(
        context.tx, question, at=context.now, zone=context.zone, audience=context.audience
    )
    context = replace(context, language=verdict.language or context.language)
    match verdict.status:
        case Status.ANSWERED:
            return _told(context, verdict.picks[0].fact, verdict.picks[0].held, verdict.instant)
        case Status.AMBIGUOUS:
            return offer(context, verdict.picks)
        case Status.UNKNOWN:
            return _silence(context, question, verdict)


def check_length(question: str) -> None:
    """Refuse a text where a question is due.

    Raises:
        TooLong: nobody asks in so many words.
    """
    if len(question) > LONGEST_QUESTION:
        raise TooLong(length=len(question), most=LONGEST_QUESTION)


def silence_key(reason: Reason | None) -> str:
    """Return the sentence that says why there is no answer."""
    return _SENTENCES.get(reason or Reason.OUT_OF_DOMAIN, "ask.unknown")


def choose(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Answer with the fact that was chosen from an offer.

    Raises:
        NoLongerHeld: it was withdrawn after it had been offered.
    """
    fact_id, version_id = int(payload["fact"]), int(payload["version"])
    context = replace(context, language=str(payload["language"]))
    for held in context.tx.facts.timeline(fact_id):
        if held.version.id == version_id and cards.may_see(context.audience, held):
            fact = context.tx.facts.get([fact_id])[fact_id]
            return _told(context, fact, held, cards.answered_for(held, context.now))
    raise NoLongerHeld


def offer(context: Context, picks: Sequence[Pick]) -> Reply:
    """Offer facts by what differs between them; an offer shows no values."""
    one_fact = len({pick.fact_id for pick in picks}) == 1
    buttons = [
        Button(
            label(pick.fact, pick.held, context.language, by_time=one_fact),
            StoredChoice(
                "answer",
                {
                    "fact": pick.fact_id,
                    "version": pick.held.version.id,
                    "language": context.language,
                },
            ),
        )
        for pick in picks
    ]
    key = "ask.offer-times" if one_fact else "ask.offer"
    choices = context.offered(buttons, OFFER_LASTS)
    return context.reply(context.say(key), choices=choices, kind=Kind.OFFER)


def _told(context: Context, fact: Fact, held: Held, instant: datetime) -> Reply:
    return context.reply(told.fact_card(context, fact, held, instant), kind=Kind.ANSWER)


def label(fact: Fact, held: Held, language: str, *, by_time: bool) -> str:
    """Return what an offer calls a fact: its name, or where only that differs its time."""
    if by_time:
        period = wording.between(held.start, held.end, language)
        return period or texts.phrase(language, "answer.always")
    subject = cards.subject_name(fact.subject, language)
    return f"{subject}: {cards.attribute_name(fact, language, held)}"


def _silence(context: Context, question: str, verdict: Verdict) -> Reply:
    reason = verdict.reason or Reason.OUT_OF_DOMAIN
    if reason in NOT_A_QUESTION and context.update.chat.place is Place.GROUP:
        return context.silent()
    if reason not in NOT_A_QUESTION:
        context.tx.questions.add(
            question,
            verdict.language,
            reason,
            trace_record(verdict),
            person=context.person.id,
            chat=context.chat_id,
        )
    return context.reply(context.say(silence_key(reason)), kind=Kind.ANSWER)


_SENTENCES: Final = {
    Reason.EMPTY: "ask.empty",
    Reason.SMALL_TALK: "ask.small-talk",
    Reason.GIBBERISH: "ask.empty",
    Reason.NOT_AT_THAT_TIME: "ask.not-then",
    Reason.TOO_CLOSE: "ask.too-close",
}
