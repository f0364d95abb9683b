"""`subject show|set`: what facts are about, and what it is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from itertools import chain
from typing import Any, Final

from bot import grammar
from bot.commands import alike, leaking, typed
from bot.commands.arguments import Incomplete
from bot.commands.ordering import check_editor
from bot.context import Act, Context
from bot.editing.draft import Editor
from bot.editing.errors import NameTaken
from bot.editing.subject import About, set_subject
from bot.errors import DeskError
from bot.grammar.errors import MissingKey, shown
from bot.port import Break, Code, Message, Reply, Strong, Text, joined
from bot.posting import secrecy
from bot.showing import cards
from bot.showing.visibility import facts_of, is_hidden, subjects
from bot.texts import LANGUAGES
from storage.choices import Choice as StoredChoice
from storage.content import Subject

ANYWAY: Final = "subject-anyway"
"""What the button is called that names a subject as was typed, whatever was asked about it."""

_LINES: Final = frozenset(
    {"topic", *(f"{of}-{language}" for of in ("name", "also") for language in LANGUAGES)}
)


class NoSuchSubject(DeskError):
    """No subject has that key. Field: `text`."""

    key = "subject.none"


class NoSuchSubjectNear(DeskError):
    """The same, where one is near. Fields: `text`, `nearest`."""

    key = "subject.none-near"


def show(text: str) -> Act:
    """Show a subject's names, topic and facts; it is named by its key, or by what it is called.

    Raises:
        Incomplete: none is named.
        LineInside, UnknownField: a line stands where it would be read as a part of the key.
    """
    said = text.strip()
    if not said:
        raise Incomplete(given="")
    typed.check(said.partition(" ")[2], _LINES)
    return partial(_show, said=said)


def set_(text: str) -> Act:
    """Change a subject's names, aliases or topic.

    Raises:
        Incomplete: nothing is said to change.
    """
    read = grammar.fields(text, _LINES)
    key = _only_key(read.head)
    if not read.fields:
        raise Incomplete(given=key)
    return partial(_set, key=key, lines=read.fields)


def _only_key(head: str) -> str:
    """Return the key of the subject that is named.

    Raises:
        Incomplete: none is.
        LineInside, UnknownField: a line stands where it would be read as a part of the key.
        NoSuchSubject: more than a key is named.
    """
    try:
        key, rest = grammar.take_key(head)
    except MissingKey:
        raise Incomplete(given="") from None
    typed.check(rest, _LINES)
    if key.attribute or rest:
        raise NoSuchSubject(text=shown(head))
    return key.subject


def found(context: Context, key: str) -> Subject:
    """Return the subject that has this key.

    Raises:
        NoSuchSubject, NoSuchSubjectNear: there is none, or nothing may be said of it here.
    """
    subject = context.tx.subjects.find(key)
    if subject is not None and not is_hidden(context.tx, context.audience, key):
        return subject
    near = grammar.nearest(key, [each.key for each in subjects(context.tx, context.audience)])
    raise NoSuchSubjectNear(text=key, nearest=near[0]) if near else NoSuchSubject(text=key)


def called(context: Context, said: str) -> Subject:
    """Return the subject that has this key, or that alone is called so.

    Raises:
        NoSuchSubject, NoSuchSubjectNear: there is none, or nothing may be said of it here.
    """
    tx = context.tx
    named = tx.subjects.get({subject for subject, _ in tx.subjects.called([said])}).values()
    meant = [each for each in named if not is_hidden(tx, context.audience, each.key)]
    if len(meant) == 1:
        return meant[0]
    if not grammar.looks_like_key(said):
        raise NoSuchSubject(text=shown(said))
    key = grammar.fold_key(said)
    if key.attribute:
        raise NoSuchSubject(text=shown(said))
    return found(context, key.subject)


def _show(context: Context, said: str) -> Reply:
    return _card(context, called(context, said))


def _set(context: Context, key: str, lines: Mapping[str, str]) -> Reply:
    # What another editor is just about to have kept is waited for.
    context.tx.changes.lock()
    subject, about = _given(context, key, lines)
    known = set(chain.from_iterable(subject.names.values()))
    given = {*chain.from_iterable(about.names.values()), about.topic or ""}
    told = secrecy.told_early(context.tx, given - known, context.now, key)
    if told is not None:
        return leaking.asked(context, told, _again(key, lines))
    return _named(context, key, about, _again(key, lines, namesake=True))


def _again(key: str, lines: Mapping[str, str], *, namesake: bool = False) -> StoredChoice:
    """Return the button that does it, with `namesake` although something else is called so."""
    return StoredChoice(ANYWAY, {"key": key, "lines": dict(lines), "namesake": namesake})


def anyway(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Change a subject although its new names tell what waits for its hour, or are another's."""
    check_editor(context)
    key, lines = payload["key"], payload["lines"]
    _, about = _given(context, key, lines)
    if payload.get("namesake"):
        return _written(context, key, about, namesake=True)
    return _named(context, key, about, _again(key, lines, namesake=True))


def _named(
    context: Context,
    key: str,
    about: About,
    both: StoredChoice,
    hidden: frozenset[str] = frozenset(),
) -> Reply:
    """Change a subject, or ask about what is called so; what is `hidden` here is another."""
    try:
        return _written(context, key, about, but=hidden)
    except NameTaken as taken:
        known = str(taken.fields["known"])
        if is_hidden(context.tx, context.audience, known):
            return _named(context, key, about, both, hidden | {known})
        return alike.asked_of_name(context, taken, both)


def _given(context: Context, key: str, lines: Mapping[str, str]) -> tuple[Subject, About]:
    """Return a subject as it is, and what the lines make of it."""
    subject = found(context, key)
    names = {
        language: _names(subject, language, lines)
        for language in LANGUAGES
        if f"name-{language}" in lines or f"also-{language}" in lines
    }
    return subject, About(names, topic=lines.get("topic"))


def _written(
    context: Context,
    key: str,
    about: About,
    *,
    namesake: bool = False,
    but: Collection[str] = (),
) -> Reply:
    editor = Editor(context.tx, context.person.id, str(context.update.chat), context.zone)
    return _card(context, set_subject(editor, key, about, namesake=namesake, but=but))


def _names(subject: Subject, language: str, lines: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names in `language` after the given lines.

    `also-…` adds aliases to those there are; one with a `-` before it is dropped.
    """
    first, *others = subject.names.get(language) or ("",)
    shown = lines.get(f"name-{language}", first)
    also = lines.get(f"also-{language}")
    given = [name.strip() for name in (also or "").split(",")]
    dropped = {name.removeprefix("-").strip() for name in given if name.startswith("-")}
    added = [name for name in given if not name.startswith("-")]
    names = (shown, *others, *added)
    return tuple(dict.fromkeys(name for name in names if name and name not in dropped))


def _card(context: Context, subject: Subject) -> Reply:
    lines: list[Message] = [
        (Strong(cards.subject_name(subject, context.language)), Text(" "), Code(subject.key))
    ]
    lines += [
        context.say(f"subject.names-{language}", names=", ".join(subject.names[language]))
        for language in LANGUAGES
        if subject.names.get(language)
    ]
    if subject.topic:
        lines.append(context.say("subject.topic", topic=subject.topic))
    facts = facts_of(context.tx, context.audience, subject.key)
    lines += [(Text("· "), Code(fact.key)) for fact in facts]
    return context.reply(joined(lines, Break()))
