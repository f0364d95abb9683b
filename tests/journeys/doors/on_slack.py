"""Slack as a venue; a line with a slash goes by `/factdesk`, whose answer only they see."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from handlers.settings import Settings
from handlers.slack.manifest import PATH
from storage.database import Clock
from tests.journeys.doors.serving import served
from tests.journeys.doors.venues import Group, Member, Seen, appointed
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack, running_slack
from tests.standins.slack.shown import shown
from tests.standins.slack.world import Deed, Message

LOCALES = {"lv": "lv-LV", "en": "en-US"}


def seen(message: Message, *, aside: bool = False) -> Seen:
    """Return what people see of a message now."""
    now = shown(message)
    screen = replace(message)
    return Seen(now.text, tuple(now.labels), dict(now.links), aside, message, screen)


def shows(message: Message, seen_: Seen) -> bool:
    """Tell whether a message still shows what was seen of it."""
    return message.blocks is seen_.screen.blocks


@dataclass(eq=False, slots=True)
class SlackGroup:
    """A channel on Slack."""

    slack: Slack
    channel: Channel

    @property
    def id(self) -> str:
        """Return how the desk names it."""
        return f"slack:{self.channel.id}"

    def said(self) -> list[str]:
        """Return what the bot said here to everybody."""
        said = self.slack.said(self.channel)
        return [shown(each).text for each in said if not each.only_for]

    def lets_bot_in(self, by: Member) -> Seen:
        """Invite the bot."""
        invited = self.channel.invite_bot(_user(by))
        return seen(self.slack.posted(self.channel, after=invited))


class SlackPerson:
    """Somebody on Slack."""

    def __init__(self, slack: Slack, user: User) -> None:
        self.slack = slack
        self.user = user
        self._line: Delivery
        self._answer: Message

    @property
    def account(self) -> str:
        """Return how the desk names them."""
        return f"slack:{self.user.id}"

    def says(self, text: str) -> Seen:
        """Write to the bot alone, or give it the command there."""
        if text.startswith("/"):
            return seen(self.slack.responded(self.user.slash(text[1:])))
        self._line = self.user.direct(text)
        self._answer = self.slack.posted(self.user, after=self._line)
        return seen(self._answer)

    def reads_on(self, seen_: Seen, until: str) -> list[Seen]:
        """Read on in the direct conversation."""

        def whole() -> list[Seen] | None:
            said = self.slack.said(self.user)
            read = [seen(each) for each in said[said.index(seen_.handle) :]]
            return read if until in read[-1].text else None

        return self.slack.world.wait(whole, f"words {until!r}")

    def taps(self, seen_: Seen, label: str) -> Seen:
        """Tap a button, as it was seen."""
        message: Message = seen_.handle
        tap = self.user.taps(message if shows(message, seen_) else seen_.screen, label)
        deed = self._awaited(tap, lambda each: each.message is message or self._is_mine(each))
        assert deed.message
        return seen(deed.message, aside=deed.kind == "posted")

    def edits(self, text: str) -> Seen:
        """Change the latest line, which goes on calling the bot if it did."""
        line = self._line.message
        assert line
        called = f"<@{self.slack.me.user}> " if line.room.kind != "im" else ""
        edited = self.user.edits(line, called + text, raw=True)
        deed = self._awaited(
            edited, lambda each: each.message is self._answer or each.kind == "posted"
        )
        assert deed.message
        return seen(deed.message)

    def says_in(
        self, group: Group, text: str, *, below: Seen | None = None, calling: bool = False
    ) -> None:
        """Write into a channel, `below` in the thread of a message."""
        channel, thread = _channel(group), below.handle.root if below else ""
        write = self.user.mentions if calling else self.user.says
        write(text, channel, thread=thread).wait()

    def asks_in(self, group: Group, text: str, *, below: Seen | None = None) -> Seen:
        """Ask by a mention; a thread needs it too."""
        channel, thread = _channel(group), below.handle.root if below else ""
        self._line = self.user.mentions(text, channel, thread=thread)
        root = thread or self._line.ts
        self._answer = self.slack.posted(channel, after=self._line, thread=root)
        return seen(self._answer)

    def commands_in(self, group: Group, line: str) -> Seen:
        """Give a command; what is said to it is seen by nobody else."""
        return seen(self.slack.responded(self.user.slash(line, _channel(group))))

    def _is_mine(self, deed: Deed) -> bool:
        message = deed.message
        return message is not None and message.only_for == self.user.id

    def _awaited(self, after: Delivery, fits: Callable[[Deed], bool]) -> Deed:
        """Wait for the first thing that the bot does after a delivery and that fits."""

        def look() -> Deed | None:
            return next(filter(fits, self.slack.world.journal[after.point :]), None)

        return self.slack.world.wait(look, f"what comes of {after}")


class SlackVenue:
    """Slack, with the desk behind it.

    Attributes:
        owner: who owns the desk, and reads English.
    """

    def __init__(self, slack: Slack, owner: User) -> None:
        self.slack = slack
        self._numbers = itertools.count(1)
        self.owner = SlackPerson(slack, owner)

    def person(self, language: str) -> SlackPerson:
        """Return somebody new, whose Slack speaks that language."""
        name = f"anna{next(self._numbers)}"
        return SlackPerson(self.slack, self.slack.workspace.user(name, LOCALES[language]))

    def editor(self) -> SlackPerson:
        """Return an editor."""
        editor = self.person("en")
        appointed(self.owner, editor)
        return editor

    def group(self, runner: Member, *members: Member, bot_in: bool = True) -> SlackGroup:
        """Return a new channel."""
        creator, *others = map(_user, (runner, *members))
        name = f"redakcija-{next(self._numbers)}"
        channel = self.slack.workspace.channel(name, tuple(others), creator=creator, bot_in=bot_in)
        return SlackGroup(self.slack, channel)

    def other_bot(self, group: Group) -> SlackPerson:
        """Return another bot, in the channel."""
        bot = self.slack.workspace.bot(f"other{next(self._numbers)}")
        bot.joins(_channel(group))
        return SlackPerson(self.slack, bot)


@contextmanager
def slack_venue(
    database_url: str, clock: Clock, *, http: bool, **more: str
) -> Iterator[SlackVenue]:
    """Serve the desk to a Slack on loopback until the block ends."""
    with running_slack(clock) as slack:
        owner = slack.workspace.user("olga", LOCALES["en"])
        way = (
            {"SLACK_SIGNING_SECRET": slack.me.signing_secret}
            if http
            else {"SLACK_APP_TOKEN": slack.me.app_token}
        )
        settings = Settings.model_validate(
            {
                "DATABASE_URL": database_url,
                "SLACK_BOT_TOKEN": slack.me.bot_token,
                "SLACK_API_URL": slack.api_url,
                "FACTDESK_OWNERS": f"slack:{owner.id}",
                "FACTDESK_HTTP_PORT": "0",
                **way,
                **more,
            }
        )
        with served(settings, clock) as serving:
            if http:
                slack.use_http(f"http://127.0.0.1:{serving.port}{PATH}")
            yield SlackVenue(slack, owner)


def _user(person: Member) -> User:
    assert isinstance(person, SlackPerson)
    return person.user


def _channel(group: Group) -> Channel:
    assert isinstance(group, SlackGroup)
    return group.channel
