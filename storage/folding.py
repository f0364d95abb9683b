"""Folding: a text without capitals, diacritics and typographic signs.

Questions are folded as the names in the store are, so there is one folding, and it is here. What
is stored folded stays as it was: to fold otherwise takes a migration that folds the names anew.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
_marks_kept = False


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """One lower-case character as folding leaves it; empty for marks and joiners."""
    if (mended := _MENDED.get(character)) is not None:
        return mended
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()


def keep_marks() -> None:
    """Fold nothing but capitals from now on, to see what folding is worth.

    Only for measuring, in a process of its own: what was folded before stays known.
    """
    global _marks_kept  # noqa: PLW0603 - folding is everywhere, and nobody hands it on
    _marks_kept = True


def fold(text: str) -> str:
    """Return text in lower case, without diacritics, its quotes and dashes plain.

    Works for any Latin script; the length need not be kept. Cyrillic stays
    Cyrillic (`ё` becomes `е`); see `transliterate`.
    """
    text = text.lower().replace("`", "'")
    if text.isascii() or _marks_kept:
        return text
    # Over the whole, letter by letter of the alphabet: quicker than str.translate by far.
    for letter, plain in _COMMON:
        text = text.replace(letter, plain)
    return _NOT_ASCII.sub(lambda found: _folded_character(found.group()), text)
