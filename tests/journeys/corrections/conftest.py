"""Newsrooms on both platforms over a store with the briefing, on the morning of 22 November."""

from __future__ import annotations

from tests.journeys.reminders.conftest import launcher, newsrooms

__all__ = ["launcher", "newsrooms"]
