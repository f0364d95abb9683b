"""Files that leave: each is made when it is sent, of what is held then, and kept nowhere."""

from __future__ import annotations

from dataclasses import replace

from bot import exchange
from bot.exchange.formats import format_of
from bot.port import Document
from storage.database import Transaction


def filled(tx: Transaction, document: Document) -> Document:
    """Return a file of facts with everything that is held, in the format that its name tells."""
    content = "".join(exchange.export(tx, format_of(document.name).name))
    return replace(document, content=content.encode())
