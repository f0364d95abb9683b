"""`event add`: an editor says what will be, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk import Desk
from bot.texts import phrase
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, reader

BRIEFING = "/event add press-briefing 2021-11-30T10:00 2021-11-30T11:30 Press briefing"
WHEN = "30\u00a0November 2021, 10:00–11:30 (Riga time)"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


@pytest.fixture
def asker(desk: Desk) -> Speaker:
    """Return a reader of English."""
    return reader(desk, language="en")


def test_event_is_answered_listed_and_shown(chief: Speaker, asker: Speaker) -> None:
    """The reply names the day of the week, the hours and the zone; readers hear at once."""
    told = chief.say(f"{BRIEFING}\nname-lv: preses brīfings\nsource: Desk, 2021-11-25")

    assert told.splitlines() == [
        "Added: Press briefing press-briefing",
        f"Tuesday, {WHEN} (in 4 days)",
    ]
    assert WHEN in asker.say("when does the press briefing start?")
    assert "2021. gada 30.\u00a0novembrī" in asker.say("kad sākas preses brīfings?")
    assert f"Press briefing – {WHEN} (in 4 days) press-briefing" in asker.say("events")
    assert "Source: Desk" in asker.say("/event show press briefing")


def test_title_is_in_the_language_of_the_chat(desk: Desk) -> None:
    """What it is called in the other language is asked for, with the command that says it."""
    told = editor(desk, language="lv").say("/notikums add gada-balva 2021-12-05 Gada balva")

    assert told.splitlines() == [
        "Pievienots: Gada balva gada-balva",
        "svētdien, 2021. gada 5.\u00a0decembrī (Rīgas laiks) (pēc 9 dienām)",
        phrase("lv", "event.no-name-en", command="/subject set gada-balva | name-en: …"),
    ]


def test_statement_aliases_and_words_are_kept(chief: Speaker, asker: Speaker) -> None:
    """The lines of a fact are those of an event, as far as they make sense for one."""
    chief.say(
        f"{BRIEFING}\nen: The press is briefed on 30 November at 10:00.\n"
        "also-en: meeting with reporters\nwords: commencement\ntopic: press"
    )

    told = asker.say("what is the commencement of the meeting with reporters?")

    assert "The press is briefed on 30 November at 10:00." in told


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ("2021-12-04", "Saturday, 4\u00a0December 2021 (Riga time) (in 8 days)"),
        (
            "2021-12-04 2021-12-06",
            "Saturday–Monday, 4–6\u00a0December 2021 (Riga time) (in 8 days)",
        ),
        (
            "2021-12-04T09:00",
            "Saturday, 4\u00a0December 2021 at 09:00 (Riga time) (in 8 days)",
        ),
        (
            "2021-12-04 09:00 12:00",
            "Saturday, 4\u00a0December 2021, 09:00–12:00 (Riga time) (in 8 days)",
        ),
    ],
)
def test_it_takes_days_or_hours(chief: Speaker, times: str, told: str) -> None:
    """An END that is a day is included whole; without one it is that day, or that instant."""
    assert chief.say(f"/event add fair {times} Winter fair").splitlines()[1] == told


def test_zone_is_named(chief: Speaker) -> None:
    """With `zone:` the hours are those of that place, and are shown so."""
    told = chief.say("/event add talks 2021-12-04T09:00 Talks | zone: Europe/Brussels")

    assert "Saturday, 4\u00a0December 2021 at 09:00 (Brussels time)" in told


def test_what_is_over_may_be_recorded(chief: Speaker, asker: Speaker) -> None:
    """A day that has passed is taken, with the word that it is over."""
    told = chief.say("/event add fair 2021-11-20 Autumn fair")

    assert phrase("en", "event.already-over") in told
    assert "Autumn fair" not in asker.say("events")
    assert phrase("en", "event.over") in asker.say("/event show autumn fair")


def test_it_may_be_for_the_desk_alone(chief: Speaker, asker: Speaker) -> None:
    """An event that readers may not know of is listed for editors only."""
    chief.say(f"{BRIEFING} | audience: desk")

    assert "Press briefing" in chief.say("events")
    assert "Press briefing" not in asker.say("events")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ministers-meeting 2021-12-04 X", "/event move ministers-meeting 2021-12-04"),
        ("battle-group 2021-12-04 X", "NATO battle group in Latvia"),
        ("fair.time 2021-12-04 X", "fair-time"),
        ("fair next week X", phrase("en", "event.no-day", text="next week X")),
        ("fair 2021-12 X", phrase("en", "event.no-day", text="2021-12 X")),
        ("fair 2021 X", phrase("en", "event.no-day", text="2021 X")),
        ("fair 2021-11-31 X", phrase("en", "moment.calendar", text="2021-11-31")),
        ("fair 31.02.2022 X", phrase("en", "moment.calendar", text="31.02.2022")),
        (
            "fair 2021-12-04 2021-12-03 X",
            phrase("en", "event.backwards", start="2021-12-04", end="2021-12-03"),
        ),
        ("fair 2021-12-04", phrase("en", "form.ask-title-en")),
        ("fair", phrase("en", "form.ask-title-en")),
        ("", phrase("en", "form.ask-title-en")),
        (
            "fair 2021-12-04 X | embargo: 2021-12-01",
            phrase("en", "embargo.no-hour", text="2021-12-01"),
        ),
        ("fair 2021-12-04 X | value-en: y", "value-en"),
        ("fair 2021-12-04 X en: y", "“en:”"),
    ],
)
def test_mistake_is_named_and_adds_nothing(
    chief: Speaker, holdings: Callable[[], str], line: str, told: str
) -> None:
    """A key in use, a time that is none and a missing title each say what to write."""
    before = holdings()

    assert told in chief.say(f"/event add {line}")
    assert holdings() == before


def test_editors_plan_in_their_own_chat(desk: Desk, chief: Speaker) -> None:
    """Where editors are among themselves they add and see what is for the desk alone."""
    office = Speaker(desk, chief.account, EDITORS)

    told = office.say("/event add rehearsal 2021-12-04 Mēģinājums | audience: desk")

    assert "Mēģinājums" in told
    assert "sestdien, " in told


@pytest.mark.parametrize(
    "line",
    [
        BRIEFING,
        "/event move ministers-meeting 2021-12-02",
        "/event cancel ministers-meeting a storm",
        "/event undo ministers-meeting",
    ],
)
def test_reader_changes_no_event(asker: Speaker, holdings: Callable[[], str], line: str) -> None:
    """Only an editor plans, wherever it is typed."""
    before = holdings()

    assert asker.say(line) == phrase("en", "desk.refused")
    asker.elsewhere(GROUP).say(line)
    assert holdings() == before


def test_key_kept_from_readers_is_not_told_of_among_them(chief: Speaker) -> None:
    """Where nothing may be said of an event, its editor is asked to write in private."""
    chief.say(f"{BRIEFING} | audience: desk")

    told = chief.elsewhere(GROUP).say(BRIEFING)

    private = phrase("lv", "desk.in-private")
    assert told == phrase("lv", "access.new-in-private", private=private)
    assert "/event move press-briefing" in chief.say(BRIEFING)


def test_what_nobody_else_reads_may_be_new_in_a_group(chief: Speaker) -> None:
    """A reply that only its editor sees tells nobody what is held."""
    there = chief.elsewhere(GROUP)
    there.alone = True

    told = there.say(BRIEFING)

    assert "press-briefing" in told
    assert "/event move press-briefing" in there.say(BRIEFING)
