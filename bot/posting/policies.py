"""What each kind of message is owed on its way: its turn, and what a doubt or a delay does to it.

Contract, section 8. Of what nobody knows whether it was sent, a platform that can tell is asked
first, whatever the kind; and an edit is simply repeated, as twice the same is once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

from bot.port import Kind
from storage import deliveries


class Doubt(Enum):
    """What to do with a message of which nobody can tell whether it was sent."""

    REPEAT_YOUNG = "repeat-young"
    """It is sent once more, saying so, if it is younger than `YOUNG`; else held."""
    REPEAT = "repeat"
    """It is sent once more, saying so; after a second doubt held."""
    HOLD = "hold"
    """Editors decide."""


class Late(Enum):
    """What to do with a message that leaves more than `LATE_AFTER` after its time and turn."""

    SEND = "send"
    """It never grows old."""
    SAY = "say"
    """It says how late it is, while what it is about is still ahead; else it expires."""
    EXPIRE = "expire"
    """It is of no use any more."""
    LATEST = "latest"
    """It is sent until the next of its rule is due; of several only the latest."""
    HOLD = "hold"
    """Editors decide."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What one kind is owed.

    Attributes:
        rank: whose turn it is in a chat and on a platform: the lower first. Rank 0 leaves at
            once, unpaced: it answers somebody, and people type slower than platforms count.
        alarms: editors hear at once that it failed or expired, unless a chat ordered it for itself.
    """

    rank: int
    doubt: Doubt
    late: Late = Late.SEND
    alarms: bool = False

    @property
    def says_repeated(self) -> bool:
        """Tell whether what may be there twice says so; not what an editor has sent again."""
        return self.doubt is not Doubt.HOLD

    def may_repeat(self, age: timedelta) -> bool:
        """Tell whether a message of this age may be sent once more after a first doubt."""
        match self.doubt:
            case Doubt.REPEAT:
                return True
            case Doubt.REPEAT_YOUNG:
                return age < YOUNG
            case Doubt.HOLD:
                return False


YOUNG: Final = timedelta(minutes=10)
"""How old a reply may be to be sent once more (contract, section 8)."""

LATE_AFTER: Final = deliveries.LATE_AFTER
"""From when on a message is late (contract, section 8)."""

_REPLY: Final = Policy(0, Doubt.REPEAT_YOUNG)

POLICIES: Final[Mapping[str, Policy]] = {
    Kind.ANSWER: _REPLY,
    Kind.OFFER: _REPLY,
    Kind.REPLY: _REPLY,
    Kind.ALARM: Policy(0, Doubt.REPEAT),
    Kind.CORRECTION: Policy(1, Doubt.REPEAT),
    Kind.NOTICE: Policy(1, Doubt.REPEAT),
    Kind.LATER: Policy(2, Doubt.REPEAT_YOUNG),
    Kind.REMINDER: Policy(2, Doubt.REPEAT, Late.SAY),
    Kind.FOLLOWED: Policy(2, Doubt.HOLD),
    Kind.DIGEST: Policy(3, Doubt.HOLD, Late.LATEST, alarms=True),
    Kind.COUNTDOWN: Policy(3, Doubt.HOLD, Late.EXPIRE, alarms=True),
    Kind.FACT: Policy(3, Doubt.HOLD, Late.EXPIRE, alarms=True),
    Kind.STANDING: Policy(3, Doubt.HOLD, Late.HOLD, alarms=True),
    Kind.POST: Policy(3, Doubt.HOLD, Late.HOLD, alarms=True),
}
"""Of each kind."""

PACED: Final = tuple(sorted({policy.rank for policy in POLICIES.values()} - {0}))
"""The ranks that wait for their turn, whose turn is first before the others."""
