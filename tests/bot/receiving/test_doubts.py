"""What may have been sent or not: asked about, repeated once with a word, or held."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from bot.outcomes import InDoubt, Later, Outcome, Sent, Wait
from bot.port import Kind, Outgoing, Place
from bot.posting import held
from bot.posting.policies import YOUNG
from bot.posting.relay import LEASE
from bot.texts import phrase
from storage.ledger import Message, State
from tests.bot.receiving.house import QUESTION, House, changed, open_editors_chat, run, said
from tests.standins.platform import QuietPlatform


class Deliberate(QuietPlatform):
    """Says whether a message is there, and takes what it gets again, when the test has it do so.

    Attributes:
        asked_whether: who waits to be told, in the order in which they asked.
        begun: a message comes again.
        ended: it is taken.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked_whether: asyncio.Queue[asyncio.Future[Later | InDoubt]] = asyncio.Queue()
        self.begun, self.ended = asyncio.Event(), asyncio.Event()

    async def find(self, outgoing: Outgoing) -> Later | InDoubt:  # noqa: ARG002 - the same for all
        """Say what the test says, when it does."""
        told: asyncio.Future[Later | InDoubt] = asyncio.get_running_loop().create_future()
        self.asked_whether.put_nowait(told)
        return await told

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Take the second message slowly."""
        outcome = await super().send(outgoing)
        if len(self.sent) == 2:
            self.begun.set()
            await self.ended.wait()
        return outcome


class TestDoubts:
    """What may have been sent is never simply repeated."""

    def test_reply_is_sent_once_more_and_says_so(self, house: House) -> None:
        """A reply younger than ten minutes: the second begins with a word about it."""
        house.platform.outcomes.append(InDoubt("connection broke"))
        run(partial(house.hears, said(QUESTION)))

        first, second = house.platform.words
        assert second == f"{phrase('en', 'desk.repeat')}\n{first}"
        assert house.states() == [State.SENT]

    def test_second_doubt_is_held_and_editors_are_told(self, house: House) -> None:
        """Nobody gets it a third time; an editor decides."""
        open_editors_chat(house)
        house.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke again")])
        run(partial(house.hears, said(QUESTION)))
        house.clock.advance(held.GATHERED_FOR)
        run(house.ticks)

        assert house.states() == [State.HELD, State.SENT]
        number = house.ledger()[0].number
        told = house.platform.words[2]
        assert told.startswith(phrase("en", "held.heading", count=1))
        assert f"{number} · answer" in told
        assert house.platform.sent[2].chat.id == "-200"

    def test_old_reply_is_held_at_once(self, house: House) -> None:
        """After ten minutes nobody waits for it, and a double would only puzzle."""
        house.platform.outcomes.append(Later("down"))
        run(partial(house.hears, said(QUESTION)))
        house.clock.advance(YOUNG)
        house.platform.outcomes.append(InDoubt("broke"))
        run(house.ticks)

        assert house.states() == [State.HELD]

    def test_platform_that_can_tell_is_asked(self, house: House) -> None:
        """What was sent is settled with its id, and nothing is repeated."""
        house.platform.found = Sent("4711")
        house.platform.outcomes.append(InDoubt("broke"))
        run(partial(house.hears, said(QUESTION)))

        (row,) = house.ledger()
        assert (row.state, row.message) == (State.SENT, "4711")
        assert len(house.platform.sent) == 1

    def test_platform_that_knows_better_gets_it_again_unmarked(self, house: House) -> None:
        """What was surely not sent is sent as if for the first time."""
        house.platform.found = Later("not there")
        house.platform.outcomes.append(InDoubt("broke"))
        run(partial(house.hears, said(QUESTION)))

        first, second = house.platform.words
        assert first == second

    def test_platform_that_cannot_be_asked_now_is_asked_later(self, house: House) -> None:
        """Nothing is decided while it is out of reach."""
        house.platform.found = Wait(5)
        house.platform.outcomes.append(InDoubt("broke"))
        run(partial(house.hears, said(QUESTION)))
        assert house.states() == [State.IN_DOUBT]

        house.platform.found = Sent("4711")
        run(house.ticks)
        assert house.states() == [State.SENT]

    def test_edit_is_repeated(self, house: House) -> None:
        """The same edit twice is one; it needs no word about it."""
        update = said(QUESTION)
        anew = changed(update, "cik karavīru ir kaujas grupā?")
        run(partial(house.hears, update))
        house.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke")])
        run(partial(house.hears, anew))

        assert [each.edits for each in house.platform.sent] == ["", "1000", "1000", "1000"]
        assert len(set(house.platform.words[1:])) == 1
        assert set(house.states()) == {State.SENT}

    def test_what_was_claimed_long_ago_is_not_sent(self, house: House) -> None:
        """Who has no time left to send it puts it back: soon another may send it as well."""
        with house.desk.database.write() as tx:
            chat = tx.chats.seen("telegram", "7", "", Place.PRIVATE).id
            tx.ledger.add(Message("reply:1", Kind.REPLY, chat, {"message": [], "language": "en"}))
            claimed = house.relay.claim(tx, chat)
        house.clock.advance(LEASE / 2 + timedelta(seconds=1))

        async def sends() -> None:
            house.relay.send(claimed)
            await house.relay.idle()

        run(sends)
        assert house.platform.sent == []
        assert house.states() == [State.QUEUED]

        house.clock.advance(LEASE)
        run(house.ticks)
        assert len(house.platform.sent) == 1
        assert [(row.state, row.doubts) for row in house.ledger()] == [(State.SENT, 0)]

    def test_who_stood_still_before_sending_leaves_no_doubt(self, house: House) -> None:
        """It knows of each message that it was not sent, and suspects nobody but itself."""
        with house.desk.database.write() as tx:
            for name in ("7", "8"):
                chat = tx.chats.seen("telegram", name, "", Place.PRIVATE).id
                payload = {"message": [], "language": "en"}
                tx.ledger.add(Message(f"reply:{name}", Kind.REPLY, chat, payload))
            claimed = tx.ledger.claim(house.relay.holder.token, 2, LEASE)
        house.clock.advance(LEASE)
        with house.desk.database.write() as tx:
            assert tx.ledger.orphan() == 2

        async def sends() -> None:
            house.relay.send(claimed)
            await house.relay.idle()

        run(sends)
        assert house.platform.sent == []
        assert house.states() == [State.QUEUED, State.QUEUED]

    def test_sender_that_died_leaves_a_doubt_not_a_double(self, house: House) -> None:
        """A row claimed and never settled is resolved once its lease is over."""
        house.platform.before_sending = die
        with pytest.raises(KeyboardInterrupt):
            run(partial(house.hears, said(QUESTION)))
        house.platform.before_sending = lambda _: None
        house.build()
        run(house.ticks)
        assert house.states() == [State.SENDING]

        house.clock.advance(LEASE)
        run(house.ticks)
        assert house.states() == [State.SENT]
        assert len(house.platform.sent) == 1
        assert house.platform.words[0].startswith(phrase("en", "desk.repeat"))

    @pytest.mark.parametrize("found", [Later("not there"), InDoubt("cannot be asked")])
    def test_of_two_who_look_into_a_doubt_one_decides(
        self, house: House, found: Later | InDoubt
    ) -> None:
        """Who comes to the same end while the other sends it again, sends nothing."""
        house.platform = platform = Deliberate()
        platform.outcomes.append(InDoubt("broke"))
        house.build()
        ours = house.relay, house.reception
        house.build()
        other, (house.relay, house.reception) = house.relay, ours

        async def both_look() -> None:
            hearing = asyncio.create_task(house.hears(said(QUESTION)))
            first = await platform.asked_whether.get()
            await other.tick()
            second = await platform.asked_whether.get()
            first.set_result(found)
            await platform.begun.wait()
            second.set_result(found)
            await other.idle()
            platform.ended.set()
            await hearing

        run(both_look)
        assert len(platform.sent) == 2
        assert [(row.state, row.message) for row in house.ledger()] == [(State.SENT, "1001")]


def die(_: object) -> None:
    """End as a program does that is told to."""
    raise KeyboardInterrupt
