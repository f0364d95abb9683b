"""What only Telegram has: links, topics, hidden administrators, groups that move, blocks."""

from __future__ import annotations

from typing import Final

import pytest

from bot.texts import phrase
from tests.journeys.doors.on_telegram import TelegramGroup, TelegramVenue
from tests.standins.telegram.chats import Topic
from tests.standins.telegram.messages import Message, photo

QUESTION: Final = "kas vada kaujas grupu?"
_FILE: Final = {"file_id": "f1", "file_unique_id": "f1"}
WORDLESS: Final = (
    {"photo": [{**_FILE, "width": 90, "height": 60}]},
    {"voice": {**_FILE, "duration": 3}},
    {
        "sticker": {
            **_FILE,
            "width": 512,
            "height": 512,
            "type": "regular",
            "is_animated": False,
            "is_video": False,
        }
    },
    {"location": {"longitude": 24.1, "latitude": 56.9}},
)
"""What people send without a word, as it travels."""


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        ("f-battle-group__leader", "/fact show battle-group.leader"),
        ("e-ministers-meeting", "/event show ministers-meeting"),
    ],
)
def test_link_opens_what_it_names(on_telegram: TelegramVenue, payload: str, command: str) -> None:
    """Whoever follows a link to a fact or an event sees it with the first tap."""
    reader = on_telegram.person("en")

    shown = reader.opens(f"https://t.me/FactdeskBot?start={payload}")

    assert shown.text == reader.says(command).text
    assert "LETA" in shown.text


def test_refused_member_is_led_to_a_private_chat(on_telegram: TelegramVenue) -> None:
    """The refusal is a link which does there, for oneself, what was asked for here."""
    anna = on_telegram.person("lv")
    group = on_telegram.group(on_telegram.person("lv"), anna)
    refused = anna.commands_in(group, "language en")

    chosen = anna.opens(refused.links[phrase("lv", "desk.in-private")])

    assert chosen.text == phrase("en", "language.chosen", language=phrase("en", "language.en"))


def test_member_refused_a_reminder_orders_it_for_themselves(on_telegram: TelegramVenue) -> None:
    """The link carries event and offsets, and orders them where it leads: in private."""
    anna, runner = on_telegram.person("en"), on_telegram.person("lv")
    group = on_telegram.group(runner, anna)
    refused = anna.commands_in(group, "remind ministers-meeting 2d")

    ordered = anna.opens(refused.links[phrase("lv", "desk.in-private")])

    assert "· 2d: " in ordered.text
    assert ", 2d: " in anna.says("/follow").text
    assert runner.commands_in(group, "follow").text == phrase("lv", "follow.nothing")


def test_administrator_chooses_for_the_group(on_telegram: TelegramVenue) -> None:
    """Made an administrator, a member may what they might not before."""
    anna = on_telegram.person("lv")
    group = on_telegram.group(on_telegram.person("lv"), anna)
    before = anna.commands_in(group, "language en")

    group.chat.promote(anna.user)

    chosen = phrase("en", "language.chosen", language=phrase("en", "language.en"))
    assert before.text != chosen
    assert anna.commands_in(group, "language en").text == chosen


def test_hidden_administrator_chooses_for_the_group(on_telegram: TelegramVenue) -> None:
    """Who speaks in the group's own name runs it, without saying who they are."""
    runner = on_telegram.person("lv")
    group = on_telegram.group(runner)
    group.chat.promote(runner.user, anonymous=True)

    said = runner.user.says("/language en", group.chat, anonymous=True)
    told = on_telegram.telegram.world.wait_for_message(group.chat, after=said)

    assert told.text == phrase("en", "language.chosen", language=phrase("en", "language.en"))


def test_answer_stays_in_its_topic(on_telegram: TelegramVenue) -> None:
    """Each topic of a forum is a conversation of its own, with its own language."""
    runner, world = on_telegram.person("lv"), on_telegram.telegram.world
    group = on_telegram.forum(runner).chat
    news, sport = group.open_topic("News"), group.open_topic("Sport")

    def asks(text: str, topic: Topic) -> Message:
        said = runner.user.says(text, group, topic=topic)
        answer = world.wait_for_message(group, after=said)
        assert answer.thread == topic.thread
        return answer

    asks("/language en", news)

    assert "Kanāda" in asks(f"@FactdeskBot {QUESTION}", sport).text
    assert asks("/events", news).text.startswith(phrase("en", "events.coming"))
    assert asks("/events", sport).text.startswith(phrase("lv", "events.coming"))


def test_group_that_becomes_a_supergroup_goes_on(on_telegram: TelegramVenue) -> None:
    """It has another id from then on, and what was chosen for it stays."""
    runner, telegram = on_telegram.person("lv"), on_telegram.telegram
    small = telegram.world.group("Small", creator=runner.user, supergroup=False)
    runner.commands_in(TelegramGroup(telegram, small), "language en")

    large = TelegramGroup(telegram, small.migrate())

    assert runner.commands_in(large, "events").text.startswith(phrase("en", "events.coming"))
    assert "Kanāda" in runner.asks_in(large, QUESTION).text


def test_blocked_bot_is_silent_until_it_is_let_in_again(on_telegram: TelegramVenue) -> None:
    """Blocked and unblocked, it answers as before, and only what is asked then."""
    reader = on_telegram.person("en")
    first = reader.says(QUESTION)

    reader.user.blocks()
    reader.user.unblocks()

    again = reader.says(QUESTION)
    said = reader.user.chat.messages_from_bot()
    assert [each.text for each in said] == [first.text, again.text]


def test_what_has_no_words_is_answered_in_private_alone(on_telegram: TelegramVenue) -> None:
    """Who sends a picture, a voice or a sticker hears that words are read; a group nothing."""
    anna, world = on_telegram.person("en"), on_telegram.telegram.world
    group = on_telegram.group(anna)

    for sent in WORDLESS:
        said = anna.user.sends(sent)
        answer = world.wait_for_message(anna.user.chat, after=said)
        assert answer.text == phrase("en", "ask.no-words")
        anna.user.sends(sent, chat=group.chat)

    end = anna.asks_in(group, QUESTION)
    assert group.said() == [end.text]


@pytest.mark.parametrize("worded", [0, None])
def test_album_is_answered_once(on_telegram: TelegramVenue, worded: int | None) -> None:
    """Its pictures come one by one, the words below it with the first; it is said once."""
    anna, world = on_telegram.person("lv"), on_telegram.telegram.world
    group = on_telegram.group(anna)
    before = [anna.says("/language lv").text]

    for chat, called in ((anna.user.chat, ""), (group.chat, "@FactdeskBot ")):
        with world.lock:
            for number in range(3):
                words = f"{called}{QUESTION}" if number == worded else ""
                part = {"photo": photo(f"{chat.id}-{number}"), "media_group_id": str(chat.id)}
                anna.user.sends(part, words, chat)
        last = anna.user.says("/about@FactdeskBot", chat)
        end = world.wait_for_message(chat, after=last, containing="Factdesk ")
        told = [each.text for each in chat.messages_from_bot() if each is not end]
        told = [each for each in told if each not in before]
        is_heard = worded is not None or not called
        assert len(told) == is_heard
        assert ("Kanāda" in "".join(told)) == (worded is not None)


def test_forwarded_command_is_asked_about(on_telegram: TelegramVenue) -> None:
    """Others may have written it; what only looks is shown at once, and a group hears nothing."""
    ed, world = on_telegram.editor(), on_telegram.telegram.world
    group = on_telegram.group(ed)
    other = on_telegram.person("lv").user.account.as_json()
    origin = {"forward_origin": {"type": "user", "date": 1, "sender_user": other}}
    line = f"fact add wharf-{ed.user.id}.depth 9 | name-lv: M | name-en: W | words: depth"

    ed.user.sends(origin, f"/{line}", group.chat)
    said = ed.user.sends(origin, f"/{line}")
    asked = world.wait_for_message(ed.user.chat, after=said)

    assert asked.text == phrase("en", "desk.confirm", text=f"/{line}")
    assert "9" not in ed.says(f"/fact show wharf-{ed.user.id}.depth").text
    looked = ed.user.sends(origin, "/events")
    events = world.wait_for_message(ed.user.chat, after=looked)
    assert events.text.startswith(phrase("en", "events.coming"))
    end = ed.asks_in(group, QUESTION)
    assert group.said() == [end.text]


def test_administrators_ears_make_no_talker(on_telegram: TelegramVenue) -> None:
    """Made an administrator the bot hears everything, a channel's posts too, and says no more."""
    anna, world = on_telegram.person("lv"), on_telegram.telegram.world
    group = on_telegram.group(on_telegram.person("lv"), anna)
    channel = world.channel("Ziņas")
    group.chat.promote_bot()
    group.chat.link(channel)
    bot = on_telegram.other_bot(group)

    channel.post(f"@FactdeskBot {QUESTION}")
    bot.says_in(group, QUESTION, calling=True)
    anna.says_in(group, QUESTION)
    anna.says_in(group, "/weather Rīga")
    end = anna.asks_in(group, QUESTION)

    assert group.said() == [end.text]
