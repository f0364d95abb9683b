"""What does not fit one message: refused where it is written, and asked about where it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.port import Account, Chat, Place, plain
from bot.texts import phrase
from storage.deliveries import Delivery
from tests.bot.posting.newsroom import ANNA, ANNAS, DESK, ED, GROUP, Newsroom
from tests.bot.posting.ordering import channel, keep
from tests.bot.posting.pressroom import Pressroom

KEY = "battle-group.leader"
LONG = "battle group " * 330


def held(room: Newsroom) -> list[Delivery]:
    """Return what waits for an editor."""
    with room.house.desk.database.read() as tx:
        return list(tx.held.all())


def read_on(room: Pressroom, chat: Chat) -> str:
    """Have Anna tap [More] in a chat; return all that comes of it."""
    before = len(room.platform.sent)
    room.tap("More", chat, ANNA)
    return "".join(room.platform.words[before:])


def said_by(room: Pressroom, chat: Chat, line: str, account: Account = ANNA) -> str:
    """Have somebody say a line in a chat; return all that comes of it."""
    before = len(room.platform.sent)
    room.say(line, chat, account)
    return "".join(room.platform.words[before:])


class TestPosts:
    """What an editor writes."""

    @pytest.fixture
    def both(self, pressroom: Pressroom) -> Pressroom:
        """Return a newsroom with a channel in Slack besides."""
        with pressroom.house.desk.database.write() as tx:
            chat = tx.chats.seen("slack", "C1", "", Place.CHANNEL, "team")
            tx.channels.add("team", chat.id, None)
        return pressroom

    def test_each_platform_has_its_own_room(self, both: Pressroom) -> None:
        """What is too long for Telegram may fit Slack, and is refused only where it goes there."""
        both.edit(f"post {'x' * 9_000}\n\nto: team")
        assert [each.label for each in both.choices] == ["Send", "Change", "Drop"]

        told = both.edit(f"post {'x' * 9_000}\n\nto: team, news")

        assert "news takes at most 4,096 characters; this text has 9,000." in told
        assert "team takes at most 10,000" in both.edit(f"post {'x' * 10_001}\n\nto: team")

    def test_room_is_counted_as_the_platform_counts(self, pressroom: Pressroom) -> None:
        """An emoji is two units of Telegram's."""
        told = pressroom.edit(f"post {'😀' * 2_049}\n\nto: news")

        assert "this text has 4,098." in told

    def test_only_the_language_of_the_channel_counts(self, pressroom: Pressroom) -> None:
        """What is too long in the other language is never sent there."""
        typed = f"post en: {'long text ' * 500}\nlv: īss\nto: news"

        pressroom.edit(typed)
        assert [each.label for each in pressroom.choices] == ["Send", "Change", "Drop"]
        assert "world takes at most" in pressroom.edit(typed.replace("to: news", "to: world"))

    def test_change_is_refused_too(self, pressroom: Pressroom) -> None:
        """A post that is to say more than its channel takes stays as it is."""
        pressroom.edit("post Short words\n\nto: world\nat: tomorrow 9:00")
        pressroom.tap("Send")

        told = pressroom.edit(f"post edit {pressroom.number()} {LONG}")

        assert "world takes at most 4,096 characters" in told


class TestWhatLeaves:
    """What has grown since it was ordered."""

    @pytest.fixture
    def feed(self, newsroom: Newsroom) -> Pressroom:
        """Return a newsroom whose channel is told a fact that has become too long for it."""
        room = Pressroom(newsroom.house)
        channel(room, "world", "en")
        keep(room, f"daily 10:00 fact {KEY}\nto: world")
        room.edit(f"fact edit {KEY} | en: {LONG}")
        room.at("2021-11-26T09:50")
        room.at("2021-11-26T10:00")
        return room

    def test_it_is_held_and_editors_are_asked(self, feed: Pressroom) -> None:
        """Nothing of it has left, and they can send, change or drop it."""
        assert feed.sent("fact") == []
        assert [each.why for each in held(feed)] == ["too long"]

        feed.after(timedelta(seconds=3))

        assert "it does not fit one message there" in feed.told(None, "held")[0]
        assert [each.label for each in feed.choices] == ["Send", "Change", "Drop"]
        assert f"/fact edit {KEY} | en: …" in feed.edit(f"deliveries change {held(feed)[0].number}")

    def test_mended_it_leaves_whole(self, feed: Pressroom) -> None:
        """Once it fits, whoever sends it sends all of it."""
        feed.edit(f"fact edit {KEY} | en: Canada leads.")
        feed.edit(f"deliveries send {held(feed)[0].number}")
        feed.looks()

        (sent,) = feed.sent("fact")
        assert plain(sent.message).startswith("Canada leads.")

    def test_sent_all_the_same_it_is_read_on(self, feed: Pressroom) -> None:
        """It ends at a whole word; [More] shows the rest, once, below it."""
        feed.edit(f"deliveries send {held(feed)[0].number}")
        feed.looks()

        (sent,) = feed.sent("fact")
        begun = plain(sent.message)
        rest = read_on(feed, sent.chat)

        assert 2_900 < len(begun) <= 4_096
        assert begun.endswith("group")
        assert LONG.strip() in " ".join(f"{begun} {rest}".split())
        assert "used" in feed.tap_token(sent.choices[0].token, sent.chat, ANNA)

    def test_rest_is_what_holds_when_it_is_asked_for(self, feed: Pressroom) -> None:
        """What was mended since is not told as it was."""
        feed.edit(f"deliveries send {held(feed)[0].number}")
        feed.looks()
        (sent,) = feed.sent("fact")
        feed.edit(f"fact edit {KEY} | en: Canada leads.")

        told = feed.tap_token(sent.choices[0].token, sent.chat, ANNA)

        assert told == phrase("en", "desk.nothing-more")

    def test_rest_keeps_to_the_rights_of_whoever_taps(self, feed: Pressroom) -> None:
        """What only the desk may read by then is shown to nobody in a channel."""
        feed.edit(f"deliveries send {held(feed)[0].number}")
        feed.looks()
        (sent,) = feed.sent("fact")
        feed.edit(f"fact edit {KEY} | audience: desk")

        told = feed.tap_token(sent.choices[0].token, sent.chat, ED)

        assert told == phrase("en", "desk.nothing-more")

    def test_what_fits_is_not_asked_about(self, newsroom: Newsroom) -> None:
        """A message may be as long as its platform takes."""
        room = Pressroom(newsroom.house)
        channel(room, "world", "en")
        keep(room, f"daily 10:00 text {'x' * 4_096}\n\nto: world")
        room.at("2021-11-26T09:50")
        room.at("2021-11-26T10:00")

        (sent,) = room.sent("standing")
        assert len(plain(sent.message)) == 4_096


class TestReplies:
    """What somebody asks to see where others read it too."""

    @pytest.fixture
    def room(self, newsroom: Newsroom) -> Pressroom:
        """Return a newsroom with a fact that is told in more than one message."""
        made = Pressroom(newsroom.house)
        made.edit(f"fact edit {KEY} | en: {LONG}")
        return made

    def test_one_message_is_said_and_the_rest_is_tapped_for(self, room: Pressroom) -> None:
        """Nothing of it is lost, and it ends with what stands below every answer."""
        whole = said_by(room, ANNAS, f"/fact show {KEY}")

        first = said_by(room, GROUP, f"/fact show {KEY}")
        rest = read_on(room, GROUP)

        assert len(first) <= 4_096 < len(whole)
        assert f"{first} {rest}".split() == whole.split()

    def test_question_is_answered_in_parts_too(self, room: Pressroom) -> None:
        """Its rest is the answer of the moment at which it is asked for."""
        said_by(room, GROUP, "who leads the battle group?")
        room.edit(f"fact edit {KEY} | en: Canada leads.")

        told = room.tap("More", GROUP, ANNA)

        assert told == phrase("en", "desk.nothing-more")

    def test_right_is_that_of_whoever_taps(self, room: Pressroom) -> None:
        """What only editors may list is not listed on for somebody else."""
        schedule = keep(room, f"daily 10:00 text {'x' * 4_000}")
        room.say("/language en", DESK, ED)
        said_by(room, DESK, f"/schedule preview {schedule.number}", ED)

        told = room.tap("More", DESK, ANNA)

        assert told == phrase("en", "desk.refused")


class TestDigests:
    """What a chat has ordered is never held for its length."""

    @pytest.fixture
    def reading(self, newsroom: Newsroom) -> Pressroom:
        """Return a newsroom where Anna gets a digest of more than one message."""
        room = Pressroom(newsroom.house)
        room.say("/digest daily 10:00")
        for number in range(6):
            title = f"n{number} {'some long words ' * 100}"
            room.edit(f"event add event-{number} 2022-01-{number + 10} {title}")
        room.at("2021-11-26T09:50")
        room.at("2021-11-26T10:00")
        return room

    def test_every_part_is_whole_lines_and_nothing_is_lost(self, reading: Pressroom) -> None:
        """A part ends where a line does; tap after tap shows all there is."""
        (sent,) = reading.sent("digest")
        parts = [plain(sent.message)]
        while reading.platform.sent[-1].choices:
            parts.append(read_on(reading, ANNAS))

        told = "\n".join(parts)
        assert len(parts) > 2
        assert all(len(part) <= 4_096 for part in parts)
        assert [told.count(f"n{number} some") for number in range(6)] == [1] * 6

    def test_shown_on_it_tells_what_it_told(self, reading: Pressroom) -> None:
        """The next digest knows what this one told, whatever was asked for in between."""
        (sent,) = reading.sent("digest")
        reading.tap_token(sent.choices[0].token, ANNAS, ANNA)
        reading.at("2021-11-27T09:50")
        reading.at("2021-11-27T10:00")

        assert reading.sent("digest") == []
