"""Countdowns: how long it is until an event, again and again, until it is over.

That an event is called off is said first, and once: whoever was told so already hears no more of
it, unless it is to take place after all. One that comes late is no longer wanted: its number of
days may be another by then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot import calendar, texts
from bot.calendar import Event
from bot.port import Break, Kind, Message, Strong, Text, joined
from bot.posting import prechecks, secrecy, standing
from bot.posting.occasions import Composed, Dropped, Expired, Occasion, Verdict
from bot.posting.standing import View
from bot.showing import cards, wording
from storage.deliveries import Reason
from storage.moments import time_zone

NAME: Final = str(Kind.COUNTDOWN)
"""What the payload of a countdown names as its composer."""


def compose(occasion: Occasion) -> Verdict:
    """Say how long it is until an event; nothing once it is over."""
    schedule = standing.in_force(occasion)
    if schedule is None:
        return Dropped(Reason.OFF)
    view = View.of(occasion)
    event = calendar.find(view.tx, schedule.order.about, view.audience, view.now)
    if event is None:
        return Dropped(Reason.MOVED)
    if calendar.is_over(event, view.now):
        return Dropped(Reason.OVER)
    if event.cancelled is not None and view.has_heard(event):
        return Dropped(Reason.CANCELLED)
    if occasion.late and not occasion.insisted:
        return Expired(Reason.LATE)
    unsure = secrecy.of_event(occasion, event.subject)
    unsure = unsure or prechecks.past_review(occasion, event.held)
    return unsure or Composed(words(view, event))


def words(view: View, event: Event) -> Message:
    """Return how many days there are left by the calendar of the event, and the event itself."""
    language, now, zone = view.language, view.now, view.zone
    if event.cancelled is not None:
        return calendar.card(event, language, now, zone)
    days = _days(event, now)
    when = calendar.when(event, language, now)
    if days > 1:
        said = wording.in_full(event.span.start, event.span.end, language)
        when = (Text(said, cards.claim(event.held, language, now)),)
    _name, _break, *card = cards.event_card(event.fact, event.held, when, language, now, zone)
    return joined([_heading(view, event, days), tuple(card)], Break())


def _days(event: Event, now: datetime) -> int:
    start = event.span.start
    return (start.first_day() - now.astimezone(time_zone(start.zone)).date()).days


def _heading(view: View, event: Event, days: int) -> Message:
    name = Strong(cards.subject_name(event.subject, view.language))
    if days > 1:
        return texts.say(view.language, "countdown.days", count=days, name=name)
    begun = event.span.start.at <= view.now
    near = "on" if begun and days < 0 else "today" if days < 1 else "tomorrow"
    return texts.say(view.language, f"countdown.{near}", name=name)
