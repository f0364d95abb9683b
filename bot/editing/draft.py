"""What an editor typed, who typed it, and what it makes of what was held before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from storage.database import Transaction
from storage.facts import Audience, Content, Source, Span
from storage.moments import Moment, time_zone

_Words = TypeVar("_Words", str, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits, where, and in which transaction.

    Attributes:
        tx: open for writing; whoever opened it commits it.
        person: their id, or None for the program itself.
        place: where it was said, for the audit, e.g. `console:local`.
        zone: the IANA zone in which days are counted and times are kept.
        approved: another person has approved of it, where a subject takes two.
    """

    tx: Transaction
    person: int | None
    place: str
    zone: str
    approved: bool = False

    @property
    def today(self) -> date:
        """The calendar day here."""
        return self.tx.now.astimezone(time_zone(self.zone)).date()

    @property
    def now(self) -> Moment:
        """This instant, from which on a change holds."""
        return Moment.instant(self.tx.changes.beginning(), self.zone)


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of an edit; what was not given is empty or None, and means "as before".

    In `statement` an empty text, and in `words` an empty tuple, takes away what was there.

    Attributes:
        as_of: the day on which this was known to be so; today if not given.
        start, end, on: the lines `from:`, `until:` and `on:`.
    """

    value: Mapping[str, str] = field(default_factory=dict)
    statement: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: Source | None = None
    as_of: date | None = None
    review: date | None = None
    audience: Audience | None = None
    span: Span | None = None
    start: Moment | None = None
    end: Moment | None = None
    on: Moment | None = None
    reason: str = ""

    def same_value(self, held: Content) -> bool:
        """Tell whether the value given is what `held` says already, where it is given."""
        return self.value.items() <= held.value.items() and self.span in {None, held.span}

    def says_no_more_than(self, held: Content) -> bool:
        """Tell whether every line given is what `held` says already."""
        return self.same_value(held) and self.over(held) == held

    def over(self, held: Content) -> Content:
        """Return `held` with every line given put over it, and nothing dropped."""
        return replace(
            held,
            value={**held.value, **self.value},
            statement=_filled({**held.statement, **self.statement}),
            words=_filled({**held.words, **self.words}),
            source=self.source or held.source,
            as_of=self.as_of or held.as_of,
            review=self.review or held.review,
            audience=self.audience or held.audience,
            span=self.span or held.span,
        )

    def instead_of(self, held: Content | None, today: date) -> Content:
        """Return a new value: of what was `held`, only how people ask and who may read stays.

        Its review day goes too: it told how long the old value could be trusted.
        """
        return Content(
            value=dict(self.value),
            statement=_filled(self.statement),
            words=_filled({**(held.words if held else {}), **self.words}),
            source=self.source,
            as_of=self.as_of or today,
            review=self.review,
            audience=self.audience or (held.audience if held else Audience.EVERYONE),
            span=self.span,
        )

    def in_its_languages(self, held: Content) -> Content:
        """Return `held` with the value in the given languages anew, their statements dropped."""
        new = {each for each, text in self.value.items() if held.value.get(each) != text}
        kept = {each: text for each, text in held.statement.items() if each not in new}
        return self.over(replace(held, statement=kept))


def _filled(texts: Mapping[str, _Words]) -> dict[str, _Words]:
    return {language: text for language, text in texts.items() if text}
