"""The same scenarios at every door, in private: what a reader and an editor do and see.

What makes no sense at the console takes a `town`: nothing said there can be changed, no message
is too long, and whoever sits there is the owner, who is refused nothing and cannot be forgotten.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

from bot.texts import phrase
from tests.journeys.doors.venues import Town, Venue, spelt

KEY: Final = re.compile(r" [a-z-]+\.[a-z-]+$")
FACTS_ON_NATO: Final = 24
VOTES: Final = ("👍", "👎")

LEADER: Final = {
    "kas vada kaujas grupu?": (
        "Kanāda",
        "Datums: 2021. gada 25.\N{NO-BREAK SPACE}novembris",
        "Avots: LETA",
    ),
    "kas vada kaujas grupu": (
        "Kanāda",
        "Datums: 2021. gada 25.\N{NO-BREAK SPACE}novembris",
        "Avots: LETA",
    ),
    "who leads the battle group?": (
        "Canada",
        "As of 25\N{NO-BREAK SPACE}November 2021",
        "Source: LETA",
    ),
}


@pytest.mark.parametrize("language", ["lv", "en"])
def test_first_greeting_is_in_both_languages(venue: Venue, language: str) -> None:
    """Whoever begins is greeted in both, and first in their own, before anything else."""
    other = "en" if language == "lv" else "lv"

    somebody = venue.person(language)
    told = somebody.says("/start").text

    greetings = "\n\n".join(phrase(each, "start.greeting") for each in (language, other))
    assert told.startswith(spelt(greetings, somebody))


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("question", LEADER)
def test_question_is_answered_in_its_own_language(
    venue: Venue, question: str, language: str
) -> None:
    """In Latvian, without its diacritics, in English: with source and date, whoever asks."""
    told = venue.person(language).says(question)

    assert all(words in told.text for words in LEADER[question])
    assert told.labels == VOTES


@pytest.mark.parametrize(
    ("language", "question"),
    [("lv", "kas vada kaujas grupu Lietuvā?"), ("en", "who leads the battle group in Lithuania?")],
)
def test_what_is_not_known_is_not_told(venue: Venue, language: str, question: str) -> None:
    """A neighbour of a fact is no answer: that nobody knows is said in the question's language."""
    other = "en" if language == "lv" else "lv"

    told = venue.person(other).says(question)

    assert told.text == phrase(language, "ask.unknown")
    assert told.labels == (phrase(language, "later.not-later"),)


def test_offer_becomes_the_answer(venue: Venue) -> None:
    """Where two facts are meant, a tap turns the offer into the one that was chosen."""
    reader = venue.person("lv")
    offer = reader.says("what did Rinkevics say?")

    answer = reader.taps(offer, "said on television")

    assert offer.text == phrase("en", "ask.offer-about", subject="Edgars Rinkēvičs")
    assert len(offer.labels) == 2
    assert "elements to discuss" in answer.text
    assert answer.labels == VOTES
    assert not answer.aside


def test_fact_is_shown_by_key_and_by_words(venue: Venue) -> None:
    """Nobody needs to know a KEY: the words of a question lead to the same card."""
    reader = venue.person("en")

    by_key = reader.says("/fact show battle-group.base")
    by_words = reader.says("/fact show where is the battle group based")

    assert "Ādaži" in by_key.text
    assert by_key.text.endswith("battle-group.base")
    assert by_words == by_key


def test_history_is_shown_by_key_and_by_words(venue: Venue) -> None:
    """Every version with when it was recorded, whichever way the fact is named."""
    reader = venue.person("en")

    by_key = reader.says("/fact history battle-group.leader")
    by_words = reader.says("fact history battle group leader")
    turned = reader.taps(by_words, phrase("en", "fact.turn-show"))

    assert "Canada – since 2017" in by_key.text
    assert "imported on 26\N{NO-BREAK SPACE}November 2021 at 09:00 (Riga time)" in by_key.text
    assert by_words == by_key
    assert "Canada leads" in turned.text


def test_list_is_paged_by_its_button(venue: Venue) -> None:
    """Ten lines a page; each tap shows the next in the same place, and the last has no button."""
    reader = venue.person("en")

    pages = [reader.says("/facts nato")]
    while pages[-1].labels:
        pages.append(reader.taps(pages[-1], *pages[-1].labels))

    keys = [line for page in pages for line in page.text.splitlines() if KEY.search(line)]
    heading = phrase("en", "facts.found", count=len(keys))
    assert len(pages) == 3
    assert len(keys) == len(set(keys)) == FACTS_ON_NATO
    assert {page.text.splitlines()[0] for page in pages} == {heading}


def test_change_by_an_editor_is_told_to_the_next_reader(venue: Venue) -> None:
    """With a slash it is done at once: the reply names what was before, readers hear the new."""
    before = venue.person("en").says("where is the NFIU?")

    told = venue.editor().says("/fact set nfiu.place Valmiera | value-lv: Valmiera")
    after = venue.person("en").says("where is the NFIU?")

    assert "Riga" in before.text
    assert phrase("en", "edit.done-set", key="nfiu.place") in told.text
    assert "Riga" in told.text.splitlines()[-1]
    assert "Valmiera" in after.text.splitlines()[0]


def test_change_without_its_slash_is_confirmed_first(venue: Venue) -> None:
    """What reads like talk changes nothing until [Do it]; [Leave it] leaves everything."""
    reader, editor = venue.person("en"), venue.editor()
    line, question = "fact set pabriks.office Speaker", "what office does Pabriks hold?"
    asked = editor.says(line)
    untouched = reader.says(question)
    left = editor.taps(asked, phrase("en", "desk.leave-it"))

    done = editor.taps(editor.says(line), phrase("en", "desk.do-it"))

    assert spelt(f"/{line}", editor) in asked.text
    assert "Minister of Defence" in untouched.text
    assert left.text == phrase("en", "desk.left")
    assert phrase("en", "edit.done-set", key="pabriks.office") in done.text
    assert "Speaker" in reader.says(question).text


def test_wording_is_edited_and_the_value_stays(venue: Venue) -> None:
    """A better sentence reaches readers at once, with its source and date as before."""
    sentence = "The centre of excellence stands in Riga, the capital."

    told = venue.editor().says(f"/fact edit stratcom-coe.place | en: {sentence}")
    answer = venue.person("en").says("where is the StratCom centre?").text

    assert phrase("en", "edit.done-edit", key="stratcom-coe.place") in told.text
    assert sentence in answer
    assert "As of 25\N{NO-BREAK SPACE}November 2021" in answer
    assert "Source: LETA" in answer


def test_language_is_chosen_in_private(venue: Venue) -> None:
    """Whoever chooses a language is answered in it from then on."""
    reader = venue.person("lv")
    before = reader.says("/language")

    chosen = reader.says("/language en")

    now = phrase("lv", "language.now", language=phrase("lv", "language.lv"))
    assert before.text == spelt(now, reader)
    assert chosen.text == phrase("en", "language.chosen", language=phrase("en", "language.en"))
    assert reader.says("/events").text.startswith(phrase("en", "events.coming"))


def test_long_history_comes_in_several_messages_in_order(town: Town) -> None:
    """What is too long for one message comes in several, whole, from the oldest version on."""
    editor = town.editor()
    versions = [f"version{number} {' '.join(['of a long text'] * 60)}" for number in range(14)]
    for version in versions:
        editor.says(f"/fact correct rinkevics.no-detail {version}")
    first = editor.says("/fact history rinkevics.no-detail")

    parts = editor.reads_on(first, until="version13 ")

    told = " ".join(" ".join(each.text for each in parts).split())
    places = [told.find(version) for version in ("no more detailed comment", *versions)]
    assert len(parts) > 1
    assert -1 not in places
    assert places == sorted(places)


def test_who_is_no_editor_changes_nothing(town: Town) -> None:
    """A stranger's command is refused, and the fact is told as before."""
    stranger, question = town.person("en"), "where is the battle group based?"
    before = stranger.says(question)

    refused = stranger.says("/fact set battle-group.base Liepāja")

    assert refused.text == phrase("en", "desk.refused")
    assert stranger.says(question) == before


def test_changed_question_changes_its_answer(town: Town) -> None:
    """Within ten minutes the answer is edited where it stands, as often as the question is."""
    reader = town.person("en")
    first = reader.says("who leads the battle group in Lithuania?")

    second = reader.edits("who leads the battle group?")
    third = reader.edits("kur ir kaujas grupas bāze?")

    assert first.text == phrase("en", "ask.unknown")
    assert "Canada" in second.text
    assert "Ādažu" in third.text
    assert third.handle is second.handle is first.handle


def test_changed_command_is_not_carried_out_again(town: Town) -> None:
    """It was done as it was sent: changing it says so, and does nothing."""
    reader = town.person("en")
    reader.says("language en")

    told = reader.edits("language lv")

    assert told.text == phrase("en", "desk.edited-command")
    assert reader.says("events").text.startswith(phrase("en", "events.coming"))


def test_what_is_kept_is_shown_to_whom_it_concerns(town: Town) -> None:
    """Privacy says for how long; [Show mine] shows account, language, and each question."""
    reader, question = town.person("en"), "who leads the battle group in Lithuania?"
    reader.says("language en")
    reader.says(question)
    told = reader.says("/privacy")

    mine = reader.taps(told, phrase("en", "privacy.show-mine"))

    assert phrase("en", "privacy.kept", count=90) in told.text
    assert phrase("en", "privacy.accounts", accounts=reader.account) in mine.text
    assert phrase("en", "privacy.language", language="English") in mine.text
    assert question in mine.text


def test_forgotten_person_is_met_as_new(town: Town) -> None:
    """Asked once more and tapped, all is gone: the choice of language, and that they ever asked."""
    reader = town.person("en")
    reader.says("/language lv")
    reader.says("who leads the battle group in Lithuania?")
    asked = reader.says("/forget me")

    told = reader.taps(asked, phrase("lv", "privacy.forget-me"))

    mine = reader.taps(reader.says("/privacy"), phrase("en", "privacy.show-mine"))
    assert asked.text == phrase("lv", "privacy.ask")
    assert told.text == phrase("lv", "privacy.forgotten", count=90)
    assert phrase("en", "privacy.language", language="none") in mine.text
    assert phrase("en", "privacy.questions", count=0) in mine.text
