"""Before its hour nothing tells an embargo, nor that there is one: two stores answer alike.

One store holds the briefing and every topic. Its twin also keeps, until an hour to come, a new
value, a new subject, an event and a new wording. Whatever readers anywhere and editors in a group
say, with every command there is, both reply the same, and count and log the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from structlog.testing import capture_logs

from bot.commands import COMMANDS
from bot.desk import Desk
from bot.editing import pending
from bot.port import Chat, Place
from storage.database import Transaction
from tests.bot.posting.newsroom import ANNA, Newsroom
from tests.bot.receiving.house import standing
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor
from tests.standins.twins import Twins, shown, slips, twins

CANARY: Final = "qzxvalue"
DUE: Final = "2021-12-10T09:00"
LINES: Final = (
    f"/fact set battle-group.leader {CANARY}0 | value-lv: {CANARY}0 | embargo: {DUE}",
    (
        f"/fact add zorgabrivo.leader {CANARY}1 | value-lv: {CANARY}1"
        " | name-en: Zorgabrivo Institute | name-lv: Zorgabrivo institūts"
        f" | embargo: {DUE}"
    ),
    f"/event add dristumu 2021-12-11T10:00 Dristumu {CANARY}2 | embargo: {DUE}",
    f"/fact edit nfiu.opened | en: {CANARY}3 opened. | words: {CANARY}3 | embargo: {DUE}",
)
KEYS: Final = ("battle-group.leader", "zorgabrivo.leader", "dristumu", "nfiu.opened")
ARGUMENTS: Final = (
    "",
    *KEYS,
    *(slip for key in KEYS[1:3] for slip in slips(key)[1:]),
    "who leads the battle group?",
    "Zorgabrivo Institute",
    "what did you say in November about the battle group",
    f"battle-group.leader x | embargo: {DUE}",
    "1",
    "all x",
)
"""What stands behind each command."""
ATTEMPTS: Final = 1000
EVERYBODY: Final = Chat("telegram", "-300", Place.GROUP)
WORDINGS: Final = (
    "kas vada kaujas grupu?",
    "who leads the Zorgabrivo Institute?",
    "when is Dristumu?",
    "since when?",
    f"{CANARY}0",
    f"who is {CANARY}1",
)


def _keep(chief: Speaker, clock: FakeClock) -> None:
    """Have changes kept until their hour."""
    del clock
    for line in LINES:
        chief.say(line)
        if chief.reply.choices:
            chief.tap(1)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Yield a reader before both desks."""
    with twins(tmp_path_factory.mktemp("embargo"), _keep) as found:
        yield found


def _counts(desk: Desk) -> object:
    """Return all that is counted for who runs the desk."""
    with desk.database.read() as tx:
        rows = tx.ledger.counts(), tx.plans.ahead(), tx.inbox.waiting(), tx.changes.latest_seq()
        return rows, tx.facts.keys(), [each.key for each in tx.subjects.all()]


def _waiting(tx: Transaction) -> int:
    return len(tx.pending.waiting())


def test_there_is_something_to_be_found(pair: Twins) -> None:
    """The one store keeps what the other does not."""
    with pair.full.desk.database.read() as full, pair.bare.desk.database.read() as bare:
        assert _waiting(full) == len(LINES)
        assert _waiting(bare) == 0


def test_a_thousand_attempts_find_nothing(pair: Twins) -> None:
    """By readers anywhere and an editor in a group: no command is answered or counted otherwise."""
    desks = pair.bare.desk, pair.full.desk
    said = [*WORDINGS, *(f"/{each.words} {rest}" for each in COMMANDS for rest in ARGUMENTS)]
    speakers = [
        (pair.bare, pair.full),
        (pair.bare.elsewhere(GROUP), pair.full.elsewhere(GROUP)),
        tuple(editor(desk).elsewhere(GROUP) for desk in desks),
    ]
    assert _counts(desks[0]) == _counts(desks[1])
    with capture_logs() as logged:
        for number, line in enumerate(said):
            bare, full = speakers[number % len(speakers)]
            for each in (bare, full):
                each.say(line)
            assert shown(full.reply) == shown(bare.reply), line
            assert CANARY not in str(shown(full.reply)).replace(line, "")
    assert CANARY not in str(logged)
    assert _counts(desks[0]) == _counts(desks[1])
    assert len(said) >= ATTEMPTS


def test_what_is_sent_by_itself_tells_nothing(pair: Twins) -> None:
    """The digests that a group gets, before and after, are the same but for what has come out."""
    told = [_digests(speaker.desk) for speaker in (pair.bare, pair.full)]

    assert told[0] == told[1]
    assert told[0]
    assert CANARY not in str(told)


def _digests(desk: Desk) -> list[str]:
    """Have a group order a digest of each day; return the words of the first three."""
    clock = desk.clock
    assert isinstance(clock, FakeClock)
    began = clock()
    with standing(desk, clock) as house:
        newsroom = Newsroom(house)
        newsroom.say("/digest daily 09:00", EVERYBODY, ANNA)
        newsroom.say("/follow battle-group", EVERYBODY, ANNA)
        newsroom.edit("fact set nfiu.place Riga | value-lv: Rīga")
        for day in range(1, 4):
            clock.set(began.replace(hour=7, minute=0) + timedelta(days=day))
            newsroom.looks()
        told = newsroom.told(EVERYBODY, "digest", "followed", "notice")
    clock.set(began)
    return told


def test_at_its_hour_it_is_told(pair: Twins) -> None:
    """From then on whoever asks is answered, wherever they ask."""
    desk, clock = pair.full.desk, pair.full.desk.clock
    assert isinstance(clock, FakeClock)
    began = clock()
    clock.set(datetime.fromisoformat(f"{DUE}+02:00"))
    with desk.database.write() as tx:
        assert pending.release(tx, "", None)
    for place in (pair.full, pair.full.elsewhere(GROUP)):
        assert f"{CANARY}1" in place.say("/fact show zorgabrivo.leader")
        assert f"{CANARY}1" in place.say("who leads the Zorgabrivo Institute?")
        assert f"{CANARY}2" in place.say("/events")
    clock.set(began)
