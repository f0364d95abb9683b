"""How the operator is told: one structured line an event, on standard error.

An event has a constant name and ids as fields; what people write is never logged.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from handlers.settings import LogFormat


def configure(chosen: str = "") -> None:
    """Set up logging as `json` or `text`; left empty, text on a terminal, else JSON."""
    form = chosen or (LogFormat.TEXT if sys.stderr.isatty() else LogFormat.JSON)
    renderer: Any = (
        # Without the values of variables: they may be what a person wrote.
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        if form == LogFormat.TEXT
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if form == LogFormat.TEXT else [structlog.processors.format_exc_info]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Standard error as it is when something is logged, not as it was at the start.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
