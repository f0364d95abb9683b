"""Messages that people have prepared: read with their looks, and shown with the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.port import Account, Formatted, Link, Message, Picture, Prepared, Style, Text, Unfit
from handlers.telegram.rendering import html
from tests.handlers.telegram.hearing import surely, world
from tests.standins.telegram.messages import Message as Said
from tests.standins.telegram.people import User
from tests.standins.telegram.refusals import Json
from tests.standins.telegram.world import World

FREE = (Style.STRONG, Style.EMPHASIS, Style.UNDERLINE, Style.STRIKE, Style.HIDDEN, Style.QUOTE)
"""Styles that may stand together."""
ALONE = (Style.CODE, Style.BLOCK)
looks = st.one_of(
    st.sets(st.sampled_from(FREE)).map(lambda some: tuple(each for each in Style if each in some)),
    st.sampled_from(ALONE).map(lambda one: (one,)),
)
words = st.sampled_from(("a", "ķē ", "🙂", "👩‍👩‍👧b", "\nz", "&lt;", "<b>", "𝔏"))
pieces = st.builds(Formatted, words, looks)
messages = st.lists(pieces, min_size=1, max_size=8).map(tuple)


def replied(said: Said, person: User) -> Prepared:
    """Return what the door tells of a message to which somebody says /post."""
    prepared = surely(person.says("/post to: news", reply_to=said).update).prepared
    assert prepared is not None
    return prepared


def squeezed(message: Message) -> list[tuple[str, tuple[Style, ...]]]:
    """Return the characters of a message, each with its looks."""
    told = []
    for node in message:
        assert isinstance(node, Text | Formatted)
        styles = node.styles if isinstance(node, Formatted) else ()
        told += [(each, styles) for each in node.text]
    return told


@given(messages)
def test_looks_survive_being_shown_and_read(message: Message) -> None:
    """Whatever looks words have, in characters of any length, they have again when read."""
    person = world().user("Olga")
    shown = person.writes(f"|{html(message)}|")

    expected = squeezed((Text("|"), *message, Text("|")))
    assert squeezed(replied(shown, person).message) == expected


def test_pieces_and_addresses_are_read() -> None:
    """Looks that overlap, and words that lead somewhere, are read piece by piece."""
    person = world().user("Olga")
    said = person.writes(
        '🙂 <b>a<i>b</i></b> <a href="https://x.lv/">c</a> <b><a href="https://y.lv/">d</a></b>'
    )

    assert replied(said, person) == Prepared(
        Account("telegram", str(person.id), "Olga"),
        (
            Text("🙂 "),
            Formatted("a", (Style.STRONG,)),
            Formatted("b", (Style.STRONG, Style.EMPHASIS)),
            Text(" "),
            Link("c", "https://x.lv/"),
            Text(" "),
            Formatted("d", (Style.STRONG,), "https://y.lv/"),
        ),
    )


def test_picture_comes_by_its_largest_size() -> None:
    """With the words below it."""
    person = world().user("Olga")
    read = replied(person.shows("bridge", "The <b>bridge</b>"), person)

    assert read.picture == Picture("telegram", "bridge")
    assert read.message == (Text("The "), Formatted("bridge", (Style.STRONG,)))
    assert read.unfit is None


@pytest.mark.parametrize(
    ("file", "unfit"),
    [
        ({"document": {"file_id": "d", "file_unique_id": "d"}}, Unfit.FILE),
        ({"photo": [], "media_group_id": "7"}, Unfit.ALBUM),
    ],
)
def test_files_are_told_apart(file: Json, unfit: Unfit) -> None:
    """A document is no picture, and a part of an album is not all of it."""
    person = world().user("Olga")
    assert replied(person.sends(file, "words"), person).unfit is unfit


def test_authors_are_told(telegram_world: World) -> None:
    """Who wrote a message is named; the bot and who hides are not posted."""
    made = telegram_world
    olga, ivo = made.user("Olga"), made.user("Ivo")
    group = made.group("Desk", [ivo], administrators=[olga])
    plain = ivo.says("Text", group)
    hidden = olga.says("Text", group, anonymous=True)
    ours = made.say(group, plain.shown, sender=made.bot, from_bot=True)

    def told(said: Said) -> Prepared:
        update = surely(olga.says("/post", group, reply_to=said).update)
        assert update.prepared is not None
        return update.prepared

    assert told(plain).author == Account("telegram", str(ivo.id), "Ivo")
    assert told(hidden).author == Account("telegram", str(group.id), "Desk")
    assert told(ours).unfit is Unfit.OURS


@pytest.fixture
def telegram_world() -> World:
    """Return a world in which the bot hears all."""
    return world()


def test_other_replies_carry_nothing() -> None:
    """What is replied to with other words stays where it is."""
    person = world().user("Olga")
    said = person.writes("<b>a</b>")

    assert surely(person.says("posting?", reply_to=said).update).prepared is None
    assert surely(person.says("/posts", reply_to=said).update).prepared is None
    assert surely(person.says("/post").update).prepared is None
    assert surely(person.says("Post", reply_to=said).update).prepared is not None
