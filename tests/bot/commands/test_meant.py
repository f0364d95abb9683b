"""A line that was meant as a command, and is a question that nobody can answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, Speaker, editor, reader

MEANT = phrase("en", "ask.command-meant", usage="").strip()
MEANT_LV = phrase("lv", "ask.command-meant", usage="").strip()


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("fact correct Brīvības piemineklis", "fact correct"),
        ("channel add #zinas", "channel add"),
        ("/factdesk fact corect x", "fact correct"),
        ("/factdesk pots hello", "posts"),
        ("shedule list", "schedule list"),
        ("approv 3", "approve 3"),
        ("questons", "questions"),
        ("digest weekday", "digest WHEN"),
        ("fakts labot battle-group.leader Spānija", "fact correct battle-group.leader Spānija"),
        ("Fakts pievienot", "fact add"),
        ("notikums atcelt ministers-meeting vētra", "event cancel ministers-meeting vētra"),
        ("fakts atcelt battle-group.leader", "fact undo battle-group.leader"),
        ("kanāls pievienot press", "channel add press"),
        ("/factdesk fakts labot x.y z", "fact correct x.y z"),
    ],
)
def test_editor_is_shown_how_it_is_written(desk: Desk, typed: str, command: str) -> None:
    """With its usage."""
    told = editor(desk).say(typed)

    assert any(f"{each}\n/{command}" in told for each in (MEANT, MEANT_LV))


def test_command_word_for_word_is_no_question_that_waits(desk: Desk) -> None:
    """Nobody asks so, nor so with a slip in it; what is only like a reader's may be a question."""
    chief = editor(desk)

    chief.say("fact correct Brīvības piemineklis")
    chief.say("fact corect Bastejkalns")
    chief.say("event shown on the square")
    chief.say("approv the monument")

    waiting = chief.say("/questions")
    assert "Brīvības" not in waiting
    assert "Bastejkalns" not in waiting
    assert "on the square" in waiting
    assert "the monument" in waiting


def test_second_word_of_another_command_is_answered_with_those_there_are(desk: Desk) -> None:
    """Behind our own word, where a question may stand; nobody asks so, and nothing waits of it."""
    chief = editor(desk)

    told = chief.say("/factdesk schedule edit 3")

    assert "/schedule list" in told
    assert "/schedule remove" in told
    assert told == chief.say("/schedule edit 3")
    assert "schedule edit" not in chief.say("/questions")
    asked = reader(desk, language="en").say("/factdesk schedule edit 3")
    assert asked.startswith(phrase("en", "ask.unknown"))


@pytest.mark.parametrize(
    "typed",
    [
        "fakts labot battle-group.leader Spanija",
        "fact corect battle-group.leader Spain",
        "fact corect x",
    ],
)
def test_command_is_spoken_of_in_the_language_of_the_chat(desk: Desk, typed: str) -> None:
    """Whatever language the line looks like: commands answer in that one."""
    assert MEANT_LV in editor(desk, language="lv").say(typed)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("correct battle-group.leader Spain", "fact correct battle-group.leader Spain"),
        ("labot battle-group.leader Spain", "fact correct battle-group.leader Spain"),
        ("set old-bridge.length 5", "fact set old-bridge.length 5"),
    ],
)
def test_command_without_its_first_word_is_shown(desk: Desk, typed: str, command: str) -> None:
    """A KEY behind what is done to a fact leaves no doubt, to those who may do it."""
    assert editor(desk).say(typed).startswith(f"{MEANT}\n/{command}")
    assert MEANT not in reader(desk, language="en").say(typed)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("move the ministers' meeting to Thursday 10:00", "event move the ministers' meeting to"),
        ("postpone ministers-meeting to 2021-12-02", "event move ministers-meeting to 2021-12-02"),
        ("pārcelt ministru sanāksmi uz piektdienu plkst. 11", "event move ministru sanāksmi uz"),
        ("cancel the ministers' meeting", "event cancel ministers-meeting"),
        ("correct who leads the battle group to Spain", "fact correct battle-group.leader"),
        ("change the leader of the battle group to Spain", "fact set battle-group.leader"),
        ("add a fact", "fact add KEY"),
        ("undo", "fact undo KEY"),
        ("fact change battle-group.leader Spain", "fact set battle-group.leader Spain"),
        ("event postpone ministers-meeting Friday", "event move ministers-meeting Friday"),
    ],
)
def test_order_in_plain_words_leads_to_its_command(desk: Desk, typed: str, command: str) -> None:
    """What it names is named, with its KEY if need be; nothing waits for an answer, or changes."""
    chief = editor(desk)

    assert chief.say(typed).startswith(f"{MEANT}\n/{command}")
    assert typed not in chief.say("/questions")
    assert MEANT not in reader(desk, language="en").say(typed)


@pytest.mark.parametrize("typed", ["fact corect battle-group.leader Spain", "event mov nfiu.place"])
def test_answer_hides_no_command_with_a_slip(desk: Desk, typed: str) -> None:
    """Whoever meant to change what they are told sees that nothing was changed, and how to."""
    assert MEANT in editor(desk).say(typed)
    assert MEANT not in reader(desk, language="en").say(typed)


def test_command_that_fits_but_for_a_slip_is_shown_whole(desk: Desk) -> None:
    """To be copied and sent."""
    told = editor(desk).say("fact corect battle-group.leader Canada")

    first, _, answer = told.partition("\n\n")
    assert first == f"{MEANT}\n/fact correct battle-group.leader Canada"
    assert "Canada" in answer


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("fact corect old-bridge.length 5", "fact correct old-bridge.length 5"),
        ("add fact old-bridge.length 5", "fact add old-bridge.length 5"),
        ("scheduel add every day 9:00 digest", "schedule add every day 9:00 digest"),
        ("aprove 3", "approve 3"),
    ],
)
def test_command_for_certain_is_told_that_alone(desk: Desk, typed: str, command: str) -> None:
    """Nobody has asked anything, so there is nothing not to know, and nothing waits."""
    chief = editor(desk)

    assert chief.say(typed) == f"{MEANT}\n/{command}"
    assert typed not in chief.say("/questions")
    assert phrase("en", "ask.unknown") in reader(desk, language="en").say(typed)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("fact set battle-group.leader", "fact set battle-group.leader VALUE"),
        ("fact retract battle-group.leader", "fact retract battle-group.leader REASON"),
        ("fact add the leader of the battle group", "fact add KEY VALUE"),
        ("add fact the leader of the battle group", "fact add KEY VALUE"),
        ("fact set who leads the battle group\nsource: LETA, 2021-11-26", "fact set KEY VALUE"),
        ("event remind ministers-meeting 1d", "remind ministers-meeting 1d"),
        ("notikums atgādini ministers-meeting", "remind ministers-meeting"),
    ],
)
def test_command_without_its_slash_is_no_question_besides(
    desk: Desk, typed: str, command: str
) -> None:
    """Though what it names could be told of, or offered: there is one reply."""
    chief = editor(desk)

    told = chief.say(typed)

    assert told.startswith(f"{MEANT}\n/{command}")
    assert "Canada" not in told
    assert chief.reply.choices == ()


def test_reader_is_shown_what_is_theirs_alone(desk: Desk) -> None:
    """A reminder is everybody's own; what only editors do is a question of theirs."""
    asker = reader(desk, language="en")

    assert asker.say("event remind ministers-meeting 1d") == (
        f"{MEANT}\n/remind ministers-meeting 1d"
    )
    assert "Canada" in asker.say("fact set battle-group.leader")


def test_line_of_one_word_with_a_slip_is_understood(desk: Desk) -> None:
    """Two letters that changed places, too; a greeting is none."""
    asker = reader(desk, language="en")

    assert "/help" in asker.say("hlep")
    assert "/privacy" in asker.say("pivacy")
    assert "pivacy" not in editor(desk).say("/questions")
    assert MEANT not in asker.say("hello")


@pytest.mark.parametrize("who", [reader, editor])
@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("remnd X", "remind X"),
        ("remnd the meeting of ministers 1d", "remind the meeting of ministers 1d"),
        ("digets mon 9:00", "digest mon 9:00"),
        ("atgadni X", "remind X"),
        ("evets today", "events"),
    ],
)
def test_whoever_misspells_a_command_is_shown_it(
    desk: Desk, who: Callable[..., Speaker], typed: str, command: str
) -> None:
    """A reader as well, however long the line is; and with a slash what is near."""
    speaker = who(desk, language="en")

    assert f"{MEANT}\n/{command}" in speaker.say(typed)
    assert "Did you mean /" in speaker.say(f"/{typed}")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("fakts labot x", "fakts correct"),
        ("fact pievienot a.b c", "fact add"),
        ("notikums pārcelt x 2021-12-01", "notikums move"),
        ("jautajumi aizvert 3 nav musu", "questions close"),
        ("fakts lbot x", "fakts correct"),
    ],
)
def test_latvian_second_words_lead_to_the_command(desk: Desk, typed: str, nearest: str) -> None:
    """They are no names of ours; behind a slash the name is told."""
    word = " ".join(typed.split()[:2])

    told = editor(desk).say(f"/{typed}")

    assert told == phrase("en", "desk.unknown-command-near", word=word, nearest=nearest)


def test_a_question_that_begins_like_a_command_waits(desk: Desk) -> None:
    """Another form of a word is no slip, and a word near a Latvian one is not that."""
    chief = editor(desk)
    for asked in ("fact about tilts", "starts the marathon in Kuldiga when"):
        assert MEANT not in chief.say(asked)
        assert asked in chief.say("/questions")


@pytest.mark.parametrize("typed", ["fact correct x", "what is correct", "fact correct x?"])
def test_nobody_is_bothered_with_it_elsewhere(desk: Desk, typed: str) -> None:
    """Neither who may not give it, nor a group, nor who asks for certain."""
    asker, chief = reader(desk, language="en"), editor(desk)

    assert MEANT not in asker.say(typed)
    assert MEANT not in chief.elsewhere(GROUP).say(f"/factdesk {typed}")
    assert MEANT not in chief.say(f"/ask {typed}")
    if "?" in typed:
        assert MEANT not in chief.say(typed)
