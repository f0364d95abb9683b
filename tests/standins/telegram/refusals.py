"""What Telegram answers when it refuses a call, in its own words."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]
"""An object as it travels."""


class Refusal(Exception):
    """A call that is answered with an error.

    Attributes:
        code: the HTTP status, which Telegram repeats in the body.
        description: its sentence.
        parameters: `retry_after` or `migrate_to_chat_id`, if any.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code: Final = code
        self.description: Final = description
        self.parameters: Final = parameters

    def body(self) -> Json:
        """Return the answer's body."""
        told: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return told | {"parameters": self.parameters} if self.parameters else told


def bad_request(what: str) -> Refusal:
    """Return the refusal of a call that makes no sense."""
    return Refusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refusal:
    """Return the refusal of what the bot may not do."""
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    """Return the refusal of one of two ways to get updates."""
    return Refusal(409, f"Conflict: {what}")


def too_many(seconds: int) -> Refusal:
    """Return the refusal of a call that came too early by so many seconds."""
    sentence = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, sentence, retry_after=seconds)


def broken() -> Refusal:
    """Return what is answered when Telegram itself fails."""
    return Refusal(500, "Internal Server Error")
