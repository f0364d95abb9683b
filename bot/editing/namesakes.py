"""Namesakes: whether what is given a name is called as something else is.

Two editors who add the same thing at once may give it two keys, and a name that is given later may
be another's. So whoever gives names looks, behind the lock of changes, who has them; that two have
one name on purpose is for an editor to say. Events of one name come again: only two on one day are
asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from zoneinfo import ZoneInfo

from bot.answering.words import fold
from bot.calendar import EVENT, TIME
from bot.editing.draft import Editor
from bot.editing.errors import NameTaken
from bot.port import Code
from storage.content import Subject
from storage.database import Transaction
from storage.moments import Moment, time_zone


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that is given names.

    Attributes:
        key: of the subject.
        names: those that it has not had.
        starts: of an event, when it begins as it will be held; None of anything else.
    """

    key: str
    names: Collection[str]
    starts: Collection[Moment] | None = None


@dataclass(frozen=True, slots=True)
class Namesake:
    """That a subject is given a `name` which another has; both by their keys."""

    key: str
    name: str
    other: str


def check(
    editor: Editor,
    key: str,
    names: Mapping[str, Sequence[str]],
    starts: Moment | None = None,
    but: Collection[str] = (),
) -> None:
    """Refuse to give a subject a name that something else has.

    What is added may share what it is only also called: who asks by that is offered both.

    Args:
        editor: who gives it; nobody else can meanwhile.
        key: of the subject, which may be new.
        names: that it is to have, the ones that are shown first.
        starts: of an event, when it is to begin; None of one that is held is as it is held.
        but: the keys of others whose names do not matter.

    Raises:
        NameTaken: something is called so; of an event, one of that day.
    """
    tx = editor.tx
    tx.changes.lock()
    subject = tx.subjects.find(key)
    shown = {language: given[:1] for language, given in names.items()}
    new = new_names(names if subject else shown, subject)
    begins = [starts] if starts else _starts(tx, subject) if subject else None
    namesake = next(found(tx, [Named(key, new, begins)], editor.zone, but), None)
    if namesake is not None:
        other = namesake.other
        raise NameTaken(name=namesake.name, key=(Code(other),), known=other)


def new_names(names: Mapping[str, Iterable[str]], held: Subject | None) -> list[str]:
    """Return which of `names` a subject that is held is not called yet, each once."""
    known = set(map(fold, chain.from_iterable(held.names.values()))) if held else set[str]()
    given = {fold(name): name for name in chain.from_iterable(names.values())}
    return [name for folded, name in given.items() if folded not in known]


def found(
    tx: Transaction, given: Sequence[Named], zone: str, but: Collection[str] = ()
) -> Iterator[Namesake]:
    """Yield each name that is held of another subject, or was given to one before, once.

    Of many who have it the first is told: a thousand of one name are a thousand namesakes, and not
    half a million.

    Args:
        tx: behind the lock of changes.
        given: the subjects, in the order in which they are named.
        zone: IANA, in which an event's day is reckoned.
        but: the keys of others whose names do not matter.
    """
    held = tx.subjects.called(chain.from_iterable(each.names for each in given))
    subjects = tx.subjects.get({id_ for id_, _ in held})
    called = _Called(time_zone(zone))
    for id_, name in held:
        subject = subjects[id_]
        called.note(Named(subject.key, (), _starts(tx, subject)), name)
    for each in given:
        for name in each.names:
            others = called.that_may_be(each, name)
            other = next((key for key in others if key != each.key and key not in but), None)
            if other is not None:
                yield Namesake(each.key, name, other)
            called.note(each, name)


class _Called:
    """Who is called how, in the order in which it was noted; an event also by its days."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._keys: defaultdict[tuple[str, date | None], dict[str, None]] = defaultdict(dict)

    def note(self, named: Named, name: str) -> None:
        """Note that somebody is called so."""
        for day in (None, *self._days(named)):
            self._keys[fold(name), day][named.key] = None

    def that_may_be(self, new: Named, name: str) -> Iterator[str]:
        """Yield the keys of who may be the same: as an event, only what is an event of that day."""
        days = [None] if new.starts is None else sorted(self._days(new))
        return chain.from_iterable(self._keys.get((fold(name), day), ()) for day in days)

    def _days(self, named: Named) -> set[date]:
        return {start.at.astimezone(self._zone).date() for start in named.starts or ()}


def _starts(tx: Transaction, subject: Subject) -> list[Moment] | None:
    """Return when an event begins, as we hold it; None where it is no event."""
    if subject.kind != EVENT:
        return None
    fact = tx.facts.find(f"{subject.key}.{TIME}")
    held = tx.facts.timeline(fact.id) if fact else ()
    spans = (each.version.content.span for each in held)
    return [span.start for span in spans if span is not None]
