"""What leaves for Telegram: one call a message, tried once, and what became of it.

A picture and its words are one message; one that Telegram has goes by its name alone.
A tap is answered first, so that its button stops turning; whether that succeeds is of no matter.
Link previews are for posts that ask for them, and nothing is sent to one member of a group alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from typing import Final

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.outcomes import InDoubt, Later, Outcome, Refused, Sent, Wait
from bot.platforms import BROUGHT_WITHIN
from bot.port import (
    Account,
    Chat,
    Choice,
    Document,
    File,
    Message,
    Outgoing,
    Picture,
    Place,
    Posting,
    Prepared,
    Unfit,
    Whereto,
)
from handlers.telegram.documents import attached, opened
from handlers.telegram.fetching import fetched
from handlers.telegram.fitting import fit
from handlers.telegram.picking import keyboard
from handlers.telegram.reading import PLATFORM
from handlers.telegram.rendering import html, plain_text
from handlers.telegram.sorting import is_gone, nobody_waits, outcome
from handlers.telegram.standing import RUNS_IT, may_post, runners
from handlers.telegram.wording import MORE, cut, shown, units, visible
from storage.turns import Pace

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
LONGEST_BUBBLE: Final = 200
"""Units of the answer to a tap."""
LONGEST_LABEL: Final = 64
"""Units of what stands on a button; a phone shows about half of it."""
SHORT_LABEL: Final = 2
"""Units of a label that needs no row of its own: a sign, or an emoji."""
MOST_IN_ROW: Final = 8
MOST_BUTTONS: Final = 100
PICTURE_WITHIN: Final = 20 + BROUGHT_WITHIN
"""Seconds for a picture or a file to get there, whole; words are given as many without it."""
PACE: Final = Pace(
    bot=timedelta(milliseconds=40),
    private=timedelta(milliseconds=1100),
    group=timedelta(milliseconds=3300),
)
"""Telegram takes 30 messages a second in all, one a second in a chat and 20 a minute in a group
(Bots FAQ, "My bot is hitting limits"): 25 a second leave some for replies, 18 a minute too, and a
tenth of a second is for the way."""


class TelegramPlatform:
    """Telegram as the desk uses it."""

    name: str = PLATFORM
    pace: Pace = PACE
    slash: str = "/"

    def __init__(self, bot: Bot) -> None:
        self._bot: Final = bot

    def fit(self, message: Message) -> tuple[Message, ...]:
        """Return `message` in parts that fit one message each."""
        return fit(message)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send or edit one message, or answer a tap; try once, and say what became of it."""
        if outgoing.aside:
            return await self._answer(outgoing)
        if not outgoing.via:
            return await self._deliver(outgoing)
        _, became = await asyncio.gather(self._stop_turning(outgoing.via), self._deliver(outgoing))
        return became

    async def find(self, outgoing: Outgoing) -> InDoubt:
        """Say that it cannot be told: Telegram has no way to ask for a message."""
        del outgoing
        return InDoubt("Telegram cannot be asked")

    async def runs_chat(self, account: Account, chat: Chat) -> bool:
        """Tell whether somebody is the creator or an administrator; False if it cannot be asked.

        Everybody runs their private chat; and who speaks in the name of a group runs it.
        """
        if chat.place is Place.PRIVATE or account.id == chat.id:
            return True
        try:
            member = await self._bot.get_chat_member(chat.id, int(account.id))
        except Exception:  # noqa: BLE001 - a refusal, a broken line or an answer that means nothing
            return False
        return member.status in RUNS_IT

    async def runners(self, chat: Chat) -> tuple[Account, ...]:
        """Ask who runs a group or channel, other bots left out."""
        return await runners(self._bot, chat)

    async def answers(self) -> bool:
        """Ask Telegram who we are."""
        try:
            await self._bot.get_me()
        except Exception:  # noqa: BLE001 - whatever an answer makes the library raise
            return False
        return True

    async def prepared(self, chat: Chat, message: str) -> Prepared:
        """Say that it cannot be asked for: with Telegram it comes along, or not at all."""
        del chat, message
        return Prepared(None, (), unfit=Unfit.OUT_OF_REACH)

    async def opened(self, file: File) -> File:
        """Bring a file that somebody has sent us."""
        return await opened(self._bot, file)

    async def fetched(self, picture: Picture) -> Picture | Wait | Later | Refused:
        """Bring a picture that somebody has shown us."""
        return await fetched(self._bot, picture)

    async def may_post(self, whereto: Whereto) -> Posting:
        """Ask which chat is meant, and whether we and who wants to may post there."""
        return await may_post(self._bot, whereto)

    async def _answer(self, outgoing: Outgoing) -> Outcome:
        words = cut(plain_text(outgoing.message), LONGEST_BUBBLE)
        try:
            await self._bot.answer_callback_query(outgoing.via, words)
        except Exception as error:  # noqa: BLE001 - whatever an answer makes the library raise
            return Sent() if nobody_waits(error) else outcome(error)
        return Sent()

    async def _stop_turning(self, via: str) -> None:
        with suppress(Exception):  # the button turns a little longer, that is all
            await self._bot.answer_callback_query(via)

    async def _deliver(self, outgoing: Outgoing) -> Outcome:
        try:
            if outgoing.withdraws:
                return await self._withdraw(outgoing)
            if outgoing.edits:
                return await self._edit(outgoing)
            return await self._send(outgoing)
        except Exception as error:  # noqa: BLE001 - whatever an answer makes the library raise
            return outcome(error, outgoing.edits)

    async def _withdraw(self, outgoing: Outgoing) -> Sent:
        try:
            await self._bot.delete_message(outgoing.chat.id, int(outgoing.edits))
        except BadRequest as error:
            if not is_gone(error):
                raise
        return Sent(outgoing.edits)

    async def _edit(self, outgoing: Outgoing) -> Sent:
        if outgoing.picture is not None:
            return await self._edit_below_picture(outgoing)
        await self._bot.edit_message_text(
            html(outgoing.message),
            outgoing.chat.id,
            int(outgoing.edits),
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(outgoing.choices),
            link_preview_options=_look(outgoing),
        )
        return Sent(outgoing.edits)

    async def _edit_below_picture(self, outgoing: Outgoing) -> Sent:
        await self._bot.edit_message_caption(
            outgoing.chat.id,
            int(outgoing.edits),
            caption=html(outgoing.message),
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(outgoing.choices),
        )
        return Sent(outgoing.edits)

    async def _send(self, outgoing: Outgoing) -> Sent:
        if outgoing.picture is not None:
            return await self._send_picture(outgoing, outgoing.picture)
        if outgoing.document is not None:
            return await self._send_document(outgoing, outgoing.document)
        chat = outgoing.chat
        sent = await self._bot.send_message(
            chat.id,
            html(outgoing.message),
            parse_mode=ParseMode.HTML,
            disable_notification=outgoing.silent,
            reply_markup=_markup(outgoing),
            message_thread_id=int(chat.topic) if chat.topic else None,
            link_preview_options=_look(outgoing),
            reply_parameters=_reply(outgoing),
        )
        return Sent(str(sent.message_id))

    async def _send_picture(self, outgoing: Outgoing, picture: Picture) -> Sent:
        chat = outgoing.chat
        async with asyncio.timeout(PICTURE_WITHIN):
            sent = await self._bot.send_photo(
                chat.id,
                picture.content or picture.id,
                caption=html(outgoing.message),
                parse_mode=ParseMode.HTML,
                disable_notification=outgoing.silent,
                reply_markup=_keyboard(outgoing.choices),
                message_thread_id=int(chat.topic) if chat.topic else None,
                reply_parameters=_reply(outgoing),
            )
        return Sent(str(sent.message_id))

    async def _send_document(self, outgoing: Outgoing, document: Document) -> Sent:
        chat = outgoing.chat
        async with asyncio.timeout(PICTURE_WITHIN):
            sent = await self._bot.send_document(
                chat.id,
                attached(document),
                caption=html(outgoing.message),
                parse_mode=ParseMode.HTML,
                disable_content_type_detection=True,
                disable_notification=outgoing.silent,
                message_thread_id=int(chat.topic) if chat.topic else None,
                reply_parameters=_reply(outgoing),
            )
        return Sent(str(sent.message_id))


def _look(outgoing: Outgoing) -> LinkPreviewOptions:
    return LinkPreviewOptions(is_disabled=False) if outgoing.preview else NO_PREVIEW


def _reply(outgoing: Outgoing) -> ReplyParameters | None:
    answers_alone = outgoing.chat.place is Place.PRIVATE and not outgoing.refers
    if not outgoing.reply_to or answers_alone:
        return None
    return ReplyParameters(int(outgoing.reply_to), allow_sending_without_reply=True)


def _markup(outgoing: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """Return what is to be tapped: to choose a chat, or below the message."""
    return keyboard(outgoing.language) if outgoing.picks else _keyboard(outgoing.choices)


def _keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return the buttons; without any None, which also takes away those of an edit.

    Telegram has no menu to open below a message, so what is tucked away is not shown.
    """
    buttons = [_button(choice) for choice in choices if not choice.tucked][:MOST_BUTTONS]
    return InlineKeyboardMarkup(list(_rows(buttons))) if buttons else None


def _rows(buttons: Sequence[InlineKeyboardButton]) -> Iterator[list[InlineKeyboardButton]]:
    """Yield a button a row; short ones that follow each other share theirs."""
    for short, some in groupby(buttons, lambda button: units(button.text) <= SHORT_LABEL):
        row, most = list(some), MOST_IN_ROW if short else 1
        yield from (row[first : first + most] for first in range(0, len(row), most))


def _button(choice: Choice) -> InlineKeyboardButton:
    label = cut(" ".join(shown(choice.label).split()), LONGEST_LABEL)
    return InlineKeyboardButton(label if visible(label) else MORE, callback_data=choice.token)
