"""Halls: a platform that can enforce its limits, full of chats that are to be told something.

A hall counts what is said in it, and when; who was told nothing, or told twice, is found by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from bot.port import Place
from handlers.slack.sending import NAME as SLACK
from handlers.slack.sending import PACE as SLACK_PACE
from handlers.telegram.reading import PLATFORM as TELEGRAM
from handlers.telegram.sending import PACE as TELEGRAM_PACE
from storage.turns import Pace
from tests.benchmarks.sizes import Audience
from tests.benchmarks.ways_in import Scene, slack_scene, telegram_scene
from tests.standins.limits import Limiter
from tests.standins.slack.people import Channel
from tests.standins.slack.server import Slack, running_slack
from tests.standins.telegram.chats import Chat, Topic
from tests.standins.telegram.server import Telegram, telegram_server

POST: Final = "chat.postMessage"


@dataclass(frozen=True, slots=True)
class Listener:
    """A chat that is to be told something.

    Attributes:
        id, topic, place: by which the desk knows it.
        heard: counts what the bot has said there.
    """

    id: str
    topic: str
    place: Place
    heard: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a bot said: in which chat, and when, in seconds of the monotonic clock."""

    chat: str
    at: float


@dataclass(frozen=True, slots=True)
class Hall:
    """A platform as it is before a bot comes.

    Attributes:
        platform: its name, by which the desk knows it.
        scene: in which a bot serves, and people ask it.
        pace: the desk's own, below the limits.
        enforce: has the platform's limits hold from now on.
        limits: these.
        said: all that was said so far, the earliest first.
        wait: waits so many seconds until something is true, which may ask anything.
    """

    platform: str
    scene: Scene
    pace: Pace
    enforce: Callable[[], None]
    limits: Limiter
    listeners: Sequence[Listener]
    said: Callable[[], Sequence[Said]]
    wait: Callable[[Callable[[], bool], float], object]


MakeHall: TypeAlias = Callable[[Audience], AbstractContextManager[Hall]]


@contextmanager
def telegram_hall(audience: Audience) -> Iterator[Hall]:
    """Fill a Telegram: topics of one group first, so that they could hold up all the others."""
    with telegram_server() as server:
        listeners = [*_topics(server, audience.topics), *_groups(server, audience.groups)]
        listeners += _people(server, audience.private)
        yield Hall(
            TELEGRAM,
            telegram_scene(server, webhook=False),
            TELEGRAM_PACE,
            server.pace.enforce,
            server.pace,
            listeners,
            lambda: [Said(call.chat, call.at) for call in server.calls.of("sendMessage")],
            lambda found, seconds: server.world.wait_until(found, "all told", seconds),
        )


@contextmanager
def slack_hall(audience: Audience) -> Iterator[Hall]:
    """Fill a Slack with channels."""
    with running_slack() as server:
        channels = [
            server.workspace.channel(f"channel-{number}") for number in range(audience.channels)
        ]
        yield Hall(
            SLACK,
            slack_scene(server, http=False),
            SLACK_PACE,
            server.pace.enforce,
            server.pace,
            [_channel(server, each) for each in channels],
            lambda: [Said(call.arguments["channel"], call.at) for call in server.counted(POST)],
            lambda found, seconds: server.world.wait(found, "word to all", seconds),
        )


def _topics(server: Telegram, how_many: int) -> Iterator[Listener]:
    forum = server.world.group("Forum", topics=True)
    for number in range(how_many):
        yield _listener(forum, Place.GROUP, forum.open_topic(f"Topic {number}"))


def _groups(server: Telegram, how_many: int) -> Iterator[Listener]:
    for number in range(how_many):
        yield _listener(server.world.group(f"Group {number}"), Place.GROUP)


def _people(server: Telegram, how_many: int) -> Iterator[Listener]:
    for number in range(how_many):
        person = server.world.user(f"Listener {number}")
        # They wrote to it once, long ago.
        person.account.started = True
        yield _listener(person.chat, Place.PRIVATE)


def _listener(chat: Chat, place: Place, topic: Topic | None = None) -> Listener:
    thread = str(topic.thread) if topic else ""
    return Listener(str(chat.id), thread, place, partial(_heard, chat, topic))


def _heard(chat: Chat, topic: Topic | None) -> int:
    return len(chat.messages_from_bot(topic=topic))


def _channel(server: Slack, channel: Channel) -> Listener:
    def heard() -> int:
        # Copied at once, as the server adds to it in its own thread.
        return sum(each.author == server.me.user for each in list(channel.room.messages.values()))

    return Listener(channel.id, "", Place.GROUP, heard)
