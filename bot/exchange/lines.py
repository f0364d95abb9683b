"""One line of a file of facts: from its fields to a record, and from what is held to its fields.

An event line is a version of the fact `KEY.time`. Fields that say nothing are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.exchange.fields import Line
from bot.exchange.moments import write_end, write_start
from bot.exchange.records import FactRecord, KeyPart, SubjectRecord, TextLists, Texts
from bot.showing import wording
from bot.texts import LANGUAGES
from storage.content import Audience, Fact, Held, Source, Span, Subject

EVENT: Final = "event"
"""The kind of a subject of which only its time is known."""

TIME: Final = "time"
"""The attribute that says when an event takes place."""

_SUBJECT: Final = ("type", "subject", "kind", "topic", "subject_names")
_FACT: Final = (
    *("type", "id", "topic", "subject", "subject_names", "attribute", "attribute_words"),
    *("value", "statement", "valid_from", "valid_to", "as_of", "review", "zone", "audience"),
    "source",
)
_FIELDS: Final = {"fact": _FACT, "subject": _SUBJECT, "event": (*_FACT, "start", "end")}


def record_of(line: Line) -> SubjectRecord | FactRecord | None:
    """Read a line. What is wrong is in `line.faults`; None if its type is not known."""
    type_ = line.one_of("type", _FIELDS)
    if line.faults:
        return None
    line.only(_FIELDS[type_])
    subject = SubjectRecord(
        line.number,
        line.key("subject"),
        line.text("kind") if type_ == "subject" else "",
        line.text("topic"),
        line.lists("subject_names"),
    )
    return subject if type_ == "subject" else _fact(line, subject, is_event=type_ == "event")


def _fact(line: Line, subject: SubjectRecord, *, is_event: bool) -> FactRecord:
    value, start = line.texts("value"), line.text("start")
    line.needed("start" if is_event else "value", start if is_event else value)
    timed = is_event and not line.text("attribute")
    return FactRecord(
        line=line.number,
        id=line.text("id"),
        subject=subject,
        attribute=KeyPart(TIME, TIME) if timed else line.key("attribute"),
        value=value,
        statement=line.texts("statement"),
        words=line.lists("attribute_words"),
        source=line.source(),
        as_of=line.day("as_of"),
        review=line.day("review"),
        audience=Audience(line.one_of("audience", list(Audience))),
        valid_from=line.text("valid_from"),
        valid_to=line.text("valid_to"),
        start=start,
        end=line.text("end"),
        zone=line.text("zone"),
    )


def subject_fields(subject: Subject) -> dict[str, object]:
    """Return the line of a subject."""
    return _said(
        {
            "type": "subject",
            "subject": subject.key,
            "kind": subject.kind,
            "topic": subject.topic,
            "subject_names": _listed(subject.names),
        }
    )


def version_fields(fact: Fact, held: Held, id_: str) -> dict[str, object]:
    """Return the line of one period of a version, under the id `id_`."""
    content, span = held.version.content, held.version.content.span
    moments = (held.start, held.end, *((span.start, span.end) if span else ()))
    zone = next((moment.zone for moment in moments if moment), "")
    fields = {
        "type": EVENT if span else "",
        "id": id_,
        "topic": fact.subject.topic,
        "subject": fact.subject.key,
        "subject_names": _listed(fact.subject.names),
        "attribute": "" if span and fact.attribute == TIME else fact.attribute,
        "attribute_words": _listed(content.words),
        "value": {} if span and content.value == span_value(span) else _ordered(content.value),
        "statement": _ordered(content.statement),
        "start": write_start(span.start, zone) if span else "",
        "end": write_end(span.end, zone) if span else "",
        "valid_from": write_start(held.start, zone) if held.start else "",
        "valid_to": write_end(held.end, zone) if held.end else "",
        "as_of": content.as_of.isoformat(),
        "review": _day(content.review),
        "zone": zone,
        "audience": "" if content.audience is Audience.EVERYONE else content.audience.value,
        "source": _source(content.source),
    }
    return _said(fields)


def span_value(span: Span) -> dict[str, str]:
    """Return what the time of an event says by itself, in each language."""
    return {language: wording.span(span.start, span.end, language) for language in LANGUAGES}


def _source(source: Source | None) -> dict[str, str]:
    if source is None:
        return {}
    return {"publisher": source.publisher, "date": _day(source.date), "url": source.url}


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _ordered(texts: Texts) -> dict[str, str]:
    return {language: texts[language] for language in LANGUAGES if language in texts}


def _listed(texts: TextLists) -> dict[str, list[str]]:
    return {language: list(texts[language]) for language in LANGUAGES if language in texts}


def _said(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}
