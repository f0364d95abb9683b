"""Whether may be posted to a chat: by us, and by who wants to.

A channel is posted to by those who run it, a group by whoever is in it.
"""

from __future__ import annotations

from typing import Final

import telegram
from telegram import Bot
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from bot.port import Account, Chat, Fault, Posting, Whereto
from handlers.telegram.reading import PLACES, PLATFORM

RUNS_IT: Final = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
IN_IT: Final = RUNS_IT | {ChatMemberStatus.MEMBER}


async def may_post(bot: Bot, whereto: Whereto) -> Posting:
    """Ask Telegram which chat is meant, and whether we and who wants to may post there."""
    try:
        told = await bot.get_chat(whereto.id)
        if told.type == ChatType.PRIVATE:
            return Posting(whereto, fault=Fault.NOT_FOUND)
        place = PLACES[ChatType(told.type)]
        chat = Chat(PLATFORM, str(told.id), place, title=told.title or "")
        return Posting(whereto, chat, await _fault(bot, told, whereto.account))
    except (BadRequest, Forbidden):
        return Posting(whereto, fault=Fault.NOT_FOUND)
    except Exception:  # noqa: BLE001 - a broken line, or an answer that means nothing
        return Posting(whereto, fault=Fault.OUT_OF_REACH)


async def runners(bot: Bot, chat: Chat) -> tuple[Account, ...]:
    """Ask Telegram who runs a chat; nobody where it cannot be asked."""
    try:
        found = await bot.get_chat_administrators(chat.id)
    except Exception:  # noqa: BLE001 - a refusal, a broken line, or an answer that means nothing
        return ()
    people = (each.user for each in found if not each.user.is_bot)
    return tuple(Account(PLATFORM, str(user.id), user.full_name) for user in people)


async def _fault(bot: Bot, chat: telegram.ChatFullInfo, account: str) -> Fault | None:
    # A token begins with the id of its bot, which so needs not be met first.
    me = int(bot.token.partition(":")[0])
    if not _may(chat, await bot.get_chat_member(chat.id, me)):
        return Fault.NOT_OURS
    if account and not _belongs(chat, await bot.get_chat_member(chat.id, int(account))):
        return Fault.NOT_THEIRS
    return None


def _may(chat: telegram.ChatFullInfo, me: telegram.ChatMember) -> bool:
    if isinstance(me, telegram.ChatMemberAdministrator):
        return chat.type != ChatType.CHANNEL or bool(me.can_post_messages)
    if isinstance(me, telegram.ChatMemberRestricted):
        return me.is_member and me.can_send_messages
    everybody = chat.permissions is None or bool(chat.permissions.can_send_messages)
    return chat.type != ChatType.CHANNEL and me.status in IN_IT and everybody


def _belongs(chat: telegram.ChatFullInfo, person: telegram.ChatMember) -> bool:
    if chat.type == ChatType.CHANNEL:
        return person.status in RUNS_IT
    if isinstance(person, telegram.ChatMemberRestricted):
        return person.is_member
    return person.status in IN_IT
