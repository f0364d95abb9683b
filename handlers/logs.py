"""How the operator is told: one structured line an event, on standard error.

An event has a constant name and ids as fields; what people write is never logged. Libraries
do quote it, and addresses that hold tokens, so of their warnings only the place is told.
"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import Any, Final

import structlog

from handlers.settings import LogFormat

OUTSPOKEN: Final = frozenset({"apscheduler"})
"""Libraries whose words are logged as well: they meet neither messages nor tokens."""


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
        logger_factory=lambda *_: _Printer(sys.stderr),
    )
    root = logging.getLogger()
    if not any(isinstance(handler, _Libraries) for handler in root.handlers):
        root.addHandler(_Libraries(logging.WARNING))


class _Printer(structlog.PrintLogger):
    """Prints a line, unless nothing can be written: a full disk must not end what is logged."""

    def msg(self, message: str) -> None:
        """Print a line."""
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class _Libraries(logging.Handler):
    """Turns the warnings and errors of libraries into events of ours, without their words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log who warned of what kind of error, and where in it; its words if it is trusted."""
        told = {"logger": record.name, "place": f"{record.funcName}:{record.lineno}"}
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
        if record.name.partition(".")[0] in OUTSPOKEN:
            told["words"] = record.getMessage()
        structlog.get_logger().log(record.levelno, "library_warning", **told)
