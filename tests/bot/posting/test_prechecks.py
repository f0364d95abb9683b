"""Pre-checks: an editor is asked before a fact leaves that a person would look at once more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.port import Kind, Place
from bot.posting import held
from bot.texts import phrase
from storage.deliveries import Delivery, Message, Reason
from storage.plans import Planned
from tests.bot.posting.newsroom import DESK, Newsroom, riga
from tests.bot.posting.ordering import channel, keep
from tests.bot.posting.pressroom import Pressroom
from tests.bot.receiving.house import EDITORS, House

DAY = timedelta(days=1)
KEY = "battle-group.leader"
EVERY_DAY = f"daily 10:00 fact {KEY}\nto: world, zinas"
ENGLISH_ALONE = f"fact correct {KEY} | value-en: Italy | reason: a slip"


class Feed(Pressroom):
    """A newsroom that posts a fact each day at ten, to an English and a Latvian channel."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.day = datetime.fromisoformat("2021-11-26")
        for name, language in (("world", "en"), ("zinas", "lv")):
            channel(self, name, language)
        keep(self, EVERY_DAY)

    def comes(self) -> list[str]:
        """Let the next ten o'clock pass; return the languages in which the fact was told."""
        self.clock.set(riga(f"{self.day:%Y-%m-%d}T09:50"))
        self.looks()
        self.at(f"{self.day:%Y-%m-%d}T10:00")
        self.after(timedelta(seconds=3))
        self.day += DAY
        return sorted(each.language for each in self.sent("fact"))

    def held(self) -> list[tuple[str, str]]:
        """Return of what is held in which channel it was to be told, and why it was not."""
        with self.house.desk.database.read() as tx:
            return [(each.external_id, each.why) for each in tx.held.all()]


@pytest.fixture
def feed(newsroom: Newsroom) -> Feed:
    """Return a newsroom whose fact is told in both languages."""
    made = Feed(newsroom.house)
    assert made.comes() == ["en", "lv"]
    return made


class TestBothLanguages:
    """A text that lags behind the other is looked at first."""

    def test_one_corrected_alone_keeps_the_other_back(self, feed: Feed) -> None:
        """The channel in the other language gets it once an editor has looked."""
        feed.edit(ENGLISH_ALONE)

        assert feed.comes() == ["en"]
        assert feed.held() == [("-zinas", "out of step")]

    def test_both_corrected_are_told(self, feed: Feed) -> None:
        """One after the other, whichever was first."""
        feed.edit(ENGLISH_ALONE)
        feed.edit(f"fact correct {KEY} | value-lv: Itālija | reason: a slip")
        assert feed.comes() == ["en", "lv"]
        feed.edit(f"fact correct {KEY} | value-lv: Itālijas Republika | reason: a slip")
        feed.edit(f"fact correct {KEY} | value-en: The Italian Republic | reason: a slip")
        assert feed.comes() == ["en", "lv"]

    def test_new_value_in_one_language_keeps_the_other_back(self, feed: Feed) -> None:
        """The other channel would be told in a language that is not its own."""
        feed.edit(f"fact set {KEY} | value-lv: Itālija")

        assert feed.comes() == ["lv"]
        assert feed.held() == [("-world", "out of step")]
        feed.edit(f"fact edit {KEY} | value-en: Italy")
        assert feed.comes() == ["en", "lv"]

    def test_new_value_in_both_is_told(self, feed: Feed) -> None:
        """Even where one of them is the word that it was."""
        feed.edit(f"fact set {KEY} | value-lv: Itālija | value-en: Canada")

        assert feed.comes() == ["en", "lv"]

    def test_rewording_is_no_change(self, feed: Feed) -> None:
        """What one language says otherwise, and no differently, leaves the other right."""
        feed.edit(f"fact edit {KEY} | en: It is Canada that leads the battle group.")

        assert feed.comes() == ["en", "lv"]

    def test_sent_by_an_editor_it_leaves(self, feed: Feed) -> None:
        """Who has seen it and insists is not asked again."""
        feed.edit(ENGLISH_ALONE)
        feed.comes()
        feed.edit(f"deliveries send {held_row(feed).number}")
        feed.looks()

        assert [each.language for each in feed.sent("fact")] == ["lv"]


class TestMending:
    """What an editor gets to change what is held."""

    def test_change_gives_the_command_and_leaves_the_other_buttons(self, feed: Feed) -> None:
        """The language that lags is in it, ready for its value; then it can be sent."""
        feed.edit(ENGLISH_ALONE)
        feed.comes()
        offered = feed.choices
        assert [each.label for each in offered] == ["Send", "Change", "Drop"]

        feed.tap_token(offered[1].token, DESK)
        assert f"/fact correct {KEY} | value-lv: …" in feed.platform.words[-1]
        feed.tap_token(offered[0].token, DESK)
        feed.looks()
        assert [each.language for each in feed.sent("fact")] == ["lv"]

    def test_past_review_offers_a_later_day(self, newsroom: Newsroom) -> None:
        """The fact of the event's time, trusted for a month more."""
        newsroom.add(more=" | review: 2021-12-01")
        newsroom.say("/remind summit 1d")
        newsroom.at("2021-12-05T10:00")
        number = newsroom.rows("reminder")[0].number

        told = newsroom.edit(f"deliveries change {number}")

        assert told.endswith("/fact edit summit.time | review: 2022-01-04")

    def test_unknown_number_is_told(self, newsroom: Newsroom) -> None:
        """As with any other decision."""
        assert "99" in newsroom.edit("deliveries change 99")

    def test_alarm_has_nothing_to_change(self, newsroom: Newsroom) -> None:
        """What it says is not ours to word."""
        number = hold_alarm(newsroom)

        assert newsroom.edit(f"deliveries change {number}").startswith(
            phrase("en", "delivery.no-change", line="")
        )


def held_row(feed: Feed) -> Delivery:
    """Return the one message that is held."""
    with feed.house.desk.database.read() as tx:
        (found,) = tx.held.all()
    return found


def hold_alarm(newsroom: Newsroom, key: str = "alarm") -> int:
    """Have an alarm held, and the editors told; return its number."""
    with newsroom.house.desk.database.write() as tx:
        chat = tx.chats.seen("telegram", key, "", Place.GROUP)
        tx.ledger.add(Message(key, Kind.ALARM, chat.id, {}))
        (found,) = tx.ledger.claim("token", 1, DAY, chat.id)
        number = tx.ledger.hold(found, Reason.IN_DOUBT)
        held.tell(tx, number, EDITORS)
        return number


class TestEditorsAreTold:
    """How often, and with what."""

    def test_many_may_be_decided_together(self, newsroom: Newsroom) -> None:
        """One button settles all that a word tells of."""
        pressroom = Pressroom(newsroom.house)
        for number in range(3):
            hold_alarm(pressroom, f"-{number}")
        pressroom.after(timedelta(seconds=3))
        assert [each.label for each in pressroom.choices] == ["Send all 3", "Drop all 3"]

        pressroom.tap_token(pressroom.choices[1].token, DESK)
        with pressroom.house.desk.database.read() as tx:
            assert tx.held.all() == ()

    def test_one_word_a_minute_after_the_first(self, newsroom: Newsroom) -> None:
        """What a long fan-out has held one by one is not told of one by one."""
        words = []
        for number in range(40):
            hold_alarm(newsroom, f"-{number}")
            newsroom.after(timedelta(seconds=5))
            words += newsroom.told(DESK, "held")

        assert 3 <= len(words) <= 5
        assert words[1].startswith(phrase("en", "held.heading", count=12))

    def test_another_alarm_that_waits_keeps_none_back(self, newsroom: Newsroom) -> None:
        """The daily line of tomorrow, which waits for its time, tells of nothing yet."""
        with newsroom.house.desk.database.write() as tx:
            chat = tx.chats.find("telegram", DESK.id)
            assert chat is not None
            later = Planned("daily", chat.id, tx.now + DAY, 1, {"compose": held.NAME, "from": 0})
            tx.plans.add(Kind.ALARM, None, [later])
        hold_alarm(newsroom)
        newsroom.after(timedelta(seconds=3))

        assert len(newsroom.told(DESK, "held")) == 1
