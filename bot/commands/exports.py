"""`export`: everything that is held, in a file, to editors alone.

The file is made when it leaves, of what is held then (`bot/posting/documents.py`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from bot.commands.entry import NotHere
from bot.context import Act, Context
from bot.exchange.formats import Format, format_named
from bot.port import Code, Document, Place, Reply
from storage.audit import Entry

USUAL: Final = "jsonl"
"""The format where none is named."""


def export(text: str) -> Act:
    """Send everything that is held, in a format.

    Raises:
        UnknownFormat: there is no such format.
    """
    return partial(_export, form=format_named(text.strip() or USUAL))


def _export(context: Context, form: Format) -> Reply:
    update = context.update
    # A file cannot be shown to one person alone in a chat of many.
    if update.chat.place in {Place.GROUP, Place.CHANNEL}:
        raise NotHere(private=context.private_link(f"export {form.name}"))
    if update.account.operator:
        command = Code(f"factdesk export --format {form.name} > facts.{form.name}")
        return context.reply(context.say("export.at-terminal", command=command))
    context.tx.audit.add(Entry(context.person.id, "export", form.name, str(update.chat)))
    told = context.reply(context.say("export.all"))
    return replace(told, document=Document(f"facts.{form.name}"), public=update.alone)
