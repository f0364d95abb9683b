"""Words and their keys: what makes two spellings the same word.

A word is known by four keys, from the most to the least certain: as typed
(`exact`), without diacritics (`folded`), by its dictionary form (`lemmas`) and
by a light stem (`stem`). Folding comes before the dictionary and the stem, so
that `adazos` is found as well as `Ādažos`, and consonant shifts (`Kalniņš`,
`Kalniņa`) cost nothing. Each step also joins a few words that are not the same
(`mele`, `mēle`), hence the order.

The dictionaries are read at the first use; importing this module is free.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

DISTINCT_WORDS_KEPT = 1 << 17
"""Words whose keys stay in memory: ample for 10,000 facts in two languages."""

SHORTEST_STEM = 3
"""Letters that must stay: with two, `upe` and `upuris` come too near each other."""

_MENDED = {
    **dict.fromkeys("„“”‟«»″", '"'),
    **dict.fromkeys("’‘‚‛ʼʻ′´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict(zip("łøđðı", "loddi", strict=True)),
    "þ": "th",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "й": "й",  # a letter of its own: without its mark it would be another one
    "ї": "ї",
}
_COMMON = (
    *zip("āčēģīķļņšūž", "acegiklnsuz", strict=True),
    ("и\u0306", "й"),
    ("і\u0308", "ї"),
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """One lower-case character as folding leaves it; empty for marks and joiners."""
    if (mended := _MENDED.get(character)) is not None:
        return mended
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()


def fold(text: str) -> str:
    """Return text in lower case, without diacritics, its quotes and dashes plain.

    Works for any Latin script; the length need not be kept. Cyrillic stays
    Cyrillic (`ё` becomes `е`); see `transliterate`.
    """
    text = text.lower().replace("`", "'")
    if text.isascii():
        return text
    # Over the whole, letter by letter of the alphabet: quicker than str.translate by far.
    for letter, plain in _COMMON:
        text = text.replace(letter, plain)
    return _NOT_ASCII.sub(lambda found: _folded_character(found.group()), text)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text.

    Attributes:
        text: as typed, without a possessive ending.
        exact: lower case, composed; a number without grouping, its decimal
            sign a dot; a designation or an abbreviation without its signs.
        folded: `exact` without diacritics.
        capitalised: whether it begins with a capital letter.
        start: where it begins in the text, in characters.
    """

    text: str
    exact: str
    folded: str
    capitalised: bool
    start: int


_LETTER = r"[^\W\d_]"
_SPACE = " \u00a0\u2009\u202f"
_JOINED_BY = "\u00ad\u200b-\u200d\u2060"
_INVISIBLE = _JOINED_BY + "\u0300-\u036f"
_WORD = rf"[^\W_](?:[^\W_]|[{_INVISIBLE}])*"
_NO_UNIT = rf"(?!{_LETTER}(?!{_LETTER}))"  # 5G and 2020s are words, 5km is not
_TOKEN = re.compile(
    rf"""
      (?P<clock> (?<![\d:]) \d{{1,2}}:\d{{2}} (?![\d:]) )
    | (?<!\d) (?<!\d[.,])
      (?P<whole> [1-9]\d{{0,2}} (?P<group>[{_SPACE}.,]) \d{{3}} (?:(?P=group)\d{{3}})* | \d+ )
      (?: (?!(?P=group)) [.,] (?P<part>\d+) )?
      (?![.,]?\d) (?:(?:st|nd|rd|th)\b)? {_NO_UNIT}
    | (?P<plain> (?<!\w) \d+ ) (?!\d) {_NO_UNIT}
    | (?P<joined>
        (?<![\w-]) {_LETTER}{{1,3}} [-‐‑–] \d{{1,3}} {_LETTER}? (?!\w)
      | (?<![\w-]) {_LETTER} [-‐‑] {_LETTER}{{2,}}
      | (?<!\w) (?:{_LETTER}\.){{2,}} (?:{_LETTER}(?!\w))? )
    | (?P<word> {_WORD} (?:['’ʼ]{_WORD})* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s$", re.IGNORECASE)
_JOINERS = re.compile(f"[{_JOINED_BY}]")
_SIGNS = re.compile(r"[-‐‑–.]")


def tokens(text: str) -> tuple[Token, ...]:
    """Split text into words and numbers, in reading order.

    `1500`, `1,500` and `1 500` are one number, `23,8` and `23.8` are another;
    `30.` and `30th` are 30; a date falls into its numbers, a clock time stays
    whole. Hyphens part words, but `F-35` (f35), `e-pasts` (epasts) and `U.S.`
    (us) are single ones. A possessive 's is dropped; punctuation and emoji are
    no tokens.
    """
    return tuple(_token(match) for match in _TOKEN.finditer(text))


def _token(match: re.Match[str]) -> Token:
    """The token that a match of `_TOKEN` stands for."""
    typed = match.group()
    if match["whole"]:
        decimals = f".{match['part']}" if match["part"] else ""
        exact = re.sub(r"\D", "", match["whole"]) + decimals
    elif match["joined"]:
        exact = _exact(_SIGNS.sub("", typed))
    else:
        typed = _POSSESSIVE.sub("", typed)
        exact = _exact(typed)
    return Token(typed, exact, fold(exact), typed[0].isupper(), match.start())


def _exact(word: str) -> str:
    """A word in lower case, composed, with plain apostrophes and nothing invisible."""
    word = word.lower()
    if word.isascii():
        return word
    word = unicodedata.normalize("NFC", word).replace("’", "'").replace("ʼ", "'")
    return _JOINERS.sub("", word)


def lemmas(folded: str, language: str | None = None) -> frozenset[str]:
    """Look up the dictionary forms of a folded word, themselves folded.

    Args:
        folded: one word, as `fold` leaves it.
        language: "lv" or "en"; None asks both.

    Returns:
        Every form that the dictionaries hold; empty for an unknown word, and
        for any other language.
    """
    found: list[str] = []
    if language in {"lv", None}:
        found += _latvian_lemmas(folded)
    if language in {"en", None}:
        found += _english_lemmas(folded)
    return frozenset(found)


def _dictionary(language: str) -> Mapping[str, str]:
    """Read a dictionary (form → lemma); simplemma is imported here, at first use."""
    from simplemma.strategies.dictionaries import dictionary_factory  # noqa: PLC0415

    return dictionary_factory.DefaultDictionaryFactory().get_dictionary(language)


@lru_cache(maxsize=1)
def _latvian_dictionary() -> Mapping[str, str]:
    """The Latvian dictionary, folded: form → its lemmas, parted by spaces.

    Folded as one text, not word by word: 178,000 entries in half a second, half
    of which is the reading.
    """
    dictionary = _dictionary("lv")
    typed = list(dictionary)
    typed_lemmas = [dictionary[form] for form in typed]
    lemma_of = _folded_each(list(dict.fromkeys(typed_lemmas)))
    folded_lemmas = [lemma_of[lemma] for lemma in typed_lemmas]
    entries = zip(_folded_each(typed).values(), folded_lemmas, strict=True)
    table: dict[str, str] = {}
    # The dictionary leaves some lemmas out as forms, or sends them elsewhere.
    for form, listed in chain(entries, ((lemma, lemma) for lemma in lemma_of.values())):
        lemma = _as_denied(form, listed)
        known = table.setdefault(form, lemma)
        if known is not lemma and lemma not in known.split():
            table[form] = f"{known} {lemma}"
    return table


def _as_denied(form: str, lemma: str) -> str:
    """The lemma, denied if its form is: the dictionary sends `mirt` to `nemirt`.

    Without this, what did not happen (`neies`) is found as what does.
    """
    denied = form.startswith("ne") or form == "nav"
    if denied == lemma.startswith("ne"):
        return lemma
    return f"ne{lemma}" if denied else lemma[2:]


_PREFIX = re.compile(r"(ne|aiz|ap|at|ie|iz|no|par?|pie|sa|uz)(?=\w{3})")
_COMPARED = re.compile(r"(?<=\w{3})ak(?:ais|s)$")


def _latvian_lemmas(folded: str) -> list[str]:
    """The lemmas of a word, of a verb under its prefix, of what is compared."""
    table = _latvian_dictionary()
    found = table.get(folded, "").split()
    if not found and (prefix := _PREFIX.match(folded)):
        bare = table.get(folded[prefix.end() :], "").split()
        found = [prefix[1] + lemma for lemma in bare if lemma.endswith(("t", "ties"))]
    plain = [_COMPARED.sub("s", lemma) for lemma in found]
    return found + [lemma for lemma in plain if lemma in table]


def _folded_each(typed: list[str]) -> dict[str, str]:
    """Map distinct words to their folded spelling, folding all of them at once."""
    return dict(zip(typed, fold("\n".join(typed)).split("\n"), strict=True))


@lru_cache(maxsize=1)
def _english_dictionary() -> Mapping[str, str]:
    """The English dictionary as it is: its words have no diacritics to speak of."""
    return _dictionary("en")


def _english_lemmas(folded: str) -> list[str]:
    """The English lemma of a word, or of the same word as a name; none if unknown."""
    dictionary = _english_dictionary()
    lemma = dictionary.get(folded) or dictionary.get(folded.capitalize())
    return [fold(lemma)] if lemma else []


_ENDINGS = (
    # nouns and adjectives, by case
    *("s", "is", "us", "a", "e", "i", "u", "o", "as", "es", "os"),
    *("am", "em", "im", "um", "ai", "ei", "ij", "iem", "ie", "ais"),
)
_LONGEST_ENDING = max(len(ending) for ending in _ENDINGS)
_BY_LENGTH = tuple(
    frozenset(ending for ending in _ENDINGS if len(ending) == length)
    for length in range(_LONGEST_ENDING + 1)
)
# What follows the root in one form and not in another, each after the letters it needs.
_SUFFIX = re.compile(
    r"(?<=\w{5})(?:[aeio]t[ao]j|[aeio]t|[aeo]j)$"  # finansēt, finansētā, finansētājs; ievēlēja
    r"|(?<=[bpmvi])j$"  # skapis, skapja; Latvia, Latvija
)
_SUFFIXES_END = frozenset("tj")
_DIMINUTIVE = re.compile(r"(?<=\w{3})(ie?)t$")  # Eglītis, Eglīša


def stem(folded: str) -> str:
    """Cut a folded word down to its Latvian root; at least three letters stay.

    Meant for what no dictionary knows: names and new words. `Ādaži`, `Ādažos`
    and `Ādažiem` share a stem, so do `Latvia` and `Latvija`, and `Eglītis` and
    `Eglīša`. Roots are keys, not words: compare them, show them to nobody.
    """
    root = _without_ending(folded)
    if root[-1:] in _SUFFIXES_END:
        root = _SUFFIX.sub("", root, count=1)
    return _DIMINUTIVE.sub(r"\1s", root) if root.endswith("t") else root


def _without_ending(folded: str) -> str:
    """A word without its longest ending of case."""
    for length in range(min(_LONGEST_ENDING, len(folded) - SHORTEST_STEM), 0, -1):
        if folded[-length:] in _BY_LENGTH[length]:
            return folded[:-length]
    return folded


@dataclass(frozen=True, slots=True)
class Forms:
    """The keys of one word, from the most to the least certain.

    Attributes:
        exact: lower case, as typed.
        folded: without diacritics.
        lemmas: its folded dictionary forms; empty if unknown.
        stem: its folded light stem; of a Cyrillic word, in Latin letters.
    """

    exact: str
    folded: str
    lemmas: frozenset[str]
    stem: str


def forms(token: Token | str) -> Forms:
    """Return all keys of a word, given as a token or as typed; kept in memory."""
    return _forms(token.exact if isinstance(token, Token) else _exact(token))


@lru_cache(maxsize=DISTINCT_WORDS_KEPT)
def _forms(exact: str) -> Forms:
    """The keys of a word in its `exact` spelling."""
    folded = fold(exact)
    if is_cyrillic(folded):
        return Forms(exact, folded, frozenset(), _cyrillic_stem(folded))
    return Forms(exact, folded, lemmas(folded), stem(folded))


_CYRILLIC = re.compile(r"[\u0400-\u052f]")


def is_cyrillic(text: str) -> bool:
    """Return whether any letter of the text is Cyrillic."""
    return _CYRILLIC.search(text) is not None


_LATIN = {
    **dict(zip("абвгґдзиіклмнопрстуфхцыэ", "abvggdziiklmnoprstufhcie", strict=True)),
    **dict(zip("жчш", "žčš", strict=True)),
    **dict.fromkeys("ъь", ""),
    "щ": "šč",
    "є": "je",
    "ї": "ji",
}
_VOWELS = "аеёиоуыэюяіїє"


def transliterate(text: str) -> str:
    """Write Cyrillic in Latin letters, as Latvian spells the same name.

    `Рига` becomes `Riga`, `Юрмала` `Jurmala`, `Кариньш` `Karinš`: long vowels
    and softened letters cannot be known. Other letters stay as they are.
    """
    if not is_cyrillic(text):
        return text
    return _CYRILLIC.sub(_latin, unicodedata.normalize("NFC", text))


def _latin(match: re.Match[str]) -> str:
    """One Cyrillic letter in Latin, by its neighbours."""
    before = match.string[max(match.start() - 1, 0) : match.start()].lower() or " "
    after = match.string[match.end() : match.end() + 1].lower() or " "
    written = _latin_between(before, match.group().lower(), after)
    return written.capitalize() if match.group().isupper() else written


def _latin_between(before: str, letter: str, after: str) -> str:
    """One small Cyrillic letter in Latin, between two others."""
    apart = not before.isalpha() or before in _VOWELS + "ьъ"
    match letter:
        case "е":
            return "je" if apart and before != "и" else "e"
        case "ё":
            return "o" if before in "жчшщ" else "jo"
        case "ю":
            return "ju" if apart else "u"
        case "я":
            return "ja" if apart else "a"
        case "й":
            return "i" if after.isalpha() and after not in _VOWELS else "j"
        case _:
            return _LATIN.get(letter, letter)


_RUSSIAN_CASES = re.compile(
    r"(?<=\w{3})(?:ами|ого|ому|ыми|ими|ой|ом|ем|ах|ов|ев|ый|ий|ым|им|ых|их"
    r"|(?<=[аеиоуыэюя])(?P<soft>ями|ям|ях|ей)|ями|ям|ях|ей)$"
)


def _cyrillic_stem(folded: str) -> str:
    """The stem that a name spelt in Russian shares with its Latvian spelling."""
    nominative = _RUSSIAN_CASES.sub(lambda ending: "я" if ending["soft"] else "", folded)
    once = stem(fold(transliterate(nominative)))
    # Russian declines Latvian names with their ending kept: Вентспилс, Вентспилсе.
    return re.sub(r"(?<=\w{3})(?:is|us|s)$", "", once)


def edit_distance_at_most_one(first: str, second: str) -> bool:
    """Return whether one letter added, dropped, changed or swapped makes them equal."""
    if abs(len(first) - len(second)) > 1:
        return False
    pairs = enumerate(zip(first, second, strict=False))
    start = next((position for position, (one, other) in pairs if one != other), len(first))
    left, right = first[start:], second[start:]
    if len(left) != len(right):
        return left[1:] == right or left == right[1:]
    return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])
