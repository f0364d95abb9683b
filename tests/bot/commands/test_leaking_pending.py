"""What waits for its hour or a second person may tell what waits for another hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.bot.commands.test_leaking import ANYWAY, LEADER, LEAVE, UNTIL, label, number, waiting
from tests.standins.speakers import Speaker, editor

OTHER: Final = f"/fact edit nfiu.place | en: For {LEADER}s. | embargo: 2021-11-26T13:00"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who has had a change kept until noon."""
    chief = editor(desk)
    chief.say(f"/fact set battle-group.leader {LEADER} | embargo: 2021-11-26T12:00")
    chief.tap(1)
    return chief


@pytest.fixture
def numbers(chief: Speaker) -> tuple[str, str]:
    """Return the numbers of the secret and of the change of another fact that tells it."""
    chief.say(OTHER)
    chief.tap(1)
    with chief.desk.database.read() as tx:
        secret, other = (str(each.number) for each in tx.pending.waiting())
    return secret, other


def test_lifted_it_is_asked_about(
    chief: Speaker, numbers: tuple[str, str], holdings: Callable[[], str]
) -> None:
    """Nothing is done before the tap, and one of its own words tells nothing of itself."""
    secret, other = numbers
    before = holdings()

    told = chief.say(f"/embargo lift {other}")

    assert told == "\n".join(
        [
            phrase("en", "embargo.tells", number=secret, at=UNTIL),
            phrase("en", "embargo.tells-now"),
        ]
    )
    assert holdings() == before
    done = chief.tap(label(chief, ANYWAY))
    assert done.startswith(phrase("en", "pending.done", number=other))
    assert phrase("en", "pending.done", number=secret) in chief.say(f"/embargo lift {secret}")


def test_left_it_waits_on(
    desk: Desk, chief: Speaker, numbers: tuple[str, str], holdings: Callable[[], str]
) -> None:
    """The other button leaves both."""
    before = holdings()
    chief.say(f"/embargo lift {numbers[1]}")

    chief.tap(label(chief, LEAVE))

    assert holdings() == before
    assert waiting(desk) == 2


def test_moved_before_it_is_said_so(chief: Speaker, numbers: tuple[str, str]) -> None:
    """An hour before that of the secret is asked about, a later one is as good as ever."""
    secret, other = numbers
    tells = phrase("en", "embargo.tells", number=secret, at=UNTIL)

    assert chief.say(f"/embargo move {other} 2021-11-26T11:00").splitlines()[0] == tells
    assert tells not in chief.say(f"/embargo move {other} 2021-11-26T14:00")


@pytest.mark.parametrize("hour", ["", " | embargo: 2021-11-26T11:00"])
def test_approved_it_is_asked_about(
    desk: Desk, chief: Speaker, holdings: Callable[[], str], hour: str
) -> None:
    """By whoever is the second person, at once or for an hour before that of the secret."""
    secret, approver = number(desk), editor(desk, "10")
    chief.say("/approval on nfiu")
    chief.say(f"/fact edit nfiu.place | en: For {LEADER}s.{hour}")
    chief.tap(1 if hour else label(chief, ANYWAY))
    with desk.database.read() as tx:
        other = str(tx.pending.waiting()[-1].number)
    before = holdings()

    told = approver.say(f"/approve {other}")

    assert told.splitlines()[0] == phrase("en", "embargo.tells", number=secret, at=UNTIL)
    assert holdings() == before
    done = approver.tap(label(approver, ANYWAY))
    sentence = "pending.approved" if hour else "pending.done"
    assert done.startswith(phrase("en", sentence, number=other))
