"""The forms of facts: one new, one changed, one withdrawn.

Whichever word opened the form of a fact that is there, it asks first what happened: the situation
changed, we were wrong, or only the wording. Who means to add is asked of what and what about it
in plain words, and needs no KEY.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import grammar
from bot.answering.words import fold
from bot.commands import edit, told
from bot.commands.typed import DIGITS
from bot.context import Context
from bot.errors import DeskError
from bot.forms import reading, recent
from bot.forms.apart import parted, subject_called
from bot.forms.argument import Argument
from bot.forms.form import Answers, Field, Option, Pages
from bot.forms.reading import line_of, one_line, words_of
from bot.grammar import LINE_NAMES
from bot.grammar.errors import shown
from bot.port import Message, unclaimed
from bot.showing import cards
from bot.texts import LANGUAGES
from storage.content import Fact, Held

HAPPENED: Final = ("set", "correct", "edit")
"""What may have happened to a fact, by the command that says so."""


BLANKS: Final = frozenset({"", "…"})
"""What stands where nothing was filled in."""


class WhatHappened(DeskError):
    """None of the three. Field: `text`."""

    key = "form.what-happened"


@dataclass(frozen=True, slots=True)
class FactForm:
    """The form of `fact add|set|correct|edit`."""

    word: str
    previews: bool = True

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed behind the command already."""
        try:
            fields = grammar.fields(text, LINE_NAMES)
        except DeskError:
            fields = grammar.Fields(text, {})
        lines = {name: said for name, said in fields.fields.items() if said not in BLANKS}
        head, _, value = fields.head.strip().partition(" ")
        if self.word == "add" and head and "." not in head:
            return parted(context, fields.head.strip(), lines)
        if self.word != "add" and _are_words(context, head):
            head, value = fields.head.strip(), ""
        given = self._named(head) if head else {}
        if value.strip() and self.word != "edit":
            given[f"value-{context.language}"] = value.strip()
        return given | lines

    def _named(self, head: str) -> dict[str, str]:
        if self.word != "add":
            return {"fact": head}
        subject, _, attribute = head.partition(".")
        return {"subject": subject} | ({"attribute": attribute} if attribute else {})

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return which fact it is, what happened to it, and then what that takes."""
        which = _subject_and_attribute(context, answers) if self.word == "add" else _KNOWN
        if any(field.name not in answers for field in which):
            return [which]
        held = _known(context, self.target(answers))
        if held is None:
            return [which, [*_names(context, answers), *_new(context, answers)]]
        happened = Field("what", _what, gaps=_told(context, held), closed=True, options=self._ways)
        if "what" not in answers:
            return [which, [happened]]
        return [which, [happened], _changed(context, answers, held)]

    def _ways(self, context: Context, answers: Answers) -> Sequence[Option]:
        """Return what may have happened, first what the word that opened the form says."""
        del answers
        ways = sorted(HAPPENED, key=lambda each: each != self.word)
        return [Option(context.phrase(f"form.what-{each}"), each) for each in ways]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        word = answers.get("what") or self.word
        if "what" not in answers and self.word != "add":
            word = "set"
        known = _LINES[word]
        lines = {name: said for name, said in answers.items() if name in known and said}
        head = f"fact {word} {self.target(answers).strip('.')}".rstrip()
        if answers.get("times"):
            # To move an event is to say that the world changed.
            moves = f"event move {self.target(answers).rpartition('.')[0]}"
            head = f"{moves if word == 'set' else head} {answers['times']}"
        values = [name for name in lines if name.startswith("value-")]
        if word != "edit" and len(values) == 1 and DIGITS.fullmatch(lines[values[0]]):
            # Digits alone are for both languages where they stand behind the KEY.
            head = f"{head} {lines.pop(values[0])}"
        return "\n".join([head, *(f"{name}: {said}" for name, said in lines.items())])

    def target(self, answers: Answers) -> str:
        """Return the key of the fact."""
        if "fact" in answers:
            return answers["fact"]
        return f"{answers.get('subject', '')}.{answers.get('attribute', '')}"

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return how the fact is told once that is done."""
        return seen(context, self.target(answers))


@dataclass(frozen=True, slots=True)
class RetractForm:
    """The form of `fact retract`."""

    previews: bool = True

    def begun(self, context: Context, text: str) -> Answers:
        """Return what was typed behind the command already."""
        head, _, reason = text.strip().partition(" ")
        if _are_words(context, head):
            head, reason = text.strip(), ""
        given = {"fact": head, "reason": reason.strip()}
        return {name: said for name, said in given.items() if said}

    def pages(self, context: Context, answers: Answers) -> Pages:
        """Return which fact it is, and why it is withdrawn."""
        if "fact" not in answers:
            return [_KNOWN]
        held = _known(context, answers["fact"])
        gaps = _told(context, held) if held else {"fact": answers["fact"], "now": "–"}
        return [_KNOWN, [Field("reason", words_of("reason"), "reason-retract", gaps)]]

    def line(self, answers: Answers) -> str:
        """Return the command line."""
        return f"fact retract {answers['fact']}\nreason: {answers['reason']}"

    def target(self, answers: Answers) -> str:
        """Return the key of the fact."""
        return answers.get("fact", "")

    def seen(self, context: Context, answers: Answers) -> Message:
        """Return how the fact is told once that is done."""
        return seen(context, self.target(answers))


def _are_words(context: Context, head: str) -> bool:
    """Tell whether no fact has such a KEY, so that all that is typed are words that name one.

    That of a subject lacks its attribute, and a value may stand behind it.
    """
    return "." not in head and context.tx.subjects.find(head) is None


def seen(context: Context, key: str) -> Message:
    """Return how a fact is told now, or from when it will hold; that nothing is, if it is so."""
    fact = context.tx.facts.find(key)
    held = _latest(context, fact) if fact else None
    if fact is None or held is None:
        return context.say("edit.nothing-now")
    return unclaimed(told.fact_card(context, fact, held))


def _latest(context: Context, fact: Fact) -> Held | None:
    """Return what holds now, or what was written last if it is to hold later."""
    held = context.tx.facts.timeline(fact.id)
    newest = max(held, key=lambda each: each.version.id, default=None)
    now = context.tx.now
    if newest is not None and newest.start is not None and newest.start.at > now:
        return newest
    return cards.current(held, now, context.audience)


def _known(context: Context, key: str) -> Held | None:
    """Return what is held of a fact, at some time."""
    fact = context.tx.facts.find(key)
    held = context.tx.facts.timeline(fact.id) if fact else ()
    return cards.current(held, context.now, context.audience) or (held[-1] if held else None)


def _what(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    said = fold(one_line(text))
    for each in HAPPENED:
        if said in {each, fold(context.phrase(f"form.what-{each}"))}:
            return {"what": each}
    raise WhatHappened(text=shown(text))


def _subject(context: Context, text: str, answers: Answers) -> Answers:
    """Read of what a fact is: by its key, by a name, or a new one by the name it will have."""
    del answers
    said = one_line(text)
    known = subject_called(context, said)
    if known:
        return {"subject": known}
    key = keyed(said)
    # Words that are no key are what it is called; a key may be the name of nothing.
    return {"subject": key} | ({} if said == key else {f"name-{context.language}": said})


def keyed(said: str) -> str:
    """Return words as one part of a KEY.

    Raises:
        BadKey: nothing of them can stand in one.
    """
    return grammar.fold_part("-".join(re.findall(r"[a-z0-9]+", fold(said))) or said)


def _attribute(context: Context, text: str, answers: Answers) -> Answers:
    """Read what about it: by a key, or by words, which are then how people ask for it."""
    said = one_line(text)
    # Who knows the next question writes all the words at once, the name first.
    key = keyed(said.split(",")[0])
    new = not context.tx.facts.has_attribute(key) and said != key and "words" not in answers
    return {"attribute": key} | ({"words": said} if new else {})


def _subject_and_attribute(context: Context, answers: Answers) -> Sequence[Field]:
    """Return the fields of a new fact, of which the second names what the first has answered."""
    subject = _subject_named(context, answers) if "subject" in answers else ""
    question = "attribute-of" if subject else ""
    return [Field("subject", _subject), Field("attribute", _attribute, question, {"of": subject})]


def _subject_named(context: Context, answers: Answers) -> str:
    """Return what a subject is called: by its name, as it was typed, else by its key."""
    subject = context.tx.subjects.find(answers["subject"])
    if subject is not None:
        return cards.subject_name(subject, context.language)
    named = (answers.get(f"name-{language}") for language in languages(context))
    return next(filter(None, named), answers["subject"])


def _told(context: Context, held: Held) -> dict[str, str]:
    """Return of which fact a question speaks, and what is told of it."""
    (fact,) = context.tx.facts.get([held.version.fact_id]).values()
    subject = cards.subject_name(fact.subject, context.language)
    attribute = cards.attribute_name(fact, context.language, held)
    return {"fact": f"{subject}, {attribute}"} | _now(context, held)


def _names(context: Context, answers: Answers) -> Iterator[Field]:
    """Yield what a subject or an attribute never seen before is to be called."""
    if context.tx.subjects.find(answers["subject"]) is None:
        gaps = {"subject": _subject_named(context, answers)}
        for language in languages(context):
            name = f"name-{language}"
            yield Field(name, words_of(name), gaps=gaps)
    if not context.tx.facts.has_attribute(answers["attribute"]):
        asked = answers.get("words") or answers["attribute"]
        yield Field("words", words_of("words"), gaps={"attribute": asked.split(",")[0]})
        for name in _words_elsewhere(context):
            yield Field(name, words_of(name), skip="without")


def _words_elsewhere(context: Context) -> list[str]:
    """Return the lines by which it is said how people ask in the other languages."""
    return [f"words-{language}" for language in languages(context)[1:]]


def languages(context: Context) -> tuple[str, ...]:
    """Return every language, that of the conversation first."""
    return tuple(sorted(LANGUAGES, key=lambda each: each != context.language))


def _new(context: Context, answers: Answers) -> Iterator[Field]:
    yield from _values(context, answers, "value", needed=True)
    yield _SOURCE
    yield from _besides(("from", "until", *LANGUAGES, "review"))
    yield EMBARGO


def _changed(context: Context, answers: Answers, held: Held) -> Sequence[Field]:
    """Return what is to be said of a fact to which that happened."""
    word = answers["what"]
    if word != "edit" and held.version.content.span is not None:
        return [Field("times", reading.times, gaps=_now(context, held)), _WHY, _SOURCE]
    match word:
        case "set":
            begins = Field("from", line_of("from"), skip="now")
            values = _values(context, answers, "value-set", needed=True, held=held)
            return [*values, begins, _SOURCE, *_besides(("until", *LANGUAGES, "review")), EMBARGO]
        case "correct":
            values = _values(context, answers, "value-correct", needed=False, held=held)
            return [
                *values,
                _WHY,
                _SOURCE,
                *_besides(("from", "until", *LANGUAGES, "on")),
                EMBARGO,
            ]
        case _:
            besides = ("words", *_words_elsewhere(context), "review")
            missing = _missing(context, held)
            return [*missing, *_sentences(context, held), _SOURCE_LEFT, *_besides(besides)]


def _values(
    context: Context, answers: Answers, question: str, *, needed: bool, held: Held | None = None
) -> Iterator[Field]:
    """Yield the value in each language; figures alone are asked for once."""
    first, *others = languages(context)
    skip = "" if needed else "unchanged"
    of = "" if held else _named_of(context, answers)
    yield _value(first, question, skip, held, of)
    if DIGITS.fullmatch(answers.get(f"value-{first}", "")):
        return
    for language in others:
        yield _value(language, question, skip or "without", held, of)


def _named_of(context: Context, answers: Answers) -> str:
    """Return of what and what about it a new fact is, in the words that were given for it."""
    about = answers.get("words") or answers["attribute"].replace("-", " ")
    return f"{_subject_named(context, answers)}, {about.split(',')[0]}"


def _now(context: Context, held: Held) -> dict[str, str]:
    return {"now": cards.value_text(held.version.content, context.language)}


def _value(language: str, question: str, skip: str, held: Held | None, of: str = "") -> Field:
    name = f"value-{language}"
    gaps = {"now": cards.value_text(held.version.content, language)} if held else {"of": of}
    return Field(name, words_of(name), f"{question}-{language}", gaps, skip)


def _missing(context: Context, held: Held) -> Iterator[Field]:
    """Yield the value in each language that has none yet."""
    content = held.version.content
    for language in languages(context):
        if cards.is_borrowed(content, language):
            yield _value(language, "value-missing", "unchanged", held)


def _sentences(context: Context, held: Held) -> Iterator[Field]:
    content = held.version.content
    for language in languages(context):
        gaps = {"now": content.statement.get(language) or "–"}
        yield Field(language, words_of(language), gaps=gaps, skip="unchanged")


def _besides(names: Sequence[str]) -> Iterator[Field]:
    """Yield fields that only whoever wants them is asked for."""
    for name in names:
        question = f"{name}-besides" if name in {*LANGUAGES, "from", "words"} else ""
        yield Field(name, line_of(name), question, skip="unchanged", asked=False)


_KNOWN: Final = [Argument("fact", reading.fact, likely=recent.facts).field()]
_SOURCE: Final = Field("source", line_of("source"), skip="desk")
_WHY: Final = Field("reason", words_of("reason"), "reason-correct", skip="no-reason")
_SOURCE_LEFT: Final = replace(_SOURCE, skip="unchanged")

EMBARGO: Final = Field("embargo", reading.embargo, "embargo-besides", skip="none", asked=False)
_LINES: Final = {
    "add": edit.ADD_LINES,
    "set": edit.SET_LINES,
    "correct": edit.CORRECT_LINES,
    "edit": edit.EDIT_LINES,
}

ADD, SET, CORRECT, EDIT = map(FactForm, ("add", *HAPPENED))
RETRACT = RetractForm()
