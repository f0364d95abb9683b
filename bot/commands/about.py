"""`help`, `about`, `whoami`: who I am, what I can do, who you are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot import grammar, roles
from bot.answering.words import fold
from bot.commands.arguments import example, nothing, usage
from bot.context import Act, Button, Command, Context
from bot.errors import DeskError
from bot.forms import asking, conversing
from bot.forms.form import Filled
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Message, Place, Reply, Strong, Text, joined
from storage.choices import Choice as StoredChoice

_TRIED_FIRST: Final = ("facts", "events", "language")

_SECTIONS: Final = frozenset(
    {"facts", "events", "remind", "import", "answers", "invite", "schedule-add", "desk"}
)
"""Commands with which a kind of them begins, in the order in which help lists them."""

EXAMPLES_LAST: Final = timedelta(hours=1)
"""How long the buttons of help work, as those of an offer do (contract, 1)."""


class NoSuchHelp(DeskError):
    """Help was asked about something that is no command. Field: `word`."""

    key = "help.none"


class NoSuchHelpNear(DeskError):
    """The same, where a command is near. Fields: `word`, `nearest`."""

    key = "help.none-near"


def help_(text: str, spellings: Mapping[tuple[str, ...], Command]) -> Act:
    """Say what I can do, or how one command, or each of a family, is written.

    Raises:
        NoSuchHelp, NoSuchHelpNear: `text` begins none of the `spellings`.
    """
    asked = tuple(fold(word) for word in text.replace("/", " ").split())
    if not asked:
        return _help
    found = [
        command
        for spelling, command in spellings.items()
        if tuple(map(fold, spelling[: len(asked)])) == asked
    ]
    if not found:
        raise _no_such_help(text, spellings)
    return partial(_help_about, commands=tuple(dict.fromkeys(found)))


def _no_such_help(text: str, spellings: Iterable[tuple[str, ...]]) -> DeskError:
    near = grammar.nearest(text, map(" ".join, spellings))
    if near:
        return NoSuchHelpNear(word=shown(text), nearest=near[0])
    return NoSuchHelp(word=shown(text))


def about(text: str) -> Act:
    """Say what this is, who runs it and in which version."""
    nothing(text)
    return _about


def whoami(text: str) -> Act:
    """Say how the desk knows the person who asks."""
    nothing(text)
    return _whoami


def _help(context: Context) -> Reply:
    parts = [context.say("help.examples"), *_listed(context), context.say("help.more")]
    return context.reply(joined(parts, Break(paragraph=True)), choices=_examples(context))


def _listed(context: Context) -> Iterator[Message]:
    """Yield the commands that this person may give, those of a kind together."""
    sections: list[list[Message]] = [[]]
    for command in context.commands:
        if command.text_key in _SECTIONS:
            sections.append([(Strong(context.phrase(f"help.section-{command.text_key}")),)])
        if context.may(command):
            told = context.say(f"help.{command.text_key}")
            sections[-1].append((Code(f"/{command.words}"), Text(" – "), *told))
    first, *titled = sections
    return (joined(lines, Break()) for lines in [first, *(each for each in titled if each[1:])])


def _examples(context: Context) -> Sequence[Choice]:
    """Offer what most people try first, where one person reads and may tap."""
    if not _for_one_person(context):
        return ()
    buttons = [
        Button(context.phrase(f"help.try-{command}"), StoredChoice("run", {"text": command}))
        for command in _TRIED_FIRST
    ]
    return context.offered(buttons, EXAMPLES_LAST, own=True)


def _help_about(context: Context, commands: Sequence[Command]) -> Reply:
    allowed = [command for command in commands if context.may(command)]
    if not allowed:
        raise roles.refusal(
            commands[0].right, private=context.private_link(f"help {commands[0].words}")
        )
    parts = [_entry(context, command) for command in allowed]
    forms = (usage(command, "", context.language) for command in allowed)
    # Lines below an empty one are read below an empty one only.
    lined = next((form for form in forms if "\n" in form and "\n\n" not in form), "")
    if lined:
        one_line = Code(lined.replace("\n", " | "))
        parts.append(context.say("help.one-line", command=one_line))
    choices = _opening(context, allowed[0]) if len(allowed) == 1 else ()
    return context.reply(joined(parts, Break(paragraph=True)), choices=choices)


def _opening(context: Context, command: Command) -> Sequence[Choice]:
    """Return what opens the form of a command; of its arguments alone the line says enough."""
    has_form = command.name in context.forms and not command.arguments
    if not has_form or not conversing.opens(context):
        return ()
    form = (context.phrase("form.open"), Filled(command.words))
    return asking.openings(context, [form], EXAMPLES_LAST)


def _entry(context: Context, command: Command) -> Message:
    told = context.say(f"help.{command.text_key}")
    form = Code(usage(command, "", context.language))
    return (*told, Text(":"), Break(), form, *example(command, context.language))


def _about(context: Context) -> Reply:
    told = context.about
    lines = [context.say("about.what", version=told.version)]
    if told.contact:
        lines.append(context.say("about.contact", contact=told.contact))
    if told.privacy_url:
        lines.append(context.say("about.privacy", url=told.privacy_url))
    return context.reply(joined(lines, Break()))


def _for_one_person(context: Context) -> bool:
    """Tell whether nobody else reads the reply."""
    return context.update.chat.place is Place.PRIVATE or context.update.alone


def _linked(context: Context) -> Message:
    """Return the person's other accounts, which are nobody else's business."""
    if not _for_one_person(context):
        return ()
    own = context.update.account
    linked = [
        (Code(str(each)),)
        for each in context.tx.people.accounts_of(context.person.id)
        if (each.platform, each.account) != (own.platform, own.id)
    ]
    if not linked:
        return ()
    return (Break(), *context.say("whoami.linked", accounts=joined(linked, Text(", "))))


def _whoami(context: Context) -> Reply:
    return context.reply(
        context.say(
            "whoami.told",
            account=Code(str(context.update.account)),
            role=context.phrase(f"role.{context.person.role}"),
            language=context.phrase(f"language.{context.language}"),
            zone=context.zone,
        ),
        _linked(context),
    )


def leave(context: Context, payload: Mapping[str, Any]) -> Reply:  # noqa: ARG001 - nothing to know
    """Say that nothing was done."""
    return context.reply(context.say("desk.left"))
