"""What became of a call that failed: Slack's errors and the network's, sorted once.

Whatever may have been carried out is in doubt: an answer that broke off or never came, an
error of Slack's servers, and the two errors of which Slack says that a part may have succeeded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from aiohttp import ClientError
from aiohttp.client_exceptions import ClientConnectorError, ConnectionTimeoutError, InvalidURL
from slack_sdk.errors import SlackApiError

from bot.outcomes import Gone, InDoubt, Later, Refused, Wait
from handlers.slack.calling import ClosedError

Failure: TypeAlias = Wait | Later | Gone | InDoubt | Refused

FAILURES: Final = (SlackApiError, ClientError, OSError, ValueError, TypeError, AttributeError)
"""All that a call raises where something is wrong outside: the last three come of answers that
are no JSON, or none of Slack's, which the library does not look at before it reads them."""

NEVER_LEFT: Final = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, ClosedError)
"""There was no connection."""
GONE: Final = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "not_in_channel",
        "restricted_action_read_only_channel",
        "user_disabled",
        "user_not_found",
    }
)
"""Nothing can be sent to this conversation."""
WRONG_TOKEN: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Slack does not take our token; that says nothing of the conversation."""
ILL: Final = frozenset(
    {
        "accesslimited",
        "ekm_access_denied",
        "external_channel_migrating",
        "message_limit_exceeded",
        "org_login_required",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "team_access_not_granted",
        "team_not_found",
        "team_quota_exceeded",
    }
)
"""Slack cannot carry out anything at present."""
UNCLEAR: Final = frozenset({"fatal_error", "internal_error", "update_failed"})
"""Slack says of these: "some aspect of the operation may have succeeded", or nothing."""
LIMITED: Final = 429
SERVER_ERROR: Final = 500
PATIENCE: Final = 30.0
"""Seconds to wait where Slack does not say how many."""
LONGEST_PATIENCE: Final = 3600.0
"""Seconds to wait at most, whatever Slack, or somebody between us, says."""


def failure(error: Exception) -> Failure:
    """Return what became of a call that raised one of `FAILURES`."""
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    if isinstance(error, NEVER_LEFT):
        return Later(type(error).__name__)
    return InDoubt(type(error).__name__)


def refused_as(error: Exception) -> str:
    """Return the name that Slack gives a refusal; empty where it answered something else."""
    if not isinstance(error, SlackApiError):
        return ""
    answer = getattr(error.response, "data", None)
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""


def wait(headers: Mapping[str, str]) -> Wait:
    """Return how long Slack asks to wait."""
    asked = headers.get("Retry-After", "")
    return Wait(min(float(asked), LONGEST_PATIENCE) if asked.isdecimal() else PATIENCE)


def _of_answer(error: SlackApiError) -> Failure:
    # The library raises with its own response, or with aiohttp's where it is no JSON.
    response: Any = error.response
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    why = refused_as(error)
    if status == LIMITED or why in {"ratelimited", "rate_limited"}:
        return wait(response.headers)
    if status >= SERVER_ERROR or not why:
        return InDoubt(f"HTTP {status}")
    return _named(why)


def _named(why: str) -> Failure:
    if why in UNCLEAR:
        return InDoubt(why)
    if why in GONE:
        return Gone(why)
    if why in WRONG_TOKEN | ILL:
        return Later(why)
    return Refused(why)
