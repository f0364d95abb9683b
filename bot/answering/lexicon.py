"""The lexicon: what question words, attribute families and function words there are.

The data is `lexicon.toml`; here is only how words of a text meet it.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from bot.answering.analysis import Keys, Word, known, listed, listed_keys, means
from bot.answering.words import DISTINCT_WORDS_KEPT, lemmas, tokens

FAMILY: Final = "family:"
"""How the tag of an attribute family begins; the family's name follows."""
KIND: Final = "kind:"
"""How the tag of a kind of answer begins; the kind's name follows."""
FUNCTION: Final = "function:"
"""How the tag of a function word begins; its language follows."""
_HEAD: Final = "head:"
"""How the tag of a noun that says what "which" asks for begins."""
STEM_FROM: Final = 5
"""A family's word of this many letters or more also meets words by its stem."""
_NONE: Final[frozenset[str]] = frozenset()
_LANGUAGES: Final = ("en", "lv", "ru")
_EXACT: Final = (KIND, "function:en")
"""Lists whose words are met only as they are written: their lemmas are other words."""
Entries: TypeAlias = Iterable[tuple[str, str]]
"""Words, phrases and prefixes, each after its language."""
_LISTS: Final = ("light", "small_talk", "orders", "turned", "previous", "next")


class Hit(NamedTuple):
    """Words `start` to `end` (not included) of a text stand for `tag`, e.g. `family:cost`."""

    start: int
    end: int
    tag: str


def inside(hit: Hit, hits: Iterable[Hit]) -> bool:
    """Tell whether a longer family phrase contains this hit: "in charge of" over "charge"."""
    return any(
        other.tag.startswith(FAMILY)
        and other.start <= hit.start
        and hit.end <= other.end
        and hit.end - hit.start < other.end - other.start
        for other in hits
    )


@dataclass(frozen=True, slots=True)
class Family:
    """An attribute that any topic may have.

    Attributes:
        gives: what kinds of answer it gives.
        near: families whose facts may tell it, too: those that people mix with it, and narrower
            ones ("fee" tells a price, a price is no fee).
        forms: in what its quantities are told; empty: in any.
    """

    name: str
    gives: frozenset[str]
    near: AbstractSet[str]
    forms: frozenset[str]


class _Part(NamedTuple):
    """A word of an entry, and how a text may meet it: by `keys`, or only as it is spelt."""

    spelt: str
    keys: frozenset[str]

    def met_by_stem(self, keys: Keys) -> bool:
        """Tell whether a word of a text is this one by nothing but its stem."""
        return bool(self.keys) and self.keys.isdisjoint(keys.sure)

    def met_by(self, keys: Keys, folded: str) -> bool:
        """Tell whether a word of a text is this one."""
        if not self.keys:
            return folded == self.spelt
        return keys.stem in self.keys or not self.keys.isdisjoint(keys.sure)


class _Phrase(NamedTuple):
    """An entry of one or more words, in its language."""

    parts: tuple[_Part, ...]
    tag: str
    language: str

    def goes_on(self, start: int, words: Sequence[Word]) -> bool:
        """Tell whether the words after `start` are the rest of this phrase."""
        rest = words[start + 1 : start + len(self.parts)]
        return len(rest) == len(self.parts) - 1 and all(
            part.met_by(word.keys, word.folded)
            for part, word in zip(self.parts[1:], rest, strict=True)
        )


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a word may begin: the tags that it has alone, and the phrases that may follow.

    Attributes:
        following: where among the phrases those are whose second word has a key, or is spelt so,
            after a space.
    """

    tags: tuple[str, ...]
    phrases: tuple[_Phrase, ...]
    following: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, tags: Iterable[str], phrases: Iterable[_Phrase]) -> _Opening:
        """Return an opening of tags and phrases, each once."""
        different = tuple(dict.fromkeys(phrases))
        following: defaultdict[str, list[int]] = defaultdict(list)
        for at, phrase in enumerate(different):
            second = phrase.parts[1]
            for key in second.keys or (f" {second.spelt}",):
                following[key].append(at)
        return cls(tuple(dict.fromkeys(tags)), different, dict(following))

    def going_on(self, start: int, words: Sequence[Word]) -> Iterator[_Phrase]:
        """Yield the phrases of which the words after `start` are the rest."""
        if not self.phrases or start + 1 == len(words):
            return
        second = words[start + 1]
        keys = (*second.keys.sure, second.keys.stem, f" {second.folded}")
        for at in sorted({at for key in keys for at in self.following.get(key, ())}):
            if self.phrases[at].goes_on(start, words):
                yield self.phrases[at]


class Lexicon:
    """All lists, ready to be met by the words of a text.

    Attributes:
        families: the attribute families, by name.
        numbers: numbers in words, folded.
        words: every single word of any list, folded, and those of "how much".
        parts: the same, and every word of a phrase.
        asking: the single words that ask: "when", "cik".
        function: the single words that say nothing by themselves: "that", "jau".
    """

    def __init__(self, families: Mapping[str, Family], numbers: frozenset[str]) -> None:
        self.families = families
        self.numbers = numbers
        self.words: set[str] = set()
        self.parts: set[str] = set()
        self.asking: set[str] = set()
        self._phrases: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._prefixes: defaultdict[str, list[str]] = defaultdict(list)
        self._spelt: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
        self.function: set[str] = set()
        self._opened_by = lru_cache(maxsize=DISTINCT_WORDS_KEPT)(self._opening)

    @property
    def beginnings(self) -> AbstractSet[str]:
        """The beginnings that stand for every word that begins so."""
        return self._prefixes.keys()

    def find(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Yield everything that the lexicon says about `words`, overlapping hits included."""
        for start, word in enumerate(words):
            opening = self._opened_by(word.exact)
            if opening is None:
                continue
            for tag in opening.tags:
                yield Hit(start, start + 1, tag)
            for phrase in opening.going_on(start, words):
                yield Hit(start, start + len(phrase.parts), phrase.tag)

    def spelt(self, folded: str, language: str | None = None) -> AbstractSet[str]:
        """Return the families of a single word by its exact folded spelling, in a language."""
        return self._spelt.get((folded, language), _NONE)

    def begins(self, key: str) -> bool:
        """Tell whether a word with this key begins an entry of any list."""
        return key in self._phrases

    def add(self, tag: str, entries: Entries, *, stems: bool) -> None:
        """Let `entries` (words, phrases, prefixes ending in `*`) stand for `tag`."""
        for language, entry in entries:
            if entry.endswith("*") and " " not in entry:
                self._prefixes[entry.removesuffix("*")].append(tag)
            else:
                self._add_phrase(tag, _words(entry.replace("*", "")), language, stems=stems)

    def _add_phrase(self, tag: str, words: Sequence[str], language: str, *, stems: bool) -> None:
        alone = len(words) == 1
        parts = tuple(_part(word, tag, stems=stems, alone=alone) for word in words)
        phrase = _Phrase(parts, tag, language)
        self.parts.update(part.spelt for part in parts)
        if alone or tag.startswith(KIND):
            self.words.update(part.spelt for part in parts)
        if alone and tag.startswith(KIND):
            self.asking.add(parts[0].spelt)
        if alone and tag.startswith(FUNCTION):
            self.function.add(parts[0].spelt)
        for key in parts[0].keys or {parts[0].spelt}:
            self._phrases[key].append(phrase)
        if alone and tag.startswith(FAMILY):
            for asked_in in (None, language):
                self._spelt[parts[0].spelt, asked_in].add(tag.removeprefix(FAMILY))

    def _opening(self, exact: str) -> _Opening | None:
        """Return what the word begins, each entry once, in a steady order; None: nothing.

        A Russian word begins no Latvian entry, however alike they sound, nor an English one any
        by its Latvian stem: "state" is no "štats", "plane" no plan. A word that is spelt like
        one of a family does not meet another family by its lemma, and a function word none:
        "at" is a form of "svērt".
        """
        keys, folded = known(exact)
        english = not lemmas(folded, "lv") and bool(lemmas(folded, "en"))
        begun = [
            phrase
            for key in sorted(self._phrases.keys() & keys.every)
            for phrase in self._phrases[key]
            if phrase.parts[0].spelt.isascii() == folded.isascii()
            and phrase.parts[0].met_by(keys, folded)
            and not (english and phrase.parts[0].met_by_stem(keys))
        ]
        own = {f"{FAMILY}{name}" for name in self.spelt(folded)}
        says_nothing = folded in self.function
        spelt = bool(own) or says_nothing
        tags = [
            phrase.tag
            for phrase in begun
            if len(phrase.parts) == 1
            and (phrase.tag in own or not spelt or not phrase.tag.startswith(FAMILY))
            and not (says_nothing and phrase.tag.startswith(_HEAD))
        ]
        if not folded.isascii():  # only Russian entries are prefixes
            begins = (folded[:end] for end in range(1, len(folded) + 1))
            tags += [tag for each in begins for tag in self._prefixes.get(each, ())]
        longer = [phrase for phrase in begun if len(phrase.parts) > 1]
        if not tags and not longer:
            return None
        return _Opening.of(tags, longer)


def _words(entry: str) -> Sequence[str]:
    """Return the words of an entry as a text would have them; most are letters and spaces only."""
    if entry.replace(" ", "").isalpha():
        return entry.split()
    return [token.folded for token in tokens(entry)]


def _part(folded: str, tag: str, *, stems: bool, alone: bool) -> _Part:
    """Return how a text meets a word of an entry.

    Short words inside a phrase are function words: they stand as they are written.
    """
    short = len(folded) < STEM_FROM
    if tag.startswith(_EXACT) or (short and not alone):
        return _Part(folded, _NONE)
    return _Part(folded, listed_keys(folded) if stems else frozenset({folded}))


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read on first use."""
    data: Mapping[str, Any] = tomllib.loads(listed("lexicon.toml"))
    families = _families(data["families"])
    built = Lexicon(families, frozenset(word for _, word in _entries(data["numbers"])))
    for name, entry in data["families"].items():
        built.add(f"{FAMILY}{name}", _entries(entry), stems=True)
    for name, entry in data["kinds"].items():
        built.add(f"{KIND}{name}", _entries(entry), stems=False)
    for group in ("heads", "forms"):
        for name, entry in data[group].items():
            built.add(f"{group.removesuffix('s')}:{name}", _entries(entry), stems=True)
    for name in _LISTS:
        built.add(name, _entries(data[name]), stems=False)
    for language, word in _entries(data["function"]):
        built.add(f"function:{language}", [(language, word)], stems=False)
    return built


def is_common(key: str) -> bool:
    """Tell whether a key is that of a word of the lists, which belong to no story."""
    return lexicon().begins(key) or means(key)


def _families(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Family]:
    """Return the families; what one is near to is also near to it, what tells it is not."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for name, entry in data.items():
        near[name].update(entry.get("told_by", ()))
        for other in entry.get("near", ()):
            near[name].add(other)
            near[other].add(name)
    return {
        name: Family(name, frozenset(entry["gives"]), near[name], frozenset(entry.get("forms", ())))
        for name, entry in data.items()
    }


def _entries(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the words of an entry, each after its language."""
    for language in _LANGUAGES:
        if language in entry:
            for word in entry[language].split(";"):
                yield language, word.strip()
