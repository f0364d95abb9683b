"""Answering what we said at a time, from the store as it was recorded then.

The facts are found by the usual index, and among those of which nothing is held any more: what
was withdrawn was told all the same. What an audience may not see is in neither.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.answering.analysis import analyse
from bot.answering.answer import MOST_PICKS, Answerer, Considered, confidence, instant_of
from bot.answering.decide import Choice
from bot.answering.entry import content_words, names_of
from bot.answering.language import question_language
from bot.answering.offering import BARE_NAME
from bot.answering.rank import Ranked
from bot.answering.tellings import tellings
from bot.answering.told_then import AskedTelling, Window
from bot.answering.verdict import Clock, Pick, Reason, Status, Trace, Verdict
from bot.showing.visibility import seen
from storage.content import Audience, Dossier, Held
from storage.database import Transaction

MOST_WITHDRAWN: Final = 300
"""Withdrawn facts that are looked at, the latest: so many take a tenth of a second."""

Here: TypeAlias = tuple[str, Audience]
"""The zone, IANA, and the audience of whoever asks."""


def recall(
    tx: Transaction, considered: Considered, asked: AskedTelling, at: datetime, here: Here
) -> Verdict:
    """Return what was said of what a question asks for.

    Args:
        tx: an open transaction.
        considered: the rest of the question, as the index understands it.
        asked: the question.
        at: when it is asked, aware.
        here: where, and as whom.
    """
    zone, audience = here
    others = _withdrawn(tx, audience).consider(asked.rest, at, zone, audience)
    # Of a subject that is only named, what is known of it comes before what was withdrawn, and
    # what most want to know of it now may not be what we said of it then.
    own = _of_the_subject(tx, considered[1], asked.rest)
    reading, ranked, choice = considered if own else max((considered, others), key=_best)
    time = reading.time
    world = None if time is None or time.current else instant_of(reading, at)
    window = replace(asked.window, world=world)
    winners = own or choice.winners or _of_the_subject(tx, ranked, asked.rest)
    scores = {one.entry.fact_id: confidence(one) for one in winners}
    # Which of several holders came before is no question of what we said.
    picks = () if reading.version else told_of(tx, scores, window, audience)
    reason = _why_none(asked, considered=(reading, ranked, choice)) if not picks else None
    return Verdict(
        status=_status(picks),
        language=reading.language,
        picks=picks,
        reason=reason,
        instant=_last_instant(window, at),
        trace=Trace(reading, ranked),
        clock=Clock.TOLD,
        window=window,
    )


def _of_the_subject(tx: Transaction, ranked: Sequence[Ranked], rest: str) -> Sequence[Ranked]:
    """Return what is known best of a subject, where nothing but its name is said."""
    if not ranked or ranked[0].features.name < BARE_NAME:
        return ()
    best = ranked[0].entry
    names = names_of(tx.facts.get([best.fact_id])[best.fact_id].subject.names)
    if any(word.keys.every.isdisjoint(names.keys) for word in content_words(analyse(rest))):
        return ()
    return [one for one in ranked if one.entry.subject == best.subject][:MOST_PICKS]


def _why_none(asked: AskedTelling, considered: Considered) -> Reason:
    """Return why nothing is told."""
    reading, _, choice = considered
    if asked.says_nothing:
        return Reason.TOLD_WHAT
    if reading.version:
        return Reason.MISSING_ATTRIBUTE
    return choice.reason or Reason.NOT_TOLD_THEN


def in_its_language(verdict: Verdict, question: str) -> Verdict:
    """Return a verdict for a question of which only the rest was read."""
    language = question_language(question) or verdict.language
    return replace(verdict, language=language)


def told_of(
    tx: Transaction, scores: dict[int, float], window: Window, audience: Audience
) -> tuple[Pick, ...]:
    """Return what was told last, in a window, of each of some facts; of none told, nothing."""
    facts = tx.facts.get(scores)
    picks = []
    for fact_id, score in list(scores.items())[:MOST_PICKS]:
        told = tellings(_history(tx, fact_id, audience), window)
        if told:
            picks.append(Pick(facts[fact_id], score, told[-1].held))
    return tuple(picks)


def _history(tx: Transaction, fact_id: int, audience: Audience) -> list[Held]:
    return seen(tx.facts.history(fact_id), audience)


def _withdrawn(tx: Transaction, audience: Audience) -> Answerer:
    """Return what answers from the facts of which nothing is held any more."""
    answerer = Answerer(searched=False)
    answerer.follow(
        Dossier(fact, tuple(_history(tx, fact.id, audience)))
        for fact in tx.facts.withdrawn(audience, MOST_WITHDRAWN)
    )
    return answerer


def _best(considered: Considered) -> float:
    """Return how well the best fact fits; where none is meant, less than any."""
    choice: Choice = considered[2]
    return choice.winners[0].score if choice.winners else -1.0


def _status(picks: Collection[Pick]) -> Status:
    if len(picks) == 1:
        return Status.ANSWERED
    return Status.AMBIGUOUS if picks else Status.UNKNOWN


def _last_instant(window: Window, at: datetime) -> datetime:
    return window.world or min(window.end - timedelta(microseconds=1), at)
