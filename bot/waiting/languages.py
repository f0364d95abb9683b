"""The languages of a fact: which of them says less, or something older, than another.

Of a value that was said whole both languages are as old. One that is corrected in one language
alone goes ahead of the other, until that is mended too; an edit rewords, or adds what was missing,
and so brings nothing newer. Of sentences only whether there is one is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from bot.texts import LANGUAGES
from storage.content import ChangeKind, Content, Held, Version


def behind(held: Held, history: Iterable[Held]) -> tuple[str, ...]:
    """Return the languages in which `held` lacks a text that another has, or has an older value.

    Args:
        held: what holds.
        history: every period ever recorded of its fact.
    """
    content = held.version.content
    ages = value_ages(held.version, [each.version for each in history])
    newest = max(ages.values(), default=0)
    return tuple(
        language
        for language in LANGUAGES
        if ages.get(language, newest) < newest
        or _lacks_value(held, language)
        or _lacks(content.statement, language)
    )


def line(key: str, held: Held, language: str) -> str:
    """Return the command by which a language catches up, to be completed; `key` is the fact's."""
    name = f"value-{language}"
    if _lacks(held.version.content.statement, language) and not _lacks_value(held, language):
        name = language
    return f"/fact {act(held, language)} {key} | {name}: …"


def act(held: Held, language: str) -> str:
    """Return by which act of `fact` a language catches up: what is missing only has to be added."""
    lacks = _lacks_value(held, language) or _lacks(held.version.content.statement, language)
    return "edit" if lacks else "correct"


def value_ages(version: Version, history: Iterable[Version]) -> dict[str, int]:
    """Return by which link of its making the value in each language was last brought up to date.

    Of two in step the one that is mended goes ahead; of one that lags, mending makes up for it.
    """
    chain = _mended(version, history)
    ages = dict.fromkeys(spoken(chain[0].content), 0)
    for link, (before, after) in enumerate(pairwise(chain), start=1):
        newest = max(ages.values(), default=0)
        for language, value in after.content.value.items():
            if before.content.value.get(language) == value:
                continue
            # An edit rewords, or adds what was missing: what the other language says already.
            ahead = after.kind is ChangeKind.CORRECT and ages.get(language, -1) == newest
            ages[language] = link if ahead else newest
    return ages


def spoken(content: Content) -> set[str]:
    """Return the languages in which something is said."""
    return {*content.value, *content.statement}


def _lacks_value(held: Held, language: str) -> bool:
    content = held.version.content
    return content.span is None and _lacks(content.value, language)


def _lacks(text: Mapping[str, str], language: str) -> bool:
    return any(text.values()) and not text.get(language)


def _mended(version: Version, history: Iterable[Version]) -> list[Version]:
    """Return how a version came about: what was said whole, and what mended or reworded it."""
    known = {each.id: each for each in history}
    chain = [version]
    while (parent := chain[-1].parent) is not None and parent in known:
        chain.append(known[parent])
    return chain[::-1]
