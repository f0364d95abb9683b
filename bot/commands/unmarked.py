"""A line without its mark: the command that it is word for word, else a question.

What would change what others see is asked about first, unless it would be refused. What ends in a
question mark is a question, but for `ask`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot import grammar
from bot.commands import ask
from bot.commands.arguments import BLANK, Incomplete, Lacking, example, usage
from bot.context import Act, Button, Command, Context, Harmless
from bot.conversation import links
from bot.errors import DeskError
from bot.forms import conversing
from bot.port import Break, Code, Reply
from bot.showing.visibility import facts_of
from storage.choices import Choice as StoredChoice

CONFIRM_WITHIN: Final = timedelta(hours=1)
"""How long a question of ours waits for its tap, as long as an offer does (contract, 1)."""

Spellings = Mapping[tuple[str, ...], Command]
"""Every way to write the name of a command."""


def linked(context: Context, text: str, spellings: Spellings) -> Reply:
    """Carry out a line that a link brought: it means the command that begins it."""
    found = grammar.first_words(text, spellings)
    if found is not None and context.may(spellings[found[0]]):
        try:
            spellings[found[0]].parse(found[1])
        except Lacking as error:
            return _ask_for_rest(context, spellings[found[0]], found[1], error)
        except DeskError:
            pass
    return act(context, text, spellings)(context)


def act(context: Context, text: str, spellings: Spellings) -> Act:
    """Return what a line that bears no slash asks for: a command as it stands, or an answer."""
    return _command(context, text, spellings) or partial(ask.answer, question=text)


def parsed(command: Command, rest: str) -> Act:
    """Return what a command with `rest` behind its name does; short of something, asks for it.

    Raises:
        DeskError: what stands behind it does not fit.
    """
    try:
        act = command.parse(rest)
    except Lacking as error:
        return partial(_ask_for_rest, command=command, rest=rest, error=error)
    return partial(_carried_out, act=act, command=command, rest=rest)


def _command(context: Context, text: str, spellings: Spellings) -> Act | None:
    found = grammar.first_words(text, spellings)
    if found is None or not context.may(spellings[found[0]]):
        return None
    command, rest = spellings[found[0]], found[1]
    if rest.endswith("?") and command.parse is not ask.ask:
        return None
    try:
        read = command.parse(rest)
    except Incomplete:
        return None if rest else parsed(command, rest)
    except DeskError:
        return None
    asks = command.changes and not isinstance(read, Harmless)
    return partial(_confirm, text=text, act=read) if asks else parsed(command, rest)


def completed(context: Context, command: Command, given: str) -> Reply:
    """Show a command that lacks something as it would be whole, ready to be edited."""
    whole = usage(command, given, context.language)
    lacking = context.say("arguments.incomplete", usage=Code(whole))
    shown = context.reply(lacking, example(command, context.language))
    return replace(shown, failed=True)


def _carried_out(context: Context, act: Act, command: Command, rest: str) -> Reply:
    try:
        reply = act(context)
    except Lacking as error:
        return _ask_for_rest(context, command, rest, error)
    if command.name in context.forms and not reply.failed:
        conversing.finished(context, command, rest)
    return reply


def _ask_for_rest(context: Context, command: Command, rest: str, error: Lacking) -> Reply:
    """Open the form of a command that lacks something; where none can, show the command whole."""
    has_form = command.name in context.forms
    if has_form and conversing.opens(context):
        # Nothing was done yet: what was tapped stays, with whatever stands beside it.
        return context.beside(conversing.open_form(context, command, rest))
    if not isinstance(error, Incomplete):
        raise error
    given = str(error.fields["given"])
    shown = completed(context, command, "" if _is_guess(context, given, rest) else given)
    line = f"{command.words} {rest}"
    return context.beside(with_way(context, shown, line) if has_form else shown)


def _is_guess(context: Context, given: str, rest: str) -> bool:
    """Tell whether a KEY was begun with the first of several words that may all be a name."""
    subject, begun, _ = given.partition(f".{BLANK}")
    words = rest.partition("\n")[0].split()
    return bool(begun) and len(words) > 1 and not facts_of(context.tx, context.audience, subject)


def with_way(context: Context, shown: Reply, *lines: str) -> Reply:
    """Add to what is to be typed the link by which the form of it opens in private.

    Args:
        context: of whoever may call the command.
        shown: what is said where no form opens.
        lines: that open it, the fullest first; the first goes that is short enough for a link.
    """
    if not context.update.home:
        return shown
    line = next((each for each in lines if links.carrying(" ".join(each.split()))), None)
    if line is None:
        return shown
    way = context.say("form.in-private", private=context.private_link(line))
    return replace(shown, message=(*shown.message, Break(paragraph=True), *way))


def _confirm(context: Context, text: str, act: Act) -> Reply:
    # What would be refused after the tap is refused now; what only asks on changes nothing yet.
    with suppress(Lacking):
        if context.tx.rehearse(lambda: act(context)).asks:
            return act(context)
    buttons = (
        Button(context.phrase("desk.do-it"), StoredChoice("run", {"text": text})),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    )
    choices = context.offered(buttons, CONFIRM_WITHIN, own=True)
    return context.reply(context.say("desk.confirm", text=Code(f"/{text}")), choices=choices)
