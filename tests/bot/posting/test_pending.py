"""What waits for its hour or for a person, on its way: carried out, told of, and kept secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.port import Chat, Outgoing, plain
from bot.texts import phrase
from bot.upkeep.hostclock import HostClock
from storage.deliveries import Reason, State
from tests.bot.posting.newsroom import ANNA, ANNAS, DESK, ED, EDS, GROUP
from tests.bot.posting.pressroom import LINA, LINAS, NEWS, Pressroom
from tests.bot.receiving.house import run
from tests.standins.clock import FakeClock

SET: Final = "fact set battle-group.leader Poland | value-lv: Polija"
AT_NOON: Final = " | embargo: 2021-11-26T12:00"
ASKED: Final = "who leads the battle group?"


def kept(pressroom: Pressroom, line: str = SET + AT_NOON) -> int:
    """Have the editor keep a change until its hour; return its number."""
    pressroom.edit(line)
    pressroom.tap("Keep it until then")
    return waiting(pressroom)[-1]


def waiting(pressroom: Pressroom) -> list[int]:
    """Return the numbers of what waits."""
    with pressroom.house.desk.database.read() as tx:
        return [each.number for each in tx.pending.waiting()]


def proposals(pressroom: Pressroom, chat: Chat) -> list[str]:
    """Look at the clock, and return what a chat is told of proposals."""
    pressroom.after(timedelta(seconds=1))
    return pressroom.told(chat, "proposal")


class TestReleasing:
    """The relay carries it out."""

    def test_at_its_hour_everybody_is_answered(self, pressroom: Pressroom) -> None:
        """Not a second before, and at the first look from then on."""
        kept(pressroom)
        pressroom.at("2021-11-26T11:59:59")
        assert "Canada" in pressroom.say(ASKED)
        pressroom.at("2021-11-26T12:00")
        assert "Poland" in pressroom.say(ASKED)

    def test_its_author_is_told(self, pressroom: Pressroom) -> None:
        """Once, in private."""
        number = kept(pressroom)
        pressroom.at("2021-11-26T12:00")

        told = proposals(pressroom, EDS)

        assert told == [f"Change {number} was carried out: battle-group.leader"]
        assert proposals(pressroom, EDS) == []

    def test_at_the_very_instant(self, pressroom: Pressroom) -> None:
        """A look shortly before waits for it, so that the next look need not come."""
        kept(pressroom)
        clock = pressroom.clock
        pressroom.at("2021-11-26T11:59:59.900")
        assert len(waiting(pressroom)) == 1

        run(lambda: _ticking_until_noon(pressroom, clock))

        assert waiting(pressroom) == []

    def test_changed_meanwhile_editors_are_asked(self, pressroom: Pressroom) -> None:
        """With what it was, what it is, and a button that does it on what was shown."""
        kept(pressroom)
        pressroom.edit("fact set battle-group.leader Spain | value-lv: Spānija")
        pressroom.at("2021-11-26T12:00")
        told = " ".join(proposals(pressroom, DESK))

        assert "has been changed since Ed proposed this" in told
        assert "Was: " in told
        assert "value-en: Poland" in told
        pressroom.tap("Carry it out", DESK, ED)
        assert "Poland" in pressroom.say(ASKED)

    def test_with_a_wrong_clock_the_alarm_rings_once(self, pressroom: Pressroom) -> None:
        """Nothing is released until the clock of the host is right."""
        number = kept(pressroom)
        pressroom.at("2021-11-26T11:59")
        wrong = HostClock(pressroom.clock)
        wrong.hear("telegram", pressroom.clock() + timedelta(seconds=31))
        pressroom.house.host_clock = wrong
        pressroom.at("2021-11-26T12:00")

        told = proposals(pressroom, DESK)

        assert len(told) == 1
        assert f"{number} is not carried out" in told[0]
        assert proposals(pressroom, DESK) == []
        wrong.hear("telegram", pressroom.clock())
        pressroom.looks()
        assert waiting(pressroom) == []


async def _ticking_until_noon(pressroom: Pressroom, clock: FakeClock) -> None:
    """Look once, a moment before noon, and let noon come while nobody looks."""
    pressroom.house.build()
    await pressroom.house.relay.tick()
    clock.advance(timedelta(seconds=0.1))
    await pressroom.house.relay.idle()


class TestApproval:
    """What another person is asked for."""

    def test_the_editors_chat_is_asked_with_buttons(self, pressroom: Pressroom) -> None:
        """It sees who proposes what in the place of what; another's tap carries it out."""
        pressroom.edit("approval on battle-group")
        pressroom.edit(SET)
        (told,) = proposals(pressroom, DESK)
        assert "Ed proposes:" in told
        assert "Now: Canada" in told

        pressroom.tap("Carry it out", DESK, LINA)

        assert "Poland" in pressroom.say(ASKED)
        assert "was carried out" in " ".join(proposals(pressroom, EDS))

    def test_their_own_tap_does_nothing(self, pressroom: Pressroom) -> None:
        """The author sees the buttons as well, and is refused."""
        pressroom.edit("approval on battle-group")
        pressroom.edit(SET)
        proposals(pressroom, DESK)

        pressroom.tap("Carry it out", DESK, ED)

        assert len(waiting(pressroom)) == 1

    def test_declined_its_author_hears_why(self, pressroom: Pressroom) -> None:
        """In private, with the reason."""
        pressroom.edit("approval on battle-group")
        pressroom.edit(SET)
        (number,) = waiting(pressroom)
        pressroom.say(f"/decline {number} two sources differ", LINAS, LINA)

        (told,) = proposals(pressroom, EDS)

        assert f"Change {number} was declined" in told
        assert "two sources differ" in told


class TestTurning:
    """`approval on|off`: who may change what by themselves is everybody's business."""

    @pytest.mark.parametrize("word", ["on", "off"])
    def test_the_editors_are_told_of_both(self, pressroom: Pressroom, word: str) -> None:
        """The editors' chat hears who turned it, once for each time, and the audit knows."""
        pressroom.say("/language en", DESK, ED)
        for turned in ("on", "off"):
            pressroom.edit(f"approval {turned} battle-group")
            pressroom.after(timedelta(seconds=1))

        told = phrase("en", f"approval.told-{word}", who="Ed", name="NATO battle group in Latvia")
        assert pressroom.told(DESK, "alarm").count(told) == 1
        with pressroom.house.desk.database.read() as tx:
            acts = [each.action for each in tx.audit.latest(5, target="battle-group")]
        assert f"approval.{word}" in acts

    def test_where_it_was_turned_it_is_not_told_again(self, pressroom: Pressroom) -> None:
        """The reply says it there."""
        pressroom.say("/approval on battle-group", DESK, ED)
        pressroom.after(timedelta(seconds=1))

        assert pressroom.told(DESK, "alarm") == []


class TestSecrecy:
    """Words that would tell it before."""

    def test_in_a_group_the_message_is_taken_away(self, pressroom: Pressroom) -> None:
        """What was typed where everybody reads is not repeated, and removed."""
        told = pressroom.say(f"/{SET}{AT_NOON}", GROUP, ED)
        pressroom.after(timedelta(seconds=1))

        (removed,) = pressroom.sent("removal")
        assert "Poland" not in told
        assert removed.withdraws
        assert removed.edits.startswith("m")
        assert waiting(pressroom) == []

    @pytest.mark.parametrize("words", ["Poland will lead it", "To vadīs Polandu ģimene"])
    def test_a_post_that_tells_it_is_held(self, pressroom: Pressroom, words: str) -> None:
        """Its writer is told at once; it leaves only if an editor insists, or afterwards."""
        kept(pressroom)
        told = pressroom.edit(f"post {words}\n\nto: news")
        assert "it is held if it would leave before" in told
        pressroom.tap("Send")

        assert pressroom.posted() == []
        assert [(each.state, each.why) for each in pressroom.copies()] == [
            (State.HELD, Reason.EMBARGOED)
        ]

    def test_a_post_after_its_hour_leaves(self, pressroom: Pressroom) -> None:
        """From then on everybody knows."""
        kept(pressroom)
        told = pressroom.edit("post Poland leads\n\nto: news\nat: 2021-11-26T12:30")
        assert "it is held" not in told
        pressroom.tap("Send")
        pressroom.at("2021-11-26T12:30")

        assert _words(pressroom.sent("post")) == [(NEWS.id, "Poland leads")]

    def test_other_words_leave(self, pressroom: Pressroom) -> None:
        """A word that holds the value within it tells nothing."""
        kept(pressroom)
        pressroom.edit("post Polandia is a film\n\nto: news")
        pressroom.tap("Send")

        assert _words(pressroom.posted()) == [(NEWS.id, "Polandia is a film")]

    @pytest.mark.parametrize(
        "words",
        ["Parade of Poland", "Parade | en: Poland is on parade"],
    )
    def test_an_event_whose_words_tell_it_waits_with_it(
        self, pressroom: Pressroom, words: str
    ) -> None:
        """Whoever asks what is coming would read it; so it is asked first, and kept as long."""
        kept(pressroom)
        told = pressroom.edit(f"event add parade 2021-11-27T11:30 {words}")
        assert told.startswith("This tells what")
        assert "Parade" not in pressroom.say("/events")
        pressroom.tap("Keep it until then")
        assert "Parade" not in pressroom.say("/events")
        pressroom.at("2021-11-26T12:00")

        assert "Parade" in pressroom.say("/events")
        assert "Poland" in pressroom.say("/event show parade")

    @pytest.mark.parametrize("name", ["Parade of Poland", "Parade to Polandam"])
    def test_added_all_the_same_its_reminder_is_held(self, pressroom: Pressroom, name: str) -> None:
        """Who is in charge decides what may be asked; what leaves by itself before is held."""
        kept(pressroom)
        pressroom.edit(f"event add parade 2021-11-26T11:30 {name}")
        pressroom.tap("Do it anyway")
        pressroom.say("/remind parade 1h")
        pressroom.at("2021-11-26T10:30")

        assert pressroom.sent("reminder") == []
        assert [each.why for each in pressroom.rows("reminder")] == [Reason.EMBARGOED]

    def test_a_number_tells_beside_its_subject_alone(self, pressroom: Pressroom) -> None:
        """A short value is in many a text."""
        kept(pressroom, "fact set battle-group.strength 1800" + AT_NOON)
        pressroom.edit("post 1800 trees were planted\n\nto: news")
        pressroom.tap("Send")
        assert len(pressroom.posted()) == 1
        pressroom.edit("post The NATO battle group in Latvia has 1800 soldiers\n\nto: news")
        pressroom.tap("Send")

        assert pressroom.posted() == []

    @pytest.mark.parametrize("words", ["Parade is canceled", "No Parade: fog expected"])
    def test_that_an_event_is_called_off_tells_beside_its_name(
        self, pressroom: Pressroom, words: str
    ) -> None:
        """In whatever form of the word, and so does the reason; beside another name neither."""
        pressroom.edit("event add parade 2021-12-04 Parade")
        kept(pressroom, "event cancel parade fog expected" + AT_NOON)
        pressroom.edit("post The concert is cancelled, fog expected\n\nto: news")
        pressroom.tap("Send")
        assert len(pressroom.posted()) == 1

        pressroom.edit(f"post {words}\n\nto: news")
        pressroom.tap("Send")

        assert pressroom.posted() == []

    def test_nothing_of_it_is_told_to_readers(self, pressroom: Pressroom) -> None:
        """A reader before its hour hears of nothing, whoever else was told."""
        kept(pressroom)
        pressroom.after(timedelta(seconds=2))

        assert pressroom.told(ANNAS, "proposal") == []
        assert "Canada" in pressroom.say(ASKED, ANNAS, ANNA)


def _words(sent: list[Outgoing]) -> list[tuple[str, str]]:
    return [(each.chat.id, plain(each.message)) for each in sent]
