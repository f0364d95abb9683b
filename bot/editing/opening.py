"""Opening a fact for an edit: behind the lock, at the revision that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from bot.editing import seen, timeline
from bot.editing.draft import Editor
from bot.editing.errors import NoneInForce, SeveralInForce, StaleFact, UnknownFact
from bot.editing.timeline import Slot
from storage.facts import Fact, Held, Version
from storage.moments import Moment, Precision


@dataclass(frozen=True, slots=True)
class Opened:
    """A fact as the edit finds it; nothing can change it before the edit is done.

    Attributes:
        held: its timeline as believed now, by start.
    """

    editor: Editor
    fact: Fact
    held: tuple[Held, ...]

    @property
    def slots(self) -> tuple[Slot[int | None], ...]:
        """The timeline with the ids of its versions; None stands for the one being written."""
        return tuple(Slot(held.start, held.end, held.version.id) for held in self.held)

    @property
    def periods(self) -> tuple[Slot[Held], ...]:
        """The timeline with its periods themselves."""
        return tuple(Slot(held.start, held.end, held) for held in self.held)

    def in_force(self, on: Moment | None) -> Held:
        """Return what holds now, or within the year, month, day or instant that `on` names.

        Raises:
            NoneInForce: nothing does.
            SeveralInForce: more than one version does; which is meant is not for us to guess.
        """
        if on is None or on.precision is Precision.INSTANT:
            found = timeline.at(self.periods, self.editor.now.at if on is None else on.at)
            holding = [] if found is None else [found]
        else:
            holding = [*timeline.between(self.periods, on, Moment.end(on.iso_start(), on.zone))]
        if not holding:
            raise NoneInForce(fact=self.fact.key)
        if len(holding) > 1:
            raise SeveralInForce(fact=self.fact.key, on=on.iso_start() if on else "")
        return holding[0].what

    def predecessor(self, start: Moment) -> Version | None:
        """Return the version that a new one from `start` follows.

        It is the one in force then, else the nearest, else the last that was ever held: who
        may read a fact must not be forgotten because it was withdrawn.
        """
        earlier = timeline.last_before(self.periods, start.at)
        near = earlier or timeline.next_after(self.periods, start.at)
        if near is not None:
            return near.what.version
        past = self.editor.tx.facts.history(self.fact.id)
        return past[-1].version if past else None


def open_fact(editor: Editor, key: str, revision: int | None) -> Opened:
    """Lock the store's changes and return the fact `key` as it is now.

    Raises:
        UnknownFact: there is none.
        StaleFact: it is not what it was at `revision`; None takes it as it is.
    """
    editor.tx.changes.lock()
    fact = editor.tx.facts.find(key)
    if fact is None:
        raise UnknownFact(fact=key)
    if revision is not None and not seen.is_as_seen(editor.tx, fact, revision):
        raise StaleFact(fact=key, expected=revision, current=fact.revision)
    return Opened(editor, fact, editor.tx.facts.timeline(fact.id))
