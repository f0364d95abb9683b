"""A fact, analysed once: the keys and families that a question is held against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.answering.analysis import Keys, Word, analyse
from bot.answering.document import Document, Texts
from bot.answering.lexicon import lexicon

_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b|plkst|\bgad[sau]\b|janv|febru|\bmart|mar(?:ch|ta|ts)\b|"
    r"apr[iī]l|\bmaij|\bmay\b|j[uū]n[ie]|j[uū]l[iy]|august|septemb|o[ck]tob|novemb|decemb|"
    r"(?:pirm|otr|treš|ceturt|piekt|sest|svēt)dien|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"nedēļ|week|month|mēne|\d ?(?:am|pm)\b|summer|winter|spring|autumn|vasar|ziem|pavasar|ruden",
    re.IGNORECASE,
)
_NUMBER_WORDS: Final = frozenset(
    {
        "viens",
        "viena",
        "divi",
        "divas",
        "divu",
        "tris",
        "triju",
        "cetri",
        "cetru",
        "pieci",
        "piecu",
        "sesi",
        "sesu",
        "septini",
        "septinu",
        "astoni",
        "astonu",
        "devini",
        "devinu",
        "desmit",
        "desmits",
        "vienpadsmit",
        "divpadsmit",
        "simts",
        "tukstotis",
        "tukstosi",
        "miljons",
        "pus",
        "puse",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "twenty",
        "thirty",
        "fifty",
        "hundred",
        "thousand",
        "million",
        "half",
        "third",
        "quarter",
        "dozen",
        "none",
        "neviens",
    }
)
_MEASURED: Final = frozenset({"when", "quantity"})
_DAY_OF_MONTH: Final = re.compile(
    r"\d{1,2}\.?(?= ?(?:janv|feb|mar|apr|mai|may|j[uū][nl]|aug|sep|o[ck]t|nov|de[ck]))"
    r"|(?<=gada )\d{1,2}\.|\d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"^(?:in|at|near|on|via|off|from|to|uz|pie|no|starp|caur)\b|\biel[aā]|street|\w[āēī]s?\b(?!\w)"
    r"|\b(?:bāz|centr|ēka|nam|laukum|hall|base|square|building|stadium|arēn)",
    re.IGNORECASE,
)
_CACHED_SUBJECTS: Final = 1 << 10
_NAME: Final = re.compile(r"\b[A-ZĀČĒĢĪĶĻŅŠŪŽ][\wāčēģīķļņšūž.-]+")


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a subject: the keys of each word that matters in it, and all of them."""

    words: tuple[Keys, ...]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word of an attribute's key: what it stands for, and what kinds of answer it gives."""

    keys: Keys
    families: frozenset[str]
    gives: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one fact for ranking.

    Attributes:
        attribute: keys of the attribute's own words.
        statement, value: keys of what is said, over all versions.
        asked_by: families that the attribute's own words belong to.
        hinted: families that only the statement speaks of.
        gives: kinds of answer that the values are: `when`, `quantity`, `who`, `what`.
    """

    document: Document
    aliases: tuple[Alias, ...]
    attribute: frozenset[str]
    statement: frozenset[str]
    value: frozenset[str]
    asked_by: frozenset[str]
    hinted: frozenset[str]
    gives: frozenset[str]
    key_words: tuple[KeyWord, ...]

    @property
    def names(self) -> frozenset[str]:
        """All keys of all names."""
        return frozenset(key for alias in self.aliases for key in alias.keys)


def _key_word(word: Word) -> KeyWord:
    families = _families([[word]])
    known = lexicon().families
    gives = frozenset(kind for name in families for kind in known[name].gives)
    return KeyWord(word.keys, families, gives)


def entry_of(document: Document) -> Entry:
    """Analyse one fact."""
    attribute = [analyse(document.attribute.replace("_", " ").replace("-", " "))]
    attribute += [analyse(text) for text in texts(document.words)]
    statements = [analyse(text) for text in texts(document.statements)]
    values = [analyse(text) for text in texts(document.values)]
    asked_by = _families(attribute)
    return Entry(
        document=document,
        aliases=aliases_of(document.names),
        attribute=_keys(attribute),
        statement=_keys(statements),
        value=_keys(values),
        asked_by=asked_by,
        hinted=(_families(statements) | _shown(document.values)) - asked_by,
        gives=_gives(document.values) | _given_by(asked_by),
        key_words=tuple(_key_word(word) for word in content_words(attribute[0])),
    )


def texts(by_language: Texts) -> Iterable[str]:
    """Return the texts of every language."""
    return (text for found in by_language.values() for text in found)


def aliases_of(names: Texts) -> tuple[Alias, ...]:
    """Return the analysed names, each also as one word where it is short ("railbaltica")."""
    return _aliases(tuple(texts(names)))


@lru_cache(maxsize=_CACHED_SUBJECTS)
def _aliases(names: tuple[str, ...]) -> tuple[Alias, ...]:
    found: dict[Alias, None] = {}
    for text in names:
        words = content_words(analyse(text))
        found[_alias(words)] = None
        if 2 <= len(words) <= 3:  # noqa: PLR2004 - longer names are not written together
            found[_alias(analyse("".join(word.token.exact for word in words)))] = None
    return tuple(found)


def _alias(words: Sequence[Word]) -> Alias:
    """Return a name with every key of it, sounds included."""
    keys = frozenset(key for word in words for key in (*word.keys.every, word.keys.sound) if key)
    return Alias(tuple(word.keys for word in words), keys)


def content_words(words: Sequence[Word]) -> list[Word]:
    """Return the words of a name without its function words, unless it has no others."""
    function = {hit.start for hit in lexicon().find(words) if hit.tag.startswith("function:")}
    kept = [word for position, word in enumerate(words) if position not in function]
    return kept or list(words)


def _keys(texts_of_words: Iterable[Sequence[Word]]) -> frozenset[str]:
    return frozenset(key for words in texts_of_words for word in words for key in word.keys.every)


def _families(texts_of_words: Iterable[Sequence[Word]]) -> frozenset[str]:
    return frozenset(
        hit.tag.removeprefix("family:")
        for words in texts_of_words
        for hit in lexicon().find(words)
        if hit.tag.startswith("family:")
    )


def _shown(values: Texts) -> frozenset[str]:
    """Return the families that a sign in the value gives away."""
    signs = {"share": "%", "amount": "EUR|eiro|€|USD|\\$"}
    return frozenset(
        name for name, sign in signs.items() if any(re.search(sign, text) for text in texts(values))
    )


def _given_by(asked_by: frozenset[str]) -> frozenset[str]:
    """A venue is a place, whatever its name looks like."""
    known = lexicon().families
    return frozenset({"where"} if any("where" in known[name].gives for name in asked_by) else ())


def _gives(values: Texts) -> frozenset[str]:
    """Return the kinds of answer that the values look like."""
    found: set[str] = set()
    for text in texts(values):
        measured = _DATE.sub(" ", _DAY_OF_MONTH.sub(" ", text))
        if _DATE.search(text):
            found.add("when")
        if any(_numeric(word) for word in analyse(measured)):
            found.add("quantity")
        if _NAME.search(measured):
            found.add("who")
        if _PLACE.search(measured) or _only_names(measured):
            found.add("where")
        if not found <= _MEASURED or not found:
            found.add("what")
    return frozenset(found)


def _only_names(text: str) -> bool:
    words = text.replace("–", " ").replace(",", " ").split()
    return bool(words) and sum(word[0].isupper() for word in words) * 2 > len(words)


def _numeric(word: Word) -> bool:
    folded = word.folded
    return any(letter.isdigit() for letter in folded) or not _NUMBER_WORDS.isdisjoint(
        word.keys.sure
    )
