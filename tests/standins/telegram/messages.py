"""A message: what was said, and what people see of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.standins.telegram.accounts import Account
from tests.standins.telegram.markup import Entity
from tests.standins.telegram.refusals import Json
from tests.standins.telegram.updates import Update

Keyboard = list[list[Json]]


FILES: Final = frozenset({"document", "photo", "video", "media_group_id"})
"""What a message that carries a file tells of it; its words are a caption."""


def photo(name: str, size: int = 0) -> list[Json]:
    """Return a picture as it travels, in two sizes, of which the larger one bears the name."""
    small: Json = {"file_id": f"{name}-small", "file_unique_id": f"{name}-small"}
    large: Json = {"file_id": name, "file_unique_id": name, "file_size": size}
    return [small | {"width": 90, "height": 60}, large | {"width": 900, "height": 600}]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message showed at some time.

    Attributes:
        text: the plain text, as people see it.
        entities: how its pieces look.
        keyboard: the rows of inline buttons, each a button as it travels.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """Return the words on the buttons."""
        return [[button["text"] for button in row] for row in self.keyboard]


@dataclass(eq=False, slots=True)
class Message:
    """A message in a chat, and all that became of it.

    Attributes:
        chat: the chat's object, as it travels; its id is `chat_id`.
        turn: the place in the order of everything that was said anywhere.
        sender: who wrote it; none for a channel's post.
        sender_chat: the chat in whose name it was written, as it travels.
        thread: of which topic, or thread of replies, it is part.
        in_topic: that thread is a topic of a forum.
        from_bot: the bot under test said it.
        silent: it came without sound.
        link_preview: what the bot asked of link previews.
        markup: the reply_markup it came with, as sent.
        extra: what a service message tells, and other fields of a message.
        document: the file that came with it.
        history: what it showed before each edit, oldest first.
        update: in which the bot was told of it; none where it was not.
    """

    chat: Json
    message_id: int
    turn: int
    date: int
    shown: Shown
    sender: Account | None = None
    sender_chat: Json | None = None
    reply_to: Message | None = None
    thread: int | None = None
    in_topic: bool = False
    from_bot: bool = False
    silent: bool = False
    protected: bool = False
    link_preview: Json | None = None
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    document: bytes = b""
    edited_at: int = 0
    history: list[Shown] = field(default_factory=list)
    deleted: bool = False
    update: Update | None = None

    @property
    def chat_id(self) -> int:
        """Return the id of its chat."""
        return int(self.chat["id"])

    @property
    def text(self) -> str:
        """Return the plain text, as people see it now."""
        return self.shown.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Return how its pieces look now."""
        return self.shown.entities

    @property
    def rows(self) -> list[list[str]]:
        """Return the words on its buttons now, row by row."""
        return self.shown.rows

    @property
    def buttons(self) -> list[Json]:
        """Return its buttons now, in reading order, as they travel."""
        return [button for row in self.shown.keyboard for button in row]

    @property
    def links(self) -> dict[str, str]:
        """Return where its words lead: the words, and the address."""
        return {
            entity.of(self.text): entity.url or entity.of(self.text)
            for entity in self.entities
            if entity.type in {"text_link", "url"}
        }

    @property
    def has_file(self) -> bool:
        """Tell whether it carries a file."""
        return not FILES.isdisjoint(self.extra)

    @property
    def picture(self) -> str:
        """Return the name of the picture that it shows, or nothing."""
        sizes = self.extra.get("photo") or [{}]
        return str(sizes[-1].get("file_id", ""))

    def styled(self, style: str) -> list[str]:
        """Return the pieces of its text that are shown so: bold, strikethrough, code."""
        return [entity.of(self.text) for entity in self.entities if entity.type == style]

    def change(self, shown: Shown, now: int) -> None:
        """Show something else from now on."""
        self.history.append(self.shown)
        self.shown, self.edited_at = shown, now

    def as_json(self, *, with_reply: bool = True) -> Json:
        """Return it as it travels; what it replies to comes with it, but no further."""
        told: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat}
        if self.sender:
            told["from"] = self.sender.as_json()
        if self.sender_chat:
            told["sender_chat"] = self.sender_chat
        if self.thread:
            told["message_thread_id"] = self.thread
        if self.in_topic:
            told["is_topic_message"] = True
        if self.edited_at:
            told["edit_date"] = self.edited_at
        if self.reply_to and with_reply:
            told["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        return told | self._content()

    def _content(self) -> Json:
        told: Json = dict(self.extra)
        words = "caption" if self.has_file else "text"
        if self.text:
            told[words] = self.text
        if self.entities:
            key = "caption_entities" if words == "caption" else "entities"
            told[key] = [entity.as_json() for entity in self.entities]
        if self.shown.keyboard:
            told["reply_markup"] = {"inline_keyboard": self.shown.keyboard}
        if self.link_preview:
            told["link_preview_options"] = self.link_preview
        if self.protected:
            told["has_protected_content"] = True
        return told
