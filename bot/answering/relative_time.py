"""Times counted from now: "last year", "pirms diviem gadiem", "прошлым летом", "last Friday"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from bot.answering.time_spans import SPANS, AskedTime, Span, days, season_span

SEASONS: Final = {
    **dict.fromkeys(("spring", "pavasari", "pavasara", "весной"), 3),
    **dict.fromkeys(("summer", "vasara", "vasaras", "vasaru", "летом", "лето"), 6),
    **dict.fromkeys(("autumn", "fall", "rudeni", "rudens", "осенью"), 9),
    **dict.fromkeys(("winter", "ziema", "ziemas", "ziemu", "зимой"), 12),
}
"""Seasons by their first month."""
_LAST_YEARS: Final = {"pernpavasar": 3, "pernvasar": 6, "pernruden": 9, "pernziem": 12}
"""Seasons of last year, in one word."""
TURNS: Final = {
    -1: frozenset({"last", "previous", "past", "pagajusaja", "pagajuso", "прошлым", "прошлой"})
    | {"прошлую", "прошлом"},
    0: frozenset({"this", "saja", "so", "этим", "этой"}),
    1: frozenset({"next", "coming", "nakamaja", "nakamo", "следующим", "следующей", "следующую"}),
}
"""Which of the seasons or days of the week, counted from the one that is or comes."""
_WEEKDAYS: Final = {
    name: day
    for day, names in enumerate(
        (
            "monday pirmdien pirmdiena понедельник",
            "tuesday otrdien otrdiena вторник",
            "wednesday tresdien tresdiena среду",
            "thursday ceturtdien ceturtdiena четверг",
            "friday piektdien piektdiena пятницу",
            "saturday sestdien sestdiena субботу",
            "sunday svetdien svetdiena воскресенье",
        )
    )
    for name in names.split()
}
YEARS: Final[tuple[tuple[tuple[str, ...], int], ...]] = (
    (("last", "year"), -1),
    (("previous", "year"), -1),
    (("next", "year"), 1),
    (("this", "year"), 0),
    (("pern",), -1),
    (("perna", "gada"), -1),
    (("pagajusaja", "gada"), -1),
    (("pagajusa", "gada"), -1),
    (("pagajusgad",), -1),
    (("aizpern",), -2),
    (("nakamgad",), 1),
    (("nakamaja", "gada"), 1),
    (("nakama", "gada"), 1),
    (("sogad",), 0),
    (("saja", "gada"), 0),
    (("sa", "gada"), 0),
    (("прошлом", "году"), -1),
    (("прошлого", "года"), -1),
    (("этом", "году"), 0),
    (("этого", "года"), 0),
    (("следующем", "году"), 1),
)
_PHRASES: Final[tuple[tuple[tuple[str, ...], str, int], ...]] = (
    *((phrase, "year", offset) for phrase, offset in YEARS),
    (("last", "month"), "month", -1),
    (("next", "month"), "month", 1),
    (("pagajusaja", "menesi"), "month", -1),
    (("nakamaja", "menesi"), "month", 1),
    (("прошлом", "месяце"), "month", -1),
    (("yesterday",), "day", -1),
    *(((word,), "day", -1) for word in ("vakar", "vakardien", "vakardienas", "vakarejais")),
    (("вчера",), "day", -1),
    (("tomorrow",), "day", 1),
    *(((word,), "day", 1) for word in ("rit", "ritdien", "ritdienas")),
    (("завтра",), "day", 1),
    (("aizvakar",), "day", -2),
    (("parit",), "day", 2),
    (("last", "week"), "week", -1),
    (("next", "week"), "week", 1),
    (("pagajusaja", "nedela"), "week", -1),
    (("pagajusnedel",), "week", -1),
    (("nakamnedel",), "week", 1),
    (("nakamaja", "nedela"), "week", 1),
    (("прошлой", "неделе"), "week", -1),
    (("last", "season"), "season", -1),
    (("previous", "season"), "season", -1),
    (("next", "season"), "season", 1),
    (("pagajusaja", "sezona"), "season", -1),
    (("ieprieksejaja", "sezona"), "season", -1),
    (("nakamaja", "sezona"), "season", 1),
    (("прошлом", "сезоне"), "season", -1),
)
_NUMBERS: Final = {
    name: number
    for number, names in enumerate(
        (
            "a an one viena vienas один одну",
            "two diviem divam два две",
            "three trim trijiem trijam три",
            "four cetriem cetram четыре",
            "five pieciem piecam пять",
            "six sesiem sesam шесть",
            "seven septiniem septinam семь",
            "eight astoniem astonam восемь",
            "nine deviniem devinam девять",
            "ten desmit desmitiem десять",
        ),
        start=1,
    )
    for name in names.split()
}
_UNITS: Final = {
    **dict.fromkeys(("year", "years", "gada", "gadiem", "год", "года", "лет"), "year"),
    **dict.fromkeys(("month", "months", "menesa", "menesiem"), "month"),
    **dict.fromkeys(("месяц", "месяца", "месяцев"), "month"),
    **dict.fromkeys(("week", "weeks", "nedelas", "nedelam"), "week"),
    **dict.fromkeys(("неделю", "недели", "недель"), "week"),
    **dict.fromkeys(("day", "days", "dienas", "dienam", "день", "дня", "дней"), "day"),
}
_AGO: Final = frozenset({"ago", "earlier", "назад"})
WORDS_OF_TIME: Final = frozenset(
    (
        *(word for words in TURNS.values() for word in words),
        *(word for phrase, _, _ in _PHRASES for word in phrase),
        *(*SEASONS, *_WEEKDAYS, *_UNITS),
    )
)
"""Every word that tells a time relative to now, folded."""
_LONG_AGO: Final = 200
"""Nobody asks for what was more units ago: then it is another number."""
_DAYS_OF: Final = {"week": 7, "day": 1}
"""How far back exactly: of a week ago is asked as of a day."""


def relative(folded: Sequence[str], now: datetime) -> AskedTime | None:
    """Read "last year", "vakar", "прошлой неделе"."""
    for phrase, unit, offset in _PHRASES:
        at = place(folded, phrase)
        if at is not None:
            words = frozenset(range(at, at + len(phrase)))
            return AskedTime(*SPANS[unit](now, offset), words, current=offset == 0)
    return None


def in_season(folded: Sequence[str], now: datetime) -> AskedTime | None:
    """Read "last summer", "pagājušajā ziemā", "прошлой осенью"; of several the nearest."""
    for at, word in enumerate(folded):
        if word in _LAST_YEARS:
            span = season_span(now.year - 1, _LAST_YEARS[word], now)
            return AskedTime(*span, frozenset({at}))
    for at, (which, word) in enumerate(pairwise(folded)):
        offset, month = turn(which), SEASONS.get(word)
        if offset is not None and month is not None:
            return AskedTime(*_nearest(month, offset, now), frozenset({at, at + 1}))
    return None


def on_weekday(folded: Sequence[str], now: datetime) -> AskedTime | None:
    """Read "last Friday", "nākamajā pirmdienā": the nearest before or after today."""
    for at, (which, word) in enumerate(pairwise(folded)):
        offset, day = turn(which), _WEEKDAYS.get(word)
        if offset is not None and day is not None:
            ahead = (day - now.weekday()) % 7
            away = (ahead or 7) if offset > 0 else ahead - 7 if offset < 0 else ahead
            return AskedTime(*days(now, away), frozenset({at, at + 1}))
    return None


def ago(folded: Sequence[str], now: datetime) -> AskedTime | None:
    """Read "three years ago", "pirms 2 gadiem", "неделю назад"."""
    for at, word in enumerate(folded):
        unit = _UNITS.get(word)
        before = folded[at - 1] if at else ""
        number = int(before) if before.isdigit() else _NUMBERS.get(before, 0)
        first = at - 1 if number else at
        if unit is None or number > _LONG_AGO:
            continue
        span = _back(unit, number or 1, now)
        if folded[at + 1 : at + 2] and folded[at + 1] in _AGO:
            return AskedTime(*span, frozenset(range(first, at + 2)))
        if first and folded[first - 1] == "pirms" and not _goes_on(folded, at):
            return AskedTime(*span, frozenset(range(first - 1, at + 1)))
    return None


def _goes_on(folded: Sequence[str], at: int) -> bool:
    """Tell whether a word only belongs to the next one: "pirms gada beigām"."""
    return folded[at] in {"gada", "menesa", "dienas", "nedelas"} and any(
        word.startswith(("beig", "sakum", "vid")) for word in folded[at + 1 : at + 2]
    )


def turn(word: str) -> int | None:
    """Return -1 for "last", 0 for "this", 1 for "next", in three languages; else None."""
    return next((offset for offset, words in TURNS.items() if word in words), None)


def place(folded: Sequence[str], phrase: tuple[str, ...]) -> int | None:
    """Return where a phrase begins first, or None."""
    places = range(len(folded) - len(phrase) + 1)
    return next((at for at in places if tuple(folded[at : at + len(phrase)]) == phrase), None)


def _nearest(month: int, offset: int, now: datetime) -> Span:
    spans = [season_span(year, month, now) for year in range(now.year - 2, now.year + 3)]
    past = [span for span in spans if span[1] <= now]
    return [past[-1], spans[len(past)], spans[len(past) + 1]][offset + 1]


def _back(unit: str, number: int, now: datetime) -> Span:
    """Return the time so long ago: a whole year or month, or the very day."""
    exact = _DAYS_OF.get(unit)
    return days(now, -number * exact) if exact else SPANS[unit](now, -number)
