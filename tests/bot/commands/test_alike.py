"""What is to be added may be there already, under another key: its editor is shown that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, Speaker, editor, reader

ADD: Final = (
    "/fact add old-bridge.length 312 | name-en: Old Bridge | name-lv: Vecais tilts | words: length"
)
AGAIN: Final = (
    "/fact add vecais-tilts.height 20"
    " | name-lv: Vecais tilts | name-en: The old bridge | words: height"
)
THERE: Final = phrase("en", "edit.name-there", name="Old Bridge", key="old-bridge")
EVENT: Final = "/event add regatta 2021-12-06T10:00 Regatta"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who has added a bridge."""
    chief = editor(desk)
    chief.say(ADD)
    return chief


def pick(speaker: Speaker, sentence: str) -> str:
    """Tap the button with the label that `sentence` names; return what is said then."""
    labels = [each.label for each in speaker.reply.choices]
    return speaker.tap(labels.index(phrase("en", sentence)) + 1)


def subjects(desk: Desk, name: str) -> int:
    """Return how many subjects have a name."""
    with desk.database.read() as tx:
        return len({id_ for id_, each in tx.subjects.names() if each == name})


class TestFacts:
    """A fact on something that seems new."""

    def test_what_is_there_is_shown(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """With what is held of it; nothing is added before it is said whether that is meant."""
        before = holdings()

        told = chief.say(AGAIN).splitlines()

        assert told[0] == THERE
        assert "· length: 312" in told
        assert told[-1] == phrase("en", "edit.name-which")
        assert holdings() == before

    def test_the_same_gets_the_fact(self, desk: Desk, chief: Speaker) -> None:
        """It goes to what is there, which keeps its names."""
        chief.say(AGAIN)

        told = pick(chief, "edit.name-same")

        assert told.startswith(phrase("en", "edit.done-add", key="old-bridge.height"))
        assert subjects(desk, "Vecais tilts") == 1

    def test_another_is_added(self, desk: Desk, chief: Speaker) -> None:
        """Two things may have one name, once somebody has said so."""
        chief.say(AGAIN)

        told = pick(chief, "edit.name-other")

        assert told.startswith(phrase("en", "edit.done-add", key="vecais-tilts.height"))
        assert subjects(desk, "Vecais tilts") == 2

    def test_left_nothing_is_added(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """The last button forgets it."""
        before = holdings()
        chief.say(AGAIN)

        pick(chief, "desk.leave-it")

        assert holdings() == before

    def test_two_forms_at_once_make_one(self, desk: Desk) -> None:
        """Both were opened and looked at before either was saved: the second is asked."""
        one, other = editor(desk), editor(desk, "10")
        for chief, first, called in (
            (one, "Old Bridge", "Vecais tilts"),
            (other, "The crossing", "Vecais tilts"),
        ):
            chief.say("/fact add")
            for line in (first, "length", called, "length", "garums", "312", "LETA, 2021-11-20"):
                chief.say(line)
            assert phrase("en", "form.save") in [each.label for each in chief.reply.choices]

        pick(one, "form.save")
        told = pick(other, "form.save")

        assert told.splitlines()[0] == THERE
        assert subjects(desk, "Vecais tilts") == 1

    def test_kept_until_its_hour_it_is_refused_at_once(self, chief: Speaker) -> None:
        """What would be asked about then is said now."""
        told = chief.say(f"{AGAIN} | embargo: 2021-11-26T12:00")

        taken = phrase("en", "edit.name-taken", name="Vecais tilts", key="old-bridge")
        assert told == taken

    def test_where_it_may_not_be_seen_nothing_is_said_of_it(self, desk: Desk) -> None:
        """What only the desk reads is in no group, not even by its name."""
        chief = editor(desk)
        chief.say(f"{ADD} | audience: desk")
        there = chief.elsewhere(GROUP)

        told = there.say(AGAIN)

        assert "old-bridge" not in told
        assert there.reply.choices == ()
        assert "20" in reader(desk, language="en").say("/fact show vecais-tilts.height")


class TestEvents:
    """An event of a name that there is."""

    def test_on_the_same_day_it_is_asked_about(self, desk: Desk, chief: Speaker) -> None:
        """Two of one name on one day are mostly one."""
        chief.say(EVENT)

        told = chief.say(EVENT.replace("regatta", "boats").replace("10:00", "12:00"))

        assert told.splitlines()[0] == phrase(
            "en", "edit.name-there", name="Regatta", key="regatta"
        )
        assert subjects(desk, "Regatta") == 1
        pick(chief, "edit.name-other")
        assert subjects(desk, "Regatta") == 2

    def test_on_another_day_it_comes_again(self, desk: Desk, chief: Speaker) -> None:
        """What has one name each year is added without a word."""
        chief.say(EVENT)

        chief.say(EVENT.replace("regatta", "boats").replace("12-06", "12-07"))

        assert chief.reply.choices == ()
        assert subjects(desk, "Regatta") == 2
