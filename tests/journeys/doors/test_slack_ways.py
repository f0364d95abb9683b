"""What only Slack has: threads, commands answered to one person alone, and their sharing."""

from __future__ import annotations

from typing import Final

from bot.texts import phrase
from tests.journeys.doors.on_slack import SlackPerson, SlackVenue, seen
from tests.journeys.doors.venues import Seen, spelt
from tests.standins.slack.people import User
from tests.standins.slack.world import Message

QUESTION: Final = "kas vada kaujas grupu?"
SHARE: Final = phrase("lv", "desk.share")


def message_of(seen_: Seen) -> Message:
    """Return the message itself."""
    message: Message = seen_.handle
    return message


def test_mention_is_answered_in_its_thread(on_slack: SlackVenue) -> None:
    """The first opens a thread below the question; one within a thread is answered in it."""
    anna = on_slack.person("lv")
    group = on_slack.group(anna)
    answer = anna.asks_in(group, QUESTION)

    below = anna.asks_in(group, "kur ir kaujas grupas bāze?", below=answer)

    question = message_of(answer).thread_ts
    assert question in group.channel.room.messages
    assert message_of(below).thread_ts == question


def test_command_is_answered_to_who_gave_it(on_slack: SlackVenue) -> None:
    """A question after `/factdesk` is answered to the asker alone, until they share it."""
    anna = on_slack.person("lv")
    group = on_slack.group(on_slack.person("lv"), anna)
    answer = anna.commands_in(group, QUESTION)
    alone = group.said()

    anna.user.taps(message_of(answer), SHARE)
    shared = seen(on_slack.slack.posted(group.channel, containing="Kanāda"))

    assert message_of(answer).only_for == anna.user.id
    assert answer.labels == (SHARE,)
    assert alone == []
    assert shared.text == answer.text
    assert shared.labels == ()


def test_bot_that_is_not_in_the_channel_asks_to_be_invited(on_slack: SlackVenue) -> None:
    """The command is answered everywhere; once the bot is let in, the same tap shares it."""
    anna, slack = on_slack.person("lv"), on_slack.slack
    group = on_slack.group(anna, bot_in=False)
    outside = anna.commands_in(group, QUESTION)
    refused = slack.responded(anna.user.taps(message_of(outside), SHARE))

    hello = group.lets_bot_in(anna)
    anna.user.taps(message_of(outside), SHARE)
    shared = seen(slack.posted(group.channel, containing="Kanāda"))

    invite = phrase("lv", "slack.invite", command=f"/invite @{slack.me.name}")
    assert (refused.only_for, seen(refused).text) == (anna.user.id, invite)
    assert group.said() == [hello.text, shared.text]


def test_offer_to_one_person_is_answered_to_them(on_slack: SlackVenue) -> None:
    """The tap turns what only they see into the answer, which nobody else sees either."""
    anna = on_slack.person("lv")
    group = on_slack.group(anna)
    offer = anna.commands_in(group, "ko teica Rinkēvičs?")

    answer = anna.taps(offer, "teiktais televīzijā")

    assert "viens no mērķiem" in answer.text
    assert answer.handle is offer.handle
    assert group.said() == []


def test_bare_command_opens_help_with_buttons(on_slack: SlackVenue) -> None:
    """`/factdesk` alone says what it can do; its buttons do what most people try first."""
    anna = on_slack.person("en")
    told = anna.says("/")

    events = anna.taps(told, phrase("en", "help.try-events"))

    assert spelt(phrase("en", "help.more"), anna) in told.text
    assert events.text.startswith(phrase("en", "events.coming"))


def test_who_runs_the_workspace_runs_its_channels(on_slack: SlackVenue) -> None:
    """An admin of the workspace chooses for any channel; a guest for none, even their own."""
    people = on_slack.slack.workspace
    admin = SlackPerson(on_slack.slack, people.user("admin", admin=True))
    guest = SlackPerson(on_slack.slack, people.user("guest", guest=True))
    group = on_slack.group(guest, admin)

    refused = guest.commands_in(group, "language en")
    chosen = admin.commands_in(group, "language en")

    private = phrase("lv", "desk.in-private")
    assert refused.text == phrase("lv", "desk.refused-here", private=private)
    assert chosen.text == phrase("en", "language.chosen", language=phrase("en", "language.en"))


def test_refused_member_is_led_to_a_private_chat(on_slack: SlackVenue) -> None:
    """The refusal links to the conversation with us alone, however the command was given."""
    anna, me = on_slack.person("lv"), on_slack.slack.me
    group = on_slack.group(on_slack.person("lv"), anna)
    line = "remind ministers-meeting 2d"

    for refused in (anna.commands_in(group, line), anna.asks_in(group, f"/{line}")):
        link = refused.links[phrase("lv", "desk.in-private")]
        assert link == f"https://slack.com/app_redirect?app={me.app}&team={me.team}"
    assert "· 2d: " in anna.says(line).text


def test_picture_is_answered_in_private_alone(on_slack: SlackVenue) -> None:
    """Who sends one, or a voice, hears that words are read; a channel hears nothing."""
    anna, slack = on_slack.person("en"), on_slack.slack
    group, private = on_slack.group(anna), anna.user.room

    for file in ("photo.jpg", "voice.m4a"):
        shared = anna.user.shares(file, private)
        answer = seen(slack.posted(anna.user, after=shared))
        assert answer.text == phrase("en", "ask.no-words")
    anna.user.shares("photo.jpg", group.channel).wait()

    end = anna.asks_in(group, QUESTION)
    assert group.said() == [end.text]


def test_integration_is_met_with_silence(on_slack: SlackVenue) -> None:
    """What an integration posts in a person's name is no question of theirs."""
    anna: SlackPerson = on_slack.person("lv")
    group = on_slack.group(anna)
    user: User = anna.user

    user.posts_as_integration(f"<@{on_slack.slack.me.user}> {QUESTION}", group.channel).wait()

    end = anna.asks_in(group, QUESTION)
    assert group.said() == [end.text]
