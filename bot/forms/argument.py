"""An argument of a command, as a form asks for it: how it is read, and which values are likely.

What is made here is a field like any other. Of what can only be one of a few things, all of them
are offered, and where there is none nothing is asked: it is said so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bot.answering.words import fold
from bot.context import Context
from bot.errors import DeskError
from bot.forms.form import Answers, Field, Option, Read
from bot.forms.reading import one_line
from bot.grammar.errors import shown
from bot.grammar.numbers import number_of

MOST_OFFERED: Final = 8
"""Values that are offered; more hide the question, and any other can be typed."""

Likely: TypeAlias = Callable[[Context], Sequence[Option]]
"""Returns values that are likely to be meant, the likeliest first."""


class NotOffered(DeskError):
    """None of the values that there are. Fields: `text`, `known`."""

    key = "form.not-offered"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command.

    Attributes:
        name: of its field, by which it is also called.
        read: reads what was typed.
        question: the end of the key of the sentence that asks for it; without one its name.
        likely: values to be offered.
        none: the key of the sentence that says that there is none of it to choose from.
        only: what is likely is all that there is; so it is with `none`.
    """

    name: str
    read: Read
    question: str = ""
    likely: Likely = lambda _context: ()
    none: str = ""
    only: bool = False

    def field(self, context: Context | None = None) -> Field:
        """Return the field that asks for it; only `context` can tell whether it is all offered."""
        asks = Field(self.name, self.read, self.question, options=self._offered)
        if context is None or not (self.only or self.none):
            return asks
        return replace(asks, closed=len(self.likely(context)) <= MOST_OFFERED)

    def _offered(self, context: Context, answers: Answers) -> Sequence[Option]:
        del answers
        return self.likely(context)[:MOST_OFFERED]


def one_of(name: str, question: str, likely: Likely) -> Argument:
    """Return an argument that is one of a few values, each read by its value or its label."""

    def read(context: Context, text: str, answers: Answers) -> Answers:
        del answers
        said, options = fold(one_line(text)), likely(context)
        for option in options:
            if said in {fold(option.value), fold(option.label)}:
                return {name: option.value}
        known = ", ".join(option.label for option in options)
        raise NotOffered(text=shown(text), known=known)

    return Argument(name, read, question, likely, only=True)


def numbered(
    name: str, wrong: type[DeskError], check: Callable[[Context, int], object] | None = None
) -> Read:
    """Return what reads the number of something.

    Args:
        name: of its field.
        wrong: what is said where it is no number; its field is `text`.
        check: raises what is wrong with a number that nothing has.
    """

    def read(context: Context, text: str, answers: Answers) -> Answers:
        del answers
        said = one_line(text)
        number = number_of(said)
        if number is None:
            raise wrong(text=shown(said))
        if check is not None:
            check(context, number)
        return {name: str(number)}

    return read


def plain_words(name: str) -> Argument:
    """Return an argument that is any words on one line."""

    def read(_context: Context, text: str, _answers: Answers) -> Answers:
        return {name: one_line(text)}

    return Argument(name, read, f"{name}-any")
