"""Does a fact tell another attribute than the one that is asked for?

"Who is the festival's director" finds its sponsor, where nobody wrote who the director is: a fact
of the right subject and kind, in whose statement the director speaks. Words of a statement lead to
facts whose key nobody would guess; they must not lead past a key that surely tells something else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.answering.asking import SHOWN, Asked
from bot.answering.entry import Entry
from bot.answering.evidence import EXPLAINED, Naming
from bot.answering.lexicon import lexicon

_CACHED: Final = 1 << 10
"""What is asked for in some 1,900 questions of 24 stories is 823 different things."""
_UNSAID: Final = frozenset({"plan", "maximum", "minimum"})
"""Families whose word in a key does not say what is told: "limit", "future"; none: 0.2 % fewer
right."""
_SAYING_NOTHING: Final = frozenset({"frequency", "identity"})
"""Families whose word in a question may stand beside what is asked for: "yearly", "is called";
none: 0.2 % fewer right."""
_PLAIN: Final = {
    "when": frozenset({"time", "start", "opening", "end", "deadline", "hours"}),
    "where": frozenset({"place"}),
    "quantity": frozenset({"amount", "size", "count", "cost", "price", "capacity"}),
    "who": frozenset({"leader", "members", "winner"}),
}
"""What the question word alone asks for: "when is the concert" for its date; none: 0.5 % fewer
right."""


def tells_another(asked: Asked, naming: Naming, entry: Entry) -> bool:
    """Tell whether the key of a fact surely says something else than what is asked for.

    Args:
        asked: the question.
        naming: which of its words name the fact's subject, and so ask for nothing.
        entry: the fact.
    """
    said = entry.asked_by - _UNSAID
    if not said or not said.isdisjoint(asked.families):
        return False
    if not naming.beside.isdisjoint(entry.attribute):
        return False
    kinds = asked.reading.kinds & SHOWN
    wanted = _wanted(asked, naming, kinds)
    meant = _meant(said, entry.gives)
    return bool(wanted and meant) and meant.isdisjoint(_told_by(frozenset(wanted), kinds))


def _meant(said: frozenset[str], gives: frozenset[str]) -> frozenset[str]:
    """Return the families that a key can mean, as its value is a place: a "seat" is no chair."""
    known = lexicon().families
    return frozenset(name for name in said if "where" not in gives or known[name].gives & gives)


def _wanted(asked: Asked, naming: Naming, kinds: frozenset[str]) -> set[str]:
    """Return the families that the words beside the subject's name ask for."""
    known = lexicon().families
    return {
        name
        for one, own in zip(asked.sought, naming.belongs, strict=True)
        if own < EXPLAINED
        for name in one.families - _SAYING_NOTHING
        if not kinds or known[name].gives & kinds
    }


@lru_cache(maxsize=_CACHED)
def _told_by(wanted: frozenset[str], kinds: frozenset[str]) -> frozenset[str]:
    """Return the families that people mix with what is wanted, and what the kinds alone ask for."""
    known = lexicon().families
    mixed = {name for name, one in known.items() if not one.near.isdisjoint(wanted)}
    near = (known[name].near for name in wanted)
    return frozenset(mixed).union(*near, *(_PLAIN.get(kind, ()) for kind in kinds))
