"""Both clocks in plain questions: what was true then, and what we said then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.port import Strong
from bot.texts import phrase
from storage.database import Database
from tests.bot.conftest import ZONE, fill
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor, reader
from tests.storage.stores import new_database

DAY = timedelta(days=1)
RIGA = "(Riga time)"


def _told_before(url: str, clock: FakeClock) -> Desk:
    """Return a desk at 10 December 2021 that told, corrected, changed and withdrew facts.

    The leader was corrected on 27 and on 28 November, the strength changed on 5 December, the base
    was withdrawn on that day.
    """
    database = Database(url, clock)
    desk = Desk(database, Follower(), clock, About("1.2.3", "news@example.org"), "lv", ZONE)
    chief = editor(desk)
    clock.advance(DAY)
    chief.say("/fact correct battle-group.leader Norway | reason: misheard")
    clock.advance(DAY)
    chief.say("/fact correct battle-group.leader Poland | reason: misread")
    clock.advance(7 * DAY)
    chief.say("/fact set battle-group.strength 1700 | reason: new count")
    chief.say("/fact retract battle-group.base not to be told")
    clock.advance(5 * DAY)
    return desk


@pytest.fixture
def then(store_file: Path, clock: FakeClock) -> Iterator[Desk]:
    """Yield such a desk."""
    desk = _told_before(f"sqlite:///{store_file}", clock)
    yield desk
    desk.database.close()


@pytest.fixture
def then_on_postgres(postgres_url: str) -> Iterator[Desk]:
    """Yield such a desk over PostgreSQL."""
    with new_database(postgres_url) as url:
        clock = FakeClock()
        database = Database(url, clock)
        database.upgrade()
        fill(database)
        database.close()
        desk = _told_before(url, clock)
        yield desk
        desk.database.close()


def claimed(speaker: Speaker) -> list[str]:
    """Return the values of the last reply that claim to hold."""
    return [node.text for node in speaker.reply.message if isinstance(node, Strong) and node.claim]


@pytest.mark.parametrize(
    ("question", "first", "value", "since"),
    [
        (
            "what did you say on 26 November about who leads the battle group?",
            "This is what we said on 26\u00a0November 2021:",
            "Canada leads NATO's battle group",
            "Since then: corrected on 27\u00a0November 2021 at 09:00 (Riga time): misheard",
        ),
        (
            "what did you say in November about the strength of the battle group",
            "This is what we said in November 2021:",
            "More than 1,500 soldiers",
            "Since then: changed on 5\u00a0December 2021 at 09:00 (Riga time): new count",
        ),
        (
            "ko jūs teicāt novembrī par kaujas grupas lielumu",
            "Tā mēs to teicām 2021. gada novembrī:",
            "vairāk nekā 1500 karavīru",
            "Kopš tā laika: mainījies 2021. gada 5.\u00a0decembrī",
        ),
        (
            "what did you say in November about the base of the battle group?",
            "This is what we said in November 2021:",
            "is based at Ādaži",
            "Since then: withdrawn on 5\u00a0December 2021 at 09:00 (Riga time): not to be told",
        ),
        (
            "ko jus teicat novembri par kaujas grupas bazi",
            "Tā mēs to teicām 2021. gada novembrī:",
            "Ādažu bāze",
            "Kopš tā laika: atsaukts 2021. gada 5.\u00a0decembrī",
        ),
    ],
)
def test_what_we_said_is_told_as_of_then(
    then: Desk, question: str, first: str, value: str, since: str
) -> None:
    """What was told is marked as told then, with what became of it, and claims nothing."""
    asker = reader(then)

    told = asker.say(question)

    assert told.startswith(first)
    assert value in told
    assert since in told
    assert all(each not in value for each in claimed(asker))


def test_both_databases_remember_alike(then: Desk, then_on_postgres: Desk) -> None:
    """What was corrected, changed and withdrawn is told as of then from either."""
    questions = [
        "what did you say in November about who leads the battle group?",
        "ko jūs teicāt novembrī par kaujas grupas lielumu",
        "what did you say in November about the base of the battle group?",
        "what did you say in May about the base of the battle group?",
        "what did you say before about who leads the battle group?",
    ]
    here, there = reader(then), reader(then_on_postgres)

    told = [(here.say(each), there.say(each)) for each in questions]

    assert all(one == other for one, other in told)
    assert len({one for one, _ in told}) == len(questions)


def test_what_holds_now_is_told_beside_it(then: Desk) -> None:
    """Whoever asks what we said is also told what we say now, and that alone is a claim."""
    asker = reader(then)

    told = asker.say("what did you say on 26 November about who leads the battle group?")

    assert told.endswith("Now: NATO battle group in Latvia, lead nation: Poland")
    assert claimed(asker) == ["Poland"]


def test_each_change_within_a_time_is_told(then: Desk) -> None:
    """Of a month in which it was corrected twice, the last is told, and what was told before."""
    told = reader(then).say("what did you say in November about who leads the battle group?")

    assert told.splitlines()[:4] == [
        "This is what we said in November 2021:",
        f"Canada – corrected on 27\u00a0November 2021 at 09:00 {RIGA}: misheard",
        f"Norway – corrected on 28\u00a0November 2021 at 09:00 {RIGA}: misread",
        "NATO battle group in Latvia, lead nation: Poland",
    ]
    assert told.endswith("We still say so.")


def test_what_is_told_still_is_a_claim(then: Desk) -> None:
    """Of what was never changed it is said that we still say so."""
    asker = reader(then)

    told = asker.say("what did you say in December about the strength of the battle group?")

    assert told.endswith("We still say so.")
    assert "1700" in claimed(asker)


@pytest.mark.parametrize(
    "question",
    [
        "what did you say before?",
        "what was your previous answer?",
        "what did you say on 27 November?",
    ],
)
def test_it_goes_on_from_what_was_told_last(then: Desk, question: str) -> None:
    """After an answer the question may leave out what it is about: it is about that very fact."""
    asker = reader(then)
    asker.say("who leads the battle group?")

    told = asker.say(question)

    assert told.startswith("About NATO battle group in Latvia:")
    assert "Norway" in told
    assert told.endswith("Now: NATO battle group in Latvia, lead nation: Poland")


def test_without_a_subject_it_asks_back(then: Desk) -> None:
    """With nothing to be about it asks about what, and no editor is troubled."""
    assert reader(then).say("what did you say in November?") == phrase("en", "ask.told-what")
    with then.database.read() as tx:
        assert not tx.questions.open()


@pytest.mark.parametrize(
    "question",
    [
        "what did you say in May about the strength of the battle group?",
        "ko jūs teicāt pērn par kaujas grupas lielumu",
    ],
)
def test_nothing_said_then_is_said_so(then: Desk, question: str) -> None:
    """Before anything was recorded we said nothing, whatever held in the world."""
    told = reader(then).say(question)

    assert told in {phrase(language, "ask.not-told-then") for language in ("lv", "en")}


def test_what_is_unknown_stays_unknown(then: Desk) -> None:
    """Of what was never told, nothing is told as of then either."""
    told = reader(then).say("what did you say in November about the mayor of Narnia?")

    assert told == phrase("en", "ask.unknown")


def test_somebody_elses_words_are_a_fact(then: Desk) -> None:
    """What a minister said is offered and answered by the first clock."""
    asker = reader(then)

    assert asker.say("what did Rinkevics say?") == phrase(
        "en", "ask.offer-about", subject="Edgars Rinkēvičs"
    )
    assert "we said" not in asker.tap(1)


def test_an_offer_of_what_we_said_is_answered_as_of_then(then: Desk) -> None:
    """Where two facts may be meant, the one that is chosen is told as it was told then."""
    asker = reader(then)
    offered = asker.say("what did you say in November about what Rinkevics said?")
    assert offered == phrase("en", "ask.offer-about", subject="Edgars Rinkēvičs")

    told = asker.tap(1)

    assert told.startswith("This is what we said in November 2021:")


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("who led the battle group in 2019?", "In 2019:"),
        ("kas vadīja kaujas grupu 2019. gadā?", "2019. gadā:"),
        ("who led the battle group in June 2020?", "In June 2020:"),
        ("who led the battle group on 3 May 2020?", "On 3\u00a0May 2020:"),
    ],
)
def test_a_past_time_of_the_world_is_named(then: Desk, question: str, head: str) -> None:
    """An answer for a time that is named begins with it; one of today does not."""
    asker = reader(then)

    assert asker.say(question).splitlines()[0].replace("\u00a0", " ") == head.replace("\u00a0", " ")
    assert asker.say("who leads the battle group?").startswith("NATO battle group")


def test_what_was_narrowed_to_the_desk_is_not_told_of_then(then: Desk, clock: FakeClock) -> None:
    """What everybody was told once and is the desk's now is shown to editors alone."""
    asker, chief = reader(then), editor(then)
    chief.say("/fact edit battle-group.strength | audience: desk")
    clock.advance(DAY)
    question = "what did you say on 8 December about the strength of the battle group?"

    told = [asker.say(question), asker.say("/fact history battle-group.strength")]
    told += [asker.elsewhere(GROUP).say(question)]
    told += [asker.say("/fact show battle-group.strength as told on 2021-12-08")]

    assert "1700" not in "".join(told)
    assert "1700" in chief.say(question)


def test_a_name_alone_asks_for_what_we_said_of_it(then: Desk) -> None:
    """Of a subject that is only named, what is known best of it is told or offered."""
    chief, asker = editor(then), reader(then)
    chief.say("/event add opening 2022-05-01T10:00 12:00 Tilta atklāšana | name-en: Bridge parade")

    told = asker.say("what did you say in December about the bridge parade?")
    asker.say("what did you say in November about the battle group?")

    assert "1\u00a0May 2022" in told
    assert len(asker.reply.choices) == 3


def test_an_event_called_off_since_is_said_to_be_so(then: Desk, clock: FakeClock) -> None:
    """Whoever asks when we said an event would be reads first that it will not be."""
    chief, asker = editor(then), reader(then)
    chief.say("/event add opening 2022-05-01T10:00 12:00 Tilta atklāšana | name-en: Bridge parade")
    clock.advance(DAY)
    chief.say("/event cancel opening no money")
    clock.advance(DAY)

    told = asker.say(
        "what did you say on 10 December about when the bridge parade is?"
    ).splitlines()

    assert told[1].startswith("Cancelled (no money)")
    assert not told[-1].startswith(("We still say so", "Now:"))


def test_what_is_shown_as_told_then_claims_nothing(then: Desk) -> None:
    """By the command, too, what we no longer say is told again and not stated."""
    asker = reader(then)
    asker.say("/fact show battle-group.leader as told on 2021-11-26")

    assert claimed(asker) == []
