"""Importing a file of facts: all or nothing, as one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.editing import consequences
from bot.editing.errors import NeedsApproval
from bot.exchange import alike
from bot.exchange.entries import entries_of
from bot.exchange.errors import ExchangeError
from bot.exchange.known import Known, known_of
from bot.exchange.placing import Effect, How, New
from bot.exchange.planning import Plan, planned
from bot.exchange.records import Records
from bot.exchange.report import Report
from bot.exchange.subjects import About
from bot.exchange.telling import told_early
from storage.audit import Entry as Act
from storage.content import Change, ChangeKind, Fact, Placed, Subject
from storage.moments import Moment, time_zone
from storage.subjects import NewSubject
from storage.transaction import Transaction
from storage.versions import NewVersion


def import_records(
    tx: Transaction,
    records: Records,
    *,
    author: int | None,
    zone: str,
    how: How | None = None,
    place: str = "",
) -> Report:
    """Store a file within the caller's transaction; what is known already is left alone.

    Args:
        tx: open for writing.
        records: what `read` has made of the file.
        author: a person's id, or None for the program itself.
        zone: IANA, in which dates are read where a line names none.
        how: what it means that the file says something else than we hold; None refuses that.
        place: where it was asked for, for the audit, e.g. `console:local`.

    Raises:
        ExchangeError: some of it cannot be stored; nothing was written.
        NeedsApproval: it changes what takes two people; nothing was written.
        BadMoment: there is no such `zone`.
    """
    tx.changes.lock()
    faults = list(records.faults)
    today = tx.now.astimezone(time_zone(zone)).date()
    entries = entries_of(records.facts, zone, today, faults)
    known = known_of(tx, entries)
    plan = planned(records, entries, known, how, Moment.instant(tx.now, zone), faults)
    if faults:
        raise ExchangeError(records.name, faults, _report(plan))
    if not plan.timelines and not plan.subjects:
        return _report(plan)
    _check_alone(tx, plan, known)
    tells = told_early(tx, records, plan, known)
    named_alike = alike.found(tx, records, plan, known, zone)
    change = tx.changes.begin(ChangeKind.IMPORT, author, records.name)
    _write(tx, change, plan, known)
    number = tx.imports.add(change.seq, _subjects_before_and_after(plan, known))
    report = replace(_report(plan, change.seq, number), alike=named_alike)
    details = asdict(report) | {"as": how, "tells": [each.told.number for each in tells]}
    # They are in the change itself, and of a large file there are many.
    del details["named"]
    tx.audit.add(Act(author, "import", records.name, place, details, change.seq))
    return replace(report, tells=tells)


def _check_alone(tx: Transaction, plan: Plan, known: Known) -> None:
    """Refuse a file, which one person brings, of what takes two."""
    changed = {subject: subject for subject in plan.subjects}
    changed |= {subject: f"{subject}.{attribute}" for subject, attribute in plan.timelines}
    for key, fact in sorted(changed.items()):
        subject = known.subjects.get(key)
        if subject is not None and tx.approvals.needed(subject.id):
            raise NeedsApproval(fact=fact, subject=key)


def _report(plan: Plan, seq: int | None = None, number: int | None = None) -> Report:
    new, changed, same = (len(plan.effects[effect]) for effect in Effect)
    named = {
        str(effect): tuple(dict.fromkeys(key for _, key in sorted(plan.effects[effect])))
        for effect in Effect
    }
    return Report(new, changed, same, len(plan.subjects), seq, number, named=named)


def _subjects_before_and_after(plan: Plan, known: Known) -> dict[str, Any]:
    """Return what each subject was and is to be, as JSON, for whoever takes the import back."""
    return {
        key: {"before": _state(known.subjects.get(key)), "after": _state(about)}
        for key, about in plan.subjects.items()
    }


def _state(subject: Subject | About | None) -> dict[str, Any] | None:
    if subject is None:
        return None
    names = {language: list(names) for language, names in subject.names.items()}
    return {"kind": subject.kind, "topic": subject.topic, "names": names}


def _write(tx: Transaction, change: Change, plan: Plan, known: Known) -> None:
    subjects = _write_subjects(tx, plan, known)
    facts = _write_facts(tx, plan, known, subjects)
    versions = _write_versions(tx, change, plan, facts)
    placed = {
        facts[name].id: [
            Placed(
                versions[slot.what] if isinstance(slot.what, New) else slot.what.id,
                slot.start,
                slot.end,
            )
            for slot in slots
        ]
        for name, slots in plan.timelines.items()
    }
    tx.facts.record_all(change, placed)
    consequences.follow(tx, change, (facts[name] for name in plan.timelines))
    # The index reads the names of a subject with each of its facts.
    renamed = {
        dossier.fact.id
        for dossier in known.dossiers.values()
        if dossier.fact.subject.key in plan.subjects
    }
    tx.changes.touch(change, renamed - placed.keys())


def _write_subjects(tx: Transaction, plan: Plan, known: Known) -> Mapping[str, Subject]:
    new = [
        NewSubject(key, about.names, about.kind, about.topic)
        for key, about in plan.subjects.items()
        if key not in known.subjects
    ]
    changed = [
        tx.subjects.set(known.subjects[key], kind=about.kind, topic=about.topic, names=about.names)
        for key, about in plan.subjects.items()
        if key in known.subjects
    ]
    written = {subject.key: subject for subject in (*tx.subjects.add_all(new), *changed)}
    return {**known.subjects, **written}


def _write_facts(
    tx: Transaction, plan: Plan, known: Known, subjects: Mapping[str, Subject]
) -> dict[tuple[str, str], Fact]:
    held = {
        (dossier.fact.subject.key, dossier.fact.attribute): dossier.fact
        for dossier in known.dossiers.values()
    }
    new = [name for name in plan.timelines if name not in held]
    created = tx.facts.create_all([(subjects[subject], name) for subject, name in new])
    return {**held, **dict(zip(new, created, strict=True))}


def _write_versions(
    tx: Transaction, change: Change, plan: Plan, facts: Mapping[tuple[str, str], Fact]
) -> dict[New, int]:
    said = {
        slot.what: facts[name].id
        for name, slots in plan.timelines.items()
        for slot in slots
        if isinstance(slot.what, New)
    }
    ordered = sorted(said, key=lambda new: new.line)
    written = tx.facts.add_versions(
        change, [NewVersion(said[new], new.content, new.id, new.parent) for new in ordered]
    )
    return {new: version.id for new, version in zip(ordered, written, strict=True)}
