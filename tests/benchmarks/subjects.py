"""What made-up facts are about: places' institutions, and what a desk knows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations, product
from random import Random
from typing import Final

from bot.answering.words import fold

_BEGINNINGS: Final = (
    "Kaln Ozol Bērz Liep Egl Ezer Upes Jūr Priež Vītol Kārkl Ābel Rudz Mež Pļav Smilš Akmeņ Sil"
    " Purv Vilk Lāč Zaķ Ērgļ Dzērv Stārķ Balt Meln Zaļ Saul Zvaigž"
)
_ENDINGS: Final = {
    "ciems": "ciema",
    "kalns": "kalna",
    "muiža": "muižas",
    "pils": "pils",
    "mala": "malas",
    "gals": "gala",
    "krogs": "kroga",
    "upe": "upes",
    "lauks": "lauka",
    "sala": "salas",
    "dzirnavas": "dzirnavu",
    "birzs": "birzs",
    "leja": "lejas",
    "krasts": "krasta",
    "nams": "nama",
    "strauts": "strauta",
    "tilts": "tilta",
    "vārti": "vārtu",
    "grava": "gravas",
    "ala": "alas",
}
_INSTITUTIONS: Final = (
    ("slimnīca", "slimnīcas", "hospital"),
    ("skola", "skolas", "school"),
    ("muzejs", "muzeja", "museum"),
    ("bibliotēka", "bibliotēkas", "library"),
    ("teātris", "teātra", "theatre"),
    ("lidosta", "lidostas", "airport"),
    ("rūpnīca", "rūpnīcas", "factory"),
    ("koris", "kora", "choir"),
    ("stadions", "stadiona", "stadium"),
    ("universitāte", "universitātes", "university"),
    ("poliklīnika", "poliklīnikas", "clinic"),
    ("peldbaseins", "peldbaseina", "swimming pool"),
)
_FIRST_NAMES: Final = ("Alma", "Bruno", "Dace", "Edgars", "Frida", "Gunta", "Haralds", "Ilze")


@dataclass(frozen=True, slots=True)
class Institution:
    """A subject, as a sentence needs it: Latvian nominative and genitive, English."""

    key: str
    nominative: str
    genitive: str
    english: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something known of an institution.

    Attributes:
        words: what it is called, by language.
        questions: how people ask for it, by language, with the fields of `Institution`.
        value: makes a value in both languages.
    """

    name: str
    words: dict[str, list[str]]
    questions: dict[str, str]
    value: Callable[[Random], dict[str, str]]


def institutions(least: int) -> list[Institution]:
    """Return at least so many institutions, in a fixed order.

    Some thousands have places of two parts ("Kalnciems"), the others of three ("Kalnozolciems").

    Raises:
        ValueError: there are not so many.
    """
    beginnings = _BEGINNINGS.split()
    found = _institutions(beginnings)
    if len(found) < least:
        found += _institutions([a + b.lower() for a, b in permutations(beginnings, 2)])
    if len(found) < least:
        raise ValueError(f"at most {len(found)} institutions")
    return found


def _institutions(beginnings: Iterable[str]) -> list[Institution]:
    places = product(beginnings, _ENDINGS.items())
    return [
        Institution(
            key=fold(f"{beginning}{ending}-{english.replace(' ', '-')}"),
            nominative=f"{beginning}{genitive} {nominative}",
            genitive=f"{beginning}{genitive} {of}",
            english=f"{beginning}{ending} {english}",
        )
        for (beginning, (ending, genitive)), (nominative, of, english) in product(
            places, _INSTITUTIONS
        )
    ]


def _person(random: Random) -> dict[str, str]:
    family = f"{random.choice(_BEGINNINGS.split())}{random.choice(('ietis', 'enieks', 'aste'))}"
    return _same(f"{random.choice(_FIRST_NAMES)} {family}")


def _millions(random: Random) -> dict[str, str]:
    whole, part = random.randrange(1, 90), random.randrange(1, 10)
    return {"lv": f"{whole},{part} miljoni eiro", "en": f"{whole}.{part} million euros"}


def _count(random: Random) -> dict[str, str]:
    return _same(str(random.randrange(12, 4000)))


def _year(random: Random) -> dict[str, str]:
    return _same(str(random.randrange(1890, 2021)))


def _hours(random: Random) -> dict[str, str]:
    return _same(f"{random.randrange(7, 11)}:00–{random.randrange(16, 22)}:00")


def _street(random: Random) -> dict[str, str]:
    street = f"{random.choice(_BEGINNINGS.split())}{random.choice(tuple(_ENDINGS.values()))}"
    number = random.randrange(1, 200)
    return {"lv": f"{street} iela {number}", "en": f"{number} {street} Street"}


def _owner(random: Random) -> dict[str, str]:
    beginning = random.choice(_BEGINNINGS.split())
    return {"lv": f"{beginning}upes pašvaldība", "en": f"{beginning}upe municipality"}


def _same(text: str) -> dict[str, str]:
    return {"lv": text, "en": text}


ATTRIBUTES: Final = (
    Attribute(
        "director",
        {"lv": ["direktors", "vadītājs"], "en": ["director", "head"]},
        {"lv": "Kas ir {genitive} direktors?", "en": "Who is the director of {english}?"},
        _person,
    ),
    Attribute(
        "spokesperson",
        {"lv": ["preses pārstāvis"], "en": ["spokesperson"]},
        {"lv": "kas ir {genitive} preses pārstāvis", "en": "spokesperson of {english}?"},
        _person,
    ),
    Attribute(
        "budget",
        {"lv": ["budžets"], "en": ["budget"]},
        {"lv": "Cik liels ir {genitive} budžets?", "en": "How big is the {english} budget?"},
        _millions,
    ),
    Attribute(
        "rebuilding_cost",
        {"lv": ["pārbūves izmaksas"], "en": ["cost of rebuilding"]},
        {
            "lv": "Cik izmaksās {genitive} pārbūve?",
            "en": "How much will rebuilding {english} cost?",
        },
        _millions,
    ),
    Attribute(
        "employees",
        {"lv": ["darbinieku skaits", "darbinieki"], "en": ["employees", "staff"]},
        {
            "lv": "Kāds ir {genitive} darbinieku skaits?",
            "en": "How many employees does {english} have?",
        },
        _count,
    ),
    Attribute(
        "founded",
        {"lv": ["dibināšanas gads"], "en": ["year of foundation", "founded"]},
        {"lv": "Kad dibināta {nominative}?", "en": "When was {english} founded?"},
        _year,
    ),
    Attribute(
        "opening_hours",
        {"lv": ["darba laiks"], "en": ["opening hours"]},
        {"lv": "Kāds ir {genitive} darba laiks?", "en": "What are the opening hours of {english}?"},
        _hours,
    ),
    Attribute(
        "address",
        {"lv": ["adrese", "atrašanās vieta"], "en": ["address", "location"]},
        {"lv": "Kur atrodas {nominative}?", "en": "Where is {english}?"},
        _street,
    ),
    Attribute(
        "owner",
        {"lv": ["īpašnieks"], "en": ["owner"]},
        {"lv": "Kam pieder {nominative}?", "en": "Who owns {english}?"},
        _owner,
    ),
    Attribute(
        "visitors",
        {"lv": ["apmeklētāju skaits"], "en": ["number of visitors", "visitors"]},
        {
            "lv": "Kāds ir {genitive} apmeklētāju skaits?",
            "en": "How many visitors does {english} have?",
        },
        _count,
    ),
)
"""What is asked of institutions; a store knows most of it of each, never all."""
