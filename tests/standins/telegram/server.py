"""A Telegram on loopback: the Bot API server, with the world behind it.

    with telegram_server() as telegram:
        anna = telegram.world.user("Anna")
        bot = Bot(telegram.token, base_url=telegram.base_url)
        said = anna.says("Kas vada kaujas grupu?")
        reply = telegram.world.wait_for_message(anna.chat, after=said)

Nothing in it waits by the clock, but for the long poll and the webhook's retries.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from aiohttp import web

from tests.standins.loopback import Served, serving
from tests.standins.telegram import looking, pictures, writing
from tests.standins.telegram.accounts import Account
from tests.standins.telegram.arguments import Arguments, read
from tests.standins.telegram.calls import Call, Calls
from tests.standins.telegram.faults import Dropped, Faults
from tests.standins.telegram.pace import Pace
from tests.standins.telegram.polling import WEBHOOK_IS_SET, Polling
from tests.standins.telegram.profile import Profile
from tests.standins.telegram.refusals import Refusal, conflict
from tests.standins.telegram.webhook import Webhook
from tests.standins.telegram.world import World

TOKEN: Final = "7000000001:AAF-a_token-for_tests-and-nothing_else0"  # noqa: S105 - opens nothing
USERNAME: Final = "FactdeskBot"
LARGEST_REQUEST: Final = 50 * 1024 * 1024

Method = Callable[[Arguments], Any]


class Telegram:
    """A Telegram that is running.

    Attributes:
        token: of the one bot that it knows.
        world: people, groups, channels; what was said; how to wait.
        faults: what goes wrong.
        calls: what the bot called, how often and when.
        pace: the limits on how fast it may write; off until a test enforces them.
        profile: its commands, name and menu buttons.
        webhook: how updates are posted.
        served: where it is served.
    """

    def __init__(self, token: str, username: str) -> None:
        bot = Account(int(token.split(":", maxsplit=1)[0]), "Factdesk", username, is_bot=True)
        self.token: Final = token
        self.world: Final = World(bot)
        self.faults: Final = Faults()
        self.calls: Final = Calls(self.world.lock)
        self.pace: Final = Pace()
        self.profile: Final = Profile()
        self.webhook: Final = Webhook(self.world.updates)
        self.served: Served
        self._polling: Final = Polling(self.world.updates)
        self._methods: Final = self._table()
        self._posting: asyncio.Task[None]

    @property
    def url(self) -> str:
        """Return the root of the Bot API, as TELEGRAM_API_URL takes it."""
        return self.served.url

    @property
    def base_url(self) -> str:
        """Return the root as python-telegram-bot takes it."""
        return f"{self.served.url}/bot"

    @property
    def is_polled(self) -> bool:
        """Tell whether a getUpdates hangs at this moment."""
        return self._polling.hangs

    def wait_polled(self) -> None:
        """Wait until a getUpdates hangs: the bot is up, and has taken all there was."""
        self.world.wait_until(lambda: self.is_polled, "a waiting getUpdates")

    def wait_webhook(self) -> None:
        """Wait until the bot has set its webhook."""
        self.world.wait_until(lambda: self.webhook.settings.url, "a setWebhook")

    def application(self) -> web.Application:
        """Return what is served."""
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        application.router.add_get("/file/bot{token}/photos/{name}.jpg", self._hand_out)
        application.router.add_get("/file/bot{token}/documents/{name}", self._hand_out)
        application.cleanup_ctx.append(self._beside)
        return application

    async def _beside(self, application: web.Application) -> Any:  # noqa: ANN401 - form of aiohttp
        del application
        loop = asyncio.get_running_loop()
        self.world.updates.on_change.append(lambda: self._wake(loop))
        self._posting = asyncio.create_task(self.webhook.run())
        yield
        self.world.updates.on_change.clear()
        self._posting.cancel()
        with suppress(asyncio.CancelledError):
            await self._posting

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(self._polling.wake)
        loop.call_soon_threadsafe(self.webhook.wake)

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        try:
            arguments = await read(request)
        except Refusal as refusal:
            return _refused(refusal)
        call = self.calls.begin(method, arguments)
        try:
            response = await self._answer(request, call)
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()
        self.calls.end(call, response.status)
        return response

    async def _hand_out(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["name"])
        if content is None or request.match_info["token"] != self.token:
            return web.Response(status=404)
        return web.Response(body=content, content_type="image/jpeg")

    async def _answer(self, request: web.Request, call: Call) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
            result = await self._carry_out(call, request)
        except Refusal as refusal:
            return _refused(refusal)
        body = json.dumps({"ok": True, "result": result}).encode()
        return web.Response(body=body, content_type="application/json")

    async def _carry_out(self, call: Call, request: web.Request) -> Any:  # noqa: ANN401 - whatever the method returns
        fault = self.faults.next(call)
        if fault and not fault.after:
            await fault.strike()
        result = await self._call(call, request)
        if fault and fault.after:
            await fault.strike()
        return result

    async def _call(self, call: Call, request: web.Request) -> Any:  # noqa: ANN401 - whatever the method returns
        if call.method == "getupdates":
            if self.webhook.settings.url:
                raise conflict(WEBHOOK_IS_SET)
            return await self._polling.get_updates(call.arguments, lambda: _gone(request))
        method = self._methods.get(call.method)
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        with self.world.lock:
            self.pace.check(call.method, call.chat)
            return method(call.arguments)

    def _check_token(self, token: str) -> None:
        if ":" not in token:
            raise Refusal(404, "Not Found")
        if token != self.token:
            raise Refusal(401, "Unauthorized")

    def _set_webhook(self, arguments: Arguments) -> bool:
        done = self.webhook.set(arguments)
        if self.webhook.settings.url:
            self._polling.abort(conflict("terminated by setWebhook request"))
        return done

    def _table(self) -> dict[str, Method]:
        world, profile = self.world, self.profile
        return {
            "getme": lambda given: looking.get_me(world, given),
            "getchat": lambda given: looking.get_chat(world, given),
            "getchatmember": lambda given: looking.get_member(world, given),
            "getchatadministrators": lambda given: looking.get_administrators(world, given),
            "getchatmembercount": lambda given: looking.count_members(world, given),
            "leavechat": lambda given: writing.leave(world, given),
            "sendmessage": lambda given: writing.send_message(world, given),
            "senddocument": lambda given: writing.send_document(world, given),
            "sendphoto": lambda given: pictures.send_photo(world, given),
            "getfile": lambda given: pictures.get_file(world, given),
            "editmessagecaption": lambda given: pictures.edit_caption(world, given),
            "sendchataction": lambda given: writing.show_action(world, given),
            "editmessagetext": lambda given: writing.edit_text(world, given),
            "editmessagereplymarkup": lambda given: writing.edit_keyboard(world, given),
            "deletemessage": lambda given: writing.delete(world, given),
            "answercallbackquery": lambda given: writing.answer_tap(world, given),
            "setwebhook": self._set_webhook,
            "deletewebhook": self.webhook.delete,
            "getwebhookinfo": lambda _: self.webhook.info(),
            "setmycommands": profile.set_commands,
            "getmycommands": profile.get_commands,
            "deletemycommands": profile.delete_commands,
            "setmyname": lambda given: profile.set_word("name", given),
            "getmyname": lambda given: profile.get_word("name", given),
            "setmydescription": lambda given: profile.set_word("description", given),
            "getmydescription": lambda given: profile.get_word("description", given),
            "setmyshortdescription": lambda given: profile.set_word("short_description", given),
            "getmyshortdescription": lambda given: profile.get_word("short_description", given),
            "setchatmenubutton": profile.set_button,
        }


@contextmanager
def telegram_server(
    *, token: str = TOKEN, username: str = USERNAME, port: int = 0
) -> Iterator[Telegram]:
    """Run a Telegram until the end of the block."""
    telegram = Telegram(token, username)
    with serving(telegram.application(), port) as served:
        telegram.served = served
        yield telegram


def _refused(refusal: Refusal) -> web.Response:
    body = json.dumps(refusal.body()).encode()
    return web.Response(body=body, status=refusal.code, content_type="application/json")


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
