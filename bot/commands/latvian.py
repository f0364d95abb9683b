"""Commands in Latvian: the first words that are names of ours too, and the second that are none.

Who writes „fakts labot” has the command in mind all the same, and is told how it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from bot.answering.words import fold
from bot.context import Command

FIRST: Final = {
    "ask": "jautāt",
    "facts": "fakti",
    "fact": "fakts",
    "events": "notikumi",
    "event": "notikums",
    "language": "valoda",
    "remind": "atgādini",
    "digest": "apkopojums",
    "follow": "seko",
    "help": "palīdzība",
}
"""What the first word of a command is in Latvian; diacritics may be left out."""

_FIRST_SAID: Final = {
    "answer": ("atbildēt",),
    "channel": ("kanāls",),
    "post": ("ieraksts",),
    "questions": ("jautājumi",),
    "schedule": ("grafiks",),
    "subject": ("temats",),
}
"""What people call the first word of others; that is no name of ours."""

_BEHIND: Final = {"remind": "event"}
"""The first word of others, by which people begin some as well: “event remind”."""

_SECOND_SAID: Final = {
    "add": ("pievienot", "pielikt"),
    "cancel": ("atcelt", "atcel", "atceliet"),
    "close": ("aizvērt", "slēgt"),
    "correct": ("labot", "izlabot", "labo", "izlabo", "izlabojiet"),
    "edit": ("rediģēt",),
    "history": ("vēsture",),
    "list": ("saraksts",),
    "move": ("pārcelt", "pārcel", "pārceliet"),
    "pause": ("apturēt",),
    "remove": ("noņemt", "dzēst"),
    "resume": ("atsākt",),
    "retract": ("atsaukt",),
    "review": ("pārskatīt",),
    "set": ("mainīt", "iestatīt", "maini", "nomaini"),
    "show": ("rādīt", "parādīt"),
    "undo": ("atcelt",),
}
"""What people write for the second word of a command."""


def named(commands: Iterable[Command]) -> dict[str, tuple[Command, str]]:
    """Return the names of some commands, folded: of each the command, and the name as it is."""
    return {fold(name): (each, name) for each in commands for name in _names(each)}


def spoken(commands: Iterable[Command]) -> dict[str, tuple[Command, str]]:
    """Return what people write that is no name, folded: the command, and how it is written.

    „Atcelt” may be said of several; it means the first of them.
    """
    found: dict[str, tuple[Command, str]] = {}
    for each in commands:
        for said, name in _said(each):
            found.setdefault(fold(said), (each, name))
    return found


def _names(command: Command) -> Iterator[str]:
    first, *rest = command.name
    for word in _called(first):
        yield " ".join((word, *rest))


def _called(first: str) -> Iterable[str]:
    """Return a first word in each language; nothing of none."""
    return dict.fromkeys(filter(None, (first, FIRST.get(first))))


def _said(command: Command) -> Iterator[tuple[str, str]]:
    for name in _names(command):
        first, *rest = name.split()
        firsts = first, *_FIRST_SAID.get(first, ())
        seconds = [*rest, *(_SECOND_SAID.get(rest[0], ()) if rest else ())]
        for said in product(firsts, seconds) if rest else ((each,) for each in firsts):
            yield " ".join(said), name
        for family in _called(_BEHIND.get(command.words, "")):
            yield f"{family} {first}", name
