"""A form as a conversation: a question at a time, in a private chat, with [Back] and [Cancel].

Between two messages the form lies in the store, so it survives a restart; whoever comes back to
it too late gets what they had filled in as a command. While it waits, words are the answer to
its question, and a command is carried out beside it. The right is checked at each step: who has
lost it meanwhile is refused, and the audit tells so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from bot import grammar, roles
from bot.answering.words import fold
from bot.commands.arguments import BareHour
from bot.commands.entry import everybody_reads
from bot.context import Act, Command, Context
from bot.conversation import refusals
from bot.errors import DeskError
from bot.forms import asking, previewing, sheets
from bot.forms.asking import WITHIN
from bot.forms.begun import begun
from bot.forms.form import Answers, Field, Filled, Form, SeveralMeant, before, due
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Place, Reply, joined
from storage.errors import Spent, Why

Step: TypeAlias = Callable[[Context, Form, Filled], Reply]
"""What is done with a form between two messages."""

REMEMBERED: Final = timedelta(days=1)
"""How long after it has expired plain words are met by saying so."""

_CANCEL: Final = frozenset({"cancel", "atcelt"})
_BACK: Final = frozenset({"back", "atpakal"})
"""Words, folded, that do what the buttons do."""


def opens(context: Context) -> bool:
    """Tell whether a form can be opened here: in a window, or in a conversation in private."""
    update = context.update
    return update.has_windows or (update.chat.place is Place.PRIVATE and not update.unattended)


def open_form(
    context: Context,
    command: Command,
    text: str,
    *,
    question: int = 0,
    given: Answers | None = None,
    said: Message = (),
) -> Reply:
    """Begin the form of a command, and ask for the first thing that is missing.

    Args:
        context: of whoever may call the command.
        command: one that has a form.
        text: what was typed behind it already.
        question: the number of the questions that the fact answers once it is there; 0 for none.
        given: answers that are known besides.
        said: before all that.
    """
    form = context.forms[command.name]
    filled, notes = begun(context, command, text, given)
    filled, first = replace(filled, question=question), [said] if said else []
    if context.update.has_windows:
        # What is wrong with what was typed may tell what the desk alone sees.
        told = [
            *first,
            *([] if everybody_reads(context) else notes),
            _in_window(context, command.words),
        ]
        return asking.window(context, filled, joined(told, Break(paragraph=True)))
    return _go_on(context, form, filled, [*first, _began(context, command), *notes])


def lay_down(context: Context, words: str, given: Answers) -> None:
    """Have words be the answer to what the command lacks, which was asked for already."""
    context.tx.forms.keep(context.chat_id, context.person.id, Filled(words, given).record())


def submitted(context: Context) -> Reply:
    """Save a form that was filled in in a window.

    Raises:
        Spent: it is none.
    """
    if context.update.filled is None:
        raise Spent(Why.UNKNOWN)
    return _stepped(context, Filled.read(context.update.filled), _carried_out)


def awaited(context: Context, text: str) -> Act | None:
    """Return what a line without its `/` answers, where a form waits for it; else None."""
    if context.update.has_windows or not opens(context):
        return None
    kept = context.tx.forms.find(context.chat_id, context.person.id)
    if kept is None or context.now - kept.at >= WITHIN + REMEMBERED:
        return None
    filled = Filled.read(kept.filled)
    if context.now - kept.at >= WITHIN:
        return partial(_expired, filled=filled)
    word = fold(text)
    if word in _CANCEL:
        return partial(_cancelled, filled=filled)
    step = _back if word in _BACK else partial(_answered, text=text)
    return partial(_stepped, filled=filled, step=step)


def cancels(context: Context, text: str) -> Act | None:
    """Return what `/cancel` and `/back` do: while a form waits, and else; None for other lines."""
    if fold(text) not in _CANCEL | _BACK or not opens(context):
        return None
    return awaited(context, text) if _kept(context) else _none_open


def finished(context: Context, command: Command, text: str) -> None:
    """Put the form of a command away, if that was typed whole instead, of the same fact.

    One that is a row of arguments has nothing else to ask for.
    """
    kept = _kept(context)
    if kept is None or kept[1].command != command.words:
        return
    form = context.forms[command.name]
    target = form.target(kept[1].answers)
    if command.arguments or (target and target == form.target(form.begun(context, text))):
        context.tx.forms.drop(context.chat_id, context.person.id)


def _none_open(context: Context) -> Reply:
    return context.reply(context.say("form.none-open"))


def tapped(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Do what a button of a form stands for.

    Raises:
        Spent: it is of an earlier question, or the form is not there any more.
    """
    if "filled" in payload:
        return _opened(context, Filled.read(payload["filled"]))
    kept = context.tx.forms.find(context.chat_id, context.person.id)
    if kept is None or kept.turn != payload["turn"]:
        raise Spent(Why.USED)
    filled = Filled.read(kept.filled)
    if context.now - kept.at >= WITHIN:
        return _expired(context, filled)
    value = str(payload["value"])
    steps: dict[str, Step] = {
        "answer": partial(_answered, text=value),
        "skip": partial(_skipped, name=value),
        "back": _back,
        "change": partial(_changing, name=value),
        "save": _carried_out,
        "look": _go_on,
    }
    step = steps.get(payload["does"])
    return _cancelled(context, filled) if step is None else _stepped(context, filled, step)


def _opened(context: Context, filled: Filled) -> Reply:
    """Begin a form that a button carries; where its window did not open, give the button again."""
    if context.update.has_windows:
        return asking.window(context, filled, _in_window(context, filled.command))
    # The buttons beside it open others.
    context.tx.choices.give_back(context.update.choice)
    return _stepped(
        context, filled, partial(_go_on, notes=[_began(context, _command(context, filled))])
    )


def _began(context: Context, command: Command) -> Message:
    """Say that a form begins, or that it takes the place of one in which something was answered."""
    earlier = _kept(context)
    if earlier is not None and earlier[1].answers:
        return context.say("form.replaced", command=Code(f"/{earlier[1].command}"))
    if not command.arguments:
        return context.say("form.opened")
    does = context.phrase(f"help.{command.text_key}")
    return context.say("form.needs", command=Code(f"/{command.words}"), does=does)


def _in_window(context: Context, words: str) -> Message:
    """Say above the button that opens a window what it is for: a tap does not show its line."""
    return context.say("form.in-window", what=sheets.title(context, words))


def _kept(context: Context) -> tuple[str, Filled] | None:
    """Return the turn of the form that somebody is amid, and the form."""
    kept = context.tx.forms.find(context.chat_id, context.person.id)
    if kept is None or context.now - kept.at >= WITHIN:
        return None
    return kept.turn, Filled.read(kept.filled)


def _stepped(context: Context, filled: Filled, step: Step) -> Reply:
    """Go a step on with a form, if whoever does may still carry out its command."""
    command = _command(context, filled)
    if not context.may(command):
        return _refused(
            context, filled, roles.refusal(command.right, context.private_link("start"))
        )
    return step(context, context.forms[command.name], filled)


def _command(context: Context, filled: Filled) -> Command:
    return next(each for each in context.commands if each.words == filled.command)


def _refused(context: Context, filled: Filled, error: DeskError) -> Reply:
    """Refuse somebody in a way that stays known, which raising would undo."""
    context.tx.forms.drop(context.chat_id, context.person.id)
    refusals.write(context, filled.command, error.key)
    return replace(context.reply(error.said(context.language)), failed=True)


def _go_on(context: Context, form: Form, filled: Filled, notes: Sequence[Message] = ()) -> Reply:
    """Ask for what comes next; where nothing does, show what it comes to."""
    filled = previewing.opened_on(context, form, filled)
    field = due(form, context, filled)
    if field is not None and context.update.has_windows:
        said = _in_window(context, filled.command)
        return asking.window(context, replace(filled, asks=""), said)
    if field is not None:
        return asking.ask(context, filled, field, notes)
    if not form.previews:
        return _carried_out(context, form, filled)
    return _shown(context, form, filled, notes)


def _answered(context: Context, form: Form, filled: Filled, text: str) -> Reply:
    """Take an answer; what is none is said, and asked for once more."""
    field = due(form, context, filled)
    if field is None:
        # What it comes to waits for a tap; words say nothing to that.
        return _go_on(context, form, filled, [context.say("form.tap", text=shown(text))])
    said = _meant(context, field, filled, text)
    if said is None:
        return _go_on(context, form, filled.given({field.name: ""}))
    try:
        given = field.read(context, said, filled.answers)
    except DeskError as error:
        keys = [error.line] if isinstance(error, BareHour) else []
        keys += error.keys if isinstance(error, SeveralMeant) else ()
        return asking.ask(context, filled, field, [error.said(context.language)], keys)
    notes = _taken_as_answer(context, field, text) if said == text else []
    return _go_on(context, form, filled.given(given), notes)


def _taken_as_answer(context: Context, field: Field, text: str) -> list[Message]:
    """Say so where what was taken for an answer looks like a question or another command.

    It may be what was meant, as any words may be a value; who meant otherwise goes back.
    """
    mine = {each.name: each for each in context.commands if len(each.name) > 1}
    found = grammar.first_words(text, mine)
    command = found is not None and context.may(mine[found[0]])
    if not (command or text.rstrip().endswith("?")):
        return []
    line = Code(f"/{text}" if command else f"/ask {text}")
    label, back = field.label(context), context.phrase("form.back")
    return [context.say("form.taken", label=label, line=line, back=back)]


def _meant(context: Context, field: Field, filled: Filled, text: str) -> str | None:
    """Return what was typed, the value of an option by its label; None if it passes it over."""
    said = fold(" ".join(text.split()))
    if field.skip and said == fold(context.phrase(f"form.skip-{field.skip}")):
        return None
    for option in field.options(context, filled.answers):
        if said == fold(option.label):
            return option.value
    return text


def _skipped(context: Context, form: Form, filled: Filled, name: str) -> Reply:
    return _go_on(context, form, filled.given({name: ""}))


def _changing(context: Context, form: Form, filled: Filled, name: str) -> Reply:
    """Ask again for one field; without its name offer every one."""
    if name:
        return _go_on(context, form, replace(filled, asks=name))
    return asking.which(context, form, filled, context.say("form.which-field"), refused=False)


def _back(context: Context, form: Form, filled: Filled) -> Reply:
    return _go_on(context, form, before(form, context, filled))


def _cancelled(context: Context, filled: Filled) -> Reply:
    del filled
    context.tx.forms.drop(context.chat_id, context.person.id)
    return context.reply(context.say("form.cancelled"))


def _expired(context: Context, filled: Filled) -> Reply:
    """Say that a form waits no more, and give back what was filled in."""
    context.tx.forms.drop(context.chat_id, context.person.id)
    command = _command(context, filled)
    form = context.forms[command.name]
    try:
        line = form.line(filled.answers)
    except KeyError:
        # As far as it goes, which is not as far as the line needs.
        line = " ".join([filled.command, *filter(None, filled.answers.values())])
    said = context.say("form.expired", command=Code(f"/{line}"))
    return replace(context.reply(said), failed=True)


def _carried_out(context: Context, form: Form, filled: Filled) -> Reply:
    """Have the command carry out the line, and end the form."""
    fact = previewing.target_of(context, form, filled)
    if fact is not None and filled.revision is not None:
        # On this the command goes on, and shows what another has made of the fact since.
        context.tx.sights.note(context.person.id, context.chat_id, {fact.id: filled.revision})
    try:
        seq = context.tx.changes.latest_seq()
        with context.tx.undoable():
            along = replace(context, answering=filled.question)
            reply = previewing.carry_out(along, form.line(filled.answers))
            stored = context.tx.changes.latest_seq() != seq
            answers = f"answer {filled.question} {form.target(filled.answers)}"
            asked = filled.question and stored
            then = previewing.carry_out(context, answers) if asked else None
    except DeskError as error:
        return _mend(context, form, filled, error.said(context.language))
    context.tx.forms.drop(context.chat_id, context.person.id)
    if then is None:
        return reply
    message = joined([reply.message, then.message], Break(paragraph=True))
    return replace(then, message=message, choices=(*reply.choices, *then.choices))


def _shown(context: Context, form: Form, filled: Filled, notes: Sequence[Message]) -> Reply:
    """Show what it comes to, to be saved; what the command refuses can be changed."""
    try:
        preview = previewing.preview(context, form, filled)
    except DeskError as error:
        return _mend(context, form, filled, error.said(context.language))
    if preview.asks:
        return _carried_out(context, form, filled)
    answered = () if preview.seen else asking.answers(context, form, filled)
    parts = filter(None, [*notes, answered, preview.message])
    message = joined(parts, Break(paragraph=True))
    return asking.save(context, filled, message)


def _mend(context: Context, form: Form, filled: Filled, said: Message) -> Reply:
    """Have something changed that was refused: in a window again, or field by field."""
    if context.update.has_windows:
        return asking.window(context, filled, said)
    fields = [each for page in form.pages(context, filled.answers) for each in page]
    if len(fields) == 1:
        return asking.ask(context, replace(filled, answers={}), fields[0], [said])
    return asking.which(context, form, filled, said, refused=True)
