"""A program that starts the desk as often as it is told, each time in a process of its own.

Usage: launching.py FOLDER. It reads a line at a time, and answers each with a line of JSON:

- an order (see `Order`, as JSON) starts the real composition root, in a process that dies at
  the step that was named; the answer tells that it serves, or why not;
- the id of a process waits for its end, and the answer tells its exit status; or that it was
  stopped, and may be told to go on.

At the end of its input every process that is left is killed. What is imported and read once
is imported and read before the first order, as a start would take two seconds otherwise.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from handlers import app, files, serving
from handlers.settings import Settings, load
from tests.journeys.crashes.dying import MortalDatabase, Step, answered

LATE: Final = ("handlers.slack.door", "handlers.telegram.door", "storage.postgres")
"""What the program imports only when it is needed."""
ERROR_OUTPUT: Final = 2
TICK: Final = timedelta(milliseconds=150)
"""How often the clock is looked at: a test that sets it ahead waits for that each time."""


@dataclass(frozen=True, slots=True)
class Order:
    """How to start.

    Attributes:
        environment: the settings.
        clock: a file with the seconds by which this process's clock is ahead.
        log: the file to which error output is added.
        step: where to die, or empty.
    """

    environment: dict[str, str]
    clock: str
    log: str
    step: str = ""


def main(folder: str) -> None:
    """Carry out orders until there are no more."""
    os.chdir(folder)
    warm_up()
    children: set[int] = set()
    tell(ready=True)
    for line in sys.stdin:
        if line.startswith("{"):
            children.add(begin(Order(**json.loads(line))))
        elif wait(int(line)):
            children.discard(int(line))
    for child in children:
        os.kill(child, signal.SIGKILL)


def wait(child: int) -> bool:
    """Wait until a process ends or stands still, and tell; return whether it has ended."""
    _, status = os.waitpid(child, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        tell(stopped=True)
        return False
    tell(ended=os.waitstatus_to_exitcode(status))
    return True


def warm_up() -> None:
    """Import and read what every start needs, and leave no thread behind: they do not fork."""
    for name in LATE:
        import_module(name)
    with app.throw_away(Settings.model_construct(), app.utc_now) as built:
        files.take_in(built, ["riga-2021"], None)
        with built.database.read() as tx:
            built.desk.answerer.trouble(tx)
    del built, tx
    gc.collect()
    # What is shared with every child is not gone through, and so copied, by each.
    gc.freeze()


def begin(order: Order) -> int:
    """Start a process; return its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.dup2(os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), ERROR_OUTPUT)
        os.environ.update(order.environment)
        asyncio.run(serve(order))
        status = 0
    except BaseException as error:  # noqa: BLE001 - whatever it is, who ordered it is to hear of it
        with suppress(OSError):
            tell(failed=f"{type(error).__name__}: {error}")
    finally:
        os._exit(status)


async def serve(order: Order) -> None:
    """Serve until SIGTERM, or death."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    step = Step(order.step) if order.step else None
    clock = FileClock(Path(order.clock))
    settings = load()
    database = MortalDatabase(settings.database_url, clock, step)
    with answered(step):
        async with serving.serving(app.build(settings, database, clock), TICK) as served:
            tell(process=os.getpid(), port=served.port)
            await told.wait()
    database.close()


@dataclass(frozen=True, slots=True)
class FileClock:
    """The machine's clock, set ahead by the seconds that stand in a file."""

    file: Path

    def __call__(self) -> datetime:
        """Return the present instant, aware, UTC."""
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))


def tell(**said: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Say something to who gives the orders."""
    os.write(sys.stdout.fileno(), json.dumps(said).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
