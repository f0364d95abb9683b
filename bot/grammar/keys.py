"""KEY: the short name by which editors call a fact, a subject or an event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.answering.words import fold
from bot.grammar.errors import BadKey, HopelessKey, MissingKey, shown

_PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_JOINTS = re.compile(r"[-._]+")
_STRANGERS = re.compile(r"[^a-z0-9]+")
# A key copied from a sentence brings its quotes and its full stop along.
_WRAPPING: Final = "\"'`.,;: \n"


@dataclass(frozen=True, slots=True)
class Key:
    """A subject or an event, or with an attribute one fact.

    `str(key)` is the KEY as people type it: `subject` or `subject.attribute`.
    """

    subject: str
    attribute: str = ""

    def __str__(self) -> str:
        return f"{self.subject}.{self.attribute}" if self.attribute else self.subject


def fold_key(text: str) -> Key:
    """Return the KEY that `text` stands for; its last dot parts subject from attribute.

    Capitals and diacritics are folded, other dots, underscores and runs of them
    become one hyphen: `NATO.bg_lv.lead` is `nato-bg-lv.lead`.

    Raises:
        BadKey: anything else is in it, a space too; the error carries a suggestion.
    """
    folded = _unwrapped(text)
    subject, dot, attribute = folded.rpartition(".")
    if not dot:
        return Key(_part(folded, text))
    return Key(_part(subject, text), _part(attribute, text))


def fold_part(text: str) -> str:
    """Return one part of a KEY, where subject and attribute are given apart.

    Every dot in it becomes a hyphen: `nato.bg_lv` is `nato-bg-lv`.

    Raises:
        BadKey: as for `fold_key`.
    """
    return _part(_unwrapped(text), text)


def looks_like_key(text: str) -> bool:
    """Tell whether `text` folds to a KEY; any single plain word does."""
    try:
        fold_key(text)
    except BadKey:
        return False
    return True


def take_key(head: str) -> tuple[Key, str]:
    """Return the KEY that begins a line, and what follows it.

    Raises:
        MissingKey: there is no first word.
        BadKey: the first word is no KEY.
    """
    words = head.split(maxsplit=1)
    if not words:
        raise MissingKey
    return fold_key(words[0]), words[1].rstrip() if len(words) > 1 else ""


def _unwrapped(text: str) -> str:
    folded = fold(text).strip(_WRAPPING)
    # A leading dot is a subject forgotten, no ornament: it must not pass as a subject's key.
    return f".{folded}" if fold(text).lstrip("\"'`").startswith(".") else folded


def _part(part: str, text: str) -> str:
    """The folded part with its joints as single hyphens; `text` is the whole as typed."""
    joined = _JOINTS.sub("-", part).strip("-")
    if _PART.fullmatch(joined):
        return joined
    raise _refusal(text)


def _refusal(text: str) -> BadKey:
    """What is wrong with `text`, and the nearest KEY if any of it can stand in one."""
    subject, _, attribute = _unwrapped(text).rpartition(".")
    mended = [_STRANGERS.sub("-", part).strip("-") for part in (subject, attribute)]
    suggestion = ".".join(part for part in mended if part)
    if not suggestion:
        return HopelessKey(text=shown(text))
    return BadKey(text=shown(text), suggestion=suggestion)
