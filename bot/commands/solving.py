"""A fact that answers what waits: the reply of whoever recorded it offers to tell who asked.

Each waiting question that speaks of the fact's subject is asked once more, of that subject alone,
as a reader asks it: what is answered with that very fact is offered. Nobody is told before an
editor has seen what they asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.answering.answer import Answerer
from bot.answering.gist import is_about
from bot.answering.verdict import Status
from bot.commands.questions import TELL, WITHIN
from bot.context import Button, Context
from bot.editing.recording import Outcome
from bot.grammar.errors import shown
from bot.port import Choice, Code, Message, Place
from bot.waiting import askers
from storage.choices import Choice as StoredChoice
from storage.content import Audience, ChangeKind, Fact
from storage.questions import Question

MOST_LOOKED_AT: Final = 2000
"""Questions, the latest, that may speak of the fact's subject: to look takes some milliseconds."""

MOST_ASKED: Final = 40
"""Questions that are asked once more: each takes a few milliseconds of the editor's time."""

MOST_OFFERED: Final = 3
"""Groups that are offered at once: what an editor will look at before they tap."""


_WITHDRAWS: Final = frozenset({ChangeKind.RETRACT, ChangeKind.UNDO})
"""Changes by which nothing more is known than before."""


def offered(context: Context, outcome: Outcome) -> tuple[list[Message], tuple[Choice, ...]]:
    """Return what waits that a fact answers, and the button that tells who asked; or nothing.

    Where others would read it, nothing is offered: what was asked privately is for editors.
    """
    fact = outcome.fact
    public = context.update.chat.place not in {Place.PRIVATE, Place.EDITORS}
    if public or outcome.after is None or outcome.change.kind in _WITHDRAWS:
        return [], ()
    solved = list(islice(_solved(context, fact), MOST_OFFERED))
    if not solved:
        return [], ()
    lines = [context.say("questions.solves", count=len(solved))]
    for each in solved:
        number = Code(str(each.group))
        lines.append(context.say("questions.line", number=number, text=shown(each.text)))
    groups = [each.group for each in solved]
    told = [askers.parted(context.tx, each, fact, context.zone).fitting for each in groups]
    people = sum(askers.reach_of(context.tx, each).people for each in told)
    tells = StoredChoice(TELL, {"fact": fact.id, "groups": groups})
    button = Button(context.phrase("questions.tell", count=people), tells)
    return lines, context.offered([button], WITHIN)


def _solved(context: Context, fact: Fact) -> Iterator[Question]:
    """Yield a question of each group that the fact answers, the latest group first."""
    tx = context.tx
    names = [name for every in fact.subject.names.values() for name in every]
    waiting = tx.questions.gists(MOST_LOOKED_AT)
    about = [each for each in waiting if is_about(each.gist, fact.subject.key, names)]
    first = {each.group: each.number for each in about}
    near = [first[group] for group in sorted(first, reverse=True)]
    if not near:
        return
    answerer = Answerer(searched=False)
    answerer.follow(tx.facts.of_subjects([fact.subject.id]))
    for number in near[:MOST_ASKED]:
        question = tx.questions.get(number)
        if question is None or question.group == context.answering:
            continue
        if _answers(context, answerer, fact, question):
            yield question


def _answers(context: Context, answerer: Answerer, fact: Fact, question: Question) -> bool:
    """Tell whether a question is answered with a fact, of those that `answerer` knows."""
    verdict = answerer.ask(
        question.text,
        at=context.now,
        zone=context.zone,
        audience=Audience.EVERYONE,
        store=context.tx.facts,
    )
    picks = verdict.picks
    return verdict.status is Status.ANSWERED and [each.fact_id for each in picks] == [fact.id]
