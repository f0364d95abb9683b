"""The subjects of a file: what all of its lines say of each, and what is to become of it.

Names add to those held. A subject that the desk has named by hand since is left as it is,
and one of which we hold another kind or topic is refused, unless the import says how:
then what the file says stands, and its names come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.exchange.errors import Fault, Misfit, fault
from bot.exchange.records import FactRecord, KeyPart, SubjectRecord, TextLists
from storage.content import Subject

THING: Final = "thing"
"""The kind of a subject of which none is said."""

EVENT: Final = "event"
"""The kind of a subject of which only its time is said."""


@dataclass(frozen=True, slots=True)
class About:
    """What a subject is, or is to be."""

    kind: str
    topic: str
    names: TextLists


def gathered(records: Iterable[SubjectRecord]) -> dict[str, SubjectRecord]:
    """Return what all lines together say of each subject, by key, under its first line."""
    found: dict[str, SubjectRecord] = {}
    for record in records:
        first = found.setdefault(record.key.folded, record)
        found[record.key.folded] = replace(
            first,
            kind=first.kind or record.kind,
            topic=first.topic or record.topic,
            names=_joined(first.names, record.names),
        )
    return found


def disagreements(
    subjects: Sequence[SubjectRecord], facts: Iterable[FactRecord]
) -> Iterator[Fault]:
    """Yield a fault for each line that says of a subject what an earlier line denies.

    A key written in two ways is one too: nobody can tell whether two things are meant.
    """
    yield from _collisions((each.line, each.key.folded, each.key) for each in subjects)
    yield from _collisions(
        (each.line, f"{each.subject.key.folded}.{each.attribute.folded}", each.attribute)
        for each in facts
    )
    for field in ("kind", "topic"):
        first: dict[str, SubjectRecord] = {}
        for record in subjects:
            said = getattr(record, field)
            other = first.setdefault(record.key.folded, record) if said else record
            if said != getattr(other, field):
                yield fault(
                    record.line,
                    "contradiction",
                    subject=record.key.written,
                    field=field,
                    said=said,
                    other=getattr(other, field),
                    line=str(other.line),
                )


def settled(
    record: SubjectRecord, held: Subject, named_by_hand: Callable[[], bool], *, insist: bool
) -> About:
    """Return what a subject that is held is to be.

    Args:
        record: what the file says of it.
        held: what we hold of it.
        named_by_hand: tells whether the desk has changed it since it was imported.
        insist: what the file says stands.

    Raises:
        Misfit: another kind or topic is held.
    """
    now = About(held.kind, held.topic, held.names)
    if insist:
        names = _joined(record.names, held.names)
        return About(record.kind or held.kind, record.topic or held.topic, names)
    wanted = About(
        record.kind if record.kind and held.kind == THING else held.kind,
        held.topic or record.topic,
        _joined(held.names, record.names),
    )
    agrees = record.kind in {"", wanted.kind} and record.topic in {"", wanted.topic}
    if (agrees and wanted == now) or named_by_hand():
        return now
    if not agrees:
        raise Misfit(
            fault(
                record.line,
                "subject-held",
                subject=record.key.written,
                kind=held.kind,
                topic=held.topic or "–",
            )
        )
    return wanted


def begun(record: SubjectRecord, *, timed: bool) -> About:
    """Return what a new subject is to be; `timed` tells whether the file says when it is.

    Raises:
        Misfit: it has no name.
    """
    if not record.names:
        raise Misfit(fault(record.line, "no-names", subject=record.key.written))
    return About(record.kind or (EVENT if timed else THING), record.topic, record.names)


def _collisions(written: Iterable[tuple[int, str, KeyPart]]) -> Iterator[Fault]:
    first: dict[str, tuple[int, str]] = {}
    for line, key, part in written:
        other_line, other = first.setdefault(key, (line, part.written))
        if other != part.written:
            yield fault(
                line, "collision", text=part.written, other=other, line=str(other_line), key=key
            )


def _joined(first: TextLists, second: TextLists) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(dict.fromkeys((*first.get(language, ()), *second.get(language, ()))))
        for language in (*first, *second)
    }
