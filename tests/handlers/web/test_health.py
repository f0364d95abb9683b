"""What is said to who watches over the program, and to whom."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from handlers.web.health import Health
from handlers.web.server import Server

TOKEN = "a-token"  # noqa: S105 - opens the figures of this test
COUNTED = b"factdesk_updates_total 1.0\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: str


def ask(health: Health, *requests: tuple[str, Mapping[str, str]]) -> list[Answer]:
    """Serve `health` on loopback, and return what it answers to each path and headers."""

    async def served() -> list[Answer]:
        server = Server("127.0.0.1", 0, health.routes())
        port = await server.start()
        answers = []
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
            for path, headers in requests:
                async with client.get(path, headers=headers) as answer:
                    answers.append(Answer(answer.status, await answer.text()))
        await server.stop()
        return answers

    return asyncio.run(served())


def counted() -> bytes:
    """Return what a program has counted."""
    return COUNTED


def well() -> str:
    """Be a part that can be relied on."""
    return ""


def fetching() -> str:
    """Name the process that fetches."""
    return "desk-1:417:9f86d081"


def away() -> str:
    """Be a part that cannot."""
    return "No PostgreSQL server answers at db:5432/facts."


def health(token: str = "", **parts: Callable[[], str]) -> Health:
    """Return the health of a program with these parts."""
    return Health(parts, counted, token)


def test_program_lives_whatever_its_parts_do() -> None:
    """A store that is away is no reason to be restarted."""
    (answer,) = ask(health(store=away), ("/healthz", {}))

    assert answer == Answer(200, "ok")


def test_program_is_ready_when_every_part_is() -> None:
    """Each part is named, so that a monitor can tell them apart."""
    (answer,) = ask(health(store=well, telegram=well, relay=well), ("/readyz", {}))

    assert answer.status == 200
    assert answer.body == (
        '{"ready": true, "parts": {"store": "ok", "telegram": "ok", "relay": "ok"}}'
    )


def test_part_in_trouble_is_named_with_its_reason() -> None:
    """Who is on the machine reads why; through a proxy only which part it is."""
    here, proxied = ask(
        health(store=away, timer=well),
        ("/readyz", {}),
        ("/readyz", {"X-Forwarded-For": "127.0.0.1"}),
    )

    assert here.status == proxied.status == 503
    assert here.body == (
        '{"ready": false, "parts": '
        '{"store": "No PostgreSQL server answers at db:5432/facts.", "timer": "ok"}}'
    )
    assert proxied.body == '{"ready": false, "parts": {"store": "not ready", "timer": "ok"}}'


def test_program_that_stops_is_not_ready() -> None:
    """Nothing new is sent to a program that ends, though all its parts still work."""
    stopping = health(store=well)
    stopping.stop()

    alive, ready = ask(stopping, ("/healthz", {}), ("/readyz", {}))

    assert alive.status == 200
    assert (ready.status, ready.body) == (503, '{"ready": false, "parts": {"run": "stopping"}}')


def test_part_that_hangs_takes_one_thread_however_many_ask() -> None:
    """Everybody who asks meanwhile hears of the same look."""
    begun: list[int] = []
    let_go = threading.Event()

    def slow() -> str:
        begun.append(1)
        let_go.wait(30)
        return ""

    async def together() -> list[int]:
        arrived = asyncio.Semaphore(0)

        def noted(route: web.RouteDef) -> web.RouteDef:
            async def handle(request: web.Request) -> web.StreamResponse:
                arrived.release()
                answer: web.StreamResponse = await route.handler(request)
                return answer

            return web.get(route.path, handle)

        routes = [noted(route) for route in health(store=slow).routes()]
        server = Server("127.0.0.1", 0, routes)
        port = await server.start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
            asking = [asyncio.create_task(client.get("/readyz")) for _ in range(5)]
            for _ in asking:
                await arrived.acquire()
            let_go.set()
            statuses = [(await each).status for each in asking]
        await server.stop()
        return statuses

    assert asyncio.run(together()) == [200] * 5
    assert begun == [1]


def test_figures_are_for_this_machine_alone() -> None:
    """From this machine they are read; through a proxy, which is here too, they are not."""
    here, *proxied = ask(
        health(),
        ("/metrics", {}),
        ("/metrics", {"X-Forwarded-For": "203.0.113.9"}),
        ("/metrics", {"Forwarded": "for=203.0.113.9"}),
        ("/metrics", {"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer "}),
    )

    assert here == Answer(200, COUNTED.decode())
    assert proxied == [Answer(403, "")] * 3


def test_token_opens_the_figures_from_elsewhere() -> None:
    """The right token is as good as being here; a wrong one is refused even here."""
    far = {"X-Forwarded-For": "203.0.113.9"}
    right, wrong, foreign, near = ask(
        health(TOKEN),
        ("/metrics", far | {"Authorization": f"Bearer {TOKEN}"}),
        ("/metrics", far | {"Authorization": f"Bearer {TOKEN}0"}),
        ("/metrics", {"Authorization": "Bearer atslēga"}),
        ("/metrics", {}),
    )

    assert right == near == Answer(200, COUNTED.decode())
    assert wrong == foreign == Answer(403, "")


def test_who_fetches_is_told_to_who_may_know() -> None:
    """Of many processes the one that fetches a platform's updates is named, on this machine."""
    fetchers = {"telegram": fetching, "slack": well}
    told = Health({"store": well}, counted, TOKEN, fetchers)
    elsewhere = {"X-Forwarded-For": "192.0.2.1"}

    here, away_from_here = ask(told, ("/readyz", {}), ("/readyz", elsewhere))

    assert json.loads(here.body)["fetched_by"] == {"telegram": "desk-1:417:9f86d081"}
    assert "fetched_by" not in json.loads(away_from_here.body)


def test_what_is_on_hold_is_told_and_is_no_trouble() -> None:
    """An editor wanted it so: the program is ready, and says what it keeps back, and why."""
    why = "Everything is on hold since yesterday: the wrong list"
    told = Health({"store": well}, counted, TOKEN, on_hold=lambda: why)
    elsewhere = {"X-Forwarded-For": "192.0.2.1"}

    here, away_from_here = ask(told, ("/readyz", {}), ("/readyz", elsewhere))

    assert here.status == 200
    assert json.loads(here.body) == {"ready": True, "parts": {"store": "ok"}, "on_hold": why}
    assert "on_hold" not in json.loads(away_from_here.body)
