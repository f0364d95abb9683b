"""What an import would do: decided whole before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.editing.timeline import Slot
from bot.exchange.entries import Entry
from bot.exchange.errors import Fault, Misfit
from bot.exchange.known import Known
from bot.exchange.placing import Effect, How, Placing, Said
from bot.exchange.records import Records
from bot.exchange.subjects import About, begun, disagreements, gathered, settled
from storage.moments import Moment


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written.

    Attributes:
        subjects: those that are new or change, by key.
        timelines: of the facts that change, whole, by subject and attribute.
        effects: of each version of the file what it does, by its line, with the key of its fact.
    """

    subjects: Mapping[str, About]
    timelines: Mapping[tuple[str, str], Sequence[Slot[Said]]]
    effects: Mapping[Effect, Sequence[tuple[int, str]]]


def planned(
    records: Records,
    entries: Iterable[Entry],
    known: Known,
    how: How | None,
    now: Moment,
    faults: list[Fault],
) -> Plan:
    """Return what a file would do; what does not fit is added to `faults`."""
    faults += disagreements(records.subjects, records.facts)
    subjects = _subjects(records, known, faults, insist=how is not None)
    placings: dict[tuple[str, str], Placing] = {}
    effects: dict[Effect, list[tuple[int, str]]] = {effect: [] for effect in Effect}
    changed = set()
    for entry in sorted(entries, key=lambda entry: (entry.begins, entry.line)):
        fact = (entry.subject, entry.attribute)
        if fact not in placings:
            placings[fact] = Placing(entry.key, known, how, now)
        try:
            effect = placings[fact].place(entry)
        except Misfit as misfit:
            faults.append(misfit.fault)
            continue
        effects[effect].append((entry.line, entry.key))
        if effect is not Effect.SAME:
            changed.add(fact)
    return Plan(subjects, {fact: placings[fact].slots for fact in sorted(changed)}, effects)


def _subjects(
    records: Records, known: Known, faults: list[Fault], *, insist: bool
) -> dict[str, About]:
    timed = {record.subject.key.folded for record in records.facts if record.start}
    found = {}
    for key, record in gathered(records.subjects).items():
        held = known.subjects.get(key)
        try:
            if held is None:
                found[key] = begun(record, timed=key in timed)
                continue
            by_hand = partial(known.named_by_hand, key)
            about = settled(record, held, by_hand, insist=insist)
        except Misfit as misfit:
            faults.append(misfit.fault)
            continue
        if about != About(held.kind, held.topic, held.names):
            found[key] = about
    return found
