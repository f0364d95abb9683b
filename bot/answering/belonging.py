"""Whether a question belongs to a group of those that ask the same, by the whole of the group.

Two wordings of one question often share little. What a group has been asked in many words tells
more: who names most of what it names, and nothing that says anything else, belongs to it, also if
no single question of it is linked with theirs.

Two ways were tried and are no better. A linear score of fifteen figures of question and group,
in place of these rules where a group has `ENOUGH` wordings, was fitted on 26 questions and measured
on each without that one: it saves one group in seven where there are many, and 22 near questions of
232 join instead of 20; of eight questions that nobody has read it saves none. To look, once a
question has joined, whether all wordings of a group belong to another saves 0.3 groups where there
are many, and one more near question joins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.answering.gist import Gist
from bot.answering.likeness import Relation, is_named, relation

MOST_AGAINST: Final = 0.4
"""The share of a group that a question which joins it may contradict. With 0.3 each of eighteen
questions makes a third of a group more, and with 0.5 three near questions more join one."""

MOST_NEVER: Final = 0.15
"""The share of a group that cannot be the same and still does not keep a question out: one of many
may have been misread. Of eight questions the largest group has 38.3 wordings instead of 36.7."""

ENOUGH: Final = 5
"""Wordings of a group that tell what it is about; flat between 3 and 8."""

MOST: Final = 0.55
"""The share, by weight, of what a group names that a question names which is linked with none of
it; flat between 0.45 and 0.6."""


def belongs(gist: Gist, members: Sequence[Gist]) -> bool:
    """Tell whether a question belongs to a group, by what is asked in it."""
    count = Counter(relation(gist, each) for each in members)
    if _contradict(count):
        return False
    if Relation.LINKED in count:
        return True
    return len(members) >= ENOUGH and _says_no_more(gist, members) and _names_core(gist, members)


def are_one(ones: Sequence[Gist], others: Sequence[Gist]) -> bool:
    """Tell whether two groups are one."""
    count = Counter(relation(one, other) for one in ones for other in others)
    return Relation.LINKED in count and not _contradict(count)


def _contradict(count: Counter[Relation]) -> bool:
    """Tell whether too many of some pairs contradict each other for them to ask the same."""
    never, against = count[Relation.NEVER], count[Relation.AGAINST]
    return never > MOST_NEVER * count.total() or never + against > MOST_AGAINST * count.total()


def _says_no_more(gist: Gist, members: Sequence[Gist]) -> bool:
    """Tell whether a question names only what somebody in a group has named.

    What the vocabulary does not know may be their word for any of it, unless it is a name.
    """
    told = (each for each in gist.said if each.is_known or each.name or each.families)
    return all(any(is_named(each, other) for other in members) for each in told)


def _names_core(gist: Gist, members: Sequence[Gist]) -> bool:
    """Tell whether a question names most of what a group names."""
    every = [word for each in members for word in each.said]
    named = sum(each.weight for each in every if is_named(each, gist))
    return named >= MOST * sum(each.weight for each in every)
