"""`schedule` and `digest`: shown with the next five times before anything is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from storage.people import Role
from storage.schedules import Content, State
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

TIMES: Final = [
    "· Monday, 29\u00a0November 2021 at 08:30 (Riga time)",
    "· Tuesday, 30\u00a0November 2021 at 08:30 (Riga time)",
    "· Wednesday, 1\u00a0December 2021 at 08:30 (Riga time)",
    "· Thursday, 2\u00a0December 2021 at 08:30 (Riga time)",
    "· Friday, 3\u00a0December 2021 at 08:30 (Riga time)",
]
"""The next five times of weekdays 08:30, seen from the 26th at nine."""


def kept(desk: Desk) -> list[tuple[str, str, str]]:
    """Return what is posted again and again: what, of what, when."""
    with desk.database.read() as tx:
        orders = [each.order for each in tx.schedules.standing()]
    return [(each.content.value, each.about, each.cron) for each in orders]


class TestAdding:
    """Nothing is kept before it was shown and somebody who may has tapped."""

    def test_shown_whole_and_then_kept(self, desk: Desk) -> None:
        """Absolute times with weekday and zone, and what it would say now."""
        chief = editor(desk)
        lines = chief.say("/schedule add weekdays 08:30 fact battle-group.leader").splitlines()

        assert lines[0].endswith(
            "fact (NATO battle group in Latvia, lead nation) → this chat,"
            " on weekdays at 08:30 (Riga time)"
        )
        assert lines[1:6] == TIMES
        assert lines[6] == phrase("en", "schedule.now")
        assert lines[7] == "Canada leads NATO's battle group in Latvia."
        assert kept(desk) == []
        done = chief.tap(1).splitlines()
        assert done[0].startswith("Saved as 2: fact (NATO battle group")
        assert done[2:7] == TIMES
        assert kept(desk) == [("fact", "battle-group.leader", "30 8 * * 1-5")]

    def test_what_is_kept_is_decided_about_by_buttons(self, desk: Desk) -> None:
        """From the list, which stays, to one of it, and on: no number has to be typed."""
        chief = editor(desk)
        chief.say("/schedule add weekdays 08:30 fact battle-group.leader")
        chief.tap(1)
        chief.say("/schedule list")
        assert TIMES[0] in chief.tap(1)
        assert (chief.reply.apart, chief.reply.edits) == (True, "")

        told = [chief.tap(1), chief.tap(1), chief.tap(2)]
        assert [each.partition(":")[0] for each in told] == ["Paused", "Resumed", "Removed"]
        assert kept(desk) == []

    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            (
                "30 3 27 3 *",
                ["at 04:00 (Riga time); 03:30 does not exist that night, 04:00 is meant"],
            ),
            ("30 3 30 10 *", ["at 03:30 (Riga time); 03:30 comes twice that night, the first is"]),
            (
                "*/30 3 27 3 *",
                [
                    "March 2022: 03:00 does not exist that night, and this rule leaves it out",
                    "March 2022: 03:30 does not exist that night, and this rule leaves it out",
                    "27\u00a0March 2023 at 03:00 (Riga time)",
                ],
            ),
            (
                "*/30 3 30 10 *",
                [
                    "at 03:00 (Riga time); 03:00 comes twice that night, the first is meant",
                    "at 03:30 (Riga time); 03:30 comes twice that night, the first is meant",
                    "at 03:00 (Riga time); 03:00 comes twice that night, the second is meant",
                ],
            ),
        ],
    )
    def test_what_clocks_skip_or_show_twice_is_marked(
        self, desk: Desk, rule: str, told: list[str]
    ) -> None:
        """A time of the day comes behind the gap, and once; a rule of real time as clocks do."""
        lines = editor(desk).say(f'/schedule add "{rule}" text Good night').splitlines()

        assert all(words in line for words, line in zip(told, lines[1:], strict=False)), lines
        assert editor(desk).say('/schedule add "0 5 27 3 *" text x').count("that night") == 0

    def test_left_alone_keeps_nothing(self, desk: Desk) -> None:
        """The other button."""
        chief = editor(desk)
        chief.say("/schedule add weekdays 08:30 digest")
        chief.tap(2)

        assert kept(desk) == []

    def test_right_is_checked_at_the_tap(self, desk: Desk) -> None:
        """Who is no editor any more keeps nothing."""
        chief = editor(desk)
        chief.say("/schedule add weekdays 08:30 digest")
        with desk.database.write() as tx:
            tx.people.set_role(tx.people.seen("telegram", "9").id, Role.READER)

        assert chief.tap(1) == phrase("en", "desk.refused")
        assert kept(desk) == []

    @pytest.mark.parametrize(
        ("line", "made"),
        [
            ("mon 09:00 digest nato", ("digest", "nato", "0 9 * * 1")),
            ("katru dienu 8.00 apkopojums", ("digest", "", "0 8 * * *")),
            ('"0 9 * * 1-5" digest', ("digest", "", "0 9 * * 1-5")),
            (
                "daily 9:00 countdown ministers-meeting",
                ("countdown", "ministers-meeting", "0 9 * * *"),
            ),
            (
                "darbdienās plkst. 9 atskaite ministru sanāksme",
                ("countdown", "ministers-meeting", "0 9 * * 1-5"),
            ),
            ("daily 9:00 text Good morning!\nAll", ("text", "Good morning!\nAll", "0 9 * * *")),
            ("daily 9:00 text Hi\n\nlv: Čau", ("text", "Hi\n\nlv: Čau", "0 9 * * *")),
            ("daily 9:00 text\n\nen: Hi\nlv: Čau", ("text", "Čau\n\nen: Hi", "0 9 * * *")),
        ],
    )
    def test_content(self, desk: Desk, line: str, made: tuple[str, str, str]) -> None:
        """Each kind, by words of both languages; a text with its lines."""
        chief = editor(desk)
        chief.say(f"/schedule add {line}")
        chief.tap(1)

        assert kept(desk) == [made]

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("tomorrow 9:00 digest", "does not begin with a time that comes again"),
            ("fri 9:00 countdown ministers-meeting", "is over before any of these times comes"),
            ("weekdays digest", "please say at what hour too, for example: weekdays 08:30"),
            ("daily at 3 digest", "which hour of the day is meant"),
            ('"61 9 * * *" digest', "“61” cannot be the minute"),
            ('"0 9 30 2 *" digest', "never comes"),
            ('"*/5 * * * *" digest', "at least 30 minutes"),
            ("daily 9:00 news", "what shall I post?"),
            ("daily 9:00 countdown", "What is to follow after “countdown”?"),
            ("daily 9:00 countdown nosuch", "nosuch"),
            ("daily 9:00 fact nosuch.fact", "nosuch.fact"),
            ("daily 9:00 digest xyzzy", "No subject has the topic “xyzzy”."),
            ("daily 9:00 digest natto", "Did you mean nato?"),
            ("daily 9:00 digest\nto: press", "no channel"),
            ("daily 9:00 to: press digest", "“to: press digest”: what shall I post?"),
            ("daily 9:00\nto: press", "“to: press”: what shall I post?"),
            ("daily 9:00 digest\nat: noon", "at"),
            ("daily 9:00 text x\n\nlv: y\nen: z", "There is a text for each language"),
            ("daily 9:00 text\n\nto: press", "What is to follow after “text”?"),
            (f"daily 9:00 text {'a' * 4097}", "this chat takes at most 4,096 characters"),
        ],
    )
    def test_what_is_wrong_is_said(self, desk: Desk, line: str, said: str) -> None:
        """A sentence that says what to write, and nothing to tap."""
        chief = editor(desk)

        assert said in chief.say(f"/schedule add {line}")
        assert chief.reply.choices == ()

    def test_end_of_a_countdown_is_told(self, desk: Desk) -> None:
        """Five times are shown of any rule; those behind its event do not come."""
        chief = editor(desk)
        assert "It ends" not in chief.say("/schedule add every hour countdown ministers-meeting")
        told = chief.say("/schedule add mondays 9:00 countdown ministers-meeting").splitlines()

        assert told[6].startswith("It ends with its event: Tuesday–Wednesday, 30")
        assert told[6] in chief.tap(1)

    def test_line_that_is_text_is_pointed_out(self, desk: Desk) -> None:
        """What looks like a line would be posted as it stands, and here: that is said before."""
        chief = editor(desk)
        hint = phrase("en", "post.lines-hint", names="to:", known="en:, lv:, to:")

        assert hint in chief.say("/schedule add daily 9:00 text Hello | to: press")
        assert hint not in chief.say("/schedule add daily 9:00 text Hello press")

    def test_short_command_is_completed(self, desk: Desk) -> None:
        """Where no form opens: the whole command, with what was typed of it, to be edited."""
        chief = editor(desk).elsewhere(EDITORS)
        chief.say("/language en")

        assert "/schedule add WHEN digest" in chief.say("/schedule add")
        assert "/schedule add weekdays 08:30" in chief.say("/schedule add weekdays 08:30")

    def test_group_is_no_place_for_it(self, desk: Desk) -> None:
        """Everybody there would read the preview."""
        chief = editor(desk).elsewhere(GROUP)
        chief.say("/language en")

        assert chief.say("/schedule add daily 9:00 digest").startswith("Everybody here")
        assert editor(desk).elsewhere(EDITORS).say("/schedule list")

    def test_reader_may_not(self, desk: Desk) -> None:
        """It posts to others."""
        asker = reader(desk, language="en")

        assert asker.say("/schedule add daily 9:00 digest") == phrase("en", "desk.refused")
        assert asker.say("/schedule list") == phrase("en", "desk.refused")


class TestKept:
    """What is kept is listed, shown, paused, resumed and removed by its number."""

    @pytest.fixture
    def chief(self, desk: Desk) -> Speaker:
        """Return an editor who has ordered a digest, number 1."""
        chief = editor(desk)
        chief.say("/schedule add weekdays 08:30 digest")
        chief.tap(1)
        return chief

    def test_list(self, chief: Speaker) -> None:
        """When each comes next."""
        _, line, _ = chief.say("/schedule list").splitlines()

        assert line.startswith("2 · digest → this chat, on weekdays at 08:30 (Riga time): next Mon")

    def test_preview(self, chief: Speaker) -> None:
        """The next five times, and what it would say now."""
        lines = chief.say("/schedule preview 2").splitlines()

        assert lines[2:7] == TIMES
        assert lines[7] in {phrase("en", "schedule.now"), phrase("en", "schedule.empty-now")}

    def test_paused_and_resumed(self, chief: Speaker, clock: FakeClock) -> None:
        """What passed meanwhile is not made up for."""
        assert phrase("en", "schedule.is-paused") in chief.say("/schedule pause 2")
        assert chief.say("/schedule pause 2").startswith("Nothing was changed")
        clock.advance(timedelta(days=3))
        assert "next Tuesday, 30" in chief.say("/schedule resume 2")
        assert chief.say("/schedule resume 2").startswith("Nothing was changed")
        with chief.desk.database.read() as tx:
            made = tx.schedules.get(2)
        assert made is not None
        assert made.state is State.ACTIVE
        assert made.next_at is not None
        assert made.next_at > clock()

    def test_removed(self, chief: Speaker) -> None:
        """And then there is none of that number."""
        assert chief.say("/schedule remove 2").startswith("Removed: digest")
        assert chief.say("/schedule remove 2") == phrase("en", "schedule.no-number", number="2")
        assert chief.say("/schedule list") == phrase("en", "schedule.none")

    @pytest.mark.parametrize("number", ["x", "1.5", "²", "9" * 30])
    def test_number_must_be_one(self, chief: Speaker, number: str) -> None:
        """Anything else is said not to be."""
        assert "/schedule list" in chief.say(f"/schedule remove {number}")

    def test_typed_without_a_slash_it_asks_first(self, chief: Speaker) -> None:
        """As whatever changes what others get."""
        chief.say("schedule remove 2")
        assert kept(chief.desk) != []
        chief.tap(1)
        assert kept(chief.desk) == []

    def test_audit_knows_who(self, chief: Speaker) -> None:
        """Each change under its number."""
        chief.say("/schedule pause 2")
        with chief.desk.database.read() as tx:
            query = "SELECT action, target FROM audit WHERE action LIKE 'schedule%' ORDER BY id"
            rows = [tuple(row) for row in tx.connection.exec_driver_sql(query)]

        assert rows == [("schedule.add", "2"), ("schedule.pause", "2")]


class TestDigest:
    """A chat orders its own, at once, one a topic."""

    def test_ordered_with_its_next_times(self, desk: Desk) -> None:
        """And how to change and to stop it."""
        lines = reader(desk, language="en").say("/digest weekdays 08:30").splitlines()

        assert lines[0] == "This chat gets a digest on weekdays at 08:30 (Riga time), next:"
        assert lines[1:6] == TIMES
        assert lines[6].endswith("/digest weekdays 08:30; to stop: /digest off")

    def test_in_latvian(self, desk: Desk) -> None:
        """By its Latvian name too, with marks or without."""
        told = reader(desk, language="lv").say("/apkopojums darbdienas plkst. 8.30")

        assert told.splitlines()[0] == (
            "Šī saruna saņems apkopojumu darbdienās plkst. 8:30 (Rīgas laiks), nākamreiz:"
        )

    def test_one_a_topic(self, desk: Desk) -> None:
        """Ordered again it is changed; taken back by topic, or all at once."""
        asker = reader(desk, language="en")
        for order in ("weekdays 08:30", "mon 09:00 nato", "daily 8:00"):
            asker.say(f"/digest {order}")
        with desk.database.read() as tx:
            chat = tx.chats.find("telegram", "7")
            assert chat is not None
            own = [(each.order.about, each.order.cron) for each in tx.schedules.own(chat.id)]
        assert own == [("", "0 8 * * *"), ("nato", "0 9 * * 1")]
        assert asker.say("/follow").count("· digest") == 2

        assert asker.say("/digest off nato") == phrase("en", "digest.off")
        assert asker.say("/digest nato off") == phrase("en", "digest.was-off")
        assert asker.say("/digest off") == phrase("en", "digest.off")
        assert asker.say("/follow") == phrase("en", "follow.nothing")

    def test_bare_it_offers(self, desk: Desk) -> None:
        """A tap orders; who has one is shown it, and may stop it."""
        asker = reader(desk, language="en")
        assert asker.say("/digest") == phrase("en", "digest.which")
        assert asker.reply.choices[0].label == "on weekdays at 08:30"
        assert asker.tap(1).startswith("This chat gets a digest on weekdays at 08:30")
        assert asker.say("/digest").startswith("· digest, on weekdays at 08:30: next Monday")
        assert asker.tap(3) == phrase("en", "digest.off")

    def test_group_is_for_who_runs_it(self, desk: Desk) -> None:
        """Everybody else is led to a private chat."""
        asker = reader(desk).elsewhere(GROUP)
        assert asker.say("/digest daily 9:00") == phrase(
            "lv", "desk.refused-here", private=phrase("lv", "desk.in-private")
        )
        asker.runs_chat = True
        assert "katru dienu plkst. 9:00" in asker.say("/digest daily 9:00")

    def test_zone_is_that_of_the_chat_when_it_was_ordered(self, desk: Desk) -> None:
        """It stays so when the chat chooses another."""
        asker = reader(desk, language="en")
        asker.say("/timezone Europe/London")
        assert "08:30 (London time)" in asker.say("/digest weekdays 08:30")
        asker.say("/timezone Europe/Riga")

        assert "08:30 (London time)" in asker.say("/follow")

    @pytest.mark.parametrize("content", list(Content))
    def test_every_content_has_its_name(self, content: Content) -> None:
        """In both languages."""
        assert phrase("en", f"schedule.content-{content}")
        assert phrase("lv", f"schedule.content-{content}")
