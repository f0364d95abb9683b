"""One index for two audiences: readers learn nothing of what only the desk may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from bot.answering.answer import Answerer
from bot.answering.verdict import Verdict
from storage.content import Audience, Dossier
from tests.bot.answering.scoreboard import TOPICS, ZONE, Kept, dossiers, lines

TOPIC: Final = TOPICS / "hospital"
BESIDE: Final = TOPICS / "company"


def dossiers_of_both() -> list[Dossier]:
    """Return the facts of two topics."""
    return dossiers([*lines(TOPIC / "facts.jsonl"), *lines(BESIDE / "facts.jsonl")])


def internal(dossier: Dossier) -> Dossier:
    """Return a fact as only the desk may see it."""
    return Dossier(
        dossier.fact,
        tuple(
            replace(
                held,
                version=replace(
                    held.version,
                    content=replace(held.version.content, audience=Audience.DESK),
                ),
            )
            for held in dossier.held
        ),
    )


def mixed(seed: int) -> tuple[list[Dossier], list[Dossier]]:
    """Return facts of which about half are for the desk alone, and the others alone.

    Some subjects have facts of both kinds, some of one.
    """
    random = Random(seed)  # noqa: S311 - the same halves each time is what is wanted
    every = dossiers_of_both()
    hidden = {each.fact.subject.id for each in every if random.random() < 1 / 4}
    for_desk = {
        each.fact.id for each in every if each.fact.subject.id in hidden or random.random() < 1 / 3
    }
    together = [internal(each) if each.fact.id in for_desk else each for each in every]
    return together, [each for each in every if each.fact.id not in for_desk]


def told(
    answerer: Answerer, kept: Kept, audience: Audience, questions: Iterable[Mapping[str, Any]]
) -> list[object]:
    """Return all that comes of some questions, but for what says how surely."""
    found = []
    for question in questions:
        noon = datetime.fromisoformat(question["at"]).replace(hour=12, tzinfo=ZoneInfo(ZONE))
        verdict = answerer.ask(question["q"], at=noon, zone=ZONE, store=kept, audience=audience)
        found.append(_seen(verdict))
    return found


def _seen(verdict: Verdict) -> object:
    return (
        verdict.status,
        verdict.reason,
        [(pick.fact_id, pick.held.version.ref, pick.score) for pick in verdict.picks],
        # Two indexes find as many facts each as one of the same facts does in all: what comes far
        # behind may differ, what could be told may not.
        [(one.entry.key, one.features, one.unexplained) for one in verdict.trace.ranked[:3]],
    )


def follow(facts: Iterable[Dossier]) -> Answerer:
    """Return an answerer over some facts."""
    answerer = Answerer()
    answerer.follow(facts)
    return answerer


@pytest.mark.parametrize("seed", range(3))
def test_what_only_the_desk_may_see_changes_nothing_for_readers(seed: int) -> None:
    """Answers, offers, silence and every feature behind them are as if the rest did not exist."""
    together, public = mixed(seed)
    questions = lines(TOPIC / "questions.jsonl")
    kept = Kept(together)

    beside = told(follow(together), kept, Audience.EVERYONE, questions)

    assert beside == told(follow(public), kept, Audience.EVERYONE, questions)


@pytest.mark.parametrize("seed", range(3))
def test_the_desk_is_answered_as_if_all_were_said_to_everyone(seed: int) -> None:
    """What is found beside, or instead of, what readers see is answered like everything else."""
    together, _ = mixed(seed)
    questions = lines(TOPIC / "questions.jsonl")
    kept = Kept(together)

    answered = told(follow(together), kept, Audience.DESK, questions)

    assert answered == told(follow(dossiers_of_both()), kept, Audience.DESK, questions)


@pytest.mark.parametrize("seed", range(3))
def test_facts_that_change_their_audience_are_as_if_they_always_had_it(seed: int) -> None:
    """Shown, hidden, gone and back: what both audiences are told then is what it would be anew."""
    first, _ = mixed(seed)
    second, _ = mixed(seed + 1)
    left = [Dossier(each.fact, ()) if each.fact.id % 5 == 0 else each for each in second]
    questions = lines(TOPIC / "questions.jsonl")
    kept = Kept(second)
    changed = follow(first)

    for facts in (left, second, left):
        changed.follow(facts)

    anew = follow(left)
    for audience in Audience:
        assert told(changed, kept, audience, questions) == told(anew, kept, audience, questions)
    assert len(changed) == len(anew)
