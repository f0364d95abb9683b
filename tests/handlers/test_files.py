"""`factdesk import`, `export` and `db upgrade`: facts in files, and the store itself."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.editing import pending
from bot.editing.draft import Draft, Editor
from bot.editing.order import SET, Order
from handlers.app import utc_now
from handlers.console import TERMINAL
from storage.database import Database
from tests.handlers.conftest import Factdesk


def line(number: int, **fields: object) -> str:
    """Return a fact of a file."""
    fact = {
        "id": f"f{number}",
        "subject": f"bridge-{number}",
        "subject_names": {"lv": [f"{number}. tilts"], "en": [f"Bridge {number}"]},
        "attribute": "length",
        "value": {"lv": f"{number} metri", "en": f"{number} metres"},
        **fields,
    }
    return json.dumps(fact, ensure_ascii=False)


def write(path: Path, *lines: str) -> Path:
    """Write a file of lines."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_new_store_is_announced_with_its_whole_path(factdesk: Factdesk, tmp_path: Path) -> None:
    """Whoever sets nothing is told where the facts are; the second time it is not news."""
    first, second = factdesk("import", "riga-2021"), factdesk("import", "riga-2021")

    assert first.status == second.status == 0
    assert str(tmp_path / "factdesk.db") in first.err
    assert second.err == ""


def test_same_file_again_changes_nothing(riga: Factdesk) -> None:
    """An import twice is an import once."""
    before = riga("export").out

    called = riga("import", "riga-2021", FACTDESK_LANGUAGE="en")

    assert called.out == "riga-2021: 0 new, 0 changed, 24 the same\n"
    assert riga("export").out == before


def test_export_goes_in_again_byte_for_byte(riga: Factdesk, tmp_path: Path) -> None:
    """What is exported and imported into an empty store is exported the same again."""
    exported = riga("export").out
    (tmp_path / "copy.jsonl").write_text(exported, encoding="utf-8")
    other = f"sqlite:///{tmp_path / 'other.db'}"

    assert riga("import", "copy.jsonl", DATABASE_URL=other).status == 0

    assert riga("export", DATABASE_URL=other).out == exported
    asked = ("ask", "who leads the battle group?", "--at", "2021-11-26", "--json")
    assert riga(*asked, DATABASE_URL=other).json == riga(*asked).json


def test_one_bad_line_in_five_thousand_stops_all(factdesk: Factdesk, tmp_path: Path) -> None:
    """The sentence names the line; not one of the others is stored."""
    lines = [line(number) for number in range(1, 5001)]
    lines[3141] = line(3142, valid_from="2021-02-30")
    write(tmp_path / "many.jsonl", *lines)

    called = factdesk("import", "many.jsonl", FACTDESK_LANGUAGE="en")

    assert called.status == 1
    assert called.out == ""
    assert "3142" in called.err
    assert "2021-02-30" in called.err
    assert factdesk("export").out == ""


def test_of_several_files_none_is_taken_if_one_is_bad(factdesk: Factdesk, tmp_path: Path) -> None:
    """A call is one change: all its files, or nothing."""
    write(tmp_path / "good.jsonl", line(1))
    write(tmp_path / "bad.jsonl", "{")

    called = factdesk("import", "good.jsonl", "bad.jsonl")

    assert called.status == 1
    assert "bad.jsonl" in called.err
    assert factdesk("export").out == ""


def test_several_files_are_reported_each(factdesk: Factdesk, tmp_path: Path) -> None:
    """A line about each file."""
    write(tmp_path / "a.jsonl", line(1), line(2))
    write(tmp_path / "b.jsonl", line(2), line(3))

    called = factdesk("import", "a.jsonl", "b.jsonl", FACTDESK_LANGUAGE="en")

    assert called.out.splitlines() == [
        "a.jsonl: 2 new, 0 changed, 0 the same",
        "b.jsonl: 1 new, 0 changed, 1 the same",
    ]


def test_known_line_with_other_content_asks_what_it_means(
    factdesk: Factdesk, tmp_path: Path
) -> None:
    """Without `--as` it is refused and the store is as it was; with it, it is a change."""
    factdesk("import", write(tmp_path / "a.jsonl", line(1)))
    other = write(tmp_path / "b.jsonl", line(1, value={"lv": "99 metri", "en": "99 metres"}))
    before = factdesk("export").out

    refused = factdesk("import", other)

    assert refused.status == 1
    assert "--as" in refused.err
    assert factdesk("export").out == before
    assert factdesk("import", other, "--as", "correct").status == 0
    assert "99 metres" in factdesk("export").out


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("text.jsonl", b"\xff\xfeR\x00", "1"),
        ("empty.txt", b"", ".jsonl"),
        ("facts.xlsx", b"PK", ".jsonl"),
        ("list.jsonl", b"[]", "1"),
    ],
)
def test_file_that_is_none_is_told(
    factdesk: Factdesk, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    """Another encoding, another format, another shape: a sentence, and nothing stored."""
    (tmp_path / name).write_bytes(content)

    called = factdesk("import", name)

    assert called.status == 1
    assert name in called.err
    assert told in called.err
    assert factdesk("export").out == ""


def test_file_that_is_not_there_is_told_with_the_briefings(factdesk: Factdesk) -> None:
    """Whoever mistypes a briefing's name is told what there is."""
    called = factdesk("import", "riga-2022", FACTDESK_LANGUAGE="en")

    assert called.status == 1
    assert "riga-2022" in called.err
    assert "riga-2021" in called.err


def test_folder_is_no_file(factdesk: Factdesk, tmp_path: Path) -> None:
    """A folder is refused by its name."""
    (tmp_path / "facts.jsonl").mkdir()

    called = factdesk("import", "facts.jsonl")

    assert called.status == 1
    assert called.err.splitlines()[-1] == "facts.jsonl: Is a directory"


def test_events_are_printed(riga: Factdesk, tmp_path: Path) -> None:
    """What is coming, as in chat."""
    event = {
        "type": "event",
        "subject": "far-away",
        "subject_names": {"lv": ["tālā diena"], "en": ["far day"]},
        "start": "9000-01-01",
        "end": "9000-01-01",
    }
    riga("import", write(tmp_path / "event.jsonl", json.dumps(event)))

    called = riga("events", FACTDESK_LANGUAGE="en")

    assert called.status == 0
    assert "far day – 1\u00a0January 9000" in called.out


def test_upgrade_makes_the_store(factdesk: Factdesk, tmp_path: Path) -> None:
    """`db upgrade` makes the store, says where, and does nothing the second time."""
    told = f"Up to date: {tmp_path / 'factdesk.db'}\n"

    assert factdesk("db", "upgrade").out == told
    assert factdesk("db", "upgrade").out == told
    assert "none yet" in factdesk("doctor").out


def test_doctor_finds_all_well(riga: Factdesk, tmp_path: Path) -> None:
    """Settings, store, facts, clock: a line each, all ok."""
    called = riga("doctor")

    assert called.status == 0
    assert all(each.startswith("ok ") for each in called.out.splitlines())
    assert str(tmp_path / "factdesk.db") in called.out
    assert "24" in called.out


def test_doctor_makes_no_store(factdesk: Factdesk, tmp_path: Path) -> None:
    """Looking changes nothing: where there is no store it says so, and there still is none."""
    called = factdesk("doctor")

    assert called.status == 0
    assert f"{tmp_path / 'factdesk.db'}: not there yet" in called.out
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_another_has_is_told_and_taken(factdesk: Factdesk, tmp_path: Path) -> None:
    """By the dry run and by the import itself, which takes namesakes in as they are."""
    names = {"subject_names": {"en": ["Old bridge"]}}
    write(tmp_path / "a.jsonl", line(1, **names), line(2, **names))

    tried = factdesk("import", "--dry-run", "a.jsonl", FACTDESK_LANGUAGE="en")
    called = factdesk("import", "a.jsonl", FACTDESK_LANGUAGE="en")

    told = "Line 2: Old bridge is what bridge-1 is called, too"
    assert told in tried.out + tried.err
    assert told in called.out + called.err
    assert called.status == 0
    assert "bridge-2" in factdesk("export").out


def test_dry_run_says_what_it_would_do_and_does_nothing(factdesk: Factdesk, tmp_path: Path) -> None:
    """Several files are tried out as they would be taken in, one after another."""
    write(tmp_path / "a.jsonl", line(1), line(2))
    write(tmp_path / "b.jsonl", line(2), line(3))
    write(tmp_path / "bad.jsonl", "{")

    called = factdesk("import", "--dry-run", "a.jsonl", "b.jsonl", FACTDESK_LANGUAGE="en")
    refused = factdesk("import", "--dry-run", "a.jsonl", "bad.jsonl")

    assert called.out.splitlines() == [
        "a.jsonl: 2 new, 0 changed, 0 the same",
        "b.jsonl: 1 new, 0 changed, 1 the same",
    ]
    assert called.err.splitlines()[1:] == [
        "New: bridge-1.length, bridge-2.length.",
        "New: bridge-3.length.",
        "The same: bridge-2.length.",
    ]
    assert (called.status, refused.status) == (0, 1)
    assert "bad.jsonl" in refused.err
    assert factdesk("export").out == ""


def kept_secret(store: Path, value: str) -> None:
    """Have a value of the briefing kept until tomorrow."""
    database = Database(f"sqlite:///{store}", utc_now)
    with database.write() as tx:
        chat = tx.chats.seen(TERMINAL.platform, TERMINAL.id, "", TERMINAL.place)
        order = Order(SET, "battle-group.leader", Draft(value={"en": value}), "Europe/Riga")
        by = Editor(tx, None, str(TERMINAL), order.zone)
        pending.propose(by, order, tx.now + timedelta(days=1), chat.id, operator=True)
    database.close()


def test_what_waits_for_its_hour_is_told_by_no_file_unasked(riga: Factdesk, tmp_path: Path) -> None:
    """The dry run names the lines; without --yes nothing of the file is stored."""
    kept_secret(tmp_path / "factdesk.db", "Zorgabrivo")
    write(tmp_path / "a.jsonl", line(1), line(2, value={"en": "by Zorgabrivo"}))
    before = riga("export").out

    tried = riga("import", "--dry-run", "a.jsonl", FACTDESK_LANGUAGE="en")
    refused = riga("import", "a.jsonl", FACTDESK_LANGUAGE="en")

    assert tried.status == 0
    assert "Line 2: This tells what" in tried.err
    assert refused.status == 1
    assert "Line 2: This tells what" in refused.err
    assert "--yes" in refused.err
    assert "Zorgabrivo" not in tried.out + tried.err + refused.out + refused.err
    assert riga("export").out == before
    assert riga("import", "a.jsonl", "--yes").status == 0
    assert riga("export").out != before


def test_import_is_taken_back_by_its_number(factdesk: Factdesk, tmp_path: Path) -> None:
    """Its reply says how; afterwards nothing of it is held, and a second time is refused."""
    told = factdesk("import", write(tmp_path / "a.jsonl", line(1))).err

    assert "factdesk import --undo 1" in told
    assert factdesk("import", "--undo", "1").status == 0
    assert "metri" not in factdesk("export").out
    assert factdesk("import", "--undo", "1").status == 1
    assert factdesk("import").status == 2


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_every_format_goes_in_again_byte_for_byte(
    riga: Factdesk, tmp_path: Path, form: str
) -> None:
    """What is exported for people or for a spreadsheet makes the same store again."""
    exported = riga("export", "--format", form).out
    (tmp_path / f"copy.{form}").write_bytes(exported.encode())
    other = f"sqlite:///{tmp_path / 'other.db'}"

    assert riga("import", f"copy.{form}", DATABASE_URL=other).status == 0

    assert riga("export", DATABASE_URL=other).out == riga("export").out
    assert riga("export", "--format", form, DATABASE_URL=other).out == exported


def test_files_and_their_undoing_on_postgresql(
    factdesk: Factdesk, fresh_postgres: str, tmp_path: Path
) -> None:
    """Formats, trying out, taking back and backups are the same there; a file is no backup."""
    url = {"DATABASE_URL": fresh_postgres, "FACTDESK_LANGUAGE": "en"}
    factdesk("db", "upgrade", **url)
    factdesk("import", write(tmp_path / "a.jsonl", line(1), line(2)), **url)
    exported = factdesk("export", "--format", "yaml", **url).out
    (tmp_path / "a.yaml").write_bytes(exported.encode())

    again = factdesk("import", "--dry-run", "a.yaml", **url)
    undone = factdesk("import", "--undo", "1", **url)
    kept = factdesk("backup", "copy.db", **url)
    refused = factdesk("restore", "a.yaml", **url)

    assert again.out == "a.yaml: 0 new, 0 changed, 2 the same\n"
    assert undone.status == 0
    assert "metres" not in factdesk("export", **url).out
    assert [kept.status, refused.status] == [0, 1]
    assert "a.yaml" in refused.err
