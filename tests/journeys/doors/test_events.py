"""An event at every door: it is added, shown, moved and called off, by editors alone."""

from __future__ import annotations

from bot.texts import phrase
from tests.journeys.doors.venues import Town, Venue

ADDED = "/event add regatta 2035-06-04T10:00 2035-06-04T18:00 Harbour regatta"
QUESTION = "when is the Harbour regatta?"


def test_event_is_added_moved_and_called_off(venue: Venue) -> None:
    """Each step is told to the editor with the day of the week, and to the next reader at once."""
    editor, reader = venue.editor(), venue.person("en")

    added = editor.says(f"{ADDED} | name-lv: ostas regate")
    asked = reader.says(QUESTION)
    moved = editor.says("/event move harbour regatta 2035-06-05T10:00")
    shown = reader.says("/event show regatta")
    off = editor.says("/event cancel regatta no wind")
    told = reader.says(QUESTION)

    now = "5\N{NO-BREAK SPACE}June 2035, 10:00–18:00 (Riga time)"
    assert "Monday, 4\N{NO-BREAK SPACE}June 2035, 10:00–18:00 (Riga time)" in added.text
    assert "4\N{NO-BREAK SPACE}June 2035, 10:00–18:00 (Riga time)" in asked.text
    assert f"Tuesday, {now}" in moved.text
    assert now in shown.text
    assert f"Cancelled (no wind); was planned for {now}" in off.text
    assert told.text.splitlines()[:2] == [
        "Harbour regatta",
        f"Cancelled (no wind); was planned for {now}",
    ]


def test_who_is_no_editor_plans_nothing(town: Town) -> None:
    """A stranger's command is refused, and no event comes of it."""
    stranger = town.person("en")

    refused = stranger.says(ADDED.replace("regatta", "parade"))

    assert refused.text.startswith(phrase("en", "desk.refused"))
    assert "parade" not in stranger.says("/events").text
