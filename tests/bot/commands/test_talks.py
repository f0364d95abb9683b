"""Conversations: a follow-up takes its subject from the talk, and a choice is remembered.

Whatever was said by another, elsewhere or long ago is no part of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.conversation import talks
from bot.desk import Desk
from bot.port import Chat, Kind, Place
from bot.texts import phrase
from storage.people import Role
from tests.bot.posting.newsroom import ANNA, ANNAS, ED, Newsroom
from tests.bot.receiving.house import run, said, standing
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

FIRST = "where is the NFIU?"
FOLLOW_UP = "since when?"
OPENED = "opened in 2015"
BOTH_SAYINGS = "what did Rinkevics say?"
ON_TELEVISION = "what did he say on television?"
OF_HIM = phrase("en", "ask.about", subject="Edgars Rinkēvičs")
RAID = "name-en: Raid on the harbour | name-lv: Reids ostā"
TOPIC = Chat("telegram", "-100", Place.GROUP, topic="7")
UNKNOWN = phrase("en", "ask.unknown")


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader who has just asked about a unit."""
    asker = reader(desk, language="en")
    assert "Riga" in asker.say(FIRST)
    return asker


def about(name: str, language: str = "en") -> str:
    """Return the line that names what an answer is about."""
    return phrase(language, "ask.about", subject=name)


class TestFollowUps:
    """A question that names no subject."""

    @pytest.mark.parametrize(
        ("question", "told", "language"),
        [
            (FOLLOW_UP, OPENED, "en"),
            ("and when?", OPENED, "en"),
            ("un kopš kura laika?", "2015", "lv"),
            ("and where is it based?", "Riga", "en"),
            ("un kur tā atrodas?", "Rīga", "lv"),
        ],
    )
    def test_takes_its_subject_from_the_talk(
        self, asker: Speaker, question: str, told: str, language: str
    ) -> None:
        """It is answered in its own language, and the first line names what it is about."""
        first, *rest = asker.say(question).splitlines()

        name = {"en": "NATO Force Integration Unit", "lv": "NATO spēku integrācijas vienība"}
        assert first == about(name[language], language)
        assert told in "\n".join(rest)
        assert asker.reply.kind is Kind.ANSWER

    def test_goes_on_as_long_as_the_talk_does(self, asker: Speaker, clock: FakeClock) -> None:
        """Each answer begins the ten minutes anew; a new subject takes the old one's place."""
        for _ in range(3):
            clock.advance(talks.LASTS - timedelta(seconds=1))
            assert OPENED in asker.say(FOLLOW_UP)

        asker.say("who leads the battle group?")

        assert about("NATO battle group in Latvia") in asker.say(FOLLOW_UP)

    def test_unnamed_question_is_about_the_talk_before_anything_else(self, asker: Speaker) -> None:
        """Where by itself it would fit another subject best, that of the talk is meant."""
        stranger = reader(asker.desk, "8")

        assert "Ādaži" in stranger.say("where is it based?")
        assert "Riga" in asker.say("where is it based?")

    def test_what_the_talk_does_not_explain_is_asked_of_all(self, asker: Speaker) -> None:
        """Where the subject has no such fact the question stands by itself."""
        told = asker.say("how many soldiers?")

        assert "1,500" in told
        assert not told.startswith(about(""))

    @pytest.mark.parametrize(
        "question",
        [
            "and in Lithuania?",
            "since when in Lithuania?",
            "since when in lithuania?",
            "un kopš kura laika lietuvā?",
            "and when was Estonia?",
            "since when does NATO exist?",
            "and what is its budget?",
            "when does the Ministry of Culture open?",
        ],
    )
    def test_what_is_not_held_is_not_rescued(self, asker: Speaker, question: str) -> None:
        """A place, a name or a matter that the store does not hold stays unanswered."""
        told = asker.say(question)

        assert told in {UNKNOWN, phrase("lv", "ask.unknown")}
        with asker.desk.database.read() as tx:
            assert [each.text for each in tx.questions.open()] == [question]

    def test_after_a_choice_and_a_shown_fact(self, desk: Desk) -> None:
        """What was chosen from an offer, or looked at by its KEY, is spoken of too."""
        asker = reader(desk, language="en")
        asker.say("/fact show nfiu.place")
        assert OPENED in asker.say(FOLLOW_UP)
        asker.say(BOTH_SAYINGS)
        asker.tap(1)

        assert asker.say(ON_TELEVISION).startswith(OF_HIM)

    def test_silence_and_offers_begin_nothing(self, desk: Desk) -> None:
        """Where nothing was told there is nothing to speak of."""
        asker = reader(desk, language="en")
        for line in ("who leads the battle group in Lithuania?", BOTH_SAYINGS, "/facts nato"):
            asker.say(line)

            assert asker.say(FOLLOW_UP) == UNKNOWN


class TestLeaks:
    """Nothing of one talk is in another."""

    def test_after_ten_minutes(self, asker: Speaker, clock: FakeClock) -> None:
        """It is over, to the second."""
        clock.advance(talks.LASTS)

        assert asker.say(FOLLOW_UP) == UNKNOWN

    def test_another_person(self, desk: Desk) -> None:
        """In the same group others begin their own."""
        asker, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        asker.say(FIRST)

        assert other.say(FOLLOW_UP) == UNKNOWN
        assert OPENED in asker.say(FOLLOW_UP)

    @pytest.mark.parametrize("elsewhere", [GROUP, TOPIC, EDITORS])
    def test_another_chat(self, asker: Speaker, elsewhere: Chat) -> None:
        """What was asked in private says nothing among others."""
        assert asker.elsewhere(elsewhere).say(FOLLOW_UP) == UNKNOWN

    def test_private_after_a_group(self, desk: Desk) -> None:
        """Nor the other way round, nor from a group to one of its topics."""
        reader(desk).elsewhere(GROUP).say(FIRST)

        assert reader(desk, language="en").say(FOLLOW_UP) == UNKNOWN
        assert reader(desk).elsewhere(TOPIC).say(FOLLOW_UP) == UNKNOWN

    def test_another_thread(self, desk: Desk) -> None:
        """Each thread of a chat has its own."""
        asker = reader(desk).elsewhere(GROUP)
        asker.thread = "5.1"
        asker.say(FIRST)
        asker.thread = "6.1"

        assert asker.say(FOLLOW_UP) == UNKNOWN
        asker.thread = "5.1"
        assert OPENED in asker.say(FOLLOW_UP)

    def test_choice_of_another(self, desk: Desk) -> None:
        """Whoever taps speaks of it; who asked did not choose."""
        asker, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        asker.say(BOTH_SAYINGS)
        other.tap_token(asker.reply.choices[0].token)

        assert not asker.say(ON_TELEVISION).startswith(OF_HIM)
        assert other.say(ON_TELEVISION).startswith(OF_HIM)

    def test_editor_who_is_none_any_more(self, desk: Desk) -> None:
        """A subject of the desk alone is nothing to a reader, though they spoke of it before."""
        chief = editor(desk)
        chief.say(f"/fact add raid.loot The old mill | {RAID} | words: loot | audience: desk")
        chief.say("/fact add raid.start 6 May | words: since | audience: desk")
        assert "old mill" in chief.say("/fact show raid.loot")
        with desk.database.write() as tx:
            person = tx.people.seen("telegram", chief.account.id)
            tx.people.set_role(person.id, Role.READER)

        stranger = reader(desk, "8", "en")
        for question in (FOLLOW_UP, "what is the loot?"):
            assert chief.say(question) == stranger.say(question) == UNKNOWN

    def test_desk_only_fact_in_private_and_then_among_others(self, desk: Desk) -> None:
        """An editor's follow-up in a group is what a reader's is."""
        chief = editor(desk)
        chief.say("/fact add nfiu.gate-code 471108 | words: gate code | audience: desk")
        assert "471108" in chief.say("what is the gate code of the NFIU?")
        among = chief.elsewhere(GROUP)
        among.say(FIRST)

        assert among.say("and the gate code?") == UNKNOWN
        assert "471108" in chief.say("and the gate code?")

    def test_who_was_forgotten(self, desk: Desk) -> None:
        """Once forgotten, nobody knows what they spoke of."""
        asker = reader(desk)
        asker.say(FIRST)
        asker.say("/forget me")
        asker.tap(1)

        assert asker.say(FOLLOW_UP) == UNKNOWN


class TestChoices:
    """What was chosen from an offer."""

    @pytest.fixture
    def chooser(self, desk: Desk) -> Speaker:
        """Return somebody in a group who has chosen what was said on television."""
        chooser = reader(desk).elsewhere(GROUP)
        chooser.say(BOTH_SAYINGS)
        tv = [choice.label for choice in chooser.reply.choices].index("said on television")
        assert "one of the aims" in chooser.tap(tv + 1)
        return chooser

    @pytest.mark.parametrize(
        "again", [BOTH_SAYINGS, "Please, what did RINKĒVIČS say", "  what did rinkevics say!?"]
    )
    def test_answers_the_same_question_at_once(
        self, desk: Desk, chooser: Speaker, clock: FakeClock, again: str
    ) -> None:
        """For ten minutes, to anybody in that chat."""
        other = reader(desk, "8").elsewhere(GROUP)
        clock.advance(talks.LASTS - timedelta(seconds=1))

        assert "one of the aims" in chooser.say(again)
        assert "one of the aims" in other.say(again)
        assert other.reply.kind is Kind.ANSWER

        clock.advance(timedelta(seconds=1))
        assert chooser.say(again) == offered()

    def test_is_of_that_chat_alone(self, desk: Desk, chooser: Speaker) -> None:
        """Elsewhere the same person is offered both again."""
        assert reader(desk, language="en").say(BOTH_SAYINGS) == offered()
        assert chooser.elsewhere(TOPIC).say(BOTH_SAYINGS) == offered()

    def test_answers_no_other_question(self, chooser: Speaker) -> None:
        """A word more is another question."""
        assert chooser.say("what did minister Rinkevics say?") == offered()

    def test_is_told_as_it_is_now(self, desk: Desk, chooser: Speaker) -> None:
        """A value changed meanwhile is told changed; a fact withdrawn is not told."""
        chief = editor(desk)
        chief.say("/fact retract rinkevics.said-tv never said")

        assert "one of the aims" not in chooser.say(BOTH_SAYINGS)

    def test_is_theirs_alone_who_saw_the_offer_alone(self, desk: Desk) -> None:
        """What somebody chose unseen by others answers nobody else."""
        alone, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        alone.alone = True
        alone.say(BOTH_SAYINGS)
        alone.tap(1)

        assert alone.say(BOTH_SAYINGS) != offered()
        assert other.say(BOTH_SAYINGS) == offered()

    def test_goes_once_it_did_not_help(self, chooser: Speaker) -> None:
        """Who taps 👎 is offered both again."""
        chooser.say(BOTH_SAYINGS)
        chooser.tap(2)

        assert chooser.say(BOTH_SAYINGS) == offered()


def offered() -> str:
    """Return what stands above the two buttons."""
    return phrase("en", "ask.offer-about", subject="Edgars Rinkēvičs")


def test_reply_to_an_old_answer_is_about_it(desk: Desk, clock: FakeClock) -> None:
    """However long ago, whatever was spoken of since; not for others, who were not told."""
    with standing(desk, clock) as house:
        room = Newsroom(house)
        room.say(FIRST)
        room.say("who leads the battle group?")
        with desk.database.read() as tx:
            kept = tx.ledger.get(range(1, 99))
        answer = next(each for each in kept if "Riga" in str(each.payload) and each.message)
        clock.advance(timedelta(days=2))
        below = replace(said(FOLLOW_UP, ANNAS, ANNA), reply_to=answer.message)

        run(partial(house.hears, below))
        assert OPENED in house.platform.words[-1]
        by_another = replace(said(FOLLOW_UP, ANNAS, ED), reply_to=answer.message)
        run(partial(house.hears, by_another))
        assert OPENED not in house.platform.words[-1]
