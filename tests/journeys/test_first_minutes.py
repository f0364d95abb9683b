"""The first minutes with Factdesk: the real program, its streams and its exit statuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from bot.texts import phrase
from handlers.console import PROMPT
from handlers.demo import TOUR, Line
from tests.journeys.program import environment, run, terminal


def test_import_then_ask(tmp_path: Path) -> None:
    """A shipped briefing is imported by name, and the question of the article is answered."""
    imported = run("import", "riga-2021", cwd=tmp_path, FACTDESK_LANGUAGE="en")
    asked = run(
        *("ask", "who leads the battle group?", "--at", "2021-11-26", "--json"), cwd=tmp_path
    )

    assert imported.returncode == asked.returncode == 0
    assert imported.stdout == "riga-2021: 24 new, 0 changed, 0 the same\n"
    assert imported.stderr.splitlines() == [
        f"New store: {tmp_path / 'factdesk.db'}",
        "To take it back whole: factdesk import --undo 1",
    ]
    assert asked.stderr == ""
    record = json.loads(asked.stdout)
    assert record["status"] == "answered"
    assert record["answers"][0]["value"] == "Canada"


def test_demonstration_without_a_terminal_is_a_tour(tmp_path: Path) -> None:
    """It answers, refuses, changes and answers anew, says what it is, and leaves nothing behind."""
    demo = run("demo", cwd=tmp_path)

    assert demo.returncode == 0
    assert demo.stderr == ""
    assert list(tmp_path.iterdir()) == []
    greeting = demo.stdout.partition(PROMPT)[0]
    assert "demonstration" in greeting
    assert "izmēģinājums" in greeting
    assert "26\u00a0November 2021 at 09:0" in greeting
    shown = told(demo.stdout)
    assert "Canada" in shown["› who leads the battle group?"]
    assert "1500" in shown["› cik karavīru ir kaujas grupā?"]
    assert "30.\u00a0novembr" in shown["› kad ir ministru sanaksme Riga"]
    unknown = phrase("en", "ask.unknown")
    silence = shown["› who leads the battle group in Lithuania?"].strip().splitlines()
    assert silence == [unknown, f"  [1] {phrase('en', 'later.not-later')}"]
    assert "1,600" in shown["› how many soldiers are in the battle group?"]
    assert "1,500" in shown["› /fact undo battle-group.strength"]


def test_tour_shows_a_reminder_and_the_notice_of_a_move(tmp_path: Path) -> None:
    """Who ordered one is reminded at its time; all who were told the old hour hear the new one."""
    tour = run("demo", cwd=tmp_path).stdout
    shown = told(tour)

    ordered = shown["Anna › /remind ministers' meeting 1d 2h"]
    assert "1d: on 29\u00a0November 2021 at 09:00" in ordered
    assert "10:00" in shown["Ilze › cikos sākas ministru sanāksme?"]
    _, _, later = tour.partition("The clock is set ahead: it shows 29\u00a0November 2021 at 10:00")
    reminded, moved, after = later.partition("› /event move ministers-meeting 2021-11-30T11:00")
    assert moved
    assert reminded.count("\n→ ") == 1
    assert f"→ Anna\n{phrase('en', 'reminder.heading')}\n" in reminded
    assert "30\u00a0November at 10:00" in reminded
    assert after.count("\n→ ") == 2
    for name, language, hour in (("Anna", "en", "11:00"), ("Ilze", "lv", "plkst. 11:00")):
        told_so = after.split(f"→ {name}\n")[1].split("\n\n")[0]
        assert told_so.startswith(phrase(language, "notice.moved"))
        assert hour in told_so
    assert "next on 30\u00a0November 2021 at 09:00" in shown["Anna › /follow"]
    reminder, notice = phrase("en", "delivery.reminder"), phrase("en", "delivery.notice")
    (sent,) = (line for line in entries(shown, reminder) if ": sent" in line)
    assert "console:anna" in sent
    assert sum(": sent" in line for line in entries(shown, notice)) == 2


def entries(shown: dict[str, str], kind: str) -> list[str]:
    """Return the lines of the ledger that are of a kind, as the tour shows them."""
    return [line for line in shown["› /deliveries"].splitlines() if line.startswith(kind)]


def told(tour: str) -> dict[str, str]:
    """Return what follows each line typed in a tour, up to the next."""
    lines = [str(step) for step in TOUR if isinstance(step, Line)]
    return {
        line: re.split(f"^.*{PROMPT}", tour.split(f"{line}\n")[1], maxsplit=1, flags=re.MULTILINE)[
            0
        ]
        for line in lines
    }


def test_demonstration_on_a_terminal_is_a_chat(tmp_path: Path) -> None:
    """With a person before it the demonstration asks for questions, and Ctrl-D ends it."""
    with terminal("demo", cwd=tmp_path) as chat:
        assert "demonstration" in chat.read_until(PROMPT)
        chat.type("kas vada kaujas grupu\n")
        assert "Kanāda" in chat.read_until(PROMPT)
        chat.type("what did Rinkevics say?\n")
        assert "[2] said " in chat.read_until(PROMPT)
        chat.type("2\n")
        assert "Rinkēvičs" in chat.read_until(PROMPT)
        chat.type("\x04")
        assert chat.status() == 0
    assert list(tmp_path.iterdir()) == []


def test_console_keeps_what_was_said(tmp_path: Path) -> None:
    """What is changed in the console is there for the next; piped lines are answered too."""
    run("import", "riga-2021", cwd=tmp_path)

    first = run(
        "console",
        cwd=tmp_path,
        stdin="/language en\n/fact set battle-group.leader Poland | value-lv: Polija\n",
    )
    second = run("console", cwd=tmp_path, stdin="\nwho leads the battle group?\nexit\n/events\n")

    assert first.returncode == second.returncode == 0
    assert phrase("en", "edit.done-set", key="battle-group.leader") in first.stdout
    assert second.stdout.startswith("NATO battle group in Latvia, lead nation: Poland\n")
    assert phrase("en", "events.none") not in second.stdout


def test_interrupted_chat_ends_quietly(tmp_path: Path) -> None:
    """Ctrl-C leaves as Ctrl-D does: no traceback, exit status 0."""
    with terminal("demo", cwd=tmp_path) as chat:
        chat.read_until(PROMPT)
        chat.interrupt()
        assert chat.status() == 0


def test_reader_who_has_heard_enough_is_no_fault(tmp_path: Path) -> None:
    """`factdesk export | head -1` ends without a word on standard error."""
    run("import", "riga-2021", cwd=tmp_path)
    reader, writer = os.pipe()
    os.close(reader)

    export = subprocess.run(
        [sys.executable, "-m", "bot", "export"],
        cwd=tmp_path,
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)

    assert export.stderr == b""
    assert export.returncode == 0


def test_help_names_every_command(tmp_path: Path) -> None:
    """`factdesk --help` tells what can be called, and a typing error is told with the usage."""
    shown = run("--help", cwd=tmp_path)
    wrong = run("imprt", "riga-2021", cwd=tmp_path)

    for name in ("demo", "console", "ask", "import", "export", "events", "doctor", "db"):
        assert f"  {name} " in shown.stdout
    assert wrong.returncode == 2
    assert "imprt" in wrong.stderr
    assert list(tmp_path.iterdir()) == []
