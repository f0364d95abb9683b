"""The forms of what editors post: once, and again and again. Their commands show them before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot import destinations
from bot.answering.words import fold
from bot.commands import post_reading, schedules, standing_content
from bot.commands.post_reading import Written
from bot.commands.typed import LineInside
from bot.context import Context
from bot.errors import DeskError
from bot.forms import reading
from bot.forms.event import coming
from bot.forms.form import Answers, Field, NothingTyped, Option, Pages
from bot.forms.reading import one_line
from bot.grammar.errors import shown
from bot.port import Message
from bot.port import Text as Words
from bot.showing import recurrences
from storage.schedules import Content

OFFERED_TIMES: Final = ("weekdays 08:30", "mon 09:00")
"""Rules that are offered for what comes again and again."""

MOST_OFFERED: Final = 6
"""Channels that are offered by name; any other is named."""


class WhatContent(DeskError):
    """Nothing that can be posted again and again. Field: `text`."""

    key = "form.what-content"


class WhichTime(DeskError):
    """Words behind a recurring time. Field: `text`."""

    key = "schedule.which-time"


@dataclass(frozen=True, slots=True)
class PostForm:
    """The form of `post`: the text, where, and when."""

    previews: bool = False

    def begun(self, context: Context, text: str) -> Answers:
        """Return nothing: whatever stands behind the command is a post already.

        Raises:
            NoChannels: there is nowhere to post to yet.
        """
        del text
        if not context.tx.channels.all():
            raise destinations.NoChannels
        return {}

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return what is posted, where, and when."""
        del context, answers
        text = Field("text", _text, "post-text", long=True)
        at = Field("at", _at, skip="at-once")
        return [[text, Field("to", _to, "post-to", options=_channels), at]]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        lines = {name: answers[name] for name in ("to", "at") if answers.get(name)}
        return f"post {Written(answers['text'], lines).typed()}"

    def target(self, answers: Answers) -> str:
        """Return nothing: a post is no fact."""
        del answers
        return ""

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return the text; the command shows it as it will be."""
        del context
        return (Words(answers["text"]),)


@dataclass(frozen=True, slots=True)
class ScheduleForm:
    """The form of `schedule add`: when, what, of what, and where."""

    previews: bool = False

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed behind the command already: WHEN alone."""
        del context
        return {"when": text.strip()} if text.strip() else {}

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return when, what, of what, and where."""
        del context
        first = [
            Field("when", _when, options=_times),
            Field("content", _content, closed=True, options=_kinds),
        ]
        if "content" not in answers:
            return [first]
        to = Field("to", _to, "schedule-to", skip="here", options=_channels)
        return [first, [*_about(answers["content"]), to]]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        about = answers.get("about", "")
        head = f"schedule add {answers['when']} {answers['content']} {about}".rstrip()
        return f"{head}\n\nto: {answers['to']}" if answers.get("to") else head

    def target(self, answers: Answers) -> str:
        """Return nothing: a schedule is no fact."""
        del answers
        return ""

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return nothing of its own; the command shows what it will say."""
        del context, answers
        return ()


def _text(context: Context, text: str, answers: Answers) -> Answers:
    """Read what is posted, as typed; a last paragraph of lines would not be posted."""
    del context, answers
    if not text.strip():
        raise NothingTyped
    written = Written(text.strip(), {"to": "-"})
    read = post_reading.read(written.typed())
    if read != written:
        raise LineInside(name=next(iter({*read.lines} - {"to"}), "to"))
    return {"text": text.strip()}


def _at(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"at": reading.exact(context, post_reading.time_of(context, one_line(text)))}


def _to(context: Context, text: str, answers: Answers) -> Answers:
    """Read the channels that are named, each of which there is."""
    del answers
    names = [name.strip() for name in one_line(text).split(",") if name.strip()]
    found = [destinations.named(context.tx, name).name for name in names]
    return {"to": ", ".join(dict.fromkeys(found))}


def _channels(context: Context, answers: Answers) -> Sequence[Option]:
    del answers
    names = [each.name for each in context.tx.channels.all()]
    options = [Option(each, each) for each in names[:MOST_OFFERED]]
    if len(names) > 1:
        options.append(Option(context.phrase("post.to-all", len(names)), ", ".join(names)))
    return options


def _when(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    said = one_line(text)
    cron, rest = schedules.when(said)
    if rest:
        raise WhichTime(text=shown(rest))
    schedules.times(context, cron)
    return {"when": said}


def _times(context: Context, answers: Answers) -> Sequence[Option]:
    del answers
    return [
        Option(recurrences.in_words(schedules.when(each)[0], context.language), each)
        for each in OFFERED_TIMES
    ]


def _content(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    said = fold(one_line(text))
    labels = {fold(option.label): option.value for option in _kinds(context, {})}
    found = standing_content.WORDS.get(said) or labels.get(said)
    if not found:
        raise WhatContent(text=shown(text))
    return {"content": str(found)}


def _kinds(context: Context, answers: Answers) -> Sequence[Option]:
    del answers
    return [Option(context.phrase(f"form.content-{each}"), each) for each in Content]


def _about(content: str) -> list[Field]:
    """Return what has to be said of a kind of content."""
    match Content(content):
        case Content.DIGEST:
            return [Field("about", _topic, "about-digest", skip="all-topics", options=_topics)]
        case Content.COUNTDOWN:
            return [Field("about", _event, "about-countdown", options=_coming)]
        case Content.FACT:
            return [Field("about", _fact, "about-fact")]
        case Content.TEXT:
            return [Field("about", _words, "about-text", long=True)]


def _topic(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"about": standing_content.topic(context, one_line(text))}


def _topics(context: Context, answers: Answers) -> Sequence[Option]:
    del answers
    return [Option(each, each) for each in context.tx.shown.topics(context.audience)[:MOST_OFFERED]]


def _event(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    typed = standing_content.Typed(Content.COUNTDOWN, reading.event_named(context, text).key)
    return {"about": standing_content.looked_up(context, typed)}


def _coming(context: Context, answers: Answers) -> Sequence[Option]:
    del answers
    return coming(context)


def _fact(context: Context, text: str, answers: Answers) -> Answers:
    key = reading.fact(context, text, answers)["fact"]
    typed = standing_content.Typed(Content.FACT, key)
    return {"about": standing_content.looked_up(context, typed)}


def _words(context: Context, text: str, answers: Answers) -> Answers:
    """Read words that are posted, in which no line may begin."""
    del context, answers
    if not text.strip():
        raise NothingTyped
    standing_content.read(f"text {text.strip()}")
    return {"about": text.strip()}


POST: Final = PostForm()
SCHEDULE: Final = ScheduleForm()
