"""`event move`, `fact correct KEY.time`: an event has another time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.port import Strike, Strong
from bot.texts import phrase
from tests.standins.speakers import Speaker, editor, reader

BRIEFING = "/event add press-briefing 2021-11-30T10:00 2021-11-30T11:30 Press briefing"
DAYS = "30\u00a0November–1\u00a0December 2021"
PLANNED = f"Tuesday–Wednesday, {DAYS} (Riga time)"
WHEN_NOW = phrase(
    "en", "form.ask-times-moved", event="NATO foreign ministers' meeting", when=PLANNED
)


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader of English."""
    return reader(desk, language="en")


class TestMoving:
    """`event move`: the plan is another."""

    def test_old_and_new_are_named(self, chief: Speaker, asker: Speaker) -> None:
        """It holds from now on, the sentence about the old time is dropped, the old one struck."""
        told = chief.say("/event move ministers-meeting 2021-12-02")

        assert told.splitlines() == [
            "Moved: NATO foreign ministers' meeting ministers-meeting",
            f"Before: Tuesday–Wednesday, {DAYS} (Riga time)",
            "Now: Thursday–Friday, 2–3\u00a0December 2021 (Riga time) (in 6 days)",
        ]
        assert Strike(f"Tuesday–Wednesday, {DAYS} (Riga time)") in chief.reply.message
        answer = asker.say("when is the ministers' meeting?")
        assert "2–3\u00a0December 2021" in answer
        assert "meet in Riga on 30 November" not in answer
        assert DAYS in asker.say("/fact show ministers-meeting.time on 2021-11-25")

    @pytest.mark.parametrize(
        ("start", "now"),
        [
            ("2021-11-30T09:00", "Tuesday–Wednesday, 30\u00a0November at 09:00 (Riga time) – 1"),
            ("2021-12-01T09:00", "Wednesday, 1\u00a0December 2021 at 09:00 (Riga time)"),
            ("2021-12-06T09:00", "Monday–Tuesday, 6\u00a0December at 09:00 (Riga time) – 7"),
            ("2021-12-06 2021-12-06", "Monday, 6\u00a0December 2021 (Riga time)"),
        ],
    )
    def test_all_day_event_keeps_its_days(self, chief: Speaker, start: str, now: str) -> None:
        """An hour within its days keeps the last of them; elsewhere it lasts as many days."""
        told = chief.say(f"/event move ministers-meeting {start}").splitlines()[-1]

        assert told.startswith(f"Now: {now}")

    def test_event_with_hours_lasts_as_long(self, chief: Speaker) -> None:
        """Without an END it ends as long after the new start as it did after the old one."""
        chief.say(BRIEFING)

        told = chief.say("/event move press briefing 2021-12-01T14:00").splitlines()[-1]

        now = "Wednesday, 1\u00a0December 2021, 14:00–15:30 (Riga time) (in 5 days)"
        assert told == f"Now: {now}"

    def test_new_sentence_is_kept(self, chief: Speaker, asker: Speaker) -> None:
        """A statement given with the move is told with the new time."""
        chief.say("/event move ministers-meeting 2021-12-02 | en: The ministers meet on Thursday.")

        assert "The ministers meet on Thursday." in asker.say("when is the ministers' meeting?")

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            (
                "ministers-meeting 2021-11-30",
                phrase("en", "edit.unchanged", fact="ministers-meeting.time"),
            ),
            ("ministers-meetng 2021-12-02", "ministers-meeting?"),
            ("xyzzy 2021-12-02", phrase("en", "event.none", text="xyzzy")),
            ("battle-group 2021-12-02", phrase("en", "event.none", text="battle-group")),
            ("ministers-meeting", WHEN_NOW),
            ("ministers-meeting soon", phrase("en", "event.no-day", text="soon")),
            ("foreign ministers meeting", WHEN_NOW),
            ("ministers-meeting 2021-12-02 2021-12-01", "2021-12-01"),
            ("ministers-meeting 2021-12-02 | embargo: 2021-12-01", "2021-12-01 9:00"),
        ],
    )
    def test_mistake_is_named_and_moves_nothing(
        self, chief: Speaker, holdings: Callable[[], str], line: str, told: str
    ) -> None:
        """The same time again is no move; a miss names the nearest, what lacks is asked for."""
        before = holdings()

        assert told in chief.say(f"/event move {line}")
        assert holdings() == before


class TestByHand:
    """The facts that an event is made of."""

    def test_time_is_corrected_by_times(self, chief: Speaker, asker: Speaker) -> None:
        """We were wrong: the old time was never true, and the new one is read as a move's is."""
        told = chief.say("/fact correct ministers-meeting.time 2021-12-01 | reason: typo")

        assert "1–2\u00a0December 2021" in told
        assert f"Before: {DAYS}" in told
        assert "1–2\u00a0December 2021" in asker.say("when is the ministers' meeting?")
        assert "in 5 days" in asker.say("events")

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("set ministers-meeting.time 2021-12-05", "/event move ministers-meeting"),
            ("correct ministers-meeting.time next week", "/event move ministers-meeting"),
            ("add ministers-meeting.state planned | words: state", "/event cancel"),
        ],
    )
    def test_plain_values_are_refused(
        self, chief: Speaker, holdings: Callable[[], str], line: str, told: str
    ) -> None:
        """Nothing could count down to words, and a state is said in one way: by its command."""
        before = holdings()

        assert told in chief.say(f"/fact {line}")
        assert holdings() == before

    def test_state_is_not_set_by_hand(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """An event that is called off is no less so by a word in its place."""
        chief.say("/event cancel ministers-meeting a storm")
        before = holdings()

        told = chief.say("/fact set ministers-meeting.state planned")

        assert "/event undo ministers-meeting" in told
        assert holdings() == before


def test_words_for_two_events_are_an_offer_that_goes_on(chief: Speaker) -> None:
    """Where two have the words, a tap carries out for one what was asked for."""
    chief.say("/event add lunch 2021-11-30T12:30 Ministers' lunch")

    assert chief.say("/event move ministers 2021-12-02T12:30") == phrase("en", "ask.offer")
    labels = [choice.label for choice in chief.reply.choices]
    told = chief.tap(labels.index("Ministers' lunch") + 1)

    assert told.splitlines()[0] == "Moved: Ministers' lunch lunch"
    assert "Thursday, 2\u00a0December 2021 at 12:30" in told


def test_new_time_is_claimed_and_strong(chief: Speaker) -> None:
    """The editor who moves an event is told a value like any other, so a mistake reaches them."""
    chief.say("/event move ministers-meeting 2021-12-02")

    strong = [node for node in chief.reply.message if isinstance(node, Strong) and node.claim]
    assert [node.text for node in strong] == [
        "Thursday–Friday, 2–3\u00a0December 2021 (Riga time)",
    ]
