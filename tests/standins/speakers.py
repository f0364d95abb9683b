"""People who speak to a desk, and hold it to saying something sensible each time."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from typing import Final

from bot.desk import Desk
from bot.port import Account, Chat, File, Happening, Place, Reply, Update, plain
from storage.people import Role

NO_REPLY: Final = re.compile(r"[{}]|Traceback|\b(?:Text|Code|Strong|Link)\(|\bNone\b")
"""What shows that a sentence was not finished."""

_ids = itertools.count(1)


@dataclass(slots=True)
class Speaker:
    """Somebody in a chat with a desk.

    Attributes:
        reply: what they were told last.
        runs_chat: whether the platform says that they run the chat.
        home, reply_author, alone, thread, has_windows: as in an update.
    """

    desk: Desk
    account: Account
    chat: Chat
    reply: Reply = field(default_factory=lambda: Reply(()))
    runs_chat: bool = False
    home: str = ""
    reply_author: Account | None = None
    alone: bool = False
    thread: str = ""
    has_windows: bool = False

    def say(self, text: str, hint: str = "") -> str:
        """Say `text` and return the words of the reply."""
        return self._hear(self._update(text=text, language_hint=hint))

    def brings(self, name: str, content: bytes, text: str = "") -> str:
        """Send a file, with `text` below it; return the words of the reply."""
        file = File(self.account.platform, name, name, len(content), content)
        return self._hear(replace(self._update(text=text), file=file))

    def tap(self, number: int) -> str:
        """Tap the button with that number, from 1, of the last reply; return the new one."""
        return self.tap_token(self.reply.choices[number - 1].token)

    def tap_token(self, token: str) -> str:
        """Tap a button by its stored reference, whoever it was offered to."""
        return self._hear(self._update(choice=token))

    def elsewhere(self, chat: Chat) -> Speaker:
        """Return the same person in another chat."""
        return Speaker(self.desk, self.account, chat)

    def _update(self, text: str = "", choice: str = "", language_hint: str = "") -> Update:
        number = f"test-{next(_ids)}"
        return Update(
            number,
            self.account,
            self.chat,
            text,
            choice,
            language_hint,
            happening=Happening.TAPPED if choice else Happening.SAID,
            runs_chat=self.runs_chat,
            home=self.home,
            reply_author=self.reply_author,
            alone=self.alone,
            thread=self.thread,
            has_windows=self.has_windows,
        )

    def _hear(self, update: Update) -> str:
        self.reply = self.desk.handle(update)
        words = plain(self.reply.message)
        assert not NO_REPLY.search(words), words
        assert not re.search(r"[ \n]$|  ", words), words
        return words


def operator(desk: Desk) -> Speaker:
    """Return who runs the installation, at the terminal."""
    account = Account("console", "operator", "console", operator=True)
    return Speaker(desk, account, Chat("console", "terminal", Place.PRIVATE))


def reader(desk: Desk, id: str = "7", language: str = "") -> Speaker:
    """Return somebody without any role, in private; with `language` they have chosen one."""
    speaker = Speaker(desk, Account("telegram", id), Chat("telegram", id, Place.PRIVATE))
    if language:
        speaker.say(f"/language {language}")
    return speaker


def editor(desk: Desk, id: str = "9", language: str = "en") -> Speaker:
    """Return an editor in private."""
    return _with_role(reader(desk, id), Role.EDITOR, language)


def owner(desk: Desk, id: str = "5", language: str = "en") -> Speaker:
    """Return an owner in private."""
    return _with_role(reader(desk, id), Role.OWNER, language)


def _with_role(speaker: Speaker, role: Role, language: str) -> Speaker:
    with speaker.desk.database.write() as tx:
        person = tx.people.seen("telegram", speaker.account.id)
        tx.people.set_role(person.id, role)
    if language:
        speaker.say(f"/language {language}")
    return speaker


GROUP: Final = Chat("telegram", "-100", Place.GROUP)
EDITORS: Final = Chat("telegram", "-200", Place.EDITORS)
