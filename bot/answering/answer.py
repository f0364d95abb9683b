"""The answerer: from a question to a verdict, over an index that follows the store."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, TypeAlias

from bot.answering.analysis import analyse
from bot.answering.decide import MARGIN, Choice, decide
from bot.answering.document import Document, documents_of
from bot.answering.entry import Analysis, analysed, content_words, names_of, sure_keys
from bot.answering.evidence import OF_YEARS
from bot.answering.index import Index
from bot.answering.parts import NOTHING, Off, Part, read_without
from bot.answering.rank import Ranked, rank
from bot.answering.reading import Reading, read
from bot.answering.reranking import Reranker, reranked
from bot.answering.succession import place_of
from bot.answering.verdict import Clock, Pick, Reason, Status, Trace, Verdict
from storage.content import Audience, Dossier, Fact, Held

MOST_PICKS = 3
EXPLAINED_FACTS = 5
REMEMBERED: Final = 512
"""Questions whose reading is remembered. On the topics of the tests one takes 4.4 kB, so all
of them 2.3 MB."""

_OF_DOCUMENTS: Final = (Audience.EVERYONE, Audience.DESK)
"""For whom the two documents of a fact are."""

_STATUS = {0: Status.UNKNOWN, 1: Status.ANSWERED}


class Store(Protocol):
    """What answers are read from, so that they are right before the index knows."""

    def get(self, ids: Collection[int], /) -> Mapping[int, Fact]:
        """Return the facts with these ids."""
        ...

    def timelines(self, ids: Collection[int], /) -> Mapping[int, Sequence[Held]]:
        """Return what is held of these facts, by start; one that holds nothing is left out."""
        ...


class Answerer:
    """Answers questions from what it was shown; one for all audiences."""

    def __init__(
        self, reranker: Reranker | None = None, off: Off = NOTHING, *, searched: bool = True
    ) -> None:
        """Begin with nothing.

        Args:
            reranker: may put candidates in another order.
            off: parts that are switched off, to see what each is worth.
            searched: else every fact is a candidate of every question, as few can be.
        """
        self._searched = searched
        self._reranker = reranker
        self._off = off
        self._readers = Index(searched=searched)
        self._desk: Index | None = None
        self._considered: OrderedDict[tuple[str, Audience], Considered] = OrderedDict()
        # Apart, so that no word of what was withdrawn is known, and no answer better, for it.
        self._withdrawn: dict[Audience, Index] = {}

    def __len__(self) -> int:
        return len(self._index(Audience.DESK))

    def follow(self, dossiers: Iterable[Dossier]) -> None:
        """Take in facts, new or changed; one that holds nothing any more is no longer found.

        What asks for it is still not answered with another that fits no better.
        """
        self._considered.clear()
        with _nothing_collected():
            self._take_in(dossiers)

    def _take_in(self, dossiers: Iterable[Dossier]) -> None:
        public: _Analyses = {}
        internal: _Analyses = {}
        withdrawn: dict[Audience, _Analyses] = {audience: {} for audience in Audience}
        subjects: set[str] = set()
        for dossier in dossiers:
            for_readers, for_desk = documents_of(dossier)
            fact_id = dossier.fact.id
            subjects.add(dossier.fact.subject.key)
            gone = None, None
            if not dossier.held:
                (for_readers, for_desk), gone = gone, (for_readers, for_desk)
            for audience, document in zip(_OF_DOCUMENTS, gone, strict=True):
                withdrawn[audience][fact_id] = _analysed(document)
            internal[fact_id] = _analysed(for_desk)
            alike = for_readers == for_desk
            public[fact_id] = internal[fact_id] if alike else _analysed(for_readers)
        beside = {each: None if seen is public[each] else seen for each, seen in internal.items()}
        if self._desk is None and any(beside.values()):
            self._desk = Index(searched=self._searched, beneath=self._readers)
        _update(self._readers, public)
        if self._desk is not None:
            _update(self._desk, beside, subjects)
        for audience, facts in withdrawn.items():
            if any(facts.values()) or audience in self._withdrawn:
                index = self._withdrawn.setdefault(audience, Index(searched=self._searched))
                _update(index, facts)

    def find(self, words: str, audience: Audience) -> tuple[int, ...]:
        """Return the facts that every one of `words` leads to, by their keys."""
        wanted = content_words(analyse(words))
        return tuple(self._index(audience).find([sure_keys(word.keys) for word in wanted]))

    def _index(self, audience: Audience) -> Index:
        """Return the index of an audience; the desk has one over readers', once it knows more."""
        return (
            self._readers
            if audience is Audience.EVERYONE
            else (self._readers if self._desk is None else self._desk)
        )

    def ask(
        self,
        question: str,
        *,
        at: datetime,
        zone: str,
        store: Store,
        audience: Audience = Audience.EVERYONE,
    ) -> Verdict:
        """Return what to say to `question`, asked at `at` (aware) in `zone`.

        Args:
            question: as typed.
            at: when, aware.
            zone: where, IANA.
            store: holds the facts that the index knows, with their values.
            audience: who asks.
        """
        reading, ranked, choice = self.consider(question, at, zone, audience)
        trace = Trace(reading, ranked)
        asking = _Asking(reading, at, store, audience)
        picks = asking.picks(choice.winners) or asking.picks_of_that_time(choice.instead)
        reason = choice.reason
        if not picks and reason is None:
            reason = Reason.NOT_AT_THAT_TIME
        if len(picks) > MOST_PICKS:
            picks, reason = [], Reason.TOO_CLOSE
        return Verdict(
            status=_STATUS.get(len(picks), Status.AMBIGUOUS),
            language=reading.language,
            picks=tuple(picks),
            reason=reason,
            instant=instant_of(reading, at),
            trace=trace,
            clock=_clock(reading, at),
        )

    def consider(self, question: str, at: datetime, zone: str, audience: Audience) -> Considered:
        """Read a question, rank the facts and choose, or remember what came of it before.

        Many ask the same. What speaks of no time is read alike at any time, and chosen alike
        until a fact changes; which value that leads to is looked up anew for each.
        """
        key = question, audience
        known = self._considered.get(key)
        if known is not None:
            self._considered.move_to_end(key)
            return known
        index = self._index(audience)
        reading = self._read(question, at, zone, index)
        ranked = rank(reading, index, self._off)
        if self._reranker is not None:
            ranked = reranked(self._reranker, question, ranked)
        choice = decide(reading, ranked, self._off)
        if choice.winners and self._asks_for_withdrawn(reading, audience, choice.winners[0].score):
            choice = Choice((), Reason.WITHDRAWN)
        considered = reading, tuple(ranked[:EXPLAINED_FACTS]), choice
        if reading.time is None:
            self._considered[key] = considered
            if len(self._considered) > REMEMBERED:
                self._considered.popitem(last=False)
        return considered

    def _asks_for_withdrawn(self, reading: Reading, audience: Audience, least: float) -> bool:
        """Tell whether a fact that was withdrawn fits a question as well as what is told."""
        withdrawn = self._withdrawn.get(audience)
        fits = [] if withdrawn is None else rank(reading, withdrawn, self._off)
        return bool(fits) and fits[0].score >= least

    def _read(self, question: str, at: datetime, zone: str, index: Index) -> Reading:
        if Part.FUZZY in self._off:
            return read_without(read(question, at, zone), self._off)
        return read_without(read(question, at, zone, index.recognises), self._off)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question at a moment, and the store that it is answered from."""

    reading: Reading
    at: datetime
    store: Store
    audience: Audience

    def picks(self, chosen: Sequence[Ranked]) -> list[Pick]:
        """Return what is held of some facts for the time asked about."""
        ids = [one.entry.fact_id for one in chosen]
        facts, timelines = (self.store.get(ids), self.store.timelines(ids)) if ids else ({}, {})
        return [
            Pick(fact, confidence(one), period)
            for one in chosen
            for fact in [facts[one.entry.fact_id]]
            for period in _asked_for(
                self.reading,
                fact,
                _visible(timelines.get(fact.id, ()), self.audience),
                self.at,
            )
        ]

    def picks_of_that_time(self, instead: Sequence[Ranked]) -> list[Pick]:
        """Return those of some facts, best first, that are known to have held when asked about.

        What fits best may only have begun later, as the reopening did after the days open.
        """
        time = self.reading.time
        if time is None or time.current:
            return []
        then = [pick for pick in self.picks(instead) if pick.held.start]
        return [pick for pick in then if then[0].score - pick.score <= MARGIN]


Considered: TypeAlias = tuple[Reading, tuple[Ranked, ...], Choice]
_Analyses: TypeAlias = dict[int, Analysis | None]


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Put off the collection of garbage while only what stays is made: a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _analysed(document: Document | None) -> Analysis | None:
    return None if document is None else analysed(document)


def _update(index: Index, facts: _Analyses, settled: Iterable[str] = ()) -> None:
    index.update(
        [fact for fact in facts.values() if fact is not None],
        gone=[fact_id for fact_id, fact in facts.items() if fact is None],
        settled=settled,
    )


def _visible(periods: Iterable[Held], audience: Audience) -> list[Held]:
    return [
        held
        for held in periods
        if audience is Audience.DESK or held.version.content.audience is Audience.EVERYONE
    ]


def confidence(one: Ranked) -> float:
    """Return how surely a fact is meant, 0..1."""
    return round(min(max(one.score, 0.0), 1.0), 2)


def instant_of(reading: Reading, at: datetime) -> datetime:
    """Return the instant that a question asked at `at` speaks of."""
    time = reading.time
    if time is None or time.current or time.start <= at < time.end:
        return at.astimezone(UTC)
    if time.start > at:
        return time.start.astimezone(UTC)
    return (time.end - timedelta(microseconds=1)).astimezone(UTC)


def _clock(reading: Reading, at: datetime) -> Clock:
    """Return by which clock: the world's, where a time other than now is named."""
    time = reading.time
    now = time is None or time.current or time.start <= at < time.end
    return Clock.NOW if now else Clock.WORLD


def _asked_for(reading: Reading, fact: Fact, periods: Sequence[Held], at: datetime) -> list[Held]:
    """Return the periods that the question speaks of, of equal values the latest."""
    current = next((place for place, held in enumerate(periods) if held.covers(at)), None)
    beside = place_of(reading.neighbour, periods) if reading.neighbour else current
    if reading.version and beside is not None:
        place = beside + reading.version
        return [periods[place]] if 0 <= place < len(periods) else []
    if reading.neighbour and reading.version < 0:
        return []
    time = reading.time
    if time is None or time.current or _in_name(reading, fact):
        return [periods[current]] if current is not None else []
    spoken_of = [held for held in periods if _overlaps(held, time.start, time.end)]
    by_value = {tuple(sorted(held.version.content.value.items())): held for held in spoken_of}
    return list(by_value.values())


def _overlaps(held: Held, start: datetime, end: datetime) -> bool:
    begun = held.start is None or held.start.at < end
    return begun and (held.end is None or held.end.at > start)


def _in_name(reading: Reading, fact: Fact) -> bool:
    """Tell whether the time is only part of the subject's name ("the 2024 festival").

    "The 2024 festival in July" speaks of a time besides.
    """
    places = reading.time.words if reading.time else ()
    said = {reading.words[place].folded for place in places if 0 <= place < len(reading.words)}
    numbers = {word for word in said if word.isdigit()}
    return bool(numbers) and any(
        numbers <= named and said - numbers <= OF_YEARS | named
        for alias in names_of(fact.subject.names).aliases
        for named in [frozenset[str]().union(*(word.sure for word in alias.words))]
    )
