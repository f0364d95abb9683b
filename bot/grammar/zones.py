"""Time zones as people type them: by name, or by the city that the name ends in.

`europe/riga`, `Rīga` and `riga` are Europe/Riga. Where a city is in several names of zones
whose clocks are alike, as Istanbul is in two continents, it is the longest of them. A city may
be called as in the languages that we speak: `Ņujorka` is America/New_York.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot import grammar
from bot.answering.words import fold
from bot.texts import LANGUAGES

_OF_A_MACHINE: Final = {"Factory", "localtime"}
"""Names that stand for no place."""

_CAPITALS: Final = {
    "beijing": "Asia/Shanghai",
    "geneva": "Europe/Zurich",
    "kijiva": "Europe/Kyiv",
    "pekina": "Asia/Shanghai",
    "vasingtona": "America/New_York",
    "washington": "America/New_York",
    "zeneva": "Europe/Zurich",
}
"""Cities of which news are full, whose names stand in none of a zone."""

_DAYS: Final = tuple(datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13))
"""On which zones are compared: in a year of clocks that change, and of the law that now holds."""


def named(text: str) -> tuple[str, ...]:
    """Return the IANA zones that `text` may mean: one, or none, or several with other clocks."""
    wanted = _plain(text)
    whole = [zone for zone in _zones() if _plain(zone) == wanted]
    found = whole or [zone for zone in _zones() if wanted == _city(zone)]
    found = found or list(_in_words().get(wanted, ()))
    alike = len({_clocks(zone) for zone in found}) == 1
    return (max(found, key=len),) if alike else tuple(found)


def nearest(text: str) -> str | None:
    """Return the zone whose name, or city, is most like `text`; None where none is near."""
    wanted = _plain(text)
    called = {(_plain(zone) if "/" in wanted else _city(zone)): zone for zone in _zones()}
    near = grammar.nearest(wanted, called)
    return called[near[0]] if near else None


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones() - _OF_A_MACHINE))


@cache
def _in_words() -> dict[str, tuple[str, ...]]:
    """Return the zones of cities by what the languages that we speak call these: `Ņujorka`."""
    found: dict[str, set[str]] = {}
    # Each time that it is asked, the library walks through the files of all zones.
    known_here = set(_zones())
    for language in LANGUAGES:
        for zone, words in Locale.parse(language).time_zones.items():
            current = get_global("zone_aliases").get(zone, zone)
            if "city" in words and current in known_here:
                found.setdefault(_plain(words["city"]), set()).add(current)
    known = {city: tuple(sorted(zones)) for city, zones in found.items()}
    return {city: (zone,) for city, zone in _CAPITALS.items()} | known


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())


def _city(zone: str) -> str:
    return _plain(zone.rpartition("/")[2])


def _clocks(zone: str) -> tuple[object, ...]:
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in _DAYS)
