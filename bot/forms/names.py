"""Arguments that are names or words: facts, subjects, channels, people, and what is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from bot import destinations
from bot.answering.words import fold
from bot.commands import channels, entry, holding, people, post_reading, subjects, whom
from bot.context import Context
from bot.forms import reading, recent
from bot.forms.argument import Argument, one_of, plain_words
from bot.forms.event import coming
from bot.forms.form import Answers, Option
from bot.forms.reading import one_line
from bot.grammar.errors import shown
from bot.texts import LANGUAGES
from storage.holds import EVERYTHING
from storage.people import Person, Role

NAMINGS: Final = (
    *(f"{of}-{language}" for of in ("name", "also") for language in LANGUAGES),
    "topic",
)
"""The lines by which a subject is changed."""


def _events(context: Context) -> Sequence[Option]:
    """Return the events that were changed last, and behind them those that are coming."""
    return [*dict.fromkeys([*recent.events(context), *coming(context)])]


def _subject(context: Context, text: str, answers: Answers) -> Answers:
    """Read a subject, by its KEY or by what it is called."""
    del answers
    return {"subject": subjects.called(context, one_line(text)).key}


def _namings(context: Context) -> Sequence[Option]:
    # Behind a bar a line begins wherever it stands.
    return [Option(context.phrase(f"form.label-{each}"), f"| {each}:") for each in NAMINGS]


def _text(context: Context, text: str, answers: Answers) -> Answers:
    del context, answers
    words = one_line(text)
    reading.check_whole("topic", words)
    return {"text": words}


def _channel(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"channel": destinations.named(context.tx, one_line(text)).name}


def _channels(context: Context) -> Sequence[Option]:
    return [Option(each.name, each.name) for each in context.tx.channels.all()]


def _new_channel(context: Context, text: str, answers: Answers) -> Answers:
    del context, answers
    return {"channel": channels.new_name(one_line(text))}


def _chat(context: Context, text: str, answers: Answers) -> Answers:
    del context, answers
    said = one_line(text)
    channels.chat_named(said)
    return {"chat": said}


def _chats(context: Context) -> Sequence[Option]:
    return [Option(title, address) for title, address in channels.possible(context)]


def _met(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"chat": entry.chat_met(context, one_line(text))}


def _hold(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"hold": holding.held(context, one_line(text)).name}


def _holds(context: Context) -> Sequence[Option]:
    return [_to_hold(context, each.name) for each in context.tx.holds.all()]


def _to_hold(context: Context, name: str) -> Option:
    return Option(context.phrase("form.everything") if name == EVERYTHING else name, name)


def _what_to_hold(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    said = one_line(text)
    if fold(said) in holding.ALL:
        return {"hold": EVERYTHING}
    return {"hold": destinations.named(context.tx, said).name}


def _not_held(context: Context) -> Sequence[Option]:
    held = {each.name for each in context.tx.holds.all()}
    names = (EVERYTHING, *(each.name for each in context.tx.channels.all()))
    return [_to_hold(context, each) for each in names if each not in held]


def _person(context: Context, text: str, answers: Answers, name: str) -> Answers:
    """Read who is meant; a mention has to lead to somebody."""
    del answers
    said = one_line(text)
    whom.check_person(said)
    return {name: whom.someone(context, said).account if said.startswith("@") else said}


def _with_role(context: Context) -> Sequence[Option]:
    found = [each for role in (Role.EDITOR, Role.OWNER) for each in _of_role(context, role)]
    return [_account(context, each) for each in found]


def _of_role(context: Context, role: Role) -> Sequence[Person]:
    return context.tx.people.with_role(role)


def _account(context: Context, person: Person) -> Option:
    account = str(context.tx.people.accounts_of(person.id)[0])
    return Option(f"{shown(person.name)} ({account})" if person.name else account, account)


def _role(context: Context, text: str, answers: Answers) -> Answers:
    del context, answers
    return {"role": people.role_named(one_line(text))}


def _roles(context: Context) -> Sequence[Option]:
    return [Option(context.phrase(f"role.{each}"), str(each)) for each in (Role.EDITOR, Role.OWNER)]


def _tongues(context: Context) -> Sequence[Option]:
    return [Option(context.phrase(f"language.{each}"), each) for each in LANGUAGES]


def _on_or_off(context: Context) -> Sequence[Option]:
    return [Option(context.phrase(f"form.{each}"), each) for each in ("on", "off")]


def _hour(context: Context, text: str, answers: Answers) -> Answers:
    (at,) = reading.embargo(context, text, answers).values()
    return {"at": at}


def _time(context: Context, text: str, answers: Answers) -> Answers:
    del answers
    return {"at": reading.exact(context, post_reading.time_of(context, one_line(text)))}


KINDS: Final[Mapping[str, Argument]] = MappingProxyType(
    {
        "fact": Argument("fact", reading.fact, likely=recent.facts),
        "fact-due": Argument("fact", reading.fact, likely=recent.facts_due),
        "event": Argument("event", reading.event, likely=coming),
        "event-changed": Argument("event", reading.event, likely=_events),
        "subject": Argument("subject", _subject, "subject-known", recent.subjects),
        "naming": one_of("naming", "", _namings),
        "text": Argument("text", _text, "text-new"),
        "channel": Argument("channel", _channel, "", _channels, "channel.none"),
        "channel-new": Argument("channel", _new_channel, "channel-new"),
        "chat": Argument("chat", _chat, likely=_chats),
        "chat-met": Argument("chat", _met, "chat-met"),
        "hold": Argument("hold", _hold, "", _holds, "hold.nothing"),
        "hold-what": Argument("hold", _what_to_hold, "hold-what", _not_held),
        "person": Argument("person", partial(_person, name="person")),
        "person-with-role": Argument("person", partial(_person, name="person"), likely=_with_role),
        "person-besides": Argument("other", partial(_person, name="other")),
        "role": Argument("role", _role, likely=_roles, only=True),
        "tongue": one_of("tongue", "", _tongues),
        "switch": one_of("switch", "", _on_or_off),
        "wants": one_of("wants", "", _on_or_off),
        "reason": plain_words("reason"),
        "hour": Argument("at", _hour, "at-new"),
        "time": Argument("at", _time, "at-new"),
    }
)
"""The kinds of names and words, by name."""
