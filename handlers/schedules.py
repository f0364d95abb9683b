"""Schedules at the command line: when a rule comes, without a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from bot.commands.arguments import start_of, zone_of
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.posting.occurrences import of_rule
from storage.moments import time_zone

MOST: Final = 100
"""More lines than anybody reads; a rare rule takes a moment for each."""


class WrongCount(DeskError):
    """Not a number of lines. Fields: `text`, and `most` of them."""

    key = "rule.count"


@dataclass(frozen=True, slots=True)
class Preview:
    """What is asked, as typed.

    Attributes:
        rule: the cron rule.
        zone: the IANA zone in which it is meant.
        start: the moment, there, after which its times are asked; empty: now.
        count: how many of them.
    """

    rule: str
    zone: str
    start: str
    count: str


def lines(asked: Preview, now: datetime) -> list[str]:
    """Return the next times of a rule, each as an ISO time with the offset of its zone.

    There are none if the rule never comes.

    Raises:
        BadRule, WrongZone, WrongCount: it cannot be read.
        WrongForm, NotInCalendar, WrongYear: the start cannot.
    """
    count = _count(asked.count)
    zone = time_zone(zone_of(asked.zone))
    after = start_of(asked.start, zone.key).at if asked.start else now
    times = islice(of_rule(asked.rule, zone.key, after), count)
    return [at.astimezone(zone).isoformat() for at in times]


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) else 0
    if not 1 <= count <= MOST:
        raise WrongCount(text=shown(text), most=MOST)
    return count
