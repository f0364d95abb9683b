"""`audit`: who changed what, when, and from where; the newest first.

It is only ever added to. It is read in private and in the editors' chat, by owners; the command
line exports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from bot import grammar
from bot.answering.words import fold
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.port import Break, Choice, Reply, joined
from bot.showing import wording
from bot.showing.acts import Acts
from storage.choices import Choice as StoredChoice

PAGE: Final = 8
"""Acts a page: each takes two or three lines of a telephone."""

PAGE_LASTS: Final = timedelta(hours=1)

_PAGE: Final = frozenset({"page", "lapa"})
"""The word before the number of a page, folded."""

_LONGEST_NUMBER: Final = 6


class NoSuchActs(DeskError):
    """Nothing was done to that, or by them. Field: `text`."""

    key = "audit.none-of"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which acts are asked for: by somebody, or on something, as typed; empty: all."""

    named: str
    page: int = 1


def audit(text: str) -> Act:
    """Show who did what: everything, or what was done to a KEY or a number, or by a PERSON."""
    words = text.split()
    page = 1
    paged = len(words) >= len(("page", "1")) and fold(words[-2]) in _PAGE
    if paged and words[-1].isascii() and words[-1].isdigit() and len(words[-1]) <= _LONGEST_NUMBER:
        page, words = max(int(words[-1]), 1), words[:-2]
    return partial(_audit, wanted=_Wanted(" ".join(words), page))


def _audit(context: Context, wanted: _Wanted) -> Reply:
    check_discreet(context, f"audit {wanted.named}".strip())
    target, person = _asked(context, wanted.named)
    count = context.tx.audit.count(target=target, person=person)
    skipped = (wanted.page - 1) * PAGE
    found = context.tx.audit.latest(PAGE, target=target, person=person, skipped=skipped)
    if not found:
        if wanted.named:
            raise NoSuchActs(text=shown(wanted.named))
        return context.reply(context.say("audit.none"))
    zone = wording.zone_name(context.zone, context.language)
    acts = Acts(context.tx, context.language, context.zone, exact=True)
    lines = [context.say("audit.heading", count=count, zone=zone), *map(acts.line, found)]
    left = count - skipped - len(found)
    return context.reply(joined(lines, Break()), choices=_more(context, wanted, left))


def _asked(context: Context, named: str) -> tuple[str | None, int | None]:
    """Return the target and the person that are asked for; a KEY is folded, the rest as typed."""
    if not named:
        return None, None
    platform, _, account = named.partition(":")
    if named.startswith("@"):
        person = context.tx.people.mentioned(context.update.account.platform, named[1:])
    else:
        person = context.tx.people.find(platform, account)
    if person is not None:
        return named, person.id
    return str(grammar.fold_key(named)) if grammar.looks_like_key(named) else named, None


def _more(context: Context, wanted: _Wanted, left: int) -> Sequence[Choice]:
    if left <= 0:
        return ()
    text = f"audit {wanted.named} page {wanted.page + 1}"
    turn = StoredChoice("run", {"text": " ".join(text.split())})
    return context.offered([Button(context.phrase("facts.more", count=left), turn)], PAGE_LASTS)
