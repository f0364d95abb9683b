"""A Slack workspace as data: people, conversations, messages, and what happened in them."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, TypeVar

from tests.standins.loopback import PATIENCE

Json = dict[str, Any]
Kind = Literal["channel", "group", "im", "mpim"]
DeedKind = Literal["posted", "updated", "deleted", "opened", "closed"]
T = TypeVar("T")

MICROSECONDS: Final = 1_000_000
SEEN_SHOWN: Final = 12
"""How many of the last deeds a failed wait shows."""


@dataclass(slots=True, eq=False)
class Profile:
    """Somebody who has an account: a person or a bot.

    Attributes:
        team: id of the workspace that they are from; another one than ours is a stranger.
        bot_id: `B…` where they are a bot, else empty.
        guest: a multi-channel guest; `single` one of a single channel.
    """

    id: str
    name: str
    team: str
    locale: str = "lv-LV"
    bot_id: str = ""
    admin: bool = False
    owner: bool = False
    primary: bool = False
    guest: bool = False
    single: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Room:
    """A conversation.

    Attributes:
        locale: what its people mostly speak, as `conversations.info` tells it.
        read_only: only admins may post, as in an announcement channel.
        teams: ids of the other workspaces that it is shared with.
    """

    id: str
    kind: Kind
    name: str = ""
    creator: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    read_only: bool = False
    locale: str = "lv-LV"
    teams: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Message:
    """A message, as it is now.

    Attributes:
        author: id of the user who wrote it.
        text: as Slack keeps it: escaped.
        metadata: what the bot put beside it, unseen.
        only_for: id of the only user who sees it, where it is ephemeral.
        via: the method by which a bot sent it; `response_url` and `ack` are two more.
        options: other arguments of that call, such as `unfurl_links`.
        edited: when it was last edited, as a ts.
        versions: text and blocks before each edit, oldest first.
        source: the delivery whose response_url brought it.
    """

    room: Room
    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json | None = None
    bot_id: str = ""
    only_for: str = ""
    via: str = ""
    subtype: str = ""
    extra: Json = field(default_factory=dict)
    options: Json = field(default_factory=dict)
    edited: str = ""
    deleted: bool = False
    versions: list[tuple[str, list[Json]]] = field(default_factory=list)
    source: object = None

    @property
    def channel(self) -> str:
        """Return the id of its conversation."""
        return self.room.id

    @property
    def root(self) -> str:
        """Return the ts under which its thread is, its own if it has none yet."""
        return self.thread_ts or self.ts

    def __str__(self) -> str:
        where = f"{self.room.name or self.room.id}{' (thread)' if self.thread_ts else ''}"
        whom = f" only for {self.only_for}" if self.only_for else ""
        return f"{self.author} in {where}{whom}: {self.text[:120]!r}"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that the bot did: what, and to which message or view."""

    kind: DeedKind
    message: Message | None = None
    view: Json | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.message or self.view}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the app is: ids, tokens and the secret with which Slack signs."""

    team: str = "T0REDAKCIJA"
    team_domain: str = "redakcija"
    app: str = "A0FACTDESK"
    user: str = "U0FACTDESK"
    bot: str = "B0FACTDESK"
    name: str = "factdesk"
    bot_token: str = "xoxb-1111-2222-factdesk"  # noqa: S105 - opens nothing but the stand-in
    app_token: str = "xapp-1-A0FACTDESK-3333-factdesk"  # noqa: S105 - opens nothing but the stand-in
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - opens nothing but the stand-in


class World:
    """The whole workspace. Whoever reads or changes more than one thing holds `changed`.

    Args:
        now: the time that messages are stamped with; the machine's clock unless given.
    """

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self.me = Identity()
        self.changed = threading.Condition()
        self.people: dict[str, Profile] = {}
        self.rooms: dict[str, Room] = {}
        self.journal: list[Deed] = []
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.uploaded: set[str] = set()
        self.ready: set[str] = set()
        self._direct: dict[frozenset[str], Room] = {}
        self._now = now
        self._last_stamp = 0
        self._numbers = itertools.count(1)
        self.add(Profile(self.me.user, self.me.name, self.me.team, "en-US", self.me.bot))

    def add(self, profile: Profile) -> Profile:
        """Take somebody in, and return them."""
        self.people[profile.id] = profile
        return profile

    def seconds(self) -> float:
        """Return the time in seconds since 1970."""
        return self._now().timestamp() if self._now else time.time()

    def stamp(self) -> str:
        """Return a new `ts`: the time, and later than every one before."""
        now = int(self.seconds() * MICROSECONDS)
        self._last_stamp = max(now, self._last_stamp + 1)
        seconds, rest = divmod(self._last_stamp, MICROSECONDS)
        return f"{seconds}.{rest:06d}"

    def number(self, prefix: str) -> str:
        """Return an id that nothing else has: `prefix` and nine figures."""
        return f"{prefix}{next(self._numbers):09d}"

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the world, and wake whoever waits for a change when done."""
        with self.changed:
            try:
                yield
            finally:
                self.changed.notify_all()

    def record(self, deed: Deed) -> None:
        """Note what the bot did; the caller holds the world."""
        self.journal.append(deed)
        self.changed.notify_all()

    def wait(self, look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """Wait until `look` finds something, and return it.

        Raises:
            AssertionError: it did not within `patience` seconds; tells what happened instead.
        """
        found: list[T] = []

        def seen() -> bool:
            thing = look()
            if thing is None or thing is False:
                return False
            found.append(thing)
            return True

        with self.changed:
            if not self.changed.wait_for(seen, patience):
                raise AssertionError(f"no {what} in {patience} s. {self.account()}")
        return found[0]

    def account(self) -> str:
        """Return what the bot did last, a line each, for who reads a failed test."""
        lines = [f"  {deed}" for deed in self.journal[-SEEN_SHOWN:]]
        return "\n".join([f"The bot did {len(self.journal)} things; the last were:", *lines])

    # ------------------------------------------------------------------ conversations

    def direct_room(self, user: str, other: str = "") -> Room:
        """Return the direct conversation of `user` with the bot, or `other`; opened if need be."""
        pair = frozenset({user, other or self.me.user})
        if pair not in self._direct:
            room = Room(self.number("D"), "im", creator=user, members=set(pair))
            self._direct[pair] = self.rooms[room.id] = room
        return self._direct[pair]

    def post(self, message: Message) -> Message:
        """Put `message` into its conversation."""
        message.room.messages[message.ts] = message
        return message

    def edit(self, message: Message, text: str, blocks: list[Json], *, marked: bool) -> Json:
        """Change a message and return how it was; `marked`: people see that it was edited."""
        before = self.shown(message)
        message.versions.append((message.text, message.blocks))
        message.text, message.blocks = text, blocks
        message.edited = self.stamp() if marked else message.edited
        return before

    def has_picture(self, file: str) -> bool:
        """Tell whether a file is a picture that the bot put there, or that was shared with it."""
        if file in self.ready:
            return True
        rooms = (room for room in self.rooms.values() if self.me.user in room.members)
        said = (message for room in rooms for message in room.messages.values())
        files = (each for message in said for each in message.extra.get("files", []))
        kinds = {"image/png", "image/jpeg", "image/gif"}
        return any(each["id"] == file and each["mimetype"] in kinds for each in files)

    def brought(self, file: str) -> Json:
        """Return a file that somebody shared where the bot is; nothing where there is none."""
        rooms = (room for room in self.rooms.values() if self.me.user in room.members)
        said = (message for room in rooms for message in room.messages.values())
        files = (each for message in said for each in message.extra.get("files", []))
        return next((each for each in files if each["id"] == file), {})

    def thread(self, room: Room, root: str) -> list[Message]:
        """Return what was answered under `root`, oldest first, without what was deleted."""
        return [m for m in room.messages.values() if m.thread_ts == root and not m.deleted]

    def shown(self, message: Message) -> Json:
        """Return a message as events and `conversations.history` carry it."""
        shown: Json = {"type": "message", "user": message.author, "text": message.text}
        shown |= {"ts": message.ts, "team": self.team_of(message.author), **message.extra}
        if message.subtype:
            shown["subtype"] = message.subtype
        if message.subtype == "bot_message":
            del shown["user"]
        if message.bot_id:
            shown |= {"bot_id": message.bot_id}
            if message.bot_id == self.me.bot:
                shown |= {"app_id": self.me.app, "bot_profile": self.bot_profile()}
        if message.blocks:
            shown["blocks"] = message.blocks
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
            parent = message.room.messages.get(message.thread_ts)
            if parent:
                shown["parent_user_id"] = parent.author
        if message.edited:
            shown["edited"] = {"user": message.author, "ts": message.edited}
        return shown

    def team_of(self, user: str) -> str:
        """Return the workspace of a user, ours where the user is not known."""
        profile = self.people.get(user)
        return profile.team if profile else self.me.team

    def bot_profile(self) -> Json:
        """Return how the bot is described beside its messages."""
        me = self.me
        return {"id": me.bot, "app_id": me.app, "name": me.name, "team_id": me.team}
