"""`digest`: what is new and what is coming, to this chat, by a rule of its own; one a topic."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.answering.words import fold
from bot.commands.ask import OFFER_LASTS
from bot.commands.remind import OFF, ordered
from bot.commands.schedules import listed_times, times, when
from bot.commands.standing_content import topic
from bot.context import Act, Button, Context
from bot.port import Break, Code, Reply, joined
from bot.showing import recurrences, wording
from storage.choices import Choice as StoredChoice
from storage.schedules import Content, Order

OFFERED: Final = ("weekdays 08:30", "mon 09:00")
"""Rules that a digest tapped bare offers."""


def digest(text: str) -> Act:
    """Order a digest, change it, or take it back; bare it offers some.

    Raises:
        WhichTime, NoHour, BadHour, BadRule: WHEN is none.
    """
    words = text.split()
    if not words:
        return _choose
    for place, rest in ((0, words[1:]), (-1, words[:-1])):
        if fold(words[place]) in OFF:
            return partial(_off, named=" ".join(rest))
    cron, named = when(text)
    return partial(_order, cron=cron, named=named, typed=text.strip())


def _choose(context: Context) -> Reply:
    known = [ordered(context, each) for each in context.tx.schedules.own(context.chat_id)]
    buttons = [
        Button(
            recurrences.in_words(when(each)[0], context.language),
            StoredChoice("run", {"text": f"digest {each}"}),
        )
        for each in OFFERED
    ]
    if known:
        off = StoredChoice("run", {"text": "digest off"})
        buttons.append(Button(context.phrase("digest.stop"), off))
    asked = context.say("digest.which")
    choices = context.offered(buttons, OFFER_LASTS)
    return context.reply(joined([*known, asked], Break()), choices=choices)


def _order(context: Context, cron: str, named: str, typed: str) -> Reply:
    found = times(context, cron)
    about = topic(context, named) if named else ""
    order = Order(Content.DIGEST, about, cron, context.zone, context.chat_id, own=True)
    context.tx.schedules.add(order, found[0], context.person.id)
    context.note_order("digest", about, cron=cron)
    stop = Code(f"/digest off {about}".rstrip())
    lines = [
        context.say(
            "digest.ordered-topic" if about else "digest.ordered",
            topic=about,
            rule=recurrences.in_words(cron, context.language),
            zone=wording.zone_name(context.zone, context.language),
        ),
        *listed_times(context, cron, context.zone),
        context.say("digest.change", change=Code(f"/digest {' '.join(typed.split())}"), stop=stop),
    ]
    return context.reply(joined(lines, Break()))


def _off(context: Context, named: str) -> Reply:
    """Take back the digest of a topic, or without one every digest of this chat."""
    known = context.tx.schedules.own(context.chat_id)
    ended = [each for each in known if not named or fold(each.order.about) == fold(named)]
    if not ended and named:
        topic(context, named)
    for each in ended:
        context.tx.schedules.remove(each)
        context.note_order("digest.off", each.order.about)
    return context.reply(context.say("digest.off" if ended else "digest.was-off"))
