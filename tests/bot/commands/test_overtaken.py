"""Two editors at one fact: the second is shown what the first made of it, and asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, Speaker, editor, reader

KEY = "battle-group.leader"
ASKED = "who leads the battle group?"


@pytest.fixture
def one(desk: Desk) -> Speaker:
    """Return an editor who has just looked at a fact."""
    one = editor(desk)
    one.say(f"/fact show {KEY}")
    return one


@pytest.fixture
def two(desk: Desk) -> Speaker:
    """Return another, who changed it since."""
    two = editor(desk, "10")
    two.say(f"/fact set {KEY} Spain | value-lv: Spānija")
    return two


def test_the_second_is_shown_the_difference(desk: Desk, one: Speaker, two: Speaker) -> None:
    """Nothing is done: what it was, what it is, by whom and when, and what was typed."""
    del two
    told = one.say(f"/fact set {KEY} Poland | value-lv: Polija")

    assert told.startswith(phrase("en", "overtaken.heading", key=KEY))
    assert "Was: Canada" in told
    assert "Now: Spain" in told
    assert "changed on 26\u00a0November 2021" in told
    assert "value-en: Poland" in told
    assert "Spain" in reader(desk, language="en").say(ASKED)


def test_it_is_done_anyway(desk: Desk, one: Speaker, two: Speaker) -> None:
    """A tap does what was typed, on what was shown."""
    del two
    one.say(f"/fact set {KEY} Poland | value-lv: Polija")
    one.tap(1)

    assert "Poland" in reader(desk, language="en").say(ASKED)


def test_it_is_left(desk: Desk, one: Speaker, two: Speaker) -> None:
    """The other button leaves it as the first made it."""
    del two
    one.say(f"/fact set {KEY} Poland | value-lv: Polija")
    one.tap(2)

    assert "Spain" in reader(desk, language="en").say(ASKED)


def test_a_third_change_is_shown_again(desk: Desk, one: Speaker, two: Speaker) -> None:
    """The button does it on what was shown, and on nothing that came later."""
    one.say(f"/fact set {KEY} Poland | value-lv: Polija")
    two.say(f"/fact set {KEY} Italy | value-lv: Itālija")

    assert "Now: Italy" in one.tap(1)
    assert "Italy" in reader(desk, language="en").say(ASKED)


def test_what_was_seen_an_hour_ago_counts_for_nothing(
    desk: Desk, one: Speaker, two: Speaker, clock: FakeClock
) -> None:
    """Then the edit is of what is held now."""
    del two
    clock.advance(timedelta(hours=1, seconds=1))
    one.say(f"/fact set {KEY} Poland | value-lv: Polija")

    assert "Poland" in reader(desk, language="en").say(ASKED)


def test_what_was_seen_elsewhere_counts_for_nothing(one: Speaker, two: Speaker) -> None:
    """It is by what was shown in this chat."""
    del two
    told = one.elsewhere(EDITORS).say(f"/fact set {KEY} Poland | value-lv: Polija")

    assert told.startswith(phrase("lv", "edit.done-set", key=KEY))


def test_ones_own_change_is_no_surprise(one: Speaker) -> None:
    """Whoever changes a fact twice in a row is asked nothing."""
    for country in ("Spain", "Italy"):
        told = one.say(f"/fact set {KEY} {country} | value-lv: {country}")
        assert told.startswith(phrase("en", "edit.done-set", key=KEY))


def test_what_was_never_shown_is_taken_as_it_is(desk: Desk, two: Speaker) -> None:
    """Who typed without looking edits what is held."""
    del two
    told = editor(desk, "12").say(f"/fact set {KEY} Poland | value-lv: Polija")

    assert told.startswith(phrase("en", "edit.done-set", key=KEY))


def test_who_is_no_editor_any_more_does_nothing(desk: Desk, one: Speaker, two: Speaker) -> None:
    """The right is checked when the button is tapped."""
    del two
    one.say(f"/fact set {KEY} Poland | value-lv: Polija")
    with desk.database.write() as tx:
        person = tx.people.seen("telegram", one.account.id)
        tx.people.set_role(person.id, type(person.role).READER)

    assert one.tap(1) == phrase("en", "desk.refused")


@pytest.mark.parametrize("first", ["retract {} wrong", "set {} Spain | value-lv: Spānija"])
def test_what_was_taken_back_since_is_no_change(desk: Desk, one: Speaker, first: str) -> None:
    """It is again what was seen, so there is nothing to be asked."""
    other = editor(desk, "10")
    other.say(f"/fact {first.format(KEY)}")
    other.say(f"/fact undo {KEY}")

    told = one.say(f"/fact set {KEY} Poland | value-lv: Polija")

    assert told.startswith(phrase("en", "edit.done-set", key=KEY))
    assert "Poland" in reader(desk, language="en").say(ASKED)


def test_what_was_set_to_what_it_was_is_told_as_the_same(desk: Desk, one: Speaker) -> None:
    """It was changed, by whom and when; its value was not."""
    other = editor(desk, "10")
    other.say(f"/fact correct {KEY} Canada | value-lv: Kanāda | source: LSM, 2021-11-20")

    told = one.say(f"/fact set {KEY} Poland | value-lv: Polija")

    assert told.startswith(phrase("en", "overtaken.heading", key=KEY))
    assert phrase("en", "overtaken.same", value="Canada") in told
    assert "Was:" not in told
    assert "corrected on" in told


def test_same_value_is_not_shown_as_what_it_was_before(desk: Desk) -> None:
    """Of a correction that names another source, and of taking it back, the value is no news."""
    chief = editor(desk)
    before = phrase("en", "edit.replaced", value="Canada", period="since 2017")

    corrected = chief.say(
        f"/fact correct {KEY} Canada | value-lv: Kanāda | source: LSM, 2021-11-20"
    )
    undone = chief.say(f"/fact undo {KEY}")

    assert "LSM" in corrected
    assert "LETA" in undone
    assert before not in corrected + undone
    assert before in chief.say(f"/fact correct {KEY} Spain | value-lv: Spānija")
