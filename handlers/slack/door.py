"""The Slack door: meets Slack, receives by a socket or over HTTP, and sends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import structlog
from aiohttp import web

from bot.forms.windows import Windows
from bot.platforms import Watch
from handlers.door import Accept, Check, WrongTokenError
from handlers.settings import Settings
from handlers.slack.calling import Calls
from handlers.slack.connections import Connections, Patience
from handlers.slack.manifest import PATH, SCOPES
from handlers.slack.outcomes import FAILURES, WRONG_TOKEN, failure, refused_as
from handlers.slack.reading import COMMAND
from handlers.slack.receiving import Receiver
from handlers.slack.sending import SlackPlatform
from handlers.slack.windows import SlackWindows
from handlers.telling_time import Hear, unheard

log = structlog.get_logger(__name__)

PATIENCE: Final = Patience()


class SlackDoor:
    """Slack's door. With an app-level token events come by a socket, else over HTTP.

    Args:
        settings: with a bot token, and an app-level token or a signing secret.
        accept: stores updates.
        watch: counts.
        patience: how long it waits for what.
        hear: is told when each answer of Slack's was given.
        windows: the forms of the desk; None: it shows none.
    """

    def __init__(
        self,
        settings: Settings,
        accept: Accept,
        watch: Watch,
        patience: Patience = PATIENCE,
        hear: Hear = unheard,
        *,
        windows: Windows | None = None,
    ) -> None:
        token, secret = settings.slack_bot_token, settings.slack_signing_secret
        self._patience = patience
        self._calls = Calls(token, settings.slack_api_url, hear)
        self._platform = SlackPlatform(self._calls)
        shown = SlackWindows(self._calls, windows)
        self._receiver = Receiver(self._calls, (token, secret), shown, accept, watch)
        self._sockets: Connections | None = None
        if settings.slack_app_token:
            self._sockets = Connections(
                self._calls, settings.slack_app_token, self._receiver.hand_over, patience
            )
        self._opening: asyncio.Task[None] | None = None
        self._trouble = "not opened yet"

    @property
    def platform(self) -> SlackPlatform:
        """Return Slack as the desk uses it."""
        return self._platform

    def routes(self) -> Sequence[web.RouteDef]:
        """Return the one address at which everything arrives over HTTP."""
        return [] if self._sockets else [web.post(PATH, self._receiver.serve)]

    async def open(self) -> None:
        """Meet Slack and begin to receive; out of reach, it is tried again until `close`.

        Raises:
            WrongTokenError: Slack refuses a token.
        """
        try:
            await self._begin()
        except FAILURES as error:
            self._note(error)
            self._opening = asyncio.create_task(self._begin_later())

    async def close(self) -> None:
        """Stop receiving; what was received is stored first."""
        if self._opening is not None:
            self._opening.cancel()
            with suppress(asyncio.CancelledError):
                await self._opening
        if self._sockets is not None:
            await self._sockets.close()
        self._trouble = "closed"

    async def release(self) -> None:
        """Close every connection."""
        await self._calls.close()

    def trouble(self) -> str:
        """Return why nothing is received at present, or nothing."""
        return self._trouble or (self._sockets.trouble() if self._sockets else "")

    def fetched_by(self) -> str:
        """Return nothing: each process has a socket of its own, or is called over HTTP."""
        return ""

    async def examine(self) -> Sequence[Check]:
        """Look at the tokens and at what the bot may do."""
        try:
            me = await self._calls.meet()
        except FAILURES as error:
            return [Check("slack", passed=False, found=_told("SLACK_BOT_TOKEN", error))]
        missing = [scope for scope in SCOPES if scope not in me.scopes]
        scopes = f"missing: {', '.join(missing)}" if missing else "all that are needed"
        return [
            Check("slack", passed=True, found=f"{me.name} in {me.workspace}"),
            Check("slack scopes", passed=not missing, found=scopes),
            await self._examine_way_in(),
        ]

    async def tell_editors(self, chats: Sequence[str]) -> None:
        """Do nothing: Slack shows one list of commands to everybody."""

    def claim_address(self, word: str) -> str:
        """Return what a person types in Slack to say `/start WORD` to the bot alone."""
        return f"{COMMAND} start {word}"

    async def _begin(self) -> None:
        """Meet Slack, and receive.

        Raises:
            WrongTokenError: Slack refuses a token.
            OSError, and all other `FAILURES`: it is out of reach.
        """
        try:
            me = await self._calls.meet()
        except FAILURES as error:
            if refused_as(error) in WRONG_TOKEN:
                raise WrongTokenError(_told("SLACK_BOT_TOKEN", error)) from None
            raise
        if self._sockets is not None:
            await self._sockets.open()
        self._trouble = ""
        log.info("slack_opened", team=me.team, socket=self._sockets is not None)

    async def _begin_later(self) -> None:
        for pause in self._patience.pauses():
            await asyncio.sleep(pause)
            try:
                await self._begin()
            except WrongTokenError as error:
                self._trouble = str(error)
                log.error("slack_token_refused", setting=self._trouble.partition(":")[0])  # noqa: TRY400 - the operator's to mend
            except FAILURES as error:
                self._note(error)
            else:
                return

    async def _examine_way_in(self) -> Check:
        if self._sockets is None:
            return Check("slack http", passed=True, found=f"POST {PATH}, signed")
        try:
            await self._sockets.examine()
        except FAILURES as error:
            return Check("slack socket", passed=False, found=_told("SLACK_APP_TOKEN", error))
        return Check("slack socket", passed=True, found="may be opened")

    def _note(self, error: Exception) -> None:
        self._trouble = refused_as(error) or type(error).__name__
        log.warning("slack_out_of_reach", error=self._trouble)


def _told(setting: str, error: Exception) -> str:
    """Return what an operator reads of a failed call."""
    why = refused_as(error)
    if why in WRONG_TOKEN:
        return f"{setting}: Slack refuses it ({why}); copy the one of the app's own page"
    return why or f"out of reach ({getattr(failure(error), 'why', 'asked to wait')})"
