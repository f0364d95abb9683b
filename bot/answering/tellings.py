"""What we told of a fact, and from when to when: its history, read along the second clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answering.told_then import Window
from bot.showing.visibility import same_claim
from storage.content import Held


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that was told, as long as nothing else was.

    Attributes:
        held: the period that told it last.
        start, end: from when to when it was told within a window, aware; `end` not included.
    """

    held: Held
    start: datetime
    end: datetime


def tellings(history: Iterable[Held], window: Window) -> list[Telling]:
    """Return what was told in a window, oldest first; what says the same is one telling.

    Args:
        history: what was ever recorded of one fact and may be shown.
        window: when; of one that asks for what came before, all but what is told at its end.
    """
    spans = [span for held in history for span in _told(held, window)]
    found: list[Telling] = []
    for each in sorted(spans, key=lambda one: one.start):
        last = found[-1] if found else None
        if last and last.end == each.start and same_claim(last.held.version, each.held.version):
            found[-1] = replace(each, start=last.start)
        else:
            found.append(each)
    return [each for each in found if each.end < window.end] if window.before else found


def goes_on(history: Sequence[Held], telling: Telling, window: Window, now: datetime) -> Telling:
    """Return a telling up to when it was told at all, be that after its window."""
    later = tellings(history, replace(window, start=telling.start, end=now, before=False))
    return later[0] if later else telling


def _told(held: Held, window: Window) -> Iterable[Telling]:
    """Yield when a period was told in a window: what it says of the present, or of one instant."""
    starts, ends = [window.start, held.recorded_at], [window.end]
    if held.superseded_at is not None:
        ends.append(held.superseded_at)
    if window.world is not None:
        if not held.covers(window.world):
            return
    else:
        starts += [held.start.at] if held.start else []
        ends += [held.end.at] if held.end else []
    if max(starts) < min(ends):
        yield Telling(held, max(starts), min(ends))
