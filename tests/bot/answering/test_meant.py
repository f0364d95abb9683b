"""Which subject a question means: by the longest name, by the year in it, by its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answering.analysis import analyse
from tests.bot.answering.scoreboard import answerer_over

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)


def fact(
    key: str, names: tuple[str, ...], value: str, statement: str, **more: object
) -> dict[str, object]:
    """Return a fact as files have it, told in English."""
    subject, _, attribute = key.partition(".")
    row: dict[str, object] = {
        "id": key,
        "subject": subject,
        "subject_names": {"en": list(names)},
        "attribute": attribute,
        "value": {"en": value},
        "statement": {"en": statement},
        "as_of": "2027-01-01",
    }
    return row | more


MILL = ("Oldtown Mill Museum", "Mill Museum")
FRIENDS = ("Friends of the Mill Museum",)
FAIR = ("Book Fair",)
FIRST = ("first Book Fair",)
GALA = ("Dance Gala",)
LAPA = ("Ilze Lapa",)
COUNT = ("2027 census", "census")
BEFORE = ("2021 census", "previous census")
BRIGADE = ("brigade in Latvia", "brigade")
FACTS = (
    fact("mill.director", MILL, "Anna Berga", "Anna Berga is the director of the Mill Museum."),
    fact("mill.why_closed", MILL, "a leaking roof", "The Mill Museum closed with a leaking roof."),
    fact(
        "mill.hours",
        MILL,
        "Tuesday to Sunday",
        "The Mill Museum was open from Tuesday to Sunday.",
        valid_from="2015",
        valid_to="2023",
    ),
    fact(
        "mill.reopening",
        MILL,
        "1 May 2027",
        "The Mill Museum is to reopen on 1 May.",
        valid_from="2026",
    ),
    fact("fair.date", FAIR, "4 June 2027", "The Book Fair is on 4 June 2027."),
    fact("first-fair.date", FIRST, "1 June 1994", "The first Book Fair was on 1 June 1994."),
    fact("lapa.office", LAPA, "Minister of Culture", "Ilze Lapa is Minister of Culture."),
    fact("archive.head", ("Archive of Culture",), "Jana Ose", "Jana Ose heads the Archive."),
    fact("gala.place", GALA, "Town Hall", "The Dance Gala takes place in the Town Hall."),
    fact(
        "gala.dancers",
        GALA,
        "170",
        "170 people take part in the Dance Gala.",
        attribute_words={"en": ["dancers"]},
    ),
    fact("aero.share", ("Aero",), "88%", "The state owns 88% of Aero."),
    fact(
        "offer.date",
        ("Aero initial public share offering", "IPO"),
        "autumn 2028",
        "The initial public share offering of Aero will be in autumn 2028.",
        attribute_words={"en": ["when", "date"]},
    ),
    fact("friends.members", FRIENDS, "86", "The Friends of the Mill Museum have 86 members."),
    fact("count.cost", COUNT, "EUR 11 million", "The census costs EUR 11 million."),
    fact("count.answered", COUNT, "52%", "So far 52% of residents have answered the census."),
    fact("before.cost", BEFORE, "EUR 2 million", "The 2021 census cost EUR 2 million."),
    fact("before.problem", BEFORE, "slow servers", "The 2021 census had a problem: slow servers."),
    fact("brigade.base", BRIGADE, "Ādaži", "The brigade in Latvia is based at Ādaži."),
    fact(
        "brigade.nations",
        BRIGADE,
        "Canada, Italy, Poland",
        "Soldiers of the brigade come from Canada, Italy and Poland.",
    ),
)


def told(question: str) -> list[str]:
    """Return what is answered or offered."""
    answerer, store = answerer_over(FACTS)
    verdict = answerer.ask(question, at=AT, zone="UTC", store=store)
    return sorted(pick.held.version.ref for pick in verdict.picks)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who is the director of the Mill Museum?", ["mill.director"]),
        ("who is the director of the Friends of the Mill Museum?", []),
        ("how many members do the Friends of the Mill Museum have?", ["friends.members"]),
    ],
)
def test_the_longest_name_is_meant(question: str, expected: list[str]) -> None:
    """Words that are part of another name in full do not name a subject."""
    assert told(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("when is the book fair?", ["fair.date"]),
        ("when was the first book fair?", ["first-fair.date"]),
    ],
)
def test_the_first_of_several_is_not_the_others(question: str, expected: list[str]) -> None:
    """An ordinal in a name tells a subject from another one."""
    assert told(question) == expected


def test_what_is_called_after_a_subject_may_be_meant_by_its_name() -> None:
    """A name that is said whole rivals all others but those that have it in theirs."""
    assert told("when is Aero going public?") == ["offer.date"]


def test_a_word_akin_to_the_name_may_ask_for_what_is_told() -> None:
    """An editor's own word for the attribute counts as that, though the name has one like it."""
    assert told("dance gala dancers") == ["gala.dancers"]


def test_a_word_of_no_list_may_be_a_slip_of_one() -> None:
    """A minster is in the dictionary, and nobody asks for one here."""
    assert told("whos the culture minster") == ["lapa.office"]


def test_a_listed_verb_is_met_in_the_present_tense() -> None:
    """The dictionary has only the past of another verb, "glābt", which is written alike."""
    said, listed = analyse("glabā glabāt")

    assert said.keys.concepts >= listed.keys.concepts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how much did the 2021 census cost?", ["before.cost"]),
        ("how much does the 2027 census cost?", ["count.cost"]),
        ("how much did the 2011 census cost?", []),
    ],
)
def test_a_year_belongs_to_a_name(question: str, expected: list[str]) -> None:
    """What is named by a year is not what another year names."""
    assert told(question) == expected


@pytest.mark.parametrize(
    "question",
    ["where is Poland's brigade?", "where is polands brigade", "where is the brigade in Estonia"],
)
def test_a_brigade_of_another_place_is_another_one(question: str) -> None:
    """A place that only takes part, or that no fact knows, narrows down to what is not held."""
    assert told(question) == []


def test_a_place_that_is_its_own_narrows_nothing_down() -> None:
    """The place in a subject's own name is no other place, however it is typed."""
    assert told("where is the brigade in latvia based") == ["brigade.base"]


def test_how_many_have_done_something_may_be_told_as_a_share() -> None:
    """After "how many" a verb names nothing that is counted."""
    assert told("how many have answered the census?") == ["count.answered"]


def test_a_key_that_asks_why_gives_a_reason() -> None:
    """An attribute with a question word in its key answers that question."""
    assert told("why was the Mill Museum closed?") == ["mill.why_closed"]


def test_a_question_word_before_an_order_makes_it_a_question() -> None:
    """A verb of orders is one of the question once something is asked."""
    assert told("what problem did the 2021 census reveal?") == ["before.problem"]
    assert told("reveal the problem of the 2021 census") == []


def test_what_held_then_is_told_where_the_best_did_not() -> None:
    """The days open of 2019 are told, though the reopening to come fits the words better."""
    assert told("what were the opening days of the Mill Museum in 2019?") == ["mill.hours"]


def test_who_asks_what_is_known_is_offered_the_little_there_is() -> None:
    """Of a subject of a few facts all are offered to who asks for no one of them."""
    assert told("what about the 2021 census?") == ["before.cost", "before.problem"]


@pytest.mark.parametrize(
    "question", ["who is the direktor of the Mill Museum?", "whos derector of mill museum"]
)
def test_a_slip_in_a_word_that_a_fact_has_asks_for_its_attribute(question: str) -> None:
    """Mended, it is the common word, though some fact has it, too, and is asked for by it."""
    assert told(question) == ["mill.director"]
