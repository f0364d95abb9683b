"""Newsrooms on both platforms over a store with the briefing, on the morning of 22 November."""

from __future__ import annotations

from tests.journeys.crashes import conftest as crashes
from tests.journeys.reminders.conftest import launcher, newsrooms

__all__ = ["launcher", "newsrooms"]

filled_file = crashes.filled_file
filled_server = crashes.filled_server
filled_store = crashes.filled_store
house = crashes.house
