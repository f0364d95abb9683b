"""A process that dies at any step of an import, or of taking one back: whole or absent, and once.

An editor brings a file and taps the button; who was told otherwise hears of all of it once.
"""

from __future__ import annotations

import json
import re
from typing import Final

import pytest

from bot.texts import phrase
from tests.journeys.crashes.correcting import HEADING, ONCE, QUESTION, notices, wait_corrected
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.killing import House
from tests.journeys.crashes.speaking import OnSlack, OnTelegram, Speaker
from tests.journeys.doors.on_telegram import TelegramPerson, seen
from tests.standins.telegram.messages import Message

LEADER: Final = "battle-group.leader"
LENGTH: Final = 40
LINES: Final = (
    {
        "id": "d1",
        "subject": "battle-group",
        "attribute": "leader",
        "value": {"en": "Denmark", "lv": "Dānija"},
        "valid_from": "2017",
    },
    *(
        {
            "id": f"b{n}",
            "subject": f"bridge-{n}",
            "subject_names": {"en": [f"bridge {n}"], "lv": [f"tilts {n}"]},
            "attribute": "length",
            "value": {"en": f"{n} metres", "lv": f"{n} metri"},
        }
        for n in range(LENGTH)
    ),
)


def held(house: House) -> int:
    """Return how many facts are held as the file has them."""
    with house.database.read() as tx:
        keys = [LEADER, *(f"bridge-{n}.length" for n in range(LENGTH))]
        facts = [fact for fact in map(tx.facts.find, keys) if fact is not None]
        values = [each.version.content.value for f in facts for each in tx.facts.timeline(f.id)]
        return sum(value in [line["value"] for line in LINES] for value in values)


def acts(house: House, action: str) -> int:
    """Return how often something was done, by the audit."""
    with house.database.read() as tx:
        return sum(each.action == action for each in tx.audit.latest(1000))


def meet(house: House) -> tuple[TelegramPerson, tuple[Speaker, Speaker]]:
    """Have two people be told what the file has otherwise; return who brings it, and them."""
    olga = TelegramPerson(house.telegram, house.telegram.world.user("Olga", "en"))
    house.owners = olga.account
    readers = OnTelegram(house, "Berta"), OnSlack(house, "clara")
    house.start()
    for each in readers:
        each.says(QUESTION)
    house.wait_settled()
    return olga, readers


def brings(house: House, olga: TelegramPerson) -> Message:
    """Bring the file, and say that we were wrong; return what is shown before it is taken."""
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in LINES).encode()
    brought = olga.user.brings("bridges.jsonl", content, "/import --as correct")
    return house.telegram.world.wait_for_message(olga.user.chat, after=brought)


@pytest.mark.parametrize("step", [Step.CLAIMED, Step.IMPORTING, Step.IMPORTED])
def test_import(house: House, step: Step) -> None:
    """It is absent until all of it is there, and is taken once; each who was misled hears once."""
    olga, readers = meet(house)
    shown = brings(house, olga)
    house.wait_settled()
    house.kill()

    house.end_seat()
    house.start(step)
    olga.user.taps(shown, phrase("en", "import.take"))
    house.wait_dead()
    assert held(house) == (len(LINES) if step is Step.IMPORTED else 0)
    house.restart()
    house.wait_settled()
    wait_corrected(house)

    assert held(house) == len(LINES)
    assert acts(house, "import") == 2, "the briefing, and this one"
    assert [notices(each) for each in readers] == [ONCE, ONCE]


@pytest.mark.parametrize("step", [Step.UNDOING, Step.UNDONE])
def test_import_taken_back(house: House, step: Step) -> None:
    """All of it is there until none of it is, and it is taken back once."""
    olga, readers = meet(house)
    told = olga.taps(seen(brings(house, olga)), phrase("en", "import.take"))
    undo = re.search("/import undo [0-9]+", told.text)
    assert undo, told.text
    house.wait_settled()
    wait_corrected(house)
    house.kill()

    house.end_seat()
    house.start(step)
    olga.user.says(undo[0])
    house.wait_dead()
    assert held(house) == (len(LINES) if step is Step.UNDOING else 0)
    house.restart()
    house.wait_settled()
    wait_corrected(house)

    assert held(house) == 0
    assert acts(house, "import.undo") == 1
    for each in readers:
        (notice,) = (text for text in each.seen() if HEADING in text)
        assert "Canada" in notice
