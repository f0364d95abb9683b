"""What an editor types behind the name of a command: a KEY, a VALUE and lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from bot import grammar
from bot.commands.arguments import day_of, end_of, fact_key, source_of, start_of, zone_of
from bot.context import Context
from bot.editing.draft import Draft
from bot.editing.subject import About
from bot.errors import DeskError
from bot.grammar import Key
from bot.grammar.errors import UnknownField, shown
from bot.texts import LANGUAGES
from storage.content import Audience
from storage.moments import Moment

WORDS: Final = frozenset({"words", *(f"words-{language}" for language in LANGUAGES)})
"""How people ask: in the language of the chat, and in each."""
WORDING: Final = WORDS | {*LANGUAGES, "source", "review", "audience", "zone", "embargo"}
VALUES: Final = frozenset(f"value-{language}" for language in LANGUAGES)
NAMES: Final = frozenset(f"{of}-{language}" for of in ("name", "also") for language in LANGUAGES)
PERIOD: Final = frozenset({"from", "until"})

DIGITS: Final = re.compile(r"[\d\s.,–:%+-]*\d[\d\s.,–:%+-]*")
"""A value that reads the same in every language."""

_INSIDE = re.compile(r"(?:^|(?<=[\s|]))([a-z-]+):")
"""What looks like the name of a line, wherever it stands."""

_BEHIND_BAR = re.compile(r"(?:^|\s)\| *([^\W\d_][\w-]*) ?:")
"""What can only be meant as the name of a line; taken as text it would be told as a value."""


class LineInside(DeskError):
    """A line begins within the VALUE, where it would become part of it. Field: `name`."""

    key = "edit.line-inside"


class WrongAudience(DeskError):
    """An audience that is none. Field: `text`."""

    key = "edit.audience"


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: its KEY, what follows on the line, and its lines by name."""

    key: Key
    value: str
    lines: Mapping[str, str]

    def gives(self, names: Collection[str]) -> bool:
        """Tell whether any of the lines `names` is given, and not empty."""
        return any(self.lines.get(name) for name in names)


def read(text: str, known: Collection[str]) -> Typed:
    """Read `text` for a command that knows the lines `known`.

    Raises:
        Incomplete, BadKey: no fact is named.
        LineInside, UnknownField, RepeatedField: a line stands where it would be passed over.
    """
    fields = grammar.fields(text, known)
    key, value = fact_key(fields.head)
    check(value, known)
    return Typed(key, value, fields.fields)


def check(value: str, known: Collection[str]) -> None:
    """Refuse what would be passed over or become part of a VALUE, for a command with lines.

    Args:
        value: what stands on the line behind the KEY.
        known: the names that the command knows.

    Raises:
        LineInside, UnknownField: a line stands where it would be passed over.
    """
    inside = next((name for name in _INSIDE.findall(value.lower()) if name in known), None)
    if inside:
        raise LineInside(name=inside)
    unknown = _BEHIND_BAR.search(value)
    if unknown:
        near = grammar.nearest(unknown[1], known, cutoff=0)
        raise UnknownField(name=unknown[1], nearest=near[0], known=", ".join(sorted(known)))


def zone(context: Context, lines: Mapping[str, str]) -> str:
    """Return the zone in which days are read: that of `zone:`, else the chat's."""
    return zone_of(lines["zone"]) if "zone" in lines else context.zone


def draft(context: Context, typed: Typed) -> Draft:
    """Return what the lines say; days are read in the zone of the chat or of `zone:`.

    Raises:
        DatelessSource: it is neither a URL nor a publisher and a date.
        DeskError: another line is none.
    """
    lines = typed.lines
    here = zone(context, lines)
    given = lines.get("source")
    source = None if given is None else source_of(given, context.zone, context.now)
    return Draft(
        value=_value(typed, context.language),
        statement={language: lines[language] for language in LANGUAGES if language in lines},
        words=_words(lines, context.language),
        source=source,
        as_of=source.date if source else None,
        review=day_of(lines["review"], here, context.now) if "review" in lines else None,
        audience=_audience(lines),
        start=start_of(lines["from"], here, context.now) if "from" in lines else None,
        end=end_of(lines["until"], here, context.now) if "until" in lines else None,
        on=on(context, lines),
        reason=lines.get("reason", ""),
    )


def _value(typed: Typed, language: str) -> dict[str, str]:
    """Return the value by language: VALUE is in the chat's, digits alone are in every one."""
    value = {
        language: typed.lines[f"value-{language}"]
        for language in LANGUAGES
        if typed.lines.get(f"value-{language}")
    }
    if DIGITS.fullmatch(typed.value):
        return dict.fromkeys(LANGUAGES, typed.value) | value
    return ({language: typed.value} if typed.value else {}) | value


def _words(lines: Mapping[str, str], language: str) -> dict[str, tuple[str, ...]]:
    here = {language: lines["words"]} if "words" in lines else {}
    each = {at: lines[f"words-{at}"] for at in LANGUAGES if f"words-{at}" in lines}
    return {at: tuple(_listed(said)) for at, said in (here | each).items()}


def _audience(lines: Mapping[str, str]) -> Audience | None:
    if "audience" not in lines:
        return None
    named = lines["audience"].strip().lower()
    if named not in set(Audience):
        raise WrongAudience(text=shown(named), known=", ".join(Audience))
    return Audience(named)


def on(context: Context, lines: Mapping[str, str]) -> Moment | None:
    """Return the time that `on:` names, if it is there."""
    return start_of(lines["on"], zone(context, lines), context.now) if "on" in lines else None


def about(lines: Mapping[str, str]) -> About:
    """Return what a new subject is called, in the languages in which that is said."""
    given = {
        language: (lines.get(f"name-{language}", ""), *_listed(lines.get(f"also-{language}")))
        for language in LANGUAGES
    }
    names = {language: tuple(filter(None, texts)) for language, texts in given.items()}
    return About(
        {language: texts for language, texts in names.items() if texts}, topic=lines.get("topic")
    )


def _listed(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]
