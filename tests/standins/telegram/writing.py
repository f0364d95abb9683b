"""The methods with which a bot writes: send, edit, delete, answer a tap."""

from __future__ import annotations

from typing import Final

from tests.standins.telegram.access import (
    deletable,
    own_message,
    replied,
    speaking,
    topic_of,
    writable,
)
from tests.standins.telegram.accounts import GONE
from tests.standins.telegram.arguments import Arguments, File
from tests.standins.telegram.detection import detected, joined
from tests.standins.telegram.keyboards import inline, read_markup
from tests.standins.telegram.links import checked
from tests.standins.telegram.markup import MOST_ENTITIES, Entity, parse, units
from tests.standins.telegram.messages import Message, Shown
from tests.standins.telegram.people import Answer
from tests.standins.telegram.refusals import Json, bad_request
from tests.standins.telegram.world import World

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
LONGEST_ANSWER: Final = 200
LARGEST: Final = 1 << 15
"""More bytes than that, Telegram does not even read."""
ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"


def send_message(world: World, arguments: Arguments) -> Json:
    """Put a text into a chat."""
    text, entities = _text(arguments, "text", "entities")
    return put(world, arguments, text, entities).as_json()


def send_document(world: World, arguments: Arguments) -> Json:
    """Put a file into a chat; the message keeps it as `document`."""
    file = _file(arguments)
    text, entities = marked(arguments, "caption", "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    message = put(world, arguments, text, entities)
    number = f"{message.chat_id}.{message.message_id}"
    message.document = file.content
    message.extra["document"] = {
        "file_id": f"document-{number}",
        "file_unique_id": number,
        "file_name": file.name,
        "file_size": len(file.content),
    }
    return message.as_json()


def edit_text(world: World, arguments: Arguments) -> Json:
    """Change the words of a message; a keyboard that is not given again goes."""
    chat, message = own_message(world, arguments)
    if message.has_file:
        raise bad_request("there is no text in the message to edit")
    text, entities = _text(arguments, "text", "entities")
    markup = read_markup(arguments, private=chat.kind == "private")
    change(world, message, Shown(text, entities, inline(markup)))
    message.link_preview = _preview(arguments)
    return message.as_json()


def edit_keyboard(world: World, arguments: Arguments) -> Json:
    """Change the inline keyboard of a message, or take it away."""
    chat, message = own_message(world, arguments)
    markup = read_markup(arguments, private=chat.kind == "private")
    change(world, message, Shown(message.text, message.entities, inline(markup)))
    return message.as_json()


def delete(world: World, arguments: Arguments) -> bool:
    """Take a message away."""
    deletable(world, arguments).deleted = True
    world.lock.notify_all()
    return True


def answer_tap(world: World, arguments: Arguments) -> bool:
    """Answer a tap on a button, once."""
    text = arguments.text("text")
    if units(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = world.taps.get(arguments.text("callback_query_id"))
    if tap is None or tap.expired or tap.answer:
        raise bad_request(TOO_OLD)
    tap.answer = Answer(text, arguments.flag("show_alert"), arguments.text("url"))
    world.lock.notify_all()
    return True


def show_action(world: World, arguments: Arguments) -> bool:
    """Show in a chat that the bot is at work."""
    chat = speaking(world, arguments)
    topic_of(world, chat, arguments, None)
    if arguments.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def leave(world: World, arguments: Arguments) -> bool:
    """Leave a chat; the bot hears of that as of any other change."""
    chat = writable(world, arguments)
    if chat.person:
        raise bad_request("can't leave private chats")
    world.tell_of_bot(chat, world.bot, GONE)
    return True


def put(
    world: World,
    arguments: Arguments,
    text: str,
    entities: tuple[Entity, ...],
    *,
    right: str = "can_send_messages",
) -> Message:
    """Put something into a chat, where the bot has the right to."""
    chat = speaking(world, arguments)
    here = chat.membership(world.bot.id)
    if not chat.person and here.status == "restricted" and not here.may(right):
        raise bad_request("not enough rights to send photos to the chat")
    reply_to = replied(chat, arguments)
    place = world.place(chat, topic_of(world, chat, arguments, reply_to), reply_to)
    markup = read_markup(arguments, private=chat.kind == "private")
    face: Json = {"sender": world.bot} if chat.kind != "channel" else {}
    return world.say(
        chat,
        Shown(text, entities, inline(markup)),
        from_bot=True,
        silent=arguments.flag("disable_notification"),
        protected=arguments.flag("protect_content"),
        link_preview=_preview(arguments),
        markup=markup,
        sender_chat=chat.as_json() if chat.kind == "channel" else None,
        **face,
        **place,
    )


def change(world: World, message: Message, shown: Shown) -> None:
    """Have a message show something else.

    Raises:
        Refusal: it is the same.
    """
    if shown == message.shown:
        raise bad_request(NOT_MODIFIED)
    message.change(shown, int(world.now()))
    world.lock.notify_all()


def _text(arguments: Arguments, name: str, marks: str) -> tuple[str, tuple[Entity, ...]]:
    if not arguments.text(name):
        raise bad_request("message text is empty")
    text, entities = marked(arguments, name, marks)
    if not text.strip():
        raise bad_request("text must be non-empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def marked(arguments: Arguments, name: str, marks: str) -> tuple[str, tuple[Entity, ...]]:
    """Return a text of a call with its looks, given or in HTML, and what is found in it."""
    source, mode = arguments.text(name), arguments.text("parse_mode").lower()
    if len(source.encode()) > LARGEST:
        raise bad_request("text is too long")
    if mode not in {"", "none", "html"}:
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        text, entities = parse(source)
    else:
        text, entities = source, _given(arguments, marks)
    return _trimmed(text, joined(entities, detected(text)))


def _given(arguments: Arguments, marks: str) -> tuple[Entity, ...]:
    given = arguments.structure(marks, "message entities") or []
    told = [_entity(each) for each in given if isinstance(each, dict)]
    told.sort(key=lambda entity: (entity.offset, -entity.length))
    return tuple(told[:MOST_ENTITIES])


def _entity(told: Json) -> Entity:
    try:
        place = (str(told["type"]), int(told["offset"]), int(told["length"]))
        url = checked(told["url"]) if "url" in told else None
    except (KeyError, ValueError) as why:
        raise bad_request(f"can't parse MessageEntity: {why}") from why
    return Entity(*place, url, told.get("language"))


def _trimmed(text: str, entities: tuple[Entity, ...]) -> tuple[str, tuple[Entity, ...]]:
    # Space around a message is cut, and with it the pieces that lie in it.
    kept = text.rstrip()
    front = len(kept) - len(kept.lstrip("\n"))
    if kept == text and not front:
        return text, entities
    end = units(kept)
    inside = (_cut(each, front, end) for each in entities)
    return kept[front:], tuple(each for each in inside if each.length > 0)


def _cut(entity: Entity, front: int, end: int) -> Entity:
    start = max(entity.offset, front)
    stop = min(entity.offset + entity.length, end)
    return Entity(
        entity.type, start - front, stop - start, entity.url, entity.language, entity.user
    )


def _preview(arguments: Arguments) -> Json | None:
    asked = arguments.object("link_preview_options", "link preview options")
    if arguments.flag("disable_web_page_preview"):
        asked = asked | {"is_disabled": True}
    return asked or None


def _file(arguments: Arguments) -> File:
    given = arguments.text("document")
    name = given.removeprefix("attach://") if given.startswith("attach://") else "document"
    file = arguments.files.get(name)
    if file is None:
        raise bad_request("there is no document in the request")
    if not file.content:
        raise bad_request("file must be non-empty")
    return file
