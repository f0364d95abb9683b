"""`remind`: what is typed as a time before an event, and is none, is told so."""

from __future__ import annotations

import pytest

from bot.conversation.links import carrying
from bot.desk import Desk
from bot.port import Link
from bot.texts import phrase
from tests.standins.speakers import GROUP, editor, reader

SEND = "/remind ministers-meeting 1d 1h"


@pytest.mark.parametrize(
    "line",
    [
        "ministers-meeting 1 day, 2 hours",
        "ministers' meeting one day and 2h",
        "ministru sanāksme 1 diena 2 stundas",
        "ministru sanāksme 1 dienu un divas stundas pirms",
    ],
)
def test_units_may_be_written_out(desk: Desk, line: str) -> None:
    """In either language, with the name of the event or its KEY."""
    told = editor(desk).say(f"/remind {line}")

    assert "/remind ministers-meeting 1d 2h" in told


@pytest.mark.parametrize("words", ["Run 24 hours", "skrējiens 24 stundas"])
def test_name_that_ends_so_is_the_name(desk: Desk, words: str) -> None:
    """What is written as the event is called is the event; behind it stands the offset."""
    chief = editor(desk)
    chief.say("/event add run 2021-12-06 Run\nname-lv: Skrējiens")
    chief.say("/event add run-24 2021-12-07 Run 24 hours\nname-lv: Skrējiens 24 stundas")

    assert "/remind run-24 7d 1d 1h" in chief.say(f"/remind {words}")
    assert "/remind run-24 1d" in chief.say(f"/remind {words} 1 day")


def test_day_of_a_name_is_not_its_end(desk: Desk) -> None:
    """“Gala, day 1” does not end in “1 day”, which is no part of its name then."""
    chief = editor(desk)
    chief.say("/event add gala 2021-12-06 Gala\nname-lv: Gala")
    chief.say("/event add gala-1 2021-12-07 Gala, day 1\nname-lv: Galas 1. diena")

    assert "/remind gala 1d" in chief.say("/remind gala 1 day")


def test_offset_alone_asks_of_which(desk: Desk) -> None:
    """As it does in its short form."""
    chief = editor(desk)

    assert chief.say("/remind 1 day") == chief.say("/remind 1d") == phrase("en", "remind.which")


@pytest.mark.parametrize(
    "line", ["event remind ministers-meeting 1d", "notikums atgādini x 1 diena"]
)
def test_remind_behind_the_word_for_an_event_is_shown_as_it_is_written(
    desk: Desk, line: str
) -> None:
    """With a slash and without it is a command that is meant, and no question."""
    chief = editor(desk)
    *_, name = line.split(" ")[:2]

    assert f"/remind {' '.join(line.split()[2:])}" in chief.say(line)
    assert f"/{name}" in chief.say(f"/{line}")


def test_of_several_the_wrong_one_is_named(desk: Desk) -> None:
    """What could be read around it is not called wrong."""
    told = editor(desk).say("/remind ministers-meeting 2 hours 1x")

    assert told == phrase("en", "remind.wrong-offset", text="1x", line=SEND)


@pytest.mark.parametrize("wrong", ["1x", "2hours", "3", "12stundas"])
@pytest.mark.parametrize("line", ["ministers-meeting 2h {wrong}", "ministers meeting {wrong} 2h"])
def test_wrong_offset_is_named(desk: Desk, line: str, wrong: str) -> None:
    """And not taken for a part of the event's name, wherever it stands."""
    told = editor(desk).say(f"/remind {line.format(wrong=wrong)}")

    assert told == phrase("en", "remind.wrong-offset", text=wrong, line=SEND)


def test_year_belongs_to_the_name(desk: Desk) -> None:
    """What is no time by any reading is part of what nothing is called by."""
    told = editor(desk).say("/remind gala 2021")

    assert "2021" in told
    assert told != phrase("en", "remind.wrong-offset", text="2021", line="/remind gala 1d 1h")


def test_word_behind_a_key_is_no_part_of_it(desk: Desk) -> None:
    """Nothing is ordered for a time that was not understood."""
    told = editor(desk).say("/remind ministers-meeting soon")

    assert told == phrase("en", "remind.wrong-offset", text="soon", line=SEND)


@pytest.mark.parametrize(
    "said",
    ["pirms stundas", "before noon", "stundu pirms", "1x"],
)
def test_neither_event_nor_time_is_told_of_both(desk: Desk, said: str) -> None:
    """Who wrote a time in their own words for what is no event learns that of each."""
    told = editor(desk).say(f"/remind tea {said}")

    assert told == phrase("en", "remind.neither", event="tea", text=said)


@pytest.mark.parametrize("said", ["pirms stundas", "stundu pirms"])
def test_time_in_own_words_is_named(desk: Desk, said: str) -> None:
    """The event is there, by its words: it is the time that has to be written otherwise."""
    told = editor(desk).say(f"/remind ministers meeting {said}")

    assert told == phrase("en", "remind.wrong-offset", text=said, line=SEND)


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("event", ["ministers-meeting", "ministers meeting"])
@pytest.mark.parametrize("at", ["rīt 9", "tomorrow 9", "rīt 9:00", "27 November 9"])
def test_time_of_the_clock_is_answered_with_a_line_to_send(
    desk: Desk, language: str, event: str, at: str
) -> None:
    """A reminder is counted back from its event; the line that is shown orders one."""
    chief = editor(desk, language=language)

    told = chief.say(f"/remind {event} {at}")

    assert told == phrase(language, "remind.wrong-offset", text=at, line=SEND)
    chief.say(SEND)
    assert not chief.reply.failed


@pytest.mark.parametrize(
    ("line", "carried"),
    [
        ("remind ministru sanāksme 2d", "remind ministru sanāksme 2d"),
        (
            "remind ārlietu ministru sanāksme Rīgā 1 dienu pirms",
            "remind arlietu ministru sanaksme riga 1 dienu pirms",
        ),
        ("atgādini NATO ārlietu ministru sanāksmi Rīgā, 30. novembrī, 9:00", "remind"),
    ],
)
def test_refusal_carries_as_much_as_a_link_can(desk: Desk, line: str, carried: str) -> None:
    """The whole line, or how it is read all the same; else its command, which asks of which."""
    member = reader(desk).elsewhere(GROUP)
    member.home = "https://t.me/bot?start="

    member.say(f"/{line}")

    (link,) = (node for node in member.reply.message if isinstance(node, Link))
    assert link.url == f"{member.home}{carrying(carried)}"
    alone = reader(desk, "8", "lv")
    alone.say(f"/start {carrying(carried)}")
    assert alone.reply.choices or "ministru sanāksme" in alone.say("/follow")
