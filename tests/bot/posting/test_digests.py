"""Digests: what was wrong, what has changed, what is coming; since the last one, and short."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

import pytest

from bot import exchange
from bot.outcomes import Gone, Later
from bot.port import Strike, plain
from bot.posting import digests
from bot.texts import phrase
from tests.bot.posting.newsroom import ANNAS, EDS, GROUP, Newsroom
from tests.bot.posting.ordering import keep, states

ORDER: Final = "/digest weekdays 10:00"
LEADER: Final = "NATO battle group in Latvia, lead nation"
STRENGTH: Final = "NATO battle group in Latvia, number of soldiers"
SOURCE: Final = "Source: recorded by the editors"
FIRST_LINE: Final = "Digest: {}"


@pytest.fixture
def reading(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where Anna gets a digest on weekdays at ten, and had one on Friday."""
    newsroom.say(ORDER)
    newsroom.add("2021-12-10T14:00")
    newsroom.at("2021-11-26T10:00")
    assert newsroom.told(ANNAS, "digest") != []
    return newsroom


def digest(newsroom: Newsroom, when: str) -> list[str]:
    """Let it become so late, and return the lines of the digest that Anna got, if any."""
    newsroom.at(when)
    told = newsroom.told(ANNAS, "digest")
    assert len(told) <= 1
    return told[0].splitlines() if told else []


class TestWhatItTells:
    """One line for each thing that is new."""

    def test_correction_comes_first_and_strikes_the_old(self, reading: Newsroom) -> None:
        """Then what the world has changed; each with its source."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")
        reading.edit("fact correct battle-group.leader Spain | value-lv: Spānija")

        assert digest(reading, "2021-11-29T10:00") == [
            "Digest: Monday, 29\u00a0November 2021",
            f"Corrected: {LEADER}: Canada Spain · {SOURCE}",
            f"Changed: {STRENGTH}: more than 1,500 soldiers 1700 · {SOURCE}",
        ]
        struck = [
            each.text for each in reading.platform.sent[-1].message if isinstance(each, Strike)
        ]
        assert struck == ["Canada", "more than 1,500 soldiers"]

    def test_values_and_times_have_receipts(self, reading: Newsroom) -> None:
        """Each for the moment of composing; what is struck has none."""
        reading.edit("fact correct battle-group.leader Spain | value-lv: Spānija")
        reading.edit("event move summit 2021-11-30T09:00")
        reading.told()
        digest(reading, "2021-11-29T10:00")
        row = reading.rows("digest")[-1]
        with reading.house.desk.database.read() as tx:
            receipts = tx.receipts.of(row.id)
            facts = tx.facts.get([each.fact_id for each in receipts])

        keys = sorted(facts[each.fact_id].key for each in receipts)
        assert keys == ["battle-group.leader", "summit.time"]
        assert all(each.instant <= reading.clock() for each in receipts)

    def test_withdrawn_and_ended(self, reading: Newsroom) -> None:
        """What stands no more is struck, and nothing is put in its place."""
        reading.edit("fact retract battle-group.leader wrong")
        reading.edit("fact set battle-group.strength | until: 2021-11-27")

        told = digest(reading, "2021-11-29T10:00")
        assert told[1] == f"Withdrawn: {LEADER}: Canada"
        assert told[2:] == [f"No longer in force: {STRENGTH}: more than 1,500 soldiers"]

    def test_future_change_is_told_on_its_day(self, reading: Newsroom) -> None:
        """Not when it is recorded."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700 | from: 2021-11-30")

        assert digest(reading, "2021-11-29T10:00") == []
        assert digest(reading, "2021-11-30T10:00")[1].startswith(f"Changed: {STRENGTH}: ")
        assert digest(reading, "2021-12-01T10:00") == []

    def test_changed_and_taken_back_is_nothing(self, reading: Newsroom) -> None:
        """An empty digest is not sent, and says why."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")
        reading.edit("fact undo battle-group.strength")

        assert digest(reading, "2021-11-29T10:00") == []
        assert states(reading, "digest")[-1] == ("11-29 10:00", "dropped", "empty")

    def test_only_what_a_reader_may_see(self, reading: Newsroom) -> None:
        """A fact for the desk alone changes in no reader's digest; an editor's has it."""
        keep(reading, "weekdays 10:00 digest")
        new = "fact add battle-group.plan secret | words: plan | value-lv: noslēpums"
        reading.edit(f"{new} | audience: desk")

        assert digest(reading, "2021-11-29T10:00") == []
        (told,) = [plain(each.message) for each in reading.platform.sent if each.chat == EDS][-1:]
        assert "secret" in told

    def test_wording_is_no_news(self, reading: Newsroom) -> None:
        """Nor is a review day."""
        reading.edit("fact edit battle-group.leader | en: The lead nation is Canada.")

        assert digest(reading, "2021-11-29T10:00") == []

    def test_store_that_is_filled_is_no_news(self, reading: Newsroom) -> None:
        """Facts that a file brings are not told, changes that it brings are."""
        line = {
            "subject": "old-bridge",
            "attribute": "length",
            "value": {"lv": "120 m", "en": "120 m"},
            "as_of": "2021-11-25",
            "subject_names": {"lv": ["Tilts"], "en": ["Bridge"]},
            "attribute_words": {"lv": ["garums"], "en": ["length"]},
            "source": {"publisher": "Road Office", "date": "2021-11-25", "url": ""},
        }
        with reading.house.desk.database.write() as tx:
            records = exchange.read(json.dumps(line).encode(), "a.jsonl")
            exchange.import_records(tx, records, author=None, zone="Europe/Riga")

        assert digest(reading, "2021-11-29T10:00") == []


class TestEvents:
    """What became of them, and what is coming until the next digest."""

    def test_coming_until_the_next(self, newsroom: Newsroom) -> None:
        """On Friday until Monday; one that lasts all day on its day, or the last time before."""
        newsroom.say(ORDER)
        for key, start in {
            "early": "2021-11-29T09:00",
            "late": "2021-11-29T11:00",
            "sunday": "2021-11-28",
            "monday": "2021-11-29",
        }.items():
            newsroom.edit(f"event add {key} {start} {key.title()}")

        friday = digest(newsroom, "2021-11-26T10:00")
        monday = digest(newsroom, "2021-11-29T10:00")
        assert friday[1:] == [
            "New: Monday – Monday, 29\u00a0November 2021 (Riga time)",
            "New: Late – Monday, 29\u00a0November 2021 at 11:00 (Riga time)",
            "Coming: Sunday – Sunday, 28\u00a0November 2021 (Riga time)",
            "Coming: Early – Monday, 29\u00a0November 2021 at 09:00 (Riga time)",
        ]
        assert monday[1:] == [
            "Coming: Monday – Monday, 29\u00a0November 2021 (Riga time)",
            "Coming: Late – Monday, 29\u00a0November 2021 at 11:00 (Riga time)",
        ]

    def test_moved_and_cancelled(self, reading: Newsroom) -> None:
        """The old time struck; the state first; a cancelled one is not coming."""
        reading.edit("event add lunch 2021-11-29T13:00 Lunch")
        assert digest(reading, "2021-11-29T10:00")[1].startswith("Coming: Lunch")
        reading.edit("event move summit 2021-12-11T14:00")
        reading.edit("event cancel lunch fog")

        assert digest(reading, "2021-11-30T10:00")[1].startswith(
            "Changed: Summit – 10\u00a0December 2021 at 14:00 (Riga time) Saturday, 11\u00a0Dec"
        )
        reading.edit("event cancel summit fog")
        (told,) = digest(reading, "2021-12-01T10:00")[1:]
        assert told.startswith("Cancelled: Summit (fog) – was planned for 11")

    def test_corrected_time_is_a_correction(self, reading: Newsroom) -> None:
        """It was never so."""
        reading.edit("fact correct summit.time 2021-12-11T14:00")

        assert digest(reading, "2021-11-29T10:00")[1].startswith("Corrected: Summit – 10")


class TestLength:
    """One message, short."""

    def test_many_are_counted(self, reading: Newsroom) -> None:
        """Eight lines, the last of which says how many more there are."""
        for n in range(12):
            reading.edit(f"event add event-{n} 2022-01-{n + 10} Event {n}")
        told = digest(reading, "2021-11-29T10:00")

        assert len(told) == digests.MOST_LINES
        assert told[-1] == phrase("en", "digest.more", count=6)

    def test_eight_lines_are_told_whole(self, reading: Newsroom) -> None:
        """Nothing is counted that would fit."""
        for n in range(7):
            reading.edit(f"event add event-{n} 2022-01-{n + 10} Event {n}")

        told = digest(reading, "2021-11-29T10:00")
        assert len(told) == digests.MOST_LINES
        assert told[-1].startswith("New: Event 6")


class TestSinceTheLast:
    """What a chat knows is what its last digest knew."""

    def test_missed_days_are_in_the_next(self, reading: Newsroom) -> None:
        """The program was away for days: one digest, of all that is new."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")
        reading.clock.advance(timedelta(days=6))
        told = digest(reading, "2021-12-02T12:00")

        assert told[1].startswith("Changed: ")
        assert [state for _, state, _ in states(reading, "digest")] == ["sent", "sent"]

    def test_outage_expires_all_but_the_latest(self, reading: Newsroom) -> None:
        """What was due while the platform was away is told once, in the one that is due."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")
        reading.platform.outcomes.extend([Later("down")])
        reading.at("2021-11-29T10:00")
        reading.told()
        reading.clock.set(reading.clock() + timedelta(days=1, minutes=1))
        reading.looks(4)

        (told,) = reading.told(ANNAS, "digest")
        assert "Changed: " in told
        rows = states(reading, "digest")
        assert rows[-2:] == [("11-29 10:00", "expired", "late"), ("11-30 10:00", "sent", "")]

    def test_late_one_goes_until_the_next_is_due(self, reading: Newsroom) -> None:
        """Hours late it is still today's."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")

        assert digest(reading, "2021-11-29T15:00")[1].startswith("Changed: ")

    def test_one_that_was_not_sent_is_not_known(self, reading: Newsroom) -> None:
        """What it would have said is in the next."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")
        reading.platform.outcomes.append(Gone("kicked"))
        reading.at("2021-11-29T10:00")
        reading.told()
        reading.say("/start")

        assert digest(reading, "2021-11-30T10:00")[1].startswith("Changed: ")

    def test_each_chat_has_its_own_past(self, reading: Newsroom) -> None:
        """Who orders later hears of the last days; in its own language."""
        reading.edit("fact set battle-group.strength 1700 | value-lv: 1700")
        digest(reading, "2021-11-29T10:00")
        reading.say("/language lv", GROUP)
        reading.say("/digest mon 11:00", GROUP)
        reading.at("2021-11-29T11:00")

        (told,) = reading.told(GROUP, "digest")
        assert told.startswith("Apkopojums: pirmdiena, 2021. gada 29.")
        assert "1700" in told


def test_topic_tells_of_nothing_else(newsroom: Newsroom) -> None:
    """Facts and events of other topics are left out; two digests of one chat know apart."""
    newsroom.say(ORDER)
    with newsroom.house.desk.database.read() as tx:
        subject = tx.subjects.find("battle-group")
        topic = subject.topic if subject else ""
    assert topic
    newsroom.say(f"{ORDER} {topic}", GROUP)
    newsroom.add("2021-12-10T14:00")
    newsroom.at("2021-11-26T10:00")
    newsroom.told()
    newsroom.edit("fact set battle-group.strength 1700 | value-lv: 1700")
    newsroom.edit("event move summit 2021-12-11T14:00")
    newsroom.at("2021-11-29T10:00")

    (own,) = newsroom.told(GROUP, "digest")
    assert own.splitlines()[0] == f"Digest ({topic}): Monday, 29\u00a0November 2021"
    assert "1700" in own
    assert "Summit" not in own
