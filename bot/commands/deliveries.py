"""`deliveries`: what was sent, is due, failed and why; editors settle what is held.

Everybody in a group would read it, so it is told in private and in the editors' chat alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.answering.words import fold
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.grammar.numbers import number_of
from bot.port import Break, Choice, Code, Message, Reply, joined
from bot.posting import composing, holding, mending
from bot.posting.outbox import spoken
from bot.showing import deliveries
from storage.audit import Entry
from storage.choices import Choice as StoredChoice
from storage.deliveries import Delivery, State
from storage.journal import Filter

PAGE: Final = 8
"""Messages a page: each takes two or three lines of a telephone."""

PAGE_LASTS: Final = timedelta(hours=1)


class WrongFilter(DeskError):
    """Nothing by which deliveries are chosen. Fields: `text`, and `known`, all there is."""

    key = "delivery.wrong-filter"


class WrongNumber(DeskError):
    """Not the number of a message. Field: `text`."""

    key = "delivery.wrong-number"


class NoSuchNumber(DeskError):
    """No message has that number. Field: `number`."""

    key = "delivery.no-number"


class NothingToChange(DeskError):
    """What it tells of is changed by no command. Field: `line`."""

    key = "delivery.no-change"


def list_(text: str) -> Act:
    """List what was sent, is due and failed: all, or what is held, failed or late.

    Raises:
        WrongFilter: something else is asked for.
    """
    words = text.split()
    last = number_of(words[-1]) if words else None
    page = 1 if last is None else last
    only = read_filter(" ".join(words if last is None else words[:-1]))
    if page < 1:
        raise WrongFilter(text=shown(text), known=_known())
    return partial(_list, only=only, page=page)


def read_filter(text: str) -> Filter | None:
    """Return the filter that is named; None for nothing.

    Raises:
        WrongFilter: there is none of that name.
    """
    named = fold(text.strip())
    if not named:
        return None
    if named not in set(Filter):
        raise WrongFilter(text=shown(text), known=_known())
    return Filter(named)


def send(text: str) -> Act:
    """Send what is held.

    Raises:
        Incomplete, WrongNumber: numbers are due.
    """
    return partial(_decide, numbers=_numbers(text), sent=True)


def drop(text: str) -> Act:
    """Drop what is held.

    Raises:
        Incomplete, WrongNumber: numbers are due.
    """
    return partial(_decide, numbers=_numbers(text), sent=False)


def change(text: str) -> Act:
    """Give the command by which what a held message tells of is changed.

    Raises:
        Incomplete, WrongNumber: one number is due.
    """
    number, *more = _numbers(text)
    if more:
        raise WrongNumber(text=shown(text.strip()))
    return partial(_change, number=number)


def _known() -> str:
    return ", ".join(Filter)


def _numbers(text: str) -> list[int]:
    words = text.replace(",", " ").split()
    if not words:
        raise Incomplete(given="")
    return list(dict.fromkeys(map(_number, words)))


def _number(word: str) -> int:
    number = number_of(word)
    if number is None:
        raise WrongNumber(text=shown(word))
    return number


def _list(context: Context, only: Filter | None, page: int) -> Reply:
    command = " ".join(["deliveries", *([only] if only else [])])
    check_discreet(context, command)
    journal, wanted = context.tx.journal, deliveries.wanted(only)
    first = (page - 1) * PAGE
    found = journal.read(journal.ids(wanted, first, PAGE))
    which = f"-{only}" if only else ""
    lines = _first_of_all(context) if only is None and page == 1 else []
    if not found:
        lines.append(context.say(f"delivery.none{which}"))
        return context.reply(joined(lines, Break()))
    count = journal.count(wanted)
    lines.append(context.say(f"delivery.list{which}", count=count))
    lines += [_line(context, each) for each in found]
    if any(each.state is State.HELD for each in found):
        lines.append(context.say("held.how"))
    left = count - first - len(found)
    decided = found if only is Filter.HELD else ()
    choices = [choice for each in decided for choice in _deciding(context, each)]
    choices += _more(context, f"{command} {page + 1}", left) if left > 0 else ()
    return context.reply(joined(lines, Break()), choices=choices)


def _deciding(context: Context, delivery: Delivery) -> Sequence[Choice]:
    """Return the buttons by which a message that is held is sent, changed or dropped."""
    number, chat = str(delivery.number), context.tx.chats.get(delivery.chat)
    language = spoken(context.tx, chat, context.usual_language) if chat else context.language
    mends = mending.command(context.tx, delivery, language)
    words = ("send", "change", "drop") if mends else ("send", "drop")
    buttons = [
        Button(
            context.phrase(f"held.{word}-one", number=number),
            StoredChoice("run", {"text": f"deliveries {word} {number}", "listed": True}),
        )
        for word in words
    ]
    return context.offered(buttons, PAGE_LASTS)


def _first_of_all(context: Context) -> list[Message]:
    """Return what is on hold, and how far each large fan-out is."""
    tx, language, zone = context.tx, context.language, context.zone
    return [*holding.lines(tx, language, zone), *deliveries.progress(tx, language, zone)]


def _more(context: Context, command: str, left: int) -> Sequence[Choice]:
    """Return the button that turns the page: a command, so that rights are checked again."""
    turn = StoredChoice("run", {"text": command})
    return context.offered([Button(context.phrase("facts.more", count=left), turn)], PAGE_LASTS)


def _line(context: Context, delivery: Delivery) -> Message:
    return deliveries.line(context.tx, delivery, context.language, context.zone)


def _decide(context: Context, numbers: Sequence[int], *, sent: bool) -> Reply:
    check_discreet(context, "deliveries held")
    decided = [_decided(context, number, sent=sent) for number in numbers]
    done = [each.words for each in decided if each.done]
    if len(done) > PAGE:
        word = "send" if sent else "drop"
        done = [context.say(f"delivery.done-{word}-many", count=len(done))]
    undone = [each.words for each in decided if not each.done]
    held = holding.lines(context.tx, context.language, context.zone) if sent and done else []
    reply = context.reply(joined([*done, *undone, *held], Break()))
    return replace(reply, failed=bool(undone))


def _change(context: Context, number: int) -> Reply:
    check_discreet(context, f"deliveries change {number}")
    tx = context.tx
    if context.update.choice:
        # The buttons beside it are of use still, once the change is made.
        tx.choices.give_back(context.update.choice)
    delivery = tx.journal.numbered(number)
    if delivery is None:
        raise NoSuchNumber(number=(Code(str(number)),))
    chat = tx.chats.get(delivery.chat)
    language = spoken(tx, chat, context.usual_language) if chat else context.language
    command = mending.command(tx, delivery, language)
    if not command:
        raise NothingToChange(line=_line(context, delivery))
    told = context.say("delivery.change", command=Code(command), number=str(number))
    return replace(context.reply(told), apart=True)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What became of a decision about one message: whether it was carried out, in words."""

    words: Message
    done: bool = False


def _decided(context: Context, number: int, *, sent: bool) -> _Decided:
    """Carry out a decision about one message."""
    tx, called = context.tx, Code(str(number))
    delivery = tx.journal.numbered(number)
    if delivery is not None and sent:
        composing.reword(tx, delivery, context.home)
        delivery = tx.journal.numbered(number)
    if delivery is None:
        return _Decided(context.say("delivery.no-number", number=called))
    payload = {**delivery.payload, "insisted": True} if sent else None
    if not tx.held.decide(number, payload):
        return _Decided(context.say("delivery.not-held", line=_line(context, delivery)))
    word = "send" if sent else "drop"
    details = {
        "kind": delivery.kind,
        "chat": deliveries.address(delivery),
        "why": delivery.why,
    }
    place = str(context.update.chat)
    tx.audit.add(Entry(context.person.id, f"delivery.{word}", str(number), place, details))
    named = deliveries.what(tx, delivery, context.language)
    return _Decided(context.say(f"delivery.done-{word}", number=called, what=named), done=True)
