"""Posts on their way: each channel gets its own once, at its time, or an editor is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outcomes import Gone, InDoubt, Refused, Sent
from bot.port import Outgoing, plain
from storage.deliveries import Reason, State
from storage.people import Role
from tests.bot.posting.newsroom import EDS
from tests.bot.posting.pressroom import LINA, LINAS, NEWS, WORLD, Pressroom

BOTH = "post Ministri tiekas rīt\n\nto: news, world\nen: Ministers meet tomorrow"


def send(pressroom: Pressroom, text: str = BOTH) -> int:
    """Write a post and send it; return its number."""
    pressroom.edit(text)
    pressroom.tap("Send")
    return pressroom.number()


def words(sent: list[Outgoing]) -> list[tuple[str, str]]:
    """Return what was said where."""
    return [(each.chat.id, plain(each.message)) for each in sent]


def states(pressroom: Pressroom) -> list[tuple[State, str]]:
    """Return how the rows of posts stand, and why."""
    return [(each.state, each.why) for each in pressroom.copies()]


def test_each_channel_is_told_in_its_language(pressroom: Pressroom) -> None:
    """The text for it, and no word of ours."""
    send(pressroom)

    assert words(pressroom.posted()) == [
        (NEWS.id, "Ministri tiekas rīt"),
        (WORLD.id, "Ministers meet tomorrow"),
    ]
    assert pressroom.posted() == []


def test_post_waits_for_its_time(pressroom: Pressroom) -> None:
    """Not a minute before."""
    send(pressroom, "post Labrīt\n\nto: news\nat: 2021-11-27 09:00")
    pressroom.at("2021-11-27T08:59")
    assert pressroom.sent("post") == []
    pressroom.at("2021-11-27T09:00")
    assert words(pressroom.sent("post")) == [(NEWS.id, "Labrīt")]


def test_lines_of_a_post_decide_how_it_is_sent(pressroom: Pressroom) -> None:
    """Without a sound, and with a look at its links, only where asked for."""
    send(pressroom, "post Labdien\n\nto: news")
    send(pressroom, "post Skat. https://example.org\n\nto: news\nsilent:\npreview: yes")
    plain_one, asked = pressroom.posted()

    assert (plain_one.silent, plain_one.preview) == (False, False)
    assert (asked.silent, asked.preview) == (True, True)


def test_late_post_is_held_and_sent_by_an_editor(pressroom: Pressroom) -> None:
    """Who has seen that it is late decides; what is sent then is what was shown."""
    send(pressroom, "post Labrīt\n\nto: news\nat: 2021-11-27 09:00")
    pressroom.at("2021-11-27T09:30")
    assert states(pressroom) == [(State.HELD, Reason.LATE)]
    pressroom.after(timedelta(seconds=3))
    held = pressroom.copies()[0].number
    (alarm,) = pressroom.alarms()
    assert f"{held} · post {pressroom.number()} → news: held" in alarm
    pressroom.edit(f"deliveries send {held}")

    assert words(pressroom.posted()) == [(NEWS.id, "Labrīt")]


def test_post_in_doubt_is_held_and_repeated_without_a_mark(pressroom: Pressroom) -> None:
    """Readers see the text alone, perhaps twice, because an editor wanted it so."""
    pressroom.edit("post Labdien\n\nto: news")
    pressroom.tap("Send")
    pressroom.platform.outcomes.append(InDoubt("broken"))
    pressroom.posted()
    assert states(pressroom) == [(State.HELD, Reason.IN_DOUBT)]
    pressroom.edit(f"deliveries send {pressroom.copies()[0].number}")

    assert words(pressroom.posted()) == [(NEWS.id, "Labdien")]
    assert pressroom.copies()[0].state is State.SENT


@pytest.mark.parametrize("outcome", [Gone("bot was kicked"), Refused("no")])
def test_failed_post_alarms_the_editors_at_once(
    pressroom: Pressroom, outcome: Gone | Refused
) -> None:
    """With the post, the channel and the reason; what went elsewhere stays sent."""
    number = send(pressroom)
    pressroom.platform.outcomes.extend([outcome, Sent("7")])
    pressroom.posted()
    pressroom.after(timedelta(seconds=8))
    (alarm,) = pressroom.alarms()

    assert f"post {number} → news: could not be sent" in alarm
    assert outcome.why in alarm
    assert "world" not in alarm


def test_all_that_fails_of_a_post_is_in_one_alarm(pressroom: Pressroom) -> None:
    """However many channels that is."""
    send(pressroom)
    pressroom.platform.outcomes.extend([Gone("kicked"), Gone("kicked")])
    pressroom.posted()
    pressroom.after(timedelta(seconds=8))
    (alarm,) = pressroom.alarms()

    assert "2 messages were not sent" in alarm


def test_post_of_who_is_no_editor_any_more_is_held(pressroom: Pressroom) -> None:
    """The right is checked when it leaves as well."""
    send(pressroom, "post Labrīt\n\nto: news\nat: 2021-11-27 09:00")
    with pressroom.house.desk.database.write() as tx:
        person = tx.people.find("telegram", "9")
        assert person is not None
        tx.people.set_role(person.id, Role.READER)
    pressroom.at("2021-11-27T09:00")

    assert states(pressroom) == [(State.HELD, Reason.NO_RIGHT)]


def test_channel_with_posts_to_come_is_not_removed(pressroom: Pressroom) -> None:
    """Until they are cancelled; then nothing more can be posted there."""
    number = send(pressroom, "post Labrīt\n\nto: news\nat: 2021-11-27 09:00")

    assert f"Posts wait for news: {number}." in pressroom.edit("channel remove news")
    pressroom.edit(f"post cancel {number}")
    assert "no channel any more" in pressroom.edit("channel remove news")
    assert states(pressroom) == [(State.DROPPED, Reason.BY_EDITOR)]


def test_change_before_it_leaves_is_what_leaves(pressroom: Pressroom) -> None:
    """In one message, not in two."""
    number = send(pressroom, "post Labrīt\n\nto: news\nat: 2021-11-27 09:00")
    pressroom.edit(f"post edit {number} Labvakar")
    pressroom.tap("Put this in its place")
    pressroom.at("2021-11-27T09:00")

    assert words(pressroom.sent("post")) == [(NEWS.id, "Labvakar")]


def test_change_of_what_is_held_is_what_leaves(pressroom: Pressroom) -> None:
    """Though it had got other words before it was in doubt."""
    pressroom.edit("post Labdien\n\nto: news")
    pressroom.tap("Send")
    pressroom.platform.outcomes.append(InDoubt("broken"))
    pressroom.posted()
    pressroom.edit(f"post edit {pressroom.number()} Labvakar")
    pressroom.tap("Put this in its place")
    pressroom.edit(f"deliveries send {pressroom.copies()[0].number}")

    assert words(pressroom.posted()) == [(NEWS.id, "Labvakar")]


def test_change_afterwards_edits_each_copy(pressroom: Pressroom) -> None:
    """Where it stands, under the platform's id."""
    number = send(pressroom)
    ids = {each.chat.id: each for each in pressroom.posted()}
    pressroom.edit(f"post edit {number} en: Ministers do not meet")
    pressroom.tap("Put this in its place")
    changed = pressroom.posted()

    assert words(changed)[1] == (WORLD.id, "Ministers do not meet")
    stand = {each.external_id: each.message for each in pressroom.copies()[:2]}
    assert {each.chat.id: each.edits for each in changed} == stand
    assert set(ids) == set(stand)


def test_post_is_taken_away_where_it_stands(pressroom: Pressroom) -> None:
    """What cannot be taken away is said at once; and what waits does not leave."""
    number = send(pressroom)
    pressroom.posted()
    pressroom.edit(f"post delete {number}")
    pressroom.tap("Take it away")
    pressroom.platform.outcomes.extend([Refused("message can't be deleted"), Sent("8")])
    taken = pressroom.posted()
    pressroom.after(timedelta(seconds=8))
    (alarm,) = pressroom.alarms()

    assert [(each.withdraws, bool(each.edits)) for each in taken] == [(True, True)] * 2
    assert "withdrawal of post" in alarm
    assert "message can't be deleted" in alarm
    assert "not everywhere taken away" in pressroom.edit(f"post show {number}").splitlines()[0]


def test_two_editors_send_once(pressroom: Pressroom) -> None:
    """The second tap, whosever it is, finds the button used."""
    pressroom.edit("post Labdien\n\nto: news")
    token = pressroom.choices[0].token
    pressroom.tap_token(token)
    pressroom.tap_token(token)
    pressroom.tap_token(token, EDS, LINA)

    assert words(pressroom.posted()) == [(NEWS.id, "Labdien")]


def test_second_of_two_changes_is_shown_the_difference(pressroom: Pressroom) -> None:
    """And may insist on theirs."""
    number = send(pressroom, "post Labrīt\n\nto: news\nat: 2021-11-27 09:00")
    pressroom.edit(f"post edit {number} Eds text")
    eds = pressroom.choices[0].token
    pressroom.say(f"/post edit {number} Linas text", LINAS, LINA)
    pressroom.tap("Put this in its place", LINAS, LINA)
    told = pressroom.tap_token(eds)

    assert told.startswith(f"Lina has changed post {number} meanwhile. It says now:")
    assert "Linas text" in told
    assert "Eds text" in told
    pressroom.tap("Put this in its place")
    pressroom.at("2021-11-27T09:00")
    assert words(pressroom.sent("post")) == [(NEWS.id, "Eds text")]
