"""The words of times in Latvian and English, as data.

Folded: small letters, no diacritics, as they are typed in a chat too. What a word may end
in is written out, as Latvian has a form for each place in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_CASES: Final = ("", "a", "ai", "u")
_LATVIAN_DAYS: Final = ("pirm", "otr", "tres", "ceturt", "piekt", "sest", "svet")
_ENGLISH_DAYS: Final = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_LATVIAN_MONTHS: Final = (
    *((1, "janvar"), (2, "februar"), (4, "april")),
    *((9, "septembr"), (10, "oktobr"), (11, "novembr"), (12, "decembr")),
)
_HARD_MONTHS: Final = ((3, "mart"), (5, "maij"), (6, "junij"), (7, "julij"), (8, "august"))
_ENGLISH_MONTHS: Final = (
    *((1, "january"), (2, "february"), (3, "march"), (4, "april"), (5, "may"), (6, "june")),
    *((7, "july"), (8, "august"), (9, "september"), (10, "october"), (11, "november")),
    (12, "december"),
)
_SHORT_MONTHS: Final = ((1, "janv"), (2, "febr"), (9, "sept"), (10, "okt"))


def _ended(stem: str, ends: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{stem}{end}" for end in ends)


def _forms(*families: tuple[int, Iterable[str]]) -> dict[str, int]:
    return {form: number for number, forms in families for form in forms}


WEEKDAYS: Final = _forms(
    *((day, _ended(f"{stem}dien", _CASES)) for day, stem in enumerate(_LATVIAN_DAYS)),
    *((day, (f"{stem}day",)) for day, stem in enumerate(_ENGLISH_DAYS)),
)
"""From 0 for Monday, as `date.weekday` counts."""

WEEKDAYS_FROM: Final = _forms(
    *((day, (f"{stem}dienas",)) for day, stem in enumerate(_LATVIAN_DAYS)),
)
"""The form after "no" and "kopš"; elsewhere without its marks it is "on Mondays" too."""

MONTHS: Final = _forms(
    *((month, _ended(stem, ("is", "a", "im", "i"))) for month, stem in _LATVIAN_MONTHS),
    *((month, _ended(stem, ("s", "a", "am", "u"))) for month, stem in _HARD_MONTHS),
    # "Martā" and "maijā" are folded to the form of the genitive.
    *((month, (name, name[:3], f"{name[:3]}.")) for month, name in _ENGLISH_MONTHS),
    *((month, (name, f"{name}.")) for month, name in _SHORT_MONTHS),
)

DAYS: Final = _forms(
    (-2, ("aizvakar", "the day before yesterday", "day before yesterday")),
    (-1, ("vakar", "yesterday")),
    (0, ("sodien", *_ended("sodien", _CASES[1:]), "today")),
    (1, ("rit", *_ended("ritdien", _CASES), "tomorrow")),
    (2, ("parit", *_ended("paritdien", _CASES))),
    (2, ("the day after tomorrow", "day after tomorrow")),
)
"""How many days from today."""

DAYS_FROM: Final = {"sodienas": 0, "ritdienas": 1, "paritdienas": 2}
"""The form after "no" and "kopš"; elsewhere it is "today's", of something else."""

NEXT: Final = ("nakamaja", "nakamo", "nakama", "nakamas", "nakamajai", "next")
THIS: Final = ("saja", "so", "si", "sis", "sas", "this")
LAST: Final = ("pagajusaja", "pagajuso", "pagajusa", "pagajusas", "last")
WEEKS: Final = _forms(
    (1, ("nakamnedel", "nakosnedel", "nakamaja nedela", "nakamas nedelas", "next week")),
    (0, ("sonedel", "saja nedela", "sis nedelas", "this week")),
    (-1, ("pagajusaja nedela", "pagajusas nedelas", "last week")),
)
"""A week holds no single day, but says which Monday is meant."""

MONTH_ENDS: Final = ("menesa beigas", "end of month", "end of the month", "the end of the month")

COUNTS: Final = _forms(
    (1, ("viena", "vienas", "vienu", "vienai", "one", "an", "a")),
    (2, ("divam", "divu", "divas", "two")),
    (3, ("trim", "tris", "triju", "three")),
    (4, ("cetram", "cetru", "cetras", "four")),
    (5, ("piecam", "piecu", "piecas", "five")),
    (6, ("sesam", "sesu", "sesas", "six")),
    (7, ("septinam", "septinu", "septinas", "seven")),
    (8, ("astonam", "astonu", "astonas", "eight")),
    (9, ("devinam", "devinu", "devinas", "nine")),
    (10, ("desmit", "ten")),
)

MINUTES: Final = _forms(
    (30, ("pusstundas", "pusstundu", "half an hour", "half hour")),
    (90, ("pusotras stundas", "pusotru stundu", "an hour and a half")),
    (1, ("minutes", "minutem", "minutei", "minute", "min", "min.", "mins")),
    (60, ("stundas", "stundam", "stundai", "h", "hour", "hours", "hrs")),
    (1440, ("dienas", "dienam", "dienai", "day", "days")),
    (10080, ("nedelas", "nedelam", "nedelai", "week", "weeks")),
)
"""How many minutes a unit has; one that has whole days is counted in the calendar."""

MONTHS_AHEAD: Final = _forms(
    (1, ("menesa", "menesiem", "menesi", "month", "months")),
    (12, ("gada", "gadiem", "year", "years")),
)
"""How many months a unit has, which is counted in the calendar."""

MORNING: Final = ("no rita", "rita", "in the morning", "morning", "this morning")
LATER: Final = (
    *("vakara", "pecpusdiena"),
    *("in the evening", "evening", "in the afternoon", "afternoon"),
)
TONIGHT: Final = ("sovakar", "tonight", "this evening", "this afternoon")
TODAY_EARLY: Final = ("sorit", "this morning")

_HOURS_SPELT: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "noon", "midnight", "o'clock", "vienos", "divos", "trijos", "cetros", "piecos"),
    *("sesos", "septinos", "astonos", "devinos", "desmitos", "vienpadsmitos", "divpadsmitos"),
    *("pusviens", "pusvienos", "pusdivos", "pustrijos", "puscetros", "puspiecos", "pussesos"),
    *("pusseptinos", "pusastonos", "pusdevinos", "pusdesmitos", "pusvienpadsmitos"),
    *("pusdivpadsmitos", "pusnakti", "pusdienlaika"),
)
_OF_CALENDAR: Final = (*WEEKDAYS, *WEEKDAYS_FROM, *MONTHS, *DAYS, *DAYS_FROM)
_COUNTED: Final = (
    *("first", "second", "third", "fourth", "fifth", "pirma", "otra", "tresa", "ceturta"),
    *("pirmaja", "otraja", "tresaja", "pirmo", "otro", "treso", "week", "weeks", "day", "days"),
    *("fortnight", "month", "months", "year", "nedelas", "nedelu", "dienas", "menesa", "gada"),
)
_ALTERNATIVES: Final = ("or", "vai", "un", "and", "&", "nor")
_PARTS_OF_DAY: Final = (
    *("rita", "vakara", "nakti", "nakts", "pecpusdiena", "dienas"),
    *("morning", "evening", "night", "afternoon"),
)
_ZONES: Final = (
    *("utc", "gmt", "z", "cet", "cest", "eet", "eest", "wet", "west", "msk"),
    *("et", "est", "edt", "ct", "cst", "cdt", "pt", "pst", "pdt", "bst"),
)

UNSURE_BEFORE: Final = frozenset(
    (
        *_OF_CALENDAR,
        *_COUNTED,
        *_HOURS_SPELT,
        *_ALTERNATIVES,
        *_PARTS_OF_DAY,
        *("ik", "katru", "katra", "katras", "katrai", "every", "each"),
        *("pec", "pirms", "after", "before", "since", "kops", "lidz", "until", "till", "by"),
        *("last", "next", "this", "nakamo", "nakamaja", "pagajuso", "pagajusaja", "so", "saja"),
        *("end", "beigas", "half", "early", "late", "agri", "velu", "not", "ne", "except"),
        *(
            "iznemot",
            "of",
            "than",
            "ka",
            "quarter",
            "past",
            "aptuveni",
            "apmeram",
            "ap",
            "around",
            "about",
            "circa",
        ),
    )
)
"""Words that make of the time behind them another one, or many."""

UNSURE_AFTER: Final = frozenset(
    (
        *_OF_CALENDAR,
        *_HOURS_SPELT,
        *_ALTERNATIVES,
        *_PARTS_OF_DAY,
        *_ZONES,
        *("to", "until", "till", "lidz", "am", "pm", "ago", "from", "no", "at", "ap", "around"),
        *("plkst", "plkst.", "pulksten", "after", "before", "pec", "pirms", "through", "thru"),
        *("week", "weeks", "nedel", "nedela", "nedelas", "gada", "gads", "next"),
        *("by", "half", "quarter", "nakamgad", "sogad", "pern", "fortnight", "onwards", "about"),
        *("diena", "pusdienas", "agri", "velu", "early", "late"),
    )
)
"""Words that go on with the time before them, in a way that is not read."""
