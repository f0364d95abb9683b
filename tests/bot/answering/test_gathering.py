"""What is asked in fifty ways comes together, and what is close to it stays outside.

`asked-afresh.tsv` holds twelve questions that were written before the rules were changed: each in
fifty wordings, half of them Latvian, and with nine others that are near and not the same. They are
measured in a store that knows nothing of them, and in one that knows what they are about
(`asked-subjects.jsonl`) and not the answer.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from bot.answering.asked_part import asked_part
from bot.answering.gathering import linked, one_with, sought
from bot.answering.gist import Gist, gist_of, read_gist, subjects_named
from bot.answering.likeness import alike
from bot.answering.parts import NOTHING
from storage.questions import Waiting
from tests.bot.answering.scoreboard import TOPICS, ZONE, answerer_over, dossiers, lines

AT: Final = datetime(2021, 11, 25, 9, tzinfo=UTC)
FOLDER: Final = Path(__file__).parent
STORES: Final = {
    "elsewhere": TOPICS / "trial" / "facts.jsonl",
    "subjects": FOLDER / "asked-subjects.jsonl",
}

MOST: Final = 3
"""Groups that fifty wordings should make."""
FEW: Final = 6
"""Questions of the twelve that make so few; measured 7 in each store, in each of four orders."""
MOST_OF_ANY: Final = 8
"""Groups that any of them may make; measured 7. Before the rules were changed it was 10 to 24."""
LEAST_TOGETHER: Final = 26
"""Wordings of any question that are in its largest group; measured 29 and more."""
MOST_FALSE: Final = 6
"""Near questions, of 108, that may join a group; measured 6 in any of four orders together."""

Gists: TypeAlias = Callable[[str], Gist]


def asked() -> dict[str, dict[str, list[str]]]:
    """Return the wordings and the near questions of each question."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: {"same": [], "near": []})
    for line in (FOLDER / "asked-afresh.tsv").read_text("utf-8").splitlines():
        about, kind, question = line.split("\t")
        found[about][kind].append(question)
    return found


@pytest.fixture(scope="module", params=sorted(STORES))
def gist(request: pytest.FixtureRequest) -> Gists:
    """Return what tells what a question is about, over each of the stores."""
    rows = lines(STORES[request.param])
    answerer, store = answerer_over(rows, NOTHING)
    subjects = [each.fact.subject for each in dossiers(rows)]
    names = {each.key: [*chain(*each.names.values())] for each in subjects}

    @cache
    def of(question: str) -> Gist:
        trace = answerer.ask(question, at=AT, zone=ZONE, store=store).trace
        named = {key: names[key] for key in subjects_named(trace.ranked)}
        return gist_of(asked_part(trace.reading, AT, ZONE), AT, named)

    return of


def grouped(gists: Sequence[Gist], seed: int) -> list[list[int]]:
    """Return which of some gists come together, asked one after another in some order."""
    order = random.Random(seed).sample(range(len(gists)), len(gists))  # noqa: S311 - an order, no secret
    waiting: dict[int, list[int]] = {}
    for number in order:
        every = [Waiting(n, group, str(gists[n])) for group in waiting for n in waiting[group]]
        near = linked(gists[number], every)
        keys = {group: [str(gists[n]) for n in reversed(waiting[group])] for group in near}
        first, *others = one_with(gists[number], keys) or (number,)
        waiting.setdefault(first, []).append(number)
        for other in others:
            waiting[first] += waiting.pop(other)
    return sorted(waiting.values(), key=len, reverse=True)


def test_fifty_wordings_make_few_groups(gist: Gists) -> None:
    """Most of them are one group, and half of the questions make three groups at most."""
    made = {}
    for about, questions in asked().items():
        groups = grouped([gist(each) for each in questions["same"]], seed=1)
        assert len(groups) <= MOST_OF_ANY, about
        assert len(groups[0]) >= LEAST_TOGETHER, about
        made[about] = len(groups)

    assert sum(count <= MOST for count in made.values()) >= FEW, made


def test_what_is_near_stays_outside(gist: Gists) -> None:
    """Whoever asks something else is hardly ever told the answer, whatever was asked first."""
    joined = []
    for questions in asked().values():
        count = len(questions["same"])
        gists = [gist(each) for each in chain(questions["same"], questions["near"])]
        for group in grouped(gists, seed=2):
            others = [at for at in group if at >= count]
            if len(others) < len(group):
                joined += [questions["near"][at - count] for at in others]

    assert len(joined) <= MOST_FALSE, joined


def test_no_question_is_linked_with_another(gist: Gists) -> None:
    """Of two hundred wordings of twelve questions no two of different ones are linked."""
    told = [(about, gist(each)) for about, found in asked().items() for each in found["same"][::3]]

    assert not [
        (about, other)
        for about, one in told
        for other, two in told
        if about < other and alike(one, two)
    ]


def test_what_is_stored_is_read_back(gist: Gists) -> None:
    """A stored gist says all that it was made of, and what is looked for is in it."""
    for questions in asked().values():
        for question in questions["same"][::5]:
            found = gist(question)
            assert read_gist(str(found)) == found
            wanted = sought(found)
            assert all(any(mark in str(found) for mark in marks) for _, marks in wanted.words)
