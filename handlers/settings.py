"""Settings: read once from the process and from `.env`, checked whole, then frozen.

Every wrong setting is named with what is wrong and what to write instead; all of
them at once, so that a start is refused only once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.texts import LANGUAGES


class LogFormat(StrEnum):
    """How log lines are written to standard error."""

    JSON = "json"
    TEXT = "text"


class WrongSettingsError(Exception):
    """Settings that refuse the start; the text has a line for each."""


def _url(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        message = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
        raise ValueError(message)
    if value == "sqlite:///":
        message = "the file is missing; write sqlite:///FILE, such as sqlite:///factdesk.db"
        raise ValueError(message)
    if not _has_sound_port(value):
        message = "the port is no number; write postgresql://USER:PASSWORD@HOST:5432/NAME"
        raise ValueError(message)
    return value


def _has_sound_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _language(value: str) -> str:
    if value not in LANGUAGES:
        message = f"write one of: {', '.join(LANGUAGES)}"
        raise ValueError(message)
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        message = "no such time zone; write an IANA name such as Europe/Riga"
        raise ValueError(message) from None
    return value


def _log_format(value: str) -> str:
    if value and value not in set(LogFormat):
        message = f"write {' or '.join(LogFormat)}, or leave it out"
        raise ValueError(message)
    return value


class Settings(BaseSettings):
    """What an operator sets; the contract lists each with its meaning and default."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    database_url: Annotated[str, AfterValidator(_url)] = Field(
        default="sqlite:///factdesk.db", validation_alias="DATABASE_URL"
    )
    language: Annotated[str, AfterValidator(_language)] = Field(
        default="lv", validation_alias="FACTDESK_LANGUAGE"
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        default="Europe/Riga", validation_alias="FACTDESK_TIMEZONE"
    )
    contact: str = Field(default="", validation_alias="FACTDESK_CONTACT")
    privacy_url: str = Field(default="", validation_alias="FACTDESK_PRIVACY_URL")
    log: Annotated[str, AfterValidator(_log_format)] = Field(
        default="", validation_alias="FACTDESK_LOG"
    )
    telegram_bot_token: str = Field(default="", validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_api_url: str = Field(
        default="https://api.telegram.org", validation_alias="TELEGRAM_API_URL"
    )
    telegram_webhook_url: str = Field(default="", validation_alias="TELEGRAM_WEBHOOK_URL")
    telegram_webhook_secret: str = Field(default="", validation_alias="TELEGRAM_WEBHOOK_SECRET")
    slack_bot_token: str = Field(default="", validation_alias="SLACK_BOT_TOKEN")
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="SLACK_API_URL")
    slack_app_token: str = Field(default="", validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: str = Field(default="", validation_alias="SLACK_SIGNING_SECRET")
    owners: str = Field(default="", validation_alias="FACTDESK_OWNERS")
    editors_chat: str = Field(default="", validation_alias="FACTDESK_EDITORS_CHAT")
    access: str = Field(default="open", validation_alias="FACTDESK_ACCESS")
    http_host: str = Field(default="127.0.0.1", validation_alias="FACTDESK_HTTP_HOST")
    http_port: int = Field(default=8080, validation_alias="FACTDESK_HTTP_PORT")
    metrics_token: str = Field(default="", validation_alias="FACTDESK_METRICS_TOKEN")
    keep_days: int = Field(default=90, validation_alias="FACTDESK_KEEP_DAYS")


# A value of these is never repeated in a message: it may hold a password.
_SECRET = frozenset({"DATABASE_URL"})


def load() -> Settings:
    """Return the settings in force.

    Raises:
        WrongSettingsError: one line for each variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [_line(dict(detail)) for detail in error.errors()]
        raise WrongSettingsError("\n".join(lines)) from None
    except UnicodeDecodeError:
        message = ".env: not UTF-8 text; save it as UTF-8"
        raise WrongSettingsError(message) from None
    except OSError as error:
        message = f".env: {error.strerror}; let this user read it, or remove it"
        raise WrongSettingsError(message) from None


def _line(detail: dict[str, Any]) -> str:
    variable = str(detail["loc"][0])
    shown = "" if variable in _SECRET else f" {str(detail['input'])!r}"
    reason = str(detail["msg"]).removeprefix("Value error, ")
    return f"{variable}:{shown or ' this address'} cannot be used: {reason}"
