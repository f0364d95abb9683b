"""Choosing a conversation in a menu of Slack's, and what the door makes of the choice."""

from __future__ import annotations

from dataclasses import replace

from bot.outcomes import Sent
from bot.port import Chat, Happening, Place
from tests.handlers.slack.doors import opened, sent, word
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack
from tests.standins.slack.shown import shown


def test_conversation_is_chosen_in_a_menu(slack: Slack, anna: User, newsroom: Channel) -> None:
    """The menu stands below the words; what is chosen comes as a choice of a chat."""
    asked = replace(word(anna.room, "Which?"), picks=True, language="en")
    assert isinstance(sent(slack, asked), Sent)
    message = slack.posted(anna.room, thread="")

    assert shown(message).text == "Which?"
    with opened(slack) as door:
        anna.picks(message, "pick", newsroom.id)
        update = door.inbox.next()
    assert update.happening is Happening.PICKED
    assert update.picked == Chat("slack", newsroom.id, Place.GROUP)
    assert (update.account.id, update.chat.id) == (anna.id, anna.room.id)


def test_menu_can_be_shown_where_nobody_else_reads(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """In a direct message, and below a command; among others it cannot."""
    with opened(slack) as door:
        anna.direct("channel add")
        assert door.inbox.next().can_pick
        anna.slash("channel add", newsroom)
        assert door.inbox.next().can_pick
        anna.mentions("channel add", newsroom)
        assert not door.inbox.next().can_pick
