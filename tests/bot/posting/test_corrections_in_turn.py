"""Corrections one upon another: a change, and soon another one, of which a chat hears once."""

from __future__ import annotations

from datetime import timedelta

from bot.outcomes import Later
from bot.port import Outgoing
from storage.ledger import State
from tests.bot.posting.newsroom import Newsroom, corrected, mends, shown

KEY = "battle-group.leader"
TO_DENMARK = f"fact correct {KEY} Denmark | value-lv: Dānija | reason: misread"
TO_FRANCE = f"fact correct {KEY} France | value-lv: Francija"
TO_CANADA = f"fact correct {KEY} Canada | value-lv: Kanāda"
LATER = timedelta(minutes=11)


class TestSeveralChanges:
    """A change, and soon another one."""

    def test_two_before_anything_left(self, told: Newsroom) -> None:
        """One edit and one notice, of what holds in the end."""
        told.edit(TO_DENMARK)
        told.edit(TO_FRANCE)
        (edit,), (notice,) = corrected(told)

        assert "~Canada~ France" in shown(edit)
        assert "Denmark" not in shown(notice)

    def test_two_within_ten_minutes(self, told: Newsroom) -> None:
        """The notice is edited, too."""
        told.edit(TO_DENMARK)
        _, (first,) = corrected(told)
        told.after(timedelta(minutes=1))
        told.edit(TO_FRANCE)
        (edit,), (second,) = corrected(told)

        assert "~Canada~ ~Denmark~ France" in shown(edit)
        assert "~Canada~ ~Denmark~ France" in shown(second)
        assert first.edits == ""
        assert second.edits == self.message(told, first)

    def test_later_there_is_another(self, told: Newsroom) -> None:
        """A new notice; the old one is edited as any other message."""
        told.edit(TO_DENMARK)
        _, (first,) = corrected(told)
        told.after(LATER)
        told.edit(TO_FRANCE)
        edits, (second,) = corrected(told)

        assert self.message(told, first) in {each.edits for each in edits}
        assert second.edits == ""
        assert "~Denmark~ France" in shown(second)

    def test_notice_that_waits_while_another_could_leave(self, told: Newsroom) -> None:
        """The later one waits for the earlier one, and edits it."""
        told.say("where is the battle group based?")
        told.edit(TO_DENMARK)
        told.platform.outcomes.append(Later("busy"))
        told.looks(1)
        told.edit("fact correct battle-group.base Ventspils | value-lv: Ventspils")
        for _ in range(6):
            told.after(timedelta(seconds=1))
        told.looks(10)
        notices = [each for each in told.sent("correction") if not mends(each)]

        assert [bool(each.edits) for each in notices] == [False, True]
        assert "Canada" in shown(notices[0])
        assert {"Ventspils", "Denmark"} <= set(shown(notices[1]).split())

    def test_there_and_back_before_it_left(self, told: Newsroom) -> None:
        """Nothing differs: silence."""
        told.edit(TO_DENMARK)
        told.edit(f"fact undo {KEY}")
        assert corrected(told) == ([], [])
        assert {row.state for row in told.rows("correction")} == {State.DROPPED}

    def test_there_and_back(self, told: Newsroom) -> None:
        """Both steps show in the message, and the notice says what holds."""
        told.edit(TO_DENMARK)
        corrected(told)
        told.after(timedelta(minutes=1))
        told.edit(TO_CANADA)
        (edit,), (notice,) = corrected(told)

        assert "~Canada~ ~Denmark~ Canada" in shown(edit)
        assert "~Denmark~ Canada" in shown(notice)
        assert "~Canada~" not in shown(notice)
        assert notice.edits

    @staticmethod
    def message(newsroom: Newsroom, outgoing: Outgoing) -> str:
        """Return the platform's id of a message that was sent."""
        return next(row.message for row in newsroom.rows("correction") if row.key == outgoing.key)
