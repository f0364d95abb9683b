"""Drafts that the tests of editing share, and how they look at a timeline."""

from __future__ import annotations

from datetime import date

from bot.editing.change import (
    Draft,
    Editor,
    Outcome,
)
from storage.facts import Audience, Content, Source
from storage.moments import Moment

KEY = "battle-group.leader"
RIGA = "Europe/Riga"
WIRE = Source("Example Wire", "https://example.org/1", date(2021, 11, 25))
FULL = Draft(
    value={"lv": "Kanāda", "en": "Canada"},
    statement={"lv": "Kaujas grupu vada Kanāda.", "en": "Canada leads the battle group."},
    words={"lv": ("vada",)},
    source=WIRE,
    review=date(2022, 6, 1),
    audience=Audience.DESK,
    start=Moment.start("2017", RIGA),
)


def value(text: str, start: str = "", end: str = "", on: str = "") -> Draft:
    """Return a draft of a Latvian value with its times."""
    return Draft(
        value={"lv": text} if text else {},
        start=Moment.start(start, RIGA) if start else None,
        end=Moment.end(end, RIGA) if end else None,
        on=Moment.start(on, RIGA) if on else None,
        reason="because",
    )


def shown(editor: Editor, key: str = KEY) -> list[str]:
    """Return the timeline of a fact as `from..until value`, open ends empty."""
    fact = editor.tx.facts.find(key)
    assert fact is not None
    return [
        f"{held.start.iso_start() if held.start else ''}"
        f"..{held.end.iso_end() if held.end else ''} {held.version.content.value['lv']}"
        for held in editor.tx.facts.timeline(fact.id)
    ]


def now_content(outcome: Outcome) -> Content:
    """Return what holds after an edit where it took place."""
    assert outcome.after is not None
    return outcome.after.version.content
