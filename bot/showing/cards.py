"""How a fact and an event look in a reply.

A card says the value, the whole sentence, as of when and from whom; then what a
reader must know before relying on it: which time it is true for, that it may be
out of date, that it was never written in this language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import texts
from bot.port import Break, Claim, Link, Message, Node, Strong, Text, joined
from bot.showing import wording
from storage.content import Audience, Content, Fact, Held, Source, Subject
from storage.database import Transaction
from storage.folding import fold
from storage.moments import Moment

OTHER = {"lv": "en", "en": "lv"}
"""Where a text is taken from if it is missing in a language."""


def subject_name(subject: Subject, language: str) -> str:
    """Return the name shown of a subject, in `language` if it has one there."""
    names = subject.names
    return (names.get(language) or names.get(OTHER[language]) or (subject.key,))[0]


def attribute_name(fact: Fact, language: str, held: Held | None = None) -> str:
    """Return what the attribute is called: its first word in `language`, else its key.

    A key that is a word of the other language is shown as that is written there.
    """
    words = held.version.content.words if held else {}
    if words.get(language):
        return words[language][0]
    key = fact.attribute.replace("-", " ")
    return next((each for each in words.get(OTHER[language], ()) if fold(each) == key), key)


def called(tx: Transaction, key: str, language: str) -> str:
    """Return what editors call the fact or the subject with this KEY; empty if there is none."""
    fact = tx.facts.find(key)
    if fact is None:
        subject = tx.subjects.find(key)
        return subject_name(subject, language) if subject else ""
    timeline = tx.facts.timeline(fact.id)
    held = current(timeline, tx.now, Audience.DESK) or next(iter(timeline), None)
    return f"{subject_name(fact.subject, language)}, {attribute_name(fact, language, held)}"


def value_text(content: Content, language: str) -> str:
    """Return the value in `language`, or in the other one; an event's time in words."""
    if content.span is not None:
        return wording.span(content.span.start, content.span.end, language)
    return content.value.get(language) or content.value[OTHER[language]]


def is_borrowed(content: Content, language: str) -> bool:
    """Tell whether the answer has to be given in the other language."""
    return content.span is None and language not in content.value


def claim(held: Held, language: str, instant: datetime) -> Claim:
    """Return what a value of `held` states where it is shown in `language` for `instant`."""
    content = held.version.content
    shown = OTHER[language] if is_borrowed(content, language) else language
    return Claim(held.version.fact_id, held.version.id, instant, shown)


def answered_for(held: Held, now: datetime) -> datetime:
    """Return the instant for which `held` is told where none was asked about: now if it can be.

    Else the last one at which it held, or the first at which it will; aware, UTC.
    """
    if held.covers(now):
        return now
    if held.end is not None and held.end.at <= now:
        return held.end.at - timedelta(microseconds=1)
    return held.start.at if held.start is not None else now


def fact_card(
    fact: Fact,
    held: Held,
    language: str,
    now: datetime,
    zone: str,
    instant: datetime | None = None,
) -> Message:
    """Return the answer that `held` gives.

    Args:
        fact: what was asked for.
        held: the version that answers, with its period.
        language: of the reply.
        now: the world's clock, aware; it decides what has ended or is past its review day.
        zone: the IANA zone in which that clock is read.
        instant: the instant asked about, aware; without one the nearest to now.
    """
    answer = told(fact, held, language, instant or answered_for(held, now))
    return joined([answer, *below(held, language, now, zone)], Break())


def event_card(
    fact: Fact, held: Held, when: Message, language: str, now: datetime, zone: str
) -> Message:
    """Return an event: its name, `when` it is, what is said of it, and what that stands on.

    `now` and `zone` are those of `fact_card`.
    """
    statement = held.version.content.statement
    sentence = statement.get(language) or statement.get(OTHER[language], "")
    lines: list[Message] = [(Strong(subject_name(fact.subject, language)),), when]
    if sentence:
        lines.append((Text(sentence),))
    # Since when a time was planned so says nothing about when the event is.
    footing = _footing(replace(held, start=None, end=None), language)
    return joined([*lines, footing, *_cautions(held, language, now, zone)], Break())


def below(held: Held, language: str, now: datetime, zone: str) -> list[Message]:
    """Return what stands below an answer: what it stands on, and what to know of it before."""
    return [_footing(held, language), *_cautions(held, language, now, zone)]


def _cautions(held: Held, language: str, now: datetime, zone: str) -> list[Message]:
    content = held.version.content
    lines: list[Message] = []
    if content.audience is Audience.DESK:
        lines.append(texts.say(language, "answer.desk-only"))
    if is_borrowed(content, language):
        lines.append(texts.say(language, f"answer.only-{OTHER[language]}"))
    if held.end is not None and held.end.at <= now:
        lines.append(texts.say(language, "answer.ended"))
    if content.review is not None and is_past_review(held, now, zone):
        until = wording.until(Moment.end(content.review.isoformat(), zone), language)
        lines.append(texts.say(language, "answer.review", until=until))
    return lines


def is_past_review(held: Held, now: datetime, zone: str) -> bool:
    """Tell whether the day until which `held` is trusted is over, at `now` (aware) in `zone`."""
    review = held.version.content.review
    return review is not None and now.astimezone(ZoneInfo(zone)).date() > review


def told(fact: Fact, held: Held, language: str, instant: datetime) -> Message:
    """Return the answer alone: the sentence with its value made strong, or name and value.

    The value carries the claim that it holds at `instant` (aware).
    """
    claims = claim(held, language, instant)
    content = held.version.content
    spoken = OTHER[language] if is_borrowed(content, language) else language
    value = value_text(content, spoken)
    sentence = content.statement.get(spoken)
    if not sentence:
        name = f"{subject_name(fact.subject, language)}, {attribute_name(fact, language, held)}"
        return (Text(f"{name}: "), Strong(value, claims))
    found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", sentence, re.IGNORECASE)
    if not found:
        return (Strong(_capital(value), claims), Break(), Text(sentence))
    value_there = Strong(found[0], claims)
    parts = (Text(sentence[: found.start()]), value_there, Text(sentence[found.end() :]))
    return tuple(part for part in parts if part.text)


def _footing(held: Held, language: str) -> Message:
    """What the answer stands on: as of when, from whom, and which time it is true for."""
    content = held.version.content
    parts: list[Message] = [
        texts.say(language, "answer.as-of", day=wording.day(content.as_of, language)),
        source_line(content, language),
    ]
    if held.start or held.end:
        period = wording.between(held.start, held.end, language)
        parts.append(texts.say(language, "answer.holds", period=period))
    return joined(parts, Text(" · "))


def source_line(content: Content, language: str) -> Message:
    """Return who said so, linked where there is an address, dated where it differs from as-of."""
    source = content.source
    if source is None:
        return texts.say(language, "answer.desk-source")
    if source.date is None or source.date == content.as_of:
        return texts.say(language, "answer.source", source=_linked(source))
    day = wording.day(source.date, language)
    return texts.say(language, "answer.source-dated", source=_linked(source), day=day)


def _linked(source: Source) -> Node:
    return Link(source.publisher, source.url) if source.url else Text(source.publisher)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def may_see(audience: Audience, held: Held) -> bool:
    """Tell whether a version may be shown to `audience`; the desk sees everything."""
    return audience is Audience.DESK or held.version.content.audience is Audience.EVERYONE


def current(timeline: Iterable[Held], now: datetime, audience: Audience) -> Held | None:
    """Return what holds at `now` (aware), if `audience` may see it."""
    return next((held for held in timeline if held.covers(now) and may_see(audience, held)), None)
