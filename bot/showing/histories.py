"""How the history of a fact looks: a paragraph for each version that was ever recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from bot import texts
from bot.port import Break, Message, Strike, Strong, Text, joined
from bot.showing import wording
from bot.showing.cards import answered_for, claim, value_text
from bot.showing.visibility import seen
from storage.content import Audience, Change, ChangeKind, Held
from storage.database import Transaction
from storage.moments import Moment

Endings: TypeAlias = Mapping[datetime, Change]
"""The changes of a fact by the instant at which each was recorded."""


def paragraphs(
    history: Iterable[Held], changes: Iterable[Change], language: str, zone: str
) -> Message:
    """Return every version, oldest first.

    A version says for which time it holds, and what brought it. One that we no longer hold
    is struck through, and says what put an end to it, and why.

    Args:
        history: every period ever recorded that may be shown.
        changes: every change of the fact.
        language: of the reply.
        zone: the IANA zone in which instants are told.
    """
    endings = {change.recorded_at: change for change in changes}
    ordered = sorted(history, key=lambda held: held.version.id)
    versions = [list(periods) for _, periods in groupby(ordered, key=attrgetter("version.id"))]
    told = [_version(periods, endings, language, zone) for periods in versions]
    return joined(told, Break(paragraph=True))


def ending(held: Held, changes: Iterable[Change], language: str, zone: str) -> Message:
    """Return what put an end to a period that we no longer believe: kind, time and reason."""
    return event(_ended_by(held, {each.recorded_at: each for each in changes}), language, zone)


def changes_shown(tx: Transaction, fact_id: int, audience: Audience) -> list[Change]:
    """Return every change of a fact, without the reasons for what `audience` may not see."""
    history = tx.facts.history(fact_id)
    shown = {held.version.seq for held in seen(history, audience)}
    hidden = {held.version.seq for held in history} - shown
    changes = tx.changes.of(fact_id)
    return [replace(each, reason="") if each.seq in hidden else each for each in changes]


def event(change: Change, language: str, zone: str) -> Message:
    """Return what a change did, when, and why if that was said."""
    recorded = wording.on(Moment.instant(change.recorded_at, zone), language)
    kind = texts.phrase(language, f"kind.{change.kind}")
    told = texts.say(language, "history.event", kind=kind, on=recorded)
    return (*told, Text(f": {change.reason}")) if change.reason else told


def _version(periods: Sequence[Held], endings: Endings, language: str, zone: str) -> Message:
    version = periods[0].version
    value = value_text(version.content, language)
    believed = [held for held in periods if held.superseded_at is None]
    shown = believed or [max(periods, key=lambda held: held.recorded_at)]
    when = ", ".join(_period(held, language) for held in shown)
    claims = claim(shown[0], language, _beginning(shown[0]))
    lines: list[Message] = [
        (Strong(value, claims) if believed else Strike(value), Text(f" – {when}")),
        event(endings[version.recorded_at], language, zone),
    ]
    if not believed:
        lines.append(event(_ended_by(shown[0], endings), language, zone))
    else:
        lines += [
            _bounds_mended(held, endings, language, zone)
            for held in periods
            if held.superseded_at and _ended_by(held, endings).kind is ChangeKind.CORRECT
        ]
    return joined(lines, Break())


def _beginning(held: Held) -> datetime:
    """Return the instant that a line of a history answers for, aware, UTC."""
    return held.start.at if held.start is not None else answered_for(held, held.recorded_at)


def _bounds_mended(held: Held, endings: Endings, language: str, zone: str) -> Message:
    """A correction that left the value and moved the time for which it holds."""
    told = event(_ended_by(held, endings), language, zone)
    return told + texts.say(language, "history.before", period=_period(held, language))


def _ended_by(held: Held, endings: Endings) -> Change:
    if held.superseded_at is None:
        raise ValueError("this period is still believed")
    return endings[held.superseded_at]


def _period(held: Held, language: str) -> str:
    return wording.between(held.start, held.end, language) or texts.phrase(
        language, "answer.always"
    )
