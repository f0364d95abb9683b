"""Where a question belongs among all that wait: the groups that ask the same.

Thousands may wait. So the store looks through what it keeps of each for the marks of the question,
as text; the few that share most of them are compared with it, and then the whole of each group
that one of these is in (`belonging.py`). A question that belongs to two groups shows that they are
one, unless they contradict each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from bot.answering.belonging import are_one, belongs
from bot.answering.gist import CONCEPT, FAMILY, Gist, read_gist
from bot.answering.likeness import ALIKE, alike
from bot.answering.reading import LIGHT_WEIGHT
from storage.questions import Sought, Waiting

LEAST_MET: Final = ALIKE / (2 - ALIKE)
"""The share of what a question names that another must name, too, to be linked with it."""

MOST_READ: Final = 50
"""Wordings that are compared with a question, of those that share most marks with it: 5 ms."""

MOST_GROUPS: Final = 4
"""Groups that one question may make one."""

MOST_OF_GROUP: Final = 20
"""Wordings by which a group is judged, the latest: more of them say the same once more."""

MOST_SOUGHT: Final = 4
"""Words that are looked for, the weightiest: each takes the store some milliseconds."""

MOST_CONCEPTS: Final = 2
"""What a word may mean that is looked for; few mean more."""


def sought(gist: Gist) -> Sought:
    """Return the marks by which what is linked with a question is looked for."""
    words = [each for each in gist.meanings if each.weight and not each.plain]
    words.sort(key=lambda each: -each.weight)
    marks = [(each.weight, _telling(each.marks)) for each in words[:MOST_SOUGHT]]
    least = LEAST_MET * sum(each.weight for each in words)
    left = sum(each.weight for each in words[MOST_SOUGHT:])
    return Sought(tuple(marks), max(least - left, min(least, LIGHT_WEIGHT)), MOST_READ)


def likeliest(gist: Gist, near: Iterable[Waiting]) -> tuple[int, ...]:
    """Return the groups to which a question may belong, the likeliest first.

    Those come first that have a wording which is linked with it, the nearest before others; then
    those of which most wordings are near.
    """
    known = dict.fromkeys((each.group, each.gist) for each in near)
    groups = dict.fromkeys(group for group, key in known if alike(gist, read_gist(key)))
    common = Counter(group for group, _ in known).most_common()
    return tuple(groups | dict.fromkeys(group for group, _ in common))[:MOST_GROUPS]


def one_with(gist: Gist, groups: Mapping[int, Iterable[str]]) -> tuple[int, ...]:
    """Return the groups to which a question belongs, the oldest first; all of them are one.

    Args:
        gist: what is asked.
        groups: what their questions are about, as it is stored, by number; the latest first.
    """
    found: list[int] = []
    together = [gist]
    for group, keys in sorted(groups.items()):
        members = [read_gist(key) for key in [*dict.fromkeys(keys)][:MOST_OF_GROUP]]
        if belongs(gist, members) and (not found or are_one(together, members)):
            found.append(group)
            together = [*together, *members][: MOST_OF_GROUP + 1]
    return tuple(found)


def _telling(marks: frozenset[str]) -> tuple[str, ...]:
    """Return the marks of a word that few others have."""
    concepts = sorted(each for each in marks if each[0] == CONCEPT)[:MOST_CONCEPTS]
    others = sorted(each for each in marks if each[0] not in {CONCEPT, FAMILY})
    return (*others, *concepts) or tuple(sorted(marks))
