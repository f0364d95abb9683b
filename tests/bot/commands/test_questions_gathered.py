"""An answer reaches whoever asked the same, in whichever words, and nobody else."""

from __future__ import annotations

from bot.desk import Desk
from tests.bot.commands.askings import ASKED, number_of, planned, waiting
from tests.standins.speakers import editor, reader

KEY = "battle-group.leader"
TICKET_KEY = "battle-group.ticket"
TICKET = (
    "How much is a child's ticket to the Riga Motor Museum?",
    "Cik maksā bērna biļete Rīgas Motormuzejā?",
    "We are coming with three kids on Saturday; how much is a child's ticket at the Motor Museum?",
    "Sestdien brauksim ar bērniem. Cik maksā bērna biļete Rīgas Motormuzejā?",
    "cik maksa berna bilete motormuzeja",
    "riga motor museum child ticket price",
)
TICKET_NEAR = (
    "How much is an adult ticket to the Riga Motor Museum?",
    "Cik maksā biļete pensionāram Rīgas Motormuzejā?",
    "When does the Riga Motor Museum open?",
)


def test_an_answer_reaches_every_wording_and_nothing_near(desk: Desk) -> None:
    """Each asker is told once; who asks for something else waits on."""
    chief = editor(desk)
    chief.say(f"/fact add {TICKET_KEY} 3 euros\nvalue-lv: 3 eiro\nwords: ticket")
    for place, text in enumerate([*TICKET, *TICKET_NEAR]):
        reader(desk, str(20 + place)).say(text)
    reader(desk, "7").say(ASKED)

    chief.say(f"/answer {number_of(desk)} {KEY}")
    assert [text for _, text in planned(desk)] == [ASKED]

    chief.say(f"/answer {number_of(desk, TICKET[0])} {TICKET_KEY}")
    assert sorted(text for _, text in planned(desk)) == sorted([ASKED, *TICKET])
    assert {each.text for each in waiting(desk)} == set(TICKET_NEAR)
