"""What an export gives, and that an import takes it back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import exchange
from bot.editing.change import Draft, retract
from bot.exchange import How
from bot.port import plain
from storage.moments import Moment
from tests.bot.exchange.desk import Desk, line

TOPICS = sorted((Path(__file__).parents[2] / "topics").glob("*/facts.jsonl"))


def test_an_export_is_written_in_one_way(desk: Desk) -> None:
    """Fields, languages and lines come in a fixed order, and nothing is said that is not held."""
    desk.take_lines(
        {"type": "subject", "subject": "tunnel", "subject_names": {"en": ["the tunnel"]}},
        line(
            value={"en": "500 metres", "lv": "500 metru"},
            source={"url": "https://example.org/1"},
            valid_from="2017",
            audience="desk",
        ),
        line(id="b0", attribute="builder", value={"lv": "Ēriks"}, audience="everyone"),
    )

    assert desk.given() == (
        '{"id": "b0", "topic": "roads", "subject": "bridge", "subject_names": {"lv": ["tilts"], '
        '"en": ["the bridge"]}, "attribute": "builder", "value": {"lv": "Ēriks"}, '
        '"as_of": "2021-11-25"}\n'
        '{"id": "b1", "topic": "roads", "subject": "bridge", "subject_names": {"lv": ["tilts"], '
        '"en": ["the bridge"]}, "attribute": "length", "value": {"lv": "500 metru", '
        '"en": "500 metres"}, "valid_from": "2017", "as_of": "2021-11-25", '
        '"zone": "Europe/Riga", "audience": "desk", '
        '"source": {"publisher": "", "date": "", "url": "https://example.org/1"}}\n'
        '{"type": "subject", "subject": "tunnel", "kind": "thing", '
        '"subject_names": {"en": ["the tunnel"]}}\n'
    )


def test_an_event_is_exported_as_one(desk: Desk) -> None:
    """An event line says its days, and no value beside them but one of its own."""
    event = line(type="event", attribute=None, start="2021-11-30", end="2021-12-01")
    del event["value"]
    desk.take_lines(event, {**event, "id": "f1", "subject": "fair", "value": {"lv": "rudenī"}})

    bridge, fair = (json.loads(each) for each in desk.given().splitlines())

    assert (bridge["type"], bridge["start"], bridge["end"]) == ("event", "2021-11-30", "2021-12-01")
    assert "value" not in bridge
    assert fair["value"] == {"lv": "rudenī"}


def test_a_split_version_is_two_lines(desk: Desk, other_desk: Desk) -> None:
    """A version that holds twice keeps its id, and is one version again after an import."""
    desk.take_lines(line(), line(id="b1~2", attribute="width"))
    between = line(id="b2", value={"lv": "0"}, valid_from="2018", valid_to="2018")
    desk.take_lines(between, how=How.CORRECT)

    ids = [json.loads(each)["id"] for each in desk.given().splitlines()]
    other_desk.take(desk.given().encode())

    assert ids == ["b1", "b2", "b1~3", "b1~2"]
    assert [held.version.ref for held in other_desk.held()] == ["b1", "b2", "b1"]
    assert other_desk.given() == desk.given()
    assert desk.take(desk.given().encode()).seq is None


def test_periods_that_touch_are_one(desk: Desk) -> None:
    """Lines of one version that follow one another without a gap are taken in as one period."""
    lines = (line(valid_to="2016"), line(id="b1~2", valid_from="2017"))
    desk.take_lines(*lines)

    assert desk.timeline() == [(None, None, "500 metru")]
    assert desk.take_lines(*lines).seq is None


def test_a_moment_of_another_zone_keeps_it(desk: Desk, other_desk: Desk) -> None:
    """What was said in another zone than its line's carries that zone behind itself."""
    desk.take_lines(line(valid_from="2017", valid_to="2019[Europe/London]"))

    other_desk.take(desk.given().encode(), zone="UTC")

    assert json.loads(desk.given())["valid_to"] == "2019[Europe/London]"
    assert other_desk.held()[0].end == Moment.end("2019", "Europe/London")
    assert other_desk.given() == desk.given()


def test_what_is_not_held_is_not_exported(desk: Desk) -> None:
    """A withdrawn version leaves its subject behind, which then speaks for itself."""
    desk.take_lines(line())
    with desk.editing() as editor:
        retract(editor, "bridge.length", Draft(reason="wrong"))

    assert [json.loads(each)["type"] for each in desk.given().splitlines()] == ["subject"]


def test_an_unknown_format_is_refused_at_once(desk: Desk) -> None:
    """Whoever asks for a format that there is not is told so before anything is written."""
    with desk.database.read() as tx, pytest.raises(exchange.UnknownFormat) as caught:
        exchange.export(tx, "docx")

    assert "jsonl" in plain(caught.value.said("en"))


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.parent.name)
def test_a_topic_makes_the_round(desk: Desk, other_desk: Desk, path: Path) -> None:
    """The export of an import of an export is the same to the last byte, and says the same."""
    desk.take(path.read_bytes())

    other_desk.take(desk.given().encode())

    assert other_desk.given() == desk.given()
    assert other_desk.answers() == desk.answers() != {}
