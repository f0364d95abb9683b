"""A process in which an editor on Telegram counts shared facts up, by typed commands.

Usage: second_editor.py URL. For each line that it reads, the key of a fact, it looks at that fact
and sets it to one more; shown that somebody else was quicker, it leaves that and looks again. It
answers with a line of its looks: the instant answered for, and the value.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from bot.answering.following import Follower
from bot.context import About
from bot.desk import Desk
from storage.clock import system_clock
from storage.database import Database
from tests.standins.speakers import Speaker, reader

KEYS: Final = tuple(f"shared.count-{letter}" for letter in "abcde")
VALUE: Final = re.compile(r": (\d+)$", re.MULTILINE)


def counted_up(speaker: Speaker, key: str) -> list[str]:
    """Count a fact up once; return what was looked at."""
    looks: list[str] = []
    while True:
        value = int(VALUE.findall(speaker.say(f"/fact show {key}"))[0])
        claims = [getattr(node, "claim", None) for node in speaker.reply.message]
        looks += [f"{claim.instant.isoformat()} {value}" for claim in claims if claim]
        speaker.say(f"/fact set {key} {value + 1}")
        if not speaker.reply.failed:
            return looks


def main(url: str) -> None:
    """Count up until there are no more lines."""
    database = Database(url, system_clock)
    about = About("1.2.3", "news@example.org")
    desk = Desk(database, Follower(), system_clock, about, "en", "Europe/Riga")
    editor = reader(desk, "9")
    for line in sys.stdin:
        sys.stdout.write(f"{','.join(counted_up(editor, line.strip()))}\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
