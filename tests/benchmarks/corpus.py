"""Made-up files of facts of any size, with questions: the same each time, of nobody real."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from random import Random
from typing import Final

from tests.benchmarks.subjects import ATTRIBUTES, Attribute, Institution, institutions
from tests.benchmarks.vocabulary import Vocabulary, vocabularies

SEED: Final = 2021
FACTS_OF_A_SUBJECT: Final = 8
BACKGROUND: Final = 7
"""Words of a statement beside what it tells."""
LANGUAGES: Final = ("lv", "en")
OFF_TOPIC: Final = {
    "lv": "Cik maksā {} un {}?",
    "en": "What is the best {} for {}?",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with the key of the fact that answers it; empty: none does."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A JSON Lines file of facts, and questions about them; every third has no answer."""

    file: bytes
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A subject, what the store is to know of it, and what it is not."""

    subject: Institution
    told: tuple[Attribute, ...]
    untold: tuple[Attribute, ...]


def corpus(facts: int, questions: int) -> Corpus:
    """Return a corpus of so many facts and questions, in both languages."""
    random = Random(SEED)  # noqa: S311 - the same facts each time is what is wanted
    words = vocabularies(random)
    count = -(-facts // FACTS_OF_A_SUBJECT)
    every = institutions(count + 1)
    random.shuffle(every)
    known = [_known(random, subject) for subject in every[:count]]
    lines = islice((line for one in known for line in _lines(random, one, words)), facts)
    asked = _questions(random, known[: facts // FACTS_OF_A_SUBJECT], every[count:], words)
    return Corpus("".join(lines).encode(), tuple(islice(asked, questions)))


def _known(random: Random, subject: Institution) -> _Known:
    attributes = random.sample(ATTRIBUTES, len(ATTRIBUTES))
    return _Known(
        subject,
        tuple(attributes[:FACTS_OF_A_SUBJECT]),
        tuple(attributes[FACTS_OF_A_SUBJECT:]),
    )


def _lines(random: Random, known: _Known, words: dict[str, Vocabulary]) -> Iterator[str]:
    for attribute in known.told:
        value = attribute.value(random)
        line = {
            "id": _key(known.subject, attribute),
            "topic": "benchmark",
            "subject": known.subject.key,
            "subject_names": {"lv": [known.subject.nominative], "en": [known.subject.english]},
            "attribute": attribute.name,
            "attribute_words": attribute.words,
            "value": value,
            "statement": {
                "lv": f"{known.subject.genitive} {attribute.words['lv'][0]}: {value['lv']};"
                f" {words['lv'].sentence(random, BACKGROUND)}.",
                "en": f"{known.subject.english}, {attribute.words['en'][0]}: {value['en']};"
                f" {words['en'].sentence(random, BACKGROUND)}.",
            },
            "source": {
                "publisher": "Example Wire",
                "date": "2021-11-25",
                "url": f"https://example.org/{random.randrange(500)}",
            },
            "as_of": "2021-11-25",
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _key(subject: Institution, attribute: Attribute) -> str:
    return f"{subject.key}.{attribute.name.replace('_', '-')}"


def _questions(
    random: Random,
    known: list[_Known],
    strangers: list[Institution],
    words: dict[str, Vocabulary],
) -> Iterator[Question]:
    """Yield questions for ever: two that the store can answer, then one that it cannot."""
    languages, silences = cycle(LANGUAGES), cycle(range(3))
    while True:
        for language in islice(languages, 2):
            one = random.choice(known)
            attribute = random.choice(one.told)
            asked = _asked(language, one.subject, attribute)
            yield Question(asked, _key(one.subject, attribute))
        yield Question(
            _unanswerable(random, next(silences), random.choice(known), strangers, words), ""
        )


def _asked(language: str, subject: Institution, attribute: Attribute) -> str:
    return attribute.questions[language].format(**asdict(subject))


def _unanswerable(
    random: Random,
    silence: int,
    known: _Known,
    strangers: list[Institution],
    words: dict[str, Vocabulary],
) -> str:
    """Ask for what is not told of a known subject, of an unknown one, or of anything at all."""
    language = random.choice(LANGUAGES)
    if silence == 0:
        return _asked(language, known.subject, random.choice(known.untold))
    if silence == 1:
        return _asked(language, random.choice(strangers), random.choice(ATTRIBUTES))
    return OFF_TOPIC[language].format(*words[language].sentence(random, 2).split())
