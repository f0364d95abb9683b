"""The clock: passed in wherever time is needed, never looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Called, it returns the present instant: aware, UTC."""


def system_clock() -> datetime:
    """Return the machine's present instant, aware, UTC."""
    return datetime.now(UTC)
