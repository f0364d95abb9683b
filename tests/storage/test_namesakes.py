"""Two processes that add the same thing at once: one does, and the other is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from bot.editing.draft import Editor
from bot.editing.errors import NameTaken
from bot.editing.subject import About, set_subject
from storage.clock import system_clock
from storage.database import Database

ROOT: Final = Path(__file__).parents[2]
ROUNDS: Final = 20


def start(url: str, key: str) -> subprocess.Popen[str]:
    """Start a process that adds what it is sent the name of."""
    script = ROOT / "tests" / "storage" / "adding_process.py"
    return subprocess.Popen(
        [sys.executable, str(script), url, key],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def send(process: subprocess.Popen[str], name: str) -> None:
    """Have a process add something."""
    assert process.stdin is not None
    process.stdin.write(f"{name}\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> str:
    """Return what came of that."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_one_name_is_given_once(store_url: str) -> None:
    """However often both try at the same time, each name has one subject, spelt as it may be."""
    both = [start(store_url, key) for key in ("old", "new")]
    came = []
    for number in range(ROUNDS):
        for process, name in zip(both, (f"Bridge {number}", f"BRIDGE  {number}"), strict=True):
            send(process, " ".join(name.split()))
        came.append(sorted(map(answer, both)))
    for process in both:
        process.communicate(timeout=30)

    assert came == [["added", "taken"]] * ROUNDS
    database = Database(store_url, system_clock)
    with database.read() as tx:
        names = [name.lower() for _, name in tx.subjects.names()]
    database.close()
    assert sorted(names) == sorted(f"bridge {number}" for number in range(ROUNDS))


def test_a_name_of_another_is_given_on_purpose_only(database: Database) -> None:
    """Whoever says so gives it; a subject's own name in another spelling is not asked about."""
    with database.write() as tx:
        tx.subjects.add("old", names={"lv": ["Vecais tilts"], "en": ["Old Bridge"]})
        tx.subjects.add("new", names={"lv": ["Jaunais tilts"]})
        editor = Editor(tx, None, "test", "UTC")

        set_subject(editor, "old", About({"en": ("OLD bridge",)}))
        set_subject(editor, "new", About({"en": ("Bridge",)}))
        with pytest.raises(NameTaken) as taken:
            set_subject(editor, "new", About({"en": ("Bridge", "Old bridge")}))
        assert taken.value.fields["known"] == "old"
        set_subject(editor, "new", About({"en": ("Bridge", "Old bridge")}), namesake=True)
        assert {id_ for id_, _ in tx.subjects.called(["old bridge"])} == {1, 2}
