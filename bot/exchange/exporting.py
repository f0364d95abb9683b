"""Exporting: what we hold now, for all of validity, in an order that is always the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.exchange.formats import format_named
from bot.exchange.lines import subject_fields, version_fields
from bot.exchange.subjects import EVENT, THING
from storage.content import Dossier, Held, Subject
from storage.transaction import Transaction


def export(tx: Transaction, format: str = "jsonl") -> Iterator[str]:  # noqa: A002 - as people call it
    """Return a file of everything held now, in pieces, to be read within the transaction.

    A version that holds for several periods is a line for each: the first under its id, the
    others under `ID~2`, `ID~3`, …, which an import joins again.

    Raises:
        UnknownFormat: there is no such format.
    """
    return format_named(format).write(_lines(tx))


def _lines(tx: Transaction) -> Iterator[Mapping[str, object]]:
    held: dict[str, list[Dossier]] = defaultdict(list)
    for dossier in tx.facts.all():
        if dossier.held:
            held[dossier.fact.subject.key].append(dossier)
    # Sorted here: databases do not agree on the order of letters.
    ids = {each.version.ref for facts in held.values() for each in _periods(facts)}
    for subject in sorted(tx.subjects.all(), key=lambda subject: subject.key):
        facts = sorted(held[subject.key], key=lambda dossier: dossier.fact.key)
        if _says_more(subject, facts):
            yield subject_fields(subject)
        for dossier in facts:
            for id_, period in _numbered(dossier.held, ids):
                yield version_fields(dossier.fact, period, id_)


def _says_more(subject: Subject, facts: Sequence[Dossier]) -> bool:
    """Tell whether a subject is something else than the lines of its facts let one think."""
    timed = any(held.version.content.span for held in _periods(facts))
    return not facts or subject.kind != (EVENT if timed else THING)


def _periods(facts: Sequence[Dossier]) -> Iterator[Held]:
    return (held for dossier in facts for held in dossier.held)


def _numbered(held: Sequence[Held], ids: Collection[str]) -> Iterator[tuple[str, Held]]:
    """Yield each period with the id of its line, which no other line has."""
    seen: dict[str, int] = {}
    for period in held:
        ref = period.version.ref
        id_, number = ref, seen.get(ref, 0) + 1
        while number > 1 and (id_ := f"{ref}~{number}") in ids:
            number += 1
        seen[ref] = number
        yield id_, period
