"""What can be wrong with a file of facts. Nothing of it is stored then.

ExchangeError            a DeskError: every fault of the file, each with its line
UnknownFormat            a DeskError: neither the file's name nor the word names a format
Misfit                   one line that cannot be placed; collected, never seen outside
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot import texts
from bot.errors import DeskError
from bot.exchange.report import Report
from bot.grammar.errors import shown
from bot.port import Break, Message

MOST_SHOWN: Final = 20
"""Faults told in words; of the others their number is told."""


TYPED: Final = {"set": "--as set", "correct": "--as correct", "edit": "--as edit"}
"""What is typed to say what a file means, in every language alike."""

_OURS: Final = {"known", "nearest"}
"""Fields that hold words of ours, never of the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        line: of the file, from 1.
        key: the sentence in `bot/locales` that says it.
        fields: what fills the gaps of that sentence.
    """

    line: int
    key: str
    fields: Mapping[str, str]

    def said(self, language: str, ways: Mapping[str, str] = TYPED) -> Message:
        """Return the line and what is wrong with it.

        Args:
            language: of the sentence.
            ways: how it is said there what a file means, by `set`, `correct` and `edit`.
        """
        sentence = texts.say(language, self.key, None, **{**ways, **self.fields})
        return texts.say(language, "exchange.at-line", line=str(self.line), fault=sentence)


def fault(line: int, name: str, /, **fields: str) -> Fault:
    """Return a fault of the section `exchange`; what was written in the file is shortened."""
    short = {name: text if name in _OURS else shown(text) for name, text in fields.items()}
    return Fault(line, f"exchange.{name}", short)


class ExchangeError(DeskError):
    """A file that was refused. Fields: `name` of the file, and `count` of its faults.

    Attributes:
        faults: all of them, by line.
        report: what the rest of it would have done.
    """

    key = "exchange.refused"

    def __init__(self, name: str, faults: Iterable[Fault], report: Report) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(name=name, count=len(self.faults))
        self.name = name
        self.report = report

    def said(self, language: str) -> Message:
        """Return the whole refusal: the first `MOST_SHOWN` faults, and how many more there are."""
        told = texts.say(language, self.key, count=len(self.faults), name=self.name)
        for each in self.faults[:MOST_SHOWN]:
            told += (Break(), *each.said(language))
        if more := len(self.faults[MOST_SHOWN:]):
            told += (Break(), *texts.say(language, "exchange.more", count=more))
        return told


class UnknownFormat(DeskError):
    """A format that cannot be read or written. Fields: `name`, and `known`, all there are."""

    key = "exchange.unknown-format"


class Misfit(Exception):
    """One line that cannot be placed among what is held.

    Attributes:
        fault: why.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
