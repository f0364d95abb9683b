"""The big red button: nothing leaves but replies and alarms, and what follows on release."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.port import Chat, Place, plain
from bot.texts import phrase
from storage.audit import Entry
from storage.deliveries import State
from tests.bot.posting.newsroom import ANNA, ANNAS, DESK, ED, EDS, GROUP, Newsroom
from tests.bot.posting.pressroom import NEWS, WORLD, Pressroom
from tests.standins.speakers import operator

WHY = "the wrong list"
MOMENT = timedelta(seconds=3)


@pytest.fixture
def pressroom(newsroom: Newsroom) -> Pressroom:
    """Return a newsroom that may post to its channels."""
    made = Pressroom(newsroom.house)
    made.open_channels()
    made.edit("timezone riga")
    made.sent()
    return made


def post(pressroom: Pressroom, text: str, at: str, to: str = "news, world") -> None:
    """Have the editor post at a time."""
    pressroom.edit(f"post {text}\n\nto: {to}\nat: {at}")
    pressroom.tap("Send")


def audit(newsroom: Newsroom) -> Entry:
    """Return the latest act."""
    with newsroom.house.desk.database.read() as tx:
        return tx.audit.latest(1)[0]


def alarms(newsroom: Newsroom) -> list[str]:
    """Return what the editors' chat was told at once."""
    newsroom.looks()
    sent = newsroom.platform.sent
    return [plain(each.message) for each in sent if each.key.startswith("alarm:")]


class TestHold:
    """What an editor puts on hold."""

    def test_everything_waits_until_release(self, newsroom: Newsroom) -> None:
        """A reminder comes after release, and says how late it is; a reply comes as ever."""
        newsroom.add("2021-11-26T12:00")
        newsroom.say("/remind summit 1h")
        newsroom.edit(f"hold all {WHY}")
        newsroom.at("2021-11-26T11:20")

        assert newsroom.told(ANNAS) == []
        assert "Summit" in newsroom.say("/event show summit")
        newsroom.edit("release all")
        newsroom.looks()
        (told,) = newsroom.told(ANNAS)
        assert phrase("en", "reminder.late", late="20 min") in told

    def test_reminder_of_what_has_begun_expires(self, newsroom: Newsroom) -> None:
        """By what its kind is owed when it is late."""
        newsroom.add("2021-11-26T12:00")
        newsroom.say("/remind summit 1h")
        newsroom.edit(f"hold all {WHY}")
        newsroom.at("2021-11-26T12:20")
        newsroom.edit("release all")
        newsroom.looks()

        assert newsroom.told(ANNAS) == []
        assert newsroom.plans()[0][2:] == ("expired", "over")

    def test_correction_waits_too(self, newsroom: Newsroom) -> None:
        """A notice of an event, which never grows old, comes when it is released."""
        newsroom.add()
        newsroom.say("/event show summit")
        newsroom.edit(f"hold all {WHY}")
        newsroom.edit("event move summit 2021-12-06T11:00")
        newsroom.after(timedelta(hours=2))
        assert newsroom.told(ANNAS, "notice") == []

        newsroom.edit("release all")
        newsroom.looks()
        assert len(newsroom.told(ANNAS, "notice")) == 1

    def test_it_is_ended_by_a_button(self, pressroom: Pressroom) -> None:
        """Which stands below the reply, below what the others are told, and on the desk."""
        labels = [phrase(language, "hold.release-all") for language in ("en", "lv")]
        pressroom.edit(f"hold all {WHY}")
        pressroom.looks()
        told = [each.choices for each in pressroom.platform.sent[-2:]]
        assert [choice.label for each in told for choice in each] == labels
        pressroom.edit("desk")
        pressroom.tap(labels[0])

        assert pressroom.edit("hold").startswith(phrase("en", "hold.nothing"))

    def test_it_outlives_a_restart(self, newsroom: Newsroom) -> None:
        """Whoever starts finds it in the store."""
        newsroom.add("2021-11-26T12:00")
        newsroom.say("/remind summit 1h")
        newsroom.edit(f"hold all {WHY}")
        newsroom.house.build()
        newsroom.at("2021-11-26T11:00")

        assert newsroom.told(ANNAS) == []

    def test_it_is_told_where_deliveries_are(self, newsroom: Newsroom) -> None:
        """With the reason, above everything else."""
        newsroom.edit(f"hold all {WHY}")

        told = newsroom.edit("deliveries").splitlines()[0]
        assert told.startswith("Everything is on hold since 26")
        assert told.endswith(f": {WHY}")
        assert newsroom.edit("hold").splitlines()[0] == told

    def test_editors_hear_of_it_and_of_the_end(self, newsroom: Newsroom) -> None:
        """In their chat, by whom; who ordered it there is not told twice."""
        newsroom.say("/language en", DESK, ED)
        newsroom.edit(f"hold all {WHY}")
        newsroom.edit("release all")

        held, released = alarms(newsroom)
        assert held.startswith("Everything is on hold since")
        assert "By Ed." in held
        assert "/release all" in held
        assert released == phrase("en", "hold.ended-all", who="Ed")
        newsroom.say(f"/hold all {WHY}", DESK, ED)
        assert len(alarms(newsroom)) == 2

    def test_command_is_written_as_it_is_typed_there(self, newsroom: Newsroom) -> None:
        """What leaves by itself names commands as a reply in that place does."""
        newsroom.platform.slash = "/factdesk "
        newsroom.say("/language en", DESK, ED)
        newsroom.edit(f"hold all {WHY}")

        assert alarms(newsroom)[0].endswith("/factdesk release all")

    def test_it_is_in_the_audit(self, newsroom: Newsroom) -> None:
        """Both acts, with the reason."""
        newsroom.edit(f"hold all {WHY}")
        assert (audit(newsroom).action, audit(newsroom).target) == ("hold", "all")
        assert audit(newsroom).details == {"reason": WHY}
        newsroom.edit("release all")
        assert (audit(newsroom).action, audit(newsroom).target) == ("release", "all")

    def test_twice_keeps_the_first_reason(self, newsroom: Newsroom) -> None:
        """Whoever comes second is told of it."""
        newsroom.edit(f"hold all {WHY}")

        told = newsroom.edit("hold all another")
        assert told.startswith("It is on hold already.")
        assert WHY in told

    @pytest.mark.parametrize(
        ("typed", "asked"),
        [
            ("hold all", "form.ask-reason-any"),
            ("hold news", "form.ask-hold-what"),
            ("release", "form.nothing-there"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, newsroom: Newsroom, typed: str, asked: str) -> None:
        """And until it is there nothing is on hold."""
        why = phrase("en", "hold.nothing")
        assert newsroom.edit(typed).endswith(phrase("en", asked, why=why, command="/release"))
        assert newsroom.edit("hold").startswith(phrase("en", "hold.nothing"))

    def test_reader_may_not(self, newsroom: Newsroom) -> None:
        """Nor may whoever runs a group."""
        assert newsroom.say(f"/hold all {WHY}") == phrase("en", "desk.refused")
        assert newsroom.say("/release all", GROUP) == phrase("en", "desk.refused")

    def test_not_before_everybody(self, newsroom: Newsroom) -> None:
        """An editor is asked to say it in private."""
        told = newsroom.say(f"/hold all {WHY}", GROUP, ED)
        assert told.startswith("Everybody here would read this")
        assert newsroom.edit("hold").startswith(phrase("en", "hold.nothing"))

    @pytest.mark.parametrize("typed", [f"hold all {WHY}", "release all"])
    def test_place_is_refused_before_anything_is_asked(
        self, newsroom: Newsroom, typed: str
    ) -> None:
        """Nobody taps to be told that it cannot be done there."""
        told = newsroom.say(typed, GROUP, ED)
        assert told.startswith("Everybody here would read this")
        assert newsroom.platform.sent[-1].choices == ()

    def test_what_would_be_refused_is_refused_at_once(self, newsroom: Newsroom) -> None:
        """In the same words as with a slash; nothing was done to find out."""
        told = newsroom.say(f"hold nosuch {WHY}", EDS, ED)
        assert told == newsroom.edit(f"hold nosuch {WHY}")
        assert newsroom.edit("hold").startswith(phrase("en", "hold.nothing"))

    def test_word_without_slash_is_asked_about(self, newsroom: Newsroom) -> None:
        """It might be a question."""
        newsroom.say(f"hold all {WHY}", EDS, ED)
        assert newsroom.edit("hold").startswith(phrase("en", "hold.nothing"))

    def test_operator_may(self, newsroom: Newsroom) -> None:
        """The hold is nobody's then."""
        operator(newsroom.house.desk).say(f"/hold visu {WHY}")
        with newsroom.house.desk.database.read() as tx:
            (found,) = tx.holds.all()
        assert (found.name, found.person) == ("all", None)


class TestChannel:
    """A hold on one channel."""

    def test_only_that_channel_waits(self, pressroom: Pressroom) -> None:
        """The other gets its copy; the hold is told by the name of the channel."""
        post(pressroom, "Labdien", "2021-11-26T10:00")
        told = pressroom.edit(f"hold news {WHY}")
        assert told.startswith("Channel news is on hold since")
        pressroom.at("2021-11-26T10:00")

        assert [each.chat.id for each in pressroom.sent("post")] == [WORLD.id]

    def test_who_posts_there_is_told(self, pressroom: Pressroom) -> None:
        """Before [Send] and after it: "leaves now" would not be true of that channel."""
        pressroom.edit(f"hold news {WHY}")
        on_hold = phrase("en", "post.on-hold", channels="news")

        assert on_hold in pressroom.edit("post Labdien\n\nto: news, world")
        assert on_hold in pressroom.tap("Send")
        assert "On hold" not in pressroom.edit("post Labdien\n\nto: world")

    def test_post_does_not_leave_now_where_nothing_leaves(self, pressroom: Pressroom) -> None:
        """It waits for the end of the hold."""
        pressroom.edit(f"hold all {WHY}")
        pressroom.edit("post Labdien\n\nto: news")

        told = pressroom.tap("Send").splitlines()[0]

        number = str(pressroom.number())
        assert told == phrase("en", "post.leaves-later", number=number, channels="news")

    def test_unknown_channel_is_told(self, pressroom: Pressroom) -> None:
        """With the nearest that there is."""
        assert "news" in pressroom.edit(f"hold newz {WHY}")
        assert "not on hold" in pressroom.edit("release news")

    def test_it_can_be_lifted_once_its_channel_is_gone(self, pressroom: Pressroom) -> None:
        """By the name that it was ordered with."""
        pressroom.edit(f"hold news {WHY}")
        pressroom.edit("channel remove news")

        assert "Everything leaves for channel news again" in pressroom.edit("release news")


class TestRelease:
    """What follows when it is lifted."""

    def test_overdue_posts_are_asked_about(self, pressroom: Pressroom) -> None:
        """Even those a minute late; they leave once an editor says so, and never twice."""
        post(pressroom, "Labdien", "2021-11-26T10:00")
        pressroom.edit(f"hold all {WHY}")
        pressroom.at("2021-11-26T10:01")
        told = pressroom.edit("release all")
        assert phrase("en", "hold.overdue", count=2) in told
        pressroom.after(MOMENT)

        assert pressroom.sent("post") == []
        assert {row.state for row in pressroom.copies()} == {State.HELD}
        assert pressroom.choices[0].label == "Send all 2"
        pressroom.tap_token(pressroom.choices[0].token, DESK)
        pressroom.looks(6)
        assert {each.chat.id for each in pressroom.sent("post")} == {NEWS.id, WORLD.id}

    def test_post_held_in_several_channels_is_changed_as_one(self, pressroom: Pressroom) -> None:
        """One button beside those that settle all; two posts have no change in common."""
        post(pressroom, "Labdien", "2021-11-26T10:00")
        pressroom.edit(f"hold all {WHY}")
        pressroom.at("2021-11-26T10:01")
        pressroom.edit("release all")
        pressroom.after(MOMENT)
        labels = [each.label for each in pressroom.choices]
        assert labels == ["Send all 2", "Change", "Drop all 2"]
        number = pressroom.number()
        told = pressroom.tap_token(pressroom.choices[1].token, DESK)
        assert f"/post edit {number} Labdien" in told

        for text in ("Viens", "Divi"):
            post(pressroom, text, "2021-11-26T11:00", to="news")
        pressroom.edit(f"hold all {WHY}")
        pressroom.at("2021-11-26T11:01")
        pressroom.edit("release all")
        pressroom.after(MOMENT)
        assert [each.label for each in pressroom.choices] == ["Send all 2", "Drop all 2"]

    def test_post_that_is_still_ahead_leaves_at_its_time(self, pressroom: Pressroom) -> None:
        """Nobody is asked about it."""
        post(pressroom, "Labdien", "2021-11-26T10:00", to="news")
        pressroom.edit(f"hold all {WHY}")
        pressroom.edit("release all")
        pressroom.at("2021-11-26T10:00")

        assert [each.chat.id for each in pressroom.sent("post")] == [NEWS.id]

    def test_withdrawal_leaves_by_itself(self, pressroom: Pressroom) -> None:
        """What takes back a post is wanted whenever it comes."""
        post(pressroom, "Labdien", "2021-11-26T10:00", to="news")
        pressroom.at("2021-11-26T10:00")
        pressroom.edit(f"hold all {WHY}")
        pressroom.edit(f"post delete {pressroom.number()}")
        pressroom.tap(pressroom.choices[0].label)
        pressroom.after(timedelta(minutes=1))
        assert [each.withdraws for each in pressroom.sent("post")] == [False]

        pressroom.edit("release all")
        assert [each.withdraws for each in pressroom.posted()] == [True]

    def test_channel_on_hold_stays_so(self, pressroom: Pressroom) -> None:
        """Its posts are not asked about until it is released itself; the reply tells of it."""
        post(pressroom, "Labdien", "2021-11-26T10:00")
        pressroom.edit(f"hold news {WHY}")
        pressroom.edit("hold all another")
        pressroom.at("2021-11-26T10:01")

        told = pressroom.edit("release all")
        assert phrase("en", "hold.overdue", count=1) in told
        assert "Channel news is on hold" in told
        assert phrase("en", "hold.overdue", count=1) in pressroom.edit("release news")

    def test_channel_released_under_the_hold_on_everything_waits_on(
        self, pressroom: Pressroom
    ) -> None:
        """Nothing is asked about yet, as nothing could leave."""
        post(pressroom, "Labdien", "2021-11-26T10:00", to="news")
        pressroom.edit(f"hold news {WHY}")
        pressroom.edit("hold all another")
        pressroom.at("2021-11-26T10:01")
        told = pressroom.edit("release news")

        assert "Everything is on hold" in told
        assert {row.state for row in pressroom.copies()} == {State.QUEUED}

    def test_decided_during_a_hold_it_waits_for_its_end(self, newsroom: Newsroom) -> None:
        """And whoever decides is told so."""
        newsroom.add(more=" | review: 2021-12-01")
        newsroom.say("/remind summit 1d", Chat("telegram", "7", Place.PRIVATE), ANNA)
        newsroom.at("2021-12-05T10:00")
        newsroom.edit(f"hold all {WHY}")
        told = newsroom.edit(f"deliveries send {newsroom.rows('reminder')[0].number}")
        assert "Everything is on hold" in told
        newsroom.after(MOMENT)
        assert newsroom.told(ANNAS) == []

        newsroom.edit("release all")
        newsroom.looks()
        assert len(newsroom.told(ANNAS)) == 1
