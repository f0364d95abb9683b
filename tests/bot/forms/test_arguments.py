"""The forms that are made of what commands say of their arguments, each command tried for real."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.answering.following import Follower
from bot.commands import COMMANDS
from bot.context import About, Command
from bot.desk import Desk
from bot.forms.arguments import KINDS
from bot.forms.catalogue import FORMS
from bot.forms.form import Filled
from bot.forms.sheets import Blank
from bot.forms.windows import Windows
from bot.port import Account, Chat, Happening, Link, Place, Update, plain
from bot.texts import LANGUAGES, phrase
from handlers.app import ROOMS
from handlers.slack.windows import LONGEST_TITLE
from storage.database import Database
from storage.people import Role
from tests.bot.conftest import ZONE
from tests.bot.forms.stocked import stock
from tests.standins.clock import FakeClock
from tests.standins.speakers import GROUP, Speaker, editor, owner, reader

ASKED: Final = [each for each in COMMANDS if each.arguments]
"""The commands that have a form made of their arguments."""

BEGUN: Final[dict[tuple[str, ...], str]] = {("hold",): "all"}
"""What is typed behind a command that shows something where it is bare."""

RIGHT: Final = {
    "fact": "battle-group.leader",
    "event": "ministers-meeting",
    "subject": "battle-group",
    "person": "telegram:12",
    "other": "telegram:13",
    "channel": "desk",
    "chat": "telegram:-1",
    "reason": "it was a slip",
    "text": "Vanšu",
    "at": "2021-12-20 10:00",
    "role": "editor",
}
"""What is typed where nothing is offered, by field."""

WRONG: Final = "!?"


@pytest.fixture(scope="session")
def stocked_store(riga_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which every command has something to do, to be copied."""
    file = tmp_path_factory.mktemp("stocked") / "template.db"
    shutil.copyfile(riga_store, file)
    with opened(file) as desk:
        stock(desk)
    return file


@contextmanager
def opened(file: Path) -> Iterator[Desk]:
    """Yield a desk over the store in a file."""
    clock = FakeClock()
    with closing(Database(f"sqlite:///{file}", clock)) as database:
        yield Desk(database, Follower(), clock, About("1"), "lv", ZONE, rooms=ROOMS)


@pytest.fixture
def copies(stocked_store: Path, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Yield two desks of their own at which the same waits."""
    files = [Path(shutil.copyfile(stocked_store, tmp_path / name)) for name in ("a", "b")]
    with opened(files[0]) as one, opened(files[1]) as other:
        yield one, other


def lacking(language: str) -> str:
    """Return how it is said that a command is not complete."""
    return phrase(language, "arguments.incomplete", usage="")


def on(desk: Desk, platform: str, role: Role, language: str) -> Speaker:
    """Return somebody in private on a platform."""
    chat = Chat(platform, "77", Place.PRIVATE)
    speaker = Speaker(desk, Account(platform, "77"), chat)
    with desk.database.write() as tx:
        tx.people.set_role(tx.people.seen(platform, "77").id, role)
    speaker.say(f"/language {language}")
    return speaker


@pytest.mark.parametrize("platform", ["telegram", "slack", "console"])
@pytest.mark.parametrize("role", Role)
def test_no_command_is_not_complete_in_private(
    desk: Desk, stocked_store: Path, tmp_path: Path, platform: str, role: Role
) -> None:
    """Typed bare, where something waits or nothing does, by whoever may, in each language."""
    with opened(Path(shutil.copyfile(stocked_store, tmp_path / "stocked.db"))) as stocked:
        for each, language in ((desk, "en"), (stocked, "en"), (desk, "lv"), (stocked, "lv")):
            speaker = on(each, platform, role, language)
            for command in COMMANDS:
                told = speaker.say(f"/{command.words}")
                assert not told.startswith(lacking(language)), (command.words, told)
                speaker.say("/cancel")


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command.text_key)
def test_among_others_it_leads_to_the_private_chat(desk: Desk, command: Command) -> None:
    """What lacks something there bears the link that opens the form in private."""
    chief = owner(desk)
    among = chief.elsewhere(GROUP)
    among.say("/language en")
    among.home = "https://t.me/desk_bot?start="
    if not among.say(f"/{command.words} {BEGUN.get(command.name, '')}").startswith(lacking("en")):
        return

    links = [node for node in among.reply.message if isinstance(node, Link)]

    payload = links[0].url.partition("start=")[2]
    assert not chief.say(f"/start {payload}").startswith(lacking("en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ASKED, ids=lambda command: command.text_key)
def test_form_at_its_end_is_the_command_typed_whole(
    copies: tuple[Desk, Desk], command: Command, language: str
) -> None:
    """Filled in one by one, wrong answers asked for again, it tells and does what the line does."""
    asked, typed = (owner(each, language=language) for each in copies)
    asked.say(f"/{command.words} {BEGUN.get(command.name, '')}")
    words = [BEGUN[command.name]] if command.name in BEGUN else []

    for kind in command.arguments[len(words) :]:
        assert asked.reply.asks, (kind, plain(asked.reply.message))
        words.append(answered(asked, KINDS[kind].name))

    told = typed.say(f"/{command.words} {' '.join(words)}")
    said = plain(asked.reply.message)
    # Below what the command refuses it is asked for once more.
    assert told in said if typed.reply.failed else told == said
    assert audited(asked.desk) == audited(typed.desk)


def answered(speaker: Speaker, name: str) -> str:
    """Answer one question, wrongly first where that can be; return the value that is meant."""
    if name not in {"reason", "text"}:
        before = plain(speaker.reply.message).split("\n\n")[-1]
        assert speaker.say(WRONG).endswith(before)
    ways_out = {phrase(each, f"form.{way}") for each in LANGUAGES for way in ("back", "cancel")}
    labels = [each.label for each in speaker.reply.choices if each.label not in ways_out]
    if not labels or name in {"role", "person"}:
        speaker.say(RIGHT[name])
        return RIGHT[name]
    value = offered(speaker, 0)
    speaker.tap(1)
    return value


def offered(speaker: Speaker, at: int) -> str:
    """Return what a button of a form answers."""
    with speaker.desk.database.read() as tx:
        stored = tx.choices.peek(speaker.reply.choices[at].token)
    assert stored is not None
    return str(stored.payload["value"])


def audited(desk: Desk) -> list[tuple[str, str]]:
    """Return what was done."""
    with desk.database.read() as tx:
        return [(each.action, each.target) for each in tx.audit.latest(50)]


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command.text_key)
def test_cancelled_form_leaves_nothing(copies: tuple[Desk, Desk], command: Command) -> None:
    """Neither a change nor a form that waits for words."""
    chief = owner(copies[0])
    before = audited(chief.desk)
    chief.say(f"/{command.words} {BEGUN.get(command.name, '')}")
    labels = [each.label for each in chief.reply.choices]
    cancelled = phrase("en", "form.cancelled")

    assert chief.tap(labels.index(phrase("en", "form.cancel")) + 1) == cancelled

    assert audited(chief.desk) == before
    assert chief.say("/cancel") != cancelled


def test_back_leads_to_the_argument_before(copies: tuple[Desk, Desk]) -> None:
    """And what was typed behind the command is not asked for."""
    chief = owner(copies[0])
    waiting = chief.say("/decline")
    chief.tap(1)

    assert chief.say("/back").endswith(waiting.split("\n\n")[-1])
    assert chief.say("/role grant telegram:12").endswith(phrase("en", "form.ask-role"))


def test_right_is_checked_as_the_last_argument_comes(copies: tuple[Desk, Desk]) -> None:
    """Who was demoted amid the form carries nothing out."""
    chief = editor(copies[0])
    chief.say("/fact undo")
    with chief.desk.database.write() as tx:
        tx.people.set_role(tx.people.seen("telegram", "9").id, Role.READER)
    before = audited(chief.desk)

    assert chief.tap(1) == phrase("en", "desk.refused")
    assert audited(chief.desk) == [("refused", "fact undo"), *before]


def test_nothing_that_waits_is_said(desk: Desk) -> None:
    """Where there is nothing to choose from, nothing is asked, nor is it of one's own proposals."""
    chief = editor(desk)
    assert chief.say("/decline").startswith(phrase("en", "waiting.no-pending"))
    chief.say("/approval on battle-group")
    chief.say("/fact set battle-group.leader Poland | value-lv: Polija")

    assert chief.say("/approve").startswith(phrase("en", "form.none-to-approve"))
    assert not chief.reply.asks


def test_reader_is_offered_what_readers_may_see(desk: Desk) -> None:
    """The key of a fact for the desk alone stands on no button of theirs."""
    names = "name-lv: Pl | name-en: Pl | words: plan | audience: desk"
    chief = editor(desk)
    chief.say(f"/fact add secret.plan 5 | {names}")
    asker = reader(desk, language="en")
    for speaker, sees in ((chief, True), (asker, False)):
        speaker.say("/fact show")
        labels = [each.label for each in speaker.reply.choices]
        assert ("secret.plan" in labels) is sees
    assert asker.say("secret.plan").startswith(phrase("en", "fact.none", text="secret.plan"))


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command.text_key)
def test_window_has_a_field_for_each_argument(copies: tuple[Desk, Desk], command: Command) -> None:
    """Filled in at once and sent, it tells what the line would."""
    chief = owner(copies[0], language="lv")
    line = f"/{command.words} {BEGUN.get(command.name, '')}"
    windows = Windows(chief.desk)
    asks = Update("1", chief.account, chief.chat, line, has_windows=True, alone=True)
    sheet = windows.opened(asks) or windows.opened(tapped(chief, asks))
    assert sheet is not None

    assert sheet.title == phrase("lv", f"form.title-{command.text_key}")
    assert [each.name for each in sheet.blanks] == [KINDS[each].name for each in command.arguments]
    values = {each.name: value_of(each) for each in sheet.blanks}
    sent = windows.sent(asks, sheet.state, values)
    assert isinstance(sent, Filled), sent
    saved = replace(asks, id="2", text="", happening=Happening.SAID, filled=sent.record())
    told = plain(chief.desk.handle(saved).message)
    typed = " ".join(sent.answers[KINDS[each].name] for each in command.arguments)
    assert told == owner(copies[1], language="lv").say(f"/{command.words} {typed}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_of_a_window_is_never_cut(language: str) -> None:
    """Slack shows so many characters of it, of whichever form."""
    forms = [each.text_key for each in COMMANDS if each.name in FORMS]
    titles = [phrase(language, f"form.title-{each}") for each in forms]

    assert [each for each in titles if len(each) > LONGEST_TITLE] == []


def tapped(speaker: Speaker, asks: Update) -> Update:
    """Return the tap on the button that opens a window, where one does not open by itself."""
    token = speaker.desk.handle(asks).choices[0].token
    return replace(asks, id="3", text="", choice=token, happening=Happening.TAPPED)


def value_of(blank: Blank) -> str:
    """Return what is chosen or typed in a field."""
    return blank.given or (blank.options[0].value if blank.options else RIGHT[blank.name])
