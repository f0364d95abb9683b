"""Which questions ask for what we said, when that was, and what is left of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answering.told_then import asked_telling
from bot.answering.words import fold

RIGA = ZoneInfo("Europe/Riga")
AT = datetime(2021, 11, 26, 7, tzinfo=UTC)
MAY = ("2021-05-01", "2021-05-31")


@pytest.mark.parametrize(
    ("question", "rest", "days"),
    [
        ("what did you say in May about the price", "about the price", MAY),
        ("What did the bot say in May about the price?", "about the price?", MAY),
        ("what did you say about the price in May?", "about the price", MAY),
        ("what you told us in may about the price", "about the price", MAY),
        ("what was I told in May about the price?", "about the price?", MAY),
        ("how many did you say in May there were?", "how many there were?", MAY),
        ("what did we say the price was in May", "the price was", MAY),
        ("your answer in May about the price", "about the price", MAY),
        ("what did you say in May about the price in 2019", "about the price in 2019", MAY),
        ("ko jūs teicāt maijā par cenu", "par cenu", MAY),
        ("ko jūs maijā teicāt par cenu?", "par cenu?", MAY),
        ("ko teicāt 2021. gada maijā par cenu", "par cenu", MAY),
        ("ko jūs teicāt par cenu maijā", "par cenu", MAY),
        ("ko boti teica maijā par cenu", "par cenu", MAY),
        ("ko mēs maijā ziņojām par cenu", "par cenu", MAY),
        ("jūsu atbilde maijā par cenu", "par cenu", MAY),
        ("Lūdzu, sakiet, ko jūs teicāt maijā par cenu", "par cenu", MAY),
        ("что вы говорили в мае о цене", "о цене", MAY),
        ("что вы в мае сообщали о цене?", "о цене?", MAY),
        ("what did we tell on 3 May", "", ("2021-05-03", "2021-05-03")),
        ("what did you say yesterday about it", "about it", ("2021-11-25", "2021-11-25")),
        ("what did you say in December about it", "about it", ("2020-12-01", "2020-12-31")),
        ("ko jūs teicāt pērn par cenu", "par cenu", ("2020-01-01", "2020-12-31")),
    ],
)
@pytest.mark.parametrize("typed", [str, fold], ids=["typed", "folded"])
def test_the_telling_is_cut_out_with_its_time(
    question: str, rest: str, days: tuple[str, str], typed: type[str]
) -> None:
    """In three languages, in any order, without diacritics: what was told about, and when."""
    found = asked_telling(typed(question), AT, "Europe/Riga")

    assert found is not None
    assert found.rest == typed(rest)
    last = found.window.end - timedelta(seconds=1)
    assert found.window.start.astimezone(RIGA).date() == date.fromisoformat(days[0])
    assert last.astimezone(RIGA).date() == date.fromisoformat(days[1])


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("kāds bija jūsu iepriekšējais skaitlis", ""),
        ("what was your previous figure for the price", "for the price"),
        ("what have you said before about the price", "about the price"),
        ("ko jūs teicāt iepriekš par cenu", "par cenu"),
        ("какой был ваш прежний ответ о цене", "о цене"),
    ],
)
def test_what_was_told_before_needs_no_time(question: str, rest: str) -> None:
    """The words "Your previous figure" ask for what was told before what is told now."""
    found = asked_telling(question, AT, "Europe/Riga")

    assert found is not None
    assert found.window.before
    assert found.rest == rest


@pytest.mark.parametrize(
    "question",
    [
        "what did the minister say in May?",
        "ko ministrs teica maijā",
        "что министр говорил в мае",
        "what did the minister tell you in May",
        "what did the minister you said was ill say in May",
        "vai jūs zināt, ko ministrs teica maijā",
        "what did our minister say in May?",
        "could you tell me what the price was in 2019?",
        "vai jūs varētu pateikt, cik tas maksāja maijā",
        "what did you say about who led it in 2019",
        "what did you say about the price",
        "who was our previous president",
        "kas bija mūsu iepriekšējais prezidents",
        "who was prime minister in 2022",
        "ko jūs sakāt par cenu",
    ],
)
def test_what_others_said_is_a_fact_like_any_other(question: str) -> None:
    """Somebody else's words, a polite request, and what asks for no time are no such question."""
    assert asked_telling(question, AT, "Europe/Riga") is None
