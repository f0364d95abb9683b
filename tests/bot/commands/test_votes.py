"""👍 and 👎: what is said to who judges an answer, what editors get, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.votes import NOT_HELPFUL
from bot.desk import Desk
from bot.port import Kind
from bot.texts import phrase
from bot.upkeep import keeping
from storage.people import Role
from storage.questions import Question
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

QUESTION = "who leads the battle group?"
KEY = "battle-group.leader"
GOOD, POOR = 1, 2
THANKS, KNOWN = phrase("en", "votes.thanks"), phrase("en", "votes.known")
NONE = phrase("en", "votes.none-of-these")
QUEUED = phrase("en", "votes.queued")


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader who was answered."""
    asker = reader(desk, language="en")
    assert "Canada" in asker.say(QUESTION)
    return asker


def labels(speaker: Speaker) -> list[str]:
    """Return what stands on the buttons of what somebody was told last."""
    return [choice.label for choice in speaker.reply.choices]


def waiting(desk: Desk) -> tuple[Question, ...]:
    """Return what waits for the editors."""
    with desk.database.read() as tx:
        return tx.questions.open()


def mine(speaker: Speaker) -> str:
    """Return what somebody is shown of what is kept of them."""
    speaker.say("/privacy")
    return speaker.tap(1)


def counts(speaker: Speaker, key: str = KEY) -> str:
    """Return the last line of what somebody is shown of a fact."""
    return speaker.say(f"/fact show {key}").splitlines()[-1]


def counted(good: int, poor: int) -> str:
    """Return the line that tells editors what people think."""
    return phrase("en", "votes.counts", good=str(good), poor=str(poor))


class TestButtons:
    """Where they are."""

    def test_stand_below_an_answer_in_private(self, asker: Speaker) -> None:
        """Two signs, in sight."""
        assert labels(asker) == ["👍", "👎"]
        assert not any(choice.tucked for choice in asker.reply.choices)

    def test_are_tucked_away_among_people(self, desk: Desk) -> None:
        """Where the door has a menu for it, and not to be seen where it has none."""
        for chat in (GROUP, EDITORS):
            among = reader(desk).elsewhere(chat)
            among.say(QUESTION)

            assert labels(among) == ["👍", "👎"]
            assert all(choice.tucked for choice in among.reply.choices)

    @pytest.mark.parametrize(
        "said",
        [
            "who leads the battle group in Lithuania?",
            "what did Rinkevics say?",
            "paldies",
            f"/fact show {KEY}",
            "/facts nato",
            "/events",
        ],
    )
    def test_stand_below_nothing_else(self, desk: Desk, said: str) -> None:
        """What tells no fact that was asked for cannot be judged."""
        asker = reader(desk)
        asker.say(said)

        assert not {"👍", "👎"} & set(labels(asker))

    def test_stand_below_a_choice_and_a_follow_up(self, asker: Speaker) -> None:
        """They are answers too."""
        asker.say("since when?")
        assert labels(asker) == ["👍", "👎"]
        asker.say("what did Rinkevics say?")
        asker.tap(1)

        assert labels(asker) == ["👍", "👎"]


class TestVoting:
    """What a tap does."""

    def test_thumb_up_is_thanked_for_aside(self, asker: Speaker) -> None:
        """A word to who tapped; the answer stays as it is."""
        assert asker.tap(GOOD) == THANKS
        assert (asker.reply.aside, asker.reply.edits) == (True, "")

    def test_thumb_down_offers_what_else_may_be_meant(self, asker: Speaker) -> None:
        """Up to three by name, without values, and none of these, in a message of its own."""
        told = asker.tap(POOR)

        assert told.splitlines()[0] == THANKS
        assert labels(asker)[-1] == NONE
        assert 2 <= len(labels(asker)) <= 4
        assert "lead nation" not in labels(asker)
        assert not any(word in told for word in ("Canada", "Ādaži", "Spain"))
        assert (asker.reply.kind, asker.reply.apart) == (Kind.OFFER, True)
        assert (asker.reply.aside, asker.reply.edits) == (False, "")

    def test_candidate_is_told_and_can_be_judged(self, desk: Desk, asker: Speaker) -> None:
        """It is an answer to the same question, of its own fact."""
        asker.tap(POOR)
        label = labels(asker)[0]
        told = asker.tap(1)

        assert asker.reply.kind is Kind.ANSWER
        assert labels(asker) == ["👍", "👎"]
        asker.tap(GOOD)
        chief = editor(desk)
        assert counts(chief) == counted(0, 1)
        assert told
        assert label

    def test_none_of_these_goes_to_the_editors(self, desk: Desk, asker: Speaker) -> None:
        """With the question, how it was read, which answer it was, and who was told it."""
        asker.tap(POOR)

        assert asker.tap(labels(asker).index(NONE) + 1) == QUEUED
        (question,) = waiting(desk)
        assert (question.text, question.language, question.reason) == (QUESTION, "en", NOT_HELPFUL)
        assert question.trace["rejected"] == KEY
        assert question.trace["candidates"][0]["key"] == KEY
        assert (question.person is None, question.chat is None) == (False, False)

    def test_where_nothing_else_may_be_meant_editors_are_told_at_once(self, desk: Desk) -> None:
        """There is nothing to choose from."""
        chief = editor(desk)
        chief.say("/fact add zebra.skin striped | name-en: Zebra | name-lv: Zebra | words: skin")
        asker = reader(desk, language="en")
        assert "striped" in asker.say("what is the skin of the zebra?")

        assert asker.tap(POOR) == QUEUED
        assert waiting(desk)[0].trace["rejected"] == "zebra.skin"

    def test_follow_up_is_handed_on_with_its_subject(self, desk: Desk, asker: Speaker) -> None:
        """What the conversation told, the editors are told too."""
        asker.say("since when?")
        asker.tap(POOR)
        asker.tap(len(labels(asker)))

        assert waiting(desk)[0].text == "NATO battle group in Latvia since when?"


class TestOnce:
    """A person counts once."""

    def test_second_vote_is_known(self, desk: Desk, asker: Speaker) -> None:
        """It says so, below another answer of the same fact too, and is not counted again."""
        good, _ = (choice.token for choice in asker.reply.choices)
        asker.tap_token(good)

        assert asker.tap_token(good) == KNOWN
        assert asker.reply.aside
        asker.say(QUESTION)
        assert asker.tap(GOOD) == KNOWN
        assert counts(editor(desk)) == counted(1, 0)

    def test_vote_can_be_changed(self, desk: Desk, asker: Speaker) -> None:
        """The latest counts."""
        good, poor = (choice.token for choice in asker.reply.choices)
        chief = editor(desk)
        for token, expected in ((poor, (0, 1)), (good, (1, 0)), (poor, (0, 1))):
            asker.tap_token(token)
            assert counts(chief) == counted(*expected)

    def test_second_thumb_down_still_leads_on(self, asker: Speaker) -> None:
        """It is known, and whoever was not helped yet is offered the rest again."""
        poor = asker.reply.choices[1].token
        asker.tap_token(poor)

        assert asker.tap_token(poor).splitlines()[0] == KNOWN
        assert labels(asker)[-1] == NONE

    def test_editors_are_told_once_of_an_answer(self, desk: Desk, asker: Speaker) -> None:
        """However often it is said, and by whomever."""
        poor = asker.reply.choices[1].token
        for _ in range(3):
            asker.tap_token(poor)
            assert asker.tap(len(labels(asker))) == QUEUED

        assert len(waiting(desk)) == 1

    def test_everybody_in_a_group_has_a_vote(self, desk: Desk) -> None:
        """Each of their own, on the same answer."""
        asker, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        asker.say(QUESTION)
        good, poor = (choice.token for choice in asker.reply.choices)
        asker.tap_token(good)
        other.tap_token(poor)

        assert (other.reply.aside, other.reply.apart) == (True, False)
        assert labels(other)[-1] == phrase("en", "votes.none-of-these")
        assert counts(editor(desk)) == counted(1, 1)


class TestRights:
    """Who may see and do what, at the moment of the tap."""

    def test_counts_are_for_the_desk(self, desk: Desk, asker: Speaker) -> None:
        """Readers never see them, nor does anybody among others."""
        asker.tap(GOOD)
        chief = editor(desk)

        assert counts(chief) == counts(chief.elsewhere(EDITORS)) == counted(1, 0)
        assert counts(asker) == counts(chief.elsewhere(GROUP)) == KEY
        assert counts(chief, "nfiu.place") == "nfiu.place"

    def test_answer_of_another_chat_cannot_be_judged(self, desk: Desk, asker: Speaker) -> None:
        """A token is of use only where it was shown."""
        token = asker.reply.choices[0].token
        stranger = reader(desk, "8", "en")

        assert stranger.tap_token(token) == phrase("en", "desk.spent-not-yours")
        assert stranger.tap_token("good.nothing") == phrase("en", "desk.spent-expired")
        assert counts(editor(desk)) == KEY

    def test_answer_that_one_person_saw_is_judged_by_them(self, desk: Desk) -> None:
        """In the same chat nobody else can."""
        alone, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        alone.alone = True
        alone.say(QUESTION)
        token = alone.reply.choices[0].token

        assert other.tap_token(token) == phrase("lv", "desk.spent-not-yours")
        assert alone.tap_token(token) == phrase("lv", "votes.thanks")

    def test_candidates_are_for_who_tapped(self, desk: Desk) -> None:
        """Another member can neither choose nor hand on what was offered to one alone."""
        asker, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        asker.say(QUESTION)
        asker.tap(POOR)

        for choice in asker.reply.choices:
            assert other.tap_token(choice.token) == phrase("lv", "desk.spent-not-yours")
        assert waiting(desk) == ()

    def test_candidates_are_what_may_be_read_there_and_then(self, desk: Desk) -> None:
        """Not even the name of what is for the desk alone, once an editor is none any more."""
        chief = editor(desk)
        chief.say("/fact add battle-group.leader-2 471108 | words: leads | audience: desk")
        chief.say(QUESTION)
        if "471108" in chief.say(QUESTION) or chief.reply.kind is Kind.OFFER:
            chief.tap(1)
        token = chief.reply.choices[1].token
        with desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", chief.account.id).id, Role.READER)

        told = chief.tap_token(token)

        assert "471108" not in told
        assert not any("leads" in label for label in labels(chief))

    def test_candidate_that_was_narrowed_meanwhile_is_not_told(
        self, desk: Desk, asker: Speaker
    ) -> None:
        """What a button names is checked again when it is tapped."""
        asker.tap(POOR)
        chief = editor(desk)
        for key in ("rotation", "nations", "training", "strength", "base"):
            chief.say(f"/fact edit battle-group.{key} | audience: desk")

        assert asker.tap(1) == phrase("en", "ask.no-longer-held")

    def test_vote_grows_old(self, desk: Desk, asker: Speaker, clock: FakeClock) -> None:
        """After a week the answer is no longer kept, and its buttons say so."""
        token = asker.reply.choices[0].token
        clock.advance(timedelta(days=7, seconds=1))
        with desk.database.write() as tx:
            keeping.sweep(tx, 90)

        assert asker.tap_token(token) == phrase("en", "desk.spent-expired")

    def test_votes_are_shown_to_whose_they_are(self, asker: Speaker) -> None:
        """Whoever asks what is kept of them is told of their votes; who has none is not."""
        before = mine(asker)
        asker.say(QUESTION)
        asker.tap(GOOD)

        line = phrase("en", "privacy.votes", count=1)
        assert line not in before
        assert line in mine(asker)

    def test_who_is_forgotten_leaves_no_vote(self, desk: Desk, asker: Speaker) -> None:
        """The count goes with them."""
        asker.tap(GOOD)
        asker.say("/forget me")
        asker.tap(1)

        assert counts(editor(desk)) == KEY
