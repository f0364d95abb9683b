"""Which language a question is in: Latvian, English, or neither for certain.

Small words decide (`kad`, `where`), then letters that only one language has,
then the dictionaries. Names say little: `Ādaži exercise date` is English. What
is found never depends on it, only the language of the reply does, so an unclear
question is left unclear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.answering.words import Token, is_cyrillic, lemmas, tokens

SMALL_WORD = 3
"""Votes of a small word of one language: more than two nouns that a dictionary knows."""

LETTER = 1
"""Vote of a letter that one language has and the others have not: a name may bring it in."""

KNOWN_WORD = 1
"""Vote of a dictionary: each also knows some words of the other language."""

SHORTEST_JUDGED = 3
"""Letters of a word that a dictionary judges: of two letters it knows nearly all pairs."""

HEAD_WORD = 2
"""Vote of a dictionary for the last word: in both languages names come before it."""


def _listed(words: str) -> frozenset[str]:
    """A set of words, written one after another."""
    return frozenset(words.split())


# Words that one of the two has and the other has not, folded, as many type them. What
# both have is left out: no, to, man, pie, bet, so, tie, bus (būs), as (ass), at, it.
_LATVIAN = _listed(
    """
    kas ko kam kur kurp kad cik kads kada kadi kadas kadu kadam kadai kadus kadiem kadam
    kadel kapec kurs kura kuri kuras kuru kuram kurai kuriem kurus ka vai nu un ar ari ir bija
    nav esmu esam tas tam tai tos sis si sie sai saja taja sodien rit vakar tagad
    sobrid jau vel tikai lidz kops pirms pec par uz bez starp zem virs pret del gan nevis
    ja jo lai kaut gada gads gadu ludzu paldies sveiki labdien pastasti pasaki paradi saki vins
    vina vini vinu mums jums tev mes jus savs tads viens viena visi visas daudz vairak
    """
)
_ENGLISH = _listed(
    """
    the an of and or is are was were be been being am do does did done has have had having will
    would can could shall should may might must what who whom whose which when where why
    how this that these those there here in on for from with by about into over under after
    before between during until since than then not isn't doesn't don't didn't wasn't won't
    can't i i'm i'd you he she we they them his her its our their my your me him us any some
    all many much more most next last now today tomorrow yesterday please thanks hello hi tell
    show list give explain if up out off whos whats wheres hows dont didnt doesnt isnt im
    """
)
# The small words of neighbours and of large languages, as far as neither of ours has them.
_OTHER = _listed(
    """
    yra kodel kiek kaip buvo arba mis kus millal kes miks kui palju olen oli
    der die das ist und wer wie wann wo wieviel nicht ein eine czy jest gdzie kiedy kto ile
    jak dlaczego que quien donde cuando cuantos como los las est une qui quand combien
    pourquoi dans och vad var hur vem missa kuka milloin kuinka paljonko
    gde kogda skolko pochemu kto chto eto
    """
)
_SMALL = _LATVIAN | _ENGLISH | _OTHER
_LATVIAN_LETTERS = frozenset("āēīūčšžģķļņ")
_OTHER_LETTERS = frozenset("äöüõßåøæąęėįųłśźżćńñçèêëîïôùûÿőűřěůťďăâțș¿")


def question_language(text: str) -> str | None:
    """Return "lv" or "en", or None for another language and where it is unclear."""
    words = [token for token in tokens(text) if not token.folded[:1].isdigit()]
    rest = [
        word for word in words if word.folded not in _SMALL and len(word.folded) >= SHORTEST_JUDGED
    ]
    # Capitalised words may be names, so a dictionary judges them only if nothing else is left.
    plain = [word for word in rest if not word.capitalised]
    votes = _votes_of_small_words(words)
    votes += _votes_of_dictionaries(plain) or _votes_of_dictionaries(rest)
    return _winner(votes)


def _votes_of_small_words(words: Iterable[Token]) -> Counter[str]:
    """Count small words, telling letters and foreign script."""
    votes: Counter[str] = Counter()
    for word in words:
        letters = set() if word.capitalised else set(word.exact)
        votes["lv"] += SMALL_WORD * (word.folded in _LATVIAN)
        votes["lv"] += LETTER * (not letters.isdisjoint(_LATVIAN_LETTERS))
        votes["en"] += SMALL_WORD * (word.folded in _ENGLISH)
        votes["other"] += SMALL_WORD * (word.folded in _OTHER or is_cyrillic(word.exact))
        votes["other"] += LETTER * (not letters.isdisjoint(_OTHER_LETTERS))
    return votes


def _votes_of_dictionaries(words: Sequence[Token]) -> Counter[str]:
    """Count the words that each dictionary knows; empty if none does."""
    votes: Counter[str] = Counter()
    for left, word in enumerate(reversed(words)):
        for language in ("lv", "en"):
            if lemmas(word.folded, language):
                votes[language] += KNOWN_WORD if left else HEAD_WORD
    return votes


def _winner(votes: Counter[str]) -> str | None:
    """The language with most votes, if it is one of ours and alone."""
    latvian, english = votes["lv"], votes["en"]
    if max(latvian, english) <= votes["other"] or latvian == english:
        return None
    return "lv" if latvian > english else "en"
