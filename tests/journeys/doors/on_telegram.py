"""Telegram as a venue."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from handlers.settings import Settings
from handlers.telegram.webhook import PATH
from storage.database import Clock
from tests.journeys.doors.serving import served
from tests.journeys.doors.venues import Group, Member, Seen, appointed
from tests.standins.telegram import places
from tests.standins.telegram.chats import Chat
from tests.standins.telegram.messages import Message
from tests.standins.telegram.people import Tap, User
from tests.standins.telegram.server import Telegram, telegram_server

WEBHOOK = {
    "TELEGRAM_WEBHOOK_URL": f"https://factdesk.example{PATH}",
    "TELEGRAM_WEBHOOK_SECRET": "nobody-guesses-this",
}


def seen(message: Message) -> Seen:
    """Return what people see of a message now."""
    labels = tuple(label for row in message.rows for label in row)
    return Seen(message.text, labels, message.links, handle=message, screen=message.shown)


@dataclass(eq=False, slots=True)
class TelegramGroup:
    """A group on Telegram."""

    telegram: Telegram
    chat: places.Group

    @property
    def id(self) -> str:
        """Return how the desk names it."""
        return f"telegram:{self.chat.id}"

    def said(self) -> list[str]:
        """Return what the bot said here."""
        return [each.text for each in self.chat.messages_from_bot()]

    def lets_bot_in(self, by: Member) -> Seen:
        """Add the bot to the members."""
        assert isinstance(by, TelegramPerson)
        said = self.chat.add_bot(by.user)
        return seen(self.telegram.world.wait_for_message(self.chat, after=said))


class TelegramPerson:
    """Somebody on Telegram."""

    def __init__(self, telegram: Telegram, user: User) -> None:
        self.telegram = telegram
        self.user = user
        self._world = telegram.world
        self._line: Message
        self._answer: Message

    @property
    def account(self) -> str:
        """Return how the desk names them."""
        return f"telegram:{self.user.id}"

    def says(self, text: str) -> Seen:
        """Write to the bot alone."""
        self._line = self.user.says(text)
        self._answer = self._world.wait_for_message(self.user.chat, after=self._line)
        return seen(self._answer)

    def opens(self, link: str) -> Seen:
        """Open a link to the bot, and tap its button."""
        return self.says(f"/start {link.partition('?start=')[2]}")

    def reads_on(self, seen_: Seen, until: str) -> list[Seen]:
        """Read on in the private chat."""
        first: Message = seen_.handle
        last = first
        if until not in first.text:
            last = self._world.wait_for_message(self.user.chat, after=first, containing=until)
        said = self.user.chat.messages_from_bot()
        return [seen(each) for each in said if first.turn <= each.turn <= last.turn]

    def taps(self, seen_: Seen, label: str) -> Seen:
        """Tap an inline button, as it was seen."""
        message: Message = seen_.handle
        before = len(message.history)
        tap = self.user.taps(message, label, seen=seen_.screen)
        became = self._world.wait_until(lambda: _became(tap, before), f"what {label!r} does")
        assert tap.answer
        return seen(message) if became is message else Seen(tap.answer.text, aside=True)

    def edits(self, text: str) -> Seen:
        """Change the latest line, which goes on calling the bot if it did."""
        line, answer, before = self._line, self._answer, len(self._answer.history)
        chat = self._world.chats[line.chat_id]
        latest = chat.messages_from_bot()[-1]
        called = line.text.startswith("@")
        self.user.edits(line, self._calling(text) if called else text)

        def noticed() -> Message | None:
            if len(answer.history) > before:
                return answer
            return next(iter(chat.messages_from_bot(after=latest)), None)

        return seen(self._world.wait_until(noticed, f"what comes of {text!r}"))

    def says_in(
        self, group: Group, text: str, *, below: Seen | None = None, calling: bool = False
    ) -> None:
        """Write into a group."""
        self._write(group, self._calling(text) if calling else text, below)

    def asks_in(self, group: Group, text: str, *, below: Seen | None = None) -> Seen:
        """Ask by a mention, or by a reply to the bot."""
        return self._answered(group, text if below else self._calling(text), below)

    def commands_in(self, group: Group, line: str) -> Seen:
        """Give a command, with its slash."""
        return self._answered(group, f"/{line}", None)

    def _answered(self, group: Group, text: str, below: Seen | None) -> Seen:
        chat = self._write(group, text, below)
        line = self._line

        def answer() -> Message | None:
            said = chat.messages_from_bot(after=line)
            return next((each for each in said if each.reply_to is line), None)

        self._answer = self._world.wait_until(answer, f"an answer to {text!r}")
        return seen(self._answer)

    def _write(self, group: Group, text: str, below: Seen | None) -> Chat:
        assert isinstance(group, TelegramGroup)
        reply_to = below.handle if below else None
        self._line = self.user.says(text, group.chat, reply_to=reply_to)
        return group.chat

    def _calling(self, text: str) -> str:
        return f"@{self._world.bot.username} {text}"


class TelegramVenue:
    """Telegram, with the desk behind it.

    Attributes:
        owner: who owns the desk, and reads English.
    """

    def __init__(self, telegram: Telegram, owner: User) -> None:
        self.telegram = telegram
        self._numbers = itertools.count(1)
        self.owner = TelegramPerson(telegram, owner)

    def person(self, language: str) -> TelegramPerson:
        """Return somebody new, whose Telegram speaks that language."""
        number = next(self._numbers)
        user = self.telegram.world.user(f"Anna {number}", language, username=f"anna{number}")
        return TelegramPerson(self.telegram, user)

    def editor(self) -> TelegramPerson:
        """Return an editor."""
        editor = self.person("en")
        appointed(self.owner, editor)
        return editor

    def forum(self, runner: Member, *members: Member) -> TelegramGroup:
        """Return a new group with topics."""
        creator, *others = map(_user, (runner, *members))
        title = f"Forums {next(self._numbers)}"
        group = self.telegram.world.group(title, others, creator=creator, topics=True)
        return TelegramGroup(self.telegram, group)

    def group(self, runner: Member, *members: Member, bot_in: bool = True) -> TelegramGroup:
        """Return a new supergroup."""
        creator, *others = map(_user, (runner, *members))
        title, bot = f"Redakcija {next(self._numbers)}", "member" if bot_in else "left"
        group = self.telegram.world.group(title, others, creator=creator, bot=bot)
        return TelegramGroup(self.telegram, group)

    def other_bot(self, group: Group) -> TelegramPerson:
        """Return another bot, in the group."""
        assert isinstance(group, TelegramGroup)
        bot = self.telegram.world.other_bot("Other", f"Other{next(self._numbers)}Bot")
        group.chat.seat_all([bot], "member")
        return TelegramPerson(self.telegram, bot)


@contextmanager
def telegram_venue(
    database_url: str, clock: Clock, *, webhook: bool, **more: str
) -> Iterator[TelegramVenue]:
    """Serve the desk to a Telegram on loopback until the block ends."""
    with telegram_server() as telegram:
        telegram.world.now = lambda: clock().timestamp()
        owner = telegram.world.user("Olga", "en")
        settings = Settings.model_validate(
            {
                "DATABASE_URL": database_url,
                "TELEGRAM_BOT_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.url,
                "FACTDESK_OWNERS": f"telegram:{owner.id}",
                "FACTDESK_HTTP_PORT": "0",
                **(WEBHOOK if webhook else {}),
                **more,
            }
        )
        with served(settings, clock) as serving:
            if webhook:
                telegram.webhook.through = f"http://127.0.0.1:{serving.port}{PATH}"
                telegram.wait_webhook()
            else:
                telegram.wait_polled()
            yield TelegramVenue(telegram, owner)


def _user(person: Member) -> User:
    assert isinstance(person, TelegramPerson)
    return person.user


def _became(tap: Tap, before: int) -> object:
    """Return the message if it has changed, or the word to who tapped."""
    if tap.answer is None:
        return None
    if len(tap.message.history) > before:
        return tap.message
    return tap.answer.text
