"""A fact by form alone: new, changed, corrected, reworded, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import EDITORS, Speaker, editor, owner, reader

LEADER: Final = phrase(
    "en", "form.ask-what", fact="NATO battle group in Latvia, lead nation", now="Canada"
)
"""What is asked first of the fact that most of these change."""


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader who reads English."""
    return reader(desk, language="en")


def pick(chief: Speaker, sentence: str) -> str:
    """Tap the button with the label that `sentence` names; return what is said then."""
    label = phrase("en", sentence)
    number = [choice.label for choice in chief.reply.choices].index(label) + 1
    return chief.tap(number)


def fill(chief: Speaker, *answers: str) -> str:
    """Give answers one by one, `#form.key` by its button; return what is said last."""
    told = ""
    for answer in answers:
        told = pick(chief, answer[1:]) if answer.startswith("#") else chief.say(answer)
    return told


class TestAdding:
    """`fact add`, from nothing."""

    def test_new_fact_needs_no_key(self, desk: Desk, chief: Speaker) -> None:
        """Plain words make the KEY; readers are answered in both languages as was shown."""
        preview = fill(
            chief,
            *("/fact add", "Vansu Bridge", "length", "Vanšu tilts", "length, how long"),
            *("garums, cik garš", "312 metres", "312 metri", "Road Office, 2021-11-20"),
        )
        assert "Vansu Bridge, length: 312 metres" in preview
        assert "Vanšu tilts, garums: 312 metri" in preview

        told = pick(chief, "form.save")

        assert told.startswith(phrase("en", "edit.done-add", key="vansu-bridge.length"))
        assert "312 metres" in reader(desk, language="en").say("how long is the Vansu Bridge?")

    def test_nothing_is_held_before_it_is_saved(
        self, chief: Speaker, holdings: Callable[[], str]
    ) -> None:
        """What was looked at in the preview has left no trace."""
        before = holdings()

        fill(chief, "/fact add nfiu", "motto", "#form.cancel")
        preview = fill(chief, "/fact add nfiu.motto Alert", "motto", "#form.skip-without")
        preview += pick(chief, "form.skip-without")
        assert "Alert" in fill(chief, "#form.skip-desk") + preview

        assert holdings() == before

    def test_figures_are_asked_for_once(self, chief: Speaker) -> None:
        """They read the same in both languages."""
        asked = fill(chief, "/fact add nfiu.height", "height", "#form.skip-without", "40")

        assert asked == phrase("en", "form.ask-source")

    def test_what_was_typed_is_not_asked_again(self, chief: Speaker) -> None:
        """A command that lacks something is the beginning of its form."""
        asked = chief.say("/fact add old-bridge.length 120 metres | value-lv: 120 metru")

        assert asked.endswith(phrase("en", "form.ask-name-en", subject="old-bridge"))
        preview = fill(
            chief, "Old Bridge", "Vecais tilts", "how long", "cik garš", "#form.skip-desk"
        )
        assert "Old Bridge, how long: 120 metres" in preview
        assert "120 metru" in preview

    @pytest.mark.parametrize("line", ["Stone Bridge length 198 metres", "Stone Bridge"])
    def test_what_it_is_about_is_asked_where_it_may_end_anywhere(
        self, chief: Speaker, line: str
    ) -> None:
        """Nothing is guessed of words without a KEY, which would be wrong as often as right."""
        asked = chief.say(f"/fact add {line}")
        told = chief.say("Stone Bridge")

        assert phrase("en", "form.unclear", text=line) in asked
        assert asked.endswith(phrase("en", "form.ask-subject"))
        assert told == phrase("en", "form.ask-attribute-of", of="Stone Bridge")

    def test_command_shown_whole_guesses_nothing_either(self, chief: Speaker) -> None:
        """Among others no form opens; a subject that there is stays in the KEY all the same."""
        office = chief.elsewhere(EDITORS)
        office.say("/language en")

        assert "/fact add KEY" in office.say("/fact add Stone Bridge length 198 metres")
        assert "/fact add nfiu.…" in office.say("/fact add nfiu war cry Alert")
        assert "/fact add stone-bridge.…" in office.say("/fact add stone-bridge")

    @pytest.mark.parametrize(
        ("line", "now"), [("nfiu place Ādaži", "Rīga"), ("battle group leader Poland", "Kanāda")]
    )
    def test_words_that_are_known_part_it(self, chief: Speaker, line: str, now: str) -> None:
        """A subject by its KEY or a name, and what is held about some: the rest is the value."""
        asked = chief.say(f"/fact add {line}")
        told = pick(chief, "form.what-set")

        assert "form.unclear" not in asked
        assert told == phrase("en", "form.ask-value-set-lv", now=now)

    def test_value_is_asked_where_it_may_begin_anywhere(self, chief: Speaker) -> None:
        """The subject is known by its KEY; which words are what about it is not."""
        asked = chief.say("/fact add nfiu war cry Alert")

        assert phrase("en", "form.unclear", text="nfiu war cry Alert") in asked
        nfiu = "NATO Force Integration Unit"
        assert phrase("en", "form.ask-attribute-of", of=nfiu) in asked

    def test_questions_name_what_was_typed(self, chief: Speaker) -> None:
        """Never the key that was made of it: an editor cannot tell what that stands for."""
        about = fill(chief, "/fact add", "Vanšu tilts")
        named = chief.say("length")

        assert about == phrase("en", "form.ask-attribute-of", of="Vanšu tilts")
        assert named == phrase("en", "form.ask-name-lv", subject="Vanšu tilts")

    def test_fact_that_is_there_asks_what_happened(self, chief: Speaker) -> None:
        """Who means to add learns that it changes."""
        asked = fill(chief, "/fact add", "NATO battle group in Latvia", "leader")

        assert asked == LEADER


class TestChanging:
    """A fact that is there: whichever word opened it, it asks what happened."""

    @pytest.mark.parametrize("word", ["add", "set", "correct", "edit"])
    def test_every_word_asks_what_happened(self, chief: Speaker, word: str) -> None:
        """The situation changed, we were wrong, or only the wording."""
        asked = chief.say(f"/fact {word} battle-group.leader")

        assert asked.endswith(LEADER)
        labels = [choice.label for choice in chief.reply.choices[:3]]
        first = {"correct": ("correct", "set", "edit"), "edit": ("edit", "set", "correct")}
        ways = first.get(word, ("set", "correct", "edit"))
        assert labels == [phrase("en", f"form.what-{each}") for each in ways]

    def test_words_that_name_it_are_no_value(self, chief: Speaker) -> None:
        """What stands behind the first of them is not taken for what the fact is to hold."""
        found = chief.say("/fact correct who leads the battle group")
        asked = pick(chief, "form.what-correct")

        assert found.endswith(LEADER)
        assert asked == phrase("en", "form.ask-value-correct-en", now="Canada")

    def test_situation_changed(self, desk: Desk, chief: Speaker) -> None:
        """It holds from now on; what was said before stays right for its time."""
        fill(chief, "/fact set battle-group.leader", "#form.what-set", "Poland", "Polija")
        fill(chief, "#form.skip-now", "#form.skip-desk", "#form.save")

        asker = reader(desk)
        assert "Polija" in asker.say("kas vada kaujas grupu?")
        assert "Kanāda" in asker.say("/fact show battle-group.leader on 2020")

    def test_we_were_wrong(self, desk: Desk, chief: Speaker) -> None:
        """The period that holds has another value, and the reason stands beside it."""
        fill(chief, "/fact set", "who leads the battle group?", "#form.what-correct")
        fill(chief, "Poland", "Polija", "a slip", "#form.skip-desk", "#form.save")

        assert "Polija" in reader(desk).say("/fact show battle-group.leader on 2020")
        assert "a slip" in chief.say("/fact history battle-group.leader")

    def test_one_language_alone_is_corrected(self, desk: Desk, chief: Speaker) -> None:
        """Whoever leaves the other as it is has corrected one."""
        fill(chief, "/fact correct battle-group.leader", "#form.what-correct")
        fill(chief, "#form.skip-unchanged", "Kanādas armija", "#form.skip-no-reason")
        fill(chief, "#form.skip-desk", "#form.save")

        asker = reader(desk)
        assert "Kanādas armija" in asker.say("kas vada kaujas grupu?")
        assert "Canada" in editor(desk).say("/fact show battle-group.leader")

    def test_only_the_wording(self, chief: Speaker) -> None:
        """The sentence is another, the value the same."""
        fill(chief, "/fact edit battle-group.leader", "#form.what-edit")
        fill(chief, "Canada is in command.", "#form.skip-unchanged", "#form.skip-unchanged")
        told = fill(chief, "#form.save")

        assert "Canada is in command." in told

    def test_time_of_an_event_is_one(self, chief: Speaker) -> None:
        """What the commands of events do to it this form does too."""
        fill(chief, "/fact set ministers-meeting.time", "#form.what-set", "2021-12-05")
        told = fill(chief, "#form.skip-no-reason", "#form.skip-desk", "#form.save")

        assert "5–6\u00a0December 2021" in told

    def test_withdrawal(self, chief: Speaker) -> None:
        """It is asked why; readers are not told it any more."""
        preview = fill(chief, "/fact retract", "nfiu.place", "nobody is sure")
        assert phrase("en", "edit.nothing-now") in preview

        fill(chief, "#form.save")

        assert "nobody is sure" in chief.say("/fact history nfiu.place")


class TestWaiting:
    """What is saved by a form and waits: for its hour, or for a second person."""

    def test_embargo_is_one_of_its_fields(self, chief: Speaker, asker: Speaker) -> None:
        """The command asks about its hour itself; until then nobody is told."""
        fill(chief, "/fact set nfiu.place | embargo: 2021-11-30T09:00", "#form.what-set")
        asked = fill(
            chief, "Riga Castle", "#form.skip-without", "#form.skip-now", "#form.skip-desk"
        )

        assert "Tuesday, 30\u00a0November 2021 at 09:00" in asked
        chief.tap(1)
        assert "Castle" not in asker.say("/fact show nfiu.place")

    def test_two_people_are_told_of_before_it_is_saved(
        self, desk: Desk, chief: Speaker, asker: Speaker
    ) -> None:
        """What readers will see is for the second to decide; the first sees what they answered."""
        owner(desk).say("/approval on nfiu")
        fill(chief, "/fact correct nfiu.place", "#form.what-correct", "Riga Castle")
        preview = fill(chief, "#form.skip-unchanged", "#form.skip-no-reason", "#form.skip-desk")
        assert phrase("en", "form.takes-two") in preview
        assert "Riga Castle" in preview

        told = pick(chief, "form.save")

        assert "/approve" in told
        assert "Castle" not in asker.say("/fact show nfiu.place")
