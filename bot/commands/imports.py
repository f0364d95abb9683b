"""`import`, `import undo`: a file of facts that an editor brings, and an import taken back.

What a file would do is shown first, as it was tried out and undone: so many new, changed, the same,
and what is wrong with which line. Its bytes are kept until a button says what is to become of
them. It is stored as it was shown, or if the store has changed since it is shown again. Where it
says something else than is held, the buttons ask what happened, as editing does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot import exchange
from bot.commands import embargoing, leaking, reaching, second_tap
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.commands.posting import check_editor
from bot.commands.second_tap import Done
from bot.context import Act, Button, Context
from bot.editing import misled
from bot.editing.change import Editor, undo_import
from bot.editing.misled import Reach
from bot.errors import DeskError
from bot.exchange import ExchangeError, Fault, How, Report, Telling, alike, named
from bot.exchange.formats import format_of
from bot.grammar.errors import shown
from bot.platforms import LARGEST_FILE
from bot.port import Break, Choice, Code, Message, Node, Reply, Unread, joined
from bot.posting import secrecy
from bot.roles import FileUnknown
from storage.brought import Brought
from storage.choices import Choice as StoredChoice
from storage.content import Audience

TAKE: Final = "import-take"
LOOK: Final = "import-look"
LEAVE: Final = "import-leave"
UNDO: Final = "import-undo"
"""What the buttons are called."""

WITHIN: Final = timedelta(hours=1)
"""How long the buttons work, and the file is kept."""

MOST_TOLD: Final = 10
"""Faults told in words in a chat."""

_ASKED: Final = frozenset({"exchange.known", "exchange.overlap-held", "exchange.subject-held"})
"""Faults of lines that say something else than is held, until it is said what happened."""

_AS: Final = re.compile(r"(?:(?:--)?as[\s=]+)?(?P<how>\S+)", re.IGNORECASE)
_MEGABYTE: Final = 1_000_000
_LONGEST_NUMBER: Final = 9
"""Digits of a number that a database can hold."""

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic")
"""How the name of a picture ends."""


class NoFile(DeskError):
    """`import` without a file."""

    key = "import.no-file"


class Several(DeskError):
    """More than one file in a message: what each would do is shown by itself."""

    key = "import.several"


class TooLarge(DeskError):
    """A file larger than can be taken in a chat. Field: `limit`, in megabytes."""

    key = "import.too-large"


class OutOfReach(DeskError):
    """A file that its platform does not give at present."""

    key = "import.out-of-reach"


class WrongHow(DeskError):
    """No such way to take a file. Fields: `text`, `known`."""

    key = "import.wrong-how"


class WrongNumber(DeskError):
    """Not the number of an import. Field: `text`."""

    key = "import.wrong-number"


class Expired(DeskError):
    """The file was not decided on in time."""

    key = "import.expired"


def import_(text: str) -> Act:
    """Show what the file that came along would do.

    Raises:
        WrongHow: what it is to mean is none of the three.
    """
    said = text.strip()
    found = _AS.fullmatch(said)
    if not said:
        return partial(_look, how=None)
    if found is None or found["how"].lower() not in set(How):
        raise WrongHow(text=shown(said), known=", ".join(How))
    return partial(_look, how=How(found["how"].lower()))


def is_brought(context: Context) -> bool:
    """Tell whether there is a file that is to be taken in without a word: an editor's is.

    A picture is none of facts, whatever an editor brings it for.
    """
    command = next(each for each in context.commands if each.name == ("import",))
    file = context.update.file
    return file is not None and not file.name.lower().endswith(_PICTURES) and context.may(command)


def undo(text: str) -> Act:
    """Take an import back whole.

    Raises:
        Incomplete: no number is given.
        WrongNumber: what is given is none.
    """
    number, _, reason = text.strip().partition(" ")
    if not number:
        raise Incomplete(given="")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise WrongNumber(text=shown(number))
    return partial(_undo, number=int(number), reason=reason.strip())


def _look(context: Context, how: How | None) -> Reply:
    check_discreet(context, "import")
    name, content = _opened(context)
    tx = context.tx
    # From here on nobody changes anything until this is committed.
    seq, _ = tx.changes.lock()
    id_ = tx.brought.keep(context.person.id, name, content, seq, WITHIN)
    return _shown(context, Brought(id_, name, content, seq), how)


def _opened(context: Context) -> tuple[str, bytes]:
    """Return the name of the file that came along, and what is in it.

    Raises:
        NoFile, Several, TooLarge, OutOfReach: there is nothing to be read.
        FileUnknown: its platform was not asked yet.
        UnknownFormat: it is no file of facts.
    """
    file = context.update.file
    if file is None:
        raise NoFile
    if file.others:
        raise Several
    format_of(file.name)
    if file.size > LARGEST_FILE or file.unread is Unread.LARGE:
        raise TooLarge(limit=str(LARGEST_FILE // _MEGABYTE))
    if file.unread is not None:
        raise OutOfReach
    if file.content is None:
        raise FileUnknown
    return file.name, file.content


def _shown(context: Context, brought: Brought, how: How | None) -> Reply:
    """Show what a file would do, with the buttons that do it."""
    tx = context.tx
    tx.take_time()
    try:
        report, reach = misled.rehearsed(
            tx,
            partial(_take, context, brought, how),
            lambda report: tx.changes.facts_of(report.seq) if report.seq else (),
        )
    except ExchangeError as error:
        return _refused(context, brought, error, how)
    lines = [_counted(context, brought.name, report, wrong=0), *_named(context, report)]
    if report.seq is None:
        tx.brought.drop(brought.id)
        if not report.same:
            return context.reply(context.say("import.empty"))
        return context.reply(joined([*lines, context.say("import.nothing")], Break()))
    lines += [context.say(f"import.as-{how}")] if how else []
    lines += _reaching(context, reach)
    lines += _telling(context, report.tells)
    lines += alike.told(report.alike, context.language)
    lines.append(context.say("import.not-yet"))
    stored = _button(TAKE, brought, how, tells=[each.told.number for each in report.tells])
    take = Button(context.phrase("import.take"), stored)
    return context.reply(joined(lines, Break()), choices=_choices(context, [take], brought))


def _refused(context: Context, brought: Brought, error: ExchangeError, how: How | None) -> Reply:
    """Say what is wrong with a file, or ask what it means that it says something else."""
    wrong = len({fault.line for fault in error.faults})
    lines = [_counted(context, brought.name, error.report, wrong=wrong)]
    lines += [*_named(context, error.report), *_faults(context, error.faults)]
    tapped = how is not None and context.update.choice
    if not tapped and (how or any(fault.key not in _ASKED for fault in error.faults)):
        context.tx.brought.drop(brought.id)
        lines.append(context.say("import.mend"))
        return replace(context.reply(joined(lines, Break())), failed=True)
    lines.append(context.say("import.another-way" if tapped else "import.what-happened"))
    left = [way for way in How if way is not how]
    asked = [
        Button(context.phrase(f"import.if-{way}"), _button(LOOK, brought, way)) for way in left
    ]
    return context.reply(joined(lines, Break()), choices=_choices(context, asked, brought))


def _faults(context: Context, faults: Sequence[Fault]) -> Iterable[Message]:
    # Here it is said by a tap, so the buttons are what is named.
    buttons = {each: context.phrase(f"import.if-{each}") for each in How}
    ways = {str(each): context.phrase("import.way", button=buttons[each]) for each in How}
    yield from (fault.said(context.language, ways) for fault in faults[:MOST_TOLD])
    if more := len(faults[MOST_TOLD:]):
        yield context.say("exchange.more", count=more)


def _counted(context: Context, name: str, report: Report, *, wrong: int) -> Message:
    counts = {"new": report.new, "changed": report.changed, "same": report.same, "wrong": wrong}
    given: dict[str, str | Node | Message] = {word: str(each) for word, each in counts.items()}
    return context.say("import.counted", None, name=shown(name), **given)


def _named(context: Context, report: Report) -> Iterable[Message]:
    """Return the facts of a file by what it does to them, where what the desk sees may be told."""
    return named.told(report, context.language) if context.audience is Audience.DESK else ()


def _reaching(context: Context, reach: Reach) -> Iterable[Message]:
    if reach.messages:
        yield context.say("import.reach-messages", count=reach.messages)
    if reach.chats:
        yield context.say("import.reach-chats", count=reach.chats)


def _telling(context: Context, tells: Sequence[Telling]) -> Iterable[Message]:
    """Yield which lines tell what waits for its hour."""
    for each in tells[:MOST_TOLD]:
        told = embargoing.tells(context, each.told)
        yield context.say("exchange.at-line", line=str(each.line), fault=told)
    if more := len(tells[MOST_TOLD:]):
        yield context.say("import.more-tell", count=more)


def _button(action: str, brought: Brought, how: How | None, **more: object) -> StoredChoice:
    return StoredChoice(action, {"file": brought.id, "as": how, **more})


def _choices(context: Context, buttons: list[Button], brought: Brought) -> tuple[Choice, ...]:
    leave = Button(context.phrase("import.leave"), _button(LEAVE, brought, None))
    return context.offered([*buttons, leave], WITHIN)


def _take(context: Context, brought: Brought, how: How | None) -> Report:
    return exchange.import_records(
        context.tx,
        exchange.read(brought.content, brought.name),
        author=context.person.id,
        zone=context.zone,
        how=how,
        place=str(context.update.chat),
    )


def look(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Show what a file would do, now that it was said what happened."""
    check_editor(context)
    brought = _kept(context, payload)
    return _again(context, brought, How(payload["as"]))


def take(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Store what was shown; if the store has changed since, show it again."""
    check_editor(context)
    brought = _kept(context, payload)
    how = How(payload["as"]) if payload["as"] else None
    tx = context.tx
    seq, _ = tx.changes.lock()
    tx.take_time()
    context = replace(context, sure=bool(payload.get("sure")))
    act = partial(_taken, context, brought, how, payload, seq)
    try:
        return second_tap.asked(context, act, StoredChoice(TAKE, {**payload, "sure": True}))
    except _OtherwiseError:
        again = _again(context, brought, how)
        changed = (*context.say("import.changed-since"), Break(), *again.message)
        return replace(again, message=changed)


def _taken(
    context: Context, brought: Brought, how: How | None, payload: Mapping[str, Any], seq: int
) -> Done:
    report = _as_shown(context, brought, how, payload, seq)
    context.tx.brought.drop(brought.id)
    number = str(report.number)
    lines = [_done(context, brought.name, report), *_reached(context, report.seq)]
    lines.append(context.say("import.how-undo", command=Code(f"/import undo {number}")))
    line = StoredChoice("run", {"text": f"import undo {number}", "listed": True})
    choices = context.offered([Button(context.phrase("import.undo"), line)], WITHIN)
    return Done(context.reply(joined(lines, Break()), choices=choices))


class _OtherwiseError(Exception):
    """It would not be stored as it was shown."""


def _as_shown(
    context: Context, brought: Brought, how: How | None, payload: Mapping[str, Any], seq: int
) -> Report:
    """Store a file; `seq` is the change that is the latest now.

    Raises:
        _OtherwiseError: something was changed since it was shown, or waits since and is told.
    """
    if seq != brought.seq:
        raise _OtherwiseError
    report = _take(context, brought, how)
    if not {each.told.number for each in report.tells} <= set(payload.get("tells", ())):
        raise _OtherwiseError
    return report


def _done(context: Context, name: str, report: Report) -> Message:
    counts = {"new": report.new, "changed": report.changed, "same": report.same}
    given: dict[str, str | Node | Message] = {word: str(each) for word, each in counts.items()}
    number = Code(str(report.number))
    return context.say("import.done", None, name=shown(name), number=number, **given)


def _again(context: Context, brought: Brought, how: How | None) -> Reply:
    seq, _ = context.tx.changes.lock()
    context.tx.brought.shown(brought.id, seq, WITHIN)
    return _shown(context, replace(brought, seq=seq), how)


def leave(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Forget a file, and say that nothing was done."""
    context.tx.brought.drop(int(payload["file"]))
    return context.reply(context.say("desk.left"))


def _kept(context: Context, payload: Mapping[str, Any]) -> Brought:
    brought = context.tx.brought.get(int(payload["file"]))
    if brought is None:
        raise Expired
    return brought


def _undo(context: Context, number: int, reason: str) -> Reply:
    # What was changed since is named, and what is taken back is counted, whoever may see it.
    check_discreet(context, f"import undo {number}")
    tx, kept = context.tx, {"number": number, "reason": reason}
    # What another editor is just about to have kept is waited for.
    tx.changes.lock()
    told = secrecy.told_early(tx, [reason], context.now)
    if told is not None:
        return leaking.asked(context, told, StoredChoice(UNDO, kept))
    return undo_anyway(context, kept)


def undo_anyway(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Take an import back although its reason tells a secret, or it reaches many."""
    check_editor(context)
    context = replace(context, sure=bool(payload.get("sure")))
    number, reason = int(payload["number"]), str(payload["reason"])
    context.tx.take_time()
    again = StoredChoice(UNDO, {**payload, "sure": True})
    return second_tap.asked(context, partial(_undone, context, number, reason), again)


def _undone(context: Context, number: int, reason: str) -> Done:
    tx, place = context.tx, str(context.update.chat)
    keys = undo_import(Editor(tx, context.person.id, place, context.zone), number, reason)
    told = context.say("import.undone", count=len(keys), number=Code(str(number)))
    lines = [told, *_reached(context, tx.changes.latest_seq())]
    return Done(context.reply(joined(lines, Break())))


def _reached(context: Context, seq: int | None) -> Iterable[Message]:
    """Return what an editor is told of those who were told otherwise than a change has it."""
    made = None if seq is None else context.tx.changes.get(seq)
    if made is None:
        return ()
    return reaching.lines(context, made, context.tx.changes.facts_of(made.seq))
