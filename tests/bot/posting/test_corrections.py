"""Corrections: who was told what is wrong sees it mended, and hears of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.outcomes import InDoubt, Later, Refused, Sent
from bot.port import Outgoing
from bot.texts import phrase
from storage.ledger import State
from tests.bot.posting.newsroom import (
    ANNA,
    ANNAS,
    ASKED,
    DESK,
    ED,
    EDS,
    GROUP,
    Newsroom,
    corrected,
    mends,
    shown,
)
from tests.bot.receiving.house import run, said
from tests.standins.speakers import Speaker

QUESTION = "who leads the battle group?"
LED = "Canada leads NATO's battle group in Latvia."
KEY = "battle-group.leader"
TO_DENMARK = f"fact correct {KEY} Denmark | value-lv: Dānija | reason: misread"
TO_FRANCE = f"fact correct {KEY} France | value-lv: Francija"
TO_CANADA = f"fact correct {KEY} Canada | value-lv: Kanāda"
WRONG = phrase("en", "correction.heading")
AGAIN = phrase("en", "correction.heading-again")
GONE = phrase("en", "correction.heading-withdrawn")
REPEAT = phrase("en", "desk.repeat")
LATER = timedelta(minutes=11)


class TestOneChat:
    """A chat that was told one thing."""

    def test_message_is_edited_and_then_there_is_one_notice(self, told: Newsroom) -> None:
        """Old value struck, new one, source, time and reason; a reply to what was wrong."""
        answer = told.platform.sent[-1]
        told.edit(f"{TO_DENMARK} | en: Denmark leads it. | source: https://nato.int")
        (edit,), (notice,) = corrected(told)

        assert shown(edit).splitlines()[:2] == [
            "~Canada~ Denmark leads it.",
            "Corrected on 26 November 2021 at 09:05 (Riga time): misread".replace(
                "26 ", "26\N{NO-BREAK SPACE}"
            ),
        ]
        assert "nato.int" in shown(edit).splitlines()[2]
        assert "LETA" not in shown(edit)
        assert edit.choices == answer.choices
        assert shown(notice).startswith(f"{WRONG}\n")
        assert "~Canada~ Denmark" in shown(notice)
        assert (notice.chat, notice.edits, notice.reply_to) == (ANNAS, "", edit.edits)
        assert corrected(told) == ([], [])

    def test_who_was_not_told_gets_nothing(self, told: Newsroom) -> None:
        """Nor does who ordered it, nor who asked about something else."""
        told.say(ASKED.replace("summit", "ministers-meeting"), GROUP)
        told.edit(TO_DENMARK)
        edits, notices = corrected(told)

        assert {each.chat for each in (*edits, *notices)} == {ANNAS}

    def test_world_changed_misleads_nobody(self, told: Newsroom) -> None:
        """It was right when it was said."""
        told.edit(f"fact set {KEY} Denmark | value-lv: Dānija")
        assert corrected(told) == ([], [])

    def test_world_changed_before_it_was_said(self, told: Newsroom) -> None:
        """Set as of a week ago it was wrong; who was told before that was not."""
        told.edit(f"fact set {KEY} Denmark | value-lv: Dānija | from: 2021-11-19")
        edits, notices = corrected(told)
        assert (len(edits), len(notices)) == (1, 1)

        told.after(LATER)
        told.edit(f"fact set {KEY} France | value-lv: Francija | from: 2021-11-26T09:10")
        assert corrected(told) == ([], [])

    def test_set_asked_undone(self, newsroom: Newsroom) -> None:
        """Who was told in between is told that it was wrong, and who was told before is not."""
        newsroom.say(QUESTION, GROUP)
        newsroom.after(timedelta(minutes=1))
        newsroom.edit(f"fact set {KEY} Denmark | value-lv: Dānija")
        newsroom.after(timedelta(minutes=1))
        newsroom.say(QUESTION)
        newsroom.sent()
        newsroom.edit(f"fact undo {KEY}")

        (edit,), (notice,) = corrected(newsroom)
        assert edit.chat == notice.chat == ANNAS
        assert "~Denmark~ Canada" in shown(edit)

    def test_withdrawn(self, told: Newsroom) -> None:
        """The value is struck; what it stood on goes."""
        told.edit(f"fact retract {KEY} no source")
        (edit,), (notice,) = corrected(told)

        assert shown(edit).splitlines()[0] == LED.replace("Canada", "~Canada~")
        assert "LETA" not in shown(edit)
        assert shown(notice).startswith(f"{GONE}\n")
        assert shown(notice).endswith(": no source")

    def test_withdrawn_and_back(self, told: Newsroom) -> None:
        """Who was told that it no longer stands is told that it does."""
        told.edit(f"fact retract {KEY} no source")
        corrected(told)
        told.after(LATER)
        told.edit(f"fact undo {KEY}")
        edits, (notice,) = corrected(told)

        (answer,) = (each for each in edits if "Canada leads" in shown(each))
        assert "LETA" in shown(answer)
        for each in (edits[0], notice):
            assert shown(each).startswith(f"{AGAIN}\n")
            assert "lead nation: Canada" in shown(each)
            assert shown(each).count("LETA") == 1

    def test_withdrawn_and_another_value(self, told: Newsroom) -> None:
        """Over a value that is another one the words are those of a correction."""
        told.edit(f"fact retract {KEY} no source")
        corrected(told)
        told.after(LATER)
        told.edit(f"fact set {KEY} Denmark | value-lv: Dānija | from: 2021-11-01")
        (first, _), (notice,) = corrected(told)

        for each in (first, notice):
            assert shown(each).startswith(f"{WRONG}\n")
            assert "Denmark" in shown(each)

    def test_corrected_and_then_withdrawn(self, told: Newsroom) -> None:
        """Nothing holds by now under the words of the first notice, which change."""
        told.edit(TO_DENMARK)
        corrected(told)
        told.after(LATER)
        told.edit(f"fact retract {KEY} no source")
        (first, _), _ = corrected(told)

        assert shown(first).startswith(f"{GONE}\n")

    def test_reworded_misleads_nobody(self, told: Newsroom) -> None:
        """The value is the same."""
        told.edit(f"fact edit {KEY} | en: It is led by Canada.")
        assert corrected(told) == ([], [])

    def test_narrowed_audience_is_no_correction(self, told: Newsroom) -> None:
        """What was said was right."""
        told.edit(f"fact edit {KEY} | audience: desk")
        assert corrected(told) == ([], [])

    def test_new_value_that_may_not_be_seen(self, told: Newsroom) -> None:
        """Told is that the old one no longer stands, and nothing of the new, nor why."""
        told.edit(f"{TO_DENMARK} | audience: desk")
        edits, notices = corrected(told)

        for each in (*edits, *notices):
            assert "~Canada~" in shown(each)
            assert "Denmark" not in shown(each)
            assert "misread" not in shown(each)

    def test_one_language_only(self, told: Newsroom) -> None:
        """Who was told in the other was not misled."""
        told.say("/language lv", GROUP)
        told.say("kas vada kaujas grupu?", GROUP)
        told.sent()
        told.edit(f"fact correct {KEY} | value-en: The Kingdom of Denmark")
        edits, notices = corrected(told)

        assert {each.chat for each in (*edits, *notices)} == {ANNAS}

    def test_notice_is_in_the_language_of_the_answer(self, told: Newsroom) -> None:
        """Who asked in another language than is usual there hears of it in that one."""
        told.say("kas vada kaujas grupu?")
        told.sent()
        told.edit(f"fact correct {KEY} | value-lv: Dānija")
        _, (notice,) = corrected(told)

        assert shown(notice).startswith(phrase("lv", "correction.heading"))
        assert "~Kanāda~ Dānija" in shown(notice)
        assert "Canada" not in shown(notice)


class TestReach:
    """What can be edited, what not, and who is told of it."""

    def test_several_messages_newest_first(self, told: Newsroom) -> None:
        """Each is edited, and one notice replies to the newest."""
        told.say(QUESTION)
        told.sent()
        told.edit(TO_DENMARK)
        edits, (notice,) = corrected(told)

        numbers = [int(each.edits) for each in edits]
        assert numbers == sorted(numbers, reverse=True)
        assert notice.reply_to == str(max(numbers))

    def test_old_message_in_a_group(self, newsroom: Newsroom) -> None:
        """It is edited, and nobody is told; one that is new enough is told of."""
        newsroom.say(QUESTION, GROUP)
        newsroom.say(QUESTION)
        newsroom.after(timedelta(days=15))
        newsroom.sent()
        newsroom.edit(TO_DENMARK)
        edits, (notice,) = corrected(newsroom)

        assert {each.chat for each in edits} == {GROUP, ANNAS}
        assert notice.chat == ANNAS

    def test_what_one_person_alone_saw(self, newsroom: Newsroom) -> None:
        """It is not edited; they hear of it in private, and the group hears nothing."""
        alone = replace(said(QUESTION, GROUP, ANNA), alone=True)
        run(lambda: newsroom.house.hears(alone))
        newsroom.sent()
        newsroom.edit(TO_DENMARK)
        edits, (notice,) = corrected(newsroom)

        assert (edits, notice.chat) == ([], ANNAS)
        newsroom.after(LATER)
        newsroom.edit(TO_FRANCE)
        (edit,), (notice,) = corrected(newsroom)
        assert edit.chat == notice.chat == ANNAS
        assert "Canada" not in shown(notice)

    def test_message_that_is_not_there_any_more(self, told: Newsroom) -> None:
        """There is a notice all the same, and the next change tries nothing on it again."""
        told.edit(TO_DENMARK)
        told.platform.outcomes.append(Refused("message to edit not found"))
        edits, (notice,) = corrected(told)
        assert len(edits) == 1
        assert "~Canada~ Denmark" in shown(notice)

        told.after(LATER)
        told.edit(TO_FRANCE)
        (edit,), _ = corrected(told)
        assert edit.edits != edits[0].edits

    def test_who_corrects_in_private_needs_no_notice(self, told: Newsroom) -> None:
        """They were told at once; what they had asked there is mended."""
        told.edit(f"ask {QUESTION}")
        told.sent()
        told.edit(TO_DENMARK)
        edits, notices = corrected(told)

        assert {each.chat for each in edits} == {ANNAS, EDS}
        assert {each.chat for each in notices} == {ANNAS}

    def test_answer_that_is_on_its_way(self, newsroom: Newsroom) -> None:
        """Tried again later it says what was true then, and is mended after that."""
        newsroom.platform.outcomes.append(Later("down"))
        newsroom.say(QUESTION)
        newsroom.edit(TO_DENMARK)
        newsroom.after(timedelta(seconds=3))
        (edit,), (notice,) = corrected(newsroom)

        assert "~Canada~ Denmark" in shown(edit)
        assert notice.reply_to == edit.edits

    def test_answer_that_the_change_has_not_seen(self, newsroom: Newsroom) -> None:
        """Told in the moment of the change by another process, it is mended once it is there."""

        def unseen(_: Outgoing) -> None:
            newsroom.platform.before_sending = lambda _: None
            Speaker(newsroom.house.desk, ED, EDS).say(f"/{TO_DENMARK}")
            with newsroom.house.desk.database.write() as tx:
                tx.connection.execute(text("DELETE FROM deliveries WHERE kind = 'correction'"))

        newsroom.platform.before_sending = unseen
        newsroom.say(QUESTION)
        (edit,), (notice,) = corrected(newsroom)

        assert "~Canada~ Denmark" in shown(edit)
        assert notice.reply_to == edit.edits

    def test_on_hold_it_waits(self, told: Newsroom) -> None:
        """The big red button keeps corrections back, and what holds in the end is said."""
        told.edit("hold all rumours")
        told.edit(TO_DENMARK)
        assert corrected(told) == ([], [])
        told.edit(TO_FRANCE)
        told.edit("release all")
        (edit,), (notice,) = corrected(told)
        assert "~Canada~ France" in shown(edit)
        assert "France" in shown(notice)


class TestDoubts:
    """Nobody knows whether it was sent."""

    def test_edit_is_repeated(self, told: Newsroom) -> None:
        """Twice the same is once; then there is one notice."""
        told.edit(TO_DENMARK)
        told.platform.outcomes.append(InDoubt("broke"))
        edits, (notice,) = corrected(told)

        assert [shown(each) for each in edits] == [shown(edits[0])] * 2
        assert not shown(notice).startswith(REPEAT)

    def test_notice_is_sent_once_more_and_says_so(self, told: Newsroom) -> None:
        """A second doubt is held."""
        told.edit(TO_DENMARK)
        told.platform.outcomes.extend([Sent(), InDoubt("broke"), InDoubt("broke")])
        told.looks(10)
        told.after(timedelta(seconds=3))
        _, notices = corrected(told)

        assert [shown(each).startswith(REPEAT) for each in notices] == [False, True]
        held = [row.why for row in told.rows("correction") if row.state is State.HELD]
        assert held == ["in doubt"]
        assert told.told(DESK, "held") or told.rows("alarm")


class TestEvents:
    """The time of an event that was wrong, and not moved."""

    def test_corrected_time_is_edited_and_told_once(self, asked: Newsroom) -> None:
        """Its notice takes the place of the event's own."""
        asked.after(timedelta(minutes=1))
        asked.edit("fact correct summit.time 2021-12-06T11:30 | reason: typo")
        asked.looks(8)
        edit, notice = asked.sent("notice", "correction")

        assert mends(edit)
        assert shown(edit).count("11:30") == 1
        assert "~" in shown(edit)
        assert shown(notice).splitlines()[:2] == [WRONG, "Summit"]
        assert shown(notice).endswith("typo")
        assert "(in 10 days)" in shown(notice)

    def test_moved_time_is_told_and_nothing_edited(self, asked: Newsroom) -> None:
        """It was right when it was said."""
        asked.after(timedelta(minutes=1))
        asked.edit("event move summit 2021-12-06T11:30")
        asked.looks(8)
        (notice,) = (each for each in asked.sent("notice", "correction") if each.chat == ANNAS)

        assert notice.key.startswith("notice")
        assert not notice.edits

    @pytest.mark.parametrize(
        ("language", "line"),
        [
            ("en", "~Cancelled~ takes place after all: 6 December 2021 at 10:00 (Riga time)"),
            ("lv", "~Notikums atcelts~ tomēr notiks 2021. gada 6. decembrī plkst. 10:00 (Rīgas "),
        ],
    )
    def test_called_off_by_mistake(self, newsroom: Newsroom, language: str, line: str) -> None:
        """What was told of it says that it takes place, and when, and no word of why it would not.

        Told to two languages it is one thing that was wrong.
        """
        newsroom.add()
        newsroom.edit("event cancel summit fog")
        newsroom.say(ASKED)
        newsroom.say(f"/language {language}")
        newsroom.say(ASKED)
        newsroom.sent()
        newsroom.edit("event undo summit")
        (edit, _), (notice,) = corrected(newsroom)

        assert line in shown(edit).replace("\N{NO-BREAK SPACE}", " ")
        assert "fog" not in shown(edit)
        assert shown(notice).count("~") == len("~~")

    def test_called_off_by_mistake_in_a_digest(self, newsroom: Newsroom) -> None:
        """Its name, which stands behind the state there, stays."""
        newsroom.say("/digest weekdays 12:00")
        newsroom.add()
        newsroom.at("2021-11-29T12:00")
        newsroom.edit("event cancel summit fog")
        newsroom.at("2021-11-30T12:00")
        newsroom.sent()
        newsroom.edit("event undo summit")
        edits, _ = corrected(newsroom)

        line = "~Cancelled~ Summit takes place after all: 6\N{NO-BREAK SPACE}December 2021 at 10:00"
        assert any(line in shown(each) for each in edits)
