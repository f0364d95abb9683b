"""The HTTP server: the doors' routes and our own, on one port, started and stopped by its owner.

It answers nothing that was not asked for: no traceback, no version, no listing.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from http import HTTPStatus
from socket import gaierror
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

log = structlog.get_logger(__name__)

SERVER: Final = "factdesk"
"""What a server of ours calls itself; no version."""
LARGEST: Final = 1024**2
"""Bytes of a request's body: platforms send some thousands, and we keep all of it in memory."""
GRACE: Final = 1.0
"""Seconds that requests under way are given at the end: each ends with one commit."""


class PortTakenError(Exception):
    """Nothing can be served there; the text says which setting, and what to write."""


class Server:
    """Serves `routes` on `port` of `host`; port 0 is any free one."""

    def __init__(self, host: str, port: int, routes: Sequence[web.RouteDef]) -> None:
        self._host: Final = host
        self._port: Final = port
        application = web.Application(client_max_size=LARGEST, middlewares=[_kept_to_ourselves])
        application.add_routes(routes)
        application.on_response_prepare.append(_nameless)
        self._runner: Final = web.AppRunner(
            application, handle_signals=False, access_log=None, shutdown_timeout=GRACE
        )

    async def start(self) -> int:
        """Begin to serve, and return the port.

        Raises:
            PortTakenError: nothing can be served there.
        """
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self.stop()
            raise PortTakenError(_told(error, self._host, self._port)) from error
        return site.port

    async def stop(self) -> None:
        """End what is under way and close every connection; not started, it does nothing."""
        await self._runner.cleanup()


@web.middleware
async def _kept_to_ourselves(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep what went wrong in the log; whoever asked learns only that it did."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        log.exception("http_failed", method=request.method, path=request.path)
        return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)


async def _nameless(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = SERVER


def _told(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"FACTDESK_HTTP_PORT: another program serves port {port} of {host}; "
            "end it, or write another port"
        )
    if error.errno == errno.EACCES:
        return (
            f"FACTDESK_HTTP_PORT: this user may not serve port {port}; write one from 1024 to 65535"
        )
    # Since Python 3.13 asyncio says of an address that is nobody's here only that none was left.
    if isinstance(error, gaierror) or error.errno in {errno.EADDRNOTAVAIL, None}:
        return f"FACTDESK_HTTP_HOST: {host} is no address of this machine; write 127.0.0.1"
    return f"FACTDESK_HTTP_HOST, FACTDESK_HTTP_PORT: {host}, {port}: {error.strerror}"
