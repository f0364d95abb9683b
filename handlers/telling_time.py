"""The time by which a platform's answers are dated, told to whoever watches the host's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

from aiohttp import ClientSession, TraceConfig, TraceRequestEndParams

Hear = Callable[[datetime], None]
"""Takes the time that somebody has told, aware."""


def unheard(_at: datetime) -> None:
    """Take no notice."""


def heard_by(hear: Hear) -> TraceConfig:
    """Return what has a session tell `hear` the date of each answer that has one."""

    async def ended(
        _session: ClientSession, _context: SimpleNamespace, params: TraceRequestEndParams
    ) -> None:
        at = _dated(params.response.headers.get("Date", ""))
        if at is not None:
            hear(at)

    trace = TraceConfig()
    trace.on_request_end.append(ended)
    return trace


def _dated(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
