"""`source:` — where a fact is from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from bot.grammar.errors import BadSource, MissingSource, shown
from bot.grammar.mending import straighten
from bot.grammar.time_forms import take_said_at_end

_ADDRESS = re.compile(r"(?:https?://|(?<!\S)www\.)[^\s<>\"]+", re.IGNORECASE)
_ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_LATVIAN_DAY = re.compile(r"(?<![\w.])(\d\d?)\.(\d\d?)\.(\d{4})\.?(?!\w)")
_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_EDGES: Final = " \n,;|-–—"
_AFTER_ADDRESS: Final = ".,;:!?)]”“’'"
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]][\s.]*$")
_APART: Final = tuple(",;-–—")
"""What sets a day in people's own words apart from a publisher: “USA Today” is one."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source as an editor gave it.

    Attributes:
        url: an http or https address, or empty.
        publisher: who said so, in the editor's words, or empty where only a URL is given.
        date: the day as `YYYY-MM-DD`, or empty where none is given so.
        said: the day in people's own words, not yet read, where it is given in those.
    """

    url: str
    publisher: str
    date: str
    said: str = ""


def take_source(text: str) -> SourceText:
    """Read a URL, a publisher and a day, as far as each is given, in any order.

    A day is ISO (`2021-11-25`) or as Latvians write it (`25.11.2021`); the last one
    counts. Without any it may stand at the end in people's own words (`, yesterday`), set
    apart. What is neither address nor day is the publisher.

    Raises:
        MissingSource: nothing is given.
        BadSource: the address has no host, or the calendar no such day.
    """
    url, rest = _address(text)
    day, rest = _day(rest, text)
    said, rest = ("", rest) if day else _said(rest)
    publisher = " ".join(_BRACKETS.sub(" ", rest).split()).strip(_EDGES)
    publisher = publisher if any(map(str.isalnum, publisher)) else ""
    if not url and not publisher:
        raise MissingSource
    return SourceText(url, publisher, day, said)


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


def _said(rest: str) -> tuple[str, str]:
    """The day at the end of `rest` in people's own words, and what stands before it."""
    bracketed = _BRACKETED.search(rest)
    # A full stop may belong to the day: “26.11.”
    ends = [bracketed[1]] if bracketed else [rest, rest.rstrip(" .")]
    taken = next(filter(None, map(take_said_at_end, ends)), None)
    if taken is None:
        return "", rest
    before, day = taken
    if bracketed:
        return ("", rest) if before else (day.text, rest[: bracketed.start()])
    return (day.text, before) if not before or before.endswith(_APART) else ("", rest)
