"""Courtesy around a question: "hello!", "could you please tell me", "lūdzu", "спасибо".

It asks nothing, so it is taken off at both ends before anything is read: politely put, a question
is the same. Who says nothing else is left with every word, and is taken for small talk.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import takewhile
from typing import Final, TypeAlias

from bot.answering.tokens import tokens


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_KEPT: Final = 16
"""Questions whose rest is remembered: each is read twice, for what we told and for what is."""

# Words are folded: without case and diacritics.
_PLEASE: Final = _listed("please pls kindly ludzu пожалуйста")
_GREETINGS: Final = _PLEASE | _listed(
    "hello hi hey sveiki sveiks sveika labdien labrit labvakar cau здравствуйте привет"
)
"""What stands before any question; thanks are no beginning of one."""


Phrases: TypeAlias = Mapping[str, tuple[tuple[str, ...], ...]]
"""Phrases by their first word."""


def _phrases(*phrases: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)


def _opening_phrases(*phrases: str) -> Phrases:
    every = _phrases(*phrases)
    return {first: tuple(each for each in every if each[0] == first) for first, *_ in every}


_REQUESTS: Final = _opening_phrases(
    *("could you", "can you", "would you", "will you", "vai jus varetu", "vai jus varat"),
    *("vai tu vari", "vai tu varetu", "vai varat", "vai vari", "vai varetu", "не могли бы вы"),
    *("вы не могли бы", "можете", "можешь", "вы можете"),
)
"""What asks for an answer, if it goes on with a word of `_SAYING`."""
_OPENINGS: Final = _opening_phrases(
    *("do you know", "i want to know", "i would like to know", "i'd like to know", "i wonder"),
    *("tell me", "vai jus zinat", "vai tu zini", "es gribetu zinat", "gribetu zinat"),
    *("es velos zinat", "velos zinat", "sakiet", "pasakiet", "pasaki", "pastastiet"),
    *("не подскажете", "подскажите", "скажите", "хочу знать", "хотел бы знать"),
    *("хотела бы знать", "хотелось бы знать"),
    *("good morning", "good evening", "good afternoon", "добрый день"),
)
"""What is polite without going on."""
_SAYING: Final = _listed(
    "tell say explain pateikt pastastit paskaidrot pasacit сказать подсказать рассказать"
)
_TO_WHOM: Final = _listed("me us man mums мне нам")
_ENDINGS: Final = _phrases(
    *("thank you", "thank you very much", "thank you so much", "thanks", "many thanks"),
    *("thanks a lot", "thx", "cheers", "paldies", "liels paldies", "jau ieprieks paldies"),
    *("спасибо", "спасибо большое", "большое спасибо", "заранее спасибо"),
    *sorted(_PLEASE),
)


@lru_cache(maxsize=_KEPT)
def without_courtesy(question: str) -> str:
    """Return a question without what is only polite around it; of nothing else, as it is."""
    found = tokens(question)
    folded = [token.folded for token in found]
    first, last = _opening(folded), len(folded) - _ending(folded)
    if first >= last:
        return question
    end = found[last].start if last < len(found) else len(question)
    return question[found[first].start : end]


def _opening(folded: list[str]) -> int:
    """Return how many words at the beginning are polite."""
    at = 0
    while at < len(folded):
        length = _polite_from(folded, at)
        if not length:
            break
        at += length
    return at


def _polite_from(folded: list[str], at: int) -> int:
    """Return how many words from a place on are polite together; 0: what is asked begins."""
    if folded[at] in _GREETINGS:
        return 1
    opening = _begins(folded[at:], _OPENINGS)
    request = _begins(folded[at:], _REQUESTS)
    on = list(takewhile((_GREETINGS | _SAYING | _TO_WHOM).__contains__, folded[at + request :]))
    if request and not _SAYING.isdisjoint(on):
        return request + len(on)
    if not opening:
        return 0
    return opening + len(list(takewhile(_TO_WHOM.__contains__, folded[at + opening :])))


def _begins(folded: list[str], phrases: Phrases) -> int:
    """Return how long the phrase is with which some words begin; 0: with none."""
    possible = phrases.get(folded[0], ()) if folded else ()
    return next((len(each) for each in possible if tuple(folded[: len(each)]) == each), 0)


def _ending(folded: list[str]) -> int:
    """Return how many words at the end are polite."""
    left = list(folded)
    while True:
        ends = [len(each) for each in _ENDINGS if tuple(left[-len(each) :]) == each]
        if not ends:
            return len(folded) - len(left)
        del left[-max(ends) :]
