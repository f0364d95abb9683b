"""Who has an account, and what they are in a chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.standins.telegram.refusals import Json

PRESENT: Final = frozenset({"creator", "administrator", "member", "restricted"})
RUNS_IT: Final = frozenset({"creator", "administrator"})
ADMINISTRATORS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_messages",
    "can_edit_messages",
)
"""Rights of an administrator; one who is made so has them all, but for those said otherwise."""
SENDERS: Final = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)
"""Rights of an ordinary member, which a restricted one may lack."""


@dataclass(eq=False, slots=True)
class Account:
    """A person or a bot.

    Attributes:
        started: they opened a private chat with the bot under test.
        blocked: they closed it.
        deactivated: the account is gone.
    """

    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_json(self) -> Json:
        """Return it as it travels."""
        told: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            told["username"] = self.username
        if self.language_code:
            told["language_code"] = self.language_code
        return told


TELEGRAM: Final = Account(777000, "Telegram")
"""Who brings a channel's posts into its discussion group."""
ANONYMOUS: Final = Account(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
"""Who speaks where an administrator hides."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What an account is in a chat.

    Attributes:
        status: creator, administrator, member, restricted, left or kicked.
        rights: what differs from having every right.
        anonymous: the administrator speaks as the group.
    """

    status: str = "left"
    rights: Mapping[str, bool] = field(default_factory=dict)
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Tell whether they are in the chat."""
        return self.status in PRESENT

    @property
    def runs_it(self) -> bool:
        """Tell whether they are its creator or an administrator."""
        return self.status in RUNS_IT

    def may(self, right: str) -> bool:
        """Tell whether they have a right, by its name in the Bot API."""
        return self.present and self.rights.get(right, True)

    def as_json(self, account: Account) -> Json:
        """Return it as it travels, a ChatMember."""
        told: Json = {"user": account.as_json(), "status": self.status}
        if self.runs_it:
            told["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            told["can_be_edited"] = False
            told |= {right: self.may(right) for right in ADMINISTRATORS}
        if self.status == "restricted":
            told["is_member"] = True
            told |= {right: self.may(right) for right in SENDERS}
        if self.status in {"restricted", "kicked"}:
            told["until_date"] = 0
        return told


GONE: Final = Membership()
