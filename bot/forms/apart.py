"""Words behind `fact add` that begin with no KEY: of what, what about it, and what it holds.

Where one ends and the next begins nobody can know of words that are new: of “Stone Bridge length
198 metres” the first may be all of it. So only what is held already is recognised.
"""

from __future__ import annotations

import re
from typing import Final

from bot import grammar
from bot.answering.words import fold
from bot.context import Context
from bot.errors import DeskError
from bot.forms.form import Answers
from bot.grammar.errors import shown

_LONGEST: Final = 12
"""Words of a name, above which it is looked for no more."""


class Unclear(DeskError):
    """Words of which nobody can know where one thing ends. Field: `text`.

    Attributes:
        answers: what is known of them for all that.
    """

    key = "form.unclear"

    def __init__(self, text: str, answers: Answers) -> None:
        super().__init__(text=shown(text))
        self.answers = answers


def parted(context: Context, line: str, besides: Answers) -> Answers:
    """Return the answers that `line` gives, and those `besides`.

    Raises:
        Unclear: it may be parted anywhere.
    """
    words = line.split()
    for number in range(min(len(words), _LONGEST), 0, -1):
        subject = subject_called(context, " ".join(words[:number]))
        about = _about(context, words[number:]) if subject else None
        if about is not None:
            return {"subject": subject, **about, **besides}
    if len(words) == 1:
        return {"subject": line, **besides}
    by_key = context.tx.subjects.find(words[0])
    raise Unclear(line, {"subject": by_key.key, **besides} if by_key else besides)


def _about(context: Context, words: list[str]) -> Answers | None:
    """Return what about a subject is said, and what that is; None where it cannot be told."""
    if not words:
        return {}
    for number in range(min(len(words) - 1, _LONGEST), 0, -1):
        attribute = "-".join(re.findall(r"[a-z0-9]+", fold(" ".join(words[:number]))))
        if attribute and context.tx.facts.has_attribute(attribute):
            value = " ".join(words[number:])
            return {"attribute": attribute, f"value-{context.language}": value}
    return None


def subject_called(context: Context, said: str) -> str:
    """Return the key of the subject of that key or name, or nothing."""
    tx = context.tx
    if grammar.looks_like_key(said):
        by_key = tx.subjects.find(str(grammar.fold_key(said)))
        if by_key is not None:
            return by_key.key
    ids = {subject for subject, _ in tx.subjects.called([said])}
    found = tx.subjects.get(ids)
    return next(iter(found.values())).key if len(found) == 1 else ""
