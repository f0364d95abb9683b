"""Which addresses Telegram makes a link of."""

from __future__ import annotations

import re
from typing import Final

ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>[^/?#:@\s]+)(?P<port>:\d+)?(?P<rest>[/?#]\S*)?",
    re.IGNORECASE,
)
MENTION: Final = re.compile(r"tg://user\?id=(\d+)")
OWN: Final = ("tg", "ton")
"""Schemes of Telegram's own, which it takes as they are."""


def checked(url: str) -> str:
    """Return the address as Telegram writes it.

    Raises:
        ValueError: it makes no link of this; the text is the reason it gives for a button.
    """
    match = ADDRESS.fullmatch(url.strip())
    if not match:
        raise ValueError("Wrong HTTP URL")
    scheme = (match["scheme"] or "http").lower()
    if scheme in OWN:
        return url.strip()
    if scheme not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    return f"{scheme}://{_host(match['host'])}{match['port'] or ''}{_path(match['rest'] or '')}"


def mentioned_user(url: str) -> int | None:
    """Return whom a link to a user names, by id."""
    match = MENTION.fullmatch(url)
    return int(match[1]) if match else None


def _host(host: str) -> str:
    if "." not in host.strip("."):
        raise ValueError("Wrong HTTP URL")
    return host.lower()


def _path(rest: str) -> str:
    return rest if rest.startswith("/") else f"/{rest}"
