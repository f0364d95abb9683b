"""The way of a message: stored, answered, sent, settled, each once, whatever happens."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.outcomes import Gone, Later, Moved, Refused, Wait
from bot.port import Account, Happening, Update
from bot.texts import phrase
from storage.ledger import State
from tests.bot.receiving.house import (
    ANNA,
    GROUP,
    PRIVATE,
    QUESTION,
    House,
    changed,
    make_editor,
    open_editors_chat,
    run,
    said,
)


def test_question_is_answered_with_its_receipt(house: House) -> None:
    """The answer is sent once, the ledger knows its id, and which version it told for when."""
    run(partial(house.hears, said(QUESTION)))

    (answer,) = house.platform.sent
    assert "Canada" in house.platform.words[0]
    (row,) = house.ledger()
    assert (row.state, row.message, row.kind) == (State.SENT, "1000", "answer")
    with house.desk.database.read() as tx:
        (receipt,) = tx.receipts.of(row.id)
        fact = tx.facts.find("battle-group.leader")
    assert fact is not None
    assert (receipt.fact_id, receipt.instant, receipt.language) == (fact.id, house.clock(), "en")
    assert "Canada" in str(answer.message[receipt.node])
    assert house.counting.told == [
        ("received", "telegram"),
        ("settled", "telegram", "sent"),
        ("replied", "telegram"),
    ]


@pytest.mark.parametrize("times", [2, 3, 5])
def test_update_that_comes_again_is_answered_once(house: House, times: int) -> None:
    """In one batch or later, before the answer or after it."""
    update = said(QUESTION)
    run(partial(house.hears, *[update] * times), partial(house.hears, update))

    assert len(house.platform.sent) == 1


def test_edit_that_comes_again_changes_once(house: House) -> None:
    """The same command twice is one change."""
    make_editor(house)
    command = said("/fact set battle-group.strength 1700 | reason: test")
    run(partial(house.hears, command, command), partial(house.hears, command))

    assert house.value("battle-group.strength") == "1700"
    with house.desk.database.read() as tx:
        fact = tx.facts.find("battle-group.strength")
        assert fact is not None
        assert len(tx.changes.of(fact.id)) == 2


def test_commands_of_one_person_keep_their_order(house: House) -> None:
    """Twenty edits sent at once are twenty changes, the last of them last."""
    make_editor(house)
    values = range(1700, 1720)
    commands = [said(f"/fact set battle-group.strength {value} | reason: test") for value in values]
    run(partial(house.hears, *commands))

    assert house.value("battle-group.strength") == "1719"
    told = [words.splitlines()[1] for words in house.platform.words]
    assert [f"{value}" in line for value, line in zip(values, told, strict=True)] == [True] * 20


def test_failing_command_undoes_itself_and_is_answered(house: House) -> None:
    """What is wrong with it is said, and the update is done with."""
    make_editor(house)
    run(partial(house.hears, said("/fact set nothing.here 5")))

    assert house.states() == [State.SENT]
    assert phrase("lv", "edit.unknown-fact", fact="nothing.here") in house.platform.words[0]


def test_silence_sends_nothing(house: House) -> None:
    """Thanks in a group need no reply, and leave no row."""
    run(partial(house.hears, said("paldies!", GROUP)))

    assert house.platform.sent == []
    assert house.ledger() == []


def test_long_reply_comes_in_parts_and_in_order(house: House) -> None:
    """Each part is a row of its own; buttons stand below the last."""
    run(partial(house.hears, said("/help")))

    assert len(house.platform.sent) > 1
    assert [row.key[-1] for row in house.ledger()][:2] == ["0", "1"]
    assert set(house.states()) == {State.SENT}


def test_waiting_is_waited(house: House) -> None:
    """A platform that asks for patience gets it, and nothing is doubled."""
    house.platform.outcomes.append(Wait(5))
    run(partial(house.hears, said(QUESTION)), house.ticks)
    assert house.states() == [State.QUEUED]

    house.clock.advance(timedelta(seconds=5))
    run(house.ticks)
    assert house.states() == [State.SENT]
    assert len(house.platform.sent) == 2
    assert house.platform.words[0] == house.platform.words[1]


def test_outage_is_waited_out(house: House) -> None:
    """A platform out of reach is tried again with growing pauses, and disables nobody."""
    house.platform.outcomes.extend([Later("down"), Later("down")])
    run(partial(house.hears, said(QUESTION)))
    house.clock.advance(timedelta(seconds=2))
    run(house.ticks)
    house.clock.advance(timedelta(seconds=4))
    run(house.ticks)

    assert house.states() == [State.SENT]
    assert house.counting.told[-1] == ("replied", "telegram")


def test_chat_that_moved_is_followed(house: House) -> None:
    """The row goes to the chat's new id at once, and so does everything after it."""
    house.platform.outcomes.append(Moved("-1001"))
    run(partial(house.hears, said(QUESTION, GROUP)))

    assert [each.chat.id for each in house.platform.sent] == ["-100", "-1001"]
    with house.desk.database.read() as tx:
        assert tx.chats.find("telegram", "-100") is None


def test_chat_that_put_us_out_is_remembered(house: House) -> None:
    """Nothing is tried again there, until we are let in."""
    house.platform.outcomes.append(Gone("blocked"))
    run(partial(house.hears, said(QUESTION)))
    assert house.states() == [State.FAILED]
    with house.desk.database.read() as tx:
        chat = tx.chats.find("telegram", "7")
        assert chat is not None
        assert chat.gone == "blocked"

    joined = Update("j1", ANNA, PRIVATE, happening=Happening.JOINED)
    run(partial(house.hears, joined))
    with house.desk.database.read() as tx:
        chat = tx.chats.find("telegram", "7")
        assert chat is not None
        assert chat.gone == ""


def test_who_speaks_again_is_answered_again(house: House) -> None:
    """Somebody who had blocked the bot and writes to it has let it in."""
    house.platform.outcomes.append(Gone("blocked"))
    run(partial(house.hears, said(QUESTION)), partial(house.hears, said(QUESTION)))

    assert house.states() == [State.FAILED, State.SENT]
    with house.desk.database.read() as tx:
        chat = tx.chats.find("telegram", "7")
    assert chat is not None
    assert chat.gone == ""


def test_refused_reply_leaves_nobody_without_a_word(house: House) -> None:
    """What the platform does not take is apologised for, in plain words, once."""
    house.platform.outcomes.extend([Refused("bad markup"), Refused("worse")])
    run(partial(house.hears, said(QUESTION)))

    assert house.states() == [State.FAILED, State.FAILED]
    assert phrase("en", "desk.incident", incident="d1") == house.platform.words[1]


def test_refusal_that_the_platform_explained_is_left_at_that(house: House) -> None:
    """Who was told what to do by the platform itself hears no apology besides."""
    house.platform.outcomes.append(Refused("not let in", told=True))
    run(partial(house.hears, said(QUESTION)))

    assert house.states() == [State.FAILED]
    assert len(house.platform.sent) == 1


def test_changed_question_changes_its_answer(house: House) -> None:
    """The answer is edited where it stands, and its receipts are those of the new one."""
    first = said(QUESTION)
    anew = changed(first, "cik karavīru ir kaujas grupā?")
    run(partial(house.hears, first), partial(house.hears, anew))

    assert [each.edits for each in house.platform.sent] == ["", "1000"]
    assert "1500" in house.platform.words[1]
    old, new = house.ledger()
    with house.desk.database.read() as tx:
        assert tx.receipts.of(old.id) == ()
        assert len(tx.receipts.of(new.id)) == 1
        latest = tx.ledger.of_message(new.chat, "1000")
    assert latest is not None
    assert latest.id == new.id


def test_question_changed_too_late_stays_answered_as_it_was(house: House) -> None:
    """After ten minutes the conversation has gone on."""
    first = said(QUESTION)
    anew = changed(first, "cik karavīru?")
    run(partial(house.hears, first))
    house.clock.advance(timedelta(minutes=10, seconds=1))
    run(partial(house.hears, anew))

    assert len(house.platform.sent) == 1


def test_changed_command_does_nothing_and_says_so(house: House) -> None:
    """A command was carried out as it was sent."""
    first = said("/whoami")
    anew = changed(first, "/language en")
    run(partial(house.hears, first), partial(house.hears, anew))

    assert house.platform.words[1] == phrase("lv", "desk.edited-command")


def test_question_that_was_a_command_for_a_moment_is_a_question_again(house: House) -> None:
    """What it became between is refused; its own answer follows what it is in the end."""
    first = said(QUESTION)
    wrong = changed(first, "/language en")
    anew = changed(first, "cik karavīru ir kaujas grupā?")
    run(*(partial(house.hears, each) for each in (first, wrong, anew)))

    assert house.platform.words[1] == phrase("lv", "desk.edited-command")
    assert "1500" in house.platform.words[2]
    assert house.platform.sent[2].edits == "1000"


def test_mended_question_behind_its_command_is_answered(house: House) -> None:
    """With `/ask` before it, as groups need it, a question is one too."""
    first = said("/ask who leeds the batle grup of what?", GROUP)
    anew = replace(changed(first, f"/ask {QUESTION}"), chat=GROUP)
    run(partial(house.hears, first), partial(house.hears, anew))

    assert "Canada" in house.platform.words[-1]
    assert house.platform.sent[-1].edits == "1000"


def test_shortened_question_is_answered(house: House) -> None:
    """Whoever was told to ask in fewer words may do so where the question stands."""
    first = said(QUESTION * 50)
    run(partial(house.hears, first), partial(house.hears, changed(first, QUESTION)))

    assert "Canada" in house.platform.words[1]
    assert house.platform.sent[1].edits == "1000"


def test_commands_are_named_as_they_are_typed_there(house: House) -> None:
    """Where lines that begin with a slash do not arrive, no reply asks for one."""
    for text in ("/help", "labdien", "/fact add", "/facts zzzz"):
        run(partial(house.hears, replace(said(text), slash="/desk ")))

    spoken = " ".join(house.platform.words)
    assert "/desk help" in spoken
    assert set(re.findall(r"(?<![\w/])/\w+", spoken)) == {"/desk"}


class TestRunningAChat:
    """Who runs a chat is asked of the platform, at the moment of the act."""

    def test_who_runs_it_may(self, house: House) -> None:
        """The platform says yes: the language of the group changes."""
        house.platform.running = {"telegram:7"}
        run(partial(house.hears, said("/language en", GROUP)))

        language = phrase("en", "language.en")
        assert house.platform.words == [phrase("en", "language.chosen", language=language)]

    def test_who_does_not_is_led_to_private(self, house: House) -> None:
        """The refusal offers the same for oneself, as a link."""
        update = said("/language en", GROUP)
        home = "https://t.me/desk_bot?start="
        run(partial(house.hears, Update(update.id, ANNA, GROUP, update.text, home=home)))

        assert f"{home}do-language-en" in house.platform.words[0]


def test_update_that_ends_the_program_is_put_aside(house: House) -> None:
    """After three attempts who said it gets a sentence, the editors its number, others go on."""
    open_editors_chat(house)
    bad = said(QUESTION)
    asyncio.run(house.reception.accept([bad]))
    for _ in range(3):
        with house.desk.database.write() as tx:
            tx.inbox.claim("a program that died", 1, timedelta(0))
            tx.inbox.release()

    run(house.works, partial(house.hears, said(QUESTION)), house.ticks)

    parked, alarm, answer = sorted(house.platform.words, key=lambda words: "Canada" in words)
    assert {
        phrase("lv", "desk.parked", incident="i1"),
        phrase("lv", "alarm.parked", number="i1"),
    } == {
        parked,
        alarm,
    }
    assert "Canada" in answer


def test_platform_that_is_off_stops_nobody(house: House) -> None:
    """What waits from before it was turned off stays, and everybody else is answered."""
    elsewhere = replace(said(QUESTION), account=Account("slack", "U1"))
    run(partial(house.hears, elsewhere, said(QUESTION)), partial(house.hears, said(QUESTION)))

    assert len(house.platform.sent) == 2
    with house.desk.database.read() as tx:
        assert tx.inbox.waiting() == 1
