"""What an editor writes may tell what waits for its hour: they are asked before it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

LEADER: Final = "Zorgabrivo"
UNTIL: Final = "Friday, 26\u00a0November 2021 at 12:00 (Riga time)"
EVENT: Final = "ministers-meeting"
ASKED: Final = "/fact edit nfiu.place"
ANYWAY: Final = phrase("en", "overtaken.anyway")
LEAVE: Final = phrase("en", "desk.leave-it")


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English, and has had a change kept until noon."""
    chief = editor(desk)
    chief.say(
        f"/fact set battle-group.leader {LEADER} | value-lv: {LEADER} | embargo: 2021-11-26T12:00"
    )
    chief.tap(1)
    return chief


def number(desk: Desk) -> str:
    """Return the number of what waits."""
    with desk.database.read() as tx:
        return str(tx.pending.waiting()[0].number)


def waiting(desk: Desk) -> int:
    """Return how much waits."""
    with desk.database.read() as tx:
        return len(tx.pending.waiting())


def tells(desk: Desk) -> str:
    """Return the sentence that names what is told."""
    return phrase("en", "embargo.tells", number=number(desk), at=UNTIL)


def label(chief: Speaker, text: str) -> int:
    """Return the number of the button with a label."""
    return [each.label for each in chief.reply.choices].index(text) + 1


LATER: Final = (
    f"/fact edit nfiu.place | en: It works for {LEADER}.",
    f"/fact edit nfiu.place | source: The {LEADER} Times, 2021-11-20",
    f"/fact edit nfiu.place | words: seat of {LEADER}",
    f"/fact set nfiu.place {LEADER}",
    f"/fact correct nfiu.place Riga, near {LEADER} | reason: a slip",
    f"/fact correct nfiu.place Rīga | reason: as {LEADER} leads now",
    f"/fact add nfiu.motto With {LEADER} | words: motto",
    f"/fact add nfiu.{LEADER.lower()} 5 | words: number",
    f"/fact add {LEADER.lower()}-unit.size 5 | name-lv: vienība | name-en: unit | words: size",
    f"/fact set battle-group.leader {LEADER}",
    f"/event move {EVENT} 2021-12-02T10:00 | en: {LEADER} comes later.",
    f"/event move {EVENT} 2021-12-02T10:00 | reason: {LEADER} comes later",
    f"/event cancel {EVENT} {LEADER} leads now",
    f"/event add visit 2021-12-09 Visit of {LEADER}",
)
"""What may wait for the same hour."""

NOW: Final = (
    f"/fact retract nfiu.place since {LEADER} leads",
    f"/subject set nfiu | name-en: {LEADER} unit",
    f"/subject set nfiu | also-lv: {LEADER} vienība",
    f"/subject set nfiu | topic: {LEADER}",
)
"""What may not."""


@pytest.mark.parametrize("line", [*LATER, *NOW])
def test_whatever_is_written_is_asked_about(
    desk: Desk, chief: Speaker, holdings: Callable[[], str], line: str
) -> None:
    """By the number and the hour of what is told; nothing is stored until it is tapped."""
    before = holdings()

    told = chief.say(line)

    assert told.splitlines()[0] == tells(desk)
    assert holdings() == before
    chief.tap(label(chief, LEAVE))
    assert holdings() == before
    chief.say(line)
    chief.tap(label(chief, ANYWAY))
    assert holdings() != before
    assert waiting(desk) == 1


@pytest.mark.parametrize("line", LATER)
def test_it_may_wait_for_the_same_hour(
    desk: Desk, chief: Speaker, holdings: Callable[[], str], line: str
) -> None:
    """The first button keeps it until what it tells is told."""
    before = holdings()
    chief.say(line)

    assert chief.tap(1).startswith(
        phrase("en", "embargo.kept", number="", key="", at="", left="")[:5]
    )
    assert waiting(desk) == 2
    assert holdings() == before


@pytest.mark.parametrize("line", NOW)
def test_what_waits_for_no_hour_is_done_or_left(chief: Speaker, line: str) -> None:
    """A withdrawal and a name can only be done at once, or left."""
    told = chief.say(line)

    assert told.splitlines()[1] == phrase("en", "embargo.tells-now")
    assert [each.label for each in chief.reply.choices] == [ANYWAY, LEAVE]


@pytest.mark.parametrize("line", [LATER[0], NOW[1]])
def test_where_everybody_reads_nothing_is_told(
    chief: Speaker, holdings: Callable[[], str], line: str
) -> None:
    """Neither that something waits nor what: it is not done, and to be written elsewhere."""
    before = holdings()
    there = chief.elsewhere(GROUP)

    told = there.say(line)

    private = phrase("lv", "desk.in-private")
    assert told == phrase("lv", "embargo.not-here", private=private)
    assert there.reply.choices == ()
    assert holdings() == before


def test_the_editors_chat_is_asked(desk: Desk, chief: Speaker) -> None:
    """There all may know."""
    there = chief.elsewhere(EDITORS)

    there.say("/language en")
    told = there.say(LATER[0])

    assert told.splitlines()[0] == tells(desk)


def test_what_only_the_desk_reads_is_not_asked_about(chief: Speaker) -> None:
    """A fact for the desk alone tells no reader anything."""
    told = chief.say(f"/fact add nfiu.motto With {LEADER} | words: motto | audience: desk")

    assert told.startswith(phrase("en", "edit.done-add", key="nfiu.motto"))


def test_other_words_are_stored_at_once(chief: Speaker) -> None:
    """Whoever tells nothing is asked nothing."""
    told = chief.say("/fact edit nfiu.place | en: It is in Riga.")

    assert told.startswith(phrase("en", "edit.done-edit", key="nfiu.place"))


WAITING: Final = "/fact set battle-group.leader {value} | embargo: 2021-11-26T12:00"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Bērziņš", "Bērziņam"),
        ("Bērziņš", "pie Bērziņa"),
        ("Bērziņš", "ar Annu Bērziņu"),
        ("Anna Bērziņa", "Annas Bērziņas birojs"),
        ("Ozols", "kopā ar Ozolu"),
        ("Jauna slimnīca", "jaunās slimnīcas ēka"),
        ("Anna Bērziņa", "pēc Bērziņas vārdiem"),
        ("pulkvedis Jānis Bērziņš", "pie pulkveža Bērziņa"),
        ("Anna Kalniņa, Jānis Vējonis", "pie Kalniņas"),
        ("Anna Kalniņa, Jānis Vējonis", "Vējoņa birojs"),
        ("Jānis Kalniņš", "Kalniņš's office"),
        ("Egils Levits", "ar levitu"),
        ("Boris Johnson", "Johnson's office"),
        ("Jānis Plūdis", "Plūža birojs"),
        ("Rudzutis", "pie Rudzuša"),
        ("Anna Rudzute", "kopā ar Rudzušu ģimeni"),
    ],
)
def test_a_name_is_told_in_every_case(desk: Desk, value: str, written: str) -> None:
    """By whoever bends it, and whoever it is of; of a person the surname will do."""
    chief = editor(desk)
    chief.say(WAITING.format(value=value))
    chief.tap(1)

    told = chief.say(f"/fact edit nfiu.place | lv: {written}.")

    assert told.splitlines()[0] == tells(desk)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("4", "Tur ir 4. stāvs."),
        ("Riga", "Rīgas centrā, Rīgā un pie Rīgas."),
        ("slēgts", "Muzejs ir slēgta iestāde."),
        ("Ozols", "Pie ozola un ozoliem."),
        ("Bērziņš", "Pie bērza un bērniem."),
        ("Anna Bērziņa", "Anna un bērziņi pie bērziņa."),
        ("Jānis Ozols", "Ozols aug pie ozola."),
        ("Baltic Bridge", "The Bridge is in Bridge Street."),
        ("Camp Latvia", "Latvia, in Latvia."),
        ("Anna Rode", "Roze un Rozes."),
    ],
)
def test_everyday_words_are_not_asked_about(desk: Desk, value: str, written: str) -> None:
    """A figure, a short word, or a common one in another form is in whatever people write."""
    chief = editor(desk)
    chief.say(WAITING.format(value=value))
    chief.tap(1)

    chief.say(f"/fact edit nfiu.place | lv: {written}")

    assert chief.reply.choices == ()


def test_a_figure_is_told_beside_its_subject_only(chief: Speaker) -> None:
    """A number of its own says nothing; of the same subject, or beside its name, it does."""
    chief.say("/fact set nfiu.opened 2016 | embargo: 2021-11-26T12:00")
    chief.tap(1)

    chief.say("/fact edit battle-group.leader | en: Since 2016 or so.")
    assert chief.reply.choices == ()
    chief.say("/fact edit nfiu.place | en: Here since 2016.")
    assert label(chief, ANYWAY)


def test_an_event_to_come_is_told_by_its_name(desk: Desk) -> None:
    """That there will be one is the secret: its title in other words' midst tells it."""
    chief = editor(desk)
    chief.say("/event add visit 2021-12-09 Royal visit | embargo: 2021-11-26T12:00")
    chief.tap(1)

    told = chief.say("/fact edit nfiu.place | en: Closed for the royal visit.")

    assert told.splitlines()[0] == tells(desk)


def test_a_name_that_is_known_tells_nothing(desk: Desk) -> None:
    """What comes each year may be spoken of while the next one is kept back."""
    chief = editor(desk)
    chief.say("/event add regatta 2021-11-28 Regatta")
    chief.say("/event add regatta-2022 2022-11-27 Regatta | embargo: 2021-11-26T12:00")
    chief.tap(1)

    chief.say("/fact edit nfiu.place | en: Closed for the regatta.")

    assert chief.reply.choices == ()


def test_the_time_of_an_event_is_told_by_the_same_time(desk: Desk) -> None:
    """Who moves an event at once to when it is to be moved later tells that."""
    chief = editor(desk)
    line = f"/event move {EVENT} 2021-12-02T10:00"
    chief.say(f"{line} | embargo: 2021-11-26T12:00")
    chief.tap(1)

    assert chief.say(line).splitlines()[0] == tells(desk)
    chief.say(line.replace("T10", "T11"))
    assert LEAVE not in [each.label for each in chief.reply.choices]


def test_an_embargo_that_ends_sooner_says_so(desk: Desk, chief: Speaker) -> None:
    """What is kept until an earlier hour would tell what is kept until a later one."""
    line = f"/fact edit nfiu.place | en: For {LEADER}. | embargo: 2021-11-26T"

    assert chief.say(f"{line}11:00").splitlines()[0] == tells(desk)
    assert tells(desk) not in chief.say(f"{line}12:00")


def test_who_is_no_editor_any_more_names_nothing(
    desk: Desk, chief: Speaker, holdings: Callable[[], str]
) -> None:
    """The right is checked when the button is tapped."""
    before = holdings()
    chief.say(NOW[1])
    token = chief.reply.choices[0].token
    chief.tap(label(chief, LEAVE))

    reader(desk, chief.account.id).tap_token(token)

    assert holdings() == before


class TestForms:
    """A form is asked about as the command that it comes to."""

    def test_it_is_not_saved_before_the_tap(
        self, desk: Desk, chief: Speaker, holdings: Callable[[], str]
    ) -> None:
        """The preview is the question."""
        before = holdings()
        chief.say("/fact set nfiu.place")
        chief.tap(label(chief, phrase("en", "form.what-set")))
        chief.say(LEADER)
        chief.say(LEADER)
        chief.tap(label(chief, phrase("en", "form.skip-now")))
        told = chief.tap(label(chief, phrase("en", "form.skip-desk")))

        assert told.splitlines()[0] == tells(desk)
        assert holdings() == before
        chief.tap(label(chief, ANYWAY))
        assert LEADER in reader(desk, language="en").say("/fact show nfiu.place")


class TestFiles:
    """A file is shown with the lines that tell what waits."""

    BRIDGE: Final = {
        "subject": "bridge",
        "subject_names": {"lv": ["tilts"], "en": ["the bridge"]},
        "attribute": "length",
        "value": {"lv": "500", "en": "500"},
    }

    def file(self, *changes: dict[str, object]) -> bytes:
        """Return a file of facts on the bridge, each line with its changes."""
        lines = [{**self.BRIDGE, "id": f"b{n}", **each} for n, each in enumerate(changes)]
        return "\n".join(json.dumps(each, ensure_ascii=False) for each in lines).encode()

    def test_the_dry_run_names_them(
        self, desk: Desk, chief: Speaker, holdings: Callable[[], str]
    ) -> None:
        """Each with its number and the hour; the words are not repeated, and one tap stores it."""
        before = holdings()

        told = chief.brings(
            "bridge.jsonl",
            self.file(
                {},
                {"attribute": "owner", "value": {"lv": LEADER, "en": LEADER}},
                {
                    "subject": "tower",
                    "subject_names": {"lv": [f"{LEADER} tornis"], "en": ["the tower"]},
                },
                {"attribute": LEADER.lower()},
                {"subject": f"{LEADER.lower()}-tower"},
            ),
        )

        lines = told.splitlines()
        for line in (2, 3, 4, 5):
            named = phrase("en", "exchange.at-line", line=str(line), fault=tells(desk))
            assert named in lines
        assert LEADER not in told
        assert holdings() == before
        chief.tap(1)
        assert holdings() != before

    def test_what_is_kept_meanwhile_is_shown_first(
        self, desk: Desk, holdings: Callable[[], str]
    ) -> None:
        """A tap on what was shown before stores nothing that tells what waits since."""
        chief, other = editor(desk), editor(desk, "10")
        chief.brings("bridge.jsonl", self.file({"value": {"lv": LEADER, "en": LEADER}}))
        other.say(f"/fact set battle-group.leader {LEADER} | embargo: 2021-11-26T12:00")
        other.tap(1)
        before = holdings()

        again = chief.tap(1)

        assert tells(desk) in again
        assert holdings() == before
        chief.tap(1)
        assert holdings() != before
