"""Facts in files: reading them, storing them, and writing what is held.

`read` and `import_records` bring a file in, `export` writes one; `FORMATS` are all there are.
"""

from __future__ import annotations

from bot.exchange.errors import ExchangeError, Fault, UnknownFormat
from bot.exchange.exporting import export
from bot.exchange.formats import FORMATS, Format
from bot.exchange.importing import import_records
from bot.exchange.placing import How
from bot.exchange.reading import read
from bot.exchange.records import Records
from bot.exchange.report import NamedAlike, Report, Telling

__all__ = [
    "FORMATS",
    "ExchangeError",
    "Fault",
    "Format",
    "How",
    "NamedAlike",
    "Records",
    "Report",
    "Telling",
    "UnknownFormat",
    "export",
    "import_records",
    "read",
]
