"""Recurring times as people write them, in both languages: which rule they are, and its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.errors import BadHour, GrammarError, NoHour, NoRule
from bot.grammar.recurring import take_recurring
from bot.posting.errors import BadRule
from bot.showing.recurrences import in_words, upcoming
from storage.moments import Moment
from tests.standins.clock import FakeClock

TABLE = Path(__file__).with_name("recurring-said.tsv")
SAID = [line.split("\t") for line in TABLE.read_text().splitlines()]
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(("typed", "rule"), SAID, ids=[typed for typed, _ in SAID])
def test_wording_is_a_rule(typed: str, rule: str) -> None:
    """Each line of the table is read whole as its rule; with other words behind it too."""
    assert take_recurring(typed) == (rule, "")
    assert take_recurring(f"{typed} digest nato") == (rule, "digest nato")
    assert take_recurring(typed.upper()) == (rule, "")


@pytest.mark.parametrize(
    "typed",
    [
        "digest",
        "10:00",
        "10:00 digest",
        "1 January 2027 9:00",
        "@daily digest",
        "days 9:00",
        "",
    ],
)
def test_what_is_unsure_is_not_read(typed: str) -> None:
    """An hour without days, words of neither language, days that no rule can name."""
    assert take_recurring(typed) is None


@pytest.mark.parametrize("typed", ["weekdays", "weekdays digest", "katru pirmdienu digest nato"])
def test_hour_is_not_guessed(typed: str) -> None:
    """Days alone are no time, and the sentence that says so names them."""
    with pytest.raises(NoHour):
        take_recurring(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("daily at 3", "daily 25:00", "mon 13pm", "pirmdienas 4"),
        *("every evening at 12", "every evening at 9:00 am", "katru rītu plkst. 15"),
    ],
)
def test_hour_must_be_one(typed: str) -> None:
    """One that no clock shows, or that may be of the night or of the afternoon."""
    with pytest.raises(BadHour):
        take_recurring(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("every two weeks 9:00", "biweekly 9:00 digest", "every other Monday at 9"),
        *("katru otro pirmdienu 9:00", "reizi divās nedēļās 9:00", "every other day 9:00"),
    ],
)
def test_rhythm_that_no_rule_has_is_refused_as_such(typed: str) -> None:
    """Weeks and days are not counted, and nobody is told that it is the hour that is wrong."""
    with pytest.raises(NoRule):
        take_recurring(typed)


@given(text=st.text(max_size=60))
def test_anything_is_read_or_refused(text: str) -> None:
    """Whatever is typed, the grammar ends, in nothing worse than a sentence."""
    try:
        found = take_recurring(text)
        assert found is None or found[0]
    except GrammarError:
        pass


@pytest.mark.parametrize(
    ("rule", "english", "latvian"),
    [
        ("30 8 * * 1-5", "on weekdays at 08:30", "darbdienās plkst. 8:30"),
        ("0 9 * * *", "daily at 09:00", "katru dienu plkst. 9:00"),
        ("0 9,17 * * *", "daily at 09:00 and 17:00", "katru dienu plkst. 9:00 un 17:00"),
        (
            "0 17 * * 1,4",
            "on Mondays and Thursdays at 17:00",
            "pirmdienās un ceturtdienās plkst. 17:00",
        ),
        (
            "0 17 * * 5-7",
            "on Fridays, Saturdays and Sundays at 17:00",
            "piektdienās, sestdienās un svētdienās plkst. 17:00",
        ),
        (
            "0 10 1 * *",
            "on day 1 of every month at 10:00",
            f"katra mēneša 1.{NB}datumā plkst. 10:00",
        ),
        (
            "0 18 L * *",
            "on the last day of every month at 18:00",
            "katra mēneša pēdējā dienā plkst. 18:00",
        ),
        (
            "0 9 * * 1#2",
            "on the second Monday of every month at 09:00",
            "katra mēneša otrajā pirmdienā plkst. 9:00",
        ),
        (
            "0 9 * * 5L",
            "on the last Friday of every month at 09:00",
            "katra mēneša pēdējā piektdienā plkst. 9:00",
        ),
        ("0 9 * * MON-FRI", "on weekdays at 09:00", "darbdienās plkst. 9:00"),
        (
            "0 9 * * mon,Thu",
            "on Mondays and Thursdays at 09:00",
            "pirmdienās un ceturtdienās plkst. 9:00",
        ),
        (
            "0 9 1 1 *",
            f"every year on 1{NB}January at 09:00",
            f"katru gadu 1.{NB}janvārī plkst. 9:00",
        ),
        ("0 9 31 4 *", "by the rule 0 9 31 4 *", "pēc noteikuma 0 9 31 4 *"),
        ("0 * * * *", "every hour", "katru stundu"),
        ("*/20 9 * 3 1", "by the rule */20 9 * 3 1", "pēc noteikuma */20 9 * 3 1"),
        ("0 9 1 * 1", "by the rule 0 9 1 * 1", "pēc noteikuma 0 9 1 * 1"),
    ],
)
def test_rule_is_said(rule: str, english: str, latvian: str) -> None:
    """In the words of each language where there are any."""
    assert (in_words(rule, "en"), in_words(rule, "lv")) == (english, latvian)


FIELDS = (
    ["0", "*/30", "5,35", "*"],
    ["9", "9,17", "*/2", "*"],
    ["*", "1", "L", "LW", "1,15", "*/2"],
    ["*", "JAN", "1-3"],
    ["*", "MON", "1-MON", "5-1", "*/2", "1-5/2", "*,1", "0#2", "FRI#1", "5L", "7"],
)


@given(st.tuples(*map(st.sampled_from, FIELDS)))
def test_any_rule_is_said(fields: tuple[str, ...]) -> None:
    """One that has no words of its own is shown as it was typed, with its names and steps."""
    rule = " ".join(fields)
    assert all(in_words(rule, language) for language in ("lv", "en"))


def test_every_rule_that_is_read_is_said_in_words() -> None:
    """Nobody who typed words is shown a cron rule; and each of them comes."""
    rules = {rule for typed, rule in SAID if typed[0] not in '"“„'}

    assert not [rule for rule in rules if rule in in_words(rule, "en") + in_words(rule, "lv")]
    assert all(len(upcoming(rule, "Europe/Riga", FakeClock()())) == 5 for rule in rules)


def test_quoted_rule_is_read_by_who_knows_rules() -> None:
    """Whatever is quoted is taken whole; what is wrong with it is said by its field."""
    found = take_recurring('"61 8 * * *" digest')

    assert found == ("61 8 * * *", "digest")
    with pytest.raises(BadRule):
        upcoming(found[0], "Europe/Riga", FakeClock()())


@pytest.mark.parametrize(
    ("after", "times"),
    [
        ("2022-03-26T12:00", ["2022-03-27T04:00+03:00", "2022-03-28T03:30+03:00"]),
        ("2021-10-30T12:00", ["2021-10-31T03:30+03:00", "2021-11-01T03:30+02:00"]),
    ],
)
def test_clock_change_days_come_once(after: str, times: list[str]) -> None:
    """An hour that Riga's clocks skip is due after the gap; one shown twice at the first."""
    start = Moment.start(after, "Europe/Riga").at

    found = upcoming("30 3 * * *", "Europe/Riga", start, 2)

    assert [
        Moment.instant(at, "Europe/Riga").local().isoformat("T", "minutes") for at in found
    ] == times
