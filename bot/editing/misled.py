"""Who was misled: computed from what was told and what is held, never declared.

A receipt names a fact, the version that was shown, the language, and the instant answered for.
What would be said now for that instant? The claim still stands if what holds is the version that
was shown, or one that only rewords it, or if both have the same value in the language shown. So a
`set` from now on misleads nobody, a backdated one those whom it concerns, and an `undo` those who
were told in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NoReturn, TypeVar

from bot.port import Place
from bot.posting import directly
from storage.chats import Chat
from storage.content import Audience, ChangeKind, Held, Version
from storage.database import Transaction
from storage.deliveries import State
from storage.outdated import Outdated

T = TypeVar("T")

NOTICED_WITHIN: Final = timedelta(days=14)
"""In a group what is older is mended where it stands, and nobody is told of it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a correction reaches.

    Attributes:
        messages: how many earlier messages are edited.
        chats: how many chats are told of it.
    """

    messages: int = 0
    chats: int = 0


class _TriedOut(Exception):
    """Nothing is wrong: what was tried out is to be undone."""


def wrong(tx: Transaction, facts: Collection[int]) -> list[Outdated]:
    """Return every value of some facts, by their ids, that was told and is wrong; oldest first."""
    return _wrong(tx, tx.outdated.of(facts))


def wrong_in(tx: Transaction, chat: Chat) -> list[Outdated]:
    """Return what was told in a chat, or to its person alone, and is wrong; oldest first."""
    return _wrong(tx, tx.outdated.told_to(chat.id, chat.person))


def wrong_out_of_reach(tx: Transaction, messages: Sequence[int]) -> list[Outdated]:
    """Return what some messages, by their ids, tell wrongly where nothing can be sent."""
    return _wrong(tx, tx.outdated.out_of_reach(messages))


def _wrong(tx: Transaction, outdated: Sequence[Outdated]) -> list[Outdated]:
    histories = {fact: tx.facts.history(fact) for fact in {each.fact for each in outdated}}
    return [each for each in outdated if not _is_right(each, histories[each.fact])]


def stands(history: Sequence[Held], told: int, instant: datetime, language: str) -> bool:
    """Tell whether who was told a version for an instant is right by what is believed now.

    Args:
        history: every period of the fact that was ever recorded.
        told: the id of the version that was shown.
        instant: the instant answered for, aware.
        language: in which it was shown.
    """
    known = {held.version.id: held.version for held in history}
    return any(
        _is_same(known[told], held.version, language, known)
        for held in history
        if held.superseded_at is None and _reaches(held, instant)
    )


def _reaches(held: Held, instant: datetime) -> bool:
    """Tell whether a period holds at an instant, or until then: who was told so was not misled."""
    return held.covers(instant) or (held.end is not None and held.end.at == instant)


def _is_same(told: Version, now: Version, language: str, known: Mapping[int, Version]) -> bool:
    """Tell whether two versions say the same in a language, or one only rewords the other."""
    one, other = told.content, now.content
    if one.span is not None or other.span is not None:
        same = one.span == other.span
    else:
        same = language in one.value and one.value[language] == other.value.get(language)
    return same or _rewords(now, told, known)


def reach(tx: Transaction, facts: Collection[int], besides: int | None = None) -> Reach:
    """Return how far the correction of what is wrong of some facts, by their ids, reaches.

    Args:
        tx: open; the change is in it.
        facts: what was changed.
        besides: our id of the chat where that was said, which needs no notice.
    """
    found = wrong(tx, facts)
    edited = {each.delivery for each in found if is_edited(each)}
    told = {_listener(tx, each) for each in found if is_noticed(each, tx.now)}
    return Reach(len(edited), len(told - {besides}))


def rehearsed(
    tx: Transaction, act: Callable[[], T], facts: Callable[[T], Collection[int]]
) -> tuple[T, Reach]:
    """Try an edit out; return what it did, and how far its correction reached. It is undone.

    Args:
        tx: open for writing; nothing of the edit stays in it.
        act: the edit; what it raises goes on.
        facts: the ids of the facts that it changed.
    """
    tried: list[tuple[T, Reach]] = []
    try:
        with tx.undoable():
            outcome = act()
            tried.append((outcome, reach(tx, facts(outcome))))
            _take_back()
    except _TriedOut:
        pass
    return tried[0]


def is_edited(each: Outdated) -> bool:
    """Tell whether what was told can be mended where it stands."""
    return each.state is State.SENT and bool(each.message) and each.alone is None


def is_noticed(each: Outdated, now: datetime) -> bool:
    """Tell whether somebody is told at `now` (aware) that what they were told was wrong."""
    to_one = each.alone is not None or each.place == Place.PRIVATE
    return to_one or each.said_at >= now - NOTICED_WITHIN


def _listener(tx: Transaction, each: Outdated) -> int | str:
    """Return who is told: a chat, or somebody alone whose private chat is not known yet."""
    if each.alone is None:
        return each.chat
    return directly.known_chat(tx, each.alone, each.platform) or f"person {each.alone}"


def _take_back() -> NoReturn:
    raise _TriedOut


def _is_right(each: Outdated, history: Sequence[Held]) -> bool:
    if not each.withdrawn:
        return stands(history, each.told, each.instant, each.language)
    now = next((held.version for held in history if held.version.id == each.now), None)
    return now is None or now.content.audience is not Audience.EVERYONE


def _rewords(now: Version, told: Version, known: Mapping[int, Version]) -> bool:
    """Tell whether one version came of another by edits alone."""
    version: Version | None = now
    while version is not None and version.id != told.id:
        is_edit = version.kind is ChangeKind.EDIT and version.parent is not None
        version = known.get(version.parent or 0) if is_edit else None
    return version is not None
