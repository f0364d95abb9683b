"""Which lines of a file tell what waits for its hour, to be shown before it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

from bot.exchange.known import Known
from bot.exchange.placing import New
from bot.exchange.planning import Plan
from bot.exchange.records import Records
from bot.exchange.report import Telling
from bot.posting import secrecy
from storage.content import Audience
from storage.transaction import Transaction

_Said: TypeAlias = tuple[int, str, str]
"""A line, the key of the subject that it is about, and words of it that readers see."""


def told_early(tx: Transaction, records: Records, plan: Plan, known: Known) -> tuple[Telling, ...]:
    """Return the lines of a file that tell what waits beyond now, the first first.

    Args:
        tx: at present.
        records: the file.
        plan: what of it would be written.
        known: what is held of that.
    """
    secrets = secrecy.secrets(tx, tx.now)
    if not secrets:
        return ()
    found: dict[int, Telling] = {}
    for line, about, text in chain(_of_facts(plan, known), _of_subjects(records, plan, known)):
        told = next((each for each in secrets if each.is_told_by(text, about)), None)
        if told is not None:
            found.setdefault(line, Telling(line, told.proposal))
    return tuple(found[line] for line in sorted(found))


def _of_facts(plan: Plan, known: Known) -> Iterator[_Said]:
    for (subject, attribute), slots in plan.timelines.items():
        key = () if f"{subject}.{attribute}" in known.dossiers else (attribute,)
        for new in (slot.what for slot in slots if isinstance(slot.what, New)):
            if new.content.audience is not Audience.DESK:
                texts = (*key, *secrecy.written(new.content))
                yield from ((new.line, subject, text) for text in texts)


def _of_subjects(records: Records, plan: Plan, known: Known) -> Iterator[_Said]:
    for record in records.subjects:
        key = record.key.folded
        held = known.subjects.get(key)
        names = set(chain.from_iterable(held.names.values())) if held else set[str]()
        given = {*chain.from_iterable(record.names.values()), record.topic}
        given |= set() if held else {key}
        if key in plan.subjects:
            yield from ((record.line, key, text) for text in sorted(given - names))
