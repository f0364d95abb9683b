"""The form of any command that is a row of arguments, made of what the command says of itself.

Whatever is missing is asked for, one after the other; then the command is carried out as if all of
it had been typed, and asks, shows and refuses as it does then. So nothing is shown before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.commands.entry import check_discreet
from bot.context import Command, Context
from bot.errors import DeskError
from bot.forms import names, numbers
from bot.forms.argument import Argument
from bot.forms.form import Answers, Pages
from bot.port import Code, Message

KINDS: Final[Mapping[str, Argument]] = MappingProxyType({**names.KINDS, **numbers.KINDS})
"""Every kind of argument, by the name that commands call it by."""


class NothingThere(DeskError):
    """There is nothing that the command could be done to. Fields: `why`, `command`."""

    key = "form.nothing-there"


@dataclass(frozen=True, slots=True)
class ArgumentsForm:
    """The form of a command that is a row of arguments."""

    command: Command
    previews: bool = False

    @property
    def _arguments(self) -> list[Argument]:
        return [KINDS[each] for each in self.command.arguments]

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed already: a word for each argument, and for the last the rest.

        Raises:
            NotHere: one of them is of what editors have there, and everybody here would read
                whether there is any.
            NothingThere: one of them can only be something that is not there.
        """
        for each in self._arguments:
            if each.none:
                check_discreet(context, self.command.words)
            if each.none and not each.likely(context):
                why, command = context.phrase(each.none), Code(f"/{self.command.words}")
                raise NothingThere(why=why, command=(command,))
        words = text.split(maxsplit=len(self._arguments) - 1)
        return {each.name: word for each, word in zip(self._arguments, words, strict=False)}

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return every argument, on one page."""
        del answers
        return [[each.field(context) for each in self._arguments]]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        return " ".join([self.command.words, *(answers[each.name] for each in self._arguments)])

    def target(self, answers: Answers) -> str:
        """Return nothing: the command itself looks at what it changes."""
        del answers
        return ""

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return nothing: the command itself shows what is to be seen."""
        del context, answers
        return ()
