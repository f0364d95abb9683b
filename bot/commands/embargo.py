"""`embargo lift|move`: a change that waits for its hour goes now, or at another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any, Final

from bot import grammar
from bot.answering.words import fold
from bot.commands import approving, embargoing
from bot.commands.arguments import Incomplete
from bot.commands.embargoing import Past, in_full, left
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context
from bot.conversation.naming import Wanted
from bot.editing import pending
from bot.editing.order import Order
from bot.errors import DeskError, Refused
from bot.grammar.errors import shown
from bot.grammar.times import take_times_at_end
from bot.port import Break, Code, Reply, joined
from bot.posting import proposals, secrecy
from bot.roles import Right, holds
from bot.showing import cards
from bot.texts import LANGUAGES
from storage.choices import Choice as StoredChoice
from storage.pending import Proposal

MOVE: Final = "embargo-move"
"""What the button is called that gives a change another hour."""

WITHIN: Final = timedelta(hours=1)
"""How long it works."""

MOST_OFFERED: Final = 3

_TO: Final = frozenset({"to", "uz"})
"""What stands between what is moved and its time."""


class NoEmbargo(DeskError):
    """Nothing with that key, number or name waits for its hour. Field: `text`."""

    key = "embargo.none"


class Several(DeskError):
    """Several changes of that key or name wait. Fields: `text`, `numbers`."""

    key = "embargo.several"


def lift(text: str) -> Act:
    """Have a change go now.

    Raises:
        Incomplete: none is named.
    """
    named = text.strip()
    if not named:
        raise Incomplete(given="")
    return partial(_lift, named=named)


def move(text: str) -> Act:
    """Have a change go at another hour.

    Raises:
        Incomplete: none is named, or no time.
    """
    named, _, time = text.strip().partition(" ")
    if not named or not time.strip():
        raise Incomplete(given=named)
    words, at_end = _parted(text.strip())
    return partial(_move, named=words or named, time=at_end or time.strip())


def _parted(text: str) -> tuple[str, str]:
    """Return several words that name what is moved, and the time behind them; else nothing."""
    taken = take_times_at_end(text)
    words = taken[0].split() if taken else []
    if words and fold(words[-1]) in _TO:
        words.pop()
    return (" ".join(words), text[len(taken[0]) :].strip()) if taken and words[1:] else ("", "")


def found(context: Context, named: str) -> Proposal:
    """Return the change that waits for its hour under a key, a number or a name.

    Raises:
        NoEmbargo, Several: there is none, or more than one.
    """
    meant = _waiting(context, named)
    if len(meant) > 1:
        raise Several(text=shown(named), numbers=_numbers(meant))
    return meant[0]


def _waiting(context: Context, named: str) -> list[Proposal]:
    """Return what waits for its hour under a key or a number, else under words that it is called.

    Raises:
        NoEmbargo: nothing does.
        Over: it was carried out or declined.
    """
    waiting = [each for each in context.tx.pending.waiting() if each.due_at is not None]
    number = named.removeprefix("#")
    if number.isdecimal():
        meant = [each for each in waiting if str(each.number) == number]
        if len(number) <= approving.LONGEST_NUMBER:
            approving.check_not_over(context, int(number))
    else:
        key = str(grammar.fold_key(named)) if grammar.looks_like_key(named) else named
        meant = [each for each in waiting if key in {each.target, each.target.rpartition(".")[0]}]
        wanted = Wanted.of(named)
        meant = meant or [each for each in waiting if wanted.leads_to(_names(context, each))]
    if not meant:
        raise NoEmbargo(text=shown(named))
    return meant


def _names(context: Context, proposal: Proposal) -> Iterator[str]:
    """Yield what a change is called: its fact and its subject, by what it names them itself too."""
    tx, order = context.tx, Order.read(proposal.payload["order"])
    subject = tx.subjects.find(order.subject)
    yield from (cards.called(tx, order.target, language) for language in LANGUAGES)
    yield from chain.from_iterable(subject.names.values() if subject else ())
    yield from chain.from_iterable(order.about.names.values() if order.about else ())
    yield from chain.from_iterable(order.draft.words.values())
    yield order.target.replace(".", " ").replace("-", " ")


def _numbers(several: Sequence[Proposal]) -> str:
    return ", ".join(f"{each.number} ({each.target})" for each in several)


def _meant(context: Context, named: str, line: str) -> Proposal | Reply:
    """Return the one change that is named, or the offer, where two or three may be meant.

    Args:
        context: where it is named.
        named: a key, a number or words.
        line: the command, with `{}` for the number of what is chosen.

    Raises:
        NoEmbargo, Several: there is none, or there are too many to choose from.
    """
    several = _waiting(context, named)
    if len(several) == 1 or len(several) > MOST_OFFERED:
        return found(context, named)
    buttons = [
        Button(
            f"{each.number} · {cards.called(context.tx, each.target, context.language)}".strip(
                " ·"
            ),
            StoredChoice("run", {"text": line.format(each.number)}),
        )
        for each in several
    ]
    asked = context.say("embargo.several", text=shown(named), numbers=_numbers(several))
    return context.reply(asked, choices=context.offered(buttons, WITHIN, own=True))


def _lift(context: Context, named: str) -> Reply:
    check_discreet(context, "start")
    context.tx.changes.lock()
    proposal = _meant(context, named, "embargo lift {}")
    if isinstance(proposal, Reply):
        return proposal
    others = {context.person.id, proposal.approved_by} - {None, proposal.author}
    if others or not pending.needs_second(context.tx, proposal):
        return approving.carried_out(context, proposal)
    # Who ordered it may give up its hour, and nothing else that it takes.
    number = proposal.number
    context.tx.pending.move(number, None)
    proposals.ask(context.tx, number, context.home.editors)
    command = Code(f"/approve {number}")
    return context.reply(context.say("embargo.lifted-waits", number=str(number), command=command))


def _move(context: Context, named: str, time: str) -> Reply:
    check_discreet(context, "start")
    context.tx.changes.lock()
    proposal = _meant(context, named, f"embargo move {{}} {time}")
    if isinstance(proposal, Reply):
        return proposal
    at = embargoing.hour(context, time, context.zone)
    told = context.say(
        "embargo.move-it",
        number=str(proposal.number),
        key=Code(proposal.target),
        at=in_full(context, at),
        left=left(context, at),
    )
    order = pending.order_of(proposal, at)
    other = secrecy.told_by(context.tx, order, at, proposal.number)
    if other is not None:
        told = joined([embargoing.tells(context, other), told], Break())
    payload = {"number": proposal.number, "at": at.isoformat()}
    buttons = [
        Button(context.phrase("embargo.do-move"), StoredChoice(MOVE, payload)),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    ]
    return context.reply(told, choices=context.offered(buttons, WITHIN, own=True))


def moved(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Have a change go at the hour that was shown."""
    if not holds(Right.EDITOR, context.person.role):
        raise Refused
    number, at = int(payload["number"]), datetime.fromisoformat(str(payload["at"]))
    if at <= context.now:
        raise Past(at=in_full(context, at))
    proposal = approving.waiting(context, number)
    context.tx.pending.move(number, at)
    place, key = str(context.update.chat), proposal.target
    pending.note(context.tx, context.person.id, "move", number, place, key=key, due=str(at))
    lines = [context.say("embargo.moved", number=str(number), at=in_full(context, at))]
    return context.reply(joined(lines, Break()))
