"""What reaches many is done at a second tap: what it comes to is shown first, and undone.

Whoever types or taps has it carried out in a savepoint, whichever command it is; only then is it
known how many messages are edited, and how many chats are told. What reaches few stays as it was
done. Where nobody could tap, as at the command line, and where it is only looked at, nobody is
asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.commands import reaching, told
from bot.context import Button, Context
from bot.editing.recording import Outcome
from bot.port import Break, Message, Reply, joined, unclaimed
from bot.showing import cards
from bot.texts import LANGUAGES
from storage.choices import Choice as StoredChoice

WITHIN: Final = timedelta(hours=1)
"""How long the second tap is waited for."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act says of what it did, and what it did to a fact, if that was one."""

    reply: Reply
    outcome: Outcome | None = None


class _ManyError(Exception):
    """It reaches many, and is undone; `message` tells what it came to."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


def asked(context: Context, act: Callable[[], Done], again: StoredChoice) -> Reply:
    """Carry out what reaches few; of what reaches many say so, and do nothing before a tap.

    Args:
        context: of who wants it done.
        act: does it; what it raises goes on, with all that it did undone.
        again: does the same without asking, on what was shown.
    """
    seq = context.tx.changes.latest_seq()
    asks = not (context.sure or context.update.unattended)
    try:
        with context.tx.undoable():
            done = act()
            if asks and reaching.reached(context, seq).is_many:
                shown = joined(_shown(context, done, seq), Break(paragraph=True))
                raise _ManyError(shown)  # noqa: TRY301 - only an exception undoes what was done
            return done.reply
    except _ManyError as many:
        buttons = [
            Button(context.phrase("form.save-sure"), again),
            Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
        ]
        return context.reply(many.message, choices=context.offered(buttons, WITHIN, own=True))


def _shown(context: Context, done: Done, seq: int) -> Iterator[Message]:
    """Yield what readers will see in each language, how many are reached, and the question."""
    if done.outcome is not None:
        yield context.say("form.preview")
        for language in LANGUAGES:
            seen = _seen(replace(context, language=language), done.outcome)
            yield joined([context.say(f"form.readers-{language}"), seen], Break())
    yield joined(reaching.all_lines(context, seq), Break())
    yield context.say("form.many")


def _seen(context: Context, outcome: Outcome) -> Message:
    held = outcome.after
    if held is None or not cards.may_see(context.audience, held):
        return context.say("edit.nothing-now")
    return unclaimed(told.fact_card(context, outcome.fact, held))
