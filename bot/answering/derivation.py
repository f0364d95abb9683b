"""Words made of words: "jāremontē", "streikošana", "līgatnieši", "soloalbums".

Three steps, of different sureness. `infinitives` undoes what is only grammar: the debitive, the
verbal noun, the participles; such a word is a form of its verb. `verbs_behind` and `diminished`
do so for what a dictionary has as a word of its own, or where letters shift, and ask it whether
there is such a word: "pieaugums", "atteicies", "kuģītis". `bases` undoes what makes a new word:
prefixes of verbs, endings of inhabitants, the first half of a compound; such a word is merely
kin to what it is made of. No dictionary lists them all, as new ones are made every day.
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
    (re.compile(r"(?<=\w{2}[aeio])jos(?:s|a|i|u|ie|o|as|ais|iem|ajiem)$"), "t"),
)
"""What a verb ends in where nothing else does, folded, and the infinitive's ending."""
_PRESENT: Final = (
    (re.compile(r"(?<=\w{2}[aeo])$"), "t"),
    (re.compile(r"(?<=\w{2})a$"), "it"),
    (re.compile(r"(?<=\w{2})as$"), "ities"),
    (re.compile(r"(?<=\w{2}[aeo])jas$"), "ties"),
)
"""The same for what follows the "jā" of a debitive: the present tense."""
_ENDINGS_OF_CASE: Final = (
    *("a", "i", "u", "s", "o", "ai", "am", "as", "us", "os", "is", "ie"),
    *("iem", "ais", "aja", "ajam"),
)
_OF_VERB: Final = (
    "ies",
    *("san" + case for case in ("a", "as", "ai", "u", "am")),
    *(part + case for part in ("jum", "jos", "us") for case in _ENDINGS_OF_CASE),
)
"""How that ends which may come of a verb; nothing else is looked at more closely."""
_CASE: Final = rf"(?:{'|'.join(_ENDINGS_OF_CASE)})$"
_BEHIND: Final = (
    (re.compile(r"(?<=\w{3})san(?:a|as|ai|u|am)$"), "t"),
    (re.compile(r"(?<=\w{2})sanas$"), "ties"),
    (re.compile(rf"(?<=\w{{2}}[aeio])jum{_CASE}"), "t"),
    (re.compile(rf"(?<=\w{{2}}[aeio])jos{_CASE}"), "t"),
    # "pieaugušais" is a noun of its own: no definite endings.
    (re.compile(r"(?<=\w{3})j?us(?:i|as|u|os|am|iem|ai)$"), "t"),
    (re.compile(r"(?<=\w{2})j?usies$"), "ties"),
    (re.compile(r"(?<=\w{2})dzies$"), "gties"),
    (re.compile(r"(?<=\w{2})cies$"), "kties"),
    (re.compile(r"(?<=\w{3})ies$"), "ties"),
)
"""Endings of what comes of a verb, and that of the infinitive that it may come of."""
_LITTLE: Final = (
    re.compile(r"(?<=\w{2})in(?P<end>s|a|i|u|am|ai|as|us|os|iem)$"),
    re.compile(r"(?<=\w{2})it(?P<end>is|e|i|es|im|ei|em|iem|e)$"),
)
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


def verbs_behind(folded: str) -> tuple[str, ...]:
    """Return the infinitives that a folded word comes of and that the dictionary knows."""
    if not folded.endswith(_OF_VERB):
        return ()
    return tuple(
        verb
        for verb in _ending(folded, _BEHIND)
        if _is_verb(verb) or (verb.endswith("ties") and _is_verb(f"{verb[:-4]}t"))
    )


def _is_verb(infinitive: str) -> bool:
    return infinitive in lemmas(infinitive, "lv")


def diminished(folded: str) -> str | None:
    """Return the plain noun of a folded diminutive, if the dictionary knows one: "kuģītis"."""
    for ending in _LITTLE:
        if ending.search(folded):
            plain = (ending.sub(each, folded) for each in ("s", "is", "a", "e"))
            return next((noun for noun in plain if noun in lemmas(noun, "lv")), None)
    return None


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
