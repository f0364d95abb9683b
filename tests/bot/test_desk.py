"""What the desk makes of a line: a command, a question, a refusal, or silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.commands.unmarked import CONFIRM_WITHIN
from bot.desk import Desk
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, editor, operator, owner, reader


@pytest.mark.parametrize(
    "question",
    [
        "facts about the battle group?",
        "fact history of the battle group?",
        "events in Riga this week?",
        "events in Riga this week",
        "about the battle group",
        "help me understand the battle group",
        "start of the meeting",
        "language of the battle group",
        "fact check: is Canada leading the battle group?",
        "notikumi Rīgā",
        "valoda kaujas grupā",
    ],
)
def test_question_never_becomes_a_command_by_accident(desk: Desk, question: str) -> None:
    """A line whose first word happens to be a command is answered as the question that it is."""
    asker = reader(desk)

    typed_plainly = asker.say(question)

    assert typed_plainly == asker.say(f"/ask {question}")


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("fakti", "/facts"),
        ("FAKTI", "/facts"),
        ("notikumi", "/events"),
        ("palīdzība", "/help"),
        ("palidziba", "/help"),
        ("/Palidziba", "/help"),
        ("help fact show", "/help fact show"),
        ("fakts show battle-group.leader", "/fact show battle-group.leader"),
        ("/fakts history battle-group.leader", "/fact history battle-group.leader"),
        ("notikums show ministers-meeting", "/event show ministers-meeting"),
        ("jautat kas vada kaujas grupu", "/ask kas vada kaujas grupu"),
        ("/factdesk events", "/events"),
        ("/factdesk@factdesk_bot events", "/events"),
        ("/events@factdesk_bot", "/events"),
        ("whoami", "/whoami"),
        ("ask", "/ask"),
        ("fact show", "/fact show"),
    ],
)
def test_command_may_be_written_in_many_ways(desk: Desk, typed: str, command: str) -> None:
    """Latvian words, capitals, no diacritics, no slash, the bot's name: it is the same command."""
    asker = reader(desk)

    assert asker.say(typed) == asker.say(command)


def test_a_question_may_stand_behind_our_own_word(desk: Desk) -> None:
    """`/factdesk WORDS` is a command where it begins as one, else a question."""
    asker = reader(desk)

    assert "Canada" in asker.say("/factdesk who leads the battle group?")


@pytest.mark.parametrize("word", ["fact", "Notikums"])
def test_first_word_of_several_commands_shows_them(desk: Desk, word: str) -> None:
    """Behind our own word, too, where it is no question yet."""
    asker = reader(desk)

    assert asker.say(f"/factdesk {word}") == asker.say(f"/{word}")


@pytest.mark.parametrize("empty", ["/", "/factdesk", "/factdesk /help"])
def test_bare_slash_opens_help(desk: Desk, empty: str) -> None:
    """A command that names nothing shows what there is."""
    asker = reader(desk)

    assert asker.say(empty) == asker.say("/help")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("/hlep", "/help"),
        ("/fakti2", "/fakti"),
        ("/evnts", "/events"),
        ("/fact shwo battle-group.leader", "/fact show"),
        ("/langauge lv", "/language"),
        ("/fakt show battle-group.leader", "/fakts show"),
    ],
)
def test_unknown_command_names_the_nearest(desk: Desk, typed: str, nearest: str) -> None:
    """Somebody who mistypes a command is told the one that they meant."""
    assert f"{nearest}?" in reader(desk).say(typed)


def test_unknown_command_names_none_that_may_not_be_called(desk: Desk) -> None:
    """A reader is not sent to what only editors may do."""
    assert "/fact set?" not in reader(desk).say("/fact sett x.y z")
    assert "/fact set?" in editor(desk).say("/fact sett x.y z")


def test_command_that_lacks_something_is_shown_whole(desk: Desk) -> None:
    """What was typed is kept, the rest stands there to be filled in, each line on its own."""
    office = editor(desk).elsewhere(EDITORS)
    office.say("/language en")

    told = office.say("/fact set battle-group.leader")

    assert told.splitlines()[1:4] == [
        "/fact set battle-group.leader VALUE",
        "from: YYYY-MM-DD",
        "source: PUBLISHER, YYYY-MM-DD",
    ]


@pytest.mark.parametrize("command", ["/fact set battle-group.leader Poland", "/fact undo a.b"])
@pytest.mark.parametrize("language", ["lv", "en"])
def test_reader_is_refused(
    desk: Desk, holdings: Callable[[], str], command: str, language: str
) -> None:
    """Only an editor changes a fact; a reader hears so and nothing changes."""
    before = holdings()
    asker = reader(desk, language=language)

    assert asker.say(command) == phrase(language, "desk.refused")
    assert holdings() == before


def test_command_of_an_editor_is_a_question_from_a_reader(desk: Desk) -> None:
    """Without the slash only what this person may run is a command at all."""
    told = reader(desk, language="en").say("fact set battle-group.leader Poland")

    assert told != phrase("en", "desk.refused")
    assert told == reader(desk, "8", "en").say("/ask fact set battle-group.leader Poland")


def test_running_a_group_takes_an_editor(desk: Desk) -> None:
    """A reader is told that the language of a group is not theirs, and of their own that it is."""
    member, chief = reader(desk, language="en"), editor(desk)

    refused = phrase("lv", "desk.refused-here", private=phrase("lv", "desk.in-private"))
    assert member.elsewhere(GROUP).say("/language en") == refused
    assert chief.elsewhere(GROUP).say("/language en") == phrase(
        "en", "language.chosen", language="English"
    )


class TestConfirming:
    """What changes a fact and was typed without its slash is asked about first."""

    TYPED = "fact set battle-group.leader Poland | from: 2021-12-01"

    def test_nothing_changes_before_the_tap(self, desk: Desk, holdings: Callable[[], str]) -> None:
        """The question shows the command whole; the fact stays as it is until [Do it]."""
        before = holdings()
        chief = editor(desk)

        assert f"/{self.TYPED}" in chief.say(self.TYPED)
        assert holdings() == before
        assert "Poland" in chief.tap(1)
        assert holdings() != before

    def test_leaving_it_changes_nothing(self, desk: Desk, holdings: Callable[[], str]) -> None:
        """[Leave it] leaves it, and uses up [Do it] as well."""
        before = holdings()
        chief = editor(desk)
        chief.say(self.TYPED)
        do_it = chief.reply.choices[0].token

        assert chief.tap(2) == phrase("en", "desk.left")
        assert chief.tap_token(do_it) == phrase("en", "desk.spent-used")
        assert holdings() == before

    def test_second_tap_does_nothing(self, desk: Desk, holdings: Callable[[], str]) -> None:
        """A change is carried out once, however often the button is tapped."""
        chief = editor(desk)
        chief.say(self.TYPED)
        do_it = chief.reply.choices[0].token
        chief.tap_token(do_it)
        after = holdings()

        assert chief.tap_token(do_it) == phrase("en", "desk.spent-used")
        assert holdings() == after

    def test_old_button_does_nothing(
        self, desk: Desk, clock: FakeClock, holdings: Callable[[], str]
    ) -> None:
        """After an hour nobody remembers what was asked, so the button is dead."""
        before = holdings()
        chief = editor(desk)
        chief.say(self.TYPED)
        clock.advance(CONFIRM_WITHIN)

        assert chief.tap(1) == phrase("en", "desk.spent-expired")
        assert holdings() == before

    def test_somebody_else_cannot_confirm(self, desk: Desk, holdings: Callable[[], str]) -> None:
        """The editor who typed it is the one who is asked, even among editors."""
        before = holdings()
        chief, other = editor(desk).elsewhere(EDITORS), editor(desk, "10").elsewhere(EDITORS)
        chief.say(self.TYPED)

        assert other.tap_token(chief.reply.choices[0].token) == phrase("lv", "desk.spent-not-yours")
        assert holdings() == before

    def test_right_is_checked_again_at_the_tap(
        self, desk: Desk, holdings: Callable[[], str]
    ) -> None:
        """Somebody who ceased to be an editor meanwhile changes nothing by an old button."""
        chief = editor(desk)
        chief.say(self.TYPED)
        before = holdings()
        with desk.database.write() as tx:
            person = tx.people.find("telegram", "9")
            assert person is not None
            tx.people.set_role(person.id, type(person.role).READER)

        assert chief.tap(1) == phrase("en", "desk.refused")
        assert holdings() == before

    def test_invented_button_does_nothing(self, desk: Desk) -> None:
        """A reference that was never given out is refused as an old one is."""
        assert editor(desk).tap_token("no-such-token") == phrase("en", "desk.spent-unknown")


class TestGroups:
    """In a group the desk keeps quiet unless it is meant."""

    @pytest.mark.parametrize("said", ["thanks!", "paldies", "🙂", "/frobnicate", "Sveiki!"])
    def test_chatter_gets_silence(self, desk: Desk, said: str) -> None:
        """Thanks, emoji and the commands of other bots are answered by nothing at all."""
        assert reader(desk).elsewhere(GROUP).say(said) == ""

    def test_chatter_in_private_is_answered(self, desk: Desk) -> None:
        """In private a greeting is greeted, and an unknown command is told to be one."""
        asker = reader(desk)

        assert asker.say("paldies") == phrase("lv", "ask.small-talk")
        assert asker.say("/frobnicate")

    def test_unknown_command_that_names_the_bot_is_answered(self, desk: Desk) -> None:
        """`/word@bot` is meant for this bot, so it says that there is no such command."""
        assert "/frobnicate" in reader(desk).elsewhere(GROUP).say("/frobnicate@factdesk_bot")

    def test_question_is_answered(self, desk: Desk) -> None:
        """A question in a group is answered in its own language, with no button to be seen."""
        asker = reader(desk).elsewhere(GROUP)

        assert "Canada" in asker.say("who leads the battle group?")
        assert all(choice.tucked for choice in asker.reply.choices)
        assert asker.reply.language == "en"


def test_fact_was_changed_by_one_and_is_answered_to_the_other_at_once(desk: Desk) -> None:
    """The next question, by whomever, gets the new value."""
    editor(desk).say("/fact set battle-group.strength 1,700 soldiers | value-lv: 1700 karavīru")

    assert "1,700" in reader(desk).say("how many soldiers are in the battle group?")
    assert "1700" in reader(desk).say("cik karavīru ir kaujas grupā?")


def test_later_the_same_fact_has_another_answer(desk: Desk, clock: FakeClock) -> None:
    """A value that begins in the future is told from then on, and not before."""
    operator(desk).say("/fact set battle-group.leader Polija | value-en: Poland | from: 2021-12-01")
    asker = reader(desk)

    assert "Canada" in asker.say("who leads the battle group?")
    clock.advance(timedelta(days=5))
    assert "Poland" in asker.say("who leads the battle group?")


def test_operator_acts_as_owner_only_through_the_door_that_vouches(desk: Desk) -> None:
    """Who comes from the terminal is owner there, and the store makes them nothing."""
    assert phrase("lv", "role.owner") in operator(desk).say("/whoami")
    with desk.database.read() as tx:
        person = tx.people.find("console", "operator")
    assert person is not None
    assert person.role == "reader"


@pytest.mark.parametrize("family", ["fact", "event", "role", "subject", "forget", "fakts"])
def test_first_word_of_a_family_tells_what_there_is(desk: Desk, family: str) -> None:
    """A command tapped bare is never an error."""
    told = owner(desk).say(f"/{family}")

    assert told == owner(desk).say(f"/help {family}")
