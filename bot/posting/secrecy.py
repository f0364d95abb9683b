"""Secrecy: whether words that an editor has written tell what waits for its hour.

Free text is read by nobody but people, so it is compared with what waits, word by word, whatever
case or gender a word is in. What would leave before the hour is held, and its writer is told at
once; what would be stored is asked about first. What the desk itself says is made of what is held
now, and cannot tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from bot.answering.analysis import analyse
from bot.answering.inflection import Phrase, surnames
from bot.answering.words import fold
from bot.calendar import CANCELLED
from bot.editing.draft import Draft
from bot.editing.order import ADD_EVENT, CANCEL_EVENT, Order
from bot.posting.occasions import Occasion, Unsure
from storage.content import Audience, Content, Span, Subject
from storage.database import Transaction
from storage.deliveries import Reason
from storage.pending import Proposal

_TELLING: Final = 5
"""Letters from which on a value alone is told; a shorter one, or a number, beside its subject."""

_ROOT: Final = 5
"""Letters by which a word is known in each of its forms."""

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Secret:
    """What waits for its hour, and by which words it is told.

    Attributes:
        proposal: as it waits.
        subject: the key of what it is about.
        values: each of which tells it, alone or beside its subject.
        inflected: those that tell it alone, and the surnames of persons, in whatever form.
        beside: what tells it beside its subject only.
        names: of the subject.
        span: of an event, when it is to be; the same time for the same event tells it, too.
    """

    proposal: Proposal
    subject: str
    values: frozenset[str]
    inflected: tuple[Phrase, ...]
    beside: frozenset[str]
    names: frozenset[str]
    span: Span | None = None

    def is_told_by(self, text: str, about: str = "") -> bool:
        """Tell whether a text tells it, where it is said of the subject with the key `about`."""
        said = _folded(text)
        found = {value for value in self.values if value in said}
        if any(map(_speaks_alone, found)) or self._is_told_inflected(text):
            return True
        found |= {word for word in self.beside if word in said}
        named = about == self.subject or any(name in said for name in self.names)
        return bool(found) and named

    def _is_told_inflected(self, text: str) -> bool:
        words = analyse(text) if self.inflected else ()
        return any(phrase.is_in(words) for phrase in self.inflected)


def secrets(tx: Transaction, at: datetime, but: int = 0) -> list[Secret]:
    """Return what waits beyond `at` (aware), or was held at its hour, but for one by its number."""
    waiting = (each for each in tx.pending.waiting() if each.number != but)
    return [_secret(tx, each) for each in waiting if _waits(each, at)]


def told_early(
    tx: Transaction, texts: Iterable[str], at: datetime, about: str = "", but: int = 0
) -> Proposal | None:
    """Return what waits beyond `at` (aware) and is told by any of these texts.

    Args:
        tx: at present.
        texts: that are read from `at` on.
        at: before whose hour they would be read.
        about: the key of the subject that they are said of, if it is one.
        but: the number of what waits and is not asked about: what has these texts itself.
    """
    waiting = secrets(tx, at, but)
    if not waiting:
        return None
    said = list(texts)
    told = (each for each in waiting if any(each.is_told_by(text, about) for text in said))
    return next((each.proposal for each in told), None)


def told_by(tx: Transaction, order: Order, at: datetime, but: int = 0) -> Proposal | None:
    """Return what waits beyond `at` (aware) and would be told if an order were carried out then.

    The order itself may be what waits under the number `but`.
    """
    if _is_for_desk(tx, order):
        return None
    about = order.about
    names = [*chain.from_iterable(about.names.values()), about.topic or ""] if about else []
    span = order.draft.span
    same = (
        each.proposal
        for each in secrets(tx, at, but)
        if span is not None and (each.subject, each.span) == (order.subject, span)
    )
    texts = [*names, *_new_keys(tx, order), *written(order.draft)]
    told = told_early(tx, texts, at, order.subject, but)
    return told or next(same, None)


def _new_keys(tx: Transaction, order: Order) -> Iterator[str]:
    """Yield the parts of a KEY that readers see only from then on."""
    if tx.facts.find(order.target) is None:
        yield order.target.partition(".")[2]
    if tx.subjects.find(order.subject) is None:
        yield order.subject


def written(given: Draft | Content) -> Iterator[str]:
    """Yield the words of a fact that readers see."""
    yield from (*given.value.values(), *given.statement.values())
    yield from chain.from_iterable(given.words.values())
    if given.source is not None:
        yield from (given.source.publisher, given.source.url)
    yield getattr(given, "reason", "")


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


def _secret(tx: Transaction, proposal: Proposal) -> Secret:
    order = Order.read(proposal.payload["order"])
    draft = order.draft
    values = [*draft.value.values(), *draft.statement.values()]
    if order.operation == ADD_EVENT and order.about is not None:
        # That there will be such an event is what nobody is to know, unless there is one.
        given = list(chain.from_iterable(order.about.names.values()))
        known = {fold(name) for _, name in tx.subjects.called(given)}
        values += [name for name in given if fold(name) not in known]
    return Secret(
        proposal,
        order.subject,
        _spoken(map(_folded, values)),
        # A figure, or what is as short as "Riga", would be found in whatever is written.
        (
            *(Phrase.of(value) for value in values if _speaks_alone(_folded(value))),
            *chain.from_iterable(map(surnames, draft.value.values())),
        ),
        _spoken(_called_off(draft.reason) if order.operation == CANCEL_EVENT else ()),
        _spoken(_names(tx, order)),
        draft.span,
    )


def _spoken(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text for text in texts if text.strip())


def _is_for_desk(tx: Transaction, order: Order) -> bool:
    """Tell whether no reader sees what an order writes."""
    if order.draft.audience is not None:
        return order.draft.audience is Audience.DESK
    fact = tx.facts.find(order.target)
    held = tx.facts.timeline(fact.id) if fact else ()
    return bool(held) and all(each.version.content.audience is Audience.DESK for each in held)


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
