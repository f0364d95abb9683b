"""`desk`: what waits for editors, where, for whom; and where the editors' chat is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.port import Chat, Place
from bot.posting.alarms import listeners, tell_parked
from bot.texts import phrase
from storage.pending import Proposal
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, owner, reader

LEADER = "NATO battle group in Latvia, lead nation"
NEWSROOM = Chat("telegram", "-300", Place.GROUP, title="Newsroom")


@pytest.fixture
def ed(desk: Desk) -> Speaker:
    """Return an editor in private."""
    return editor(desk)


def alarmed(desk: Desk) -> list[str]:
    """Return the ids of the chats where an alarm would go."""
    with desk.database.read() as tx:
        return [each.external_id for each in listeners(tx, desk.editors)]


class TestWhatWaits:
    """Each kind of work with how much of it there is, and a button that shows it."""

    def test_store_as_it_was_shipped(self, ed: Speaker) -> None:
        """Where nothing waits that is said."""
        assert ed.say("/desk").startswith(phrase("en", "waiting.nothing"))

    def test_review_days_are_listed_with_what_to_do(self, ed: Speaker, clock: FakeClock) -> None:
        """From its day on, in the zone of the installation, until it was looked at."""
        ed.say("/fact edit battle-group.leader | review: 2021-12-01")
        assert phrase("en", "waiting.reviews", count=1) not in ed.say("/desk")
        clock.set(clock().replace(month=12, day=1))

        assert phrase("en", "waiting.reviews", count=1) in ed.say("/desk")
        assert phrase("en", "waiting.button-reviews") in [
            choice.label for choice in ed.reply.choices
        ]
        told = ed.tap([each.label for each in ed.reply.choices].index("Reviews") + 1)
        assert "NATO battle group in Latvia, lead nation: review day" in told
        assert [choice.label for choice in ed.reply.choices] == [LEADER]
        assert "Still true?" in ed.tap(1)
        day = "1\u00a0January 2022"
        assert ed.tap(1).startswith(phrase("en", "review.done", name=LEADER, day=day))
        assert ed.say("/desk reviews") == phrase("en", "waiting.no-reviews")
        assert f"{LEADER}: Canada, {phrase('en', 'kind.review')}" in ed.say("/desk")

    def test_lists_stay_while_one_thing_is_looked_at(self, ed: Speaker) -> None:
        """The desk and its list of reviews: what is shown of one fact stands below them."""
        for fact in ("leader", "strength"):
            ed.say(f"/fact edit battle-group.{fact} | review: 2021-11-20")
        ed.say("/desk")
        ed.tap(1)
        assert (ed.reply.apart, ed.reply.edits) == (True, "")
        one, other = ed.reply.choices

        assert "Canada" in ed.tap_token(one.token)
        assert (ed.reply.apart, ed.reply.edits) == (True, "")
        assert "1,500" in ed.tap_token(other.token)

    def test_fact_that_has_changed_is_told_of_by_a_button(self, ed: Speaker) -> None:
        """Who looks at what is to be reviewed has a form for what it is now, without a KEY."""
        ed.say("/fact review battle-group.leader")
        (button,) = (each for each in ed.reply.choices if each.label == phrase("en", "review.set"))

        told = ed.tap_token(button.token)
        assert told.endswith(phrase("en", "form.ask-value-set-en", now="Canada"))

    def test_review_of_a_subject_that_takes_two_waits_for_the_other(
        self, desk: Desk, ed: Speaker
    ) -> None:
        """As any other change of it does: who approves it says so too."""
        owner(desk).say("/approval on battle-group")

        told = ed.say("/fact review battle-group.leader 2022-03-01")

        assert "/approve 2" in told
        assert "battle-group.leader" in editor(desk, "10").say("/approve 2")

    def test_pending_changes_are_named_without_their_values(self, ed: Speaker) -> None:
        """By number, and for what they wait."""
        with ed.desk.database.write() as tx:
            payload = {"value": {"en": "Spain"}}
            tx.pending.add(Proposal("fact.set", "battle-group.leader", payload, None))
            at_noon = tx.now + timedelta(hours=3)
            tx.pending.add(Proposal("event.add", "gala.time", payload, None, due_at=at_noon))

        assert phrase("en", "waiting.pending", count=2) in ed.say("/desk")
        told = ed.say("/desk pending")
        first, second = told.splitlines()[1:]
        assert "NATO battle group in Latvia, lead nation: /fact set battle-group.leader" in first
        assert "waits for a second editor. /approve 2 carries it out, /decline 2" in first
        assert "gala: /event add gala waits for its time" in second
        assert "/embargo lift 3 publishes it at once, /embargo move 3" in second
        assert "Spain" not in told

    def test_latest_changes_are_shown(self, ed: Speaker, clock: FakeClock) -> None:
        """The newest first, in words: what, by whom, when; of another day with the day."""
        with ed.desk.database.write() as tx:
            tx.people.seen("telegram", ed.account.id, "Ed")
        ed.say("/fact set battle-group.strength 1700 | value-lv: 1700")
        told = "· NATO battle group in Latvia, number of soldiers: 1700, changed by Ed, "
        assert ed.say("/desk").splitlines()[-2] == told + "09:00"

        clock.advance(timedelta(days=1))
        assert told + "on 26\u00a0November at 09:00" in ed.say("/desk").replace(
            "Ed, 26", "Ed, on 26"
        )

    def test_lists_are_paged(self, ed: Speaker) -> None:
        """A button leads on to the rest."""
        for number in range(10):
            names = f"name-lv: T{number} | name-en: B{number} | words: size"
            ed.say(f"/fact add b{number}.size large | {names}")

        first = ed.say("/desk languages")
        assert phrase("en", "waiting.languages", count=10) in first
        second = ed.tap_token(ed.reply.choices[-1].token)
        assert "b9.size" in second
        assert "b9.size" not in first

    def test_each_list_is_opened_from_the_same_message(self, ed: Speaker) -> None:
        """Who has looked at one finds the buttons of the others as they were."""
        ed.say("/fact edit battle-group.leader | review: 2021-11-20")
        ed.say("/fact add bell.tone low | name-lv: Zvans | name-en: Bell | words: tone")
        ed.say("/desk")
        reviews, behind = ed.reply.choices

        assert "lead nation" in ed.tap_token(reviews.token)
        assert "Bell, tone" in ed.tap_token(behind.token)
        assert "lead nation" in ed.tap_token(reviews.token)

    def test_what_a_language_lacks_is_asked_for_by_its_button(self, ed: Speaker) -> None:
        """Without a KEY, or a word about what happened."""
        ed.say("/fact add bell.tone low | name-lv: Zvans | name-en: Bell | words: tone")
        ed.say("/desk languages")
        assert [each.label for each in ed.reply.choices] == ["Bell, tone: in Latvian"]

        asked = ed.tap(1)
        assert asked.endswith(phrase("en", "form.ask-value-missing-lv", now="low"))
        ed.say("zems")
        for _sentence_and_source in range(3):
            ed.tap(1)
        ed.tap(1)
        assert ed.say("/desk languages") == phrase("en", "waiting.no-languages")

    def test_change_that_waits_is_shown_by_its_button(self, desk: Desk, ed: Speaker) -> None:
        """With what it would change, and what may be done; the others stay within reach."""
        owner(desk).say("/approval on battle-group")
        for value in ("Spain", "Poland"):
            ed.say(f"/fact set battle-group.leader {value} | value-lv: {value}")
        second = editor(desk, "10")
        second.say("/desk pending")
        one, other = [each for each in second.reply.choices if each.label.startswith("Show")]
        assert "Spain" in second.tap_token(one.token)
        assert "Poland" in second.tap_token(other.token)
        assert second.reply.choices[0].label == phrase("en", "pending.do-approve")
        assert "Poland" in second.tap(1)

    def test_change_that_waits_is_decided_in_the_list(self, desk: Desk, ed: Speaker) -> None:
        """By another editor, whose list stays; who proposed it can only decline it."""
        owner(desk).say("/approval on battle-group")
        for fact, value in (("leader", "Spain"), ("strength", "1700")):
            ed.say(f"/fact set battle-group.{fact} {value} | value-lv: {value}")
        ed.say("/desk pending")
        assert [each.label for each in ed.reply.choices] == [
            *("Show 2", "Decline 2…", "Show 3", "Decline 3…")
        ]
        second = editor(desk, "10")
        second.say("/desk pending")
        buttons = {each.label: each.token for each in second.reply.choices}

        assert "Spain" in second.tap_token(buttons["Carry out 2"])
        assert second.reply.apart
        asked = second.tap_token(buttons["Decline 3…"])
        assert asked.endswith(phrase("en", "form.ask-reason-any"))
        assert second.reply.apart
        assert "declined" in second.say("not sure")
        assert second.say("/desk pending") == phrase("en", "waiting.no-pending")

    def test_button_of_the_list_is_refused_to_a_reader(self, desk: Desk, ed: Speaker) -> None:
        """Who stands by in the editors' chat, or was an editor, decides nothing."""
        owner(desk).say("/approval on battle-group")
        ed.say("/fact set battle-group.leader Spain | value-lv: Spānija")
        second = editor(desk, "10").elsewhere(EDITORS)
        second.say("/desk pending")
        bystander = reader(desk).elsewhere(EDITORS)

        for button in second.reply.choices:
            assert bystander.tap_token(button.token) == phrase("lv", "desk.refused")
        assert second.say("/desk pending") != phrase("lv", "waiting.no-pending")

    def test_what_waits_for_its_hour_alone_is_shown_so(self, ed: Speaker) -> None:
        """Not as if it took a second person; a tap publishes it."""
        ed.say("/fact set battle-group.leader Spain | value-lv: X | embargo: 2021-11-27T10:00")
        ed.tap(1)
        ed.say("/desk pending")

        told = ed.tap(1)
        assert "waits for its time" in told
        assert "Spain" in told
        labels = [each.label for each in ed.reply.choices]
        assert labels == ["Publish now", "Another time…", "Decline…"]
        publish, move, _ = ed.reply.choices
        assert "To when?" in ed.tap_token(move.token)
        ed.say("/cancel")
        assert "is carried out" in ed.tap_token(publish.token)
        assert "Spain" in ed.say("/fact show battle-group.leader")

    def test_button_of_a_window_says_what_it_is_for(self, desk: Desk, ed: Speaker) -> None:
        """Who tapped [Decline…] in the list reads that a change is declined by it."""
        owner(desk).say("/approval on battle-group")
        ed.say("/fact set battle-group.leader Spain | value-lv: X")
        second = editor(desk, "10")
        second.has_windows = True
        second.say("/desk pending")

        title = phrase("en", "form.title-decline")
        assert second.tap(3).startswith(f"{title}: ")

    def test_unknown_list_names_those_there_are(self, ed: Speaker) -> None:
        """And a page that is none as well."""
        assert "reviews, languages" in ed.say("/desk nonsense")
        assert ed.say("/desk reviews 99") == phrase("en", "waiting.no-reviews")

    def test_it_is_told_to_editors_alone(self, desk: Desk, ed: Speaker) -> None:
        """Not to readers, nor where everybody would read it."""
        assert reader(desk, language="en").say("/desk") == phrase("en", "desk.refused")
        assert "Nothing waits" not in ed.elsewhere(GROUP).say("/desk")
        assert phrase("lv", "waiting.nothing") in ed.elsewhere(EDITORS).say("/desk")


class TestDeskHere:
    """The editors' chat is where an owner has put it last."""

    def test_it_takes_the_place_of_the_configured_one(self, desk: Desk) -> None:
        """Alarms go there, what is for the desk is shown there, and the old chat is told."""
        desk = replace(desk, editors="telegram:-200")
        chief = owner(desk)
        chief.elsewhere(EDITORS).say("/help")
        assert alarmed(desk) == ["-200"]

        told = chief.elsewhere(NEWSROOM).say("/desk here")

        assert told == phrase("lv", "waiting.here")
        assert alarmed(desk) == ["-300"]
        ed = editor(desk)
        ed.say("/fact add secret.plan 5 | name-lv: Pl | name-en: Pl | words: plan | audience: desk")
        assert "5" in ed.elsewhere(NEWSROOM).say("/fact show secret.plan")
        assert "5" not in ed.elsewhere(replace(EDITORS, place=Place.GROUP)).say(
            "/fact show secret.plan"
        )
        with desk.database.read() as tx:
            rows = tx.ledger.get(range(1, 100))
            (moved,) = [each for each in rows if each.key.startswith("alarm:desk:")]
            assert moved.external_id == "-200"

    def test_alarms_follow_it_without_a_restart(self, desk: Desk) -> None:
        """The store knows it, and so does every process."""
        owner(desk).elsewhere(NEWSROOM).say("/desk here")

        with desk.database.write() as tx:
            tell_parked(tx, "1", "telegram:-200", "en")
            (row,) = [each for each in tx.ledger.get(range(1, 9)) if each.kind == "alarm"]
            assert row.external_id == "-300"

    def test_twice_is_once_and_private_is_refused(self, desk: Desk) -> None:
        """Where it is already it says so; where it cannot be it says where it can."""
        chief = owner(desk)
        assert chief.say("/desk here") == phrase("en", "waiting.not-private")
        there = chief.elsewhere(NEWSROOM)
        there.say("/desk here")
        assert there.say("/desk here") == phrase("lv", "waiting.was-here")

    def test_editors_cannot_move_it(self, desk: Desk) -> None:
        """Only an owner says where editors are."""
        ed = editor(desk).elsewhere(NEWSROOM)
        assert ed.say("/desk here") == phrase("lv", "desk.refused-owner")
        assert alarmed(desk) == []
