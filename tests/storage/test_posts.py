"""Posts: what was written, its copies in the ledger, and what can be done to those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.database import Database, Transaction
from storage.deliveries import Delivery, Reason, State
from storage.plans import Planned
from storage.posts import NewPost
from storage.turns import Claim, Pace
from tests.standins.clock import FakeClock

HOUR = timedelta(hours=1)
QUICK = Pace(*3 * (timedelta(milliseconds=1),))
SAID = {"en": {"message": [{"text": "Hello"}]}}
OTHER = {"en": {"message": [{"text": "Goodbye"}]}}


def written(tx: Transaction, names: Sequence[str] = ("news",), at: datetime | None = None) -> int:
    """Write a post for channels of these names, now or later; return its number."""
    when = at or tx.now
    number = tx.posts.add(NewPost(SAID, when, silent=False, preview=False, author=None))
    keys = {}
    for name in names:
        chat = tx.chats.seen("telegram", f"-{name}", "", "channel").id
        keys[name] = f"post:{number}:{chat}"
        payload = {"compose": "post", "post": number, "channel": name}
        tx.plans.add("post", None, [Planned(keys[name], chat, when, 3, payload)])
    tx.posts.copy(number, keys)
    return number


def claimed(tx: Transaction) -> Delivery:
    """Take the one copy that is due."""
    claim = Claim("t", HOUR, timedelta(seconds=1), HOUR)
    (found,) = tx.turns.claim(claim, "telegram", QUICK, (3,))
    return found


def states(tx: Transaction, number: int) -> list[tuple[str, State]]:
    """Return how each copy of a post stands."""
    return [(copy.channel, copy.delivery.state) for copy in tx.posts.copies(number)]


def test_post_is_kept_with_its_copies(database: Database) -> None:
    """In the order in which the channels were named, each as the ledger has it."""
    with database.write() as tx:
        number = written(tx, ["news", "arts"])

    with database.read() as tx:
        post = tx.posts.get(number)
        assert post is not None
        assert (post.number, post.revision, post.content) == (number, 1, SAID)
        assert (post.silent, post.preview, post.withdrawn_at) == (False, False, None)
        assert states(tx, number) == [("news", State.QUEUED), ("arts", State.QUEUED)]
        assert tx.posts.get(number + 1) is None
        assert tx.posts.copies(number + 1) == ()


def test_number_is_of_the_one_sequence(database: Database) -> None:
    """What is called by a number has it alone."""
    with database.write() as tx:
        question = tx.questions.add("Kas?", "lv", "x", {})
        assert written(tx) == question + 1


def test_two_who_change_a_post_at_once_are_told_apart(database: Database) -> None:
    """Who had read an earlier revision changes nothing."""
    with database.write() as tx:
        number = written(tx)
        anna = tx.people.seen("telegram", "1", "Anna").id
        assert tx.posts.change(number, 1, OTHER, anna)
        assert not tx.posts.change(number, 1, SAID, None)
        post = tx.posts.get(number)
        assert post is not None
        assert (post.revision, post.content, post.changed_by) == (2, OTHER, anna)


def test_changed_post_leaves_with_new_words(database: Database) -> None:
    """A copy that got its words and is held forgets them; what it is to speak of it keeps."""
    with database.write() as tx:
        number = written(tx)
        copy = claimed(tx)
        tx.ledger.word(copy, {**copy.payload, "message": [{"text": "Hello"}]})
        tx.ledger.hold(copy, Reason.IN_DOUBT)
        tx.posts.change(number, 1, OTHER, None)
        (left,) = tx.posts.copies(number)
        assert left.delivery.payload == {"compose": "post", "post": number, "channel": "news"}


def test_what_has_not_left_is_moved(database: Database, clock: FakeClock) -> None:
    """What is held as well, unless it may have been read; what was sent stays sent."""
    with database.write() as tx:
        number = written(tx, ["news", "arts", "late"])
        claim = Claim("t", HOUR, timedelta(seconds=1), HOUR)
        news, arts, late = tx.turns.claim(claim, "telegram", QUICK, (3,))
        tx.ledger.sent(news, "7")
        tx.ledger.hold(arts, Reason.IN_DOUBT)
        tx.ledger.hold(late, Reason.LATE)
        later = clock() + HOUR

        assert tx.posts.move(number, later) == 1
        assert states(tx, number) == [
            ("news", State.SENT),
            ("arts", State.HELD),
            ("late", State.QUEUED),
        ]
        assert tx.posts.copies(number)[2].delivery.planned_at == later
        post = tx.posts.get(number)
        assert post is not None
        assert post.at == later


def test_what_has_not_left_is_dropped_for_good(database: Database) -> None:
    """By an editor, so that no plan ever brings it back."""
    with database.write() as tx:
        number = written(tx, ["news", "arts"])
        assert tx.posts.cancel(number) == 2
        assert tx.posts.cancel(number) == 0
        (first, _) = tx.posts.copies(number)
        assert (first.delivery.state, first.delivery.why) == (State.DROPPED, Reason.BY_EDITOR)


def test_post_is_taken_back_once(database: Database) -> None:
    """Whoever comes second is told so."""
    with database.write() as tx:
        number = written(tx)
        assert tx.posts.withdraw(number)
        assert not tx.posts.withdraw(number)


def test_what_is_to_leave_comes_first(database: Database, clock: FakeClock) -> None:
    """The nearest before the others; then what has left, the latest first."""
    with database.write() as tx:
        days = [clock() + timedelta(days=n) for n in (3, 1, 2)]
        third, first, dropped = (written(tx, ["news"], day) for day in days)
        tx.posts.cancel(dropped)
        gone = written(tx, ["news"], clock() - HOUR)
        tx.posts.cancel(gone)

        assert [each.number for each in tx.posts.page(0, 9)] == [first, third, dropped, gone]
        assert [each.number for each in tx.posts.page(1, 2)] == [third, dropped]
        assert tx.posts.count() == 4
        assert tx.posts.of_channel("news") == (third, first)
        assert tx.posts.of_channel("arts") == ()


def test_post_outlives_who_wrote_it(database: Database) -> None:
    """It belongs to the desk: united or forgotten, only the names change."""
    with database.write() as tx:
        one, other = (tx.people.seen("telegram", each).id for each in "12")
        number = tx.posts.add(NewPost(SAID, tx.now, silent=True, preview=True, author=other))
        tx.posts.change(number, 1, OTHER, other)
        tx.belongings.unite(one, other)
        united = tx.posts.get(number)
        tx.belongings.forget(one)
        left = tx.posts.get(number)
        assert united is not None
        assert left is not None
        assert (united.author, united.changed_by) == (one, one)
        assert (left.author, left.changed_by) == (None, None)
        assert (left.silent, left.preview) == (True, True)
