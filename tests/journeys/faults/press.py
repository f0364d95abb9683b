"""A press office on a desk, or on two over one server: what is to come, and what was heard.

Every kind of message is on its way at once, on both platforms: reminders, posts, digests, notices
and replies. A line, an event and a post have a number each, which is in whatever tells of them; so
a place and a number are one message, which is counted. Every other post has a picture. Digests
and notices tell of many, and are counted by the rows of the ledger.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.port import Kind, Picture, Text
from bot.posting import posts, reminders
from bot.texts import phrase
from storage.database import Transaction
from storage.deliveries import Delivery, Reason, State
from storage.schedules import Content, Order
from tests.journeys.crashes.counting import REPEAT
from tests.journeys.crashes.killing import House, pass_time
from tests.journeys.crashes.planning import Office
from tests.journeys.crashes.speaking import OnSlack, OnTelegram
from tests.standins.slack.shown import shown

PEOPLE: Final = 3
"""On each platform."""
MINUTE: Final = timedelta(minutes=1)
EVENT_EACH: Final = 5
POST_EACH: Final = 4
DIGEST_EACH: Final = 15
"""Minutes between two."""
BEFORE: Final = 120
"""Minutes before its event at which a reminder is due, some less."""
MAY_REPEAT: Final = frozenset({Kind.REPLY, Kind.ANSWER, Kind.OFFER, Kind.REMINDER, Kind.NOTICE})
"""What may come twice on Telegram after a kill, with a word (contract, section 8)."""
DIGEST: Final = phrase("en", "digest.heading", weekday="", day="").partition(":")[0]
NOTICE: Final = phrase("en", "notice.moved")
PICTURE: Final = Picture("telegram", "bridge")

_NUMBER: Final = re.compile(r"\bzq[0-9]+\b")

Numbered: TypeAlias = tuple[str, str]
"""A place, as `telegram:-100`, and a number."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was heard in a place."""

    place: str
    text: str

    @property
    def is_marked(self) -> bool:
        """Tell whether it says that it may repeat another."""
        return self.text.startswith(REPEAT)

    @property
    def kind(self) -> str:
        """Return `digest` or `notice`, which tell of many; of all else nothing."""
        said = self.text.removeprefix(f"{REPEAT}\n")
        named = {DIGEST: Kind.DIGEST, NOTICE: Kind.NOTICE}
        return next((kind for words, kind in named.items() if said.startswith(words)), "")

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of what it tells."""
        return list(dict.fromkeys(_NUMBER.findall(self.text)))


class Press:
    """The office, its readers and its channels.

    Attributes:
        desks: one of them, or two.
        to_come: everything with a number that is to be heard, once each.
    """

    def __init__(self, desks: tuple[House, ...], chance: random.Random) -> None:
        self.desks = desks
        self._house = desks[0]
        self._chance = chance
        self._office = Office(self._house)
        self.people: list[OnTelegram | OnSlack] = [
            *(OnTelegram(self._house, f"T{n}") for n in range(PEOPLE)),
            *(OnSlack(self._house, f"s{n}") for n in range(PEOPLE)),
        ]
        first, last = self.people[0], self.people[-1]
        assert isinstance(first, OnTelegram)
        assert isinstance(last, OnSlack)
        self._channel = self._house.telegram.world.channel("Zinas", creator=first.user)
        self._room = self._house.slack.workspace.channel("press", creator=last.user)
        self._house.telegram.world.files[PICTURE.id] = b"JPEG"
        first.user.shows(PICTURE.id, chat=self._channel)
        self._ball = self._house.now()
        self.to_come: list[Numbered] = []
        self._lines = iter(range(10_000, 100_000))

    def plans(self, horizon: int) -> None:
        """Meet everybody, and plan what is due within so many minutes from now."""
        self._ball = self._office.plans("ball", timedelta(days=30))
        for each in self.people:
            each.says("/event show ball")
        self._house.wait_settled()
        base = self._house.now().replace(second=0, microsecond=0) + 2 * MINUTE
        for n in range(horizon // EVENT_EACH):
            ahead = base - self._house.now() + (BEFORE + n * EVENT_EACH) * MINUTE
            self._office.plans(f"zq{n}", ahead)
        with self._house.database.write() as tx:
            self._orders(tx, horizon // EVENT_EACH)
            self._posts(tx, base, horizon)
            self._digests(tx, base)

    def asks(self, lines: int) -> None:
        """Have people say what nobody understands."""
        for person in self._chance.choices(self.people, k=lines):
            number = f"zq{next(self._lines)}"
            person.says(f"/{number}")
            self.to_come.append((self._place(person), number))

    def moves(self) -> None:
        """Have an event that is far away begin a little later, of which everybody hears."""
        self._ball += MINUTE
        self._office.moves("ball", self._ball)

    def passes(self, time: timedelta) -> None:
        """Let time pass for every desk, once nothing is on its way."""
        pass_time(time, *self.desks)

    def heard(self) -> Iterator[Heard]:
        """Yield all that was heard anywhere since everybody was met."""
        for person in self.people:
            yield from (Heard(self._place(person), text) for text in person.seen())
        there = self._channel.messages_from_bot()
        yield from (Heard(f"telegram:{self._channel.id}", each.text) for each in there)
        for message in self._house.slack.said(self._room):
            yield Heard(f"slack:{self._room.id}", shown(message).text)

    def rows(self) -> list[Delivery]:
        """Return every row of the ledger."""
        with self._house.database.read() as tx:
            return list(tx.ledger.get(range(1, 20_000)))

    def _orders(self, tx: Transaction, events: int) -> None:
        for n in range(events):
            event = tx.subjects.find(f"zq{n}")
            assert event is not None
            for person in self.people:
                place = self._place(person)
                chat = tx.chats.find(*place.split(":", 1))
                assert chat is not None
                offset = f"{BEFORE - self._chance.randint(0, EVENT_EACH - 1)}m"
                tx.rules.remind(chat.id, event.id, [offset], None)
                self.to_come.append((place, f"zq{n}"))
            reminders.plan(tx, event.id)

    def _posts(self, tx: Transaction, base: datetime, horizon: int) -> None:
        places = {"zinas": f"telegram:{self._channel.id}", "press": f"slack:{self._room.id}"}
        for name, place in places.items():
            platform, _, id = place.partition(":")
            chat = tx.chats.seen(platform, id, "", "channel", name)
            tx.channels.add(name, chat.id, None)
        channels = [channel for channel in tx.channels.all() if channel.name in places]
        for n in range(horizon // POST_EACH):
            words = {"en": (Text(f"zq{1000 + n} is posted"),)}
            at = base + (2 + n * POST_EACH) * MINUTE
            draft = posts.Draft(words, tuple(places), at, picture=PICTURE if n % 2 else None)
            posts.send(tx, draft, channels, None)
            self.to_come += [(place, f"zq{1000 + n}") for place in places.values()]

    def _digests(self, tx: Transaction, base: datetime) -> None:
        quarter = timedelta(minutes=DIGEST_EACH)
        first = base + quarter - timedelta(minutes=base.minute % DIGEST_EACH)
        for person in (self.people[1], self.people[-2]):
            chat = tx.chats.find(*self._place(person).split(":", 1))
            assert chat is not None
            rule = f"*/{DIGEST_EACH} * * * *"
            tx.schedules.add(Order(Content.DIGEST, "", rule, "Europe/Riga", chat.id), first, None)

    @staticmethod
    def _place(person: OnTelegram | OnSlack) -> str:
        return person.account if isinstance(person, OnTelegram) else f"slack:{person.user.room.id}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of all that was to come.

    Attributes:
        messages: how many there were to be.
        lost: what was neither heard nor left to an editor.
        doubled: what was heard twice and may be: on Telegram, with a word, and in flight.
        wrong: what was heard twice and may not be, or was marked without need.
        held: what was left to an editor.
    """

    messages: int
    lost: list[object]
    doubled: list[object]
    wrong: list[object]
    held: int


def judged(press: Press, flown: list[Delivery]) -> Verdict:
    """Compare what was to come with what was heard, and with what was in flight at a kill."""
    rows, heard = press.rows(), list(press.heard())
    plain = [each for each in heard if not each.kind]
    copies = Counter((each.place, number) for each in plain for number in each.numbers)
    marked = Counter(
        (each.place, number) for each in plain if each.is_marked for number in each.numbers
    )
    held = [row for row in rows if row.state is State.HELD]
    kept = {(_place(row), number) for row in held for number in _numbers(row)}
    may = {
        (_place(row), number) for row in flown if row.kind in MAY_REPEAT for number in _numbers(row)
    }
    lost: list[object] = [each for each in press.to_come if not copies[each] and each not in kept]
    twice = [each for each in press.to_come if copies[each] > 1]
    fine = [each for each in twice if _is_fine(each, copies, marked, may)]
    wrong: list[object] = [each for each in twice if each not in fine]
    wrong += [each for each in marked if each not in may]
    for kind in (Kind.DIGEST, Kind.NOTICE):
        missing, many = _by_rows(kind, rows, heard)
        lost += missing
        wrong += many
    return Verdict(len(press.to_come), lost, list(fine), wrong, len(held))


def _is_fine(
    each: Numbered, copies: Counter[Numbered], marked: Counter[Numbered], may: set[Numbered]
) -> bool:
    once_more = (copies[each], marked[each]) == (2, 1)
    return once_more and each in may and each[0].startswith("telegram:")


def _by_rows(
    kind: Kind, rows: list[Delivery], heard: list[Heard]
) -> tuple[list[object], list[object]]:
    """Return where less was heard of a kind than was sent, and where more than may be."""
    mine = [row for row in rows if row.kind == kind]
    sent = Counter(_place(row) for row in mine if row.state is State.SENT)
    doubts = Counter(_place(row) for row in mine if row.doubts or row.why == Reason.IN_DOUBT)
    there = Counter(each.place for each in heard if each.kind == kind)
    places = {*sent, *there}
    missing = [(place, kind) for place in places if there[place] < sent[place]]
    many = [(place, kind) for place in places if there[place] > sent[place] + doubts[place]]
    return list(missing), list(many)


def _place(row: Delivery) -> str:
    return f"{row.platform}:{row.external_id}"


def _numbers(row: Delivery) -> list[str]:
    return Heard("", str(row.payload.get("message", ""))).numbers
