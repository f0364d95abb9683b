"""`language`: in which language this person, or this chat, is answered."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from bot import texts
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.port import Place, Reply
from storage.choices import Choice as StoredChoice

OFFERED_FOR: Final = timedelta(hours=1)
"""How long the buttons work, as those of an offer do (contract, 1)."""


class NoSuchLanguage(DeskError):
    """A language that the desk does not speak."""

    key = "language.none"


def language(text: str) -> Act:
    """Choose the language; alone, say which one is in force, and offer the others."""
    chosen = text.strip().lower()
    if chosen and chosen not in texts.LANGUAGES:
        raise NoSuchLanguage(word=chosen, known=", ".join(texts.LANGUAGES))
    return partial(_choose, chosen=chosen) if chosen else _tell


def _tell(context: Context) -> Reply:
    spoken = context.phrase(f"language.{context.language}")
    buttons = [
        Button(
            # Whoever does not read this one has to find their own.
            texts.phrase(each, "language.own"),
            StoredChoice("run", {"text": f"language {each}"}),
        )
        for each in texts.LANGUAGES
        if each != context.language
    ]
    choices = context.offered(buttons, OFFERED_FOR)
    return context.reply(context.say("language.now", language=spoken), choices=choices)


def _choose(context: Context, chosen: str) -> Reply:
    if context.update.chat.place is Place.PRIVATE:
        context.tx.people.set_language(context.person.id, chosen)
    else:
        context.tx.chats.set_language(context.chat_id, chosen)
        context.note_order("language", to=chosen)
    spoken = texts.phrase(chosen, f"language.{chosen}")
    return Reply(texts.say(chosen, "language.chosen", language=spoken), language=chosen)
