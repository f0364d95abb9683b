"""What sort of thing a word means, by the part of the vocabulary in which its concepts stand."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.answering.analysis import section_of

MOST_REMEMBERED: Final = 4000
"""Meanings of words whose sort is remembered."""

DEEDS: Final = frozenset({"doing", "doings", "verbs_as_said", "work_and_doing"})
"""The parts of the vocabulary whose words are verbs."""

QUALITIES: Final = frozenset({"qualities", "describing", "qualities_more", "measure_more"})
"""The parts of the vocabulary whose words tell how something is, or how much of it there is."""

EXCLUSIVE: Final = frozenset(
    {"people", "people_more", "institutions", "education_and_health", "places", "nations_more"}
    | {"transport", "transport_and_places", "nature", "living_things", "animals_and_plants"}
    | {"food_and_drink", "times_and_amounts", "money"}
)
"""The parts whose words name what can be told apart: who is a doctor is no nurse, and a bus no
train, while people call the same water "brown", "murky" and "rusty"."""


@lru_cache(maxsize=MOST_REMEMBERED)
def are_deeds(concepts: frozenset[str]) -> bool:
    """Tell whether what a word means is only things that are done."""
    return _are_all_in(concepts, DEEDS)


@lru_cache(maxsize=MOST_REMEMBERED)
def are_qualities(concepts: frozenset[str]) -> bool:
    """Tell whether what a word means is only how something is."""
    return _are_all_in(concepts, QUALITIES)


def names_nothing(concepts: frozenset[str]) -> bool:
    """Tell whether what a word means is only what is done, or how something is."""
    return _are_all_in(concepts, DEEDS | QUALITIES)


def in_one_of(ones: frozenset[str], others: frozenset[str], sections: frozenset[str]) -> bool:
    """Tell whether some parts of the vocabulary have one that has concepts of two words."""
    parts = {section_of(each) for each in ones} & sections
    return any(section_of(each) in parts for each in others)


def _are_all_in(concepts: frozenset[str], sections: frozenset[str]) -> bool:
    return bool(concepts) and all(section_of(each) in sections for each in concepts)
