"""`event cancel` and `event undo`: an event will not take place, or after all it will."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot import exchange
from bot.commands import COMMANDS
from bot.desk import Desk
from bot.port import Claim, Code, Reply, Strong, Text
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor, reader

BRIEFING = "/event add press-briefing 2021-11-30T10:00 2021-11-30T11:30 Press briefing"
WHEN = "30\u00a0November 2021, 10:00–11:30 (Riga time)"
DAYS = "30\u00a0November–1\u00a0December 2021"
WHY = phrase(
    "en",
    "form.ask-reason-cancel",
    event="NATO foreign ministers' meeting",
    when="Tuesday–Wednesday, 30\u00a0November–1\u00a0December 2021 (Riga time)",
)


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader of English."""
    return reader(desk, language="en")


class TestCancelling:
    """`event cancel`: it will not take place."""

    def test_state_comes_first_wherever_the_time_is_shown(
        self, chief: Speaker, asker: Speaker
    ) -> None:
        """Answers, cards, lists and histories all say it before the time, with the reason."""
        off = f"Cancelled (a storm); was planned for {DAYS}"

        told = chief.say("/event cancel ministers-meeting a storm").splitlines()

        assert told[:2] == ["Recorded: NATO foreign ministers' meeting ministers-meeting", off]
        assert told[2].endswith("/event undo ministers-meeting")
        card = ["NATO foreign ministers' meeting", off]
        for line in (
            "when is the ministers' meeting?",
            "has the ministers' meeting been cancelled?",
            "/event show ministers-meeting",
            "/fact show ministers-meeting.time",
            "/fact show ministers-meeting.time on 2021-12-01",
            "/fact show ministers-meeting.state",
        ):
            assert asker.say(line).splitlines()[:2] == card, line
        assert f"meeting – {off} ministers-meeting" in asker.say("events")
        assert f"{off} ministers-meeting.time" in asker.say("/facts ministers meeting")
        assert asker.say("/fact history ministers-meeting.time").split("\n\n")[1] == off
        assert "Notikums atcelts (a storm); bija plānots no 2021. gada 30. līdz" not in asker.say(
            "events"
        )

    def test_it_is_said_in_latvian(self, desk: Desk, chief: Speaker) -> None:
        """The other language has its own word for it, and the same reason."""
        chief.say("/event cancel ministers-meeting | reason: vētra")

        told = reader(desk).say("kad notiks ministru sanāksme?").splitlines()

        time = "no 2021. gada 30.\u00a0novembra līdz 1.\u00a0decembrim"
        assert told[1] == f"Notikums atcelts (vētra); bija plānots {time}"

    def test_it_is_listed_until_its_time_has_passed(
        self, chief: Speaker, asker: Speaker, clock: FakeClock
    ) -> None:
        """Whoever planned to come sees in the list that there is nothing to come to."""
        chief.say("/event cancel ministers-meeting a storm")
        clock.advance(timedelta(days=5))
        assert "Cancelled (a storm)" in asker.say("events")

        clock.advance(timedelta(days=1))

        assert asker.say("events") == phrase("en", "events.none")

    def test_what_was_told_before_stays_as_it_was_told(
        self, chief: Speaker, asker: Speaker, clock: FakeClock
    ) -> None:
        """As told on a day before it was called off, it was to take place."""
        clock.advance(timedelta(days=1))
        chief.say("/event cancel ministers-meeting a storm")

        told = asker.say("/fact show ministers-meeting.time as told on 2021-11-26")

        assert DAYS in told
        assert "Cancelled" not in told

    def test_event_for_the_desk_is_called_off_for_the_desk(
        self, chief: Speaker, asker: Speaker
    ) -> None:
        """Readers who may not know of an event hear nothing of its end either."""
        before = [asker.say("events"), asker.say("/facts press briefing")]
        chief.say(f"{BRIEFING} | audience: desk")

        chief.say("/event cancel press-briefing no room")

        assert "Cancelled (no room)" in chief.say("events")
        assert [asker.say("events"), asker.say("/facts press briefing")] == before

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("cancel ministers-meeting", WHY),
            ("cancel foreign ministers meeting", WHY),
            ("cancel ministers-meetng a storm", "ministers-meeting?"),
            ("cancel xyzzy a storm", phrase("en", "event.none", text="xyzzy")),
            ("cancel battle-group a storm", phrase("en", "event.none", text="battle-group")),
            ("cancel", phrase("en", "form.ask-event")),
            ("undo xyzzy", phrase("en", "event.none", text="xyzzy")),
            ("undo battle-group", phrase("en", "event.none", text="battle-group")),
            ("undo", phrase("en", "form.ask-event")),
        ],
    )
    def test_mistake_is_named_and_changes_nothing(
        self, chief: Speaker, holdings: Callable[[], str], line: str, told: str
    ) -> None:
        """No event by that name, no reason: each says what to write."""
        before = holdings()

        assert told in chief.say(f"/event {line}")
        assert holdings() == before

    @pytest.mark.parametrize(
        "line",
        ["cancel ministers-meeting again", "move ministers-meeting 2021-12-02"],
    )
    def test_what_is_called_off_is_first_taken_back(
        self, chief: Speaker, holdings: Callable[[], str], line: str
    ) -> None:
        """It is neither moved nor called off twice; the reply names what takes it back."""
        chief.say("/event cancel ministers-meeting a storm")
        before = holdings()

        told = chief.say(f"/event {line}")

        assert Code("/event undo ministers-meeting") in chief.reply.message
        assert "cancelled already" in told
        assert holdings() == before

    def test_import_that_calls_off_names_no_file_for_a_reason(
        self, desk: Desk, asker: Speaker
    ) -> None:
        """A state that came with a file is told like any other, without the file's name."""
        line = (
            '{"subject": "ministers-meeting", "attribute": "state",'
            ' "value": {"lv": "atcelts", "en": "cancelled"}}'
        )
        with desk.database.write() as tx:
            records = exchange.read(line.encode(), "wire.jsonl")
            exchange.import_records(tx, records, author=None, zone=desk.zone)

        told = asker.say("/event show ministers-meeting").splitlines()

        assert told[1] == f"Cancelled; was planned for {DAYS}"


class TestTakingBack:
    """`event undo`: the latest change of time or state."""

    def test_changes_are_taken_back_one_by_one(self, chief: Speaker, asker: Speaker) -> None:
        """Whichever changed last goes first, until the event is as nobody had touched it."""
        chief.say(BRIEFING)
        chief.say("/event move press-briefing 2021-12-01T10:00")
        chief.say("/event cancel press-briefing no room")

        once = chief.say("/event undo press-briefing").splitlines()
        twice = chief.say("/event undo press briefing").splitlines()
        gone = chief.say("/event undo press-briefing").splitlines()

        assert once[0] == phrase("en", "event.done-undo", key="press-briefing")
        assert once[1].endswith(": no room")
        assert once[2].startswith("Wednesday, 1\u00a0December 2021, 10:00–11:30 (Riga time)")
        assert twice[2].startswith(f"Tuesday, {WHEN}")
        assert gone[2] == phrase("en", "edit.nothing-now")
        assert "Press briefing" not in asker.say("events")
        nothing = phrase("en", "edit.nothing-to-undo", fact="press-briefing")
        assert chief.say("/event undo press-briefing") == nothing

    def test_event_taken_back_may_be_added_again(self, chief: Speaker, asker: Speaker) -> None:
        """Its key is free for the same event as it was meant."""
        chief.say(BRIEFING)
        chief.say("/event undo press-briefing")

        told = chief.say("/event add press-briefing 2021-12-03 Briefing")

        assert told.splitlines()[0] == "Added: Briefing press-briefing"
        assert "3\u00a0December 2021" in asker.say("/event show briefing")

    def test_event_that_takes_place_after_all_can_be_moved(self, chief: Speaker) -> None:
        """Once that it was called off is taken back, it moves, and may be called off again."""
        chief.say("/event cancel ministers-meeting a storm")
        chief.say("/event undo ministers-meeting")

        moved = chief.say("/event move ministers-meeting 2021-12-02")
        off = chief.say("/event cancel ministers-meeting a strike")

        assert "2–3\u00a0December 2021" in moved
        assert "Cancelled (a strike); was planned for 2–3\u00a0December 2021" in off


def test_without_a_slash_it_is_confirmed_first(chief: Speaker, asker: Speaker) -> None:
    """What changes what others read waits for a tap."""
    told = chief.say("event cancel ministers-meeting a storm")
    assert told.startswith(phrase("en", "desk.confirm", text="").strip())
    assert "Cancelled" not in asker.say("events")

    chief.tap(1)

    assert "Cancelled (a storm)" in asker.say("events")


def claims(reply: Reply) -> list[Claim]:
    """Return what a reply claims, in reading order."""
    nodes = (node for node in reply.message if isinstance(node, Text | Strong))
    return [node.claim for node in nodes if node.claim]


def test_every_time_shown_can_be_corrected(chief: Speaker, asker: Speaker) -> None:
    """The state and the time carry a claim each, of the version that says it."""
    asker.say("events")
    (planned,) = claims(asker.reply)
    chief.say("/event cancel ministers-meeting a storm")
    state, time = claims(chief.reply)

    asker.say("when is the ministers' meeting?")

    told = claims(asker.reply)
    assert [each.version_id for each in told] == [state.version_id, time.version_id]
    assert time.version_id == planned.version_id
    assert state.fact_id != time.fact_id


def test_reminder_is_offered_below_what_is_ahead(chief: Speaker) -> None:
    """Where the desk reminds, an event ahead has the button; one that is called off has none."""
    reminds = any(command.name == ("remind",) for command in COMMANDS)
    chief.say("/event show ministers-meeting")
    labels = [choice.label for choice in chief.reply.choices]
    assert labels == [phrase("en", "event.remind-me")] * reminds
    chief.elsewhere(GROUP).say("/event show ministers-meeting")

    chief.say("/event cancel ministers-meeting a storm")
    chief.say("/event show ministers-meeting")

    assert chief.reply.choices == ()
