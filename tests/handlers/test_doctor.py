"""What the doctor finds beyond settings and store: platforms, the port, and who serves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from bot.platforms import Platform
from handlers import doctor
from handlers.door import Check, Door
from handlers.settings import Settings
from handlers.web.health import Health
from handlers.web.server import Server
from storage.clock import system_clock
from storage.database import Database
from tests.handlers.conftest import Factdesk
from tests.standins import loopback
from tests.standins.platform import QuietPlatform
from tests.standins.slack.server import running_slack
from tests.standins.telegram.server import TOKEN, telegram_server

Examine = Callable[[], Sequence[Check]]


class ExaminedDoor:
    """A door that is only looked at: `examined` is asked what is found."""

    def __init__(self, name: str, examined: Examine) -> None:
        self._platform = QuietPlatform(name)
        self._examined = examined
        self.released = False

    @property
    def platform(self) -> Platform:
        """The platform, of which only the name counts."""
        return self._platform

    def routes(self) -> Sequence[web.RouteDef]:
        """Return nothing: it serves nothing."""
        return ()

    async def open(self) -> None:
        """Fail: whoever looks opens nothing."""
        raise AssertionError

    async def close(self) -> None:
        """Fail: it was never open."""
        raise AssertionError

    async def release(self) -> None:
        """Note that its connections were closed."""
        self.released = True

    def trouble(self) -> str:
        """Return nothing."""
        return ""

    def fetched_by(self) -> str:
        """Return nothing."""
        return ""

    async def examine(self) -> Sequence[Check]:
        """Return what is found."""
        return self._examined()

    async def tell_editors(self, chats: Sequence[str]) -> None:
        """Fail: whoever looks tells nobody anything."""
        raise AssertionError(chats)

    def claim_address(self, word: str) -> str:
        """Return what is typed."""
        return word


def examine(*doors: ExaminedDoor) -> dict[str, Check]:
    """Return what the doctor finds where these platforms are configured, by name."""

    def built(_: Settings) -> Sequence[Door]:
        return doors

    return {check.name: check for check in doctor.examine(built)}


def found(name: str) -> Examine:
    """Return what finds one thing in order."""
    return lambda: [Check(name, passed=True, found="@factdesk_bot")]


def broken(error: Exception) -> Examine:
    """Return what fails in a way that no door expects."""

    def look() -> Sequence[Check]:
        raise error

    return look


@pytest.mark.usefixtures("riga")
def test_every_platform_is_looked_at_and_let_go() -> None:
    """Each configured platform adds its own lines, and no connection outlives the look."""
    doors = [ExaminedDoor(name, found(name)) for name in ("telegram", "slack")]

    checks = examine(*doors)

    assert list(checks) == [
        *("settings", "store", "facts", "clock", "hold", "run", "telegram", "slack", "http")
    ]
    assert all(check.passed for check in checks.values())
    assert [door.released for door in doors] == [True, True]


@pytest.mark.usefixtures("riga")
@pytest.mark.parametrize(
    ("error", "told"),
    [(TimeoutError(), "no answer within 20 s"), (KeyError("bot12345:AAF"), "KeyError")],
)
def test_platform_in_trouble_does_not_hide_the_others(error: Exception, told: str) -> None:
    """What fails in one platform is one line, without the error's own words."""
    failing = ExaminedDoor("telegram", broken(error))

    checks = examine(failing, ExaminedDoor("slack", found("slack")))

    assert str(checks["telegram"]) == f"FAIL  telegram: {told}"
    assert checks["slack"].passed
    assert checks["http"].passed
    assert failing.released


def test_tokens_are_tried_where_they_are_configured(riga: Factdesk) -> None:
    """`factdesk doctor` asks both platforms who we are, and repeats no token."""
    with telegram_server() as telegram, running_slack() as slack:
        tokens = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "SLACK_BOT_TOKEN": slack.me.bot_token,
            "SLACK_APP_TOKEN": slack.me.app_token,
        }
        addresses = {
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_API_URL": slack.api_url,
        }
        well = riga("doctor", **tokens, **addresses)
        wrong = riga("doctor", **tokens | {"TELEGRAM_BOT_TOKEN": "1:A"}, **addresses)

    assert well.status == 0, well.out
    assert "ok    telegram: @" in well.out
    assert "ok    slack" in well.out
    assert wrong.status == 1
    assert "FAIL  telegram: TELEGRAM_BOT_TOKEN: " in wrong.out
    assert "ok    slack" in wrong.out
    assert not [token for token in tokens.values() if token in well.out + well.err + wrong.out]


@pytest.mark.usefixtures("riga")
def test_port_of_another_program_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that something else serves is a fault, with the variable and what to write."""
    foreign = web.Application()
    foreign.add_routes([web.get("/healthz", alive)])
    with loopback.serving(foreign) as served:
        monkeypatch.setenv("FACTDESK_HTTP_PORT", str(served.port))
        (check,) = (check for check in doctor.examine() if check.name == "http")

    assert not check.passed
    assert check.found.startswith("FACTDESK_HTTP_PORT: another program serves port")


async def alive(_: web.Request) -> web.Response:
    """Say that another program lives."""
    return web.Response(text="ok")


@pytest.mark.usefixtures("riga")
def test_port_of_a_running_factdesk_is_all_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a `run` the port is taken, by whom it should be."""

    async def beside() -> list[Check]:
        server = Server("127.0.0.1", 0, Health({}, bytes).routes())
        monkeypatch.setenv("FACTDESK_HTTP_PORT", str(await server.start()))
        checks = await asyncio.to_thread(doctor.examine)
        await server.stop()
        return checks

    (check,) = (check for check in asyncio.run(beside()) if check.name == "http")

    assert check.passed
    assert check.found.startswith("a running factdesk answers at port")


def test_served_store_is_told_and_stays_served(riga: Factdesk, tmp_path: Path) -> None:
    """The doctor says whether a `run` serves the file, and looks without getting in its way."""
    database = Database(f"sqlite:///{tmp_path}/factdesk.db", system_clock)

    with database.hold():
        during = riga("doctor")
    after = riga("doctor")
    database.close()

    assert (during.status, after.status) == (0, 0)
    assert "ok    run: a `factdesk run` serves this store\n" in during.out
    assert "ok    run: no `factdesk run` serves this store\n" in after.out
