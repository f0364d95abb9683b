"""Writing posts: what is shown before anything leaves, and who may send it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.port import Account, Chat, Code, Fault, Link, Place, Strong, plain
from bot.texts import phrase
from storage.people import Role
from tests.bot.posting.newsroom import ANNA, DESK, ED, EDS, GROUP
from tests.bot.posting.pressroom import LINA, NEWS, WORLD, Pressroom
from tests.standins.speakers import Speaker

NB = "\N{NO-BREAK SPACE}"
TOMORROW = f"Saturday, 27{NB}November 2021 at 09:00 (Riga time)"


def test_preview_is_whole(pressroom: Pressroom) -> None:
    """Where it goes, when, and the words as they will be; nothing has left."""
    told = pressroom.edit("post Labdien!\nOtra rinda\n\nTrešā\n\nto: news\nat: rīt 9:00")

    assert told == "\n".join(
        [
            "Nothing has left yet. This would be posted:",
            "To: news (Rīgas ziņas, telegram:-1001, in Latvian)",
            f"When: {TOMORROW}",
            "",
            "Labdien!\nOtra rinda\n\nTrešā",
            "",
            "This is free text: what it states I cannot correct later.",
        ]
    )
    assert [each.label for each in pressroom.choices] == ["Send", "Change", "Drop"]
    assert pressroom.posted() == []


def test_text_is_nobodys_markup(pressroom: Pressroom) -> None:
    """What looks like markup or calls somebody stays words, and is sent as it was typed."""
    odd = "*bold* _x_ <b>y</b> @anna @channel &amp; `code` [a](http://b.lv)"
    pressroom.edit(f"post {odd}\n\nto: news")
    pressroom.tap("Send")
    (sent,) = pressroom.posted()

    assert plain(sent.message) == odd.replace("&amp;", "&")
    assert not any(isinstance(node, Strong | Code) for node in sent.message)


def test_only_channel_is_meant_where_none_is_named(pressroom: Pressroom) -> None:
    """With one there is nothing to choose."""
    pressroom.edit("channel remove world")
    assert "To: news (" in pressroom.edit("post Labdien")


def test_channel_is_chosen_where_there_are_several(pressroom: Pressroom) -> None:
    """By a button, also all of them; then the preview comes."""
    assert pressroom.edit("post Labdien") == "To which channel?"
    assert [each.label for each in pressroom.choices] == ["news", "world", "All 2"]
    assert "To: world (" in pressroom.tap("world")


def test_language_without_a_text_gets_the_other(pressroom: Pressroom) -> None:
    """And the preview says so."""
    told = pressroom.edit("post Labdien visiem lasītājiem\n\nto: world")

    assert "world speaks English and gets the Latvian text, as there is no other." in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("x\n\nto: nwes", "There is no channel nwes. Did you mean news?"),
        ("x\n\nto: zzz", "There is no channel zzz. /channel list lists those there are."),
        ("x\n\nto: news\nat: tomorrow", "“tomorrow” names no hour."),
        ("x\n\nto: news\nat: 9:00", "a day and an hour, for example tomorrow 9:00"),
        ("x\n\nto: news\nat: 2021-11-25 9:00", "has passed already"),
        ("x\n\nto: news\nen: a\nlv: b", "There is a text for each language, and one more."),
        ("x" * 4097 + "\n\nto: news", "news takes at most 4,096 characters; this text has 4,097."),
    ],
)
def test_what_cannot_be_posted_is_said(pressroom: Pressroom, typed: str, told: str) -> None:
    """With what is wrong, and nothing to send."""
    assert told in pressroom.edit(f"post {typed}")


def test_lines_alone_are_texts(pressroom: Pressroom) -> None:
    """A text in each language needs no other above it."""
    told = pressroom.edit("post lv: Labdien\nen: Hello\nto: news, world")

    assert "In Latvian, for news:\nLabdien" in told
    assert "In English, for world:\nHello" in told


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Labdien\nto: news", "to:"),
        ("Labdien | to: news", "to:"),
        ("Labdien | to: news | at: rīt 9:00", "at:"),
        ("Labdien! at: rīt 9:00 to: news", "at:, to:"),
        ("Labdien\n\nslient: yes", "slient:"),
        ("Labdien\n\nto: news\nprevew: yes", "prevew:"),
        ("Labdien\n\nto: news\nVieta: Rīga", "to:"),
    ],
)
def test_line_within_the_text_is_pointed_out(pressroom: Pressroom, typed: str, names: str) -> None:
    """Without an empty line above it, or misspelt, it is text, which nobody may have meant."""
    pressroom.edit("channel remove world")

    assert f"Here {names} is part of the text." in pressroom.edit(f"post {typed}")


def test_preview_says_how_to_post_later(pressroom: Pressroom) -> None:
    """Whoever has named no time learns where one is written; who has does not hear of it."""
    how = "at: tomorrow 9:00"

    assert how in pressroom.edit("post Labdien\n\nto: news")
    assert how not in pressroom.edit("post Labdien\n\nto: news\nat: tomorrow 10:00")


def test_change_gives_back_what_was_typed(pressroom: Pressroom) -> None:
    """Ready to be edited and sent again."""
    pressroom.edit("post Labdien\n\nto: news\nat: rīt 9:00")

    assert pressroom.tap("Change").endswith("/post Labdien\n\nto: news\nat: rīt 9:00")


def test_hour_answered_in_words_is_given_back_by_the_clock_of_the_chat(
    pressroom: Pressroom,
) -> None:
    """An editor changes what they typed, in no other zone."""
    pressroom.edit("post")
    for answer in ("Labdien", "news", "rīt 9:00"):
        pressroom.say(answer, EDS, ED)

    assert "at: 2021-11-27T09:00+02:00" in pressroom.tap("Change")


def test_address_leads_where_it_says(pressroom: Pressroom) -> None:
    """On every platform, without the mark that ends the sentence; nothing is said twice."""
    pressroom.edit("post Skat. https://example.org/a?b=1, (https://b.lv).\n\nto: news")
    pressroom.tap("Send")
    (sent,) = pressroom.posted()

    assert [node.url for node in sent.message if isinstance(node, Link)] == [
        "https://example.org/a?b=1",
        "https://b.lv",
    ]
    assert plain(sent.message) == "Skat. https://example.org/a?b=1, (https://b.lv)."


def test_text_with_paragraphs_keeps_its_first_word(pressroom: Pressroom) -> None:
    """Lines are read after the last empty line alone, whatever the text begins with."""
    told = pressroom.edit("post en: Title\n\nText\n\nto: world")

    assert "en: Title\n\nText" in told


def test_dropped_post_is_not_sent(pressroom: Pressroom) -> None:
    """Neither by its button, nor by another tap."""
    pressroom.edit("post Labdien\n\nto: news")
    token = pressroom.choices[0].token
    pressroom.tap("Drop")
    pressroom.tap_token(token)

    assert pressroom.posted() == []


def test_who_is_no_editor_cannot_send(pressroom: Pressroom) -> None:
    """The right is checked at the tap; an editor in that place still can."""
    pressroom.say("/language en", DESK, ED)
    pressroom.say("/post Labdien\n\nto: news", DESK, ED)
    token = pressroom.choices[0].token
    pressroom.tap_token(token, DESK, ANNA)
    assert pressroom.posted() == []

    pressroom.tap_token(token, DESK, LINA)
    assert len(pressroom.posted()) == 1


@pytest.mark.parametrize("fault", list(Fault))
def test_platform_is_asked_at_the_tap(pressroom: Pressroom, fault: Fault) -> None:
    """What has changed since the preview counts; once it is mended the same button works."""
    pressroom.edit("post Labdien\n\nto: news, world")
    token = pressroom.choices[0].token
    pressroom.forbid(WORLD, fault)
    told = pressroom.tap_token(token)
    assert told.startswith("Nothing can be posted there: world: ")
    assert pressroom.posted() == []

    pressroom.forbid(WORLD, None)
    pressroom.tap_token(token)
    assert len(pressroom.posted()) == 2


def test_time_that_has_passed_is_not_taken_for_now(pressroom: Pressroom) -> None:
    """Nothing leaves at another time than was shown."""
    pressroom.edit("post Labdien\n\nto: news\nat: 2021-11-26 09:30")
    pressroom.after(timedelta(minutes=45))

    assert "has passed meanwhile" in pressroom.tap("Send")
    assert pressroom.posted() == []


def test_group_does_not_read_what_is_to_be_posted(pressroom: Pressroom) -> None:
    """It is for editors alone."""
    for line in ("post Labdien", "posts", "post show 1", "channel list"):
        assert "Everybody here would read this" in pressroom.say(f"/{line}", GROUP, ED)


def test_reader_may_not_post(pressroom: Pressroom) -> None:
    """Nor look at what is to come."""
    for line in ("post Labdien", "posts", "channel add x", "post cancel 1"):
        assert "Only an editor" in pressroom.say(f"/{line}")


class TestChannels:
    """Which chats may be posted to."""

    def test_group_is_added_within_itself(self, pressroom: Pressroom) -> None:
        """By whoever is an editor, with nothing to type but a name."""
        group = Chat("telegram", "-1001", Place.GROUP)
        pressroom.edit("channel remove news")

        assert "arts (Rīgas ziņas, telegram:-1001, latviski)" in pressroom.say(
            "/channel add Arts", group, ED
        )

    def test_chat_is_chosen_in_private(self, pressroom: Pressroom) -> None:
        """From those that know us; rights are checked as if it had been typed."""
        pressroom.edit("channel remove news")
        assert pressroom.edit("channel add arts lv").startswith("Which chat is it?")
        assert pressroom.choices[0].label == "Rīgas ziņas"
        assert "arts (Rīgas ziņas, telegram:-1001, in Latvian)" in pressroom.tap("Rīgas ziņas")

    def test_channel_chooses_its_language(self, pressroom: Pressroom) -> None:
        """As nobody can say so within it."""
        assert "in English" in pressroom.edit("channel language news en")
        assert "I do not speak “de”" in pressroom.edit("channel language news de")

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("", "What shall the channel be called?"),
            ("news @world", "That chat is the channel world already."),
            ("all @world", "“all” means every channel."),
            ("x nonsense:", "/channel add press telegram:-100"),
            ("press room", "/channel add press telegram:-100"),
            ("x telegram:-5", "there is no such group or channel"),
            ("x slack:C1", "cannot be asked at present"),
        ],
    )
    def test_what_cannot_be_added_is_said(
        self, pressroom: Pressroom, typed: str, told: str
    ) -> None:
        """With the reason."""
        assert told in pressroom.edit(f"channel add {typed}")

    def test_where_we_may_not_post_is_no_channel(self, pressroom: Pressroom) -> None:
        """Nor where who asks has no say."""
        pressroom.edit("channel remove news")
        for fault, told in (
            (Fault.NOT_OURS, "I may not post there"),
            (Fault.NOT_THEIRS, "you have no say there"),
        ):
            pressroom.forbid(NEWS, fault)
            assert told in pressroom.edit("channel add news telegram:-1001")

    @pytest.mark.parametrize(
        ("why", "told"),
        [
            ("left", "I was put out, and nothing can be sent there until I am let in again"),
            ("kicked", "nothing can be sent there at present: “kicked”"),
        ],
    )
    def test_channel_that_is_gone_is_listed_as_such(
        self, pressroom: Pressroom, why: str, told: str
    ) -> None:
        """In a sentence, and in the platform's words only where it gave some."""
        with pressroom.house.desk.database.write() as tx:
            tx.chats.set_gone("telegram", NEWS.id, why)

        assert f"in Latvian) – {told}" in pressroom.edit("channel list")

    def test_what_no_longer_comes_by_rule_is_named(self, pressroom: Pressroom) -> None:
        """When its channel is removed, as it would be missed there by nobody who decides."""
        pressroom.edit("schedule add every day 9:00 text Labrīt\n\nto: news, world")
        pressroom.tap("Save")

        assert "comes there no more: 2." in pressroom.edit("channel remove news")

    def test_name_of_another_chat_is_taken(self, pressroom: Pressroom) -> None:
        """A name means one chat."""
        pressroom.edit("channel remove news")
        assert "world is another chat’s name" in pressroom.edit("channel add world @news")

    def test_account_on_its_platform_is_what_is_asked_about(self, pressroom: Pressroom) -> None:
        """An editor elsewhere is asked about by their linked account, the operator by none."""
        with pressroom.house.desk.database.write() as tx:
            ed, elsewhere = (tx.people.seen(*each) for each in (("telegram", "9"), ("slack", "U9")))
            tx.belongings.unite(ed.id, elsewhere.id)
            tx.people.set_role(ed.id, Role.EDITOR)
        slack = Account("slack", "U9")
        pressroom.edit("channel remove news")
        pressroom.say("/channel add news @news", DESK, slack)

        assert pressroom.platform.asked[-1].account == "9"


class TestMoving:
    """What can be done before a post has left, and afterwards."""

    def test_move_is_shown_and_then_done(self, pressroom: Pressroom) -> None:
        """In absolute time, with its weekday."""
        pressroom.edit("post Labdien\n\nto: news\nat: 2021-11-27 09:00")
        pressroom.tap("Send")
        number = pressroom.number()
        told = pressroom.edit(f"post move {number} 2021-11-28 10:00")
        assert f"Before: {TOMORROW}" in told
        assert f"Now: Sunday, 28{NB}November 2021 at 10:00 (Riga time)" in told
        pressroom.tap("Move it")
        pressroom.at("2021-11-27T09:00")
        assert pressroom.sent("post") == []
        pressroom.at("2021-11-28T10:00")
        assert len(pressroom.sent("post")) == 1

    def test_cancelled_post_does_not_leave(self, pressroom: Pressroom) -> None:
        """And is not brought back."""
        pressroom.edit("post Labdien\n\nto: news\nat: 2021-11-27 09:00")
        pressroom.tap("Send")
        number = pressroom.number()
        assert pressroom.edit(f"post cancel {number}") == f"Post {number} is cancelled."
        pressroom.at("2021-11-27T09:00")
        assert pressroom.sent("post") == []
        for line in (f"cancel {number}", f"move {number} 2021-11-28 10:00"):
            assert f"Nothing of post {number} waits" in pressroom.edit(f"post {line}")
        assert "was cancelled or taken away" in pressroom.edit(f"post edit {number} x")
        assert f"Nothing of post {number} has left." in pressroom.edit(f"post delete {number}")

    def test_what_has_left_cannot_be_moved(self, pressroom: Pressroom) -> None:
        """Nor cancelled; it can be taken away, once."""
        pressroom.edit("post Labdien\n\nto: news")
        pressroom.tap("Send")
        pressroom.posted()
        number = pressroom.number()
        for line in (f"cancel {number}", f"move {number} 2021-11-28 10:00"):
            assert f"Nothing of post {number} waits" in pressroom.edit(f"post {line}")
        pressroom.edit(f"post delete {number}")
        pressroom.tap("Take it away")
        assert len(pressroom.posted()) == 1
        assert "was cancelled or taken away" in pressroom.edit(f"post delete {number}")

    @pytest.mark.parametrize("word", ["show", "edit", "move", "cancel", "delete"])
    def test_number_is_needed(self, pressroom: Pressroom, word: str) -> None:
        """One that is a post's."""
        assert f"nothing for /post {word} to do" in pressroom.edit(f"post {word}")
        assert "is no number of a post" in pressroom.edit(f"post {word} abc x")
        assert "There is no post 99." in pressroom.edit(
            f"post {word} 99" + (" rīt 9:00" if word == "move" else "")
        )

    def test_bare_edit_gives_the_text(self, pressroom: Pressroom) -> None:
        """Ready to be changed."""
        pressroom.edit("post Labdien\n\nto: news\nat: 2021-11-27 09:00")
        pressroom.tap("Send")
        number = pressroom.number()
        assert pressroom.edit(f"post edit {number}").endswith(f"/post edit {number} Labdien")

    def test_posts_are_listed_a_page_at_a_time(self, pressroom: Pressroom) -> None:
        """What is to leave first, the nearest before the others."""
        assert pressroom.edit("posts") == "Nothing was posted, and nothing is to be."
        for day in range(1, 10):
            pressroom.edit(f"post Diena {day}\n\nto: news\nat: 2021-12-0{day} 09:00")
            pressroom.tap("Send")
        asker = Speaker(pressroom.house.desk, ED, EDS)
        told = asker.say("/posts").splitlines()
        assert told[0] == "What is to leave, and what has left (9):"
        assert "Diena 1" in told[1]
        assert len(told) == 9
        assert "Diena 2" in asker.tap(2)
        assert (asker.reply.apart, asker.reply.edits) == (True, "")
        wanted = ["edit", "move", "cancel"]
        labels = [phrase("en", f"post.button-{each}") for each in wanted]
        assert [each.label for each in asker.reply.choices] == labels
        asker.say("/posts")
        assert "Diena 9" in asker.tap(9)
