"""From what Telegram wrote to what happened, one update at a time; none of them can stop us."""

from __future__ import annotations

from typing import Any, Final

import structlog
import telegram

from bot.platforms import Watch
from bot.port import Update
from handlers.telegram.reading import PLATFORM, Us, translate

log = structlog.get_logger(__name__)


class Translator:
    """Reads updates for one account of ours; who it is, is known once Telegram was met."""

    def __init__(self, us: Us, watch: Watch) -> None:
        self._us: Final = us
        self._watch: Final = watch

    def translate(self, raw: Any) -> Update | None:  # noqa: ANN401 - whatever JSON held
        """Return what happened, or None where it does not concern us or makes no sense.

        What makes no sense is counted, and logged by its number alone.
        """
        try:
            return translate(telegram.Update.de_json(raw), self._us)
        except Exception as error:  # noqa: BLE001 - the library checks nothing itself
            log.warning("update_malformed", update=number(raw), error=type(error).__name__)
            self._watch.turned_away(PLATFORM, "malformed")
            return None


def number(raw: Any) -> int:  # noqa: ANN401 - whatever JSON held
    """Return the number of an update as Telegram wrote it, or 0 where it has none."""
    told = raw.get("update_id") if isinstance(raw, dict) else None
    return told if isinstance(told, int) else 0
