"""The four ways in: each a platform that stands in for the true one, on loopback.

A scene is set for one bot: it tells the bot's settings, is told when the bot serves, and makes
the people who speak with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Condition
from typing import Final

from tests.benchmarks.crowd import Speaker
from tests.standins.loopback import HOST
from tests.standins.slack.server import Slack, running_slack
from tests.standins.telegram.server import Telegram, telegram_server

TELEGRAM_PATH: Final = "/telegram/webhook"
SLACK_PATH: Final = "/slack/events"
AT_ONCE: Final = 40
"""Connections by which Telegram posts to a webhook, unless it is asked for another number."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A platform that waits for one bot.

    Attributes:
        settings: the environment in which the bot finds it.
        served: to be called when the bot serves, with its port.
        meet: makes somebody.
        changed: rings for whatever is said.
    """

    settings: Mapping[str, str]
    served: Callable[[int], None]
    meet: Callable[[str], Speaker]
    changed: Condition


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way in.

    Attributes:
        echo: the name of the program that echoes there.
        scene: sets it.
    """

    name: str
    echo: str
    scene: Callable[[], AbstractContextManager[Scene]]


@contextmanager
def telegram(*, webhook: bool) -> Iterator[Scene]:
    """Set a Telegram that is polled, or that posts."""
    with telegram_server() as server:
        yield telegram_scene(server, webhook=webhook)


@contextmanager
def slack(*, http: bool) -> Iterator[Scene]:
    """Set a Slack that is listened to by a socket, or that posts."""
    with running_slack() as server:
        yield slack_scene(server, http=http)


def telegram_scene(server: Telegram, *, webhook: bool) -> Scene:
    """Return the scene on a Telegram that runs already."""
    settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url}
    if webhook:
        settings["TELEGRAM_WEBHOOK_URL"] = f"https://{HOST}{TELEGRAM_PATH}"
        settings["TELEGRAM_WEBHOOK_SECRET"] = "benchmark"  # noqa: S105 - opens nothing
        server.webhook.at_once = AT_ONCE
    served = partial(_posted_through, server)
    return Scene(settings, served, partial(_telegram_user, server), server.world.lock)


def slack_scene(server: Slack, *, http: bool) -> Scene:
    """Return the scene on a Slack that runs already."""
    me = server.me
    settings = {"SLACK_BOT_TOKEN": me.bot_token, "SLACK_API_URL": server.api_url}
    if http:
        settings["SLACK_SIGNING_SECRET"] = me.signing_secret
    else:
        settings["SLACK_APP_TOKEN"] = me.app_token
    served = partial(_slack_served, server, http=http)
    return Scene(settings, served, partial(_slack_user, server), server.world.changed)


def _posted_through(server: Telegram, port: int) -> None:
    server.webhook.through = f"http://{HOST}:{port}{TELEGRAM_PATH}"


def _telegram_user(server: Telegram, name: str) -> Speaker:
    user = server.world.user(name)
    return Speaker(user.says, user.chat.messages)


def _slack_served(server: Slack, port: int, *, http: bool) -> None:
    if http:
        server.use_http(f"http://{HOST}:{port}{SLACK_PATH}")
    else:
        server.sockets.wait_for()


def _slack_user(server: Slack, name: str) -> Speaker:
    user = server.workspace.user(name)
    return Speaker(user.direct, user.room.messages)


WAYS_IN: Final = (
    WayIn("Telegram, polling", "echo_telegram", partial(telegram, webhook=False)),
    WayIn("Telegram, webhook", "echo_telegram", partial(telegram, webhook=True)),
    WayIn("Slack, socket", "echo_slack", partial(slack, http=False)),
    WayIn("Slack, HTTP", "echo_slack", partial(slack, http=True)),
)
