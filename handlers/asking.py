"""`factdesk ask`: one question, or a file of them, answered as text or as JSON.

The JSON of an answer is part of the contract (section 5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot import calendar, texts
from bot.answering.following import Follower, ask_as_known
from bot.answering.trace import trace_record
from bot.answering.verdict import Clock, Pick, Status, Verdict
from bot.calendar import Event
from bot.commands import ask
from bot.commands.arguments import last_instant
from bot.errors import DeskError
from bot.port import Break, Code, Message, Text, joined, plain
from bot.showing import cards, offers, retold
from bot.showing.retold import Reader
from handlers.settings import Settings
from storage.content import Audience, Fact, Source
from storage.database import Transaction


class Exit(IntEnum):
    """What the exit status of `factdesk ask` says."""

    ANSWERED = 0
    AMBIGUOUS = 3
    UNKNOWN = 4


EXIT = {
    Status.ANSWERED: Exit.ANSWERED,
    Status.AMBIGUOUS: Exit.AMBIGUOUS,
    Status.UNKNOWN: Exit.UNKNOWN,
}


class BadQuestionLine(DeskError):
    """A line of a question file that is none. Fields: `line`, `why`."""

    key = "batch.bad-line"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its clocks.

    Attributes:
        language: of the reply; empty: that of the question.
        at: the world's clock, as typed; empty: now.
        known_at: up to when what we know counts, as typed; empty: now.
    """

    text: str
    id: str = ""
    language: str = ""
    at: str = ""
    known_at: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what came of it.

    Attributes:
        language: of the reply.
        now: the world's clock, aware, UTC.
        facts: those that answer, by id.
        called_off: the events among them that will not take place, by the id of the fact.
        again: what was said of the one that answers, where that is asked for.
    """

    question: Question
    verdict: Verdict
    language: str
    now: datetime
    facts: dict[int, Fact]
    called_off: dict[int, Event]
    again: Message | None = None

    @property
    def status(self) -> Status:
        """Answered, ambiguous or unknown."""
        return self.verdict.status

    def as_json(self, *, explain: bool = False) -> dict[str, Any]:
        """Return the answer as the contract writes it; with `explain`, how it came about."""
        record: dict[str, Any] = {"id": self.question.id} if self.question.id else {}
        record |= {
            "status": self.status.value,
            "lang": self.language,
            "answers": [self._answer(pick) for pick in self.verdict.picks],
        }
        if self.verdict.clock is not Clock.NOW:
            record |= {"clock": self.verdict.clock.value}
        return record | ({"explain": self.explained()} if explain else {})

    def explained(self) -> dict[str, Any]:
        """Return how the answer came about."""
        return trace_record(self.verdict)

    def as_message(self, zone: str) -> Message:
        """Return the answer as a chat would show it; an offer is a list."""
        picks = self.verdict.picks
        if self.again is not None:
            return self.again
        if self.status is Status.ANSWERED:
            fact = self.facts[picks[0].fact_id]
            event = self.called_off.get(fact.id)
            if event is not None:
                return calendar.card(event, self.language, self.now, zone)
            card = cards.fact_card(
                fact, picks[0].held, self.language, self.now, zone, self.verdict.instant
            )
            return joined([*self._head(zone), card], Break())
        if self.status is Status.UNKNOWN:
            return texts.say(self.language, ask.silence_key(self.verdict.reason))
        facts = [self.facts[pick.fact_id] for pick in picks]
        held = [(fact, pick.held) for fact, pick in zip(facts, picks, strict=True)]
        labels = offers.labels(held, self.language)
        listed = [
            (Text(f"· {label} "), Code(fact.key)) for label, fact in zip(labels, facts, strict=True)
        ]
        return joined([offers.heading(facts, self.language), *listed], Break())

    def _head(self, zone: str) -> list[Message]:
        """Return the words before an answer that say for which time it is told."""
        time = self.verdict.trace.reading.time
        if time is None or self.verdict.clock is not Clock.WORLD:
            return []
        return [retold.at_time(time.start, time.end, zone, self.language)]

    def _answer(self, pick: Pick) -> dict[str, Any]:
        answer = _answer(self.facts[pick.fact_id], pick, self.language)
        event = self.called_off.get(pick.fact_id)
        if event is None:
            return answer
        return answer | {"statement": plain(calendar.when(event, self.language, self.now))}


class Asker:
    """Answers questions within one transaction."""

    def __init__(self, tx: Transaction, settings: Settings, *, once: bool = False) -> None:
        """Begin with nothing read.

        Args:
            tx: what is asked.
            settings: the language and the zone of who asks.
            once: one question will be asked, so that nobody waits for the index of a large store.
        """
        self._tx = tx
        self._settings = settings
        self._follower = Follower(once=once)

    @property
    def knows_anything(self) -> bool:
        """Whether there is a single fact in the store."""
        return bool(self._tx.shown.keys(Audience.DESK, 1))

    def ask(self, question: Question) -> Answered:
        """Answer one question, as the owner may see it.

        Raises:
            DeskError: the question is too long, or a date in it is none.
        """
        ask.check_length(question.text)
        zone = self._settings.timezone
        at = last_instant(question.at, zone) if question.at else self._tx.now
        verdict = self._verdict(question, at, zone)
        language = question.language or verdict.language or self._settings.language
        facts = self._tx.facts.get({pick.fact_id for pick in verdict.picks})
        called_off = self._called_off(question, verdict, facts, at)
        again = self._again(verdict, Reader(Audience.DESK, language, zone, at))
        return Answered(question, verdict, language, at, facts, called_off, again)

    def _again(self, verdict: Verdict, reader: Reader) -> Message | None:
        """Return what was said then, where that is asked for and one fact answers."""
        if verdict.window is None or verdict.status is not Status.ANSWERED:
            return None
        return retold.card(self._tx, verdict.picks[0].fact, verdict.window, reader)

    def _called_off(
        self, question: Question, verdict: Verdict, facts: dict[int, Fact], at: datetime
    ) -> dict[int, Event]:
        zone = self._settings.timezone
        known_at = last_instant(question.known_at, zone) if question.known_at else None
        found = {
            pick.fact_id: calendar.called_off(
                self._tx, facts[pick.fact_id], pick.held, Audience.DESK, at, known_at
            )
            for pick in verdict.picks
        }
        return {fact_id: event for fact_id, event in found.items() if event}

    def _verdict(self, question: Question, at: datetime, zone: str) -> Verdict:
        if not question.known_at:
            return self._follower.ask(
                self._tx, question.text, at=at, zone=zone, audience=Audience.DESK
            )
        return ask_as_known(
            self._tx,
            question.text,
            at=at,
            known_at=last_instant(question.known_at, zone),
            zone=zone,
            audience=Audience.DESK,
        )


def questions(lines: Iterable[str], every: Question, settings: Settings) -> list[Question]:
    """Read question lines: `{"id", "q", "lang"?, "at"?}`; empty ones are passed over.

    What a line leaves out is as in `every`.

    Raises:
        BadQuestionLine: a line is not such an object, or cannot be asked; none is answered then.
    """
    read = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            question = _question(number, line, every)
            _check(number, question, settings)
            read.append(question)
    return read


def _check(number: int, question: Question, settings: Settings) -> None:
    try:
        ask.check_length(question.text)
        if question.at:
            last_instant(question.at, settings.timezone)
    except DeskError as error:
        why = plain(error.said(question.language or settings.language))
        raise BadQuestionLine(line=number, why=why) from None


def _question(number: int, line: str, every: Question) -> Question:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadQuestionLine(line=number, why=str(error)) from None
    if not isinstance(record, dict) or not isinstance(record.get("q"), str):
        raise BadQuestionLine(line=number, why='{"id": "…", "q": "…"}')
    at = str(record.get("at") or every.at)
    asked = str(record.get("lang", ""))
    language = every.language or (asked if asked in texts.LANGUAGES else "")
    given = str(record.get("id", ""))
    return replace(every, text=record["q"], id=given, at=at, language=language)


def _answer(fact: Fact, pick: Pick, language: str) -> dict[str, Any]:
    held, content = pick.held, pick.held.version.content
    spoken = cards.OTHER[language] if cards.is_borrowed(content, language) else language
    source = content.source
    return {
        "id": held.version.ref,
        "key": fact.key,
        "statement": content.statement.get(spoken)
        or plain(cards.told(fact, held, language, held.recorded_at)),
        "value": cards.value_text(content, spoken),
        "valid_from": held.start.iso_start() if held.start else None,
        "valid_to": held.end.iso_end() if held.end else None,
        "as_of": content.as_of.isoformat(),
        "sources": [] if source is None else [_source(source)],
        "score": pick.score,
    }


def _source(source: Source) -> dict[str, str | None]:
    return {
        "publisher": source.publisher,
        "url": source.url or None,
        "date": source.date.isoformat() if source.date else None,
    }
