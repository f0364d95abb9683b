"""The newsrooms of the reminders' story serve this one as well."""

from __future__ import annotations

from tests.journeys.reminders.conftest import launcher, newsrooms

__all__ = ["launcher", "newsrooms"]
