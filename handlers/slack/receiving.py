"""What arrives from Slack: checked and parsed, stored, and only then acknowledged.

Over HTTP Bolt checks the signature, reads the body and answers Slack's question for the
address. Before it would authorise anything (asking Slack who we are) and look for a listener,
everything else is taken here: whatever it is, it is translated, and stored or passed over.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.forms.asking import OPENS
from bot.platforms import Watch
from bot.port import Place, Update
from handlers.door import Accept
from handlers.slack.calling import Calls, quiet_logger
from handlers.slack.languages import Languages
from handlers.slack.reading import COMMAND, PLATFORM, UNREADABLE, read
from handlers.slack.windows import CALLBACK, SHORTCUT, SlackWindows, shortcut, submission
from storage.errors import StoreError

log = structlog.get_logger(__name__)

MOST_BODY: Final = 1_000_000
"""Bytes of a request. A changed message at its longest, told thrice and escaped, has half."""
STALE_AFTER: Final = 300
"""Seconds for which a signature counts, as Bolt has it."""
LONGEST_TIMESTAMP: Final = 12
"""Figures of the seconds since 1970, with room for some thousand years."""
REVOKED: Final = frozenset({"app_uninstalled", "tokens_revoked"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What Slack is told of something that it brought.

    Attributes:
        answer: what the acknowledgement carries, such as what is wrong in a modal.
    """

    answer: dict[str, Any] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK


TAKEN: Final = Taken()
LATER: Final = Taken(status=HTTPStatus.SERVICE_UNAVAILABLE)
"""It has to be brought again."""


class Receiver:
    """Takes in what Slack tells, by whichever way it comes.

    Args:
        calls: whose identity tells who we are.
        secrets: the bot's token, and the signing secret or nothing.
        windows: shows forms.
        accept: stores what was translated.
        watch: counts what was turned away.
    """

    def __init__(
        self,
        calls: Calls,
        secrets: tuple[str, str],
        windows: SlackWindows,
        accept: Accept,
        watch: Watch,
    ) -> None:
        token, signing_secret = secrets
        self._calls = calls
        self._windows = windows
        self._accept = accept
        self._watch = watch
        self._languages = Languages(calls)
        self._app = AsyncApp(
            # A part of its library's loggers, of which this one would be if it had no name.
            name="slack_bolt.app",
            logger=quiet_logger("slack_bolt.door"),
            token=token,
            signing_secret=signing_secret,
            process_before_response=True,
            before_authorize=_Intake(self._take),
        )

    async def hand_over(self, request: SocketModeRequest) -> dict[str, Any] | None:
        """Take what came through a socket; return what it is acknowledged with, None: not yet."""
        try:
            # Whom Slack let in by a ticket needs no signature, and what came is parsed: Bolt would
            # only pass it on, which takes it as long as translating and storing do.
            taken = await self._take(request.payload)
        except UNREADABLE as error:
            self._pass_over(request.payload, error)
            return {}
        return taken.answer if taken.status is HTTPStatus.OK else None

    async def serve(self, request: web.Request) -> web.Response:
        """Take a request of Slack's; 200 once it is stored."""
        body = await _body(request)
        if body is None:
            return self._turn_away("oversized", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        headers = dict(request.headers)
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        if not headers.get("X-Slack-Signature", "").isascii():
            return self._turn_away("signature", HTTPStatus.UNAUTHORIZED)
        try:
            asked = AsyncBoltRequest(body=body.decode(), headers={**headers})
        except (*UNREADABLE, RecursionError):
            return self._turn_away("malformed", HTTPStatus.BAD_REQUEST)
        if not _is_number(timestamp) or not _is_ours(asked.body):
            return self._turn_away("malformed", HTTPStatus.BAD_REQUEST)
        answer = await self._app.async_dispatch(asked)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            stale = abs(time.time() - int(timestamp)) > STALE_AFTER
            return self._turn_away("stale" if stale else "signature", HTTPStatus.UNAUTHORIZED)
        return await _response(answer)

    async def _take(self, body: dict[str, Any]) -> Taken:
        """Translate and store, or have a form shown; return what Slack is to be told."""
        me = self._calls.identity
        if me is None:
            return LATER
        try:
            return await self._taken(body, me.user)
        except UNREADABLE as error:
            self._pass_over(body, error)
            return TAKEN
        except StoreError as error:
            log.error("slack_not_stored", error=type(error).__name__)  # noqa: TRY400 - no fault of ours
            return LATER

    async def _taken(self, body: dict[str, Any], me: str) -> Taken:
        kind, trigger = body.get("type"), body.get("trigger_id") or ""
        if kind == "view_submission" and body["view"]["callback_id"] == CALLBACK:
            sender = await self._whole(submission(body), alone=True)
            said = await self._windows.sent(sender, body)
            return Taken(said) if isinstance(said, dict) else await self._stored(said)
        if kind == "message_action" and body["callback_id"] == SHORTCUT:
            asked = await self._whole(shortcut(body), alone=True)
            await self._windows.makes_fact(asked, trigger)
            return TAKEN
        update = read(body, me)
        if update is None:
            _note(body)
            return TAKEN
        # Slack keeps what begins with a slash to itself, but for the one command that is ours.
        opens = update.choice.startswith(OPENS)
        update = await self._whole(update, body.get("command") or COMMAND, alone=opens)
        if await self._windows.opens(update, trigger):
            return TAKEN
        return await self._stored(update)

    async def _whole(self, update: Update, slash: str = COMMAND, *, alone: bool = False) -> Update:
        """Return an update with what Slack does not tell with it."""
        # Elsewhere the conversation's language counts, not a person's, but in a window of theirs.
        own = alone or update.chat.place is Place.PRIVATE
        hint = await self._languages.of(update.account.id) if own else update.language_hint
        return replace(update, slash=f"{slash} ", language_hint=hint, has_windows=True)

    async def _stored(self, update: Update) -> Taken:
        await self._accept([update])
        return TAKEN

    def _pass_over(self, body: dict[str, Any], error: Exception) -> None:
        """Note what cannot be read: brought again it would be no better."""
        log.warning("slack_unreadable", id=body.get("event_id", ""), error=type(error).__name__)
        self._watch.turned_away(PLATFORM, "unreadable")

    def _turn_away(self, why: str, status: HTTPStatus) -> web.Response:
        self._watch.turned_away(PLATFORM, why)
        return web.Response(status=status)


class _Intake(AsyncMiddleware):
    """Where everything leaves Bolt, but for its own question, which it answers itself."""

    def __init__(self, take: Callable[[dict[str, Any]], Awaitable[Taken]]) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - the name that Bolt calls it by
    ) -> BoltResponse | None:
        """Take what Bolt has checked and read."""
        if req.body.get("type") == "url_verification":
            await next()
            return resp
        taken = await self._take(req.body)
        return BoltResponse(status=taken.status, body=taken.answer or "")


def _note(body: dict[str, Any]) -> None:
    """Log that Slack shut us out; whatever else is nothing to us is passed over in silence."""
    kind = (body.get("event") or {}).get("type")
    if kind in REVOKED:
        log.error("slack_access_revoked", id=body.get("event_id"), kind=kind)


async def _body(request: web.Request) -> bytes | None:
    """Return the body, or None where it is too large; no more than that is ever read."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    return bytes(body)


async def _response(answer: BoltResponse) -> web.Response:
    if answer.body:
        return await to_aiohttp_response(answer)
    # To whatever was taken in: Bolt's own is put together with cookies and all.
    return web.Response(status=answer.status)


def _is_number(timestamp: str) -> bool:
    return timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP


def _is_ours(body: dict[str, Any]) -> bool:
    """Tell whether a body is one of those that Slack sends."""
    return not body.keys().isdisjoint({"type", "command", "ssl_check"})
