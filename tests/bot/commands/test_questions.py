"""`questions`, `answer`: what waits, as editors see it, and what an answer or its lack does."""

from __future__ import annotations

import pytest

from bot.commands.questions import MANY, PAGE
from bot.desk import Desk
from bot.port import Account, Chat, Place
from bot.texts import phrase
from bot.waiting.askers import WITHIN
from bot.waiting.unanswered import MOST_OF_ONE
from storage.people import Role
from tests.bot.commands.askings import ASKED, labels, number_of, planned, waiting
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

ASKED_LV = "Kas vada kaujas grupu Lietuvā?"
OTHER = "How many soldiers are in the battle group in Lithuania?"
WHEN = "When do the ministers of Lithuania meet?"
HOW_LONG = "How long is the road of the battle group in Lithuania?"
KEY = "battle-group.leader"
CHANNEL = Chat("telegram", "-100", Place.GROUP, title="Rīgas runas")
NONE = phrase("en", "questions.none")


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor in private."""
    return editor(desk)


class TestListing:
    """What editors see."""

    def test_nothing_waits_at_first(self, chief: Speaker) -> None:
        """An empty queue is said to be so."""
        assert chief.say("/questions") == NONE

    def test_the_same_in_two_languages_is_one(self, desk: Desk, chief: Speaker) -> None:
        """With how often it was asked, by how many, where, in which words, and who is told."""
        reader(desk, "7").say(ASKED)
        reader(desk, "8").elsewhere(CHANNEL).say(f"/ask {ASKED_LV}")

        told = chief.say("/questions")

        number = number_of(desk)
        assert f"{number} · “{ASKED}”" in told
        assert f"also: “{ASKED_LV}”" in told
        assert "asked by 2 people" in told
        assert "in private, Rīgas runas" in told
        assert "An answer tells 2 people in 2 chats." in told
        assert phrase("en", "questions.list", count=1) in told

    def test_another_question_of_the_subject_is_another(self, desk: Desk, chief: Speaker) -> None:
        """Oldest first, each by its number."""
        asker = reader(desk)
        asker.say(ASKED)
        asker.say(OTHER)

        told = chief.say("/questions")

        assert phrase("en", "questions.list", count=2) in told
        assert told.index(ASKED) < told.index(OTHER)

    def test_pages_are_turned(self, desk: Desk, chief: Speaker) -> None:
        """The first shows some, and its button the rest."""
        for place in range(PAGE + 1):
            reader(desk, str(20 + place)).say(
                f"Who leads the battle group number {place} in Lithuania?"
            )
        chief.say("/questions")
        assert labels(chief)[-1] == phrase("en", "facts.more", count=1)
        assert len(labels(chief)) == 2 * PAGE + 1

        assert f"number {PAGE} in" in chief.tap(2 * PAGE + 1)

    def test_each_is_answered_or_closed_by_a_button(self, desk: Desk, chief: Speaker) -> None:
        """Which leaves the list; so does one that comes too late."""
        reader(desk).say(ASKED)
        number = str(number_of(desk))
        chief.say("/questions")
        wanted = [phrase("en", f"questions.{act}", number=number) for act in ("answer", "close")]
        assert labels(chief) == wanted
        close = chief.reply.choices[1].token
        chief.tap_token(close)
        chief.tap(1)

        late = chief.tap_token(close)

        closed = phrase("en", "questions.outcome-closed")
        assert late == phrase("en", "questions.not-waiting", number=number, outcome=closed)
        assert (chief.reply.apart, chief.reply.edits) == (True, "")

    def test_nobody_else_sees_them(self, desk: Desk, chief: Speaker) -> None:
        """Not a reader, and not an editor where others read along; the editors' chat does."""
        asker = reader(desk)
        asker.say(ASKED)
        number = number_of(desk)

        for line in ("questions", f"answer {number} {KEY}", f"questions close {number} no"):
            assert ASKED not in asker.say(f"/{line}")
            assert ASKED not in chief.elsewhere(GROUP).say(f"/{line}")
        assert len(waiting(desk)) == 1
        assert ASKED in chief.elsewhere(EDITORS).say("/questions")

    def test_names_of_who_asked_are_not_told(self, desk: Desk, chief: Speaker) -> None:
        """Who asks has a right to it."""
        account = Account("telegram", "77", "Zelma", "zelma")
        Speaker(desk, account, Chat("telegram", "77", Place.PRIVATE, title="Zelma")).say(ASKED)

        assert "zelma" not in chief.say("/questions").lower()

    def test_what_did_not_help_is_in_the_same_queue(self, desk: Desk, chief: Speaker) -> None:
        """With the answer that was given."""
        asker = reader(desk, language="en")
        asker.say("who leads the battle group?")
        asker.tap(2)
        asker.tap(len(asker.reply.choices))

        told = chief.say("/questions")
        assert "who leads the battle group?" in told
        assert phrase("en", "questions.rejected", key=KEY) in told


class TestAnswering:
    """What `answer` does."""

    def test_a_key_answers_all_who_asked(self, desk: Desk, chief: Speaker) -> None:
        """Each in each place where they asked, once there however often; and it waits no more."""
        anna = reader(desk, "7")
        anna.say(ASKED)
        anna.say(ASKED_LV)
        anna.elsewhere(CHANNEL).say(f"/ask {ASKED}")
        reader(desk, "8").elsewhere(CHANNEL).say(f"/ask {ASKED}")
        reader(desk, "6").say(OTHER)

        told = chief.say(f"/answer {number_of(desk)} {KEY}")

        assert "2 people in 2 chats" in told
        assert "Canada" in told
        assert len(planned(desk)) == 3
        assert [each.text for each in waiting(desk)] == [OTHER]

    def test_any_number_of_the_group_will_do(self, desk: Desk, chief: Speaker) -> None:
        """As each question has one."""
        reader(desk, "7").say(ASKED)
        reader(desk, "8").say(ASKED_LV)
        last = max(each.number for each in waiting(desk))

        chief.say(f"/answer {last} {KEY}")

        assert len(planned(desk)) == 2

    def test_twice_is_once(self, desk: Desk, chief: Speaker) -> None:
        """The second is told that it was answered."""
        reader(desk).say(ASKED)
        number = number_of(desk)
        chief.say(f"/answer {number} {KEY}")

        told = chief.say(f"/answer {number} {KEY}")

        outcome = phrase("en", "questions.outcome-answered")
        assert told == phrase("en", "questions.not-waiting", number=str(number), outcome=outcome)
        assert len(planned(desk)) == 1

    def test_an_event_is_answered_by_its_own_key(self, desk: Desk, chief: Speaker) -> None:
        """Its time is the answer."""
        chief.say("/event add summit 2021-12-06T10:00 Summit")
        reader(desk).say(WHEN)

        assert "Summit" in chief.say(f"/answer {number_of(desk, WHEN)} summit")
        assert len(planned(desk)) == 1

    def test_words_become_a_fact_through_its_form(self, desk: Desk, chief: Speaker) -> None:
        """The form knows the words and the subject; once it is saved, who asked is told."""
        reader(desk).say(ASKED)
        number = number_of(desk)

        opened = chief.say(f"/answer {number} Germany")
        assert opened.startswith(phrase("en", "questions.line", number=str(number), text=ASKED))
        assert len(waiting(desk)) == 1

        with desk.database.write() as tx:
            person = tx.people.seen("telegram", "9")
            kept = tx.forms.find(tx.chats.private(person.id)[0].id, person.id)
        assert kept is not None
        assert kept.filled["question"] == number
        assert "Germany" in str(kept.filled)
        assert "battle-group" in str(kept.filled)

    def test_the_form_tells_whom_it_will_answer(self, desk: Desk, chief: Speaker) -> None:
        """What it comes to is shown with the people who asked, before it is saved."""
        reader(desk).say(HOW_LONG)
        chief.say(f"/answer {number_of(desk, HOW_LONG)} 312 metres")
        for line in ("motto", "motto", "devīze", "312 metri"):
            chief.say(line)
        told = chief.say("Road Office, 2021-11-20")

        assert phrase("en", "form.preview") in told
        assert "An answer tells 1 person in 1 chat." in told

    def test_a_button_opens_the_form(self, desk: Desk, chief: Speaker) -> None:
        """With the question, whom an answer tells, and what else may be done; saved, it tells."""
        reader(desk).say(ASKED)
        number = number_of(desk)
        chief.say("/questions")

        told = chief.tap(1)

        assert told.startswith(phrase("en", "questions.line", number=str(number), text=ASKED))
        answer, close = f"/answer {number} ", f"/questions close {number}"
        assert phrase("en", "questions.form-how", command=answer, close=close) in told
        group = "NATO battle group in Latvia"
        assert told.endswith(phrase("en", "form.ask-attribute-of", of=group))
        for line in ("motto", "motto", "devīze", "Together", "Kopā", "LETA, 2021-11-20"):
            chief.say(line)
        assert "Told where they asked: 1 person in 1 chat." in chief.tap(1)
        assert len(planned(desk)) == 1

    def test_alone_it_lists_what_waits(self, desk: Desk, chief: Speaker) -> None:
        """Who does not know the number finds it, with its button."""
        reader(desk).say("kas ir NATO mērs?")

        assert chief.say("/answer") == chief.say("/questions")

    def test_what_only_the_desk_may_see_is_no_answer(self, desk: Desk, chief: Speaker) -> None:
        """Nobody could be told it."""
        lines = "value-lv: Noslēpums\naudience: desk\nwords: plans"
        chief.say(f"/fact add battle-group.plans Secret\n{lines}")
        reader(desk).say(ASKED)

        told = chief.say(f"/answer {number_of(desk)} battle-group.plans")

        assert told == phrase("en", "questions.nothing-to-tell", key="battle-group.plans")
        assert not planned(desk)

    def test_many_are_told_after_a_second_tap(self, desk: Desk, chief: Speaker) -> None:
        """The first shows what they would be told, and how many."""
        for each in range(MANY + 1):
            reader(desk, str(100 + each)).say(ASKED)
        told = chief.say(f"/answer {number_of(desk)} {KEY}")
        assert "Canada" in told
        assert not planned(desk)
        assert labels(chief) == [phrase("en", "questions.tell", count=MANY + 1)]

        chief.tap(1)

        assert len(planned(desk)) == MANY + 1

    def test_a_demoted_editor_tells_nobody(self, desk: Desk, chief: Speaker) -> None:
        """The right is checked when the button is tapped."""
        for each in range(MANY + 1):
            reader(desk, str(100 + each)).say(ASKED)
        chief.say(f"/answer {number_of(desk)} {KEY}")
        with desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", "9").id, Role.READER)

        chief.tap(1)

        assert chief.reply.failed
        assert not planned(desk)
        assert waiting(desk)

    @pytest.mark.parametrize("line", ["answer 9999 x.y", "answer 9999", "questions close 9999 no"])
    def test_what_was_never_asked_is_said_so(self, chief: Speaker, line: str) -> None:
        """With where all are listed."""
        assert chief.say(f"/{line}") == phrase("en", "questions.no-such", number="9999")

    def test_a_word_is_no_number(self, chief: Speaker) -> None:
        """And typed without a slash the line is a question."""
        assert chief.say("/answer me x") == phrase("en", "questions.wrong-number", text="me")


class TestReach:
    """Whom an answer reaches."""

    def test_after_a_week_a_group_is_left_alone(
        self, desk: Desk, chief: Speaker, clock: FakeClock
    ) -> None:
        """Who asked there is told in private, if we know them there; who asked privately, there."""
        anna = reader(desk, "7")
        anna.say("/language en")
        anna.elsewhere(CHANNEL).say(f"/ask {ASKED}")
        reader(desk, "8").elsewhere(CHANNEL).say(f"/ask {ASKED}")
        reader(desk, "6").say(ASKED)
        clock.advance(WITHIN * 2)

        told = chief.say(f"/answer {number_of(desk)} {KEY}")

        with desk.database.read() as tx:
            places = {tx.chats.get(chat).place for chat, _ in planned(desk)}  # type: ignore[union-attr] # it is there
        assert places == {"private"}
        assert "2 people in 2 chats" in told
        assert phrase("en", "questions.lost", count=1) in told

    def test_who_asked_alone_among_others_is_told_alone(self, desk: Desk, chief: Speaker) -> None:
        """As a slash command in Slack is: in their direct conversation."""
        account, channel = Account("slack", "U1"), Chat("slack", "C1", Place.GROUP)
        Speaker(desk, account, channel, alone=True).say(f"/ask {ASKED}")

        chief.say(f"/answer {number_of(desk)} {KEY}")

        ((chat, _),) = planned(desk)
        with desk.database.read() as tx:
            known = tx.chats.get(chat)
        assert known is not None
        assert (known.platform, known.external_id, known.place) == ("slack", "U1", "private")

    def test_who_does_not_want_to_hear_does_not(self, desk: Desk, chief: Speaker) -> None:
        """By the button below what is not known, which says so, or by the command."""
        asker = reader(desk, language="en")
        asker.say(ASKED)
        assert labels(asker) == [phrase("en", "later.not-later")]
        assert asker.tap(1) == phrase("en", "later.is-off")
        asker.say(OTHER)
        assert labels(asker) == []
        asker.say("/privacy")
        assert phrase("en", "privacy.no-answers") in asker.tap(1)

        told = chief.say(f"/answer {number_of(desk)} {KEY}")

        assert phrase("en", "questions.unwilling", count=1) in told
        assert not planned(desk)
        assert asker.say("/answers on") == phrase("en", "later.on")
        chief.say(f"/answer {number_of(desk, OTHER)} {KEY}")
        assert len(planned(desk)) == 1

    def test_in_a_group_there_is_no_button(self, desk: Desk) -> None:
        """Plain answers carry none there."""
        asker = reader(desk).elsewhere(CHANNEL)
        asker.say(f"/ask {ASKED}")
        assert labels(asker) == []

    def test_neither_on_nor_off_is_said_so(self, desk: Desk) -> None:
        """With what to write."""
        asker = reader(desk, language="en")
        assert asker.say("/answers maybe") == phrase("en", "later.neither", text="maybe")

    def test_one_person_does_not_fill_the_queue(self, desk: Desk) -> None:
        """So many wait at a time; what is asked besides is answered as ever, and not kept."""
        asker = reader(desk)
        for each in range(MOST_OF_ONE + 5):
            asker.say(f"Who leads the battle group number {each} in Lithuania?")

        assert len(waiting(desk)) == MOST_OF_ONE


class TestClosing:
    """What `questions close` does."""

    def test_nobody_is_told(self, desk: Desk, chief: Speaker) -> None:
        """It waits no more, and the audit says why."""
        reader(desk).say(ASKED)
        number = number_of(desk)

        told = chief.say(f"/questions close {number} not for us")

        closed = phrase("en", "questions.closed", number=str(number), reason="not for us")
        assert told == closed
        assert not waiting(desk)
        assert not planned(desk)
        with desk.database.read() as tx:
            entry = tx.audit.latest(1)[0]
        assert (entry.action, entry.target) == ("question.close", str(number))

    def test_reasons_are_offered(self, desk: Desk, chief: Speaker) -> None:
        """A tap is enough."""
        reader(desk).say(ASKED)
        chief.say(f"/questions close {number_of(desk)}")
        assert labels(chief)[0] == phrase("en", "questions.reason-not-ours")

        chief.tap(1)

        assert not waiting(desk)
