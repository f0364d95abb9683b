"""Time zones are found as people call them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.timezone import LIKELY
from bot.grammar import zones


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Riga", "Europe/Riga"),
        (" europe/riga ", "Europe/Riga"),
        ("riga", "Europe/Riga"),
        ("Rīga", "Europe/Riga"),
        ("new york", "America/New_York"),
        ("NEW_YORK", "America/New_York"),
        ("america/new  york", "America/New_York"),
        ("port au prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("Etc/GMT-3", "Etc/GMT-3"),
        ("etc/gmt+3", "Etc/GMT+3"),
        ("istanbul", "Europe/Istanbul"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Ņujorka", "America/New_York"),
        ("nujorka", "America/New_York"),
        ("Brisele", "Europe/Brussels"),
        ("Londona", "Europe/London"),
        ("Tallina", "Europe/Tallinn"),
        ("Viļņa", "Europe/Vilnius"),
        ("Kijiva", "Europe/Kyiv"),
        ("Tokija", "Asia/Tokyo"),
        ("Losandželosa", "America/Los_Angeles"),
    ],
)
def test_zone_is_found_by_its_name_or_its_city(text: str, zone: str) -> None:
    """Capitals, diacritics, underscores and the continent do not matter."""
    assert zones.named(text) == (zone,)


def test_city_of_zones_that_differ_is_none_of_them() -> None:
    """What is meant is not guessed where the clocks would not be the same."""
    assert zones.named("west") == ("Australia/West", "Brazil/West")


@pytest.mark.parametrize("text", ["", "/", "Europe", "../Riga", "Mars/Base", "🙂", "localtime"])
def test_what_is_no_zone_is_none(text: str) -> None:
    """Neither is a continent one, nor a name that stands for no place."""
    assert zones.named(text) == ()


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("rigga", "Europe/Riga"),
        ("Europa/Riga", "Europe/Riga"),
        ("lodnon", "Europe/London"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_slip_leads_to_the_nearest(text: str, zone: str | None) -> None:
    """A slip in the city or in the continent is seen through; nonsense leads nowhere."""
    assert zones.nearest(text) == zone


@pytest.mark.parametrize("zone", LIKELY)
def test_what_is_offered_is_a_zone(zone: str) -> None:
    """Each button leads to the zone that it names."""
    assert zones.named(zone) == (zone,)


@given(st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})))
def test_every_zone_is_found_by_its_own_name(zone: str) -> None:
    """Whatever is shown can be typed back."""
    assert zones.named(zone) == (ZoneInfo(zone).key,)
