"""What stands in a file is the same in every format, and stays as it was written."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import exchange
from bot.exchange import FORMATS, Fault
from bot.exchange.csv import COLUMNS, MARK
from bot.exchange.records import FactRecord, SubjectRecord
from bot.exchange.subjects import gathered
from bot.port import plain
from tests.bot.exchange.desk import Desk, line

MISREAD = (
    "no",
    "yes",
    "on",
    "y",
    "~",
    "null",
    "12:30",
    "1e3",
    "2017",
    "007",
    "0x1F",
    "1_000",
    ".5",
)
"""Texts that YAML, or a program that reads it, takes for something else."""

FORMULAS = ("=1+1", "+371", "-5 °C", "@all", "'=1", "''", "'tis", "=cmd|' /C calc'!A0", "-")
"""Texts that a spreadsheet program takes for a formula, and what looks like our way out."""

OTHERS = (
    "a|b",
    "a\\|b",
    "\\",
    "a;b",
    'say "hi"',
    "- a",
    "? b",
    ": c",
    "{d}",
    "[e]",
    "&f",
    "*g",
    "!h",
)

TEXT = (
    st.sampled_from([*MISREAD, *FORMULAS, *OTHERS])
    | st.text("aāņЖ漢😀\u2028\u00a0\ufeff\"\\{}[]:,~+#@=|;-' \t\r\n0", min_size=1, max_size=10)
).map(lambda text: unicodedata.normalize("NFC", text.strip()) or "a")
TEXTS = st.fixed_dictionaries({"lv": TEXT}, optional={"en": TEXT})
LISTS = st.dictionaries(
    st.sampled_from(["lv", "en"]), st.lists(TEXT, min_size=1, max_size=3, unique=True), min_size=1
)
FACTS = st.fixed_dictionaries(
    {"attribute": st.sampled_from(["length", "no", "007"]), "value": TEXTS},
    optional={
        "id": TEXT,
        "attribute_words": LISTS,
        "statement": TEXTS,
        "source": st.fixed_dictionaries({"publisher": TEXT}),
    },
)
SUBJECTS = st.lists(st.tuples(LISTS, st.none() | st.just("no"), st.lists(FACTS, max_size=2)))


def lines(subjects: list[tuple[object, str | None, list[dict[str, object]]]]) -> list[Fields]:
    """Return the lines of subjects, as an export has them."""
    made: list[Fields] = []
    for number, (names, kind, facts) in enumerate(subjects):
        about = {"subject": f"s{number}", "subject_names": names}
        if kind or not facts:
            made.append({"type": "subject", "kind": kind or "thing", **about})
        made += [{**about, **fact} for fact in facts]
    return made


Fields = Mapping[str, object]


def written(form: str, given: list[Fields]) -> str:
    """Return lines as a file."""
    return "".join(FORMATS[form].write(given))


def read(form: str, text: str) -> tuple[list[FactRecord], list[SubjectRecord], tuple[Fault, ...]]:
    """Return what is read of a file: facts, what is said of each subject, and what is wrong."""
    records = exchange.read(text.encode(), f"facts.{form}")
    about = gathered(records.subjects)
    nothing = SubjectRecord(0, next(iter(about.values())).key, "", "", {}) if about else None
    facts = [
        replace(fact, line=0, subject=replace(nothing, key=fact.subject.key))
        for fact in records.facts
        if nothing
    ]
    return facts, [replace(each, line=0) for each in about.values()], records.faults


@given(subjects=SUBJECTS)
def test_every_format_holds_the_same(
    subjects: list[tuple[object, str | None, list[dict[str, object]]]],
) -> None:
    """Whatever is written in YAML and CSV is read as the same that JSON Lines has."""
    given = lines(subjects)
    wanted = read("jsonl", written("jsonl", given))

    assert wanted[2] == ()
    for form in FORMATS:
        assert read(form, written(form, given)) == wanted


@pytest.mark.parametrize("text", [*MISREAD, *FORMULAS, *OTHERS])
@pytest.mark.parametrize("form", FORMATS)
def test_a_text_stays_as_it_was_written(desk: Desk, form: str, text: str) -> None:
    """A value that YAML or a spreadsheet would turn into something else comes back itself."""
    desk.take_lines(line(value={"lv": text}))

    facts, _, _ = read(form, desk.given(form))

    assert facts[0].value == {"lv": text}


@pytest.mark.parametrize("text", MISREAD)
def test_yaml_typed_by_hand_is_taken_at_its_word(text: str) -> None:
    """Without quotation marks too, `no` is a text, and so are an hour and a number."""
    facts, _, faults = read(
        "yaml", f"- subject: a\n  facts:\n  - attribute: b\n    value: {{lv: {text}}}"
    )

    assert (facts[0].value, faults) == ({"lv": text}, ())


def test_yaml_is_grouped_by_subject(desk: Desk) -> None:
    """What is said of a subject is said once, above all that is known of it."""
    desk.take_lines(
        line(valid_from="2017", statement={"lv": "Rinda.\nCita."}),
        line(id="b0", attribute="name", value={"lv": "nē", "en": "no"}),
        {"type": "subject", "subject": "tunnel", "kind": "place", "subject_names": {"en": ["it"]}},
    )

    assert desk.given("yaml") == (
        "- subject: bridge\n  topic: roads\n  subject_names:\n    lv:\n    - tilts\n    en:\n"
        "    - the bridge\n  facts:\n"
        "  - id: b1\n    attribute: length\n    value:\n      lv: 500 metru\n      en: 500 metres\n"
        "    statement:\n      lv: |-\n        Rinda.\n        Cita.\n    valid_from: '2017'\n"
        "    as_of: '2021-11-25'\n    zone: Europe/Riga\n"
        "  - id: b0\n    attribute: name\n    value:\n      lv: nē\n      en: 'no'\n"
        "    as_of: '2021-11-25'\n"
        "\n- subject: tunnel\n  kind: place\n  subject_names:\n    en:\n    - it\n"
    )


def test_a_spreadsheet_finds_no_formula(desk: Desk) -> None:
    """No cell begins with what spreadsheet programs carry out, and the file says it is UTF-8."""
    desk.take_lines(
        *(line(id=text, attribute=f"a{n}", value={"lv": text}) for n, text in enumerate(FORMULAS))
    )

    given = desk.given("csv")
    cells = [cell for row in csv.reader(io.StringIO(given)) for cell in row]

    assert given.startswith(MARK + "type,id,topic,")
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_semicolons_and_columns_in_any_order_are_read(ending: str) -> None:
    """A file as a Latvian spreadsheet saves it is taken, with as few columns as it has."""
    rows = [
        "value.lv;subject;attribute;subject_names.lv;",
        "5,5 km;tilts;garums;tilts | Vecais;",
        ";;;;",
    ]

    facts, about, faults = read("csv", ending.join(rows))

    assert faults == ()
    assert facts[0].value == {"lv": "5,5 km"}
    assert about[0].names == {"lv": ("tilts", "Vecais")}


FAULTY = [
    ("yaml", "- subject: a\n  facts: &x []\n- *x", 3, "exchange.yaml-alias"),
    ("yaml", "- subject: a\n  topic: !!python/name:os.system x", 2, "exchange.yaml-tag"),
    (
        "yaml",
        "- subject: a\n  facts:\n  - attribute: b\n    values: 1",
        4,
        "exchange.unknown-field",
    ),
    (
        "yaml",
        "- subject: a\n  facts:\n  - attribute: b\n    value:\n      ru: 1",
        4,
        "exchange.unknown-language",
    ),
    ("yaml", "- subject: a\n  subject: b", 2, "exchange.repeated-field"),
    (
        "yaml",
        "- subject: a\n  facts:\n  - subject: b\n    attribute: c\n    value: 1",
        3,
        "exchange.repeated-field",
    ),
    ("yaml", "- type: event\n  subject: a", 1, "exchange.unknown-field"),
    ("yaml", "- ? [a]\n  : b", 1, "exchange.yaml-name"),
    ("yaml", "- a", 1, "exchange.not-subject"),
    ("yaml", "- subject: a\n  facts: b", 2, "exchange.not-facts"),
    ("yaml", "- subject: a\n  facts:\n  - b", 3, "exchange.not-facts"),
    ("yaml", "- subject: a\n  topic: 'b", 2, "exchange.not-yaml"),
    ("yaml", "- subject: a\n  topic: b\0", 2, "exchange.not-yaml"),
    ("yaml", "- subject: a\n  topic: " + "[" * 100 + "]" * 100, 2, "exchange.yaml-deep"),
    ("yaml", "[" * 5000, 1, "exchange.not-yaml"),
    ("csv", "subject,value\na,b", 1, "exchange.unknown-field"),
    ("csv", "Kas;Cik;subject\na;b;c", 1, "exchange.unknown-fields"),
    ("csv", "subject,id,id\na,b,c", 1, "exchange.repeated-field"),
    ("csv", "subject,attribute\na,b,c", 2, "exchange.more-cells"),
    ("csv", 'subject,attribute,value.lv\na,b,"1\n2"\na,c,', 4, "exchange.missing"),
    ("csv", 'subject,attribute\na,"b\n\n', 2, "exchange.not-csv"),
]


@pytest.mark.parametrize(("form", "text", "number", "key"), FAULTY)
def test_a_fault_is_told_with_its_line(form: str, text: str, number: int, key: str) -> None:
    """Whatever cannot be read of a file is said once, with the line on which it stands."""
    _, _, faults = read(form, text)

    assert [(each.line, each.key) for each in faults if each.key == key] == [(number, key)]
    assert all(plain(each.said(language)) for each in faults for language in ("lv", "en"))


@pytest.mark.parametrize("column", ["value", "value_lv", "Value.lv"])
def test_a_column_that_is_nearly_right_is_told_how_it_is_written(column: str) -> None:
    """In each language if none is named."""
    _, _, (fault,) = read("csv", f"subject,attribute,{column}\na,b,c")

    assert "value.lv" in plain(fault.said("lv"))
    assert ("value.en" in plain(fault.said("lv"))) == (column == "value")


def test_a_file_in_the_old_baltic_encoding_is_refused() -> None:
    """Windows-1257 could be guessed and could be wrong, so the sentence says how to save it."""
    records = exchange.read("subject\ntilts\nšķērsām".encode("cp1257"), "facts.csv")

    (fault,) = records.faults
    assert (fault.line, fault.key) == (3, "exchange.not-utf8")
    assert "CSV UTF-8" in plain(fault.said("lv"))


def test_every_field_has_its_column(desk: Desk) -> None:
    """Whatever an export says has a place in a row."""
    desk.take_lines(
        line(
            statement={"lv": "a"},
            attribute_words={"en": ["b"]},
            valid_from="2017",
            valid_to="2019",
            review="2021-12-01",
            audience="desk",
            source={"publisher": "c", "date": "2021-11-25", "url": "https://example.org/1"},
        ),
        line(id="e", subject="fair", type="event", attribute=None, value=None, start="2021-12-01"),
    )

    header, *rows = csv.reader(io.StringIO(desk.given("csv").removeprefix(MARK)))

    assert tuple(header) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
