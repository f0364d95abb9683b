"""Subjects: what facts are about, and what that is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import editor, reader


def test_subject_is_shown_with_names_topic_and_facts(desk: Desk) -> None:
    """An editor sees every name in both languages, the topic and the key of each fact."""
    lines = editor(desk).say("/subject show nfiu").splitlines()

    assert lines[0] == "NATO Force Integration Unit nfiu"
    assert lines[1].startswith("In Latvian: NATO spēku integrācijas vienība, ")
    assert lines[2].startswith("In English: NATO Force Integration Unit, ")
    assert lines[-3:] == ["· nfiu.opened", "· nfiu.part-of", "· nfiu.place"]


def test_subject_is_shown_by_what_it_is_called(desk: Desk) -> None:
    """By any of its names, with diacritics or without."""
    chief = editor(desk)
    by_key = chief.say("/subject show nfiu")

    assert chief.say("/subject show NATO spēku integrācijas vienība") == by_key
    assert chief.say("/subject show nato speku integracijas vieniba") == by_key


def test_new_alias_is_asked_by_at_once(desk: Desk) -> None:
    """A further name leads to the subject's facts with the next question; the others stay."""
    chief = editor(desk)

    told = chief.say("/subject set nfiu | also-en: the coordination cell, -integration unit")

    names = next(line for line in told.splitlines() if line.startswith("In English: "))
    assert "Force Integration Unit" in names
    assert names.endswith(", NFIU, the coordination cell")
    assert ", integration unit" not in names
    assert "Riga" in reader(desk).say("where is the coordination cell?")


def test_name_shown_is_replaced(desk: Desk) -> None:
    """`name-lv:` replaces the name that is shown and leaves the aliases alone."""
    told = editor(desk).say("/subject set nfiu\nname-lv: NATO vienība\ntopic: alliance")

    assert "In Latvian: NATO vienība, spēku integrācijas vienība" in told
    assert phrase("en", "subject.topic", topic="alliance") in told


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/subject show nfiuu", "nfiu?"),
        ("/subject set nfiuu | name-en: x", "nfiu?"),
        ("/subject show nfiu.place", "nfiu.place"),
        ("/subject set nfiu | nam-en: x", "name-en"),
        ("/subject set nfiu | name-en: x | name-en: y", "name-en"),
        ("/subject set nfiu also-lv: x", phrase("en", "edit.line-inside", name="also-lv")),
        ("/subject set nfiu", phrase("en", "form.ask-naming")),
        ("/subject show", phrase("en", "form.ask-subject-known")),
    ],
)
def test_mistake_is_named_and_changes_nothing(
    desk: Desk, holdings: Callable[[], str], command: str, told: str
) -> None:
    """An unknown key or line names the nearest; what is missing is asked for."""
    before = holdings()

    assert told in editor(desk).say(command)
    assert holdings() == before
