"""`answer` where editors talk to each other: there the form is a tap away."""

from __future__ import annotations

import pytest

from bot.conversation import links
from bot.desk import Desk
from bot.port import Link
from bot.texts import phrase
from tests.bot.commands.askings import ASKED, labels, number_of, planned, waiting
from tests.standins.speakers import EDITORS, Speaker, editor, reader

KEY = "battle-group.leader"
HOME = "https://t.me/FactdeskBot?start="


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor in private."""
    return editor(desk)


def led(speaker: Speaker) -> list[str]:
    """Return the lines that the links of what somebody was told last carry."""
    found = [each.url for each in speaker.reply.message if isinstance(each, Link)]
    return [links.carried(each.removeprefix(f"{HOME}{links.DOES}")) for each in found]


def test_among_editors_words_are_given_back_as_a_command(desk: Desk) -> None:
    """Where no form can be had: the command, completed, and what to do then."""
    reader(desk).say(ASKED)
    number = number_of(desk)

    told = editor(desk).elsewhere(EDITORS).say(f"/answer {number} Vācija")

    assert ASKED in told
    assert "/fact add battle-group.… Vācija" in told
    assert f"/answer {number} battle-group.…" in told
    assert len(waiting(desk)) == 1


def test_a_number_alone_shows_how_among_editors(desk: Desk) -> None:
    """With the question, and whom an answer tells."""
    reader(desk).say(ASKED)
    number = number_of(desk)
    chief = editor(desk).elsewhere(EDITORS)
    chief.say("/language en")

    told = chief.say(f"/answer {number}")

    assert ASKED in told
    assert f"/answer {number}" in told
    assert labels(chief) == [phrase("en", "questions.close", number=str(number))]
    assert "An answer tells 1 person in 1 chat." in told


def test_among_editors_a_link_leads_into_the_form(desk: Desk, chief: Speaker) -> None:
    """With the words if they fit into one, without if not; it opens with the first tap."""
    reader(desk).say(ASKED)
    number = number_of(desk)
    office = chief.elsewhere(EDITORS)
    office.home = HOME

    for words, carried in (("Germany", " Germany"), ("Germany, " * 9, ""), ("", "")):
        office.say(f"/answer {number} {words}")
        (line,) = led(office)
        assert line == f"answer {number}{carried}"
        opened = chief.say(f"/start {links.carrying(line)}")

        assert opened.startswith(phrase("en", "questions.line", number=str(number), text=ASKED))
        assert opened.endswith(
            phrase("en", "form.ask-attribute-of", of="NATO battle group in Latvia")
        )
    assert len(waiting(desk)) == 1


def test_a_link_to_an_answer_that_tells_is_asked_about_first(desk: Desk, chief: Speaker) -> None:
    """Whoever follows it has not typed it."""
    reader(desk).say(ASKED)
    line = f"answer {number_of(desk)} {KEY}"

    told = chief.say(f"/start {links.carrying(line)}")

    assert told == phrase("en", "desk.confirm", text=f"/{line}")
    assert not planned(desk)


def test_in_a_channel_a_button_opens_the_window(desk: Desk, chief: Speaker) -> None:
    """With a slash and without, at once: nothing is changed yet."""
    reader(desk).say(ASKED)
    number = number_of(desk)
    office = chief.elsewhere(EDITORS)
    office.has_windows = True

    for slash in ("/", ""):
        office.say(f"{slash}answer {number} It is led by Germany")

        assert labels(office) == [phrase("lv", "form.open")]
