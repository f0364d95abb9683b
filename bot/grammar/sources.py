"""`source:` — where a fact is from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from bot.grammar.errors import BadSource, MissingSource, shown
from bot.grammar.mending import straighten

_ADDRESS = re.compile(r"(?:https?://|(?<!\S)www\.)[^\s<>\"]+", re.IGNORECASE)
_ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_LATVIAN_DAY = re.compile(r"(?<![\w.])(\d\d?)\.(\d\d?)\.(\d{4})\.?(?!\w)")
_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_EDGES: Final = " \n,;|-–—"
_AFTER_ADDRESS: Final = ".,;:!?)]”“’'"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source as an editor gave it.

    Attributes:
        url: an http or https address, or empty.
        publisher: who said so, in the editor's words, or empty where only a URL is given.
        date: the day as `YYYY-MM-DD`, or empty where none is given.
    """

    url: str
    publisher: str
    date: str


def take_source(text: str) -> SourceText:
    """Read a URL, a publisher and a day, as far as each is given, in any order.

    A day is ISO (`2021-11-25`) or as Latvians write it (`25.11.2021`); the last one
    counts. What is neither address nor day is the publisher.

    Raises:
        MissingSource: nothing is given.
        BadSource: the address has no host, or the calendar no such day.
    """
    url, rest = _address(text)
    day, rest = _day(rest, text)
    publisher = " ".join(_BRACKETS.sub(" ", rest).split()).strip(_EDGES)
    publisher = publisher if any(map(str.isalnum, publisher)) else ""
    if not url and not publisher:
        raise MissingSource
    return SourceText(url, publisher, day)


def _address(text: str) -> tuple[str, str]:
    """The first address in the text, and the text without it."""
    found = _ADDRESS.search(text)
    if not found:
        return "", text
    url = _trimmed(found[0])
    rest = f"{text[: found.start()]} {text[found.start() + len(url) :]}"
    if url.lower().startswith("www."):
        url = f"https://{url}"
    return _checked(url), rest


def _trimmed(url: str) -> str:
    """The address without the sentence's punctuation behind it, its own brackets kept."""
    while url[-1] in _AFTER_ADDRESS and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return url


def _checked(url: str) -> str:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not host:
        raise BadSource(text=shown(url))
    return url


def _day(rest: str, text: str) -> tuple[str, str]:
    """The last day in `rest` as ISO, and `rest` without it; `text` is shown if it is none."""
    plain = straighten(rest)
    iso = [(found, found.groups()) for found in _ISO_DAY.finditer(plain)]
    latvian = [(found, found.groups()[::-1]) for found in _LATVIAN_DAY.finditer(plain)]
    if not iso and not latvian:
        return "", rest
    found, parts = max(iso + latvian, key=lambda day: day[0].start())
    try:
        day = date(*map(int, parts)).isoformat()
    except ValueError as error:
        raise BadSource(text=shown(text)) from error
    return day, f"{rest[: found.start()]} {rest[found.end() :]}"
