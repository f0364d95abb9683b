"""Refusals: who tried what they may not do here, or what no longer can be done, is in the audit.

A command that only editors or owners may use, and every button that does not work: a copied one,
one tapped again, one of somebody who is an editor no more. Noted is which command or button it
was, and nothing of what stood behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot import grammar
from bot.context import Context
from bot.errors import DeskError, Refused
from bot.port import Happening
from bot.roles import RefusedHere
from storage.audit import Entry
from storage.errors import Spent

ACTION: Final = "refused"
"""What the audit calls it."""


def note(context: Context, error: DeskError | Spent, names: Iterable[tuple[str, ...]]) -> None:
    """Write down that somebody was refused; of what is only said wrongly nothing.

    Args:
        context: of what they did, in a transaction that goes on.
        error: why it was refused.
        names: those of all commands, as they may be typed.
    """
    tapped = context.update.happening is Happening.TAPPED
    if isinstance(error, Spent):
        why = f"spent: {error.why}"
    elif isinstance(error, Refused) and (tapped or not isinstance(error, RefusedHere)):
        why = error.key
    else:
        return
    tried = _button(context) if tapped else context.update.text
    found = grammar.first_words(grammar.typed(tried).text or tried, dict.fromkeys(names))
    target = " ".join(found[0]) if found else tried if tapped else ""
    write(context, target, why)


def write(context: Context, target: str, why: str) -> None:
    """Write down that somebody was refused.

    Args:
        context: of what they did, in a transaction that goes on.
        target: the command or the button.
        why: the key of what they were told.
    """
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, ACTION, target, place, {"why": why}))


def _button(context: Context) -> str:
    """Return what a button stands for: a line, or its name; `button` where nobody knows it."""
    stored = context.tx.choices.peek(context.update.choice)
    if stored is None:
        return "button"
    return str(stored.payload.get("text") or stored.action)
