"""A time that can be misread is stored only after it was shown as what it was read as.

A time in ISO form is unmistakable, and what it belongs to is done at once. One in people's own
words, or at an hour that the clocks of that night skip or show twice, is asked about first: the
question names the day, the hour and the zone, and offers the same command with the time in ISO
form, to be done with a tap. The command is tried before, and undone, so that what would be
refused is refused at once, and what changes nothing yet is not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.commands.arguments import end_of, source_in_iso, source_of, start_of
from bot.context import Act, Button, Context, Harmless
from bot.errors import DeskError
from bot.grammar import GrammarError, take_source
from bot.grammar.times import Times
from bot.port import Break, Code, Message, Reply, Strong, joined
from bot.showing import wording
from storage.choices import Choice as StoredChoice
from storage.content import Span
from storage.moments import BadMoment, Fault, Moment

WITHIN: Final = timedelta(hours=1)
"""How long the question waits for its tap: what "in two hours" meant then is soon over."""

LINES: Final = {"from": start_of, "on": start_of, "until": end_of, "review": start_of}
"""The lines that take a time, and what reads it."""

_OFFSET: Final = re.compile(r"\d[^+-]*(?:[Zz]|[+-][\d:]+)$")


@dataclass(frozen=True, slots=True)
class Restated:
    """A command with its times in ISO form, and each of them in full where it was asked about."""

    command: str
    told: Sequence[str]


Restate = Callable[[Context], Restated]
"""Reads the times of a command in their zone."""


def first(act: Act, restate: Restate, *, wordy: bool) -> Act:
    """Return `act`, or what shows its times before it is done.

    Args:
        act: what the command does, with its times as typed.
        restate: reads them; without any to be asked about, it tells none.
        wordy: whether any is in people's own words.
    """
    asked = partial(_asked, act=act, restate=restate)
    return Harmless(asked) if wordy else asked


def wordy(times: Times | None, lines: Mapping[str, str]) -> bool:
    """Tell whether a time of an event, or one in the `lines`, is in people's own words."""
    given = [lines[name] for name in LINES if lines.get(name)]
    said = bool(times and times.said) or not all(map(_in_iso, given))
    return said or _is_said(lines.get("source", ""))


def restated_lines(context: Context, lines: Mapping[str, str], zone: str) -> tuple[str, list[str]]:
    """Return the `lines` as typed below a command, and their times that are to be asked about.

    Args:
        context: when they are typed.
        lines: by name.
        zone: the IANA zone in which they are read.
    """
    written, told = dict(lines), []
    for name, read in LINES.items():
        typed = lines.get(name, "")
        if not typed or _sure(typed, zone):
            continue
        moment = read(typed, zone, context.now)
        iso = moment.iso_end() if read is end_of else moment.iso_start()
        written[name] = iso
        ends = moment if moment.skipped else start_of(iso, zone), end_of(iso, zone)
        told.append(f"{name}: {_in_full(context, ends[0], moment if moment.skipped else ends[1])}")
    if _is_said(source := lines.get("source", "")):
        written["source"] = source_in_iso(source, context.zone, context.now)
        told.append(f"source: {_source_in_full(context, source)}")
    return "".join(f"\n{name}: {text}" for name, text in written.items()), told


def restated_times(context: Context, times: Times, span: Span, zone: str) -> tuple[str, list[str]]:
    """Return START [END] of an event in ISO form, and in full if it is to be asked about.

    Args:
        context: where it is shown.
        times: as typed.
        span: as it was read.
        zone: the IANA zone in which it was.
    """
    if times.said is None and all(_sure(each, zone) for each in (times.start, times.end) if each):
        return " ".join(filter(None, (times.start, times.end))), []
    ends = [span.end.iso_end()] if times.ends else []
    return " ".join([span.start.iso_start(), *ends]), [_in_full(context, span.start, span.end)]


def _is_said(source: str) -> bool:
    """Tell whether a source has a day in people's own words."""
    try:
        return bool(take_source(source).said)
    except GrammarError:
        return False


def _source_in_full(context: Context, typed: str) -> str:
    source = source_of(typed, context.zone, context.now)
    day = wording.day(source.date, context.language) if source.date else ""
    return ", ".join(filter(None, (source.publisher, source.url, day)))


def _in_full(context: Context, start: Moment, end: Moment) -> str:
    return wording.in_full(start, end, context.language)


def _in_iso(text: str) -> bool:
    try:
        Moment.start(text, "UTC")
    except BadMoment as error:
        return error.why is not Fault.FORM
    return True


def _sure(text: str, zone: str) -> bool:
    """Tell whether a time is one in ISO form, which the clocks of its zone show just once."""
    try:
        moment = Moment.start(text, zone)
    except BadMoment as error:
        # What is wrong with it the command itself says.
        return error.why is not Fault.FORM
    return not moment.skipped and (not moment.turn or bool(_OFFSET.search(text.strip()[10:])))


class _TriedError(Exception):
    """Ends what is to be undone; tells which change was the latest then."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


def _changes(context: Context, act: Act) -> bool:
    """Tell whether an act would change a fact, or an event; what it does is undone."""
    before = context.tx.changes.latest_seq()
    try:
        with context.tx.undoable():
            act(replace(context, sure=True))
            raise _TriedError(context.tx.changes.latest_seq())  # noqa: TRY301 - only an error undoes
    except _TriedError as tried:
        return tried.seq != before


def _asked(context: Context, act: Act, restate: Restate) -> Reply:
    try:
        restated = restate(context)
    except DeskError:
        # What is wrong with it the command itself says, in its own order.
        return act(context)
    if not restated.told or not _changes(context, act):
        return act(context)
    told: list[Message] = [context.say("echo.read-as")]
    told += [(Strong(each),) for each in restated.told]
    told += [context.say("echo.do-it"), (Code(f"/{restated.command}"),)]
    buttons = (
        Button(context.phrase("desk.do-it"), StoredChoice("run", {"text": restated.command})),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    )
    choices = context.offered(buttons, WITHIN, own=True)
    return context.reply(joined(told, Break()), choices=choices)
