"""Times in people's own words: what they mean, and where they stand in a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.grammar.time_forms import said, take_said, take_said_at_end
from bot.grammar.time_reading import read_said, read_time
from bot.grammar.times import take_times, take_times_at_end
from bot.showing import wording
from bot.texts import LANGUAGES
from storage.moments import Moment, Precision

RIGA = "Europe/Riga"
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo(RIGA))
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo(RIGA))

MINUTES = st.datetimes(
    datetime(1930, 1, 1),  # noqa: DTZ001 - local until it is read in its zone
    datetime(2199, 12, 30),  # noqa: DTZ001 - local until it is read in its zone
)
INSTANTS = MINUTES.map(lambda at: Moment.start(f"{at:%Y-%m-%dT%H:%M}", RIGA))
DAYS = st.dates(date(1930, 1, 1), date(2199, 12, 30)).map(lambda day: Moment.day(day, RIGA))
MONTHS = DAYS.map(lambda day: Moment.start(f"{day.first_day():%Y-%m}", RIGA))
YEARS = DAYS.map(lambda day: Moment.start(f"{day.first_day():%Y}", RIGA))


def rows() -> list[tuple[str, str]]:
    """Return what is said, and what it means; nothing where it is no time."""
    lines = Path(__file__).with_name("times-said.tsv").read_text(encoding="utf-8").splitlines()
    parts = [line.partition("\t") for line in lines[1:]]
    return [(text, meant) for text, _, meant in parts]


def read(text: str, now: datetime = SUNDAY) -> str:
    """Return what `text` means, in ISO form, or nothing."""
    moment = read_time(text, now, RIGA)
    return moment.iso_start() if moment else ""


def span(text: str) -> str:
    """Return from when till when `text` means, said on a Tuesday."""
    found = said(text)
    reading = read_said(found, TUESDAY, RIGA) if found else None
    return f"{reading[0].iso_start()}/{reading[1].iso_end()}" if reading else ""


def without_marks(text: str) -> str:
    """Return `text` as it is typed where a keyboard has no diacritics."""
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))


@pytest.mark.parametrize(("text", "meant"), rows())
def test_what_is_said_is_what_is_meant(text: str, meant: str) -> None:
    """Said on a Sunday at noon in Riga, each is the one time it can mean, or none."""
    assert read(text) == meant


@pytest.mark.parametrize(("text", "meant"), rows())
def test_capitals_and_diacritics_do_not_matter(text: str, meant: str) -> None:
    """A time is the same one shouted, and typed without its marks."""
    assert read(text.upper()) == read(without_marks(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("next monday", "2026-11-30"),
        ("next friday", ""),
        ("nākamajā ceturtdienā", ""),
        ("last monday", ""),
        ("last friday", "2026-11-20"),
        ("this friday", "2026-11-27"),
        ("šo piektdien", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("monday", "2026-11-30"),
        ("otrdien 9:00", "2026-12-01T09:00+02:00"),
    ],
)
def test_next_and_last_are_read_where_they_mean_one_day(text: str, meant: str) -> None:
    """On a Tuesday "next Friday" may be of this week or of the next, and so is neither."""
    assert read(text, TUESDAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rīt no 9 līdz 12", "2026-11-25T09:00+02:00/2026-11-25T12:00+02:00"),
        ("rīt 9:00–12:00", "2026-11-25T09:00+02:00/2026-11-25T12:00+02:00"),
        ("tomorrow 2-4pm", "2026-11-25T14:00+02:00/2026-11-25T16:00+02:00"),
        ("tomorrow from 9am to 5pm", "2026-11-25T09:00+02:00/2026-11-25T17:00+02:00"),
        ("no 30. līdz 31. decembrim", "2026-12-30/2026-12-31"),
        ("no 30. decembra līdz 2. janvārim", "2026-12-30/2027-01-02"),
        ("no rīt 9:00 līdz parīt 12:00", "2026-11-25T09:00+02:00/2026-11-26T12:00+02:00"),
        ("5–7 December 2026", "2026-12-05/2026-12-07"),
        ("30 December – 2 January 2027", "2026-12-30/2027-01-02"),
        ("monday to wednesday", "2026-11-30/2026-12-02"),
        ("piektdien 18:00 – sestdien 2:00", "2026-11-27T18:00+02:00/2026-11-28T02:00+02:00"),
    ],
)
def test_two_ends_complete_each_other(text: str, meant: str) -> None:
    """What is said of one end, its day, month, year, or half of the day, holds for the other."""
    assert span(text) == meant


@pytest.mark.parametrize(
    ("line", "time", "rest"),
    [
        ("rīt Sanāksme", "rīt", "Sanāksme"),
        ("rīt 9:00 Sanāksme", "rīt 9:00", "Sanāksme"),
        ("no 3. maija Izstāde", "no 3. maija", "Izstāde"),
        ("3. maijā Izstāde", "3. maijā", "Izstāde"),
        ("rīt, Sanāksme", "rīt", "Sanāksme"),
        ("30. novembrī plkst. 9 līdz 11 X", "30. novembrī plkst. 9 līdz 11", "X"),
        ("2026-11-30 9am Talks", "2026-11-30 9am", "Talks"),
        ("2026-11-30 Talks", "2026-11-30", "Talks"),
        ("tomorrow (online) Talks", "tomorrow", "(online) Talks"),
    ],
)
def test_time_is_the_longest_run_at_the_start(line: str, time: str, rest: str) -> None:
    """What follows the time is a title, as typed."""
    found = take_times(line)

    assert found is not None
    assert (found[0].start, found[1]) == (time, rest)


@pytest.mark.parametrize(
    ("line", "before", "time"),
    [
        ("summit tomorrow", "summit", "tomorrow"),
        ("summit 9am tomorrow", "summit", "9am tomorrow"),
        ("summit 2021 rīt", "summit 2021", "rīt"),
        ("summit to friday 10:00", "summit", "to friday 10:00"),
        ("samits uz rītdienu plkst. 10", "samits", "uz rītdienu plkst. 10"),
        ("black friday 2026-11-28", "black friday", "2026-11-28"),
        ("summit 2026-12-01 9am", "summit", "2026-12-01 9am"),
        ("summit the day after tomorrow", "summit", "the day after tomorrow"),
    ],
)
def test_time_is_the_longest_run_at_the_end(line: str, before: str, time: str) -> None:
    """What stands before it names what it is the time of."""
    found = take_times_at_end(line)

    assert found is not None
    assert (found[0], found[1].start) == (before, time)


@pytest.mark.parametrize(
    "line",
    [
        *("rīt 9 Sanāksme", "tomorrow or friday talk", "30 November 2021-22 season"),
        *("Monday's talk", "may day", "second day", "sun festival", "rīta rosme"),
        *(
            "30 November 2021-2 season",
            "friday 9:00 EST talk",
            "friday 9:00 London time talk",
            "friday from noon talk",
        ),
        *("4. maija deklarācija", "pirmdienās talk", "30.11. 14 talk", "friday fortnight talk"),
        *("Monday, Tuesday talk", "5. maijā nākamgad talk", "friday 10:00 +02:00 talk"),
        *("until friday talk", "next week talk", "2026 talk", "9 talk", "9:00 talk"),
    ],
)
def test_what_goes_on_in_another_way_is_no_time_at_the_start(line: str) -> None:
    """Half of what somebody means is not taken for the whole."""
    assert take_times(line) is None


@pytest.mark.parametrize(
    "line",
    [
        *("summit every monday 9:00", "samits ik pirmdienu 9:00", "summit after friday"),
        *("summit 10:00–12:00 rīt", "summit 10-12 tomorrow", "summit 5th tomorrow"),
        *("summit 9 rīt", "summit half past nine tomorrow", "samits pusdeviņos rīt"),
        *("summit second friday", "summit black friday 9am tomorrow", "summit than yesterday"),
        *("summit nākamā gada 5. maijā", "summit 2 weeks from tomorrow", "x a week on monday"),
        *("summit until friday", "summit monday or tuesday", "summit next week", "summit 2026"),
    ],
)
def test_what_began_in_another_way_is_no_time_at_the_end(line: str) -> None:
    """A repetition, a limit, an hour that is not read: the day alone would be another time."""
    assert take_times_at_end(line) is None


@given(
    moment=st.one_of(INSTANTS, DAYS, MONTHS, YEARS),
    language=st.sampled_from(sorted(LANGUAGES)),
    ago=st.integers(-2000, 2000),
)
def test_what_we_write_we_read(moment: Moment, language: str, ago: int) -> None:
    """A moment as a reply names it inside a sentence is read as itself, whenever that is."""
    now = SUNDAY + timedelta(days=ago)

    assert read_time(wording.on(moment, language), now, RIGA) == moment


@example(first=Moment.start("2000-09-01", RIGA), lasts=122, hours=0, language="en")
@example(first=Moment.start("2000-09-01", RIGA), lasts=273, hours=0, language="lv")
@given(
    first=st.one_of(INSTANTS, DAYS),
    lasts=st.integers(0, 400),
    hours=st.integers(0, 23),
    language=st.sampled_from(sorted(LANGUAGES)),
)
def test_spans_that_we_write_we_read(first: Moment, lasts: int, hours: int, language: str) -> None:
    """The time of an event as an editor is shown it is read with both its ends."""
    last = first.local() + timedelta(days=lasts, hours=hours)
    form = "%Y-%m-%d" if first.precision is Precision.DAY else "%Y-%m-%dT%H:%M"
    end = Moment.end(last.strftime(form), RIGA)
    found = said(wording.in_full(first, end, language))

    assert found is not None
    assert read_said(found, SUNDAY, RIGA) == (first, end)


@given(st.integers(0, 10**6))
def test_bare_number_is_no_time(number: int) -> None:
    """A number, a year among them, is not a time, at either end of a line or alone."""
    for text in (f"{number}", f"{number}.", f" {number} "):
        assert read(text) == ""
        assert take_said(f"{text} talks") is None
        assert take_said_at_end(f"talks {text}") is None


@given(
    st.lists(
        st.sampled_from([text for text, _ in rows()] + ["-", ",", "(", "9", "2026", "no", "at"])
        | st.text(max_size=8),
        max_size=6,
    ).map(" ".join)
)
def test_any_text_is_read(line: str) -> None:
    """Whatever is typed, there is a time or none, and nothing of the rest is lost."""
    taken, at_end = take_said(line), take_said_at_end(line)

    for found in (said(line), taken and taken[0], at_end and at_end[1]):
        if found:
            read_said(found, datetime(2026, 1, 31, tzinfo=UTC), RIGA)
    assert taken is None or line.strip().startswith(taken[0].text)
    assert taken is None or line.strip().endswith(taken[1])
    assert at_end is None or line.strip().startswith(at_end[0])
    assert at_end is None or line.strip().endswith(at_end[1].text)
