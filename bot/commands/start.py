"""`start`: the greeting, and what a link to us carries with it.

A link opens a private chat and says `start PAYLOAD` there: `f-KEY` a fact, `e-KEY` an event
(the dot as `__`), `do-WORDS` a line to be read as if typed (`bot/conversation/links.py` says
how it is written), `c-WORD` the pass of a first owner, `i-WORD` the pass of a reader. Anything
else is greeted, as a link may be old.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from bot import texts
from bot.admission import owners
from bot.admission.access import Access
from bot.commands import browse, events, unmarked
from bot.commands.arguments import TooMuch
from bot.commands.unmarked import Spellings
from bot.context import Act, Context
from bot.conversation import links
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Message, Place, Reply, joined
from bot.roles import Right, holds
from storage.passes import Opens
from storage.people import Role

_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a start link can carry on Telegram."""


class SpentClaim(DeskError):
    """A first owner's pass that was used, is too old, or comes after the first owner."""

    key = "start.spent-claim"


class SpentInvitation(DeskError):
    """A reader's pass that is too old."""

    key = "start.spent-invitation"


class PassInPublic(DeskError):
    """A pass brought where others read it. Field: `private`, the way to a private chat."""

    key = "start.pass-in-public"


def start(text: str, spellings: Spellings) -> Act:
    """Greet, or do what the link carries.

    Raises:
        TooMuch: what follows is nothing that a link carries.
    """
    payload = text.strip()
    if payload and not _PAYLOAD.fullmatch(payload):
        raise TooMuch(text=shown(payload))
    kind, _, rest = payload.partition("-")
    if not rest:
        return _greet
    if kind == "do":
        return partial(_do, words=links.carried(rest), spellings=spellings)
    return _CARRIED.get(kind, _greeting)(rest)


def _greet(context: Context) -> Reply:
    if context.update.chat.place is not Place.PRIVATE:
        return context.reply(context.say("start.group"))
    return context.reply(_greetings(context))


def _greetings(context: Context) -> Message:
    """Return the greeting in every language, the person's own first; editors learn how to begin."""
    own_first = sorted(texts.LANGUAGES, key=lambda code: code != context.language)
    greetings = [texts.say(code, "start.greeting") for code in own_first]
    if holds(Right.EDITOR, context.person.role):
        greetings.append(context.say("start.editor"))
    return joined(greetings, Break(paragraph=True))


def _greeting(rest: str) -> Act:  # noqa: ARG001 - whatever an old link carried
    return _greet


def _fact(rest: str) -> Act:
    return browse.show(rest.replace("__", "."))


def _event(rest: str) -> Act:
    return events.show(rest.replace("__", "."))


def _do(context: Context, words: str, spellings: Spellings) -> Reply:
    if context.update.chat.place is not Place.PRIVATE:
        return _greet(context)
    return unmarked.linked(context, words, spellings)


def _claim(context: Context, word: str) -> Reply:
    update = context.update
    _check_unseen(context)
    if not owners.claim(context.tx, word, context.person, update.account, str(update.chat)):
        raise SpentClaim
    return context.reply(context.say("start.claimed"))


def _enter(context: Context, word: str) -> Reply:
    """Let somebody in by a reader's pass; who is in already is greeted, whatever the pass."""
    _check_unseen(context)
    if context.tx.passes.use(word, Opens.READER, once=False):
        context.tx.people.admit(context.person.id)
    elif _needs_one(context):
        raise SpentInvitation
    return _greet(context)


def _needs_one(context: Context) -> bool:
    person, access = context.person, context.about.access
    outside = person.admitted_at is None and person.role is Role.READER
    return outside and access is Access.INVITED


def _check_unseen(context: Context) -> None:
    """Refuse a pass where others could take it, without using it up."""
    update = context.update
    if update.chat.place is not Place.PRIVATE and not update.alone:
        raise PassInPublic(private=context.private_link("start"))


_CARRIED: Final[dict[str, Callable[[str], Act]]] = {
    "f": _fact,
    "e": _event,
    "c": lambda word: partial(_claim, word=word),
    "i": lambda word: partial(_enter, word=word),
}
