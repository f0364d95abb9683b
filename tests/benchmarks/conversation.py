"""Conversations: how many questions a second by each way in, beside a bot that only echoes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.briefed import BRIEFING, brief, briefed_store, questions
from tests.benchmarks.crowd import Crowd, Load
from tests.benchmarks.serving import FACTDESK, Bot, desk_settings, serving
from tests.benchmarks.sizes import Sizes, Talk
from tests.benchmarks.stores import Stores
from tests.benchmarks.tables import RATIO, Row, Table
from tests.benchmarks.ways_in import WAYS_IN, WayIn
from tests.standins.postgres import NoServerError, running_server

WARM_UP: Final = 5
"""Questions of each person that are not counted: people are met, every question comes once."""
ECHO: Final = "floor: a bare echo"

NOTES: Final = """\
Questions to the {briefing} briefing in private chats, platforms that stand in for the true ones in
this process, the bot in one of its own; by turns with the floor, the median of {rounds}.
questions/s: {people} people, each asks the next one when answered; the ratio is of the time a
question takes so. CPU ms: of the bot, a question. p50, p99: at {pace:g} a second.
factdesk: `factdesk run` with its store on disk, inbox, ledger and receipts synced before each word.
floor: python-telegram-bot or Bolt alone, with their defaults, which reply what was said.
Nothing was lost, and nobody answered twice; else there would be no table."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a bot did in one round.

    Attributes:
        pressed: asked as quickly as it answers.
        strolled: asked at a steady pace.
        busy: milliseconds of processor time a question, while it was pressed.
    """

    pressed: Load
    strolled: Load
    busy: float | None


def conversation(sizes: Sizes, _stores: Stores) -> Table:
    """Measure every way in."""
    talk = sizes.talk
    rows = [row for way in WAYS_IN for row in _compared(way, talk)]
    notes = NOTES.format(
        briefing=BRIEFING, rounds=talk.rounds, people=talk.people, pace=talk.per_second
    )
    return Table("Conversations", [*rows, *_on_postgres(WAYS_IN[0], talk)], notes)


def _compared(way: WayIn, talk: Talk) -> Iterator[Row]:
    echoes, answers = [], []
    for _ in range(talk.rounds):
        echoes.append(_echoed(way, talk))
        with briefed_store() as url:
            answers.append(_answered(way, talk, url))
    yield _row(way.name, "factdesk", answers, echoes)
    yield _row(way.name, ECHO, echoes, echoes)


def _on_postgres(way: WayIn, talk: Talk) -> Iterator[Row]:
    name = f"{way.name}, PostgreSQL"
    try:
        with running_server() as url:
            brief(url)
            echoes, answers = [_echoed(way, talk)], [_answered(way, talk, url)]
            yield _row(name, "factdesk", answers, echoes)
            yield _row(name, ECHO, echoes, echoes)
    except NoServerError as error:
        yield {"way in": name, "what": str(error)}


def _echoed(way: WayIn, talk: Talk) -> Measured:
    return _measured(way, talk, ("-m", f"tests.benchmarks.{way.echo}"), {})


def _answered(way: WayIn, talk: Talk, url: str) -> Measured:
    return _measured(way, talk, FACTDESK, desk_settings(url))


def _measured(
    way: WayIn, talk: Talk, program: Sequence[str], settings: Mapping[str, str]
) -> Measured:
    """Have a bot serve, and a crowd ask it."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="factdesk-bench-"))
        scene = stack.enter_context(way.scene())
        bot = stack.enter_context(serving(program, {**scene.settings, **settings}, Path(folder)))
        scene.served(bot.port)
        speakers = [scene.meet(f"Person {number}") for number in range(talk.people)]
        crowd = Crowd(speakers, cycle(questions()), scene.changed)
        crowd.press(WARM_UP)
        measured = _asked(crowd, bot, talk)
        bot.end()
        crowd.leave()
    return measured


def _asked(crowd: Crowd, bot: Bot, talk: Talk) -> Measured:
    before = bot.busy
    pressed = crowd.press(talk.each)
    after = bot.busy
    strolled = crowd.stroll(talk.strolled, talk.per_second)
    busy = None
    if before is not None and after is not None:
        busy = 1000 * (after - before) / len(pressed.answers.seconds)
    return Measured(pressed, strolled, busy)


def _row(way: str, what: str, rounds: Sequence[Measured], floor: Sequence[Measured]) -> Row:
    rate = median(each.pressed.per_second for each in rounds)
    busy = [each.busy for each in rounds if each.busy is not None]
    return {
        "way in": way,
        "what": what,
        "questions/s": rate,
        RATIO: median(each.pressed.per_second for each in floor) / rate,
        "CPU ms": median(busy) if busy else None,
        "p50 ms": median(each.strolled.answers.p50 for each in rounds),
        "p99 ms": median(each.strolled.answers.p99 for each in rounds),
    }
