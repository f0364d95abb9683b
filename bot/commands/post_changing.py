"""`post edit|move|cancel|delete`: what becomes of a post once it was sent.

Before it has left it can be changed, moved and cancelled; afterwards changed and taken back where
it stands. Whatever readers would see is shown first, and done when its button is tapped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from bot.commands import fitting, post_prepared, post_reading
from bot.commands.arguments import Incomplete, nothing
from bot.commands.post_reading import Written, in_full
from bot.commands.posting import WITHIN, author_of, check_editor, note, told_early
from bot.commands.posts import every_text, found, has_left, numbered, waits
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Choice, Code, Message, Reply, joined, plain
from bot.posting import posts
from bot.posting.posts import LEFT
from bot.showing import wording
from storage.choices import Choice as StoredChoice
from storage.posts import Copy, Post

EDIT: Final = "post-edit"
MOVE: Final = "post-move"
DELETE: Final = "post-delete"
"""What the buttons are called."""


class HasLeft(DeskError):
    """Nothing of the post waits any more. Field: `number`."""

    key = "post.has-left"


class NotLeft(DeskError):
    """Nothing of the post has left. Field: `number`."""

    key = "post.not-left"


class Over(DeskError):
    """The post was cancelled or taken back. Field: `number`."""

    key = "post.over"


class SameTime(DeskError):
    """A post that is moved to its own time. Fields: `number`, `at`."""

    key = "post.same-time"


class PictureStays(DeskError):
    """A picture that was posted would have to give way to another."""

    key = "post.picture-stays"


def edit(text: str) -> Act:
    """Change what a post says, wherever it stands.

    Raises:
        Incomplete, WrongNumber: a number is due.
        UnknownField, RepeatedField: a line below the text cannot be read.
    """
    number, rest = numbered(text)
    if not rest:
        return partial(_edit_alone, number=number)
    return partial(_edit, number=number, written=post_reading.read(rest, post_reading.WORDS))


def move(text: str) -> Act:
    """Have a post leave at another time.

    Raises:
        Incomplete, WrongNumber: a number and a time are due.
    """
    number, rest = numbered(text)
    if not rest:
        raise Incomplete(given=str(number))
    return partial(_move, number=number, time=rest)


def cancel(text: str) -> Act:
    """Have a post not leave.

    Raises:
        Incomplete, WrongNumber, TooMuch: a number is due, and nothing else.
    """
    number, rest = numbered(text)
    nothing(rest)
    return partial(_cancel, number=number)


def delete(text: str) -> Act:
    """Take a post back where it stands.

    Raises:
        Incomplete, WrongNumber, TooMuch: a number is due, and nothing else.
    """
    number, rest = numbered(text)
    nothing(rest)
    return partial(_delete, number=number)


def _edit_alone(context: Context, number: int) -> Reply:
    """Put a prepared message in the place of a post; or give back its text, to be edited."""
    post, _ = found(context, number)
    replied = post_prepared.replied_to(context)
    if replied is not None:
        prepared = post_prepared.checked(context, replied)
        if prepared.picture is not None:
            raise PictureStays
        return _edit(context, number, Written("", {}), prepared.message)
    said = {name: plain(text) for name, text in posts.texts(post.content).items()}
    lines = [f"{name}: {text}" for name, text in said.items()]
    typed = next(iter(said.values())) if len(said) == 1 else "\n".join(lines)
    return context.reply(
        context.say("post.change-it"), (Break(),), (Code(f"/post edit {number} {typed}"),)
    )


def _edit(context: Context, number: int, written: Written, prepared: Message = ()) -> Reply:
    post, copies = found(context, number)
    _check_alive(post, copies)
    known = {name: text for name, text in posts.texts(post.content).items() if text}
    only = next(iter(known)) if len(known) == 1 else ""
    said = {**known, **post_reading.said(context, written, only, prepared)}
    channels = filter(None, (context.tx.channels.get(each.channel) for each in copies))
    fitting.check(context, said, channels, pictured=posts.picture(post.content) is not None)
    key = "post.edit-there" if has_left(copies) else "post.edit-before"
    heading = context.say(key, number=Code(str(number)))
    parts = [heading, every_text(context, said), context.say("post.uncorrectable")]
    parts += told_early(context, said, max(post.at, context.now))
    return _asked(context, parts, EDIT, _change(post, said))


def _check_alive(post: Post, copies: Sequence[Copy]) -> None:
    if post.withdrawn_at is not None or not (waits(copies) or has_left(copies)):
        raise Over(number=str(post.number))


def _change(post: Post, said: Mapping[str, Message]) -> dict[str, Any]:
    content = posts.content(said, posts.picture(post.content))
    return {"number": post.number, "revision": post.revision, "content": content}


def save(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Change a post as it was shown; if somebody else has changed it meanwhile, show both."""
    check_editor(context)
    number, content = int(payload["number"]), payload["content"]
    post, copies = found(context, number)
    _check_alive(post, copies)
    tx = context.tx
    if not tx.posts.change(number, int(payload["revision"]), content, author_of(context)):
        return _differs(context, post, posts.texts(content))
    changed, _ = found(context, number)
    there = posts.edit(tx, changed)
    note(context, "post.edit", number, {"revision": changed.revision})
    key = "post.edited-there" if there else "post.edited"
    return context.reply(context.say(key, number=Code(str(number))))


def _differs(context: Context, post: Post, mine: Mapping[str, Message]) -> Reply:
    """Show an editor what another has made of a post while theirs waited."""
    by = None if post.changed_by is None else context.tx.people.get(post.changed_by)
    who = shown(by.name) if by and by.name else context.phrase("post.somebody")
    parts = [
        context.say("post.changed-meanwhile", who=who, number=Code(str(post.number))),
        every_text(context, posts.texts(post.content)),
        context.say("post.yours"),
        every_text(context, mine),
    ]
    return _asked(context, parts, EDIT, _change(post, mine))


def _move(context: Context, number: int, time: str) -> Reply:
    post, copies = found(context, number)
    if not waits(copies):
        raise HasLeft(number=str(number))
    at = post_reading.moment_of(context, time)
    if at.at == post.at:
        raise SameTime(number=str(number), at=in_full(context, post.at))
    times = in_full(context, post.at), wording.in_full(at, at, context.language)
    told = context.say("post.move-it", number=Code(str(number)), was=times[0], at=times[1])
    return _asked(context, [told], MOVE, {"number": number, "at": at.at.isoformat()})


def moved(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Have a post leave at the time that was shown."""
    check_editor(context)
    number, at = int(payload["number"]), datetime.fromisoformat(str(payload["at"]))
    _, copies = found(context, number)
    if at <= context.now:
        raise post_reading.Past(at=in_full(context, at))
    if not context.tx.posts.move(number, at):
        raise HasLeft(number=str(number))
    note(context, "post.move", number, {"at": at.isoformat()})
    lines = [context.say("post.moved", number=Code(str(number)), at=in_full(context, at))]
    lines += _left_already(context, copies)
    return context.reply(joined(lines, Break()))


def _cancel(context: Context, number: int) -> Reply:
    _, copies = found(context, number)
    if not context.tx.posts.cancel(number):
        raise HasLeft(number=str(number))
    note(context, "post.cancel", number, {})
    lines = [context.say("post.cancelled", number=Code(str(number)))]
    lines += _left_already(context, copies)
    return context.reply(joined(lines, Break()))


def _left_already(context: Context, copies: Sequence[Copy]) -> list[Message]:
    """Return which channels have got a post already, if any has."""
    names = [copy.channel for copy in copies if copy.delivery.state in LEFT]
    return [context.say("post.left-already", channels=", ".join(names))] if names else []


def _delete(context: Context, number: int) -> Reply:
    post, copies = found(context, number)
    if post.withdrawn_at is not None:
        raise Over(number=str(number))
    if not has_left(copies):
        raise NotLeft(number=str(number))
    names = ", ".join(copy.channel for copy in copies if copy.delivery.state in LEFT)
    heading = context.say("post.delete-it", number=Code(str(number)), channels=names)
    parts = [heading, every_text(context, posts.texts(post.content))]
    return _asked(context, parts, DELETE, {"number": number})


def withdrawn(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Take a post back where it stands, and let nothing more of it leave."""
    check_editor(context)
    number = int(payload["number"])
    post, _ = found(context, number)
    tx = context.tx
    if not tx.posts.withdraw(number):
        raise Over(number=str(number))
    tx.posts.cancel(number)
    posts.withdraw(tx, post)
    note(context, "post.delete", number, {})
    how = Code(f"/post show {number}")
    return context.reply(context.say("post.deleted", number=Code(str(number)), command=how))


def _asked(
    context: Context, parts: Sequence[Message], action: str, payload: Mapping[str, Any]
) -> Reply:
    """Show what would be done, and do it when it is tapped."""
    buttons = [
        Button(
            context.phrase(f"post.do-{action.rpartition('-')[2]}"), StoredChoice(action, payload)
        ),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    ]
    choices: Sequence[Choice] = context.offered(buttons, WITHIN)
    return context.reply(joined(parts, Break(paragraph=True)), choices=choices)
