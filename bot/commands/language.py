"""`language`: in which language this person, or this chat, is answered."""

from __future__ import annotations

from functools import partial

from bot import texts
from bot.context import Act, Context
from bot.errors import DeskError
from bot.port import Place, Reply


class NoSuchLanguage(DeskError):
    """A language that the desk does not speak."""

    key = "language.none"


def language(text: str) -> Act:
    """Choose the language; alone, say which one is in force."""
    chosen = text.strip().lower()
    if chosen and chosen not in texts.LANGUAGES:
        raise NoSuchLanguage(word=chosen, known=", ".join(texts.LANGUAGES))
    return partial(_choose, chosen=chosen) if chosen else _tell


def _tell(context: Context) -> Reply:
    spoken = context.phrase(f"language.{context.language}")
    return context.reply(context.say("language.now", language=spoken))


def _choose(context: Context, chosen: str) -> Reply:
    if context.update.chat.place is Place.PRIVATE:
        context.tx.people.set_language(context.person.id, chosen)
    else:
        context.tx.chats.set_language(context.chat_id, chosen)
        context.note_order("language", to=chosen)
    spoken = texts.phrase(chosen, f"language.{chosen}")
    return Reply(texts.say(chosen, "language.chosen", language=spoken), language=chosen)
