"""The console: a chat on the terminal, and how a reply looks there."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.port import Break, Code, Link, Strike, Strong, Text
from bot.texts import phrase
from handlers import console
from storage.database import Database
from tests.handlers.conftest import Factdesk
from tests.standins.clock import FakeClock


class Screen:
    """A terminal as wide as a telephone, and what stands on it."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self.console = Console(
            file=self._text, width=40, highlight=False, markup=False, emoji=False
        )

    def read(self) -> str:
        """Return what was printed since the last time."""
        told = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return told


@pytest.fixture
def screen() -> Screen:
    """Return an empty terminal."""
    return Screen()


@pytest.fixture
def conversation(
    riga: Factdesk, tmp_path: Path, clock: FakeClock, screen: Screen
) -> Iterator[console.Conversation]:
    """Yield a conversation over the Riga briefing."""
    assert riga("doctor").status == 0
    database = Database(f"sqlite:///{tmp_path / 'factdesk.db'}", clock)
    desk = Desk(database, Follower(), clock, About("1.2.3"), "en", "Europe/Riga")
    yield console.Conversation(desk, screen.console)
    database.close()


def test_reply_is_printed_with_an_empty_line_behind(
    conversation: console.Conversation, screen: Screen
) -> None:
    """Lines are as the desk made them, however narrow the terminal."""
    console.converse(conversation, ["who leads the battle group?"])

    assert screen.read().splitlines() == [
        "Canada leads NATO's battle group in Latvia.",
        "As of 25\u00a0November 2021 · Source: LETA · holds since 2017",
        "  [1] 👍",
        "  [2] 👎",
        "",
    ]


def test_empty_lines_are_passed_over(conversation: console.Conversation, screen: Screen) -> None:
    """Enter alone is no question."""
    console.converse(conversation, ["", "   ", "\t"])

    assert screen.read() == ""


class TestOffers:
    """A number picks from what was offered last."""

    @pytest.fixture(autouse=True)
    def offered(self, conversation: console.Conversation, screen: Screen) -> str:
        """Have two things offered."""
        conversation.say("what did Rinkevics say?")
        return screen.read()

    def test_offer_is_numbered(self, offered: str) -> None:
        """Each button has its number."""
        lines = offered.splitlines()

        assert lines[0] == phrase("en", "ask.offer-about", subject="Edgars Rinkēvičs")
        assert lines[1].startswith("  [1] said ")
        assert lines[2].startswith("  [2] said ")

    def test_number_picks(self, conversation: console.Conversation, screen: Screen) -> None:
        """Its number is as good as a tap, after a question too that offered nothing."""
        conversation.say("thank you!")
        screen.read()

        conversation.say(" 2 ")

        assert "Rinkēvičs" in screen.read()

    def test_numbers_are_those_of_the_answer_once_there_is_one(
        self, conversation: console.Conversation, screen: Screen
    ) -> None:
        """After an answer they are how it is judged, and the offer is over."""
        conversation.say("1")
        screen.read()

        conversation.say("1")

        assert screen.read().strip() == phrase("en", "votes.thanks")

    def test_number_that_was_not_offered_is_a_question(
        self, conversation: console.Conversation, screen: Screen
    ) -> None:
        """Of two, the third is nothing."""
        conversation.say("3")

        assert phrase("en", "desk.spent-used") not in screen.read()

    def test_change_typed_without_slash_is_confirmed_by_number(
        self, conversation: console.Conversation, screen: Screen
    ) -> None:
        """The console asks as a chat does."""
        conversation.say("fact set battle-group.leader Poland")
        assert "  [1] Do it\n  [2] Leave it\n" in screen.read()

        conversation.say("1")

        assert "Poland" in screen.read()


def test_every_node_is_shown() -> None:
    """Emphasis, links and code become style and words; nothing of a message is lost."""
    message = (
        Text("a "),
        Strong("b"),
        Break(),
        Strike("c"),
        Break(paragraph=True),
        Link("d", "https://example.org"),
        Text(" "),
        Code("/e"),
    )

    styled = console.render(message)

    assert styled.plain == "a b\nc\n\nd (https://example.org) /e"
    assert {str(span.style) for span in styled.spans} >= {"bold", "strike", "cyan"}


def test_struck_words_are_marked_where_nothing_is_styled(
    conversation: console.Conversation, screen: Screen
) -> None:
    """In a file or a pipe, too, what no longer holds is told from what does."""
    conversation.show((Strike("10:00"), Text(" 11:00")), ())

    assert screen.read() == "~10:00~ 11:00\n\n"


@pytest.mark.parametrize(
    "evil", ["\x1b[2J", "\x1b]0;title\x07", "\r", "\x08\x08", "\x9b31m", "\u202e", "\x00"]
)
def test_what_others_wrote_does_not_command_the_terminal(evil: str) -> None:
    """Control characters in a value, a link or a label move no cursor and change no colour."""
    for node in (Text(evil), Strong(evil), Strike(evil), Code(evil), Link(evil, evil)):
        shown = console.render((node,)).plain
        assert not set(evil[0]) & set(shown)


def piped(typed: str) -> list[str]:
    """Return the messages that the console makes of what arrives all at once through a pipe."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as sender:
        sender.write(typed)
    with os.fdopen(reading, encoding="utf-8") as stream:
        return list(console.typed_lines(stream))


@pytest.mark.parametrize("farewell", ["exit", "/quit", "IZIET", "beigt "])
def test_farewell_ends_the_chat(farewell: str) -> None:
    """A word ends it in either language, and so does the end of what is typed."""
    assert piped(f"who?\n\n{farewell}\nnever read\n") == ["who?", ""]
    assert piped("last line") == ["last line"]


def test_a_pasted_form_is_one_message() -> None:
    """The lines of a command that arrive with it belong to it; what follows does not."""
    form = "/fact set a.b 5\nfrom: 2019\nvalue-en: five"

    assert piped(f"{form}\nwho: is it?\n") == [form, "who: is it?"]


def test_number_is_a_value_where_words_are_waited_for(
    conversation: console.Conversation, screen: Screen
) -> None:
    """A form's buttons are picked by `/` and a number there, as a fact may well be 2."""
    conversation.say("/fact add nfiu.height")
    assert "[/2]" in screen.read()
    conversation.say("height")
    conversation.say("/1")
    conversation.say("2")
    conversation.say("/1")
    conversation.say("/1")

    assert "2" in str(conversation.say("/fact show nfiu.height").message)


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("lines", [["/digest"], ["/schedule add", "weekdays 9:00", "weather"]])
def test_who_cannot_tap_is_told_what_to_type(
    conversation: console.Conversation, screen: Screen, language: str, lines: list[str]
) -> None:
    """What stands in brackets before a choice, which typed takes it."""
    conversation.say(f"/language {language}")
    *before, last = lines
    for line in before:
        conversation.say(line)
    screen.read()
    reply = conversation.say(last)

    told = " ".join(screen.read().split())
    assert phrase(language, "desk.choose-typed") in told
    assert phrase(language, "desk.choose") not in told
    typed = told.partition("[")[2].partition("]")[0]
    taken = conversation.say(typed)
    assert not taken.failed
    assert taken.message != reply.message
