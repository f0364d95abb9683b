"""👍 and 👎: what somebody thinks of an answer.

One vote a person and fact, which they may change; editors see how many in `fact show`. Whoever was
not helped is shown, alone, what else their question may have meant, and [None of these], which
hands the question to the editors with how it was read.

A vote is taken as long as the answer is kept. What is offered after it is what the person may read
here now, and nothing changes for anybody else who reads the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from bot.answering.verdict import Verdict
from bot.commands import ask
from bot.context import Act, Button, Context
from bot.conversation import talks
from bot.port import Break, Kind, Place, Reply, joined
from bot.showing import cards, offers
from bot.waiting import unanswered
from storage.choices import Choice as StoredChoice
from storage.content import Fact, Held
from storage.errors import Spent, Why
from storage.talks import Talk
from storage.votes import Cast

MOST_OFFERED: Final = 3
"""As many as an offer has."""

NOT_HELPFUL: Final = "not_helpful"
"""Why a question that was answered is in the editors' queue."""


def judged(choice: str) -> Act | None:
    """Return the vote that a button stands for, or None where it stands for something else."""
    vote, _, token = choice.partition(".")
    if not token or vote not in ask.JUDGED:
        return None
    return partial(_judge, token=token, good=vote == "good")


def none_of_these(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Hand a question to the editors whose answer did not help.

    Raises:
        Spent: the answer is too long ago.
    """
    token = str(payload["talk"])
    return _queued(context, token, _talk(context, token))


def _judge(context: Context, token: str, *, good: bool) -> Reply:
    talk = _talk(context, token)
    cast = context.tx.votes.cast(talk.fact, context.person.id, good=good)
    said = "votes.known" if cast is Cast.KNOWN else "votes.thanks"
    if good:
        return replace(context.reply(context.say(said)), aside=True)
    context.tx.talks.unchoose(context.chat_id, talks.folded(talk.question))
    return _beside(context, _what_else(context, token, talk, said))


def _talk(context: Context, token: str) -> Talk:
    """Return the answer that is judged, by whoever saw it.

    Raises:
        Spent: it is not kept any more, or was told elsewhere or to somebody else alone.
    """
    talk = context.tx.talks.get(token)
    if talk is None:
        raise Spent(Why.EXPIRED)
    if talk.chat != context.chat_id or (talk.alone and talk.person != context.person.id):
        raise Spent(Why.NOT_YOURS)
    return talk


def _what_else(context: Context, token: str, talk: Talk, said: str) -> Reply:
    """Offer by name what else the question may mean; where there is nothing, tell the editors."""
    verdict = _verdict(context, talk)
    context = replace(context, language=verdict.language or context.language)
    others = _others(context, verdict, talk.fact)
    if not others:
        return _queued(context, token, talk)
    none = StoredChoice("none-of-these", {"talk": token})
    buttons = [
        *ask.buttons(context, others, talk.question),
        Button(context.phrase("votes.none-of-these"), none),
    ]
    choices = context.offered(buttons, ask.OFFER_LASTS, own=True)
    heading = offers.heading([fact for fact, _ in others], context.language)
    message = joined([context.say(said), heading], Break())
    return context.reply(message, choices=choices, kind=Kind.OFFER)


def _others(context: Context, verdict: Verdict, told: int) -> Sequence[tuple[Fact, Held]]:
    """Return the next facts that the question may mean, each as it is at present or was last."""
    ranked = [one for one in verdict.trace.ranked if one.entry.fact_id != told]
    fitting = [one for one in ranked if one.features.kind >= 0] or ranked
    ids = [one.entry.fact_id for one in fitting]
    facts, timelines = context.tx.facts.get(ids), context.tx.facts.timelines(ids)
    seen = {
        fact_id: [held for held in timelines.get(fact_id, ()) if _shown(context, held)]
        for fact_id in ids
    }
    held = [(facts[each], _present(context, seen[each])) for each in ids if seen[each]]
    return held[:MOST_OFFERED]


def _present(context: Context, seen: Sequence[Held]) -> Held:
    return next((held for held in seen if held.covers(context.now)), seen[-1])


def _shown(context: Context, held: Held) -> bool:
    return cards.may_see(context.audience, held)


def _queued(context: Context, token: str, talk: Talk) -> Reply:
    """Put the question into the editors' queue, once, with which answer did not help."""
    verdict = _verdict(context, talk)
    context = replace(context, language=verdict.language or context.language)
    if context.tx.talks.queue(token):
        rejected = context.tx.facts.get([talk.fact])[talk.fact].key
        more = {"rejected": rejected, "rejected_version": talk.version}
        unanswered.queue(context, talk.question, verdict, NOT_HELPFUL, more)
    return context.reply(context.say("votes.queued"))


def _verdict(context: Context, talk: Talk) -> Verdict:
    return context.answerer.ask(
        context.tx, talk.question, at=context.now, zone=context.zone, audience=context.audience
    )


def _beside(context: Context, reply: Reply) -> Reply:
    """Say something to the person alone, and leave the answer as it is."""
    private = context.update.chat.place is Place.PRIVATE and not context.update.alone
    return replace(reply, apart=True) if private else replace(reply, aside=True)
