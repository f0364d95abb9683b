"""What libraries warn of: that they do is logged, what they quote is not."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from handlers import logs
from handlers.web.server import Server

SECRET = "7000000001:AAF-a_token-and-what-anna-wrote"  # noqa: S105 - opens nothing anywhere


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Log as the program does, twice set up; yield what reads the events and looks for secrets."""
    logs.configure("json")
    logs.configure("json")

    def read() -> list[dict[str, Any]]:
        written = capsys.readouterr().err
        assert SECRET not in written
        return [json.loads(line) for line in written.splitlines()]

    yield read
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "name", ["aiohttp.server", "telegram.ext", "httpx", "slack_bolt.App", "slack_sdk", "asyncio"]
)
def test_warning_of_a_library_is_logged_without_its_words(
    logged: Callable[[], list[dict[str, Any]]], name: str
) -> None:
    """The operator learns which library warned, and of nothing that it quotes."""
    library = logging.getLogger(name)
    library.warning("POST https://api.telegram.org/bot%s/sendMessage failed", SECRET)
    library.info("HTTP Request: %s", SECRET)
    library.error("payload: %s", SECRET, exc_info=ConnectionError(SECRET))

    warned, failed = logged()

    assert warned["event"] == failed["event"] == "library_warning"
    assert warned["logger"] == failed["logger"] == name
    assert (warned["level"], failed["level"]) == ("warning", "error")
    assert warned["place"].startswith("test_warning_of_a_library_is_logged_without_its_words:")
    assert failed["error"] == "ConnectionError"


def test_words_of_the_scheduler_are_logged(logged: Callable[[], list[dict[str, Any]]]) -> None:
    """What goes wrong there is told whole: it knows times and names of jobs alone."""
    logging.getLogger("apscheduler.scheduler").error("Run of %s failed", "tick")

    (record,) = logged()

    assert record["words"] == "Run of tick failed"


def test_nonsense_at_the_http_port_is_not_repeated(
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    """What the HTTP library quotes of a request that it cannot read stays out of the log."""

    async def send() -> bytes:
        server = Server("127.0.0.1", 0, ())
        port = await server.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST / HTTP/1.1\r\nHost: x\r\nno header, {SECRET}\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        await server.stop()
        return answer

    answer = asyncio.run(send())

    assert answer.startswith(b"HTTP/1.0 400 ")
    (record,) = [each for each in logged() if each["event"] == "library_warning"]
    assert record["logger"] == "aiohttp.server"
