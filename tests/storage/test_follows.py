"""Follows: what a chat wants to hear of, by its own name, its subject's, or its topic's."""

from __future__ import annotations

from storage.content import Fact
from storage.database import Database, Transaction
from storage.follows import Follow, Followed, Kind

LEADER = Followed(Kind.FACT, "group.leader")
GROUP = Followed(Kind.SUBJECT, "group")
NATO = Followed(Kind.TOPIC, "nato")


def chat(tx: Transaction, name: str = "1") -> int:
    """Return our id of a private chat."""
    return tx.chats.seen("telegram", name, "", "private").id


def fact(tx: Transaction, attribute: str = "leader", topic: str = "nato") -> Fact:
    """Return a fact of the group, which holds nothing."""
    subject = tx.subjects.find("group") or tx.subjects.add("group", topic=topic)
    return tx.facts.create(subject.id, attribute)


def test_chat_follows_each_thing_once(database: Database) -> None:
    """Followed anew it stays one, in the way that was said last, until it is taken back."""
    with database.write() as tx:
        here, there = chat(tx), chat(tx, "2")

        assert tx.follows.add(Follow(here, GROUP, with_digest=False), None)
        assert not tx.follows.add(Follow(here, GROUP, with_digest=True), None)
        assert tx.follows.add(Follow(there, GROUP, with_digest=False), None)
        assert tx.follows.of_chat(here) == (Follow(here, GROUP, with_digest=True),)
        assert tx.follows.remove(here, GROUP)
        assert not tx.follows.remove(here, GROUP)
        assert [each.chat for each in tx.follows.of_chat(there)] == [there]


def test_change_is_heard_by_fact_subject_and_topic(database: Database) -> None:
    """By any of the three, at once, by each chat once; not with a digest, nor where we may not."""
    with database.write() as tx:
        known, other = fact(tx), fact(tx, "size")
        chats = [chat(tx, str(name)) for name in range(5)]
        for each, what in zip(chats, (LEADER, GROUP, NATO, NATO, LEADER), strict=True):
            tx.follows.add(Follow(each, what, with_digest=each == chats[3]), None)
        tx.follows.add(Follow(chats[0], NATO, with_digest=False), None)
        tx.chats.set_gone("telegram", "4", "blocked")

        assert tx.follows.at_once([known]) == tuple(chats[:3])
        assert tx.follows.at_once([other]) == tuple(chats[:3])
        tx.follows.remove(chats[0], NATO)
        assert tx.follows.at_once([other]) == tuple(chats[1:3])


def test_thing_covers_its_facts(database: Database) -> None:
    """A topic covers nothing of a subject without one, and a KEY no other that begins alike."""
    with database.write() as tx:
        known = fact(tx, topic="")

        assert [each.covers(known) for each in (LEADER, GROUP, NATO)] == [True, True, False]
        assert not Followed(Kind.TOPIC, "").covers(known)
        assert not Followed(Kind.FACT, "group.lead").covers(known)


def test_follows_go_with_the_chat_and_the_person(database: Database) -> None:
    """A chat that moved onto one that was met has each thing once; who is forgotten has none."""
    with database.write() as tx:
        old, new = chat(tx, "-1"), chat(tx, "-2")
        for each, what in ((old, GROUP), (old, NATO), (new, NATO)):
            tx.follows.add(Follow(each, what, with_digest=False), None)
        tx.belongings.move("telegram", "-1", "-2")
        assert {each.what for each in tx.follows.of_chat(new)} == {GROUP, NATO}

        person = tx.people.seen("telegram", "7").id
        own = chat(tx, "7")
        tx.chats.belongs(own, person)
        tx.follows.add(Follow(own, GROUP, with_digest=False), person)
        tx.follows.add(Follow(new, GROUP, with_digest=False), person)
        tx.belongings.forget(person)
        assert tx.follows.of_chat(own) == ()
        assert len(tx.follows.of_chat(new)) == 2
