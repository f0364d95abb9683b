"""`ask`, and every line that is no command: a question is answered, offered, or left unanswered.

Below an answer stand the two buttons by which it is judged (`bot/commands/votes.py`), among
people tucked away, where the platform can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot.answering.recalling import told_of
from bot.answering.told_then import Window
from bot.answering.verdict import Clock, Pick, Reason, Status, Verdict
from bot.commands import meant, told
from bot.commands.meant import Meant
from bot.context import Act, Button, Context
from bot.conversation import talks
from bot.errors import DeskError
from bot.port import Break, Choice, Code, Kind, Message, Place, Reply, joined
from bot.roles import Right, holds
from bot.showing import cards, offers, retold
from bot.showing.retold import Reader
from bot.waiting import unanswered
from storage.choices import Choice as StoredChoice
from storage.content import Fact, Held

LONGEST_QUESTION: Final = 1000
"""Characters; what is longer is no question."""

MOST_ASKED: Final = 120
"""Characters of the longest question of those we measure with."""

OFFER_LASTS: Final = timedelta(hours=1)
"""How long the buttons of an offer answer (contract, section 1)."""

ANSWERS_WITHIN: Final = timedelta(days=7)
"""How long the button of who does not want to hear of it later works; the command always does."""

NOT_A_QUESTION: Final = frozenset({Reason.EMPTY, Reason.SMALL_TALK, Reason.GIBBERISH})
"""What nobody could answer; it enters no queue."""

QUEUED_NEVER: Final = NOT_A_QUESTION | {Reason.NOT_TOLD_THEN, Reason.TOLD_WHAT}
"""What no editor can do anything about: nor is anything said after the event."""

JUDGED: Final = ("good", "poor")
"""How an answer is judged; before its token, and a full stop, each is what a button stands for."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A fact to be told, by the version that holds at the instant asked about.

    Attributes:
        head: the words before it, that say for which time it is told.
        window: when it was told, where what we said then is asked for.
    """

    fact: Fact
    held: Held
    instant: datetime
    head: Message = ()
    window: Window | None = None


class TooLong(DeskError):
    """A question that is rather a text. Fields: `length`, `most`."""

    key = "ask.too-long"


class NoLongerHeld(DeskError):
    """What was offered has been withdrawn since."""

    key = "ask.no-longer-held"


def ask(text: str) -> Act:
    """Answer the question that follows; where none does, say how one is put."""
    return partial(answer, question=text) if text.strip() else _how


def _how(context: Context) -> Reply:
    return context.reply(context.say("ask.empty"))


def answer(context: Context, question: str) -> Reply:
    """Say what is known, offer what may be meant, or say that it is not known.

    Raises:
        TooLong: nobody asks in so many words.
    """
    prepared = _is_prepared(context, question)
    if prepared and len(question) > LONGEST_QUESTION:
        return _way_to_post(context)
    check_length(question)
    found = meant.meant(context, question)
    if found is not None and found.plainly:
        return context.reply(meant.hint(context, found), kind=Kind.ANSWER)
    asked = talks.asked(context, question)
    verdict = asked.verdict
    if prepared and verdict.status is not Status.ANSWERED:
        return _way_to_post(context)
    # Of commands is spoken in the language that they answer in, whatever the line looks like.
    commanded = context
    context = replace(context, language=verdict.language or context.language)
    match verdict.status:
        case Status.ANSWERED:
            answered = _told(context, _telling(context, verdict), asked.question, about=asked.about)
            return _or_command(commanded, found, answered)
        case Status.AMBIGUOUS:
            chosen = None if verdict.window else _chosen_before(context, asked)
            offered = chosen or offer(context, verdict.picks, asked.question, verdict.window)
            return _or_command(commanded, found, offered)
        case Status.UNKNOWN:
            return _silence(context, question, verdict, found, commanded)


def _or_command(context: Context, found: Meant | None, reply: Reply) -> Reply:
    """Return a reply to a question below how a command is written that was meant surely."""
    if found is None or not found.surely:
        return reply
    told = [meant.hint(context, found), reply.message]
    return replace(reply, message=joined(told, Break(paragraph=True)))


def _is_prepared(context: Context, text: str) -> bool:
    """Tell whether an editor has written what is to be posted, rather than asked something."""
    is_text = "?" not in text and ("\n" in text.strip() or len(text) > MOST_ASKED)
    private = context.update.chat.place is Place.PRIVATE
    return is_text and private and holds(Right.EDITOR, context.person.role)


def _way_to_post(context: Context) -> Reply:
    return context.reply(context.say("ask.prepared", command=Code("/post")), kind=Kind.ANSWER)


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
    if "told" in payload:
        return _chosen_of_then(context, fact_id, payload)
    for held in context.tx.facts.timeline(fact_id):
        if held.version.id == version_id and cards.may_see(context.audience, held):
            fact = context.tx.facts.get([fact_id])[fact_id]
            telling = Telling(fact, held, cards.answered_for(held, context.now))
            question, offered = str(payload.get("question", "")), bool(payload.get("offered"))
            return _told(context, telling, question, chosen=offered)
    raise NoLongerHeld


def _chosen_of_then(context: Context, fact_id: int, payload: Mapping[str, Any]) -> Reply:
    """Answer with what was said of the fact that was chosen, in the time asked about."""
    fact = context.tx.facts.get([fact_id])[fact_id]
    window = _window(payload["told"])
    picks = told_of(context.tx, {fact_id: 1.0}, window, context.audience)
    if not picks:
        raise NoLongerHeld
    telling = Telling(fact, picks[0].held, context.now, window=window)
    return _told(context, telling, str(payload.get("question", "")))


def _telling(context: Context, verdict: Verdict) -> Telling:
    """Return what is to be told, with the words that say by which clock."""
    pick, time = verdict.picks[0], verdict.trace.reading.time
    head: Message = ()
    if verdict.clock is Clock.WORLD and time is not None:
        head = retold.at_time(time.start, time.end, context.zone, context.language)
    return Telling(pick.fact, pick.held, verdict.instant, head, verdict.window)


def offer(
    context: Context, picks: Sequence[Pick], question: str, window: Window | None = None
) -> Reply:
    """Offer what `question` may mean by what differs; an offer shows no values.

    With a `window` a choice is answered with what was said then.
    """
    held = [(pick.fact, pick.held) for pick in picks]
    offered = buttons(context, held, question, offered=window is None)
    if window is not None:
        offered = [_of_then(button, window) for button in offered]
    choices = context.offered(offered, OFFER_LASTS)
    heading = offers.heading([pick.fact for pick in picks], context.language)
    return context.reply(heading, choices=choices, kind=Kind.OFFER)


def _of_then(button: Button, window: Window) -> Button:
    """Return a button that answers with what was said in a window."""
    payload = {**button.stands_for.payload, "told": _as_record(window)}
    return replace(button, stands_for=replace(button.stands_for, payload=payload))


def buttons(
    context: Context, facts: Sequence[tuple[Fact, Held]], question: str, *, offered: bool = False
) -> list[Button]:
    """Return a button for each of some facts, which answers `question` with it.

    With `offered` it is remembered for that question, for whoever asks it in this chat.
    """
    labels = offers.labels(facts, context.language)
    payload: dict[str, Any] = {"language": context.language, "question": question}
    if offered:
        payload["offered"] = True
    return [
        Button(
            label,
            StoredChoice("answer", payload | {"fact": fact.id, "version": held.version.id}),
        )
        for label, (fact, held) in zip(labels, facts, strict=True)
    ]


def _chosen_before(context: Context, asked: talks.Asked) -> Reply | None:
    """Return the answer that was chosen here lately for the same question, if it still may be."""
    pick = talks.chosen(context, asked)
    if pick is None:
        return None
    telling = Telling(pick.fact, pick.held, cards.answered_for(pick.held, context.now))
    return _told(context, telling, asked.question, about=asked.about)


def _told(
    context: Context, telling: Telling, question: str, *, about: str = "", chosen: bool = False
) -> Reply:
    """Tell a fact, naming first what it is about where the question did not."""
    token = talks.note(context, telling.held, question, chosen=chosen)
    card = _card(context, telling)
    if about:
        card = joined([context.say("ask.about", subject=about), card], Break())
    choices = _judging(context, token) if question else ()
    return context.reply(card, choices=choices, kind=Kind.ANSWER)


def _card(context: Context, telling: Telling) -> Message:
    """Return what is told of a fact, by either clock."""
    if telling.window is not None:
        reader = Reader(context.audience, context.language, context.zone, context.now)
        again = retold.card(context.tx, telling.fact, telling.window, reader)
        if again is None:
            raise NoLongerHeld
        return again
    card = told.fact_card(context, telling.fact, telling.held, telling.instant)
    return joined([telling.head, card], Break()) if telling.head else card


def _as_record(window: Window) -> dict[str, Any]:
    """Return a window as a button keeps it."""
    world = None if window.world is None else window.world.isoformat()
    return {
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "before": window.before,
        "world": world,
    }


def _window(record: Mapping[str, Any]) -> Window:
    """Return the window that a button keeps."""
    world = record["world"]
    return Window(
        datetime.fromisoformat(record["start"]),
        datetime.fromisoformat(record["end"]),
        bool(record["before"]),
        None if world is None else datetime.fromisoformat(world),
    )


def _judging(context: Context, token: str) -> tuple[Choice, ...]:
    """Return the buttons by which an answer is judged; among people they are tucked away."""
    tucked = context.update.chat.place is not Place.PRIVATE
    return tuple(
        Choice(context.phrase(f"votes.{vote}"), f"{vote}.{token}", tucked) for vote in JUDGED
    )


def _silence(
    context: Context, question: str, verdict: Verdict, found: Meant | None, commanded: Context
) -> Reply:
    reason = verdict.reason or Reason.OUT_OF_DOMAIN
    if _wants_no_reply(context, question, reason):
        return context.silent()
    if found and found.surely:
        return commanded.reply(meant.hint(commanded, found), kind=Kind.ANSWER)
    choices: tuple[Choice, ...] = ()
    if reason not in QUEUED_NEVER and unanswered.queue(context, question, verdict, reason, {}):
        choices = _way_out(context)
    said = [context.say(silence_key(reason)) if context.update.text else _wordless(context)]
    said += [meant.hint(context, found)] if found else []
    message = joined(said, Break(paragraph=True))
    return context.reply(message, choices=choices, kind=Kind.ANSWER)


def _wants_no_reply(context: Context, question: str, reason: Reason) -> bool:
    """Tell whether a line among people is thanks, a greeting, or signs without words.

    So are words that nobody can read, as they may be said to others, unless we are called by name;
    whoever calls us and says nothing is waiting for us.
    """
    update = context.update
    if update.chat.place is not Place.GROUP or update.alone:
        return False
    courtesy = reason is Reason.SMALL_TALK or (reason is Reason.EMPTY and question.strip())
    return reason in NOT_A_QUESTION and bool(courtesy or not update.mentioned)


def _wordless(context: Context) -> Message:
    """Return what is said to a picture, a voice or whatever else came without words."""
    told = context.say("ask.no-words")
    if not holds(Right.EDITOR, context.person.role):
        return told
    return joined([told, context.say("ask.no-words-editor", command=Code("/post"))], Break())


def _way_out(context: Context) -> tuple[Choice, ...]:
    """Return the button of who does not want to hear of it later; among people there is none."""
    private = context.update.chat.place is Place.PRIVATE
    if not private or not context.tx.people.wants_answers(context.person.id):
        return ()
    off = StoredChoice("run", {"text": "answers off"})
    return context.offered([Button(context.phrase("later.not-later"), off)], ANSWERS_WITHIN)


_SENTENCES: Final = {
    Reason.EMPTY: "ask.empty",
    Reason.SMALL_TALK: "ask.small-talk",
    Reason.GIBBERISH: "ask.empty",
    Reason.NOT_AT_THAT_TIME: "ask.not-then",
    Reason.NOT_TOLD_THEN: "ask.not-told-then",
    Reason.TOLD_WHAT: "ask.told-what",
    Reason.TOO_CLOSE: "ask.too-close",
}
