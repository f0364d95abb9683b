"""Notices of a time that was withdrawn: who was told it hears that it stands no more."""

from __future__ import annotations

from bot.texts import phrase
from tests.bot.posting.newsroom import TO_11, Newsroom, noticed

WITHDRAWN = phrase("en", "notice.withdrawn")
GONE = phrase("en", "correction.heading-withdrawn")


class TestRetracted:
    """A time that was withdrawn."""

    def test_another_time_later(self, asked: Newsroom) -> None:
        """Who was told hears that it stands no more, and with another once of that."""
        asked.edit("fact retract summit.time wrong file")
        when = "6\N{NO-BREAK SPACE}December 2021 at 10:00 (Riga time)"
        (notice,) = noticed(asked)
        assert notice.startswith(f"{GONE}\nSummit, time: {when}\n")
        asked.add("2021-12-07T10:00")

        assert len(noticed(asked)) == 1

    def test_the_same_time_later(self, asked: Newsroom) -> None:
        """Nobody was wrong."""
        asked.edit("fact retract summit.time wrong file")
        asked.edit("fact undo summit.time")

        assert noticed(asked) == []

    def test_before_the_notice_left(self, asked: Newsroom) -> None:
        """It says that there is no time; once there is one again it is told."""
        asked.edit(TO_11)
        asked.edit("fact retract summit.time wrong file")
        assert [each.partition("\n")[0] for each in noticed(asked)] == [WITHDRAWN]
        asked.edit("fact undo summit.time")

        assert len(noticed(asked)) == 1
