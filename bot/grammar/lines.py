"""Lines of a command: `name: value`, each on its own line or behind ` | `."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.answering.words import edit_distance_at_most_one, fold
from bot.grammar.errors import RepeatedField, UnknownField, shown
from bot.grammar.mending import straighten
from bot.grammar.nearness import nearest
from bot.texts import LANGUAGES

_SPOKEN: Final = ("value", "name", "also", "words")
"""What is said once a language: `value-lv`, `value-en` …"""

LINE_NAMES: Final = frozenset(
    {
        *LANGUAGES,
        *(f"{of}-{language}" for of in _SPOKEN for language in LANGUAGES),
        *("topic", "from", "until", "on", "zone", "source", "reason", "review", "embargo"),
        *("words", "audience", "to", "at", "silent", "preview"),
    }
)
"""Every line name of every command."""

_WORDING: Final = frozenset(
    {
        *LANGUAGES,
        *(f"{of}-{language}" for of in _SPOKEN for language in LANGUAGES),
        *("source", "reason", "words"),
    }
)
"""Names whose values are people's own wording; quotes and dashes stay as they are."""

_NAME: Final = r"[^\W\d_](?:[\w-]*\w)?"
_LINE = re.compile(rf"\s*({_NAME})[ ]?:")
_BAR = re.compile(rf"(?:^|(?<=\s))\|[ ]*(?=({_NAME})[ ]?:)")
_BLANK = re.compile(r"\n[ ]*\n")
_SHORTEST_MISTYPED: Final = 4


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands before the first name, and the values by name, as typed."""

    head: str
    fields: Mapping[str, str]


def fields(text: str, known: Collection[str]) -> Fields:
    """Read the lines of `text`, of which a command knows the names `known`.

    A line without a name continues the one above, so a value may be several lines
    long. On the first line and behind ` | ` only a line name, or one mistyped by a
    letter, is read as a name; what else stands there is the command's own text.

    Raises:
        UnknownField: a line has a name that is not `known`.
        RepeatedField: a name is given twice.
    """
    found: dict[str, list[str]] = {"": []}
    current = ""
    for name, piece in _pieces(text, known) if known else [("", text)]:
        if name and name in found:
            raise RepeatedField(**_hint(name, set(known) - set(found) or known))
        current = name or current
        found.setdefault(current, []).append(piece)
    values = {name: _value(name, "\n".join(parts)) for name, parts in found.items()}
    return Fields(values.pop(""), MappingProxyType(values))


def text_fields(text: str, known: Collection[str]) -> Fields:
    """Read the lines of a command that takes TEXT.

    Names are read only after the last blank line, and only if every line there has
    a `known` one; else all of it is the text as typed.

    Raises:
        UnknownField: such a line goes on, behind ` | `, with a name not `known`.
        RepeatedField: a name is given twice.
    """
    head, block = text.strip(), ""
    for blank in _BLANK.finditer(head):
        block = head[blank.end() :]
    if not block or not all(_name(line)[0] in known for line in block.split("\n")):
        return Fields(head, MappingProxyType({}))
    return Fields(head[: -len(block)].strip(), fields(block, known).fields)


def _pieces(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each line as (its name, or empty where it continues; its text)."""
    lines = _BAR.sub(lambda bar: "\n" if _meant(bar[1], known) else bar[0], text).split("\n")
    for number, line in enumerate(lines):
        name, value = _name(line)
        if name in known:
            yield name, value
        # A colon glued to what follows makes no name of any word: `https://…`, `re:Riga`.
        elif name and (_meant(name, known) or (number and value[:1] in {"", " "})):
            raise UnknownField(**_hint(name, known))
        else:
            yield "", line


def _name(line: str) -> tuple[str, str]:
    """The name that begins a line, folded, and what follows its colon; or no name."""
    found = _LINE.match(line)
    return (_folded(found[1]), line[found.end() :]) if found else ("", line)


def _folded(name: str) -> str:
    return fold(name).replace("_", "-")


def _meant(name: str, known: Collection[str]) -> bool:
    """Whether a word before a colon can only be meant as a line name.

    A line of another command is: taken as text it would end up in a VALUE unseen.
    """
    folded = _folded(name)
    return folded in {*LINE_NAMES, *known} or (
        len(folded) >= _SHORTEST_MISTYPED
        and any(edit_distance_at_most_one(folded, one) for one in known)
    )


def _value(name: str, text: str) -> str:
    """The value as typed; quotes and dashes made plain where it is read by rule."""
    return text.strip() if not name or name in _WORDING else straighten(text).strip()


def _hint(name: str, among: Collection[str]) -> dict[str, str]:
    near = nearest(name, among, cutoff=0)
    return {"name": shown(name), "nearest": near[0], "known": ", ".join(sorted(among))}
