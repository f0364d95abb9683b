"""How a fact looks in a reply."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import pytest

from bot.port import Break, Link, Message, Strong, Text, plain
from bot.showing.cards import attribute_name, event_card, fact_card, subject_name
from bot.texts import phrase
from storage.content import (
    Audience,
    ChangeKind,
    Content,
    Fact,
    Held,
    Source,
    Span,
    Subject,
    Version,
)
from storage.moments import Moment

ZONE: Final = "Europe/Riga"
NOW: Final = datetime(2021, 11, 26, 7, 0, tzinfo=UTC)
BRIDGE: Final = Subject(1, "old-bridge", "thing", "", {"lv": ("Vecais tilts", "tilts"), "en": ()})
LENGTH: Final = Fact(1, "old-bridge.deck-length", BRIDGE, "deck-length", 1)
CONTENT: Final = Content(
    value={"lv": "120 metru", "en": "120 metres"},
    statement={"lv": "Vecais tilts ir 120 metru garš.", "en": "The Old Bridge spans 120 metres."},
    words={"lv": ("garums", "cik garš")},
    source=Source("Road Office", "https://example.org/bridge", date(2021, 11, 25)),
    as_of=date(2021, 11, 25),
)


def held(content: Content, start: str = "", end: str = "") -> Held:
    """Return a period of `content`."""
    version = Version(1, "x-1", 1, content, ChangeKind.ADD, "", None, 1, None, NOW)
    return Held(
        version,
        Moment.start(start, ZONE) if start else None,
        Moment.end(end, ZONE) if end else None,
        NOW,
        None,
    )


def card(content: Content, language: str = "en", start: str = "", end: str = "") -> Message:
    """Return the card of a fact at 09:00 on 26 November 2021 in Riga."""
    return fact_card(LENGTH, held(content, start, end), language, NOW, ZONE)


def lines(message: Message) -> list[str]:
    """Return the lines of a card."""
    return plain(message).splitlines()


def test_value_stands_out_in_its_sentence() -> None:
    """Whoever glances at a reply sees the value first."""
    assert card(CONTENT)[:3] == (
        Text("The Old Bridge spans "),
        Strong("120 metres"),
        Text("."),
    )


def test_value_that_is_no_part_of_the_sentence_stands_above_it() -> None:
    """An inflected value is not searched for by halves; it gets a line of its own."""
    content = replace(CONTENT, value={"en": "long"}, statement={"en": "It is the longest one."})

    assert card(content)[:3] == (Strong("Long"), Break(), Text("It is the longest one."))


def test_key_made_of_a_word_of_the_other_language_is_written_as_that() -> None:
    """Who has no word for it reads that one with its diacritics, not what a KEY leaves of it."""
    area = replace(LENGTH, attribute="platiba")
    there = held(replace(CONTENT, words={"lv": ("cik liels", "platība")}))

    assert attribute_name(area, "en", there) == "platība"
    assert attribute_name(LENGTH, "en", there) == "deck length"


@pytest.mark.parametrize(
    ("language", "told"),
    [("lv", "Vecais tilts, garums: 120 metru"), ("en", "Vecais tilts, deck length: 120 metres")],
)
def test_without_a_sentence_it_is_name_and_value(language: str, told: str) -> None:
    """Names come in the language asked in, else in the other, else the key's own words."""
    assert lines(card(replace(CONTENT, statement={}), language))[0] == told


def test_source_is_a_link_with_its_day_where_that_differs() -> None:
    """A source's day is told only where it is not that of the fact."""
    message = card(CONTENT)

    assert Link("Road Office", "https://example.org/bridge") in message
    assert lines(message)[1].count("2021") == 1
    assert lines(card(replace(CONTENT, as_of=date(2021, 11, 26))))[1].count("2021") == 2


def test_without_a_source_the_desk_stands_for_it() -> None:
    """A fact that an editor recorded says so."""
    told = lines(card(replace(CONTENT, source=None)))[1]

    assert told.endswith(phrase("en", "answer.desk-source"))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2017", "", "holds since 2017"),
        ("", "2021-12-31", "holds until 31\u00a0December 2021"),
        ("2017", "2022", "holds from 2017 to 2022"),
    ],
)
def test_time_for_which_it_is_true_is_told(start: str, end: str, told: str) -> None:
    """As exactly as it was recorded, and not at all where it is not bounded."""
    assert lines(card(CONTENT, start=start, end=end))[1].endswith(told)
    assert "holds" not in plain(card(CONTENT))


def test_what_has_ended_says_so() -> None:
    """Told for its time, it must not be taken for the present."""
    assert lines(card(CONTENT, end="2021-11-25"))[-1] == phrase("en", "answer.ended")
    assert phrase("en", "answer.ended") not in lines(card(CONTENT, end="2021-11-26"))


@pytest.mark.parametrize(("review", "warned"), [(25, True), (26, False), (27, False)])
def test_past_its_review_day_it_may_be_out_of_date(review: int, *, warned: bool) -> None:
    """The review day itself is still good."""
    told = lines(card(replace(CONTENT, review=date(2021, 11, review))))

    assert any("out of date" in line for line in told) is warned


@pytest.mark.parametrize(("language", "other"), [("lv", "en"), ("en", "lv")])
def test_text_of_the_other_language_says_so(language: str, other: str) -> None:
    """What was never written in this language is served from the other, and says that it is."""
    content = replace(
        CONTENT,
        value={other: CONTENT.value[other]},
        statement={other: CONTENT.statement[other]},
    )

    told = lines(card(content, language))

    assert told[0] == CONTENT.statement[other]
    assert phrase(language, f"answer.only-{other}") in told


def test_what_is_for_the_desk_says_so() -> None:
    """An editor who reads it must know that readers do not."""
    told = lines(card(replace(CONTENT, audience=Audience.DESK)))

    assert phrase("en", "answer.desk-only") in told


def test_event_says_when_it_is_and_what_is_said_of_it() -> None:
    """Name, time, sentence, source; the time is told once."""
    span = Span(Moment.start("2021-11-30", ZONE), Moment.end("2021-12-01", ZONE))
    content = replace(CONTENT, value={}, span=span, statement={"en": "They meet on the bridge."})

    told = event_card(LENGTH, held(content), (Text("in four days"),), "en", NOW, ZONE)

    assert lines(told)[:3] == ["Vecais tilts", "in four days", "They meet on the bridge."]
    assert len(lines(told)) == 4


def test_names_fall_back_to_keys() -> None:
    """Without any name the key is all there is."""
    nameless = replace(BRIDGE, names={})

    assert subject_name(nameless, "lv") == "old-bridge"
    assert attribute_name(LENGTH, "en") == "deck length"
