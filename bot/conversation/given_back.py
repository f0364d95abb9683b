"""A line that was refused, given back: mended where that can be, and long where it is not seen.

What somebody types behind Slack's command leaves no message, so a text of theirs would be gone
with the first slip in a line below it. And who wrote a bare hour gets the line with its minutes.
"""

from __future__ import annotations

from typing import Final

from bot import grammar
from bot.answering.words import fold
from bot.commands.arguments import BareHour
from bot.context import Context
from bot.errors import DeskError
from bot.port import Break, Code, Happening, Message

SHORT: Final = 60
"""Characters of a line that is quickly typed again."""


def line(context: Context, error: DeskError) -> Message:
    """Return what was typed, to stand below the error; nothing where it is seen, and as wrong.

    What is for a later hour is repeated nowhere.
    """
    update = context.update
    typed = grammar.typed(update.text)
    said = update.happening is Happening.SAID
    if "embargo" in fold(typed.text) or not (typed.slash and said):
        return ()
    if isinstance(error, BareHour):
        mended = typed.text.replace(error.text, error.line, 1)
        return (Break(paragraph=True), *context.say("desk.mended", line=Code(f"/{mended}")))
    long = len(typed.text) > SHORT or "\n" in typed.text
    if not (update.alone and long):
        return ()
    return (Break(paragraph=True), *context.say("desk.given-back", line=Code(f"/{typed.text}")))
