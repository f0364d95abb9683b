"""What an import stores, and what it leaves alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import briefings, exchange
from bot.editing.change import Draft, edit, retract, set_value, undo, undo_import
from bot.editing.errors import NothingLeft
from bot.editing.subject import About, set_subject
from bot.exchange import How, Report
from storage.content import Audience, ChangeKind, Source, Span
from storage.moments import Moment
from tests.bot.exchange.desk import KEY, ZONE, Desk, file, line
from tests.standins.clock import FakeClock

TOPICS = sorted((Path(__file__).parents[2] / "topics").glob("*/facts.jsonl"))
SAME = Report(new=0, changed=0, same=1, subjects=0, seq=None)


def test_a_line_is_stored_as_it_says(desk: Desk) -> None:
    """Every field of a fact line comes back from the store."""
    report = desk.take_lines(
        line(
            statement={"lv": "Tilts ir 500 metru garš."},
            attribute_words={"lv": ["cik garš"], "en": ["how long"]},
            valid_from="2017",
            valid_to="2019-06",
            review="2021-12-02",
            zone="Europe/London",
            audience="desk",
            source={"publisher": "Wire", "date": "2021-11-24", "url": "https://example.org/1"},
        )
    )

    (held,) = desk.held()
    content = held.version.content
    assert report == Report(new=1, changed=0, same=0, subjects=1, seq=1, number=1)
    assert (held.version.ref, held.version.kind) == ("b1", ChangeKind.IMPORT)
    assert held.start == Moment.start("2017", "Europe/London")
    assert held.end == Moment.end("2019-06", "Europe/London")
    assert content.value == {"lv": "500 metru", "en": "500 metres"}
    assert content.statement == {"lv": "Tilts ir 500 metru garš."}
    assert content.words == {"lv": ("cik garš",), "en": ("how long",)}
    assert content.source == Source("Wire", "https://example.org/1", date(2021, 11, 24))
    assert (content.as_of, content.review) == (date(2021, 11, 25), date(2021, 12, 2))
    assert content.audience is Audience.DESK
    assert desk.subject().names == {"lv": ("tilts",), "en": ("the bridge",)}
    assert (desk.subject().kind, desk.subject().topic) == ("thing", "roads")


def test_an_event_line_is_the_time_of_its_subject(desk: Desk) -> None:
    """An event line is a version of KEY.time, whose value says the days in each language."""
    desk.take_lines(
        line(type="event", attribute=None, value=None, start="2021-11-30", end="2021-12-01")
    )

    (held,) = desk.held("bridge.time")
    start, end = Moment.start("2021-11-30", ZONE), Moment.end("2021-12-01", ZONE)
    assert held.version.content.span == Span(start, end)
    assert held.version.content.value["en"] == "30\xa0November–1\xa0December 2021"
    assert desk.subject().kind == "event"


def test_an_event_without_an_end_ends_with_what_it_names(desk: Desk) -> None:
    """A day alone is that day, an hour alone that instant."""
    for key, start in (("fair", "2021-11-30"), ("call", "2021-11-30T09:00")):
        desk.take_lines(
            line(id=key, subject=key, type="event", attribute=None, value=None, start=start)
        )

    spans = [desk.held(f"{key}.time")[0].version.content.span for key in ("fair", "call")]
    lengths = [span.end.at - span.start.at for span in spans if span]
    assert lengths == [timedelta(days=1), timedelta(0)]


@pytest.mark.parametrize("value", [1500, "1500", {"lv": 1500, "en": "1500"}], ids=repr)
def test_digits_alone_are_for_every_language(desk: Desk, value: object) -> None:
    """A whole number is the text that it is written as, in every language."""
    desk.take_lines(line(value=value, id=7, valid_from=2017))

    (held,) = desk.held()
    assert held.version.content.value == {"lv": "1500", "en": "1500"}
    assert held.version.ref == "7"
    assert held.start == Moment.start("2017", ZONE)


def test_a_number_may_have_any_length(desk: Desk) -> None:
    """Five thousand digits are kept to the last."""
    digits = "9" * 5_000

    desk.take(file(line(value=0)).replace(b'"value": 0', f'"value": {digits}'.encode()))

    assert desk.timeline() == [(None, None, digits)]


def test_what_windows_does_to_a_file_does_no_harm(desk: Desk) -> None:
    """A byte order mark, its line ends, empty lines and a missing last line end are read over."""
    data = b"\xef\xbb\xbf\r\n" + file(line(), line(id="b2", attribute="width"))

    assert desk.take(data.replace(b"\n", b"\r\n").rstrip()).new == 2


def test_without_an_id_a_line_has_one_of_its_own(desk: Desk) -> None:
    """The id of a line without one is made of key and beginning, so it is known again."""
    lines = (
        line(id=None, valid_to="2016"),
        line(id=None, valid_from="2017", value={"lv": "510 metru"}),
    )
    desk.take_lines(*lines)

    assert [held.version.ref for held in desk.held()] == [KEY, f"{KEY}@2017"]
    assert desk.take_lines(*lines).seq is None


@pytest.mark.parametrize(
    ("source", "day"),
    [
        (None, date(2021, 11, 26)),
        ({"publisher": "Wire"}, date(2021, 11, 26)),
        ({"publisher": "Wire", "date": "2021-11-20"}, date(2021, 11, 20)),
    ],
)
def test_without_as_of_the_day_of_the_source_counts(
    desk: Desk, clock: FakeClock, source: object, day: date
) -> None:
    """Where no day is named it is the source's, else today; and tomorrow it is still the same."""
    desk.take_lines(line(as_of=None, source=source))
    clock.advance(timedelta(days=1))

    assert desk.held()[0].version.content.as_of == day
    assert desk.take_lines(line(as_of=None, source=source)) == SAME


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.parent.name)
def test_a_topic_is_imported_once(desk: Desk, path: Path) -> None:
    """Files as newsrooms have them are taken as they are, and the second time change nothing."""
    data = path.read_bytes()
    first, second = desk.take(data), desk.take(data)

    assert first.new == len(data.splitlines())
    assert second == Report(new=0, changed=0, same=first.new, subjects=0, seq=None)
    assert desk.seq() == 1


@pytest.mark.parametrize("name", briefings.NAMES)
def test_a_shipped_briefing_is_imported(desk: Desk, name: str) -> None:
    """What is shipped can be imported under its bare name."""
    records = exchange.read(briefings.open_briefing(name).read_bytes(), name)

    with desk.database.write() as tx:
        report = exchange.import_records(tx, records, author=None, zone=ZONE)

    assert report.new == len(records.facts) > 20


def test_an_import_is_one_change_with_its_audit_row(desk: Desk) -> None:
    """However many facts: one step, which names the file, and one act in the audit."""
    desk.take_lines(line(), line(id="b2", attribute="width"))

    with desk.database.read() as tx:
        change = tx.changes.get(1)
        (act,) = tx.audit.latest(5)
        touched = tx.changes.facts_of(1)
    assert change is not None
    assert (change.kind, change.reason) == (ChangeKind.IMPORT, "facts.jsonl")
    assert (act.action, act.target, act.seq, act.details["new"]) == ("import", "facts.jsonl", 1, 2)
    assert len(touched) == 2


def test_the_same_under_another_id_is_known(desk: Desk) -> None:
    """What is held already is the same fact, whatever the file calls it."""
    desk.take_lines(line())

    assert desk.take_lines(line(id="other")) == SAME


def test_a_line_said_twice_is_one(desk: Desk) -> None:
    """A file that repeats a line word for word is no contradiction."""
    assert desk.take_lines(line(), line()).new == 1


def test_what_the_desk_changed_since_is_not_brought_back(desk: Desk) -> None:
    """A file imported again leaves alone what was set, reworded, withdrawn or undone meanwhile."""
    attributes = ("set", "edited", "retracted", "undone")
    data = file(*(line(id=name, attribute=name) for name in attributes))
    desk.take(data)
    with desk.editing() as editor:
        set_value(editor, "bridge.set", Draft(value={"lv": "600 metru"}))
        edit(editor, "bridge.edited", Draft(statement={"lv": "Tilts ir garš."}))
        retract(editor, "bridge.retracted", Draft(reason="wrong"))
        undo(editor, "bridge.undone")
    before, seq = desk.given(), desk.seq()

    assert desk.take(data) == Report(new=0, changed=0, same=4, subjects=0, seq=None)
    assert (desk.given(), desk.seq()) == (before, seq)


def test_an_import_taken_back_can_be_repeated(desk: Desk) -> None:
    """After the undo of a whole import its lines are new again, mended or not."""
    mended = (line(id="b2", attribute="width"), line(value={"lv": "510 metru"}))
    desk.take_lines(line(), line(id="b2", attribute="width"))
    with desk.editing() as editor:
        undo_import(editor, 1)

    assert desk.take_lines(*mended).new == 2
    assert desk.timeline() == [(None, None, "510 metru")]
    assert [held.version.ref for held in desk.held("bridge.width")] == ["b2"]
    assert desk.take_lines(*mended).seq is None


def test_an_import_taken_back_gives_subjects_back_their_names(desk: Desk) -> None:
    """What it made of a subject goes with its facts, but not what somebody made of that since."""
    desk.take_lines(line(), line(id="f", subject="fair"))
    more = {"topic": "rivers", "subject_names": {"lv": ["Lielais"], "en": ["big"]}}
    desk.take_lines(
        line(id="b2", attribute="width", **more), line(id="f2", subject="fair", **more), how=How.SET
    )
    with desk.editing() as editor:
        set_subject(editor, "fair", About({"lv": ("Gadatirgus",)}))
        undo_import(editor, 2)

    assert desk.subject().names == {"lv": ("tilts",), "en": ("the bridge",)}
    assert desk.subject().topic == "roads"
    assert desk.subject("fair").names["lv"] == ("Gadatirgus",)


def test_an_import_of_names_alone_is_taken_back(desk: Desk) -> None:
    """It is an import like any other, once."""
    desk.take_lines(line())
    desk.take_lines({"type": "subject", "subject": "bridge", "subject_names": {"lv": ["Vecais"]}})
    with desk.editing() as editor:
        undo_import(editor, 2)
        with pytest.raises(NothingLeft):
            undo_import(editor, 2)

    assert desk.subject().names["lv"] == ("tilts",)


def test_names_add_up(desk: Desk) -> None:
    """Every line adds its names behind those known, in one file as in the next."""
    desk.take_lines(
        line(subject_names={"lv": ["tilts"]}),
        line(id="b2", attribute="width", subject_names={"lv": ["Dzelzs tilts", "tilts"]}),
    )
    report = desk.take_lines(
        {"type": "subject", "subject": "bridge", "kind": "place", "subject_names": {"en": ["it"]}}
    )

    assert report == Report(new=0, changed=0, same=0, subjects=1, seq=2, number=2)
    assert desk.subject().names == {"lv": ("tilts", "Dzelzs tilts"), "en": ("it",)}
    assert (desk.subject().kind, desk.subject().topic) == ("place", "roads")
    with desk.database.read() as tx:
        assert len(tx.changes.facts_of(2)) == 2


def test_names_that_the_desk_has_chosen_stay(desk: Desk) -> None:
    """A file imported again does not bring back an alias that was taken out by hand."""
    names = {"lv": ["tilts", "lielais tilts"]}
    desk.take_lines(line(subject_names=names))
    with desk.editing() as editor:
        set_subject(editor, "bridge", About({"lv": ("Vecais tilts",)}))

    assert desk.take_lines(line(subject_names=names)) == SAME
    assert desk.subject().names == {"lv": ("Vecais tilts",)}


def test_another_kind_or_topic_is_refused_unless_meant(desk: Desk) -> None:
    """What we hold of a subject is not overwritten by a file that does not say how."""
    subject = {"type": "subject", "subject": "bridge", "subject_names": {"lv": ["Jaunais tilts"]}}
    desk.take_lines(line(), {**subject, "kind": "place"})

    assert desk.faults({**subject, "kind": "person"}) == [(1, "exchange.subject-held")]
    assert desk.faults({**subject, "topic": "news"}) == [(1, "exchange.subject-held")]

    desk.take_lines({**subject, "kind": "person", "topic": "news"}, how=How.EDIT)

    assert (desk.subject().kind, desk.subject().topic) == ("person", "news")
    assert desk.subject().names["lv"] == ("Jaunais tilts", "tilts")
