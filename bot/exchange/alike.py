"""Which lines of a file give a name that something else has, to be shown before it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot import texts
from bot.calendar import EVENT, TIME
from bot.editing import namesakes
from bot.editing.namesakes import Named
from bot.exchange.known import Known
from bot.exchange.planning import Plan
from bot.exchange.records import Records
from bot.exchange.report import NamedAlike
from bot.exchange.subjects import gathered
from bot.port import Code, Message
from storage.content import Content
from storage.moments import Moment
from storage.transaction import Transaction

MOST_TOLD: Final = 10
"""Lines told in words; of the others their number is told."""


def found(
    tx: Transaction, records: Records, plan: Plan, known: Known, zone: str
) -> tuple[NamedAlike, ...]:
    """Return the names of a file that others have, or that it gives to two, the first line first.

    Each is told once, with the first who has it.

    Args:
        tx: at present.
        records: the file.
        plan: what of it would be written.
        known: what is held of that.
        zone: IANA, in which an event's day is reckoned.
    """
    lines = {key: record.line for key, record in gathered(records.subjects).items()}
    given = [
        Named(
            key,
            namesakes.new_names(about.names, known.subjects.get(key)),
            list(_starts(plan, known, key)) if about.kind == EVENT else None,
        )
        for key, about in sorted(plan.subjects.items(), key=lambda each: lines[each[0]])
    ]
    alike = namesakes.found(tx, given, zone)
    return tuple(NamedAlike(lines[each.key], each.name, each.other) for each in alike)


def told(alike: Sequence[NamedAlike], language: str) -> Iterator[Message]:
    """Yield what whoever imports is told of names that others have."""
    for each in alike[:MOST_TOLD]:
        name = texts.say(language, "exchange.name-there", name=each.name, key=Code(each.other))
        yield texts.say(language, "exchange.at-line", line=str(each.line), fault=name)
    if more := len(alike[MOST_TOLD:]):
        yield texts.say(language, "import.more-alike", count=more)


def _starts(plan: Plan, known: Known, key: str) -> Iterator[Moment]:
    """Yield when an event begins, as it will be held."""
    for content in _times(plan, known, key):
        if content.span is not None:
            yield content.span.start


def _times(plan: Plan, known: Known, key: str) -> Iterable[Content]:
    slots = plan.timelines.get((key, TIME))
    if slots is not None:
        return [slot.what.content for slot in slots]
    dossier = known.dossiers.get(f"{key}.{TIME}")
    return [held.version.content for held in dossier.held] if dossier else []
