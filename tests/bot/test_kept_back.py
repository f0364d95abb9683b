"""What is kept back leaves no trace: two stores, of which one never had it, answer alike.

One store holds the briefing and every topic. Its twin also holds, each under a name and with a
value of its own, what only the desk may read, what waits for its hour or for approval, and what
was told once and is the desk's now. Whatever a reader types and taps, both reply the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from structlog.testing import capture_logs

from bot.desk import Desk
from bot.port import Chat, Place
from bot.texts import phrase
from storage.content import Audience
from storage.pending import Proposal
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker, editor, reader
from tests.standins.twins import Twins, lines_about, shown, slips, steps, twins

CANARY: Final = "qzxvalue"
"""How every value begins that nobody may see; no question has it."""
LATER: Final = timedelta(days=10)
MANY: Final = 45
"""More changes than are looked at for the last ones."""
EVERYBODY: Final = Chat("telegram", "-400", Place.GROUP)

HIDDEN: Final = (
    "/fact add zorgabrivo.leader {0} | name-en: Zorgabrivo Institute{4} | audience: desk",
    "/fact add battle-group.veltranu {1} | words: number of tanks | audience: desk",
    "/fact add nato.quorbit {2} | words: headquarters, seat | audience: desk",
    "/fact add kelmarosu.cost {3} | name-en: Kelmarosu Bridge{5} | words: cost",
    "/fact edit kelmarosu.cost | audience: desk",
    "/event add dristumu 2021-12-05T10:00 12:00 Dristumu parade | audience: desk",
    "/subject set zorgabrivo | topic: vulpinaro",
)
"""What an editor writes into the one store: desk-only from the start, and narrowed to the desk."""

LATVIAN: Final = (" | name-lv: Zorgabrivo institūts", " | name-lv: Kelmarosu tilts")

NAMES: Final = (
    *("Zorgabrivo Institute", "veltranu", "quorbit", "Kelmarosu Bridge"),
    *("Dristumu parade", "Plenkavas summit", "plenkavas", "vulpinaro", "vulpinar"),
)
KEYS: Final = (
    *("zorgabrivo.leader", "battle-group.veltranu", "nato.quorbit", "kelmarosu.cost"),
    *("dristumu", "dristumu.time", "zorgabrivo", "kelmarosu", "plenkavas.time", "plenkavas"),
)


TEMPLATES: Final = (
    *("who leads {}?", "kas vada {}?", "how much does {} cost?", "cik maksā {}", "when is {}?"),
    *("what did you say in November about {}", "ko jūs teicāt novembrī par {}", "{}", "and {}?"),
    *("what did you say before about {}", "how many tanks does {} have", "where is {}?"),
    *("what did you say on 26 November about the cost of {}", "who was the head of {} in 2020"),
    *("/ask what is {}", "/facts {}", "/fact show {}", "/fact history {}", "/event show {}"),
    *("/fact show {} on 2021-12-01", "/fact show {} as told on 2021-11-26", "/remind {} 1d"),
    *("/remind {} fog", "/digest daily 09:00 {}", "/digest off {}", "/follow topic {}"),
    *("/facts", "/events", "since when?", "what did you say in November?", "/follow", "thanks"),
)
SLIPS: Final = [slip for key in KEYS for slip in slips(key)]


def _keep_back(chief: Speaker, clock: FakeClock) -> None:
    """Give a desk what it keeps back."""
    for line in HIDDEN:
        chief.say(line.format(*(f"{CANARY}{each}" for each in range(4)), *LATVIAN))
    waiting = {
        "text": f"battle-group.leader {CANARY}8",
        "name-en": "Plenkavas summit",
        "value": {"en": f"{CANARY}9", "lv": f"{CANARY}9"},
    }
    with chief.desk.database.write() as tx:
        for target in ("battle-group.leader", "plenkavas.time", "nato.members"):
            for due in (clock() + LATER, clock() - LATER, None):
                tx.pending.add(Proposal("fact.set", target, waiting, None, due_at=due))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Yield a reader before both desks."""
    with twins(tmp_path_factory.mktemp("twins"), _keep_back) as found:
        yield found


def test_the_desk_itself_has_what_is_kept_back(pair: Twins) -> None:
    """Editors are told what readers are not, so there is something to be found."""
    chief = editor(pair.full.desk)

    assert f"{CANARY}0" in chief.say("who leads the Zorgabrivo Institute?")
    assert f"{CANARY}1" in chief.say("/fact show battle-group.veltranu")
    assert f"{CANARY}3" in chief.say("/fact history kelmarosu.cost")
    assert "Dristumu" in chief.say("/events")
    with pair.full.desk.database.read() as tx:
        assert tx.shown.count(Audience.DESK) > tx.shown.count(Audience.EVERYONE)
        assert len(tx.pending.due()) == len(("battle-group.leader", "plenkavas.time", "nato"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(said_of=steps(lines_about([*NAMES, *SLIPS], TEMPLATES)))
def test_what_is_kept_back_changes_no_reply(
    pair: Twins, said_of: Sequence[tuple[str, bool, Sequence[int]]]
) -> None:
    """By no wording, command or button does a reader see, or infer, what is kept back."""
    with capture_logs() as logged:
        for said, in_group, taps in said_of:
            for bare, full in pair.hear(said, taps, in_group=in_group):
                assert shown(full) == shown(bare), said
                assert CANARY not in str(shown(full))
    assert CANARY not in str(logged)


@pytest.mark.parametrize("key", SLIPS)
@pytest.mark.parametrize("command", ["fact show", "fact history", "facts", "event show", "remind"])
def test_no_key_of_what_is_kept_back_is_known(pair: Twins, command: str, key: str) -> None:
    """Its very key, or one near to it, is answered as any key that there never was."""
    for bare, full in pair.hear(f"/{command} {key}", (), in_group=False):
        assert shown(full) == shown(bare)


@pytest.mark.parametrize("command", ["fact show", "fact history", "event show", "remind"])
def test_form_knows_no_name_of_what_is_kept_back(pair: Twins, command: str) -> None:
    """Which one is meant, when it is asked: a key or a name of it leads nowhere."""
    for named in (*NAMES, *SLIPS):
        replies = []
        for each in (pair.bare, pair.full):
            each.say("/cancel")
            each.say(f"/{command}")
            each.say(named)
            replies.append(shown(each.reply))
        assert replies[0] == replies[1], named


PUBLIC: Final = (
    *("/subject show {}", "/subject set {} | also-en: Zorg", "/approval on {}", "/digest off {}"),
    *("/remind {} fog", "/digest daily 09:00 {}", "/schedule add daily 09:00 digest {}"),
    *("/follow {}", "/event add {} 2021-12-05", "/fact set {} 1"),
)
"""What editors type where everybody reads."""


@pytest.mark.parametrize("line", PUBLIC)
@pytest.mark.parametrize("named", ["zorgabrivo", "zorgabriv", "kelmarosu", "dristumu", "vulpinaro"])
def test_where_everybody_reads_editors_are_told_no_more(pair: Twins, line: str, named: str) -> None:
    """No key, name or topic of what is kept back is known there, nor is one near to it named."""
    replies = []
    for each in (pair.bare, pair.full):
        there = editor(each.desk).elsewhere(EVERYBODY)
        there.say(line.format(named))
        replies.append(shown(there.reply))

    assert replies[0] == replies[1]


def test_a_name_that_something_hidden_has_is_given_without_a_word(pair: Twins) -> None:
    """Where everybody reads, what is added is told as if nothing else were called so."""
    replies = []
    for each in (pair.bare, pair.full):
        there = editor(each.desk).elsewhere(EVERYBODY)
        there.say("/event add other-parade 2021-12-05T11:00 Dristumu parade")
        replies.append(shown(there.reply))
        there.say("/event undo other-parade")

    assert replies[0] == replies[1]


@pytest.mark.parametrize("line", ["/fact add zorgabrivo.cost 5", "/fact add zorgabrivo.leader 5"])
def test_what_is_hidden_gets_no_fact_where_everybody_reads(pair: Twins, line: str) -> None:
    """Its names would be told with it: it is to be written in private."""
    there = editor(pair.full.desk).elsewhere(EVERYBODY)

    private = phrase("lv", "desk.in-private")
    assert there.say(line) == phrase("lv", "access.new-in-private", private=private)


@pytest.mark.parametrize("command", ["fact show", "fact history"])
def test_what_is_kept_back_is_not_what_was_changed_last(desk: Desk, command: str) -> None:
    """However much is written for the desk, readers are offered the same facts, in one order."""
    anna, chief = reader(desk, language="en"), editor(desk)
    anna.say(f"/{command}")
    before = shown(anna.reply)

    for number in range(MANY):
        told = f"Zorgabrivo {number} | name-lv: Zorgabrivo {number}"
        chief.say(f"/fact add zorgabrivo-{number}.leader x | name-en: {told} | audience: desk")
    anna.say(f"/{command}")

    assert shown(anna.reply) == before
    assert len(before[1]) > 1
