"""Reviews: editors are asked once, in the morning of the day, and one tap answers."""

from __future__ import annotations

import pytest

from bot.port import Outgoing, plain
from bot.posting import daily
from bot.posting.occasions import Home
from bot.texts import phrase
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNAS, DESK, Newsroom, corrected, riga
from tests.bot.receiving.house import EDITORS

HOME = Home(EDITORS, "en", "Europe/Riga")
LEADER = "battle-group.leader"


@pytest.fixture
def due(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom where a fact is to be reviewed on 29 November."""
    newsroom.edit(f"fact edit {LEADER} | review: 2021-11-29")
    return newsroom


def mornings(newsroom: Newsroom, when: str) -> list[Outgoing]:
    """Let it become so late, have each of two processes look, and return what editors got."""
    newsroom.clock.set(riga(when))
    for _ in range(2):
        with newsroom.house.desk.database.write() as tx:
            daily.Mornings(HOME).look(tx)
    newsroom.looks()
    asked = newsroom.sent("review")
    assert {each.chat for each in asked} <= {DESK}
    return asked


def test_editors_are_asked_at_nine_on_the_day_once(due: Newsroom) -> None:
    """Not before, not twice, and not again the day after."""
    assert mornings(due, "2021-11-29T08:59") == []
    (asked,) = mornings(due, "2021-11-29T09:00")
    assert phrase("en", "review.heading", count=1) in plain(asked.message)
    assert f"Canada (review day 29\u00a0November 2021) {LEADER}" in plain(asked.message)
    assert [choice.label.split(":")[0] for choice in asked.choices] == ["Still true", "Change"]
    assert mornings(due, "2021-11-29T15:00") == []
    assert mornings(due, "2021-11-30T09:00") == []


def test_program_that_was_down_asks_when_it_starts(due: Newsroom) -> None:
    """Late is better than never."""
    assert len(mornings(due, "2021-12-01T11:00")) == 1


def test_what_was_looked_at_meanwhile_is_not_asked(due: Newsroom) -> None:
    """The row is there, and says nothing."""
    due.clock.set(riga("2021-11-29T09:00"))
    with due.house.desk.database.write() as tx:
        daily.Mornings(HOME).look(tx)
    due.edit(f"fact review {LEADER} 2022-03-01")
    due.looks()

    assert due.sent("review") == []
    assert [each.state for each in due.rows("alarm")] == [State.DROPPED]


def test_many_are_one_message(due: Newsroom) -> None:
    """With the first few by name, and the command that lists the rest."""
    for number in range(6):
        names = f"name-lv: T{number} | name-en: B{number} | words: size"
        due.edit(f"fact add b{number}.size 5 | {names} | review: 2021-11-29")

    (asked,) = mornings(due, "2021-11-29T09:00")

    assert phrase("en", "review.heading", count=7) in plain(asked.message)
    assert phrase("en", "review.more", count=3, command="/desk reviews") in plain(asked.message)
    assert len(asked.choices) == 2 * 4


def test_buttons_tell_facts_of_one_subject_apart(due: Newsroom) -> None:
    """By what is asked about it; the name alone does where there is one."""
    due.edit("fact edit battle-group.strength | review: 2021-11-29")
    due.edit("fact edit ministers-meeting.time | review: 2021-11-29")

    (asked,) = mornings(due, "2021-11-29T09:00")

    labels = [choice.label for choice in asked.choices]
    assert len({*labels}) == len(labels)
    assert "Still true: NATO battle group in Latvia, lead nation" in labels


def test_still_true_asks_for_the_next_day(due: Newsroom) -> None:
    """By buttons or in words; a day that is over is refused, as it would be asked at once."""
    due.clock.set(riga("2021-11-29T09:00"))
    told = due.edit(f"fact review {LEADER}")
    labels = [choice.label for choice in due.platform.sent[-1].choices]
    assert "Canada" in told
    assert labels == [
        phrase("en", "review.until", day=day)
        for day in ("29\u00a0December 2021", "28\u00a0February 2022", "29\u00a0November 2022")
    ] + [phrase("en", "review.set"), phrase("en", "review.correct")]
    over = due.edit(f"fact review {LEADER} 2021-11-29")
    assert over == phrase("en", "review.over", day="29\u00a0November 2021")
    due.edit(f"fact review {LEADER} 2022-03-01")
    assert due.edit("desk reviews") == phrase("en", "waiting.no-reviews")


def test_who_is_asked_is_told_of_no_correction(due: Newsroom) -> None:
    """What they were asked about they were not told; the reader, who was, is corrected."""
    due.say("who leads the battle group?")
    assert mornings(due, "2021-11-29T09:00")

    due.edit(f"fact correct {LEADER} Denmark | value-lv: Dānija")

    edits, notices = corrected(due)
    assert {each.chat for each in (*edits, *notices)} == {ANNAS}
