"""What a setting has to look like: a value in, the value to be used out.

A rule raises `ValueError` with what to write instead. It never repeats the value, which
may be a secret; whether it may be shown, `handlers.settings` decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from bot.port import Account, Chat, Place

Rule: TypeAlias = Callable[[str], str]

PERSON: Final = re.compile(r"telegram:\d+|slack:[UW][A-Z0-9]+")
CHAT: Final = re.compile(r"telegram:-?\d+|slack:[CDG][A-Z0-9]+")
NAME: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.(?!-)[A-Za-z0-9-]{1,63})*\.?")
"""A machine's name, as DNS has it."""


def optional(rule: Rule) -> Rule:
    """Return `rule`, which an empty value keeps as well."""

    def check(value: str) -> str:
        return value and rule(value)

    return check


def one_of(known: Iterable[str]) -> Rule:
    """Return the rule that a value is one of `known`."""
    words = tuple(known)

    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"write {' or '.join(words)}")
        return value

    return check


def of_form(form: str, instead: str) -> Rule:
    """Return the rule that a value is of the regular expression `form`, or `instead` is said."""

    def check(value: str) -> str:
        if not re.fullmatch(form, value, re.ASCII):
            raise ValueError(instead)
        return value

    return check


telegram_token: Final = of_form(
    r"\d+:[\w-]+", "write the token that @BotFather gave, which looks like 123456:ABC-DEF"
)
webhook_secret: Final = of_form(
    r"[\w-]{1,256}", "write 1 to 256 letters, digits, _ or -, and nothing else"
)
slack_bot_token: Final = of_form(
    r"xoxb-\S+", "write the Bot User OAuth Token, which begins with xoxb-"
)
slack_app_token: Final = of_form(r"xapp-\S+", "write the app-level token, which begins with xapp-")
signing_secret: Final = of_form(
    r"\w+", "write the Signing Secret that the app's Basic Information shows"
)


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return the rule that a value is a whole number from `least` to `most`."""

    def check(value: object) -> int:
        text = str(value).strip()
        # No number that fits is longer, and Python refuses to read one of thousands of digits.
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return int(text)

    return check


def store(value: str) -> str:
    """Return the address of a store."""
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    if value == "sqlite:///":
        raise ValueError("the file is missing; write sqlite:///FILE, such as sqlite:///factdesk.db")
    if not _has_sound_port(value):
        raise ValueError("the port is no number; write postgresql://USER:PASSWORD@HOST:5432/NAME")
    return value


def _has_sound_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def zone(value: str) -> str:
    """Return the name of a time zone."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        message = "no such time zone; write an IANA name such as Europe/Riga"
        raise ValueError(message) from None
    return value


def page(value: str) -> str:
    """Return the address of a page."""
    _split(value, "write the whole address, such as https://example.org/privacy")
    return value


def telegram_api(value: str) -> str:
    """Return the root of a Bot API, without the slash at its end."""
    _split(value, "write the root of the Bot API, such as https://api.telegram.org")
    return value.rstrip("/")


def slack_api(value: str) -> str:
    """Return the root of a Web API, with the slash at its end."""
    instead = "write the root of the Web API, which ends in /api/, such as https://slack.com/api/"
    parts = _split(value, instead)
    if not parts.path.rstrip("/").endswith("/api") or parts.query:
        raise ValueError(instead)
    return f"{value.rstrip('/')}/"


def webhook(value: str) -> str:
    """Return the address at which Telegram is to post; on this machine it need not be safe."""
    instead = "write the whole address, with https://, such as https://example.org/telegram/webhook"
    parts = _split(value, instead)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError(instead)
    return value


def _split(address: str, instead: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        raise ValueError(instead) from None
    if not sound or re.search(r"\s", address):
        raise ValueError(instead)
    return parts


def is_loopback(host: str) -> bool:
    """Tell whether `host`, an address or a name, is this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def host(value: str) -> str:
    """Return the address or the name of a machine."""
    try:
        ip_address(value)
    except ValueError:
        # What has only digits and dots, and is no address, was meant to be one.
        if not NAME.fullmatch(value) or re.fullmatch(r"[\d.]+", value):
            message = "write an address or a name without a port, such as 127.0.0.1 or 0.0.0.0"
            raise ValueError(message) from None
    return value


def people(value: str) -> str:
    """Return a list of accounts, that `accounts` takes apart."""
    if not all(PERSON.fullmatch(each) for each in _listed(value)):
        raise ValueError(
            "write telegram:NUMBER or slack:ID for each, with commas between them, such as "
            "telegram:123456,slack:U01ABC; /whoami shows everybody their own"
        )
    return value


def accounts(value: str) -> tuple[Account, ...]:
    """Return the accounts that a list which `people` let pass names, each once."""
    split = (each.partition(":") for each in dict.fromkeys(_listed(value)))
    return tuple(Account(platform, id) for platform, _, id in split)


def _listed(value: str) -> list[str]:
    return [each for part in value.split(",") if (each := part.strip())]


def chat(value: str) -> str:
    """Return a chat, that `editors` takes apart."""
    if not CHAT.fullmatch(value):
        raise ValueError("write telegram:NUMBER or slack:ID, such as telegram:-100123 or slack:C01")
    return value


def editors(value: str) -> Chat | None:
    """Return the editors' chat that a value which `chat` let pass names, or None if it is empty."""
    platform, _, id = value.partition(":")
    return Chat(platform, id, Place.EDITORS) if value else None
