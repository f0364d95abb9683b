"""What the lexicon says about each word of a question, before anybody decides what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.answering.analysis import Word
from bot.answering.lexicon import FAMILY, Hit, inside, lexicon

_FOREIGN = {"en": "function:lv", "lv": "function:en"}
"""In a question of that language, these are no function words."""

PURPOSE: Final = "purpose"
"""The family of what something is for."""
SHORTEST_WHAT_FOR: Final = 3
"""Words of "what's it for"."""
_WHAT: Final = frozenset({"what", "whats"})
_BEING: Final = frozenset({"is", "are", "was", "were", "the", "it", "this", "that"})
"""What follows "what" where nothing is done: "what's it for" has its "is" in the first word."""


@dataclass(slots=True)
class Marks:
    """What the lexicon says about each position.

    Attributes:
        families, tags, heads, forms: by position; a head says of what kind the answer is, a
            form in what it is counted.
        kinds: where each kind of answer is asked for first.
        kind_words: the positions of the words that ask for them.
    """

    families: dict[int, set[str]] = field(default_factory=dict)
    tags: dict[int, set[str]] = field(default_factory=dict)
    heads: dict[int, set[str]] = field(default_factory=dict)
    forms: dict[int, set[str]] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    kind_words: set[int] = field(default_factory=set)

    @property
    def asked(self) -> frozenset[str]:
        """Every family that a word asks for."""
        return frozenset[str]().union(*self.families.values())

    def count(self, tag: str) -> int:
        """Return how many positions have a tag."""
        return sum(tag in tags for tags in self.tags.values())


def marks_of(words: Sequence[Word], language: str | None) -> Marks:
    """Return what the lexicon says about the words of a question in `language`."""
    marks = Marks()
    hits = [hit for hit in lexicon().find(words) if hit.tag != _FOREIGN.get(language or "")]
    silent = {
        position
        for hit in hits
        if hit.tag.startswith(("function:", "kind:"))
        for position in range(hit.start, hit.end)
    }
    plain = all(word.exact == word.folded for word in words)
    for hit in hits:
        if not hit.tag.startswith(FAMILY):
            if not _is_that(hit, words, marks, plain=plain):
                _mark(marks, hit)
        elif not inside(hit, hits) and not _by_accident(hit, words, silent, language):
            _add(marks.families, hit, hit.tag.removeprefix(FAMILY))
    if _is_what_for(words, marks):
        marks.kinds = {"why": 0}
        marks.families[len(words) - 1] = {PURPOSE}
    return marks


def _is_what_for(words: Sequence[Word], marks: Marks) -> bool:
    """Tell whether "what" and "for" stand around what is asked about: "what is the bridge for"."""
    if len(words) < SHORTEST_WHAT_FOR or marks.families:
        return False
    first, second, last = words[0].folded, words[1].folded, words[-1].folded
    return first in _WHAT and second in _BEING and last == "for"


def _is_that(hit: Hit, words: Sequence[Word], marks: Marks, *, plain: bool) -> bool:
    """Tell whether what reads as "kā" (how) is "ka" (that), typed as it is written.

    Who types no long vowels at all may mean either: behind a question word it is "that".

    Args:
        hit: what reads so.
        words: those of the question.
        marks: of what stands before it.
        plain: no word of the question has a diacritic.
    """
    if hit.tag != "kind:how" or words[hit.start].exact != "ka" or hit.end - hit.start > 1:
        return False
    return bool(hit.start) and (not plain or bool(marks.kinds))


def _mark(marks: Marks, hit: Hit) -> None:
    group, _, name = hit.tag.partition(":")
    match group:
        case "kind":
            marks.kinds.setdefault(name, hit.start)
            marks.kind_words.update(range(hit.start, hit.end))
        case "head":
            _add(marks.heads, hit, name)
        case "form":
            _add(marks.forms, hit, name)
        case _:
            _add(marks.tags, hit, group)


def _add(found: dict[int, set[str]], hit: Hit, name: str) -> None:
    for position in range(hit.start, hit.end):
        found.setdefault(position, set()).add(name)


def _by_accident(hit: Hit, words: Sequence[Word], silent: set[int], language: str | None) -> bool:
    """Tell whether a function word meets a family only by its lemma, or in another language.

    "Is" and "ir" have lemmas that are other words; "bus" is how many write "būs".
    """
    if hit.end - hit.start > 1 or hit.start not in silent:
        return False
    name = hit.tag.removeprefix(FAMILY)
    return name not in lexicon().spelt(words[hit.start].folded, language)
