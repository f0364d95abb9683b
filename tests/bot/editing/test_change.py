"""Adding and setting facts: what each does to the timeline, what it keeps and refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.editing import errors
from bot.editing.change import (
    Draft,
    add,
    retract,
    set_value,
)
from storage.database import Database
from storage.facts import Audience, Content
from storage.moments import Moment
from tests.bot.editing.conftest import Editing
from tests.bot.editing.drafts import FULL, KEY, RIGA, WIRE, now_content, shown, value
from tests.standins.clock import FakeClock


def test_a_new_fact_holds_as_far_as_said(editing: Editing) -> None:
    """A fact holds from and until what was said, and for ever where nothing was."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017", "2019"))
        add(editor, "battle-group.size", value("1200"))
        assert shown(editor) == ["2017..2019 Kanāda"]
        assert shown(editor, "battle-group.size") == [".. 1200"]


def test_what_was_added_is_kept_whole(editing: Editing, database: Database) -> None:
    """Every line of a new fact is stored, known as of today in Riga."""
    with editing() as editor:
        outcome = add(editor, KEY, FULL)
    with database.read() as tx:
        held = tx.facts.at(outcome.fact.id, tx.now)
    assert held == outcome.after
    assert now_content(outcome) == Content(
        FULL.value,
        FULL.statement,
        FULL.words,
        WIRE,
        date(2021, 11, 26),
        date(2022, 6, 1),
        Audience.DESK,
    )


def test_set_from_now_keeps_the_past(editing: Editing, clock: FakeClock) -> None:
    """A new value holds from now on, and the old one until now."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017"))
    clock.advance(timedelta(hours=1))
    with editing() as editor:
        outcome = set_value(editor, KEY, value("Spānija"))
        assert shown(editor) == [
            "2017..2021-11-26T10:00+02:00 Kanāda",
            "2021-11-26T10:00+02:00.. Spānija",
        ]
    assert outcome.before is not None
    assert outcome.before.end is None
    assert [each.version.content.value["lv"] for each in outcome.replaced] == ["Kanāda"]
    assert outcome.stays is None


def test_set_stops_where_the_next_version_begins(editing: Editing) -> None:
    """Without an end a value holds until the next version begins, which stays and is named."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017"))
        set_value(editor, KEY, value("Spānija", "2023"))
        outcome = set_value(editor, KEY, value("Itālija", "2022-07"))
        assert shown(editor) == ["2017..2022-06 Kanāda", "2022-07..2022 Itālija", "2023.. Spānija"]
    assert outcome.stays is not None
    assert outcome.stays.version.content.value == {"lv": "Spānija"}


def test_set_fills_a_gap_up_to_the_next_version(editing: Editing) -> None:
    """A value set before a gap reaches over it."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017", "2018"))
        set_value(editor, KEY, value("Spānija", "2022"))
        set_value(editor, KEY, value("Itālija", "2018-07"))
        assert shown(editor) == ["2017..2018-06 Kanāda", "2018-07..2021 Itālija", "2022.. Spānija"]


def test_set_with_an_end_splits_what_it_lies_in(editing: Editing) -> None:
    """A value for a while leaves what was there before and after."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda"))
        set_value(editor, KEY, value("Spānija", "2018", "2019"))
        assert shown(editor) == ["..2017 Kanāda", "2018..2019 Spānija", "2020.. Kanāda"]


def test_set_with_an_end_and_no_value_ends_the_fact(editing: Editing) -> None:
    """An end without a value trims what is in force; what comes later stays."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017"))
        set_value(editor, KEY, value("Spānija", "2023"))
        outcome = set_value(editor, KEY, value("", end="2021-11-30"))
        assert shown(editor) == ["2017..2021-11-30 Kanāda", "2023.. Spānija"]
    assert outcome.version is None
    assert outcome.after is not None
    assert outcome.after.version.content.value == {"lv": "Kanāda"}
    assert outcome.stays is not None


@pytest.mark.parametrize(
    ("draft", "refused"),
    [
        (value("", end="2025"), errors.EndsEarlier),
        (value("", end="2022"), errors.EndsEarlier),
        (value("", end="2016"), errors.BadPeriod),
        (value("", start="2018"), errors.MissingValue),
        (value(" "), errors.MissingValue),
        (value("Spānija", "2020", "2019"), errors.BadPeriod),
        (value("Kanāda", end="2022"), errors.Unchanged),
        (value("Kanāda", end="2021"), errors.HoldsLonger),
        (value("Kanāda", "2018", "2019"), errors.Unchanged),
    ],
)
def test_set_refuses_what_makes_no_sense(
    editing: Editing, draft: Draft, refused: type[errors.EditError]
) -> None:
    """An end that is none, a missing value, a period backwards, and the very same are refused."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017", "2022"))
        with pytest.raises(refused):
            set_value(editor, KEY, draft)
        assert editor.tx.changes.latest_seq() == editor.tx.changes.count() == 1


def test_the_same_value_for_longer_is_a_change(editing: Editing) -> None:
    """A value that holds already, but not for all of that time, is set and drops nothing."""
    with editing() as editor:
        add(editor, KEY, FULL)
        set_value(editor, KEY, Draft(end=Moment.end("2022", RIGA)))
        outcome = set_value(editor, KEY, value("Kanāda", "2021", "2024"))
        assert shown(editor) == ["2017..2020 Kanāda", "2021..2024 Kanāda"]
    assert now_content(outcome).statement == FULL.statement
    assert now_content(outcome).value == FULL.value


def test_a_new_value_drops_what_was_not_given_with_it(editing: Editing) -> None:
    """Other languages, statements, source and review day go; words and audience stay."""
    with editing() as editor:
        add(editor, KEY, FULL)
        outcome = set_value(editor, KEY, value("Spānija"))
    assert now_content(outcome) == Content(
        {"lv": "Spānija"},
        {},
        {"lv": ("vada",)},
        None,
        date(2021, 11, 26),
        None,
        Audience.DESK,
    )


def test_who_may_read_outlives_a_withdrawal(editing: Editing) -> None:
    """A value set after everything was withdrawn is still for the desk alone."""
    with editing() as editor:
        add(editor, KEY, FULL)
        retract(editor, KEY, Draft(reason="wrong"))
        outcome = set_value(editor, KEY, value("Spānija"))
    assert now_content(outcome).audience is Audience.DESK
