"""The command that a line was perhaps meant as, where it was read as a question nobody can answer.

Without its slash a line is a command only if all of it fits, and behind `/factdesk` one that is
misspelt is a question: who is alone with the bot is shown then how that command is written.
"""

from __future__ import annotations

from typing import Final

from bot import grammar
from bot.answering.words import fold
from bot.commands.arguments import example, usage
from bot.context import Command, Context
from bot.port import Break, Code, Message, Place

NEAR: Final = 0.85
"""How near the first words have to be to a name: two letters changed places in “pots” are 0.89."""


def command(context: Context, text: str) -> Command | None:
    """Return the command of this person's with whose name `text` begins, or nearly so.

    One word alone counts only behind `/factdesk`: people begin a question with many. What was
    asked with `ask` is a question for certain.
    """
    line = grammar.typed(context.update.text)
    if "?" in text or line.text != text:
        return None
    if not (context.update.chat.place is Place.PRIVATE or context.update.alone):
        return None
    words = fold(text).split()
    allowed = {each.words: each for each in context.commands if context.may(each)}
    for count in (2, 1) if line.ours else (2,):
        names = [name for name in allowed if name.count(" ") == count - 1]
        near = grammar.nearest(" ".join(words[:count]), names, cutoff=NEAR)
        if near:
            return allowed[near[0]]
    return None


def is_named(named: Command, text: str) -> bool:
    """Tell whether `text` begins with all the words of that name, and they are several."""
    return len(named.name) > 1 and fold(text).split()[: len(named.name)] == [*named.name]


def hint(context: Context, named: Command) -> Message:
    """Return how a command is written, for whoever meant it."""
    written = Code(usage(named, "", context.language))
    said = context.say("ask.command-meant", usage=written)
    return (Break(paragraph=True), *said, *example(named, context.language))
