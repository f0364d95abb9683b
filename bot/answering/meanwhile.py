"""Answers from the database alone, for as long as there is no index: slower, but right.

The subjects that a question may name are found by the names of all subjects, read once and
searched as one text; the few facts of the best of them are analysed for this question, and
ranked as ever. Who is only known by what facts say ("the foreign minister") is not found so:
that question is left unanswered.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from bot.answering.analysis import Word, analyse
from bot.answering.entry import content_words
from bot.answering.words import fold, tokens

BEST: Final = 12
"""Subjects whose facts are looked at."""
SHORTEST: Final = 3
"""Letters that a word must have to be looked for, and that of its stem must stay."""
MOST_HITS: Final = 20_000
"""Names with one word that are looked at: so common a word tells nearly nothing."""


class SubjectNames:
    """The names of all subjects, as one folded text with a line for each."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._ids = array("Q")
        self._begins = array("Q")
        lines: list[str] = []
        length = 0
        for subject_id, name in names:
            line = f" {_spelt(name)}\n"
            self._ids.append(subject_id)
            self._begins.append(length)
            lines.append(line)
            length += len(line)
        self._text = "".join(lines)

    def meant(self, question: str) -> list[int]:
        """Return the ids of the subjects that a question names most, best first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word in content_words(analyse(question)):
            found = set(self._named(word))
            for subject_id in found:
                scores[subject_id] += 1 / (1 + math.log(len(found)))
        return sorted(scores, key=lambda each: (-scores[each], each))[:BEST]

    def _named(self, word: Word) -> Iterator[int]:
        """Yield the subjects that have a word which begins as one of the forms of this one."""
        for form in {each.lstrip("~") for each in (*word.keys.sure, word.keys.stem)}:
            if len(form) >= SHORTEST:
                for place in islice(self._places(f" {form}"), MOST_HITS):
                    yield self._ids[bisect_right(self._begins, place) - 1]

    def _places(self, wanted: str) -> Iterator[int]:
        place = self._text.find(wanted)
        while place >= 0:
            yield place
            place = self._text.find(wanted, place + 1)


def _spelt(name: str) -> str:
    """Return the words of a name, folded; `F-35` is one."""
    plain = name.replace(" ", "").isalpha()
    return fold(name) if plain else " ".join(token.folded for token in tokens(name))
