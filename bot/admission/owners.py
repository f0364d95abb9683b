"""The first owner: named in the settings, or whoever brings the pass that was printed.

Both count only while the store has no owner; from then on owners make owners.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.port import Account
from storage.audit import Entry
from storage.database import Transaction
from storage.passes import Opens
from storage.people import Person, Role

CLAIM_WITHIN: Final = timedelta(hours=1)
"""How long the pass of a first owner opens anything (contract, 4)."""

_SETTINGS: Final = "settings"


def there_is_one(tx: Transaction) -> bool:
    """Tell whether the store has an owner."""
    return bool(tx.people.with_role(Role.OWNER))


def appoint(tx: Transaction, accounts: Sequence[Account]) -> None:
    """Make `accounts` owners, while the store has no owner."""
    if there_is_one(tx):
        return
    for account in accounts:
        person = tx.people.find(account.platform, account.id)
        person = person or tx.people.seen(account.platform, account.id)
        tx.people.set_role(person.id, Role.OWNER)
        details = {"role": Role.OWNER}
        tx.audit.add(Entry(None, "role.grant", str(account), _SETTINGS, details))


def claim_word(tx: Transaction) -> str:
    """Return the word of a pass for a first owner; empty while the store has an owner.

    It is brought by `start c-WORD`, or by the link that ends in `c-WORD`.
    """
    return "" if there_is_one(tx) else tx.passes.make(Opens.OWNER, CLAIM_WITHIN)


def claim(tx: Transaction, word: str, person: Person, account: Account, place: str) -> bool:
    """Make `person` owner if `word` is such a pass and the store has no owner; tell if it did."""
    if there_is_one(tx) or not tx.passes.use(word, Opens.OWNER, once=True):
        return False
    tx.people.set_role(person.id, Role.OWNER)
    details = {"role": Role.OWNER, "by": "claim"}
    tx.audit.add(Entry(person.id, "role.grant", str(account), place, details))
    return True
