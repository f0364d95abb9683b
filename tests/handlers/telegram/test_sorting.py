"""What each of Telegram's refusals means: for a message, for all to that chat, for its topic."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.outcomes import Closed, Gone, InDoubt, Later, Outcome, Refused, Sent
from tests.handlers.telegram.opened import outgoing
from tests.handlers.telegram.test_sending import Line
from tests.standins.telegram.people import User
from tests.standins.telegram.refusals import Refusal, bad_request, forbidden
from tests.standins.telegram.server import Telegram, telegram_server


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


@pytest.fixture
def anna(telegram: Telegram) -> User:
    """Return somebody who has opened a private chat with us."""
    made = telegram.world.user("Anna")
    made.starts()
    return made


@pytest.mark.parametrize(
    ("refusal", "became"),
    [
        (forbidden("bot was blocked by the user"), Gone),
        (forbidden("user is deactivated"), Gone),
        (forbidden("bot was kicked from the supergroup chat"), Gone),
        (forbidden("bot is not a member of the channel chat"), Gone),
        (forbidden("bot can't initiate conversation with a user"), Gone),
        (forbidden("bot can't send messages to bots"), Gone),
        (forbidden("the group chat was deleted"), Gone),
        (bad_request("chat not found"), Gone),
        (bad_request("user not found"), Gone),
        (bad_request("group chat was deactivated"), Gone),
        (bad_request("have no rights to send a message"), Gone),
        (bad_request("not enough rights to send text messages to the chat"), Gone),
        (bad_request("need administrator rights in the channel chat"), Gone),
        (bad_request("ALLOW_PAYMENT_REQUIRED_5"), Gone),
        (bad_request("CHANNEL_INVALID"), Gone),
        (bad_request("CHANNEL_PRIVATE"), Gone),
        (bad_request("CHAT_ADMIN_REQUIRED"), Gone),
        (bad_request("CHAT_GUEST_SEND_FORBIDDEN"), Gone),
        (bad_request("CHAT_ID_INVALID"), Gone),
        (bad_request("CHAT_RESTRICTED"), Gone),
        (bad_request("CHAT_SEND_PLAIN_FORBIDDEN"), Gone),
        (bad_request("CHAT_WRITE_FORBIDDEN"), Gone),
        (bad_request("INPUT_USER_DEACTIVATED"), Gone),
        (bad_request("PEER_ID_INVALID"), Gone),
        (bad_request("PREMIUM_ACCOUNT_REQUIRED"), Gone),
        (bad_request("PRIVACY_PREMIUM_REQUIRED"), Gone),
        (bad_request("USER_BANNED_IN_CHANNEL"), Gone),
        (bad_request("USER_IS_BLOCKED"), Gone),
        (bad_request("USER_IS_BOT"), Gone),
        (bad_request("YOU_BLOCKED_USER"), Gone),
        (bad_request("TOPIC_DELETED"), Gone),
        (bad_request("message thread not found"), Gone),
        (bad_request("TOPIC_CLOSED"), Closed),
        (bad_request("message text is empty"), Refused),
        (bad_request("ENTITIES_TOO_LONG"), Refused),
        (bad_request("BUTTON_DATA_INVALID"), Refused),
        (bad_request("message to be replied not found"), Refused),
        (bad_request("message is too long"), Refused),
        (bad_request("can't parse entities: x"), Refused),
        (Refusal(401, "Unauthorized"), Later),
        (Refusal(404, "Not Found"), Later),
        (Refusal(409, "Conflict: x"), Later),
        (Refusal(500, "Internal Server Error"), InDoubt),
        (Refusal(502, "Bad Gateway"), InDoubt),
        (Refusal(503, "Service Unavailable"), InDoubt),
    ],
    ids=str,
)
def test_refusals_are_sorted(
    telegram: Telegram, anna: User, refusal: Refusal, became: type[Outcome]
) -> None:
    """Each refusal says what it means for this message, or for all to that chat."""
    telegram.faults.refuses("sendMessage", refusal)

    assert isinstance(Line(telegram.base_url).send(outgoing(anna.chat, "x"))[0], became)
    assert anna.chat.messages_from_bot() == []


@pytest.mark.parametrize(
    ("refusal", "topic"),
    [
        (bad_request("TOPIC_DELETED"), True),
        (bad_request("message thread not found"), True),
        (bad_request("CHAT_WRITE_FORBIDDEN"), False),
    ],
    ids=str,
)
def test_topic_that_is_gone_leaves_the_others(
    telegram: Telegram, anna: User, refusal: Refusal, *, topic: bool
) -> None:
    """What holds for a topic alone is told from what holds for its whole chat."""
    telegram.faults.refuses("sendMessage", refusal)

    (became,) = Line(telegram.base_url).send(outgoing(anna.chat, "x"))
    assert isinstance(became, Gone)
    assert became.topic == topic


@pytest.mark.parametrize(
    ("refusal", "became"),
    [
        (bad_request("message can't be edited"), Refused),
        (bad_request("message to edit not found"), Refused),
        (bad_request("MESSAGE_ID_INVALID"), Refused),
        (bad_request("message is not modified: specified new message content"), Sent),
        (bad_request("TOPIC_CLOSED"), Closed),
        (bad_request("chat not found"), Gone),
    ],
    ids=str,
)
def test_refused_edits_are_sorted(
    telegram: Telegram, anna: User, refusal: Refusal, became: type[Outcome]
) -> None:
    """What is there already is done; what cannot be changed is refused."""
    telegram.faults.refuses("editMessageText", refusal)

    assert isinstance(Line(telegram.base_url).send(outgoing(anna.chat, "x", edits="5"))[0], became)
