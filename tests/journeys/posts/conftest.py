"""The newsrooms of the reminders' story serve this one as well."""

from __future__ import annotations

from tests.journeys.reminders.conftest import newsrooms

__all__ = ["newsrooms"]
