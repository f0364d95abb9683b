"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Talk:
    """How much is said to a bot.

    Attributes:
        people: who speak with it, at the same time.
        each: questions of each while they press it.
        strolled: questions of all of them while they take their time.
        per_second: at which pace they then ask.
        rounds: how often all that is done, by turns with the floor.
    """

    people: int
    each: int
    strolled: int
    per_second: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks while many are told something.

    Attributes:
        people: who ask questions.
        each: messages for one question.
        ahead: seconds before the time at which that becomes known.
    """

    people: int
    each: int
    ahead: float


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told something at once, and who asks meanwhile.

    Attributes:
        private, groups: chats on Telegram.
        topics: of one more group there.
        channels: on Slack.
    """

    private: int
    groups: int
    topics: int
    channels: int
    asking: Asking


@dataclass(frozen=True, slots=True)
class Editions:
    """How many posts an audience gets at once."""

    audience: Audience
    posts: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due and has not left.

    Attributes:
        rows: how much.
        chats: how many share it.
        claims: how often some of it is claimed.
    """

    rows: int
    chats: int
    claims: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the stores are, and how often each thing is done.

    Attributes:
        answering: facts of the stores that are asked questions; the first also on PostgreSQL.
        starting: facts of the stores that a process imports, and starts with.
        editing: facts of the store that is edited.
        questions: how many are asked of each store.
        rounds: how often all of them are asked.
        edits: how many are made.
        starts: how often a program is started cold.
        talk: how much is said to a bot by each way in.
        audience: who is reminded at once.
        editions: what a few groups are told at once.
        backlog: what messages are claimed from.
        kills: how often a desk is killed, on each database.
        seed: by which the instants of the kills are drawn.
    """

    answering: tuple[int, ...]
    starting: tuple[int, ...]
    editing: int
    questions: int
    rounds: int
    edits: int
    starts: int
    talk: Talk
    audience: Audience
    editions: Editions
    backlog: Backlog
    kills: int
    seed: int = 2021


FULL: Final = Sizes(
    answering=(1_000, 10_000, 100_000),
    starting=(1_000, 10_000),
    editing=10_000,
    questions=2_000,
    rounds=5,
    edits=40,
    starts=7,
    talk=Talk(people=50, each=20, strolled=300, per_second=50.0, rounds=3),
    audience=Audience(
        private=8_400,
        groups=1_500,
        topics=100,
        channels=1_000,
        asking=Asking(people=24, each=12, ahead=8.0),
    ),
    editions=Editions(
        Audience(
            private=0,
            groups=50,
            topics=0,
            channels=50,
            asking=Asking(people=24, each=12, ahead=4.0),
        ),
        posts=40,
    ),
    backlog=Backlog(rows=100_000, chats=10_000, claims=30),
    kills=20,
)


def at_most(facts: int, sizes: Sizes) -> Sizes:
    """Return `sizes` without stores of more facts, for a quick run."""
    return replace(
        sizes,
        answering=tuple(each for each in sizes.answering if each <= facts) or (facts,),
        starting=tuple(each for each in sizes.starting if each <= facts) or (facts,),
        editing=min(sizes.editing, facts),
    )
