"""Where and in which language somebody hears what they have not asked for at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.port import Account, Update
from bot.posting.alarms import tell_parked
from bot.texts import phrase
from storage.people import Role
from tests.bot.receiving.house import EDITORS, GROUP, PRIVATE, House, make_editor, run, said

ORDER: Final = "/remind ministers-meeting 1d"
UNTIL_DUE: Final = timedelta(days=3)
"""From the beginning of every test to the morning of the day before the meeting."""


def in_latvian(update: Update) -> Update:
    """Return what somebody says whose platform speaks Latvian; the desk speaks English."""
    return replace(update, language_hint="lv")


def test_reminder_speaks_as_the_platform_does(house: House) -> None:
    """Who chose nothing is reminded in the language in which they are answered."""
    run(partial(house.hears, in_latvian(said(ORDER))))
    house.clock.advance(UNTIL_DUE)
    run(house.ticks)

    assert house.platform.words[-1].startswith(phrase("lv", "reminder.heading"))


def test_choice_comes_before_the_platform(house: House) -> None:
    """Who chose a language is reminded in that one, whatever their platform speaks."""
    run(partial(house.hears, in_latvian(said("/language en")), in_latvian(said(ORDER))))
    house.clock.advance(UNTIL_DUE)
    run(house.ticks)

    assert house.platform.words[-1].startswith(phrase("en", "reminder.heading"))


def test_notice_to_who_was_told_alone_speaks_as_the_answer_did(house: House) -> None:
    """Who never wrote in private gets there the language in which they were told."""
    asked = said("kad ir ministru sanāksme?", GROUP)
    run(partial(house.hears, in_latvian(replace(asked, alone=True))))
    make_editor(house)
    move = said("/event move ministers-meeting 2021-12-02", replace(GROUP, id="-300"))
    run(partial(house.hears, move), house.ticks)

    (notice,) = [each for each in house.platform.sent if each.chat.id == "7"]
    assert notice.language == "lv"


def test_who_writes_after_a_notice_is_no_other_chat(house: House) -> None:
    """Known by their own name until they wrote, somebody hears of the next move once, not twice."""
    make_editor(house)
    boris, office = Account("telegram", "8"), replace(GROUP, id="-300")
    asked = said("when is the ministers' meeting?", GROUP, boris)
    run(
        partial(house.hears, replace(asked, alone=True)),
        partial(house.hears, said("/event move ministers-meeting 2021-12-02", office)),
        house.ticks,
    )
    # What is told and moved at the very same instant was never so.
    house.clock.advance(timedelta(seconds=1))
    conversation = replace(PRIVATE, id="D8")
    run(partial(house.hears, said("when is the ministers' meeting?", conversation, boris)))
    house.clock.advance(timedelta(seconds=1))
    run(
        partial(house.hears, said("/event move ministers-meeting 2021-12-03", office)),
        house.ticks,
    )

    notices = [each for each in house.platform.sent if each.key.startswith("notice:")]
    assert [each.chat.id for each in notices] == ["8", "D8"]


def test_alarm_speaks_as_its_owner_does(house: House) -> None:
    """Without an editors' chat each owner is told, in the language that they chose."""
    run(partial(house.hears, in_latvian(said("/language en"))))
    with house.desk.database.write() as tx:
        person = tx.people.seen("telegram", "7")
        tx.people.set_role(person.id, Role.OWNER)
        tell_parked(tx, "i1", "", "lv")
    run(house.ticks)

    assert EDITORS not in {str(each.chat) for each in house.platform.sent}
    assert house.platform.sent[-1].language == "en"
