"""Somebody who asks to be forgotten is, in everything that the way of a message left behind."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.port import Happening, Update
from bot.texts import phrase
from storage.database import Database
from tests.bot.receiving.house import GROUP, PRIVATE, QUESTION, House, run, said

CALLED = "Anna Surname"
UNANSWERED = "who leads the battle group in Lithuania?"


def everything(database: Database) -> dict[str, str]:
    """Return all that is stored, by table."""
    with database.read() as tx:
        tables = tx.connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).scalars()
        return {
            table: str(tx.connection.exec_driver_sql(f'SELECT * FROM "{table}"').all())  # noqa: S608 - names from the schema
            for table in tables
        }


def tapped(house: House, label: str) -> Update:
    """Return the tap on a button of what was sent last."""
    shown = house.platform.sent[-1]
    token = next(choice.token for choice in shown.choices if choice.label == label)
    return replace(said(""), choice=token, happening=Happening.TAPPED, message="1000")


def test_nothing_of_them_is_left(house: House) -> None:
    """Neither name nor words; what was told to a group stays, and the last reply says what went."""
    speaker = replace(said("").account, name=CALLED, handle="anna_handle")
    lines = ("/language en", UNANSWERED, QUESTION, "/forget me")
    updates = [
        replace(said(text, account=speaker), chat=replace(PRIVATE, title=CALLED)) for text in lines
    ]
    in_group = said("cik karavīru ir kaujas grupā?", GROUP, speaker)
    known_there = said("/whoami", GROUP, speaker)

    async def forget() -> None:
        await house.hears(replace(tapped(house, "Forget me"), account=speaker))

    run(partial(house.hears, in_group, known_there), partial(house.hears, *updates), forget)

    assert house.platform.words[-1] == phrase("en", "privacy.forgotten", count=90)
    stored = everything(house.desk.database)
    for word in (CALLED, "anna_handle", "Canada"):
        kept = {table for table, rows in stored.items() if word in rows}
        assert kept <= ({"versions", "version_texts"} if word == "Canada" else set())
    assert "telegram:7" not in stored["inbox"]
    assert stored["accounts"] == "[]"
    assert UNANSWERED in stored["questions"]
    aloud, *alone = house.ledger()
    assert "1500" in str(aloud.payload)
    assert "telegram:7" not in str(aloud.payload)
    assert [bool(row.payload) for row in alone] == [False] * 5 + [True]
    with house.desk.database.read() as tx:
        assert [len(tx.receipts.of(row.id)) for row in (aloud, *alone)] == [1, 0, 0, 0, 0, 0, 0]


def test_the_next_line_is_that_of_a_stranger(house: House) -> None:
    """What they write afterwards is answered, and kept like anybody's."""
    run(partial(house.hears, said("/forget me")))

    async def forget() -> None:
        await house.hears(tapped(house, "Aizmirst mani"), said("/whoami"))

    run(forget)

    assert "telegram:7" in house.platform.words[-1]
    with house.desk.database.read() as tx:
        person = tx.people.find("telegram", "7")
        assert person is not None
        assert tx.ledger.told(person.id) == 1
