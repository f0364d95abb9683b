"""`follow`, `unfollow`: what this chat hears of when it changes, and all that it is told by itself.

A fact, a subject, an event or a topic, by its KEY or by words that people use; of several that may
be meant two or three are offered. What is named has to be seen here: of nothing else is spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from bot import grammar
from bot.answering.verdict import Status
from bot.answering.words import fold
from bot.commands.ask import OFFER_LASTS
from bot.commands.browse import found
from bot.commands.remind import OFF, orders
from bot.context import Act, Button, Context
from bot.conversation.naming import Wanted
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Reply, Strong, joined
from bot.posting import quiet
from bot.showing import cards, visibility, wording
from storage.choices import Choice as StoredChoice
from storage.content import Subject
from storage.follows import Follow, Followed, Kind

WITH_DIGEST: Final = frozenset({"digest", "apkopojums", "apkopojuma", "apkopojumu"})
"""The word behind what is followed that has it wait for the digest, folded."""

TOPIC: Final = frozenset({"topic", "temats", "tematam", "tema", "temai"})
"""The word before the name of a topic, where something else may be called so too, folded."""

MOST_OFFERED: Final = 3
"""More than three that may be meant are no help (contract, section 3)."""

MOST_LISTED: Final = 8
"""Buttons to end what is followed, as many as do not hide the message."""


class NothingToFollow(DeskError):
    """Nothing is called so. Field: `text`."""

    key = "follow.none"


class NothingToFollowNear(DeskError):
    """The same, where something is near. Fields: `text`, `nearest`."""

    key = "follow.none-near"


class NotFollowed(DeskError):
    """This chat follows nothing that is called so. Field: `text`."""

    key = "follow.not-followed"


def follow(text: str) -> Act:
    """Have this chat hear of something when it changes; bare, list what it is told by itself."""
    named, _, last = text.strip().rpartition(" ")
    if named and fold(last) in OFF:
        return partial(_end, named=named.strip())
    if named and fold(last) in WITH_DIGEST:
        return partial(_begin, named=named.strip(), with_digest=True)
    return partial(_begin, named=text.strip(), with_digest=False) if text.strip() else _list


def unfollow(text: str) -> Act:
    """Have this chat hear of something no more; bare, ask of what."""
    return partial(_end, named=text.strip()) if text.strip() else _choose


def _begin(context: Context, named: str, *, with_digest: bool) -> Reply:
    meant = _meant(context, named)
    if len(meant) > 1:
        tail = " digest" if with_digest else ""
        return _offer(context, [(each, f"follow {_typed(each)}{tail}") for each in meant])
    follow = Follow(context.chat_id, meant[0], with_digest)
    context.tx.follows.add(follow, context.person.id)
    context.note_order("follow", meant[0].target, digest=with_digest)
    key = "follow.with-digest" if with_digest else "follow.at-once"
    lines = [context.say(key, what=_called(context, meant[0])), *_when(context, follow)]
    lines.append(context.say("follow.how-off", command=Code(f"/unfollow {_typed(meant[0])}")))
    return context.reply(joined(lines, Break()))


def _when(context: Context, follow: Follow) -> list[Message]:
    """Return when what is followed may come later than at once, or not at all."""
    if follow.with_digest:
        digests = context.tx.schedules.own(context.chat_id)
        order = Code("/digest weekdays 08:30")
        return [] if digests else [context.say("follow.no-digest", command=order)]
    chat = context.tx.chats.get(context.chat_id)
    hours = quiet.of(chat.quiet if chat else None)
    if hours is None:
        return []
    said = wording.hours(hours.start, hours.end, context.language)
    return [context.say("follow.quiet", hours=said)]


def _end(context: Context, named: str) -> Reply:
    follows = [each.what for each in context.tx.follows.of_chat(context.chat_id)]
    meant = _among(context, named, follows) or [
        each for each in _asked_for(context, named) if each in follows
    ]
    if not meant:
        raise NotFollowed(text=shown(named))
    if len(meant) > 1:
        return _offer(context, [(each, f"unfollow {_typed(each)}") for each in meant])
    context.tx.follows.remove(context.chat_id, meant[0])
    context.note_order("unfollow", meant[0].target)
    return context.reply(context.say("follow.ended", what=_called(context, meant[0])))


def _choose(context: Context) -> Reply:
    follows = context.tx.follows.of_chat(context.chat_id)[:MOST_LISTED]
    if not follows:
        return context.reply(context.say("follow.follows-nothing"))
    asked = [(each.what, f"unfollow {_typed(each.what)}") for each in follows]
    return _offer(context, asked, "follow.which-off")


def _offer(
    context: Context, offered: Iterable[tuple[Followed, str]], asked: str = "ask.offer"
) -> Reply:
    buttons = [
        Button(_name(context, what), StoredChoice("run", {"text": line})) for what, line in offered
    ]
    return context.reply(context.say(asked), choices=context.offered(buttons, OFFER_LASTS))


def _meant(context: Context, named: str) -> list[Followed]:
    """Return what `named` may mean: one thing, or two or three.

    Raises:
        NothingToFollow, NothingToFollowNear, NoSuchFact, NoSuchFactNear: it means nothing here.
    """
    if grammar.looks_like_key(named) and "." in named:
        return [Followed(Kind.FACT, found(context, named).key)]
    topics = context.tx.shown.topics(context.audience)
    exact = _exactly(context, named, topics)
    if 1 <= len(exact) <= MOST_OFFERED:
        return exact
    subjects = visibility.subjects(context.tx, context.audience)
    known = [Followed(Kind.SUBJECT, each.key) for each in subjects]
    known += [Followed(Kind.TOPIC, each) for each in topics]
    meant = _among(context, named, known, {each.key: each for each in subjects})
    if 1 <= len(meant) <= MOST_OFFERED:
        return meant
    return _asked_for(context, named) or _missed(named, subjects, topics)


def _exactly(context: Context, named: str, topics: Sequence[str]) -> list[Followed]:
    """Return which subjects and topics are called so word for word, of however many there are."""
    word = _topic_in(named)
    found = [Followed(Kind.TOPIC, each) for each in topics if fold(each) == fold(word or named)]
    if word:
        return found
    subjects = visibility.called(context.tx, context.audience, named)
    return [*(Followed(Kind.SUBJECT, each.key) for each in subjects), *found]


def _topic_in(named: str) -> str:
    """Return what stands behind the word for a topic; empty where that does not stand first."""
    first, _, rest = named.partition(" ")
    return rest if fold(first) in TOPIC else ""


def _asked_for(context: Context, named: str) -> list[Followed]:
    """Return the facts that answer `named`, read as a question."""
    verdict = context.answerer.ask(
        context.tx, named, at=context.now, zone=context.zone, audience=context.audience
    )
    if verdict.status is Status.UNKNOWN:
        return []
    facts = context.tx.facts.get([pick.fact_id for pick in verdict.picks])
    return [Followed(Kind.FACT, fact.key) for fact in facts.values()][:MOST_OFFERED]


def _missed(named: str, subjects: Sequence[Subject], topics: Sequence[str]) -> list[Followed]:
    near = grammar.nearest(named, [*(each.key for each in subjects), *topics])
    if near:
        raise NothingToFollowNear(text=shown(named), nearest=near[0])
    raise NothingToFollow(text=shown(named))


def _among(
    context: Context,
    named: str,
    known: Sequence[Followed],
    subjects: dict[str, Subject] | None = None,
) -> list[Followed]:
    """Return which of `known` is called so word for word, or else every one that has the words."""
    if word := _topic_in(named):
        named, known = word, [each for each in known if each.kind is Kind.TOPIC]
    names = {each: _names(context, each, subjects) for each in known}
    exact = [each for each in known if fold(named) in {fold(name) for name in names[each]}]
    wanted = Wanted.of(named)
    return exact or [each for each in known if wanted.leads_to(names[each])]


def _names(
    context: Context, what: Followed, subjects: dict[str, Subject] | None = None
) -> list[str]:
    """Return all that something is called: its KEY or its word, and its names."""
    if what.kind is Kind.TOPIC:
        return [what.target]
    if what.kind is Kind.FACT:
        return [what.target, _name(context, what)]
    subject = (subjects or {}).get(what.target) or context.tx.subjects.find(what.target)
    names = subject.names.values() if subject else ()
    return [what.target, *(name for each in names for name in each)]


def _typed(what: Followed) -> str:
    """Return how something that is followed is typed, so that nothing else is meant."""
    return f"topic {what.target}" if what.kind is Kind.TOPIC else what.target


def _called(context: Context, what: Followed) -> Message:
    return (Strong(_name(context, what)),)


def _name(context: Context, what: Followed) -> str:
    """Return what a reply calls something that is followed."""
    if what.kind is Kind.TOPIC:
        return context.phrase("follow.topic", topic=shown(what.target))
    if what.kind is Kind.SUBJECT:
        subject = context.tx.subjects.find(what.target)
        return cards.subject_name(subject, context.language) if subject else what.target
    fact = context.tx.facts.find(what.target)
    if fact is None:
        return what.target
    held = cards.current(context.tx.facts.timeline(fact.id), context.now, context.audience)
    name = cards.subject_name(fact.subject, context.language)
    return f"{name}, {cards.attribute_name(fact, context.language, held)}"


def _list(context: Context) -> Reply:
    return context.reply(listed(context))


def listed(context: Context) -> Message:
    """Return what this chat is told by itself: what it follows, its reminders, its digests."""
    lines = [_line(context, each) for each in context.tx.follows.of_chat(context.chat_id)]
    lines += orders(context)
    if not lines:
        return context.say("follow.nothing")
    how = context.say("follow.change")
    return joined([context.say("follow.here"), *lines, how], Break())


def _line(context: Context, follow: Follow) -> Message:
    key = "follow.line-digest" if follow.with_digest else "follow.line"
    return context.say(key, what=_called(context, follow.what))
