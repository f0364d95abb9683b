"""New questions: the editors hear of what nobody could answer, at a pace that they can bear.

The first word comes a moment after the first question, so that others who ask the same are
counted in it; the next not before a quarter of an hour, and what was asked meanwhile is in it
together. Nobody is woken for a question: at night they wait for the morning, unless so many people
ask the same that it has become news. Each group is told of once, whoever joins it later; it is in
`questions` until it is answered or closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.port import Break, Choice, Kind, joined
from bot.posting import quiet
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Home, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.waiting import askers
from storage.chats import Chat
from storage.choices import Choice as StoredChoice
from storage.database import Transaction
from storage.deliveries import Reason
from storage.plans import Planned
from storage.questions import Group

NAME: Final = "asked"
"""What the payload of such a word names as its composer."""

HURRIED: Final = "asked-by-many"
"""How the key of a word begins that does not wait for the morning."""

GATHERED_FOR: Final = timedelta(minutes=1)
"""How long others are waited for who ask the same, or something else that is new."""

APART: Final = timedelta(minutes=15)
"""From one word to the next: so often an editor at work can look up without losing the thread."""

MANY: Final = 10
"""People who ask the same, from which on that is news at any hour."""

MOST_LISTED: Final = 5
"""Groups of one word, each with two buttons: what a telephone shows; the rest is counted."""

MOST_OF_ONE: Final = 2
"""Groups of one word that one person has begun; the rest of theirs is counted."""

DECIDED_WITHIN: Final = timedelta(days=7)
"""How long the buttons work; the commands that they stand for always do."""


def tell(tx: Transaction, group: int, home: Home) -> None:
    """Have the editors told of a group that has just got another question.

    Args:
        tx: open for writing, the question in it.
        group: its number.
        home: where the editors are.
    """
    waiting = tx.questions.group(group)
    if waiting is None:
        return
    if waiting.count == 1:
        _plan_new(tx, group, home)
    elif waiting.people == MANY:
        _plan_hurried(tx, group, home)


def _plan_new(tx: Transaction, group: int, home: Home) -> None:
    """Plan a word wherever none is awaited."""
    waits = tx.plans.awaited(Kind.ALARM, None, f"{NAME}:")
    planned = []
    for chat in listeners(tx, home.editors):
        if chat.id not in waits:
            earliest = _undisturbed(chat, tx.now + GATHERED_FOR, home)
            due_at = tx.turns.reserve(f"{NAME}:{chat.id}", earliest, APART)
            payload = {"compose": NAME, "from": group}
            planned.append(Planned(f"{NAME}:{group}:{chat.id}", chat.id, due_at, _rank(), payload))
    tx.plans.add(Kind.ALARM, None, planned)


def _plan_hurried(tx: Transaction, group: int, home: Home) -> None:
    """Plan a word at once wherever it is night."""
    payload = {"compose": NAME, "group": group}
    planned = [
        Planned(f"{HURRIED}:{group}:{chat.id}", chat.id, tx.now, _rank(), payload)
        for chat in listeners(tx, home.editors)
        if _undisturbed(chat, tx.now, home) > tx.now
    ]
    tx.plans.add(Kind.ALARM, None, planned)


def _rank() -> int:
    return POLICIES[Kind.NOTICE].rank


def _undisturbed(chat: Chat, at: datetime, home: Home) -> datetime:
    """Return when it is not quiet in a chat any more, `at` (aware) or later."""
    hours = quiet.of(chat.quiet)
    return at if hours is None else hours.ends(at, chat.timezone or home.zone)


def compose(occasion: Occasion) -> Verdict:
    """Say what is asked, with a way to answer or close it; nothing if that was done meanwhile."""
    groups = _groups(occasion)
    if not groups:
        return Dropped(Reason.EMPTY)
    listed = _listed(occasion.tx, groups)
    language, left = occasion.language, len(groups) - len(listed)
    lines = [
        texts.say(language, "questions.new", count=len(groups)),
        *(askers.card(occasion.tx, group, language, occasion.zone) for group in listed),
    ]
    if left:
        lines.append(texts.say(language, "questions.more", count=left))
    choices = tuple(choice for group in listed for choice in _choices(occasion, group))
    return Composed(joined(lines, Break()), choices=choices)


def _groups(occasion: Occasion) -> tuple[Group, ...]:
    """Return what a word tells of: from its first group on, up to that of the next word."""
    tx, payload = occasion.tx, occasion.delivery.payload
    if "group" in payload:
        group = tx.questions.group(int(payload["group"]))
        return () if group is None else (group,)
    first = int(payload["from"])
    keys = tx.plans.told_soon(Kind.ALARM, occasion.delivery.chat, f"{NAME}:")
    later = [int(key.split(":")[1]) for key in keys]
    return tx.questions.begun(first, min((each for each in later if each > first), default=None))


def _listed(tx: Transaction, groups: Sequence[Group]) -> list[Group]:
    """Return the groups that are shown: those that most people ask first, few of any person."""
    begun: Counter[int | None] = Counter()
    listed: list[Group] = []
    for group in sorted(groups, key=lambda each: (-each.people, each.number)):
        person = tx.questions.of_group(group.number)[0].person
        begun[person] += 1
        if group.people > 1 or begun[person] <= MOST_OF_ONE:
            listed.append(group)
    return sorted(listed[:MOST_LISTED], key=lambda each: each.number)


def _choices(occasion: Occasion, group: Group) -> tuple[Choice, ...]:
    language, number = occasion.language, str(group.number)
    lines = {"answer": f"answer {number}", "close": f"questions close {number}"}
    # Each is an offer of its own: to have tapped one leaves the others.
    stored = [[StoredChoice("run", {"text": line, "listed": True})] for line in lines.values()]
    chat = occasion.chat.id
    tokens = [occasion.tx.choices.add(chat, each, DECIDED_WITHIN)[0] for each in stored]
    labels = [texts.phrase(language, f"questions.{word}", number=number) for word in lines]
    return tuple(map(Choice, labels, tokens))
