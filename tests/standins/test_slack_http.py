"""The stand-in of Slack with Bolt as the bot: signed requests, forged ones, and retries."""

from __future__ import annotations

import time

from aiohttp import web

from tests.standins.loopback import serving
from tests.standins.slack.bolt import BoltBot, bolt_by_http
from tests.standins.slack.calling import actions, button, post
from tests.standins.slack.delivery import Outcome
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack


def test_bolt_takes_what_is_signed(
    slack: Slack, bot: BoltBot, anna: User, newsroom: Channel
) -> None:
    """Events, commands and taps pass Bolt's own check of the signature, and so does a challenge."""
    with bolt_by_http(slack, bot):
        assert slack.challenge()
        anna.direct("sveiki, R&D").wait()
        assert bot.hear()["event"]["text"] == "sveiki, R&amp;D"
        bot.acknowledge = {"text": "ā"}
        asked = anna.slash("kas vada?", newsroom).wait()
        assert bot.hear()["text"] == "kas vada?"
        assert slack.responded(asked).text == "ā"
        bot.acknowledge = {}
        offered = post(slack, newsroom.id, blocks=[actions(button("Jā"))])
        anna.taps(newsroom.room.messages[offered["ts"]], "Jā").wait()
        assert bot.hear()["type"] == "block_actions"


def test_bolt_refuses_what_is_forged(slack: Slack, bot: BoltBot, anna: User) -> None:
    """A wrong secret, an old timestamp and a changed body are refused; a replay is not."""
    with bolt_by_http(slack, bot):
        real = anna.direct("hello").wait()
        body = real.attempts[0].body

        assert slack.forge(body, secret="wrong").status == 401  # noqa: S106 - it opens nothing
        assert slack.forge(body, timestamp=int(time.time()) - 301).status == 401
        assert slack.forge(body + b" ", headers=real.attempts[0].headers).status == 401
        assert slack.forge(body, headers=real.attempts[0].headers).status == 200
        assert bot.hear()["event_id"] == bot.hear()["event_id"] == real.event_id
        assert bot.heard.empty()


def test_failed_request_is_repeated_three_times(slack: Slack, anna: User) -> None:
    """The number and the reason come with it; the event is lost after the third."""
    seen: list[tuple[str | None, str | None]] = []

    async def fail(request: web.Request) -> web.Response:
        headers = request.headers
        seen.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return web.Response(status=500)

    application = web.Application()
    application.router.add_post("/", fail)
    with serving(application) as served:
        slack.use_http(f"{served.url}/")
        delivery = anna.direct("hello").wait_done()
        command = anna.slash("help").wait_done()

    assert seen[:4] == [(None, None), *((str(n), "http_error") for n in (1, 2, 3))]
    assert not delivery.acknowledged
    assert len(command.attempts) == 1


def test_retries_are_held_while_the_bot_is_away(slack: Slack, bot: BoltBot, anna: User) -> None:
    """A test that restarts the bot says when Slack tries again."""
    with bolt_by_http(slack, bot) as url:
        pass
    slack.use_http(url)
    slack.courier.hold_retries()
    delivery = anna.direct("hello")
    delivery.wait_attempts(1)
    slack.world.wait(lambda: delivery.attempts[0].outcome, "failure")

    with bolt_by_http(slack, bot):
        slack.courier.release_retries()
        delivery.wait()

    assert delivery.attempts[0].outcome == Outcome("connection_failed")
    assert len(delivery.attempts) == 2
