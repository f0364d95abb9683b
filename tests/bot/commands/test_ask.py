"""Asking: answered, offered, or left unanswered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.commands.ask import LONGEST_QUESTION, OFFER_LASTS
from bot.desk import Desk
from bot.port import Strong
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor, reader

BOTH_SAYINGS = "what did Rinkevics say?"
OF_WHOM = "Edgars Rinkēvičs"


def open_questions(desk: Desk) -> list[str]:
    """Return what waits for the editors."""
    with desk.database.read() as tx:
        return [question.text for question in tx.questions.open()]


@pytest.mark.parametrize(
    ("question", "value", "language"),
    [
        ("Kas vada kaujas grupu?", "Kanāda", "lv"),
        ("kas vada kaujas grupu", "Kanāda", "lv"),
        ("Who leads the battle group?", "Canada", "en"),
        ("WHO LEADS THE BATTLE GROUP", "Canada", "en"),
        ("who leads the battle group &amp; since when?", "Canada", "en"),
        ("“who leads the battle group”", "Canada", "en"),
    ],
)
def test_answer_is_in_the_language_of_the_question(
    desk: Desk, question: str, value: str, language: str
) -> None:
    """Whatever language was chosen, a question is answered in its own, the value standing out."""
    asker = reader(desk, language="en" if language == "lv" else "lv")

    asker.say(question)

    assert asker.reply.language == language
    assert Strong(value) in asker.reply.message


def test_ask_alone_says_how_a_question_is_put(desk: Desk) -> None:
    """Whoever taps it in the menu has made no mistake."""
    asker = reader(desk, language="en")

    assert asker.say("/ask") == phrase("en", "ask.empty")
    assert not asker.reply.failed
    assert open_questions(desk) == []


def test_answer_says_its_source_and_its_date(desk: Desk) -> None:
    """An answer tells as of when, from whom, and since when it is true."""
    told = reader(desk).say("who leads the battle group?")

    assert told.splitlines() == [
        "Canada leads NATO's battle group in Latvia.",
        "As of 25\u00a0November 2021 · Source: LETA · holds since 2017",
    ]


def test_answer_past_its_review_day_says_so(desk: Desk, clock: FakeClock) -> None:
    """What was to be checked by now is still told, with a warning."""
    asker = reader(desk)
    warning = phrase("en", "answer.review", until="until 2\u00a0December 2021")
    assert warning not in asker.say("who leads the battle group?")

    clock.advance(timedelta(days=7))

    assert warning in asker.say("who leads the battle group?")


def test_what_is_not_known_is_not_said(desk: Desk) -> None:
    """Another country's group is no reason to tell about ours: no citation, no hint."""
    asker = reader(desk)

    assert asker.say("who leads the battle group in Lithuania?") == phrase("en", "ask.unknown")
    assert asker.say("kas vada kaujas grupu Lietuvā?") == phrase("lv", "ask.unknown")


def test_unanswered_question_is_kept_for_the_editors(desk: Desk) -> None:
    """What we could not answer, the editors find in their queue; chatter they do not."""
    asker = reader(desk)
    for said in ("who leads the battle group in Lithuania?", "paldies", "🙂", "who leads it"):
        asker.say(said)
    asker.say("who leads the battle group?")

    kept = open_questions(desk)

    assert kept[0] == "who leads the battle group in Lithuania?"
    assert not {"paldies", "🙂", "who leads the battle group?"} & set(kept)


@pytest.mark.parametrize("nothing", [" ", "\n\t ", "?", "…", "🙂🙂🙂", "/ask 🙂", "\u200b"])
def test_what_is_no_question_is_asked_for_one(desk: Desk, nothing: str) -> None:
    """Nothing, marks and emoji are met with an example of a question, and enter no queue."""
    assert reader(desk).say(nothing) == phrase("lv", "ask.empty")
    assert open_questions(desk) == []


def test_question_too_long_is_refused(desk: Desk) -> None:
    """Ten thousand characters are no question: it says how many are allowed, and keeps none."""
    asker = reader(desk, language="en")

    told = asker.say("who " * 2500)

    assert told == phrase("en", "ask.too-long", length="9999", most=str(LONGEST_QUESTION))
    assert asker.say("ā" * LONGEST_QUESTION + "?") == phrase(
        "en", "ask.too-long", length=str(LONGEST_QUESTION + 1), most=str(LONGEST_QUESTION)
    )
    assert open_questions(desk) == []


class TestOffers:
    """Where two or three facts may be meant."""

    @pytest.fixture
    def asker(self, desk: Desk) -> Speaker:
        """Return a reader who has been offered two things."""
        asker = reader(desk)
        assert asker.say(BOTH_SAYINGS) == phrase("en", "ask.offer-about", subject=OF_WHOM)
        return asker

    def test_offer_shows_names_and_no_values(self, asker: Speaker) -> None:
        """An offer says what differs; what was said stays for the answer."""
        labels = [choice.label for choice in asker.reply.choices]

        assert len(set(labels)) == 2
        assert set(labels) == {"said to LETA", "said on television"}
        assert not any("presence" in label for label in labels)

    def test_tap_answers_in_the_language_of_the_question(self, asker: Speaker) -> None:
        """A tap is answered with the fact that stood on the button."""
        tv = [choice.label.endswith("television") for choice in asker.reply.choices].index(True)

        assert "one of the aims" in asker.tap(tv + 1)
        assert asker.reply.language == "en"

    def test_one_tap_uses_up_all_buttons(self, asker: Speaker) -> None:
        """An offer is answered once."""
        tokens = [choice.token for choice in asker.reply.choices]
        asker.tap_token(tokens[0])

        for token in tokens:
            assert asker.tap_token(token) == phrase("lv", "desk.spent-used")

    def test_offer_grows_old(self, asker: Speaker, clock: FakeClock) -> None:
        """After an hour an offer says that it is too old."""
        clock.advance(OFFER_LASTS)

        assert asker.tap(1) == phrase("lv", "desk.spent-expired")

    def test_anyone_in_the_group_may_tap(self, desk: Desk) -> None:
        """In a group an offer is everybody's; in another chat it is nobody's."""
        asker, other = reader(desk).elsewhere(GROUP), reader(desk, "8").elsewhere(GROUP)
        asker.say(BOTH_SAYINGS)
        token = asker.reply.choices[0].token

        assert reader(desk, "8").tap_token(token) == phrase("lv", "desk.spent-not-yours")
        assert "Rinkēvičs" in other.tap_token(token)

    def test_withdrawn_fact_is_not_told_by_an_old_offer(self, desk: Desk, asker: Speaker) -> None:
        """Between offer and tap the fact was withdrawn: the tap says so, and tells nothing."""
        chief = editor(desk)
        for attribute in ("said-tv", "said-leta"):
            chief.say(f"/fact retract rinkevics.{attribute} never said")

        assert asker.tap(1) == phrase("lv", "ask.no-longer-held")

    def test_times_of_one_fact_are_offered(self, desk: Desk) -> None:
        """Where the answer changed within the time asked about, the times are offered."""
        editor(desk).say(
            "/fact set battle-group.leader Poland | value-lv: Polija | from: 2021-07-01"
        )
        asker = reader(desk)

        assert asker.say("who led the battle group in 2021?") == phrase("en", "ask.offer-times")
        assert "2021" in asker.reply.choices[0].label
        assert "Poland" in asker.tap(1) + reader(desk).say("who leads the battle group?")


@pytest.mark.parametrize(
    ("key", "question"),
    [
        ("battle-group.leader", "Who leads the battle group?"),
        ("battle-group.leader", "Which country leads the battle group?"),
        ("nfiu.place", "Where is the NATO Force Integration Unit?"),
        ("nfiu.place", "kur ir NFIU?"),
        ("ministers-meeting.place", "Where will the NATO foreign ministers meet?"),
    ],
)
def test_another_fact_is_no_answer_for_a_withdrawn_one(desk: Desk, key: str, question: str) -> None:
    """What asks for a fact that was withdrawn waits for the editors; no other is told instead."""
    chief = editor(desk)
    chief.say(f"/fact retract {key} a rumour")

    asker = reader(desk)
    told = asker.say(question)

    assert told == phrase(asker.reply.language, "ask.unknown")
    assert open_questions(desk) == [question]
    assert key not in asker.say(f"/facts {key.partition('.')[0]}")

    chief.say(f"/fact undo {key}")
    assert asker.say(question) != told


class TestDeskOnly:
    """What is for the desk alone does not exist for anybody else."""

    KEY = "battle-group.gate-code"
    SECRET = f"/fact add {KEY} 471108 | words: gate code | audience: desk"
    ASKED = (
        "what is the gate code of the battle group?",
        f"/fact show {KEY}",
        "/fact show battle-group.gate-cod",
        f"/fact history {KEY}",
        "/facts gate code",
        "/facts battle group",
        "/facts",
        "/fact show gate code",
    )

    def test_desk_sees_it(self, desk: Desk) -> None:
        """An editor in private is answered, and told that readers are not."""
        chief = editor(desk)
        chief.say(self.SECRET)

        told = chief.say("what is the gate code of the battle group?")

        assert "471108" in told
        assert phrase("en", "answer.desk-only") in told
        assert "471108" in chief.say(f"/fact show {self.KEY}")

    @pytest.mark.parametrize("in_a_group", [False, True])
    def test_nothing_that_others_hear_depends_on_it(self, desk: Desk, *, in_a_group: bool) -> None:
        """Silence, the nearest key, lists: word for word as if it had never been recorded."""
        asker = reader(desk, language="en")
        asker = asker.elsewhere(GROUP) if in_a_group else asker
        before = [asker.say(line) for line in self.ASKED]

        editor(desk).say(self.SECRET)

        assert [asker.say(line) for line in self.ASKED] == before

    def test_editor_in_a_group_hears_what_a_reader_hears(self, desk: Desk) -> None:
        """Among others an editor is shown no more than they are."""
        member, chief = reader(desk).elsewhere(GROUP), editor(desk)
        chief.say(self.SECRET)
        chief = chief.elsewhere(GROUP)

        for line in (*self.ASKED, "/subject show battle-group"):
            told = chief.say(line)
            assert "471108" not in told
            assert self.KEY in line or self.KEY not in told
            assert line.startswith("/subject") or told == member.say(line)

    def test_fact_that_is_narrowed_is_no_longer_told(self, desk: Desk) -> None:
        """Once it is for the desk alone, readers get no value, no source, no key's card."""
        editor(desk).say("/fact edit battle-group.leader | audience: desk")
        asker = reader(desk)

        assert "Canada" not in asker.say("who leads the battle group?")
        assert "Canada" not in asker.say("/fact show battle-group.leader")
        assert "Canada" not in asker.say("/facts battle group leader")

    def test_change_in_a_group_shows_nothing_for_the_desk(
        self, desk: Desk, holdings: Callable[[], str]
    ) -> None:
        """What is for the desk cannot even be changed where all may read along."""
        chief = editor(desk)
        chief.say(self.SECRET)
        before = holdings()

        told = chief.elsewhere(GROUP).say(f"/fact set {self.KEY} 471109")

        assert "471108" not in told
        assert holdings() == before


class TestPrepared:
    """What an editor prepares in private to be posted is no question."""

    TEXT = "Labdien!\nMinistri rīt Rīgā atklās izstādi par cietoksni."

    LONG = "Vārti tiks slēgti agrāk nekā parasti. " * 4

    @pytest.mark.parametrize("text", [TEXT, LONG, TEXT * 30])
    def test_editor_is_told_how_to_post_it(self, desk: Desk, text: str) -> None:
        """And nothing enters the queue of questions, however long it is."""
        told = editor(desk, language="lv").say(text)

        assert told == phrase("lv", "ask.prepared", command="/post")
        assert open_questions(desk) == []

    @pytest.mark.parametrize(
        "text", ["Kas vada\nkaujas grupu", "Labdien!\nKas vada kaujas grupu?", "Vai rīt snigs?"]
    )
    def test_question_of_an_editor_stays_one(self, desk: Desk, text: str) -> None:
        """One that can be answered is, over two lines too; one with its mark is looked for."""
        assert "/post" not in editor(desk).say(text)

    def test_reader_posts_nothing(self, desk: Desk) -> None:
        """What a reader says is a question, whatever it looks like."""
        assert "/post" not in reader(desk).say(self.TEXT)


def test_what_comes_without_words_is_told_that_words_are_read(desk: Desk) -> None:
    """A picture, a voice; an editor learns how a picture is posted, too."""
    told = phrase("en", "ask.no-words")

    assert reader(desk, language="en").say("") == told
    more = phrase("en", "ask.no-words-editor", command="/post")
    assert editor(desk).say("") == f"{told}\n{more}"
