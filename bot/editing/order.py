"""An edit as an order: which operation on which fact, with which lines, now or later.

An order is a plain value, and JSON where it has to be kept: behind a button, or until its hour.
What it comes to is decided when it is carried out, by what is held then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from bot.editing.draft import Draft
from bot.editing.subject import About
from storage.content import Audience, Source, Span
from storage.moments import Moment, Precision

ADD: Final = "fact.add"
SET: Final = "fact.set"
CORRECT: Final = "fact.correct"
EDIT: Final = "fact.edit"
RETRACT: Final = "fact.retract"
UNDO: Final = "fact.undo"
ADD_EVENT: Final = "event.add"
CANCEL_EVENT: Final = "event.cancel"

BEGINS: Final = frozenset({ADD, SET, ADD_EVENT})
"""What says that something holds from a time on: where none is said, from that of the embargo."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done.

    Attributes:
        operation: one of those named here.
        target: the key of the fact, `subject.attribute`.
        draft: the lines given; no traceback quotes them.
        about: what a new subject is called.
        only_language: of `CORRECT`, that a value in one language changes that language alone.
        zone: the IANA zone in which it is said.
        takes_back: of `CORRECT`, the number of the change that is taken back first, as it was the
            error; 0 for none.
        namesake: of what names a subject, that it is another than what is called the same.
    """

    operation: str
    target: str
    draft: Draft = field(repr=False)
    zone: str
    about: About | None = field(default=None, repr=False)
    only_language: bool = False
    takes_back: int = 0
    namesake: bool = False

    @property
    def subject(self) -> str:
        """The key of what the fact is about."""
        return self.target.rpartition(".")[0]

    def starting(self, at: datetime) -> Order:
        """Return the order with `at` (aware) for its beginning, if it needs one and names none."""
        if self.operation not in BEGINS or self.draft.start is not None:
            return self
        if not (self.draft.value or self.draft.span):
            # An end without a value ends what is held.
            return self
        return replace(self, draft=replace(self.draft, start=Moment.instant(at, self.zone)))

    def record(self) -> dict[str, Any]:
        """Return it as JSON."""
        record: dict[str, Any] = {"draft": _draft_record(self.draft), "zone": self.zone}
        if self.about is not None:
            names = {language: list(names) for language, names in self.about.names.items()}
            record["about"] = {"names": names, "topic": self.about.topic}
        if self.only_language:
            record["only_language"] = True
        if self.takes_back:
            record["takes_back"] = self.takes_back
        if self.namesake:
            record["namesake"] = True
        return {"operation": self.operation, "target": self.target, **record}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Order:
        """Return the order that `record` made JSON of."""
        about = record.get("about")
        return cls(
            record["operation"],
            record["target"],
            _read_draft(record["draft"]),
            record["zone"],
            about and About(_lists(about["names"]), topic=about["topic"]),
            bool(record.get("only_language")),
            int(record.get("takes_back", 0)),
            bool(record.get("namesake")),
        )


def _draft_record(draft: Draft) -> dict[str, Any]:
    source, span = draft.source, draft.span
    record: dict[str, Any] = {
        "value": dict(draft.value),
        "statement": dict(draft.statement),
        "words": {language: list(words) for language, words in draft.words.items()},
        "source": source and [source.publisher, source.url, _day_record(source.date)],
        "as_of": _day_record(draft.as_of),
        "review": _day_record(draft.review),
        "audience": draft.audience,
        "span": span and [_moment_record(span.start), _moment_record(span.end)],
        "start": _moment_record(draft.start),
        "end": _moment_record(draft.end),
        "on": _moment_record(draft.on),
        "reason": draft.reason,
    }
    return {name: said for name, said in record.items() if said}


def _read_draft(record: Mapping[str, Any]) -> Draft:
    source, span, audience = (record.get(name) for name in ("source", "span", "audience"))
    return Draft(
        value=record.get("value", {}),
        statement=record.get("statement", {}),
        words=_lists(record.get("words", {})),
        source=source and Source(source[0], source[1], _read_day(source[2])),
        as_of=_read_day(record.get("as_of")),
        review=_read_day(record.get("review")),
        audience=audience and Audience(audience),
        span=span and Span(*(_some_moment(each) for each in span)),
        start=_read_moment(record.get("start")),
        end=_read_moment(record.get("end")),
        on=_read_moment(record.get("on")),
        reason=record.get("reason", ""),
    )


def _lists(record: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(texts) for language, texts in record.items()}


def _day_record(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read_day(record: str | None) -> date | None:
    return date.fromisoformat(record) if record else None


def _moment_record(moment: Moment | None) -> list[str]:
    return [moment.at.isoformat(), moment.precision, moment.zone] if moment else []


def _read_moment(record: list[str] | None) -> Moment | None:
    return _some_moment(record) if record else None


def _some_moment(record: list[str]) -> Moment:
    at, precision, zone = record
    return Moment(datetime.fromisoformat(at), Precision(precision), zone)
