"""How what was typed into a field is read: by what the commands themselves read it with."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import grammar
from bot.answering.verdict import Status
from bot.calendar import Event
from bot.commands import typed
from bot.commands.arguments import bare_hour, source_in_iso
from bot.commands.browse import NoSuchFact, NoSuchFactNear, WholeSubject, found
from bot.commands.embargoing import LINE, hour
from bot.commands.events import meant
from bot.commands.spans import NoDay, span_of
from bot.commands.typed import LineInside, Typed
from bot.context import Context
from bot.forms.form import Answers, NothingTyped, Read, SeveralMeant
from bot.grammar import LINE_NAMES, Key
from bot.grammar.errors import GrammarError, shown
from bot.grammar.times import take_times
from bot.showing.visibility import facts_of
from storage.content import Fact


class SeveralFacts(SeveralMeant):
    """Several facts may be meant."""

    key = "form.several-facts"


class SeveralEvents(SeveralMeant):
    """Several events may be meant."""

    key = "form.several-events"


MOST_NAMED = 8
"""Keys that are named where several things may be meant."""


def one_line(text: str) -> str:
    """Return what was typed on one line.

    Raises:
        NothingTyped: there are no words.
    """
    words = " ".join(text.split())
    if not words:
        raise NothingTyped
    return words


def words_of(name: str) -> Read:
    """Return what reads any words that stand on one line, in which no other line begins.

    Whoever writes the name of the line before them, as it is shown for a command, means the same.
    """

    def read(_context: Context, text: str, _answers: Answers) -> Answers:
        words = one_line(text.strip().removeprefix(f"{name}:"))
        check_whole(name, words)
        return {name: words}

    return read


def check_whole(name: str, words: str) -> None:
    """Refuse words of which a part would be read as another line.

    Raises:
        LineInside: they are such.
    """
    try:
        read = grammar.fields(f"-\n{name}: {words}", LINE_NAMES)
    except GrammarError:
        raise LineInside(name=name) from None
    inside = [each for each in read.fields if each != name]
    if inside:
        raise LineInside(name=inside[0])


def line_of(name: str) -> Read:
    """Return what reads the line `name` as the commands do."""
    plain = words_of(name)

    def read(context: Context, text: str, answers: Answers) -> Answers:
        given = plain(context, text, answers)
        draft = typed.draft(context, Typed(Key("a", "b"), "", given))
        # A time in people's own words is another one tomorrow.
        exact = {
            "from": draft.start.iso_start() if draft.start else "",
            "until": draft.end.iso_end() if draft.end else "",
            "review": draft.review.isoformat() if draft.review else "",
            "source": source_in_iso(given["source"], context.zone, context.now)
            if draft.source
            else "",
        }
        return {name: exact.get(name) or given[name]}

    return read


def embargo(context: Context, text: str, answers: Answers) -> Answers:
    """Return the hour of an embargo, in ISO form.

    Raises:
        NoTime, NoHour, Past, WrongZone: that is no hour to come.
    """
    del answers
    return {LINE: exact(context, hour(context, one_line(text), context.zone))}


def exact(context: Context, at: datetime) -> str:
    """Return an instant in ISO form, by the clock of the chat: its editor reads it again."""
    return at.astimezone(ZoneInfo(context.zone)).isoformat(timespec="minutes")


def fact(context: Context, text: str, answers: Answers) -> Answers:
    """Return the key of the one fact that is named, by its KEY or by words.

    Raises:
        NoSuchFact, NoSuchFactNear, SeveralFacts: it is not one.
    """
    del answers
    return {"fact": _fact(context, one_line(text)).key}


def _fact(context: Context, named: str) -> Fact:
    try:
        return found(context, named)
    except (NoSuchFact, NoSuchFactNear, WholeSubject):
        facts = _of_subject(context, named) or _asked_for(context, named)
        if not facts:
            raise
    if len(facts) > 1:
        raise SeveralFacts([each.key for each in facts[:MOST_NAMED]])
    return facts[0]


def _of_subject(context: Context, named: str) -> list[Fact]:
    if not grammar.looks_like_key(named):
        return []
    return facts_of(context.tx, context.audience, str(grammar.fold_key(named)))


def _asked_for(context: Context, named: str) -> list[Fact]:
    if "." in named and grammar.looks_like_key(named):
        return []
    verdict = context.answerer.ask(
        context.tx, named, at=context.now, zone=context.zone, audience=context.audience
    )
    if verdict.status is Status.UNKNOWN:
        return []
    ids = [pick.fact_id for pick in verdict.picks]
    known = context.tx.facts.get(ids)
    return [known[each] for each in dict.fromkeys(ids)]


def event(context: Context, text: str, answers: Answers) -> Answers:
    """Return the key of the one event that is named, by its KEY or by words.

    Raises:
        NoSuchEvent, NoSuchEventNear, SeveralEvents: it is not one.
    """
    del answers
    return {"event": event_named(context, one_line(text)).key}


def event_named(context: Context, named: str) -> Event:
    """Return the one event that is named.

    Raises:
        NoSuchEvent, NoSuchEventNear, SeveralEvents: it is not one.
    """
    events = meant(context, named)
    if len(events) > 1:
        raise SeveralEvents([each.key for each in events])
    return events[0]


def times(context: Context, text: str, answers: Answers) -> Answers:
    """Return START [END] of an event; what was said in people's own words in ISO form.

    Raises:
        NoDay, WrongForm, NotInCalendar, WrongYear, Backwards: it is no such time.
    """
    del answers
    words = one_line(text)
    taken = take_times(words)
    if taken is None or taken[1]:
        raise bare_hour(words) or NoDay(text=shown(words))
    span = span_of(taken[0], context.zone, context.now)
    start, end = span.start.iso_start(), span.end.iso_end()
    return {"times": f"{start} {end}" if taken[0].ends else start}
