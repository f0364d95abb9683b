"""What is taken to be meant for us, and what is made of it."""

from __future__ import annotations

import pytest

from bot.port import Account, Chat, Happening, Place
from tests.handlers.telegram.hearing import US, heard, read, surely, world
from tests.standins.telegram.refusals import Json

PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


def test_private_message_is_ours() -> None:
    """What is said in private comes as typed, with who said it, where, and in which language."""
    anna = world().user("Anna", "lv", username="anna_lv")

    said = anna.says("Kas vada kaujas grupu?")
    update = surely(said.update)

    assert said.update
    assert update.id == f"{US.id}:{said.update.id}"
    assert update.account == Account("telegram", str(anna.id), "Anna", "anna_lv")
    assert update.chat == Chat("telegram", str(anna.id), Place.PRIVATE)
    assert update.text == "Kas vada kaujas grupu?"
    assert update.happening is Happening.SAID
    assert update.message == str(said.message_id)
    assert update.language_hint == "lv"
    assert update.home == "https://t.me/FactdeskBot?start="
    assert (update.mentioned, update.reply_to, update.via) == (False, "", "")


@pytest.mark.parametrize(("code", "hint"), [("en-GB", "en"), ("pt-br", "pt"), ("", "")])
def test_language_is_without_its_country(code: str, hint: str) -> None:
    """The hint is the language alone, whatever country stands behind it."""
    assert surely(world().user("Anna", code).says("Labdien").update).language_hint == hint


def test_start_link_keeps_its_word() -> None:
    """The word of a start link comes as text behind /start."""
    assert surely(world().user("Anna").starts("f-nato__time").update).text == "/start f-nato__time"


def test_talk_in_a_group_is_not_ours() -> None:
    """What people say to each other in a group is none of our business."""
    made = world()
    anna, bruno = made.user("Anna"), made.user("Bruno")
    group = made.group("Ziņas", [anna, bruno])
    said = anna.says("Kas vada kaujas grupu?", group)

    assert heard(said.update) is None
    assert heard(bruno.says("Nezinu", group, reply_to=said).update) is None


def test_command_in_a_group_is_ours() -> None:
    """A command in a group is ours, though not by our name."""
    made = world()
    anna = made.user("Anna")
    update = surely(anna.says("/ask Kas vada?", made.group("Ziņas", [anna])).update)

    assert (update.text, update.mentioned) == ("/ask Kas vada?", False)
    assert (update.chat.place, update.chat.title) == (Place.GROUP, "Ziņas")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/ask@FactdeskBot Kas vada?", "/ask Kas vada?"),
        ("/ask@factdeskbot", "/ask"),
        ("@FactdeskBot Kas vada?", "Kas vada?"),
        ("@factdeskbot, kas vada?", "kas vada?"),
        ("Sakiet, @FactdeskBot, kas vada?", "Sakiet,, kas vada?"),
        ("Kas vada @FactdeskBot?", "Kas vada?"),
        ("🙂🙂 kas vada, @FactdeskBot", "🙂🙂 kas vada,"),
        (
            "@FactdeskBot fact set nato.time 30.11.\nfrom: rīt",
            "fact set nato.time 30.11.\nfrom: rīt",
        ),
        ("@FactdeskBot", ""),
        ("@FactdeskBot /ask Kas vada @anna_lv?", "/ask Kas vada @anna_lv?"),
    ],
)
def test_our_name_calls_us_and_goes(typed: str, text: str) -> None:
    """Our name calls us wherever it stands, and is no part of what was said."""
    made = world()
    anna = made.user("Anna")
    update = surely(anna.says(typed, made.group("Ziņas", [anna])).update)

    assert (update.text, update.mentioned) == (text, True)


@pytest.mark.parametrize(
    "typed", ["/ask@OtherBot Kas vada?", "@OtherBot kas vada?", "Vai @FactdeskBotX zina?"]
)
def test_another_bot_is_not_us(typed: str) -> None:
    """What is meant for another bot is left to it, even as a reply to a message of ours."""
    made = world()
    anna = made.user("Anna")

    assert heard(anna.says(typed, made.group("Ziņas", [anna])).update) is None


def test_command_for_another_bot_in_reply_to_us_is_not_ours() -> None:
    """A command that names another bot is not ours, though it replies to a message of ours."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna])
    ours = made.say(group, anna.says("x", group).shown, sender=made.bot, from_bot=True)

    assert heard(anna.says("/ask@OtherBot x", group, reply_to=ours).update) is None


def test_reply_to_us_is_ours() -> None:
    """A reply to a message of ours is meant for us, and names that message."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna])
    ours = made.say(group, anna.says("x", group).shown, sender=made.bot, from_bot=True)
    update = surely(anna.says("Un kad?", group, reply_to=ours).update)

    assert (update.text, update.reply_to) == ("Un kad?", str(ours.message_id))
    assert (update.reply_author, update.mentioned) == (None, False)


def test_reply_to_somebody_names_them() -> None:
    """A command in reply to somebody's message says whose message it was."""
    made = world()
    anna, bruno = made.user("Anna"), made.user("Bruno", username="bruno")
    group = made.group("Ziņas", [anna, bruno])
    said = bruno.says("Es te esmu", group)
    update = surely(anna.says("/role grant editor", group, reply_to=said).update)

    assert update.reply_author == Account("telegram", str(bruno.id), "Bruno", "bruno")
    assert update.reply_to == ""


def test_anonymous_administrator_is_the_group() -> None:
    """Who speaks in the name of the group is known by the group's id."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", administrators=[anna])
    update = surely(anna.says("/language en", group, anonymous=True).update)

    assert update.account == Account("telegram", str(group.id), "Ziņas")


def test_bots_and_channels_are_not_heard() -> None:
    """Other bots, posts of a channel and what a linked channel brings in are nothing to us."""
    made = world()
    anna, robot = made.user("Anna"), made.other_bot("Robots", "OtherBot")
    group, channel = made.group("Ziņas", [anna, robot]), made.channel("Kanāls")
    group.link(channel)

    assert heard(robot.says("/ask Kas vada?", group).update) is None
    post = channel.post("/ask @FactdeskBot kas vada?")
    brought = list(group.messages.values())[-1]
    assert heard(post.update) is None
    assert heard(brought.update) is None


def test_service_messages_are_not_heard() -> None:
    """That somebody came, left or opened a topic is nothing to us."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", topics=True)

    assert heard(group.add(anna).update) is None
    assert heard(group.open_topic("Rīga").opening.update) is None
    assert heard(group.remove(anna).update) is None


def test_topic_is_part_of_the_chat() -> None:
    """In a forum the topic is part of where it was said, and what opened it replies to nothing."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna], topics=True)
    topic = group.open_topic("Rīga", anna)

    update = surely(anna.says("/ask Kas vada?", group, topic=topic).update)
    general = surely(anna.says("/ask Kas vada?", group).update)

    assert (update.chat.topic, general.chat.topic) == (str(topic.thread), "")
    assert (update.reply_to, update.reply_author) == ("", None)


def test_thread_of_replies_is_no_topic() -> None:
    """In a group without topics a thread of replies is part of the group itself."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna])
    said = anna.says("Sveiki", group)

    assert surely(anna.says("/help", group, reply_to=said).update).chat.topic == ""


def test_edit_tells_which_message() -> None:
    """An edited message comes with its own id and its new words, by the same rules."""
    made = world()
    anna = made.user("Anna")
    group = made.group("Ziņas", [anna])
    said, idle = anna.says("/ask Kas vada?", group), anna.says("Sveiki", group)
    edited = anna.edits(said, "/ask Kas vadīja?")
    update = surely(edited.update)

    assert update.happening is Happening.EDITED
    assert (update.message, update.text) == (str(said.message_id), "/ask Kas vadīja?")
    assert heard(anna.edits(idle, "Sveiki visi").update) is None


def _with_photo(body: Json, caption: str = "", **extra: object) -> Json:
    message = {**body["message"], "photo": PHOTO, **extra}
    del message["text"]
    message.pop("entities", None)
    if caption:
        message["caption"] = caption
    return {"update_id": 5, "message": message}


def test_caption_counts_as_text() -> None:
    """What stands below a picture is read as if it had been said without one."""
    made = world()
    anna = made.user("Anna")
    private, group = anna.says("x").update, anna.says("/x", made.group("Ziņas", [anna])).update
    assert private
    assert group
    marks = [{"type": "mention", "offset": 0, "length": 12}]
    called = read(_with_photo(group.body, "@FactdeskBot kas tas?", caption_entities=marks))
    alone = read(_with_photo(private.body, "Kas tas?"))

    assert called
    assert (called.text, called.mentioned) == ("kas tas?", True)
    assert alone
    assert alone.text == "Kas tas?"
    assert read(_with_photo(group.body, "Skaisti!")) is None


def test_picture_without_words() -> None:
    """A picture alone is answered in private, and not heard in a group or when it is edited."""
    made = world()
    anna = made.user("Anna")
    private, group = anna.says("x").update, anna.says("/x", made.group("Ziņas", [anna])).update
    assert private
    assert group
    body = _with_photo(private.body)
    alone = read(body)

    assert alone
    assert alone.text == ""
    assert read(_with_photo(group.body)) is None
    edited = {**body["message"], "edit_date": 1}
    assert read({"update_id": 6, "edited_message": edited}) is None


def _marked(text: str, user: int, piece: str) -> Json:
    begin = len(text[: text.index(piece)].encode("utf-16-le")) // 2
    length = len(piece.encode("utf-16-le")) // 2
    person = {"id": user, "is_bot": user == US.id, "first_name": piece}
    mark = {"type": "text_mention", "offset": begin, "length": length, "user": person}
    return {
        "update_id": 5,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -100, "type": "supergroup", "title": "Ziņas"},
            "from": {"id": 4, "is_bot": False, "first_name": "Anna"},
            "text": text,
            "entities": [mark],
        },
    }


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/role grant Jānis 🙂 Ozols editor", "/role grant telegram:77 editor"),
        ("🙂 Jānis 🙂 Ozols", None),
        ("/ask kur ir Jānis 🙂 Ozols?", "/ask kur ir telegram:77?"),
    ],
)
def test_person_without_a_username_is_named_by_id(typed: str, text: str | None) -> None:
    """In a command somebody who has no username is written as our own name for them."""
    update = read(_marked(typed, 77, "Jānis 🙂 Ozols"))

    assert (update.text if update else None) == text


def test_person_in_a_question_keeps_their_name() -> None:
    """In a question a person stays as they were written."""
    body = _marked("Kur ir Jānis?", 77, "Jānis")
    body["message"]["chat"] = {"id": 4, "type": "private", "first_name": "Anna"}
    update = read(body)

    assert update
    assert update.text == "Kur ir Jānis?"


def test_marked_mention_of_us_calls_us() -> None:
    """Chosen from the list of members, we are called as by our name."""
    update = read(_marked("Faktu galds, kas vada?", US.id, "Faktu galds"))

    assert update
    assert (update.text, update.mentioned) == ("kas vada?", True)


def test_kinds_that_we_did_not_ask_for_are_nothing() -> None:
    """An update of a kind that we know nothing of is nothing to us."""
    assert read({"update_id": 5, "new_kind_of_update": {"x": 1}}) is None
