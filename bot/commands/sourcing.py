"""Whose word a correction is: what its editor is told where they have named no source.

The source of what was wrong did not say what is right, so it goes with that; only where one
language alone is mended it stays, as it stands for the other. Either is said, and how to name one.
"""

from __future__ import annotations

from bot.context import Context
from bot.editing.recording import Outcome
from bot.port import Code, Message
from bot.showing import cards
from storage.content import ChangeKind, Held


def lines(context: Context, outcome: Outcome) -> list[Message]:
    """Return what is to be known of the source of a correction; nothing where it is its own."""
    after, before = outcome.after, outcome.before
    if outcome.change.kind is not ChangeKind.CORRECT or outcome.version is None or after is None:
        return []
    now = after.version.content.source
    seen = before is not None and cards.may_see(context.audience, before)
    old = before.version.content.source if before and seen else None
    command = Code(_naming(context, outcome.fact.key, after))
    if now is None and old is not None:
        return [context.say("edit.source-gone", source=old.publisher, command=command)]
    if now is None:
        return [context.say("edit.source-none", command=command)]
    if outcome.version.parent is not None and now == old:
        return [context.say("edit.source-stays", source=now.publisher, command=command)]
    return []


def _naming(context: Context, key: str, held: Held) -> str:
    """Return the command that names a source, to be completed; a time that is past is named."""
    on = "" if held.covers(context.now) or held.start is None else held.start.iso_start()
    return f"/fact edit {key}{f' | on: {on}' if on else ''} | source: …"
