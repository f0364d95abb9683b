"""A change waits for its hour: nobody knows of it before, and everybody at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.desk import Desk
from bot.editing import pending
from bot.texts import phrase
from storage.people import Role
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

SET: Final = "/fact set battle-group.leader Poland | value-lv: Polija | embargo: 2021-11-26T12:00"
ASKED: Final = "who leads the battle group?"
AT: Final = "Friday, 26\u00a0November 2021 at 12:00 (Riga time)"
THREE_HOURS: Final = timedelta(hours=3)


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


def released(desk: Desk, clock_off: timedelta | None = None) -> None:
    """Look, as the relay does each second, for what is due."""
    with desk.database.write() as tx:
        pending.release(tx, desk.home.editors, clock_off)


def waiting(desk: Desk) -> list[int]:
    """Return the numbers of what waits."""
    with desk.database.read() as tx:
        return [each.number for each in tx.pending.waiting()]


def kept(chief: Speaker, line: str = SET) -> int:
    """Have a change kept until its hour; return its number."""
    chief.say(line)
    chief.tap(1)
    return waiting(chief.desk)[-1]


class TestKeeping:
    """A change is kept until its hour."""

    def test_it_is_shown_with_its_hour_first(self, desk: Desk, chief: Speaker) -> None:
        """Nothing is kept before the hour was shown in full, with what readers will see then."""
        told = chief.say(SET).splitlines()

        assert told[0] == phrase("en", "embargo.keep-it", at=AT, left="3 h")
        assert "Poland" in " ".join(told[1:])
        assert "Before: Canada (since 2017)" in told
        assert waiting(desk) == []

    def test_a_tap_keeps_it(self, desk: Desk, chief: Speaker) -> None:
        """It gets a number, by which it is lifted, moved and dropped; readers see the old value."""
        chief.say(SET)

        told = chief.tap(1)

        (number,) = waiting(desk)
        assert told.splitlines()[0] == phrase(
            "en", "embargo.kept", number=str(number), key="battle-group.leader", at=AT, left="3 h"
        )
        assert "Canada" in reader(desk, language="en").say(ASKED)

    def test_what_is_kept_is_shown_by_a_button(self, chief: Speaker) -> None:
        """With those that publish it, move it and drop it, so that no number has to be typed."""
        chief.say(SET)
        chief.tap(1)

        assert "Poland" in chief.tap(1)

        wanted = [phrase("en", f"pending.do-{each}") for each in ("lift", "move", "decline")]
        assert [each.label for each in chief.reply.choices] == wanted

    def test_left_it_is_not_kept(self, desk: Desk, chief: Speaker) -> None:
        """The other button forgets it."""
        chief.say(SET)
        chief.tap(2)

        assert waiting(desk) == []

    @pytest.mark.parametrize(
        ("time", "sentence"),
        [
            ("2021-12-01", phrase("en", "embargo.no-hour", text="2021-12-01")),
            ("soon", phrase("en", "embargo.no-time", text="soon")),
            ("2021-11-26T08:00", "That time has passed: Friday, 26\u00a0November 2021 at 08:00"),
        ],
    )
    def test_it_needs_an_hour_to_come(
        self, desk: Desk, chief: Speaker, time: str, sentence: str
    ) -> None:
        """A day, nonsense and the past are refused with what to write."""
        told = chief.say(f"/fact set battle-group.leader Poland | embargo: {time}")

        assert told.startswith(sentence)
        assert waiting(desk) == []

    def test_what_would_be_refused_is_refused_at_once(self, chief: Speaker) -> None:
        """The change is tried before it is kept."""
        told = chief.say("/fact set battle-group.leader Canada | embargo: 2021-11-26T12:00")

        assert told == phrase("en", "edit.unchanged", fact="battle-group.leader")

    def test_a_tap_after_its_hour_keeps_nothing(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """What was shown holds no more; the command is typed anew."""
        chief.say("/fact set battle-group.leader Poland | embargo: 2021-11-26T09:30")
        clock.advance(timedelta(minutes=31))

        assert chief.tap(1).startswith("That time has passed")
        assert waiting(desk) == []

    def test_who_is_no_editor_any_more_keeps_nothing(self, desk: Desk, chief: Speaker) -> None:
        """The right is checked when the button is tapped."""
        chief.say(SET)
        demote(desk, chief)

        assert chief.tap(1) == phrase("en", "desk.refused")
        assert waiting(desk) == []

    def test_elsewhere_it_is_not_carried_out(self, desk: Desk) -> None:
        """In a group it is refused without a word of it, and the message is taken away."""
        told = editor(desk).elsewhere(GROUP).say(SET)

        assert "Poland" not in told
        assert "battle" not in told
        assert waiting(desk) == []

    def test_the_editors_chat_may_speak_of_it(self, desk: Desk, chief: Speaker) -> None:
        """There it is kept as in private."""
        kept(chief.elsewhere(EDITORS))

        assert len(waiting(desk)) == 1

    def test_a_new_subject_is_not_there_before(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Neither its name nor its key is known until its hour."""
        kept(
            chief,
            "/fact add qzx.leader Anna | value-lv: Anna | name-en: Qzx | name-lv: Qzx"
            " | embargo: 2021-11-26T12:00",
        )
        asker = reader(desk, language="en")

        assert "Anna" not in asker.say("/fact show qzx.leader")
        with desk.database.read() as tx:
            assert tx.subjects.find("qzx") is None
        clock.advance(THREE_HOURS)
        released(desk)
        assert "Anna" in asker.say("who leads Qzx?")

    def test_an_event_is_added_at_its_hour(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Before it is in no list; from then on it is."""
        kept(chief, "/event add parade 2021-12-04 Parade | embargo: 2021-11-26T12:00")
        asker = reader(desk, language="en")

        assert "Parade" not in asker.say("/events")
        clock.advance(THREE_HOURS)
        released(desk)
        assert "Parade" in asker.say("/events")

    def test_an_event_is_called_off_at_its_hour(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Before it is planned as ever; from then on it is cancelled, for the reason given."""
        line = "/event cancel ministers-meeting a storm | embargo: 2021-11-26T12:00"
        shown = chief.say(line)
        number = kept(chief, line)
        asker = reader(desk, language="en")

        assert shown.splitlines()[0] == phrase("en", "embargo.keep-it", at=AT, left="3 h")
        assert "Cancelled (a storm)" in shown
        assert "Cancelled" not in asker.say("/events")
        chief.say(line.partition(" | ")[0])
        assert chief.tap(2).startswith("Recorded")
        chief.say("/event undo ministers-meeting")
        clock.advance(THREE_HOURS)
        released(desk)
        assert "Cancelled" not in asker.say("/events")
        assert phrase("en", "pending.done", number=str(number)) in _anyway(chief, number)
        assert "Cancelled (a storm)" in asker.say("/events")

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("fact retract battle-group.leader no source", "embargo.not-to-retract"),
            ("fact undo battle-group.leader", "embargo.not-to-undo"),
            ("event undo ministers-meeting", "embargo.not-to-undo"),
        ],
    )
    def test_what_is_wrong_waits_for_no_hour(
        self, desk: Desk, chief: Speaker, line: str, sentence: str
    ) -> None:
        """It is refused with the reason and with what to write; what is offered instead works."""
        told = chief.say(f"/{line} | embargo: 2021-11-26T12:00")

        assert told == phrase("en", sentence)
        assert waiting(desk) == []

    def test_a_fact_ends_at_its_hour(self, desk: Desk, chief: Speaker, clock: FakeClock) -> None:
        """What holds until then is told until then, and nothing from then on."""
        at = "2021-11-26T12:00"
        kept(chief, f"/fact set battle-group.leader | until: {at} | embargo: {at}")
        asker = reader(desk, language="en")

        assert "Canada" in asker.say(ASKED)
        clock.advance(THREE_HOURS)
        released(desk)
        assert waiting(desk) == []
        assert "Canada" not in asker.say(ASKED)


def _anyway(chief: Speaker, number: int) -> str:
    """Have a change carried out on a fact that was changed meanwhile."""
    chief.say(f"/approve {number}")
    return chief.tap(1)


def demote(desk: Desk, speaker: Speaker) -> None:
    """Take somebody's role away."""
    with desk.database.write() as tx:
        person = tx.people.seen("telegram", speaker.account.id)
        tx.people.set_role(person.id, Role.READER)


class TestReleasing:
    """Its hour has come."""

    def test_it_holds_from_its_hour(self, desk: Desk, chief: Speaker, clock: FakeClock) -> None:
        """It is recorded when it is carried out, and holds from the embargo."""
        kept(chief)
        clock.advance(THREE_HOURS)
        released(desk)

        told = reader(desk, language="en").say(ASKED)

        assert "Poland" in told
        assert waiting(desk) == []
        assert "26\u00a0November 2021 at 12:00" in chief.say("/fact history battle-group.leader")

    def test_it_is_carried_out_once(self, desk: Desk, chief: Speaker, clock: FakeClock) -> None:
        """Whoever looks second finds nothing."""
        kept(chief)
        clock.advance(THREE_HOURS)
        released(desk)
        with desk.database.read() as tx:
            before = tx.changes.latest_seq()
        released(desk)

        with desk.database.read() as tx:
            assert tx.changes.latest_seq() == before

    def test_what_its_hour_released_waits_no_more(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Whoever would lift it later hears that it is out."""
        number = kept(chief)
        clock.advance(THREE_HOURS)
        released(desk)

        told = chief.say(f"/embargo lift {number}")

        assert told == f"{number} waits no more: it was carried out at its hour (12:00)."

    def test_a_fact_changed_meanwhile_is_asked_about(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """It is held; an editor who is shown the difference may have it done anyway."""
        number = kept(chief)
        chief.say("/fact set battle-group.leader Spain | value-lv: Spānija")
        clock.advance(THREE_HOURS)
        released(desk)
        asker = reader(desk, language="en")
        assert "Spain" in asker.say(ASKED)

        told = chief.say(f"/approve {number}")

        assert phrase("en", "overtaken.heading", key="battle-group.leader") in told
        assert "Was: Canada" in told
        assert "Now: Spain" in told
        assert phrase("en", "pending.done", number=str(number)) in chief.tap(1)
        assert "Poland" in asker.say(ASKED)

    def test_what_was_taken_back_meanwhile_is_told_as_the_same(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Whether it is still meant is asked all the same, with nothing shown as a difference."""
        number = kept(chief)
        chief.say("/fact retract battle-group.leader wrong")
        chief.say("/fact undo battle-group.leader")
        clock.advance(THREE_HOURS)
        released(desk)

        told = chief.say(f"/approve {number}")

        assert phrase("en", "overtaken.same", value="Canada") in told
        assert "Was:" not in told

    def test_a_demoted_author_publishes_nothing(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """It is held, and another editor may stand for it."""
        number = kept(chief)
        demote(desk, chief)
        clock.advance(THREE_HOURS)
        released(desk)
        asker = reader(desk, language="en")
        assert "Canada" in asker.say(ASKED)

        editor(desk, "10").say(f"/approve {number}")

        assert "Poland" in asker.say(ASKED)

    def test_a_wrong_clock_releases_nothing(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Until it is right, it waits; then it is carried out."""
        kept(chief)
        clock.advance(THREE_HOURS)
        released(desk, timedelta(seconds=31))
        assert len(waiting(desk)) == 1
        released(desk, timedelta(seconds=-29))
        assert waiting(desk) == []


class TestLifting:
    """`embargo lift` and `embargo move`."""

    def test_lifted_it_holds_from_now(self, desk: Desk, chief: Speaker) -> None:
        """By its key or its number it is carried out at once."""
        kept(chief)

        told = chief.say("/embargo lift battle-group.leader")

        assert "Poland" in told
        assert "Poland" in reader(desk, language="en").say(ASKED)
        assert waiting(desk) == []

    def test_moved_it_waits_for_another_hour(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """The new hour is shown in full, and counts once it is tapped."""
        number = kept(chief)
        told = chief.say(f"/embargo move {number} 2021-11-26T15:00")
        assert "at 15:00 (Riga time)" in told
        chief.tap(1)
        clock.advance(THREE_HOURS)
        released(desk)
        assert waiting(desk) == [number]
        clock.advance(THREE_HOURS)
        released(desk)
        assert waiting(desk) == []

    def test_nothing_of_that_name_is_said_so(self, chief: Speaker) -> None:
        """A key that waits for nothing is named."""
        told = chief.say("/embargo lift nato.members")

        assert told == phrase("en", "embargo.none", text="nato.members")

    def test_one_of_several_is_named_by_its_number(self, desk: Desk, chief: Speaker) -> None:
        """Where two of a key wait, their numbers are given."""
        numbers = [kept(chief), kept(chief, SET.replace("12:00", "13:00"))]

        told = chief.say("/embargo lift battle-group.leader")

        assert all(f"{number} (battle-group.leader)" in told for number in numbers)
        assert waiting(desk) == numbers

    def test_readers_cannot(self, desk: Desk, chief: Speaker) -> None:
        """A reader is refused alike, whatever waits."""
        kept(chief)
        asker = reader(desk, language="en")

        for line in ("/embargo lift battle-group.leader", "/embargo lift nato.members"):
            assert asker.say(line) == phrase("en", "desk.refused")

    def test_declined_it_is_dropped(self, desk: Desk, chief: Speaker, clock: FakeClock) -> None:
        """Its author may drop it, and nothing of it is kept."""
        number = kept(chief)

        chief.say(f"/decline {number} not true after all")

        clock.advance(THREE_HOURS)
        released(desk)
        assert waiting(desk) == []
        assert "Canada" in reader(desk, language="en").say(ASKED)
