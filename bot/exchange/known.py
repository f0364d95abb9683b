"""What the store holds of the facts in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.exchange.entries import Entry, whole_id
from storage.content import ChangeKind, Dossier, Held, Subject, Version
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """What is known already, read once; the rest is asked for where it matters.

    Attributes:
        subjects: every subject, by key.
        dossiers: every fact with what is held of it now, by key.
        versions: what is held, and what was ever said under the ids of the file, by id.
        ids: of the file.
        next_seq: the number that this import will have.
        sizes: how many facts each change touched, as far as it was asked.
    """

    tx: Transaction
    subjects: Mapping[str, Subject]
    dossiers: Mapping[str, Dossier]
    versions: Mapping[str, Version]
    ids: frozenset[str]
    next_seq: int
    sizes: dict[int, int] = field(default_factory=dict)

    def history(self, fact_id: int) -> tuple[Held, ...]:
        """Return every period ever recorded of a fact."""
        return self.tx.facts.history(fact_id)

    def taken_back(self, version: Version) -> bool:
        """Tell whether the import that brought a version was taken back whole.

        Taken back for its fact alone, it stays: somebody has decided against that version.
        """
        undoing = [
            change
            for change in self.tx.changes.of(version.fact_id)
            if change.undoes == version.seq and version.kind is ChangeKind.IMPORT
        ]
        return bool(undoing) and (
            self._size(version.seq) == 1 or any(self._size(change.seq) > 1 for change in undoing)
        )

    def _size(self, seq: int) -> int:
        """Return how many facts a change touched."""
        if seq not in self.sizes:
            self.sizes[seq] = len(self.tx.changes.facts_of(seq))
        return self.sizes[seq]

    def key_of(self, version: Version) -> str:
        """Return the key of the fact of which `version` is."""
        return self.tx.facts.get([version.fact_id])[version.fact_id].key

    def named_by_hand(self, subject_key: str) -> bool:
        """Tell whether somebody has changed the names, kind or topic of a subject."""
        return any(
            change.kind is ChangeKind.SUBJECT
            for fact in self.tx.facts.by_subject(subject_key)
            for change in self.tx.changes.of(fact.id)
        )

    def free_id(self, id_: str) -> str:
        """Return `id_`, or if it is taken one made of it and of the import's number."""
        if id_ not in self.versions:
            return id_
        free = _next_id(id_, self.next_seq)
        taken = free in self.ids or free in self.versions
        while taken:
            free = _next_id(free, self.next_seq)
            taken = free in self.ids or self.tx.facts.version(free) is not None
        return free


def known_of(tx: Transaction, entries: Iterable[Entry]) -> Known:
    """Look up what a file is about; only after `tx.changes.lock` it stays true."""
    next_seq = tx.changes.latest_seq() + 1
    dossiers = {dossier.fact.key: dossier for dossier in tx.facts.all()}
    held = (held.version for dossier in dossiers.values() for held in dossier.held)
    versions = {version.ref: version for version in held}
    ids = frozenset(id_ for entry in entries for id_ in (entry.id, whole_id(entry.id)))
    asked = ids.union(_next_id(id_, next_seq) for id_ in ids)
    return Known(
        tx,
        {subject.key: subject for subject in tx.subjects.all()},
        dossiers,
        versions | tx.facts.versions(asked - versions.keys()),
        ids,
        next_seq,
    )


def _next_id(id_: str, seq: int) -> str:
    return f"{id_}+{seq}"
