"""What an operator learns of the door: its checks, its troubles, its logs."""

from __future__ import annotations

from collections.abc import Sequence

from structlog.testing import capture_logs

from handlers.door import Check
from tests.handlers.slack.doors import Inbox, asked, http_settings, opened
from tests.standins.slack.people import User
from tests.standins.slack.server import CONNECT, Slack


def examined(slack: Slack, **changes: str) -> Sequence[Check]:
    """Return what the door finds where it was never opened."""
    return asked(slack, lambda door: door.examine(), **changes)


def test_sound_installation_passes(slack: Slack) -> None:
    """Who we are and where, what we may do, and how events come."""
    checks = examined(slack)

    assert [check.passed for check in checks] == [True, True, True]
    assert checks[0].found == "factdesk in redakcija"
    assert slack.sockets.connections == []


def test_wrong_tokens_are_told_without_being_shown(slack: Slack) -> None:
    """Each by the setting that it is in."""
    bot, *rest = examined(slack, SLACK_BOT_TOKEN="xoxb-secret")  # noqa: S106 - it opens nothing
    *_, app = examined(slack, SLACK_APP_TOKEN="xapp-secret")  # noqa: S106 - the same

    assert (bot.passed, rest, app.passed) == (False, [], False)
    assert bot.found.startswith("SLACK_BOT_TOKEN: ")
    assert app.found.startswith("SLACK_APP_TOKEN: ")
    assert "secret" not in bot.found + app.found


def test_outage_is_no_wrong_token(slack: Slack) -> None:
    """An operator is not sent to look for another token while Slack is ill."""
    slack.faults.drop("auth.test")
    slack.faults.break_down("auth.test")
    slack.faults.limit(CONNECT, 9)

    assert "out of reach" in examined(slack)[0].found
    assert "out of reach" in examined(slack)[0].found
    assert "SLACK_APP_TOKEN" not in examined(slack)[2].found


def test_http_mode_is_told(slack: Slack) -> None:
    """Without an app-level token events come over HTTP."""
    by_http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": slack.me.signing_secret}

    assert examined(slack, **by_http)[2].found == "POST /slack/events, signed"


def test_claim_is_typed(slack: Slack) -> None:
    """Slack has no links that open a conversation with words in it."""
    with opened(slack, http_settings(slack)) as bot:
        assert bot.door.claim_address("own-7") == "/factdesk start own-7"
        assert bot.door.platform.name == "slack"


def test_nothing_that_people_write_is_logged(slack: Slack, anna: User) -> None:
    """Whatever goes wrong, and no token either."""
    with capture_logs() as logs, opened(slack, inbox=Inbox(failures=1)) as bot:
        said = anna.direct("a secret plan")
        assert bot.inbox.reached.wait(30)
        said.wait_attempts(1)
        said.time_out()
        said.wait()
        slack.sockets.live[0].break_off()
        slack.sockets.wait_for(2)
        body = {"type": "event_callback", "event": {"type": "message", "text": "a secret plan"}}
        slack.events.raw(body | {"event_id": "Ev1"}).wait()

    written = str(logs)
    assert {"slack_opened", "slack_not_stored"} <= {log["event"] for log in logs}
    for secret in ("secret plan", slack.me.bot_token, slack.me.app_token):
        assert secret not in written


def test_revoked_access_is_logged(slack: Slack) -> None:
    """An operator hears at once that the app was removed."""
    with capture_logs() as logs, opened(slack):
        for delivery in slack.workspace.uninstall():
            delivery.wait()

    kinds = [log["kind"] for log in logs if log["event"] == "slack_access_revoked"]
    assert sorted(kinds) == ["app_uninstalled", "tokens_revoked"]


def test_token_revoked_while_running_is_told(slack: Slack) -> None:
    """The next connection is refused: `trouble` says which setting, and it is tried again."""
    with opened(slack) as bot:
        first = slack.sockets.wait_for()
        slack.token_error = "token_revoked"  # noqa: S105 - a name of an error
        calls = len(slack.counted(CONNECT))
        first.break_off()
        slack.world.wait(lambda: len(slack.counted(CONNECT)) > calls + 1, "second try")

        assert bot.door.trouble().startswith("SLACK_APP_TOKEN: ")
        slack.token_error = ""
        slack.sockets.wait_for(2)
