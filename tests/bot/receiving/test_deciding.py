"""What is held: the editors are told, and what they decide is done."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.desk import Desk
from bot.outcomes import InDoubt
from bot.port import Kind
from bot.posting import held
from bot.texts import phrase
from storage.deliveries import Delivery, Reason, State
from storage.plans import Planned
from tests.bot.receiving.house import (
    ANNA,
    PRIVATE,
    QUESTION,
    House,
    make_editor,
    open_editors_chat,
    run,
    said,
)
from tests.standins.speakers import EDITORS, Speaker

DUE = "on 26\N{NO-BREAK SPACE}November 2021 at 09:00 (Riga time)"

FIRST = 2
"""The number of what is held first: the file that filled the store has one as well."""


def row(desk: Desk, number: int = FIRST) -> Delivery:
    """Return the message with that number."""
    with desk.database.read() as tx:
        found = tx.journal.numbered(number)
    assert found is not None
    return found


def anna(house: House) -> Speaker:
    """Return Anna in private."""
    return Speaker(house.desk, ANNA, PRIVATE)


class TestWord:
    """The word about what is held, and its buttons."""

    def _held(self, house: House) -> Speaker:
        """Have a reply held, and the editors told; return an editor in their chat."""
        open_editors_chat(house)
        make_editor(house)
        house.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke again")])
        run(partial(house.hears, said(QUESTION)))
        house.clock.advance(held.GATHERED_FOR)
        run(house.ticks)
        return Speaker(house.desk, ANNA, EDITORS)

    def test_it_tells_what_where_when_and_why(self, house: House) -> None:
        """So that an editor can look before deciding."""
        self._held(house)

        assert house.platform.words[-1].splitlines() == [
            phrase("en", "held.heading", count=1),
            f"{FIRST} · answer → telegram:7: held; was due {DUE} – it may have been sent or not",
            phrase("en", "held.how"),
        ]
        assert [each.label for each in house.platform.sent[-1].choices] == ["Send", "Drop"]

    def test_two_words_on_their_way_tell_each_its_own(self, house: House) -> None:
        """As after an outage, which kept the first from leaving while more was held."""
        open_editors_chat(house)
        make_editor(house)
        house.platform.outcomes.extend([InDoubt("broke")] * 4)
        run(partial(house.hears, said(QUESTION)))
        run(partial(house.hears, said(QUESTION)))
        with house.desk.database.write() as tx:
            (chat,) = tx.plans.awaited(Kind.ALARM, None, f"{held.NAME}:")
            second = {"compose": held.NAME, "from": FIRST + 1}
            key = f"{held.NAME}:{FIRST + 1}:later:{chat}"
            tx.plans.add(Kind.ALARM, None, [Planned(key, chat, tx.now + held.APART, 1, second)])
        house.clock.advance(held.APART)
        run(house.ticks)
        run(house.ticks)

        words = [each for each in house.platform.words if "until you decide" in each]
        assert sorted(each.splitlines()[1][:4] for each in words) == ["2 · ", "3 · "]
        assert [len(each.splitlines()) for each in words] == [3, 3]

    def test_send_sends_it_marked_as_a_repeat(self, house: House) -> None:
        """The reader may have it already, and is told so."""
        boss = self._held(house)

        boss.tap_token(house.platform.sent[-1].choices[0].token)
        run(house.ticks)

        assert house.platform.words[-1].startswith(phrase("en", "desk.repeat"))
        assert house.platform.sent[-1].chat == PRIVATE
        assert row(house.desk).state is State.SENT

    def test_decision_takes_the_place_of_the_word_and_its_buttons(self, house: House) -> None:
        """Nobody decides twice: the other button is spent, and so is the number."""
        boss = self._held(house)
        send_, drop = house.platform.sent[-1].choices

        boss.tap_token(drop.token)

        assert boss.reply.choices == ()
        assert not boss.reply.aside
        assert boss.tap_token(send_.token) == phrase("lv", "desk.spent-used")
        assert row(house.desk).state is State.DROPPED

    def test_what_is_held_once_more_is_told_once_more(self, house: House) -> None:
        """A decision that ended in another doubt is to be made again."""
        boss = self._held(house)
        house.platform.outcomes.append(InDoubt("broke a third time"))
        boss.tap_token(house.platform.sent[-1].choices[0].token)
        run(house.ticks)
        assert row(house.desk).state is State.HELD

        house.clock.advance(held.APART)
        run(house.ticks)

        assert house.platform.words[-1].startswith(phrase("en", "held.heading", count=1))
        assert house.platform.sent[-1].chat.id == EDITORS.id


class TestInsisting:
    """What an editor sends passes what it was held for, and nothing else."""

    def _past_review(self, house: House) -> int:
        """Have a reminder held as its fact is past its review day; return its number."""
        make_editor(house)
        boss = anna(house)
        boss.say("/fact edit ministers-meeting.time | review: 2021-11-27")
        boss.say("/remind ministers-meeting 1d")
        house.clock.advance(timedelta(days=3))
        run(house.ticks)
        return FIRST

    def test_reminder_past_review_is_sent_on_demand(self, house: House) -> None:
        """The editor has looked at the fact."""
        number = self._past_review(house)
        assert row(house.desk, number).why == Reason.PAST_REVIEW
        boss = anna(house)

        boss.say(f"/deliveries send {number}")
        run(house.ticks)

        assert row(house.desk, number).state is State.SENT
        assert not house.platform.words[-1].startswith(phrase("en", "desk.repeat"))

    def test_what_cannot_be_true_any_more_is_dropped_all_the_same(self, house: House) -> None:
        """An event that was called off meanwhile reminds nobody."""
        number = self._past_review(house)
        boss = anna(house)
        boss.say("/event cancel ministers-meeting storm")
        before = len(house.platform.sent)

        boss.say(f"/deliveries send {number}")
        run(house.ticks)

        assert row(house.desk, number).state is State.DROPPED
        assert row(house.desk, number).why == Reason.CANCELLED
        assert "reminder" not in "".join(house.platform.words[before:])
