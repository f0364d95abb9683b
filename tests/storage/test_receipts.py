"""Receipts: who was told which version last, by whatever message it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from storage.database import Database, Transaction
from storage.facts import ChangeKind, Content, NewVersion
from storage.ledger import Delivery, Message
from storage.plans import Planned
from storage.receipts import Receipt, Told
from tests.standins.clock import FakeClock
from tests.storage.planned import KIND, LEASE, SECOND, SUBJECT, claim, claim_replies, sent

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Archive:
    """A fact with some versions, to be told of."""

    database: Database
    fact: int
    other: int
    versions: tuple[int, ...]

    def shows(self, tx: Transaction, delivery: int, *versions: int, fact: int = 0) -> None:
        """Write what a message shows, by the places of the versions."""
        receipts = [
            Receipt(node, fact or self.fact, self.versions[version], tx.now, "en")
            for node, version in enumerate(versions)
        ]
        tx.receipts.add(delivery, receipts)

    def queue(self, key: str, chat: int, *versions: int, **more: Any) -> int:  # noqa: ANN401 - fields of several types
        """Queue a reply that shows versions, and return its id."""
        payload = more.pop("payload", {"language": "en"})
        with self.database.write() as tx:
            made = tx.ledger.add(Message(key, "answer", chat, payload, **more))
            assert made is not None
            self.shows(tx, made, *versions)
            return made

    def answer(self, key: str, chat: int, *versions: int, **more: Any) -> None:  # noqa: ANN401 - as above
        """Send a reply that shows versions."""
        self.queue(key, chat, *versions, **more)
        sent(self.database, claim_replies(self.database))

    def compose(self, delivery: Delivery, *versions: int) -> None:
        """Give a planned message its words."""
        with self.database.write() as tx:
            tx.ledger.word(delivery, {"language": "en"})
            self.shows(tx, delivery.id, *versions)

    def told(self, besides: int | None = None) -> dict[tuple[int, int | None], list[int]]:
        """Return the places of the versions told last, by chat and person alone."""
        return {
            (each.chat, each.alone): [self.versions.index(version) for version in each.versions]
            for each in self.latest(besides)
        }

    def latest(self, besides: int | None = None) -> tuple[Told, ...]:
        """Return what was told last."""
        with self.database.read() as tx:
            return tx.receipts.latest([self.fact], besides)


@pytest.fixture
def archive(database: Database) -> Archive:
    """Return a fact with four versions, beside another."""
    with database.write() as tx:
        subject = tx.subjects.add("meeting", "event").id
        fact, other = (tx.facts.create(subject, name) for name in ("time", "place"))
        change = tx.changes.begin(ChangeKind.SET, None)
        content = Content({"lv": "?"}, {}, {}, None, date(2021, 11, 26))
        new = [NewVersion(fact.id, content, f"v{number}") for number in range(4)]
        new.append(NewVersion(other.id, content, "other"))
        versions = tx.facts.add_versions(change, new)
    return Archive(database, fact.id, other.id, tuple(each.id for each in versions))


@pytest.fixture
def here(database: Database) -> int:
    """Return our id of a private chat."""
    with database.write() as tx:
        return tx.chats.seen("telegram", "1", "", "private").id


def test_last_word_counts(archive: Archive, here: int, clock: FakeClock) -> None:
    """Not what was told before, however often."""
    for key, version in (("a", 0), ("b", 1), ("c", 0)):
        archive.answer(key, here, version)
        clock.advance(SECOND)

    assert archive.told() == {(here, None): [0]}
    assert archive.told(besides=3) == {(here, None): [1]}


def test_all_that_one_message_shows_counts(archive: Archive, here: int) -> None:
    """A history shows several versions, in their order."""
    archive.answer("a", here, 2, 0, 1)

    assert archive.told() == {(here, None): [2, 0, 1]}


def test_other_facts_do_not_count(archive: Archive, here: int, clock: FakeClock) -> None:
    """What is said later of something else takes nothing back."""
    archive.answer("a", here, 0)
    clock.advance(SECOND)
    with archive.database.write() as tx:
        made = tx.ledger.add(Message("b", "answer", here, {}))
        assert made is not None
        archive.shows(tx, made, 4, fact=archive.other)
    sent(archive.database, claim_replies(archive.database))

    assert archive.told() == {(here, None): [0]}


def test_edited_message_shows_what_it_shows_now(archive: Archive, here: int) -> None:
    """The receipts of what it said before are taken away by who edits it."""
    archive.answer("a", here, 0)
    with archive.database.write() as tx:
        tx.receipts.remove([1])
        archive.shows(tx, 1, 1)

    assert archive.told() == {(here, None): [1]}


def test_planned_words_are_as_new_as_they_left(
    archive: Archive, here: int, clock: FakeClock
) -> None:
    """A row is made long before it gets its words; a reply between is older than they are."""
    with archive.database.write() as tx:
        tx.plans.add(KIND, SUBJECT, [Planned("r", here, clock() + HOUR, 2, {})])
    archive.answer("a", here, 1)
    clock.advance(HOUR)
    (reminder,) = claim(archive.database)
    archive.compose(reminder, 2)
    assert archive.told() == {(here, None): [2]}

    sent(archive.database, [reminder])
    assert archive.told() == {(here, None): [2]}
    assert archive.told(besides=reminder.id) == {(here, None): [1]}
    clock.advance(SECOND)
    archive.answer("b", here, 3)
    assert archive.told() == {(here, None): [3]}


def test_plan_without_words_has_told_nothing(archive: Archive, here: int, clock: FakeClock) -> None:
    """However long it waits."""
    archive.answer("a", here, 1)
    with archive.database.write() as tx:
        tx.plans.add(KIND, SUBJECT, [Planned("r", here, clock(), 2, {})])

    assert archive.told() == {(here, None): [1]}


@pytest.mark.parametrize("state", ["failed", "dropped", "expired"])
def test_what_never_left_does_not_count(
    archive: Archive, here: int, clock: FakeClock, state: str
) -> None:
    """Nobody has read it."""
    archive.answer("a", here, 0)
    clock.advance(SECOND)
    archive.queue("b", here, 1)
    (delivery,) = claim_replies(archive.database)
    with archive.database.write() as tx:
        match state:
            case "failed":
                tx.ledger.fail(delivery, "refused")
            case "dropped":
                tx.ledger.drop(delivery, "empty")
            case _:
                tx.ledger.expire(delivery, "over")

    assert archive.told() == {(here, None): [0]}


@pytest.mark.parametrize("state", ["queued", "sending", "in doubt", "held"])
def test_what_may_be_read_counts(archive: Archive, here: int, clock: FakeClock, state: str) -> None:
    """On its way, or nobody knows: it is the last word until something else is."""
    archive.answer("a", here, 0)
    clock.advance(SECOND)
    archive.queue("b", here, 1)
    if state != "queued":
        (delivery,) = claim_replies(archive.database)
        with archive.database.write() as tx:
            if state == "in doubt":
                tx.ledger.doubt(delivery, "broke")
            elif state == "held":
                tx.ledger.hold(delivery, "in doubt")

    assert archive.told() == {(here, None): [1]}


def test_what_is_held_grows_old(archive: Archive, here: int, clock: FakeClock) -> None:
    """It may have been read when it was tried; what was sent after that is newer."""
    archive.queue("a", here, 0)
    (delivery,) = claim_replies(archive.database)
    with archive.database.write() as tx:
        tx.ledger.hold(delivery, "in doubt")
    clock.advance(SECOND)
    archive.answer("b", here, 1)

    assert archive.told() == {(here, None): [1]}


def test_chat_that_put_us_out_does_not_count(archive: Archive, here: int) -> None:
    """Nobody there can be told anything, until we are let in."""
    archive.answer("a", here, 0)
    with archive.database.write() as tx:
        tx.chats.set_gone("telegram", "1", "blocked")
    assert archive.told() == {}

    with archive.database.write() as tx:
        tx.chats.set_gone("telegram", "1", "")
    assert archive.told() == {(here, None): [0]}


def test_what_one_saw_alone_is_told_to_them(archive: Archive, clock: FakeClock) -> None:
    """In one chat each has a last word of their own, and all together have theirs."""
    with archive.database.write() as tx:
        group = tx.chats.seen("slack", "C1", "", "group").id
        anna, bert = (tx.people.seen("slack", name, name).id for name in ("U1", "U2"))
    for key, version, person, alone in (
        ("a", 0, anna, True),
        ("b", 1, bert, True),
        ("c", 2, anna, False),
        ("d", 3, bert, True),
    ):
        archive.answer(key, group, version, person=person, alone=alone)
        clock.advance(SECOND)

    assert archive.told() == {(group, anna): [0], (group, None): [2], (group, bert): [3]}


def test_newest_comes_last(archive: Archive, here: int, clock: FakeClock) -> None:
    """Across chats and people, what is still on its way after all that was sent."""
    with archive.database.write() as tx:
        others = [tx.chats.seen("telegram", name, "", "private").id for name in "23"]
    archive.queue("a", others[0], 0)
    (delivery,) = claim_replies(archive.database)
    for key, chat in (("b", others[1]), ("c", here)):
        archive.answer(key, chat, 0)
        clock.advance(SECOND)
    assert [each.chat for each in archive.latest()] == [others[1], here, others[0]]

    sent(archive.database, [delivery])
    archive.answer("d", others[1], 0)
    assert [each.chat for each in archive.latest()] == [here, others[0], others[1]]


def test_one_chat_is_asked_for_with_what_its_person_saw(archive: Archive, here: int) -> None:
    """What others were told does not matter to it."""
    with archive.database.write() as tx:
        anna = tx.people.seen("telegram", "1", "Anna").id
        tx.chats.belongs(here, anna)
        group = tx.chats.seen("telegram", "-100", "", "group").id
    archive.answer("a", here, 0)
    archive.answer("b", group, 1)
    archive.answer("c", group, 2, person=anna, alone=True)
    archive.answer("d", group, 3, person=anna)

    with archive.database.read() as tx:
        chats = [tx.chats.get(each) for each in (here, group)]
        found = [tx.receipts.latest([archive.fact], chat=chat) for chat in chats]
    told = [sorted((each.chat, each.alone or 0) for each in part) for part in found]
    assert told == [[(here, 0), (group, anna)], [(group, 0), (group, anna)]]


def test_thread_of_the_last_word_is_known(archive: Archive, here: int) -> None:
    """A notice goes where it was told."""
    archive.answer("a", here, 0, payload={"language": "en", "thread": "1.5"})

    assert [each.thread for each in archive.latest()] == ["1.5"]


def test_lease_of_words_ends_in_doubt_and_counts(
    archive: Archive, here: int, clock: FakeClock
) -> None:
    """What was being sent when a program died may have been read."""
    with archive.database.write() as tx:
        tx.plans.add(KIND, SUBJECT, [Planned("r", here, clock(), 2, {})])
    (reminder,) = claim(archive.database)
    archive.compose(reminder, 1)
    clock.advance(2 * LEASE)
    with archive.database.write() as tx:
        tx.ledger.orphan()

    assert archive.told() == {(here, None): [1]}


def test_outdated_is_told_by_who_can_be_reached(archive: Archive, here: int) -> None:
    """Of a fact where something can be sent; of a chat or its person wherever they are."""
    with archive.database.write() as tx:
        person = tx.people.seen("telegram", "1").id
        group = tx.chats.seen("telegram", "-1", "", "group").id
    archive.answer("private", here, 0)
    archive.answer("aside", group, 1, person=person, alone=True)
    archive.answer("group", group, 2)
    with archive.database.write() as tx:
        tx.chats.set_gone("telegram", "1", "left")
        outdated, ids = tx.outdated, [1, 2, 3]
        reached = [each.delivery for each in outdated.of([archive.fact])]
        theirs = [each.delivery for each in outdated.told_to(here, person)]
        own = [each.delivery for each in outdated.told_to(here, None)]
        lost = [each.delivery for each in outdated.out_of_reach(ids)]

    assert (reached, theirs, own, lost) == ([2, 3], [1, 2], [1], [1])
