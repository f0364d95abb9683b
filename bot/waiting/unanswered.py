"""A question without an answer is put in the editors' queue, beside those that ask the same.

One person waits for one question once in a chat, however often they ask it there, and for so many
at a time; so nobody fills the queue, nor the editors' chat, which hears of each new group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from bot.answering.asked_part import asked_part
from bot.answering.gathering import likeliest, one_with, sought
from bot.answering.gist import Gist, gist_of, subjects_named
from bot.answering.trace import trace_record
from bot.answering.verdict import Verdict
from bot.context import Context
from bot.port import Happening
from bot.posting import asked as announcing
from storage.database import Transaction
from storage.questions import Asked

MOST_OF_ONE: Final = 20
"""Questions of one person that wait at a time: whoever really asks has two or three."""


def queue(
    context: Context, question: str, verdict: Verdict, reason: str, more: Mapping[str, Any]
) -> int | None:
    """Put a question that was just asked into the queue; return its number.

    Args:
        context: of whoever asked.
        question: as typed.
        verdict: how it was read.
        reason: why there was no answer.
        more: what else editors are to know, as JSON.

    Returns:
        None if the person waits for too many answers already.
    """
    tx, person = context.tx, context.person.id
    gist = _gist(context, verdict)
    asked = Asked(
        question,
        verdict.language,
        reason,
        {**trace_record(verdict), **more},
        person,
        context.chat_id,
        str(gist) if gist.meanings else "",
    )
    asked = _placed(context, asked)
    group = _group(tx, gist) if asked.gist else None
    known = None if group is None else tx.questions.waiting_of(person, group, context.chat_id)
    if known is not None:
        tx.questions.again(known, asked)
        return known
    if tx.questions.count_of(person) >= MOST_OF_ONE:
        return None
    number = tx.questions.queue(asked, group)
    announcing.tell(tx, group or number, context.home)
    return number


def _gist(context: Context, verdict: Verdict) -> Gist:
    """Return what a question is about; its subject by the names that the store has."""
    trace = verdict.trace
    named = [context.tx.subjects.find(key) for key in subjects_named(trace.ranked)]
    names = {each.key: [*chain(*each.names.values())] for each in named if each is not None}
    asked = asked_part(trace.reading, context.now, context.zone)
    return gist_of(asked, context.now, names)


def _group(tx: Transaction, gist: Gist) -> int | None:
    """Return the group that asks the same, if one waits; those that prove to be one become one."""
    same = tx.questions.group_of(str(gist))
    if same is not None:
        return same
    near = likeliest(gist, tx.questions.nearest(sought(gist)))
    members: dict[int, list[str]] = {group: [] for group in near}
    for each in tx.questions.gists_of(near):
        members[each.group].append(each.gist)
    groups = one_with(gist, members)
    for other in groups[1:]:
        tx.questions.merge(other, groups[0])
    return groups[0] if groups else None


def _placed(context: Context, asked: Asked) -> Asked:
    """Return a question with where in its chat it was asked; a tap bears no words of its own."""
    update = context.update
    message = "" if update.happening is Happening.TAPPED else update.message
    return replace(asked, message=message, thread=update.thread, alone=update.alone)
