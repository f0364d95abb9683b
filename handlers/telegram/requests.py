"""How calls reach Telegram: python-telegram-bot's requests, over one aiohttp session.

The library's own client takes more than three times the processor time of a call, and hides
whether a call that failed may have been carried out. Here the class of the error says it:
`NotSentError` and `TooManyError` for what surely was not, any other for what may have been.
"""

from __future__ import annotations

import json
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from aiohttp.client_exceptions import ClientConnectorError, ConnectionTimeoutError, InvalidURL
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from handlers.telling_time import Hear, heard_by, unheard

CONNECTIONS: Final = 9
"""At once: eight for calls, and the long poll. More would only meet Telegram's limits sooner."""
CONNECT_WITHIN: Final = 5.0
"""Seconds to get a connection: a free one of the pool, or a new one."""
ANSWER_WITHIN: Final = 15.0
"""Seconds without a byte of the answer; Telegram mostly answers within one."""
KEEP_IDLE: Final = 30.0
"""Seconds that an idle connection is kept: servers close theirs after a minute or more."""
SHORTEST_WAIT: Final = 1.0
"""Seconds to wait where "too many" came without saying how long."""
TOO_MANY: Final = 429
JSON: Final = {"Content-Type": "application/json"}
NOT_GIVEN: Final = BaseRequest.DEFAULT_NONE


class NotSentError(NetworkError):
    """The call never left: there was no connection, or none became free."""


class TooManyError(TelegramError):
    """The call came too early by so many `seconds`, and was not carried out."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests: wait {seconds:g} s")
        self.seconds: Final = seconds


class AiohttpRequest(BaseRequest):
    """Calls over one session, which lives from `initialize` to `shutdown`.

    `answer_within` are the seconds that an answer may take, unless a call says otherwise; `hear`
    is told when each answer was given.
    """

    __slots__ = ("_answer_within", "_hear", "_session")

    def __init__(self, answer_within: float = ANSWER_WITHIN, hear: Hear = unheard) -> None:
        self._answer_within: Final = answer_within
        self._hear: Final = hear
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how many seconds an answer may take, unless a call says otherwise."""
        return self._answer_within

    async def initialize(self) -> None:
        """Open the session, if it is not; connections come with the first calls."""
        if self._session is None:
            connector = TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_IDLE)
            traces = [heard_by(self._hear)]
            self._session = ClientSession(connector=connector, trace_configs=traces)

    async def shutdown(self) -> None:
        """Close the session and each connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = NOT_GIVEN,  # noqa: ANN401 - seconds or None or the mark
        write_timeout: Any = NOT_GIVEN,  # noqa: ANN401 - the same
        connect_timeout: Any = NOT_GIVEN,  # noqa: ANN401 - the same
        pool_timeout: Any = NOT_GIVEN,  # noqa: ANN401 - the same
    ) -> tuple[int, bytes]:
        """Make one call, trying once; return the status and the body of its answer.

        Raises:
            NotSentError: it never left.
            TooManyError: Telegram asks for patience.
            TimedOut: it left, and was not answered in time.
            NetworkError: the connection broke after the call, or a part of it, had left.
        """
        del write_timeout, connect_timeout, pool_timeout
        body = _body(request_data)
        patience = self._answer_within if read_timeout is NOT_GIVEN else read_timeout
        # An error is named by its class alone: its text holds the address, and that the token.
        try:
            status, answer = await self._call(method, url, body, patience)
        except (ClientConnectorError, ConnectionTimeoutError, InvalidURL) as error:
            raise NotSentError(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        if status == TOO_MANY:
            raise TooManyError(_wait(answer))
        return status, answer

    async def _call(
        self, method: str, url: str, body: bytes | FormData, patience: float | None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSentError("the connections are closed")
        timeout = ClientTimeout(total=None, connect=CONNECT_WITHIN, sock_read=patience)
        headers = JSON if isinstance(body, bytes) else None
        async with self._session.request(
            method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return response.status, await response.read()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer as it was read; unlike the library, log nothing of one that cannot be.

        Raises:
            TelegramError: it is no answer of the Bot API.
        """
        told = _read(payload)
        if isinstance(told, dict) and ("result" in told or told.get("ok") is False):
            return told
        raise TelegramError("Invalid server response")


def _body(request_data: RequestData | None) -> bytes | FormData:
    """Return what a call carries: JSON, or a form where a file comes along."""
    if request_data is None or not request_data.contains_files:
        return json.dumps(request_data.parameters if request_data else {}).encode()
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _read(payload: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(payload)
    except ValueError:
        return None


def _wait(answer: bytes) -> float:
    told = _read(answer)
    parameters = told.get("parameters") if isinstance(told, dict) else None
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else SHORTEST_WAIT
