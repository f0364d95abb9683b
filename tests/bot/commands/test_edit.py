"""An editor changes what is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, Speaker, editor, reader

NOW = "26\u00a0November 2021 at 09:00 (Riga time)"
ASKED = "who leads the battle group?"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


class TestAdding:
    """`fact add`: a new fact."""

    def test_new_subject_is_asked_for_its_names(
        self, chief: Speaker, holdings: Callable[[], str]
    ) -> None:
        """Before anybody can ask for it, it needs names in both languages, and words."""
        before = holdings()
        office = chief.elsewhere(EDITORS)
        office.say("/language en")

        told = office.say("/fact add old-bridge.length 120 metres | value-lv: 120 metru")

        assert told.splitlines()[1:] == [
            "/fact add old-bridge.length 120 metres | value-lv: 120 metru",
            "name-lv: …",
            "name-en: …",
            "words: …",
        ]
        assert holdings() == before

    def test_command_completed_is_the_fact(self, desk: Desk, chief: Speaker) -> None:
        """The same command with its names adds it, and readers are answered in both languages."""
        chief.say(
            "/fact add old-bridge.length 120 metres\nvalue-lv: 120 metru\nname-lv: Vecais tilts\n"
            "name-en: Old Bridge\nalso-en: the bridge\nwords: how long, length\n"
            "en: The Old Bridge is 120 metres long.\nsource: Road Office, 2021-11-20"
        )
        asker = reader(desk)

        told = asker.say("how long is the Old Bridge?")

        assert told.splitlines() == [
            "The Old Bridge is 120 metres long.",
            "As of 20\u00a0November 2021 · Source: Road Office",
        ]
        assert "120 metru" in asker.say("/fact show old-bridge.length")

    def test_known_attribute_of_a_known_subject_needs_no_names(self, chief: Speaker) -> None:
        """Where both are known already, a value is enough."""
        told = chief.say("/fact add nfiu.purpose liaison")

        assert told.startswith(phrase("en", "edit.done-add", key="nfiu.purpose"))

    def test_fact_that_is_there_is_not_added(
        self, chief: Speaker, holdings: Callable[[], str]
    ) -> None:
        """It says which of the other two is meant."""
        before = holdings()

        told = chief.say("/fact add battle-group.leader Poland")

        assert told == phrase("en", "edit.fact-exists", fact="battle-group.leader")
        assert holdings() == before


class TestSetting:
    """`fact set`: the world changed."""

    def test_it_holds_from_now(self, desk: Desk, chief: Speaker) -> None:
        """The old value stays true for its time; the reply tells both."""
        told = chief.say("/fact set battle-group.leader Poland | value-lv: Polija").splitlines()

        assert told[0] == phrase("en", "edit.done-set", key="battle-group.leader")
        assert f"holds since {NOW}" in told[2]
        assert told[3] == "Before: Canada (since 2017)"
        asker = reader(desk)
        assert "Polija" in asker.say("kas vada kaujas grupu?")
        assert "Kanāda" in asker.say("/fact show battle-group.leader on 2020")

    def test_value_in_one_language_is_served_in_the_other(self, desk: Desk, chief: Speaker) -> None:
        """A new value drops the old one in both languages; what is borrowed says so."""
        chief.say("/fact set battle-group.leader Poland")

        told = reader(desk).say("kas vada kaujas grupu?")

        assert "Poland" in told
        assert "Kanāda" not in told
        assert phrase("lv", "answer.only-en") in told

    def test_digits_alone_are_for_both_languages(self, desk: Desk, chief: Speaker) -> None:
        """A number reads the same in either language, so nothing is borrowed."""
        chief.say("/fact set battle-group.strength 1700")

        told = reader(desk).say("cik karavīru ir kaujas grupā?")

        assert "1700" in told
        assert phrase("lv", "answer.only-en") not in told

    def test_it_begins_in_the_future(self, desk: Desk, chief: Speaker, clock: FakeClock) -> None:
        """Until then the old value is answered, with the day on which it ends."""
        chief.say("/fact set battle-group.leader Poland | value-lv: Polija | from: 2021-12-01")
        asker = reader(desk)

        assert "holds from 2017 to 30\u00a0November 2021" in asker.say(ASKED)
        clock.advance(timedelta(days=5))
        assert "Poland" in asker.say(ASKED)

    def test_it_ends_where_the_next_begins(self, chief: Speaker) -> None:
        """A backdated value holds to the next version, which stays and is named."""
        chief.say("/fact set battle-group.leader Poland | from: 2021-12-01")

        told = chief.say("/fact set battle-group.leader Norway | from: 2021-11-01")

        assert "holds from 1\u00a0November to 30\u00a0November 2021" in told
        assert "Stays: Poland (since 1\u00a0December 2021)" in told

    def test_it_holds_for_a_time(self, desk: Desk, chief: Speaker) -> None:
        """Between `from:` and `until:`, the last day included; then the old value again."""
        chief.say("/fact set battle-group.strength 1600 | from: 2021-12-01 | until: 2021-12-31")
        asker = reader(desk)

        for day, value in (("11-30", "1500"), ("12-01", "1600"), ("12-31", "1600")):
            assert value in asker.say(f"/fact show battle-group.strength on 2021-{day}")
        assert "1500" in asker.say("/fact show battle-group.strength on 2022-01-01")

    def test_without_a_value_it_ends(self, desk: Desk, chief: Speaker, clock: FakeClock) -> None:
        """With `until:` alone the fact ends; after that it is unknown for now."""
        chief.say("/fact set battle-group.leader | until: 2021-11-30")
        asker = reader(desk)
        assert "Canada" in asker.say(ASKED)

        clock.advance(timedelta(days=5))

        assert "Canada" not in asker.say(ASKED)
        assert "Kanāda" in asker.say("/fact show battle-group.leader on 2021-11-30")

    def test_the_very_same_is_told_to_be_so(self, chief: Speaker) -> None:
        """The same value again is no change."""
        chief.say("/fact set battle-group.strength 1700")

        told = chief.say("/fact set battle-group.strength 1700")

        assert told == phrase("en", "edit.unchanged", fact="battle-group.strength")


class TestCorrecting:
    """`fact correct`: we were wrong."""

    def test_bounds_stay(self, desk: Desk, chief: Speaker) -> None:
        """The new value was true all along; the old one was never."""
        told = chief.say("/fact correct battle-group.leader Norway | reason: misheard")

        assert "holds since 2017" in told
        assert "Norway" in reader(desk).say("/fact show battle-group.leader on 2018")

    def test_period_meant_is_named_by_on(self, desk: Desk, chief: Speaker) -> None:
        """With `on:` it is the version of that day, and the one in force stays."""
        chief.say("/fact set battle-group.leader Poland | from: 2021-06-01")

        chief.say("/fact correct battle-group.leader Norway | on: 2018")

        asker = reader(desk)
        assert "Poland" in asker.say(ASKED)
        assert "Norway" in asker.say("/fact show battle-group.leader on 2018")

    def test_one_language_alone_is_mended(self, desk: Desk, chief: Speaker) -> None:
        """`value-lv:` alone changes Latvian and leaves English as it is."""
        chief.say("/fact correct battle-group.leader | value-lv: Kanādas armija")
        asker = reader(desk)

        assert "Kanādas armija" in asker.say("kas vada kaujas grupu?")
        assert "Canada" in asker.say(ASKED)

    def test_without_a_source_it_says_so(self, chief: Speaker) -> None:
        """The old source did not say the new value: it goes, and how to name one is told."""
        told = chief.say("/fact correct battle-group.leader Norway | value-lv: Norvēģija")

        naming = "/fact edit battle-group.leader | source: …"
        gone = phrase("en", "edit.source-gone", source="LETA", command=naming)
        assert gone in told
        assert phrase("en", "answer.desk-source") in told
        again = chief.say("/fact correct battle-group.leader Spain | value-lv: Spānija")
        assert phrase("en", "edit.source-none", command=naming) in again

    def test_with_a_source_nothing_is_said_of_it(self, chief: Speaker) -> None:
        """Whoever names one has said whose word it is."""
        told = chief.say("/fact correct battle-group.leader Norway | source: BNS, 2021-11-20")

        assert "source: …" not in told

    def test_of_one_language_the_source_stays(self, chief: Speaker) -> None:
        """It stands for the other language; whoever means another is told how to name it."""
        told = chief.say("/fact correct battle-group.leader | value-lv: Kanādas armija")

        naming = "/fact edit battle-group.leader | source: …"
        assert phrase("en", "edit.source-stays", source="LETA", command=naming) in told

    def test_a_source_of_the_past_is_named_for_then(self, chief: Speaker) -> None:
        """What is told to be written names the time that was corrected."""
        chief.say("/fact set battle-group.leader Poland | from: 2021-06-01")
        told = chief.say("/fact correct battle-group.leader Norway | on: 2018")

        command = "/fact edit battle-group.leader | on: 2017 | source: BNS, 2021-11-20"
        assert command.replace("BNS, 2021-11-20", "…") in told
        chief.say(command)
        assert "BNS" in chief.say("/fact show battle-group.leader on 2018")

    def test_without_a_version_in_force_it_asks_for_the_time(self, chief: Speaker) -> None:
        """Where nothing holds now, it says to name the time meant."""
        chief.say("/fact set battle-group.leader | until: 2021-11-25")

        told = chief.say("/fact correct battle-group.leader Norway")

        assert "on:" in told


class TestRewording:
    """`fact edit`: other words for the same."""

    def test_wording_source_and_review(self, desk: Desk, chief: Speaker) -> None:
        """A statement, a source with its address, a review day: all shown to readers at once."""
        chief.say(
            "/fact edit battle-group.leader\nen: Canada is in command.\n"
            "source: <https://example.org/a|Example Wire>, 2021-11-24\nreview: 2021-11-20"
        )

        told = reader(desk).say(ASKED)

        assert told.startswith("Canada is in command.")
        assert "(https://example.org/a" in told
        assert phrase("en", "answer.review", until="until 20\u00a0November 2021") in told

    def test_value_is_not_changed(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """A value in `edit` is refused, in words that say which command is meant."""
        before = holdings()

        told = chief.say("/fact edit battle-group.leader | value-en: Poland")

        assert told == phrase("en", "edit.value-changed", fact="battle-group.leader")
        assert holdings() == before

    def test_missing_translation_is_added(self, desk: Desk, chief: Speaker) -> None:
        """A value in a language that had none is a translation."""
        chief.say("/fact set battle-group.leader Poland")

        chief.say("/fact edit battle-group.leader | value-lv: Polija")

        assert "Polija" in reader(desk).say("kas vada kaujas grupu?")

    def test_words_lead_to_it(self, desk: Desk, chief: Speaker) -> None:
        """How people ask may be added at any time."""
        asker = reader(desk)
        assert "Canada" not in asker.say("who is the custodian of the battle group?")

        chief.say("/fact edit battle-group.leader | words: lead nation, custodian")

        assert "Canada" in asker.say("who is the custodian of the battle group?")

    def test_words_are_given_for_each_language(self, desk: Desk, chief: Speaker) -> None:
        """The first of them is what readers of that language see before the value."""
        chief.say("/fact add nfiu.height 9 | words-lv: augstums | words-en: height, how tall")
        chief.say("/fact edit nfiu.height | words: tallness | words-lv: cik augsts")

        assert "vienība, cik augsts: 9" in reader(desk).say("/fact show nfiu.height")
        assert "Unit, tallness: 9" in reader(desk, language="en").say("/fact show nfiu.height")


class TestTakingBack:
    """`fact retract` and `fact undo`."""

    def test_withdrawn_is_answered_no_more(self, desk: Desk, chief: Speaker) -> None:
        """It leaves a gap: for no time is it told, and nothing else takes its place."""
        told = chief.say("/fact retract battle-group.leader source withdrew it")
        asker = reader(desk)

        assert told.splitlines() == [
            phrase("en", "edit.done-retract", key="battle-group.leader"),
            "Before: Canada (since 2017)",
            phrase("en", "correction.nobody", count=90),
        ]
        assert "Canada" not in asker.say(ASKED)
        assert "Canada" not in asker.say("/fact show battle-group.leader on 2018")
        assert asker.say("/fact show battle-group.leader") == phrase(
            "lv",
            "fact.not-now",
            key="battle-group.leader",
            command="/fact history battle-group.leader",
        )

    def test_withdrawal_needs_a_reason(self, chief: Speaker, holdings: Callable[[], str]) -> None:
        """Without one it is asked for, and nothing changes."""
        before = holdings()

        unit = "NATO Force Integration Unit, place"
        asked = phrase("en", "form.ask-reason-retract", fact=unit, now="Riga")
        assert asked in chief.say("/fact retract nfiu.place")
        assert holdings() == before

    def test_latest_change_is_taken_back(self, desk: Desk, chief: Speaker) -> None:
        """It says which change that was, and the fact is again as it was before."""
        chief.say("/fact set battle-group.leader Poland | reason: handover")

        told = chief.say("/fact undo battle-group.leader").splitlines()

        assert told[1] == f"changed on {NOW}: handover"
        assert told[2].startswith("Canada leads")
        assert "Canada" in reader(desk).say(ASKED)

    def test_undo_goes_one_further_back(self, chief: Speaker) -> None:
        """Again, it takes back the change before; in the end there is none left."""
        chief.say("/fact set battle-group.leader Poland")
        chief.say("/fact undo battle-group.leader")

        assert phrase("en", "edit.nothing-now") in chief.say("/fact undo battle-group.leader")
        assert chief.say("/fact undo battle-group.leader") == phrase(
            "en", "edit.nothing-to-undo", fact="battle-group.leader"
        )


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/fact set battle-group.lead Poland", "battle-group.leader?"),
        ("/fact set nosuch.thing Poland", "/fact add"),
        ("/fact set battle-group Poland", "battle-group.nations"),
        ("/fact set", phrase("en", "form.ask-fact")),
        ("/fact set ???.x Poland", "???.x"),
        ("/fact set ?.? Poland", "summit.place"),
        ("/fact set battle-group.leader Poland from: 2021-12-01", "“from:”"),
        ("/fact set battle-group.leader Poland | frm: 2021-12-01", "from:"),
        ("/fact set battle-group.leader Poland\nform: 2021-12-01", "from:"),
        ("/fact set battle-group.leader Poland | from: 2021-13-01", "2021-13-01"),
        ("/fact set battle-group.leader Poland | from: soon", "2021-11-30"),
        ("/fact set battle-group.leader Poland | from: 2021-02-30", "2021-02-30"),
        ("/fact set battle-group.leader Poland | from: 0000-01-01", "0000-01-01"),
        ("/fact set battle-group.leader Poland | from: 2021-12-02 | until: 2021-12-01", "from:"),
        ("/fact set battle-group.leader Poland | zone: Mars/Base", "Mars/Base"),
        ("/fact set battle-group.leader Poland | review: never", "never"),
        ("/fact set battle-group.leader Poland | audience: all", "everyone, desk"),
        ("/fact set battle-group.leader Poland | source:", "source:"),
        ("/fact set battle-group.leader Poland | source: http://, x", "http://"),
        ("/fact set battle-group.leader Poland | reason: a | reason: b", "reason"),
        ("/fact set battle-group.leader Poland | embargo: 2021-12-01", "2021-12-01 9:00"),
        ("/fact set battle-group.leader Poland | topic: nato", "topic"),
        ("/fact correct battle-group.leader Poland | on: 2021-99", "2021-99"),
        ("/fact edit battle-group.leader en: In command.", "“en:”"),
        ("/fact edit battle-group.leader In command.", "In command."),
        ("/fact undo battle-group.leader please", "please"),
        ("/fact set ministers-meeting.time 2021-12-05", "/event move ministers-meeting"),
        (
            "/fact correct ministers-meeting.time | value-en: Sunday",
            "/event move ministers-meeting",
        ),
        (
            "/fact add battle-group.leader",
            "lead nation: Canada\nWhat happened? It decides who is told.",
        ),
    ],
)
def test_mistake_is_named_and_changes_nothing(
    chief: Speaker, holdings: Callable[[], str], command: str, told: str
) -> None:
    """Each mistake is told in words that say what to write instead; the store is as it was."""
    before = holdings()

    assert told in chief.say(command)
    assert holdings() == before


def test_own_words_may_hold_what_looks_like_a_line(desk: Desk, chief: Speaker) -> None:
    """An address, a time, a colon in a value are a value."""
    chief.say("/fact set nfiu.place see https://example.org: Riga, 10:30")

    assert "https://example.org: Riga, 10:30" in reader(desk).say("/fact show nfiu.place")


def test_damage_of_a_chat_program_is_mended(desk: Desk, chief: Speaker) -> None:
    """Slack's notation, curly quotes and long dashes do not keep a command from being read."""
    chief.say("/fact set “nfiu.place” Riga &amp; Jelgava\u00a0| from: 2021–11–01")

    told = reader(desk).say("/fact show nfiu.place")

    assert "Riga & Jelgava" in told
    assert "1\u00a0November 2021" in told or "2021. gada 1.\u00a0novembra" in told
