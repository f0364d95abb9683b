"""`chat.*`: how the bot writes, edits and deletes."""

from __future__ import annotations

from typing import Final

from tests.standins.slack.arguments import Arguments, own_message, read_room, writable_room
from tests.standins.slack.blocks import Refused, check_blocks, check_metadata, check_text, complete
from tests.standins.slack.events import Events
from tests.standins.slack.pace import Pace
from tests.standins.slack.world import Deed, Json, Message, Room, World

KEPT: Final = ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn", "reply_broadcast")
"""Arguments that are kept with a message, for tests to look at."""
NOT_HERE: Final = ("attachments", "markdown_text")
"""What Slack takes and this stand-in cannot show."""


class Chat:
    """The methods; each takes arguments, with the world held, and returns the answer.

    Attributes:
        pace: the limits on how fast the bot may post; off until a test enforces them.
        edit_window: for how many seconds messages may be edited; None: for ever.
        messages_tab: whether people have let the app write to them directly.
    """

    def __init__(self, world: World, events: Events) -> None:
        self.world = world
        self.events = events
        self.pace = Pace()
        self.edit_window: float | None = None
        self.messages_tab = True

    def post_message(self, arguments: Arguments) -> Json:
        """Write into a conversation; an id of a user means the direct one."""
        room = self._target(arguments.text("channel"))
        text, blocks = self.content(arguments)
        message = self._draft(room, (text, blocks), arguments, "chat.postMessage")
        message.metadata = _metadata(arguments)
        self.pace.check(room.id)
        if message.thread_ts and arguments.flag("reply_broadcast"):
            message.subtype = "thread_broadcast"
        self.publish(message)
        return {"channel": room.id, "ts": message.ts, "message": self.world.shown(message)}

    def post_ephemeral(self, arguments: Arguments) -> Json:
        """Write what one user sees, who must be there."""
        room = writable_room(self.world, arguments.text("channel"))
        user = arguments.text("user")
        if user not in room.members:
            raise Refused("user_not_in_channel", user)
        text, blocks = self.content(arguments)
        message = self._draft(room, (text, blocks), arguments, "chat.postEphemeral")
        message.only_for = user
        self.publish(message)
        return {"message_ts": message.ts}

    def update(self, arguments: Arguments) -> Json:
        """Change a message: text alone takes the blocks away, blocks alone leave the text."""
        message = own_message(self.world, arguments, "cant_update_message")
        self._check_window(message)
        if message.room.archived:
            raise Refused("is_inactive", message.room.name)
        text, blocks = self.content(arguments, message)
        metadata = _metadata(arguments)
        before = self.world.edit(message, text, blocks, marked="blocks" not in arguments)
        message.options |= kept(arguments)
        if "metadata" in arguments:
            message.metadata = metadata
        self.world.record(Deed("updated", message))
        self.events.echo(message, before)
        answer = {"channel": message.channel, "ts": message.ts, "text": text}
        return answer | {"message": self.world.shown(message)}

    def delete(self, arguments: Arguments) -> Json:
        """Delete a message."""
        message = own_message(self.world, arguments, "cant_delete_message")
        message.deleted = True
        self.world.record(Deed("deleted", message))
        self.events.echo(message)
        return {"channel": message.channel, "ts": message.ts}

    def permalink(self, arguments: Arguments) -> Json:
        """Return the address of a message."""
        room = read_room(self.world, arguments.text("channel"))
        ts = arguments.ts("message_ts")
        message = room.messages.get(ts)
        if message is None or message.deleted:
            raise Refused("message_not_found", ts)
        link = f"https://{self.world.me.team_domain}.slack.com/archives/{room.id}/p"
        link += ts.replace(".", "")
        if message.thread_ts:
            link += f"?thread_ts={message.thread_ts}&cid={room.id}"
        return {"channel": room.id, "permalink": link}

    def share(self, arguments: Arguments, files: list[Json]) -> None:
        """Write a message that shares files, with words above them."""
        room = self._target(arguments.text("channel_id"))
        words = str(arguments.get("initial_comment", ""))
        message = self._draft(room, (words, []), arguments, "files.completeUploadExternal")
        message.subtype, message.extra = "file_share", {"files": files}
        self.publish(message)

    def publish(self, message: Message) -> None:
        """Put a finished message where it belongs, and tell of it."""
        if not message.only_for:
            self.world.post(message)
        self.world.record(Deed("posted", message))
        self.events.echo(message)

    def content(
        self, arguments: Arguments, before: Message | None = None
    ) -> tuple[str, list[Json]]:
        """Return the text and the blocks of a call; what an update leaves is `before`'s.

        Raises:
            Refused: by the names in `blocks.py`.
        """
        text, blocks = _content(arguments, before)
        for place, block in enumerate(blocks):
            if "slack_file" in block and not self.world.has_picture(block["slack_file"]["id"]):
                where = f"invalid slack file [json-pointer:/blocks/{place}/slack_file]"
                raise Refused("invalid_blocks", where, errors=[where])
        return text, complete(blocks, self.world.number)

    def _target(self, channel: str) -> Room:
        if channel.startswith(("U", "W")):
            return writable_room(self.world, direct_room(self.world, channel).id)
        room = writable_room(self.world, channel)
        if room.kind == "im" and not self.messages_tab:
            raise Refused("messages_tab_disabled")
        return room

    def _draft(
        self, room: Room, words: tuple[str, list[Json]], arguments: Arguments, via: str
    ) -> Message:
        me = self.world.me
        thread = arguments.ts("thread_ts")
        check_thread(room, thread)
        message = Message(room, self.world.stamp(), me.user, *words, thread, bot_id=me.bot, via=via)
        message.options = kept(arguments)
        return message

    def _check_window(self, message: Message) -> None:
        age = self.world.seconds() - float(message.ts)
        if self.edit_window is not None and age > self.edit_window:
            raise Refused("edit_window_closed")


def check_thread(room: Room, thread: str) -> None:
    """Check that something may be answered there.

    Raises:
        Refused: `thread_not_found` where nothing was ever said at that ts;
            `cannot_reply_to_message` where it is itself an answer, whose thread is another.
    """
    if not thread:
        return
    parent = room.messages.get(thread)
    if parent is None:
        raise Refused("thread_not_found", thread)
    if parent.thread_ts and parent.thread_ts != parent.ts:
        raise Refused("cannot_reply_to_message", "an answer in a thread has no thread")


def direct_room(world: World, user: str) -> Room:
    """Return the direct conversation of the bot with a user, opened if need be.

    Raises:
        Refused: `channel_not_found`, `cannot_dm_bot` or `user_disabled`.
    """
    profile = world.people.get(user)
    if profile is None:
        raise Refused("channel_not_found", user)
    if profile.bot_id:
        raise Refused("cannot_dm_bot", user)
    if profile.deleted:
        raise Refused("user_disabled", user)
    return world.direct_room(user)


def _content(arguments: Arguments, before: Message | None) -> tuple[str, list[Json]]:
    for name in NOT_HERE:
        if arguments.get(name):
            raise Refused("invalid_arguments", f"this stand-in knows no {name}")
    given = arguments.structure("blocks", "invalid_blocks_format")
    blocks = given if given is not None else []
    text = arguments.get("text", before.text if before and given is not None else "")
    if before and given is None and "text" not in arguments:
        blocks = before.blocks
    check_blocks(blocks)
    check_text(text, blocks)
    return str(text), blocks


def kept(arguments: Arguments) -> Json:
    """Return the arguments that stay with a message."""
    return {name: arguments[name] for name in KEPT if name in arguments}


def _metadata(arguments: Arguments) -> Json | None:
    metadata = arguments.structure("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    check_metadata(metadata)
    assert isinstance(metadata, dict)
    return metadata
