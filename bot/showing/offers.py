"""What an offer calls the two or three facts that may be meant: by what differs, with no values.

Of facts of one subject that is the attribute, and the heading names the subject; of one attribute
the subject; of one fact at different times the period.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts
from bot.port import Message
from bot.showing import cards, wording
from storage.content import Fact, Held


def labels(offered: Sequence[tuple[Fact, Held]], language: str) -> list[str]:
    """Return what stands on the button of each fact; no two are the same."""
    subjects = [cards.subject_name(fact.subject, language) for fact, _ in offered]
    attributes = [cards.attribute_name(fact, language, held) for fact, held in offered]
    periods = [_period(held, language) for _, held in offered]
    facts = [fact.id for fact, _ in offered]
    columns = [each for each in (subjects, attributes) if len(set(each)) > 1]
    if len(set(facts)) < len(facts):
        columns.append(periods)
    if len(offered) == 1:
        columns = [subjects, attributes]
    named = [": ".join(parts) for parts in zip(*columns, strict=True)] or [""] * len(offered)
    if len(set(named)) == len(named):
        return named
    return [f"{name} ({fact.key})".strip() for name, (fact, _) in zip(named, offered, strict=True)]


def heading(facts: Sequence[Fact], language: str) -> Message:
    """Return the question that stands above the buttons."""
    subjects = {fact.subject.key: fact.subject for fact in facts}
    if len(facts) > 1 and len({fact.id for fact in facts}) == 1:
        return texts.say(language, "ask.offer-times")
    if len(facts) == 1 or len(subjects) > 1:
        return texts.say(language, "ask.offer")
    (subject,) = subjects.values()
    name = cards.subject_name(subject, language)
    return texts.say(language, "ask.offer-about", subject=name)


def _period(held: Held, language: str) -> str:
    period = wording.between(held.start, held.end, language)
    return period or texts.phrase(language, "answer.always")
