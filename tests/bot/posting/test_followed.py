"""Follows: a chat hears once of what it follows when it changes, and of nothing it may not see."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

import pytest

from bot import exchange
from bot.posting import followed
from bot.texts import phrase
from storage.deliveries import Reason, State
from tests.bot.posting.newsroom import ANNA, ANNAS, EDS, GROUP, Newsroom

LEADER: Final = "NATO battle group in Latvia, lead nation"
STRENGTH: Final = "NATO battle group in Latvia, number of soldiers"
SOURCE: Final = "Source: recorded by the editors"
HEADING: Final = phrase("en", "followed.heading")
SET: Final = "fact set battle-group.strength 1700 | value-lv: 1700"
OLD: Final = "more than 1,500 soldiers"
ROW: Final = "followed"
NINE: Final = "26\u00a0November 2021 at 09:00 (Riga time)"


@pytest.fixture
def following(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where Anna follows the battle group."""
    newsroom.say("/follow battle-group")
    newsroom.sent()
    return newsroom


def heard(newsroom: Newsroom) -> list[str]:
    """Look at the clock, and return the lines that Anna was told of what she follows."""
    newsroom.looks()
    told = newsroom.told(ANNAS, ROW)
    assert len(told) <= 1
    return told[0].splitlines() if told else []


class TestWhatIsTold:
    """One message for each change, with what was, what is, since when and by whom."""

    def test_change_is_told_at_once_and_once(self, following: Newsroom) -> None:
        """The old value, the new one, since when, and the source; and never again."""
        following.edit(SET)

        assert heard(following) == [
            HEADING,
            f"Changed: {STRENGTH}: {OLD} 1700 · {SOURCE} · since {NINE}",
        ]
        assert heard(following) == []

    def test_only_what_is_followed_is_told(self, newsroom: Newsroom) -> None:
        """A fact alone, a subject, or a topic, each with all below it and nothing beside it."""
        for chat, what in ((ANNAS, "battle-group.leader"), (GROUP, "topic nato")):
            newsroom.say(f"/follow {what}", chat)
        newsroom.sent()

        newsroom.edit(SET)
        newsroom.looks()

        assert [each.chat for each in newsroom.sent(ROW)] == [GROUP]

    def test_taken_back_before_it_left_is_not_told(self, following: Newsroom) -> None:
        """Of what is as it was there is nothing to say."""
        following.edit(SET)
        following.edit("fact undo battle-group.strength")

        assert heard(following) == []
        assert [(each.state, each.why) for each in following.rows(ROW)] == [
            (State.DROPPED, Reason.EMPTY)
        ]

    def test_two_changes_before_it_left_are_one_message(self, following: Newsroom) -> None:
        """From what was known to what holds now, whatever was in between."""
        following.edit(SET)
        following.edit("fact set battle-group.strength 1800 | value-lv: 1800")
        following.edit("fact correct battle-group.leader Spain | value-lv: Spānija")

        told = heard(following)

        assert [line.split(" · ")[0] for line in told] == [
            HEADING,
            f"Corrected: {LEADER}: Canada Spain",
            f"Changed: {STRENGTH}: {OLD} 1800",
        ]

    def test_later_beginning_is_told_when_recorded_and_not_again(self, following: Newsroom) -> None:
        """A digest lists it on its day; who follows it knows already."""
        following.edit(f"{SET} | from: 2021-12-01")

        assert heard(following) == [
            HEADING,
            f"{STRENGTH}: 1700, since 1\u00a0December 2021 · {SOURCE}",
        ]
        following.at("2021-12-01T09:00")
        assert heard(following) == []

    def test_wording_is_no_news(self, following: Newsroom) -> None:
        """Nor is a value in a language that the chat does not read."""
        following.edit("fact edit battle-group.strength | en: There are more than 1,500 soldiers.")
        following.edit("fact correct battle-group.strength | value-lv: tūkstoši")

        assert heard(following) == []

    def test_withdrawal_is_told(self, following: Newsroom) -> None:
        """That nothing holds any more is news as well."""
        following.edit("fact retract battle-group.strength wrong list")

        assert heard(following) == [HEADING, f"Withdrawn: {STRENGTH}: {OLD}"]

    def test_file_is_one_message(self, following: Newsroom) -> None:
        """However many facts an import changes."""
        lines = [
            {
                "id": f"x-{each}",
                "subject": "battle-group",
                "attribute": f"x-{each}",
                "value": {"lv": str(each), "en": str(each)},
                "as_of": "2021-11-25",
                "attribute_words": {"lv": [f"x{each}"], "en": [f"x{each}"]},
            }
            for each in range(12)
        ]
        records = exchange.read("\n".join(map(json.dumps, lines)).encode(), "x.jsonl")
        with following.house.desk.database.write() as tx:
            exchange.import_records(tx, records, author=None, zone="Europe/Riga")

        told = heard(following)

        assert len(told) == followed.MOST_LINES + 1
        assert told[-1] == phrase("en", "digest.more", count=5)


class TestWhoIsTold:
    """Each chat by what it may see and has heard."""

    def test_who_asked_meanwhile_is_not_told_again(self, following: Newsroom) -> None:
        """What was told last, by whatever message, holds now."""
        following.edit(SET)
        following.say("/fact show battle-group.strength")
        following.sent()

        assert heard(following) == []

    def test_notice_of_an_event_is_all(self, newsroom: Newsroom) -> None:
        """Who was told the old time gets the notice; who was not hears it as a follower."""
        newsroom.add()
        newsroom.say("/event show summit")
        for chat in (ANNAS, GROUP):
            newsroom.say("/follow summit", chat)
        newsroom.sent()

        newsroom.edit("event move summit 2021-12-06T11:00")
        newsroom.looks()

        sent = newsroom.sent(ROW, "notice")
        assert [(each.key.partition(":")[0], each.chat) for each in sent] == [
            ("notice", ANNAS),
            (ROW, GROUP),
        ]

    @pytest.mark.parametrize(
        "mend", ["correct battle-group.strength 900", "retract battle-group.strength wrong list"]
    )
    def test_correction_is_all(self, following: Newsroom, mend: str) -> None:
        """Who is told that it was wrong is not told as a follower as well."""
        following.say("/fact show battle-group.strength")
        following.sent()

        following.edit(f"fact {mend}")
        following.looks()
        following.after(timedelta(seconds=10))
        following.after(timedelta(seconds=10))

        kinds = {each.key.partition(":")[0] for each in following.sent(ROW, "correction")}
        assert kinds == {"correction"}

    def test_narrowed_to_the_desk_is_not_hinted(self, following: Newsroom) -> None:
        """Neither that it is, nor what it was."""
        following.edit("fact edit battle-group.strength | audience: desk")
        following.edit(SET)

        assert heard(following) == []

    def test_chat_that_stopped_hears_nothing(self, following: Newsroom) -> None:
        """Even of what changed before it did."""
        following.edit(SET)
        following.say("/unfollow battle-group")

        assert heard(following) == []

    def test_chat_that_put_us_out_is_left_alone(self, following: Newsroom) -> None:
        """Nothing is planned for where we may not speak."""
        with following.house.desk.database.write() as tx:
            tx.chats.set_gone("telegram", ANNA.id, "blocked")

        following.edit(SET)

        assert following.rows(ROW) == []


class TestQuiet:
    """What changes at night is told in the morning."""

    def test_night_waits_for_its_end(self, following: Newsroom) -> None:
        """Which is its time from then on; what changes once more is in the same message."""
        following.at("2021-11-26T23:00")
        following.edit(SET)
        assert heard(following) == []
        following.edit("fact set battle-group.strength 1900 | value-lv: 1900")
        following.at("2021-11-27T07:59")
        assert following.told(ANNAS, ROW) == []

        following.at("2021-11-27T08:00")

        told = following.told(ANNAS, ROW)
        assert len(told) == 1
        assert f"{STRENGTH}: {OLD} 1900" in told[0]
        assert [each.state for each in following.rows(ROW)] == [State.SENT]

    def test_without_quiet_hours_it_comes_at_night(self, following: Newsroom) -> None:
        """Who chose none is told at once."""
        following.say("/quiet off")
        following.at("2021-11-26T23:00")
        following.edit(SET)

        assert len(heard(following)) == len([HEADING, STRENGTH])


class TestWithDigest:
    """What waits for the digest comes with it, whatever its topic."""

    def test_it_comes_with_the_next_digest_alone(self, newsroom: Newsroom) -> None:
        """And not at once."""
        roads = "| name-lv: Ceļš | name-en: Road | words: length | topic: roads"
        newsroom.edit(f"fact add road.length 5 {roads}")
        newsroom.say("/digest daily 10:00 roads")
        newsroom.say("/follow battle-group digest")
        newsroom.at("2021-11-26T10:00")
        newsroom.sent("digest")
        newsroom.edit(SET)
        assert heard(newsroom) == []

        newsroom.at("2021-11-27T10:00")

        (digest,) = newsroom.told(ANNAS, "digest")
        assert f"{STRENGTH}: {OLD} 1700" in digest

    def test_editors_are_told_as_editors(self, newsroom: Newsroom) -> None:
        """In private an editor hears of what is for the desk alone."""
        newsroom.say("/follow battle-group", EDS)
        newsroom.edit("fact edit battle-group.strength | audience: desk")
        newsroom.sent()
        newsroom.say(f"/{SET}", EDS)
        newsroom.looks()

        assert newsroom.told(EDS, ROW) == []
