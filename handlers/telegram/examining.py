"""What an operator wants to know of the Telegram side: who we are, how updates come, what we hear.

Nothing is changed. Of the webhook's address only the host is shown: some write the token into it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from handlers.door import Check
from handlers.settings import Settings
from handlers.telegram.sorting import told

TOKEN: Final = "telegram"  # noqa: S105 - the name of a check, no token
WEBHOOK: Final = "telegram updates"
HEARING: Final = "telegram groups"
WRONG_TOKEN: Final = (
    "TELEGRAM_BOT_TOKEN: Telegram refuses it; write the token that @BotFather gave for this bot, "  # noqa: S105 - a sentence, no token
    "such as 123456:ABC-DEF, or leave it out to run without Telegram"
)


async def examine(bot: Bot, settings: Settings) -> list[Check]:
    """Return what was found; where the token does not work, nothing else can be."""
    try:
        me, webhook = await bot.get_me(), await bot.get_webhook_info()
    except InvalidToken:
        return [Check(TOKEN, passed=False, found=WRONG_TOKEN)]
    except TelegramError as error:
        return [Check(TOKEN, passed=False, found=told(error))]
    return [
        Check(TOKEN, passed=True, found=f"@{me.username}, {me.full_name}"),
        _updates(webhook, settings.telegram_webhook_url),
        _hearing(me),
    ]


def _updates(webhook: WebhookInfo, url: str) -> Check:
    waiting = f"{webhook.pending_update_count} waiting"
    if not url:
        found = f"a webhook is set, at {_host(webhook.url)}; `factdesk run` removes it"
        fetched = f"fetched, {waiting}"
        return Check(WEBHOOK, passed=not webhook.url, found=found if webhook.url else fetched)
    if webhook.url != url:
        where = f"at {_host(webhook.url)}" if webhook.url else "nowhere"
        found = f"brought {where}, not to TELEGRAM_WEBHOOK_URL; `factdesk run` sets it"
        return Check(WEBHOOK, passed=False, found=found)
    failing = bool(webhook.pending_update_count and webhook.last_error_message)
    last = f"; last error: {webhook.last_error_message}" if webhook.last_error_message else ""
    return Check(WEBHOOK, passed=not failing, found=f"brought to {_host(url)}, {waiting}{last}")


def _hearing(me: User) -> Check:
    if me.can_read_all_group_messages:
        found = "hears all that is said (privacy mode is off), answers only what is meant for it"
    else:
        found = "hears only what is meant for it (privacy mode is on)"
    return Check(HEARING, passed=True, found=found)


def _host(url: str) -> str:
    return urlsplit(url).hostname or "an address without a host"
