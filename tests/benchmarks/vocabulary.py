"""Words for made-up facts: few of them frequent, most of them rare, as in any newsroom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random
from typing import Final


def _listed(words: str) -> tuple[str, ...]:
    """Return the words of a text, written one after another."""
    return tuple(words.split())


_LATVIAN: Final = (
    ("", *_listed("aiz ap at ie iz no pa pār pie sa uz")),
    _listed(
        "būvē raksta mērī maina skaita strādā runā vada sargā krāso plāno risinā pārbauda"
        " vērtē tirgo ceļo meklē gatavo skolo ārstē finansē organizē remontē labo stiprina"
        " atbalsta sadala glabā piedāvā liecina dibina vāca gleznoja mācīja cerē"
    ),
    ("", *_listed("šana šanas šanu šanai šanā tājs tāja tājam tāji tāju jums juma jumi jumā")),
)
_ENGLISH: Final = (
    ("", *_listed("re over under out un pre inter")),
    _listed(
        "build work paint train plant report record count order check charge claim cover draw"
        " field frame grant guard hand head help hold house judge land light load mark match"
        " measure mount pack park pass patrol pay plan point port post press print protest rank"
        " reach repair rest review rule sail school seat shift ship sign sound staff start stock"
        " store support test track trade turn view walk water weigh wind"
    ),
    ("", *_listed("s ed ing er ers able ment")),
)
RARER: Final = 10
"""How many times as rare a word with a prefix is as one without."""
_FLATTENED: Final = 2.7
"""Mandelbrot's correction of Zipf's law: the first few words are nearly equally frequent."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with how often they come up: the rank-th about 1/rank times as often as the first."""

    words: Sequence[str]
    reach: Sequence[float]

    def sentence(self, random: Random, length: int) -> str:
        """Return `length` words, parted by spaces."""
        return " ".join(random.choices(self.words, cum_weights=self.reach, k=length))


def vocabularies(random: Random) -> dict[str, Vocabulary]:
    """Return a vocabulary of some thousand words for each language."""
    return {"lv": _vocabulary(random, _LATVIAN), "en": _vocabulary(random, _ENGLISH)}


def _vocabulary(random: Random, parts: tuple[Sequence[str], ...]) -> Vocabulary:
    found = list(product(*parts))
    # Words with a prefix are rarer, and fewer of them stand in a dictionary.
    rarity = {each: random.random() * (RARER if each[0] else 1) for each in found}
    words = ["".join(each) for each in sorted(found, key=rarity.__getitem__)]
    shares = [1 / (rank + _FLATTENED) for rank in range(len(words))]
    return Vocabulary(words, list(accumulate(shares)))
