"""The lexicon: what question words, attribute families and function words there are.

The data is `lexicon.toml`; here is only how words of a text meet it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from bot.answering.analysis import Keys, Word, analyse

LONGEST_PHRASE: Final = 5
STEM_FROM: Final = 5
"""A family's word of this many letters or more also meets words by its stem."""
_LANGUAGES: Final = ("en", "lv", "ru")
_EXACT: Final = ("kind:", "function:en")
"""Lists whose words are met only as they are written: their lemmas are other words."""
_LISTS: Final = ("light", "small_talk", "orders", "previous", "next")


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `start` to `end` (not included) of a text stand for `tag`, e.g. `family:cost`."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Family:
    """An attribute that any topic may have: what kinds of answer it gives, what it is near to."""

    name: str
    gives: frozenset[str]
    near: frozenset[str]


@dataclass(slots=True)
class _Phrase:
    """An entry: how each word of it may be met; `spelt` is how they are written."""

    words: tuple[frozenset[str], ...]
    spelt: tuple[str, ...]
    tag: str
    exact: bool

    def stands_at(self, start: int, words: Sequence[Word]) -> bool:
        """Tell whether the words from `start` on are this phrase."""
        if start + len(self.words) > len(words):
            return False
        met = zip(words[start:], self.words, self.spelt, strict=False)
        return all(
            word.folded == spelt
            if self.exact or (len(self.words) > 1 and len(spelt) < STEM_FROM)
            else _meets(word.keys, entry)
            for word, entry, spelt in met
        )


@dataclass(slots=True)
class Lexicon:
    """All lists, ready to be met by the words of a text."""

    families: dict[str, Family]
    _by_key: dict[str, list[_Phrase]] = field(default_factory=dict)
    _by_prefix: dict[str, str] = field(default_factory=dict)

    def find(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Yield everything that the lexicon says about `words`, overlapping hits included."""
        for start, word in enumerate(words):
            yield from self._prefixes(start, word)
            phrases = self._beginning(word)
            spelt = self.spelt(word.folded) if phrases else frozenset()
            for phrase in phrases:
                alone = len(phrase.words) == 1 and phrase.tag.startswith("family:")
                if alone and spelt and phrase.tag.removeprefix("family:") not in spelt:
                    continue
                if phrase.stands_at(start, words):
                    yield Hit(start, start + len(phrase.words), phrase.tag)

    def spelt(self, folded: str) -> frozenset[str]:
        """Return the families of a single word by its exact folded spelling."""
        return frozenset(
            phrase.tag.removeprefix("family:")
            for phrase in self._by_key.get(folded, ())
            if phrase.spelt == (folded,) and phrase.tag.startswith("family:")
        )

    def add(self, tag: str, entries: Iterable[str], *, stems: bool) -> None:
        """Let `entries` (words, phrases, prefixes ending in `*`) stand for `tag`."""
        for entry in entries:
            if entry.endswith("*") and " " not in entry:
                self._by_prefix[analyse(entry[:-1])[0].folded + "\0" + tag] = tag
                continue
            found = analyse(entry.replace("*", ""))
            keys = tuple(_entry_keys(word, stems=stems, alone=len(found) == 1) for word in found)
            spelt = tuple(word.folded for word in found)
            phrase = _Phrase(keys, spelt, tag, exact=tag.startswith(_EXACT))
            for key in keys[0]:
                self._by_key.setdefault(key, []).append(phrase)

    def _beginning(self, word: Word) -> list[_Phrase]:
        """Return the entries that may begin with this word, each once, in a steady order.

        A Russian word begins no Latvian entry, however alike they sound.
        """
        own_script = word.folded.isascii()
        seen = {
            id(phrase): phrase
            for key in sorted(self._by_key.keys() & word.keys.every)
            for phrase in self._by_key[key]
            if phrase.spelt[0].isascii() == own_script
        }
        return list(seen.values())

    def _prefixes(self, start: int, word: Word) -> Iterator[Hit]:
        folded = word.folded
        if folded.isascii():
            return
        for key, tag in self._by_prefix.items():
            if folded.startswith(key.split("\0")[0]):
                yield Hit(start, start + 1, tag)


def _entry_keys(word: Word, *, stems: bool, alone: bool) -> frozenset[str]:
    """Return the keys by which a text meets a word of an entry.

    Short words inside a phrase are function words: they stand as they are written.
    """
    short = len(word.folded) < STEM_FROM
    if not stems or (short and not alone):
        return frozenset({word.folded})
    if short:
        return word.keys.sure
    return word.keys.every


def _meets(keys: Keys, entry: frozenset[str]) -> bool:
    return not entry.isdisjoint(keys.sure) or keys.stem in entry


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read on first use."""
    text = files("bot.answering").joinpath("lexicon.toml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = tomllib.loads(text)
    families = {
        name: Family(name, frozenset(entry["gives"]), frozenset(entry.get("near", ())))
        for name, entry in data["families"].items()
    }
    built = Lexicon(families)
    for name, entry in data["families"].items():
        built.add(f"family:{name}", _entries(entry), stems=True)
    for name, entry in data["kinds"].items():
        built.add(f"kind:{name}", _entries(entry), stems=False)
    for name in _LISTS:
        built.add(name, _entries(data[name]), stems=False)
    for language, entries in data["function"].items():
        built.add(f"function:{language}", entries, stems=False)
    return built


def _entries(entry: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for language in _LANGUAGES:
        yield from entry.get(language, ())
