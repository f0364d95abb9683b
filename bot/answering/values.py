"""What a value looks like: which kinds of answer it gives, which families it gives away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.answering.analysis import analyse
from bot.answering.lexicon import lexicon

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
"""What may be a year; where a number is told, it is that number."""
_DATED: Final = re.compile(
    r"\d{1,2}[:.]\d\d\b|plkst|\bgad[sau]\b|janv|janua|febru|\bmart|mar(?:ch|ta|ts)\b|"
    r"apr[iī]l|\bmaij|\bmay\b|j[uū]n[ie]|j[uū]l[iy]|august|septemb|o[ck]tob|novemb|decemb|"
    r"(?:pirm|otr|treš|ceturt|piekt|sest|svēt)dien|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"nedēļ|week|month|mēne|\d ?(?:am|pm|a\.m\.|p\.m\.)|\b(?:noon|midnight)\b|"
    r"summer|winter|spring|autumn|vasar|ziem|pavasar|ruden",
    re.IGNORECASE,
)
_DAY_OF_MONTH: Final = re.compile(
    r"\d{1,2}\.?(?= ?(?:jan|feb|mar|apr|mai|may|j[uū][nl]|aug|sep|o[ck]t|nov|de[ck]))"
    r"|(?<=gada )\d{1,2}\.|\d{1,2}[:.]\d\d|\d{1,2}(?= ?[ap]\.?m\b)",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"^(?:in|at|near|on|via|off|from|to|uz|pie|no|starp|caur)\b(?! ?(?:eur|€)?\s?\d)"
    r"|\biel[aā]|street"
    r"|(?<!\w)(?!nekā\b|vidējā|otrā\b|katrā\b|pirmajā)\w{3,}[āēī]s?\b(?!\w)"
    r"|\b(?:bāz|centr|ēka|nam|laukum|hall|base|square|building|stadium|arēn)",
    re.IGNORECASE,
)
_RANK: Final = re.compile(
    r"^\d{1,3}(?:st|nd|rd|th)\b|\b(?:\d{1,3}\.|\w+[āo]) ?viet[aāu]\b|\bplace\b", re.IGNORECASE
)
"""A place among others, which is asked for as any place is: "7. vieta", "third place"."""
_FORMS: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (
        (
            "money",
            (
                r"€|\bfree\b|bez ?maksas|\bgratis\b|\beur|\busd\b|\$|dollar|dolār|\beiro"
                r"|\bcents?\b|\bcent[iu]"
            ),
        ),
        (
            "frequency",
            r"\breiz|\btimes\b|\btwice\b|\bonce\b|\bik\b|\bkatr|\bevery\b|\beach\b|\bdaily\b|ikdien",
        ),
        ("share", r"%|procent|per ?cent|\b(?:half|third|quarter|puse|trešdaļa|ceturtdaļa)\b"),
        (
            "duration",
            (
                r"(?:^|[^.\d]\s?|\b\d{1,3}\s?|\w+us?\s)(?:gad(?:[iu]s?|iem|am)?|mēne\w+"
                r"|nedēļ\w+|dien\w+|stund\w+|minū\w+|sekund\w+"
                r"|years?|months?|weeks?|days?|hours?|minutes?|seconds?)\b"
            ),
        ),
        (
            "measure",
            (
                r"\d\s?(?:km|m|kg|ha|t|l|mw|kw|gwh|mwh)\b|kilomet|\bmet(?:r|er)|\btonn|\blit[re]"
                r"|hektār|hectare|°|\bgrād|degree|m/s|km/h|kvadrāt|square|\bcm\b|\bmm\b"
                r"|\bkilogram"
            ),
        ),
    )
}
_NAME: Final = re.compile(r"\b[A-ZĀČĒĢĪĶĻŅŠŪŽ][\wāčēģīķļņšūž.-]+")
_CURRENCY: Final = re.compile(r"\b(?:EUR|USD|GBP|SEK)\b")
"""What looks like a name and is money."""
MEASURED: Final = frozenset({"when", "quantity"})
"""Kinds of a value that tells a measure and nothing else."""
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


def forms_of(values: Iterable[str], *, counted: bool = False) -> frozenset[str]:
    """Return in what the quantities among `values` are told: money, a share, a count.

    With `counted` they are known to tell a number and no time: "2000" is no year then.
    """
    found: set[str] = set()
    for value in values:
        rest = _undated(value, counted=counted)
        forms = {name for name, sign in _FORMS.items() if sign.search(value)}
        if "frequency" in forms:
            forms.discard("duration")
        if _counts(rest) and forms <= {"frequency"}:
            forms.add("count")
        found |= forms
    return frozenset(found)


def kinds_of(values: Iterable[str], *, counted: bool = False) -> frozenset[str]:
    """Return the kinds of answer that `values` look like; a bare measure is nothing else.

    `counted` is that of `forms_of`.
    """
    found: set[str] = set()
    for value in values:
        found.update(_kinds(value, counted=counted))
        if not found or not found <= MEASURED:
            found.add("what")
    return frozenset(found)


def _kinds(value: str, *, counted: bool) -> set[str]:
    found: set[str] = set()
    rest = _undated(value, counted=counted)
    if _DATED.search(value) or (_YEAR.search(value) and not counted):
        found.add("when")
    if _counts(rest) or _FORMS["money"].search(rest):
        found.add("quantity")
    if _NAME.search(_CURRENCY.sub(" ", rest)):
        found.add("who")
    if _PLACE.search(rest) or _RANK.search(rest) or _only_names(rest):
        found.add("where")
    return found


def _undated(value: str, *, counted: bool) -> str:
    """Return a value without what is a date in it."""
    rest = _DAY_OF_MONTH.sub(" ", value)
    is_number = counted and not _DATED.search(value)
    return rest if is_number else _DATED.sub(" ", _YEAR.sub(" ", rest))


def _counts(text: str) -> bool:
    return any(map(str.isdigit, text)) or any(
        not lexicon().numbers.isdisjoint(word.keys.sure) for word in analyse(text)
    )


def _only_names(text: str) -> bool:
    words = text.replace("–", " ").replace(",", " ").split()
    return bool(words) and sum(word[0].isupper() for word in words) * 2 > len(words)
