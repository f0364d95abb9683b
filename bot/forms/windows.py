"""Forms that a platform shows in windows: what its door asks, and is answered at once.

A window opens within three seconds and is checked while somebody waits, so it goes past the
inbox, and writes nothing. What is saved in the end is an update like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeVar

from bot import grammar, roles
from bot.answering.language import question_language
from bot.commands import SPELLINGS
from bot.commands.arguments import Lacking
from bot.context import Command, Context
from bot.errors import DeskError
from bot.forms import sheets
from bot.forms.asking import OPENS
from bot.forms.begun import begun
from bot.forms.catalogue import FORMS
from bot.forms.form import Filled
from bot.forms.sheets import Faults, Sheet, Turn
from bot.port import Update
from storage.errors import Spent

T_co = TypeVar("T_co", covariant=True)

ADD: Final = ("fact", "add")
"""The form that a message is made a fact by."""

LONGEST_SENTENCE: Final = 1000
"""Characters of a message that readers may be told as it stands."""


class Look(Protocol[T_co]):
    """Looks at the store as somebody sees it."""

    def __call__(self, context: Context) -> T_co:
        """Return what is seen; whatever is written is undone."""


class Looking(Protocol):
    """A desk that can be asked without writing anything."""

    def look(self, update: Update, act: Look[T_co]) -> T_co:
        """Return what `act` does, undone."""


class Windows:
    """The forms of a desk, in windows."""

    def __init__(self, desk: Looking) -> None:
        self._desk = desk

    def opened(self, update: Update) -> Sheet | None:
        """Return the window that what was typed or tapped opens; None where it opens none."""
        if update.choice:
            return self._desk.look(update, _tapped) if update.choice.startswith(OPENS) else None
        line = grammar.typed(update.text)
        found = grammar.first_words(line.text, SPELLINGS)
        command = None if found is None else SPELLINGS[found[0]]
        if found is None or command is None or not _lacks(command, found[1]):
            return None
        rest = found[1]
        return self._desk.look(update, lambda context: _begun(context, command, rest))

    def made_of(self, update: Update) -> Sheet:
        """Return the window that makes a fact of a message, `update.text`, for editors."""
        return self._desk.look(update, _made)

    def sent(self, update: Update, state: Mapping[str, Any], values: Mapping[str, str]) -> Turn:
        """Return what follows when a page was sent."""
        return self._desk.look(update, lambda context: _sent(context, state, values))


def _lacks(command: Command, rest: str) -> bool:
    """Tell whether a command has a form, and is short of something."""
    if command.name not in FORMS:
        return False
    try:
        command.parse(rest)
    except Lacking:
        return True
    except DeskError:
        return False
    # A row of arguments of which none is needed shows something by itself.
    return not rest and not command.arguments


def _begun(context: Context, command: Command, rest: str) -> Sheet | None:
    """Return the first page; None where the desk has something else to say, such as no."""
    if context.turned_away() is not None or not context.may(command):
        return None
    try:
        filled, notes = begun(context, command, rest)
    except DeskError:
        return None
    return sheets.opened(context, context.forms[command.name], filled, notes[0] if notes else ())


def _tapped(context: Context) -> Sheet | None:
    try:
        choice = context.tx.choices.take(
            context.update.choice.removeprefix(OPENS), context.chat_id, context.person.id
        )
    except Spent:
        return None
    filled = Filled.read(choice.payload["filled"])
    command = next(each for each in context.commands if each.words == filled.command)
    if not context.may(command):
        return None
    return sheets.opened(context, context.forms[command.name], filled)


def _made(context: Context) -> Sheet:
    command = next(each for each in context.commands if each.name == ADD)
    if context.turned_away() is not None or not context.may(command):
        return _told(context, roles.refusal(command.right, context.private_link("start")))
    words = " ".join(grammar.mend(context.update.text).split())
    if not words:
        return sheets.opened(context, context.forms[ADD], Filled(command.words))
    if len(words) > LONGEST_SENTENCE:
        said = context.say("form.made-of-long")
        return sheets.opened(context, context.forms[ADD], Filled(command.words), said)
    # What somebody wrote is a sentence; what of it is the value is for a person to say.
    language = question_language(words) or context.language
    filled = Filled(command.words, {language: words})
    said = context.say(f"form.made-of-{language}")
    return sheets.opened(context, context.forms[ADD], filled, said)


def _sent(context: Context, state: Mapping[str, Any], values: Mapping[str, str]) -> Turn:
    filled = Filled.read(state["filled"])
    command = next(each for each in context.commands if each.words == filled.command)
    if not context.may(command):
        # The act itself refuses, and notes that it did.
        return filled
    return sheets.sent(context, context.forms[command.name], state, values)


def _told(context: Context, error: DeskError) -> Sheet:
    """Return a window that says why there is no form."""
    leave = context.phrase("form.cancel")
    title = context.phrase(f"form.title-{'-'.join(ADD)}")
    return Sheet(title, "", leave, (), error.said(context.language))


__all__ = ["Faults", "Sheet", "Turn", "Windows"]
