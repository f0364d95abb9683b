"""Cyrillic: names that a question spells in Russian, in the letters that Latvian has for them."""

from __future__ import annotations

import re
import unicodedata

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
_BY_NEIGHBOURS = re.compile("[еёюяй]", re.IGNORECASE)
_ALONE = str.maketrans(
    _LATIN | {letter.upper(): latin.capitalize() for letter, latin in _LATIN.items()}
)


def transliterate(text: str) -> str:
    """Write Cyrillic in Latin letters, as Latvian spells the same name.

    `Рига` becomes `Riga`, `Юрмала` `Jurmala`, `Кариньш` `Karinš`: long vowels
    and softened letters cannot be known. Other letters stay as they are.
    """
    if not is_cyrillic(text):
        return text
    return _BY_NEIGHBOURS.sub(_latin, unicodedata.normalize("NFC", text)).translate(_ALONE)


def _latin(match: re.Match[str]) -> str:
    """One Cyrillic letter that its neighbours decide on, in Latin."""
    text, letter = match.string, match.group()
    before = text[max(match.start() - 1, 0) : match.start()].lower() or " "
    after = text[match.end() : match.end() + 1].lower() or " "
    written = _latin_between(before, letter.lower(), after)
    return written.capitalize() if letter.isupper() else written


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
        case _:
            return "i" if after.isalpha() and after not in _VOWELS else "j"
