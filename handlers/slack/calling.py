"""How calls reach Slack: its Web API, its response_urls and its sockets, over one session.

A session of its own for every call, which is what the library does by itself, costs half of
the calls a second; and its default of trying again after a broken connection posts twice. What
is said to people is posted here: the library takes as long to copy and look through a message,
which is JSON already, as the session does to send it.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import (
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.telling_time import Hear, heard_by, unheard

SLACK: Final = "https://slack.com/api/"
SLACK_REPLIES: Final = "https://hooks.slack.com/"
"""Where response_urls lead."""
SLACK_FILES: Final = "https://files.slack.com/"
"""Where files lie, and are put."""
CONNECTIONS: Final = 16
"""At once: eight that send, the sockets, and a few that ask."""
CONNECT_WITHIN: Final = 5.0
"""Seconds to get a connection: a free one of the pool, or a new one."""
ANSWER_WITHIN: Final = 20.0
"""Seconds for a whole call; Slack mostly answers within one, and means to within three."""
KEEP_IDLE: Final = 30.0
"""Seconds that an idle connection is kept: less than servers do, which close it after a minute."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in a workspace.

    Attributes:
        user, team: ids of our user and of the workspace.
        name, workspace: their names.
        scopes: what we may do.
    """

    user: str
    team: str
    name: str
    workspace: str
    scopes: frozenset[str]


class ClosedError(ConnectionError):
    """Everything was closed; nothing is sent any more."""


class Calls:
    """Everything that is called at Slack. The session opens with the first call.

    Attributes:
        identity: who we are, once Slack was asked.
    """

    def __init__(self, token: str, api_url: str, hear: Hear = unheard) -> None:
        self._hear = hear
        self.identity: Identity | None = None
        self._web = AsyncWebClient(
            token=token,
            base_url=api_url,
            retry_handlers=[],
            # With a level of its own: without one the library describes every call, for nobody.
            logger=quiet_logger("slack_sdk.web"),
        )
        self._headers = {**self._web.headers, "Authorization": f"Bearer {token}"}
        self._session: ClientSession | None = None
        self._closed = False
        self._files = tuple({SLACK_FILES, _origin(self._web.base_url)} - {_origin(SLACK)})
        self._doors = tuple({SLACK_REPLIES, _origin(self._web.base_url)} - {_origin(SLACK)})

    @property
    def session(self) -> ClientSession:
        """Return the session that everything goes through.

        Raises:
            ClosedError: it was closed.
        """
        if self._closed:
            raise ClosedError
        if self._session is None:
            connector = TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_IDLE)
            timeout = ClientTimeout(total=ANSWER_WITHIN, connect=CONNECT_WITHIN)
            # A token says who we are; cookies would only be looked for at each call.
            jar = DummyCookieJar()
            traces = [heard_by(self._hear)]
            self._session = ClientSession(
                connector=connector, timeout=timeout, cookie_jar=jar, trace_configs=traces
            )
        return self._session

    @property
    def web(self) -> AsyncWebClient:
        """Return the Web API; it tries once.

        Raises:
            ClosedError: the session was closed.
        """
        # The library would open a session of its own for each call while it has none.
        self._web.session = self.session
        return self._web

    @property
    def proxy(self) -> str | None:
        """Return the proxy that calls go through, if there is one."""
        return self._web.proxy

    async def post(self, method: str, content: dict[str, Any]) -> str:
        """Call a method that says something to people, once; return what Slack calls the message.

        Raises:
            SlackApiError: Slack refuses it, or answers something else.
            ClientError, OSError: it did not reach Slack, or its answer did not reach us.
        """
        url = f"{self._web.base_url}{method}"
        async with self.session.post(
            url, json=content, headers=self._headers, proxy=self.proxy
        ) as answer:
            said = await _read(answer)
        if answer.status == HTTPStatus.OK and said.get("ok"):
            return str(said.get("ts", ""))
        told = AsyncSlackResponse(
            client=self._web,
            http_verb="POST",
            api_url=url,
            req_args={},
            data=said,
            headers={**answer.headers},
            status_code=answer.status,
        )
        raise SlackApiError(f"{method} failed, HTTP {answer.status}", told)  # type: ignore[no-untyped-call] # the library has no types here

    async def meet(self) -> Identity:
        """Ask Slack who we are, and return it."""
        answer = await self.web.auth_test()
        self.identity = Identity(
            user=str(answer["user_id"]),
            team=str(answer["team_id"]),
            name=str(answer["user"]),
            workspace=str(answer["team"]),
            scopes=frozenset(str(answer.headers.get("X-OAuth-Scopes", "")).split(",")),
        )
        return self.identity

    def opens(self, response_url: str) -> bool:
        """Tell whether an address is one of Slack's own for replies, to which alone we post."""
        return response_url.startswith(self._doors)

    async def respond(self, response_url: str, content: dict[str, Any]) -> ClientResponse:
        """Post to a response_url that `opens`; the body of the answer is not read."""
        async with self.session.post(
            response_url, json=content, proxy=self.proxy, allow_redirects=False
        ) as answer:
            return answer

    async def download(self, url: str) -> bytes:
        """Return a file that lies at Slack, of which alone our token is told.

        Raises:
            ClientError, OSError: it is not there, or did not reach us.
        """
        if not url.startswith(self._files):
            raise ClientPayloadError("not an address of Slack's")
        async with self.session.get(
            url, headers=self._headers, proxy=self.proxy, allow_redirects=False
        ) as answer:
            content = await answer.read()
        # Whoever may not read it is shown a page.
        if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
            raise ClientPayloadError(f"HTTP {answer.status}")
        return content

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file where Slack has made room for it.

        Raises:
            ClientError, OSError: it did not get there.
        """
        if not url.startswith(self._files):
            raise ClientPayloadError("not an address of Slack's")
        async with self.session.post(url, data=content, proxy=self.proxy) as answer:
            if answer.status != HTTPStatus.OK:
                raise ClientPayloadError(f"HTTP {answer.status}")

    async def close(self) -> None:
        """Close every connection; whatever is called afterwards fails."""
        self._closed = True
        if self._session is not None:
            await self._session.close()


async def _read(answer: ClientResponse) -> dict[str, Any]:
    """Return what Slack says; nothing where it is no JSON, which is no success either."""
    try:
        said = json.loads(await answer.read())
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def quiet_logger(name: str) -> logging.Logger:
    """Return a logger of the standard library that nothing below a warning passes."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.WARNING)
    return logger


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
