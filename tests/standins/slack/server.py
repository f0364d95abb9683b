"""Slack on loopback: the Web API, the response_urls and the door of Socket Mode.

    with running_slack() as slack:
        anna = slack.workspace.user("anna")
        bot = AsyncWebClient(slack.me.bot_token, base_url=slack.api_url)
        …
        asked = anna.direct("who leads the battle group?")
        answer = slack.posted(anna, after=asked)
        assert shown(answer).text == "…"

Everything a test calls may be called from its own thread. Waits end with the first change that
they look for, never by time; a wait that fails shows what the bot did.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiohttp import web

from tests.standins.loopback import Served, serving
from tests.standins.slack.arguments import Arguments
from tests.standins.slack.blocks import Refused
from tests.standins.slack.chat import Chat
from tests.standins.slack.conversations import Conversations
from tests.standins.slack.delivery import Courier, Delivery
from tests.standins.slack.events import Events
from tests.standins.slack.faults import Faults
from tests.standins.slack.files import Files
from tests.standins.slack.http_mode import JSON, Answer, HttpMode
from tests.standins.slack.pace import Limited
from tests.standins.slack.people import Workspace
from tests.standins.slack.responses import Responses
from tests.standins.slack.socket_mode import SocketMode
from tests.standins.slack.views import Views
from tests.standins.slack.watching import Watching
from tests.standins.slack.world import Json, World

SCOPES: Final = (
    "app_mentions:read,channels:history,channels:join,channels:read,chat:write,commands,"
    "files:read,files:write,"
    "groups:history,groups:read,im:history,im:read,im:write,metadata.message:read,mpim:history,"
    "mpim:read,users:read"
)
MOST_BODY: Final = 16 * 1024 * 1024
CONNECT: Final = "apps.connections.open"
RESPONSE: Final = "response_url"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: when, by monotonic seconds, with what, and what Slack said.

    Attributes:
        outcome: `ok`, the name of the error, or what the test's script did to it.
    """

    method: str
    at: float
    arguments: Json
    outcome: str


class Slack(Watching):
    """The whole stand-in.

    Attributes:
        me: who the app is: ids, tokens, signing secret.
        workspace: people and channels, to be made and to be let act.
        faults: what is to go wrong.
        pace: the limits on how fast the bot may post; off until a test enforces them.
        sockets: the connections of Socket Mode.
        http: how events travel once `use_http` was called.
        calls: every call of the bot, in order; a response_url is a method `response_url`.
        token_error: what every call is answered while it is set: `token_revoked`,
            `account_inactive`, `invalid_auth`.
    """

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        super().__init__(World(now))
        self.me = self.world.me
        self.faults = Faults()
        self.sockets = SocketMode(self.world)
        self.http = HttpMode(self.world)
        self.courier = Courier(self.world, self.sockets)
        self.events = Events(self.world, self.courier)
        self.chat = Chat(self.world, self.events)
        self.pace = self.chat.pace
        self.files = Files(self.world, lambda: self.served.url, self.chat.share)
        self.views = Views(self.world)
        self.responses = Responses(self.world, self.chat, self.views)
        self.courier.answered = self._answered
        self.calls: list[Call] = []
        self._counts: Counter[str] = Counter()
        self.token_error = ""
        self.served: Served
        self.workspace = Workspace(self)
        self._methods = self._table()

    @property
    def api_url(self) -> str:
        """Return the root of the Web API, with the slash that it ends in."""
        return f"{self.served.url}/api/"

    def use_http(self, url: str) -> None:
        """Send everything to the bot's address over HTTP from now on."""
        self.http.url = url
        self.courier.carrier = self.http

    def forge(
        self,
        body: bytes,
        *,
        kind: str = JSON,
        secret: str = "",
        timestamp: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Post anything to the bot's address, and return what it answers.

        Args:
            body: as it is, well formed or not.
            kind: the content type.
            secret: another than the true one.
            timestamp: another second than this one, since 1970.
            headers: instead of all that, such as those of a delivery's attempt: a replay.
        """
        sealed = headers or self.http.sealed(body, kind, secret, timestamp)
        return self.served.run(self.http.post(body, sealed))

    def challenge(self) -> bool:
        """Ask the bot's address the question that Slack asks once, and tell if it answers right."""
        question = {"type": "url_verification", "token": "verification", "challenge": "3eZbrw1a"}
        answer = self.forge(json.dumps(question).encode())
        return answer.status == 200 and "3eZbrw1a" in answer.body

    def use_sockets(self) -> None:
        """Send everything through the bot's own connections from now on, as at the start."""
        self.courier.carrier = self.sockets

    def counted(self, method: str) -> list[Call]:
        """Return the calls of one method, in order."""
        return [call for call in list(self.calls) if call.method == method]

    def wait_called(self, method: str, count: int = 1) -> list[Call]:
        """Wait until a method was called so often, refused or not, and return its calls."""
        self.world.wait(lambda: self._counts[method] >= count or None, f"{count} calls of {method}")
        return self.counted(method)

    def repeat(self, delivery: Delivery, times: int = 1) -> list[Delivery]:
        """Deliver the same again, by the same event id, each as if for the first time."""
        return [self.courier.repeat(delivery) for _ in range(times)]

    def application(self) -> web.Application:
        """Return what is served."""
        application = web.Application(client_max_size=MOST_BODY)
        application.router.add_post("/api/{method}", self._called)
        application.router.add_get("/api/{method}", self._called)
        application.router.add_post("/response/{key}", self._responded)
        application.router.add_get("/link/", self.sockets.serve)
        application.router.add_post("/upload/{id}", self.files.put)
        application.router.add_get("/files/{id}", self.files.hand_out)
        application.on_cleanup.append(self._close)
        return application

    def _table(self) -> dict[str, Callable[[Arguments], Json]]:
        chat, views = self.chat, self.views
        conversations = Conversations(self.world, self.events)
        return {
            "auth.test": self._who,
            CONNECT: self._connect,
            "bots.info": conversations.bot_info,
            "chat.delete": chat.delete,
            "chat.getPermalink": chat.permalink,
            "chat.postEphemeral": chat.post_ephemeral,
            "chat.postMessage": chat.post_message,
            "chat.update": chat.update,
            "conversations.history": conversations.history,
            "conversations.info": conversations.info,
            "conversations.join": conversations.join,
            "conversations.members": conversations.members,
            "conversations.open": conversations.open,
            "conversations.replies": conversations.replies,
            "files.completeUploadExternal": self.files.complete,
            "files.getUploadURLExternal": self.files.make_room,
            "files.info": self.files.info,
            "users.conversations": conversations.users_conversations,
            "users.info": conversations.user_info,
            "views.open": views.open,
            "views.publish": views.publish,
            "views.update": views.update,
        }

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = str(arguments.pop("token", "")) or token

        def carry_out() -> tuple[str, web.Response]:
            return self._answer(method, arguments, token)

        channel = str(arguments.get("channel", ""))
        return await self._struck(request, (method, channel), arguments, carry_out)

    async def _responded(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"]
        arguments = await _arguments(request)
        where = RESPONSE, self.responses.room_of(key)
        return await self._struck(request, where, arguments, lambda: self._respond(key, arguments))

    async def _struck(
        self,
        request: web.Request,
        where: tuple[str, str],
        arguments: Arguments,
        carry_out: Callable[[], tuple[str, web.Response]],
    ) -> web.Response:
        """Carry out a call with the fault that the script has for it, before or after."""
        fault = self.faults.take(*where)
        if fault and not fault.after:
            struck = await fault.strike(request)
            if struck is not None:
                self._note(where[0], arguments, fault.what)
                return struck
        outcome, response = carry_out()
        self._note(where[0], arguments, outcome)
        if fault and fault.after:
            return await fault.strike(request) or response
        return response

    def _note(self, method: str, arguments: Arguments, outcome: str) -> None:
        with self.world.changing():
            self.calls.append(Call(method, time.monotonic(), arguments, outcome))
            self._counts[method] += 1

    def _answer(self, method: str, arguments: Arguments, token: str) -> tuple[str, web.Response]:
        try:
            carry_out = self._found(method, token)
            with self.world.changing():
                answer = {"ok": True, **carry_out(arguments)}
        except Refused as refused:
            return refused.error, _json(_refusal(refused))
        except Limited as limited:
            body = {"ok": False, "error": "ratelimited"}
            headers = {"Retry-After": str(limited.seconds)}
            return "ratelimited", web.json_response(body, status=429, headers=headers)
        return "ok", _json(answer, {"X-OAuth-Scopes": SCOPES} if method == "auth.test" else None)

    def _respond(self, key: str, arguments: Arguments) -> tuple[str, web.Response]:
        try:
            with self.world.changing():
                self.responses.respond(key, arguments)
        except Refused as refused:
            gone = refused.error in {"used_url", "expired_url"}
            return refused.error, _json(_refusal(refused), status=404 if gone else 400)
        return "ok", web.Response(text="ok")

    def _found(self, method: str, token: str) -> Callable[[Arguments], Json]:
        if method not in self._methods:
            raise Refused("unknown_method", method)
        if not token:
            raise Refused("not_authed")
        if token not in {self.me.bot_token, self.me.app_token}:
            raise Refused("invalid_auth")
        if self.token_error:
            raise Refused(self.token_error)
        if (token == self.me.app_token) != (method == CONNECT):
            raise Refused("not_allowed_token_type")
        return self._methods[method]

    def _who(self, _: Arguments) -> Json:
        me = self.me
        return {
            "url": f"https://{me.team_domain}.slack.com/",
            "team": me.team_domain,
            "user": me.name,
            "team_id": me.team,
            "user_id": me.user,
            "bot_id": me.bot,
            "is_enterprise_install": False,
        }

    def _connect(self, _: Arguments) -> Json:
        root = self.served.url.replace("http://", "ws://")
        return {"url": f"{root}/link/?ticket={self.sockets.ticket()}&app_id={self.me.app}"}

    def _answered(self, delivery: Delivery) -> None:
        try:
            self.responses.acknowledged(delivery)
        except Refused as refused:
            delivery.refusal = str(refused)

    async def _close(self, _: web.Application) -> None:
        await self.http.close()


@contextmanager
def running_slack(now: Callable[[], datetime] | None = None, port: int = 0) -> Iterator[Slack]:
    """Run the stand-in until the end of the block, on `port` or a free one.

    Args:
        now: the time that messages are stamped with and response_urls end by; a `FakeClock` will
            do. Signatures always have the machine's time, as Bolt checks them by that.
        port: where to listen.
    """
    slack = Slack(now)
    with serving(slack.application(), port) as served:
        slack.served = served
        slack.courier.loop = slack.faults.loop = served.loop
        yield slack
        slack.faults.clear()


async def _arguments(request: web.Request) -> Arguments:
    arguments = Arguments(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.read() or b"{}")
        arguments |= body if isinstance(body, dict) else {}
    else:
        arguments |= await request.post()
    return arguments


def _json(body: Json, headers: dict[str, str] | None = None, status: int = 200) -> web.Response:
    content = json.dumps(body).encode()
    return web.Response(
        body=content, status=status, headers=headers, content_type="application/json"
    )


def _refusal(refused: Refused) -> Json:
    answer: Json = {"ok": False, "error": refused.error, **refused.more}
    if refused.why:
        answer["response_metadata"] = {"messages": [f"[ERROR] {refused.why}"]}
    return answer
