"""The HTTP server: it serves what it was given, says nothing of itself, and ends when told."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import structlog
from aiohttp import web

from handlers import logs
from handlers.web.server import LARGEST, PortTakenError, Server

SAID = "who leads the battle group in Secretland?"


async def echo(request: web.Request) -> web.Response:
    """Say what was said."""
    return web.Response(body=await request.read())


async def fail(_: web.Request) -> web.Response:
    """Fail as a fault of ours would."""
    raise LookupError(SAID)


ROUTES = (web.post("/echo", echo), web.get("/fault", fail))


@asynccontextmanager
async def serving() -> AsyncIterator[aiohttp.ClientSession]:
    """Yield a client of a server on a free port."""
    server = Server("127.0.0.1", 0, ROUTES)
    port = await server.start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        await server.stop()


@pytest.fixture(autouse=True)
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Log as the program does, and yield where to read it."""
    logs.configure("json")
    yield capsys
    structlog.reset_defaults()


def test_it_serves_its_routes_and_nothing_else() -> None:
    """What a door asked for is there, all else is not found, and no version is shown."""

    async def ask() -> None:
        async with serving() as client:
            async with client.post("/echo", data=b"Labdien!") as answer:
                assert (answer.status, await answer.read()) == (200, b"Labdien!")
                assert answer.headers["Server"] == "factdesk"
            for path in ("/", "/events.ics", "/echo/", "/../etc/passwd"):
                async with client.get(path) as answer:
                    assert answer.status == 404
                    assert answer.headers["Server"] == "factdesk"

    asyncio.run(ask())


def test_body_that_is_too_large_is_refused() -> None:
    """A body of a mebibyte is taken, one byte more is not."""

    async def ask() -> list[int]:
        statuses = []
        async with serving() as client:
            for size in (LARGEST, LARGEST + 1):
                async with client.post("/echo", data=io.BytesIO(b"x" * size)) as answer:
                    statuses.append(answer.status)
        return statuses

    assert asyncio.run(ask()) == [200, 413]


def test_fault_is_logged_and_not_shown(logged: pytest.CaptureFixture[str]) -> None:
    """Whoever asked sees that something failed, and nothing of it, in debug mode neither."""

    async def ask() -> tuple[int, str]:
        async with serving() as client, client.get("/fault?word=secret") as answer:
            return answer.status, await answer.text()

    status, shown = asyncio.run(ask(), debug=True)

    records = [json.loads(line) for line in logged.readouterr().err.splitlines()]
    (failed,) = (record for record in records if record["event"] == "http_failed")
    assert (status, shown) == (500, "")
    assert (failed["method"], failed["path"], failed["level"]) == ("GET", "/fault", "error")
    assert "LookupError" in failed["exception"]


def test_port_in_use_is_told_with_what_to_write() -> None:
    """Of two programs on one port the second is refused, naming the setting; the first goes on."""

    async def take_twice() -> str:
        first = Server("127.0.0.1", 0, ROUTES)
        port = await first.start()
        with pytest.raises(PortTakenError) as refused:
            await Server("127.0.0.1", port, ROUTES).start()
        await first.stop()
        again = Server("127.0.0.1", port, ROUTES)
        assert await again.start() == port
        await again.stop()
        return str(refused.value).replace(str(port), "PORT")

    assert asyncio.run(take_twice()) == (
        "FACTDESK_HTTP_PORT: another program serves port PORT of 127.0.0.1; "
        "end it, or write another port"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "nobody.invalid"])
def test_address_of_another_machine_is_told(host: str) -> None:
    """An address that is not this machine's is refused, naming the setting."""
    with pytest.raises(PortTakenError, match=f"FACTDESK_HTTP_HOST: {host} is no address"):
        asyncio.run(Server(host, 0, ROUTES).start())


def test_stopping_what_never_started_does_nothing() -> None:
    """Whoever cleans up need not know how far the start came."""
    asyncio.run(Server("127.0.0.1", 0, ROUTES).stop())


def test_request_under_way_is_answered_before_the_end() -> None:
    """Stopping lets a request that came before it end with its answer."""

    async def ask() -> bytes:
        entered, leave = asyncio.Event(), asyncio.Event()

        async def wait(_: web.Request) -> web.Response:
            entered.set()
            await leave.wait()
            return web.Response(body=b"done")

        server = Server("127.0.0.1", 0, [web.get("/slow", wait)])
        port = await server.start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
            asking = asyncio.create_task(client.get("/slow"))
            await entered.wait()
            stopping = asyncio.create_task(server.stop())
            leave.set()
            async with await asking as answer:
                read = await answer.read()
            await stopping
        return read

    assert asyncio.run(ask()) == b"done"
