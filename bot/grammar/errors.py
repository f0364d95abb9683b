"""What can be wrong with the way a line was typed.

    GrammarError            a DeskError: nothing was changed, the line can be mended
    ├── BadKey              no KEY, but one can be made of it: `suggestion`
    │   └── HopelessKey     no KEY, and nothing to make one of
    ├── MissingKey          the line ends where a KEY is due
    ├── UnknownField        a line name that this command does not have: `nearest`
    ├── RepeatedField       one line name twice
    ├── MissingSource       `source:` with nothing behind it
    ├── DatelessSource      a publisher, and neither a day nor an address
    ├── BadSource           an address or a date in `source:` that cannot be one
    ├── ZeroOffset          a reminder no time at all before its event
    ├── LongOffset          one that is longer before it than is kept in mind
    ├── ManyOffsets         too many of them
    ├── NoHour              a recurring time without an hour
    └── BadHour             one whose hour no clock shows, or that may be of day or night

What a person typed is put into a field shortened: a reply is no place for ten
thousand characters of somebody else's paste.
"""

from __future__ import annotations

from typing import Final

from bot.errors import DeskError

_SHOWN_CHARACTERS: Final = 60


def shown(text: str) -> str:
    """Return text on one line and short enough to be repeated in a reply."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS else line[: _SHOWN_CHARACTERS - 1] + "…"


class GrammarError(DeskError):
    """A line that cannot be read."""


class BadKey(GrammarError):
    """No KEY as it stands. Fields: `text`, and `suggestion`, a KEY near to it."""

    key = "grammar.bad-key"


class HopelessKey(BadKey):
    """No KEY, and no letter or digit of it could stand in one. Fields: `text`."""

    key = "grammar.hopeless-key"


class MissingKey(GrammarError):
    """A KEY is due here and the line ends."""

    key = "grammar.missing-key"


class UnknownField(GrammarError):
    """Not a line of this command. Fields: `name`, `nearest`, and `known`, all it has."""

    key = "grammar.unknown-field"


class RepeatedField(GrammarError):
    """A line name given twice. Fields: `name`, `nearest` (not used yet), `known`."""

    key = "grammar.repeated-field"


class MissingSource(GrammarError):
    """A `source:` that says nothing."""

    key = "grammar.missing-source"


class DatelessSource(GrammarError):
    """A publisher without a day. Fields: `publisher`, and `line`, the same with one."""

    key = "grammar.dateless-source"


class BadSource(GrammarError):
    """An address without a host, or a day that no calendar has. Fields: `text`."""

    key = "grammar.bad-source"


class ZeroOffset(GrammarError):
    """A time before an event that is none. Fields: `text`."""

    key = "grammar.zero-offset"


class LongOffset(GrammarError):
    """A time before an event that is too long. Fields: `text`, and `most`, the longest."""

    key = "grammar.long-offset"


class ManyOffsets(GrammarError):
    """Too many times before one event. Fields: `most`."""

    key = "grammar.many-offsets"


class NoHour(GrammarError):
    """Days without an hour. Fields: `text`."""

    key = "grammar.no-hour"


class NoRule(GrammarError):
    """A rhythm that no rule has. Fields: `text`."""

    key = "grammar.no-rule"


class BadHour(GrammarError):
    """No hour of a day, or one that may be of the night or of the day. Fields: `text`."""

    key = "grammar.bad-hour"
