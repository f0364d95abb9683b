"""`fact show`, `fact history`: looking at one fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot import calendar, grammar
from bot.answering.verdict import Status
from bot.answering.words import fold
from bot.commands import ask, told
from bot.commands.arguments import Incomplete, TooMuch, WrongForm, last_instant
from bot.context import Act, Button, Context
from bot.conversation import talks
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Kind, Message, Place, Reply, Text, joined, unclaimed
from bot.showing import cards, histories, wording
from bot.showing.visibility import seen
from storage.choices import Choice as StoredChoice
from storage.content import Audience, Fact, Held
from storage.moments import Moment, time_zone
from storage.votes import Counts

TURN_LASTS: Final = timedelta(hours=1)
"""How long the button between a fact and its history works, as a page's does."""


MOST_KEYS: Final = 5_000
"""Keys that are compared with a misspelt one: so many take a tenth of a second."""

LIKE_BEGINNING: Final = 3
"""Letters with which a misspelt key begins as it should, in a store of more."""


class NoSuchFact(DeskError):
    """Nothing is known by that name. Field: `text`."""

    key = "fact.none"


class NoSuchFactNear(DeskError):
    """The same, where a key is near. Fields: `text`, `nearest`."""

    key = "fact.none-near"


class NotThen(DeskError):
    """The fact holds nothing at that time, or was not known then. Field: `key`."""

    key = "fact.not-then"


class NotNow(DeskError):
    """The fact holds nothing at present. Fields: `key`, and `command`, which shows what was."""

    key = "fact.not-now"

    def __init__(self, key: str) -> None:
        super().__init__(key=key, command=(Code(f"/fact history {key}"),))


class WholeSubject(DeskError):
    """A subject is named where one fact is due. Field: `key`."""

    key = "fact.whole-subject"


def show(text: str) -> Act:
    """Show one fact: now, for a day, or as it was told on a day.

    Raises:
        Incomplete: no fact is named.
    """
    head, tail = grammar.take_tail(text)
    if not head:
        raise Incomplete(given="")
    return partial(_show, named=head, tail=tail)


def history(text: str) -> Act:
    """Show every version of one fact, corrections marked.

    Raises:
        Incomplete: no fact is named.
    """
    if not text.strip():
        raise Incomplete(given="")
    return partial(_history, named=text.strip())


def found(context: Context, named: str) -> Fact:
    """Return the fact that `named` is the KEY of.

    Raises:
        NoSuchFact, NoSuchFactNear: there is none that may be seen here.
    """
    fact = _called(context, named)
    if fact is not None:
        return fact
    near = grammar.nearest(named, _keys(context, named))
    raise (
        NoSuchFactNear(text=shown(named), nearest=near[0])
        if near
        else NoSuchFact(text=shown(named))
    )


def _keys(context: Context, named: str) -> Sequence[str]:
    """Return the keys that somebody may have meant; of very many those that begin alike."""
    keys = context.tx.shown.keys(context.audience, MOST_KEYS)
    if len(keys) < MOST_KEYS:
        return keys
    beginning = fold(named)[:LIKE_BEGINNING]
    return context.tx.shown.keys(context.audience, MOST_KEYS, beginning)


def _called(context: Context, named: str) -> Fact | None:
    """Return the fact with that KEY, if anything was ever said of it that may be shown here."""
    if not grammar.looks_like_key(named):
        return None
    fact = context.tx.facts.find(str(grammar.fold_key(named)))
    return fact if fact is not None and _history_of(context, fact) else None


def _history_of(context: Context, fact: Fact) -> list[Held]:
    return seen(context.tx.facts.history(fact.id), context.audience)


def _meant(context: Context, named: str) -> Fact | Reply:
    """Return the fact named by KEY or by words; or the offer, where two or three are meant."""
    try:
        return found(context, named)
    except (NoSuchFact, NoSuchFactNear):
        if grammar.looks_like_key(named):
            _refuse_subject(context, grammar.fold_key(named))
            if "." in named:
                raise
        verdict = context.answerer.ask(
            context.tx, named, at=context.now, zone=context.zone, audience=context.audience
        )
        match verdict.status:
            case Status.ANSWERED:
                fact_id = verdict.picks[0].fact_id
                return context.tx.facts.get([fact_id])[fact_id]
            case Status.AMBIGUOUS:
                return ask.offer(context, verdict.picks, named)
            case Status.UNKNOWN:
                raise


def _refuse_subject(context: Context, key: grammar.Key) -> None:
    if context.tx.shown.has(context.audience, str(key)):
        raise WholeSubject(key=key)


def _check_rest(context: Context, named: str, refusal: type[DeskError]) -> None:
    """Refuse words behind a KEY: they were meant for something, and would be passed over."""
    key, _, rest = named.partition(" ")
    if rest and _called(context, key) is not None:
        raise refusal(text=shown(rest))


def _show(context: Context, named: str, tail: grammar.Tail) -> Reply:
    _check_rest(context, named, WrongForm)
    fact = _meant(context, named)
    if isinstance(fact, Reply):
        return fact
    at = last_instant(tail.on, context.zone) if tail.on else None
    known_at = last_instant(tail.told_on, context.zone) if tail.told_on else None
    instant = at or known_at or context.now
    held = context.tx.facts.at(fact.id, instant, known_at)
    if held is None or held not in _history_of(context, fact):
        raise (NotThen if at or known_at else NotNow)(key=fact.key)
    lines = [
        told.fact_card(context, fact, held, instant, known_at),
        (Code(fact.key),),
    ]
    if known_at is not None:
        lines = _as_told(context, held, known_at, lines)
    lines.extend(_judged(context, fact))
    talks.note(context, held)
    choices = _turned(context, fact, "history") if len(_history_of(context, fact)) > 1 else ()
    return context.reply(joined(lines, Break()), choices=choices, kind=Kind.ANSWER)


def _judged(context: Context, fact: Fact) -> list[Message]:
    """Return what people think of the fact's answers, for the desk alone."""
    counts = context.tx.votes.of_fact(fact.id)
    if context.audience is not Audience.DESK or counts == Counts():
        return []
    return [context.say("votes.counts", good=str(counts.good), poor=str(counts.poor))]


def _as_told(
    context: Context, held: Held, known_at: datetime, card: Sequence[Message]
) -> list[Message]:
    """Put around a card when it was said, and what has put an end to it since."""
    day = known_at.astimezone(time_zone(context.zone)).date()
    then = wording.on(Moment.day(day, context.zone), context.language)
    lines = [context.say("fact.told-then", day=then), *card]
    if held.superseded_at is not None:
        changes = histories.changes_shown(context.tx, held.version.fact_id, context.audience)
        lines = [unclaimed(line) for line in lines]
        ended = histories.ending(held, changes, context.language, context.zone)
        lines.append(context.say("fact.told-since", ending=ended))
    return lines


def _history(context: Context, named: str) -> Reply:
    _check_rest(context, named, TooMuch)
    fact = _meant(context, named)
    if isinstance(fact, Reply):
        return fact
    changes = histories.changes_shown(context.tx, fact.id, context.audience)
    versions = _history_of(context, fact)
    told_of = histories.paragraphs(versions, changes, context.language, context.zone)
    name = f"{cards.subject_name(fact.subject, context.language)} "
    heading = (Text(name), Code(fact.key))
    parts = [heading, *_called_off(context, fact, versions[-1]), told_of]
    message = joined(parts, Break(paragraph=True))
    return context.reply(message, choices=_turned(context, fact, "show"))


def _called_off(context: Context, fact: Fact, held: Held) -> list[Message]:
    """Return that an event is called off, which is said before its times."""
    event = calendar.called_off(context.tx, fact, held, context.audience, context.now)
    return [calendar.when(event, context.language, context.now)] if event else []


def _turned(context: Context, fact: Fact, to: str) -> Sequence[Choice]:
    """Return the button that turns what is shown of a fact; among many people there is none."""
    if context.update.chat.place is Place.GROUP:
        return ()
    turn = StoredChoice("run", {"text": f"fact {to} {fact.key}"})
    return context.offered([Button(context.phrase(f"fact.turn-{to}"), turn)], TURN_LASTS)
