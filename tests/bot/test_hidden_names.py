"""What is hidden is answered as what there never was: two desks alike, of which one is asked of it.

Both hold the briefing and the same secrets. Before the one somebody types what is hidden, before
the other a name near to it that nobody has ever given: behind every command there is, in every form
in which things are named. But for the letter by which the two names differ, both reply the same.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from bot.answering.following import Follower
from bot.commands import COMMANDS
from bot.context import About, Command
from bot.desk import Desk
from bot.port import Reply
from storage.database import Database
from storage.people import Role
from tests.bot.conftest import ZONE
from tests.bot.test_permissions import WHERE, speaker
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, editor
from tests.standins.twins import shown

DUE: Final = "2021-12-20T09:00"
HIDDEN: Final = (
    "/fact add xorgabrivo.leader W1 | name-en: Xorgabrivo Hall | name-lv: X nams | audience: desk",
    "/subject set xorgabrivo | topic: xulpinaro",
    "/fact add battle-group.xeltranu W2 | words: number of tanks | audience: desk",
    "/fact add xelmarosu.cost 3 | name-en: Xelmarosu Bridge | name-lv: Xelmarosu tilts | words: c",
    "/fact edit xelmarosu.cost | audience: desk",
    "/event add xistumu 2021-12-05T10:00 12:00 Xistumu parade | audience: desk",
    f"/fact add xarbago.leader W4 | name-en: Xarbago Hall | name-lv: Xarbago nams | embargo: {DUE}",
    f"/event add xomtredu 2021-12-21T10:00 Xomtredu parade | embargo: {DUE}",
    "/approval on battle-group",
    "/fact set battle-group.strength 99",
)
"""What an editor keeps back: for the desk, made its alone, until an hour, until it is approved."""

WAITING: Final = ("xarbago", "xarbago.leader", "xomtredu", "Xomtredu parade")
NAMES: Final = (
    *("xorgabrivo", "xorgabrivo.leader", "xorgabrivo.other", "Xorgabrivo Hall", "xulpinaro"),
    *("battle-group.xeltranu", "xelmarosu.cost", "Xelmarosu Bridge"),
    *("xistumu", "xistumu.time", "Xistumu parade", *WAITING),
)
"""Each is known by one letter; with another in its place nothing was ever called so."""

FORMS: Final = (
    *("{0}", "{0} x", "{0} off", "off {0}", "on {0}", "{0} 1d", "{0} digest", "topic {0}", "x {0}"),
    *("{0} on 2021-12-01", "{0} as told on 2021-11-27", "{0} 2021-12-05T10:00", "1 {0}"),
    *(
        "{0} 2021-12-05T10:00 12:00 Some parade",
        "who leads {0}?",
        "{0} 2021-12-05T10:00 | reason: x",
    ),
    *("daily 09:00 {0}", "daily 09:00 fact {0}", "daily 09:00 countdown {0}"),
    *("daily 09:00 digest {0}", "{0} x | name-en: Some | name-lv: Kads | words: some"),
    *("{0} | value-en: x | value-lv: x", "{0} | until: 2021-12-01", "{0} | also-en: Some"),
)
"""How a thing that there is may be named behind a command."""

WORDS: Final = (
    *(
        "other-parade 2021-12-05T11:00 {0}",
        "battle-group | also-en: {0}",
        "battle-group | topic: {0}",
    ),
    *("new-hall.leader x | name-en: {0} | name-lv: {0}", "battle-group.leader {0}"),
)
"""How it may be named in words that are stored."""

NUMBERED: Final = ("{0}", "#{0}", "{0} x", "{0} 2021-12-20T10:00", "2 {0}")
"""How what has a number may be called."""


@pytest.fixture(scope="module")
def pair(riga_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """Yield two desks that keep the same back."""
    folder, clock = tmp_path_factory.mktemp("hidden"), FakeClock()
    files = shutil.copyfile(riga_store, folder / "one.db"), folder / "other.db"
    with closing(Database(f"sqlite:///{files[0]}", clock)) as database:
        chief = editor(_desk(database, clock))
        for line in HIDDEN:
            chief.say(line)
            if chief.reply.choices:
                chief.tap(1)
    shutil.copyfile(*files)
    one, other = (Database(f"sqlite:///{file}", clock) for file in files)
    with closing(one), closing(other):
        yield _desk(one, clock), _desk(other, clock)


def _desk(database: Database, clock: FakeClock) -> Desk:
    return Desk(database, Follower(), clock, About("1.2.3", "news@example.org"), "lv", ZONE)


def _everybody(desk: Desk) -> list[Speaker]:
    """Return a reader in private, one who runs a group, and an editor there and in a channel."""
    private, group, channel = WHERE[0], WHERE[2], WHERE[3]
    readers = [speaker(desk, "telegram", Role.READER, where) for where in (private, group)]
    editors = [speaker(desk, "slack", Role.EDITOR, where) for where in (group, channel)]
    for each in editors:
        each.has_windows = True
    return [*readers, *editors]


def _lines(place: int, command: Command) -> Iterator[tuple[str, str]]:
    """Yield what is said of what is hidden behind a command, and of what there never was.

    Of all pairs of a name and a form each command, by its place, has every second.
    """
    stored = [each for each in NAMES if each not in WAITING]
    named = [*product(NAMES, FORMS), *product(stored, WORDS)]
    for name, form in named[place % 2 :: 2]:
        unknown = name.replace("x", "q").replace("X", "Q")
        yield f"/{command.words} {form.format(name)}", f"/{command.words} {form.format(unknown)}"
    numbered = any("proposal" in each or "embargoed" in each for each in command.arguments)
    for number, form in product(range(1, 4) if numbered else (), NUMBERED):
        said = f"/{command.words} {form}"
        yield said.format(number), said.format(f"90{number}")


def _masked(reply: Reply) -> str:
    """Return what a person sees of a reply, whichever of two names or numbers they typed."""
    told = str(shown(reply)).replace("q", "x").replace("Q", "X")
    return re.sub(r"90([123])\b", r"\1", told)


def test_there_is_something_hidden(pair: tuple[Desk, Desk]) -> None:
    """Editors among themselves are told of all of it, by both."""
    for desk in pair:
        chief = editor(desk)
        assert "W1" in chief.say("/fact show xorgabrivo.leader")
        assert "W2" in chief.say("/fact show battle-group.xeltranu")
        assert "Xistumu" in chief.say("/events")
        with desk.database.read() as tx:
            assert [each.target for each in tx.pending.waiting()] == [
                *("xarbago.leader", "xomtredu.time", "battle-group.strength")
            ]


@pytest.mark.parametrize("place", range(len(COMMANDS)), ids=lambda at: COMMANDS[at].text_key)
def test_what_is_hidden_is_as_what_never_was(pair: tuple[Desk, Desk], place: int) -> None:
    """To readers anywhere and to editors where everybody reads, with every command."""
    everybody = list(zip(*map(_everybody, pair), strict=True))
    for number, lines in enumerate(_lines(place, COMMANDS[place])):
        asked = everybody[number % len(everybody)]
        for who, line in zip(asked, lines, strict=True):
            who.say(line)
        hidden, never = (_masked(each.reply) for each in asked)
        assert hidden == never, (lines[0], asked[0].chat.place)
