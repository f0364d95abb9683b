"""The words of recurring times in Latvian and English, as data, folded as `time_words` are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.grammar import time_words

WEEK: Final = range(1, 8)
"""Days as a cron rule counts them, from 1 for Monday; 7 for Sunday, so that it comes last."""

_LATVIAN: Final = ("pirmd", "otrd", "tresd", "ceturtd", "piektd", "sestd", "svetd")
_ENGLISH: Final = (
    ("mon",),
    ("tue", "tues"),
    ("wed", "weds"),
    ("thu", "thur", "thurs"),
    ("fri",),
    ("sat",),
    ("sun",),
)


def _spelt(day: int) -> Iterable[str]:
    """Return every way to write a day of the week."""
    named = [form for form, number in time_words.WEEKDAYS.items() if number == day - 1]
    yield from named
    yield from (f"{form}s" for form in named)
    yield from (f"{_LATVIAN[day - 1]}ienam", f"{_LATVIAN[day - 1]}iena")
    yield from (f"{_LATVIAN[day - 1]}{end}" for end in ("", ".", "ien."))
    yield from (f"{name}{end}" for name in _ENGLISH[day - 1] for end in ("", "."))


DAYS: Final = {form: (day,) for day in WEEK for form in _spelt(day)}
"""One day of the week."""

GROUPS: Final[dict[str, tuple[int, ...]]] = {
    **dict.fromkeys(
        (
            *("weekdays", "weekday", "workdays", "workday", "working days", "working day"),
            *("business days", "business day", "week days"),
            *("darbdienas", "darbdiena", "darbdienu", "darbdienam", "darba dienas"),
            *("darba diena", "darba dienu", "darbadienas"),
        ),
        (1, 2, 3, 4, 5),
    ),
    **dict.fromkeys(
        (
            *("weekends", "weekend", "the weekend"),
            *("brivdienas", "brivdiena", "brivdienu", "brivdienam"),
            *("nedelas nogales", "nedelas nogale", "nedelu nogales", "nedelas nogali"),
        ),
        (6, 7),
    ),
    **dict.fromkeys(("day", "days", "dienu", "diena", "dienas"), tuple(WEEK)),
}
"""Several days of the week by one name; that of all of them only behind "every"."""

ALL: Final = (
    *("daily", "ikdienas", "ikdien", "katrdien", "ik dienu", "ik dienas", "katru dienu"),
    *("katra diena", "every day", "each day", "everyday"),
)
"""Every day, in words of its own."""

EVERY: Final = (
    *("every", "each", "on every", "on each", "on", "at", "over"),
    *("katru", "katra", "katras", "ik", "ik pa", "katrai"),
)

HOURLY: Final = (
    *("every hour", "each hour", "hourly", "every full hour", "once an hour"),
    *("katru stundu", "ik stundu", "katra stunda", "ik stundas", "ik pa stundai", "reizi stunda"),
)

ORDINALS: Final = {
    **dict.fromkeys(("first", "1st", "pirma", "pirmaja", "pirmajai", "pirmo"), 1),
    **dict.fromkeys(("second", "2nd", "otra", "otraja", "otrajai", "otro"), 2),
    **dict.fromkeys(("third", "3rd", "tresa", "tresaja", "tresajai", "treso"), 3),
    **dict.fromkeys(("fourth", "4th", "ceturta", "ceturtaja", "ceturtajai", "ceturto"), 4),
    **dict.fromkeys(("last", "pedeja", "pedejaja", "pedejai", "pedejo"), -1),
}
"""Which one of a month; -1 is its last."""

MONTHS: Final = (
    *("of the month", "of every month", "of each month", "of a month", "of month"),
    *("every month", "each month", "monthly", "of next months"),
    *("menesa", "katra menesa", "ik menesi", "katru menesi", "katra menesi", "ik menesa"),
)
DATES: Final = ("datuma", "datums", "datumos", "diena", "dienas", "day", "date", "dienai")

JOINTS: Final = ("and", "un", "&", "+", "/")
RANGES: Final = ("to", "till", "until", "through", "thru", "lidz")
"""What stands between the first and the last day of a stretch, with a dash among them."""
