"""A message in one language may tell something in another, and is mended in that."""

from __future__ import annotations

import pytest

from bot.port import Break, Text
from bot.posting.outbox import queue_alarm
from bot.showing import cards
from tests.bot.posting.newsroom import GROUP, Newsroom, corrected, shown
from tests.bot.receiving.house import run

KEY = "battle-group.leader"
HEADING = "As it will stand there:"


def quote(newsroom: Newsroom, language: str, other: str) -> None:
    """Have a group told, in a message in one language, what a channel reads in another."""
    with newsroom.house.desk.database.write() as tx:
        chat = tx.chats.find("telegram", GROUP.id)
        fact = tx.facts.find(KEY)
        assert chat is not None
        assert fact is not None
        held = tx.facts.at(fact.id, tx.now)
        assert held is not None
        told = cards.fact_card(fact, held, other, tx.now, "Europe/Riga")
        queue_alarm(tx, "quote", chat.id, (Text(HEADING), Break(), *told), language)
    run(newsroom.house.ticks)
    newsroom.sent()


@pytest.mark.parametrize(
    ("language", "other", "line", "right", "wrong"),
    [
        ("en", "lv", "value-lv: Kanādas armija", "~Kanāda~ Kanādas armija", "Canada"),
        ("lv", "en", "value-en: The Canadian Army", "~Canada~ The Canadian Army", "Kanāda"),
    ],
)
def test_a_line_is_mended_in_its_own_language(
    newsroom: Newsroom, language: str, other: str, line: str, right: str, wrong: str
) -> None:
    """What was corrected in one language alone takes no word of the other, edited or told anew."""
    quote(newsroom, language, other)

    newsroom.edit(f"fact correct {KEY} | {line}")
    (edit,), (notice,) = corrected(newsroom)

    assert right in shown(edit)
    assert wrong not in shown(edit).replace(right, "")
    assert right in shown(notice)


def test_what_was_corrected_in_the_other_language_stands(newsroom: Newsroom) -> None:
    """A quotation in English is right whatever becomes of the Latvian."""
    quote(newsroom, "lv", "en")

    newsroom.edit(f"fact correct {KEY} | value-lv: Kanādas armija")

    assert corrected(newsroom) == ([], [])
