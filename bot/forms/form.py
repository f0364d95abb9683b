"""What a form is, whichever door shows it: its fields, and the command line that they come to.

A form asks for what its command needs. What was answered is a mapping of words as typed, each
read by its field and wrong at once or not at all; which fields come next depends on it. The
answers come to a line that could have been typed, and the command alone carries it out: what a
form does is never more than what the line would do.

What is known of a form is one `Filled`, which is JSON: between two messages it lies in the
store, or in the window that a platform keeps open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, TypeAlias

from bot.context import Context
from bot.errors import DeskError
from bot.port import Message

Answers: TypeAlias = Mapping[str, str]
"""What was answered, by field, in the order in which it was; empty where it was passed over."""


class NothingTyped(DeskError):
    """An answer without words, such as a picture."""

    key = "form.nothing-typed"


class SeveralMeant(DeskError):
    """Several things may be meant, each of which is offered. Field: `keys`."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(keys=", ".join(keys))
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that is offered: what stands on it, and what it answers."""

    label: str
    value: str


Read: TypeAlias = Callable[[Context, str, Answers], Answers]
"""Reads what was typed into a field, given what was answered before; returns what it answers:
mostly the field itself, sometimes others with it. Raises a `DeskError` that says what would be
an answer."""


def _no_options(_context: Context, _answers: Answers) -> Sequence[Option]:
    return ()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for.

    Attributes:
        name: by which its answer is kept.
        question: the end of the key of the sentence that asks for it; without one its name.
        gaps: what fills that sentence.
        skip: the end of the key of the label by which it is passed over; empty: it is needed.
        asked: by itself; else only whoever wants to change it is asked.
        long: several lines may be typed.
        closed: its options are the only answers.
        proposed: its first option follows from the other answers, and stands in it already.
    """

    name: str
    read: Read
    question: str = ""
    gaps: Mapping[str, str] = field(default_factory=dict)
    skip: str = ""
    asked: bool = True
    long: bool = False
    closed: bool = False
    proposed: bool = False
    options: Callable[[Context, Answers], Sequence[Option]] = _no_options

    def label(self, context: Context) -> str:
        """Return what it is called."""
        return context.phrase(f"form.label-{self.name}")

    def asks(self, context: Context) -> Message:
        """Return the question by which it is asked for."""
        return context.say(f"form.ask-{self.question or self.name}", None, **self.gaps)


Pages: TypeAlias = Sequence[Sequence[Field]]
"""Fields that can be asked for together, and those behind that depend on their answers."""


class Form(Protocol):
    """The form of a command."""

    @property
    def previews(self) -> bool:
        """Whether what it comes to is shown before; else its command shows that itself."""

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed behind the command already, as typed, without a check."""

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return what is to be asked, as far as `answers` tell."""

    def line(self, answers: Answers) -> str:
        """Return the command line, without its `/`."""

    def target(self, answers: Answers) -> str:
        """Return the key of the fact that it changes; empty where it changes none that is."""

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return what readers see of it once it is done, in the language of `context`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as far as it is filled in.

    Attributes:
        command: the words of the command that opened it.
        asks: the one field that is asked for again; empty: whatever comes next.
        revision: that of the fact that it changes, when that was first shown; None: not yet.
        question: the number of the questions that the fact answers once it is there; 0 for none.
    """

    command: str
    answers: Answers = field(default_factory=dict)
    asks: str = ""
    revision: int | None = None
    question: int = 0

    def record(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "command": self.command,
            "answers": dict(self.answers),
            "asks": self.asks,
            "revision": self.revision,
            "question": self.question,
        }

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Filled:
        """Return what `record` was made of."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in record.items() if name in known})

    def given(self, more: Answers) -> Filled:
        """Return it with `more` answers, in the place of earlier ones where there are any."""
        return replace(self, answers={**self.answers, **more}, asks="")

    def back(self) -> Filled:
        """Return it without the latest answer, or with the same ones if another was asked for."""
        if self.asks:
            return replace(self, asks="")
        return replace(self, answers=dict([*self.answers.items()][:-1]))


def field_named(pages: Pages, name: str) -> Field | None:
    """Return the field of that name."""
    return next((each for page in pages for each in page if each.name == name), None)


def missing(pages: Pages, answers: Answers) -> Field | None:
    """Return the first field that is asked for and was not answered yet."""
    every = (each for page in pages for each in page)
    return next((each for each in every if each.asked and each.name not in answers), None)


def due(form: Form, context: Context, filled: Filled) -> Field | None:
    """Return the field that is asked for; None where everything is answered."""
    pages = form.pages(context, filled.answers)
    again = field_named(pages, filled.asks) if filled.asks else None
    return again or missing(pages, filled.answers)


def before(form: Form, context: Context, filled: Filled) -> Filled:
    """Return it as it was when something else was asked for: one answer may have said several."""
    if filled.asks:
        return filled.back()
    asked, earlier = due(form, context, filled), filled.back()
    while earlier.answers and _same(due(form, context, earlier), asked):
        earlier = earlier.back()
    return earlier


def _same(one: Field | None, other: Field | None) -> bool:
    return (one and one.name) == (other and other.name)
