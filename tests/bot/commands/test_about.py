"""Who I am, what I can do, who you are, which language we speak."""

from __future__ import annotations

import pytest

from bot.commands import COMMANDS
from bot.commands.arguments import example
from bot.context import Command
from bot.desk import Desk
from bot.port import plain
from bot.roles import Right
from bot.texts import phrase
from tests.standins.speakers import GROUP, editor, operator, owner, reader


def test_first_greeting_is_in_both_languages(desk: Desk) -> None:
    """Whoever comes is greeted in either language, their own first."""
    greetings = [phrase(language, "start.greeting") for language in ("lv", "en")]

    assert reader(desk).say("/start") == "\n\n".join(greetings)
    assert reader(desk, "8").say("/start", hint="en") == "\n\n".join(reversed(greetings))


def test_editor_is_greeted_with_how_to_begin(desk: Desk) -> None:
    """Below the greeting, in their own language; who is no editor does not read it."""
    told = phrase("en", "start.editor")

    assert editor(desk).say("/start").endswith(f"\n\n{told}")
    assert told not in reader(desk, language="en").say("/start")


def test_help_puts_commands_of_a_kind_together(desk: Desk) -> None:
    """Under a heading, which is there only if something stands below it."""
    chief, asker = editor(desk), reader(desk, language="en")

    for heading, first, readers in [
        ("facts", "/facts", True),
        ("answers", "/answers", True),
        ("invite", "/invite", False),
        ("schedule-add", "/schedule add", False),
    ]:
        title = f"\n\n{phrase('en', f'help.section-{heading}')}\n{first} "
        assert title in chief.say("/help")
        assert (title in asker.say("/help")) is readers


def test_help_lists_what_this_person_may_do(desk: Desk) -> None:
    """Everybody sees the commands that are theirs, an owner all; each with what it is for."""
    readers, editors, owners = reader(desk, language="en"), editor(desk), owner(desk)

    for command in COMMANDS:
        line = f"/{command.words} – {phrase('en', f'help.{command.text_key}')}"
        assert (line in readers.say("/help")) is (command.right in {Right.ALL, Right.CHAT})
        assert (line in editors.say("/help")) is (command.right is not Right.OWNER)
        assert line in owners.say("/help")


def test_help_offers_what_to_try_where_one_person_reads(desk: Desk) -> None:
    """In private a button shows the facts at once; in a group help is words alone."""
    asker = reader(desk, language="en")
    asker.say("/help")

    assert [choice.label for choice in asker.reply.choices] == ["Facts", "Events", "Language"]
    assert asker.tap(1) == asker.say("/facts")
    elsewhere = asker.elsewhere(GROUP)
    elsewhere.runs_chat = True
    elsewhere.say("/help")
    assert elsewhere.reply.choices == ()


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.text_key)
def test_help_shows_how_each_command_is_written(
    desk: Desk, command: Command, language: str
) -> None:
    """`help COMMAND` says in a line what it does, and shows it whole."""
    told = owner(desk, language=language).say(f"/help {command.words}")

    assert told.splitlines()[1].startswith(f"/{command.words}")


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.text_key)
def test_every_example_could_be_typed(command: Command, language: str) -> None:
    """What cannot be called alone has an example, which its command reads without a word."""
    told = plain(example(command, language))

    form = phrase(language, f"usage.{command.text_key}") if command.takes else "["
    assert bool(told) is not form.startswith("[")
    if told:
        command.parse(told.partition(f"/{command.words} ")[2])


@pytest.mark.parametrize("typed", ["/help post move", "/post move 5"])
def test_example_stands_below_how_a_command_is_written(desk: Desk, typed: str) -> None:
    """In its help, and among others, where something is missing and no form can be had."""
    among = editor(desk).elsewhere(GROUP)
    among.say("/language en")

    told = among.say(typed)

    assert told.endswith("TIME\nFor example: /post move 17 tomorrow 10:00")


def test_help_on_a_family_shows_all_of_it(desk: Desk) -> None:
    """`help fact` shows each of its commands, to a reader those they may use."""
    assert editor(desk).say("/help fact").count(":\n/fact ") == 9
    assert reader(desk).say("/help fakts").count(":\n/fact ") == 2


def test_help_shows_how_lines_stand_on_one(desk: Desk) -> None:
    """Where lines are read behind a bar; below a text of one's own they are not."""
    chief = editor(desk)
    command = "/fact edit KEY | lv: the sentence in Latvian | en: the sentence in English"

    assert chief.say("/help fact edit").endswith(phrase("en", "help.one-line", command=command))
    assert " | " not in chief.say("/help post")


def test_help_on_what_only_editors_may_do_is_refused_to_a_reader(desk: Desk) -> None:
    """A reader hears that it is for editors."""
    assert reader(desk).say("/help fact set") == phrase("lv", "desk.refused")


def test_help_on_nothing_names_the_nearest(desk: Desk) -> None:
    """A command mistyped is answered with the one that there is, or with the whole list."""
    asker = reader(desk, language="en")

    assert asker.say("/help fact shwo").endswith("fact show?")
    assert asker.say("/help xyzzy") == phrase("en", "help.none", word="xyzzy")


def test_about_says_version_and_contact(desk: Desk) -> None:
    """Who runs this, and which version it is."""
    told = reader(desk).say("/about")

    assert "1.2.3" in told
    assert "news@example.org" in told


def test_whoami_says_account_role_language_and_zone(desk: Desk) -> None:
    """The account as an owner needs it for `role grant`, and what holds for this chat."""
    told = editor(desk).say("/whoami")

    for part in ("telegram:9", phrase("en", "role.editor"), "English", "Europe/Riga"):
        assert part in told


class TestLanguage:
    """In which language replies are."""

    def test_chosen_language_is_kept(self, desk: Desk) -> None:
        """It is answered in the new language at once, and stays for the next command."""
        asker = reader(desk)

        told = asker.say("/language en")

        assert told == phrase("en", "language.chosen", language="English")
        assert asker.say("/language") == phrase("en", "language.now", language="English")
        assert [each.label for each in asker.reply.choices] == [phrase("lv", "language.own")]
        assert asker.tap(1) == phrase("lv", "language.chosen", language="latviešu")

    def test_platforms_language_counts_until_one_is_chosen(self, desk: Desk) -> None:
        """Lv or en from the platform is taken; any other gives way to the default."""
        asker = reader(desk)

        assert "English" in asker.say("/language", hint="en")
        assert "latviešu" in asker.say("/language", hint="de")
        asker.say("/language lv")
        assert "latviešu" in asker.say("/language", hint="en")

    def test_group_has_its_own(self, desk: Desk) -> None:
        """A group's language is the group's, whatever its members have chosen for themselves."""
        chief = operator(desk)
        chief.say("/language en")

        assert "latviešu" in chief.elsewhere(GROUP).say("/language")
        chief.elsewhere(GROUP).say("/language en")
        assert "English" in reader(desk).elsewhere(GROUP).say("/whoami")
        assert "latviešu" in reader(desk, "8").say("/whoami")

    @pytest.mark.parametrize("word", ["de", "english please", "latviski"])
    def test_other_language_is_refused(self, desk: Desk, word: str) -> None:
        """What is not spoken is named, with what is."""
        told = reader(desk).say(f"/language {word}")

        assert told == phrase("lv", "language.none", word=word, known="lv, en")


@pytest.mark.parametrize("command", ["start", "about", "whoami", "events"])
def test_words_behind_a_command_that_takes_none_are_told_back(desk: Desk, command: str) -> None:
    """Nothing that was typed is silently passed over."""
    told = reader(desk).say(f"/{command} now please")

    assert told == phrase("lv", "arguments.too-much", text="now please")


def test_help_of_a_command_opens_its_form(desk: Desk) -> None:
    """Who has read how it is written need not write it; where no form can be had, none is shown."""
    chief = editor(desk)
    chief.say("/help fact add")
    assert [each.label for each in chief.reply.choices] == [phrase("en", "form.open")]
    assert chief.tap(1).endswith(phrase("en", "form.ask-subject"))

    among = chief.elsewhere(GROUP)
    for line in ("/help fact", "/help fact undo"):
        chief.say(line)
        assert not chief.reply.choices
    among.say("/help fact add")
    assert not among.reply.choices
