"""The arguments of a call to the Web API, as JSON, form or query bring them."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from tests.standins.slack.blocks import Refused
from tests.standins.slack.world import Json, Message, Room, World

_TS: Final = re.compile(r"\d{9,}\.\d{6}")
TRUE: Final = ("1", "true", "True", True, 1)


class Arguments(dict[str, Any]):
    """What a call brought, read by what is expected."""

    def text(self, name: str, default: str | None = None) -> str:
        """Return a string; without a default it must be there.

        Raises:
            Refused: `invalid_arguments`.
        """
        value = self.get(name, default)
        if not isinstance(value, str) or (default is None and not value):
            raise Refused("invalid_arguments", f"missing or wrong: {name}")
        return value

    def flag(self, name: str) -> bool:
        """Return whether something is asked for."""
        return self.get(name) in TRUE

    def count(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`.

        Raises:
            Refused: `invalid_limit`.
        """
        value = str(self.get(name, default))
        if not value.isdigit() or not 1 <= int(value) <= most:
            raise Refused("invalid_limit", f"{name}: {value}")
        return int(value)

    def ts(self, name: str) -> str:
        """Return a moment of a message; empty if none is given.

        Raises:
            Refused: `invalid_arguments`; a number has lost its last figures, so it is refused.
        """
        value = self.get(name, "")
        if value == "" or (isinstance(value, str) and _TS.fullmatch(value)):
            return str(value)
        raise Refused("invalid_arguments", f"{name} is no ts: {value!r}")

    def structure(self, name: str, error: str) -> Any:  # noqa: ANN401 - the caller checks its shape
        """Return what may be JSON in a string; None if it is not there.

        Raises:
            Refused: `error`, where it is no JSON.
        """
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error, f"{name} is no JSON") from None


def read_room(world: World, id: str) -> Room:
    """Return a conversation that the bot may know of.

    Raises:
        Refused: `channel_not_found`: there is none, or it is private and the bot is not in it.
    """
    room = world.rooms.get(id)
    if room is None or (room.kind != "channel" and world.me.user not in room.members):
        raise Refused("channel_not_found", id)
    return room


def joined_room(world: World, id: str) -> Room:
    """Return a conversation that the bot is in.

    Raises:
        Refused: `channel_not_found` or `not_in_channel`.
    """
    room = read_room(world, id)
    if world.me.user not in room.members:
        raise Refused("not_in_channel", room.name)
    return room


def writable_room(world: World, id: str) -> Room:
    """Return a conversation that the bot may write to.

    Raises:
        Refused: `channel_not_found`, `not_in_channel`, `is_archived` or
            `restricted_action_read_only_channel`.
    """
    room = read_room(world, id)
    if room.archived:
        raise Refused("is_archived", room.name)
    joined_room(world, id)
    if room.read_only:
        raise Refused("restricted_action_read_only_channel", room.name)
    return room


def own_message(world: World, arguments: Arguments, forbidden: str) -> Message:
    """Return a message that the bot wrote and may change.

    Raises:
        Refused: `channel_not_found`, `message_not_found`, or `forbidden` where it is another's.
    """
    room = read_room(world, arguments.text("channel"))
    message = room.messages.get(arguments.ts("ts"))
    if message is None or message.deleted:
        raise Refused("message_not_found", str(arguments.get("ts")))
    if message.author != world.me.user:
        raise Refused(forbidden)
    return message


def next_page(items: list[Any], arguments: Arguments, limit: int) -> tuple[list[Any], Json]:
    """Return a page of `items`, and the part of the answer that names the next one.

    Raises:
        Refused: `invalid_cursor`.
    """
    cursor = arguments.text("cursor", "")
    if cursor and not re.fullmatch(r"page:\d+", cursor):
        raise Refused("invalid_cursor", cursor)
    start = int(cursor.removeprefix("page:") or 0)
    more = start + limit < len(items)
    following = f"page:{start + limit}" if more else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": following}}
