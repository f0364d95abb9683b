"""Who may post to a chat on Telegram, and what becomes of a post that is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.outcomes import Refused, Sent
from bot.port import Fault, Place, Posting, Whereto
from tests.handlers.telegram.opened import outgoing
from tests.handlers.telegram.test_sending import Line
from tests.standins.telegram.people import User
from tests.standins.telegram.places import Group
from tests.standins.telegram.server import Telegram, telegram_server

DAYS_3 = 3 * 24 * 3600


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """Yield a Telegram on loopback."""
    with telegram_server() as running:
        yield running


@pytest.fixture
def anna(telegram: Telegram) -> User:
    """Return somebody."""
    return telegram.world.user("Anna")


@pytest.fixture
def channel(telegram: Telegram, anna: User) -> Group:
    """Return a channel that Anna runs, where we may post."""
    return telegram.world.channel("Ziņas", creator=anna, username="zinas_lv")


def asked(telegram: Telegram, id: object, person: User | None = None) -> Posting:
    """Ask whether may be posted to a chat, by us and by somebody."""
    whereto = Whereto("telegram", str(id), str(person.id) if person else "")
    return Line(telegram.base_url).may_post(whereto)


def test_channel_is_found_by_its_number_and_by_its_name(
    telegram: Telegram, channel: Group, anna: User
) -> None:
    """It is one chat, with its title."""
    for named in (channel.id, "@zinas_lv"):
        said = asked(telegram, named, anna)
        assert said.fault is None
        assert said.chat is not None
        assert (said.chat.id, said.chat.place) == (str(channel.id), Place.CHANNEL)
        assert said.chat.title == "Ziņas"


def test_what_is_not_there_is_not_found(telegram: Telegram, anna: User) -> None:
    """Nor is a person a channel."""
    anna.starts()
    for named in (-100999, "@nobody_here", anna.id):
        assert asked(telegram, named).fault is Fault.NOT_FOUND


def test_we_have_to_be_let_post(telegram: Telegram, channel: Group) -> None:
    """In a channel as an administrator who may, in a group as a member who may speak."""
    channel.promote_bot(can_post_messages=False)
    assert asked(telegram, channel.id).fault is Fault.NOT_OURS
    group = telegram.world.group("Grupa")
    assert asked(telegram, group.id).fault is None
    group.restrict_bot()
    assert asked(telegram, group.id).fault is Fault.NOT_OURS


def test_person_has_to_have_a_say(telegram: Telegram, channel: Group) -> None:
    """In a channel who runs it, in a group who is in it; of whom nobody knows nothing is asked."""
    ruta, other = telegram.world.user("Rūta"), telegram.world.user("Vilis")
    channel.seat_all([ruta], "member")
    assert asked(telegram, channel.id, ruta).fault is Fault.NOT_THEIRS
    channel.promote(ruta)
    assert asked(telegram, channel.id, ruta).fault is None
    group = telegram.world.group("Grupa", [ruta])
    assert asked(telegram, group.id, ruta).fault is None
    assert asked(telegram, group.id, other).fault is Fault.NOT_THEIRS
    assert asked(telegram, group.id).fault is None


def test_ill_telegram_says_nothing_of_the_chat(telegram: Telegram, channel: Group) -> None:
    """It is out of reach, and may be asked again."""
    telegram.faults.fails("getChat")
    assert asked(telegram, channel.id).fault is Fault.OUT_OF_REACH


def test_message_is_taken_away(telegram: Telegram, channel: Group) -> None:
    """Once; that it is gone already is as good."""
    line = Line(telegram.base_url)
    (sent,) = line.send(outgoing(channel, "Labdien"))
    assert isinstance(sent, Sent)
    away = replace(outgoing(channel, "Labdien"), message=(), edits=sent.message, withdraws=True)

    assert line.send(away, away) == [sent, sent]
    assert channel.messages[int(sent.message)].deleted


def test_link_is_looked_at_only_where_asked_for(telegram: Telegram, channel: Group) -> None:
    """A post may ask for it."""
    line = Line(telegram.base_url)
    line.send(outgoing(channel, "Labdien"), replace(outgoing(channel, "Labdien"), preview=True))
    sends = telegram.calls.of("sendMessage")
    looks = [call.arguments.text("link_preview_options") for call in sends]

    assert ["true" in look.lower() for look in looks] == [True, False]


def test_message_that_is_too_old_stays(telegram: Telegram, channel: Group) -> None:
    """Telegram's own words are kept for the editors."""
    line = Line(telegram.base_url)
    (sent,) = line.send(outgoing(channel, "Labdien"))
    assert isinstance(sent, Sent)
    channel.messages[int(sent.message)].date -= DAYS_3
    away = replace(outgoing(channel, "Labdien"), message=(), edits=sent.message, withdraws=True)

    assert isinstance(line.send(away)[0], Refused)
