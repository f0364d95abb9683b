"""A fact, analysed once, and what a question finds in it.

The analysis has the keys of each word, so that it can be kept as the numbers of words
(`shelf`). What is ranked is an entry: the same, as far as the question speaks of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from bot.answering.analysis import Keys, Word, analyse
from bot.answering.document import Document, Texts
from bot.answering.lexicon import FAMILY, FUNCTION, KIND, inside, lexicon
from bot.answering.values import MEASURED, families_shown, forms_of, kinds_of

Keyset: TypeAlias = frozenset[str]
"""The keys of a word, or of several."""

OFFICE: Final = "office"
"""The family whose values name a person as well as the name does: "the foreign minister"."""

PLACE: Final = "place"
"""The family whose values may be said with the name: "the centre in Riga"."""

_FROM_ELSEWHERE: Final = frozenset({"members", "participants", "origin", "partner"})
"""Families whose values are places, too, and not where the subject is."""

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
class Attribute:
    """What is told, analysed once for all facts that call it the same.

    Attributes:
        name: as in the fact's key.
        called: how people ask for it.
        words: the keys of each of its own words.
        keys: all of these.
        asked_by: families that its own words belong to.
        key_words: the words of its key.
        phrases: the keys of each word of what editors wrote in several words ("take turns").
    """

    name: str
    called: tuple[str, ...]
    words: frozenset[Keyset]
    keys: Keyset
    asked_by: frozenset[str]
    key_words: tuple[KeyWord, ...]
    phrases: tuple[tuple[Keyset, ...], ...]

    @property
    def is_place(self) -> bool:
        """Tell whether it tells where its subject is, and not who takes part, or from where."""
        return PLACE in self.asked_by and _FROM_ELSEWHERE.isdisjoint(self.asked_by)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A fact, analysed once.

    Attributes:
        subject, topic: the subject's key and topic.
        statement, value: the keys of each word of what is said, over all versions.
        hinted: families that only the statement or a sign in the value speaks of.
        gives: kinds of answer that the values are: `when`, `quantity`, `who`, `what`.
        forms: in what their quantities are told.
        offices: what it calls its subject by its office.
    """

    fact_id: int
    subject: str
    topic: str
    names: Names
    attribute: Attribute
    statement: frozenset[Keyset]
    value: frozenset[Keyset]
    hinted: frozenset[str]
    gives: frozenset[str]
    forms: frozenset[str]
    offices: tuple[str, ...] = ()


class Entry(NamedTuple):
    """What a question finds in one fact; a tuple, as each candidate has one.

    Attributes:
        subject: the subject's key.
        about: the attribute.
        statement, value: the keys of what is said that the question asks for, too.
        hinted, gives, forms: as in its `Analysis`.
        shape: equal for facts whose attribute, hints and looks of the value are the same.
    """

    fact_id: int
    subject: str
    about: Attribute
    statement: Keyset
    value: Keyset
    hinted: frozenset[str]
    gives: frozenset[str]
    forms: frozenset[str]
    shape: Hashable

    @property
    def key(self) -> str:
        """The fact's key."""
        return f"{self.subject}.{self.about.name}"

    @property
    def attribute(self) -> Keyset:
        """The keys of the attribute's own words."""
        return self.about.keys

    @property
    def asked_by(self) -> frozenset[str]:
        """The families that the attribute's own words belong to."""
        return self.about.asked_by

    @property
    def key_words(self) -> tuple[KeyWord, ...]:
        """The words of the attribute's key."""
        return self.about.key_words

    @property
    def phrases(self) -> tuple[tuple[Keyset, ...], ...]:
        """The keys of each word of what editors wrote in several words."""
        return self.about.phrases


@dataclass(frozen=True, slots=True)
class _Content:
    """The keys of each word of a text, and the families that it speaks of.

    Attributes:
        asked_by: those without what is only a part of a longer phrase: "darba kārtība" is an
            agenda, and no work.
    """

    words: frozenset[Keyset]
    families: frozenset[str]
    asked_by: frozenset[str]


def analysed(document: Document) -> Analysis:
    """Analyse one fact."""
    attribute = attribute_of(document.attribute, tuple(texts(document.words)))
    said = _content(*texts(document.statements))
    values = tuple(dict.fromkeys(texts(document.values)))
    counted = _told(attribute.asked_by) & MEASURED == {"quantity"}
    return Analysis(
        fact_id=document.fact_id,
        subject=document.subject,
        topic=document.topic,
        names=names_of(document.names),
        attribute=attribute,
        statement=said.words,
        value=_content(*values).words,
        hinted=(said.families | families_shown(values)) - attribute.asked_by,
        gives=_gives(kinds_of(values, counted=counted), attribute.asked_by) | _asks(attribute.name),
        forms=forms_of(values, counted=counted),
        offices=values if OFFICE in attribute.asked_by else (),
    )


@lru_cache(maxsize=_CACHED)
def attribute_of(name: str, called: tuple[str, ...]) -> Attribute:
    """Return the attribute of that name, which people ask for in such words."""
    spelt = name.replace("-", " ").replace("_", " ")
    asked = _content(spelt, *called)
    return Attribute(
        name=name,
        called=called,
        words=asked.words,
        keys=frozenset[str]().union(*asked.words),
        asked_by=asked.asked_by,
        key_words=_key_words(spelt),
        phrases=tuple(_phrase(each) for each in called if " " in each),
    )


def texts(by_language: Texts) -> Iterable[str]:
    """Return the texts of every language."""
    return chain.from_iterable(by_language.values())


def names_of(names: Texts) -> Names:
    """Return the analysed names, each also as one word where it is short."""
    spoken = [spelt_as(tuple(called), language) for language, called in names.items()]
    found = dict.fromkeys(chain.from_iterable(one.aliases for one in spoken))
    return Names(tuple(found), frozenset[str]().union(*(one.keys for one in spoken)))


def sure_keys(keys: Keys) -> Keyset:
    """Return the keys by which a word is met without meaning and sound."""
    return keys.sure | ({keys.stem} - {""})


def content_words(words: Sequence[Word], language: str = "") -> list[Word]:
    """Return the words of a name without its function words, unless it has no others.

    In a name whose language is known no other language has any: a gala is none in English.
    """
    tag = f"{FUNCTION}{language}"
    function = {hit.start for hit in lexicon().find(words) if hit.tag.startswith(tag)}
    kept = [word for position, word in enumerate(words) if position not in function]
    return kept or list(words)


def _content(*several: str) -> _Content:
    """Return what several texts say together."""
    read = [_content_of(text) for text in several]
    return _Content(
        frozenset[Keyset]().union(*(one.words for one in read)),
        frozenset[str]().union(*(one.families for one in read)),
        frozenset[str]().union(*(one.asked_by for one in read)),
    )


@lru_cache(maxsize=_CACHED)
def _content_of(text: str) -> _Content:
    words = analyse(text)
    hits = tuple(lexicon().find(words))
    function = {hit.start for hit in hits if hit.tag.startswith(FUNCTION)}
    return _Content(
        frozenset(
            word.keys.sure if position in function else word.keys.every
            for position, word in enumerate(words)
        ),
        frozenset(hit.tag.removeprefix(FAMILY) for hit in hits if hit.tag.startswith(FAMILY)),
        frozenset(
            hit.tag.removeprefix(FAMILY)
            for hit in hits
            if hit.tag.startswith(FAMILY) and not inside(hit, hits)
        ),
    )


@lru_cache(maxsize=_CACHED)
def spelt_as(names: tuple[str, ...], language: str = "") -> Names:
    """Return analysed names, each once; empty: of whatever language."""
    found: dict[Alias, None] = {}
    for text in names:
        words = content_words(analyse(text), language)
        found[alias_of([word.keys for word in words])] = None
        if len(words) in WRITTEN_TOGETHER:
            joined = analyse("".join(word.exact for word in words))
            found[alias_of([word.keys for word in joined])] = None
    return Names(tuple(found), frozenset[str]().union(*(alias.keys for alias in found)))


def alias_of(words: Sequence[Keys]) -> Alias:
    """Return a name of words that have these keys."""
    met_by = tuple([_met_by(keys) for keys in words])
    return Alias(tuple(words), met_by, frozenset[str]().union(*met_by))


def _met_by(keys: Keys) -> Keyset:
    """Return the keys that a word of a name is met by: its sound is one of them."""
    return keys.every | ({keys.sound} - {""})


@lru_cache(maxsize=_CACHED)
def _phrase(text: str) -> tuple[frozenset[str], ...]:
    """Return the keys of each word of a phrase; none where they say too little."""
    words = analyse(text)
    hits = tuple(lexicon().find(words))
    silent = {hit.start for hit in hits if hit.tag.startswith((FUNCTION, "kind:"))}
    light = {hit.start for hit in hits if hit.tag == "light"}
    if silent | light >= set(range(len(words))):
        return ()
    return tuple(sure_keys(word.keys) for word in words)


@lru_cache(maxsize=_CACHED)
def _key_words(attribute: str) -> tuple[KeyWord, ...]:
    return tuple(_key_word(word) for word in content_words(analyse(attribute)))


def _key_word(word: Word) -> KeyWord:
    tags = {hit.tag for hit in lexicon().find([word])}
    families = frozenset(tag.removeprefix(FAMILY) for tag in tags if tag.startswith(FAMILY))
    known = lexicon().families
    gives = frozenset(kind for name in families for kind in known[name].gives)
    return KeyWord(word.keys.every, families, gives)


@lru_cache(maxsize=_CACHED)
def _asks(attribute: str) -> frozenset[str]:
    """Return the kinds of answer that a key asks for itself: "why_closed" gives a reason."""
    tags = {hit.tag for hit in lexicon().find(analyse(attribute.replace("-", " ")))}
    return _NAMELESS & {tag.removeprefix(KIND) for tag in tags if tag.startswith(KIND)}


def _told(families: Iterable[str]) -> frozenset[str]:
    """Return the kinds of answer that attributes of these families give."""
    known = lexicon().families
    return frozenset(kind for name in families for kind in known[name].gives)


def _gives(shown: frozenset[str], families: Iterable[str]) -> frozenset[str]:
    """A venue is a place, a lawyer somebody, whatever the values look like; a date is neither."""
    told = _told(families)
    if shown <= MEASURED and (told & MEASURED or not told):
        return shown
    return shown | (told & _NAMELESS)
