"""What was done, as editors read it: a sentence for each act of the audit.

It tells what was done then, which no later change makes wrong: so a value in it claims nothing.
An act that has no sentence, as an older program may have left one, is shown as it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot import texts
from bot.calendar import EVENT, STATE, TIME
from bot.grammar.errors import shown
from bot.port import Code, Message, Place, Strong, Text
from bot.showing import cards, wording
from storage.audit import Entry
from storage.chats import Chat
from storage.content import ChangeKind, Fact, Version
from storage.database import Transaction
from storage.holds import EVERYTHING

_OF_FACTS: Final = {f"fact.{kind}": kind for kind in ChangeKind}


@dataclass(frozen=True, slots=True)
class Acts:
    """How acts are told to somebody.

    Attributes:
        tx: where acts and what they were done to are stored.
        zone: the IANA zone in which instants are told.
        exact: whether keys and accounts are told beside the names, where it was said, and why.
    """

    tx: Transaction
    language: str
    zone: str
    exact: bool = False

    def line(self, entry: Entry) -> Message:
        """Return what was done, by whom and when."""
        at = wording.lately(entry.at or self.tx.now, self.tx.now, self.zone, self.language)
        by = self._person(entry) or texts.phrase(self.language, "act.program")
        line = texts.say(self.language, "act.line", what=self._what(entry), who=by, at=at)
        return (*line, *self._circumstances(entry)) if self.exact else line

    def _what(self, entry: Entry) -> Message:
        kind = _OF_FACTS.get(entry.action)
        fact = self.tx.facts.find(entry.target) if kind else None
        if kind and fact:
            return self._changed(fact, kind, entry)
        key = f"act.{entry.action.replace('.', '-')}"
        if entry.target == EVERYTHING and entry.action in {"hold", "release"}:
            key += "-all"
        role = str(entry.details.get("role", ""))
        try:
            return texts.say(
                self.language,
                key,
                number=entry.target,
                what=self._called(str(entry.details.get("key") or entry.target)),
                chat=self._called(entry.place),
                account=str(entry.details.get("account", "")),
                role=texts.phrase(self.language, f"role.{role}") if role else "",
            )
        except KeyError:
            return (Code(f"{entry.action} {entry.target}".rstrip()),)

    def _changed(self, fact: Fact, kind: ChangeKind, entry: Entry) -> Message:
        """Return what became of a fact, with the value that it was about; of an event its time."""
        before, after = (self._version(entry, which) for which in ("before", "after"))
        version = after or before
        value = shown(cards.value_text(version.content, self.language)) if version else ""
        about = self._called(fact.key)
        if fact.subject.kind == EVENT and fact.attribute in {TIME, STATE}:
            about = self._called(fact.subject.key)
            if fact.attribute == STATE and kind is ChangeKind.SET:
                return texts.say(self.language, "act.event-state", what=about, value=value)
        was_reviewed = kind is ChangeKind.EDIT and _differs_in_review_alone(before, after)
        done = texts.phrase(self.language, "kind.review" if was_reviewed else f"kind.{kind}")
        key = "act.fact" if value else "act.fact-alone"
        return texts.say(self.language, key, what=about, value=Strong(value), done=done)

    def _version(self, entry: Entry, which: str) -> Version | None:
        ref = entry.details.get(which)
        return self.tx.facts.version(str(ref)) if ref else None

    def _called(self, named: str) -> str:
        """Return what people call a fact, a subject, a person or a chat."""
        name = self._name_of(named)
        if not name:
            return shown(named)
        return f"{name} ({named})" if self.exact else name

    def _name_of(self, named: str) -> str:
        if ":" in named:
            person, chat = self.tx.people.find(*_split(named)[:2]), self._chat(named)
            return shown(person.name if person else chat.title if chat else "")
        return shown(cards.called(self.tx, named, self.language))

    def _person(self, entry: Entry) -> str:
        """Return whom an act is told to be of; empty for the program itself."""
        if entry.person is None:
            return ""
        person = self.tx.people.get(entry.person)
        name = shown(person.name) if person else ""
        if name and not self.exact:
            return name
        accounts = ", ".join(map(str, self.tx.people.accounts_of(entry.person)))
        named = f"{name} ({accounts})" if name and accounts else name or accounts
        return named or f"#{entry.person}"

    def _circumstances(self, entry: Entry) -> Message:
        """Return where it was said, and the reason that was given for it, not for what it ends."""
        reason = "" if entry.action == "release" else str(entry.details.get("reason") or "")
        because = (Text(f": {shown(reason)}"),) if reason else ()
        chat = self._chat(entry.place)
        if chat and chat.place == Place.PRIVATE:
            return (*texts.say(self.language, "act.in-private"), *because)
        if not entry.place:
            return because
        return (*texts.say(self.language, "act.in", chat=self._called(entry.place)), *because)

    def _chat(self, address: str) -> Chat | None:
        return self.tx.chats.find(*_split(address))


def _differs_in_review_alone(before: Version | None, after: Version | None) -> bool:
    """Tell whether all that an edit did was to name another day on which a fact is looked at."""
    if before is None or after is None:
        return False
    one, other = before.content, after.content
    return one != other and replace(one, review=other.review) == other


def _split(address: str) -> tuple[str, str, str]:
    """Return platform, id and topic of what is written as `telegram:-100123/7`."""
    platform, _, rest = address.partition(":")
    id_, _, topic = rest.partition("/")
    return platform, id_, topic
