"""The fields of one line: each is read and checked, and what is wrong is noted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import urlsplit

from bot.exchange.errors import Fault, fault
from bot.exchange.records import KeyPart
from bot.grammar.errors import BadKey
from bot.grammar.keys import fold_part
from bot.grammar.nearness import nearest
from bot.texts import LANGUAGES
from storage.content import Source

LONGEST_TEXT: Final = 40_000
"""Characters of a value, a statement or a name: no platform's message holds more."""

LONGEST_NAME: Final = 200
"""Characters of what a database looks up: PostgreSQL indexes no more than 2,700 bytes a row."""

LONGEST_ADDRESS: Final = 2_000

NOWHERE_ELSE: Final[Mapping[str, int]] = MappingProxyType({})

_SOURCE_FIELDS: Final = ("publisher", "date", "url")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SPACE: Final = re.compile(r"\s")
_DIGITS: Final = re.compile(r"-?\d+", re.ASCII)
# What PostgreSQL (NUL), UTF-8 (half a character) or a terminal (the rest) cannot take.
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

T = TypeVar("T")


class Line:
    """One line of a file. Reading never stops at a fault: all are noted, each once.

    Attributes:
        number: of the line, from 1.
        faults: what was found to be wrong so far.

    Args:
        number: of the line.
        given: what stands there, by field.
        within: the field of which those are parts, with its dot.
        at: the lines of fields that stand elsewhere than on that line.
    """

    def __init__(
        self,
        number: int,
        given: Mapping[str, object],
        within: str = "",
        at: Mapping[str, int] = NOWHERE_ELSE,
    ) -> None:
        self.number = number
        self.faults: list[Fault] = []
        self._given = given
        self._within = within
        self._at = at
        self._faulty: set[str] = set()

    def only(self, known: Collection[str]) -> None:
        """Note every field that is not `known`."""
        for field in self._given:
            if field not in known:
                near = nearest(field, known) or tuple(known)
                self._note(field, "unknown-field", nearest=", ".join(near))

    def needed(self, field: str, found: T) -> T:
        """Return what was `found` in a field that must not be empty."""
        if not found and field not in self._faulty:
            self._note(field, "missing")
        return found

    def text(self, field: str, longest: int = LONGEST_NAME) -> str:
        """Return a text, without space around it; empty if there is none."""
        return self._text(field, self._given.get(field), longest)

    def one_of(self, field: str, known: Collection[str]) -> str:
        """Return one of the words `known`, the first of them if there is none."""
        word = self.text(field)
        if word and word not in known:
            self._note(field, "unknown-word", text=word, known=", ".join(known))
        return word if word in known else next(iter(known))

    def key(self, field: str) -> KeyPart:
        """Return a part of a KEY."""
        written = self.needed(field, self.text(field))
        try:
            return KeyPart(written, fold_part(written) if written else "")
        except BadKey:
            self._note(field, "bad-key", text=written)
            return KeyPart(written, "")

    def texts(self, field: str) -> dict[str, str]:
        """Return a text a language; digits alone are for every language."""
        given = self._given.get(field)
        if isinstance(given, str) and _DIGITS.fullmatch(given):
            return dict.fromkeys(LANGUAGES, given)
        found = {
            language: self._text(f"{field}.{language}", text, LONGEST_TEXT)
            for language, text in self._by_language(field)
        }
        return {language: text for language, text in found.items() if text}

    def lists(self, field: str) -> dict[str, tuple[str, ...]]:
        """Return several texts a language."""
        found = {
            language: self._list(f"{field}.{language}", given)
            for language, given in self._by_language(field)
        }
        return {language: texts for language, texts in found.items() if texts}

    def day(self, field: str) -> date | None:
        """Return a calendar day."""
        text = self.text(field)
        try:
            # Python also reads weeks and days without hyphens, which nobody means.
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if text and day is None:
            self._note(field, "bad-day", text=text)
        return day

    def address(self, field: str) -> str:
        """Return the address of a web page."""
        text = self.text(field, LONGEST_ADDRESS)
        try:
            parts = urlsplit(text)
            host = parts.hostname if parts.scheme in {"http", "https"} else None
        except ValueError:
            host = None
        if text and (not host or _SPACE.search(text)):
            self._note(field, "bad-address", text=text)
        return text

    def source(self) -> Source | None:
        """Return where the line was read: its publisher, its address, or both."""
        given = self._given.get("source")
        if given is None:
            return None
        if not isinstance(given, dict):
            self._note("source", "not-source")
            return None
        inner = Line(self._at.get("source", self.number), given, within="source.")
        inner.only(_SOURCE_FIELDS)
        source = Source(inner.text("publisher"), inner.address("url"), inner.day("date"))
        if source.date:
            inner.needed("publisher", source.publisher or source.url)
        self.faults += inner.faults
        return source if source.publisher or source.url else None

    def _text(self, field: str, given: object, longest: int) -> str:
        if given is None:
            return ""
        if not isinstance(given, str):
            self._note(field, "not-text")
            return ""
        text = unicodedata.normalize("NFC", given).strip()
        if len(text) > longest:
            self._note(field, "too-long", limit=str(longest))
        elif unfit := _UNFIT.search(text):
            self._note(field, "unfit", code=f"U+{ord(unfit[0]):04X}")
        return text

    def _list(self, field: str, given: object) -> tuple[str, ...]:
        if given is None:
            return ()
        if not isinstance(given, list):
            self._note(field, "not-list")
            return ()
        return tuple(text for each in given if (text := self._text(field, each, LONGEST_NAME)))

    def _by_language(self, field: str) -> Iterator[tuple[str, object]]:
        given = self._given.get(field)
        if given is None:
            return
        if not isinstance(given, dict):
            self._note(field, "not-by-language", known=", ".join(LANGUAGES))
            return
        for language, found in given.items():
            if language in LANGUAGES:
                yield language, found
            else:
                known = ", ".join(LANGUAGES)
                self._note(field, "unknown-language", text=language, known=known)

    def _note(self, field: str, name: str, **fields: str) -> None:
        first = field.partition(".")[0]
        self._faulty.add(first)
        line = self._at.get(first, self.number)
        self.faults.append(fault(line, name, field=f"{self._within}{field}", **fields))
