"""Pre-checks: what is looked at before a fact leaves by itself, though its words are ready.

Nobody has asked for what leaves by itself, and so nobody doubts it. Where a person would look
once more, an editor is asked first: where the fact is past its review day, and where its two
languages are out of step, as one was changed and the other not. Nor is what is posted cut
unasked: where it does not fit one message of its platform, editors say what becomes of it. An
editor who has seen that and sends it all the same is not asked again. That the chat is there, that
nothing is on hold, and that an event is still when it was, is looked at where it is known:
`composing`, the claim, and whoever composes what tells of events.
"""

from __future__ import annotations

from typing import Final

from bot.port import Kind
from bot.posting.occasions import Composed, Occasion, Unsure, Verdict
from bot.showing import cards
from bot.waiting import languages
from storage.content import Held
from storage.database import Transaction
from storage.deliveries import Reason

POSTED: Final = frozenset({Kind.POST, Kind.COUNTDOWN, Kind.FACT, Kind.STANDING})
"""What is read as a whole, as somebody has meant it."""


def fitting(occasion: Occasion, verdict: Verdict) -> Verdict:
    """Return a verdict, or that editors are to look first at what does not fit one message."""
    if not isinstance(verdict, Composed) or occasion.delivery.kind not in POSTED:
        return verdict
    fits = occasion.room.holds(verdict.message, pictured=verdict.picture is not None)
    return verdict if fits or occasion.insisted else Unsure(Reason.TOO_LONG)


def past_review(occasion: Occasion, held: Held) -> Unsure | None:
    """Return that editors are to look first, as it may be out of date; None if they need not."""
    past = cards.is_past_review(held, occasion.now, occasion.zone)
    return Unsure(Reason.PAST_REVIEW) if past and not occasion.insisted else None


def out_of_step(occasion: Occasion, held: Held) -> Unsure | None:
    """Return that editors are to look first, as a text lags behind that of the other language."""
    lags = not occasion.insisted and _lags(occasion.tx, held, occasion.language)
    return Unsure(Reason.OUT_OF_STEP) if lags else None


def _lags(tx: Transaction, held: Held, language: str) -> bool:
    history = [each.version for each in tx.facts.history(held.version.fact_id)]
    if language not in languages.spoken(held.version.content):
        return any(language in languages.spoken(each.content) for each in history)
    ages = languages.value_ages(held.version, history)
    return ages.get(language, 0) < max(ages.values(), default=0)
