"""`hold` and `release`: the big red button, on everything or on one channel."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot import destinations
from bot.answering.words import fold
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context, Harmless
from bot.errors import DeskError
from bot.grammar.errors import BadKey, shown
from bot.port import Break, Code, Message, Reply, joined
from bot.posting import holding
from storage.audit import Entry
from storage.choices import Choice as StoredChoice
from storage.holds import EVERYTHING, Hold

ALL: Final = frozenset({EVERYTHING, "viss", "visu", "visi"})
"""Words for everything, folded."""


class AlreadyOnHold(DeskError):
    """It is on hold already. Field: `hold`, since when and why."""

    key = "hold.already"


class NotOnHold(DeskError):
    """It is not on hold. Field: `name`."""

    key = "hold.not-held"


def hold(text: str) -> Act:
    """Put everything, or a channel, on hold; alone, tell what is.

    Raises:
        Incomplete: it is not said why.
    """
    name, _, reason = text.strip().partition(" ")
    if not name:
        return Harmless(_tell)
    if not reason.strip():
        raise Incomplete(given=name)
    return partial(_hold, name=name, reason=" ".join(reason.split()))


def release(text: str) -> Act:
    """Let what is on hold go on.

    Raises:
        Incomplete: nothing is named.
    """
    if not text.strip():
        raise Incomplete(given="")
    return partial(_release, name=text.strip())


def _tell(context: Context) -> Reply:
    check_discreet(context, "hold")
    lines = holding.lines(context.tx, context.language, context.zone)
    lines = lines or [context.say("hold.nothing")]
    choices = context.offered(releasing(context), holding.WITHIN)
    return context.reply(joined([*lines, context.say("hold.how")], Break()), choices=choices)


def releasing(context: Context, *, listed: bool = False) -> list[Button]:
    """Return a button for all that is on hold, which lets it go on.

    One that is `listed` leaves what it stands below.
    """
    more = {"listed": True} if listed else {}
    return [
        Button(
            holding.button(each, context.language),
            StoredChoice("run", {"text": f"release {each.name}", **more}),
        )
        for each in context.tx.holds.all()
    ]


def _hold(context: Context, name: str, reason: str) -> Reply:
    check_discreet(context, "hold")
    tx, channel = context.tx, None
    if fold(name) not in ALL:
        channel = destinations.named(tx, name)
    called = channel.name if channel else EVERYTHING
    author = None if context.update.account.operator else context.person.id
    new = tx.holds.put(called, channel.chat if channel else None, reason, author)
    found = tx.holds.get(called)
    if found is None:
        raise LookupError(called)
    if not new:
        raise AlreadyOnHold(hold=_line(context, found))
    _note(context, "hold", found)
    holding.tell(tx, found, _who(context), context.home, context.chat_id)
    how = context.say("hold.put", command=Code(f"/release {called}"))
    line = StoredChoice("run", {"text": f"release {called}"})
    offered = [Button(holding.button(found, context.language), line)]
    choices = context.offered(offered, holding.WITHIN)
    return context.reply(joined([_line(context, found), how], Break()), choices=choices)


def _release(context: Context, name: str) -> Reply:
    check_discreet(context, f"release {name}")
    found = held(context, name)
    asked = holding.release(context.tx, found, context.home.editors)
    _note(context, "release", found)
    holding.tell_released(context.tx, found, _who(context), context.home, context.chat_id)
    sentence = "hold.released-all" if found.chat is None else "hold.released-channel"
    lines = [context.say(sentence, name=Code(found.name))]
    if asked:
        lines.append(context.say("hold.overdue", count=asked))
    lines += holding.lines(context.tx, context.language, context.zone)
    listed = StoredChoice("run", {"text": "deliveries held", "listed": True})
    offered = [Button(context.phrase("waiting.button-held"), listed)] if asked else []
    choices = context.offered(offered, holding.WITHIN)
    return context.reply(joined(lines, Break()), choices=choices)


def held(context: Context, name: str) -> Hold:
    """Return the hold that is named, though its channel may be none any more.

    Raises:
        NoChannels, NoSuchChannel, NoSuchChannelNear: nothing is called so.
        NotOnHold: it is not on hold.
    """
    try:
        called = EVERYTHING if fold(name) in ALL else destinations.folded(name)
        found = context.tx.holds.get(called)
    except BadKey:
        found = None
    if found is not None:
        return found
    if fold(name) not in ALL:
        destinations.named(context.tx, name)
    raise NotOnHold(name=shown(name))


def _line(context: Context, found: Hold) -> Message:
    return holding.line(found, context.language, context.zone)


def _who(context: Context) -> str:
    return context.person.name or str(context.update.account)


def _note(context: Context, act: str, found: Hold) -> None:
    place, details = str(context.update.chat), {"reason": found.reason}
    context.tx.audit.add(Entry(context.person.id, act, found.name, place, details))
