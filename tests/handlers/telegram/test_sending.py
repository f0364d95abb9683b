"""What leaves for Telegram, how it looks there, and what is said to have become of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from telegram import Bot

from bot.outcomes import InDoubt, Later, Moved, Outcome, Refused, Sent, Wait
from bot.port import Account, Chat, Choice, Outgoing, Place, Posting, Strong, Text, Whereto
from handlers.telegram.requests import ANSWER_WITHIN, AiohttpRequest
from handlers.telegram.sending import TelegramPlatform
from tests.handlers.telegram.opened import outgoing
from tests.standins.telegram.people import User
from tests.standins.telegram.refusals import Refusal
from tests.standins.telegram.server import TOKEN, Telegram, telegram_server

T = TypeVar("T")


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


class Line:
    """A platform over a connection of its own, for a test that is not asynchronous."""

    def __init__(self, base_url: str, answer_within: float = ANSWER_WITHIN) -> None:
        self._base_url = base_url
        self._answer_within = answer_within

    def send(self, *messages: Outgoing) -> list[Outcome]:
        """Send messages one after another, and return what became of each."""
        return self._with(lambda platform: _all(platform, messages))

    def runs(self, account: Account, chat: Chat) -> bool:
        """Ask whether somebody runs a chat."""
        return self._with(lambda platform: platform.runs_chat(account, chat))

    def may_post(self, whereto: Whereto) -> Posting:
        """Ask whether may be posted to a chat."""
        return self._with(lambda platform: platform.may_post(whereto))

    def _with(self, act: Callable[[TelegramPlatform], Coroutine[Any, Any, T]]) -> T:
        return asyncio.run(self._run(act))

    async def _run(self, act: Callable[[TelegramPlatform], Coroutine[Any, Any, T]]) -> T:
        requests = AiohttpRequest(self._answer_within)
        bot = Bot(TOKEN, self._base_url, request=requests, get_updates_request=requests)
        async with requests:
            return await act(TelegramPlatform(bot))


async def _all(platform: TelegramPlatform, messages: tuple[Outgoing, ...]) -> list[Outcome]:
    return [await platform.send(each) for each in messages]


@pytest.fixture
def line(telegram: Telegram) -> Line:
    """Return a way to send."""
    return Line(telegram.base_url)


def test_message_arrives_as_it_is_meant(telegram: Telegram, anna: User, line: Line) -> None:
    """A message has its styles and buttons, no preview, and a sound unless it is silent."""
    choices = (Choice("Jā", "t1"), Choice("Nē " * 100, "t2"), Choice(" \x00", "t3"))
    loud = outgoing(anna.chat, (Text("Rīgā <b>"), Strong("@anna")), choices=choices)

    became = line.send(loud, replace(loud, silent=True, choices=()))

    first, second = telegram.world.wait_for_messages(anna.chat, 2)
    assert became == [Sent(str(first.message_id)), Sent(str(second.message_id))]
    assert first.text == "Rīgā <b>@\u2060anna"
    assert first.styled("bold") == ["@\u2060anna"]
    assert first.styled("mention") == []
    assert first.link_preview == {"is_disabled": True}
    assert [row[0].rstrip("…")[:5] for row in first.rows] == ["Jā", "Nē Nē", ""]
    assert [button["callback_data"] for button in first.buttons] == ["t1", "t2", "t3"]
    assert (first.silent, second.silent, second.rows) == (False, True, [])


def test_reply_in_a_group_and_a_topic(telegram: Telegram, anna: User, line: Line) -> None:
    """In a group a reply hangs on what it answers, if that is still there, and in its topic."""
    group = telegram.world.group("Ziņas", [anna], topics=True)
    topic = group.open_topic("Rīga")
    asked = anna.says("/ask x", group, topic=topic)
    gone = anna.says("/ask y", group, topic=topic)
    anna.deletes(gone)
    answer = outgoing(group, "Atbilde", reply_to=str(asked.message_id))
    answer = replace(answer, chat=replace(answer.chat, topic=str(topic.thread)))

    line.send(answer, replace(answer, reply_to=str(gone.message_id)))

    first, second = telegram.world.wait_for_messages(group, 2)
    assert (first.reply_to, first.thread) == (asked, topic.thread)
    assert second.thread == topic.thread


def test_private_answer_is_no_reply(telegram: Telegram, anna: User, line: Line) -> None:
    """In private nothing hangs on anything: the answer stands below its question."""
    asked = anna.says("x")
    line.send(outgoing(anna.chat, "Atbilde", reply_to=str(asked.message_id)))

    assert telegram.world.wait_for_message(anna.chat).reply_to is None


def test_edit_takes_the_place(telegram: Telegram, anna: User, line: Line) -> None:
    """An edit changes the words and takes the buttons away; the same again is done already."""
    line.send(outgoing(anna.chat, "Vai?", choices=(Choice("Jā", "t1"),)))
    said = telegram.world.wait_for_message(anna.chat)
    edit = outgoing(anna.chat, "Labi.", edits=str(said.message_id))

    assert line.send(edit, edit) == [Sent(str(said.message_id))] * 2
    assert (said.text, said.rows, said.link_preview) == ("Labi.", [], {"is_disabled": True})


def test_edit_of_what_is_gone_is_refused(anna: User, line: Line) -> None:
    """What was deleted, or is not ours, cannot be edited, and nothing is sent instead."""
    theirs = anna.says("x")

    became = line.send(
        outgoing(anna.chat, "y", edits="999"),
        outgoing(anna.chat, "y", edits=str(theirs.message_id)),
    )

    assert [type(each) for each in became] == [Refused, Refused]


def test_tap_gets_an_aside(telegram: Telegram, anna: User, line: Line) -> None:
    """A word aside is shown to who tapped, cut to what a bubble holds; the message stays."""
    line.send(outgoing(anna.chat, "Vai?", choices=(Choice("Jā", "t1"),)))
    said = telegram.world.wait_for_message(anna.chat)
    tap, late = anna.taps(said), anna.taps(said)
    late.expired = True
    aside = outgoing(anna.chat, "Vairs neder. " * 30, aside=True, via=tap.id)

    assert line.send(aside, aside, replace(aside, via=late.id)) == [Sent(), Sent(), Sent()]
    answer = telegram.world.wait_for_answer(tap)
    assert answer.text.startswith("Vairs neder.")
    assert len(answer.text) <= 200
    assert len(anna.chat.messages_from_bot()) == 1


def test_tap_is_answered_and_its_message_edited(telegram: Telegram, anna: User, line: Line) -> None:
    """A tap that changes a message is answered without words, and never mind if it is too late."""
    line.send(outgoing(anna.chat, "Vai?", choices=(Choice("Jā", "t1"),)))
    said = telegram.world.wait_for_message(anna.chat)
    tap, late = anna.taps(said), anna.taps(said)
    late.expired = True
    edit = outgoing(anna.chat, "Labi.", edits=str(said.message_id), via=tap.id)

    became = line.send(edit, replace(edit, message=(Text("Ne."),), via=late.id))

    assert became == [Sent(str(said.message_id))] * 2
    assert telegram.world.wait_for_answer(tap).text == ""
    assert said.text == "Ne."


def test_whatever_makes_no_keyboard_does_no_harm(anna: User, line: Line) -> None:
    """More buttons than Telegram takes are left out, and the message goes."""
    choices = tuple(Choice(f"{n}", f"t{n}") for n in range(150))

    assert isinstance(line.send(outgoing(anna.chat, "Vai?", choices=choices))[0], Sent)


def test_short_labels_share_a_row(telegram: Telegram, anna: User, line: Line) -> None:
    """Two signs stand side by side; words have a row each."""
    labels = ("👍", "👎", "Jā, tieši tas", "Nē")
    choices = tuple(Choice(label, f"t{number}") for number, label in enumerate(labels))
    line.send(outgoing(anna.chat, "Vai?", choices=choices))

    rows = telegram.world.wait_for_message(anna.chat).rows
    assert [list(row) for row in rows] == [["👍", "👎"], ["Jā, tieši tas"], ["Nē"]]


def test_what_is_tucked_away_is_left_out(telegram: Telegram, anna: User, line: Line) -> None:
    """Telegram has no menu to open below a message."""
    line.send(outgoing(anna.chat, "Kanāda", choices=(Choice("👍", "t1", tucked=True),)))

    assert list(telegram.world.wait_for_message(anna.chat).rows) == []


def test_waiting_is_as_long_as_asked(telegram: Telegram, anna: User, line: Line) -> None:
    """Too many at once means to wait as long as Telegram asks, or a second if it does not say."""
    telegram.faults.too_many("sendMessage", 7)
    telegram.faults.refuses("sendMessage", Refusal(429, "Too Many Requests"))

    assert line.send(outgoing(anna.chat, "x"), outgoing(anna.chat, "x")) == [Wait(7), Wait(1)]


def test_moved_group_says_where(telegram: Telegram, anna: User, line: Line) -> None:
    """What is sent to a group that became a supergroup comes back with its new id."""
    group = telegram.world.group("Ziņas", [anna], supergroup=False)
    new = group.migrate()

    assert line.send(outgoing(group, "x")) == [Moved(str(new.id))]


def test_broken_connection_leaves_doubt(telegram: Telegram, anna: User, line: Line) -> None:
    """Where the connection breaks before the answer nobody can say, sent or not, edited or not."""
    sent = line.send(outgoing(anna.chat, "0"))[0]
    assert isinstance(sent, Sent)
    telegram.faults.drops("sendMessage")
    telegram.faults.drops("sendMessage", after=True)
    telegram.faults.fails("sendMessage", after=True)
    telegram.faults.drops("editMessageText", after=True)

    became = line.send(
        *(outgoing(anna.chat, text) for text in "123"),
        outgoing(anna.chat, "4", edits=sent.message),
    )

    assert [type(each) for each in became] == [InDoubt] * 4
    assert [each.text for each in anna.chat.messages_from_bot()] == ["4", "2", "3"]


def test_late_answer_leaves_doubt(telegram: Telegram, anna: User) -> None:
    """What is not answered in time may have arrived."""
    hold = telegram.faults.holds("sendMessage", after=True)

    (became,) = Line(telegram.base_url, 0.1).send(outgoing(anna.chat, "x"))
    hold.release()

    assert isinstance(became, InDoubt)
    assert len(anna.chat.messages_from_bot()) == 1


def test_each_is_tried_once(telegram: Telegram, anna: User, line: Line) -> None:
    """Nothing is sent again by itself, whatever happened to it."""
    telegram.faults.drops("sendMessage")
    telegram.faults.fails("sendMessage")
    telegram.faults.too_many("sendMessage", 1)

    line.send(*(outgoing(anna.chat, "x") for _ in range(3)))

    assert telegram.calls.count("sendMessage") == 3


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:1/bot", "http://127.0.0.1:bad/bot"])
def test_out_of_reach_is_surely_not_sent(base_url: str) -> None:
    """Where there is no connection at all the message surely has not left."""
    chat = Chat("telegram", "5", Place.PRIVATE)

    (became,) = Line(base_url).send(Outgoing("k", chat, (Text("x"),)))

    assert isinstance(became, Later)
    assert TOKEN not in became.why


def test_closed_platform_sends_nothing(telegram: Telegram, anna: User) -> None:
    """After the release nothing is sent, and that is known."""

    async def after() -> Outcome:
        requests = AiohttpRequest()
        bot = Bot(TOKEN, telegram.base_url, request=requests, get_updates_request=requests)
        return await TelegramPlatform(bot).send(outgoing(anna.chat, "x"))

    assert isinstance(asyncio.run(after()), Later)


def test_administrators_run_a_group(telegram: Telegram, anna: User, line: Line) -> None:
    """The creator, the administrators and who speaks as the group run it; nobody else does."""
    world = telegram.world
    chief, bruno = world.user("Zane"), world.user("Bruno")
    group = world.group("Ziņas", [bruno], administrators=[anna], creator=chief)
    chat = Chat("telegram", str(group.id), Place.GROUP)

    def runs(id: int, where: Chat = chat) -> bool:
        return line.runs(Account("telegram", str(id)), where)

    assert (runs(chief.id), runs(anna.id), runs(group.id)) == (True, True, True)
    assert (runs(bruno.id), runs(5)) == (False, False)
    assert runs(bruno.id, Chat("telegram", str(bruno.id), Place.PRIVATE))
    telegram.faults.drops("getChatMember")
    assert not runs(anna.id)


def test_lost_message_cannot_be_found() -> None:
    """Telegram cannot be asked what became of a message."""

    async def find() -> object:
        platform = TelegramPlatform(Bot(TOKEN))
        chat = Chat("telegram", "5", Place.PRIVATE)
        return await platform.find(Outgoing("k", chat, (Text("x"),)))

    assert isinstance(asyncio.run(find()), InDoubt)
