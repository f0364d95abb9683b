"""`follow`, `unfollow`: things by their KEY or by people's words, and what this chat gets."""

from __future__ import annotations

import json

import pytest

from bot import exchange
from bot.desk import Desk
from bot.port import Place
from bot.showing.visibility import MOST_NAMED
from bot.texts import phrase
from storage.follows import Follow, Followed, Kind
from tests.standins.speakers import GROUP, Speaker, editor, reader

BATTLE_GROUP = Followed(Kind.SUBJECT, "battle-group")
LEADER = Followed(Kind.FACT, "battle-group.leader")
NATO = Followed(Kind.TOPIC, "nato")


def follows(speaker: Speaker) -> list[tuple[Followed, bool]]:
    """Return what the chat of a speaker follows, and whether it waits for the digest."""
    chat = speaker.chat
    with speaker.desk.database.read() as tx:
        known = tx.chats.find(chat.platform, chat.id, chat.topic)
        assert known is not None
        return [(each.what, each.with_digest) for each in tx.follows.of_chat(known.id)]


@pytest.fixture
def anna(desk: Desk) -> Speaker:
    """Return a reader in private, in English."""
    return reader(desk, language="en")


@pytest.fixture
def crowded(anna: Speaker) -> Speaker:
    """Return the same, where a subject stands behind more than are looked through."""
    lines = [_fact(f"a{number}", f"Hall {number}", "") for number in range(MOST_NAMED)]
    lines.append(_fact("zz-harbour", "The last harbour", "piers"))
    records = exchange.read("\n".join(lines).encode(), "many.jsonl")
    with anna.desk.database.write() as tx:
        exchange.import_records(tx, records, author=None, zone="Europe/Riga")
    return anna


def _fact(subject: str, name: str, topic: str) -> str:
    names, value = {"en": [name], "lv": [name]}, {"en": "9", "lv": "9"}
    told = {"subject": subject, "subject_names": names, "topic": topic, "attribute": "size"}
    return json.dumps({"id": subject, **told, "value": value})


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("battle-group", BATTLE_GROUP),
        ("the battle group", BATTLE_GROUP),
        ("battle-group.leader", LEADER),
        ("who leads the battle group", LEADER),
        ("topic nato", NATO),
        ("ministers' meeting", Followed(Kind.SUBJECT, "ministers-meeting")),
    ],
)
def test_key_and_words_name_the_same(anna: Speaker, words: str, what: Followed) -> None:
    """A fact, a subject, an event or a topic; ended by the same words."""
    anna.say(f"/follow {words}")
    assert follows(anna) == [(what, False)]

    anna.say(f"/unfollow {words}")
    assert follows(anna) == []


def test_whole_name_is_found_among_however_many(crowded: Speaker) -> None:
    """By KEY, by name and by topic, behind more subjects than words are compared with."""
    for words in ("zz-harbour", "the LAST harbour"):
        crowded.say(f"/follow {words}")
        assert follows(crowded) == [(Followed(Kind.SUBJECT, "zz-harbour"), False)]
    crowded.say("/follow topic piers")

    assert (Followed(Kind.TOPIC, "piers"), False) in follows(crowded)


def test_reply_says_when_it_comes_and_how_it_ends(anna: Speaker) -> None:
    """What changes in quiet hours comes at their end; with none it says nothing of them."""
    told = anna.say("/follow battle-group")
    assert phrase("en", "follow.quiet", hours="22:00–08:00") in told
    assert "/unfollow battle-group" in told

    anna.say("/quiet off")
    assert "quiet" not in anna.say("/follow battle-group")


def test_with_digest_says_if_there_is_none(anna: Speaker) -> None:
    """Else it would be waited for in vain."""
    order = "/digest weekdays 08:30"
    without = anna.say("/follow battle-group digest")
    anna.say(order)
    with_one = anna.say("/follow battle-group digest")

    assert phrase("en", "follow.no-digest", command=order) in without
    assert order not in with_one
    assert follows(anna) == [(BATTLE_GROUP, True)]


def test_several_are_offered(anna: Speaker) -> None:
    """Two or three that have the words; a tap follows one."""
    editor(anna.desk).say("/event add budget-meeting 2021-12-06 Budžets | name-en: Budget meeting")
    anna.say("/follow meeting")
    assert 2 <= len(anna.reply.choices) <= 3
    anna.tap(1)

    assert len(follows(anna)) == 1


def test_miss_names_the_nearest(anna: Speaker) -> None:
    """Of what is not known nothing is followed."""
    assert "battle-group" in anna.say("/follow batle-group")
    assert anna.say("/follow zxqv") == phrase("en", "follow.none", text="zxqv")
    assert anna.say("/unfollow battle-group") == phrase(
        "en", "follow.not-followed", text="battle-group"
    )
    assert follows(anna) == []


def test_desk_only_is_as_if_it_were_not(desk: Desk, anna: Speaker) -> None:
    """By KEY, by words and by topic, for a reader and in a group; an editor follows it."""
    ed = editor(desk)
    ed.say("/fact add secret.plan 5 | name-lv: Slepens | name-en: Hush | words: plan | topic: hush")
    ed.say("/fact edit secret.plan | audience: desk")
    group = anna.elsewhere(GROUP)
    group.runs_chat = True

    for words in ("secret", "secret.plan", "hush", "topic hush", "hush plan"):
        none = anna.say(f"/follow {words}").replace(words, "x")
        assert none == anna.say("/follow zzzz.zz" if "." in words else "/follow zzzz").replace(
            "zzzz.zz" if "." in words else "zzzz", "x"
        )
        group.say(f"/follow {words}")
    assert follows(anna) == follows(group) == []
    ed.say("/follow secret")
    assert follows(ed) == [(Followed(Kind.SUBJECT, "secret"), False)]


def test_bare_lists_all_that_this_chat_gets(anna: Speaker) -> None:
    """What it follows, its reminders and its digests; bare `unfollow` offers to end it."""
    for line in ("/follow battle-group", "/follow topic nato digest", "/remind ministers-meeting"):
        anna.say(line)

    told = anna.say("/follow").splitlines()
    assert told[0] == phrase("en", "follow.here")
    assert told[1] == phrase("en", "follow.line", what="NATO battle group in Latvia")
    assert told[2] == phrase(
        "en", "follow.line-digest", what=phrase("en", "follow.topic", topic="nato")
    )
    assert "1d" in told[3]
    anna.say("/unfollow")
    assert [choice.label for choice in anna.reply.choices] == [
        "NATO battle group in Latvia",
        phrase("en", "follow.topic", topic="nato"),
    ]
    anna.tap(2)
    assert follows(anna) == [(BATTLE_GROUP, False)]


def test_who_runs_a_chat_orders(anna: Speaker) -> None:
    """In a group not everybody, and in Latvian by its Latvian name."""
    group = anna.elsewhere(GROUP)
    assert group.chat.place is Place.GROUP
    group.say("/follow battle-group")
    assert follows(group) == []

    group.runs_chat = True
    group.say("/seko battle-group")
    assert follows(group) == [(BATTLE_GROUP, False)]


def test_thing_that_is_gone_can_still_be_ended(anna: Speaker) -> None:
    """What is followed is named, and may be so before or after it is there."""
    with anna.desk.database.write() as tx:
        chat = tx.chats.seen("telegram", anna.chat.id, "", "private")
        tx.follows.add(Follow(chat.id, Followed(Kind.FACT, "no.such"), with_digest=False), None)

    assert "no.such" in anna.say("/follow")
    anna.say("/unfollow no.such")
    assert follows(anna) == []
