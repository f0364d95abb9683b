"""Placing the versions of a file in the timeline of their fact, among what is held.

What a line means for a fact of which we hold something else for its time:

- nothing said: it is refused;
- `set`, the world changed: it holds from its beginning, or else from now, to its end, or
  else to the beginning of the next version, which stays;
- `correct`, we were wrong: it takes the place of what is held under its id, and bounds that
  it does not name stay; under a new id it takes the time that it names from whatever holds;
- `edit`, other words: the version stays the same claim, so value and period must be the same.

What is held already is left alone, and so is a line that says what was last imported under
its id, whatever became of that: a file never brings back what somebody has changed since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NoReturn, TypeAlias

from bot.editing import timeline
from bot.editing.timeline import Slot
from bot.exchange.entries import Entry, whole_id
from bot.exchange.errors import Misfit, fault
from bot.exchange.known import Known
from storage.content import Content, Held, Version
from storage.moments import Moment


class How(StrEnum):
    """What it means that a file says something else than we hold."""

    SET = "set"
    CORRECT = "correct"
    EDIT = "edit"


class Effect(StrEnum):
    """What a version in a file does to the store."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()


@dataclass(frozen=True, slots=True, eq=False)
class New:
    """A version to be written.

    Attributes:
        line: of the file.
        parent: the id of the version that it only rewords.
    """

    line: int
    id: str
    content: Content
    parent: int | None = None


Said: TypeAlias = Version | New


class Placing:
    """The timeline of one fact while a file is imported.

    Attributes:
        slots: what it has become so far.
    """

    def __init__(self, key: str, known: Known, how: How | None, now: Moment) -> None:
        dossier = known.dossiers.get(key)
        self._fact = dossier.fact if dossier else None
        self._held = dossier.held if dossier else ()
        self._known = known
        self._how = how
        self._now = now
        self.slots: tuple[Slot[Said], ...] = tuple(
            Slot(held.start, held.end, held.version) for held in self._held
        )

    def place(self, entry: Entry) -> Effect:
        """Place one version, and tell what that did.

        Raises:
            Misfit: it cannot be placed.
        """
        if _is_among(entry, self._held):
            return Effect.SAME
        old = self._version(entry)
        if old and self._is_latest(entry, old):
            return Effect.SAME
        under = self._under(entry)
        if not old and not under:
            self._paint_all(entry)
            return Effect.NEW
        before = self.slots
        match self._how:
            case None:
                self._refuse(entry, old, under)
            case How.SET:
                self._set(entry)
            case How.CORRECT:
                self._correct(entry, old)
            case How.EDIT:
                self._edit(entry, self._mine(old) or under)
        return Effect.SAME if self.slots == before else Effect.CHANGED

    def _version(self, entry: Entry) -> Version | None:
        """Return what is known under its id, if the import that brought it still stands.

        A further period goes by the id of its version.

        Raises:
            Misfit: it is known of another fact.
        """
        found = self._known.versions.get(entry.id)
        if found is None:
            whole = self._known.versions.get(whole_id(entry.id))
            found = whole if whole and self._is_own(whole) and entry.says(whole.content) else None
        if found is None or self._known.taken_back(found):
            return None
        if not self._is_own(found):
            raise _misfit(entry, "elsewhere", id=found.ref, key=self._known.key_of(found))
        return found

    def _is_latest(self, entry: Entry, old: Version) -> bool:
        """Tell whether it says what was last imported under the id of `old`, held or not."""
        history = self._known.history(old.fact_id)
        mine = [held for held in history if _descends(held.version, old.ref)]
        latest = max(held.version.id for held in mine)
        found = [held for held in mine if held.version.id == latest]
        return _is_among(entry, found, loosely=latest != old.id)

    def _is_own(self, version: Version) -> bool:
        return self._fact is not None and version.fact_id == self._fact.id

    def _under(self, entry: Entry) -> list[Slot[Said]]:
        """Return what lies where the entry would hold."""
        return [
            found
            for slot in entry.slots
            for found in timeline.between(self.slots, slot.start, slot.end)
        ]

    def _mine(self, old: Version | None) -> list[Slot[Said]]:
        """Return what holds now under the id of `old`."""
        return [
            slot
            for slot in self.slots
            if old and isinstance(slot.what, Version) and _descends(slot.what, old.ref)
        ]

    def _refuse(self, entry: Entry, old: Version | None, under: list[Slot[Said]]) -> NoReturn:
        if old:
            raise _misfit(entry, "known", what=_called(old.ref, entry.key))
        match under[0].what:
            case New(line=line):
                raise _misfit(entry, "overlap", key=entry.key, other=str(line))
            case Version(ref=ref) if ref.partition("#")[0] == entry.key:
                # It has no name of its own by which the file could call it.
                raise _misfit(entry, "known", what=entry.key)
            case Version(ref=ref):
                raise _misfit(entry, "overlap-held", key=entry.key, other=ref)

    def _set(self, entry: Entry) -> None:
        new = self._new(entry, entry.content)
        for slot in entry.slots:
            start = slot.start or self._from_now(slot.end)
            later = timeline.next_after(self.slots, start.at) if start and not slot.end else None
            end = slot.end or (later.start if later else None)
            covered = timeline.between(self.slots, start, end)
            same = all(entry.says(found.what.content) for found in covered)
            if not (same and timeline.fills(covered, start, end)):
                self.slots = timeline.paint(self.slots, start, end, new)

    def _from_now(self, end: Moment | None) -> Moment | None:
        return self._now if end is None or self._now.at < end.at else None

    def _correct(self, entry: Entry, old: Version | None) -> None:
        new = self._new(entry, entry.content)
        for slot in entry.slots:
            wrong = _meant(entry, slot, self._mine(old))
            start = slot.start or (wrong.start if wrong else None)
            end = slot.end or (wrong.end if wrong else None)
            if not timeline.forward(start, end):
                raise _misfit(entry, "backwards-held", key=entry.key)
            if wrong:
                if (start, end) == (wrong.start, wrong.end) and entry.says(wrong.what.content):
                    continue
                self.slots = timeline.remove(self.slots, wrong.start, wrong.end)
            self.slots = timeline.paint(self.slots, start, end, new)

    def _edit(self, entry: Entry, meant: list[Slot[Said]]) -> None:
        version = meant[0].what if meant else None
        if not isinstance(version, Version) or any(slot.what != version for slot in meant):
            raise _misfit(entry, "edit-none", what=_called(entry.id, entry.key))
        if not _keeps_value(entry, version.content):
            raise _misfit(entry, "edit-value", key=entry.key)
        if not self._keeps_periods(entry, version):
            raise _misfit(entry, "edit-period", key=entry.key)
        content = entry.beside(version.content)
        if content != version.content:
            new = self._new(entry, content, version.id)
            self.slots = tuple(
                Slot(slot.start, slot.end, new) if slot.what == version else slot
                for slot in self.slots
            )

    def _keeps_periods(self, entry: Entry, version: Version) -> bool:
        """Tell whether the entry names only periods that its version, or its id, ever had."""
        mine = [
            held
            for held in self._known.history(version.fact_id)
            if held.version == version or _descends(held.version, entry.id)
        ]
        return all(any(_agrees(slot, held) for held in mine) for slot in entry.slots)

    def _paint_all(self, entry: Entry) -> None:
        new = self._new(entry, entry.content)
        for slot in entry.slots:
            self.slots = timeline.paint(self.slots, slot.start, slot.end, new)

    def _new(self, entry: Entry, content: Content, parent: int | None = None) -> Said:
        """Return what is to be written; what was imported once and taken back is said anew."""
        old = self._known.versions.get(entry.id)
        if old and self._is_own(old) and content == old.content and self._known.taken_back(old):
            return old
        return New(entry.line, self._known.free_id(entry.id), content, parent)


def _is_among(entry: Entry, held: Iterable[Held], *, loosely: bool = False) -> bool:
    """Tell whether what it says, for each of its periods, is among `held`."""
    same = [each for each in held if entry.says(each.version.content)]
    return all(any(_agrees(slot, each, loosely=loosely) for each in same) for slot in entry.slots)


def _descends(version: Version, id_: str) -> bool:
    """Tell whether it was imported under `id_`, or instead of what was: `a+17` instead of `a`."""
    return re.fullmatch(rf"{re.escape(id_)}(\+\d+)*", version.ref) is not None


def _agrees(slot: Slot[None], held: Held, *, loosely: bool = False) -> bool:
    """Tell whether `held` is the period that the file names.

    What was imported instead of something else has taken the bounds that its line does not
    name from what it found; there, `loosely`, only the bounds named must be the same.
    """
    pairs = ((slot.start, held.start), (slot.end, held.end))
    return all(said == recorded or (loosely and said is None) for said, recorded in pairs)


def _meant(entry: Entry, slot: Slot[None], mine: list[Slot[Said]]) -> Slot[Said] | None:
    """Return which of the periods held under its id the entry corrects by `slot`."""
    meeting = timeline.between(mine, slot.start, slot.end)
    if len(meeting) > 1:
        raise _misfit(entry, "several", what=_called(entry.id, entry.key))
    if not meeting and len(mine) == len(entry.slots) == 1:
        return mine[0]
    return meeting[0] if meeting else None


def _called(id: str, key: str) -> str:
    """Return what people call a version: by its fact alone, where the file gave it no other id."""
    return key if id == key else f"{id} ({key})"


def _keeps_value(entry: Entry, held: Content) -> bool:
    said = entry.beside(held)
    same = all(said.value.get(language) == text for language, text in held.value.items())
    return same and said.span == held.span


def _misfit(entry: Entry, name: str, **fields: str) -> Misfit:
    return Misfit(fault(entry.line, name, **fields))
