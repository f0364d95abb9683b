"""The methods with which a bot looks: at itself, at chats, at who is in them."""

from __future__ import annotations

from tests.standins.telegram.access import readable, writable
from tests.standins.telegram.accounts import GONE, Membership
from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.chats import Chat
from tests.standins.telegram.refusals import Json, bad_request
from tests.standins.telegram.world import World


def get_me(world: World, arguments: Arguments) -> Json:
    """Tell the bot who it is."""
    del arguments
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, arguments: Arguments) -> Json:
    """Tell of a chat all that it shows."""
    chat = readable(world, arguments)
    if chat.person and not chat.person.started:
        raise bad_request("chat not found")
    told = chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    return told if chat.person else told | _permissions()


def get_member(world: World, arguments: Arguments) -> Json:
    """Tell what an account is in a chat."""
    chat = readable(world, arguments)
    account = world.accounts.get(arguments.number("user_id"))
    if account is None:
        raise bad_request("user not found")
    return _membership(chat, account.id).as_json(account)


def get_administrators(world: World, arguments: Arguments) -> list[Json]:
    """Tell who runs a chat: its creator and administrators, no bots but this one."""
    chat = _joined(world, arguments)
    if chat.person:
        raise bad_request("there are no administrators in the private chat")
    return [
        membership.as_json(chat.accounts[id])
        for id, membership in chat.members.items()
        if membership.runs_it and (id == world.bot.id or not chat.accounts[id].is_bot)
    ]


def count_members(world: World, arguments: Arguments) -> int:
    """Tell how many are in a chat."""
    chat = _joined(world, arguments)
    return 2 if chat.person else sum(each.present for each in chat.members.values())


def _joined(world: World, arguments: Arguments) -> Chat:
    chat = readable(world, arguments)
    return writable(world, arguments) if chat.kind == "group" else chat


def _membership(chat: Chat, id: int) -> Membership:
    if chat.person:
        return Membership("member") if chat.person.started else GONE
    return chat.membership(id)


def _permissions() -> Json:
    return {
        "permissions": {
            "can_send_messages": True,
            "can_send_audios": True,
            "can_send_documents": True,
            "can_send_photos": True,
            "can_send_videos": True,
            "can_send_video_notes": True,
            "can_send_voice_notes": True,
            "can_send_polls": True,
            "can_send_other_messages": True,
            "can_add_web_page_previews": True,
            "can_change_info": False,
            "can_invite_users": True,
            "can_pin_messages": False,
            "can_manage_topics": False,
        }
    }
