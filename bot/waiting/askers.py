"""Who asked what waits for an answer: where they asked it, and whom an answer will reach.

Whoever asked is told once in each place where they did, as an answer to what they asked there last.
After a week a group has moved on, and they are told in private, if they have ever spoken to us
there; so is who asked alone among others. Who does not want to hear is not told, and neither is
anybody who is not known any more. How people are called is never shown: who asks has a right to it.
Who asked, in words of their own, for what the answer cannot be is not told with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.answering.another_kind import asks_another_kind
from bot.answering.words import fold
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Place, Text, joined
from bot.posting import directly
from bot.showing import wording
from storage.chats import Chat
from storage.content import Fact
from storage.database import Transaction
from storage.moments import Moment
from storage.questions import Group, Question

WITHIN: Final = timedelta(days=7)
"""How long after they asked somebody is told where others read it (contract, 2)."""

MOST_WORDINGS: Final = 2
"""Other ways in which the same was asked that are shown: they tell whether it is the same."""

MOST_PLACES: Final = 3
"""Groups named among where it was asked; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One telling: what is answered by it, and our id of the chat where."""

    question: Question
    chat: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an answer reaches.

    Attributes:
        unwilling: people who do not want to be told.
        lost: people who cannot be told, or are not known any more.
    """

    recipients: tuple[Recipient, ...]
    unwilling: int
    lost: int

    @property
    def people(self) -> int:
        """How many people are told."""
        return len({each.question.person for each in self.recipients})

    @property
    def chats(self) -> int:
        """In how many chats."""
        return len({each.chat for each in self.recipients})


@dataclass(frozen=True, slots=True)
class Parted:
    """A group, by whether a fact can be what each question of it asks for in its own words."""

    fitting: tuple[Question, ...]
    otherwise: tuple[Question, ...]


def parted(tx: Transaction, number: int, fact: Fact, zone: str) -> Parted:
    """Return which questions of a group may be answered with a fact, and which ask another kind.

    Args:
        tx: an open transaction.
        number: the group's.
        fact: the answer.
        zone: in which times of a question are read.
    """
    waiting = tx.questions.of_group(number)
    (dossier,) = (
        each for each in tx.facts.of_subjects([fact.subject.id]) if each.fact.id == fact.id
    )
    otherwise = tuple(
        each for each in waiting if asks_another_kind(each.text, dossier, each.latest_at, zone)
    )
    return Parted(tuple(each for each in waiting if each not in otherwise), otherwise)


def reach(tx: Transaction, number: int) -> Reach:
    """Return whom an answer to the group with this number reaches now."""
    return reach_of(tx, tx.questions.of_group(number))


def reach_of(tx: Transaction, waiting: Sequence[Question]) -> Reach:
    """Return whom an answer to some questions that wait reaches now."""
    people = {each.person for each in waiting if each.person is not None}
    willing = {person for person in people if tx.people.wants_answers(person)}
    # Of several questions of one person in one chat the latest is answered.
    found: dict[tuple[int, int], Question] = {}
    for question in sorted(waiting, key=lambda each: each.latest_at):
        person = question.person
        chat = target(tx, question) if person in willing else None
        if person is not None and chat is not None:
            found[person, chat] = question
    told = {person for person, _ in found}
    recipients = tuple(Recipient(question, chat) for (_, chat), question in found.items())
    nobodys = sum(each.person is None for each in waiting)
    return Reach(recipients, len(people - willing), len(willing - told) + nobodys)


def target(tx: Transaction, question: Question) -> int | None:
    """Return our id of the chat where an answer to a question goes now; None if it goes nowhere."""
    chat = None if question.chat is None else tx.chats.get(question.chat)
    person = question.person
    if chat is None or person is None:
        return None
    if question.alone and chat.place != Place.PRIVATE:
        return directly.chat(tx, person, chat.platform, question.language or chat.language or "lv")
    if not chat.gone and (chat.place == Place.PRIVATE or not is_old(question, tx.now)):
        return chat.id
    known = directly.known_chat(tx, person, chat.platform)
    private = None if known is None else tx.chats.get(known)
    return None if private is None or private.gone else private.id


def is_old(question: Question, now: datetime) -> bool:
    """Tell whether a question was asked so long ago that others should not read its answer."""
    return now - question.latest_at > WITHIN


def card(tx: Transaction, group: Group, language: str, zone: str) -> Message:
    """Return how editors see a group: what is asked, how often, since when, where; and who hears.

    Args:
        tx: open for writing, as a private chat may be met here.
        group: what waits.
        language: in which it is said.
        zone: in which times are read.
    """
    waiting = tx.questions.of_group(group.number)
    lines = [_heading(waiting[0], group.number, language)]
    lines += _wordings(waiting, language)
    since = wording.since(Moment.instant(group.since, zone), language)
    parts = [
        texts.say(language, "questions.people", count=group.people),
        (Text(since),),
        _where(tx, waiting, language),
    ]
    lines.append(joined(parts, Text(" · ")))
    lines += _rejected(waiting, language)
    lines.append(told(reach(tx, group.number), language))
    return joined(lines, Break())


def told(reach: Reach, language: str, *, done: bool = False) -> Message:
    """Return whom an answer will reach, or with `done` reaches."""
    name = "telling" if done else "will-tell"
    if not reach.recipients:
        told = texts.say(language, "questions.tells-nobody")
    else:
        people = texts.say(language, "questions.people-told", count=reach.people)
        chats = texts.say(language, "questions.chats", count=reach.chats)
        told = texts.say(language, f"questions.{name}", people=people, chats=chats)
    parts = [told]
    if reach.unwilling:
        parts.append(texts.say(language, "questions.unwilling", count=reach.unwilling))
    if reach.lost:
        parts.append(texts.say(language, "questions.lost", count=reach.lost))
    return joined(parts, Text(" "))


def otherwise(parted: Parted, language: str, group: int | None = None) -> Message:
    """Return how many asked something else and wait on, in which words; `group` once they do."""
    asked = parted.otherwise
    if not asked:
        return ()
    gaps = {"texts": _quoted([each.text for each in asked], language)}
    gaps["all"] = texts.number(len(parted.fitting) + len(asked), language)
    said = texts.say(language, "questions.otherwise", count=len(asked), **gaps)
    if group is None:
        return said
    waits = texts.say(language, "questions.wait-on", count=len(asked), number=Code(str(group)))
    return joined([said, waits], Text(" "))


def _heading(question: Question, number: int, language: str) -> Message:
    text = shown(question.text)
    return texts.say(language, "questions.line", number=Code(str(number)), text=text)


def _wordings(waiting: Sequence[Question], language: str) -> Iterator[Message]:
    """Yield other ways in which the same was asked, if there are any."""
    first = fold(waiting[0].text)
    others = [each.text for each in waiting if fold(each.text) != first]
    quoted = _quoted(others, language)
    if quoted:
        yield texts.say(language, "questions.also", texts=quoted)


def _quoted(asked: Sequence[str], language: str) -> str:
    """Return the first wordings of some questions, each once; empty if there are none."""
    ways = {fold(text): text for text in reversed(asked) if text}
    some = list(reversed(ways.values()))[:MOST_WORDINGS]
    return ", ".join(wording.quote(shown(each), language) for each in some)


def _where(tx: Transaction, waiting: Sequence[Question], language: str) -> Message:
    """Return where it was asked: how often in private, and in which groups."""
    chats = {each.chat: tx.chats.get(each.chat) for each in waiting if each.chat is not None}
    places = Counter(_place(chats.get(each.chat or 0), each, language) for each in waiting)
    named = [
        (Text(name if count == 1 else f"{name} ({texts.number(count, language)})"),)
        for name, count in places.most_common(MOST_PLACES)
    ]
    left = len(places) - len(named)
    more = [texts.say(language, "questions.more-places", count=left)] if left else []
    return joined([*named, *more], Text(", "))


def _place(chat: Chat | None, question: Question, language: str) -> str:
    if chat is None:
        return texts.phrase(language, "questions.somewhere")
    if question.alone or chat.place == Place.PRIVATE:
        return texts.phrase(language, "questions.in-private")
    return shown(chat.title) if chat.title else f"{chat.platform}:{chat.external_id}"


def _rejected(waiting: Sequence[Question], language: str) -> Iterator[Message]:
    """Yield which answers were given that did not help."""
    keys = dict.fromkeys(each.trace.get("rejected") for each in waiting)
    for key in filter(None, keys):
        yield texts.say(language, "questions.rejected", key=Code(str(key)))
