"""Where a reply goes: into the place of what was tapped, aside, apart, or onto the home of an app.

Commands are written in it as they have to be typed where it is read, and choices as they are taken.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot import texts
from bot.commands import home
from bot.context import Button, Context
from bot.conversation.spelling import chosen, spelt
from bot.port import Happening, Kind, Place, Reply
from storage.choices import Choice as StoredChoice

SHARED_WITHIN: Final = timedelta(hours=1)
"""How long what one person was told alone can be shared."""


def placed(context: Context, reply: Reply) -> Reply:
    """Return a reply that knows where it goes: a tap's in the place of what was tapped."""
    update = context.update
    message = chosen(reply.message, typed=update.typed_choices)
    reply = replace(reply, message=spelt(message, update.slash))
    if update.at_home:
        return home.on_page(context, reply)
    if update.happening is not Happening.TAPPED:
        may_share = update.alone and update.chat.place is not Place.PRIVATE
        return _shareable(context, reply) if may_share else replace(reply, aside=False)
    if reply.aside or reply.public or reply.apart or reply.edits:
        return reply
    return replace(reply, edits=update.message)


def _shareable(context: Context, reply: Reply) -> Reply:
    if reply.kind is not Kind.ANSWER:
        return replace(reply, aside=False)
    share = StoredChoice("share", {"text": context.update.text})
    button = Button(texts.phrase(reply.language, "desk.share"), share)
    choices = context.offered([button], SHARED_WITHIN, own=True)
    return replace(reply, choices=(*reply.choices, *choices))
