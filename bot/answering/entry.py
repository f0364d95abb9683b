"""A fact, analysed once: the keys and families that a question is held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from bot.answering.analysis import Keys, Word, analyse
from bot.answering.document import Document, Texts
from bot.answering.lexicon import FAMILY, FUNCTION, lexicon
from bot.answering.values import MEASURED, families_shown, forms_of, kinds_of

WRITTEN_TOGETHER: Final = range(2, 4)
"""A name of so many words is also known as one ("railbaltica"); longer ones nobody joins."""

_NAMELESS: Final = frozenset({"who", "where", "why"})
"""Kinds of answer that values need not look like: "two former clerks", "worn asphalt"."""

_CACHED: Final = 1 << 10
"""The facts of a subject come together and share its names; attributes come again and again."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a subject.

    Attributes:
        words: the keys of each word that matters in it.
        met_by: the same, the sound of each word included.
        keys: all of `met_by`.
    """

    words: tuple[Keys, ...]
    met_by: tuple[frozenset[str], ...]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a subject, each once, and every key of them."""

    aliases: tuple[Alias, ...] = ()
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word of an attribute's key: what it stands for, and what kinds of answer it gives."""

    keys: frozenset[str]
    families: frozenset[str]
    gives: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one fact for ranking.

    Attributes:
        attribute: keys of the attribute's own words.
        statement, value: keys of what is said, over all versions.
        asked_by: families that the attribute's own words belong to.
        hinted: families that only the statement or a sign in the value speaks of.
        gives: kinds of answer that the values are: `when`, `quantity`, `who`, `what`.
        forms: in what their quantities are told.
        key_words: the words of the attribute's key.
        phrases: the keys of each word of what editors wrote in several words ("take turns").
    """

    document: Document
    names: Names
    attribute: frozenset[str]
    statement: frozenset[str]
    value: frozenset[str]
    asked_by: frozenset[str]
    hinted: frozenset[str]
    gives: frozenset[str]
    forms: frozenset[str]
    key_words: tuple[KeyWord, ...]
    phrases: tuple[tuple[frozenset[str], ...], ...]

    @property
    def told(self) -> frozenset[str]:
        """The keys of everything that the fact says, names apart."""
        return self.attribute | self.statement | self.value


@dataclass(frozen=True, slots=True)
class _Content:
    """The keys of a text, and the families that it speaks of."""

    keys: frozenset[str]
    families: frozenset[str]


def entry_of(document: Document) -> Entry:
    """Analyse one fact."""
    attribute = document.attribute.replace("-", " ").replace("_", " ")
    asked = _content(attribute, *texts(document.words))
    said = _content(*texts(document.statements))
    values = tuple(texts(document.values))
    return Entry(
        document=document,
        names=names_of(document.names),
        attribute=asked.keys,
        statement=said.keys,
        value=_content(*values).keys,
        asked_by=asked.families,
        hinted=(said.families | families_shown(values)) - asked.families,
        gives=_gives(kinds_of(values), asked.families),
        forms=forms_of(values),
        key_words=_key_words(attribute),
        phrases=tuple(_phrase(each) for each in texts(document.words) if " " in each),
    )


def texts(by_language: Texts) -> Iterable[str]:
    """Return the texts of every language."""
    return chain.from_iterable(by_language.values())


def names_of(names: Texts) -> Names:
    """Return the analysed names, each also as one word where it is short."""
    return _names(tuple(texts(names)))


def content_words(words: Sequence[Word]) -> list[Word]:
    """Return the words of a name without its function words, unless it has no others."""
    function = {hit.start for hit in lexicon().find(words) if hit.tag.startswith(FUNCTION)}
    kept = [word for position, word in enumerate(words) if position not in function]
    return kept or list(words)


def _content(*several: str) -> _Content:
    """Return what several texts say together."""
    read = [_content_of(text) for text in several]
    return _Content(
        frozenset[str]().union(*(one.keys for one in read)),
        frozenset[str]().union(*(one.families for one in read)),
    )


@lru_cache(maxsize=_CACHED)
def _content_of(text: str) -> _Content:
    words = analyse(text)
    hits = tuple(lexicon().find(words))
    function = {hit.start for hit in hits if hit.tag.startswith(FUNCTION)}
    return _Content(
        frozenset[str]().union(
            *[
                word.keys.sure if position in function else word.keys.every
                for position, word in enumerate(words)
            ]
        ),
        frozenset(hit.tag.removeprefix(FAMILY) for hit in hits if hit.tag.startswith(FAMILY)),
    )


@lru_cache(maxsize=_CACHED)
def _names(names: tuple[str, ...]) -> Names:
    found: dict[Alias, None] = {}
    for text in names:
        words = content_words(analyse(text))
        found[_alias(words)] = None
        if len(words) in WRITTEN_TOGETHER:
            found[_alias(analyse("".join(word.exact for word in words)))] = None
    return Names(tuple(found), frozenset[str]().union(*(alias.keys for alias in found)))


def _alias(words: Sequence[Word]) -> Alias:
    met_by = tuple(word.keys.every | ({word.keys.sound} - {""}) for word in words)
    return Alias(tuple(word.keys for word in words), met_by, frozenset[str]().union(*met_by))


@lru_cache(maxsize=_CACHED)
def _phrase(text: str) -> tuple[frozenset[str], ...]:
    """Return the keys of each word of a phrase; none where they say too little."""
    words = analyse(text)
    hits = tuple(lexicon().find(words))
    silent = {hit.start for hit in hits if hit.tag.startswith((FUNCTION, "kind:"))}
    light = {hit.start for hit in hits if hit.tag == "light"}
    if silent | light >= set(range(len(words))):
        return ()
    return tuple(word.keys.sure | ({word.keys.stem} - {""}) for word in words)


@lru_cache(maxsize=_CACHED)
def _key_words(attribute: str) -> tuple[KeyWord, ...]:
    return tuple(_key_word(word) for word in content_words(analyse(attribute)))


def _key_word(word: Word) -> KeyWord:
    tags = {hit.tag for hit in lexicon().find([word])}
    families = frozenset(tag.removeprefix(FAMILY) for tag in tags if tag.startswith(FAMILY))
    known = lexicon().families
    gives = frozenset(kind for name in families for kind in known[name].gives)
    return KeyWord(word.keys.every, families, gives)


def _gives(shown: frozenset[str], families: Iterable[str]) -> frozenset[str]:
    """A venue is a place, a lawyer somebody, whatever the values look like; a date is neither."""
    known = lexicon().families
    told = {kind for name in families for kind in known[name].gives}
    if shown <= MEASURED and (told & MEASURED or not told):
        return shown
    return shown | (told & _NAMELESS)
