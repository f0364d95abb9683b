"""`quiet`: the hours in which what can wait does not disturb this chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from bot.answering.words import fold
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Choice, Reply, joined
from bot.posting import quiet
from bot.posting.quiet import DEFAULT, OFF, QuietHours
from bot.showing import wording
from storage.choices import Choice as StoredChoice

OFFERED_FOR: Final = timedelta(hours=1)
"""How long the buttons work, as those of an offer do (contract, 1)."""


class NoSuchHours(DeskError):
    """What names no two times of day. Field: `text`."""

    key = "quiet.none"


def quiet_(text: str) -> Act:
    """Choose the quiet hours, or none; alone, say which are in force and what they mean.

    Raises:
        NoSuchHours: `text` names none, or they would end as they begin.
    """
    if not text.strip():
        return _tell
    hours = QuietHours.read(text)
    if hours is None and fold(text).strip() != OFF:
        raise NoSuchHours(text=shown(text))
    return partial(_choose, hours=hours)


def _tell(context: Context) -> Reply:
    chat = context.tx.chats.get(context.chat_id)
    if chat is None:
        raise LookupError(context.chat_id)
    hours = quiet.of(chat.quiet)
    if hours is None:
        lines = [context.say("quiet.now-off"), context.say("quiet.change-off")]
    else:
        said = _said(context, hours)
        lines = [
            context.say("quiet.now", hours=said),
            context.say("quiet.meaning"),
            context.say("quiet.change"),
        ]
    return context.reply(joined(lines, Break()), choices=_offered(context, hours))


def _offered(context: Context, present: QuietHours | None) -> Sequence[Choice]:
    buttons = []
    if present is not None:
        buttons.append(_button(context.phrase("quiet.turn-off"), OFF))
    if present != DEFAULT:
        label = wording.hours(DEFAULT.start, DEFAULT.end, context.language)
        buttons.append(_button(label, str(DEFAULT)))
    return context.offered(buttons, OFFERED_FOR)


def _button(label: str, chosen: str) -> Button:
    return Button(label, StoredChoice("run", {"text": f"quiet {chosen}"}))


def _choose(context: Context, hours: QuietHours | None) -> Reply:
    chosen = OFF if hours is None else str(hours)
    context.tx.chats.set_quiet(context.chat_id, chosen)
    context.note_order("quiet", to=chosen)
    if hours is None:
        return context.reply(context.say("quiet.chosen-off"))
    told = context.say("quiet.chosen", hours=_said(context, hours))
    return context.reply(joined([told, context.say("quiet.meaning")], Break()))


def _said(context: Context, hours: QuietHours) -> str:
    return wording.hours(hours.start, hours.end, context.language, context.zone)
