"""Which questions ask the same: wordings of one, in two languages, and what only looks like one.

`asked-alike.tsv` holds fifty wordings of each of three questions, written before the rules were.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from bot.answering.asked_part import asked_part
from bot.answering.following import Follower
from bot.answering.gathering import likeliest, one_with
from bot.answering.gist import Gist, gist_of, read_gist, subjects_named
from bot.answering.likeness import alike
from storage.content import Audience
from storage.database import Database
from storage.questions import Waiting
from tests.standins.clock import FakeClock

AT: Final = datetime(2021, 11, 25, 9, tzinfo=UTC)
ZONE: Final = "Europe/Riga"
MOST: Final = 3
"""Groups that fifty wordings may make."""

Gists: TypeAlias = Callable[[str], Gist]


def wordings() -> dict[str, list[str]]:
    """Return the wordings of each question."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "asked-alike.tsv").read_text("utf-8").splitlines():
        about, question = line.split("\t")
        found.setdefault(about, []).append(question)
    return found


@pytest.fixture(scope="module")
def gist(riga_store: Path) -> Iterator[Gists]:
    """Yield what tells what a question is about."""
    database, answerer = Database(f"sqlite:///{riga_store}", FakeClock()), Follower()

    def of(question: str) -> Gist:
        with database.read() as tx:
            trace = answerer.ask(tx, question, at=AT, zone=ZONE, audience=Audience.EVERYONE).trace
            known = [tx.subjects.find(key) for key in subjects_named(trace.ranked)]
        named = {subject.key: [*chain(*subject.names.values())] for subject in known if subject}
        return gist_of(asked_part(trace.reading, AT, ZONE), AT, named)

    yield of
    database.close()


def groups(gists: Iterable[Gist]) -> list[int]:
    """Return how many of some gists are in each group, as they are asked one after another."""
    waiting: dict[int, list[str]] = {}
    for number, each in enumerate(gists):
        every = [Waiting(n, n, key) for n, keys in waiting.items() for key in keys]
        near = {group: waiting[group] for group in likeliest(each, every)}
        first, *others = one_with(each, near) or (number,)
        waiting.setdefault(first, []).append(str(each))
        for other in others:
            waiting[first] += waiting.pop(other)
    return sorted(map(len, waiting.values()), reverse=True)


@pytest.mark.parametrize("about", sorted(wordings()))
def test_fifty_wordings_make_three_groups_at_most(gist: Gists, about: str) -> None:
    """And four of five are in the first, in whichever order they are asked."""
    gists = [gist(question) for question in wordings()[about]]
    assert len(gists) == 50

    for seed in range(20):
        asked = random.Random(seed).sample(gists, len(gists))  # noqa: S311 - an order, no secret
        sizes = groups(asked)
        assert len(sizes) <= MOST, sizes
        assert sizes[0] >= 40


def test_no_wording_of_one_is_one_of_another(gist: Gists) -> None:
    """A hundred and fifty wordings of three questions never meet across them."""
    told = [(about, gist(each)) for about, asked in wordings().items() for each in asked]

    assert not [
        (about, other)
        for about, one in told
        for other, two in told
        if about < other and alike(one, two)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How many doctors work at the hospital?", "How many nurses work at the hospital?"),
        ("When does Stoltenberg arrive in Riga?", "When does Stoltenberg leave Riga?"),
        ("When will Stoltenberg be in Riga?", "When does Stoltenberg leave Riga?"),
        ("Who leads the National Theatre?", "Who founded the National Theatre?"),
        ("When does the Central Library open?", "When does the Central Library close?"),
        ("Where is the Christmas concert?", "When is the Christmas concert?"),
        ("How much is a ticket to the concert?", "When is the concert?"),
        ("How much is a ticket to the concert?", "How many tickets to the concert are left?"),
        ("How much is the Christmas concert?", "How much is the Easter concert?"),
        ("Who leads the battle group in Lithuania?", "Who leads the battle group in Estonia?"),
        ("Kas vada kaujas grupu Lietuvā?", "Cik karavīru ir kaujas grupā Lietuvā?"),
        ("Kāda ir Rinkēviča alga?", "Kāds ir Rinkēviča tālrunis?"),
        ("When does bus 1 leave?", "When does bus 11 leave?"),
        ("How old is Pabriks?", "How tall is Pabriks?"),
        ("Kas ir Jelgavas mērs?", "Kad ir Jelgavas mērs?"),
        ("When was the library built?", "Who built the library?"),
        ("When was the bridge opened in 2008?", "When was the bridge opened in 2010?"),
        ("When does the ferry to Helsinki resume?", "When was the ferry to Helsinki suspended?"),
        ("Why are the nurses on strike?", "Why are the nurses not on strike?"),
        ("Why were the trains cancelled?", "Why were the buses cancelled?"),
    ],
)
def test_different_questions_of_one_subject_stay_apart(gist: Gists, one: str, other: str) -> None:
    """Whoever asks the one is not told the answer to the other."""
    assert not alike(gist(one), gist(other))
    assert not alike(gist(other), gist(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who leads the battle group in Lithuania?", "Kas vada kaujas grupu Lietuvā?"),
        ("Kāda ir Rinkēviča alga?", "What is the salary of Rinkevics?"),
        ("How old is Pabriks?", "Cik gadu ir Pabrikam?"),
        ("Where is the National Library?", "Kur atrodas Nacionālā bibliotēka?"),
        ("Who built the National Library?", "Kas uzcēla Nacionālo bibliotēku?"),
        ("Who is the mayor of Jelgava?", "Kas ir Jelgavas mērs?"),
        ("What is the name of the mayor of Jelgava?", "Kurš ir Jelgavas mērs?"),
    ],
)
def test_languages_meet(gist: Gists, one: str, other: str) -> None:
    """Words count by what they mean."""
    assert alike(gist(one), gist(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("When will the Stadium open next year?", "Kad nākamgad maijā atvērs stadionu?"),
        ("Cik drīz atvērs stadionu?", "How soon will the Stadium open?"),
        ("Until when is the Stadium closed?", "Kad atvērs stadionu?"),
        ("Cik ilgi stadions nestrādās?", "When will the Stadium reopen?"),
        ("Is it allowed to swim in the canal?", "Vai kanālā drīkst peldēt?"),
        ("Kura bija ātrākā sieviete skrējienā?", "Who was the fastest woman in the race?"),
        ("Kad sāksies elektrifikācija Tukumā?", "When does electrification start in Tukums?"),
        ("Why were there no trams?", "Kāpēc tramvaji bija atcelti?"),
        ("How many days will there be no heating?", "Cik ilgi nebūs apkures?"),
        ("Vai taisnība, ka muzeju slēgs?", "true that they close the museum"),
        ("How much does gas cost in May?", "Cik maksā gāze?"),
        ("Why is the canal so dirty?", "Kāpēc kanāls tik dubļains un netīrs?"),
    ],
)
def test_one_question_is_put_in_unlike_ways(gist: Gists, one: str, other: str) -> None:
    """The month or its year is named, an end or a beginning, in words of either language."""
    assert alike(gist(one), gist(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How many people ran in the marathon?", "How many people ran in the marathon in 2019?"),
        ("What is the budget of the city?", "What is the budget of the city next year?"),
        ("Is the ice of the lake safe?", "How thick is the ice of the lake?"),
        ("Vai ezera ledus ir biezs?", "Cik biezs ir ezera ledus?"),
        ("Vai Ķīšezers ir aizsalis?", "Vai Juglas ezers ir aizsalis?"),
        ("How long is the Stadium?", "When will the Stadium open?"),
    ],
)
def test_what_only_sounds_like_it_is_never_one(gist: Gists, one: str, other: str) -> None:
    """Not even for a group whose other questions are like it."""
    assert not one_with(gist(one), {1: [str(gist(other))] * 2})


WATER: Final = (
    "Kāpēc Jelgavā no krāna tek brūns ūdens?",
    "Kāpēc Jelgavā ūdens ir brūns?",
    "Why is the tap water brown in Jelgava?",
    "Why is the water in Jelgava brown?",
    "Why has the water in Jelgava turned brown?",
)


@pytest.mark.parametrize("question", ["Why is the water in Jelgava so gunky and yucky?"])
def test_what_says_no_more_than_a_group_belongs_to_it(gist: Gists, question: str) -> None:
    """Also if none of it is linked with it; words that nobody knows may stand for any of theirs."""
    asked, group = gist(question), [str(gist(each)) for each in WATER]

    assert not any(alike(asked, read_gist(each)) for each in group)
    assert one_with(asked, {1: group}) == (1,)
    assert likeliest(asked, [Waiting(n, 1, key) for n, key in enumerate(group)]) == (1,)
    assert not one_with(asked, {1: group[:2]})


@pytest.mark.parametrize(
    "question",
    [
        "Why is the water in Jelgava so gunky in Ozolnieki?",
        "Why is the water in Jelgava so gunky and expensive?",
        "Why is it so gunky and yucky in Jelgava?",
    ],
)
def test_what_says_more_or_less_does_not_belong(gist: Gists, question: str) -> None:
    """Another name, another thing, or too little of what the group names."""
    assert not one_with(gist(question), {1: [str(gist(each)) for each in WATER]})


def test_what_is_stored_is_read_back(gist: Gists) -> None:
    """A stored gist says all that it was made of."""
    for asked in wordings().values():
        for question in asked[::7]:
            assert read_gist(str(gist(question))) == gist(question)
