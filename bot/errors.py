"""What can go wrong by somebody's doing, and how it is said.

    DeskError                 a person can mend it: said to them, nothing changed
    ├── grammar errors        bot/grammar
    ├── editing errors        bot/editing/errors.py
    ├── exchange errors       bot/exchange/errors.py
    └── Refused               a right is missing

A class names its sentence once, by its key in `bot/locales`; the desk is the one
place that turns the error into a reply. Anything that is not a `DeskError` is a
fault of ours: it is logged with an id, and the person is told only that id.
"""

from __future__ import annotations

from typing import ClassVar

from bot.port import Message
from bot.texts import say


class DeskError(Exception):
    """Something that a person can mend.

    Attributes:
        key: the sentence in `bot/locales` that says what is wrong and what to do.
        fields: what fills the placeholders of that sentence.
    """

    key: ClassVar[str]

    def __init__(self, **fields: object) -> None:
        super().__init__(self.key, fields)
        self.fields = fields

    def said(self, language: str) -> Message:
        """Return the sentence in `language`, its gaps filled."""
        given = {
            name: value if isinstance(value, tuple) else str(value)
            for name, value in self.fields.items()
        }
        return say(language, self.key, count=None, **given)


class Refused(DeskError):
    """This person may not do this here."""

    key = "desk.refused"
