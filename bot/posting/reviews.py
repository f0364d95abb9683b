"""Reviews: each morning editors are asked whether what is to be reviewed that day is still true.

One message, however many facts there are; its key names the day, so that of many processes and
starts one message comes of it. A program that was not there that morning asks when it starts, also
about the days that nobody asked about. What was looked at meanwhile is not asked about. To ask
whether a value is still true is not to tell it: it claims nothing, and who then says that it was
wrong is not told so in turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bot import texts
from bot.port import Break, Choice, Code, Kind, Message, Strong, joined
from bot.posting.alarms import listeners
from bot.posting.occasions import Composed, Dropped, Home, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import cards, wording
from bot.waiting import attention
from storage.choices import Choice as StoredChoice
from storage.content import Fact
from storage.database import Transaction
from storage.deliveries import Reason
from storage.lapses import Review
from storage.moments import at_local, time_zone
from storage.plans import Planned

NAME: Final = "review"
"""What the payload of such a question names as its composer."""

AT: Final = time(9)
"""When it comes, in the zone of the installation: as the day's work begins."""

LOOKS_BACK: Final = 7
"""Days among which the last question is looked for; what is older is in the list of the desk."""

MOST_LISTED: Final = 4
"""Facts with buttons of their own; the rest is counted."""

ANSWERED_WITHIN: Final = timedelta(days=7)
"""How long the buttons work; the commands that they stand for always do."""


def plan(tx: Transaction, home: Home) -> None:
    """Plan the question of this day, unless it is too early, or was, or there is nothing to ask.

    Args:
        tx: open for writing.
        home: where the editors are, and in which zone a day begins.
    """
    today = attention.today(tx.now, home.zone)
    if tx.now < at_local(datetime.combine(today, AT), time_zone(home.zone)):
        return
    tx.plans.add(Kind.ALARM, None, list(_planned(tx, home, today)))


def _planned(tx: Transaction, home: Home, today: date) -> Iterator[Planned]:
    for chat in listeners(tx, home.editors):
        since = _since(tx, chat.id, today)
        if since < today and tx.lapses.reviews(today, since):
            payload = {"compose": NAME, "since": since.isoformat(), "until": today.isoformat()}
            rank = POLICIES[Kind.NOTICE].rank
            yield Planned(_key(today, chat.id), chat.id, tx.now, rank, payload)


def _since(tx: Transaction, chat: int, today: date) -> date:
    """Return the last day that a chat was asked about, of the latest ones."""
    days = [today - timedelta(days=days) for days in range(LOOKS_BACK + 1)]
    asked = {each.key for each in tx.journal.keyed([_key(day, chat) for day in days])}
    return max((day for day in days if _key(day, chat) in asked), default=days[-1])


def _key(day: date, chat: int) -> str:
    return f"{NAME}:{day.isoformat()}:{chat}"


def compose(occasion: Occasion) -> Verdict:
    """Ask about each fact whose day has come; nothing if all were looked at meanwhile."""
    payload, language, tx = occasion.delivery.payload, occasion.language, occasion.tx
    since, until = (date.fromisoformat(payload[each]) for each in ("since", "until"))
    due = tx.lapses.reviews(until, since)
    if not due:
        return Dropped(Reason.EMPTY)
    facts = tx.facts.get([each.fact for each in due])
    lines = [texts.say(language, "review.heading", count=len(due))]
    lines += [_line(occasion, facts[each.fact], each) for each in due[:MOST_LISTED]]
    if len(due) > MOST_LISTED:
        left, all_of_them = len(due) - MOST_LISTED, Code("/desk reviews")
        lines.append(texts.say(language, "review.more", count=left, command=all_of_them))
    asked = [facts[each.fact] for each in due[:MOST_LISTED]]
    of_subject = Counter(fact.subject.key for fact in asked)
    choices = tuple(
        choice
        for fact in asked
        for choice in _choices(occasion, fact, alone=of_subject[fact.subject.key] == 1)
    )
    return Composed(joined(lines, Break()), choices=choices)


def _line(occasion: Occasion, fact: Fact, review: Review) -> Message:
    """Return a fact with what it holds now, and until when it was trusted."""
    language = occasion.language
    timeline = occasion.tx.facts.timeline(fact.id)
    held = cards.current(timeline, occasion.now, occasion.audience)
    value = cards.value_text(held.version.content, language) if held else "–"
    attribute = cards.attribute_name(fact, language, held)
    return texts.say(
        language,
        "review.line",
        name=f"{cards.subject_name(fact.subject, language)}, {attribute}",
        value=Strong(value),
        day=wording.day(review.day, language),
        key=Code(fact.key),
    )


def _choices(occasion: Occasion, fact: Fact, *, alone: bool) -> tuple[Choice, ...]:
    """Return what may be done about a fact; what is done about one leaves the others open.

    Of a subject that is asked about `alone` the name will do.
    """
    tx, language = occasion.tx, occasion.language
    lines = (f"fact review {fact.key}", f"fact set {fact.key}")
    stored = [StoredChoice("run", {"text": line, "listed": True}) for line in lines]
    tokens = tx.choices.add(occasion.chat.id, stored, ANSWERED_WITHIN)
    called = cards.called(tx, fact.key, language)
    name = cards.subject_name(fact.subject, language) if alone else called
    labels = [texts.phrase(language, f"review.{each}", name=name) for each in ("true", "change")]
    return tuple(map(Choice, labels, tokens))
