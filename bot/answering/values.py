"""What a value looks like: which kinds of answer it gives, which families it gives away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.answering.analysis import analyse
from bot.answering.lexicon import lexicon

_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b|plkst|\bgad[sau]\b|janv|febru|\bmart|mar(?:ch|ta|ts)\b|"
    r"apr[iī]l|\bmaij|\bmay\b|j[uū]n[ie]|j[uū]l[iy]|august|septemb|o[ck]tob|novemb|decemb|"
    r"(?:pirm|otr|treš|ceturt|piekt|sest|svēt)dien|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"nedēļ|week|month|mēne|\d ?(?:am|pm)\b|summer|winter|spring|autumn|vasar|ziem|pavasar|ruden",
    re.IGNORECASE,
)
_DAY_OF_MONTH: Final = re.compile(
    r"\d{1,2}\.?(?= ?(?:janv|feb|mar|apr|mai|may|j[uū][nl]|aug|sep|o[ck]t|nov|de[ck]))"
    r"|(?<=gada )\d{1,2}\.|\d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"^(?:in|at|near|on|via|off|from|to|uz|pie|no|starp|caur)\b|\biel[aā]|street|\w[āēī]s?\b(?!\w)"
    r"|\b(?:bāz|centr|ēka|nam|laukum|hall|base|square|building|stadium|arēn)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"\b[A-ZĀČĒĢĪĶĻŅŠŪŽ][\wāčēģīķļņšūž.-]+")
_MEASURED: Final = frozenset({"when", "quantity"})
_SIGNS: Final = {"share": ("%",), "amount": ("EUR", "eiro", "€", "USD", "$")}
"""Families that a sign in a value gives away."""


def families_shown(values: Iterable[str]) -> frozenset[str]:
    """Return the families that a sign in one of `values` gives away."""
    values = tuple(values)
    return frozenset(
        name
        for name, signs in _SIGNS.items()
        if any(sign in value for value in values for sign in signs)
    )


def kinds_of(values: Iterable[str]) -> frozenset[str]:
    """Return the kinds of answer that `values` look like; a bare measure is nothing else."""
    found: set[str] = set()
    for value in values:
        found.update(_kinds(value))
        if not found or not found <= _MEASURED:
            found.add("what")
    return frozenset(found)


def _kinds(value: str) -> set[str]:
    found: set[str] = set()
    rest = _DAY_OF_MONTH.sub(" ", value)
    if _DATE.search(value):
        found.add("when")
        rest = _DATE.sub(" ", rest)
    if _counts(rest):
        found.add("quantity")
    if _NAME.search(rest):
        found.add("who")
    if _PLACE.search(rest) or _only_names(rest):
        found.add("where")
    return found


def _counts(text: str) -> bool:
    return any(map(str.isdigit, text)) or any(
        not lexicon().numbers.isdisjoint(word.keys.sure) for word in analyse(text)
    )


def _only_names(text: str) -> bool:
    words = text.replace("–", " ").replace(",", " ").split()
    return bool(words) and sum(word[0].isupper() for word in words) * 2 > len(words)
