"""The home of an app: what waits, to editors; to others what they can do, and what comes to them.

Slack has such a page for each person. Whatever is tapped there is shown there, with a button that
leads back; that one also brings the page up to date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot import roles
from bot.commands import desk, following
from bot.context import Button, Context
from bot.forms import asking
from bot.forms.form import Filled
from bot.port import Break, Code, Reply, joined
from bot.roles import Right
from storage.choices import Choice as StoredChoice

NAME: Final = "home"
"""What the button that leads back stands for."""

LASTS: Final = timedelta(days=7)
"""How long a button of the page works; whoever opens the page anew has new ones."""

_OFFERED: Final = ("help", "events", "facts")
"""What others are led to."""

_BEGUN: Final = {"form.title-fact-add": "fact add", "form.title-event-add": "event add"}
"""What editors come to do though nothing waits, by the words on its button."""


def opened(context: Context) -> Reply:
    """Return the page of whoever looks at it."""
    if roles.holds(Right.EDITOR, context.person.role):
        waits = desk.overview(context)
        forms = [(context.phrase(key), Filled(command)) for key, command in _BEGUN.items()]
        return replace(waits, choices=(*waits.choices, *asking.openings(context, forms, LASTS)))
    told = following.listed(context)
    buttons = [
        Button(context.phrase(f"home.{each}"), StoredChoice("run", {"text": each}))
        for each in _OFFERED
    ]
    message = joined([context.say("home.greeting"), told], Break(paragraph=True))
    return context.reply(message, choices=context.offered(buttons, LASTS, own=True))


def back(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Return to the page from what was tapped on it."""
    del payload
    return opened(context)


def on_page(context: Context, reply: Reply) -> Reply:
    """Return a reply as it stands on the page: in its place, with the way back below.

    Nothing can be typed there, so of what names commands it is said where they are.
    """
    button = Button(context.phrase("home.back"), StoredChoice(NAME, {}))
    way_back = context.offered([button], LASTS, own=True)
    choices = (*reply.choices, *way_back)
    message = reply.message
    if any(isinstance(node, Code) and node.text.startswith("/") for node in message):
        how = context.say("home.typed", command=Code(context.update.slash.strip()))
        message = joined([message, how], Break(paragraph=True))
    return replace(
        reply,
        message=message,
        choices=choices,
        aside=False,
        public=False,
        apart=False,
        edits="",
        picks=False,
    )
