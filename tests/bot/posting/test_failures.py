"""What is posted by a rule and was not sent: the editors hear at once, of all of it together."""

from __future__ import annotations

from datetime import timedelta

from bot.outcomes import Refused
from bot.posting import failures
from tests.bot.posting.newsroom import DESK, GROUP, Newsroom
from tests.bot.posting.ordering import channel, keep, states

FACT = "daily 10:00 fact battle-group.leader"
COUNTDOWN = "daily 10:00 countdown summit"
SOON = failures.GATHERED_FOR + failures.AFTERWARDS


def heard(newsroom: Newsroom) -> list[str]:
    """Return what the editors are told a moment later."""
    newsroom.after(SOON)
    return newsroom.told(DESK, "failed")


def test_fact_and_countdown_that_were_not_sent_are_told_at_once(newsroom: Newsroom) -> None:
    """In one message, and not only in the morning's line."""
    newsroom.add()
    keep(newsroom, FACT)
    keep(newsroom, COUNTDOWN)
    newsroom.platform.outcomes.extend([Refused("too short"), Refused("too short")])
    newsroom.at("2021-11-26T10:00")

    (told,) = heard(newsroom)
    assert told.startswith("2 messages were not sent:")
    assert told.count("too short") == 2


def test_what_expired_in_a_pause_is_told_together(newsroom: Newsroom) -> None:
    """After three days without a program one word tells of every channel and time."""
    channel(newsroom, "press", "en")
    channel(newsroom, "zinas", "lv")
    keep(newsroom, f"{FACT}\nto: press, zinas")
    newsroom.clock.advance(timedelta(days=5, hours=3))
    newsroom.looks(8)

    (told,) = heard(newsroom)
    assert states(newsroom, "fact").count(("11-27 10:00", "expired", "late")) == 2
    assert told.startswith("12 messages were not sent:")
    assert told.endswith("…and 4 more: /deliveries failed")


def test_next_failure_is_told_anew(newsroom: Newsroom) -> None:
    """What was told once is not told again with the next."""
    keep(newsroom, FACT)
    for day in (26, 27):
        newsroom.platform.outcomes.append(Refused("too short"))
        newsroom.at(f"2021-11-{day}T10:00")

        (told,) = heard(newsroom)
        assert told.startswith("1 message was not sent:")


def test_digest_that_a_chat_ordered_for_itself_is_no_post(newsroom: Newsroom) -> None:
    """Editors hear of their own digest at once, of a reader's in the morning."""
    newsroom.say("/digest daily 10:00", GROUP)
    newsroom.add()
    newsroom.platform.outcomes.append(Refused("too short"))
    newsroom.at("2021-11-26T10:00")

    assert states(newsroom, "digest")[0][1] == "failed"
    assert heard(newsroom) == []
