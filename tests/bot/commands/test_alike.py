"""What is to be added may be there already, under another key: its editor is shown that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

import pytest

from bot.desk import Desk
from bot.exchange.alike import MOST_TOLD
from bot.texts import phrase
from tests.standins.speakers import GROUP, Speaker, editor, reader

ADD: Final = (
    "/fact add old-bridge.length 312 | name-en: Old Bridge | name-lv: Vecais tilts | words: length"
)
PRIVATE: Final = phrase("lv", "desk.in-private")
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

    @pytest.mark.parametrize(
        ("button", "key"),
        [("edit.name-same", "old-bridge.height"), ("edit.name-other", "vecais-tilts.height")],
    )
    def test_kept_until_its_hour_it_is_asked_about_at_once(
        self, desk: Desk, chief: Speaker, holdings: Callable[[], str], button: str, key: str
    ) -> None:
        """What would be in the way then is asked now, and only then kept, of what was meant."""
        before = holdings()
        told = chief.say(f"{AGAIN} | embargo: 2021-11-26T12:00")
        assert told.splitlines()[0] == THERE

        pick(chief, button)
        pick(chief, "embargo.do-keep")

        assert holdings() == before
        with desk.database.read() as tx:
            assert [each.target for each in tx.pending.waiting()] == [key]

    @pytest.mark.parametrize(
        ("button", "waits", "held"),
        [
            ("embargo.do-keep", ["old-bridge.length", "vecais-tilts.height"], 1),
            ("overtaken.anyway", ["old-bridge.length"], 2),
        ],
    )
    def test_it_is_asked_what_is_meant_and_what_it_tells(
        self, desk: Desk, chief: Speaker, button: str, waits: list[str], held: int
    ) -> None:
        """What has another's name and tells a secret is added once both were asked about."""
        chief.say("/fact set old-bridge.length Oldbridge | embargo: 2021-11-26T12:00")
        chief.tap(1)

        assert chief.say(AGAIN.replace("20", "Oldbridge")).splitlines()[0] == THERE
        pick(chief, "edit.name-other")
        assert subjects(desk, "Vecais tilts") == 1
        pick(chief, button)

        with desk.database.read() as tx:
            assert [each.target for each in tx.pending.waiting()] == waits
        assert subjects(desk, "Vecais tilts") == held

    def test_where_it_may_not_be_seen_nothing_is_said_of_it(self, desk: Desk) -> None:
        """What only the desk reads is in no group, not even by its name."""
        chief = editor(desk)
        chief.say(f"{ADD} | audience: desk")
        there = chief.elsewhere(GROUP)

        told = there.say(AGAIN)

        assert told == phrase("lv", "access.new-in-private", private=PRIVATE)
        assert there.reply.choices == ()

    def test_what_is_hidden_hides_nothing_else_of_that_name(self, desk: Desk) -> None:
        """Of two that are called so, where everybody reads it is asked about that one there."""
        chief = editor(desk)
        chief.say(f"{ADD} | audience: desk")
        chief.say(AGAIN)
        pick(chief, "edit.name-other")
        there = chief.elsewhere(GROUP)

        told = there.say("/subject set battle-group | also-lv: Vecais tilts")

        assert "vecais-tilts" in told
        assert "old-bridge" not in told
        assert len(there.reply.choices) > 0


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


class TestNames:
    """A name that is given to what is there, and is another's."""

    SET: Final = "/subject set new-bridge | also-en: OLD bridge"
    HAD: Final = phrase("en", "subject.name-there", name="OLD bridge", key="old-bridge")

    @pytest.fixture
    def chief(self, chief: Speaker) -> Speaker:
        """Return the editor, who has added another bridge."""
        chief.say(
            "/fact add new-bridge.length 400"
            " | name-en: New Bridge | name-lv: Jaunais tilts | words: length"
        )
        return chief

    def test_who_has_it_is_shown(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """However it is spelt, an alias, too; left alone nothing is changed."""
        before = holdings()

        told = chief.say(self.SET).splitlines()

        assert told == [self.HAD, "· length: 312", phrase("en", "subject.name-which")]
        pick(chief, "desk.leave-it")
        assert holdings() == before

    def test_both_may_have_it_and_are_offered(self, desk: Desk, chief: Speaker) -> None:
        """Namesakes on purpose: whoever asks is asked which is meant."""
        chief.say(self.SET)

        told = pick(chief, "subject.name-both")

        assert "OLD bridge" in told
        asking = reader(desk, language="en")
        asking.say("What is the length of the Old Bridge?")
        labels = " ".join(each.label for each in asking.reply.choices)
        assert "Old Bridge" in labels
        assert "New Bridge" in labels

    def test_a_secret_is_asked_about_first(self, chief: Speaker) -> None:
        """What both tells a secret and is another's takes two taps."""
        chief.say("/fact set new-bridge.length Oldbridge | embargo: 2021-11-26T12:00")
        chief.tap(1)
        chief.say("/subject set new-bridge | also-en: Old Bridge, Oldbridge")

        told = pick(chief, "overtaken.anyway")

        assert told.startswith(self.HAD.replace("OLD bridge", "Old Bridge"))
        assert "Oldbridge" in pick(chief, "subject.name-both")

    def test_its_own_name_is_nobody_elses(self, chief: Speaker) -> None:
        """Who spells it otherwise, or gives a new one, is asked nothing."""
        chief.say("/subject set new-bridge | name-en: new bridge | also-lv: Tiltiņš")

        assert chief.reply.choices == ()

    def test_where_it_may_not_be_seen_nothing_is_said_of_it(self, chief: Speaker) -> None:
        """In a group the name is given, and what only the desk reads is not told."""
        chief.say(
            "/fact add hidden.length 1 | name-en: Hidden | name-lv: Slepens"
            " | words: length | audience: desk"
        )
        there = chief.elsewhere(GROUP)

        told = there.say("/subject set new-bridge | also-en: Hidden")

        assert there.reply.choices == ()
        assert "Hidden" in told

    def test_an_event_shares_a_name_on_another_day(self, chief: Speaker) -> None:
        """One of another day is named without a word, one of that day is asked about."""
        chief.say(EVENT)
        chief.say("/event add boats 2021-12-06T12:00 Boats")
        chief.say("/event add sails 2021-12-07T12:00 Sails")

        chief.say("/subject set sails | also-en: Regatta")
        assert chief.reply.choices == ()
        told = chief.say("/subject set boats | also-en: Regatta")
        assert told.startswith(phrase("en", "subject.name-there", name="Regatta", key="regatta"))


class TestFiles:
    """A file that gives names."""

    def file(self, *named: tuple[str, str]) -> bytes:
        """Return a file of a fact on each subject, by its key and its name."""
        lines = [
            {
                "id": key,
                "subject": key,
                "subject_names": {"en": [name]},
                "attribute": "height",
                "value": {"en": "20"},
            }
            for key, name in named
        ]
        return "\n".join(map(json.dumps, lines)).encode()

    def line(self, number: int, name: str, key: str) -> str:
        """Return what is told of a line."""
        fault = phrase("en", "exchange.name-there", name=name, key=key)
        return phrase("en", "exchange.at-line", line=str(number), fault=fault)

    def test_the_dry_run_tells_who_has_a_name(self, desk: Desk, chief: Speaker) -> None:
        """In the store or further up in the file; one tap stores it; again it says nothing."""
        content = self.file(("crossing", "Old Bridge"), ("tower", "Tower"), ("keep", "TOWER"))

        told = chief.brings("bridges.jsonl", content).splitlines()

        assert [line for line in told if line.startswith("Line ")] == [
            self.line(1, "Old Bridge", "old-bridge"),
            self.line(3, "TOWER", "tower"),
        ]
        chief.tap(1)
        assert subjects(desk, "Old Bridge") == 2
        again = chief.brings("bridges.jsonl", content)
        assert "Line " not in again

    def test_many_of_one_name_are_told_once_each(self, desk: Desk, chief: Speaker) -> None:
        """Of forty each says that the first has its name: thirty-nine lines, not hundreds."""
        content = self.file(*((f"tower-{number}", "Tower") for number in range(40)))

        told = chief.brings("towers.jsonl", content)

        for number in range(2, 2 + MOST_TOLD):
            assert self.line(number, "Tower", "tower-0") in told
        assert phrase("en", "import.more-alike", count=39 - MOST_TOLD) in told
        chief.tap(1)
        with desk.database.read() as tx:
            (entry,) = tx.audit.latest(1)
        assert json.dumps(entry.details).count("tower-0") == 39
