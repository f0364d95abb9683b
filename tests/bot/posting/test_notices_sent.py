"""Notices on their way: after what was being sent, in doubt, to one person alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.outcomes import InDoubt, Later, Wait
from bot.port import Happening, Update
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
    moving,
    noticed,
)
from tests.bot.receiving.house import run, said

MOVED = phrase("en", "notice.moved")
CANCELLED = phrase("en", "event.called-off")
WRONG = phrase("en", "correction.heading")
REPEAT = phrase("en", "desk.repeat")


class TestOnTheWay:
    """What is being sent while the event changes."""

    def test_answer_is_followed_by_a_notice(self, newsroom: Newsroom) -> None:
        """It was on its way with the old time, and arrives."""
        newsroom.add()
        newsroom.platform.before_sending = moving(newsroom, "2021-12-06T11:00")
        assert "10:00" in newsroom.say(ASKED)

        assert len(noticed(newsroom)) == 1

    def test_answer_that_is_tried_again_is_followed_too(self, newsroom: Newsroom) -> None:
        """The notice waits for it, and has the last word."""
        newsroom.add()
        newsroom.platform.outcomes.append(Later("down"))
        newsroom.say(ASKED)
        newsroom.edit(TO_11)
        newsroom.looks()
        newsroom.after(timedelta(seconds=3))

        words = [each for each in newsroom.platform.sent if each.chat == ANNAS][-2:]
        assert words[0].key.startswith("reply")
        assert words[1].key.startswith("notice")

    def test_reminder_that_was_not_sent_is_none(self, newsroom: Newsroom) -> None:
        """Queued again, it has told nothing, and will tell what holds then."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        newsroom.say("/event show ministers-meeting")
        with newsroom.house.desk.database.write() as tx:
            tx.receipts.remove(range(1, 100))
        newsroom.platform.outcomes.append(Later("down"))
        newsroom.at("2021-12-05T10:00")
        newsroom.edit(TO_11)

        assert noticed(newsroom) == []

    def test_doubted_reminder_may_have_told(self, newsroom: Newsroom) -> None:
        """It may have been read, so there is a notice."""
        newsroom.add()
        newsroom.say("/remind summit 1d")
        with newsroom.house.desk.database.write() as tx:
            tx.receipts.remove(range(1, 100))
        newsroom.platform.outcomes.append(InDoubt("broke"))
        newsroom.platform.found = Wait(5)
        newsroom.at("2021-12-05T10:00")
        newsroom.edit(TO_11)
        newsroom.platform.found = InDoubt("cannot be asked")

        assert len(noticed(newsroom)) == 1


class TestDoubts:
    """Nobody knows whether a notice was sent."""

    def test_once_more_marked(self, asked: Newsroom) -> None:
        """As a reminder: the second says so."""
        asked.edit(TO_11)
        asked.platform.outcomes.append(InDoubt("broke"))

        first, second = noticed(asked)
        assert second == f"{REPEAT}\n{first}"

    def test_second_doubt_is_held(self, asked: Newsroom) -> None:
        """The editors decide."""
        asked.edit(TO_11)
        asked.platform.outcomes.extend([InDoubt("broke")] * 4)
        asked.looks()
        asked.after(timedelta(seconds=3))

        assert {row.why for row in asked.rows("notice") if row.state is State.HELD} == {"in doubt"}
        assert asked.told(DESK, "held")

    @pytest.mark.parametrize(
        ("change", "now"), [(BACK, "10:00"), (TO_12, "12:00"), ("event cancel summit x", "Canc")]
    )
    def test_changed_meanwhile_it_says_what_holds_now(
        self, asked: Newsroom, change: str, now: str
    ) -> None:
        """Also where it is again what was told before: they may have read otherwise since."""
        in_doubt(asked)
        asked.edit(change)
        asked.platform.found = InDoubt("cannot be asked")

        notices = noticed(asked)
        assert notices[-1].startswith(REPEAT)
        assert now in notices[-1]
        assert len(notices) == 1
        assert noticed(asked) == []


def in_doubt(newsroom: Newsroom) -> None:
    """Have the notice of eleven o'clock in doubt, of which the platform cannot be asked now."""
    newsroom.platform.found = Wait(5)
    newsroom.edit(TO_11)
    newsroom.platform.outcomes.append(InDoubt("broke"))
    newsroom.platform.outcomes.append(InDoubt("broke"))
    newsroom.looks()
    newsroom.sent()


class TestAlone:
    """What one person alone saw in a group is told to them in private."""

    def ask(self, newsroom: Newsroom) -> None:
        """Have Anna ask in the group so that she alone sees the answer."""
        update = said(ASKED, GROUP, ANNA)
        alone = Update(
            update.id, ANNA, GROUP, update.text, message=update.message, alone=True, mentioned=True
        )
        run(lambda: newsroom.house.hears(alone))
        newsroom.sent()

    def test_it_goes_to_her(self, newsroom: Newsroom) -> None:
        """Nothing in the group, one notice to her, however often it moves once each."""
        newsroom.add()
        self.ask(newsroom)
        for change in (TO_11, TO_12):
            newsroom.edit(change)
            newsroom.looks()
            assert [each.chat for each in newsroom.sent("notice") if each.chat != EDS] == [ANNAS]

    def test_she_hears_once_of_each_change(self, newsroom: Newsroom) -> None:
        """What she saw in the group is outdone by the notice, also where the time stays."""
        newsroom.add()
        self.ask(newsroom)
        newsroom.edit(TO_11)
        assert len(noticed(newsroom)) == 1

        newsroom.edit("fact edit summit.time | en: The summit is at eleven.")
        newsroom.edit("event cancel summit fog")
        (notice,) = noticed(newsroom)
        assert notice.splitlines()[1].startswith(CANCELLED)
        newsroom.edit("event undo summit")
        assert [each.splitlines()[0] for each in noticed(newsroom)] == [WRONG]

    def test_she_was_told_in_both_places(self, newsroom: Newsroom) -> None:
        """One notice, with what she was told last struck."""
        newsroom.add()
        newsroom.say(ASKED)
        self.ask(newsroom)
        newsroom.edit(TO_11)

        assert len(noticed(newsroom)) == 1
        assert noticed(newsroom, GROUP) == []


@pytest.mark.parametrize("typed", ["/event move summit", "/event cancel summit"])
def test_form_tells_how_many_will_get_one(asked: Newsroom, typed: str) -> None:
    """What is shown before it is saved is what comes: those who were told, and nobody twice."""
    asked.say(ASKED, GROUP)
    asked.edit(typed.removeprefix("/"))

    told = asked.say("2021-12-07 10:00" if "move" in typed else "fog", EDS, ED)

    assert phrase("en", "form.notices", count=2) in told
    token = next(each.choices[0].token for each in reversed(asked.platform.sent) if each.choices)
    tap = replace(said("", EDS, ED), choice=token, happening=Happening.TAPPED, mentioned=False)
    run(partial(asked.house.hears, tap))
    asked.looks(4)
    assert [each.chat for each in asked.sent("notice")] == [ANNAS, GROUP]
