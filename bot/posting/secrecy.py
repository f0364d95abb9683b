"""Secrecy: whether words that an editor has written tell what waits for its hour.

Free text is read by nobody but people, so it is compared with what waits, word by word: what it
would tell before the hour is held, and its writer is told at once. What the desk itself says is
made of what is held now, and cannot tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.answering.words import fold
from bot.calendar import CANCELLED
from bot.posting.occasions import Occasion, Unsure
from storage.content import Subject
from storage.database import Transaction
from storage.deliveries import Reason
from storage.pending import Proposal

if TYPE_CHECKING:
    from bot.editing.orders import Order

_TELLING: Final = 5
"""Letters from which on a value alone is told; a shorter one, or a number, beside its subject."""

_ROOT: Final = 5
"""Letters by which a word is known in each of its forms."""

_WORD: Final = re.compile(r"\w+")


def told_early(tx: Transaction, texts: Iterable[str], at: datetime) -> Proposal | None:
    """Return what waits beyond `at` (aware) and is told by any of these texts.

    Args:
        tx: at present.
        texts: that leave at `at`.
        at: before whose hour they would be read.
    """
    waiting = [each for each in tx.pending.waiting() if _waits(each, at)]
    if not waiting:
        return None
    said = [_folded(text) for text in texts]
    return next((each for each in waiting if any(_tells(tx, each, text) for text in said)), None)


def embargoed(occasion: Occasion, texts: Iterable[str]) -> Unsure | None:
    """Return that editors are to look first at what leaves now; None if they need not."""
    if occasion.insisted or told_early(occasion.tx, texts, occasion.now) is None:
        return None
    return Unsure(Reason.EMBARGOED)


def of_event(occasion: Occasion, subject: Subject) -> Unsure | None:
    """Return the same of what tells of an event, whose names an editor has written."""
    return embargoed(occasion, [name for names in subject.names.values() for name in names])


def _waits(proposal: Proposal, at: datetime) -> bool:
    due = proposal.due_at
    return due is not None and (due > at or bool(proposal.held)) and "order" in proposal.payload


def _tells(tx: Transaction, proposal: Proposal, text: str) -> bool:
    from bot.editing.orders import CANCEL_EVENT, Order  # noqa: PLC0415 - an edit plans what asks this module

    order = Order.read(proposal.payload["order"])
    draft = order.draft
    secrets = {_folded(value) for value in (*draft.value.values(), *draft.statement.values())}
    beside = _called_off(draft.reason) if order.operation == CANCEL_EVENT else set()
    found = [secret for secret in secrets if secret.strip() and secret in text]
    if any(_speaks_alone(secret) for secret in found):
        return True
    found += [secret for secret in beside if secret.strip() and secret in text]
    return bool(found) and any(name in text for name in _names(tx, order))


def _called_off(reason: str) -> set[str]:
    """Return what tells that an event will not be, whatever the ending of the word, or why."""
    return {f" {fold(word)[:_ROOT]}" for word in CANCELLED.values()} | {_folded(reason)}


def _speaks_alone(secret: str) -> bool:
    letters = secret.replace(" ", "")
    return len(letters) >= _TELLING and not letters.isdigit()


def _names(tx: Transaction, order: Order) -> Iterator[str]:
    subject = tx.subjects.find(order.subject)
    given = [*(subject.names.values() if subject else ())]
    given += [*(order.about.names.values() if order.about else ())]
    yield from (_folded(name) for names in given for name in names)


def _folded(text: str) -> str:
    """Return the words of a text, each between blanks, so that no word is found within another."""
    return f" {' '.join(_WORD.findall(fold(text)))} "
