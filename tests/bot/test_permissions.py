"""The table of permissions, made of the commands and buttons that there are, each tried for real.

Every command by everybody, everywhere: carried out, or refused with the sentence that says so and
nothing changed. Every kind of button in hands that it was not given to: refused, and in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Final

import pytest

from bot.commands import CHOSEN, COMMANDS, SPELLINGS
from bot.context import Command
from bot.desk import Desk
from bot.forms.catalogue import FORMS
from bot.forms.form import Filled
from bot.port import Account, Chat, Place, Update, plain
from bot.roles import Right
from bot.texts import phrase
from storage.choices import Choice
from storage.people import Role
from tests.standins.clock import FakeClock
from tests.standins.speakers import Speaker

PLATFORMS: Final = ("telegram", "slack")
HOUR: Final = timedelta(hours=1)
EVERYBODYS: Final = frozenset(
    {
        *("answer", "none-of-these", "page", "more", "leave", "home", "form", "import-leave"),
        *("show-mine", "forget"),
    }
)
"""Kinds of buttons that anybody may use who was given one; every other asks who taps it."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place, and whether who speaks there runs it."""

    place: Place
    runs: bool = False


WHERE: Final = (
    Where(Place.PRIVATE),
    Where(Place.GROUP),
    Where(Place.GROUP, runs=True),
    Where(Place.CHANNEL, runs=True),
    Where(Place.EDITORS),
)
EVERY: Final = tuple(product(PLATFORMS, Role, WHERE))


def speaker(desk: Desk, platform: str, role: Role, where: Where, name: str = "") -> Speaker:
    """Return somebody with a role in a place, who is nobody else and nowhere else unless named."""
    name = name or f"{role.value[0]}{WHERE.index(where)}"
    account = Account(platform, name)
    private = where.place is Place.PRIVATE
    chat = Chat(platform, name if private else f"-{name}", where.place)
    with desk.database.write() as tx:
        tx.people.set_role(tx.people.seen(platform, name).id, role)
    return Speaker(desk, account, chat, runs_chat=where.runs)


def allowed(right: Right, role: Role, where: Where) -> bool:
    """Tell what the contract says, in words of its own."""
    match right:
        case Right.ALL:
            return True
        case Right.CHAT:
            return role is not Role.READER or where.place is Place.PRIVATE or where.runs
        case Right.EDITOR:
            return role is not Role.READER
        case Right.OWNER:
            return role is Role.OWNER


def refusals(language: str) -> dict[Right, str]:
    """Return what is said to who lacks a right."""
    private = phrase(language, "desk.in-private")
    return {
        Right.CHAT: phrase(language, "desk.refused-here", private=private),
        Right.EDITOR: phrase(language, "desk.refused"),
        Right.OWNER: phrase(language, "desk.refused-owner"),
    }


def audited(desk: Desk) -> list[tuple[str, str]]:
    """Return what was refused, with what the audit calls it, the newest first."""
    with desk.database.read() as tx:
        acts = tx.audit.latest(1000)
        return [(each.target, each.details["why"]) for each in acts if each.action == "refused"]


def state(desk: Desk) -> tuple[int, int, int]:
    """Return what a command could have changed: facts, acts, and what waits to leave."""
    with desk.database.read() as tx:
        acts = tx.audit.count() - len([1 for each in tx.audit.latest(1000) if _is_refusal(each)])
        return tx.changes.latest_seq(), acts, sum(tx.ledger.counts().values())


def _is_refusal(entry: object) -> bool:
    return getattr(entry, "action", "") == "refused"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.text_key)
def test_command_is_done_for_whom_it_is_and_refused_to_all_others(
    desk: Desk, command: Command
) -> None:
    """By every role, in every place, on every platform."""
    sentences = refusals("lv")
    refused = 0
    for platform, role, where in EVERY:
        who = speaker(desk, platform, role, where)
        may = allowed(command.right, role, where)
        before = None if may else state(desk)
        told = who.say(f"/{command.words}")
        if may:
            assert told not in sentences.values(), (platform, role, where)
            assert phrase("lv", "desk.incident", incident="").strip() not in told
        else:
            assert told == sentences[command.right], (platform, role, where)
            assert state(desk) == before
            refused += command.right is not Right.CHAT

    expected = [(command.words, f"desk.refused{'-owner' * (command.right is Right.OWNER)}")]
    assert audited(desk) == expected * refused


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.text_key)
def test_button_of_a_command_asks_who_taps_it(desk: Desk, command: Command) -> None:
    """By every role: who has lost the right since is refused everywhere as if they had typed."""
    sentences = refusals("lv")
    for platform, role, where in EVERY:
        may = allowed(command.right, role, where)
        if may and where.place is not Place.PRIVATE:
            continue
        who = speaker(desk, platform, role, where)
        token = shown(who, Choice("run", {"text": command.words}))
        before = None if may else state(desk)
        told = who.tap_token(token)

        assert (told not in sentences.values()) == may, (platform, role, where)
        if not may:
            assert told == sentences[command.right], (platform, role, where)
            assert audited(desk)[0][0] == command.words
            assert state(desk) == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.text_key)
def test_who_may_not_is_not_told_what_is_wrong(desk: Desk, command: Command) -> None:
    """The right is asked for before what was typed is read."""
    for platform in PLATFORMS:
        who = speaker(desk, platform, Role.READER, WHERE[1])
        if not allowed(command.right, Role.READER, WHERE[1]):
            assert who.say(f"/{command.words} 1 x") == refusals("lv")[command.right]


@pytest.mark.parametrize("words", [" ".join(each) for each in SPELLINGS])
def test_command_by_any_other_name_asks_the_same(desk: Desk, words: str) -> None:
    """Written in Latvian, or as it is said among others, it takes no other right."""
    command = SPELLINGS[tuple(words.split())]
    for platform, where in product(PLATFORMS, WHERE):
        if not allowed(command.right, Role.READER, where):
            who = speaker(desk, platform, Role.READER, where)
            assert who.say(f"/{words}") == refusals("lv")[command.right], (platform, where)


@pytest.mark.parametrize(
    "command",
    [each for each in COMMANDS if each.name in FORMS and each.right is not Right.ALL],
    ids=lambda command: command.text_key,
)
def test_form_that_is_open_asks_at_each_step(desk: Desk, command: Command) -> None:
    """Who was demoted meanwhile is refused in a conversation, by its buttons, and in a window."""
    words = command.words
    for platform in PLATFORMS:
        for step in (answers, taps, saves):
            chief = speaker(desk, platform, Role.OWNER, WHERE[0])
            turn = opened(chief, words)
            before = state(desk)
            speaker(desk, platform, Role.READER, WHERE[0], chief.account.id)

            assert step(chief, words, turn) == refusals("lv")[command.right], (platform, step)
            why = f"desk.refused{'-owner' * (command.right is Right.OWNER)}"
            assert audited(desk)[0] == (words, why)
            assert state(desk) == before


def opened(who: Speaker, words: str) -> str:
    """Have somebody be amid a form, of which nothing is filled in; return its turn."""
    with who.desk.database.write() as tx:
        chat = tx.chats.seen(who.chat.platform, who.chat.id, "", who.chat.place)
        person = tx.people.seen(who.account.platform, who.account.id)
        return tx.forms.keep(chat.id, person.id, Filled(words).record())


def answers(who: Speaker, words: str, turn: str) -> str:
    """Answer what a form asks for; return what is said to that."""
    del words, turn
    return who.say("x")


def taps(who: Speaker, words: str, turn: str) -> str:
    """Tap a button of a form; return what is said to that."""
    del words
    return who.tap_token(shown(who, Choice("form", {"turn": turn, "does": "save", "value": ""})))


def saves(who: Speaker, words: str, turn: str) -> str:
    """Save a form that was filled in in a window; return what is said to that."""
    filled = Filled(words).record()
    saved = Update(turn, who.account, who.chat, "", has_windows=True, filled=filled)
    return plain(who.desk.handle(saved).message)


@pytest.mark.parametrize("kind", [*CHOSEN, "run", "share"])
def test_button_works_for_whom_it_was_shown_once_and_there(
    desk: Desk, clock: FakeClock, kind: str
) -> None:
    """Copied, elsewhere, forged, replayed, too old: refused, with a sentence, and in the audit."""
    for platform, where in product(PLATFORMS, WHERE):
        ed = speaker(desk, platform, Role.EDITOR, where)
        token = shown(ed, Choice(kind, {"text": "help"}))
        stranger = Speaker(desk, Account(platform, "stranger"), ed.chat)
        elsewhere = ed.elsewhere(replace(ed.chat, id="elsewhere", place=Place.GROUP))
        before = state(desk)

        for taker in (stranger, elsewhere):
            assert taker.tap_token(token) == phrase("lv", "desk.spent-not-yours")
            assert audited(desk)[0][1] == "spent: not-yours"
        assert ed.tap_token(f"{token}x") == phrase("lv", "desk.spent-unknown")
        assert audited(desk)[0] == ("button", "spent: unknown")
        assert ed.tap_token(used(ed, kind)) == phrase("lv", "desk.spent-used")
        assert audited(desk)[0][1] == "spent: used"
        assert state(desk) == before
        clock.advance(2 * HOUR)
        assert ed.tap_token(token) == phrase("lv", "desk.spent-expired")
        assert audited(desk)[0][1] == "spent: expired"


@pytest.mark.parametrize("kind", sorted(CHOSEN.keys() - EVERYBODYS))
def test_button_of_an_editor_asks_who_taps_it(desk: Desk, kind: str) -> None:
    """Before it looks at what it was shown for, so that nothing of that is told to a reader."""
    for platform, where in product(PLATFORMS, WHERE):
        who = speaker(desk, platform, Role.READER, where)
        token = shown(who, Choice(kind, {}))
        before = state(desk)

        assert who.tap_token(token) in refusals("lv").values(), (kind, platform, where)
        assert state(desk) == before
        assert audited(desk)[0][1] in {"desk.refused", "desk.refused-owner"}


def test_replayed_callback_is_refused(desk: Desk) -> None:
    """The same button twice is once, wherever it was."""
    for platform, role, where in EVERY:
        who = speaker(desk, platform, role, where)
        token = shown(who, Choice("leave", {}))
        assert who.tap_token(token) == phrase("lv", "desk.left")
        assert who.tap_token(token) == phrase("lv", "desk.spent-used")
        assert audited(desk)[0] == ("leave", "spent: used")


def shown(who: Speaker, choice: Choice) -> str:
    """Show somebody a button, for them alone, and return its reference."""
    chat = who.chat
    with who.desk.database.write() as tx:
        known = tx.chats.seen(chat.platform, chat.id, chat.topic, chat.place)
        person = tx.people.seen(who.account.platform, who.account.id)
        (token,) = tx.choices.add(known.id, [choice], HOUR, person.id)
    return token


def used(who: Speaker, kind: str) -> str:
    """Return the reference of a button that somebody was shown, and has tapped already."""
    token = shown(who, Choice(kind, {"text": "help"}))
    with who.desk.database.write() as tx:
        known = tx.chats.seen(who.chat.platform, who.chat.id, who.chat.topic, who.chat.place)
        person = tx.people.seen(who.account.platform, who.account.id)
        tx.choices.take(token, known.id, person.id)
    return token


def test_every_reply_is_a_sentence(desk: Desk) -> None:
    """A refusal is never silence."""
    for platform, role, where in EVERY:
        who = speaker(desk, platform, role, where)
        who.tap_token("nobody-knows")
        assert plain(who.reply.message).strip()
