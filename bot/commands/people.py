"""`role grant|revoke|list|link`: owners say who may edit, and which accounts are one person."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.answering.words import fold
from bot.commands.arguments import Incomplete, TooMuch, nothing
from bot.commands.entry import check_discreet
from bot.commands.whom import Someone, check_person, someone
from bot.context import Act, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Reply, Text, joined
from storage.audit import Entry
from storage.people import Person, Role

_NAMED: Final = {
    "editor": Role.EDITOR,
    "owner": Role.OWNER,
    "redaktors": Role.EDITOR,
    "ipasnieks": Role.OWNER,
}
"""What a role is called when it is typed, folded."""

_TWO: Final = 2


class NoSuchRole(DeskError):
    """No role that can be given. Field: `text`."""

    key = "role.none"


class OwnerIncludesEditor(DeskError):
    """An owner cannot be only no editor. Field: `who`."""

    key = "role.owner-includes-editor"


class LastOwner(DeskError):
    """Somebody has to stay owner. Field: `who`."""

    key = "role.last-owner"


class OnePersonAlready(DeskError):
    """Both accounts are linked, or the same. Fields: `one`, `other`."""

    key = "role.linked-already"


def grant(text: str) -> Act:
    """Give somebody a role.

    Raises:
        Incomplete, TooMuch, WrongPerson, NoSuchRole: a PERSON and a ROLE are due.
    """
    named, role = _person_and_role(text)
    return partial(_grant, named=named, role=role)


def revoke(text: str) -> Act:
    """Take a role back.

    Raises:
        Incomplete, TooMuch, WrongPerson, NoSuchRole: a PERSON and a ROLE are due.
    """
    named, role = _person_and_role(text)
    return partial(_revoke, named=named, role=role)


def list_(text: str) -> Act:
    """Tell who has which role."""
    nothing(text)
    return _list


def link(text: str) -> Act:
    """Make one person of two.

    Raises:
        Incomplete, TooMuch, WrongPerson: two PERSONs are due.
    """
    named = _at_most_two(text)
    for each in named:
        check_person(each)
    if len(named) < _TWO:
        raise Incomplete(given=" ".join(named))
    return partial(_link, one=named[0], other=named[1])


def _person_and_role(text: str) -> tuple[str, Role]:
    words = _at_most_two(text)
    role = _NAMED.get(fold(words[-1])) if words else None
    if role is not None and len(words) == 1:
        return "", role
    if words:
        check_person(words[0])
    if len(words) < _TWO:
        raise Incomplete(given=" ".join(words))
    return words[0], role_named(words[1])


def role_named(word: str) -> Role:
    """Return the role that is called so.

    Raises:
        NoSuchRole: none is.
    """
    role = _NAMED.get(fold(word))
    if role is None:
        raise NoSuchRole(text=shown(word))
    return role


def _at_most_two(text: str) -> list[str]:
    words = text.split()
    if len(words) > _TWO:
        raise TooMuch(text=shown(" ".join(words[_TWO:])))
    return words


def _grant(context: Context, named: str, role: Role) -> Reply:
    who = someone(context, named)
    if who.person.role in {role, Role.OWNER}:
        return _told(context, "role.already", who, who.person.role)
    _set(context, who, role, "role.grant")
    return _told(context, "role.granted-unseen" if who.unseen else "role.granted", who, role)


def _revoke(context: Context, named: str, role: Role) -> Reply:
    who = someone(context, named)
    if who.person.role is Role.OWNER and role is Role.EDITOR:
        raise OwnerIncludesEditor(who=who.shown)
    if who.person.role is not role:
        return _told(context, "role.not-had", who, role)
    if role is Role.OWNER and len(context.tx.people.with_role(Role.OWNER)) == 1:
        raise LastOwner(who=who.shown)
    _set(context, who, Role.READER, "role.revoke")
    return _told(context, "role.revoked", who, role)


def _set(context: Context, who: Someone, role: Role, action: str) -> None:
    context.tx.people.set_role(who.person.id, role)
    details = {"role": role, "before": who.person.role}
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, action, who.account, place, details))


def _told(context: Context, told: str, who: Someone, role: Role) -> Reply:
    named = context.phrase(f"role.{role}")
    return context.reply(context.say(told, who=who.shown, role=named))


def _list(context: Context) -> Reply:
    check_discreet(context, "role list")
    paragraphs = [
        joined([context.say(heading), *_lines(context, context.tx.people.with_role(role))], Break())
        for role, heading in ((Role.OWNER, "role.owners"), (Role.EDITOR, "role.editors"))
    ]
    return context.reply(joined(paragraphs, Break(paragraph=True)))


def _lines(context: Context, people: tuple[Person, ...]) -> list[Message]:
    return [_line(context, each) for each in people] or [context.say("role.nobody")]


def _line(context: Context, person: Person) -> Message:
    accounts = [(Code(str(each)),) for each in context.tx.people.accounts_of(person.id)]
    name = (Text(f"{shown(person.name)} – "),) if person.name else ()
    return (Text("· "), *name, *joined(accounts, Text(", ")))


def _link(context: Context, one: str, other: str) -> Reply:
    kept, emptied = someone(context, one), someone(context, other)
    if kept.person.id == emptied.person.id:
        raise OnePersonAlready(one=(Code(kept.account),), other=(Code(emptied.account),))
    context.tx.belongings.unite(kept.person.id, emptied.person.id)
    united = context.tx.people.get(kept.person.id) or kept.person
    details = {"account": emptied.account, "role": united.role}
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, "role.link", kept.account, place, details))
    accounts = [(Code(str(each)),) for each in context.tx.people.accounts_of(united.id)]
    who = Someone(united, kept.account)
    role = context.phrase(f"role.{united.role}")
    told = context.say(
        "role.linked", who=who.shown, accounts=joined(accounts, Text(", ")), role=role
    )
    return context.reply(told)
