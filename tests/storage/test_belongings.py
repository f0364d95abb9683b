"""What belongs to a person: united with another's, or forgotten, and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.choices import Choice
from storage.database import Database, Transaction
from storage.errors import Spent
from storage.inbox import Arrival
from storage.ledger import FORGOTTEN, Message, State
from storage.pending import Proposal
from storage.people import KnownAs, Role
from tests.standins.clock import FakeClock

HOUR = timedelta(hours=1)
SAID = {"message": [{"text": "Canada"}], "language": "en"}


def told(tx: Transaction, person: int, chat: int, key: str, **more: str) -> int:
    """Send a person a message in a chat, and return its id."""
    made = tx.ledger.add(Message(key, "answer", chat, {**SAID, **more}, person))
    assert made is not None
    (claimed,) = tx.ledger.claim("t", 1, HOUR, chat)
    tx.ledger.sent(claimed, f"m-{key}")
    return made


def private(tx: Transaction, account: str, name: str = "") -> tuple[int, int]:
    """Have somebody write in private; return their id and that of the chat."""
    person = tx.people.seen("telegram", account, name, name).id
    chat = tx.chats.seen("telegram", account, "", "private", name).id
    tx.chats.belongs(chat, person)
    return person, chat


def test_two_become_one_with_everything_of_both(database: Database) -> None:
    """Accounts, chats, questions, messages and buttons of the other are the one's from now on."""
    with database.write() as tx:
        one, _ = private(tx, "1", "anna")
        other, chat = private(tx, "2")
        tx.people.set_role(other, Role.EDITOR)
        tx.people.set_language(other, "lv")
        tx.people.admit(other)
        tx.questions.add("Kas?", "lv", "x", {}, other, chat)
        told(tx, other, chat, "a")
        (token,) = tx.choices.add(chat, [Choice("run", {})], HOUR, other)

        tx.belongings.unite(one, other)

        united = tx.people.get(one)
        assert united is not None
        assert (united.name, united.role, united.language) == ("anna", Role.EDITOR, "lv")
        assert united.admitted_at == tx.now
        assert tx.people.accounts_of(one) == (
            KnownAs("telegram", "1", "anna"),
            KnownAs("telegram", "2"),
        )
        assert tx.people.find("telegram", "2") == united
        assert [each.external_id for each in tx.chats.private(one)] == ["2", "1"]
        assert [each.text for each in tx.questions.asked_by(one)] == ["Kas?"]
        assert tx.ledger.told(one) == 1
        assert tx.choices.take(token, chat, one).action == "run"


def test_the_one_keeps_what_they_chose(database: Database) -> None:
    """A name, a language and a higher role of one's own stay, whatever the other has."""
    with database.write() as tx:
        one, _ = private(tx, "1", "anna")
        other, _ = private(tx, "2", "berta")
        tx.people.set_role(one, Role.OWNER)
        for person, language in ((one, "en"), (other, "lv")):
            tx.people.set_language(person, language)

        tx.belongings.unite(one, other)

        united, emptied = tx.people.get(one), tx.people.get(other)
        assert united is not None
        assert emptied is not None
        assert (united.name, united.role, united.language) == ("anna", Role.OWNER, "en")
        assert (emptied.name, emptied.role, emptied.language) == ("", Role.READER, None)
        assert tx.people.accounts_of(other) == ()


def test_what_one_proposed_the_other_must_not_approve(database: Database) -> None:
    """A proposal of the other is the one's own, who so cannot approve it."""
    with database.write() as tx:
        one, other = private(tx, "1")[0], private(tx, "2")[0]
        number = tx.pending.add(Proposal("fact.set", "a.b", {}, other))

        tx.belongings.unite(one, other)

        proposal = tx.pending.get(number)
        assert proposal is not None
        assert proposal.author == one


class TestForgetting:
    """Somebody asks to be forgotten."""

    def test_they_are_met_as_new(self, database: Database) -> None:
        """Their account leads to nobody, and the row that stays for the audit says nothing."""
        with database.write() as tx:
            person, chat = private(tx, "1", "anna")
            tx.people.set_language(person, "lv")
            tx.chats.set_language(chat, "lv")
            tx.chats.set_timezone(chat, "Europe/Vilnius")
            tx.chats.set_quiet(chat, "off")

            tx.belongings.forget(person)

            left, place = tx.people.get(person), tx.chats.get(chat)
            assert left is not None
            assert place is not None
            assert (left.name, left.language) == ("", None)
            assert (place.title, place.language, place.person) == ("", None, None)
            assert (place.timezone, place.quiet) == (None, None)
            assert tx.people.find("telegram", "1") is None
            assert tx.people.mentioned("telegram", "anna") is None
            assert tx.people.seen("telegram", "1").id != person

    def test_what_they_alone_were_told_is_gone(self, database: Database) -> None:
        """In private, and where only they saw it; what a group was told is the group's."""
        with database.write() as tx:
            person, chat = private(tx, "1")
            group = tx.chats.seen("telegram", "-1", "", "group").id
            ids = [
                told(tx, person, chat, "in-private"),
                told(tx, person, group, "alone", alone="1"),
                told(tx, person, group, "aloud"),
            ]

            tx.belongings.forget(person)

            rows = tx.ledger.get(ids)
            assert [bool(row.payload) for row in rows] == [False, False, True]
            assert [row.why for row in rows] == [FORGOTTEN, FORGOTTEN, ""]
            assert [row.person for row in rows] == [None, None, None]

    def test_what_is_not_sent_yet_never_is(self, database: Database) -> None:
        """A message that waits is dropped; one on its way is left to whoever sends it."""
        with database.write() as tx:
            person, chat = private(tx, "1")
            first = tx.ledger.add(Message("a", "answer", chat, SAID, person))
            second = tx.ledger.add(Message("b", "answer", chat, SAID, person))
            (sending,) = tx.ledger.claim("t", 1, HOUR)

            tx.belongings.forget(person)

            tx.ledger.sent(sending, "m")
            rows = tx.ledger.get([first or 0, second or 0])
            assert [row.state for row in rows] == [State.SENT, State.DROPPED]

    def test_questions_stay_without_them(self, database: Database) -> None:
        """An editor can still answer what was asked, and cannot tell by whom."""
        with database.write() as tx:
            person, chat = private(tx, "1")
            number = tx.questions.add("Kas?", "lv", "x", {}, person, chat)

            tx.belongings.forget(person)

            question = tx.questions.get(number)
            assert question is not None
            assert (question.text, question.person, question.chat) == ("Kas?", None, None)

    def test_their_buttons_are_gone(self, database: Database) -> None:
        """Whatever was offered to them, or in their private chat, opens nothing any more."""
        with database.write() as tx:
            person, chat = private(tx, "1")
            mine = tx.choices.add(chat, [Choice("run", {})], HOUR, person)
            offered = tx.choices.add(chat, [Choice("answer", {})], HOUR)

            tx.belongings.forget(person)

            for token in (*mine, *offered):
                with pytest.raises(Spent):
                    tx.choices.take(token, chat, person)

    def test_the_inbox_forgets_who_it_was(self, database: Database) -> None:
        """Handled updates name them no more; those of others, and those that wait, stay."""
        with database.write() as tx:
            person, _ = private(tx, "1")
            lanes = ("telegram:1 telegram:1", "telegram:-1 telegram:1", "telegram:1 telegram:11")
            tx.inbox.add([Arrival("telegram", str(n), lane, {}) for n, lane in enumerate(lanes)])
            for claimed in tx.inbox.claim("t", 9, HOUR):
                tx.inbox.finish(claimed)
            tx.inbox.add([Arrival("telegram", "9", lanes[0], {"text": "x"})])

            tx.belongings.forget(person)

            read = tx.connection.exec_driver_sql("SELECT lane FROM inbox ORDER BY id")
            assert read.scalars().all() == ["", "", lanes[2], lanes[0]]

    def test_nobody_else_is_touched(self, database: Database) -> None:
        """Another person keeps everything."""
        with database.write() as tx:
            person, _ = private(tx, "1")
            other, chat = private(tx, "2", "berta")
            message = told(tx, other, chat, "a")
            number = tx.questions.add("Kas?", "lv", "x", {}, other, chat)
            before = tx.people.get(other), tx.chats.get(chat), tx.questions.get(number)

            tx.belongings.forget(person)

            assert (tx.people.get(other), tx.chats.get(chat), tx.questions.get(number)) == before
            assert tx.people.find("telegram", "2") == before[0]
            assert tx.ledger.get([message])[0].payload == SAID


def test_a_person_met_by_number_gets_a_name(database: Database) -> None:
    """Who was granted a role before they ever wrote is called by their name once they do."""
    with database.write() as tx:
        met = tx.people.seen("telegram", "1")
        assert tx.people.seen("telegram", "1", "Anna").name == "Anna"
        found = tx.people.get(met.id)
        assert found is not None
        assert found.name == "Anna"


def test_admission_is_the_first_one(database: Database, clock: FakeClock) -> None:
    """Somebody who comes by a second link came in when they came first."""
    first = clock()
    with database.write() as tx:
        person = tx.people.seen("telegram", "1")
        tx.people.admit(person.id)
    clock.advance(HOUR)
    with database.write() as tx:
        tx.people.admit(person.id)
        found = tx.people.get(person.id)
    assert found is not None
    assert found.admitted_at == first


def test_old_questions_lose_their_words(database: Database, clock: FakeClock) -> None:
    """A question past its time says nothing more and waits for nobody; a newer one stays."""
    with database.write() as tx:
        person, chat = private(tx, "1")
        old = tx.questions.add("Kas?", "lv", "x", {"a": 1}, person, chat)
        closed = tx.questions.add("Kur?", "lv", "x", {}, person, chat)
        tx.questions.close(closed, person, "answered")
    clock.advance(2 * HOUR)
    with database.write() as tx:
        new = tx.questions.add("Kad?", "lv", "x", {}, person, chat)

        assert tx.questions.sweep(tx.now - HOUR) == 2

        assert [each.number for each in tx.questions.open()] == [new]
        assert [each.text for each in tx.questions.asked_by(person)] == ["Kad?"]
        forgotten = tx.questions.get(old)
        assert forgotten is not None
        assert (forgotten.text, forgotten.trace, forgotten.person) == ("", {}, None)
        assert tx.questions.sweep(tx.now - HOUR) == 0


def test_chat_that_was_met_under_its_new_id_takes_everything_over(database: Database) -> None:
    """What was queued, ordered and chosen before is there, where the chat is now, and once."""
    with database.write() as tx:
        old = tx.chats.seen("telegram", "-1", "", "group")
        tx.chats.set_language(old.id, "en")
        one, other = (tx.subjects.add(key, "event").id for key in ("one", "other"))
        tx.rules.remind(old.id, one, ["1d"], None)
        tx.rules.remind(old.id, other, ["1d"], None)
        tx.ledger.add(Message("a", "answer", old.id, SAID))
        new = tx.chats.seen("telegram", "-1001", "", "group")
        tx.rules.remind(new.id, other, ["2h"], None)

        tx.belongings.move("telegram", "-1", "-1001")

        assert tx.ledger.claim("t", 1, HOUR, new.id)[0].external_id == "-1001"
        assert {(rule.subject, rule.offsets) for rule in tx.rules.of_chat(new.id)} == {
            (one, ("1d",)),
            (other, ("2h",)),
        }
        assert tx.rules.of_chat(old.id) == ()
        moved = tx.chats.get(new.id)
        assert moved is not None
        assert moved.language == "en"
