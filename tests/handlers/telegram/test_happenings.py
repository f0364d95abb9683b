"""What happens besides talk: taps, doors that open and close, a group that moves."""

from __future__ import annotations

from collections.abc import Callable

from bot.port import Account, Chat, Happening, Place
from tests.handlers.telegram.hearing import heard, last, read, surely, world


def test_tap_brings_its_token() -> None:
    """A tap names its token, the message with the button, and how to answer it."""
    made = world()
    anna = made.user("Anna")
    said = anna.says("x")
    said.shown.keyboard.append([{"text": "Jā", "callback_data": "t0ken"}])
    tap = anna.taps(said)
    update = surely(tap.update)

    assert update.happening is Happening.TAPPED
    assert (update.choice, update.text) == ("t0ken", "")
    assert (update.message, update.via) == (str(said.message_id), tap.id)
    assert update.chat == Chat("telegram", str(anna.id), Place.PRIVATE)


def test_tap_in_a_topic_belongs_there() -> None:
    """A tap on a button in a topic comes from that topic."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna], topics=True)
    topic = group.open_topic("Rīga")
    said = anna.says("/ask x", group, topic=topic)
    said.shown.keyboard.append([{"text": "Jā", "callback_data": "t0ken"}])

    assert surely(anna.taps(said).update).chat.topic == str(topic.thread)


def test_tap_on_what_is_gone_still_comes() -> None:
    """A tap whose message was deleted, or which names none, is still a tap."""
    made = world()
    anna = made.user("Anna")
    said = anna.says("x")
    said.shown.keyboard.append([{"text": "Jā", "callback_data": "t0ken"}])
    anna.deletes(said)
    tap = anna.taps(said)
    update = surely(tap.update)
    assert tap.update
    body = dict(tap.update.body["callback_query"])
    del body["message"]
    nowhere = read({"update_id": 5, "callback_query": body})

    assert (update.choice, update.message) == ("t0ken", str(said.message_id))
    assert nowhere
    assert (nowhere.choice, nowhere.message, nowhere.via) == ("t0ken", "", tap.id)
    assert nowhere.chat.place is Place.PRIVATE


def test_game_button_is_no_choice() -> None:
    """A tap without a token is nothing to us."""
    by = {"id": 5, "is_bot": False, "first_name": "Anna"}
    tap = {"id": "1", "from": by, "chat_instance": "1", "game_short_name": "x"}

    assert read({"update_id": 5, "callback_query": tap}) is None


def test_blocked_and_unblocked() -> None:
    """Who blocks us in private has let us go, and who unblocks us has let us in."""
    made = world()
    anna = made.user("Anna")
    anna.starts()

    anna.blocks()
    left = last(made)
    anna.unblocks()
    joined = last(made)

    assert left
    assert joined
    assert (left.happening, joined.happening) == (Happening.LEFT, Happening.JOINED)
    assert (left.chat.place, left.account.name) == (Place.PRIVATE, "Anna")


def test_let_into_a_group_and_put_out() -> None:
    """We may speak in a group as a member and an administrator, not muted, left or put out.

    Made an administrator as a member we have not come anew.
    """
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", administrators=[anna], bot="left")
    changes: tuple[Callable[[], object], ...] = (
        lambda: group.add_bot(anna),
        lambda: group.promote_bot(anna),
        lambda: group.restrict_bot(anna),
        lambda: group.demote_bot(anna),
        group.let_bot_leave,
        lambda: group.kick_bot(anna),
    )
    happened = []
    for change in changes:
        before = len(made.updates.pending)
        change()
        happened.append(heard(made.updates.pending[before]))

    joined, left = Happening.JOINED, Happening.LEFT
    assert [each and each.happening for each in happened] == [
        *(joined, None, left, joined, left, left)
    ]
    assert happened[0]
    assert happened[0].account.id == str(anna.id)
    assert happened[0].chat == Chat("telegram", str(group.id), Place.GROUP, title="Ziņas")


def test_channel_needs_the_right_to_post() -> None:
    """In a channel we may speak where we have the right to post."""
    made = world()
    channel = made.channel("Kanāls", bot="left")

    channel.promote_bot()
    joined = last(made)
    channel.promote_bot(can_post_messages=False)
    left = last(made)

    assert joined
    assert left
    assert (joined.happening, left.happening) == (Happening.JOINED, Happening.LEFT)
    assert joined.chat.place is Place.CHANNEL


def test_anonymous_administrator_lets_us_in() -> None:
    """Who let us in without showing themselves is known by the group's id."""
    made = world()
    group = made.group("Ziņas", bot="left")
    group.add_bot()
    body = made.updates.pending[0].body
    body["my_chat_member"]["from"] = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    update = read(body)

    assert update
    assert update.account == Account("telegram", str(group.id), "Ziņas")


def test_group_moves_once() -> None:
    """A group that becomes a supergroup has moved; that is told once."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna], supergroup=False)

    new = group.migrate()
    heard_of = [heard(told) for told in made.updates.pending]

    assert [each.happening if each else None for each in heard_of] == [Happening.MOVED, None]
    assert heard_of[0]
    assert (heard_of[0].chat.id, heard_of[0].moved_to) == (str(group.id), str(new.id))


def test_topic_that_opens_again_is_told() -> None:
    """That a topic was closed is no news to us; that it is open again is, in that topic alone."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna], topics=True)
    topic = group.open_topic("Rīga", anna)

    assert heard(group.close_topic(topic, anna).update) is None
    update = surely(group.reopen_topic(topic, anna).update)
    assert update.happening is Happening.OPENED
    assert update.chat == Chat("telegram", str(group.id), Place.GROUP, str(topic.thread), "Ziņas")
