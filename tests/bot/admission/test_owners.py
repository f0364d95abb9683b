"""The first owner: from the settings, or by the pass that was printed."""

from __future__ import annotations

from bot.admission import owners
from bot.admission.owners import CLAIM_WITHIN
from bot.desk import Desk
from bot.port import Account
from bot.texts import phrase
from storage.people import Role
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, owner, reader

FIRST = (Account("telegram", "1"), Account("slack", "U01ABC"))


def word_of(desk: Desk) -> str:
    """Return the word of a pass for a first owner, as a start prints it."""
    with desk.database.write() as tx:
        return owners.claim_word(tx)


def owners_of(desk: Desk) -> list[str]:
    """Return the accounts of every owner."""
    with desk.database.read() as tx:
        people = tx.people.with_role(Role.OWNER)
        return [str(each) for one in people for each in tx.people.accounts_of(one.id)]


class TestSettings:
    """Owners that the settings name."""

    def test_they_are_made_owners_by_nobody(self, desk: Desk) -> None:
        """Each of them is owner, and the audit says that the settings made them so."""
        with desk.database.write() as tx:
            owners.appoint(tx, FIRST)
            acts = tx.audit.latest(2)

        assert owners_of(desk) == ["telegram:1", "slack:U01ABC"]
        assert [(act.person, act.place, act.target) for act in acts] == [
            (None, "settings", "slack:U01ABC"),
            (None, "settings", "telegram:1"),
        ]

    def test_they_count_only_while_there_is_no_owner(self, desk: Desk) -> None:
        """Who was made owner since, or had it taken back, is not overruled at the next start."""
        owner(desk)
        with desk.database.write() as tx:
            owners.appoint(tx, FIRST)

        assert owners_of(desk) == ["telegram:5"]

    def test_what_is_known_of_them_stays(self, desk: Desk) -> None:
        """Somebody who wrote before keeps name and handle."""
        with desk.database.write() as tx:
            tx.people.seen("telegram", "1", "Anna", "anna")
            owners.appoint(tx, FIRST)
            anna = tx.people.mentioned("telegram", "anna")

        assert anna is not None
        assert (anna.name, anna.role) == ("Anna", Role.OWNER)


class TestClaim:
    """A link that makes who opens it the first owner."""

    def test_who_brings_it_is_owner(self, desk: Desk) -> None:
        """Owner from that message on, and in the audit."""
        asker = reader(desk, language="en")

        assert asker.say(f"/start c-{word_of(desk)}") == phrase("en", "start.claimed")
        assert phrase("en", "role.owner") in asker.say("/whoami")
        with desk.database.read() as tx:
            assert tx.audit.latest(1)[0].details == {"role": "owner", "by": "claim"}

    def test_it_works_once(self, desk: Desk) -> None:
        """The second to bring it hears that it is used, and stays a reader."""
        word = word_of(desk)
        reader(desk).say(f"/start c-{word}")
        late = reader(desk, "8", "en")

        assert late.say(f"/start c-{word}") == phrase("en", "start.spent-claim")
        assert owners_of(desk) == ["telegram:7"]

    def test_it_works_for_an_hour(self, desk: Desk, clock: FakeClock) -> None:
        """After that it is as good as any made-up word."""
        word = word_of(desk)
        clock.advance(CLAIM_WITHIN)
        asker = reader(desk, language="en")

        told = [asker.say(f"/start c-{each}") for each in (word, "made-up")]
        assert told == [phrase("en", "start.spent-claim")] * 2
        assert owners_of(desk) == []

    def test_it_opens_nothing_once_there_is_an_owner(self, desk: Desk) -> None:
        """A pass printed before the owner came is worth nothing, and none is made after."""
        word = word_of(desk)
        owner(desk)

        assert reader(desk).say(f"/start c-{word}") == phrase("lv", "start.spent-claim")
        assert word_of(desk) == ""

    def test_in_a_group_it_is_not_used_up(self, desk: Desk) -> None:
        """Where others read it it opens nothing, and in private it still does."""
        word = word_of(desk)
        asker = reader(desk, language="en")

        told = asker.elsewhere(GROUP).say(f"/start c-{word}")

        private = phrase("lv", "desk.in-private")
        assert told == phrase("lv", "start.pass-in-public", private=private)
        assert asker.say(f"/start c-{word}") == phrase("en", "start.claimed")

    def test_typed_so_that_nobody_else_sees_it_works(self, desk: Desk) -> None:
        """Where a platform has no links the word is typed, wherever one is, for the desk alone."""
        elsewhere = reader(desk).elsewhere(GROUP)
        elsewhere.alone = True

        assert elsewhere.say(f"/start c-{word_of(desk)}") == phrase("lv", "start.claimed")
