"""Settings: read once from the process and from `.env`, checked whole, then frozen.

Every wrong setting is named with what is wrong and what to write instead; all of
them at once, so that a start is refused only once. A secret is never repeated.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.port import Account, Chat
from bot.texts import LANGUAGES
from handlers import checking
from handlers.checking import one_of, optional, whole

SECRET: Final = re.compile(r".*_(?:TOKEN|SECRET|URL)")
"""Names of variables whose values are never shown: an address may hold a password, too."""
LIKE_A_TOKEN: Final = re.compile(r"\d{6,}:[\w-]{20,}|xox[a-z]-|xapp-")
"""Values that are not shown either, whatever variable they were written into."""


class LogFormat(StrEnum):
    """How log lines are written to standard error."""

    JSON = "json"
    TEXT = "text"


class WrongSettingsError(Exception):
    """Settings that refuse the start; the text has a line for each."""


class Settings(BaseSettings):
    """What an operator sets; README.md lists each with its meaning and default."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
    )

    database_url: Annotated[str, AfterValidator(checking.store)] = Field(
        default="sqlite:///factdesk.db", validation_alias="DATABASE_URL"
    )
    language: Annotated[str, AfterValidator(one_of(LANGUAGES))] = Field(
        default="lv", validation_alias="FACTDESK_LANGUAGE"
    )
    timezone: Annotated[str, AfterValidator(checking.zone)] = Field(
        default="Europe/Riga", validation_alias="FACTDESK_TIMEZONE"
    )
    contact: str = Field(default="", validation_alias="FACTDESK_CONTACT")
    privacy_url: Annotated[str, AfterValidator(optional(checking.page))] = Field(
        default="", validation_alias="FACTDESK_PRIVACY_URL"
    )
    log: Annotated[str, AfterValidator(optional(one_of(LogFormat)))] = Field(
        default="", validation_alias="FACTDESK_LOG"
    )
    telegram_bot_token: Annotated[str, AfterValidator(optional(checking.telegram_token))] = Field(
        default="", validation_alias="TELEGRAM_BOT_TOKEN"
    )
    telegram_api_url: Annotated[str, AfterValidator(checking.telegram_api)] = Field(
        default="https://api.telegram.org", validation_alias="TELEGRAM_API_URL"
    )
    telegram_webhook_url: Annotated[str, AfterValidator(optional(checking.webhook))] = Field(
        default="", validation_alias="TELEGRAM_WEBHOOK_URL"
    )
    telegram_webhook_secret: Annotated[str, AfterValidator(optional(checking.webhook_secret))] = (
        Field(default="", validation_alias="TELEGRAM_WEBHOOK_SECRET", validate_default=True)
    )
    slack_app_token: Annotated[str, AfterValidator(optional(checking.slack_app_token))] = Field(
        default="", validation_alias="SLACK_APP_TOKEN"
    )
    slack_signing_secret: Annotated[str, AfterValidator(optional(checking.signing_secret))] = Field(
        default="", validation_alias="SLACK_SIGNING_SECRET"
    )
    slack_bot_token: Annotated[str, AfterValidator(optional(checking.slack_bot_token))] = Field(
        default="", validation_alias="SLACK_BOT_TOKEN", validate_default=True
    )
    slack_api_url: Annotated[str, AfterValidator(checking.slack_api)] = Field(
        default="https://slack.com/api/", validation_alias="SLACK_API_URL"
    )
    owners: Annotated[str, AfterValidator(checking.people)] = Field(
        default="", validation_alias="FACTDESK_OWNERS"
    )
    editors_chat: Annotated[str, AfterValidator(optional(checking.chat))] = Field(
        default="", validation_alias="FACTDESK_EDITORS_CHAT"
    )
    access: Annotated[str, AfterValidator(one_of(("open", "invited")))] = Field(
        default="open", validation_alias="FACTDESK_ACCESS"
    )
    http_host: Annotated[str, AfterValidator(checking.host)] = Field(
        default="127.0.0.1", validation_alias="FACTDESK_HTTP_HOST"
    )
    # 0 is any free port, which is of use to tests alone.
    http_port: Annotated[int, BeforeValidator(whole(0, 65_535))] = Field(
        default=8080, validation_alias="FACTDESK_HTTP_PORT"
    )
    metrics_token: str = Field(default="", validation_alias="FACTDESK_METRICS_TOKEN")
    keep_days: Annotated[int, BeforeValidator(whole(1, 3_650))] = Field(
        default=90, validation_alias="FACTDESK_KEEP_DAYS"
    )

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _goes_with_the_webhook(cls, secret: str, info: ValidationInfo) -> str:
        # What was refused itself is not there, and asks for nothing further.
        url = info.data.get("telegram_webhook_url")
        if url and not secret:
            raise ValueError(
                "missing; TELEGRAM_WEBHOOK_URL needs it: write 1 to 256 letters, digits, _ or -, "
                "which nobody can guess"
            )
        if secret and url == "":
            raise ValueError("TELEGRAM_WEBHOOK_URL is missing; write it, or leave the secret out")
        return secret

    @field_validator("slack_bot_token")
    @classmethod
    def _goes_with_a_way_in(cls, token: str, info: ValidationInfo) -> str:
        ways = [info.data.get("slack_app_token"), info.data.get("slack_signing_secret")]
        if token and ways == ["", ""]:
            raise ValueError(
                "nothing is received with it alone; write SLACK_APP_TOKEN (Socket Mode) "
                "or SLACK_SIGNING_SECRET (HTTP) too"
            )
        if not token and any(ways):
            given = "SLACK_APP_TOKEN" if ways[0] else "SLACK_SIGNING_SECRET"
            raise ValueError(
                f"missing; {given} needs it: write the Bot User OAuth Token, "
                f"which begins with xoxb-, or leave {given} out"
            )
        return token

    @property
    def first_owners(self) -> tuple[Account, ...]:
        """The accounts that are owners while the store has none."""
        return checking.accounts(self.owners)

    @property
    def editors(self) -> Chat | None:
        """The editors' chat, or None: then editors are told in private."""
        return checking.editors(self.editors_chat)


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
    variable, given = _variable(str(detail["loc"][0])), str(detail["input"])
    reason = str(detail["msg"]).removeprefix("Value error, ")
    if not given:
        return f"{variable}: {reason}"
    hidden = SECRET.fullmatch(variable) or LIKE_A_TOKEN.search(given)
    shown = "this value" if hidden else repr(given)
    return f"{variable}: {shown} cannot be used: {reason}"


def _variable(place: str) -> str:
    """Return the variable at fault: pydantic names its field instead where it was not given."""
    field = Settings.model_fields.get(place)
    return str(field.validation_alias) if field else place
