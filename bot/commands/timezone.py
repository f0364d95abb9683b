"""`timezone`: in which time zone this chat lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from bot.commands.arguments import zone_of
from bot.context import Act, Button, Context
from bot.port import Break, Choice, Reply
from bot.showing import wording
from storage.choices import Choice as StoredChoice
from storage.moments import Moment

LIKELY: Final = ("UTC", "Europe/London", "Europe/Brussels", "Europe/Kyiv", "America/New_York")
"""Zones that are offered, after the one in which a chat begins."""

OFFERED_FOR: Final = timedelta(hours=1)
"""How long the buttons work, as those of an offer do (contract, 1)."""


def timezone(text: str) -> Act:
    """Choose the zone; alone, say which one is in force.

    Raises:
        WrongZone, WrongZoneNear, SeveralZones: `text` does not name one.
    """
    return partial(_choose, zone=zone_of(text)) if text.strip() else _tell


def _tell(context: Context) -> Reply:
    told = context.say("timezone.now", zone=context.zone, now=_now(context, context.zone))
    change = context.say("timezone.change")
    return context.reply(told, (Break(),), change, choices=_offered(context))


def _offered(context: Context) -> Sequence[Choice]:
    zones = dict.fromkeys((context.usual_zone, *LIKELY))
    buttons = [
        Button(
            wording.zone_name(zone, context.language),
            StoredChoice("run", {"text": f"timezone {zone}"}),
        )
        for zone in zones
        if zone != context.zone
    ]
    return context.offered(buttons, OFFERED_FOR)


def _choose(context: Context, zone: str) -> Reply:
    context.tx.chats.set_timezone(context.chat_id, zone)
    context.note_order("timezone", to=zone)
    return context.reply(context.say("timezone.chosen", zone=zone, now=_now(context, zone)))


def _now(context: Context, zone: str) -> str:
    return wording.name(Moment.instant(context.now, zone), context.language)
