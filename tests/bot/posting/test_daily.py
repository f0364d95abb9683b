"""The daily line: what was held, failed, expired or late since the last one, each morning."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.posting import daily
from storage.deliveries import Message, Reason, State
from storage.people import Role
from tests.bot.posting.newsroom import ANNAS, DESK, ED, Newsroom, riga
from tests.bot.receiving.house import EDITORS

LEASE = timedelta(seconds=90)


class Mornings(Newsroom):
    """A newsroom that looks at the line of each morning."""

    def line(self, day: int, hour: str = "09:00") -> list[str]:
        """Let a day in November begin; return what several processes told of it."""
        for at in ("08:59", hour):
            self.clock.set(riga(f"2021-11-{day}T{at}"))
            for _ in range(3):
                with self.house.desk.database.write() as tx:
                    daily.Mornings(self.house.desk.home).look(tx)
            self.looks()
        return self.told(DESK, "daily")

    def fails(self, key: str, why: State = State.FAILED, kind: str = "reminder") -> None:
        """Have a message not arrive."""
        with self.house.desk.database.write() as tx:
            chat = tx.chats.seen("telegram", key, "", "private")
            tx.ledger.add(Message(key, kind, chat.id, {}))
            (found,) = tx.ledger.claim("token", 1, LEASE, chat.id)
            match why:
                case State.FAILED:
                    tx.ledger.fail(found, "Forbidden")
                case State.EXPIRED:
                    tx.ledger.expire(found, Reason.OVER)
                case _:
                    tx.ledger.hold(found, Reason.IN_DOUBT)


@pytest.fixture
def mornings(newsroom: Newsroom) -> Mornings:
    """Return a newsroom whose editors speak English."""
    made = Mornings(newsroom.house)
    made.say("/language en", DESK, ED)
    made.sent()
    return made


class TestLine:
    """What it says, and when."""

    def test_it_counts_by_kind(self, mornings: Mornings) -> None:
        """Each trouble with how many of which kind, and the commands that list them."""
        mornings.fails("1")
        mornings.fails("2")
        mornings.fails("3", kind="notice")
        mornings.fails("4", State.EXPIRED)
        mornings.fails("5", State.HELD)

        (told,) = mornings.line(27)
        assert told.partition(". ")[2] == (
            "Held: 1 (1 × reminder); Could not be sent: 3 (2 × reminder, 1 × notice of an event); "
            "Too late to be sent: 1 (1 × reminder). "
            "To see them: /deliveries held, /deliveries failed"
        )

    def test_nothing_is_not_said(self, mornings: Mornings) -> None:
        """A quiet night; and what was told once is not told again."""
        assert mornings.line(27) == []
        mornings.fails("1")
        assert len(mornings.line(28)) == 1
        assert mornings.line(29) == []
        mornings.fails("2")
        (told,) = mornings.line(30)
        assert told.startswith("Not everything left as it should have since 29")
        assert "Could not be sent: 1 (" in told

    def test_late_is_counted(self, mornings: Mornings) -> None:
        """What was sent, but more than ten minutes after its time."""
        mornings.add("2021-11-26T12:00")
        mornings.say("/remind summit 1h")
        mornings.at("2021-11-26T11:30")
        assert len(mornings.told(ANNAS, "reminder")) == 1

        (told,) = mornings.line(27)
        assert "Sent late: 1 (1 × reminder). To see them: /deliveries late" in told

    def test_it_comes_at_nine_by_the_clock_of_the_chat(self, mornings: Mornings) -> None:
        """An hour later where the editors are an hour behind."""
        mornings.say("/timezone brussels", DESK, ED)
        mornings.at("2021-11-26T12:00")
        mornings.fails("1")

        assert mornings.line(27) == []
        assert len(mornings.line(27, "10:00")) == 1

    def test_after_a_pause_one_line_tells_of_all(self, mornings: Mornings) -> None:
        """The program stood still for days: what it missed is in the next line, once."""
        mornings.fails("1")
        assert len(mornings.line(29, "11:00")) == 1
        mornings.fails("2")

        (told,) = mornings.line(30)
        assert told.startswith("Not everything left as it should have since 29")
        assert "Could not be sent: 1 (" in told

    def test_what_failed_after_nine_is_told_the_next_morning(self, mornings: Mornings) -> None:
        """Whoever starts later in the day says nothing of it yet."""
        assert mornings.line(27) == []
        mornings.fails("1")

        assert mornings.line(27, "15:00") == []
        assert len(mornings.line(28)) == 1

    def test_it_is_looked_for_now_and_then(self, mornings: Mornings) -> None:
        """And not each second; a clock that was set back is noticed."""
        each = daily.Mornings(mornings.house.desk.home)
        now = mornings.clock()
        assert each.is_due(now)
        with mornings.house.desk.database.write() as tx:
            each.look(tx)
        assert not each.is_due(now)
        assert each.is_due(now + daily.LOOKS_EVERY)
        assert each.is_due(now - timedelta(hours=1))

    def test_owners_hear_it_where_there_is_no_editors_chat(self, mornings: Mornings) -> None:
        """As they hear alarms."""
        with mornings.house.desk.database.write() as tx:
            person = tx.people.seen("telegram", "7", "Anna")
            tx.people.set_role(person.id, Role.OWNER)
            tx.chats.set_gone("telegram", EDITORS.partition(":")[2], "kicked")
        mornings.fails("1")

        mornings.line(27)
        assert [row.chat for row in mornings.rows("alarm")] == [person_chat(mornings)]


def person_chat(mornings: Mornings) -> int:
    """Return our id of the owner's private chat."""
    with mornings.house.desk.database.read() as tx:
        found = tx.chats.find("telegram", "7")
    assert found is not None
    return found.id
