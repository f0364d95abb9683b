"""The time a question speaks of: "2019. gadā", "last year", "at the end of 2022".

What a question calls a time is read relative to the moment it is asked at. A year, a
month or a day that is only part of a name ("the 2024 festival") is taken back by the
caller, who knows the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.answering.analysis import Word
from bot.answering.relative_time import (
    SEASONS,
    WORDS_OF_TIME,
    YEARS,
    ago,
    in_season,
    on_weekday,
    place,
    relative,
    turn,
)
from bot.answering.time_spans import (
    DECEMBER,
    AskedTime,
    day_span,
    month_span,
    season_span,
    seasons,
    year_span,
)

__all__ = ["TIMES", "AskedTime", "asked_time"]

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DAY: Final = re.compile(r"[12]?\d|3[01]")
_PART: Final = re.compile(r"\d{1,2}")

_DECADE: Final = re.compile(r"((?:19|20)\d0)s")
_DECADES: Final = {
    "devindesmitajos": 1990,
    "astondesmitajos": 1980,
    "septindesmitajos": 1970,
    "sesdesmitajos": 1960,
    "piecdesmitajos": 1950,
}

_MONTHS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"janv\w*|january|jan|январ\w*",
        r"febr\w*|feb|феврал\w*",
        r"mart(?:[sau]|am)?|march|mar|март\w*",
        r"april\w*|apr|апрел\w*",
        r"maij\w*|may|ма[йяею]\w?",
        r"junij\w*|june|июн\w*",
        r"julij\w*|july|июл\w*",
        r"august\w*|aug|август\w*",
        r"septembr\w*|september|sept?|сентябр\w*",
        r"oktobr\w*|october|okt|oct|октябр\w*",
        r"novembr\w*|november|nov|ноябр\w*",
        r"decembr\w*|december|dec|декабр\w*",
    )
)
TIMES: Final = WORDS_OF_TIME | frozenset(
    (
        *("janvari", "janvara", "februari", "februara", "marta", "aprili", "aprila", "maija"),
        *("junija", "julija", "augusta", "septembri", "oktobri", "novembri", "decembri"),
        *("january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december"),
    )
)
"""Times that are named by a word, as people write them most, folded."""
_YEAR_WORDS: Final = frozenset({"gads", "gada", "gadu", "gadam", "g", "год", "году", "года"})
_ENDS: Final = frozenset({"end", "beigas", "beigam", "late", "конце"})
_BEGINNINGS: Final = frozenset({"beginning", "sakuma", "sakumu", "early", "start", "начале"})
_MIDDLES: Final = frozenset({"middle", "mid", "vidu", "vidum", "середине"})
_AFTERWARDS: Final = frozenset({"sakuma", "sakumu", "vidu", "vidum"})
"""These follow their time; "sākumā, 2017. gadā" speaks of the beginning of something else."""
_PARTS: Final = 3
"""A time has a beginning, a middle and an end."""
_WHEN: Final = frozenset({"in", "gada", "since", "by", "until", "till", "from", "before", "after"})
"""What makes a month of a word beside it that may be another: "from March", "by May"."""
_BEFORE: Final = frozenset({"before", "pirms", "lidz", "until", "до"})
_AFTER: Final = frozenset({"after", "pec", "после"})
AHEAD: Final = 3
"""A day ahead counts as three days past: people ask of what was more than of what will be."""


def asked_time(words: Sequence[Word], at: datetime, zone: str) -> AskedTime | None:
    """Return the time that `words` speak of, or None; `at` is aware, `zone` is IANA."""
    folded = [_lower_march(word) for word in words]
    local = at.astimezone(ZoneInfo(zone))
    for read in (_numeric, ago, _dated, relative, in_season, on_weekday, _decade):
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
    if not 1 <= month <= DECEMBER:
        return None
    span = day_span(year, month, day, now) if day else month_span(year, month, now)
    return None if span is None else AskedTime(*span, used)


def _dated(folded: list[str], now: datetime) -> AskedTime | None:
    """Read a year, a month or a day, also those of "last year": "pērnā gada maijā"."""
    folded = _numbered(folded, now)
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
        season_at = next((i for i, word in enumerate(folded) if word in SEASONS), None)
        if season_at is not None:
            used.add(season_at)
            whole = season_span(int(folded[year_at]), SEASONS[folded[season_at]], now)
            return AskedTime(*whole, frozenset(used))
        if _goes_on(folded, year_at):
            over = seasons(now.replace(year=int(folded[year_at]), month=DECEMBER, day=1), 0)
            return AskedTime(*over, frozenset({*used, year_at + 1}))
        return _edge(folded, used, year_at, *year_span(int(folded[year_at]), now))
    if month_at is None:
        return None
    day_at = _day_beside(folded, month_at)
    day = int(folded[day_at]) if day_at is not None else None
    if day_at is not None:
        used.add(day_at)
    which = turn(folded[min(used) - 1]) if year_at is None and min(used) else None
    if which is not None:
        used.add(min(used) - 1)
    year = int(folded[year_at]) if year_at is not None else _nearest_year(now, month, day, which)
    span = day_span(year, month, day, now) if day else month_span(year, month, now)
    if span is None:
        return None
    return _edge(folded, used, min(used), *span)


def _numbered(folded: list[str], now: datetime) -> list[str]:
    """Return the words with the number for "last year", where only a part of it is meant."""
    parts = SEASONS.keys() | _ENDS | _BEGINNINGS | _MIDDLES
    beside = not parts.isdisjoint(folded) or any(map(_names_month, folded))
    if not beside or any(map(_YEAR.fullmatch, folded)):
        return folded
    for phrase, offset in YEARS:
        at = place(folded, phrase)
        if at is not None:
            rest = ["gada"] * (len(phrase) - 1)
            return [*folded[:at], str(now.year + offset), *rest, *folded[at + len(phrase) :]]
    return folded


def _names_month(word: str) -> bool:
    return any(pattern.fullmatch(word) for pattern in _MONTHS)


def _goes_on(folded: Sequence[str], at: int) -> bool:
    """Tell whether a year and the next one follow each other: "2024/25", "2024./2025."."""
    following = int(folded[at]) + 1
    return folded[at + 1 : at + 2] in ([str(following)], [f"{following % 100:02}"])


def _decade(folded: list[str], now: datetime) -> AskedTime | None:
    """Read "the 1990s", "deviņdesmitajos gados"."""
    for at, word in enumerate(folded):
        found = _DECADE.fullmatch(word)
        year = int(found.group(1)) if found else _DECADES.get(word)
        if year is not None:
            return AskedTime(year_span(year, now)[0], year_span(year + 9, now)[1], frozenset({at}))
    return None


def _month(folded: list[str], at: int) -> int:
    """Return the month that the word names, or 0; a bare "may" is a verb."""
    word = folded[at]
    for number, pattern in enumerate(_MONTHS, start=1):
        if pattern.fullmatch(word):
            beside = folded[max(at - 1, 0) : at] + folded[at + 1 : at + 2]
            certain = word not in {"may", "mar", "march", "marta", "jan", "maja"}
            if certain or any(map(_beside_month, beside)):
                return number
    return 0


def _beside_month(word: str) -> bool:
    return word.isdigit() or word in _WHEN or turn(word) is not None


def _day_beside(folded: list[str], month_at: int) -> int | None:
    for at in (month_at - 1, month_at + 1):
        if 0 <= at < len(folded) and _DAY.fullmatch(folded[at]) and int(folded[at]):
            return at
    return None


def _nearest_year(now: datetime, month: int, day: int | None, which: int | None = None) -> int:
    """A date without a year is the one nearest to now, sooner one past than one ahead.

    `which` says that the "last" one is meant (-1), or the "next" (1).
    """

    def away(year: int) -> int:
        days = (date(year, month, min(day or 15, 28)) - now.date()).days
        return days * AHEAD if days > 0 else -days

    today = (now.month, now.day)
    if which == -1:
        return now.year - ((month, day or 31) >= today)
    if which == 1:
        return now.year + ((month, day or 1) <= today)
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
    for number, names in enumerate((_BEGINNINGS, _MIDDLES)):
        if names & near.keys():
            word = next(iter(names & near.keys()))
            if near[word] < first and word in _AFTERWARDS:
                return AskedTime(start, end, frozenset(used | {near[word]}))
            third = (end - start) / _PARTS
            begun = start + number * third
            return AskedTime(begun, begun + third, frozenset(used | {near[word]}))
    return AskedTime(start, end, frozenset(used))
