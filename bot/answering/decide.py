"""Deciding: one clear winner is answered, two or three close ones are offered, else silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.asking import SHOWN
from bot.answering.kind_meant import asks_whether
from bot.answering.offering import MOST_OFFERED, MOST_STRANGE, most_wanted, named_together, twins
from bot.answering.parts import NOTHING, Off, Part
from bot.answering.places import is_place_name
from bot.answering.rank import Ranked
from bot.answering.reading import CONTENT_WEIGHT, Reading, Term
from bot.answering.verdict import Reason

# Measured on questions of many topics (tests/topics and the development set). Beside each constant:
# what its neighbours cost.
ANSWER_FROM: Final = 0.66
"""Least score of an answer; 0.55: 1 more wrong, 0.1 % fewer right; 0.70: 0.4 % fewer right."""
UNNAMED_FROM: Final = 0.45
"""The same where the subject is not named but everything else fits; 0.6: 0.5 % fewer right."""
MARGIN: Final = 0.03
"""Facts this close to the best are offered with it; 0.07: 0.8 % fewer right, 2 fewer wrong."""
LEAST_ATTRIBUTE: Final = 0.53
"""Least evidence that this attribute is asked for; 0.5: 0.3 % more right, 1 more wrong."""
AHEAD: Final = 0.1
"""A fact so far above the others of its subject that leaves nothing unexplained …"""
LEAST_AHEAD: Final = 0.5
"""… needs less of that evidence: a word of the same meaning in its statement suffices. With words
left unexplained 0.2 % more right, 2 more wrong and 20 more of 915 whose fact was taken away."""
LEAST_SUBJECT: Final = 0.4
"""From this share of its name on a subject is named; flat between 0.2 and 0.5."""
ALONE: Final = 0.08
"""So far above all others a fact stands alone, and may leave more unexplained …"""
ALONE_FROM: Final = 0.45
"""… from this score on …"""
ALONE_COVER: Final = 0.5
"""… and if half of it is explained, `MOSTLY` where its subject is not named at all; 0: 0.6 % more
right and 0.2 more wrong, in a store of many stories as many right and 0.3 % more wrong."""
INSTEAD: Final = 0.2
"""Facts this close to the best are told if they hold at the time asked about, and it does not."""
RIVAL: Final = 0.45
"""A subject named less than this is not meant …"""
RIVAL_NAMED: Final = 0.95
"""… where another is named so fully: "the workforce of X" is not that of a plant of X."""
PARTLY: Final = 0.7
"""A subject named less than this needs as much of the question explained; 0.65: 0.4 % more right,
and of 697 questions whose fact was taken away 9 more were answered."""
KIN_ATTRIBUTE: Final = 0.7
"""… unless it belongs to that other, and this surely asks for what it tells; without: of 610
questions about stories that nobody had read 4 fewer right, and as many wrong."""
LEAST_EXPLAINED: Final = 2
"""Words that must be explained where no subject is named: one ("time") fits any story."""
EXACTLY: Final = 0.94
"""What they need where a single word is explained: "who is the judge?" """
MOSTLY: Final = 0.6
"""What attribute and cover need where no subject is named; 0.7: 0.4 % fewer right."""
_WHICH: Final = frozenset({"largest", "deputy"})
"""Families whose word in a key makes another attribute of it …"""
_SOMEBODY_ELSE: Final = frozenset({"deputy"})
"""… and whose word in a question makes it ask of somebody else."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts to answer with (one) or to offer (more); none, and then the reason.

    Attributes:
        instead: what may be said if these are not known for the time asked about.
    """

    winners: tuple[Ranked, ...]
    reason: Reason | None = None
    instead: tuple[Ranked, ...] = ()


def decide(reading: Reading, ranked: Sequence[Ranked], off: Off = NOTHING) -> Choice:
    """Return what to say of `ranked` (best first); `off` as in `parts`."""
    reason = _no_question(reading)
    if reason is not None:
        return Choice((), reason)
    meant = [one for one in ranked if not _another_meant(one, off)]
    possible = [one for one in meant if one.features.kind >= 0] or meant
    if not possible:
        return Choice((), _nothing_found(reading, ranked))
    possible = _as_called(reading, possible)
    best = possible[0]
    close = [one for one in possible if best.score - one.score <= MARGIN]
    reason = _fault(reading, best, off, alone=_stands_alone(possible), ahead=_ahead(possible))
    if reason is not None:
        told = () if best.another else _for_all_that(reading, possible, close, ranked)
        return Choice(told) if told else Choice((), reason)
    close = [best, *(one for one in close[1:] if _fault(reading, one, off) is None)]
    close = [one for one in close if not _called_less(reading, one, best)]
    if len(close) > MOST_OFFERED:
        if len({one.entry.subject for one in close}) == 1:
            return Choice(tuple(close[:MOST_OFFERED]))
        return Choice((), Reason.TOO_CLOSE)
    return Choice(tuple(close), instead=_instead(reading, possible, off))


def _for_all_that(
    reading: Reading, possible: Sequence[Ranked], close: Sequence[Ranked], ranked: Sequence[Ranked]
) -> tuple[Ranked, ...]:
    """Return what may be told where the best is not sure enough to be told alone."""
    return (
        named_together(possible)
        or twins(close)
        or most_wanted(reading, possible)
        or _only_answer(reading, close, ranked)
    )


def _instead(reading: Reading, possible: Sequence[Ranked], off: Off) -> tuple[Ranked, ...]:
    """Return what may be said if the best is not known for the time asked about."""
    if reading.time is None:
        return ()
    best = possible[0].score
    return tuple(
        one
        for one in possible
        if MARGIN < best - one.score <= INSTEAD
        and one.features.attribute >= MOSTLY
        and _fault(reading, one, off) is None
    )


def _no_question(reading: Reading) -> Reason | None:
    """Return why there is nothing to look for, or None."""
    if not reading.words:
        return Reason.EMPTY
    if reading.small_talk and not reading.kinds and not any(one.weight for one in reading.terms):
        return Reason.SMALL_TALK
    if reading.orders:
        return Reason.OUT_OF_DOMAIN
    if reading.turned:
        return Reason.MISSING_ATTRIBUTE
    return None if reading.terms else Reason.NO_SUBJECT


def _nothing_found(reading: Reading, ranked: Sequence[Ranked]) -> Reason:
    if ranked:
        return Reason.OTHER_SUBJECT
    return Reason.OUT_OF_DOMAIN if _sense(reading) else Reason.GIBBERISH


def _sense(reading: Reading) -> bool:
    """Tell whether any word is one that a dictionary or the lexicon knows."""
    return any(
        term.families or len(term.keys.sure) > 1 or term.keys.concepts for term in reading.terms
    ) or len(reading.terms) < len(reading.words)


def _stands_alone(possible: Sequence[Ranked]) -> bool:
    """Tell whether the best of some facts fits far better than all others."""
    best = possible[0]
    second = possible[1].score if len(possible) > 1 else 0.0
    return (
        best.score >= ALONE_FROM
        and (_named(best) or not best.borrowed)
        and best.score - second >= ALONE
        and best.explained >= LEAST_EXPLAINED
        and best.features.cover >= (ALONE_COVER if best.features.name else MOSTLY)
    )


def _only_answer(
    reading: Reading, close: Sequence[Ranked], ranked: Sequence[Ranked]
) -> tuple[Ranked, ...]:
    """Return the best of some facts if it is the only one of its subject that can be meant.

    The question names the subject and asks when, where, who or how much, which only this fact
    of it tells; what is left are words that no list has, so that they ask for nothing else.
    """
    best = close[0]
    plain = reading.kinds & SHOWN and "who_or_what" not in reading.kinds
    fits = best.features.name >= LEAST_SUBJECT and best.features.kind > 0
    told = best.entry.asked_by | best.entry.hinted
    if not (plain and fits and len(close) == 1) or (
        reading.families and not reading.families & told
    ):
        return ()
    known = {term.word.text for term in reading.terms if _is_known(term)}
    own = [one for one in ranked if one.entry.subject == best.entry.subject and one is not best]
    other = any(one.features.kind > 0 or one.score > best.score for one in own)
    return () if other or not known.isdisjoint(best.unexplained) else (best,)


def _is_known(term: Term) -> bool:
    return bool(term.families or term.proper or term.keys.concepts)


def _ahead(possible: Sequence[Ranked]) -> float:
    """Return by how much the best of some facts fits better than any other of its subject."""
    best = possible[0]
    others = [one.score for one in possible[1:] if one.entry.subject == best.entry.subject]
    return best.score - max(others, default=0.0)


def _fault(
    reading: Reading, one: Ranked, off: Off, *, alone: bool = False, ahead: float = 0.0
) -> Reason | None:
    """Return why this fact must not be said, or None.

    Args:
        reading: the question.
        one: the fact.
        off: as in `parts`.
        alone: as of `_stands_alone`.
        ahead: as of `_ahead`.
    """
    features = one.features
    elsewhere = features.name < PARTLY and features.cover < PARTLY and one.unexplained
    guarded = Part.SUBJECT_GUARD not in off
    if guarded and (features.strange > MOST_STRANGE or (elsewhere and not alone)):
        return Reason.OTHER_SUBJECT
    if _another_meant(one, off):
        return Reason.OTHER_SUBJECT
    if not (_named(one) if _only_places(reading) else alone or _subject_meant(reading, one)):
        return Reason.NO_SUBJECT
    other = features.kind < 0 or features.denied or one.another
    other = other or _qualified(reading, one) or _asks_if_more(reading, one)
    least = LEAST_AHEAD if ahead >= AHEAD and not one.unexplained else LEAST_ATTRIBUTE
    if other or features.attribute < least:
        return Reason.MISSING_ATTRIBUTE
    enough = one.score >= (ANSWER_FROM if _named(one) else UNNAMED_FROM)
    return None if enough or alone else Reason.OUT_OF_DOMAIN


def _another_meant(one: Ranked, off: Off) -> bool:
    """Tell whether the question names another subject, and this one less."""
    features = one.features
    own = one.kin and features.attribute >= KIN_ATTRIBUTE
    rivalled = features.name < RIVAL and one.named >= RIVAL_NAMED and not own
    return Part.SUBJECT_GUARD not in off and (rivalled or one.eclipsed)


def _qualified(reading: Reading, one: Ranked) -> bool:
    """Tell whether only the key says which, or only the question.

    "Largest contingent" for "soldiers", "the mayor" for "the deputy mayor".
    """
    said = frozenset[str]().union(*(word.families for word in one.entry.key_words))
    if not one.features.recall and _WHICH & said - reading.families:
        return True
    left = (term for term in reading.terms if term.word.text in one.unexplained)
    return any(not _SOMEBODY_ELSE.isdisjoint(term.families) for term in left)


def _asks_if_more(reading: Reading, one: Ranked) -> bool:
    """Tell whether it is asked if something is so of which the fact says nothing.

    "Will there be free internet on the trams" is not told by who rides them free.
    """
    if one.features.name >= PARTLY or not asks_whether(reading):
        return False
    left = (term for term in reading.terms if term.word.text in one.unexplained)
    return any(term.weight >= CONTENT_WEIGHT for term in left)


def _as_called(reading: Reading, possible: Sequence[Ranked]) -> list[Ranked]:
    """Return facts without those that are called more than the question says, or less.

    "Price" and "monthly price" of one subject: the latter is meant where a month is said, and
    only there.
    """
    asked = frozenset[str]().union(*(term.keys.every for term in reading.terms))
    best = possible[0]
    near = [
        one
        for one in possible
        if one.entry.subject == best.entry.subject and best.score - one.score <= AHEAD
    ]
    gone = {
        (less if _says(asked, more, less) else more).entry.fact_id
        for less in near
        for more in near
        if _key(less) < _key(more)
    }
    return [one for one in possible if one.entry.fact_id not in gone]


def _key(one: Ranked) -> frozenset[frozenset[str]]:
    return frozenset(word.keys for word in one.entry.key_words)


def _says(asked: frozenset[str], more: Ranked, less: Ranked) -> bool:
    """Tell whether a question has every word of a key that another key lacks."""
    return all(not asked.isdisjoint(keys) for keys in _key(more) - _key(less))


def _called_less(reading: Reading, one: Ranked, best: Ranked) -> bool:
    """Tell whether the question calls the best what its editor does, and this one less so.

    Who asks for the price wants what is called so, where the costs are told as well.
    """
    own, others = (
        frozenset(
            term.word.text
            for term in reading.terms
            if not term.keys.sure.isdisjoint(each.entry.about.keys)
        )
        for each in (best, one)
    )
    less = others < own or (bool(_gives(reading, best)) and _gives(reading, one) is False)
    return one.entry.subject == best.entry.subject and less


def _gives(reading: Reading, one: Ranked) -> bool | None:
    """Tell whether the words of its key that are asked for give the kind asked for; None: no such.

    "Until when can one apply" asks for a deadline, not for the year of what is eligible.
    """
    asked = [word for word in one.entry.key_words if word.families & reading.families]
    return any(word.gives & reading.kinds for word in asked) if asked else None


def _named(one: Ranked) -> bool:
    return max(one.features.name, one.features.context) >= LEAST_SUBJECT


def _only_places(reading: Reading) -> bool:
    """Tell whether nothing is said but names of places: "what does Latvia want from NATO"."""
    return all(is_place_name(term.keys) for term in reading.terms if term.weight)


def _subject_meant(reading: Reading, one: Ranked) -> bool:
    """Tell whether the question means this subject: it names it, or is explained by it alone.

    Who "leads NATO" is not told by who leads a battle group that has NATO in its name.
    """
    if _named(one) or one.borrowed:
        return _named(one)
    features = one.features
    fits = features.cover >= MOSTLY and features.attribute >= MOSTLY
    exactly = reading.kinds and features.cover >= EXACTLY and features.attribute >= EXACTLY
    return bool(exactly) or (fits and one.explained >= LEAST_EXPLAINED)
