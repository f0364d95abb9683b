"""A desk that is started, killed and started again, before a Telegram and a Slack that live on.

house.start(Step.CLAIMED)
anna.says("/fact set …")
house.wait_dead()
house.start()
house.wait_settled()
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, or_, text

from bot.receiving.seats import LASTS
from storage.clock import system_clock
from storage.database import Database, Transaction
from storage.deliveries import UNSETTLED, Delivery, State, deliveries
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.launching import Order
from tests.journeys.program import PATIENCE, environment
from tests.standins.loopback import HOST
from tests.standins.slack.server import Slack
from tests.standins.telegram.server import Telegram

OVER: Final = timedelta(seconds=91)
"""Longer than any lease."""
STRIDE: Final = timedelta(seconds=40)
"""Less than half of the lease of a message."""
SECRET: Final = "a-secret-that-nobody-guesses"  # noqa: S105 - opens nothing but the stand-in
LINES_SHOWN: Final = 15


class Launcher:
    """The program of `launching.py`, which starts desks."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._unread = b""
        self._ending = False
        self._answer()

    def start(self, order: Order) -> int:
        """Start a desk; return the id of its process, once it serves."""
        self._ask(json.dumps(asdict(order)))
        answer = self._answer()
        assert "process" in answer, answer
        return int(answer["process"])

    def ended(self, process: int) -> int:
        """Wait for the end of a desk; return its exit status, negative for a signal."""
        if not self._ending:
            # Asked once: who gave up waiting may come again.
            self._ask(str(process))
        self._ending = True
        status = int(self._answer()["ended"])
        self._ending = False
        return status

    def stopped(self, process: int) -> None:
        """Wait until a desk stands still."""
        self._ask(str(process))
        assert self._answer() == {"stopped": True}

    def _ask(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line.encode() + b"\n")

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        while b"\n" not in self._unread:
            ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
            assert ready, "the launcher says nothing"
            said = os.read(self._process.stdout.fileno(), 65_536)
            assert said, "the launcher ended"
            self._unread += said
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer


_under_way = deliveries.select().where(
    deliveries.c.state.in_(UNSETTLED),
    or_(deliveries.c.state != State.QUEUED, deliveries.c.due_at <= bindparam("now")),
)
_planned = deliveries.select().where(deliveries.c.planned_at.is_not(None))
_in_flight = deliveries.select().where(
    deliveries.c.state.in_((State.SENDING, State.IN_DOUBT)),
    deliveries.c.token.startswith(bindparam("whose", "")),
)


class House:
    """A store, both platforms, and the desk between them while it lives.

    Attributes:
        url: of the store.
        posted: updates come by themselves, over HTTP; else they are fetched, or come by a socket.
        owners: `telegram:123,slack:U1`, who may edit.
    """

    def __init__(
        self, launcher: Launcher, folder: Path, url: str, telegram: Telegram, slack: Slack
    ) -> None:
        self.url = url
        self.telegram = telegram
        self.slack = slack
        self.posted = False
        self.owners = ""
        self.database = Database(url, self.now)
        self._launcher = launcher
        self._clock = folder / "clock"
        self._log = folder / "log"
        self._ahead = timedelta()
        self._port = _free_port()
        self._process = 0
        self.advance(timedelta())

    @property
    def process(self) -> int:
        """Return the id of the desk's process; 0 while there is none."""
        return self._process

    @property
    def port(self) -> int:
        """Return where the desk serves over HTTP."""
        return self._port

    def start(self, step: Step | None = None) -> None:
        """Start the desk, which dies at `step`."""
        order = Order(self.settings(), str(self._clock), str(self._log), step or "")
        self._process = self._launcher.start(order)
        if self.posted:
            self.slack.use_http(f"http://{HOST}:{self._port}/slack/events")
        self.slack.courier.release_retries()

    def takes_updates(self) -> None:
        """Have what comes over HTTP come here, as a balancer does when another desk is gone."""
        self.telegram.webhook.through = f"http://{HOST}:{self._port}/telegram/webhook"
        self.slack.use_http(f"http://{HOST}:{self._port}/slack/events")
        self.slack.courier.release_retries()

    def restart(self, step: Step | None = None) -> None:
        """Start the desk, which dies at `step`, when what the dead one held is free."""
        if not self.url.startswith("sqlite"):
            # On a server it might be another one, which lives: until its lease is over.
            self.end_leases()
        self.start(step)

    def end_leases(self) -> None:
        """Let so much time pass that every lease is over."""
        self.advance(OVER)

    def end_seat(self) -> None:
        """Let so much time pass that whoever fetched, and is gone, has not the seat any more."""
        self.advance(LASTS)

    def now(self) -> datetime:
        """Return the instant that the desk's clock shows, aware, UTC."""
        return system_clock() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Set the desk's clock ahead; by less than nothing: back."""
        self._ahead += by
        new = self._clock.with_suffix(".new")
        new.write_text(str(self._ahead.total_seconds()))
        new.replace(self._clock)

    def in_flight(self, process: int) -> list[Delivery]:
        """Return what a process, alive or dead, has begun to send and not settled."""
        with self.database.read() as tx:
            return _flying(tx, process)

    def pause(self) -> None:
        """Have the desk stand still where it is."""
        os.kill(self._process, signal.SIGSTOP)
        self.wait_asleep()

    def wait_asleep(self) -> None:
        """Wait until the desk stands still."""
        self._launcher.stopped(self._process)

    def wake(self) -> None:
        """Let the desk go on."""
        os.kill(self._process, signal.SIGCONT)

    def wait_dead(self) -> None:
        """Wait until the desk was killed."""
        # Slack waits some time before it tries again; a start takes shorter than that.
        self.slack.courier.hold_retries()
        status = self._launcher.ended(self._process)
        self._process = 0
        assert status == -signal.SIGKILL, f"exit status {status}\n{self.log()}"
        # A commit that it sent with its last breath is done or undone before anybody looks.
        with self.holding("deliveries"):
            pass

    def kill(self) -> None:
        """Kill the desk."""
        self.slack.courier.hold_retries()
        os.kill(self._process, signal.SIGKILL)
        self.wait_dead()

    def stop(self) -> int:
        """Tell the desk to stop; return its exit status."""
        os.kill(self._process, signal.SIGTERM)
        status = self._launcher.ended(self._process)
        self._process = 0
        return status

    def close(self) -> None:
        """Let nothing of it live on."""
        self.database.close()
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            self._launcher.ended(self._process)

    @contextmanager
    def busy_store(self) -> Iterator[None]:
        """Keep everything from being stored until the block ends; the desk waits so long."""
        with self.holding("inbox"):
            yield

    @contextmanager
    def holding(self, table: str) -> Iterator[Transaction]:
        """Keep a table of the store to ourselves until the block ends; the desk waits so long."""
        with self.database.write() as tx:
            # A file has one writer anyway.
            if not self.url.startswith("sqlite"):
                tx.connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            yield tx

    def settings(self) -> dict[str, str]:
        """Return the settings of the desk, by the names of their variables."""
        settings = {
            "DATABASE_URL": self.url,
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": self.telegram.url,
            "SLACK_BOT_TOKEN": self.slack.me.bot_token,
            "SLACK_API_URL": self.slack.api_url,
            "FACTDESK_OWNERS": self.owners,
            "FACTDESK_LANGUAGE": "en",
            "FACTDESK_HTTP_PORT": str(self._port),
            "FACTDESK_LOG": "json",
        }
        if not self.posted:
            return settings | {"SLACK_APP_TOKEN": self.slack.me.app_token}
        address = f"http://{HOST}:{self._port}/telegram/webhook"
        self.telegram.webhook.through = address
        return settings | {
            "TELEGRAM_WEBHOOK_URL": "https://desk.example/telegram/webhook",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "SLACK_SIGNING_SECRET": self.slack.me.signing_secret,
        }

    def wait_settled(self) -> None:
        """Wait until there is nothing on its way, in either direction: all is as it will stay.

        What was planned for later waits on.
        """
        try:
            self.telegram.world.wait_until(self._is_settled, "a desk with nothing to do")
        except AssertionError as error:
            error.add_note(f"{self.deliveries()}\n{self.log()}")
            raise

    def wait_ready(self) -> None:
        """Wait until the desk has looked for what is due, and says that all is well."""
        self.telegram.world.wait_until(self.is_ready, "a desk that is ready")

    def deliveries(self) -> list[tuple[str, State]]:
        """Return what each message that leaves says, as JSON, and its state, in order."""
        with self.database.read() as tx:
            query = "SELECT CAST(payload AS TEXT) AS said, state FROM deliveries ORDER BY id"
            return [(row.said, State(row.state)) for row in tx.connection.execute(text(query))]

    def planned(self, *kinds: str) -> list[Delivery]:
        """Return every message that was planned, of these kinds if any are given, in order."""
        with self.database.read() as tx:
            ids = [row.id for row in tx.connection.execute(_planned)]
            return [row for row in tx.ledger.get(ids) if not kinds or row.kind in kinds]

    def inbox(self) -> list[str]:
        """Return the state of each update that was stored, in order."""
        with self.database.read() as tx:
            rows = tx.connection.execute(text("SELECT state FROM inbox ORDER BY id"))
            return [str(row.state) for row in rows]

    def versions(self, key: str) -> list[str]:
        """Return the value of each version that a fact ever had, in order."""
        with self.database.read() as tx:
            fact = tx.facts.find(key)
            assert fact is not None
            held = {each.version.id: each.version for each in tx.facts.history(fact.id)}
            return [held[id].content.value["en"] for id in sorted(held)]

    def log(self) -> str:
        """Return the last lines of the log."""
        return "\n".join(self.whole_log().splitlines()[-LINES_SHOWN:])

    def whole_log(self) -> str:
        """Return everything that the desk has logged."""
        return self._log.read_text() if self._log.exists() else ""

    def is_ready(self) -> bool:
        """Tell whether the desk says that all is well."""
        status, _ = self.page("/readyz")
        return status == HTTPStatus.OK

    def page(self, path: str) -> tuple[int, str]:
        """Return the status and the text that the desk serves at a path."""
        with closing(HTTPConnection(HOST, self._port, timeout=PATIENCE)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def _is_settled(self) -> bool:
        if self.telegram.world.updates.pending:
            return False
        if not all(delivery.done for delivery in list(self.slack.courier.deliveries)):
            return False
        with self.database.read() as tx:
            under_way = tx.connection.execute(_under_way, {"now": self.now()})
            return not tx.inbox.waiting() and under_way.first() is None


def pass_time(by: timedelta, *desks: House) -> None:
    """Let time pass for desks over one store, once nothing is on its way from any that lives.

    What is on its way for a moment would be so for all that time, and its lease would be over. So
    would be what is claimed by a clock that was read just before, and waited for us: therefore much
    time passes by strides, after each of which there is enough left to send that.
    """
    while by:
        stride = min(by, STRIDE)
        passed = partial(_passed, stride, desks)
        desks[0].telegram.world.wait_until(passed, "a moment with nothing on its way")
        by -= stride


def _passed(by: timedelta, desks: Sequence[House]) -> bool:
    # Nothing is claimed meanwhile, and so between the look and the leap.
    with desks[0].holding("deliveries") as tx:
        if any(_flying(tx, desk.process) for desk in desks if desk.process):
            return False
        for desk in desks:
            desk.advance(by)
        return True


def _flying(tx: Transaction, process: int) -> list[Delivery]:
    whose = f"{socket.gethostname()}:{process}:"
    rows = tx.connection.execute(_in_flight, {"whose": whose})
    return list(tx.ledger.get([row.id for row in rows]))


@contextmanager
def launching(folder: Path) -> Iterator[Launcher]:
    """Run a launcher until the block ends."""
    program = Path(__file__).with_name("launching.py")
    with subprocess.Popen(
        [sys.executable, str(program), str(folder)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as process:
        yield Launcher(process)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port
