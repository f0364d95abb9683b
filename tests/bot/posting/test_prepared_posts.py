"""Prepared messages: as a reply to one, `post` posts it as it looks, with its picture."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import pytest

from bot.port import (
    Account,
    Break,
    Formatted,
    Link,
    Message,
    Outgoing,
    Picture,
    Prepared,
    Style,
    Text,
    Unfit,
    plain,
)
from bot.posting import posts
from bot.stored import read_update, update_record
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNA, ED, EDS
from tests.bot.posting.pressroom import LINA, NEWS, Pressroom
from tests.bot.receiving.house import run, said

BOLD: Final = Formatted("tiekas", (Style.STRONG,))
WORDS: Final[Message] = (Text("Ministri "), BOLD, Text(" rīt.\nhttps://x.lv/a"))
POSTED: Final[Message] = (
    *(Text("Ministri "), BOLD, Text(" rīt."), Break()),
    Link("https://x.lv/a", "https://x.lv/a"),
)
BRIDGE: Final = Picture("telegram", "bridge")


def reply(pressroom: Pressroom, prepared: Prepared, text: str = "post to: news") -> str:
    """Have the editor reply to a prepared message; return what they are told."""
    update = replace(said(f"/{text}", EDS, ED), prepared=prepared)
    run(partial(pressroom.house.hears, read_update(update_record(update))))
    return pressroom.platform.words[-1]


def sent(pressroom: Pressroom) -> Outgoing:
    """Tap [Send], and return what leaves."""
    pressroom.tap("Send")
    (outgoing,) = pressroom.posted()
    return outgoing


def test_message_is_posted_as_it_looks(pressroom: Pressroom) -> None:
    """Its looks and lines are those of the preview and of the post; addresses lead there."""
    told = reply(pressroom, Prepared(ED, WORDS))
    preview = pressroom.platform.sent[-1].message

    assert "Ministri tiekas rīt.\nhttps://x.lv/a" in told
    assert BOLD in preview
    assert sent(pressroom).message == POSTED


def test_lines_say_where_and_when(pressroom: Pressroom) -> None:
    """They stand behind the command, or below it; another language's text among them."""
    told = reply(
        pressroom, Prepared(ED, WORDS), "post\nto: news, world\nen: Ministers meet.\nat: rīt 9:00"
    )

    assert "In Latvian, for news:\nMinistri" in told
    assert "In English, for world:\nMinisters meet." in told
    assert "Saturday" in told


def test_own_words_are_posted_instead(pressroom: Pressroom) -> None:
    """Who types a text means that text, whatever it replies to."""
    told = reply(pressroom, Prepared(ANNA, WORDS), "post Labdien\n\nto: news")

    assert "\nLabdien\n" in told
    assert "Ministri" not in told


def test_channel_is_chosen_by_a_button(pressroom: Pressroom) -> None:
    """The message and its picture are remembered until then."""
    assert reply(pressroom, Prepared(ED, WORDS, BRIDGE), "post") == "To which channel?"
    assert "Ministri tiekas rīt." in pressroom.tap("news")
    assert sent(pressroom).picture == BRIDGE


def test_picture_stands_above_the_words(pressroom: Pressroom) -> None:
    """In the preview in a message of its own, and then in one with them."""
    told = reply(pressroom, Prepared(ED, WORDS, BRIDGE))
    shown = pressroom.platform.sent[-2]

    assert "With a picture." in told
    assert (shown.picture, shown.message, shown.chat.id) == (BRIDGE, (), EDS.id)
    posted = sent(pressroom)
    assert (posted.picture, posted.message) == (BRIDGE, POSTED)


def test_picture_alone_is_a_post(pressroom: Pressroom) -> None:
    """It is in no language, so none is borrowed and nothing is said of words."""
    told = reply(pressroom, Prepared(ED, (), BRIDGE))
    posted = sent(pressroom)

    assert told.endswith("With a picture.")
    assert (posted.picture, posted.message) == (BRIDGE, ())
    assert "“a picture”" in pressroom.edit("posts")
    assert pressroom.edit(f"post show {pressroom.number()}").count("With a picture.") == 1


def test_words_below_a_picture_can_be_changed(pressroom: Pressroom) -> None:
    """The picture stays above them, also when it is a prepared message that takes their place."""
    reply(pressroom, Prepared(ED, WORDS, BRIDGE))
    sent(pressroom)
    number = pressroom.number()
    pressroom.edit(f"post edit {number} Citi vārdi")
    pressroom.tap("Put this in its place")
    (typed,) = pressroom.posted()
    reply(pressroom, Prepared(ED, (BOLD,)), f"post edit {number}")
    pressroom.tap("Put this in its place")
    (prepared,) = pressroom.posted()

    assert (plain(typed.message), typed.picture) == ("Citi vārdi", BRIDGE)
    assert (prepared.message, prepared.picture) == ((BOLD,), BRIDGE)
    assert prepared.edits == typed.edits
    told = reply(pressroom, Prepared(ED, WORDS, BRIDGE), f"post edit {number}")
    assert told.startswith("The picture of a post cannot be replaced")


def test_there_is_less_room_below_a_picture(pressroom: Pressroom) -> None:
    """The preview says how much there is, also when words are changed later."""
    long = Prepared(ED, (Text("x" * 1020 + "@a @b"),), BRIDGE)
    told = "Below a picture news takes at most 1,024 characters; this text has 1,026."

    assert told in reply(pressroom, long)
    assert "This is free text" in reply(pressroom, replace(long, picture=None))
    reply(pressroom, Prepared(ED, WORDS, BRIDGE))
    sent(pressroom)
    number = pressroom.number()
    assert "at most 1,024" in pressroom.edit(f"post edit {number} {'y' * 1025}")


def test_picture_waits_for_its_platform(pressroom: Pressroom) -> None:
    """Where that is not served nothing was sent, and it is tried again."""
    reply(pressroom, Prepared(ED, WORDS, BRIDGE), "post\nto: news\nat: rīt 9:00")
    pressroom.tap("Send")
    far = posts.content({"lv": WORDS}, Picture("slack", "F1"))
    with pressroom.house.desk.database.write() as tx:
        assert tx.posts.change(pressroom.number(), 1, far, None)
    pressroom.at("2021-11-27T09:00")

    assert pressroom.posted() == []
    (copy,) = pressroom.copies()
    assert (copy.state, copy.why) == (State.QUEUED, "slack is not served here")


@pytest.mark.parametrize(
    ("prepared", "told"),
    [
        (Prepared(ED, WORDS, unfit=Unfit.OURS), "That is my own message"),
        (Prepared(None, WORDS, unfit=Unfit.NOBODYS), "does not show who wrote it"),
        (Prepared(ED, WORDS, unfit=Unfit.ALBUM), "one of several pictures"),
        (Prepared(ED, WORDS, unfit=Unfit.FILE), "words and pictures only"),
        (Prepared(ED, WORDS, BRIDGE, Unfit.LARGE), "larger than 10 MB"),
        (Prepared(ANNA, WORDS), "Who wrote that message is no editor."),
        (Prepared(Account("telegram", "404"), WORDS), "Who wrote that message is no editor."),
        (Prepared(ED, ()), "There is nothing in that message"),
    ],
)
def test_what_cannot_be_posted_is_said(pressroom: Pressroom, prepared: Prepared, told: str) -> None:
    """Instead of a preview there is a sentence that says what to do."""
    assert told in reply(pressroom, prepared)
    assert pressroom.copies() == []


def test_another_editors_message_is_posted(pressroom: Pressroom) -> None:
    """What an editor has prepared any editor may post."""
    assert "Ministri" in reply(pressroom, Prepared(LINA, WORDS))


def test_change_asks_for_the_message_to_be_changed(pressroom: Pressroom) -> None:
    """Its lines are given back; the words are where they were prepared."""
    reply(pressroom, Prepared(ED, WORDS))
    told = pressroom.tap("Change")

    assert told == "Change that message, and reply to it again with:\n/post to: news"


def test_looks_that_get_lost_elsewhere_are_named(pressroom: Pressroom) -> None:
    """Covered words would be read at once where a platform covers none."""
    hidden = Prepared(ED, (Formatted("x", (Style.HIDDEN,)),))

    assert "Not every platform" not in reply(pressroom, hidden)
    update = replace(said("/post to: news", replace(EDS, platform="slack"), ED), prepared=hidden)
    with pressroom.house.desk.database.write() as tx:
        told = plain(pressroom.house.desk.converse(tx, update).reply.message)
    assert "Not every platform underlines words or covers them" in told


def test_post_alone_asks_for_its_text(pressroom: Pressroom) -> None:
    """Without a text and without a reply nobody knows what to post."""
    assert "Which text is to be posted?" in pressroom.edit("post")


def test_reply_to_a_post_counts_only_as_a_question(pressroom: Pressroom) -> None:
    """Below a post people talk to each other; only what asks is answered."""
    reply(pressroom, Prepared(ED, WORDS))
    sent(pressroom)
    copy = pressroom.copies()[0]

    def answered(text: str) -> bool:
        before = len(pressroom.platform.sent)
        below = replace(said(text, NEWS, ANNA), mentioned=False, reply_to=copy.message)
        run(partial(pressroom.house.hears, below))
        return len(pressroom.platform.sent) > before

    assert not answered("Super!")
    assert answered("Kad tiekas ministri?")


def test_message_that_did_not_come_along_is_asked_for(pressroom: Pressroom) -> None:
    """Of the platform, and only where it is to be posted."""
    pressroom.platform.written["m0"] = Prepared(ED, WORDS, BRIDGE)

    def answer(text: str, below: str) -> str:
        run(partial(pressroom.house.hears, replace(said(text, EDS, ED), below=below)))
        return pressroom.platform.words[-1]

    assert "Ministri tiekas rīt." in answer("/post to: news", "m0")
    assert sent(pressroom).picture == BRIDGE
    assert "I cannot read that message at present." in answer("/post", "m404")
    assert "\nLabdien\n" in answer("/post Labdien\n\nto: news", "m404")
