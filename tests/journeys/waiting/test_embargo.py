"""What waits for its hour, through the whole program: unknown before it, everywhere at it, once.

Over a server two desks serve both platforms, and either may release it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import pytest

from bot.texts import phrase
from storage.deliveries import Reason, State
from tests.journeys.crashes.correcting import HEADING, wait_corrected
from tests.journeys.crashes.dying import Step
from tests.journeys.crashes.planning import ZONE, Office, written
from tests.journeys.waiting.editors import Cast, Desks

SECRET: Final = "Zorgabrivo"  # noqa: S105 - the value that nobody is to be told
KEY: Final = "battle-group.leader"
NEW: Final = "kelmarosu.leader"
CHANGE: Final = f"/fact set {KEY} {SECRET} | value-lv: {SECRET}"
BEGINNING: Final = (
    f"/fact add {NEW} {SECRET} | value-lv: {SECRET} | words: leader"
    " | name-en: Kelmarosu Institute | name-lv: Kelmarosu institūts"
)
QUESTIONS: Final = ("who leads the battle group?", "who leads the Kelmarosu Institute?")
BASE: Final = "battle-group.base"
WHERE: Final = "where is the battle group based?"
MINUTE: Final = timedelta(minutes=1)
SECOND: Final = timedelta(seconds=1)


@pytest.fixture
def cast(desks: Desks) -> Cast:
    """Return everybody; a desk is started, or two."""
    cast = Cast(desks)
    desks.start()
    return cast


def hour(desks: Desks) -> datetime:
    """Return an hour to come, which is far enough for what has to be tried before."""
    return Office(desks.first).soon(20 * MINUTE)


def changed(desks: Desks, key: str = KEY) -> list[datetime]:
    """Return when the desk came to believe each version of a fact that tells the secret."""
    with desks.first.database.read() as tx:
        fact = tx.facts.find(key)
        held = tx.facts.history(fact.id) if fact else ()
        told = (each for each in held if SECRET in each.version.content.value.values())
        return sorted(each.recorded_at for each in told)


def wait_changed(desks: Desks, key: str = KEY) -> None:
    """Wait until it has."""
    desks.first.telegram.world.wait_until(lambda: changed(desks, key), "what was released")


def released(desks: Desks) -> int:
    """Return how many changes were carried out of those that waited, by the audit."""
    with desks.first.database.read() as tx:
        return sum(each.action == "pending.apply" for each in tx.audit.latest(1000))


def traces(desks: Desks, cast: Cast) -> list[str]:
    """Return all that the desk has let out: to readers, into logs, as figures, in files."""
    pages = [each.page("/metrics") for each in desks.each()]
    assert all("factdesk_" in text for _, text in pages)
    cast.olga.says("/export")
    cast.eva.says("export")
    desks.first.wait_settled()
    chat, files = cast.olga.user.chat, desks.first.slack.files.contents.values()
    exported = [*(each.document for each in chat.messages_from_bot()), *files]
    assert len([each for each in exported if KEY.encode() in each or b"battle-group" in each]) == 2
    logs = [each.whole_log() for each in desks.houses]
    return [cast.read(), *(text for _, text in pages), *map(bytes.decode, exported), *logs]


def plans_what_tells_it(desks: Desks, cast: Cast) -> tuple[datetime, datetime]:
    """Have a post and digests be due before the hour; return when each is."""
    office = Office(desks.first)
    post, digest = office.soon(3 * MINUTE), office.soon(6 * MINUTE)
    channel = desks.first.telegram.world.channel("News", creator=cast.olga.user)
    cast.olga.says(f"/channel add news telegram:{channel.id} en")
    shown = cast.olga.says(f"/post {SECRET} it is.\n\nto: news\nat: {written(post)}")
    cast.olga.taps(shown, "Send")
    for each in cast.readers():
        each.says(f"/digest daily {digest.astimezone(ZONE):%H:%M}")
    office.says("/fact set nfiu.place Kauli | value-lv: Kauļi")
    return post, digest


def test_nobody_knows_before_and_everybody_at_its_hour(desks: Desks, cast: Cast) -> None:
    """No answer, digest, post, export, figure or log line tells it; then every answer does."""
    due = hour(desks)
    post, digest = plans_what_tells_it(desks, cast)
    cast.keeps(cast.olga, CHANGE, due)
    cast.keeps(cast.eva, BEGINNING, due)

    desks.let_go(post)
    (copy,) = desks.first.planned("post")
    assert (copy.state, copy.why) == (State.HELD, Reason.EMBARGOED)
    desks.let_go(digest)
    assert {row.state for row in desks.first.planned("digest")} == {State.SENT}
    answers = [cast.asked(question) for question in QUESTIONS]
    assert all("Canada" in each for each in answers[0])
    assert cast.read().count("Kauli") == len(cast.readers())
    assert not [each for each in traces(desks, cast) if SECRET in each]

    desks.reach(due)
    wait_changed(desks, NEW)
    wait_changed(desks)
    told = [each for question in QUESTIONS for each in cast.asked(question)]
    desks.first.wait_settled()

    assert all(SECRET in each for each in told), told
    for key in (KEY, NEW):
        (at,) = changed(desks, key)
        assert timedelta() <= at - due < SECOND
    assert released(desks) == 2


def test_asked_meanwhile(desks: Desks, cast: Cast) -> None:
    """Who asked before its hour was right; where it holds since before that, they are corrected."""
    due = hour(desks)
    since = (due - timedelta(days=2)).astimezone(ZONE).date()
    cast.keeps(cast.olga, CHANGE, due)
    cast.keeps(cast.eva, f"/fact set {BASE} Ventspils | value-lv: Ventspils | from: {since}", due)
    right = cast.asked(QUESTIONS[0])
    assert not [each for each in cast.asked(WHERE) if "Ventspils" in each]

    desks.reach(due)
    wait_changed(desks)
    wait_corrected(*desks.houses)

    many = len(desks.houses)
    for told in cast.pages():
        *mended, notice = told[many:]
        assert told[:many] == right[:many]
        assert len(mended) == many
        assert all(each.startswith("~The Ādaži base~ Ventspils\n") for each in mended), mended
        assert notice.startswith(f"{HEADING}\n")
        assert "~the Ādaži base~ Ventspils" in notice
        assert SECRET not in notice


@pytest.mark.parametrize("step", [Step.APPLYING, Step.APPLIED])
def test_killed_right_at_its_release(desks: Desks, cast: Cast, step: Step) -> None:
    """It is carried out once, by who died or by who goes on, and its author hears of it once."""
    due = hour(desks)
    cast.keeps(cast.olga, CHANGE, due)
    desks.first.wait_settled()
    desks.first.kill()
    desks.first.advance(due - desks.first.now())

    desks.first.start(step)
    desks.first.wait_dead()
    assert len(changed(desks)) == (step is Step.APPLIED)
    for each in desks.houses[1:]:
        each.advance(due - each.now())
        if step is Step.APPLIED:
            # The word to its author, which the dead one had begun to say, is left to it until then.
            each.end_leases()
    if desks.last is desks.first:
        desks.first.restart()
    wait_changed(desks)
    told = cast.asked(QUESTIONS[0])
    desks.last.wait_settled()

    assert all(SECRET in each for each in told), told
    assert len(changed(desks)) == released(desks) == 1
    heard = [each.text for each in cast.olga.user.chat.messages_from_bot()]
    assert sum("was carried out" in each for each in heard) == 1, heard


def test_moved_and_lifted(desks: Desks, cast: Cast) -> None:
    """Moved on one platform it is not told at its old hour; lifted on the other, at once."""
    due = hour(desks)
    cast.keeps(cast.olga, CHANGE, due)
    shown = cast.eva.says(f"/embargo move {KEY} {written(due + 10 * MINUTE)}")
    cast.eva.taps(shown, phrase("en", "embargo.do-move"))
    desks.let_go(due + MINUTE)
    assert not [each for each in cast.asked(QUESTIONS[0]) if SECRET in each]
    assert changed(desks) == []

    cast.olga.says(f"/embargo lift {KEY}")

    assert all(SECRET in each for each in cast.asked(QUESTIONS[0]))
    desks.let_go(due + 11 * MINUTE)
    assert len(changed(desks)) == released(desks) == 1
