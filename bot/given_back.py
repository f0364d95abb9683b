"""A long line that was refused where it cannot be seen any more: it is given back, to be mended.

What somebody types behind Slack's command leaves no message, so a text of theirs would be gone
with the first slip in a line below it.
"""

from __future__ import annotations

from typing import Final

from bot import grammar
from bot.answering.words import fold
from bot.context import Context
from bot.port import Break, Code, Happening, Message

SHORT: Final = 60
"""Characters of a line that is quickly typed again."""


def line(context: Context) -> Message:
    """Return what was typed, to stand below what is wrong with it; nothing where it is still seen.

    What is for a later hour is repeated nowhere.
    """
    update = context.update
    typed = grammar.typed(update.text)
    vanishes = update.alone and typed.slash and update.happening is Happening.SAID
    long = len(typed.text) > SHORT or "\n" in typed.text
    if not (vanishes and long) or "embargo" in fold(typed.text):
        return ()
    return (Break(paragraph=True), *context.say("desk.given-back", line=Code(f"/{typed.text}")))
