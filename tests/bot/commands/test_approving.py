"""A second pair of eyes: a change of what takes two waits for another person."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot import exchange
from bot.desk import Desk
from bot.editing import pending
from bot.editing.errors import NeedsApproval
from bot.exchange.placing import How
from bot.showing import deliveries
from bot.texts import phrase
from storage.database import Transaction
from storage.people import Role
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, operator, owner, reader

SET: Final = "/fact set battle-group.leader Poland | value-lv: Polija"
ASKED: Final = "who leads the battle group?"
GROUP_NAME: Final = "NATO battle group in Latvia"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor of a subject that takes two."""
    chief = editor(desk)
    chief.say("/approval on battle-group")
    return chief


@pytest.fixture
def other(desk: Desk) -> Speaker:
    """Return another editor."""
    return editor(desk, "10")


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader."""
    return reader(desk, language="en")


def waiting(desk: Desk) -> list[int]:
    """Return the numbers of what waits."""
    with desk.database.read() as tx:
        return [each.number for each in tx.pending.waiting()]


def proposed(chief: Speaker, line: str = SET) -> int:
    """Propose a change; return its number."""
    chief.say(line)
    return waiting(chief.desk)[-1]


def planned(tx: Transaction) -> list[str]:
    """Return what is told of proposals, by the keys of the ledger."""
    rows = tx.journal.read(tx.journal.ids(deliveries.wanted(None), 0, 50))
    return [row.key for row in rows if row.key.startswith("proposal:")]


class TestProposing:
    """A change of a subject that takes two."""

    def test_it_waits(self, desk: Desk, chief: Speaker, asker: Speaker) -> None:
        """It gets a number, and readers are told what they were."""
        told = chief.say(SET)

        (number,) = waiting(desk)
        command = f"/approve {number}"
        assert told == phrase(
            "en", "pending.waits", number=str(number), name=GROUP_NAME, command=command
        )
        assert "Canada" in asker.say(ASKED)

    @pytest.mark.parametrize(
        "line",
        [
            "/fact add battle-group.motto Together | words: motto | value-lv: Kopā",
            "/fact correct battle-group.leader Spain | value-lv: Spānija",
            "/fact edit battle-group.leader | en: Canada leads it.",
            "/fact retract battle-group.leader it was a rumour",
        ],
    )
    def test_every_edit_takes_two(self, desk: Desk, chief: Speaker, line: str) -> None:
        """Whatever would change a fact of it waits."""
        chief.say(line)

        assert len(waiting(desk)) == 1

    def test_what_is_wrong_is_said_at_once(self, desk: Desk, chief: Speaker) -> None:
        """What would be refused is refused to its author, and waits for nobody."""
        told = chief.say("/fact set battle-group.leader Canada | value-lv: Kanāda")

        assert told == phrase("en", "edit.unchanged", fact="battle-group.leader")
        assert waiting(desk) == []

    def test_who_runs_the_desk_takes_two_as_well(self, desk: Desk, chief: Speaker) -> None:
        """The console acts as owner, and is one person all the same."""
        del chief
        number = proposed(operator(desk))

        assert operator(desk).say(f"/approve {number}") == phrase(
            "lv", "pending.own", number=str(number)
        )
        assert waiting(desk) == [number]

    def test_its_names_and_files_take_two_as_well(self, desk: Desk, chief: Speaker) -> None:
        """What has no way to wait is refused to one person alone, with what to do instead."""
        told = chief.say("/subject set battle-group | name-en: The Group")
        line = '{"subject": "battle-group", "attribute": "leader", "value": {"en": "X"}}'
        records = exchange.read(line.encode(), "x.jsonl")

        assert told == phrase(
            "en", "edit.needs-approval", fact="battle-group", subject="battle-group"
        )
        with pytest.raises(NeedsApproval), desk.database.write() as tx:
            exchange.import_records(tx, records, author=None, zone="Europe/Riga", how=How.SET)

    def test_other_subjects_take_one(self, desk: Desk, chief: Speaker) -> None:
        """Only what was turned on waits."""
        chief.say("/fact set nato.members 31")

        assert waiting(desk) == []

    def test_turned_off_it_takes_one(self, desk: Desk, chief: Speaker, asker: Speaker) -> None:
        """From then on one person changes it."""
        chief.say("/approval off battle-group")
        chief.say(SET)

        assert "Poland" in asker.say(ASKED)
        assert waiting(desk) == []

    def test_the_editors_are_asked(self, desk: Desk, chief: Speaker) -> None:
        """Where they are, with buttons, in the commit that keeps it."""
        boss = owner(desk)

        number = proposed(chief)

        with desk.database.read() as tx:
            chat = tx.chats.find("telegram", boss.chat.id)
            assert chat is not None
            assert planned(tx) == [f"proposal:{number}:proposed:{chat.id}"]

    def test_who_cannot_approve_is_not_asked(
        self, desk: Desk, chief: Speaker, other: Speaker
    ) -> None:
        """An only owner proposes, and there is no editors' chat: the other editors are asked."""
        boss = owner(desk)

        number = proposed(boss)

        with desk.database.read() as tx:
            chats = [tx.chats.find("telegram", each.chat.id) for each in (chief, other)]
            assert planned(tx) == [
                f"proposal:{number}:proposed:{each.id}" for each in chats if each
            ]


class TestApproving:
    """`approve`: another person has it carried out."""

    def test_another_carries_it_out(
        self, desk: Desk, chief: Speaker, other: Speaker, asker: Speaker
    ) -> None:
        """It is an ordinary change by its author, with who approved of it in the audit."""
        number = proposed(chief)

        told = other.say(f"/approve {number}")

        assert told.startswith(phrase("en", "pending.done", number=str(number)))
        assert "Poland" in asker.say(ASKED)
        with desk.database.read() as tx:
            author = tx.people.find("telegram", chief.account.id)
            second = tx.people.find("telegram", other.account.id)
            applied = tx.audit.latest(1, target=str(number))[0]
            changed = tx.audit.latest(1, target="battle-group.leader")[0]
        assert author is not None
        assert second is not None
        assert (applied.action, applied.person) == ("pending.apply", second.id)
        assert (changed.action, changed.person) == ("fact.set", author.id)

    def test_nobody_approves_their_own(self, desk: Desk, chief: Speaker) -> None:
        """Nor does it help to have another account, once that is known to be theirs."""
        number = proposed(chief)
        assert chief.say(f"/approve {number}") == phrase("en", "pending.own", number=str(number))
        twin = editor(desk, "11")
        with desk.database.write() as tx:
            one, same = (tx.people.seen("telegram", each.account.id) for each in (chief, twin))
            tx.belongings.unite(one.id, same.id)

        assert twin.say(f"/approve {number}") == phrase("en", "pending.own", number=str(number))
        assert waiting(desk) == [number]

    def test_a_tap_of_its_author_takes_it_from_nobody(
        self, desk: Desk, chief: Speaker, other: Speaker
    ) -> None:
        """They are told alone, the request stays with its buttons, and the audit has the try."""
        number = proposed(chief)
        request = other.elsewhere(EDITORS)
        request.say("/desk pending")
        request.tap(1)
        approve = request.reply.choices[0].token
        author = chief.elsewhere(EDITORS)

        assert author.tap_token(approve) == phrase("lv", "pending.own", number=str(number))
        assert author.reply.aside
        with desk.database.read() as tx:
            assert tx.audit.latest(1)[0].action == "refused"
        assert request.tap_token(approve).startswith(
            phrase("lv", "pending.done", number=str(number))
        )

    def test_readers_cannot(self, desk: Desk, chief: Speaker, asker: Speaker) -> None:
        """It takes an editor, at the moment of the act."""
        number = proposed(chief)

        assert asker.say(f"/approve {number}") == phrase("en", "desk.refused")
        assert waiting(desk) == [number]

    def test_a_demoted_author_stands_for_nothing(
        self, desk: Desk, chief: Speaker, other: Speaker, asker: Speaker
    ) -> None:
        """One person is left, and it takes two."""
        number = proposed(chief)
        with desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", chief.account.id).id, Role.READER)

        told = other.say(f"/approve {number}")

        assert f"/decline {number}" in told
        assert "Canada" in asker.say(ASKED)

    def test_it_is_carried_out_once(self, chief: Speaker, other: Speaker) -> None:
        """Approved twice it is said who had it carried out, and when."""
        number = proposed(chief)
        other.say(f"/approve {number}")

        told = other.say(f"/approve {number}")

        assert told == f"{number} waits no more: Somebody had it carried out (09:00)."

    def test_what_was_declined_is_approved_by_nobody(self, chief: Speaker, other: Speaker) -> None:
        """Whoever is second hears what became of it."""
        number = proposed(chief)
        other.say(f"/decline {number} no source")

        told = other.say(f"/approve {number}")

        assert told == f"{number} waits no more: Somebody declined it (09:00)."

    def test_what_never_waited_is_unknown(self, other: Speaker) -> None:
        """A number of nothing is told from one that is over."""
        assert other.say("/approve 77") == phrase("en", "pending.not-waiting", number="77")

    def test_what_changed_meanwhile_is_shown(
        self, desk: Desk, chief: Speaker, other: Speaker, asker: Speaker
    ) -> None:
        """It takes another tap, of somebody who has seen the difference."""
        first, second = proposed(chief), proposed(chief, SET.replace("Poland", "Spain"))
        other.say(f"/approve {second}")

        told = other.say(f"/approve {first}")

        assert phrase("en", "overtaken.heading", key="battle-group.leader") in told
        assert "Now: Spain" in told
        assert waiting(desk) == [first]
        other.tap(1)
        assert "Poland" in asker.say(ASKED)

    def test_nothing_is_told_in_a_group(self, desk: Desk, chief: Speaker, other: Speaker) -> None:
        """Where everybody reads, an editor is sent to a private chat."""
        number = proposed(chief)

        told = other.elsewhere(GROUP).say(f"/approve {number}")

        assert "Poland" not in told
        assert waiting(desk) == [number]

    def test_its_hour_waits_for_the_second(
        self, desk: Desk, chief: Speaker, other: Speaker, asker: Speaker, clock: FakeClock
    ) -> None:
        """With an embargo it takes both: at its hour nothing leaves that nobody else approved."""
        chief.say(f"{SET} | embargo: 2021-11-26T12:00")
        chief.tap(1)
        (number,) = waiting(desk)
        clock.advance(timedelta(hours=3))
        with desk.database.write() as tx:
            pending.release(tx, "", None)
        assert "Canada" in asker.say(ASKED)
        assert waiting(desk) == [number]

        other.say(f"/approve {number}")

        assert "Poland" in asker.say(ASKED)

    def test_approved_before_it_leaves_at_its_hour(
        self, desk: Desk, chief: Speaker, other: Speaker, asker: Speaker, clock: FakeClock
    ) -> None:
        """Approved ahead of its hour it is carried out then, by itself."""
        chief.say(f"{SET} | embargo: 2021-11-26T12:00")
        chief.tap(1)
        (number,) = waiting(desk)
        assert other.say(f"/approve {number}") == phrase(
            "en", "pending.approved", number=str(number)
        )
        assert "Canada" in asker.say(ASKED)
        clock.advance(timedelta(hours=3))
        with desk.database.write() as tx:
            pending.release(tx, "", None)

        assert "Poland" in asker.say(ASKED)


class TestDeclining:
    """`decline`: it is not carried out, and why."""

    def test_its_author_is_told(self, desk: Desk, chief: Speaker, other: Speaker) -> None:
        """Nothing changes, and a word to its author is planned."""
        number = proposed(chief)

        told = other.say(f"/decline {number} two sources say otherwise")

        assert told == phrase("en", "pending.ended", number=str(number), key="battle-group.leader")
        assert waiting(desk) == []
        with desk.database.read() as tx:
            chat = tx.chats.find("telegram", chief.chat.id)
            assert chat is not None
            assert f"proposal:{number}:declined:{chat.id}" in planned(tx)

    def test_it_needs_a_reason(self, desk: Desk, chief: Speaker, other: Speaker) -> None:
        """Without one it is asked for, and then it is declined."""
        number = proposed(chief)

        assert other.say(f"/decline {number}").endswith(phrase("en", "form.ask-reason-any"))
        assert waiting(desk) == [number]
        other.say("nobody is sure")
        assert waiting(desk) == []


class TestTurning:
    """`approval on|off`."""

    def test_twice_is_once(self, chief: Speaker) -> None:
        """It says that it is so already."""
        told = chief.say("/approval on battle-group")

        assert told == phrase("en", "approval.is-on", name=GROUP_NAME)

    def test_a_subject_is_named(self, chief: Speaker) -> None:
        """What is no subject is said, with the nearest."""
        told = chief.say("/approval on battle-grup")

        assert told == phrase("en", "subject.none-near", text="battle-grup", nearest="battle-group")

    def test_a_subject_is_named_by_what_it_is_called(self, desk: Desk, chief: Speaker) -> None:
        """A key is asked of nobody who has the name, typed on the line as in the form."""
        told = chief.say("/approval off NATO kaujas grupa Latvijā")

        assert told == phrase("en", "approval.turned-off", name=GROUP_NAME)
        chief.say(SET)
        assert waiting(desk) == []

    def test_it_is_on_or_off(self, chief: Speaker) -> None:
        """Anything else is refused with what to write."""
        told = chief.say("/approval maybe battle-group")

        assert told == phrase("en", "approval.on-or-off", text="maybe")
