"""What became of a fact since somebody saw it: who changed it, when, and from what to what."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot import texts
from bot.editing.seen import before, since
from bot.grammar.errors import shown
from bot.port import Message, Strike, Strong
from bot.roles import Right, holds
from bot.showing import cards, histories
from storage.content import Audience, Change, Fact, Held
from storage.database import Transaction
from storage.people import Person

SEEN_WITHIN: Final = timedelta(hours=1)
"""How long an edit is of what its editor was shown (design, section 3)."""

_MOST_TOLD: Final = 3
"""Changes of which each is told: whoever missed more looks at the history."""


def seen_revision(tx: Transaction, person: int, chat: int, key: str) -> int | None:
    """Return the revision on which an edit by a person in a chat is made; None: the current one.

    It is the latest that they were shown there within the hour, or that they have made of it since.
    """
    fact = tx.facts.find(key)
    if fact is None:
        return None
    seen = tx.sights.revision(person, chat, fact.id, tx.now - SEEN_WITHIN)
    if seen is None:
        return None
    own = all(each.author == person for each in since(tx, fact, seen))
    # Who comes between this look and the lock of changes is seen by the revision.
    return fact.revision if own else seen


def told(
    tx: Transaction, fact: Fact, revision: int, language: str, zone: str, audience: Audience
) -> list[Message]:
    """Return what a fact was at a revision, what is held now, and who made that of it.

    Args:
        tx: at present.
        fact: as it is now.
        revision: at which it was seen.
        language: in which it is told.
        zone: the IANA zone in which times are told.
        audience: as whom it is read.
    """
    later = since(tx, fact, revision)
    if not later:
        return []
    then = next((held for held in before(tx, fact, later) if held.covers(tx.now)), None)
    lines = [_change(tx, each, language, zone) for each in later[-_MOST_TOLD:]]
    was, now = (_value(each, language, audience) for each in (then, held_now(tx, fact)))
    if was and was == now:
        return [*lines, texts.say(language, "overtaken.same", value=Strong(now))]
    if was:
        lines.append(texts.say(language, "overtaken.was", value=Strike(was)))
    if now:
        lines.append(texts.say(language, "overtaken.is", value=Strong(now)))
    return lines


def held_now(tx: Transaction, fact: Fact) -> Held | None:
    """Return what is held of a fact at this instant."""
    return tx.facts.at(fact.id, tx.now)


def named(tx: Transaction, person: int | None, language: str) -> str:
    """Return what somebody is called."""
    known = None if person is None else tx.people.get(person)
    return shown(known.name) if known and known.name else texts.phrase(language, "overtaken.who")


def _change(tx: Transaction, change: Change, language: str, zone: str) -> Message:
    who = named(tx, change.author, language)
    # Why is told in the history, to whoever may read it there.
    what = histories.event(_without_reason(change), language, zone)
    return texts.say(language, "overtaken.by", who=who, what=what)


def _without_reason(change: Change) -> Change:
    return Change(change.seq, change.kind, "", change.author, change.recorded_at, change.undoes)


def _value(held: Held | None, language: str, audience: Audience) -> str:
    visible = held is not None and cards.may_see(audience, held)
    return cards.value_text(held.version.content, language) if held and visible else ""


def note(tx: Transaction, person: Person, chat: int, message: Message) -> None:
    """Note what an editor is shown of facts in a chat, on which their next edits there are made.

    Args:
        tx: in which it is said.
        person: who is told.
        chat: our id of where.
        message: what is said, with its claims.
    """
    claims = (getattr(node, "claim", None) for node in message)
    shown_now = {claim.fact_id for claim in claims if claim is not None}
    if shown_now and holds(Right.EDITOR, person.role):
        facts = tx.facts.get(shown_now)
        tx.sights.note(person.id, chat, {each: facts[each].revision for each in facts})
