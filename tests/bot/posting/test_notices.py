"""Notices: who was told a time that is still ahead hears once that it is another now."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.outcomes import Gone, InDoubt
from bot.port import Account, Chat, Happening, Place, Strike, Update
from bot.texts import phrase
from storage.ledger import State
from tests.bot.posting.newsroom import (
    ANNA,
    ANNAS,
    ASKED,
    BACK,
    DESK,
    ED,
    EDS,
    GROUP,
    TO_11,
    TO_12,
    Newsroom,
    noticed,
)
from tests.bot.receiving.house import run

MOVED = phrase("en", "notice.moved")
CANCELLED = phrase("en", "event.called-off")
AHEAD = phrase("en", "notice.goes-ahead")
REPEAT = phrase("en", "desk.repeat")
WRONG = phrase("en", "correction.heading")


def settled(newsroom: Newsroom, chat: Chat = ANNAS) -> list[tuple[State, str]]:
    """Return what became of the notices for a chat."""
    rows = newsroom.rows("notice")
    return [(row.state, row.why) for row in rows if row.external_id == chat.id]


def happens(newsroom: Newsroom, happening: Happening) -> None:
    """Have something happen to Anna's chat."""
    id = f"{happening}-{newsroom.clock()}"
    run(partial(newsroom.house.hears, Update(id, ANNA, ANNAS, happening=happening)))


class TestWhoIsTold:
    """Everybody who believes something else, and nobody besides."""

    @pytest.mark.parametrize("asks", [ASKED, "when is the summit?", "/events", "/remind summit 1d"])
    def test_whatever_told_the_time(self, newsroom: Newsroom, asks: str) -> None:
        """An event, an answer, a list, what was said to an order: one notice."""
        newsroom.add()
        assert "10:00" in newsroom.say(asks)
        newsroom.sent()
        newsroom.edit(TO_11)

        (notice,) = noticed(newsroom)
        assert notice.splitlines()[:2] == [MOVED, "Summit"]
        assert "11:00" in notice
        assert notice.endswith(phrase("en", "notice.reason", reason="fog"))
        assert noticed(newsroom) == []

    def test_editor_is_told_how_many_hear(self, asked: Newsroom) -> None:
        """Whoever moves an event or calls it off sees who is told; where nobody is, nothing."""
        heard = phrase("en", "form.notices", count=1)

        assert heard in asked.edit(TO_11)
        asked.looks()
        assert heard in asked.edit("event cancel summit fog")
        asked.edit("event add picnic 2021-12-08T10:00 Picnic")
        assert "notice" not in asked.edit("event move picnic 2021-12-09T10:00")

    def test_old_time_is_struck(self, asked: Newsroom) -> None:
        """Who has written it down sees what to strike."""
        asked.edit(TO_11)
        asked.looks()

        (notice,) = (each for each in asked.sent("notice") if each.chat == ANNAS)
        (struck,) = (node for node in notice.message if isinstance(node, Strike))
        assert "10:00" in str(struck)

    def test_reminder_told_it(self, newsroom: Newsroom) -> None:
        """What was said before it does not matter."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.at("2021-12-05T10:00")
        newsroom.sent()
        newsroom.edit(TO_11)

        assert len(noticed(newsroom)) == 1

    def test_offer_shows_times(self, newsroom: Newsroom) -> None:
        """Who was asked which of two they mean has read both."""
        newsroom.add()
        newsroom.edit("event add summit-two 2021-12-08T10:00 Summit dinner")
        newsroom.say("/event show summ")
        shown = "10:00" in newsroom.platform.words[-1]
        newsroom.sent()
        newsroom.edit(TO_11)

        assert len(noticed(newsroom)) == int(shown)

    def test_who_asks_after_the_change_is_right_already(self, asked: Newsroom) -> None:
        """The answer came before the notice could."""
        asked.edit(TO_11)
        asked.say(ASKED)

        assert noticed(asked) == []

    def test_who_was_told_nothing_hears_nothing(self, asked: Newsroom) -> None:
        """A group that asked about something else."""
        asked.say("/event show ministers-meeting", GROUP)
        asked.edit(TO_11)

        assert noticed(asked, GROUP) == []

    def test_each_chat_hears_in_the_language_it_was_told_in(self, asked: Newsroom) -> None:
        """And each once, whatever is usual there by now; so it is when the time is gone."""
        asked.say(ASKED, GROUP)
        asked.say("/language lv", GROUP)
        asked.edit(TO_11)
        asked.looks()

        notices = asked.sent("notice")
        languages = {each.chat: each.language for each in notices if each.chat in {ANNAS, GROUP}}
        assert languages == {ANNAS: "en", GROUP: "en"}
        assert len({each.chat for each in notices}) == len(notices)

    def test_only_the_day_was_told(self, newsroom: Newsroom) -> None:
        """An hour given within it is no move; another hour after that is."""
        newsroom.add("2021-12-06")
        newsroom.say(ASKED)
        newsroom.sent()
        newsroom.edit(BACK)
        assert noticed(newsroom) == []

        newsroom.say(ASKED)
        newsroom.edit(TO_11)
        assert len(noticed(newsroom)) == 1

    def test_day_was_told_and_is_another(self, newsroom: Newsroom) -> None:
        """An hour of another day is a move."""
        newsroom.add("2021-12-06")
        newsroom.say(ASKED)
        newsroom.sent()
        newsroom.edit("event move summit 2021-12-07T10:00")

        assert len(noticed(newsroom)) == 1

    def test_time_told_is_past(self, asked: Newsroom) -> None:
        """Who was told a time that is over needs to know nothing of another."""
        asked.clock.advance(timedelta(days=20))
        asked.edit("event move summit 2021-12-24T10:00")

        assert noticed(asked) == []

    @pytest.mark.parametrize(("back", "says"), [("event undo summit", WRONG), (TO_11, MOVED)])
    def test_moved_into_the_past_by_a_slip(self, asked: Newsroom, back: str, says: str) -> None:
        """Who was told that it is over hears that it is still ahead."""
        asked.edit("event move summit 2020-12-06T10:00")
        assert len(noticed(asked)) == 1
        asked.edit(back)

        (notice,) = noticed(asked)
        assert notice.startswith(says)
        assert "6 December 2020" in notice.replace("\N{NO-BREAK SPACE}", " ").splitlines()[2]
        assert noticed(asked) == []

    def test_chat_that_put_us_out(self, asked: Newsroom) -> None:
        """A kicked bot tells nothing."""
        asked.say(ASKED, GROUP)
        run(lambda: asked.house.hears(Update("left", ANNA, GROUP, happening=Happening.LEFT)))
        asked.edit(TO_11)

        assert noticed(asked, GROUP) == []
        assert settled(asked, GROUP) == []

    def test_chat_that_lets_us_in_again(self, newsroom: Newsroom) -> None:
        """Of what it is reminded of it hears, once, what changed meanwhile."""
        newsroom.add()
        newsroom.say("/remind summit 1h")
        newsroom.sent()
        happens(newsroom, Happening.LEFT)
        newsroom.edit(TO_11)

        happens(newsroom, Happening.JOINED)
        (notice,) = noticed(newsroom)
        assert "11:00" in notice
        happens(newsroom, Happening.JOINED)
        assert noticed(newsroom) == []

    def test_chat_that_puts_us_out_just_then(self, asked: Newsroom) -> None:
        """It fails, and nobody is told that it is held."""
        asked.edit(TO_11)
        asked.platform.outcomes.append(Gone("blocked"))
        assert len(noticed(asked)) == 1
        asked.edit(TO_12)

        assert noticed(asked) == []
        assert settled(asked) == [(State.FAILED, "blocked")]
        assert asked.told(DESK) == []

    def test_closed_topic_silences_no_other(self, newsroom: Newsroom) -> None:
        """Where one topic takes nothing any more, the rest of its group goes on hearing."""
        newsroom.add()
        for topic in ("", "5"):
            newsroom.say(ASKED, Chat("telegram", "-100", Place.GROUP, topic))
        newsroom.edit(TO_11)
        newsroom.platform.outcomes.append(Gone("closed", topic=True))
        newsroom.looks()
        _closed, other = (each.chat for each in newsroom.sent("notice"))
        newsroom.edit(TO_12)
        newsroom.looks()

        assert [each.chat for each in newsroom.sent("notice")] == [other]

    def test_who_asked_in_a_topic_hears_there(self, asked: Newsroom) -> None:
        """Each topic believes what it was told."""
        topic = Chat("telegram", "-100", Place.GROUP, "5")
        asked.say(ASKED, topic)
        asked.edit(TO_11)

        asked.looks()
        notices = {each.chat.topic for each in asked.sent("notice") if each.chat.id == "-100"}
        assert notices == {"5"}

    def test_reason_without_end_keeps_nobody_from_hearing(self, asked: Newsroom) -> None:
        """However much was written, the notice is one message that every platform takes."""
        asked.edit(f"event cancel summit {'because ' * 2000}")

        (notice,) = noticed(asked)
        assert len(notice) < 4096
        assert "6 December 2021" in notice.replace("\N{NO-BREAK SPACE}", " ")


class TestBeforeItLeft:
    """What it says is what holds when it leaves."""

    def test_moved_twice(self, asked: Newsroom) -> None:
        """One notice, of the last."""
        asked.edit(TO_11)
        asked.edit(TO_12)

        (notice,) = noticed(asked)
        assert "12:00" in notice
        assert "11:00" not in notice

    def test_moved_and_moved_back(self, asked: Newsroom) -> None:
        """None: the chat was right all along."""
        asked.edit(TO_11)
        asked.edit(BACK)

        assert noticed(asked) == []
        assert settled(asked) == [(State.DROPPED, "empty")]

    def test_moved_and_cancelled(self, asked: Newsroom) -> None:
        """One notice, of the cancellation."""
        asked.edit(TO_11)
        asked.edit("event cancel summit fog")

        (notice,) = noticed(asked)
        assert notice.splitlines()[1].startswith(CANCELLED)

    def test_moved_and_over(self, asked: Newsroom) -> None:
        """Nothing was sent until it was over: it expires."""
        asked.edit(TO_11)
        asked.clock.advance(timedelta(days=30))

        assert noticed(asked) == []
        assert settled(asked) == [(State.EXPIRED, "over")]


class TestAfterItLeft:
    """Each change that follows is told as well."""

    def test_moved_again(self, asked: Newsroom) -> None:
        """A second notice, in which the first is struck."""
        asked.edit(TO_11)
        assert len(noticed(asked)) == 1
        asked.edit(TO_12)

        (notice,) = noticed(asked)
        assert "11:00" in notice
        assert "12:00" in notice
        assert "10:00" not in notice

    def test_moved_back(self, asked: Newsroom) -> None:
        """A second notice as well."""
        asked.edit(TO_11)
        assert len(noticed(asked)) == 1
        asked.edit(BACK)

        assert len(noticed(asked)) == 1

    def test_cancelled_and_after_all(self, asked: Newsroom) -> None:
        """Both are told, each once, and the first says so first of all."""
        asked.edit("event cancel summit fog")
        (notice,) = noticed(asked)
        assert notice.splitlines()[1].startswith(CANCELLED)
        assert "(fog)" in notice

        asked.edit("event undo summit")
        (notice,) = noticed(asked)
        assert notice.splitlines()[:3] == [WRONG, "Summit", CANCELLED]
        assert "10:00" in notice.splitlines()[3]

    def test_cancelled_says_nothing_of_its_taking_place(self, asked: Newsroom) -> None:
        """What was said of an event is left out once it is called off, as in every other reply."""
        asked.edit("fact edit summit.time | en: The summit begins at ten.")
        asked.edit("event cancel summit fog")
        (notice,) = noticed(asked)

        assert notice.splitlines()[0] == "Summit"
        assert "begins at ten" not in notice

    def test_moved_while_cancelled(self, asked: Newsroom) -> None:
        """Nobody hears of another time for what does not take place."""
        asked.edit("event cancel summit fog")
        assert len(noticed(asked)) == 1
        asked.edit(TO_11)

        assert noticed(asked) == []

    def test_held_before_and_right_since(self, newsroom: Newsroom) -> None:
        """What nobody knows whether it was read is outdone by what was read for sure."""
        newsroom.add()
        newsroom.say("/remind summit 1d", GROUP)
        newsroom.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke")])
        newsroom.at("2021-12-05T10:00")
        newsroom.edit(TO_11)
        assert len(noticed(newsroom, GROUP)) == 1

        newsroom.edit("event cancel summit fog")
        newsroom.looks()
        newsroom.edit("event undo summit")
        assert len(noticed(newsroom, GROUP)) == 2
        newsroom.edit(BACK)
        assert len(noticed(newsroom, GROUP)) == 1


class TestHistories:
    """Who was shown several times believes none of them for sure."""

    def test_one_of_them_holds(self, asked: Newsroom) -> None:
        """A history in which the new time stands needs no notice."""
        asked.edit(TO_11)
        asked.looks()
        asked.say("/fact history summit.time")
        asked.sent()
        asked.edit(BACK)

        assert noticed(asked) == []

    def test_none_of_them_holds(self, asked: Newsroom) -> None:
        """Another time is told."""
        asked.edit(TO_11)
        asked.looks()
        asked.say("/fact history summit.time")
        asked.sent()
        asked.edit(TO_12)

        assert len(noticed(asked)) == 1


def test_editor_who_changed_it_knows(newsroom: Newsroom) -> None:
    """The reply to the command told the new time."""
    newsroom.add()
    newsroom.edit(TO_11)

    assert noticed(newsroom, EDS) == []


def test_person_in_another_account_hears_for_themselves(newsroom: Newsroom) -> None:
    """Two readers, two notices."""
    newsroom.add()
    bert = Account("telegram", "8", "Bert")
    berts = Chat("telegram", "8", Place.PRIVATE)
    newsroom.say(ASKED)
    newsroom.say(ASKED, berts, bert)
    newsroom.sent()
    newsroom.edit(TO_11)
    newsroom.looks()

    chats = [each.chat.id for each in newsroom.sent("notice")]
    assert sorted(chats) == ["7", "8"]
    assert ED.id not in chats
