"""What is answered, offered or left: which subject is meant, and which of its attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from tests.bot.answering.scoreboard import answerer_over

AT = datetime(2025, 3, 1, 12, tzinfo=UTC)


def fact(subject: str, name: str, attribute: str, value: str) -> dict[str, object]:
    """Return a fact as files have it, told in English."""
    return {
        "id": f"{subject}.{attribute}",
        "subject": subject,
        "subject_names": {"en": [name]},
        "attribute": attribute,
        "value": {"en": value},
        "as_of": "2025-01-01",
        "valid_from": None,
        "valid_to": None,
    }


FACTS = (
    fact("mill", "Oldtown mill", "owner", "Anna Berga"),
    fact("mill", "Oldtown mill", "reason", "a flood"),
    fact("mill", "Oldtown mill", "completion", "12 May 2025"),
    fact("mill", "Oldtown mill", "cost", "EUR 3 million"),
    fact("bridge", "Newtown bridge", "completion", "1 June 2026"),
    fact("bridge", "Newtown bridge", "place", "Newtown"),
)


def told(question: str, facts: Sequence[Mapping[str, object]] = FACTS) -> list[str]:
    """Return what is answered or offered from some facts."""
    answerer, store = answerer_over(facts)
    verdict = answerer.ask(question, at=AT, zone="UTC", store=store)
    return sorted(pick.held.version.ref for pick in verdict.picks)


def test_a_name_alone_is_offered_what_most_want_to_know() -> None:
    """Who only says a name is offered a few of its facts."""
    assert told("Oldtown mill") == ["mill.completion", "mill.cost"]


def test_the_same_attribute_of_two_subjects_is_offered() -> None:
    """Where everything but the subject is said, the subjects are offered."""
    assert told("when will it be completed?") == ["bridge.completion", "mill.completion"]


@pytest.mark.parametrize("question", ["why was the Oldtown mill closed?", "why the Oldtown mill?"])
def test_who_asks_why_is_told_a_reason(question: str) -> None:
    """A reason is told to who asks why, whatever verb stands beside it."""
    assert told(question) == ["mill.reason"]


def test_money_is_nobody() -> None:
    """Who asks for a person is not told a sum, however its currency is written."""
    assert told("who runs the Oldtown mill?") == []


def test_another_thing_of_the_same_place_is_not_meant() -> None:
    """A place's mill is not its bridge, where bridges are known of elsewhere only."""
    assert told("when will the Oldtown bridge be completed?") == []


def test_a_seat_that_is_a_town_is_where_somebody_sits() -> None:
    """What is told says which meaning of a key's word is meant."""
    facts = (
        fact("agency", "Forest agency", "seat", "Sigulda")
        | {"statement": {"en": "The Forest agency is based in Sigulda."}},
        fact("agency", "Forest agency", "staff", "40"),
    )
    assert told("where is the Forest agency based?", facts) == ["agency.seat"]
    assert told("how many seats does the Forest agency have?", facts) == []


TRAMS = (
    fact("tram", "city tram", "price", "EUR 2"),
    fact("tram", "city tram", "monthly-price", "EUR 40"),
    fact("tram", "city tram", "price-from-driver", "EUR 3"),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is the price of the city tram?", ["tram.price"]),
        ("what is the monthly price of the city tram?", ["tram.monthly-price"]),
        ("the price of the city tram from the driver?", ["tram.price-from-driver"]),
        ("city tram price", ["tram.price"]),
    ],
)
def test_what_is_called_more_is_meant_where_more_is_said(
    question: str, expected: list[str]
) -> None:
    """A price is the plain one; that of a month where a month is said."""
    assert told(question, TRAMS) == expected


def lead(number: int, name: str, since: str, until: str | None) -> dict[str, object]:
    """Return who led the mill in a time, in both languages."""
    row = fact("mill", "Oldtown mill", "leader", name)
    names = {"en": ["Oldtown mill"], "lv": ["Vecpilsētas dzirnavas"]}
    value = {"en": name, "lv": name}
    period = {"valid_from": since, "valid_to": until}
    return row | period | {"id": str(number), "value": value, "subject_names": names}


LEADERS = (
    lead(1, "Ilze Kronberga", "2015-01-01", "2018-12-31"),
    lead(2, "Oto Vējš", "2019-01-01", "2022-12-31"),
    lead(3, "Anna Berga", "2023-01-01", None),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who led the Oldtown mill before Anna Berga?", ["2"]),
        ("who led the Oldtown mill before Berga?", ["2"]),
        ("who led the Oldtown mill before Oto Vējš?", ["1"]),
        ("who led the Oldtown mill after Ilze Kronberga?", ["2"]),
        ("kas vadīja Vecpilsētas dzirnavas pirms Annas Bergas?", ["2"]),
        ("kas vadīja Vecpilsētas dzirnavas pēc Oto Vēja?", ["3"]),
        ("who led the Oldtown mill before Ilze Kronberga?", []),
        ("who led the Oldtown mill after Anna Berga?", []),
        ("who led the Oldtown mill before Jānis Siliņš?", []),
        ("who leads the Oldtown mill?", ["3"]),
        ("who led the Oldtown mill before June 2018?", ["1"]),
    ],
)
def test_whoever_came_before_or_after_somebody_is_told(question: str, expected: list[str]) -> None:
    """Where both are held one after the other; else there is silence."""
    assert told(question, LEADERS) == expected


RUBBISH = fact("mill", "Oldtown mill", "volume", "40 tonnes") | {
    "statement": {"en": "Some 40 tonnes of rubbish lay in the forest of the Oldtown mill."}
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how much waste is there at the Oldtown mill?", ["mill.volume"]),
        ("how much trash is there in the Oldtown mill in Ventspils?", []),
        ("how much trash is in the woods of the Oldtown mill?", []),
    ],
)
def test_a_fact_ahead_of_its_subjects_others_needs_less_evidence(
    question: str, expected: list[str]
) -> None:
    """What only a statement says, in another word, is told if that explains all that is asked."""
    assert told(question, (*FACTS, RUBBISH)) == expected


TOWNS = ("Oakton", "Elmton", "Ashton", "Pineton", "Alderby", "Birchby")
SCHOOLS = [fact(f"{town}-school", f"{town} school", "visitors", "7000") for town in TOWNS]
CHOIR = fact("choir", "Ivyton choir", "rebuilding-cost", "EUR 4 million")


def test_what_else_is_there_in_a_place_is_not_meant_however_far_ahead() -> None:
    """A town's choir is not its school, though its name is half said and all else fits."""
    assert told("how much will rebuilding Ivyton choir cost?", (*SCHOOLS, CHOIR)) == [
        "choir.rebuilding-cost"
    ]
    assert told("how much will rebuilding Ivyton school cost?", (*SCHOOLS, CHOIR)) == []


def test_what_else_takes_place_in_a_town_is_not_what_is_named_by_it() -> None:
    """The concert in Riga is not the meeting of Riga, of whose name only the town is said."""
    meeting = fact("meeting", "Riga meeting", "time", "30 November 2025")
    meeting["attribute_words"] = {"en": ["when does it take place"]}
    assert told("when does the concert in Riga take place?", (meeting,)) == []
    assert told("when does the meeting in Riga take place?", (meeting,)) == ["meeting.time"]


PARK = (
    fact("park", "Elkton park", "founded", "1997")
    | {"subject_names": {"en": ["Elkton park", "Elkmoor"]}},
    fact("rules", "new park rules", "drones", "only with a permit"),
    fact("rules", "new park rules", "in-force", "1 May 2025"),
    fact("school", "Elkton school", "pupils", "340"),
)


def test_what_belongs_to_a_subject_is_told_by_its_name() -> None:
    """The rules of the park are the park's; the school of the same town is not."""
    assert told("are drones allowed in Elkmoor?", PARK) == ["rules.drones"]
    assert told("how many pupils has Elkmoor?", PARK) == []


def test_a_subject_within_the_name_of_another_is_told_what_fits_in_full() -> None:
    """Who names the bank and the outage of its payments means the outage."""
    facts = (
        fact("bank", "Amber bank", "head", "Linda Berga"),
        fact("outage", "outage of payments at Amber bank online", "start", "3 March 2025"),
    )
    assert told("when did the outage at Amber bank start?", facts) == ["outage.start"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("when will they fettle the Oldtown mill?", ["mill.completion"]),
        ("when did the Oldtown mill gain its first employee?", []),
        ("when will Zeltkalns fettle the Oldtown mill?", []),
        ("what will they fettle at the Oldtown mill?", []),
    ],
)
def test_the_only_such_answer_of_a_subject_is_told_whatever_the_verb(
    question: str, expected: list[str]
) -> None:
    """A verb that no list has asks for nothing else; a known word or a name may."""
    assert told(question) == expected


REGULATOR = (
    fact("wolf", "Snow", "collared", "12 October 2024"),
    fact("wolf", "Snow", "scent", "none"),
    fact("regulator", "Northern regulator", "inspection", "every spring"),
    fact("regulator", "Northern regulator", "fine", "EUR 400"),
    fact("lake", "Upper lake", "inspection", "every autumn"),
    fact("river", "Amber river", "inspection", "every winter"),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("tell me something about Snow", ["wolf.collared", "wolf.scent"]),
        ("what about the Northern regulator?", ["regulator.fine", "regulator.inspection"]),
    ],
)
def test_who_only_names_a_subject_is_offered_what_is_known(
    question: str, expected: list[str]
) -> None:
    """Though a word of the name may ask for something, and nobody foresaw what is told."""
    assert told(question, REGULATOR) == expected


def test_of_subjects_named_at_once_each_is_offered() -> None:
    """What one leaves unexplained is the other's name, not that of a stranger."""
    both = "how is the inspection of the Upper Lake and the Amber River?"
    assert told(both, REGULATOR) == ["lake.inspection", "river.inspection"]
    assert told(both.replace("Amber River", "Elk River"), REGULATOR) == []


QUOTA = (
    fact("herring", "herring quota", "tonnes", "22,900 tonnes"),
    fact("herring", "herring quota", "closed-season", "30 days in May and June"),
    fact("salmon", "salmon quota", "pieces", "3,400 fish"),
)


def test_how_big_something_is_no_number_of_days_tells() -> None:
    """Where only the name is said, what is told in a fitting form is meant."""
    assert told("how big is the herring quota?", QUOTA) == ["herring.tonnes"]


def test_a_name_of_which_one_thing_is_known_is_told_that() -> None:
    """There is nothing to choose from."""
    assert told("salmon quota", QUOTA) == ["salmon.pieces"]


def test_how_long_something_has_been_there_is_told_by_since_when() -> None:
    """Where since when is asked, too, its age is no measure that the fact fails to tell."""
    facts = (fact("base", "Oldtown base", "opened", "3 May 2019"), *FACTS)
    asked = "how long has the Oldtown base existed, when was it opened?"
    assert told(asked, facts) == ["base.opened"]
    assert told("how old is the reason of the Oldtown mill?") == []
