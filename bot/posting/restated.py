"""Restated: what a notice of a correction says: each value that was wrong, struck, and what holds.

Of an event it says, as whatever tells of one, its state first. What chats were told of it is one
entry, be it the time or that it was called off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot import calendar, texts
from bot.calendar import EVENT, STATE, TIME, Event
from bot.port import Break, Message, Node, Strike, Strong, Text, joined
from bot.posting import rewriting
from bot.posting.occasions import Occasion
from bot.posting.rewriting import Mistake
from bot.showing import cards

MOST: Final = 8
"""Entries of one notice; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Restated:
    """One fact.

    Attributes:
        latest: the latest of what was told of it, with what holds now.
        old: every value that was told and does not hold, in the order in which that was.
    """

    latest: Mistake
    old: tuple[str, ...]


def message(occasion: Occasion, restated: Sequence[Restated]) -> Message:
    """Return what a notice says."""
    language = occasion.language
    about = [(list(each), _event_of(occasion, key)) for key, each in groupby(restated, key=_about)]
    entries = [
        _event(occasion, of_one, event) if event else _fact(occasion, of_one)
        for of_one, event in about
    ]
    heading = rewriting.heading(joined(entries, Break()))
    said = [texts.say(language, heading), *entries[:MOST]]
    if len(entries) > MOST:
        said.append(texts.say(language, "correction.more", count=len(entries) - MOST))
    return joined(said, Break())


def _event_of(occasion: Occasion, about: tuple[str, str]) -> Event | None:
    """Return the event that an entry is about, if it has a time that may be seen."""
    key, fact = about
    return None if fact else calendar.find(occasion.tx, key, occasion.audience, occasion.now)


def _about(each: Restated) -> tuple[str, str]:
    """Return what an entry is about: of an event its time and its state together."""
    fact = each.latest.fact
    is_event = fact.subject.kind == EVENT and fact.attribute in {TIME, STATE}
    return fact.subject.key, "" if is_event else fact.key


def _fact(occasion: Occasion, of_one: Sequence[Restated]) -> Message:
    """Return the entries of one fact, which is told for several times where it differs."""
    return joined([_entry(occasion, each) for each in of_one], Break())


def _entry(occasion: Occasion, each: Restated) -> Message:
    language, latest = occasion.language, each.latest
    name = cards.subject_name(latest.fact.subject, language)
    attribute = cards.attribute_name(latest.fact, language, latest.now or latest.periods[-1])
    differs = rewriting.as_told(latest) if rewriting.is_the_same(latest) else latest
    values = _values(each, differs.instead())
    lines = [texts.say(language, "correction.line", what=f"{name}, {attribute}", values=values)]
    if latest.now is not None:
        lines += cards.below(latest.now, language, occasion.now, occasion.zone)
    return joined([*lines, rewriting.note(latest, occasion.zone)], Break())


def _values(each: Restated, new: Message) -> Message:
    """Return what was told, struck, and what holds; what no longer stands is claimed so."""
    struck: list[Node] = [Strike(text) for text in each.old]
    if not new and struck:
        struck[-1] = Strike(each.old[-1], each.latest.gone)
    return joined([*((node,) for node in struck), *((new,) if new else ())], Text(" "))


def _event(occasion: Occasion, of_one: Sequence[Restated], event: Event) -> Message:
    language = occasion.language
    name = Strong(cards.subject_name(event.subject, language))
    told = dict.fromkeys(_told(each, text, language) for each in of_one for text in each.old)
    struck = [Strike(text) for text in told]
    when = calendar.when(event, language, occasion.now)
    lines: list[Message] = [(name,), *((node,) for node in struck), when]
    return joined([*lines, rewriting.note(of_one[-1].latest, occasion.zone)], Break())


def _told(each: Restated, text: str, language: str) -> str:
    """Return a value as it is told of events: that one is called off has words of its own."""
    is_state = each.latest.fact.attribute == STATE
    return texts.phrase(language, "event.called-off") if is_state else text
