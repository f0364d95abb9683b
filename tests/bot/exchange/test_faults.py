"""What is refused in a file, and how that is said."""

from __future__ import annotations

import json

import pytest

from bot import exchange
from bot.editing.change import undo_import
from bot.exchange.errors import MOST_SHOWN
from bot.port import plain
from bot.texts import LANGUAGES
from tests.bot.exchange.desk import Desk, file, line

FIELDS: list[tuple[str, dict[str, object]]] = [
    ("exchange.unknown-word", {"type": "fct"}),
    ("exchange.unknown-word", {"audience": "editors"}),
    ("exchange.unknown-field", {"valid_form": "2017"}),
    ("exchange.unknown-field", {"start": "2021-11-30"}),
    ("exchange.unknown-field", {"source": {"publisher": "Wire", "page": "3"}}),
    ("exchange.missing", {"subject": None}),
    ("exchange.missing", {"attribute": " "}),
    ("exchange.missing", {"value": None}),
    ("exchange.missing", {"value": {}}),
    ("exchange.missing", {"value": {"lv": "", "en": None}}),
    ("exchange.missing", {"type": "event", "attribute": None, "value": None}),
    ("exchange.missing", {"source": {"date": "2021-11-25"}}),
    ("exchange.not-by-language", {"value": "five hundred"}),
    ("exchange.not-by-language", {"value": 2.5}),
    ("exchange.unknown-language", {"value": {"ru": "500"}, "statement": {"lv": "500"}}),
    ("exchange.not-text", {"value": {"lv": ["500"]}}),
    ("exchange.not-text", {"value": {"lv": 2.5}}),
    ("exchange.not-text", {"id": True}),
    ("exchange.not-list", {"subject_names": {"lv": "tilts"}}),
    ("exchange.not-source", {"source": "Wire, 2021-11-25"}),
    ("exchange.bad-key", {"subject": "what?"}),
    ("exchange.bad-day", {"as_of": "2021-11"}),
    ("exchange.bad-day", {"review": "2021-02-30"}),
    ("exchange.bad-day", {"source": {"publisher": "Wire", "date": "20211125"}}),
    ("exchange.bad-address", {"source": {"publisher": "Wire", "url": "ftp://example.org"}}),
    ("exchange.bad-address", {"source": {"url": "https://[::1"}}),
    ("exchange.bad-address", {"source": {"url": "https://example.org/a b"}}),
    ("exchange.unfit", {"value": {"lv": "a\0b"}}),
    ("exchange.too-long", {"id": "x" * 201}),
    ("exchange.too-long", {"value": {"lv": "x" * 10_000_000}}),
    ("exchange.backwards", {"valid_from": "2019", "valid_to": "2018"}),
    ("exchange.backwards", {"type": "event", "start": "2021-12-01", "end": "2021-11-30"}),
    ("exchange.no-names", {"subject": "tunnel", "subject_names": None}),
    ("moment.form", {"valid_from": "last year"}),
    ("moment.calendar", {"valid_to": "2021-02-30"}),
    ("moment.year", {"valid_from": "0000"}),
    ("moment.zone", {"valid_from": "2021", "zone": "Europe/Nowhere"}),
    ("moment.zone", {"valid_from": "2021[Nowhere]"}),
    ("moment.zone", {"zone": "Riga"}),
]

RAW: list[tuple[str, bytes]] = [
    ("exchange.not-json", b'{"id": "b1",'),
    ("exchange.not-json", b"{" + b"x" * 10_000_000),
    ("exchange.not-object", b'["b1"]'),
    ("exchange.not-object", b"17"),
    ("exchange.not-object", b"[" * 100_000),
    ("exchange.repeated-field", b'{"id": "b1", "id": "b2"}'),
    ("exchange.no-number", b'{"value": NaN}'),
    ("exchange.unfit", file(line()).replace(b"metru", rb"\ud800")),
    ("exchange.not-utf8", file(line()).replace(b"metru", b"\xff")),
    ("exchange.not-utf8", json.dumps(line()).encode("utf-16")),
]

CASES = [*((key, file(line(**fields))) for key, fields in FIELDS), *RAW]
NUMBERED = [f"{number}-{key}" for number, (key, _) in enumerate(CASES)]


@pytest.mark.parametrize(("key", "data"), CASES, ids=NUMBERED)
def test_a_fault_is_told_with_its_line(desk: Desk, key: str, data: bytes) -> None:
    """Each kind of fault is found behind lines that are right or empty, and said in short."""
    good = file(line(id="g1", attribute="width"))

    (fault,) = desk.refused(good + b"\r\n  \n" + data)

    assert (fault.line, fault.key) == (4, key)
    for said in (plain(fault.said(language)) for language in LANGUAGES):
        assert "4" in said
        assert len(said) < 500


def test_one_bad_line_among_thousands_is_found(desk: Desk) -> None:
    """Of 5,000 lines the bad one is named, and none is stored."""
    lines = [line(id=f"b{n}", attribute=f"length-{n}") for n in range(5_000)]
    lines[3_210]["value"] = 17.5

    assert desk.faults(*lines) == [(3_211, "exchange.not-by-language")]
    assert desk.given() == ""


def test_every_fault_is_told_at_once(desk: Desk) -> None:
    """Faults of form, of dates and between lines come together, by line."""
    found = desk.faults(
        line(id="b1", value={"lv": "1"}),
        line(id="b2", attribute="width", valid_from="soon"),
        line(id="b3", attribute="height", value=None, audience="all"),
        line(id="b1", value={"lv": "2"}),
    )

    assert found == [
        (2, "moment.form"),
        (3, "exchange.missing"),
        (3, "exchange.unknown-word"),
        (4, "exchange.duplicate"),
    ]


def test_many_faults_are_counted(desk: Desk) -> None:
    """A reply names the first faults and counts the rest; the error carries them all."""
    lines = [line(id=f"b{n}", value=None) for n in range(MOST_SHOWN + 21)]

    with pytest.raises(exchange.ExchangeError) as caught:
        desk.take(file(*lines))

    said = plain(caught.value.said("lv")).splitlines()
    assert len(caught.value.faults) == MOST_SHOWN + 21
    assert said[0] == f"facts.jsonl: {MOST_SHOWN + 21} kļūda; nekas nav importēts."
    assert len(said) == MOST_SHOWN + 2
    assert said[-1] == "… un vēl 21 kļūda."


def test_the_nearest_field_is_offered(desk: Desk) -> None:
    """A field that does not exist is answered with the one that was meant."""
    (fault,) = desk.refused(file(line(valid_form="2017")))

    assert plain(fault.said("en")) == (
        "Line 1: There is no field valid_form here. Did you mean one of these: valid_from?"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"subject": "nato.bg_lv"}, {"subject": "nato-bg-lv", "attribute": "width"}),
        ({"attribute": "voting_hours"}, {"attribute": "voting-hours", "valid_from": "2017"}),
    ],
)
def test_keys_that_collide_are_refused(
    desk: Desk, first: dict[str, object], second: dict[str, object]
) -> None:
    """Two ways to write one key name both lines: nobody can tell whether two things are meant."""
    first = {"valid_to": "2016", **first}

    (fault,) = desk.refused(file(line(**first), line(id="b2", **second)))

    assert (fault.line, fault.key) == (2, "exchange.collision")
    assert fault.fields["line"] == "1"


def test_a_subject_is_one_thing(desk: Desk) -> None:
    """Lines that contradict one another on the kind or the topic of a subject are refused."""
    names = {"lv": ["tilts"]}
    subject = {"type": "subject", "subject": "bridge", "subject_names": names}

    found = desk.faults(
        line(),
        {**subject, "kind": "thing", "topic": "roads"},
        {**subject, "kind": "place", "topic": "news"},
    )

    assert found == [(3, "exchange.contradiction"), (3, "exchange.contradiction")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"valid_from": "2017"}, {"valid_from": "2019"}),
        ({"valid_to": "2019"}, {"valid_from": "2019"}),
        ({"valid_from": "2017", "valid_to": "2019"}, {"valid_from": "2018-06", "valid_to": "2018"}),
    ],
)
def test_overlapping_periods_are_refused(
    desk: Desk, first: dict[str, object], second: dict[str, object]
) -> None:
    """Two versions of a fact for one time are refused, in one file as against what is held."""
    second = {"id": "b2", "value": {"lv": "510 metru"}, **second}
    assert desk.faults(line(**first), line(**second)) == [(2, "exchange.overlap")]

    desk.take_lines(line(**first))

    assert desk.faults(line(**second)) == [(1, "exchange.overlap-held")]


def test_what_has_no_name_of_its_own_is_called_by_its_key(desk: Desk) -> None:
    """As what was taken in again, and has a number of ours that stands in no file."""
    taken = desk.take_lines(line(id=None))
    assert taken.number is not None
    with desk.editing() as editor:
        undo_import(editor, taken.number, "")
    desk.take_lines(line(id=None))

    assert desk.faults(line(id=None, value={"lv": "510 metru"})) == [(1, "exchange.known")]


def test_an_id_is_given_once(desk: Desk) -> None:
    """One id on two lines is refused, although only the period differs."""
    first, second = line(valid_from="2017", valid_to="2017"), line(valid_from="2020")

    assert desk.faults(first, second) == [(2, "exchange.duplicate")]


def test_an_id_belongs_to_one_fact(desk: Desk) -> None:
    """An id that is known of another fact is refused, whatever the import means."""
    desk.take_lines(line())

    for how in (None, *exchange.How):
        assert desk.faults(line(attribute="width"), how=how) == [(1, "exchange.elsewhere")]


def test_an_unknown_format_is_refused() -> None:
    """A file whose suffix names no format is refused, and told which there are."""
    with pytest.raises(exchange.UnknownFormat) as caught:
        exchange.read(b"", "facts.docx")

    assert ".jsonl" in plain(caught.value.said("lv"))
