"""What Telegram tells, as an update of ours; nothing where it is not meant for us.

In private everything is. In a group: a command (unless it names another bot), a call by our name,
a reply to a message of ours. What is said in the name of the group itself is said by an anonymous
administrator, who is known by the group's own id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import telegram
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from bot.port import Account, Chat, Happening, Place, Prepared, Update
from handlers.telegram import documents, picking, prepared
from handlers.telegram.calling import Called, called

PLATFORM: Final = prepared.PLATFORM
PLACES: Final = {
    ChatType.PRIVATE: Place.PRIVATE,
    ChatType.GROUP: Place.GROUP,
    ChatType.SUPERGROUP: Place.GROUP,
    ChatType.CHANNEL: Place.CHANNEL,
}


@dataclass(frozen=True, slots=True)
class Us:
    """Our own account on Telegram."""

    id: int
    username: str

    def event(self, update: telegram.Update) -> str:
        """Return the id of an event: another bot in our place would count its own anew."""
        return f"{self.id}:{update.update_id}"

    def address(self, word: str = "") -> str:
        """Return the link that opens a private chat with us and says `/start WORD` there."""
        return f"https://t.me/{self.username}?start={word}"


def translate(update: telegram.Update, us: Us) -> Update | None:
    """Return what happened, if it concerns us."""
    if update.message:
        return _said(update, update.message, us, Happening.SAID)
    if update.edited_message:
        return _said(update, update.edited_message, us, Happening.EDITED)
    if update.callback_query:
        return _tapped(update, update.callback_query, us)
    if update.my_chat_member:
        return _let_in_or_out(update, update.my_chat_member, us)
    return None


def _said(
    update: telegram.Update, message: telegram.Message, us: Us, happening: Happening
) -> Update | None:
    account = _author(message)
    if account is None:
        return None
    if message.migrate_to_chat_id:
        return _moved(update, message, account, us)
    if message.forum_topic_reopened:
        return _opened(update, message, account, us)
    if message.chat_shared:
        return _picked(update, message, account, us)
    chat, replied = _place(message), message.reply_to_message
    call = called(message, us.id, us.username)
    ours = replied if replied and _is_by(replied, us) else None
    if call is None or not _is_for_us(message, chat, call, is_reply=ours is not None):
        return None
    event, words_in = _events(update, message, us)
    return Update(
        id=event,
        account=account,
        chat=chat,
        text=call.text,
        language_hint=_language(message.from_user),
        happening=happening,
        message=str(message.message_id),
        reply_to=str(ours.message_id) if ours else "",
        reply_author=_author_of_reply(message) if not ours else None,
        mentioned=call.by_name,
        home=us.address(),
        prepared=_prepared(message, us) if prepared.asks_to_post(call.text) else None,
        can_pick=chat.place is Place.PRIVATE,
        file=documents.brought(message, call.text) if happening is Happening.SAID else None,
        forwarded=message.forward_origin is not None,
        words_in=words_in,
    )


def _events(update: telegram.Update, message: telegram.Message, us: Us) -> tuple[str, str]:
    """Return the id of what was said, and of that in which its words come if it has none.

    The pictures of an album come one by one, and the words below it with one of them: it is one
    thing that somebody says. Files that are sent together are several.
    """
    album = message.media_group_id
    if not album or message.document or message.edit_date:
        return us.event(update), ""
    words = f"{us.id}:album:{message.chat.id}:{album}"
    return (f"{words}:rest", words) if message.caption is None else (words, "")


def _is_for_us(message: telegram.Message, chat: Chat, call: Called, *, is_reply: bool) -> bool:
    if message.text is not None or message.caption is not None:
        return chat.place is Place.PRIVATE or call.by_name or call.command or is_reply
    # A picture or a sticker; what happens to the chat itself has nothing attached.
    alone = chat.place is Place.PRIVATE and message.edit_date is None
    return alone and message.effective_attachment is not None


def _moved(update: telegram.Update, message: telegram.Message, account: Account, us: Us) -> Update:
    return Update(
        id=us.event(update),
        account=account,
        chat=_place(message),
        happening=Happening.MOVED,
        home=us.address(),
        moved_to=str(message.migrate_to_chat_id),
    )


def _opened(update: telegram.Update, message: telegram.Message, account: Account, us: Us) -> Update:
    return Update(
        id=us.event(update),
        account=account,
        chat=_place(message),
        happening=Happening.OPENED,
        home=us.address(),
    )


def _picked(
    update: telegram.Update, message: telegram.Message, account: Account, us: Us
) -> Update | None:
    """Return the choice of a chat, in an answer to our own question alone."""
    shared = message.chat_shared
    place = picking.PLACES.get(shared.request_id) if shared else None
    if shared is None or place is None:
        return None
    return Update(
        id=us.event(update),
        account=account,
        chat=_place(message),
        language_hint=_language(message.from_user),
        happening=Happening.PICKED,
        message=str(message.message_id),
        home=us.address(),
        picked=Chat(PLATFORM, str(shared.chat_id), place, title=shared.title or ""),
    )


def _tapped(update: telegram.Update, query: telegram.CallbackQuery, us: Us) -> Update | None:
    if not query.data:
        return None
    account = _account(query.from_user)
    message = query.message
    # Without its message nobody tells where it was tapped: answered in private, if at all.
    chat = _place(message) if message else Chat(PLATFORM, account.id, Place.PRIVATE)
    return Update(
        id=us.event(update),
        account=account,
        chat=chat,
        choice=query.data,
        language_hint=_language(query.from_user),
        happening=Happening.TAPPED,
        message=str(message.message_id) if message else "",
        via=query.id,
        home=us.address(),
    )


def _let_in_or_out(
    update: telegram.Update, change: telegram.ChatMemberUpdated, us: Us
) -> Update | None:
    may = _may_speak(change, change.new_chat_member)
    if may and _may_speak(change, change.old_chat_member):
        # Who was let in already is given other rights: a second greeting would be talk.
        return None
    chat = _chat(change.chat)
    by = change.from_user
    hidden = by.id == ChatID.ANONYMOUS_ADMIN
    return Update(
        id=us.event(update),
        account=Account(PLATFORM, chat.id, chat.title) if hidden else _account(by),
        chat=chat,
        language_hint=_language(by),
        happening=Happening.JOINED if may else Happening.LEFT,
        home=us.address(),
    )


def _may_speak(change: telegram.ChatMemberUpdated, member: telegram.ChatMember) -> bool:
    if isinstance(member, telegram.ChatMemberAdministrator):
        return change.chat.type != ChatType.CHANNEL or bool(member.can_post_messages)
    if isinstance(member, telegram.ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status in {ChatMemberStatus.MEMBER, ChatMemberStatus.OWNER}


def _author(message: telegram.Message) -> Account | None:
    """Return who wrote a message; None for other bots and for channels, which we do not hear."""
    by, face = message.from_user, message.sender_chat
    if face is not None:
        hidden = face.id == message.chat.id and not message.is_automatic_forward
        return Account(PLATFORM, str(face.id), face.title or "") if hidden else None
    return _account(by) if by and not by.is_bot else None


def _author_of_reply(message: telegram.Message) -> Account | None:
    replied = message.reply_to_message
    # In a topic all that replies to nothing seems to reply to what opened it.
    return _author(replied) if replied and not replied.forum_topic_created else None


def _prepared(message: telegram.Message, us: Us) -> Prepared | None:
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:
        return None
    return prepared.prepared(replied, _author(replied), ours=_is_by(replied, us))


def _is_by(message: telegram.Message, us: Us) -> bool:
    by = message.from_user
    return by is not None and by.id == us.id and not message.forum_topic_created


def _account(user: telegram.User) -> Account:
    return Account(PLATFORM, str(user.id), user.full_name, user.username or "")


def _place(message: telegram.MaybeInaccessibleMessage) -> Chat:
    topic = ""
    if isinstance(message, telegram.Message) and message.is_topic_message:
        topic = str(message.message_thread_id)
    return _chat(message.chat, topic)


def _chat(chat: telegram.Chat, topic: str = "") -> Chat:
    return Chat(PLATFORM, str(chat.id), PLACES[ChatType(chat.type)], topic, chat.title or "")


def _language(user: telegram.User | None) -> str:
    """Return the language alone, without the country that may follow it."""
    return (user.language_code or "").partition("-")[0] if user else ""
