"""Finding things by the words that people call them, where a command takes a KEY."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.answering.analysis import Word, analyse
from bot.answering.entry import content_words

_Keys: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that lead to something if each of them is among what that is called."""

    _words: tuple[_Keys, ...]

    @classmethod
    def of(cls, text: str) -> Wanted:
        """Return the words of `text` that name something: "about the army" wants the army."""
        return cls(tuple(_keys(word) for word in content_words(analyse(text))))

    def leads_to(self, texts: Iterable[str]) -> bool:
        """Tell whether every word is, in some form, in one of `texts`; no words lead nowhere."""
        there = frozenset(key for text in texts for word in analyse(text) for key in _keys(word))
        return bool(self._words) and not any(there.isdisjoint(each) for each in self._words)


def _keys(word: Word) -> _Keys:
    return word.keys.sure | ({word.keys.stem} - {""})
