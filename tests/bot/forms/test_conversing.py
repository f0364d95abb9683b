"""A form as a conversation: what may happen between its questions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from bot.forms.arguments import ArgumentsForm
from bot.forms.asking import WITHIN
from bot.forms.catalogue import FORMS
from bot.port import Chat, Link, plain
from bot.texts import phrase
from storage.database import Database
from storage.people import Role
from tests.bot.conftest import ZONE
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor

SPENT = phrase("en", "desk.spent-used")
ASKED = "what is the motto?"


@pytest.fixture
def chief(desk: Desk) -> Speaker:
    """Return an editor who writes in English."""
    return editor(desk)


def labels(chief: Speaker) -> list[str]:
    """Return what stands on the buttons."""
    return [choice.label for choice in chief.reply.choices]


def tap(chief: Speaker, key: str) -> str:
    """Tap the button with the label `form.KEY`."""
    return chief.tap(labels(chief).index(phrase("en", f"form.{key}")) + 1)


def kept(desk: Desk, chief: Speaker) -> dict[str, str]:
    """Return what was answered so far."""
    with desk.database.read() as tx:
        account, chat = chief.account, chief.chat
        person = tx.people.find(account.platform, account.id)
        known = tx.chats.find(chat.platform, chat.id)
        assert person is not None
        assert known is not None
        form = tx.forms.find(known.id, person.id)
        assert form is not None
        return dict(form.filled["answers"])


def test_command_is_carried_out_and_the_form_waits(chief: Speaker) -> None:
    """Whoever looks something up amid a form goes on where they were."""
    chief.say("/fact correct battle-group.leader")
    tap(chief, "what-correct")

    assert "Canada" in chief.say("/fact show battle-group.leader")
    assert "Latvian" in chief.say("Poland")


def test_words_are_the_answer_even_if_they_look_like_a_question(desk: Desk, chief: Speaker) -> None:
    """While a form waits, whatever bears no slash is meant for it."""
    chief.say("/fact add nfiu.motto")
    chief.say("motto")
    told = chief.say(ASKED)

    assert kept(desk, chief)["words-lv"] == ASKED
    label, back = phrase("en", "form.label-words-lv"), phrase("en", "form.back")
    said = phrase("en", "form.taken", label=label, line=f"/ask {ASKED}", back=back)
    assert told.startswith(said)


def test_command_taken_for_an_answer_is_said_to_be_so(chief: Speaker) -> None:
    """Any words may be a value; who meant otherwise sees how, and the way back."""
    chief.say("/fact add nfiu.motto")
    chief.say("motto")
    chief.say("devīze")

    told = chief.say("fact show nfiu.place")

    assert "/fact show nfiu.place" in told.partition("\n\n")[0]
    assert "/fact" not in chief.say("Modri")


def test_form_survives_a_restart(chief: Speaker, store_file: Path, clock: FakeClock) -> None:
    """Another process goes on with it, by its words and by the buttons that it had shown."""
    chief.say("/fact add nfiu.motto")
    chief.say("motto")
    chief.say("devīze")
    chief.say("Alert")
    with closing(Database(f"sqlite:///{store_file}", clock)) as database:
        chief.desk = Desk(database, Follower(), clock, About("1"), "lv", ZONE)

        tap(chief, "skip-without")
        chief.say("NATO, 2021-11-25")

        assert "Alert" in tap(chief, "save")


def test_back_leads_through_the_answers(desk: Desk, chief: Speaker) -> None:
    """The latest answer is taken back, and asked for again."""
    first = chief.say("/fact add nfiu.motto")
    chief.say("motto")

    chief.say("/back")

    assert "words" not in kept(desk, chief)
    assert first.endswith(phrase("en", "form.ask-words", attribute="motto"))


def test_back_asks_for_something_else_each_time(desk: Desk, chief: Speaker) -> None:
    """Also where one answer said two things: of what a new fact is, and what that is called."""
    subject = chief.say("/fact add")
    attribute = chief.say("Stone Bridge")
    assert chief.say("length") == phrase("en", "form.ask-name-lv", subject="Stone Bridge")

    assert tap(chief, "back") == attribute
    assert tap(chief, "back") == subject.split("\n\n")[-1]
    assert phrase("en", "form.back") not in labels(chief)
    assert kept(desk, chief) == {}


def test_first_of_several_words_becomes_the_key(desk: Desk, chief: Speaker) -> None:
    """Whoever writes at once all the words that people ask in gets no KEY of all of them."""
    chief.say("/fact add nfiu")
    chief.say("motto, what it says")

    assert kept(desk, chief)["attribute"] == "motto"
    assert kept(desk, chief)["words"] == "motto, what it says"


def test_question_says_of_what_it_asks(chief: Speaker) -> None:
    """Whoever named a fact or an event by words sees which one was taken, and goes on later."""
    named = {
        "/fact retract where is the integration unit": "NATO Force Integration Unit, place",
        "/event move ministers' meeting": "NATO foreign ministers' meeting: Tuesday",
        "/event cancel ministers' meeting": "NATO foreign ministers' meeting: Tuesday",
    }
    for line, of in named.items():
        assert of in chief.say(line)

    chief.say("/fact add nfiu.song")
    chief.say("anthem, song")
    tap(chief, "skip-without")
    assert "NATO Force Integration Unit, anthem\n" in plain(chief.reply.message)


@pytest.mark.parametrize("word", ["cancel", "/cancel", "atcelt"])
def test_cancel_ends_it(chief: Speaker, holdings: Callable[[], str], word: str) -> None:
    """By its button, or by a word, typed with the slash or without; nothing was saved."""
    before = holdings()
    chief.say("/fact add nfiu.motto")

    assert chief.say(word) == phrase("en", "form.cancelled")
    assert chief.say(ASKED) != chief.say("/fact add nfiu.motto")
    assert holdings() == before


def test_new_form_takes_the_place_of_the_old(chief: Speaker) -> None:
    """And says so; the buttons of the old one are spent."""
    chief.say("/fact add nfiu.motto")
    old = chief.reply.choices[0].token

    told = chief.say("/event cancel")

    assert told.startswith(phrase("en", "form.replaced", command="/fact add"))
    assert chief.tap_token(old) == SPENT


def test_button_of_an_earlier_question_is_spent(desk: Desk, chief: Speaker) -> None:
    """Whoever goes back in the chat and taps changes nothing."""
    chief.say("/fact correct battle-group.leader")
    earlier = chief.reply.choices[2].token
    tap(chief, "what-correct")

    assert chief.tap_token(earlier) == SPENT
    assert kept(desk, chief)["what"] == "correct"


def test_form_that_is_left_expires(chief: Speaker, clock: FakeClock) -> None:
    """What was filled in comes back as a command, and the late words are not taken for more."""
    chief.say("/fact add nfiu.motto")
    chief.say("motto")
    clock.advance(WITHIN)

    told = chief.say("Alert")

    assert told.endswith("/fact add nfiu.motto\nwords: motto")
    assert phrase("en", "form.expired", command="")[:30] in told
    clock.advance(timedelta(minutes=1))
    assert "motto" not in chief.say(ASKED)


def test_who_is_no_editor_any_more_is_refused(
    desk: Desk, chief: Speaker, holdings: Callable[[], str]
) -> None:
    """At the very act, with a sentence, and the audit tells of it."""
    chief.say("/fact correct battle-group.leader")
    tap(chief, "what-correct")
    chief.say("Poland")
    before = holdings()
    with desk.database.write() as tx:
        person = tx.people.seen("telegram", chief.account.id)
        tx.people.set_role(person.id, Role.READER)

    assert chief.say("Polija") == phrase("en", "desk.refused")
    with desk.database.read() as tx:
        latest = tx.audit.latest(1)[0]
    assert (latest.action, latest.target) == ("refused", "fact correct")
    assert holdings() == before


def test_fact_that_somebody_else_changed_is_shown(desk: Desk, chief: Speaker) -> None:
    """Nothing is saved over what the editor has not seen; that they did is asked for."""
    chief.say("/fact set battle-group.leader")
    for answer in ("what-set", "Poland", "Polija", "skip-now", "skip-desk"):
        tap(chief, answer) if "-" in answer else chief.say(answer)
    editor(desk, "10").say("/fact set battle-group.leader Spain | value-lv: Spānija")

    told = tap(chief, "save")

    assert told.startswith(phrase("en", "overtaken.heading", key="battle-group.leader"))
    assert "Spain" in told
    assert "Spain" in editor(desk, "10").say("/fact show battle-group.leader")
    chief.tap(1)
    assert "Poland" in editor(desk, "10").say("/fact show battle-group.leader")


def test_what_the_command_refuses_can_be_changed(chief: Speaker) -> None:
    """The sentence of the command, and every field to be answered anew."""
    chief.say("/fact correct battle-group.leader")
    tap(chief, "what-correct")
    for _ in range(2):
        tap(chief, "skip-unchanged")
    tap(chief, "skip-no-reason")

    told = tap(chief, "skip-desk")

    assert told.startswith(phrase("en", "form.nothing-given"))
    tap(chief, "label-value-en")
    assert "Poland" in chief.say("Poland")


def test_whoever_changes_nothing_is_shown_it_again(desk: Desk, chief: Speaker) -> None:
    """From the list of fields [Back] leads to what was shown, and no answer is lost."""
    chief.say("/fact retract nfiu.place")
    preview = chief.say("nobody is sure")
    before = kept(desk, chief)
    tap(chief, "change")

    assert tap(chief, "back") == preview
    assert kept(desk, chief) == before


def test_words_beside_the_preview_change_nothing(chief: Speaker) -> None:
    """It is said that a tap is due, and shown again."""
    chief.say("/fact retract nfiu.place")
    chief.say("nobody is sure")

    told = chief.say("yes")

    assert told.startswith(phrase("en", "form.tap", text="yes"))
    assert labels(chief)[0] == phrase("en", "form.save")


@pytest.mark.parametrize("place", [GROUP, EDITORS], ids=lambda chat: chat.place)
def test_among_others_it_leads_to_the_private_chat(chief: Speaker, place: Chat) -> None:
    """There the command is shown whole; the link opens the form with what was typed."""
    among = chief.elsewhere(place)
    among.say("/language en")
    among.home = "https://t.me/desk_bot?start="

    told = among.say("/fact set battle-group.leader")

    assert "/fact set battle-group.leader VALUE" in told
    link = next(node for node in among.reply.message if isinstance(node, Link))
    payload = link.url.partition("start=")[2]
    assert chief.say(f"/start {payload}").endswith("\nWhat happened? It decides who is told.")


WRITTEN = [name for name, form in FORMS.items() if not isinstance(form, ArgumentsForm)]
WRONG = ("", "🙂", "x | source: y", "value\nfrom: 2021-13-99")


@pytest.mark.parametrize("command", WRITTEN, ids=" ".join)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_given(
    desk: Desk, chief: Speaker, command: tuple[str, ...]
) -> None:
    """Whatever is typed into any field, nothing that was answered before is lost."""
    right = {
        "fact": "battle-group.leader",
        "what": "set",
        "subject": "Old Bridge",
        "attribute": "colour",
        "event": "ministers-meeting",
        "times": "2021-12-04",
        "when": "weekdays 9:00",
        "content": "fact",
        "about": "nfiu.place",
        "to": "press",
        "key": "fair",
        "from": "2021-12-01",
        "at": "2021-12-01T09:00",
        "reason": "a slip",
    }
    _add_channel(desk)
    chief.say(f"/{' '.join(command)}")
    for _ in range(20):
        if phrase("en", "form.save") in labels(chief) or not chief.reply.asks:
            break
        before = kept(desk, chief)
        for wrong in WRONG:
            assert chief.say(wrong)
            if kept(desk, chief) != before:
                chief.say("/back")
            assert before.items() <= kept(desk, chief).items()
        skips = [label for label in labels(chief) if label in _SKIPS]
        name = _asked_field(chief)
        chief.say(skips[0] if skips else right.get(name, "something"))
    else:
        pytest.fail("the form has no end")


def _add_channel(desk: Desk) -> None:
    """Let editors post to a chat."""
    with desk.database.write() as tx:
        tx.channels.add("press", tx.chats.seen("telegram", "-1", "", "channel").id, None)


_SKIPS = {
    phrase("en", f"form.skip-{each}")
    for each in ("desk", "now", "without", "unchanged", "no-reason", "at-once", "here")
}


def _asked_field(chief: Speaker) -> str:
    """Return the name of the field whose question was asked last."""
    said = plain(chief.reply.message)
    names = ("subject", "event", "times", "when", "content", "key", "from", "at", "fact")
    found = [each for each in names if said.endswith(_question(each))]
    found += ["attribute"] if "What about" in said else []
    found += ["what"] if said.endswith("What happened? It decides who is told.") else []
    found += ["times"] if "When is it now?" in said else []
    found += ["to"] if said.endswith(_question("post-to")) else []
    found += ["about"] if said.endswith(_question("about-fact")) else []
    found += ["reason"] if "Why" in said.splitlines()[-1] else []
    return found[0] if found else ""


def _question(name: str) -> str:
    return phrase("en", f"form.ask-{name}")


def test_form_ends_with_its_command_typed_whole(chief: Speaker) -> None:
    """What is said next is no answer to it; of another fact it waits on."""
    chief.say("/fact correct battle-group.leader")
    chief.say("/fact correct nfiu.place Cēsis | value-lv: Cēsis")
    assert phrase("en", "form.ask-what", fact="", now="").splitlines()[-1] in chief.say("hm")
    chief.say("/fact correct battle-group.leader Spain | value-lv: Spānija")

    assert "Spain" in chief.say("who leads the battle group?")


@pytest.mark.parametrize("word", ["/cancel", "/back", "/atcelt", "/factdesk cancel"])
def test_nothing_is_cancelled_where_no_form_is_open(chief: Speaker, word: str) -> None:
    """That is said, and no other command is guessed."""
    assert chief.say(word) == phrase("en", "form.none-open")
