"""`deliveries`: what was sent, is due, failed and why; editors settle what is held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.deliveries import PAGE
from bot.desk import Desk
from bot.port import Kind, Place, plain
from bot.posting.policies import LATE_AFTER
from bot.texts import phrase
from storage.deliveries import Delivery, Message, Reason, State
from storage.plans import Planned
from storage.turns import Claim, Pace
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, editor, reader

LEASE = timedelta(seconds=90)
NB = "\N{NO-BREAK SPACE}"
DUE = f"on 26{NB}November 2021 at 09:00 (Riga time)"
HOW = phrase("en", "held.how")


def queue(desk: Desk, key: str, kind: Kind = Kind.ALARM, title: str = "") -> None:
    """Queue a message in a group of its own."""
    with desk.database.write() as tx:
        chat = tx.chats.seen("telegram", key, "", Place.GROUP, title)
        tx.ledger.add(Message(key, kind, chat.id, {"message": [{"text": "x"}], "language": "en"}))


def claimed(desk: Desk, key: str) -> Delivery:
    """Claim the message of that key."""
    with desk.database.write() as tx:
        chat = tx.chats.find("telegram", key)
        assert chat is not None
        (found,) = tx.ledger.claim("token", 1, LEASE, chat.id)
        return found


def send(desk: Desk, key: str) -> None:
    """Send the message of that key."""
    found = claimed(desk, key)
    with desk.database.write() as tx:
        tx.ledger.sent(found, "77")


def hold(desk: Desk, key: str, why: Reason = Reason.IN_DOUBT) -> int:
    """Have a new message held; return its number."""
    queue(desk, key)
    found = claimed(desk, key)
    with desk.database.write() as tx:
        return tx.ledger.hold(found, why)


def row(desk: Desk, number: int) -> Delivery:
    """Return the message with that number."""
    with desk.database.read() as tx:
        found = tx.journal.numbered(number)
    assert found is not None
    return found


class TestListing:
    """What an editor is shown."""

    def test_each_line_tells_what_where_how_and_why(self, desk: Desk) -> None:
        """In absolute time, by its chat's title or address, the reason in words."""
        number = hold(desk, "-1")
        queue(desk, "-2", title="Rīgas ziņas")
        send(desk, "-2")
        queue(desk, "-3")
        with desk.database.write() as tx:
            (found,) = tx.ledger.claim("token", 1, LEASE)
            tx.ledger.fail(found, "Forbidden: bot was kicked")

        assert editor(desk).say("/deliveries").splitlines() == [
            phrase("en", "delivery.list", count=3),
            f"{number} · alarm → telegram:-1: held; was due {DUE} – it may have been sent or not",
            f"alarm → telegram:-3: could not be sent; was due {DUE} – “Forbidden: bot was kicked”",
            f"alarm → Rīgas ziņas: sent {DUE}",
            HOW,
        ]

    def test_reminder_names_its_event_and_its_time(self, desk: Desk) -> None:
        """What is planned is seen from the moment it was ordered."""
        boss = editor(desk)
        boss.say("/remind ministers-meeting 1d")

        told = boss.say("/deliveries").splitlines()[1]

        assert told.startswith("reminder (")
        assert told.endswith(f") → telegram:9: due on 29{NB}November 2021 at 09:00 (Riga time)")

    def test_replies_that_were_sent_are_left_out(self, desk: Desk) -> None:
        """They would hide the rest; one that fails is shown."""
        for key in ("-1", "-2"):
            queue(desk, key, Kind.ANSWER)
        send(desk, "-1")

        told = editor(desk).say("/deliveries")

        assert "telegram:-1:" not in told
        assert f"answer → telegram:-2: waits since 26{NB}November 2021 at 09:00 (Riga time)" in told

    @pytest.mark.parametrize("only", ["held", "failed", "late"])
    def test_nothing_is_said_to_be_nothing(self, desk: Desk, only: str) -> None:
        """Each list has its own words for being empty."""
        asker = editor(desk)

        assert asker.say("/deliveries") == phrase("en", "delivery.none")
        assert asker.say(f"/deliveries {only}") == phrase("en", f"delivery.none-{only}")
        assert asker.say("/deliveries 9") == phrase("en", "delivery.none")

    def test_filters_show_only_theirs(self, desk: Desk) -> None:
        """What is held, has failed, or is late; in whatever letters."""
        asker = editor(desk)
        number = hold(desk, "-1")
        queue(desk, "-2")
        found = claimed(desk, "-2")
        with desk.database.write() as tx:
            tx.ledger.expire(found, Reason.OVER)

        assert f"{number} · " in asker.say("/deliveries HELD")
        assert "telegram:-2" not in plain(asker.reply.message)
        assert "telegram:-2: not sent, as it would" in asker.say("/deliveries failed")
        assert "telegram:-1" not in plain(asker.reply.message)

    def test_late_message_tells_both_times(self, desk: Desk, clock: FakeClock) -> None:
        """When it was due, and when it left."""
        queue(desk, "-1")
        clock.advance(LATE_AFTER + timedelta(minutes=1))
        send(desk, "-1")

        told = editor(desk).say("/deliveries late")

        sent = f"on 26{NB}November 2021 at 09:11 (Riga time)"
        assert told.splitlines()[1] == f"alarm → telegram:-1: sent {sent}; was due {DUE}"

    def test_possible_double_is_shown(self, desk: Desk) -> None:
        """What was sent once more after a doubt says so for ever."""
        queue(desk, "-1")
        found = claimed(desk, "-1")
        with desk.database.write() as tx:
            tx.ledger.again(found, tx.now, Reason.IN_DOUBT, doubted=True)
        send(desk, "-1")

        assert phrase("en", "delivery.why-repeated") in editor(desk).say("/deliveries")

    def test_list_is_paged_by_a_button(self, desk: Desk) -> None:
        """What does not fit a page is behind it, and every message is on one page."""
        numbers = [hold(desk, f"-{each}") for each in range(1, PAGE + 3)]
        asker = editor(desk)

        first = asker.say("/deliveries held").splitlines()
        more = asker.reply.choices[-1]
        assert more.label == "2 more"
        second = asker.tap_token(more.token).splitlines()

        assert len(asker.reply.choices) == len(("send", "drop")) * 2
        assert first[0] == second[0] == phrase("en", "delivery.list-held", count=PAGE + 2)
        shown = [line.partition(" ")[0] for line in (*first[1:-1], *second[1:-1])]
        assert shown == [str(number) for number in numbers]

    def test_each_is_decided_by_its_buttons(self, desk: Desk) -> None:
        """Whoever decides about one can go on to the next in the same list."""
        one, other = (hold(desk, each) for each in ("-1", "-2"))
        ed = editor(desk)
        ed.say("/deliveries held")
        buttons = {each.label: each.token for each in ed.reply.choices}

        assert "I send it now" in ed.tap_token(buttons[f"Send {one}"])
        assert "dropped" in ed.tap_token(buttons[f"Drop {other}"])
        assert ed.say("/deliveries held") == phrase("en", "delivery.none-held")

    def test_large_fan_out_tells_how_far_it_is(self, desk: Desk, clock: FakeClock) -> None:
        """And how much longer it takes, by what left in the last minute; a small one does not."""
        with desk.database.write() as tx:
            ids = [tx.chats.seen("telegram", f"{n}", "", Place.PRIVATE).id for n in range(1200)]
            rows = [Planned(f"k{each}", each, tx.now, 1, {}) for each in ids]
            tx.plans.add(Kind.NOTICE, None, rows)
            tx.plans.add(Kind.ALARM, None, [Planned("small", ids[0], tx.now, 2, {})])
        boss = editor(desk)
        lines = boss.say("/deliveries").splitlines()
        still = "0 of 1,200; none has left in the last minute"
        assert lines[0] == f"notice of an event, due {DUE}: {still}"
        assert lines[1].startswith("Held, due and sent")

        with desk.database.write() as tx:
            claim = Claim("token", LEASE, timedelta(seconds=20), LATE_AFTER)
            pace = Pace(*[timedelta(milliseconds=100)] * 3)
            for each in tx.turns.claim(claim, "telegram", pace, (1,)):
                tx.ledger.sent(each, "m")
        clock.advance(timedelta(seconds=59))
        told = boss.say("/deliveries").splitlines()[0]
        assert told == f"notice of an event, due {DUE}: 201 of 1,200, about 4 min left"

    def test_button_gives_no_right(self, desk: Desk) -> None:
        """Who is an editor no more turns no page."""
        for each in range(PAGE + 1):
            hold(desk, f"-{each + 1}")
        boss = editor(desk).elsewhere(EDITORS)
        boss.say("/deliveries")
        other = reader(desk).elsewhere(EDITORS)

        assert other.tap_token(boss.reply.choices[0].token) == phrase("lv", "desk.refused")

    @pytest.mark.parametrize("typed", ["lost", "held held", "held 0", "0", "held -1", "late x 2"])
    def test_what_is_no_filter_is_told(self, desk: Desk, typed: str) -> None:
        """With all that there are."""
        known = "held, failed, late"

        assert editor(desk).say(f"/deliveries {typed}").endswith(f"one of: {known}.")


class TestPlaces:
    """Who sees it, and where."""

    def test_readers_are_refused(self, desk: Desk) -> None:
        """It tells of other people's chats."""
        number = hold(desk, "-1")
        asker = reader(desk)

        for typed in ("", " held", f" send {number}", f" drop {number}"):
            assert asker.say(f"/deliveries{typed}") == phrase("lv", "desk.refused")
        assert row(desk, number).state is State.HELD

    def test_group_is_not_told(self, desk: Desk) -> None:
        """Not even by an editor, but alone; the editors' own chat is told."""
        number = hold(desk, "-1")
        boss = editor(desk).elsewhere(GROUP)

        for typed in ("", " held", f" send {number}", f" drop {number}"):
            assert "telegram:-1" not in boss.say(f"/deliveries{typed}")
        assert row(desk, number).state is State.HELD
        boss.alone = True
        assert "telegram:-1" in boss.say("/deliveries")
        assert "telegram:-1" in boss.elsewhere(EDITORS).say("/deliveries")


class TestDeciding:
    """What is held is sent or dropped."""

    def test_list_stays_for_the_next(self, desk: Desk) -> None:
        """Who has decided about one by its button goes on to another."""
        one, two = (hold(desk, f"-{each}") for each in (1, 2))
        boss = editor(desk)
        boss.say("/deliveries held")
        buttons = {each.label: each.token for each in boss.reply.choices}

        boss.tap_token(buttons[phrase("en", "held.send-one", number=str(one))])
        assert (boss.reply.apart, boss.reply.edits) == (True, "")
        boss.tap_token(buttons[phrase("en", "held.drop-one", number=str(two))])
        assert [row(desk, each).state for each in (one, two)] == [State.QUEUED, State.DROPPED]

    def test_several_are_sent_at_once(self, desk: Desk) -> None:
        """Each is queued as insisted on; an unknown number and a decided one are named."""
        one, two, three = (hold(desk, f"-{each}") for each in (1, 2, 3))
        boss = editor(desk)
        boss.say(f"/deliveries drop {three}")

        told = boss.say(f"/deliveries send {one}, {two} {one} {three} 99").splitlines()

        assert told[:2] == [
            phrase("en", "delivery.done-send", number=str(each), what=f"alarm → telegram:-{chat}")
            for chat, each in enumerate((one, two), 1)
        ]
        assert told[2].startswith(f"Nothing is to be decided about it any more: {three} · alarm")
        assert told[3:] == [phrase("en", "delivery.no-number", number="99")]
        assert [row(desk, each).state for each in (one, two)] == [State.QUEUED, State.QUEUED]
        assert row(desk, one).payload["insisted"] is True

    def test_dropped_is_dropped_for_good(self, desk: Desk) -> None:
        """By an editor, as everybody can see who looks."""
        number = hold(desk, "-1")

        told = editor(desk).say(f"/deliveries drop {number}")

        what = "alarm → telegram:-1"
        assert told == phrase("en", "delivery.done-drop", number=str(number), what=what)
        assert (row(desk, number).state, row(desk, number).why) == (
            State.DROPPED,
            Reason.BY_EDITOR,
        )

    def test_decision_is_in_the_audit(self, desk: Desk) -> None:
        """Who decided what about which message, and why it had been held."""
        numbers = [hold(desk, "-1"), hold(desk, "-2", Reason.PAST_REVIEW)]
        boss = editor(desk)
        boss.say(f"/deliveries send {numbers[0]}")
        boss.say(f"/deliveries drop {numbers[1]}")

        with desk.database.read() as tx:
            dropped, sent = tx.audit.latest(2)
            person = tx.people.find("telegram", "9")
        assert person is not None
        assert (sent.person, sent.action, sent.target, sent.place) == (
            person.id,
            "delivery.send",
            str(numbers[0]),
            "telegram:9",
        )
        assert (dropped.action, dropped.target) == ("delivery.drop", str(numbers[1]))
        assert dropped.details == {"kind": "alarm", "chat": "telegram:-2", "why": "past review"}

    def test_without_a_slash_it_is_asked_about(self, desk: Desk) -> None:
        """It sends to others."""
        number = hold(desk, "-1")
        boss = editor(desk)

        boss.say(f"deliveries send {number}")
        assert row(desk, number).state is State.HELD
        boss.tap(1)

        assert row(desk, number).state is State.QUEUED

    @pytest.mark.parametrize("word", ["send", "drop"])
    @pytest.mark.parametrize("typed", ["x", "1 x", "-1", "1.5", "1" * 12, "²"])
    def test_what_is_no_number_is_told(self, desk: Desk, word: str, typed: str) -> None:
        """And nothing is decided, not even about those that are numbers."""
        number = hold(desk, "-1")
        wrong = typed.rsplit(maxsplit=1)[-1]

        told = editor(desk).say(f"/deliveries {word} {number} {typed}")

        assert told == phrase("en", "delivery.wrong-number", text=wrong)
        assert row(desk, number).state is State.HELD

    def test_alone_it_asks_of_which(self, desk: Desk) -> None:
        """With a button for each that is held, which does it."""
        ed = editor(desk)
        assert ed.say("/deliveries send").startswith(phrase("en", "delivery.none-held"))
        number = hold(desk, "-1")
        assert ed.say("/deliveries send").endswith(phrase("en", "form.ask-held"))

        ed.tap(1)

        assert row(desk, number).state is State.QUEUED


def test_planned_message_is_shown_from_the_moment_it_is_planned(desk: Desk) -> None:
    """In the zone of the chat that asks."""
    with desk.database.write() as tx:
        chat = tx.chats.seen("telegram", "-5", "7", Place.GROUP, "Forums")
        at = tx.now + timedelta(days=1)
        tx.plans.add(Kind.NOTICE, None, [Planned("k", chat.id, at, 1, {})])
    boss = editor(desk)
    boss.say("/timezone london")

    assert boss.say("/deliveries").splitlines()[1] == (
        "notice of an event → Forums (telegram:-5/7): "
        f"due on 27{NB}November 2021 at 07:00 (London time)"
    )
