"""Which facts a file is about, to be shown before it is stored: by what it does to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot import texts
from bot.exchange.report import Report
from bot.grammar.errors import shown
from bot.port import Code, Message, Text, joined

MOST_NAMED: Final = 8
"""Facts of a group that are named: what a telephone shows of three groups at once."""


def told(report: Report, language: str) -> Iterator[Message]:
    """Yield a line for each group of facts: those new, changed, and the same.

    It is for whoever may see what the desk sees.
    """
    for effect, keys in report.named.items():
        if keys:
            yield texts.say(language, f"import.named-{effect}", facts=_listed(keys, language))


def _listed(keys: Sequence[str], language: str) -> Message:
    first = joined(((Code(shown(key)),) for key in keys[:MOST_NAMED]), Text(", "))
    more = len(keys[MOST_NAMED:])
    return texts.say(language, "import.named-more", count=more, facts=first) if more else first
