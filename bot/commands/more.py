"""[More]: the next part of what is too long for one message.

It is composed anew when it is tapped, with what is held then, for whoever may read it there: so
what has been mended since is not told as it was. In private a reply comes whole, in as many
messages as it takes; where others read too it is one, and whoever wants the rest taps for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from bot.context import Context
from bot.errors import DeskError
from bot.port import Place, Reply
from bot.posting import composing, parts
from storage.choices import Choice as StoredChoice


class NothingMore(DeskError):
    """What is left of it by now has been shown, or holds no more."""

    key = "desk.nothing-more"


LOOK: Final = "look-on"
"""What the button stands for that shows on what somebody asked to see."""


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the button below a part stands for; `pictured`: the first part is below a picture."""

    action: str
    payload: Mapping[str, Any]
    pictured: bool = False


class Say(Protocol):
    """Says what a line is answered with now."""

    def __call__(self, context: Context, text: str) -> Reply:
        """Return the reply to `text`."""
        ...


def bounded(context: Context, reply: Reply, line: str) -> Reply:
    """Return a reply of one message where others read it too, with a button for the rest.

    Args:
        context: in which it is said.
        reply: of any length.
        line: what asked for it, and does nothing but show; empty where there is none.
    """
    update = context.update
    fits = context.home.room(update.chat.platform).holds(reply.message, pictured=False)
    alone = update.chat.place is Place.PRIVATE or update.at_home
    if fits or alone or not line or reply.asks:
        return reply
    return _part(context, reply, _Rest(LOOK, {"text": line}), 0)


def look_on(context: Context, payload: Mapping[str, Any], say: Say) -> Reply:
    """Show the next part of what somebody asked to see.

    Raises:
        NothingMore: it has no such part as things are now.
        DeskError: it is not to be seen by whoever taps.
    """
    said = say(context, str(payload["text"]))
    shown = _part(context, said, _Rest(LOOK, payload), int(payload["part"]))
    return replace(shown, edits="", apart=True, picture=None)


def more(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show the next part of a message that has left.

    Raises:
        NothingMore: it has no such part as things are now.
    """
    tx = context.tx
    found = tx.ledger.get([int(payload["delivery"])])
    anew = composing.anew(tx, found[0], context.home, context.audience) if found else None
    if anew is None:
        raise NothingMore
    said = replace(context.reply(anew.message), language=anew.language, apart=True)
    rest = _Rest(parts.MORE, payload, pictured=anew.picture is not None)
    return _part(context, said, rest, int(payload["part"]))


def _part(context: Context, whole: Reply, rest: _Rest, number: int) -> Reply:
    """Return one part of a reply, with a button for the next if there is one."""
    room = context.home.room(context.update.chat.platform)
    every = parts.of(room, whole.message, pictured=rest.pictured)
    if number >= len(every):
        raise NothingMore
    choices = whole.choices
    if number + 1 < len(every):
        following = StoredChoice(rest.action, {**rest.payload, "part": number + 1})
        choices = (parts.more(context.tx, context.chat_id, whole.language, following), *choices)
    return replace(whole, message=every[number], choices=choices)
