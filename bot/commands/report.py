"""What an editor is told of a change: what was done, and what readers see from now on."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import reaching, solving, sourcing, told
from bot.context import Context
from bot.editing.recording import Outcome
from bot.forms import asking, conversing
from bot.forms.form import Filled
from bot.port import Break, Choice, Code, Message, Node, Reply, Strike, Strong, joined, unclaimed
from bot.showing import cards, histories, wording
from bot.texts import LANGUAGES
from bot.waiting import languages
from storage.content import ChangeKind, Held


def report(context: Context, outcome: Outcome) -> Reply:
    """Say what was done, what readers see from now on, and what it did to its neighbours."""
    language = _shows_in(context, outcome)
    kind = outcome.change.kind
    parts: list[Message] = [context.say(f"edit.done-{kind}", key=Code(outcome.fact.key))]
    if outcome.undone is not None:
        parts.append(histories.event(outcome.undone, context.language, context.zone))
    if language != context.language:
        parts.append(context.say(f"form.readers-{language}"))
    if outcome.after is None and kind is not ChangeKind.RETRACT:
        parts.append(context.say("edit.nothing-now"))
    parts += [
        told.fact_card(replace(context, language=language), outcome.fact, held)
        for held in _shown_here(context, outcome.after)
    ]
    parts += [
        _beside("edit.replaced", Strike(_valued(held, language)), held, context)
        for held in _shown_here(context, *_before(outcome))
        if not _shows_the_same(held, outcome.after, language)
    ]
    parts += [
        _beside("edit.stays", Strong(_valued(held, language)), held, context)
        for held in _shown_here(context, outcome.stays)
    ]
    parts += sourcing.lines(context, outcome)
    parts += _behind(context, outcome)
    parts += reaching.lines(context, outcome.change, [outcome.fact.id])
    solved, tells = solving.offered(context, outcome)
    parts += solved
    choices = (*reaching.was_error(context, outcome), *_completing(context, outcome), *tells)
    return context.reply(joined(parts, Break()), choices=choices)


def below_heading(reply: Reply) -> Message:
    """Return what a report says below its heading, stating nothing: what it shows is undone."""
    ends = next((n for n, node in enumerate(reply.message) if isinstance(node, Break)), -1)
    return unclaimed(reply.message[ends + 1 :])


def _shows_in(context: Context, outcome: Outcome) -> str:
    """Return the language in which a change shows: the editor's, if it shows in that at all."""
    if outcome.before is None or outcome.after is None:
        return context.language
    held = (outcome.before, outcome.after)
    changed = [each for each in LANGUAGES if len({_read(one, each) for one in held}) > 1]
    return context.language if context.language in changed or not changed else changed[0]


def _shows_the_same(before: Held, after: Held | None, language: str) -> bool:
    """Tell whether a value and its time are as before, as where only their source was another."""
    if after is None or (before.start, before.end) != (after.start, after.end):
        return False
    return _valued(before, language) == _valued(after, language)


def _read(held: Held, language: str) -> tuple[str, str]:
    return _valued(held, language), held.version.content.statement.get(language, "")


def _behind(context: Context, outcome: Outcome) -> list[Message]:
    """Return which languages say less than another now, or something older, and how to mend it."""
    key, held = outcome.fact.key, outcome.after
    if held is None:
        return []
    return [
        context.say(
            "edit.behind",
            language=context.phrase(f"language.{each}"),
            command=Code(languages.line(key, held, each)),
        )
        for each in languages.behind(held, context.tx.facts.history(outcome.fact.id))
    ]


def _completing(context: Context, outcome: Outcome) -> list[Choice]:
    """Return what opens a form in which a fact gets the language or the source that it lacks."""
    key, held = outcome.fact.key, outcome.after
    # What holds at another time is found by a line alone.
    if held is None or not held.covers(context.now) or not conversing.opens(context):
        return []
    forms = [
        (context.phrase(f"edit.write-{each}"), _form(key, languages.act(held, each)))
        for each in languages.behind(held, context.tx.facts.history(outcome.fact.id))
    ]
    if sourcing.lines(context, outcome):
        left = {name: "" for each in LANGUAGES for name in (each, f"value-{each}")}
        forms.append((context.phrase("edit.name-source"), _form(key, "edit", **left)))
    return asking.openings(context, forms, asking.WITHIN)


def _form(key: str, act: str, **left: str) -> Filled:
    return Filled(f"fact {act}", {"fact": key, "what": act, **left})


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


def _beside(sentence: str, value: Node, held: Held, context: Context) -> Message:
    return context.say(sentence, value=value, period=_period(held, context))


def _valued(held: Held, language: str) -> str:
    return cards.value_text(held.version.content, language)


def _period(held: Held, context: Context) -> str:
    return wording.between(held.start, held.end, context.language) or context.phrase(
        "answer.always"
    )
