"""Tokens: where a text parts into words and numbers, and how each is spelt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from storage.folding import fold


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


_TEXTS_KEPT = 64
"""Texts whose tokens are remembered: each step of reading a question asks for them."""
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
      (?![.,]?\d) (?:(?i:st|nd|rd|th)\b)? {_NO_UNIT}
    | (?P<plain> (?<!\w) \d+ ) (?!\d) {_NO_UNIT}
    | (?P<joined>
        (?<![\w-]) {_LETTER}{{1,3}} [-‐‑–] \d{{1,3}} {_LETTER}? (?!\w)
      | (?<![\w-]) {_LETTER} [-‐‑] {_LETTER}{{2,}}
      | (?<!\w) (?:{_LETTER}\.){{2,}} (?:{_LETTER}(?!\w))? )
    | (?P<word> {_WORD} (?:['’ʼ]{_WORD})* )
    """,
    re.VERBOSE,
)
_PIECE = re.compile(rf"\S+(?:(?<=\d)[{_SPACE}](?=\d)\S+)*")
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s$", re.IGNORECASE)
_JOINERS = re.compile(f"[{_JOINED_BY}]")
_SIGNS = re.compile(r"[-‐‑–.]")


@lru_cache(maxsize=_TEXTS_KEPT)
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
        exact = composed(_SIGNS.sub("", typed))
    else:
        typed = _POSSESSIVE.sub("", typed)
        exact = composed(typed)
    return Token(typed, exact, fold(exact), typed[0].isupper(), match.start())


def pieces(text: str) -> list[str]:
    """Split text at spaces that part tokens: all but those that group the digits of a number.

    The tokens of a text are those of its pieces, which come again and again.
    """
    return _PIECE.findall(text)


def composed(word: str) -> str:
    """Return a word in lower case, composed, with plain apostrophes and nothing invisible."""
    word = word.lower()
    if word.isascii():
        return word
    word = unicodedata.normalize("NFC", word).replace("’", "'").replace("ʼ", "'")
    return _JOINERS.sub("", word)
