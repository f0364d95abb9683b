"""What `--as set|correct|edit` makes of a file that says something else than we hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.editing.change import Draft, set_value
from bot.exchange import How, Report
from storage.moments import Moment
from tests.bot.exchange.desk import ZONE, Desk, line
from tests.standins.clock import FakeClock

NOW = "2021-11-26T09:00+02:00"
CHANGED = Report(new=0, changed=1, same=0, subjects=0, seq=2, number=2)


def metres(n: int, **fields: object) -> dict[str, object]:
    """Return a line that gives the bridge a length."""
    return line(value={"lv": f"{n} metru"}, **fields)


def test_something_else_is_refused(desk: Desk) -> None:
    """An id known with another value, wording or period is refused unless the import says how."""
    desk.take_lines(metres(500, valid_from="2017"))

    for other in (
        metres(510, valid_from="2017"),
        metres(500),
        metres(500, valid_from="2018"),
        metres(500, valid_from="2017", valid_to="2019"),
        metres(500, valid_from="2017", statement={"lv": "Garš tilts."}),
        metres(500, valid_from="2017", source={"publisher": "Wire"}),
    ):
        assert desk.faults(other) == [(1, "exchange.known")]


def test_set_holds_from_now(desk: Desk) -> None:
    """The world changed: without a beginning the new value holds from now, the old until then."""
    desk.take_lines(metres(500))

    assert desk.take_lines(metres(510), how=How.SET) == CHANGED
    assert desk.timeline() == [(None, NOW, "500 metru"), (NOW, None, "510 metru")]
    assert [held.version.ref for held in desk.held()] == ["b1", "b1+2"]


def test_set_paints_over_until_the_next_version(desk: Desk) -> None:
    """A beginning that is named counts; what begins later stays, what lies beneath is trimmed."""
    desk.take_lines(
        metres(500, valid_to="2018"), metres(520, id="b2", valid_from="2020", valid_to="2022")
    )

    desk.take_lines(metres(510, id="b3", valid_from="2017"), how=How.SET)

    assert desk.timeline() == [
        (None, "2016", "500 metru"),
        ("2017", "2019", "510 metru"),
        ("2020", "2022", "520 metru"),
    ]


def test_set_to_what_holds_changes_nothing(desk: Desk) -> None:
    """What is said already for all of that time is not said again under another id."""
    desk.take_lines(metres(500, valid_from="2017"))

    within = metres(500, id="b2", valid_from="2018", valid_to="2019")

    assert desk.take_lines(within, how=How.SET).seq is None


def test_set_until_the_past_holds_from_the_beginning(desk: Desk) -> None:
    """With an end that is over already there is no now to begin at."""
    desk.take_lines(metres(500))

    desk.take_lines(metres(490, id="b0", valid_to="1999"), how=How.SET)

    assert desk.timeline() == [(None, "1999", "490 metru"), ("2000", None, "500 metru")]


def test_correct_takes_the_place_of_its_id(desk: Desk) -> None:
    """We were wrong: the new value holds when the old one did, also where it had been trimmed."""
    desk.take_lines(metres(500, valid_from="2017"))
    with desk.editing() as editor:
        set_value(editor, "bridge.length", Draft(value={"lv": "600 metru"}))

    desk.take_lines(metres(510, valid_from="2017"), how=How.CORRECT)

    assert desk.timeline() == [("2017", NOW, "510 metru"), (NOW, None, "600 metru")]


def test_correct_moves_the_bounds_that_are_named(desk: Desk) -> None:
    """Bounds that the file names are corrected: neighbours are trimmed, and gaps are left."""
    desk.take_lines(
        metres(500, valid_from="2010", valid_to="2014"), metres(520, id="b2", valid_from="2015")
    )

    desk.take_lines(metres(500, valid_from="2012", valid_to="2016"), how=How.CORRECT)

    assert desk.timeline() == [("2012", "2016", "500 metru"), ("2017", None, "520 metru")]


def test_correct_under_a_new_id_takes_the_time_it_names(desk: Desk) -> None:
    """What overlaps it gives way, and is split where it reaches beyond on both sides."""
    desk.take_lines(metres(500))

    desk.take_lines(metres(510, id="b2", valid_from="2017", valid_to="2018"), how=How.CORRECT)

    assert desk.timeline() == [
        (None, "2016", "500 metru"),
        ("2017", "2018", "510 metru"),
        ("2019", None, "500 metru"),
    ]


def test_correct_of_one_of_two_periods(desk: Desk) -> None:
    """A version that holds twice is corrected by the lines of an export, one or both."""
    split = (
        metres(500, valid_to="2016"),
        metres(510, id="b2", valid_from="2017", valid_to="2018"),
        metres(500, id="b1~2", valid_from="2019"),
    )
    desk.take_lines(*split)

    desk.take_lines(*split[:2], metres(530, id="b1~2", valid_from="2019"), how=How.CORRECT)

    assert [value for _, _, value in desk.timeline()] == ["500 metru", "510 metru", "530 metru"]


def test_correct_moves_one_of_two_periods(desk: Desk) -> None:
    """A line of an export moves the very period that it stands for, and leaves a gap."""
    desk.take_lines(metres(500))
    desk.take_lines(metres(510, id="b2", valid_from="2017", valid_to="2018"), how=How.CORRECT)

    desk.take_lines(metres(500, id="b1~2", valid_from="2021"), how=How.CORRECT)

    assert [(start, end) for start, end, _ in desk.timeline()] == [
        (None, "2016"),
        ("2017", "2018"),
        ("2021", None),
    ]


def test_correct_does_not_guess_which_period_is_meant(desk: Desk) -> None:
    """One line for a version that holds twice is refused: it would cover what lies between."""
    desk.take_lines(metres(500))
    desk.take_lines(metres(510, id="b2", valid_from="2017", valid_to="2018"), how=How.CORRECT)

    assert desk.faults(metres(505), how=How.CORRECT) == [(1, "exchange.several")]


def test_correct_cannot_turn_a_period_round(desk: Desk) -> None:
    """A beginning behind the end that stays is refused."""
    desk.take_lines(metres(500, valid_from="2010", valid_to="2014"))

    found = desk.faults(metres(500, valid_from="2016"), how=How.CORRECT)

    assert found == [(1, "exchange.backwards-held")]


def test_edit_rewords(desk: Desk) -> None:
    """Another wording, source or language descends from the version that it rewords."""
    desk.take_lines(metres(500, valid_from="2017"))
    old = desk.held()[0].version

    desk.take_lines(line(value={"lv": "500 metru", "en": "500 m"}, valid_from="2017"), how=How.EDIT)

    (held,) = desk.held()
    assert held.version.parent == old.id
    assert held.version.content.value == {"lv": "500 metru", "en": "500 m"}
    assert held.start == Moment.start("2017", ZONE)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"value": {"lv": "510 metru"}}, "exchange.edit-value"),
        ({"value": {"en": "500 metres"}}, "exchange.edit-value"),
        ({"valid_from": "2018"}, "exchange.edit-period"),
        ({"id": "b9", "valid_from": None}, "exchange.edit-none"),
    ],
)
def test_edit_changes_neither_value_nor_period(
    desk: Desk, fields: dict[str, object], key: str
) -> None:
    """What would change the claim is no edit."""
    desk.take_lines(
        metres(500, valid_from="2017"), metres(480, id="b0", valid_from="2000", valid_to="2016")
    )
    whole = metres(500, valid_from="2017", statement={"lv": "Garš."}) | fields

    found = desk.faults(
        {name: value for name, value in whole.items() if value is not None}, how=How.EDIT
    )

    assert found == [(1, key)]


def test_edit_does_not_move_an_event(desk: Desk) -> None:
    """When an event takes place is its value, also where the line gives none in words."""
    event = line(type="event", attribute=None, value=None, start="2021-11-30")
    desk.take_lines({**event, "value": {"lv": "rudenī"}})

    assert desk.take_lines(event).seq is None
    moved = {**event, "start": "2021-12-01"}
    assert desk.faults(moved, how=How.EDIT) == [(1, "exchange.edit-value")]


@pytest.mark.parametrize("how", How)
def test_what_was_taken_in_once_is_the_same_again(desk: Desk, clock: FakeClock, how: How) -> None:
    """However a file was meant, its second import changes nothing, with and without saying how."""
    desk.take_lines(metres(500))
    changed = line(value={"lv": "500 metru"} if how is How.EDIT else {"lv": "510 metru"})
    changed["statement"] = {"lv": "Garš tilts."}
    desk.take_lines(changed, how=how)
    before = desk.given()
    clock.advance(timedelta(days=3))

    for again in (how, None):
        assert desk.take_lines(changed, how=again).seq is None
    assert desk.given() == before


@pytest.mark.parametrize("how", [How.SET, How.CORRECT])
def test_a_value_can_be_changed_there_and_back(desk: Desk, clock: FakeClock, how: How) -> None:
    """What a file said before its last import is not taken for known."""
    for n in (500, 510, 500):
        desk.take_lines(metres(n), how=how)
        clock.advance(timedelta(days=1))

    assert desk.timeline()[-1][2] == "500 metru"


@pytest.mark.parametrize("how", [How.SET, How.CORRECT])
def test_lines_of_one_file_may_overlap(desk: Desk, how: How) -> None:
    """Of two lines for one time the one that begins later prevails."""
    desk.take_lines(
        metres(520, id="b3", valid_from="2020"), metres(500, valid_from="2010"), how=how
    )

    assert desk.timeline() == [("2010", "2019", "500 metru"), ("2020", None, "520 metru")]


@pytest.mark.parametrize("how", How)
def test_saying_how_does_no_harm_to_what_is_new(desk: Desk, how: How) -> None:
    """A line that meets nothing is added as it stands."""
    report = desk.take_lines(metres(500, valid_to="2019"), how=how)

    assert report == Report(new=1, changed=0, same=0, subjects=1, seq=1, number=1)
    assert desk.timeline() == [(None, "2019", "500 metru")]


def test_an_id_made_by_an_import_is_never_used_twice(desk: Desk) -> None:
    """An exported store brings ids of its own imports along; a new one steps aside."""
    desk.take_lines(metres(500, valid_to="2019"), metres(510, id="b1+2", valid_from="2020"))

    desk.take_lines(metres(505, valid_to="2019"), how=How.CORRECT)

    assert [held.version.ref for held in desk.held()] == ["b1+2+2", "b1+2"]
