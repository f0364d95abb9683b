"""What an editor is told of a change, and where not even that it is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import GROUP, Speaker, editor


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


def test_editor_sees_the_language_that_was_mended(chief: Speaker) -> None:
    """Whoever writes in English sees in Latvian what a mended Latvian value was and is."""
    told = chief.say("/fact correct battle-group.leader | value-lv: Kanādas armija")

    _, heading, now, *below = told.splitlines()
    assert heading == phrase("en", "form.readers-lv")
    assert "Kanādas armija" in now
    before = phrase("en", "edit.replaced", value="Kanāda", period="since 2017")
    assert before in "\n".join(below).replace("~", "")


def test_editor_sees_a_sentence_in_the_language_it_is_in(chief: Speaker) -> None:
    """A new sentence in the other language is shown, and nothing that stays as it was."""
    told = chief.say("/fact edit battle-group.leader | lv: Kaujas grupu Latvijā vada Kanāda.")

    assert phrase("en", "form.readers-lv") in told
    assert "Kaujas grupu Latvijā vada Kanāda." in told


def test_own_language_is_shown_where_the_change_shows_in_it(chief: Speaker) -> None:
    """What changes in both languages is read in the editor's."""
    told = chief.say("/fact correct battle-group.leader Norway | value-lv: Norvēģija")

    assert "Norway" in told
    assert phrase("en", "form.readers-lv") not in told


def test_fact_kept_from_readers_is_not_told_of_among_them(
    chief: Speaker, holdings: Callable[[], str]
) -> None:
    """Where nothing may be said of it, its editor is asked to write in private."""
    chief.say("/fact add battle-group.motto Together | words: motto | audience: desk")
    before = holdings()
    group = chief.elsewhere(GROUP)

    told = group.say("/fact add battle-group.motto Apart")

    private = phrase("lv", "desk.in-private")
    assert told == phrase("lv", "access.new-in-private", private=private)
    assert chief.say("/fact add battle-group.motto Apart") == phrase(
        "en", "edit.fact-exists", fact="battle-group.motto"
    )
    assert holdings() == before


def test_what_a_fact_lacks_is_a_tap_away(chief: Speaker) -> None:
    """A language left behind and a source that is gone are asked for, each by its button."""
    chief.say("/fact correct battle-group.leader Norway")
    in_latvian, source = chief.reply.choices
    assert in_latvian.label == phrase("en", "edit.write-lv")
    assert source.label == phrase("en", "edit.name-source")

    assert chief.tap_token(source.token).endswith(phrase("en", "form.ask-source"))
    chief.say("https://a.example/x")
    told = chief.tap(1)

    assert "a.example" in told
    assert [each.label for each in chief.reply.choices] == [in_latvian.label]
    assert chief.tap(1).endswith(phrase("en", "form.ask-value-missing-lv", now="Norway"))


def test_among_others_no_form_is_offered(chief: Speaker) -> None:
    """Where none can be opened the command is shown alone."""
    told = chief.elsewhere(GROUP)
    told.say("/fact correct battle-group.leader Norway")

    assert [each.label for each in told.reply.choices] == []
