"""Two desks before which one person says the same, and all that people may say."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot import briefings, exchange
from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.port import Reply, plain
from storage.database import Database
from tests.bot.answering.scoreboard import TOPICS, lines
from tests.bot.conftest import BRIEFING, ZONE
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor, reader


def topics() -> list[str]:
    """Return what people ask of the topics."""
    folders = sorted(TOPICS.iterdir())
    return [row["q"] for folder in folders for row in lines(folder / "questions.jsonl")]


def slips(key: str) -> tuple[str, ...]:
    """Return a key as it is, and mistyped: the nearest that there is would be named."""
    return (*dict.fromkeys((key, key[:-1], f"{key}s", key.replace("a", "e", 1))),)


def lines_about(things: Sequence[str], templates: Sequence[str]) -> SearchStrategy[str]:
    """Return what people say: of topics, by templates about some things, and words of both."""
    about = st.sampled_from([*things, "the battle group", "kaujas grupu", "NATO"])
    word = st.sampled_from(topics()).map(str.split).flatmap(st.sampled_from)
    mixed = st.lists(st.one_of(about, word), min_size=1, max_size=8).map(" ".join)
    asked = st.builds(str.format, st.sampled_from(templates), about)
    return st.one_of(st.sampled_from(topics()), asked, mixed)


def steps(said: SearchStrategy[str]) -> SearchStrategy[list[tuple[str, bool, list[int]]]]:
    """Return a few things said in a row, whether in a group, and which buttons are tapped."""
    step = st.tuples(said, st.booleans(), st.lists(st.integers(1, 4), max_size=3))
    return st.lists(step, min_size=1, max_size=4)


@dataclass(frozen=True)
class Twins:
    """The same person before two desks, of which the second has something more."""

    bare: Speaker
    full: Speaker

    def hear(self, said: str, taps: Sequence[int], *, in_group: bool) -> list[tuple[Reply, Reply]]:
        """Return what both reply to a line, and to the buttons that are tapped after it."""
        pair = [each.elsewhere(GROUP) if in_group else each for each in (self.bare, self.full)]
        for each in pair:
            each.say(said)
        replies = [(pair[0].reply, pair[1].reply)]
        for number in taps:
            if number <= min(len(each.reply.choices) for each in pair):
                for each in pair:
                    each.tap(number)
                replies.append((pair[0].reply, pair[1].reply))
        return replies


def shown(reply: Reply) -> tuple[str, list[str], str]:
    """Return all that a person sees of a reply."""
    return plain(reply.message), [choice.label for choice in reply.choices], str(reply.kind)


def _filled(file: Path, clock: FakeClock) -> None:
    """Make a store with the briefing and every topic."""
    database = Database(f"sqlite:///{file}", clock)
    database.upgrade()
    told = [(BRIEFING, briefings.open_briefing(BRIEFING).read_bytes())]
    told += [(each.name, (each / "facts.jsonl").read_bytes()) for each in sorted(TOPICS.iterdir())]
    with database.write() as tx:
        for name, content in told:
            records = exchange.read(content, f"{name}.jsonl")
            exchange.import_records(tx, records, author=None, zone=ZONE)
    database.close()


@contextmanager
def twins(folder: Path, more: Callable[[Speaker, FakeClock], None]) -> Iterator[Twins]:
    """Yield a reader before two desks, two days after an editor gave the second something more."""
    clock = FakeClock()
    _filled(folder / "bare.db", clock)
    shutil.copyfile(folder / "bare.db", folder / "full.db")
    bare, full = (_desk(folder / f"{name}.db", clock) for name in ("bare", "full"))
    clock.advance(timedelta(hours=1))
    editor(bare)
    more(editor(full), clock)
    clock.advance(timedelta(days=2))
    yield Twins(reader(bare), reader(full))
    bare.database.close()
    full.database.close()


def _desk(file: Path, clock: FakeClock) -> Desk:
    database = Database(f"sqlite:///{file}", clock)
    return Desk(database, Follower(), clock, About("1.2.3", "news@example.org"), "lv", ZONE)
