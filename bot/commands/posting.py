"""`post`: what an editor writes is shown exactly as it will be, with where and when, and then sent.

Nothing leaves before [Send] is tapped, by its author or another editor in that place. The button
carries what was shown, and works once; rights are checked when it is tapped. As a reply to a
message that an editor has prepared, `post` with no words of its own posts that one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot import destinations
from bot.commands import fitting, post_prepared, post_reading
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.commands.post_reading import Written, in_full
from bot.context import Act, Button, Context
from bot.destinations import NoChannels, chat_of, described, language_of
from bot.errors import Refused
from bot.port import Break, Code, Message, Prepared, Reply, Text, joined, plain
from bot.posting import posts, secrecy
from bot.posting.posts import Draft
from bot.roles import Right, holds
from bot.showing import wording
from bot.stored import prepared_record, read_prepared
from bot.texts import LANGUAGES
from storage.audit import Entry
from storage.channels import Channel
from storage.choices import Choice as StoredChoice
from storage.content import Audience
from storage.holds import holding
from storage.moments import Moment

SEND: Final = "post-send"
CHANGE: Final = "post-change"
WHERE: Final = "post-where"
"""What the buttons are called."""

WITHIN: Final = timedelta(hours=1)
"""How long the buttons work: what was shown an hour ago nobody remembers."""

_NAMES: Final = ", ".join(f"{name}:" for name in sorted(post_reading.LINES))

MOST_OFFERED: Final = 8
"""Channels to choose from by buttons; more are named."""


class TimePassed(Refused):
    """The time that was shown has passed before [Send] was tapped. Field: `at`."""

    key = "post.time-passed"


def post(text: str) -> Act:
    """Show what will be posted, where and when.

    Raises:
        UnknownField, RepeatedField: a line below it cannot be read.
    """
    written = post_reading.read(text)
    return partial(_post, written=written, lines=post_reading.lines_alone(text))


def _post(context: Context, written: Written, lines: Written | None) -> Reply:
    prepared = None if lines is None else post_prepared.replied_to(context)
    if prepared is not None and lines is not None:
        check_discreet(context, "post")
        return _previewed(context, lines, post_prepared.checked(context, prepared))
    if not (written.text or written.lines):
        raise Incomplete(given="")
    check_discreet(context, "post")
    return _previewed(context, written, None)


def _previewed(context: Context, written: Written, prepared: Prepared | None) -> Reply:
    said = _said(context, written, prepared)
    picture = prepared.picture if prepared else None
    at = _time(context, written)
    channels = _channels(context, written.lines.get("to", ""))
    if len(channels) > 1 and not written.lines.get("to"):
        return _which(context, written, channels)
    fitting.check(context, said, channels, pictured=picture is not None)
    names = tuple(channel.name for channel in channels)
    silent, preview = written.wants("silent"), written.wants("preview")
    draft = Draft(said, names, at.at if at else None, silent, preview, picture)
    lines = [context.say("post.preview"), _to(context, channels), _when(context, at)]
    lines += [context.say(f"post.{name}") for name in _besides(draft)]
    below = _below(context, said, channels)
    below += told_early(context, said, draft.at or context.now)
    below += [*_hidden(context, written), *_held_back(context, _on_hold(context, channels))]
    parts = [joined(lines, Break()), shown_texts(context, said, channels), joined(below, Break())]
    message = joined(filter(None, parts), Break(paragraph=True))
    reply = context.reply(message, choices=_choices(context, draft, written))
    return replace(reply, picture=picture)


def _said(context: Context, written: Written, prepared: Prepared | None) -> dict[str, Message]:
    """Return what a post says by language; a picture alone says the same in each: nothing."""
    if prepared is None:
        return post_reading.said(context, written)
    if prepared.message or any(written.lines.get(name) for name in LANGUAGES):
        return post_reading.said(context, written, prepared=prepared.message)
    return dict.fromkeys(LANGUAGES, ())


def _besides(draft: Draft) -> list[str]:
    """Return what the preview tells of a post besides its words."""
    has = {"silent": draft.silent, "links": draft.preview, "picture": draft.picture is not None}
    return [name for name, wanted in has.items() if wanted]


def _below(
    context: Context, said: Mapping[str, Message], channels: Sequence[Channel]
) -> list[Message]:
    """Return what an editor is to know of words before they leave."""
    if not any(said.values()):
        return []
    below = borrowed(context, said, channels)
    if any(post_prepared.loses_looks(context, text, channels) for text in said.values()):
        below.append(context.say("post.loses-looks"))
    return [*below, context.say("post.uncorrectable")]


def _hidden(context: Context, written: Written) -> list[Message]:
    """Return a line on what looks like lines and is text, so that none is posted unawares."""
    hidden = ", ".join(f"{name}:" for name in written.hidden_lines)
    return [context.say("post.lines-hint", names=hidden, known=_NAMES)] if hidden else []


def told_early(context: Context, said: Mapping[str, Message], at: datetime) -> list[Message]:
    """Return a line on what words would tell before its hour, as they are held then.

    Args:
        context: where it is shown; where readers are, nothing is.
        said: the words, by language.
        at: when they leave, aware.
    """
    if context.audience is not Audience.DESK:
        return []
    found = secrecy.told_early(context.tx, map(plain, said.values()), at)
    if found is None:
        return []
    due = in_full(context, found.due_at or at)
    told = context.say("embargo.told-early", number=str(found.number), at=due)
    return [told]


def _on_hold(context: Context, channels: Sequence[Channel]) -> list[str]:
    """Return the channels that are on hold."""
    holds = context.tx.holds.all()
    return [each.name for each in channels if holding(holds, each.chat)]


def _held_back(context: Context, held: Sequence[str]) -> list[Message]:
    """Return a line on the channels that are on hold, as a post does not leave there yet."""
    return [context.say("post.on-hold", channels=", ".join(held))] if held else []


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
    prepared = context.update.prepared
    kept = {} if prepared is None else {"prepared": prepared_record(prepared)}
    buttons = [
        Button(label, StoredChoice(WHERE, {"text": written.typed(to=names)} | kept))
        for label, names in offered
    ]
    return context.reply(context.say("post.which"), choices=context.offered(buttons, WITHIN))


def go_on(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show what will be posted to the channels that were chosen."""
    check_editor(context)
    kept = payload.get("prepared")
    prepared = None if kept is None else read_prepared(kept)
    update = replace(context.update, prepared=prepared)
    return post(str(payload["text"]))(replace(context, update=update))


def _to(context: Context, channels: Sequence[Channel]) -> Message:
    listed = joined([described(context, each) for each in channels], Text(", "))
    return context.say("post.to", channels=listed)


def _time(context: Context, written: Written) -> Moment | None:
    return post_reading.moment_of(context, written.lines["at"]) if "at" in written.lines else None


def _when(context: Context, at: Moment | None) -> Message:
    if at is None:
        return context.say("post.now")
    return context.say("post.at", at=wording.in_full(at, at, context.language))


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
    if not any(said.values()):
        return ()
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
    typed = f"post {written.typed()}".rstrip()
    replied = context.update.prepared is not None and not written.text
    kept = {"typed": typed, "replied": replied}
    buttons = [
        Button(context.phrase("post.send"), StoredChoice(SEND, draft.record())),
        Button(context.phrase("post.change"), StoredChoice(CHANGE, kept)),
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
    on_hold = _on_hold(context, channels)
    leaves = "at" if draft.at else "later" if len(on_hold) == len(channels) else "now"
    line = context.say(
        f"post.leaves-{leaves}",
        number=Code(str(number)),
        channels=", ".join(draft.channels),
        at=in_full(context, at),
    )
    how = context.say("post.how", command=Code(f"/post show {number}"))
    lines = [line, *_held_back(context, on_hold), how]
    choices = context.offered([showing(context, number)], WITHIN)
    return context.reply(joined(lines, Break()), choices=choices)


def showing(context: Context, number: int) -> Button:
    """Return the button that shows a post below what names it, with what may be done about it."""
    line = StoredChoice("run", {"text": f"post show {number}", "listed": True})
    return Button(context.phrase("waiting.show", number=str(number)), line)


def change(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Give back what was typed, ready to be edited."""
    check_editor(context)
    typed = Code(f"/{payload['typed']}")
    key = "post.change-prepared" if payload.get("replied") else "post.change-it"
    return context.reply(context.say(key), (Break(),), (typed,))


def note(context: Context, action: str, number: int, details: Mapping[str, Any]) -> None:
    """Write into the audit what was done to a post."""
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, action, str(number), place, details))
