"""The grammar of typed lines: contract, sections 1 and 3, without any store.

Each module reads one thing and knows no command: `mending` what keyboards damaged,
`opening` how a line begins, `keys` a KEY, `lines` the `name: value` lines, `tails`
the dates at a line's end, `times` when an event begins and ends, `time_forms` and
`time_reading` a time in people's own words, `offsets` the times before it, `recurring`
a time that comes again and again, `sources` what `source:` says, `nearness` what was
probably meant. Whether a line is a command or a question is for the command to say, by
its own parse. Nothing here raises anything but `GrammarError`, whatever the text.
"""

from __future__ import annotations

from bot.grammar.errors import (
    BadKey,
    BadSource,
    GrammarError,
    HopelessKey,
    LongOffset,
    ManyOffsets,
    MissingKey,
    MissingSource,
    RepeatedField,
    UnknownField,
    ZeroOffset,
)
from bot.grammar.keys import Key, fold_key, fold_part, looks_like_key, take_key
from bot.grammar.lines import LINE_NAMES, Fields, fields, text_fields
from bot.grammar.mending import mend, straighten
from bot.grammar.nearness import nearest
from bot.grammar.offsets import Offset, Unit, take_offsets
from bot.grammar.opening import Typed, first_words, typed
from bot.grammar.sources import SourceText, take_source
from bot.grammar.tails import Tail, take_tail

__all__ = [
    "LINE_NAMES",
    "BadKey",
    "BadSource",
    "Fields",
    "GrammarError",
    "HopelessKey",
    "Key",
    "LongOffset",
    "ManyOffsets",
    "MissingKey",
    "MissingSource",
    "Offset",
    "RepeatedField",
    "SourceText",
    "Tail",
    "Typed",
    "Unit",
    "UnknownField",
    "ZeroOffset",
    "fields",
    "first_words",
    "fold_key",
    "fold_part",
    "looks_like_key",
    "mend",
    "nearest",
    "straighten",
    "take_key",
    "take_offsets",
    "take_source",
    "take_tail",
    "text_fields",
    "typed",
]
