"""The same scenarios at every door where people meet: when the bot speaks, and when it does not."""

from __future__ import annotations

from typing import Final

from bot.texts import phrase
from tests.journeys.doors.venues import Town, spelt

QUESTION: Final = "kas vada kaujas grupu?"
OFFERED: Final = "ko teica Rinkēvičs?"
ON_TELEVISION: Final = "teiktais televīzijā"


def test_mention_is_answered(town: Town) -> None:
    """Called by its name the bot answers, in the question's language, without any button."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)

    latvian = anna.asks_in(group, QUESTION)
    english = anna.asks_in(group, "who leads the battle group?")

    assert "Kanāda" in latvian.text
    assert "Canada" in english.text
    assert latvian.labels == english.labels == ()
    assert group.said() == [latvian.text, english.text]


def test_command_is_answered(town: Town) -> None:
    """`ask` with the platform's slash does the same."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)

    assert "Kanāda" in anna.commands_in(group, f"ask {QUESTION}").text


def test_question_below_an_answer_is_answered(town: Town) -> None:
    """A reply to an answer goes on with the conversation, whoever began it."""
    anna, boris = town.person("lv"), town.person("en")
    group = town.group(town.person("lv"), anna, boris)
    first = anna.asks_in(group, QUESTION)

    second = boris.asks_in(group, "where is the battle group based?", below=first)

    assert "Ādaži" in second.text


def test_talk_is_met_with_silence(town: Town) -> None:
    """Small talk, unaddressed questions and thanks are no business of the bot's."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)
    answer = anna.asks_in(group, QUESTION)

    anna.says_in(group, "Labrīt!")
    anna.says_in(group, QUESTION)
    anna.says_in(group, "paldies!", below=answer)
    anna.says_in(group, "👍", below=answer, calling=True)
    anna.says_in(group, "paldies!", calling=True)

    end = anna.asks_in(group, "kur ir kaujas grupas bāze?")
    assert group.said() == [answer.text, end.text]


def test_who_calls_the_bot_is_told_how_to_ask(town: Town) -> None:
    """By a word that is no question, such as a command that is not theirs, or by nothing else."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)

    assert anna.asks_in(group, "desk").text == phrase("en", "ask.empty")
    assert anna.asks_in(group, "").text == phrase("lv", "ask.no-words")


def test_commands_of_others_are_met_with_silence(town: Town) -> None:
    """An unknown command that does not name the bot is another bot's."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)

    anna.says_in(group, "/weather Rīga")
    anna.says_in(group, "/weather@OtherBot Rīga")

    end = anna.asks_in(group, QUESTION)
    assert group.said() == [end.text]


def test_other_bots_are_met_with_silence(town: Town) -> None:
    """Two bots never talk to each other, whatever one of them says."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)
    bot = town.other_bot(group)

    bot.says_in(group, QUESTION, calling=True)

    end = anna.asks_in(group, QUESTION)
    assert group.said() == [end.text]


def test_offer_answers_the_first_tap_of_anybody(town: Town) -> None:
    """Whoever taps first has it answered, once; a later tap gets a word and changes nothing."""
    anna, boris = town.person("lv"), town.person("lv")
    group = town.group(town.person("lv"), anna, boris)
    offer = anna.asks_in(group, OFFERED)

    answer = boris.taps(offer, ON_TELEVISION)
    late = anna.taps(offer, "teiktais LETA")

    assert "viens no mērķiem" in answer.text
    assert answer.labels == ()
    assert (late.aside, late.text) == (True, phrase("lv", "desk.spent-used"))
    assert group.said() == [answer.text]


def test_changed_question_changes_its_answer_there(town: Town) -> None:
    """What everybody reads is put right where it stands."""
    anna = town.person("lv")
    group = town.group(town.person("lv"), anna)
    first = anna.asks_in(group, "kas vada kaujas grupu Lietuvā?")

    second = anna.edits(QUESTION)

    assert first.text == phrase("lv", "ask.unknown")
    assert group.said() == [second.text]
    assert "Kanāda" in second.text


def test_language_is_chosen_by_who_runs_the_group(town: Town) -> None:
    """A plain member is refused; who runs it chooses for everybody, but not for other groups."""
    runner, anna = town.person("lv"), town.person("lv")
    group, other = town.group(runner, anna), town.group(runner, anna)

    refused = anna.commands_in(group, "language en")
    before = anna.asks_in(group, "events")
    chosen = runner.commands_in(group, "language en")

    assert phrase("lv", "desk.in-private") in refused.text
    assert before.text.startswith(phrase("lv", "events.coming"))
    assert chosen.text == phrase("en", "language.chosen", language=phrase("en", "language.en"))
    assert anna.asks_in(group, "events").text.startswith(phrase("en", "events.coming"))
    assert anna.asks_in(other, "events").text.startswith(phrase("lv", "events.coming"))


def test_nobody_but_editors_changes_facts_there(town: Town) -> None:
    """Who runs a group is a stranger to the facts: refused, and nothing has changed."""
    runner, question = town.person("lv"), "kur ir kaujas grupas bāze?"
    group = town.group(runner)
    before = runner.asks_in(group, question)

    refused = runner.commands_in(group, "fact set battle-group.base Liepāja")

    assert refused.text == phrase("lv", "desk.refused")
    assert runner.asks_in(group, question) == before


def test_editor_sees_there_what_readers_see(town: Town) -> None:
    """What is for the desk only is not told to an editor where others read it."""
    editor = town.editor()
    group = town.group(town.person("lv"), editor)
    editor.says("/fact add nfiu.budget 12 million | words: budget | audience: desk")
    question = "what is the budget of the NFIU?"

    assert "12 million" in editor.says(question).text
    assert editor.asks_in(group, question).text == phrase("en", "ask.unknown")


def test_bot_that_is_let_in_says_hello(town: Town) -> None:
    """Brought into a group it says once how it is spoken to, and answers from then on."""
    runner = town.person("lv")
    group = town.group(runner, bot_in=False)

    hello = group.lets_bot_in(runner)

    assert hello.text == spelt(phrase("lv", "start.group"), runner)
    assert group.said() == [hello.text]
    assert "Kanāda" in runner.asks_in(group, QUESTION).text
