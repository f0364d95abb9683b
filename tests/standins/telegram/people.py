"""What people do in Telegram, as a test says it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

from tests.standins.telegram.accounts import ANONYMOUS, Account, Membership
from tests.standins.telegram.chats import Chat, Topic
from tests.standins.telegram.detection import detected, joined
from tests.standins.telegram.markup import parse
from tests.standins.telegram.messages import Message, Shown, photo
from tests.standins.telegram.refusals import Json
from tests.standins.telegram.state import State
from tests.standins.telegram.updates import Update

_queries = itertools.count(8_100_000_000_001)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answers to a tap: a line on top of the chat, or a window to be closed."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(eq=False, slots=True)
class Tap:
    """A tap on an inline button.

    Attributes:
        answer: what the bot answered; none until then, and the button shows a clock.
        expired: Telegram takes no answer any more.
    """

    id: str
    person: Account
    message: Message
    data: str
    update: Update | None = None
    answer: Answer | None = None
    expired: bool = False


class User:
    """A person, or another bot, with what they can do.

    Attributes:
        account: who they are.
        chat: their private chat with the bot.
    """

    def __init__(self, state: State, account: Account, taps: dict[str, Tap]) -> None:
        self._state: Final = state
        self._taps: Final = taps
        self.account: Final = account

    @property
    def id(self) -> int:
        """Return the number of the account."""
        return self.account.id

    @property
    def chat(self) -> Chat:
        """Return their private chat with the bot."""
        return self._state.private_chat(self.account)

    def says(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Write a message: in private, or in `chat`; `anonymous` as an administrator who hides.

        The bot was told of it if the message has an `update`.
        """
        with self._state.lock:
            where = chat or self._open()
            shown = Shown(text, detected(text))
            place = self._state.place(where, topic, reply_to)
            message = self._state.say(where, shown, **place, **self._face(where, anonymous))
            return self._state.tell(message)

    def writes(self, html: str, chat: Chat | None = None) -> Message:
        """Write a message with looks, said here in Telegram's HTML."""
        return self._sends(html, chat, {})

    def shows(self, picture: str, html: str = "", chat: Chat | None = None) -> Message:
        """Send a picture of that name, with words below it."""
        return self._sends(html, chat, {"photo": photo(picture)})

    def sends(self, file: Json, html: str = "", chat: Chat | None = None) -> Message:
        """Send a file as it travels: a document, a video, a part of an album."""
        return self._sends(html, chat, file)

    def brings(
        self, name: str, content: bytes, html: str = "", chat: Chat | None = None
    ) -> Message:
        """Bring a file, with words below it."""
        self._state.files[name] = content
        told = {"file_id": name, "file_unique_id": name, "file_name": name}
        return self.sends({"document": told | {"file_size": len(content)}}, html, chat)

    def _sends(self, html: str, chat: Chat | None, file: Json) -> Message:
        with self._state.lock:
            where = chat or self._open()
            text, looks = parse(html)
            shown, place = Shown(text, joined(looks, detected(text))), self._state.place
            face = self._face(where, anonymous=False)
            said = self._state.say(where, shown, **place(where, None, None), **face, extra=file)
            return self._state.tell(said)

    def starts(self, payload: str = "") -> Message:
        """Open the private chat with its button, or by a link that carries `payload`."""
        return self.says(f"/start {payload}".rstrip())

    def taps(self, message: Message, button: str | int = 1, *, seen: Shown | None = None) -> Tap:
        """Tap an inline button of `message`, by its words (or their beginning) or number from 1.

        With `seen`, one of the message's `history`, the screen still shows what was there before.
        """
        with self._state.lock:
            data = _button(seen or message.shown, button).get("callback_data")
            assert data is not None, f"{button!r} is a link; it tells the bot nothing"
            tap = Tap(str(next(_queries)), self.account, message, data)
            self._taps[tap.id] = tap
            tap.update = self._state.updates.add("callback_query", _query(tap), message.chat_id)
            return tap

    def edits(self, message: Message, new_text: str) -> Message:
        """Change the words of a message that they wrote."""
        with self._state.lock:
            message.change(Shown(new_text, detected(new_text)), int(self._state.now()))
            return self._state.tell(message, "edited_message")

    def deletes(self, message: Message) -> None:
        """Take a message away for everybody; Telegram tells no bot of that."""
        with self._state.lock:
            message.deleted = True
            self._state.lock.notify_all()

    def shares_chat(self, message: Message, shared: Chat) -> Message:
        """Choose a chat with the button of a reply keyboard that asks for one."""
        with self._state.lock:
            rows = (message.markup or {}).get("keyboard", [])
            wanted = [
                each["request_chat"] for row in rows for each in row if "request_chat" in each
            ]
            assert wanted, f"no button asks for a chat: {message.markup}"
            is_channel = shared.kind == "channel"
            asked = next((each for each in wanted if each["chat_is_channel"] is is_channel), None)
            assert asked, f"no button asks for a {shared.kind}"
            assert self._is_shown(asked, shared), f"no button shows {shared.title}"
            chosen: Json = {"request_id": asked["request_id"], "chat_id": shared.id}
            if asked.get("request_title"):
                chosen["title"] = shared.title
            said = self._state.say(
                self.chat, Shown(), sender=self.account, extra={"chat_shared": chosen}
            )
            return self._state.tell(said)

    def _is_shown(self, asked: Json, shared: Chat) -> bool:
        """Tell whether a chat is among those of which a button lets one be chosen."""
        mine, bots = shared.membership(self.id), shared.membership(self._state.bot.id)
        wanted = [name for name, on in asked.get("user_administrator_rights", {}).items() if on]
        if wanted and not (mine.runs_it and all(map(mine.may, wanted))):
            return False
        return bots.present or not asked.get("bot_is_member")

    def blocks(self) -> None:
        """Close the private chat: the bot can write no more."""
        self._state.tell_of_bot(self.chat, self.account, Membership("kicked"))
        self.account.blocked = True

    def unblocks(self) -> None:
        """Open the private chat again."""
        self.account.blocked, self.account.started = False, True
        self._state.tell_of_bot(self.chat, self.account, Membership("member"))

    def leaves_telegram(self) -> None:
        """Delete the account."""
        self.account.deactivated = True

    def _open(self) -> Chat:
        self.account.started, self.account.blocked = True, False
        self.chat.seat(self._state.bot, Membership("member"))
        return self.chat

    def _face(self, chat: Chat, anonymous: bool) -> Json:  # noqa: FBT001 - passed on from says
        if chat.kind != "private":
            assert chat.membership(self.id).present, f"{self.account.first_name} is not in there"
        if anonymous:
            assert chat.membership(self.id).runs_it, "only an administrator can hide"
            return {"sender": ANONYMOUS, "sender_chat": chat.as_json()}
        return {"sender": self.account}


def _button(shown: Shown, button: str | int) -> Json:
    buttons = [each for row in shown.keyboard for each in row]
    if isinstance(button, int):
        return buttons[button - 1]
    exact = [each for each in buttons if each["text"] == button]
    near = [each for each in buttons if each["text"].startswith(button)]
    found = exact or near
    assert found, f"no button {button!r} among {shown.rows}"
    return found[0]


def _query(tap: Tap) -> Json:
    message = tap.message
    gone: Json = {"chat": message.chat, "message_id": message.message_id, "date": 0}
    return {
        "id": tap.id,
        "from": tap.person.as_json(),
        "message": gone if message.deleted else message.as_json(),
        "chat_instance": str(message.chat_id * 31),
        "data": tap.data,
    }
