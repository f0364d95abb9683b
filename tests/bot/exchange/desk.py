"""A store into which the tests of exchange import files, and what can be seen of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import pytest

from bot import exchange
from bot.editing.change import Editor
from bot.exchange import Fault, How, Report
from storage.content import Content, Held, Subject
from storage.database import Database
from storage.moments import Moment

ZONE = "Europe/Riga"
KEY = "bridge.length"

Line: TypeAlias = Mapping[str, object]
Answers: TypeAlias = dict[str, list[tuple[Moment | None, Moment | None, str, Content]]]


def line(**fields: object) -> dict[str, object]:
    """Return a fact line that is right, with `fields` put over it; None leaves a field out."""
    whole: dict[str, object] = {
        "id": "b1",
        "topic": "roads",
        "subject": "bridge",
        "subject_names": {"lv": ["tilts"], "en": ["the bridge"]},
        "attribute": "length",
        "value": {"lv": "500 metru", "en": "500 metres"},
        "as_of": "2021-11-25",
    }
    return {name: value for name, value in (whole | fields).items() if value is not None}


def file(*lines: Line) -> bytes:
    """Return lines as a JSON Lines file."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines).encode()


@dataclass(frozen=True, slots=True)
class Desk:
    """A store, seen through files."""

    database: Database

    def take(
        self, data: bytes, how: How | None = None, zone: str = ZONE, form: str = "jsonl"
    ) -> Report:
        """Import a file."""
        records = exchange.read(data, f"facts.{form}")
        with self.database.write() as tx:
            return exchange.import_records(tx, records, author=None, zone=zone, how=how)

    def take_lines(self, *lines: Line, how: How | None = None) -> Report:
        """Import lines."""
        return self.take(file(*lines), how)

    def refused(self, data: bytes, how: How | None = None) -> tuple[Fault, ...]:
        """Import a file that must be refused, and return why; nothing may have changed."""
        before = (self.given(), self.seq())
        with pytest.raises(exchange.ExchangeError) as caught:
            self.take(data, how)
        assert (self.given(), self.seq()) == before
        return caught.value.faults

    def faults(self, *lines: Line, how: How | None = None) -> list[tuple[int, str]]:
        """Import lines that must be refused, and return what is wrong with which."""
        return [(fault.line, fault.key) for fault in self.refused(file(*lines), how)]

    @contextmanager
    def editing(self) -> Iterator[Editor]:
        """Open a transaction for an editor."""
        with self.database.write() as tx:
            yield Editor(tx, None, "console:local", ZONE)

    def given(self, form: str = "jsonl") -> str:
        """Export everything."""
        with self.database.read() as tx:
            return "".join(exchange.export(tx, form))

    def held(self, key: str = KEY) -> tuple[Held, ...]:
        """Return the timeline of a fact."""
        with self.database.read() as tx:
            fact = tx.facts.find(key)
            return () if fact is None else tx.facts.timeline(fact.id)

    def timeline(self, key: str = KEY) -> list[tuple[str | None, str | None, str]]:
        """Return since when, until when and what is held of a fact."""
        return [
            (
                held.start.iso_start() if held.start else None,
                held.end.iso_end() if held.end else None,
                next(iter(held.version.content.value.values())),
            )
            for held in self.held(key)
        ]

    def answers(self) -> Answers:
        """Return all that can be answered of each fact: for when, under which id, what."""
        with self.database.read() as tx:
            return {
                dossier.fact.key: [
                    (held.start, held.end, held.version.ref, held.version.content)
                    for held in dossier.held
                ]
                for dossier in tx.facts.all()
                if dossier.held
            }

    def subject(self, key: str = "bridge") -> Subject:
        """Return a subject that must be there."""
        with self.database.read() as tx:
            found = tx.subjects.find(key)
        assert found is not None
        return found

    def seq(self) -> int:
        """Return the number of the latest change."""
        with self.database.read() as tx:
            return tx.changes.latest_seq()
