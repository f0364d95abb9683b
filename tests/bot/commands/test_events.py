"""Events: what is coming, and one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import exchange
from bot.desk import Desk
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import editor, reader

LUNCH = (
    '{"type": "event", "subject": "working-lunch", "start": "2021-11-26T12:30",'
    ' "end": "2021-11-26T14:00", "subject_names": {"lv": ["ministru pusdienas"],'
    ' "en": ["the ministers\' lunch"]}, "source": {"publisher": "Desk", "date": "2021-11-25"}}'
)


def bring(desk: Desk, line: str) -> None:
    """Import one line."""
    with desk.database.write() as tx:
        records = exchange.read(line.encode(), "test.jsonl")
        exchange.import_records(tx, records, author=None, zone=desk.zone)


def test_events_are_listed_nearest_first_with_the_time_left(desk: Desk) -> None:
    """Each line has the name, the time and how far away that is; the nearest comes first."""
    bring(desk, LUNCH)

    lines = reader(desk, language="en").say("events").splitlines()

    assert lines[0] == phrase("en", "events.coming")
    assert lines[1].startswith("the ministers' lunch")
    assert "26\u00a0November 2021, 12:30–14:00 (Riga time)" in lines[1]
    assert lines[1].endswith("(in 3 h 30 min) working-lunch")
    assert "30\u00a0November–1\u00a0December 2021 (in 4 days)" in lines[2]


def test_event_that_is_over_is_listed_no_more(desk: Desk, clock: FakeClock) -> None:
    """On its last day an event is going on; the day after it is gone from the list."""
    asker = reader(desk, language="en")
    clock.advance(timedelta(days=5))
    assert phrase("en", "event.on") in asker.say("/events")

    clock.advance(timedelta(days=1))

    assert asker.say("/events") == phrase("en", "events.none")
    assert phrase("en", "event.over") in asker.say("/event show ministers-meeting")


@pytest.mark.parametrize(
    "named",
    ["ministers-meeting", "Ministers_Meeting", "foreign ministers' meeting", "ministru sanaksme"],
)
def test_event_is_shown_by_key_or_by_words(desk: Desk, named: str) -> None:
    """A reader needs no key: words that match one event will do."""
    told = reader(desk, language="en").say(f"/event show {named}").splitlines()

    assert told[0] == "NATO foreign ministers' meeting"
    assert told[1] == "30\u00a0November–1\u00a0December 2021 (in 4 days)"
    assert "Source: LETA" in told[-1]


def test_words_that_match_two_events_are_an_offer(desk: Desk) -> None:
    """Where two events have the words, both are offered by name, and a tap shows one."""
    bring(desk, LUNCH)
    asker = reader(desk, language="en")

    assert asker.say("/event show ministers") == phrase("en", "ask.offer")
    labels = [choice.label for choice in asker.reply.choices]
    assert sorted(labels) == ["NATO foreign ministers' meeting", "the ministers' lunch"]
    assert asker.tap(labels.index("the ministers' lunch") + 1).startswith("the ministers' lunch")


def test_miss_names_the_nearest(desk: Desk) -> None:
    """A key mistyped is answered with the one that there is; words for nothing with the list."""
    asker = reader(desk, language="en")

    assert "ministers-meeting?" in asker.say("/event show minister-meetin")
    assert asker.say("/event show xyzzy") == phrase("en", "event.none", text="xyzzy")


def test_event_for_the_desk_alone_is_neither_listed_nor_found(desk: Desk) -> None:
    """To readers such an event does not exist, in the list and by its name alike."""
    asker = reader(desk, language="en")
    before = [asker.say("/events"), asker.say("/event show lunch")]

    bring(desk, LUNCH.replace('{"type"', '{"audience": "desk", "type"'))

    assert [asker.say("/events"), asker.say("/event show lunch")] == before
    assert "lunch" in editor(desk).say("/events")
