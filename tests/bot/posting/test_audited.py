"""Who changed what is in the audit: every command of the table is carried out, each in its turn.

A command either has a line here that changes something, and then the audit tells who did it and
where; or it is said to change nothing, and then nothing in the store is otherwise but what any
talk leaves there; or what it changes is a person's own. A new command is in none of these, and
fails here until it is. That refusals are in the audit is proved with the permissions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from sqlalchemy import text

from bot.admission.access import Access
from bot.commands import COMMANDS
from bot.outcomes import InDoubt
from bot.port import Chat, Code, File, Message
from bot.roles import Right
from bot.showing.acts import Acts
from bot.texts import LANGUAGES
from storage.audit import Entry
from storage.people import Role
from tests.bot.posting.newsroom import ANNA, ANNAS, ED, EDS, GROUP
from tests.bot.posting.pressroom import LINA, LINAS, Pressroom
from tests.bot.receiving.house import run, said

Step = Callable[[Pressroom], None]

TAP: Final = "(tap the first button)"
"""A line that is a tap."""

PASSES: Final = "(some time passes)"
"""A line that is none: what is due leaves."""

TALKS: Final = frozenset(
    {
        *("audit", "brought_files", "choices", "deliveries", "forms", "inbox", "leases"),
        *("paces", "receipts", "sights", "talks"),
    }
)
"""Tables in which any talk leaves something: who spoke, what was said, what was offered."""


def _nothing(_room: Pressroom) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Line:
    """What is said behind the words of a command; or a tap alone.

    Attributes:
        says: `{n}` is the last number by which anything is called.
        before, after: whole lines that make it possible, and that take it back.
        taps: a tap carries it out.
        first: what else makes it possible.
    """

    says: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    taps: bool = False
    first: Step = _nothing


def asks(room: Pressroom) -> None:
    """Have a reader ask what nobody knows."""
    room.say("who builds the ministry of windmills?", ANNAS, ANNA)


def doubts(room: Pressroom) -> None:
    """Have a reply be held."""
    room.platform.outcomes.extend([InDoubt("broke"), InDoubt("broke")])
    room.say("help", ANNAS, ANNA)
    room.looks(4)


def invited(room: Pressroom) -> None:
    """Have people come by invitation alone, or as they like again."""
    desk = room.house.desk
    access = Access.OPEN if desk.about.access is Access.INVITED else Access.INVITED
    room.house.desk = replace(desk, about=replace(desk.about, access=access))
    room.house.build()


def proposes(room: Pressroom) -> None:
    """Have another editor propose a change."""
    room.say("/approval on battle-group", EDS, ED)
    room.say(SET, LINAS, LINA)


def brings(room: Pressroom) -> None:
    """Bring a file with a fact that is new each time."""
    number = len(room.platform.files)
    fact = {
        "id": f"bridge-{number}",
        "subject": "bridge",
        "subject_names": {"lv": ["Tilts"], "en": ["Bridge"]},
        "attribute": f"length-{number}",
        "attribute_words": {"lv": ["garums"], "en": ["length"]},
        "value": {"lv": "5", "en": "5"},
    }
    content = json.dumps(fact).encode()
    room.platform.files[f"bridge-{number}"] = content
    file = File("telegram", f"bridge-{number}", "x.jsonl", len(content))
    run(partial(room.house.hears, replace(said("", EDS, ED), file=file)))


SET: Final = "/fact set battle-group.leader Poland | value-lv: Polija"
POST: Final = ("/post Labdien\n\nto: news\nat: 2021-11-28 10:00", TAP)
PARADE: Final = "/event add parade 2021-12-04 Parade"
STANDING: Final = ("/schedule add weekdays 09:00 digest\nto: news", TAP)
EMBARGO: Final = (f"{SET} | embargo: 2021-11-27T12:00", TAP)
BACK: Final = ("/fact undo battle-group.leader",)
OPEN: Final = ("/approval off battle-group",)
CHANGES: Final = {
    "fact add": Line("battle-group.motto Together | value-lv: Kopā | words: motto"),
    "fact set": Line("battle-group.leader Poland | value-lv: Polija", after=BACK),
    "fact correct": Line("battle-group.leader Spain | value-lv: Spānija", after=BACK),
    "fact edit": Line("battle-group.leader | en: Canada leads it."),
    "fact retract": Line("battle-group.leader it was a rumour", after=BACK),
    "fact undo": Line("battle-group.leader", before=(SET,)),
    "fact review": Line("battle-group.leader 2022-03-01"),
    "subject set": Line("battle-group | name-en: The Group"),
    "event add": Line("parade 2021-12-04 Parade"),
    "event move": Line("parade 2021-12-05"),
    "event cancel": Line("parade a storm"),
    "event undo": Line("parade"),
    "remind": Line("parade 1d"),
    "digest": Line("weekdays 08:30"),
    "follow": Line("battle-group"),
    "unfollow": Line("battle-group", before=("/follow battle-group",)),
    "language": Line("en"),
    "timezone": Line("Europe/London"),
    "quiet": Line("off"),
    "import": Line(TAP, first=brings),
    "import undo": Line("{n}", before=(TAP,), first=brings),
    "export": Line("jsonl"),
    "questions close": Line("{n} not ours", first=asks),
    "answer": Line("{n} battle-group.leader", first=asks),
    "invite": Line(first=invited),
    "admit": Line("telegram:-100", first=invited),
    "schedule add": Line(STANDING[0].removeprefix("/schedule add "), taps=True),
    "schedule pause": Line("{n}", before=STANDING),
    "schedule resume": Line("{n}", before=(*STANDING, "/schedule pause {n}")),
    "schedule remove": Line("{n}", before=STANDING),
    "hold": Line("all look at it first", after=("/release all",)),
    "release": Line("all", before=("/hold all look at it first",)),
    "deliveries send": Line("{n}", first=doubts),
    "deliveries drop": Line("{n}", first=doubts),
    "channel add": Line("news @news lv", before=("/channel remove news",)),
    "channel language": Line("news en"),
    "channel remove": Line("news", after=("/channel add news @news lv",)),
    "post": Line(POST[0].removeprefix("/post "), taps=True),
    "post edit": Line("{n} Labvakar", before=POST, taps=True),
    "post move": Line("{n} 2021-11-28 11:00", before=POST, taps=True),
    "post cancel": Line("{n}", before=POST),
    "post delete": Line("{n}", before=("/post Labdien\n\nto: world", TAP, PASSES), taps=True),
    "desk here": Line(),
    "approve": Line("{n}", first=proposes, after=(*OPEN, *BACK)),
    "decline": Line("{n} a rumour", first=proposes, after=OPEN),
    "approval": Line("on battle-group", after=OPEN),
    "embargo lift": Line("{n}", before=EMBARGO, after=BACK),
    "embargo move": Line("{n} 2021-11-27T13:00", before=EMBARGO, taps=True),
    "role grant": Line("telegram:77 editor"),
    "role revoke": Line("telegram:11 editor"),
    "role link": Line("telegram:9 slack:U9"),
}
"""Commands that change what others are told, know or may, each with a line that does."""

LOOKS: Final = {
    "start": Line(),
    "help": Line(),
    "about": Line(),
    "whoami": Line(),
    "privacy": Line(),
    "ask": Line("who leads the battle group?"),
    "facts": Line("nato"),
    "fact show": Line("battle-group.leader"),
    "fact history": Line("battle-group.leader"),
    "subject show": Line("battle-group"),
    "events": Line(),
    "event show": Line("ministers-meeting"),
    "questions": Line(),
    "schedule list": Line(),
    "schedule preview": Line("{n}", before=STANDING),
    "deliveries": Line(),
    "deliveries change": Line("{n}", first=doubts),
    "channel list": Line(),
    "posts": Line(),
    "post show": Line("{n}", before=POST),
    "desk": Line(),
    "audit": Line(),
    "role list": Line(),
}
"""Commands that change nothing."""

OWN: Final = {"answers": Line("off"), "forget me": Line(taps=True)}
"""Commands that change what is a person's own, of which nobody else reads."""


def last_number(room: Pressroom) -> int:
    """Return the last number by which anything is called."""
    with room.house.desk.database.read() as tx:
        number = tx.connection.execute(text("SELECT last FROM number_counter")).scalar_one()
        return int(number)


def say(room: Pressroom, line: str, chat: Chat = EDS) -> None:
    """Have the owner say a line, or tap."""
    if line == TAP:
        room.tap_token(room.choices[0].token, chat)
    elif line == PASSES:
        room.looks()
    else:
        room.say(line.format(n=last_number(room)), chat, ED)


def audited(room: Pressroom) -> list[Entry]:
    """Return the whole audit."""
    with room.house.desk.database.read() as tx:
        return list(tx.audit.all())


def held(room: Pressroom) -> dict[str, list[str]]:
    """Return all that is in the store but what any talk leaves there."""
    with room.house.desk.database.read() as tx:
        named = text("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = set(tx.connection.execute(named).scalars()) - TALKS
        return {
            table: [str(row) for row in tx.connection.execute(text(f'SELECT * FROM "{table}"'))]  # noqa: S608 - the names are the store's own
            for table in sorted(tables)
        }


def carried_out(room: Pressroom, words: str, line: Line, chat: Chat) -> list[Entry]:
    """Carry a command out; return what of it is in the audit."""
    line.first(room)
    for each in line.before:
        say(room, each, chat)
    before, count = held(room), len(audited(room))
    say(room, line.says if line.says == TAP else f"/{words} {line.says}".strip(), chat)
    if line.taps:
        say(room, TAP, chat)
    made = audited(room)[count:]
    assert words not in LOOKS or held(room) == before, words
    for each in line.after:
        say(room, each, chat)
    return made


def untold(room: Pressroom) -> set[str]:
    """Return which acts of the audit have no sentence in one of the languages."""
    with room.house.desk.database.read() as tx:
        told = [
            (Acts(tx, each, "Europe/Riga"), entry) for each in LANGUAGES for entry in audited(room)
        ]
        return {entry.action for acts, entry in told if has_code(acts.line(entry))}


def has_code(message: Message) -> bool:
    """Tell whether words of the store stand in a message, as they do where there is no sentence."""
    return any(isinstance(node, Code) for node in message)


def test_every_command_that_changes_something_is_in_the_audit(pressroom: Pressroom) -> None:
    """With who did it and where, and in words; what changes nothing, or one's own, is not."""
    with pressroom.house.desk.database.write() as tx:
        ed = tx.people.seen("telegram", ED.id)
        tx.people.set_role(ed.id, Role.OWNER)
    lines = CHANGES | LOOKS | OWN
    assert lines.keys() == {command.words for command in COMMANDS}
    for command in COMMANDS:
        words, line = command.words, lines[command.words]
        assert words in LOOKS or not command.looks, words
        among_others = command.right is Right.CHAT
        chat = GROUP if among_others or words == "desk here" else EDS
        made = carried_out(pressroom, words, line, chat)

        acts = {(each.person, each.place) for each in made}
        assert ((ed.id, str(chat)) in acts) is (words in CHANGES), words
        assert acts == set() or words in CHANGES, words
        assert "refused" not in {each.action for each in made}, words
        if among_others and words in CHANGES:
            assert carried_out(pressroom, words, line, EDS) == [], words
    assert untold(pressroom) == set()
