"""What a question asks, before anything is searched."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answering.reading import Reading, read

AT = datetime(2024, 7, 1, 9, tzinfo=UTC)


def reading(question: str) -> Reading:
    """Return the reading of a question asked in July 2024."""
    return read(question, AT, "Europe/Riga")


@pytest.mark.parametrize(
    ("question", "kind", "family"),
    [
        ("Kas vada slimnīcu?", "who_or_what", "leader"),
        ("kura ir slimnicas direktore", "which", "leader"),
        ("who's in charge of the hospital?", "who", "leader"),
        ("кто руководит больницей?", "who", "leader"),
        ("Cik maksās jaunais tilts?", "quantity", "cost"),
        ("what's the price tag of the bridge?", "quantity", "cost"),
        ("сколько стоит мост?", "quantity", "cost"),
        ("Kad sāka būvēt tiltu?", "when", "start"),
        ("when does the library open?", "when", "opening"),
        ("когда откроют библиотеку?", "when", "opening"),
        ("Kur atrodas muzejs?", "where", "place"),
        ("where is the museum located?", "where", "place"),
        ("где находится музей?", "where", "place"),
        ("Kāpēc slēdza skolu?", "why", "closing"),
        ("Cik garš ir maršruts?", "quantity", "length"),
        ("how deep is the lake?", "quantity", "depth"),
        ("cik vecs ir koris?", "quantity", "age"),
        ("How many people were injured?", "quantity", "injured"),
        ("Ko teica ministrs?", "who_or_what", "statement"),
        ("Līdz kuram datumam jāpiesakās?", "when", "deadline"),
        ("kam pieder stadions?", "who", "owner"),
        ("wen is teh vote", "when", "vote"),
    ],
)
def test_a_question_asks_for_a_kind_of_answer_and_an_attribute(
    question: str, kind: str, family: str
) -> None:
    """The question word gives the kind of answer, the other words the attribute's family."""
    found = reading(question)

    assert kind in found.kinds
    assert family in found.families


@pytest.mark.parametrize(
    ("question", "explained"),
    [
        ("Kas ir Rīgas mērs?", ["rīgas", "mērs"]),
        ("what is the colour of the bus?", ["colour", "bus"]),
        ("lūdzu pasaki man, kur tagad ir muzejs", ["muzejs"]),
        ("could you please tell me who runs it", ["runs"]),
    ],
)
def test_only_words_that_mean_something_ask_for_an_explanation(
    question: str, explained: list[str]
) -> None:
    """Question words, politeness and function words need no fact to explain them."""
    weighty = [term.word.exact for term in reading(question).terms if term.weight]

    assert weighty == explained


def test_a_name_in_the_middle_weighs_more_than_a_common_word() -> None:
    """A capitalised word inside the question is a name, and a name must be explained."""
    weights = {term.word.exact: term.weight for term in reading("Kas vada Bauskas tirgu?").terms}

    assert weights["bauskas"] > weights["tirgu"]


def test_what_is_counted_is_known() -> None:
    """The words "How many tanks" must count tanks, nothing else that has a number."""
    counted = [t.word.exact for t in reading("how many tanks do they have?").terms if t.counted]

    assert counted == ["tanks"]


def test_a_measure_is_known_by_its_question_word() -> None:
    """The words "How old" asks for an age, whatever else the words could mean."""
    assert "age" in reading("how old is the bridge?").measures
    assert "depth" in reading("cik dziļš ir ezers?").measures


@pytest.mark.parametrize(
    ("question", "language"),
    [("Kas vada slimnīcu?", "lv"), ("Who runs the hospital?", "en"), ("кто там?", None)],
)
def test_the_language_is_read_from_the_question(question: str, language: str | None) -> None:
    """A reply is in the language of the question, if it is one of ours."""
    assert reading(question).language == language


def test_earlier_holders_are_asked_for_by_name() -> None:
    """The words "Previous" and "bijušais" ask for the version before the one in force."""
    assert reading("who was the previous director?").version == -1
    assert reading("kas bija iepriekšējais direktors?").version == -1
    assert reading("who is the director?").version == 0


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("where will the three ministers meet?", "three"),
        ("kur tiksies trīs ministri?", "trīs"),
        ("where exactly is the hospital, honestly?", "honestly"),
        ("kur galu galā būs tirgus uzreiz pēc svētkiem?", "uzreiz"),
    ],
)
def test_what_says_little_need_not_be_explained(question: str, word: str) -> None:
    """How many there are in passing, how sure somebody is, how soon: no fact tells that."""
    weights = {term.word.exact: term.weight for term in reading(question).terms}
    assert weights.get(word, 0.0) < weights[max(weights, key=lambda one: weights[one])]


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        (
            "how much will the owners get for the vessels?",
            {"money", "share", "measure"},
        ),
        ("how many vessels are there?", {"count"}),
        ("cik mencu drīkst nozvejot?", {"count", "measure"}),
    ],
)
def test_how_much_counts_nothing_and_cik_may_be_either(question: str, forms: set[str]) -> None:
    """A sum is asked for, though a word for what is counted stands beside it."""
    assert reading(question).forms == forms
