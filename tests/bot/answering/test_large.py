"""A large store: answered from the database until its index stands, and by rare words then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.answering.engine import COMMON
from bot.answering.following import Follower
from bot.answering.meanwhile import SubjectNames
from bot.answering.verdict import Status
from bot.editing.change import Draft, Editor, add
from bot.editing.subject import About, add_subject
from storage.content import Audience
from storage.database import Database, throwaway
from tests.benchmarks.corpus import corpus
from tests.bot.answering.scoreboard import ZONE, answerer_over
from tests.standins.clock import FakeClock

AT = datetime(2024, 7, 1, 9, tzinfo=UTC)
PATIENCE = 60.0
NAMES = ((1, "Mežmalas slimnīca"), (2, "Mežmala Hospital"), (3, "Krastu slimnīca"), (4, "F-35"))


@pytest.fixture
def database(clock: FakeClock) -> Iterator[Database]:
    """Yield a store of two facts, one of them for the desk alone."""
    with throwaway(clock) as database:
        with database.write() as tx:
            editor = Editor(tx, None, "console:test", ZONE)
            add_subject(editor, "mezmala", About({"lv": ("Mežmalas slimnīca",)}))
            add(editor, "mezmala.head", Draft(value={"lv": "Anna Bite"}))
            draft = Draft(value={"lv": "310"}, audience=Audience.DESK)
            add(editor, "mezmala.beds-count", draft)
        yield database


def ask(follower: Follower, database: Database, question: str, audience: Audience) -> list[str]:
    """Return the values that answer a question."""
    with database.read() as tx:
        verdict = follower.ask(tx, question, at=tx.now, zone=ZONE, audience=audience)
        return [pick.held.version.content.value["lv"] for pick in verdict.picks]


def test_questions_are_answered_before_the_index_stands_and_after(database: Database) -> None:
    """From the database or from the index, the same answer; an edit counts at once either way."""
    follower = Follower(database, large=1)
    asked = "kas vada Mežmalas slimnīcu?"

    first = ask(follower, database, asked, Audience.EVERYONE)
    stands = follower.wait(PATIENCE)
    then = ask(follower, database, asked, Audience.EVERYONE)
    with database.write() as tx:
        editor = Editor(tx, None, "console:test", ZONE)
        add_subject(editor, "krasti", About({"lv": ("Krastu slimnīca",)}))
        add(editor, "krasti.head", Draft(value={"lv": "Ilze Vītola"}))
    new = ask(follower, database, "kas vada Krastu slimnīcu?", Audience.EVERYONE)

    assert stands
    assert first == then == ["Anna Bite"]
    assert new == ["Ilze Vītola"]
    with database.read() as tx:
        assert follower.trouble(tx) == ""


def test_who_asks_once_waits_for_no_index(database: Database) -> None:
    """One question to a large store is answered from the database, and begins no index."""
    follower = Follower(large=1, once=True)

    assert ask(follower, database, "kas vada Mežmalas slimnīcu?", Audience.EVERYONE) == [
        "Anna Bite"
    ]
    with database.read() as tx:
        assert follower.trouble(tx) == "0%"


def test_readers_are_told_nothing_of_the_desk_s_before_the_index_stands(
    database: Database,
) -> None:
    """What only the desk may see is answered to the desk alone, from the database too."""
    asked = "cik gultu ir Mežmalas slimnīcā?"

    assert ask(Follower(database, large=1), database, asked, Audience.DESK) == ["310"]
    assert ask(Follower(database, large=1), database, asked, Audience.EVERYONE) == []


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Kas vada Mežmalas slimnīcu?", 1),
        ("kas vada mezmalas slimnicu", 1),
        ("Who is the head of Mežmala Hospital?", 2),
        ("Cik gultu ir Krastu slimnīcā?", 3),
        ("How many F-35 are there?", 4),
    ],
)
def test_names_lead_to_their_subjects(question: str, best: int) -> None:
    """Inflected or without diacritics, a name leads to its subject before all others."""
    assert SubjectNames(NAMES).meant(question)[0] == best


def test_what_names_nobody_leads_nowhere() -> None:
    """No subject is meant by words that no name has."""
    assert SubjectNames(NAMES).meant("cik maksā piens?") == []


def test_rare_words_find_their_fact_among_thousands_that_share_the_others() -> None:
    """Where every fact has a word of the question, the word that few have leads to the answer."""
    facts = COMMON + 200
    made = corpus(facts, 12)
    rows = [json.loads(line) for line in made.file.decode().splitlines()]
    for row in rows:
        row["attribute_words"]["en"].append("kindergarten")
    answerer, store = answerer_over(rows)
    answered = [question for question in made.questions if question.key]

    found = [
        [pick.held.version.ref for pick in verdict.picks]
        for question in answered
        for verdict in [
            answerer.ask(f"kindergarten: {question.text}", at=AT, zone=ZONE, store=store)
        ]
    ]
    alone = answerer.ask("kindergarten?", at=AT, zone=ZONE, store=store)

    assert len(answerer) == facts
    assert found == [[question.key] for question in answered]
    assert alone.status is Status.UNKNOWN
    assert not alone.trace.ranked
