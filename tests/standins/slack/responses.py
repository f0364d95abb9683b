"""What the bot says by a response_url, or in the acknowledgement itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.standins.slack.arguments import Arguments
from tests.standins.slack.blocks import Refused, check_view
from tests.standins.slack.chat import Chat, check_thread, kept
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.views import Views
from tests.standins.slack.world import Deed, Json, Message, Room, World

USES: Final = 5
SECONDS: Final = 30 * 60


@dataclass(slots=True, eq=False)
class Reply:
    """A response_url: where it leads, for whom, and how often and how long it still does."""

    room: Room
    user: str
    expires: float
    original: Message | None = None
    delivery: Delivery | None = None
    left: int = USES


class Responses:
    """All response_urls. What comes by one need no membership, unlike `chat.postMessage`."""

    def __init__(self, world: World, chat: Chat, views: Views) -> None:
        self.world = world
        self.chat = chat
        self.views = views
        self.replies: dict[str, Reply] = {}

    def new(self, room: Room, user: str, original: Message | None = None) -> tuple[str, Reply]:
        """Return the id of a new response_url, and what it stands for."""
        key = self.world.number("R")
        expires = self.world.seconds() + SECONDS
        self.replies[key] = Reply(room, user, expires, original)
        return key, self.replies[key]

    def room_of(self, key: str) -> str:
        """Return the id of the conversation that a response_url leads to, if it is one."""
        return self.replies[key].room.id if key in self.replies else ""

    def respond(self, key: str, arguments: Arguments) -> None:
        """Do what was posted to a response_url.

        Raises:
            Refused: `used_url`, `expired_url`, or what is wrong with the message.
        """
        reply = self.replies.get(key)
        if reply is None or reply.left <= 0:
            raise Refused("used_url")
        if self.world.seconds() > reply.expires:
            raise Refused("expired_url")
        self._do(reply, arguments, "response_url")
        reply.left -= 1

    def acknowledged(self, delivery: Delivery) -> None:
        """Do what came with the acknowledgement of a command or of a modal."""
        answer = delivery.answer
        arguments = Arguments({"text": answer} if isinstance(answer, str) else answer or {})
        if delivery.kind == "slash_commands" and ("text" in arguments or "blocks" in arguments):
            reply = self.replies[delivery.response_url.rpartition("/")[2]]
            self._do(reply, arguments, "ack")
        elif delivery.name == "view_submission":
            self._submitted(delivery.payload["view"], arguments)

    def _do(self, reply: Reply, arguments: Arguments, via: str) -> None:
        original = reply.original
        if original and arguments.flag("delete_original"):
            original.deleted = True
            self.world.record(Deed("deleted", original))
            self.chat.events.echo(original)
        elif original and arguments.flag("replace_original"):
            text, blocks = self.chat.content(arguments, original)
            before = self.world.edit(original, text, blocks, marked=False)
            original.options |= kept(arguments)
            self.world.record(Deed("updated", original))
            self.chat.events.echo(original, before)
        else:
            self._say(reply, arguments, via)

    def _say(self, reply: Reply, arguments: Arguments, via: str) -> None:
        me = self.world.me
        text, blocks = self.chat.content(arguments)
        thread = arguments.ts("thread_ts")
        check_thread(reply.room, thread)
        ts = self.world.stamp()
        message = Message(reply.room, ts, me.user, text, blocks, thread, bot_id=me.bot, via=via)
        message.options, message.source = kept(arguments), reply.delivery
        if arguments.get("response_type", "ephemeral") != "in_channel":
            message.only_for = reply.user
        self.chat.publish(message)

    def _submitted(self, view: Json, arguments: Arguments) -> None:
        action = arguments.get("response_action")
        if action == "errors":
            known = {block.get("block_id") for block in view["blocks"]}
            if not arguments.get("errors") or not arguments["errors"].keys() <= known:
                raise Refused("invalid_arguments", "errors of blocks that are not in the view")
        elif action == "update":
            check_view(arguments["view"])
            self.views.keep(arguments["view"], view["user"], view["id"])
        else:
            self.views.close(view)
