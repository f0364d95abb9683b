"""Pre-checks: what is looked at before a fact leaves by itself, though its words are ready.

Nobody has asked for what leaves by itself, and so nobody doubts it. Where a person would look
once more, an editor is asked first: where the fact is past its review day, and where its two
languages are out of step, as one was changed and the other not. An editor who has seen that and
sends it all the same is not asked again. That the chat is there, that nothing is on hold, and that
an event is still when it was, is looked at where it is known: `composing`, the claim, and whoever
composes what tells of events.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from bot import cards
from bot.posting.occasions import Occasion, Unsure
from storage.content import ChangeKind, Content, Held, Version
from storage.database import Transaction
from storage.deliveries import Reason


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
    if language not in _languages(held.version.content):
        return any(language in _languages(each.content) for each in history)
    ages = _ages(_mended(held.version, history))
    return ages.get(language, 0) < max(ages.values(), default=0)


def _mended(version: Version, history: Iterable[Version]) -> list[Version]:
    """Return how a version came about: what was said whole, and what mended or reworded it."""
    known = {each.id: each for each in history}
    chain = [version]
    while (parent := chain[-1].parent) is not None and parent in known:
        chain.append(known[parent])
    return chain[::-1]


def _ages(chain: list[Version]) -> dict[str, int]:
    """Return by which link of a chain the value in each language was last brought up to date.

    Of two in step the one that is mended goes ahead; of one that lags, mending makes up for it.
    """
    ages = dict.fromkeys(_languages(chain[0].content), 0)
    for link, (before, after) in enumerate(pairwise(chain), start=1):
        newest = max(ages.values(), default=0)
        for language, value in after.content.value.items():
            if before.content.value.get(language) == value:
                continue
            # An edit rewords, or adds what was missing: what the other language says already.
            ahead = after.kind is ChangeKind.CORRECT and ages.get(language, -1) == newest
            ages[language] = link if ahead else newest
    return ages


def _languages(content: Content) -> set[str]:
    return {*content.value, *content.statement}
