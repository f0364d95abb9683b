"""What waits for its hour is named by words as well, as whatever is looked at is."""

from __future__ import annotations

from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import Speaker, editor, reader

ASKED: Final = "who leads the battle group?"
HOUR: Final = "embargo: 2021-11-26T12:00"
LEADER: Final = f"/fact set battle-group.leader Poland | value-lv: Polija | {HOUR}"
STRENGTH: Final = f"/fact set battle-group.strength 1700 | {HOUR}"
BRIDGE: Final = (
    "/fact add new-bridge.length 312 | name-en: New Bridge | name-lv: Jaunais tilts"
    f" | words: length | {HOUR}"
)


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


def waiting(desk: Desk) -> list[int]:
    """Return the numbers of what waits."""
    with desk.database.read() as tx:
        return [each.number for each in tx.pending.waiting()]


def kept(chief: Speaker, line: str = LEADER) -> int:
    """Have a change kept until its hour; return its number."""
    chief.say(line)
    chief.tap(1)
    return waiting(chief.desk)[-1]


@pytest.mark.parametrize(
    "named",
    [
        "battle group",
        "the lead nation of the battle group",
        "kaujas grupa",
        "kaujas grupu vadošā valsts",
        "battle group leader",
    ],
)
def test_words_that_one_thing_is_called_will_do(desk: Desk, chief: Speaker, named: str) -> None:
    """In either language, in any form, by its names or as its KEY is read."""
    kept(chief)

    assert "Poland" in chief.say(f"/embargo lift {named}")
    assert "Poland" in reader(desk, language="en").say(ASKED)
    assert waiting(desk) == []


def test_what_nobody_knows_yet_is_found_by_the_names_that_it_brings(
    desk: Desk, chief: Speaker
) -> None:
    """A new subject has them nowhere else."""
    kept(chief, BRIDGE)

    assert "312" in chief.say("/embargo lift jaunā tilta length")
    assert waiting(desk) == []


def test_two_of_that_name_are_offered(desk: Desk, chief: Speaker) -> None:
    """A tap lifts the one that is meant; the other waits on."""
    first, second = kept(chief), kept(chief, STRENGTH)

    told = chief.say("/embargo lift battle group")

    assert f"{first} (battle-group.leader), {second} (battle-group.strength)" in told
    labels = [each.label for each in chief.reply.choices]
    assert [label.partition(" · ")[0] for label in labels] == [str(first), str(second)]
    assert "number of soldiers" in labels[1]
    assert "1700" in chief.tap(2)
    assert waiting(desk) == [first]


def test_words_with_a_time_behind_them_move_it(desk: Desk, chief: Speaker) -> None:
    """The time is what stands at the end."""
    number = kept(chief)

    for line in ("battle group to 2021-11-26T15:00", "kaujas grupa rīt plkst. 9"):
        told = chief.say(f"/embargo move {line}")
        assert f"{number}" in told
        assert "battle-group.leader" in told
    chief.tap(1)
    assert waiting(desk) == [number]


def test_two_of_that_name_to_be_moved_are_offered(chief: Speaker) -> None:
    """A tap shows the hour, which counts once that is tapped, too."""
    kept(chief)
    kept(chief, STRENGTH)

    chief.say("/embargo move battle group 2021-11-26T15:00")

    told = chief.tap(2)
    assert "battle-group.strength" in told
    assert "at 15:00 (Riga time)" in told


@pytest.mark.parametrize("named", ["the", "bridge", "battle of the bridge"])
def test_words_that_nothing_is_called_lift_nothing(desk: Desk, chief: Speaker, named: str) -> None:
    """It is said so, and all that waits waits on."""
    number = kept(chief)

    told = chief.say(f"/embargo lift {named}")

    assert told == phrase("en", "embargo.none", text=named)
    assert waiting(desk) == [number]
