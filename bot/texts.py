"""The sentences of the desk, kept per language in `bot/locales`.

A sentence is found by a stable key, never by its English wording; it names its
gaps as `{field}`, and a field may be a node, so that emphasis and links are put
in by whoever fills the gap. A new line in a sentence is a `Break`, an empty line
a `Break(paragraph=True)`. The top of each locale file says how to add to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, TypeAlias

from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.port import Break, Choosing, Code, Message, Node, Text, plain

_LOCALES: Final = Path(__file__).with_name("locales")

DEFAULT_LANGUAGE: Final = "lv"

LANGUAGES: Final = tuple(
    sorted(
        (file.stem for file in _LOCALES.glob("*.po")),
        key=lambda code: (code != DEFAULT_LANGUAGE, code),
    )
)
"""Every language that has a locale file, the default first."""


_COMMAND: Final = re.compile(
    r"((?<![\w/.])/(?:(?:fact|subject|event|role|schedule|channel) [a-z]+"
    r"|deliveries (?:send|drop|change|held|failed|late)|forget me"
    r"|post (?:show|edit|move|cancel|delete)|[a-z]+)\b)"
)
"""A command within a sentence: it becomes `Code`, as it is written otherwise on some platforms."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A place in a sentence that a field fills."""

    field: str


_CHOOSE: Final = _Gap("choose")
"""Where a sentence tells how a choice is taken."""

_Form: TypeAlias = tuple[Node | _Gap, ...]


@dataclass(frozen=True, slots=True)
class _Catalog:
    """One language: the forms of each sentence, and which of them suits a count."""

    locale: Locale
    forms: Mapping[str, tuple[_Form, ...]]

    def form(self, key: str, count: int | None) -> _Form:
        forms = self.forms[key]
        if len(forms) == 1:
            return forms[0]
        if count is None:
            raise KeyError(f"{key} depends on a count")
        return forms[plural_tags(self.locale).index(self.locale.plural_form(count))]


def say(
    language: str, key: str, /, count: int | None = None, **fields: str | Node | Message
) -> Message:
    """Return the sentence `key` in `language`, its gaps filled from `fields`.

    A field of plain words becomes `Text`, a node or a message stays itself.
    `count` chooses the plural form and fills `{count}`; `{choose}` is filled by itself.

    Raises:
        KeyError: no such language, sentence or field, or a plural without its count.
    """
    given = fields if count is None else fields | {"count": number(count, language)}
    form = _catalog(language).form(key, count)
    if _CHOOSE in form:
        given = given | {_CHOOSE.field: _choosing(language)}
    return tuple(
        node
        for piece in form
        for node in (_nodes(given[piece.field]) if isinstance(piece, _Gap) else (piece,))
    )


def _choosing(language: str) -> Choosing:
    """Return how a choice is taken; who places the reply knows which way it is there."""
    typed = phrase(language, "desk.choose-typed")
    return Choosing(phrase(language, "desk.choose"), typed=typed)


def phrase(language: str, key: str, /, count: int | None = None, **fields: str) -> str:
    """Return the sentence `key` as plain words, for labels and parts of sentences.

    Raises:
        KeyError: as `say` does.
    """
    return plain(say(language, key, count=count, **fields))


def number(n: int | Decimal, language: str) -> str:
    """Return `n` as `language` writes it: `1500`, `10 000`, `2,5` or `1,500`, `10,000`, `2.5`."""
    locale = _catalog(language).locale
    limit = int(plain(say(language, "number.grouped-from")))
    grouped = not -limit < n < limit
    return format_decimal(n, locale=locale, decimal_quantization=False, group_separator=grouped)


def plural_tags(locale: Locale) -> tuple[str, ...]:
    """Return the plural categories of `locale` in the order of a locale file's `msgstr[n]`."""
    used = locale.plural_form.tags
    return (*(tag for tag in ("zero", "one", "two", "few", "many") if tag in used), "other")


def _nodes(field: str | Node | Message) -> Message:
    if isinstance(field, str):
        return (Text(field),)
    return field if isinstance(field, tuple) else (field,)


@cache
def _catalog(language: str) -> _Catalog:
    """Read a locale file, once in a process; a faulty one is refused whole."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with _LOCALES.joinpath(f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    forms = {}
    for message in messages:
        key = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string
        strings = (said,) if isinstance(said, str) else tuple(said or ())
        if key:
            forms[key] = tuple(tuple(_pieces(string)) for string in strings)
    return _Catalog(Locale.parse(language), forms)


def _pieces(sentence: str) -> Iterator[Node | _Gap]:
    """Split a sentence at its gaps and line ends."""
    for words, field, form, conversion in Formatter().parse(sentence):
        yield from _literals(words)
        if field is not None:
            if not field.isidentifier() or form or conversion:
                raise ValueError(f"a gap is a plain name in braces: {sentence}")
            yield _Gap(field)


def _literals(words: str) -> Iterator[Node]:
    """Split the words of a sentence at its line ends, and at the commands that it names."""
    for part in re.split(r"(\n+)", words):
        if part.startswith("\n"):
            yield Break(paragraph=len(part) > 1)
            continue
        for piece in _COMMAND.split(part):
            if piece:
                yield Code(piece) if _COMMAND.fullmatch(piece) else Text(piece)
