"""What people do in Slack, and what becomes of it: each act brings the bot what Slack would."""

from __future__ import annotations

import re
from mimetypes import guess_type
from typing import TYPE_CHECKING, Final

from tests.standins.slack import interactions
from tests.standins.slack.conversations import enter
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.markup import ADDRESS, escape
from tests.standins.slack.shown import Button, seen, shown
from tests.standins.slack.world import Json, Kind, Message, Profile, Room

if TYPE_CHECKING:
    from tests.standins.slack.server import Slack

COMMAND: Final = "/factdesk"
ELSEWHERE: Final = "T0ELSEWHERE"
_ADDRESS: Final = re.compile(ADDRESS)


def typed(text: str) -> str:
    """Return what somebody typed as Slack keeps it: escaped, and its addresses as links."""
    return _ADDRESS.sub(lambda match: f"<{match[0]}>", escape(text))


class Workspace:
    """The people and the channels of the workspace."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.world = slack.world

    def user(
        self,
        name: str,
        locale: str = "lv-LV",
        *,
        admin: bool = False,
        owner: bool = False,
        guest: bool = False,
    ) -> User:
        """Return a new member of the workspace; a guest is one of several channels."""
        profile = Profile(self.world.number("U"), name, self.slack.me.team, locale)
        profile.admin, profile.owner, profile.guest = admin, owner, guest
        return self._enter(profile)

    def stranger(self, name: str, team: str = ELSEWHERE) -> User:
        """Return somebody of another workspace, who can be in a shared channel only."""
        return self._enter(Profile(self.world.number("U"), name, team))

    def bot(self, name: str) -> User:
        """Return another bot."""
        number = self.world.number("B")
        profile = Profile(self.world.number("U"), name, self.slack.me.team, bot_id=number)
        return self._enter(profile)

    def channel(
        self,
        name: str,
        members: tuple[User, ...] = (),
        *,
        creator: User | None = None,
        private: bool = False,
        bot_in: bool = True,
    ) -> Channel:
        """Return a new channel; strangers among its members make it a shared one."""
        kind: Kind = "group" if private else "channel"
        people = (*members, creator) if creator else members
        return self._room("C", kind, name, people, bot_in=bot_in)

    def group(self, *members: User, bot_in: bool = True) -> Channel:
        """Return a new direct conversation of several people."""
        name = f"mpdm-{'--'.join(user.name for user in members)}-1"
        return self._room("G", "mpim", name, members, bot_in=bot_in)

    def uninstall(self) -> list[Delivery]:
        """Let an admin remove the app: its token is dead, and Slack says so twice."""
        self.slack.token_error = "account_inactive"  # noqa: S105 - a name of an error
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.slack.me.user]}}
        return [self._tell(revoked), self._tell({"type": "app_uninstalled"})]

    def revoke(self) -> Delivery:
        """Revoke the token alone."""
        self.slack.token_error = "token_revoked"  # noqa: S105 - a name of an error
        tokens = {"oauth": [], "bot": [self.slack.me.user]}
        return self._tell({"type": "tokens_revoked", "tokens": tokens})

    def _tell(self, event: Json) -> Delivery:
        return self.slack.events.tell(event | {"event_ts": self.world.stamp()})

    def _enter(self, profile: Profile) -> User:
        with self.world.changing():
            self.world.add(profile)
        return User(self.slack, profile)

    def _room(
        self, prefix: str, kind: Kind, name: str, people: tuple[User, ...], *, bot_in: bool
    ) -> Channel:
        room = Room(self.world.number(prefix), kind, name, people[-1].id if people else "")
        room.members = {user.id for user in people} | ({self.slack.me.user} if bot_in else set())
        room.teams = {user.profile.team for user in people} - {self.slack.me.team}
        with self.world.changing():
            self.world.rooms[room.id] = room
        return Channel(self.slack, room)


class Channel:
    """A channel, private or not, or a group; what may be done to it as a whole."""

    def __init__(self, slack: Slack, room: Room) -> None:
        self.slack = slack
        self.world = slack.world
        self.room = room

    @property
    def id(self) -> str:
        """Return its id, which stays when it is renamed."""
        return self.room.id

    @property
    def messages(self) -> list[Message]:
        """Return what was said there, oldest first, without what was deleted."""
        with self.world.changed:
            return [m for m in self.room.messages.values() if not m.deleted]

    def invite_bot(self, by: User) -> Delivery:
        """Let the bot in; the event is `member_joined_channel`, with who did it."""
        with self.world.changing():
            return enter(
                self.world, self.slack.events, self.room, self.slack.me.user, inviter=by.id
            )

    def remove_bot(self) -> Delivery:
        """Send the bot away; the event is `channel_left` or `group_left`."""
        kind = "channel_left" if self.room.kind == "channel" else "group_left"
        delivery = self._tell(kind, actor_id="U0ADMIN")
        with self.world.changing():
            self.room.members.discard(self.slack.me.user)
        return delivery

    def archive(self, by: User) -> Delivery:
        """Close it for ever."""
        self.room.archived = True
        return self._tell(f"{self.room.kind}_archive", user=by.id)

    def unarchive(self, by: User) -> Delivery:
        """Open it again."""
        self.room.archived = False
        return self._tell(f"{self.room.kind}_unarchive", user=by.id)

    def rename(self, name: str) -> Delivery:
        """Give it another name."""
        self.room.name = name
        stamp = self.world.stamp()
        told = {"id": self.id, "name": name, "created": int(float(stamp))}
        event = {"type": f"{self.room.kind}_rename", "channel": told, "event_ts": stamp}
        return self.slack.events.tell(event, self.room)

    def _tell(self, kind: str, **more: str) -> Delivery:
        event: Json = {"type": kind, "channel": self.id, "event_ts": self.world.stamp(), **more}
        return self.slack.events.tell(event, self.room)


class User:
    """Somebody who can act. What they do returns what is on its way to the bot."""

    def __init__(self, slack: Slack, profile: Profile) -> None:
        self.slack = slack
        self.world = slack.world
        self.profile = profile

    @property
    def id(self) -> str:
        """Return their id."""
        return self.profile.id

    @property
    def name(self) -> str:
        """Return their name."""
        return self.profile.name

    @property
    def room(self) -> Room:
        """Return their direct conversation with the bot, opened if need be."""
        with self.world.changing():
            return self.world.direct_room(self.id)

    # ------------------------------------------------------------------ writing

    def direct(self, text: str, *, thread: str = "", raw: bool = False) -> Delivery:
        """Write to the bot directly."""
        return self._write(self.room, text if raw else typed(text), thread)

    def says(self, text: str, channel: Channel, *, thread: str = "", raw: bool = False) -> Delivery:
        """Write into a channel; `raw`: the text is as Slack keeps it, pings and all."""
        return self._write(channel.room, text if raw else typed(text), thread)

    def mentions(self, text: str, channel: Channel, *, thread: str = "") -> Delivery:
        """Write into a channel with the bot's name in front: two events, see `Delivery.twin`."""
        called = f"<@{self.slack.me.user}> {typed(text)}"
        return self._write(channel.room, called.rstrip(), thread)

    def broadcasts(self, text: str, channel: Channel, thread: str) -> Delivery:
        """Answer in a thread and send it to the channel as well."""
        return self._write(channel.room, typed(text), thread, "thread_broadcast")

    def writes(self, blocks: list[Json], channel: Channel | Room) -> Message:
        """Write rich text, as Slack keeps it."""
        room = channel.room if isinstance(channel, Channel) else channel
        message = self._message(room, "", "", "")
        message.blocks = blocks
        self._say(message)
        return message

    def shares(self, file: str, channel: Channel | Room, text: str = "") -> Delivery:
        """Share a file, with or without words."""
        room = channel.room if isinstance(channel, Channel) else channel
        shared = {"id": self.world.number("F"), "name": file, "mode": "hosted"}
        shared["mimetype"] = guess_type(file)[0] or "application/octet-stream"
        return self._write(room, typed(text), "", "file_share", files=[shared], upload=False)

    def brings(self, file: str, content: bytes, to: Channel | Room, call: str = "") -> Delivery:
        """Share a file with what is in it; `call` mentions the bot and says that."""
        room = to.room if isinstance(to, Channel) else to
        id = self.world.number("F")
        self.slack.files.contents[id] = content
        told = {"id": id, "name": file, "mode": "hosted", "mimetype": "text/plain"}
        text = f"<@{self.world.me.user}> {typed(call)}" if call else ""
        return self._write(room, text, "", "file_share", files=[told | {"size": len(content)}])

    def posts_as_integration(self, text: str, channel: Channel) -> Delivery:
        """Post as integrations of old do: `bot_message`, with a name and without a user."""
        message = self._message(channel.room, text, "", "bot_message")
        message.extra = {"username": self.name}
        return self._say(message)

    def edits(self, message: Message, text: str, *, raw: bool = False) -> Delivery:
        """Change what they wrote."""
        with self.world.changing():
            written = text if raw else typed(text)
            before = self.world.edit(message, written, message.blocks, marked=True)
            return self.slack.events.changed(message, before)

    def sees_unfurled(self, message: Message) -> Delivery:
        """Let Slack add a preview to a message: it counts as changed, with the same words."""
        with self.world.changing():
            before = self.world.shown(message)
            message.extra["attachments"] = [{"id": 1, "title": "A page", "from_url": "https://a.b"}]
            return self.slack.events.changed(message, before)

    def deletes(self, message: Message) -> Delivery:
        """Delete a message."""
        with self.world.changing():
            message.deleted = True
            return self.slack.events.removed(message)

    # ------------------------------------------------------------------ commands and taps

    def slash(
        self,
        text: str,
        channel: Channel | Room | None = None,
        *,
        command: str = COMMAND,
        raw: bool = False,
    ) -> Delivery:
        """Use the command in a channel, else in the direct conversation; it needs no member."""
        room = channel.room if isinstance(channel, Channel) else channel or self.room
        written = text if raw else escape(text)
        payload = interactions.slash(self.world, self.profile, room, command, written)
        return self._act("slash_commands", payload, room)

    def taps(self, message: Message, which: str | int) -> Delivery:
        """Tap a button, by its words or its number from 1."""
        return self._use(message, _button(shown(message).buttons, which), None)

    def picks(self, message: Message, action_id: str, chosen: object) -> Delivery:
        """Choose in a menu: an option by its words or value, else an id of a user or channel."""
        seen_ = shown(message)
        there = {each.action_id: each for each in (*seen_.buttons, *seen_.menus)}
        assert action_id in there, f"no {action_id} in {list(there)}"
        return self._use(message, there[action_id], chosen)

    def opens_menu(self, message: Message, line: str) -> Delivery:
        """Open the menu behind ⋯, and tap a line of it."""
        (menu,) = shown(message).menus
        return self._use(message, menu, line)

    def taps_home(self, which: str | int) -> Delivery:
        """Tap a button in their home tab."""
        view = self.world.homes[self.id]
        button = _button(_shown_view(view), which)
        done = interactions.action(self.world, button.element, button.block_id)
        payload = interactions.on_view(self.world, self.profile, view, done)
        return self._act("interactive", payload)

    def uses_shortcut(self, message: Message, callback_id: str) -> Delivery:
        """Use a shortcut from the menu of a message."""
        payload = interactions.interaction(self.world, self.profile, "message_action")
        room = {"id": message.channel, "name": interactions.room_name(message.room)}
        payload |= {"callback_id": callback_id, "channel": room, "message_ts": message.ts}
        payload["message"] = self.world.shown(message)
        return self._act("interactive", payload, message.room)

    def submits(self, view: Json, **values: object) -> Delivery:
        """Fill in a form, by block_id, and send it; `Delivery.answer` has what is wrong in it."""
        payload = interactions.submission(self.world, self.profile, view, values)
        return self._act("interactive", payload)

    def closes(self, view: Json) -> Delivery:
        """Close a form; the bot hears of it if it asked for that."""
        payload = interactions.interaction(self.world, self.profile, "view_closed")
        with self.world.changing():
            self.slack.views.close(view)
        return self._act("interactive", payload | {"view": view, "is_cleared": False})

    def opens_home(self, tab: str = "home") -> Delivery:
        """Look at the app's home tab, or its `messages`."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.room.id}
        view = self.world.homes.get(self.id)
        event |= {"tab": tab, "event_ts": self.world.stamp()} | ({"view": view} if view else {})
        return self.slack.events.tell(event)

    # ------------------------------------------------------------------ coming and going

    def joins(self, channel: Channel, inviter: User | None = None) -> Delivery:
        """Enter a channel."""
        with self.world.changing():
            return enter(
                self.world, self.slack.events, channel.room, self.id, inviter.id if inviter else ""
            )

    def leaves(self, channel: Channel) -> Delivery:
        """Leave a channel."""
        with self.world.changing():
            channel.room.members.discard(self.id)
        event: Json = {"type": "member_left_channel", "user": self.id, "channel": channel.id}
        event |= {"channel_type": channel.id[0], "team": self.profile.team}
        return self.slack.events.tell(event | {"event_ts": self.world.stamp()}, channel.room)

    def deactivates(self) -> None:
        """Leave the workspace for good: their direct conversation is closed with it."""
        self.profile.deleted = True
        self.room.archived = True

    def _write(
        self, room: Room, text: str, thread: str, subtype: str = "", **extra: object
    ) -> Delivery:
        assert self.id in room.members, f"{self.name} is not in {room.name}"
        message = self._message(room, text, thread, subtype)
        message.extra = {"client_msg_id": self.world.number("msg-"), **extra}
        return self._say(message)

    def _message(self, room: Room, text: str, thread: str, subtype: str) -> Message:
        bot = self.profile.bot_id
        stamp = self.world.stamp()
        return Message(room, stamp, self.id, text, thread_ts=thread, bot_id=bot, subtype=subtype)

    def _say(self, message: Message) -> Delivery:
        with self.world.changing():
            self.world.post(message)
            return self.slack.events.said(message)

    def _use(self, message: Message, button: Button, chosen: object) -> Delivery:
        done = interactions.action(self.world, button.element, button.block_id, chosen)
        payload = interactions.on_message(self.world, self.profile, message, done)
        return self._act("interactive", payload, message.room, message)

    def _act(
        self, kind: str, payload: Json, room: Room | None = None, message: Message | None = None
    ) -> Delivery:
        with self.world.changing():
            payload["trigger_id"] = self.slack.views.trigger(self.id)
            delivery = Delivery(
                self.slack.courier,
                "slash_commands" if kind == "slash_commands" else "interactive",
                payload,
            )
            if room is not None:
                key, reply = self.slack.responses.new(room, self.id, message)
                payload["response_url"] = f"{self.slack.served.url}/response/{key}"
                reply.delivery = delivery
            return self.slack.courier.send(delivery)


def _button(buttons: tuple[Button, ...], which: str | int) -> Button:
    labels = [button.label for button in buttons]
    if isinstance(which, int):
        assert 1 <= which <= len(buttons), f"no button {which} in {labels}"
        return buttons[which - 1]
    assert which in labels, f"no button {which!r} in {labels}"
    return buttons[labels.index(which)]


def _shown_view(view: Json) -> tuple[Button, ...]:
    return seen("", view["blocks"], {}).buttons
