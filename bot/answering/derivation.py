"""Words made of words: "jāremontē", "streikošana", "līgatnieši", "soloalbums".

Two steps, of different sureness. `infinitives` undoes what is only grammar: the debitive, the
verbal noun, the participles; such a word is a form of its verb. `bases` undoes what makes a
new word: prefixes of verbs, endings of inhabitants, the first half of a compound; such a
word is merely kin to what it is made of. No dictionary lists them all, as new ones are
made every day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.answering.dictionaries import lemmas
from bot.answering.words import SHORTEST_STEM, is_cyrillic, stem

_DEBITIVE: Final = re.compile(r"ja(?=\w{3})")
_ENDINGS: Final = (
    (re.compile(r"(?<=\w{2}[aeio])san(?:a|as|ai|u|am)$"), "t"),
    (re.compile(r"(?<=\w{2}[aeio])sanas$"), "ties"),
    (re.compile(r"(?<=\w{2}[aeio])jot$"), "t"),
    (re.compile(r"(?<=\w{2}[aeio])joties$"), "ties"),
    (re.compile(r"(?<=\w{2}[aeio])jam(?:s|a|ais|as|i|o|u|ie|os|iem|am)$"), "t"),
    (re.compile(r"(?<=\w{2}[aeiou])sies$"), "ties"),
)
"""What a verb ends in where nothing else does, folded, and the infinitive's ending."""
_PRESENT: Final = (
    (re.compile(r"(?<=\w{2}[aeo])$"), "t"),
    (re.compile(r"(?<=\w{2})a$"), "it"),
    (re.compile(r"(?<=\w{2})as$"), "ities"),
    (re.compile(r"(?<=\w{2}[aeo])jas$"), "ties"),
)
"""The same for what follows the "jā" of a debitive: the present tense."""
_PREFIX: Final = re.compile(r"(?:aiz|ap|at|ie|iz|no|pa|par|pie|sa|uz)(?=\w{4})")
_INHABITANT: Final = re.compile(r"(?<=\w{3})(?:iet|ies|niek|niec)$")
SHORTEST_HEAD: Final = 5
"""Letters of the stem of a compound's second half: shorter ones stand at too many ends …"""
SHORTEST_FIRST: Final = 3
"""… and of its first half: shorter ones are prefixes."""


def infinitives(folded: str) -> tuple[str, ...]:
    """Return the dictionary forms of the verb that a folded word is a form of; may be empty."""
    if is_cyrillic(folded):
        return ()
    debitive = _DEBITIVE.match(folded)
    if debitive:
        present = folded[debitive.end() :]
        known = tuple(lemma for lemma in lemmas(present, "lv") if lemma.endswith(("t", "ties")))
        return known or tuple(_ending(present, _PRESENT))
    return tuple(_ending(folded, _ENDINGS))


def _ending(word: str, endings: tuple[tuple[re.Pattern[str], str], ...]) -> Iterator[str]:
    for ending, infinitive in endings:
        if ending.search(word):
            yield ending.sub(infinitive, word)


def bases(folded: str) -> Iterator[str]:
    """Yield the stems of what a folded word may be made of, most of which are no words."""
    root = stem(folded)
    prefix = _PREFIX.match(root)
    if prefix:
        yield root[prefix.end() :]
    place = _INHABITANT.sub("", root)
    if place != root and len(place) >= SHORTEST_STEM:
        yield place
    for start in range(SHORTEST_FIRST, len(root) - SHORTEST_HEAD + 1):
        yield root[start:]
