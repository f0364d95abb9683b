"""`fact add|set|correct|edit|retract|undo`: an editor changes what is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Protocol
from urllib.parse import urlsplit

from bot import cards, grammar, histories, wording
from bot.commands.arguments import Incomplete, day_of, end_of, fact_key, start_of, zone_of
from bot.commands.browse import NoSuchFact, found
from bot.context import Act, Context
from bot.editing import change
from bot.editing.change import Draft, Editor, Outcome
from bot.editing.errors import UnknownFact
from bot.editing.subject import About, add_subject
from bot.errors import DeskError
from bot.grammar import Fields, Key
from bot.grammar.errors import UnknownField, shown
from bot.port import Break, Code, Message, Node, Reply, Strike, Strong, joined
from bot.texts import LANGUAGES
from storage.content import Audience, ChangeKind, Held, Source
from storage.moments import Moment

_WORDING: Final = frozenset(
    {*LANGUAGES, "source", "review", "words", "audience", "zone", "embargo"}
)
_VALUES: Final = frozenset(f"value-{language}" for language in LANGUAGES)
_NAMES: Final = frozenset(f"{of}-{language}" for of in ("name", "also") for language in LANGUAGES)
_PERIOD: Final = frozenset({"from", "until"})

_ADD_LINES: Final = _WORDING | _VALUES | _PERIOD | _NAMES | {"reason", "topic"}
_SET_LINES: Final = _WORDING | _VALUES | _PERIOD | {"reason"}
_CORRECT_LINES: Final = _SET_LINES | {"on"}
_EDIT_LINES: Final = _WORDING | _VALUES | {"on", "reason"}
_RETRACT_LINES: Final = frozenset({"on", "reason", "zone"})

_DIGITS = re.compile(r"[\d\s.,–:%+-]*\d[\d\s.,–:%+-]*")
"""A value that reads the same in every language."""

_INSIDE = re.compile(r"(?:^|(?<=[\s|]))([a-z-]+):")
"""What looks like the name of a line, wherever it stands."""

_BEHIND_BAR = re.compile(r"(?:^|\s)\| *([^\W\d_][\w-]*) ?:")
"""What can only be meant as the name of a line; taken as text it would be told as a value."""


class NoEmbargo(DeskError):
    """An embargo cannot be kept by this version, so nothing is stored."""

    key = "edit.no-embargo"


class LineInside(DeskError):
    """A line begins within the VALUE, where it would become part of it. Field: `name`."""

    key = "edit.line-inside"


class NamesNeeded(DeskError):
    """A new subject or attribute has to be named first. Field: `usage`, the command completed."""

    key = "edit.names-needed"


class WrongAudience(DeskError):
    """An audience that is none. Field: `text`."""

    key = "edit.audience"


class WrongValue(DeskError):
    """Words where the command takes none, e.g. a value after `fact edit KEY`. Field: `text`."""

    key = "edit.no-value"


class Operation(Protocol):
    """One of the operations of `bot.editing.change` that takes a draft."""

    def __call__(
        self, editor: Editor, key: str, draft: Draft, revision: int | None = None
    ) -> Outcome:
        """Carry out the change and return what came of it."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A command as typed: its KEY, what follows on the line, and its lines."""

    key: Key
    value: str
    lines: Mapping[str, str]


def add(text: str) -> Act:
    """Add a fact."""
    read = _read(text, _ADD_LINES)
    if not (read.value or _given(read.lines, _VALUES)):
        raise Incomplete(given=str(read.key))
    return partial(_add, read=read, typed=text)


def set_(text: str) -> Act:
    """Say that the world has changed."""
    read = _read(text, _SET_LINES)
    if not (read.value or _given(read.lines, _VALUES) or "until" in read.lines):
        raise Incomplete(given=str(read.key))
    return partial(_change, read=read, operation=change.set_value)


def correct(text: str) -> Act:
    """Say that we were wrong."""
    read = _read(text, _CORRECT_LINES)
    if not (read.value or _given(read.lines, _VALUES | _PERIOD)):
        raise Incomplete(given=str(read.key))
    one_language = not read.value and _given(read.lines, _VALUES)
    operation = partial(change.correct, only_language=one_language)
    return partial(_change, read=read, operation=operation)


def edit(text: str) -> Act:
    """Change the wording, the source or the words, and no value."""
    read = _read(text, _EDIT_LINES)
    if read.value:
        raise WrongValue(text=shown(read.value))
    if not read.lines:
        raise Incomplete(given=str(read.key))
    return partial(_change, read=read, operation=change.edit)


def retract(text: str) -> Act:
    """Withdraw the version in force, for a reason."""
    read = _read(text, _RETRACT_LINES)
    reason = read.value or read.lines.get("reason", "")
    if not reason:
        raise Incomplete(given=str(read.key))
    return partial(_retract, read=read, reason=reason)


def undo(text: str) -> Act:
    """Take back the latest change of a fact."""
    key, rest = fact_key(text)
    if rest:
        raise WrongValue(text=shown(rest))
    return partial(_undo, key=key)


def _read(text: str, known: frozenset[str]) -> _Read:
    fields: Fields = grammar.fields(text, known)
    key, value = fact_key(fields.head)
    if "embargo" in fields.fields:
        raise NoEmbargo
    inside = next((name for name in _INSIDE.findall(value.lower()) if name in known), None)
    if inside:
        raise LineInside(name=inside)
    unknown = _BEHIND_BAR.search(value)
    if unknown:
        near = grammar.nearest(unknown[1], known, cutoff=0)
        raise UnknownField(name=unknown[1], nearest=near[0], known=", ".join(sorted(known)))
    return _Read(key, value, fields.fields)


def _given(lines: Mapping[str, str], names: frozenset[str]) -> bool:
    return any(lines.get(name) for name in names)


def _add(context: Context, read: _Read, typed: str) -> Reply:
    editor = _editor(context, read.lines)
    missing = _missing_names(context, read)
    if missing:
        whole = f"/fact add {typed.strip()}\n" + "\n".join(f"{name}: …" for name in missing)
        raise NamesNeeded(usage=(Code(whole),))
    if context.tx.subjects.find(read.key.subject) is None:
        add_subject(editor, read.key.subject, _about(read.lines))
    outcome = change.add(editor, str(read.key), _draft(context, read))
    return _report(context, outcome)


def _missing_names(context: Context, read: _Read) -> list[str]:
    """Return the lines that must name a subject or an attribute never seen before."""
    missing = []
    if context.tx.subjects.find(read.key.subject) is None:
        missing += [
            name for name in (f"name-{each}" for each in LANGUAGES) if name not in read.lines
        ]
    known = any(key.endswith(f".{read.key.attribute}") for key in context.tx.facts.keys())  # noqa: SIM118 - no dict
    if not known and "words" not in read.lines:
        missing.append("words")
    return missing


def _about(lines: Mapping[str, str]) -> About:
    names = {
        language: (lines[f"name-{language}"], *_listed(lines.get(f"also-{language}")))
        for language in LANGUAGES
    }
    return About(names, topic=lines.get("topic"))


def _listed(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _change(context: Context, read: _Read, operation: Operation) -> Reply:
    _check_known(context, read.key)
    outcome = operation(_editor(context, read.lines), str(read.key), _draft(context, read))
    return _report(context, outcome)


def _retract(context: Context, read: _Read, reason: str) -> Reply:
    _check_known(context, read.key)
    draft = Draft(on=_on(context, read.lines), reason=reason)
    outcome = change.retract(_editor(context, read.lines), str(read.key), draft)
    return _report(context, outcome)


def _undo(context: Context, key: Key) -> Reply:
    _check_known(context, key)
    return _report(context, change.undo(_editor(context, {}), str(key)))


def _editor(context: Context, lines: Mapping[str, str]) -> Editor:
    zone = _zone(context, lines)
    return Editor(context.tx, context.person.id, str(context.update.chat), zone)


def _zone(context: Context, lines: Mapping[str, str]) -> str:
    return zone_of(lines["zone"]) if "zone" in lines else context.zone


def _draft(context: Context, read: _Read) -> Draft:
    lines = read.lines
    zone = _zone(context, lines)
    source, published = _source(context, lines)
    return Draft(
        value=_value(read, context.language),
        statement={language: lines[language] for language in LANGUAGES if language in lines},
        words=_words(lines, context.language),
        source=source,
        as_of=published,
        review=day_of(lines["review"], zone) if "review" in lines else None,
        audience=_audience(lines),
        start=start_of(lines["from"], zone) if "from" in lines else None,
        end=end_of(lines["until"], zone) if "until" in lines else None,
        on=_on(context, lines),
        reason=lines.get("reason", ""),
    )


def _value(read: _Read, language: str) -> dict[str, str]:
    """Return the value by language: VALUE is in the chat's, digits alone are in every one."""
    value = {
        language: read.lines[f"value-{language}"]
        for language in LANGUAGES
        if read.lines.get(f"value-{language}")
    }
    if _DIGITS.fullmatch(read.value):
        return dict.fromkeys(LANGUAGES, read.value) | value
    return ({language: read.value} if read.value else {}) | value


def _words(lines: Mapping[str, str], language: str) -> dict[str, tuple[str, ...]]:
    if "words" not in lines:
        return {}
    return {language: tuple(_listed(lines["words"]))}


def _source(context: Context, lines: Mapping[str, str]) -> tuple[Source | None, date | None]:
    if "source" not in lines:
        return None, None
    read = grammar.take_source(lines["source"])
    published = day_of(read.date, context.zone) if read.date else None
    return Source(read.publisher or _host(read.url), read.url, published), published


def _host(url: str) -> str:
    return (urlsplit(url if "//" in url else f"//{url}").hostname or url).removeprefix("www.")


def _audience(lines: Mapping[str, str]) -> Audience | None:
    if "audience" not in lines:
        return None
    named = lines["audience"].strip().lower()
    if named not in set(Audience):
        raise WrongAudience(text=shown(named), known=", ".join(Audience))
    return Audience(named)


def _on(context: Context, lines: Mapping[str, str]) -> Moment | None:
    return start_of(lines["on"], _zone(context, lines)) if "on" in lines else None


def _check_known(context: Context, key: Key) -> None:
    try:
        found(context, str(key))
    except NoSuchFact:
        raise UnknownFact(fact=str(key)) from None


def _report(context: Context, outcome: Outcome) -> Reply:
    """Say what was done, what readers see from now on, and what it did to its neighbours."""
    language = context.language
    kind = outcome.change.kind
    parts: list[Message] = [context.say(f"edit.done-{kind}", key=Code(outcome.fact.key))]
    if outcome.undone is not None:
        parts.append(histories.event(outcome.undone, language, context.zone))
    if outcome.after is None and kind is not ChangeKind.RETRACT:
        parts.append(context.say("edit.nothing-now"))
    parts += [
        cards.fact_card(outcome.fact, held, language, context.now, context.zone)
        for held in _shown_here(context, outcome.after)
    ]
    parts += [
        _beside("edit.replaced", Strike(_valued(held, language)), held, context)
        for held in _shown_here(context, *_before(outcome))
    ]
    parts += [
        _beside("edit.stays", Strong(_valued(held, language)), held, context)
        for held in _shown_here(context, outcome.stays)
    ]
    return context.reply(joined(parts, Break()))


def _before(outcome: Outcome) -> tuple[Held | None, ...]:
    """Return what is worth telling of how it was before."""
    match outcome.change.kind:
        case ChangeKind.EDIT:
            return ()
        case ChangeKind.UNDO:
            return (outcome.before,)
        case _:
            return outcome.replaced


def _shown_here(context: Context, *periods: Held | None) -> list[Held]:
    """Return those of the periods that there are and that this place may see."""
    return [held for held in periods if held and cards.may_see(context.audience, held)]


def _beside(told: str, value: Node, held: Held, context: Context) -> Message:
    return context.say(told, value=value, period=_period(held, context))


def _valued(held: Held, language: str) -> str:
    return cards.value_text(held.version.content, language)


def _period(held: Held, context: Context) -> str:
    return wording.between(held.start, held.end, context.language) or context.phrase(
        "answer.always"
    )
