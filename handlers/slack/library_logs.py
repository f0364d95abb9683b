"""What Bolt and Slack's library log: that something is wrong and where, never what was said.

Their warnings hold payloads, which is what people wrote. So of each only its place is logged.
"""

from __future__ import annotations

import logging
from typing import Final

import structlog

log = structlog.get_logger(__name__)

LIBRARIES: Final = ("slack_bolt", "slack_sdk")


class _PlaceOnly(logging.Handler):
    """Logs where in a library something is wrong, and which kind of error it is."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the place of a record."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        place = f"{record.name}:{record.funcName}:{record.lineno}"
        log.warning("slack_library", place=place, level=record.levelname.lower(), error=error)


def quiet() -> None:
    """Let the libraries log nothing but that; called again it changes nothing."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(_PlaceOnly())
