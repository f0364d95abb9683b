"""How far a change reaches those who were told otherwise, as its reply says; and one button.

Below what was changed from now on stands "this was an error", if anybody was told what it took the
place of: then the change is taken back and made anew as a correction, by whoever taps it with the
right to. Nothing of that is done once the fact has been changed again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from bot import roles
from bot.context import Button, Context
from bot.editing import change, misled
from bot.editing.change import Draft, Editor, Outcome
from bot.editing.errors import EditError
from bot.editing.misled import Reach
from bot.errors import DeskError
from bot.port import Choice, Code, Message, Place
from bot.roles import Right
from storage.choices import Choice as StoredChoice
from storage.content import Change, ChangeKind, Version

WAS_ERROR: Final = "was-error"
"""What the button stands for."""

WITHIN: Final = timedelta(days=7)
"""How long it works; `fact correct` always does."""

_ALWAYS: Final = frozenset({ChangeKind.CORRECT, ChangeKind.RETRACT, ChangeKind.UNDO})
"""Kinds of change after which it is said as well that nobody was told otherwise."""


class ChangedSince(DeskError):
    """The fact was changed again before the tap. Fields: `fact`, `command`."""

    key = "correction.changed-since"


def lines(context: Context, made: Change, facts: Collection[int]) -> list[Message]:
    """Return how many messages are edited after a change, how many chats told, and what is not.

    Args:
        context: of the command.
        made: the change.
        facts: the ids of the facts that it touched.
    """
    if made.kind is ChangeKind.EDIT:
        return []
    private = context.update.chat.place is Place.PRIVATE
    reach = misled.reach(context.tx, facts, context.chat_id if private else None)
    days = context.about.keep_days
    if reach == Reach():
        nobody = context.say("correction.nobody", count=days)
        return [nobody] if made.kind in _ALWAYS else []
    messages = context.say("correction.messages", count=reach.messages)
    chats = context.say("correction.chats", count=reach.chats)
    reached = context.say("correction.reach", messages=messages, chats=chats)
    return [reached, context.say("correction.beyond", count=days)]


def was_error(context: Context, outcome: Outcome) -> tuple[Choice, ...]:
    """Return the button that makes a correction of what was set; none if nobody would hear it."""
    if outcome.change.kind is not ChangeKind.SET or outcome.version is None:
        return ()
    version, key = outcome.version, outcome.fact.key
    try:
        _, reach = misled.rehearsed(
            context.tx, lambda: _instead(context, key, version), lambda done: [done.fact.id]
        )
    except EditError:
        # Nothing was in force before, of which anybody could have been told.
        return ()
    if reach == Reach():
        return ()
    stored = StoredChoice(WAS_ERROR, {"fact": key, "version": version.ref, "seq": version.seq})
    return context.offered([Button(context.phrase("correction.was-error"), stored)], WITHIN)


def corrected(context: Context, payload: Mapping[str, Any]) -> Outcome:
    """Make a correction of what was set, as the button says; return it.

    Raises:
        DeskError: the right to is missing, or the fact has been changed since.
    """
    if not roles.allows(Right.EDITOR, context.person.role, context.update.chat.place):
        raise roles.refusal(Right.EDITOR, private=context.private_link("fact correct"))
    key = str(payload["fact"])
    context.tx.changes.lock()
    fact, version = context.tx.facts.find(key), context.tx.facts.version(str(payload["version"]))
    latest = None if fact is None else context.tx.changes.latest_for(fact.id)
    if version is None or latest is None or latest.seq != payload["seq"]:
        raise ChangedSince(fact=key, command=(Code(f"/fact correct {key} …"),))
    return _instead(context, key, version)


def _instead(context: Context, key: str, version: Version) -> Outcome:
    """Take back what was set, and correct what it took the place of to the same."""
    editor = Editor(context.tx, context.person.id, str(context.update.chat), context.zone)
    change.undo(editor, key)
    content = version.content
    draft = Draft(
        value=content.value,
        statement=content.statement,
        words=content.words,
        source=content.source,
        as_of=content.as_of,
        review=content.review,
        audience=content.audience,
        span=content.span,
        reason=version.reason,
    )
    return change.correct(editor, key, draft)
