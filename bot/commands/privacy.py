"""`privacy`, `forget me`: what is kept of somebody, shown to them, and forgotten if they ask.

Only in private: what is kept of a person is for their eyes, and in a group the reply leads
there. Editors and owners cannot be forgotten: who changed what must stay answerable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from bot.commands.arguments import nothing
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Place, Reply, Text, joined
from bot.posting import quiet
from bot.showing import wording
from storage.chats import Chat
from storage.choices import Choice as StoredChoice
from storage.moments import time_zone
from storage.people import Role
from storage.questions import Question

ASKED_WITHIN: Final = timedelta(hours=1)
"""How long the buttons work, as those of an offer do (contract, 1)."""

LATEST: Final = 10
"""Questions shown: what a telephone shows without scrolling."""


class OnlyInPrivate(DeskError):
    """What is kept of somebody is told to them alone. Field: `private`, the way there."""

    key = "privacy.only-in-private"


class StillEditor(DeskError):
    """Somebody who may change what others read, and so cannot be forgotten. Field: `role`."""

    key = "privacy.still-editor"


def privacy(text: str) -> Act:
    """Say what is kept of the person who asks, and for how long."""
    nothing(text)
    return _privacy


def forget_me(text: str) -> Act:
    """Forget the person who asks, once they have said so twice."""
    nothing(text)
    return _ask


def show_mine(context: Context, payload: Mapping[str, Any]) -> Reply:  # noqa: ARG001 - nothing to know
    """Show somebody what is kept of them.

    Raises:
        OnlyInPrivate: others would see it.
    """
    _check_private(context, "privacy")
    person = context.person
    accounts = [(Code(str(each)),) for each in context.tx.people.accounts_of(person.id)]
    questions = context.tx.questions.asked_by(person.id)
    private = context.tx.chats.private(person.id)
    chats = [(Code(f"{each.platform}:{each.external_id}"),) for each in private]
    lines = [
        context.say("privacy.accounts", accounts=joined(accounts, Text(", "))),
        *([context.say("privacy.name", name=shown(person.name))] if person.name else []),
        context.say("privacy.role", role=context.phrase(f"role.{person.role}")),
        context.say("privacy.language", language=_language(context, person.language)),
        context.say("privacy.chats", chats=joined(chats, Text(", "))),
        *(line for each in private for line in _chosen_in(context, each)),
        context.say("privacy.messages", count=context.tx.ledger.told(person.id)),
        context.say("privacy.questions", count=len(questions)),
        *(_line(context, each) for each in questions[:LATEST]),
        *_unwilling(context),
        *_voted(context),
    ]
    choices = context.offered([_forget_me(context)], ASKED_WITHIN, own=True)
    return context.reply(joined(lines, Break()), choices=choices)


def forget(context: Context, payload: Mapping[str, Any]) -> Reply:  # noqa: ARG001 - nothing to know
    """Forget the person who tapped.

    Raises:
        StillEditor: they became one meanwhile.
    """
    _check_reader(context)
    context.tx.belongings.forget(context.person.id)
    return context.reply(context.say("privacy.forgotten", count=context.about.keep_days))


def _privacy(context: Context) -> Reply:
    told = [context.say("privacy.kept", count=context.about.keep_days)]
    if context.about.privacy_url:
        told.append(context.say("about.privacy", url=context.about.privacy_url))
    if context.update.chat.place is not Place.PRIVATE:
        told.append(context.say("privacy.in-private", private=context.private_link("privacy")))
        return context.reply(joined(told, Break()))
    buttons = (
        Button(context.phrase("privacy.show-mine"), StoredChoice("show-mine", {})),
        _forget_me(context),
    )
    choices = context.offered(buttons, ASKED_WITHIN, own=True)
    return context.reply(joined(told, Break()), choices=choices)


def _forget_me(context: Context) -> Button:
    """Return the button that asks whether to forget, as the command does."""
    return Button(context.phrase("privacy.forget-me"), StoredChoice("run", {"text": "forget me"}))


def _ask(context: Context) -> Reply:
    _check_private(context, "forget me")
    _check_reader(context)
    buttons = (
        Button(context.phrase("privacy.forget-me"), StoredChoice("forget", {})),
        Button(context.phrase("privacy.keep"), StoredChoice("leave", {})),
    )
    choices = context.offered(buttons, ASKED_WITHIN, own=True)
    return context.reply(context.say("privacy.ask"), choices=choices)


def _check_private(context: Context, command: str) -> None:
    if context.update.chat.place is not Place.PRIVATE:
        raise OnlyInPrivate(private=context.private_link(command))


def _check_reader(context: Context) -> None:
    if context.person.role is not Role.READER:
        raise StillEditor(role=context.phrase(f"role.{context.person.role}"))


def _language(context: Context, chosen: str | None) -> str:
    return context.phrase(f"language.{chosen}" if chosen else "privacy.no-language")


def _chosen_in(context: Context, chat: Chat) -> Iterator[Message]:
    if chat.timezone:
        yield context.say("privacy.timezone", zone=chat.timezone)
    if chat.quiet:
        hours = quiet.of(chat.quiet)
        said = wording.hours(hours.start, hours.end, context.language) if hours else ""
        yield context.say("privacy.quiet", hours=said or context.phrase("privacy.no-quiet"))


def _unwilling(context: Context) -> Iterator[Message]:
    if not context.tx.people.wants_answers(context.person.id):
        yield context.say("privacy.no-answers")


def _voted(context: Context) -> Iterator[Message]:
    voted = context.tx.votes.by(context.person.id)
    if voted:
        yield context.say("privacy.votes", count=voted)


def _line(context: Context, question: Question) -> Message:
    day = question.asked_at.astimezone(time_zone(context.zone)).date()
    return (Text(f"· {wording.day(day, context.language)}: {shown(question.text)}"),)
