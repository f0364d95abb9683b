"""Whether the program lives, whether it can be relied on, and what it has counted.

`/healthz` asks nobody: whoever restarts us must not do it because of a store that is away.
`/readyz` asks every part. Why a part is not ready, and what was counted, is told only to who
is on this machine itself or shows the token.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, TypeAlias

from aiohttp import web

from handlers.checking import is_loopback
from handlers.metrics import CONTENT_TYPE

Trouble: TypeAlias = Callable[[], str]
"""Returns why a part cannot be relied on, or nothing if it can; it may take its time."""

PATIENCE: Final = 5.0
"""Seconds that all parts together are given to answer; whoever asks waits about as long."""
BEARER: Final = "Bearer "
FORWARDED: Final = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")
"""What a proxy adds: the peer then is the proxy, and not who asks."""
UNSAID: Final = "not ready"


class Health:
    """What is said of the program to who watches over it.

    Args:
        parts: by name, each with what tells its trouble.
        metrics: returns everything that was counted.
        token: opens `/metrics` from elsewhere; empty: nothing does.
        fetchers: by name, what tells which of many processes fetches a platform's updates.
        on_hold: tells what an editor keeps from leaving, which is no trouble; or nothing.
    """

    def __init__(
        self,
        parts: Mapping[str, Trouble],
        metrics: Callable[[], bytes],
        token: str = "",
        fetchers: Mapping[str, Callable[[], str]] = MappingProxyType({}),
        on_hold: Callable[[], str] = str,
    ) -> None:
        self._parts: Final = parts
        self._metrics: Final = metrics
        self._token: Final = token.encode()
        self._fetchers: Final = fetchers
        self._on_hold: Final = on_hold
        self._held = ""
        self._stopping = False
        self._looking: asyncio.Task[dict[str, str]] | None = None

    def routes(self) -> Sequence[web.RouteDef]:
        """Return what is served."""
        return [
            web.get("/healthz", self._alive),
            web.get("/readyz", self._ready),
            web.get("/metrics", self._counted),
        ]

    def stop(self) -> None:
        """Be ready no more, so that nothing new is sent here."""
        self._stopping = True

    async def _alive(self, _: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _ready(self, request: web.Request) -> web.Response:
        found = await self._found()
        ready = not any(found.values())
        trusted = self._may_know(request)
        told = {name: (why if trusted else why and UNSAID) or "ok" for name, why in found.items()}
        fetched = {name: by for name, holder in self._fetchers.items() if (by := holder())}
        more = {"fetched_by": fetched, "on_hold": self._held} if trusted else {}
        return web.json_response(
            {"ready": ready, "parts": told, **{name: each for name, each in more.items() if each}},
            status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE,
        )

    async def _counted(self, request: web.Request) -> web.Response:
        if not self._may_know(request):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        counted = await asyncio.to_thread(self._metrics)
        return web.Response(body=counted, headers={"Content-Type": CONTENT_TYPE})

    def _may_know(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "")
        if self._token and given.startswith(BEARER):
            # Bytes, as a header may hold what is no ASCII; in constant time.
            shown = given.removeprefix(BEARER).encode(errors="replace")
            return hmac.compare_digest(shown, self._token)
        forwarded = any(name in request.headers for name in FORWARDED)
        return not forwarded and is_loopback(request.remote or "")

    async def _found(self) -> dict[str, str]:
        if self._stopping:
            return {"run": "stopping"}
        # One look for all who ask at once: a store that hangs must not take up a thread each.
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(self._look))
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE)
        except TimeoutError:
            return dict.fromkeys(self._parts, f"no answer within {PATIENCE:.0f} s")

    def _look(self) -> dict[str, str]:
        self._held = self._on_hold()
        return {name: trouble() for name, trouble in self._parts.items()}
