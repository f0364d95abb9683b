"""What a conversation is about: the subject spoken of, and what was chosen from an offer.

For ten minutes after an answer a question of the same person, in the same chat and thread, that
names no subject is asked once more with the name of that subject before it. What comes of that is
told only if it is about that very subject, and if every word of the question is explained by the
fact itself: whoever names a place or a name that the store does not hold is told nothing. Who
replies to an answer of theirs means its subject, however long ago that was. What was chosen from
an offer is told at once for ten minutes, in that chat, to who asks the same.

Nothing that was learnt in one place is told in another: the question is asked as whoever asks it
may read there and then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.answering.decide import LEAST_SUBJECT
from bot.answering.rank import Ranked
from bot.answering.recalling import told_of
from bot.answering.told_then import Window
from bot.answering.verdict import Pick, Reason, Status, Verdict
from bot.answering.words import tokens
from bot.context import Context
from bot.showing import cards
from storage.content import Held, Subject
from storage.talks import Talk

LASTS: Final = timedelta(minutes=10)
"""How long a conversation is about what it was about."""

PLAINLY: Final = 0.9
"""How surely "and when?", which has no word of its own, must ask for what is then told: a date
has 1, what only tells a time as well has 0.8."""

POLITE: Final = frozenset(
    {"please", "pls", "plz", "kindly", "thanks", "hello", "hi", "hey"}
    | {"ludzu", "paldies", "sveiki", "labdien"}
)
"""Words without which a question is the same."""

_NAMES_NOTHING: Final = frozenset(
    {None, Reason.NO_SUBJECT, Reason.MISSING_ATTRIBUTE, Reason.OUT_OF_DOMAIN, Reason.TOO_CLOSE}
)
"""Of what a verdict may say, what does not mean that something else was named."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what to say to it.

    Attributes:
        question: as it was read.
        about: the name of the subject, where the conversation told it and not the question.
    """

    question: str
    verdict: Verdict
    about: str = ""


def asked(context: Context, question: str) -> Asked:
    """Return what to say to `question` here: taken by itself, or in its conversation."""
    alone = Asked(question, _verdict(context, question))
    if alone.verdict.window is not None and not alone.verdict.trace.reading.terms:
        return _said_of_that(context, alone, alone.verdict.window)
    if not _names_no_subject(alone.verdict):
        return alone
    subject = _spoken_of(context)
    if subject is None:
        return alone
    return _about(context, alone, subject) or alone


def chosen(context: Context, asked: Asked) -> Pick | None:
    """Return which of the facts that may be meant was chosen here lately, for this question."""
    talk = context.tx.talks.chosen(
        context.chat_id, context.person.id, folded(asked.question), context.now - LASTS
    )
    if talk is None:
        return None
    meant = [
        pick
        for pick in asked.verdict.picks
        if (pick.fact_id, pick.held.version.id) == (talk.fact, talk.version)
    ]
    return meant[0] if len(meant) == 1 else None


def note(context: Context, held: Held, question: str = "", *, chosen: bool = False) -> str:
    """Keep what is told to whom, for what they say next; return by which token it is judged.

    Args:
        context: in which it is told.
        held: the version that is told.
        question: what it answers, if anything was asked.
        chosen: it was chosen from an offer, for everybody who saw that.
    """
    update = context.update
    return context.tx.talks.add(
        Talk(
            chat=context.chat_id,
            person=context.person.id,
            thread=update.thread,
            fact=held.version.fact_id,
            version=held.version.id,
            question=question,
            chosen_for=folded(question) if chosen else "",
            alone=update.alone,
        )
    )


def folded(question: str) -> str:
    """Return what is left of a question without case, diacritics, punctuation and politeness."""
    words = [token.folded for token in tokens(question)]
    return " ".join([word for word in words if word not in POLITE])


def _verdict(context: Context, question: str) -> Verdict:
    return context.answerer.ask(
        context.tx, question, at=context.now, zone=context.zone, audience=context.audience
    )


def _said_of_that(context: Context, alone: Asked, window: Window) -> Asked:
    """Return what was said in a window of the very fact that this person was told last."""
    talk = _latest(context)
    if talk is None:
        return alone
    picks = told_of(context.tx, {talk.fact: 1.0}, window, context.audience)
    if not picks:
        return replace(alone, verdict=replace(alone.verdict, reason=Reason.NOT_TOLD_THEN))
    verdict = replace(alone.verdict, status=Status.ANSWERED, picks=picks, reason=None)
    name = cards.subject_name(picks[0].fact.subject, verdict.language or context.language)
    return replace(alone, verdict=verdict, about=name)


def _latest(context: Context) -> Talk | None:
    """Return what this person was told last in this chat and thread."""
    return context.tx.talks.latest(
        context.chat_id, context.person.id, context.update.thread, context.now - LASTS
    )


def _spoken_of(context: Context) -> Subject | None:
    """Return the subject of the answer that this replies to, else of what they were told last."""
    below = _replied_to(context)
    if below is not None:
        return below
    talk = _latest(context)
    return None if talk is None else context.tx.facts.get([talk.fact])[talk.fact].subject


def _replied_to(context: Context) -> Subject | None:
    """Return what an answer to this person was about, however old, to which they reply."""
    tx, update = context.tx, context.update
    answer = tx.ledger.of_message(context.chat_id, update.reply_to) if update.reply_to else None
    if answer is None or answer.person != context.person.id:
        return None
    facts = tx.facts.get({receipt.fact_id for receipt in tx.receipts.of(answer.id)})
    subjects = {fact.subject.id: fact.subject for fact in facts.values()}
    return next(iter(subjects.values())) if len(subjects) == 1 else None


def _about(context: Context, alone: Asked, subject: Subject) -> Asked | None:
    """Return what to say to a question if it is about `subject`; None if that explains nothing."""
    language = alone.verdict.language or context.language
    name = cards.subject_name(subject, language)
    question = f"{name} {alone.question}"
    verdict = _verdict(context, question)
    bare = not any(term.weight for term in alone.verdict.trace.reading.terms)
    sure = PLAINLY if bare else 0.0
    if not verdict.picks or not all(_is_of(each, verdict, subject, sure) for each in verdict.picks):
        return None
    return Asked(question, replace(verdict, language=language), name)


def _names_no_subject(verdict: Verdict) -> bool:
    """Tell whether a question leaves open what it is about, and speaks of nothing unknown."""
    if verdict.reason not in _NAMES_NOTHING or any(t.proper for t in verdict.trace.reading.terms):
        return False
    met = verdict.trace.ranked
    if verdict.picks:
        met = tuple(one for one in met if _of_pick(one, verdict.picks))
    return not any(one.features.name >= LEAST_SUBJECT for one in met)


def _of_pick(one: Ranked, picks: Sequence[Pick]) -> bool:
    return any(one.entry.fact_id == pick.fact_id for pick in picks)


def _is_of(pick: Pick, verdict: Verdict, subject: Subject, sure: float) -> bool:
    """Tell whether a fact is of `subject`, explains every word, and is so surely asked for."""
    found = next((one for one in verdict.trace.ranked if _of_pick(one, [pick])), None)
    if found is None or pick.fact.subject.key != subject.key:
        return False
    features = found.features
    return not found.unexplained and not features.context and features.attribute >= sure
