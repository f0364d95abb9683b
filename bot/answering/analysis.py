"""From text to keys: what makes two words the same word for the index.

A word has the keys of every form it may be: its folded spelling and its folded
dictionary lemmas (sure), its light stem (`~`, less sure), what it means where it is a
common word (`=`, from vocabulary.toml), and how it sounds (`^`, for names that people
write by ear).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final

from bot.answering.derivation import diminished, infinitives, verbs_behind
from bot.answering.russian import root, spellings
from bot.answering.words import (
    DISTINCT_WORDS_KEPT,
    Token,
    fold,
    forms,
    is_cyrillic,
    lemmas,
    pieces,
    stem,
    tokens,
    transliterate,
)

SHORTEST_STEM: Final = 3
"""Shorter stems join unrelated words ("~k" is both "kas" and "ko")."""

SURE_STEM: Final = 4
"""A concept is met by a stem only from this many letters on."""

SHORTEST_DOUBLED: Final = 4
"""Letters up to which no Latvian word has a vowel twice."""

_LONG_INFINITIVE: Final = re.compile(r"\b\w{2,}[āē]t\b")
"""How a Latvian verb ends whose present tense only lacks the "t"."""

_DOUBLED: Final = re.compile(r"(?!(?<=^j)aa\w{3})([aeiu])\1")
"""A vowel typed twice, but where "jā" stands before a verb with one: "jaaizpilda"."""

_MARKED: Final = {"sh": "š", "ch": "č", "zh": "ž"}
_SOFT: Final = re.compile("|".join(_MARKED))

_SOUNDS: Final = (
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile("ph"), "f"),
    (re.compile("sch|sh|zh|sz"), "s"),
    (re.compile("ch|ck|c|q"), "k"),
    (re.compile("th"), "t"),
    (re.compile("w"), "v"),
    (re.compile("x"), "ks"),
    (re.compile("z"), "s"),
    (re.compile("y|j"), "i"),
    (re.compile("ai|ei|ae|ie"), "e"),
    (re.compile("ou|oo"), "u"),
    (re.compile("(?<=.)h"), ""),
    (re.compile(r"(.)\1"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one word.

    Attributes:
        sure: its spelling and its lemmas.
        stem: may be empty.
        concepts: what it means, where it is a common word.
        every: all of these.
    """

    sure: frozenset[str]
    stem: str
    concepts: frozenset[str]
    every: frozenset[str]

    @property
    def sound(self) -> str:
        """How the stem sounds, marked; empty where there is no stem."""
        return f"^{sound(self.stem[1:])}" if self.stem else ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its keys.

    Attributes:
        text, exact, capitalised: as in its token.
        folded: without diacritics, and mended where a letter was typed as two.
    """

    text: str
    exact: str
    folded: str
    capitalised: bool
    keys: Keys


def analyse(text: str) -> tuple[Word, ...]:
    """Return the words and numbers of `text` in order, with their keys."""
    return tuple(chain.from_iterable(map(_words, pieces(text))))


@lru_cache(maxsize=DISTINCT_WORDS_KEPT)
def _words(piece: str) -> tuple[Word, ...]:
    return tuple(_word(token) for token in tokens(piece))


def _word(token: Token) -> Word:
    keys, folded = known(token.exact)
    # "Ozoliņš" is nobody's little oak.
    if not token.capitalised and len(keys.sure) == 1 and (plain := diminished(folded)):
        # It may be a name typed in small letters, too.
        keys, folded = _either(keys, known(plain)[0]), plain
    return Word(token.text, token.exact, folded, token.capitalised, keys)


def _either(typed: Keys, plain: Keys) -> Keys:
    return Keys(plain.sure, plain.stem, plain.concepts, plain.every | typed.every)


@lru_cache(maxsize=DISTINCT_WORDS_KEPT)
def known(exact: str) -> tuple[Keys, str]:
    """Return the keys of a lower-case word, and its folded spelling."""
    mended = _marked(_undoubled(exact))
    return _keys_of(mended), fold(mended)


def _undoubled(exact: str) -> str:
    """Mend a long vowel typed twice, as Latvians do without diacritics: "buus", "kopaa"."""
    if not _DOUBLED.search(exact):
        return exact
    # "see" is English; "buus" folds to a form of "bullis" that nobody writes.
    if lemmas(fold(exact), "en" if len(exact) <= SHORTEST_DOUBLED else None):
        return exact
    return _DOUBLED.sub(r"\1", exact)


def _marked(exact: str) -> str:
    """Mend a soft letter typed as two, as Latvians do without diacritics: "virieshi"."""
    if not _SOFT.search(exact) or lemmas(fold(exact)):
        return exact
    marked = _SOFT.sub(lambda letters: _MARKED[letters[0]], exact)
    return marked if lemmas(fold(marked), "lv") else exact


def _keys_of(exact: str) -> Keys:
    sure, stem = _forms(exact)
    # "другой" is no drug: how a Russian word sounds counts where the word itself is not listed.
    own = [key for key in sure if is_cyrillic(key)] if is_cyrillic(exact) else []
    concepts = _meant(own) or _meant((*sure, stem))
    return Keys(
        sure=sure,
        stem=stem,
        concepts=concepts,
        every=sure | concepts | ({stem} if stem else frozenset()),
    )


def _meant(keys: Iterable[str]) -> frozenset[str]:
    """Return what the words with any of these keys mean."""
    return frozenset(concept for key in keys for concept in _concepts().get(key, ()))


def means(key: str) -> bool:
    """Tell whether `vocabulary.toml` has a word with this key."""
    return key in _concepts()


def _forms(exact: str) -> tuple[frozenset[str], str]:
    """Return the sure keys of a word and its stem, marked; the stem may be empty."""
    form = forms(exact)
    sure = {form.folded, *(form.lemmas or infinitives(form.folded))}
    for each in tuple(sure):
        sure.update(verbs_behind(each))
    root_of = form.stem
    if is_cyrillic(exact):
        latin = forms(transliterate(exact))
        sure |= {root(form.folded), latin.folded, f"~{latin.stem}", *latin.lemmas}
        for each in spellings(exact):
            sure |= {f"~{forms(each).stem}", f"~{fold(transliterate(each))}"}
    usable = len(root_of) >= SHORTEST_STEM and not root_of[0].isdigit()
    return frozenset(sure), f"~{root_of}" if usable else ""


@cache
def listed_words() -> frozenset[str]:
    """Return the words of `vocabulary.toml`, folded."""
    return frozenset(word for _, word in _vocabulary())


@cache
def _vocabulary() -> tuple[tuple[str, str], ...]:
    """Return each word of `vocabulary.toml`, folded, after its concept."""
    text = listed("vocabulary.toml")
    return tuple(
        (name, word)
        for group in tomllib.loads(text).values()
        for name, words in group.items()
        for word in words.replace("-", "").split()
    )


def section_of(concept: str) -> str:
    """Return in which part of `vocabulary.toml` a concept stands, marked `=`; empty: in none."""
    return _sections().get(concept, "")


@cache
def _sections() -> Mapping[str, str]:
    parts = tomllib.loads(listed("vocabulary.toml"))
    return {f"={name}": part for part, names in parts.items() for name in names}


def present_of(folded: str) -> tuple[str, ...]:
    """Return the present tense of a listed Latvian verb: "glabā", which dictionaries do not know.

    They take it for a form of another verb ("glābt"), or for none.
    """
    return (folded[:-1],) if folded in _long_infinitives() else ()


@cache
def _long_infinitives() -> frozenset[str]:
    """Return the verbs of `vocabulary.toml` that end in a long vowel and "t", folded."""
    return frozenset(map(fold, _LONG_INFINITIVE.findall(_text("vocabulary.toml"))))


@cache
def _concepts() -> Mapping[str, tuple[str, ...]]:
    """Return the concepts of `vocabulary.toml` by the keys of their words, marked `=`."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, word in _vocabulary():
        for key in (*listed_keys(word), *present_of(word)):
            found[key][f"={name}"] = None
    return {key: tuple(names) for key, names in found.items()}


def listed(name: str) -> str:
    """Return a file of lists, folded: all of it at once, as each word for itself takes longer."""
    return fold(_text(name))


def _text(name: str) -> str:
    return files("bot.answering").joinpath(name).read_text(encoding="utf-8")


def listed_keys(folded: str) -> frozenset[str]:
    """Return the keys by which texts meet a folded word of a list: as it is, and by its stem.

    Lists hold dictionary forms, and texts know theirs. To look them up here, too, would take
    half a second at start, and lead astray: what is a dictionary form in one language is often
    another word's form in the other, as "bus" is how many write "būs".
    """
    if not folded.isascii():
        return frozenset((folded, root(folded)))
    root_of = stem(folded)
    usable = len(root_of) >= SURE_STEM and not root_of[0].isdigit()
    return frozenset((folded, f"~{root_of}") if usable else (folded,))


@lru_cache(maxsize=DISTINCT_WORDS_KEPT)
def sound(word: str) -> str:
    """Return roughly how a folded word sounds, so that "StratCom" meets "stratkoms"."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word
