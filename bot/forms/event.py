"""The forms of events: one new, one moved, one called off."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from bot import calendar, grammar
from bot.calendar import EVENT, TIME
from bot.commands.event_adding import KeyTaken
from bot.commands.event_telling import in_full
from bot.context import Context
from bot.errors import DeskError
from bot.forms import reading
from bot.forms.fact import BLANKS, EMBARGO, keyed, languages
from bot.forms.form import Answers, Field, Option, Pages
from bot.forms.reading import line_of, one_line, words_of
from bot.grammar import LINE_NAMES
from bot.grammar.times import take_times, take_times_at_end
from bot.port import Message, unclaimed
from bot.showing import cards
from bot.texts import LANGUAGES

MOST_OFFERED: Final = 6
"""Events that are offered by name; any other is named."""


@dataclass(frozen=True, slots=True)
class AddForm:
    """The form of `event add`: its name first, from which its KEY follows."""

    previews: bool = True

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed behind the command already."""
        given: dict[str, str] = {}
        with suppress(DeskError, ValueError):
            fields = grammar.fields(text, LINE_NAMES)
            key, *rest = fields.head.split(maxsplit=1)
            given["key"] = key
            taken = take_times(rest[0]) if rest else None
            if taken:
                when = rest[0][: len(rest[0]) - len(taken[1])].strip()
                given["times"] = when
                given[f"name-{context.language}"] = taken[1]
            given |= fields.fields
        return {name: said for name, said in given.items() if said not in BLANKS}

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return what it is called, when it is, and its KEY."""
        first, *others = languages(context)
        called = [Field(f"name-{first}", words_of(f"name-{first}"), f"title-{first}")]
        called += [
            Field(f"name-{each}", words_of(f"name-{each}"), f"title-{each}", skip="without")
            for each in others
        ]
        when = Field("times", reading.times)
        key = Field("key", _new_key, proposed=True, options=_keys)
        source = Field("source", line_of("source"), skip="desk")
        more = [
            Field(each, line_of(each), f"{each}-besides", skip="none", asked=False)
            for each in LANGUAGES
        ]
        del answers
        return [[*called, when], [key, source, *more, EMBARGO]]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        given = {name: said for name, said in answers.items() if name in LINE_NAMES and said}
        lines = [f"{name}: {said}" for name, said in given.items()]
        return "\n".join([f"event add {answers['key']} {answers['times']}", *lines])

    def target(self, answers: Answers) -> str:
        """Return nothing: what is new is nobody's edit."""
        del answers
        return ""

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return how the event is told once that is done."""
        return seen(context, answers["key"])


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The form of `event move|cancel`: which event, and its new time or why it will not be."""

    word: str
    field: Field
    previews: bool = True

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed behind the command already."""
        given: dict[str, str] = {}
        with suppress(DeskError):
            fields = grammar.fields(text, LINE_NAMES)
            head = fields.head.strip()
            given["event"], given[self.field.name] = self._parted(context, head)
            given |= fields.fields
        return {name: said for name, said in given.items() if said not in BLANKS}

    def _parted(self, context: Context, head: str) -> tuple[str, str]:
        """Return the event that is named, and what stands behind it."""
        at_end = take_times_at_end(head) if self.word == "move" else None
        if at_end:
            return at_end[0], head[len(at_end[0]) :].strip()
        first, _, rest = head.partition(" ")
        key = str(grammar.fold_key(first)) if grammar.looks_like_key(first) else ""
        if calendar.find(context.tx, key, context.audience, context.now) is None:
            # Words for an event, which only together tell which one is meant.
            return head, ""
        return first, rest.strip()

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return which event, and what becomes of it."""
        source = Field("source", line_of("source"), skip="desk", asked=False)
        which = Field("event", reading.event, options=_coming)
        if "event" not in answers:
            return [[which]]
        becomes = replace(self.field, gaps=_planned(context, answers["event"]))
        return [[which], [becomes, source, EMBARGO]]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        given = {name: said for name, said in answers.items() if name in LINE_NAMES and said}
        lines = [f"{name}: {said}" for name, said in given.items()]
        head = f"event {self.word} {answers['event']} {answers.get('times', '')}".rstrip()
        return "\n".join([head, *lines])

    def target(self, answers: Answers) -> str:
        """Return the key of the fact of its time."""
        return f"{answers['event']}.{TIME}" if answers.get("event") else ""

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return how the event is told once that is done."""
        return seen(context, answers["event"])


def seen(context: Context, key: str) -> Message:
    """Return how an event is told now."""
    event = calendar.find(context.tx, key, context.audience, context.tx.now)
    if event is None:
        return context.say("edit.nothing-now")
    return unclaimed(calendar.card(event, context.language, context.now, context.zone))


def _planned(context: Context, key: str) -> dict[str, str]:
    """Return what an event is called, and when it is to be."""
    event = calendar.find(context.tx, key, context.audience, context.now)
    if event is None:
        return {"event": key, "when": "–"}
    name = cards.subject_name(event.subject, context.language)
    return {"event": name, "when": in_full(context, event.span)}


def coming(context: Context) -> Sequence[Option]:
    """Return the next events that are planned, by name."""
    known = calendar.all_events(context.tx, context.audience, context.now)
    ahead = [each for each in known if each.cancelled is None]
    ahead = [each for each in ahead if not calendar.is_over(each, context.now)]
    ahead.sort(key=lambda event: (event.span.start.at, event.key))
    return [
        Option(cards.subject_name(each.subject, context.language), each.key)
        for each in ahead[:MOST_OFFERED]
    ]


def _coming(context: Context, answers: Answers) -> Sequence[Option]:
    del answers
    return coming(context)


def _new_key(context: Context, text: str, answers: Answers) -> Answers:
    """Read the KEY of a new event: nothing else may have it."""
    del answers
    key = keyed(one_line(text))
    subject = context.tx.subjects.find(key)
    if subject is None:
        return {"key": key}
    fact = context.tx.facts.find(f"{key}.{TIME}")
    if subject.kind != EVENT or (fact and context.tx.facts.timeline(fact.id)):
        raise KeyTaken(key=key, name=cards.subject_name(subject, context.language))
    return {"key": key}


def _keys(context: Context, answers: Answers) -> Sequence[Option]:
    """Return a KEY that follows from what the event is called."""
    names = (answers.get(f"name-{each}", "") for each in ("en", *LANGUAGES))
    name = next(filter(None, names), "")
    with suppress(DeskError):
        key = _new_key(context, name, answers)["key"]
        return [Option(key, key)]
    return []


ADD: Final = AddForm()
MOVE: Final = ChangeForm("move", Field("times", reading.times, "times-moved"))
CANCEL: Final = ChangeForm("cancel", Field("reason", words_of("reason"), "reason-cancel"))
