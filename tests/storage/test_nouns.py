"""The rows around facts: people, chats, questions, pending changes, choices, the audit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.audit import Entry
from storage.choices import Choice
from storage.database import Database
from storage.errors import Spent, Why
from storage.pending import Outcome, Proposal
from storage.people import Role
from storage.subjects import NewSubject
from tests.standins.clock import FakeClock

HOUR = timedelta(hours=1)


def test_a_person_is_met_once(database: Database) -> None:
    """An account seen for the first time becomes a reader, and is known from then on."""
    with database.write() as tx:
        person = tx.people.seen("telegram", "123", "Anna")
        again = tx.people.seen("telegram", "123", "Anna B.")
        stranger = tx.people.seen("slack", "123", "Somebody else")
    assert person == again
    assert (person.name, person.role, person.language) == ("Anna", Role.READER, None)
    assert stranger.id != person.id


def test_a_person_keeps_a_role_and_a_language(database: Database) -> None:
    """What a person is and has chosen is found again by account, by id and by role."""
    with database.write() as tx:
        person = tx.people.seen("telegram", "123")
        tx.people.seen("telegram", "456")
        tx.people.set_role(person.id, Role.OWNER)
        tx.people.set_language(person.id, "lv")
    with database.read() as tx:
        found = tx.people.find("telegram", "123")
        assert found is not None
        assert (found.role, found.language) == (Role.OWNER, "lv")
        assert tx.people.get(person.id) == found
        assert tx.people.with_role(Role.OWNER) == (found,)
        assert tx.people.find("telegram", "789") is None
        assert tx.people.get(999) is None


def test_a_chat_is_one_topic(database: Database) -> None:
    """Two topics of one group are two chats, each with a language, zone and quiet of its own."""
    with database.write() as tx:
        general = tx.chats.seen("telegram", "-100", "", "group")
        topic = tx.chats.seen("telegram", "-100", "7", "group")
        tx.chats.set_language(topic.id, "en")
        tx.chats.set_timezone(topic.id, "Europe/Vilnius")
        tx.chats.set_quiet(topic.id, "23:00-07:30")
        assert tx.chats.seen("telegram", "-100", "", "group") == general
        chosen = tx.chats.get(topic.id)
        assert tx.chats.find("telegram", "-100", "8") is None
        assert tx.chats.get(999) is None
    assert chosen is not None
    assert (chosen.language, chosen.timezone) == ("en", "Europe/Vilnius")
    assert chosen.quiet == "23:00-07:30"
    assert (general.language, general.timezone, general.quiet) == (None, None, None)


def test_a_choice_of_a_chat_can_be_taken_back(database: Database) -> None:
    """A chat whose zone or quiet is chosen no more is as one that never chose."""
    with database.write() as tx:
        met = tx.chats.seen("telegram", "7", "", "private")
        tx.chats.set_timezone(met.id, "Europe/Vilnius")
        tx.chats.set_quiet(met.id, "off")
        tx.chats.set_timezone(met.id, None)
        tx.chats.set_quiet(met.id, None)

        assert tx.chats.get(met.id) == met


def test_a_question_waits_until_it_is_closed_once(database: Database, clock: FakeClock) -> None:
    """A question stays in the queue, oldest first, until the first of two editors closes it."""
    with database.write() as tx:
        asker = tx.people.seen("telegram", "1")
        chat = tx.chats.seen("telegram", "1", "", "private")
        first = tx.questions.add("Kas?", "lv", "no_subject", {"x": [1]}, asker.id, chat.id)
        second = tx.questions.add("??", None, "gibberish", {})
        waiting = tx.questions.open()
        closed = [tx.questions.close(first, asker.id, "answered") for _ in range(2)]
        left = tx.questions.open()
        question = tx.questions.get(first)
    assert [each.number for each in waiting] == [first, second]
    assert closed == [True, False]
    assert [each.number for each in left] == [second]
    assert question is not None
    assert (question.text, question.language, question.trace) == ("Kas?", "lv", {"x": [1]})
    assert (question.person, question.chat, question.asked_at) == (asker.id, chat.id, clock())


def test_numbers_are_shared_and_never_used_twice(database: Database) -> None:
    """Questions and pending changes count together, whatever becomes of them."""
    proposal = Proposal("fact.set", "a.b", {}, None)
    with database.write() as tx:
        one = tx.questions.add("a", "lv", "x", {})
        two = tx.pending.add(proposal)
        tx.questions.close(one, None, "closed")
        three = tx.questions.add("a", "lv", "x", {})
    assert (one, two, three) == (1, 2, 3)


def test_a_pending_change_is_due_at_its_hour(database: Database, clock: FakeClock) -> None:
    """An embargoed change is due from its hour on, and one for approval never by itself."""
    with database.write() as tx:
        author = tx.people.seen("telegram", "1")
        late = Proposal("fact.set", "a.b", {"value": "ā"}, author.id, 3, clock() + 2 * HOUR)
        soon = Proposal("fact.set", "c.d", {}, author.id, None, clock() + HOUR)
        numbers = [tx.pending.add(each) for each in (late, soon)]
        tx.pending.add(Proposal("fact.set", "e.f", {}, author.id))
        assert tx.pending.due() == {}
    clock.advance(2 * HOUR)
    with database.write() as tx:
        due = tx.pending.due()
        assert list(due) == numbers[::-1]
        assert due[numbers[0]] == late
        ended = [tx.pending.close(numbers[0], author.id, Outcome.APPLIED) for _ in range(2)]
        assert ended == [True, False]
        assert list(tx.pending.due()) == [numbers[1]]
        assert tx.pending.get(numbers[0]) is None
        assert tx.pending.get(numbers[1]) == soon


def test_one_tap_uses_up_an_offer(database: Database) -> None:
    """Of the buttons of one offer one can be used, by anyone in the chat, once."""
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "-1", "", "group").id
        person = tx.people.seen("telegram", "1").id
        choices = [Choice("answer", {"fact": n}) for n in range(3)]
        tokens = tx.choices.add(chat, choices, HOUR)
        apart = tx.choices.add(chat, choices[:1], HOUR)
        assert tx.choices.take(tokens[1], chat, person) == choices[1]
        with pytest.raises(Spent) as used:
            tx.choices.take(tokens[0], chat, person)
        assert tx.choices.take(apart[0], chat, person) == choices[0]
    assert used.value.why is Why.USED


def test_a_choice_that_led_nowhere_can_be_taken_again(database: Database) -> None:
    """Its whole offer is as it was before the tap."""
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "7", "", "private").id
        person = tx.people.seen("telegram", "7").id
        tokens = tx.choices.add(chat, [Choice("run", {}), Choice("leave", {})], HOUR)
        tx.choices.take(tokens[0], chat, person)
        tx.choices.give_back(tokens[0])

        assert tx.choices.take(tokens[1], chat, person) == Choice("leave", {})


def test_a_button_is_for_its_person_chat_and_hour(database: Database, clock: FakeClock) -> None:
    """A button is refused to others, elsewhere, when too old, and when nobody made it."""
    refused = []
    with database.write() as tx:
        chat = tx.chats.seen("telegram", "-1", "", "group").id
        mine, other = (tx.people.seen("telegram", each).id for each in "12")
        (token,) = tx.choices.add(chat, [Choice("run", {})], HOUR, mine)
        for tapped, place, person, later in (
            (token, chat, other, timedelta()),
            (token, chat + 1, mine, timedelta()),
            ("no-such", chat, mine, timedelta()),
            (token, chat, mine, HOUR),
        ):
            clock.advance(later)
            tx.changes.lock()
            with pytest.raises(Spent) as error:
                tx.choices.take(tapped, place, person)
            refused.append(error.value.why)
        swept = tx.choices.sweep()
    assert refused == [Why.NOT_YOURS, Why.NOT_YOURS, Why.UNKNOWN, Why.EXPIRED]
    assert swept == 1


def test_a_subject_is_called_by_its_names_in_order(database: Database) -> None:
    """Names come back by language, the one shown first, and a language is replaced whole."""
    names = {"lv": ["NATO", "alianse"], "en": ["NATO"]}
    with database.write() as tx:
        nato, riga = tx.subjects.add_all(
            [NewSubject("nato", names, "organisation", "defence"), NewSubject("riga", {})]
        )
        assert nato.names == {"lv": ("NATO", "alianse"), "en": ("NATO",)}
        assert tx.subjects.find("nato") == nato
        assert tx.subjects.all() == (nato, riga)
        changed = tx.subjects.set(nato, topic="summit", names={"lv": ["Alianse"]})
        assert changed.names == {"lv": ("Alianse",), "en": ("NATO",)}
        assert (changed.kind, changed.topic) == ("organisation", "summit")
        assert tx.subjects.get([nato.id, riga.id]) == {nato.id: changed, riga.id: riga}
        assert tx.subjects.find("riga") == riga
        assert tx.subjects.find("ogre") is None


def test_the_audit_tells_who_did_what_newest_first(database: Database, clock: FakeClock) -> None:
    """The audit is read from its newest row, of one target or one person if so asked."""
    with database.write() as tx:
        anna, bruno = (tx.people.seen("telegram", each).id for each in "12")
        for person, target in ((anna, "a.b"), (bruno, "a.b"), (anna, "c.d")):
            tx.audit.add(Entry(person, "fact.set", target, "telegram:1", {"to": "ā"}))
        everything = tx.audit.latest(10)
        assert [(entry.person, entry.target) for entry in everything] == [
            (anna, "c.d"),
            (bruno, "a.b"),
            (anna, "a.b"),
        ]
        assert everything[0].at == clock()
        assert everything[0].details == {"to": "ā"}
        assert [entry.person for entry in tx.audit.latest(10, target="a.b")] == [bruno, anna]
        assert [entry.target for entry in tx.audit.latest(10, person=anna)] == ["c.d", "a.b"]
        assert tx.audit.latest(1) == everything[:1]
