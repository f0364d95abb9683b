"""Which commands have a form; the desk gives them to each act with its surroundings.

A command that names its arguments has one made of them; any other has one of its own here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.commands import COMMANDS
from bot.forms import event, fact, posting
from bot.forms.arguments import ArgumentsForm
from bot.forms.form import Form

FORMS: Final[Mapping[tuple[str, ...], Form]] = MappingProxyType(
    {
        ("fact", "add"): fact.ADD,
        ("fact", "set"): fact.SET,
        ("fact", "correct"): fact.CORRECT,
        ("fact", "edit"): fact.EDIT,
        ("fact", "retract"): fact.RETRACT,
        ("event", "add"): event.ADD,
        ("event", "move"): event.MOVE,
        ("event", "cancel"): event.CANCEL,
        ("schedule", "add"): posting.SCHEDULE,
        ("post",): posting.POST,
        **{each.name: ArgumentsForm(each) for each in COMMANDS if each.arguments},
    }
)
"""The forms, by the name of the command."""
