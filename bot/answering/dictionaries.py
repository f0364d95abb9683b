"""The dictionaries of Latvian and English: from a folded word to its dictionary forms.

They are read at the first use; importing this module is free.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from storage.folding import fold


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


def is_form(folded: str) -> bool:
    """Tell whether a dictionary has a folded word as it stands."""
    return folded in _latvian_dictionary() or folded in _english_dictionary()


def is_ordinary(folded: str) -> bool:
    """Tell whether a folded word is one in a dictionary, other than as an English name alone."""
    return bool(_latvian_lemmas(folded)) or folded in _english_dictionary()


def _dictionary(language: str) -> Mapping[str, str]:
    """Read a dictionary (form → lemma); simplemma is imported here, at first use."""
    from simplemma.strategies.dictionaries import dictionary_factory  # noqa: PLC0415 - slow to import

    return dictionary_factory.DefaultDictionaryFactory().get_dictionary(language)


@cache
def _latvian_dictionary() -> Mapping[str, str]:
    """The Latvian dictionary, folded: form → its lemmas, parted by spaces.

    All forms are folded as one text, and so are all lemmas: 178,000 entries in 0.4 s, half of
    which is the reading.
    """
    dictionary = _dictionary("lv")
    forms = fold("\n".join(dictionary)).split("\n")
    listed = fold("\n".join(dictionary.values())).split("\n")
    # The dictionary leaves some lemmas out as forms, or sends them elsewhere.
    itself = list(dict.fromkeys(listed))
    forms += itself
    lemmas = list(map(_as_denied, forms, listed + itself))
    table = dict(zip(forms, lemmas, strict=True))
    for form, lemma in zip(forms, lemmas, strict=True):
        known = table[form]
        if lemma != known and lemma not in known.split():
            table[form] = f"{known} {lemma}"
    return table


def _as_denied(form: str, lemma: str) -> str:
    """The lemma, denied if its form is: the dictionary sends `mirt` to `nemirt`.

    Without this, what did not happen (`neies`) is found as what does. What must be taken
    (`jāņem`, `ņemt`) is not denied: it only folds to the same letters.
    """
    denied = form.startswith("ne") or form == "nav"
    if denied == lemma.startswith("ne") or form.startswith(f"ja{lemma[:3]}"):
        return lemma
    return f"ne{lemma}" if denied else lemma[2:]


_PREFIX = re.compile(r"(ne|aiz|ap|at|ie|iz|no|par?|pie|sa|uz)(?=\w{3})")
_COMPARED = re.compile(r"(?:ak)?(?:ais|s)$")
_DEFINITE = ("aks", "ais")
_HIGHEST = "vis"


def _latvian_lemmas(folded: str) -> list[str]:
    """The lemmas of a word, of a verb under its prefix, of what is compared."""
    table = _latvian_dictionary()
    found = table.get(folded, "").split()
    if not found and (prefix := _PREFIX.match(folded)):
        bare = table.get(folded[prefix.end() :], "").split()
        found = [prefix[1] + lemma for lemma in bare if lemma.endswith(("t", "ties"))]
    plain = [_plain(lemma) for lemma in found or [folded] if lemma.endswith(_DEFINITE)]
    return found + [lemma for lemma in plain if lemma in table]


def _plain(adjective: str) -> str:
    """The adjective that is compared or made definite: `visvecākais`, `zaļais`."""
    if adjective == "pirmais":  # "pirms" is another word
        return adjective
    return _COMPARED.sub("s", adjective, count=1).removeprefix(_HIGHEST)


@cache
def _english_dictionary() -> Mapping[str, str]:
    """The English dictionary as it is: its words have no diacritics to speak of."""
    return _dictionary("en")


def _english_lemmas(folded: str) -> list[str]:
    """The English lemma of a word, or of the same word as a name; none if unknown."""
    dictionary = _english_dictionary()
    lemma = dictionary.get(folded) or dictionary.get(folded.capitalize())
    return [fold(lemma)] if lemma else []
