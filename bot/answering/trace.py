"""How a verdict came about, as plain data: for `--explain` and for the editors' queue."""

from __future__ import annotations

from typing import Any, Final

from bot.answering.rank import Ranked
from bot.answering.reading import Reading
from bot.answering.told_then import Window
from bot.answering.verdict import Verdict

_VERSIONS: Final = {-1: "the one before", 0: None, 1: "the one after"}
"""Which holder is asked for: beside whoever is named, or beside the present one."""


def trace_record(verdict: Verdict) -> dict[str, Any]:
    """Return the reading of the question, the candidates and the reason, ready for JSON."""
    return {
        "status": verdict.status.value,
        "reason": verdict.reason.value if verdict.reason else None,
        "instant": verdict.instant.isoformat(),
        "clock": verdict.clock.value,
        "told": told_in(verdict.window),
        "reading": _reading(verdict.trace.reading),
        "candidates": [_candidate(one) for one in verdict.trace.ranked],
    }


def told_in(window: Window | None) -> list[str] | None:
    """Return from when to when something was told, ready for JSON."""
    return None if window is None else [window.start.isoformat(), window.end.isoformat()]


def _reading(reading: Reading) -> dict[str, Any]:
    time, beside = reading.time, reading.neighbour
    return {
        "language": reading.language,
        "asks_for": sorted(reading.kinds),
        "told_in": sorted(reading.forms),
        "attributes": sorted(reading.families),
        "time": None if time is None else [time.start.isoformat(), time.end.isoformat()],
        "version": _VERSIONS[reading.version],
        "beside": None if beside is None else [word.text for word in beside.named],
        "words": {term.word.text: round(term.weight, 2) for term in reading.terms},
    }


def _candidate(one: Ranked) -> dict[str, Any]:
    return {
        "key": one.entry.key,
        "score": round(one.score, 3),
        "features": {name: round(value, 2) for name, value in one.features._asdict().items()},
        "tells_another": one.another,
        "unexplained": list(one.unexplained),
    }
