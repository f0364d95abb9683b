"""Arguments that are numbers: what waits, was posted or imported, or comes again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.commands import approving, embargo, imports, posts, questions, schedule_standing, schedules
from bot.commands import deliveries as messages
from bot.context import Context
from bot.editing import pending
from bot.editing.errors import NoSuchChange
from bot.forms.argument import MOST_OFFERED, Argument, numbered
from bot.forms.form import Answers, Option
from bot.forms.reading import one_line
from bot.grammar.errors import shown
from bot.grammar.numbers import number_of
from bot.port import plain
from bot.showing import cards, deliveries, wording
from storage.moments import Moment
from storage.pending import Proposal
from storage.posts import Copy, Post
from storage.schedules import State

LOOKED_AT: Final = 24
"""Posts among which those are looked for that a command is for, the newest first."""

Suits: TypeAlias = Callable[[Post, Sequence[Copy]], bool]
"""Tells whether a command can do anything to a post."""


def _option(number: int, words: str) -> Option:
    return Option(shown(f"{number} · {words}"), str(number))


def _orders(context: Context) -> list[Proposal]:
    return [each for each in context.tx.pending.waiting() if "order" in each.payload]


def _proposals(context: Context) -> Sequence[Option]:
    return [_option(each.number, _called(context, each)) for each in _orders(context)]


def _of_others(context: Context) -> Sequence[Option]:
    """Return what waits for somebody else than who proposed it, which is not this person."""
    found = [each for each in _orders(context) if pending.needs_second(context.tx, each)]
    others = (each for each in found if each.author != context.person.id)
    return [_option(each.number, _called(context, each)) for each in others]


def _called(context: Context, proposal: Proposal) -> str:
    return cards.called(context.tx, proposal.target, context.language) or proposal.target


def _check_waiting(context: Context, number: int) -> None:
    if all(each.number != number for each in _orders(context)):
        raise approving.NotWaiting(number=str(number))


def _embargoed(context: Context) -> Sequence[Option]:
    return [
        _option(each.number, f"{_called(context, each)} · {_at(context, each)}")
        for each in _orders(context)
        if each.due_at is not None
    ]


def _at(context: Context, proposal: Proposal) -> str:
    due = proposal.due_at or context.now
    return wording.on(Moment.instant(due, context.zone), context.language)


def _read_embargoed(context: Context, text: str, answers: Answers) -> Answers:
    """Read a KEY or a number; which of several is meant is asked."""
    del answers
    return {"embargoed": str(embargo.found(context, one_line(text)).number)}


def _questions(context: Context) -> Sequence[Option]:
    found = []
    for group in context.tx.questions.groups(0, MOST_OFFERED + 1):
        first = context.tx.questions.of_group(group.number)[0]
        found.append(_option(group.number, first.text))
    return found


def _posts(context: Context, suits: Suits) -> Sequence[Option]:
    return [
        _option(post.number, posts.first_words(context, post))
        for post in context.tx.posts.page(0, LOOKED_AT)
        if suits(post, context.tx.posts.copies(post.number))
    ]


def _is_there(post: Post, copies: Sequence[Copy]) -> bool:
    return post.withdrawn_at is None and posts.has_left(copies)


def _waits(_post: Post, copies: Sequence[Copy]) -> bool:
    return posts.waits(copies)


def _stands(post: Post, copies: Sequence[Copy]) -> bool:
    return _is_there(post, copies) or posts.waits(copies)


def _any(_post: Post, _copies: Sequence[Copy]) -> bool:
    return True


def _schedules(context: Context, states: frozenset[State]) -> Sequence[Option]:
    return [
        _option(each.number, plain(schedules.ordered(context, each.order)))
        for each in context.tx.schedules.standing()
        if each.state in states
    ]


def _imports(context: Context) -> Sequence[Option]:
    found = []
    for each in context.tx.imports.latest(MOST_OFFERED + 1):
        made = context.tx.changes.get(each.seq)
        at = Moment.instant(made.recorded_at if made else context.now, context.zone)
        found.append(_option(each.number, wording.on(at, context.language)))
    return found


def _check_imported(context: Context, number: int) -> None:
    if context.tx.imports.get(number) is None:
        raise NoSuchChange(number=number)


def _held(context: Context) -> Sequence[Option]:
    tx = context.tx
    return [
        _option(each.number or 0, plain(deliveries.what(tx, each, context.language)))
        for each in tx.held.all()
    ]


def _read_held(context: Context, text: str, answers: Answers) -> Answers:
    """Read the numbers of messages, of which there is each."""
    del answers
    words = one_line(text).replace(",", " ").split()
    return {"held": " ".join(str(_message(context, word)) for word in words)}


def _read_one_held(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"held": str(_message(context, one_line(text)))}


def _message(context: Context, word: str) -> int:
    number = number_of(word)
    if number is None:
        raise messages.WrongNumber(text=shown(word))
    if context.tx.journal.numbered(number) is None:
        raise messages.NoSuchNumber(number=str(number))
    return number


def _post(question: str, none: str, suits: Suits) -> Argument:
    read = numbered("post", posts.WrongNumber, posts.found)
    return Argument("post", read, question, partial(_posts, suits=suits), none)


def _schedule(question: str, none: str, *states: State) -> Argument:
    read = numbered("schedule", schedule_standing.WrongNumber, schedule_standing.known)
    return Argument("schedule", read, question, partial(_schedules, states=frozenset(states)), none)


_PROPOSAL: Final = numbered("proposal", approving.WrongNumber, _check_waiting)
_QUESTION: Final = numbered("question", questions.WrongNumber, questions.waiting)
_IMPORT: Final = numbered("import", imports.WrongNumber, _check_imported)

KINDS: Final[Mapping[str, Argument]] = MappingProxyType(
    {
        "proposal": Argument("proposal", _PROPOSAL, "", _proposals, "waiting.no-pending"),
        "proposal-of-others": Argument(
            "proposal", _PROPOSAL, "proposal-of-others", _of_others, "form.none-to-approve"
        ),
        "embargoed": Argument("embargoed", _read_embargoed, "", _embargoed, "form.none-embargoed"),
        "question": Argument("question", _QUESTION, "", _questions, "questions.none"),
        "post": _post("", "post.none", _any),
        "post-standing": _post("post-edit", "form.none-post-standing", _stands),
        "post-waiting": _post("", "form.none-post-waiting", _waits),
        "post-left": _post("post-delete", "form.none-post-left", _is_there),
        "schedule": _schedule("", "form.none-schedule", *State),
        "schedule-running": _schedule("", "form.none-schedule-running", State.ACTIVE),
        "schedule-paused": _schedule("", "form.none-schedule-paused", State.PAUSED),
        "import": Argument("import", _IMPORT, "", _imports, "form.none-import"),
        "held": Argument("held", _read_held, "", _held, "delivery.none-held"),
        "held-one": Argument("held", _read_one_held, "held-one", _held, "delivery.none-held"),
    }
)
"""The kinds of numbers, by name."""
