"""The port: what passes between the desk and any door.

A door (console, Telegram, Slack, web) turns its platform's words into an
`Update`, hands it to the desk and renders the `Reply` that comes back. Text is
a tree of the few nodes of `bot/tree.py`, which are part of the port.

What leaves by itself or late goes through a `Platform` (`bot/platforms.py`): it
sends an `Outgoing` and says what became of it, in a few words (`bot/outcomes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.files import Document, File, Unread
from bot.tree import (
    Break,
    Choosing,
    Claim,
    Code,
    Formatted,
    Link,
    Message,
    Node,
    Strike,
    Strong,
    Style,
    Text,
    joined,
    plain,
    unclaimed,
)

__all__ = [
    "Break",
    "Choosing",
    "Claim",
    "Code",
    "Document",
    "File",
    "Formatted",
    "Link",
    "Message",
    "Node",
    "Strike",
    "Strong",
    "Style",
    "Text",
    "Unread",
    "joined",
    "plain",
    "unclaimed",
]


class Place(StrEnum):
    """Where an update was said; it decides what may be shown there."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"
    EDITORS = "editors"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as one platform knows them, e.g. `telegram:123456`.

    Attributes:
        name: what others see them called.
        handle: the name by which they can be mentioned, without its `@`, or empty.
        operator: the door vouches that this is who runs the installation (the
            console and the command line); they act as owner without being made one.
    """

    platform: str
    id: str
    name: str = ""
    handle: str = ""
    operator: bool = False

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as one platform knows it; `topic` is a topic of a forum."""

    platform: str
    id: str
    place: Place
    topic: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}" + (f"/{self.topic}" if self.topic else "")


class Happening(StrEnum):
    """What an update tells of."""

    SAID = "said"
    EDITED = "edited"
    """Somebody changed what they had said; `Update.message` names it, `text` is the new one."""
    TAPPED = "tapped"
    JOINED = "joined"
    """The bot may speak here from now on: it was added, unblocked, or an application opened."""
    LEFT = "left"
    """The bot may not speak here any more: it was removed or blocked."""
    MOVED = "moved"
    """The platform gave the chat another id, `Update.moved_to`."""
    OPENED = "opened"
    """A topic that was closed may be written in again."""
    HOME = "home"
    """Somebody looks at the page that an application has for them."""
    PICKED = "picked"
    """Somebody chose a chat, `Update.picked`, of those that their platform has shown them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that lies on a platform.

    Attributes:
        id: by which that platform knows it.
        content: the picture itself, while it is on its way to another platform.
    """

    platform: str
    id: str
    content: bytes = field(default=b"", compare=False, repr=False)


class Unfit(StrEnum):
    """Why somebody's message cannot be posted as it is."""

    OURS = "ours"
    """The bot said it."""
    NOBODYS = "nobodys"
    """It does not show who wrote it."""
    ALBUM = "album"
    """It has several pictures."""
    FILE = "file"
    """What it has besides words is no picture."""
    LARGE = "large"
    """Its picture is larger than a platform takes."""
    OUT_OF_REACH = "out-of-reach"
    """It cannot be read at present."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message that somebody wrote, with its formatting, to be posted.

    Attributes:
        author: who wrote it; None where that is not shown.
        message: as read from its platform: `Text` and `Formatted`, ends of lines within them.
        picture: above the words.
        unfit: why it cannot be posted, if it cannot.
    """

    author: Account | None
    message: Message
    picture: Picture | None = None
    unfit: Unfit | None = None


@dataclass(frozen=True, slots=True)
class Whereto:
    """A chat that somebody wants to post to, as they name it.

    Attributes:
        id: by which its platform knows it, or its `@name`.
        account: the id of who wants to, on that platform; empty where they have none there.
    """

    platform: str
    id: str
    account: str = ""


class Fault(StrEnum):
    """Why somebody cannot post to a chat."""

    NOT_FOUND = "not-found"
    """There is no such group or channel, or we are not in it."""
    NOT_OURS = "not-ours"
    """We may not post there."""
    NOT_THEIRS = "not-theirs"
    """They have no say there."""
    OUT_OF_REACH = "out-of-reach"
    """Its platform cannot be asked at present."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What a platform says of posting to a chat: how it knows the chat, and what is wrong."""

    asked: Whereto
    chat: Chat | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that somebody said or tapped, or that happened to a chat.

    Attributes:
        id: the platform's own id of the event; the same id is the same event.
        text: what was typed, as typed, without the mention that called the bot; empty for a tap.
        choice: the token of the choice that was tapped, or empty.
        language_hint: the platform's idea of the person's language, or empty.
        message: the platform's id of the message said, or of the one that bears the button.
        reply_to: the platform's id of the bot's message that this replies to, or empty.
        reply_author: whose message this replies to, where it is somebody else's.
        thread: where within the chat an answer belongs (Slack), or empty.
        mentioned: the bot was called by its name, so that an unknown command is ours.
        alone: only who asked is to see the reply.
        via: the door's own note on how to answer this very update, or empty.
        slash: what a command begins with where this was said: `/`, or `/factdesk ` in Slack.
        home: the address that opens a private chat with the bot when a word is added to it.
        private: the address of that chat where no word can be added to it (Slack), or empty.
        runs_chat: whether the person runs this chat; None until the platform was asked.
        moved_to: the chat's new id.
        postings: what platforms said of posting to chats, once they were asked.
        prepared: the message that this replies to, where it asks to have that posted.
        below: the platform's id of the message that this replies to, where it does not come along.
        at_home: it was done on the page that the application has for each person, where the reply
            is shown.
        can_pick: a reply here can have a chat chosen.
        picked: the chat that was.
        file: what came along, or what this replies to.
        has_windows: a button below the reply can open a window, in which a form is filled in.
        filled: a form that was filled in in one, as `bot.forms.form.Filled` keeps it.
        unattended: nobody waits who could be asked whether it is meant.
        typed_choices: a choice below the reply is no button: what stands before it is typed.
        forwarded: somebody wrote it elsewhere, perhaps somebody else.
        words_in: the id of the event with which words may come that this is sent along with.
    """

    id: str
    account: Account
    chat: Chat
    text: str = ""
    choice: str = ""
    language_hint: str = ""
    happening: Happening = Happening.SAID
    message: str = ""
    reply_to: str = ""
    reply_author: Account | None = None
    thread: str = ""
    mentioned: bool = False
    alone: bool = False
    via: str = ""
    slash: str = "/"
    home: str = ""
    private: str = ""
    runs_chat: bool | None = None
    moved_to: str = ""
    postings: tuple[Posting, ...] = ()
    prepared: Prepared | None = None
    below: str = ""
    at_home: bool = False
    can_pick: bool = False
    picked: Chat | None = None
    file: File | None = None
    has_windows: bool = False
    filled: Mapping[str, Any] | None = None
    unattended: bool = False
    typed_choices: bool = False
    forwarded: bool = False
    words_in: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `token` is a short stored reference, checked again when tapped.

    One that is `tucked` is in a menu that opens when asked for; a door without menus drops it.
    """

    label: str
    token: str
    tucked: bool = False


class Kind(StrEnum):
    """What a message is to those who get it."""

    ANSWER = "answer"
    OFFER = "offer"
    REPLY = "reply"
    """Any other reply: to a command, to an error."""
    ALARM = "alarm"
    """What the editors have to know at once."""
    CORRECTION = "correction"
    """That what was told was wrong, and what holds instead."""
    NOTICE = "notice"
    """What an event has become, to whoever was told otherwise."""
    FOLLOWED = "followed"
    """What has become of something that a chat follows."""
    LATER = "later"
    """What somebody had asked, once it is known."""
    REMINDER = "reminder"
    """That an event is near, as was ordered."""
    POST = "post"
    """What an editor wrote, to a channel; or what becomes of it there later."""
    DIGEST = "digest"
    """What has changed and what is coming, as was ordered."""
    COUNTDOWN = "countdown"
    """How long until an event, again and again."""
    FACT = "fact"
    """What a fact holds, again and again."""
    STANDING = "standing"
    """Words of an editor's, again and again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says back.

    Attributes:
        message: the text as a tree; an empty one is silence, and a door sends nothing.
        choices: offered below it, in order; a door shows them as it can.
        language: `lv` or `en`, the language of the message.
        kind: what it is, for whoever replies to it.
        aside: a word to the person who tapped, that leaves the message as it is.
        public, apart: it answers a tap, but for everybody here; in a message of its own.
        edits: the platform's id of an earlier message of the bot that this takes the place of.
        failed: it says why something was not done that was asked for.
        picture: shown in a message of its own, before.
        picks: it has a group or channel chosen, as the platform does that.
        document: sent along, with what is held when it leaves.
        asks: an answer is waited for, in words or in a window, whatever is offered besides.
        reports: it tells who has changed something what came of that, which misleads nobody.
    """

    message: Message
    choices: tuple[Choice, ...] = ()
    language: str = "lv"
    kind: Kind = Kind.REPLY
    aside: bool = False
    public: bool = False
    apart: bool = False
    edits: str = ""
    failed: bool = field(default=False, compare=False)
    picture: Picture | None = None
    picks: bool = False
    document: Document | None = None
    asks: bool = field(default=False, compare=False)
    reports: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way out.

    Attributes:
        key: unique for ever; a platform that keeps it can be asked whether it was sent.
        edits: the platform's id of the message to be changed into this one, or empty.
        reply_to, thread, via: as in the update that it answers.
        refers: what it replies to is said by us, and shown with it also where two talk alone.
        alone: the platform's id of the only person who is to see it, or empty.
        home: it is what the page of that person says from now on.
        aside: as in `Reply`.
        silent: without a sound, where the platform can.
        preview: with a look at what its links lead to.
        withdraws: the message that it `edits` is taken away; it has no words of its own.
        picture: what the words stand below; of a message that it `edits`, they alone change.
        picks: as in `Reply`.
        document: what the words are said of.
    """

    key: str
    chat: Chat
    message: Message
    choices: tuple[Choice, ...] = ()
    language: str = "lv"
    edits: str = ""
    reply_to: str = ""
    refers: bool = False
    thread: str = ""
    via: str = ""
    alone: str = ""
    home: bool = False
    aside: bool = False
    silent: bool = False
    preview: bool = False
    withdraws: bool = False
    picture: Picture | None = None
    picks: bool = False
    document: Document | None = None
