"""How what we said at a time looks in a reply: as said then, and what became of it since.

First it says that these are words of then. What was told last in that time is a card; what was
told in it before that is a line each, with what put an end to it. Below stands whether we still
say so: if not, what put an end to it, and what holds now. What we no longer say makes no claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import calendar, texts
from bot.answering.tellings import Telling, goes_on, tellings
from bot.answering.told_then import Window
from bot.port import Break, Message, Text, joined, unclaimed
from bot.showing import cards, histories, wording
from bot.showing.visibility import same_claim, seen
from storage.content import Audience, Change, Fact, Held
from storage.database import Transaction

MOST_BEFORE: Final = 3
"""Earlier tellings of one time that are shown, the latest of them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom something is told again.

    Attributes:
        zone: the IANA zone in which times are shown.
        now: the world's clock, aware.
    """

    audience: Audience
    language: str
    zone: str
    now: datetime


def card(tx: Transaction, fact: Fact, window: Window, reader: Reader) -> Message | None:
    """Return what was said of a fact in a window, and what became of it; None if nothing was.

    Args:
        tx: an open transaction.
        fact: what was asked for.
        window: when it was told.
        reader: to whom it is told again.
    """
    history = seen(tx.facts.history(fact.id), reader.audience)
    told = tellings(history, window)
    if not told:
        return None
    told[-1] = goes_on(history, told[-1], window, tx.now)
    changes = histories.changes_shown(tx, fact.id, reader.audience)
    ends = [_ending(each, changes, reader) for each in told]
    lines = [_heading(window, reader)]
    lines += [_line(each, end, reader) for each, end in list(zip(told, ends, strict=True))[:-1]][
        -MOST_BEFORE:
    ]
    called_off = _state_since(tx, fact, told[-1].held, reader)
    lines += called_off
    now = None if called_off else _now(history, window, reader)
    still = now is not None and same_claim(told[-1].held.version, now.version)
    at = min(told[-1].end, reader.now)
    shown = cards.fact_card(fact, told[-1].held, reader.language, reader.now, reader.zone, at)
    lines.append(shown if still else unclaimed(shown))
    return joined([*lines, *_since(fact, ends[-1], now, still=still, reader=reader)], Break())


def at_time(start: datetime, end: datetime, zone: str, language: str) -> Message:
    """Return the words before an answer for a time of the world: "In 2019:"; both are aware."""
    when = wording.within(start, end, zone, language)
    return texts.say(language, "ask.at-time", when=when[:1].upper() + when[1:])


def _heading(window: Window, reader: Reader) -> Message:
    if window.before:
        return texts.say(reader.language, "fact.told-before")
    day = wording.within(window.start, window.end, reader.zone, reader.language)
    return texts.say(reader.language, "fact.told-then", day=day)


def _line(telling: Telling, ending: Message, reader: Reader) -> Message:
    """Return what was told before the last, with what put an end to it."""
    value = cards.value_text(telling.held.version.content, reader.language)
    return (Text(value), Text(" – "), *ending)


def _ending(telling: Telling, changes: Sequence[Change], reader: Reader) -> Message:
    """Return what put an end to a telling: a change of ours, or of the world; nothing: none."""
    held, language = telling.held, reader.language
    if held.superseded_at is not None and held.superseded_at <= telling.end:
        return histories.ending(held, changes, language, reader.zone)
    return (Text(wording.until(held.end, language)),) if held.end is not None else ()


def _now(history: Sequence[Held], window: Window, reader: Reader) -> Held | None:
    """Return what we say now: of the present, or of the instant that was asked about."""
    instant = window.world or reader.now
    believed = (held for held in history if held.superseded_at is None)
    return cards.current(believed, instant, reader.audience)


def _state_since(tx: Transaction, fact: Fact, held: Held, reader: Reader) -> list[Message]:
    """Return that an event is called off by now, which is said before its times."""
    event = calendar.called_off(tx, fact, held, reader.audience, reader.now)
    return [calendar.when(event, reader.language, reader.now)] if event else []


def _since(
    fact: Fact, ending: Message, now: Held | None, *, still: bool, reader: Reader
) -> list[Message]:
    """Return whether we still say so, and what we say instead."""
    language = reader.language
    if still:
        return [texts.say(language, "fact.told-still")]
    lines = [texts.say(language, "fact.told-after", ending=ending)] if ending else []
    if now is not None:
        said = cards.told(fact, now, language, cards.answered_for(now, reader.now))
        lines.append(texts.say(language, "fact.told-now", said=said))
    return lines
