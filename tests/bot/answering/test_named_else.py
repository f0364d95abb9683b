"""What a question asks of something else: another number, somebody's deputy, one thing more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.bot.answering.test_decide import fact, told

HARBOUR = fact("harbour", "Harbour Days 2025", "price", "EUR 9")


def in_both(row: Mapping[str, Any], name: str, value: str, said: str = "") -> dict[str, Any]:
    """Return a fact that is told in Latvian, too."""
    both = {
        "subject_names": {**row["subject_names"], "lv": [name]},
        "value": {**row["value"], "lv": value},
    }
    return {**row, **both, "statement": {"lv": said} if said else {}}


FERRIES = (
    in_both(fact("ferry", "ferry 4", "length", "62 metres"), "4. prāmis", "62 metri"),
    in_both(fact("ferry", "ferry 4", "berths", "12 berths"), "4. prāmis", "12 guļvietas"),
    in_both(HARBOUR, "„Ostas dienas 2025”", "9 eiro"),
    in_both(fact("captain", "harbour master", "salary", "EUR 2,100"), "ostas kapteinis", "2100 €"),
    in_both(
        fact("captain", "harbour master", "statement", "The ice is thin"),
        "ostas kapteinis",
        "Ledus ir plāns",
    ),
    in_both(
        fact("pass", "day pass", "free-for", "pupils"),
        "dienas karte",
        "skolēni",
        "Bez maksas ar prāmi brauc skolēni.",
    ),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how long is ferry 4?", ["ferry.length"]),
        ("how long is ferry 7?", []),
        ("cik garš ir 4. prāmis?", ["ferry.length"]),
        ("cik garš ir 7. prāmis?", []),
        ("how long is the ferry?", ["ferry.length"]),
        ("what is the salary of the harbour master?", ["captain.salary"]),
        ("what is the salary of harbour master 3?", []),
        ("kāda alga ir ostas kapteinim 3?", []),
        ("does ferry 4 have 12 berths?", ["ferry.berths"]),
        ("cik maksā „Ostas dienas 2025”?", ["harbour.price"]),
        ("cik maksāja „Ostas dienas 2023”?", []),
        ("what did Harbour Days 2023 cost?", []),
    ],
)
def test_another_number_is_another_name(question: str, expected: list[str]) -> None:
    """Line 7 is not line 9, nor the festival of one year that of another."""
    assert told(question, FERRIES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did the harbour master say?", ["captain.statement"]),
        ("what did the deputy harbour master say?", []),
        ("kāda ir ostas kapteiņa alga?", ["captain.salary"]),
        ("kāda ir ostas kapteiņa vietnieka alga?", []),
    ],
)
def test_a_deputy_is_somebody_else(question: str, expected: list[str]) -> None:
    """What somebody says or earns is not what the deputy does."""
    assert told(question, FERRIES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kas ar prāmi brauc bez maksas?", ["pass.free-for"]),
        ("vai uz prāmja būs bezmaksas internets?", []),
    ],
)
def test_what_is_not_said_is_not_affirmed(question: str, expected: list[str]) -> None:
    """Who asks whether there is something is not told of something else that is alike."""
    assert told(question, FERRIES) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When is the Spring gala?", ["gala.time"]),
        ("When is the Spring sale?", ["sale.time"]),
        ("When is the Pie festival?", ["pies.time"]),
        ("Kad ir Pavasara balle?", ["gala.time"]),
    ],
)
def test_a_word_of_another_language_is_none_of_the_name_s_own(
    question: str, expected: list[str]
) -> None:
    """What is a particle in Latvian is what an English name is about, and not passed over."""
    facts = (
        in_both(fact("gala", "Spring gala", "time", "20 May"), "Pavasara balle", "20. maijs"),
        in_both(fact("sale", "Spring sale", "time", "21 May"), "Pavasara tirgus", "21. maijs"),
        in_both(fact("pies", "Pie festival", "time", "22 May"), "Pīrāgu svētki", "22. maijs"),
    )
    assert told(question, facts) == expected


WIDENING = {"en": ["widening of NATO's presence in Latvia"], "lv": ["NATO klātbūtne Latvijā"]}
CREW = (
    in_both(fact("crew", "ferry crew", "sailors", "40 sailors"), "prāmja apkalpe", "40 jūrnieki"),
    in_both(
        {**fact("envoy", "the envoy", "widening", "talks go on"), "attribute_words": WIDENING},
        "sūtnis",
        "sarunas turpinās",
        "Par NATO klātbūtni Latvijā sarunas turpinās.",
    ),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many sailors does the ferry crew have?", ["crew.sailors"]),
        ("how often does the ferry crew change its sailors?", []),
        ("cik bieži prāmja apkalpē mainās jūrnieki?", []),
    ],
)
def test_how_often_is_told_by_no_number_of_people(question: str, expected: list[str]) -> None:
    """A count tells how many, and nothing of how often."""
    assert told(question, CREW) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("will NATO widen its presence in Latvia?", ["envoy.widening"]),
        ("what does Latvia want from NATO?", []),
        ("ko Latvija grib no NATO?", []),
    ],
)
def test_two_names_of_places_ask_for_nothing(question: str, expected: list[str]) -> None:
    """A fact that speaks of both says nothing of what else is between them."""
    assert told(question, CREW) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how large is the barn?", []),
        ("how much is the barn?", ["barn.price"]),
        ("cik liela ir klēts?", []),
    ],
)
def test_how_large_something_is_no_price_tells(question: str, expected: list[str]) -> None:
    """What has another number is not told by a sum of money."""
    facts = (in_both(fact("barn", "barn", "price", "EUR 900"), "klēts", "900 eiro"), *CREW)
    assert told(question, facts) == expected


@pytest.mark.parametrize("question", ["kas ir ostas kapteine?", "kura ir ostas kapteine?"])
def test_which_one_holds_an_office_is_who(question: str) -> None:
    """In Latvian "which" asks for a person, too, where an office is named."""
    office = in_both(fact("roe", "Jane Roe", "office", "harbour master"), "Jana Roze", "kapteine")
    facts = ({**office, "subject_names": {"en": ["Jane Roe"], "lv": ["ostas kapteine"]}}, *CREW)
    assert told(question, facts) == ["roe.office"]


TOWER = {
    "length": "300 metres",
    "height": "40 metres",
    "age": "70 years",
    "director": "Jane Roe",
    "salary": "EUR 3000",
    "phone": "67000000",
}


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("how tall is the tower?", "length"),
        ("how high is the tower?", "length"),
        ("how long is the tower?", "height"),
        ("how much is the tower?", "age"),
        ("whose is the tower?", "director"),
        ("who owns the tower?", "director"),
        ("who is the director of the tower?", "salary"),
        ("where is the tower?", "phone"),
    ],
)
def test_a_neighbouring_attribute_is_not_told(question: str, known: str) -> None:
    """What is not recorded is not known, whatever else is."""
    row = {
        **fact("tower", "tower", known, TOWER[known]),
        "attribute_words": {"en": ["director's salary" if known == "salary" else known]},
    }
    assert told(question, (row, *CREW)) == []


def test_what_is_called_as_asked_is_told_alone() -> None:
    """The price is asked for and not the costs, and the other way round."""
    price = in_both(fact("barn", "barn", "price", "EUR 900"), "klēts", "900 eiro")
    cost = in_both(fact("barn", "barn", "cost", "EUR 400"), "klēts", "400 eiro")
    assert told("what is the price of the barn?", (price, cost)) == ["barn.price"]
    assert told("what is the cost of the barn?", (price, cost)) == ["barn.cost"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kāds ir viesnīcas budžets?", ["hotel.budget"]),
        ("kāds ir viesnīcas budžeds?", ["hotel.budget"]),
        ("kāds ir viesnīcas Budžeds?", []),
    ],
)
def test_a_name_is_no_slip_of_a_common_word(question: str, expected: list[str]) -> None:
    """Capitals within a question make a name of what could be a word mistyped."""
    budget = fact("hotel", "the hotel", "budget", "EUR 5 million")
    facts = (in_both(budget, "viesnīca", "5 miljoni eiro"), *CREW)
    assert told(question, facts) == expected


def test_a_time_beside_the_year_of_a_name_is_a_time() -> None:
    """The festival of a year had another price in the spring of that year."""
    earlier = {**HARBOUR, "id": "earlier", "valid_from": "2025-01-01", "valid_to": "2025-02-09"}
    later = {**HARBOUR, "id": "later", "value": {"en": "EUR 12"}, "valid_from": "2025-02-10"}
    facts = (earlier, later)
    assert told("what did Harbour Days 2025 cost in January?", facts) == ["earlier"]
    assert told("what do Harbour Days 2025 cost?", facts) == ["later"]
