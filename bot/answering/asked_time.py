"""The time a question speaks of: "2019. gadā", "last year", "at the end of 2022".

What a question calls a time is read relative to the moment it is asked at. A year, a
month or a day that is only part of a name ("the 2024 festival") is taken back by the
caller, who knows the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.answering.analysis import Word

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DAY: Final = re.compile(r"[12]?\d|3[01]")
_PART: Final = re.compile(r"\d{1,2}")

_MONTHS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"janv\w*|january|jan|январ\w*",
        r"febr\w*|feb|феврал\w*",
        r"mart[sau]?|march|mar|март\w*",
        r"april\w*|apr|апрел\w*",
        r"maij\w*|may|ма[йяею]\w?",
        r"jun[ij]\w*|june|июн\w*",
        r"jul[ij]\w*|july|июл\w*",
        r"august\w*|aug|август\w*",
        r"septembr\w*|september|sept?|сентябр\w*",
        r"oktobr\w*|october|okt|oct|октябр\w*",
        r"novembr\w*|november|nov|ноябр\w*",
        r"decembr\w*|december|dec|декабр\w*",
    )
)
MONTHS: Final = frozenset(
    (
        *("janvari", "janvara", "februari", "februara", "marta", "aprili", "aprila", "maija"),
        *("junija", "julija", "augusta", "septembri", "oktobri", "novembri", "decembri"),
        *("january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december", "summer", "winter", "autumn", "spring"),
        *("vasara", "ziema", "rudeni", "pavasari"),
    )
)
"""Times that are named by a word, as people write them most, folded."""
_YEAR_WORDS: Final = frozenset({"gads", "gada", "gadu", "gadam", "g", "год", "году", "года"})
_SEASONS: Final = {
    **dict.fromkeys(("spring", "pavasari", "pavasara", "весной"), 3),
    **dict.fromkeys(("summer", "vasara", "vasaras", "vasaru", "летом", "лето"), 6),
    **dict.fromkeys(("autumn", "fall", "rudeni", "rudens", "осенью"), 9),
    **dict.fromkeys(("winter", "ziema", "ziemas", "ziemu", "зимой"), 12),
}
"""Seasons said with a year, by their first month."""
_TURNS: Final = {
    -1: frozenset({"last", "previous", "past", "pagajusaja", "pagajuso", "прошлым", "прошлой"}),
    0: frozenset({"this", "saja", "so", "этим", "этой"}),
    1: frozenset({"next", "coming", "nakamaja", "nakamo", "следующим", "следующей"}),
}
"""Which of the seasons, counted from the one that is or comes."""
_ENDS: Final = frozenset({"end", "beigas", "beigam", "late", "конце"})
_BEGINNINGS: Final = frozenset({"beginning", "sakuma", "early", "start", "начале"})
_BEFORE: Final = frozenset({"before", "pirms", "lidz", "until", "до"})
_AFTER: Final = frozenset({"after", "pec", "после"})
_PHRASES: Final[tuple[tuple[tuple[str, ...], str, int], ...]] = (
    (("last", "year"), "year", -1),
    (("previous", "year"), "year", -1),
    (("next", "year"), "year", 1),
    (("this", "year"), "year", 0),
    (("pern",), "year", -1),
    (("pagajusaja", "gada"), "year", -1),
    (("pagajusgad",), "year", -1),
    (("aizpern",), "year", -2),
    (("nakamgad",), "year", 1),
    (("nakamaja", "gada"), "year", 1),
    (("sogad",), "year", 0),
    (("saja", "gada"), "year", 0),
    (("в", "прошлом", "году"), "year", -1),
    (("прошлом", "году"), "year", -1),
    (("в", "этом", "году"), "year", 0),
    (("last", "month"), "month", -1),
    (("next", "month"), "month", 1),
    (("pagajusaja", "menesi"), "month", -1),
    (("nakamaja", "menesi"), "month", 1),
    (("yesterday",), "day", -1),
    (("vakar",), "day", -1),
    (("вчера",), "day", -1),
    (("tomorrow",), "day", 1),
    (("rit",), "day", 1),
    (("завтра",), "day", 1),
    (("aizvakar",), "day", -2),
    (("parit",), "day", 2),
    (("last", "week"), "week", -1),
    (("next", "week"), "week", 1),
    (("pagajusaja", "nedela"), "week", -1),
    (("pagajusnedel",), "week", -1),
    (("nakamnedel",), "week", 1),
    (("nakamaja", "nedela"), "week", 1),
)
_DECEMBER: Final = 12
AHEAD: Final = 3
"""A day ahead counts as three days past: people ask of what was more than of what will be."""


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A stretch of time named in a question.

    Attributes:
        start, end: aware; `end` is not included.
        words: the positions of the words that named it.
        current: it is the unit that "now" lies in ("this year").
    """

    start: datetime
    end: datetime
    words: frozenset[int]
    current: bool = False


def asked_time(words: Sequence[Word], at: datetime, zone: str) -> AskedTime | None:
    """Return the time that `words` speak of, or None; `at` is aware, `zone` is IANA."""
    folded = [_lower_march(word) for word in words]
    local = at.astimezone(ZoneInfo(zone))
    for read in (_numeric, _dated, _relative, _in_season, _ago):
        found = read(folded, local)
        if found is not None:
            return found
    return None


def _lower_march(word: Word) -> str:
    """Tell March in the locative from the name Marta, which is capitalised."""
    return "martu" if word.folded == "marta" and not word.capitalised else word.folded


def _numeric(folded: list[str], now: datetime) -> AskedTime | None:
    """Read "2019-07-01", "2019-07" and "30.06.2019", whose parts are words by now."""
    for at, word in enumerate(folded):
        if not _YEAR.fullmatch(word):
            continue
        after = _leading(folded[at + 1 : at + 3])
        before = _leading(folded[max(at - 2, 0) : at][::-1])
        if after and len(after[0]) == len("07"):
            month, day = (*after, "0")[:2]
            used = range(at, at + 1 + len(after))
        elif len(before) == len(("month", "day")):
            (month, day), used = before, range(at - 2, at + 1)
        else:
            continue
        return _on_day(int(word), int(month), int(day), frozenset(used), now)
    return None


def _leading(parts: list[str]) -> list[str]:
    """Return the numbers of one or two digits with which `parts` begin."""
    return list(takewhile(_PART.fullmatch, parts))


def _on_day(
    year: int, month: int, day: int, used: frozenset[int], now: datetime
) -> AskedTime | None:
    if not 1 <= month <= _DECEMBER:
        return None
    span = _day_span(year, month, day, now) if day else _month_span(year, month, now)
    return None if span is None else AskedTime(*span, used)


def _dated(folded: list[str], now: datetime) -> AskedTime | None:
    year_at = next((i for i, word in enumerate(folded) if _YEAR.fullmatch(word)), None)
    month_at, month = next(
        ((i, m) for i, word in enumerate(folded) for m in [_month(folded, i)] if m), (None, 0)
    )
    used = {i for i in (year_at, month_at) if i is not None}
    if (
        year_at is not None
        and folded[year_at + 1 : year_at + 2]
        and (folded[year_at + 1] in _YEAR_WORDS)
    ):
        used.add(year_at + 1)
    if month_at is None and year_at is not None:
        season_at = next((i for i, word in enumerate(folded) if word in _SEASONS), None)
        if season_at is not None:
            used.add(season_at)
            return _season(int(folded[year_at]), _SEASONS[folded[season_at]], used, now)
        return _edge(folded, used, year_at, *_year_span(int(folded[year_at]), now))
    if month_at is None:
        return None
    day_at = _day_beside(folded, month_at)
    day = int(folded[day_at]) if day_at is not None else None
    if day_at is not None:
        used.add(day_at)
    year = int(folded[year_at]) if year_at is not None else _nearest_year(now, month, day)
    span = _day_span(year, month, day, now) if day else _month_span(year, month, now)
    if span is None:
        return None
    return _edge(folded, used, min(used), *span)


def _season(year: int, month: int, used: set[int], now: datetime) -> AskedTime:
    start, _ = _month_span(year, month, now)
    end = (
        _month_span(year, month + 2, now)[1]
        if month < _DECEMBER
        else _month_span(year + 1, 2, now)[1]
    )
    return AskedTime(start, end, frozenset(used))


def _in_season(folded: list[str], now: datetime) -> AskedTime | None:
    """Read "last summer", "pagājušajā ziemā", "прошлой осенью"; of several the nearest."""
    for at, (which, word) in enumerate(pairwise(folded)):
        offset = next((turn for turn, words in _TURNS.items() if which in words), None)
        month = _SEASONS.get(word)
        if offset is None or month is None:
            continue
        spans = [
            _season(year, month, {at, at + 1}, now) for year in range(now.year - 2, now.year + 3)
        ]
        past = [span for span in spans if span.end <= now]
        return [past[-1], spans[len(past)], spans[len(past) + 1]][offset + 1]
    return None


def _month(folded: list[str], at: int) -> int:
    """Return the month that the word names, or 0; a bare "may" is a verb."""
    word = folded[at]
    for number, pattern in enumerate(_MONTHS, start=1):
        if pattern.fullmatch(word):
            beside = folded[max(at - 1, 0) : at] + folded[at + 1 : at + 2]
            certain = word not in {"may", "mar", "march", "marta", "jan", "maja"}
            if certain or any(part.isdigit() or part in {"in", "gada"} for part in beside):
                return number
    return 0


def _day_beside(folded: list[str], month_at: int) -> int | None:
    for at in (month_at - 1, month_at + 1):
        if 0 <= at < len(folded) and _DAY.fullmatch(folded[at]) and int(folded[at]):
            return at
    return None


def _nearest_year(now: datetime, month: int, day: int | None) -> int:
    """A date without a year is the one nearest to now, sooner one past than one ahead."""

    def away(year: int) -> int:
        days = (date(year, month, min(day or 15, 28)) - now.date()).days
        return days * AHEAD if days > 0 else -days

    return min((now.year - 1, now.year, now.year + 1), key=away)


def _edge(
    folded: list[str], used: set[int], first: int, start: datetime, end: datetime
) -> AskedTime:
    """Narrow a span by "end of", "before" and the like, said just before or after it."""
    low, high = max(first - 4, 0), max(used) + 3
    near = {folded[i]: i for i in range(low, min(high, len(folded))) if i not in used}
    if _ENDS & near.keys():
        word = next(iter(_ENDS & near.keys()))
        return AskedTime(end - timedelta(seconds=1), end, frozenset(used | {near[word]}))
    previous = folded[first - 1] if first else ""
    if previous in _BEFORE:
        return AskedTime(start - timedelta(seconds=1), start, frozenset(used | {first - 1}))
    if previous in _AFTER and "gada" not in folded[max(used) : max(used) + 2]:
        return AskedTime(end, end + timedelta(seconds=1), frozenset(used | {first - 1}))
    if _BEGINNINGS & near.keys():
        word = next(iter(_BEGINNINGS & near.keys()))
        return AskedTime(start, end, frozenset(used | {near[word]}))
    return AskedTime(start, end, frozenset(used))


def _relative(folded: list[str], now: datetime) -> AskedTime | None:
    for phrase, unit, offset in _PHRASES:
        at = _place(folded, phrase)
        if at is not None:
            start, end = _SPANS[unit](now, offset)
            words = frozenset(range(at, at + len(phrase)))
            return AskedTime(start, end, words, current=offset == 0)
    return None


def _ago(folded: list[str], now: datetime) -> AskedTime | None:
    """Read "three years ago", "pirms 2 gadiem" where the number is in digits."""
    for at, word in enumerate(folded):
        if not word.isdigit() or int(word) > now.year - 1:
            continue
        after = folded[at + 1 : at + 3]
        before = folded[at - 1] if at else ""
        if after[:2] == ["years", "ago"] or (before == "pirms" and after[:1] == ["gadiem"]):
            start, end = _year(now, -int(word))
            return AskedTime(start, end, frozenset({at - 1, at, at + 1, at + 2}))
    return None


def _place(folded: list[str], phrase: tuple[str, ...]) -> int | None:
    """Return where a phrase begins first, or None."""
    if phrase[0] not in folded:
        return None
    places = range(folded.index(phrase[0]), len(folded))
    return next((at for at in places if tuple(folded[at : at + len(phrase)]) == phrase), None)


def _year_span(year: int, now: datetime) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=now.tzinfo), datetime(year + 1, 1, 1, tzinfo=now.tzinfo)


def _month_span(year: int, month: int, now: datetime) -> tuple[datetime, datetime]:
    following = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
    return (
        datetime(year, month, 1, tzinfo=now.tzinfo),
        datetime(*following, 1, tzinfo=now.tzinfo),
    )


def _day_span(year: int, month: int, day: int, now: datetime) -> tuple[datetime, datetime] | None:
    try:
        start = datetime(year, month, day, tzinfo=now.tzinfo)
    except ValueError:
        return None
    return start, start + timedelta(days=1)


def _year(now: datetime, offset: int) -> tuple[datetime, datetime]:
    return _year_span(now.year + offset, now)


def _months(now: datetime, offset: int) -> tuple[datetime, datetime]:
    index = now.year * 12 + now.month - 1 + offset
    return _month_span(index // 12, index % 12 + 1, now)


def _days(now: datetime, offset: int) -> tuple[datetime, datetime]:
    start = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=offset)
    return start, start + timedelta(days=1)


def _weeks(now: datetime, offset: int) -> tuple[datetime, datetime]:
    monday, _ = _days(now, 7 * offset - now.weekday())
    return monday, monday + timedelta(days=7)


_SPANS: Final[dict[str, Callable[[datetime, int], tuple[datetime, datetime]]]] = {
    "year": _year,
    "month": _months,
    "day": _days,
    "week": _weeks,
}
