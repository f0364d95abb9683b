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

PARTS: Final = {
    **dict.fromkeys(
        (
            *("every morning", "each morning", "mornings", "in the mornings"),
            *("katru ritu", "ik ritu", "katra rita", "ik ritus", "ritos"),
        ),
        range(4, 12),
    ),
    **dict.fromkeys(
        (
            *("every evening", "each evening", "evenings", "in the evenings"),
            *("katru vakaru", "ik vakaru", "katra vakara", "ik vakarus", "vakaros"),
        ),
        range(16, 24),
    ),
}
"""A part of every day, and the hours that it surely has."""

YEARLY: Final = (
    *("every year", "each year", "yearly", "annually", "every", "each", "on"),
    *("katru gadu", "ik gadu", "katra gada", "ikgadu", "katru"),
)
"""What may stand before a date that comes every year."""

SELDOM: Final = (
    *("every two weeks", "every 2 weeks", "every second week", "every other week", "fortnightly"),
    *("biweekly", "bi-weekly", "every fortnight", "every three weeks", "every 3 weeks"),
    *("every other day", "every second day", "every two days", "every 2 days"),
    *("every two months", "every 2 months", "every other month", "every second month"),
    *("katru otro nedelu", "ik otro nedelu", "reizi divas nedelas", "reizi 2 nedelas"),
    *("ik pa divam nedelam", "ik pec divam nedelam", "ik pec 2 nedelam", "ik pa 2 nedelam"),
    *("katru otro dienu", "ik otro dienu", "katru otro menesi", "reizi divos menesos"),
)
"""Rhythms that no cron rule has: it knows days of the week, the month and the year, no counting."""

EVERY_SECOND: Final = ("every other", "every second", "katru otro", "ik otro")
"""The same, where a day of the week follows."""

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

MONTHS_OF_YEAR: Final = time_words.MONTHS
MONTHS: Final = (
    *("of the month", "of every month", "of each month", "of a month", "of month"),
    *("every month", "each month", "monthly", "of next months"),
    *("menesa", "katra menesa", "ik menesi", "katru menesi", "katra menesi", "ik menesa"),
)
DATES: Final = ("datuma", "datums", "datumos", "diena", "dienas", "day", "date", "dienai")

JOINTS: Final = ("and", "un", "&", "+", "/")
RANGES: Final = ("to", "till", "until", "through", "thru", "lidz")
"""What stands between the first and the last day of a stretch, with a dash among them."""
