"""The formats of files of facts: one line each. To add one, write its module and name it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from bot.exchange import csv, jsonl, yaml
from bot.exchange.errors import Fault, UnknownFormat
from bot.exchange.fields import Line
from bot.grammar.errors import shown


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write facts into a file.

    Attributes:
        suffixes: of such files' names, in small letters.
        parse: takes a whole file and yields its lines, or what keeps one from being read.
        write: takes the fields of each line and yields the file in pieces.
    """

    name: str
    suffixes: tuple[str, ...]
    parse: Callable[[str], Iterator[Line | Fault]]
    write: Callable[[Iterable[Mapping[str, object]]], Iterator[str]]


# A pipe or a shipped briefing has a name without a suffix.
_ALL: Final = (
    Format("jsonl", (".jsonl", ".ndjson", ""), jsonl.parse, jsonl.write),
    Format("yaml", (".yaml", ".yml"), yaml.parse, yaml.write),
    Format("csv", (".csv",), csv.parse, csv.write),
)

FORMATS: Final[Mapping[str, Format]] = {format_.name: format_ for format_ in _ALL}
"""Every format by its name."""


def format_of(file: str) -> Format:
    """Return the format of a file by its name.

    Raises:
        UnknownFormat: its suffix is that of none.
    """
    suffix = PurePath(file).suffix.lower()
    for format_ in _ALL:
        if suffix in format_.suffixes:
            return format_
    known = ", ".join(suffix for format_ in _ALL for suffix in format_.suffixes if suffix)
    raise UnknownFormat(name=shown(file), known=known)


def format_named(name: str) -> Format:
    """Return the format called `name`.

    Raises:
        UnknownFormat: there is none.
    """
    try:
        return FORMATS[name.lower()]
    except KeyError as error:
        raise UnknownFormat(name=shown(name), known=", ".join(FORMATS)) from error
