"""Looking at what is known: `facts`, `fact show`, `fact history`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.listing import PAGE, PAGE_LASTS
from bot.desk import Desk
from bot.port import Code, Strike, Strong
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, editor, reader

RIGA = " (Riga time)"


class TestFacts:
    """Browsing by subject."""

    def test_subjects_are_listed_with_their_keys(self, desk: Desk) -> None:
        """Alone it lists what there is: a name, how many facts, the key."""
        lines = reader(desk, language="en").say("facts").splitlines()

        assert lines[0] == phrase("en", "facts.subjects", count=6)
        assert "NATO battle group in Latvia – 9 facts battle-group" in lines
        assert lines[1:] == sorted(lines[1:], key=str.casefold)

    @pytest.mark.parametrize(
        "words", ["battle group", "battlegroup", "the battle group", "kaujas grupu", "battle-group"]
    )
    def test_words_lead_to_the_facts_of_a_subject(self, desk: Desk, words: str) -> None:
        """Any form of a name in either language will do, and so does the key."""
        lines = reader(desk, language="en").say(f"/facts {words}").splitlines()

        assert lines[0] == phrase("en", "facts.found", count=9)
        assert lines[1] == "NATO battle group in Latvia"
        assert "lead nation: Canada battle-group.leader" in lines

    def test_long_list_has_pages(self, desk: Desk) -> None:
        """Ten lines a page; a button brings the rest, and no fact comes twice or never."""
        asker = reader(desk, language="en")
        first = asker.say("/facts nato")
        listed = [node.text for node in asker.reply.message if isinstance(node, Code)]
        assert len(listed) == PAGE
        while asker.reply.choices:
            asker.tap(1)
            listed += [node.text for node in asker.reply.message if isinstance(node, Code)]

        assert first.startswith(phrase("en", "facts.found", count=len(listed)))
        assert len(set(listed)) == len(listed) > 2 * PAGE

    def test_page_button_grows_old(self, desk: Desk, clock: FakeClock) -> None:
        """After an hour the button is dead."""
        asker = reader(desk)
        asker.say("/facts nato")
        clock.advance(PAGE_LASTS)

        assert asker.tap(1) == phrase("lv", "desk.spent-expired")

    def test_nothing_found_says_so(self, desk: Desk) -> None:
        """Words that lead nowhere are told back."""
        assert reader(desk).say("/facts xyzzy") == phrase("lv", "fact.none", text="xyzzy")

    def test_fact_that_holds_nothing_now_says_so(self, desk: Desk) -> None:
        """A fact whose time has not come is listed without a value."""
        editor(desk).say("/fact add battle-group.visit 2022 | words: visit | from: 2022-03-01")

        assert phrase("lv", "facts.nothing-now") in reader(desk).say("/facts visit")


class TestShow:
    """One fact."""

    @pytest.mark.parametrize(
        "named",
        [
            "battle-group.leader",
            "Battle_Group.Leader",
            "“battle-group.leader”",
            "battle-group.leader.",
            "who leads the battle group",
            "vadošā valsts kaujas grupai",
        ],
    )
    def test_fact_is_shown_by_key_or_by_words(self, desk: Desk, named: str) -> None:
        """However the key was damaged in typing, or with words alone, the fact is found."""
        told = reader(desk, language="en").say(f"/fact show {named}")

        assert told.startswith("Canada leads")
        assert told.splitlines()[-1] == "battle-group.leader"

    @pytest.mark.parametrize("tail", ["on 2018", "on 2021-11-26", "on 2021–11–26", "uz 2018-06"])
    def test_fact_is_shown_for_a_day(self, desk: Desk, tail: str) -> None:
        """With a day it is what holds on that day."""
        assert "Canada" in reader(desk, language="en").say(f"/fact show battle-group.leader {tail}")

    @pytest.mark.parametrize("tail", ["on 2015", "as told on 2021-11-25"])
    def test_time_without_the_fact_says_so(self, desk: Desk, tail: str) -> None:
        """Before it held, or before we knew it, there is nothing to tell."""
        told = reader(desk).say(f"/fact show battle-group.leader {tail}")

        assert told == phrase("lv", "fact.not-then", key="battle-group.leader")

    @pytest.mark.parametrize(
        "tail", ["on yesterday", "on 2021-2-3", "yesterday", "on 30.11.2021", "2021-11-26"]
    )
    def test_date_that_cannot_be_read_is_not_passed_over(self, desk: Desk, tail: str) -> None:
        """Whoever asks for a day never gets today's answer instead."""
        told = reader(desk).say(f"/fact show battle-group.leader {tail}")

        assert told == phrase("lv", "moment.form", text=tail)

    def test_day_that_no_calendar_has_is_told_back(self, desk: Desk) -> None:
        """The thirtieth of February is named in the reply."""
        told = reader(desk).say("/fact show battle-group.leader on 2018-02-30")

        assert told == phrase("lv", "moment.calendar", text="2018-02-30")

    def test_missing_key_names_the_nearest(self, desk: Desk) -> None:
        """A key mistyped is answered with the one that there is."""
        told = reader(desk).say("/fact show battle-group.lead")

        assert "battle-group.leader?" in told

    def test_subject_is_told_from_a_fact(self, desk: Desk) -> None:
        """A subject's key is no fact's; its facts are one command away."""
        assert "/facts battle-group" in reader(desk).say("/fact show battle-group")

    def test_words_for_several_facts_are_an_offer(self, desk: Desk) -> None:
        """Where words may mean two facts, both are offered."""
        asker = reader(desk)

        assert asker.say("/fact show what Rinkevics said") == phrase(
            "lv", "ask.offer-about", subject="Edgars Rinkēvičs"
        )
        assert len(asker.reply.choices) == 2

    def test_what_we_said_then_is_shown_with_what_became_of_it(
        self, desk: Desk, clock: FakeClock
    ) -> None:
        """`as told on` shows what was said, corrected since or withdrawn, and marks it so."""
        clock.advance(timedelta(days=1))
        chief = editor(desk)
        chief.say("/fact correct battle-group.leader Norway | reason: misheard")
        chief.say("/fact retract battle-group.base not to be told")
        asker = reader(desk, language="en")

        leader = asker.say("/fact show battle-group.leader as told on 2021-11-26")
        base = asker.say("/fact show battle-group.base as told on 2021-11-26")

        assert leader.startswith("This is what we said on 26\u00a0November 2021:\nCanada leads")
        assert "corrected on 27\u00a0November 2021 at 09:00 (Riga time): misheard" in leader
        assert "withdrawn on 27\u00a0November 2021 at 09:00 (Riga time): not to be told" in base


class TestHistory:
    """Every version of a fact."""

    def test_versions_come_in_order_with_what_brought_them(
        self, desk: Desk, clock: FakeClock
    ) -> None:
        """Each version: value, the time it holds for, what brought it, when and why."""
        clock.advance(timedelta(days=1))
        editor(desk).say("/fact set battle-group.leader Poland | reason: handover")
        asker = reader(desk, language="en")

        told = asker.say("/fact history battle-group.leader").split("\n\n")

        at = f"27\u00a0November 2021 at 09:00{RIGA}"
        imported = f"imported on 26\u00a0November 2021 at 09:00{RIGA}: riga-2021"
        assert told == [
            "NATO battle group in Latvia battle-group.leader",
            f"Canada – from 2017 to {at}\n{imported}",
            f"Poland – since {at}\nchanged on {at}: handover",
        ]
        assert {Strong("Canada"), Strong("Poland")} <= set(asker.reply.message)

    def test_a_button_turns_to_it_and_back(self, desk: Desk) -> None:
        """In private; a fact that never changed has no history to turn to, a group no buttons."""
        chief = editor(desk)
        chief.say("/fact show battle-group.leader")
        assert chief.reply.choices == ()
        chief.say("/fact set battle-group.leader Poland | reason: handover")
        shown = chief.say("/fact show battle-group.leader")

        assert "handover" in chief.tap(1)
        assert chief.tap(1) == shown
        among_others = chief.elsewhere(GROUP)
        among_others.say("/fact show battle-group.leader")
        assert among_others.reply.choices == ()

    def test_corrections_and_withdrawals_are_marked(self, desk: Desk, clock: FakeClock) -> None:
        """What we no longer hold is struck through and says what put an end to it, and why."""
        clock.advance(timedelta(days=1))
        chief = editor(desk)
        chief.say("/fact correct battle-group.leader Norway | reason: misheard")
        clock.advance(timedelta(days=1))
        chief.say("/fact retract battle-group.leader no source")
        asker = reader(desk, language="en")

        told = asker.say("/fact history battle-group.leader").split("\n\n")

        assert told[1].endswith(f"corrected on 27\u00a0November 2021 at 09:00{RIGA}: misheard")
        assert told[2].endswith(f"withdrawn on 28\u00a0November 2021 at 09:00{RIGA}: no source")
        assert {Strike("Canada"), Strike("Norway")} <= set(asker.reply.message)

    def test_corrected_bounds_are_marked(self, desk: Desk) -> None:
        """A version whose time alone was wrong says for which time it was told before."""
        editor(desk).say("/fact correct battle-group.leader | from: 2018 | reason: typo")

        told = reader(desk, language="en").say("/fact history battle-group.leader")

        assert "Canada – since 2018" in told
        assert told.endswith(": typo; before: since 2017")

    def test_words_behind_a_key_are_refused(self, desk: Desk) -> None:
        """What was written behind the key is not silently passed over."""
        told = reader(desk).say("/fact history battle-group.leader on 2018")

        assert told == phrase("lv", "arguments.too-much", text="on 2018")
