"""What can be wrong with a cron rule; each sentence says what may be written instead.

BadRule              a DeskError: the rule cannot be read
├── WrongForm        not five fields
└── WrongMinute, WrongHour, WrongDay, WrongMonth, WrongWeekday
                     this field, and what may stand in it
"""

from __future__ import annotations

from bot.errors import DeskError


class BadRule(DeskError):
    """A rule that cannot be read. Fields: `text`, what of it is wrong."""


class WrongForm(BadRule):
    """Not the five fields of a cron rule."""

    key = "rule.form"


class WrongMinute(BadRule):
    """No minute of the hour."""

    key = "rule.minute"


class WrongHour(BadRule):
    """No hour of the day."""

    key = "rule.hour"


class WrongDay(BadRule):
    """No day of any month."""

    key = "rule.day"


class WrongMonth(BadRule):
    """No month."""

    key = "rule.month"


class WrongWeekday(BadRule):
    """No day of the week."""

    key = "rule.weekday"
