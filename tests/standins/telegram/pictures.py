"""The methods with which a bot shows pictures: one that Telegram has, by its name, or a file."""

from __future__ import annotations

import itertools
from typing import Final

from tests.standins.telegram.access import own_message
from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.keyboards import inline, read_markup
from tests.standins.telegram.markup import Entity, units
from tests.standins.telegram.messages import Shown, photo
from tests.standins.telegram.refusals import Json, bad_request
from tests.standins.telegram.world import World
from tests.standins.telegram.writing import LONGEST_CAPTION, change, marked, put

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a picture."""
LARGEST_FETCHED: Final = 20 * 1024 * 1024
"""Bytes of a file that a bot may fetch."""
_names = itertools.count(1)


def send_photo(world: World, arguments: Arguments) -> Json:
    """Put a picture into a chat, with words below it."""
    given = arguments.text("photo")
    if not given and "photo" in arguments.files:
        given = "attach://photo"
    if not given:
        raise bad_request("there is no photo in the request")
    content = _attached(arguments, given)
    name = f"sent-{next(_names)}" if content else given
    if not content and not world.has_picture(given):
        raise bad_request("wrong file identifier/HTTP URL specified")
    text, entities = _caption(arguments)
    message = put(world, arguments, text, entities, right="can_send_photos")
    message.extra["photo"] = photo(name, len(content))
    message.document = content
    return message.as_json()


def edit_caption(world: World, arguments: Arguments) -> Json:
    """Change the words below a picture; a keyboard that is not given again goes."""
    chat, message = own_message(world, arguments)
    if not message.has_file:
        raise bad_request("there is no caption in the message to edit")
    text, entities = _caption(arguments)
    markup = read_markup(arguments, private=chat.kind == "private")
    change(world, message, Shown(text, entities, inline(markup)))
    return message.as_json()


def _caption(arguments: Arguments) -> tuple[str, tuple[Entity, ...]]:
    text, entities = marked(arguments, "caption", "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _attached(arguments: Arguments, given: str) -> bytes:
    """Return the file that came along, nothing where none is meant."""
    if not given.startswith("attach://"):
        return b""
    file = arguments.files.get(given.removeprefix("attach://"))
    if file is None or not file.content:
        raise bad_request("file must be non-empty")
    if len(file.content) > LARGEST:
        raise bad_request("file is too big")
    return file.content


def get_file(world: World, arguments: Arguments) -> Json:
    """Tell where a picture or a file that somebody has sent can be fetched."""
    name = arguments.text("file_id")
    is_document = world.has_document(name)
    if not is_document and not world.has_picture(name):
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(world.files.get(name, b"")) or world.sizes.get(name, 0)
    if size > LARGEST_FETCHED:
        raise bad_request("file is too big")
    told: Json = {"file_id": name, "file_unique_id": name, "file_size": size}
    return told | {"file_path": f"documents/{name}" if is_document else f"photos/{name}.jpg"}
