"""Before its hour nothing tells an embargo, nor that there is one: two stores answer alike.

One store holds the briefing and every topic. Its twin also keeps, until an hour to come, a new
value, a new subject, an event and a new wording. Whatever readers say anywhere and editors where
everybody reads, with every command there is, and tap, both reply the same; and they count, measure,
log and export the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from structlog.testing import capture_logs

from bot import exchange
from bot.commands import COMMANDS
from bot.desk import Desk
from bot.editing import pending
from bot.exchange.formats import FORMATS
from bot.port import Chat, Place
from handlers.metrics import Meters, Waiting
from storage.database import Transaction
from storage.people import Role
from tests.bot.posting.newsroom import ANNA, Newsroom
from tests.bot.receiving.house import standing
from tests.bot.test_permissions import PLATFORMS, WHERE, speaker
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker
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
    *(slips(key)[1] for key in KEYS[1:]),
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
    """Return all that is counted for who runs the desk, and what is measured of that."""
    with desk.database.read() as tx:
        rows = {str(state): count for state, count in tx.ledger.counts().items()}
        waiting = Waiting(tx.inbox.waiting(), rows | {"planned": tx.plans.ahead()})
        keys = [each.fact.key for each in tx.facts.all()], [each.key for each in tx.subjects.all()]
        return Meters(lambda: waiting).text(), tx.changes.latest_seq(), keys


def _waiting(tx: Transaction) -> int:
    return len(tx.pending.waiting())


def test_there_is_something_to_be_found(pair: Twins) -> None:
    """The one store keeps what the other does not."""
    with pair.full.desk.database.read() as full, pair.bare.desk.database.read() as bare:
        assert _waiting(full) == len(LINES)
        assert _waiting(bare) == 0


def _everybody(desk: Desk) -> list[Speaker]:
    """Return readers everywhere and editors where everybody reads, on each platform."""
    places = [each for each in WHERE if each.place is not Place.EDITORS]
    public = [each for each in places if each.place is not Place.PRIVATE]
    readers = [(Role.READER, where) for where in places]
    editors = [(Role.EDITOR, where) for where in public]
    everybody = [speaker(desk, on, *who) for on in PLATFORMS for who in (*readers, *editors)]
    for each in everybody:
        each.has_windows = each.chat.platform == "slack"
    return everybody


def _attempts(speakers: int) -> Iterator[tuple[int, str]]:
    """Yield who says what: each command by everybody, and each argument."""
    assert len(ARGUMENTS) >= speakers
    for number, command in enumerate(COMMANDS):
        for place, rest in enumerate(ARGUMENTS):
            yield (number + place) % speakers, f"/{command.words} {rest}"
    for number in range(speakers):
        yield from ((number, wording) for wording in WORDINGS)


def test_a_thousand_attempts_find_nothing(pair: Twins) -> None:
    """By readers anywhere and editors in public: nothing typed or tapped is answered otherwise."""
    desks = pair.bare.desk, pair.full.desk
    everybody = [_everybody(desk) for desk in desks]
    said = list(_attempts(len(everybody[0])))
    assert _counts(desks[0]) == _counts(desks[1])
    with capture_logs() as logged:
        for number, line in said:
            bare, full = (each[number] for each in everybody)
            for each in (bare, full):
                each.say(line)
            assert shown(full.reply) == shown(bare.reply), line
            told = str(shown(full.reply)).replace(line, "")
            if full.reply.choices:
                for each in (bare, full):
                    each.tap(1)
                assert shown(full.reply) == shown(bare.reply), line
                told += str(shown(full.reply)).replace(line, "")
            assert CANARY not in told.replace(line.partition(" ")[2], ""), line
    assert CANARY not in str(logged)
    assert _counts(desks[0]) == _counts(desks[1])
    assert len(said) >= ATTEMPTS


@pytest.mark.parametrize("form", FORMATS)
def test_files_are_the_same(pair: Twins, form: str) -> None:
    """What editors take out in any format holds nothing of it, nor of what is new."""
    with pair.full.desk.database.read() as full, pair.bare.desk.database.read() as bare:
        told = "".join(exchange.export(full, form))
        assert told == "".join(exchange.export(bare, form))
    assert told


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
