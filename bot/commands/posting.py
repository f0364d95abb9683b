"""`post`: what an editor writes is shown exactly as it will be, with where and when, and then sent.

Nothing leaves before [Send] is tapped, by its author or another editor in that place. The button
carries what was shown, and works once; rights are checked when it is tapped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot import destinations
from bot.commands import post_reading
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.commands.post_reading import Written, in_full
from bot.context import Act, Button, Context
from bot.destinations import NoChannels, chat_of, described, language_of
from bot.errors import Refused
from bot.port import Break, Code, Message, Reply, Text, joined
from bot.posting import posts
from bot.posting.posts import Draft
from bot.roles import Right, holds
from storage.audit import Entry
from storage.channels import Channel
from storage.choices import Choice as StoredChoice

SEND: Final = "post-send"
CHANGE: Final = "post-change"
"""What the buttons are called."""

WITHIN: Final = timedelta(hours=1)
"""How long the buttons work: what was shown an hour ago nobody remembers."""

MOST_OFFERED: Final = 8
"""Channels to choose from by buttons; more are named."""


class TimePassed(Refused):
    """The time that was shown has passed before [Send] was tapped. Field: `at`."""

    key = "post.time-passed"


def post(text: str) -> Act:
    """Show what will be posted, where and when.

    Raises:
        Incomplete: there is no text.
        UnknownField, RepeatedField: a line below it cannot be read.
    """
    if not text.strip():
        raise Incomplete(given="")
    return partial(_post, written=post_reading.read(text))


def _post(context: Context, written: Written) -> Reply:
    check_discreet(context, "post")
    said = post_reading.said(context, written)
    at = post_reading.time_of(context, written.lines["at"]) if "at" in written.lines else None
    channels = _channels(context, written.lines.get("to", ""))
    if len(channels) > 1 and not written.lines.get("to"):
        return _which(context, written, channels)
    names = tuple(channel.name for channel in channels)
    silent, preview = written.wants("silent"), written.wants("preview")
    draft = Draft(said, names, at, silent, preview)
    lines = [context.say("post.preview"), _to(context, channels), _when(context, draft)]
    lines += [context.say(f"post.{name}") for name in ("silent", "links") if _has(draft, name)]
    below = [*borrowed(context, said, channels), context.say("post.uncorrectable")]
    if written.hides_lines:
        below.append(context.say("post.lines-hint"))
    message = joined(
        [joined(lines, Break()), shown_texts(context, said, channels), joined(below, Break())],
        Break(paragraph=True),
    )
    return context.reply(message, choices=_choices(context, draft, written))


def _has(draft: Draft, name: str) -> bool:
    return draft.silent if name == "silent" else draft.preview


def _channels(context: Context, names: str) -> list[Channel]:
    """Return the channels that are named, each once, or all there are."""
    typed = [name.strip() for name in names.replace("\n", ",").split(",") if name.strip()]
    if typed:
        found = [destinations.named(context.tx, name) for name in typed]
        return list(dict.fromkeys(found))
    every = list(context.tx.channels.all())
    if not every:
        raise NoChannels
    return every


def _which(context: Context, written: Written, channels: Sequence[Channel]) -> Reply:
    """Ask to which channels a post is to go."""
    offered = [(each.name, each.name) for each in channels[: MOST_OFFERED - 1]]
    every = ", ".join(each.name for each in channels)
    offered.append((context.phrase("post.to-all", count=len(channels)), every))
    buttons = [
        Button(label, StoredChoice("run", {"text": f"post {written.typed(to=names)}"}))
        for label, names in offered
    ]
    return context.reply(context.say("post.which"), choices=context.offered(buttons, WITHIN))


def _to(context: Context, channels: Sequence[Channel]) -> Message:
    listed = joined([described(context, each) for each in channels], Text(", "))
    return context.say("post.to", channels=listed)


def _when(context: Context, draft: Draft) -> Message:
    if draft.at is None:
        return context.say("post.now")
    return context.say("post.at", at=in_full(context, draft.at))


def shown_texts(
    context: Context, said: Mapping[str, Message], channels: Sequence[Channel]
) -> Message:
    """Return each text of a post as it will be read, below the channels that get it.

    Args:
        context: where it is shown.
        said: what the post says, by language.
        channels: those that get it.
    """
    if len(said) == 1:
        (only,) = said.values()
        return only
    parts: list[Message] = []
    for language, text in said.items():
        names = [
            each.name
            for each in channels
            if posts.spoken(said, language_of(context, chat_of(context.tx, each))) == language
        ]
        key = f"post.text-{language}" if names else f"post.text-{language}-unused"
        parts.append((*context.say(key, channels=", ".join(names)), Break(), *text))
    return joined(parts, Break(paragraph=True))


def borrowed(
    context: Context, said: Mapping[str, Message], channels: Sequence[Channel]
) -> list[Message]:
    """Return a line for each channel that gets a text in another language than its own.

    Args:
        context: where it is shown.
        said: what the post says, by language.
        channels: those that get it.
    """
    spoken = [(each, language_of(context, chat_of(context.tx, each))) for each in channels]
    return [
        context.say(f"post.borrowed-{language}", channel=Code(each.name))
        for each, language in spoken
        if language not in said
    ]


def _choices(context: Context, draft: Draft, written: Written) -> Any:  # noqa: ANN401 - choices of the port, as `reply` takes them
    typed = f"post {written.typed()}"
    buttons = [
        Button(context.phrase("post.send"), StoredChoice(SEND, draft.record())),
        Button(context.phrase("post.change"), StoredChoice(CHANGE, {"typed": typed})),
        Button(context.phrase("post.drop"), StoredChoice("leave", {})),
    ]
    return context.offered(buttons, WITHIN)


def check_editor(context: Context) -> None:
    """Refuse a tap by whoever is no editor now.

    Raises:
        Refused: they are none.
    """
    if not holds(Right.EDITOR, context.person.role):
        raise Refused


def author_of(context: Context) -> int | None:
    """Return the id of who acts, None for the operator, who is nobody of the store's."""
    return None if context.update.account.operator else context.person.id


def send(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Send what was shown, now or at its time."""
    check_editor(context)
    draft = Draft.read(payload)
    if draft.at is not None and draft.at <= context.now:
        raise TimePassed(at=in_full(context, draft.at))
    channels = [destinations.named(context.tx, name) for name in draft.channels]
    destinations.check(context, channels)
    number, at = posts.send(context.tx, draft, channels, author_of(context))
    note(context, "post.send", number, {"channels": list(draft.channels), "at": at.isoformat()})
    line = context.say(
        "post.leaves-now" if draft.at is None else "post.leaves-at",
        number=Code(str(number)),
        channels=", ".join(draft.channels),
        at=in_full(context, at),
    )
    how = context.say("post.how", command=Code(f"/post show {number}"))
    return context.reply(joined([line, how], Break()))


def change(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Give back what was typed, ready to be edited."""
    check_editor(context)
    typed = Code(f"/{payload['typed']}")
    return context.reply(context.say("post.change-it"), (Break(),), (typed,))


def note(context: Context, action: str, number: int, details: Mapping[str, Any]) -> None:
    """Write into the audit what was done to a post."""
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, action, str(number), place, details))
