"""What readers have asked and nobody could answer, and whom an answer is to reach."""

from __future__ import annotations

from typing import Final

from bot.desk import Desk
from storage.questions import Question
from tests.standins.speakers import Speaker

ASKED: Final = "Who leads the battle group in Lithuania?"


def waiting(desk: Desk) -> tuple[Question, ...]:
    """Return what waits for the editors."""
    with desk.database.read() as tx:
        return tx.questions.open()


def number_of(desk: Desk, text: str = ASKED) -> int:
    """Return the number under which a question is called."""
    return next(each.group for each in waiting(desk) if each.text == text)


def planned(desk: Desk) -> list[tuple[int, str]]:
    """Return to which chats answers are to go, and to which questions."""
    with desk.database.read() as tx:
        rows = [each for each in tx.ledger.get(range(1, 500)) if each.kind == "later"]
        return [(row.chat, tx.questions.get(row.payload["question"]).text) for row in rows]  # type: ignore[union-attr] # it is there


def labels(speaker: Speaker) -> list[str]:
    """Return what stands on the buttons of what somebody was told last."""
    return [choice.label for choice in speaker.reply.choices]
