"""A form as a window that a platform keeps open: a page of fields at a time, checked when sent.

What is known of it travels with the window, so nothing is written until it is saved. A page that
is right leads to the next one; behind the last it is shown once more with what readers will see,
and whoever sends that as it stands saves it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bot.context import Context
from bot.errors import DeskError
from bot.forms import previewing
from bot.forms.form import Answers, Field, Filled, Form, Option, Pages, missing
from bot.grammar import mend
from bot.port import Message, plain


@dataclass(frozen=True, slots=True)
class Blank:
    """A field of a page, as it is shown.

    Attributes:
        label, hint: what it is called, and the question in full.
        given: what stands in it already.
        options: the only answers there are; without any, words are typed.
        optional, long: it may be left empty; it takes several lines.
    """

    name: str
    label: str
    hint: str
    given: str = ""
    options: Sequence[Option] = ()
    optional: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a form.

    Attributes:
        title, send, leave: what stands above it, and on its buttons.
        said: below its fields.
        blanks: the fields; without any there is nothing to send.
        state: what has to come back with it.
    """

    title: str
    send: str
    leave: str
    blanks: Sequence[Blank]
    said: Message = ()
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a page, by field."""

    by_field: Mapping[str, str]


Turn: TypeAlias = Sheet | Faults | Filled
"""What follows when a page was sent: the next, what is wrong, or the form to be saved."""


def opened(context: Context, form: Form, filled: Filled, said: Message = ()) -> Sheet:
    """Return the first page of which something is missing; where nothing is, the last."""
    filled = previewing.opened_on(context, form, filled)
    pages = form.pages(context, filled.answers)
    due = missing(pages, filled.answers)
    number = next((at for at, page in enumerate(pages) if due in page), len(pages) - 1)
    return _page(context, pages, number, filled, said)


def sent(context: Context, form: Form, state: Mapping[str, Any], values: Mapping[str, str]) -> Turn:
    """Read a page that was sent, and return what follows.

    Args:
        context: of whoever sent it.
        form: of the command that the state names.
        state: that of the sheet.
        values: what was typed, by field.
    """
    filled, number = Filled.read(state["filled"]), int(state["page"])
    before = form.pages(context, filled.answers)
    filled, faults = _read(context, before[number], filled, values)
    if faults:
        return Faults(faults)
    pages = form.pages(context, filled.answers)
    filled = previewing.opened_on(context, form, filled)
    if number + 1 < len(pages):
        return _page(context, pages, number + 1, filled)
    if not form.previews or state.get("shown") == _digest(filled.answers):
        return filled
    return _previewed(context, form, filled, number)


def _previewed(context: Context, form: Form, filled: Filled, number: int) -> Turn:
    """Show the last page again, with what it comes to below; or what the command refuses."""
    pages = form.pages(context, filled.answers)
    try:
        preview = previewing.preview(context, form, filled)
    except DeskError as error:
        asked = [each.name for each in pages[number]]
        return Faults({asked[0]: plain(error.said(context.language))})
    if preview.asks:
        return filled
    sheet = _page(context, pages, number, filled, preview.message)
    state = {**sheet.state, "shown": _digest(filled.answers)}
    return replace(sheet, send=context.phrase("form.save"), state=state)


def _read(
    context: Context, page: Sequence[Field], filled: Filled, values: Mapping[str, str]
) -> tuple[Filled, dict[str, str]]:
    """Return the form with a page's answers, and what is wrong with them."""
    faults: dict[str, str] = {}
    for each in page:
        said = mend(values.get(each.name, "")).strip()
        if not said:
            if each.skip:
                filled = filled.given({each.name: ""})
            else:
                faults[each.name] = context.phrase("form.needed")
            continue
        try:
            filled = filled.given(
                each.read(context, _value(context, each, filled, said), filled.answers)
            )
        except DeskError as error:
            faults[each.name] = plain(error.said(context.language))
    return filled, faults


def _value(context: Context, each: Field, filled: Filled, said: str) -> str:
    """Return what an option that was typed by its label stands for."""
    options = each.options(context, filled.answers)
    return next((option.value for option in options if option.label == said), said)


def _page(context: Context, pages: Pages, number: int, filled: Filled, said: Message = ()) -> Sheet:
    page = pages[number]
    mine = {each.name for each in page}
    # What stands in the fields comes back by itself; only what does not has to be kept.
    behind = {name: text for name, text in filled.answers.items() if name not in mine}
    state = {"filled": replace(filled, answers=behind).record(), "page": number}
    return Sheet(
        title=title(context, filled.command),
        send=context.phrase("form.next"),
        leave=context.phrase("form.cancel"),
        blanks=[_blank(context, each, filled.answers) for each in page],
        said=said,
        state=state,
    )


def title(context: Context, words: str) -> str:
    """Return what stands above a form: what its command does, in the language of its reader."""
    command = next(each for each in context.commands if each.words == words)
    return context.phrase(f"form.title-{command.text_key}")


def _blank(context: Context, each: Field, answers: Answers) -> Blank:
    options = list(each.options(context, answers))
    given = answers.get(each.name, "")
    hint = plain(each.asks(context))
    if options and not each.closed:
        hint = f"{hint} ({', '.join(option.label for option in options)})"
        given = given or (options[0].value if each.proposed else "")
    return Blank(
        each.name,
        each.label(context),
        hint,
        given,
        options if each.closed else (),
        optional=bool(each.skip),
        long=each.long,
    )


def _digest(answers: Answers) -> str:
    given = json.dumps(dict(sorted(answers.items())), ensure_ascii=False)
    return hashlib.sha256(given.encode()).hexdigest()[:16]
