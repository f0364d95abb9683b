"""What is asked directly, in the words of everyday, is answered whatever it is asked of.

Each attribute of `plain-attributes.tsv` is asked for of each subject, in the forms below and in
those of `asked-plainly.tsv`, beside five other facts of that subject; in Latvian also without
diacritics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import pytest

from bot.answering.words import fold
from tests.bot.answering.test_decide import fact, told
from tests.bot.answering.test_lexicon import rows
from tests.bot.answering.test_named_else import in_both


class Named(NamedTuple):
    """What a subject is called, in English and in the cases of Latvian."""

    en: str
    lv: str
    gen: str
    dat: str
    acc: str
    loc: str


SUBJECTS: Final = (
    Named("the hospital", "slimnīca", "slimnīcas", "slimnīcai", "slimnīcu", "slimnīcā"),
    Named("the hotel", "viesnīca", "viesnīcas", "viesnīcai", "viesnīcu", "viesnīcā"),
    Named("the museum", "muzejs", "muzeja", "muzejam", "muzeju", "muzejā"),
    Named("the library", "bibliotēka", "bibliotēkas", "bibliotēkai", "bibliotēku", "bibliotēkā"),
    Named("the court", "tiesa", "tiesas", "tiesai", "tiesu", "tiesā"),
    Named("the airport", "lidosta", "lidostas", "lidostai", "lidostu", "lidostā"),
)
FORMS: Final = (
    "what is the {asked} of {en}?",
    "what's {en}'s {asked}?",
    "tell me {en}'s {asked}",
    "{agrees} ir {gen} {asked_lv}?",
    "{gen} {asked_lv}",
    "pasaki {gen} {asked_lv}, lūdzu",
    "{agrees} ir {asked_lv} {dat}?",
)
ALIKE: Final = (
    {"price", "cost"},
    {"opening", "hours"},
    {"opening", "founding"},
    {"founding", "age"},
    {"profit", "salary"},
    {"profit", "budget"},
    {"director", "spokesperson"},
    {"staff", "members"},
)
"""What may be told as well where both are known."""
BESIDE: Final = 5
ATTRIBUTES: Final = {row[0]: row for row in rows("plain-attributes.tsv")}


def asked_of(subject: Named, attribute: str) -> Iterator[str]:
    """Yield every question for an attribute of a subject."""
    _, asked, asked_lv, agrees, *_ = ATTRIBUTES[attribute]
    own = [question for name, question in rows("asked-plainly.tsv") if name == attribute]
    for form in (*FORMS, *own):
        yield form.format(asked=asked, asked_lv=asked_lv, agrees=agrees, **subject._asdict())


def told_of(subject: Named, attribute: str) -> dict[str, object]:
    """Return the fact that tells an attribute."""
    _, asked, asked_lv, _, value, value_lv = ATTRIBUTES[attribute]
    row = in_both(
        fact("it", subject.en.removeprefix("the "), attribute, value), subject.lv, value_lv
    )
    return {**row, "attribute_words": {"en": [asked], "lv": [asked_lv]}}


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_what_is_asked_plainly_is_answered(attribute: str) -> None:
    """Nothing else of the subject is told, and nobody is left without an answer."""
    names = list(ATTRIBUTES)
    others = [each for each in names if each != attribute and {each, attribute} not in ALIKE]
    at = names.index(attribute)
    missed = []
    for subject in SUBJECTS:
        beside = [others[(at + BESIDE * step) % len(others)] for step in range(BESIDE)]
        facts = [told_of(subject, each) for each in (attribute, *beside)]
        asked = list(asked_of(subject, attribute))
        missed += [
            typed
            for typed in (*asked, *map(fold, asked))
            if told(typed, facts) != [f"it.{attribute}"]
        ]

    assert missed == []
