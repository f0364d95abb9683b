"""The newsrooms of the reminders serve this story as well, as the house of all journeys does."""

from __future__ import annotations

from tests.journeys.reminders.conftest import newsrooms

__all__ = ["newsrooms"]
