"""Channels: one name for one chat, and what becomes of it as people and chats change."""

from __future__ import annotations

from storage.database import Database, Transaction


def chat(tx: Transaction, name: str = "-1") -> int:
    """Return our id of a channel on Telegram."""
    return tx.chats.seen("telegram", name, "", "channel").id


def named(tx: Transaction) -> list[tuple[str, int]]:
    """Return the names that there are, with their chats."""
    return [(each.name, each.chat) for each in tx.channels.all()]


def test_channel_is_found_by_its_name_and_by_its_chat(database: Database) -> None:
    """With who added it and when; what was not added is no channel."""
    with database.write() as tx:
        here, there = chat(tx), chat(tx, "-2")
        anna = tx.people.seen("telegram", "1", "Anna").id
        assert tx.channels.add("news", here, anna)

    with database.read() as tx:
        news = tx.channels.get("news")
        assert news is not None
        assert (news.name, news.chat, news.author) == ("news", here, anna)
        assert tx.channels.of_chat(here) == news
        assert tx.channels.of_chat(there) is None
        assert tx.channels.get("sport") is None


def test_name_and_chat_are_taken_once(database: Database) -> None:
    """A second name for a chat would send everything there twice."""
    with database.write() as tx:
        here, there = chat(tx), chat(tx, "-2")
        assert tx.channels.add("news", here, None)
        assert not tx.channels.add("news", there, None)
        assert not tx.channels.add("sport", here, None)
        assert tx.channels.add("culture", there, None)
        assert named(tx) == [("culture", there), ("news", here)]


def test_channel_is_removed_once(database: Database) -> None:
    """Its name and its chat are free again; others stay."""
    with database.write() as tx:
        here, there = chat(tx), chat(tx, "-2")
        tx.channels.add("news", here, None)
        tx.channels.add("sport", there, None)
        assert tx.channels.remove("news")
        assert not tx.channels.remove("news")
        assert named(tx) == [("sport", there)]
        assert tx.channels.add("press", here, None)


def test_chat_that_could_be_a_channel_is_offered(database: Database) -> None:
    """Where we may speak and no name is given yet: no person, no topic, the latest first."""
    with database.write() as tx:
        here, there, gone = chat(tx), chat(tx, "-2"), chat(tx, "-3")
        group = tx.chats.seen("slack", "C1", "", "group").id
        tx.chats.seen("telegram", "5", "", "private")
        tx.chats.seen("telegram", "-4", "7", "group")
        tx.chats.set_gone("telegram", "-3", "kicked")
        tx.channels.add("news", there, None)

        assert tx.channels.possible(9) == (group, here)
        assert tx.channels.possible(1) == (group,)
        assert gone not in tx.channels.possible(9)


def test_channel_outlives_who_added_it(database: Database) -> None:
    """It belongs to the desk: united or forgotten, only the author's name changes."""
    with database.write() as tx:
        here = chat(tx)
        one, other = (tx.people.seen("telegram", each).id for each in "12")
        tx.channels.add("news", here, other)
        tx.belongings.unite(one, other)
        united = tx.channels.get("news")
        tx.belongings.forget(one)
        left = tx.channels.get("news")
        assert united is not None
        assert left is not None
        assert (united.author, left.author, left.chat) == (one, None, here)


def test_channel_follows_its_chat(database: Database) -> None:
    """A group that becomes another on its platform is posted to under its new id."""
    with database.write() as tx:
        old = chat(tx)
        new = chat(tx, "-3")
        tx.channels.add("news", old, None)
        tx.belongings.move("telegram", "-1", "-3")
        assert named(tx) == [("news", new)]


def test_chat_that_is_two_channels_after_a_move_stays_one(database: Database) -> None:
    """The name that its new id had already is the one that stays."""
    with database.write() as tx:
        old, new = chat(tx), chat(tx, "-3")
        tx.channels.add("former", old, None)
        tx.channels.add("news", new, None)
        tx.belongings.move("telegram", "-1", "-3")
        assert named(tx) == [("news", new)]
