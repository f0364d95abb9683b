"""Everything that the desk says is a whole sentence, in both languages, whatever is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import COMMANDS, SPELLINGS
from bot.context import Command
from bot.desk import Desk
from bot.port import Kind
from bot.texts import LANGUAGES, phrase
from storage.content import ChangeKind
from storage.deliveries import Reason, State
from storage.errors import Why
from storage.journal import Filter
from storage.people import Role
from tests.standins.speakers import GROUP, operator, owner, reader

ODD = (
    "",
    "x",
    "battle-group",
    "battle-group.leader",
    "battle-group.leader x y z",
    "battle-group.leader | from:",
    "battle-group.leader %s %(x)s $x",
    "nosuch.fact x",
    "🙂",
    "\u202e",
    "'; DROP TABLE facts; --",
    "battle-group.leader <b>x</b>",
    "a" * 5000,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.text_key)
def test_odd_words_behind_any_command_are_answered(
    desk: Desk, command: Command, language: str
) -> None:
    """Whatever stands behind a command, a person gets a sentence, and nothing of ours fails."""
    chief, asker = owner(desk, language=language), reader(desk, language=language)
    ours = phrase(language, "desk.incident", incident="").strip()

    for odd in ODD:
        line = f"/{command.words} {odd}"
        # What was said before may be answered in another way.
        for who in (chief, asker, chief, asker):
            told = who.say(line)
            assert told.strip()
            assert ours not in told
            assert len(told) < 9000


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(["", "/", *(f"/{' '.join(name)} " for name in SPELLINGS)]),
    text=st.text(max_size=80).filter(lambda text: not set("{}") & set(text)),
)
def test_anything_typed_is_answered(desk: Desk, start: str, text: str) -> None:
    """Any line at all is answered in private, and by no fault of ours."""
    told = operator(desk).say(start + text)

    assert told.strip()
    assert phrase("lv", "desk.incident", incident="").strip() not in told


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60).filter(lambda text: not set("{}") & set(text)))
def test_reader_changes_nothing_whatever_is_typed(
    desk: Desk, holdings: Callable[[], str], text: str
) -> None:
    """No line of a reader's, in private or in a group, changes what is held."""
    before = holdings()
    asker = reader(desk)

    for line in (text, f"/fact set battle-group.leader {text}", f"fact undo {text}"):
        asker.say(line)
        asker.elsewhere(GROUP).say(line)

    assert holdings() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_has_its_words(language: str) -> None:
    """Each command, role, kind, state and reason is named in each language."""
    keys = [f"help.{command.text_key}" for command in COMMANDS]
    keys += [f"usage.{command.text_key}" for command in COMMANDS if command.takes]
    keys += [f"role.{role}" for role in Role]
    keys += [f"kind.{kind}" for kind in ChangeKind]
    keys += [f"desk.spent-{why}" for why in Why]
    keys += [f"delivery.{kind}" for kind in Kind]
    keys += [f"delivery.why-{why.replace(' ', '-')}" for why in Reason]
    keys += [f"delivery.state-{state.replace('_', '-')}" for state in State]
    keys += [f"delivery.none-{only}" for only in Filter]
    keys += [f"language.{each}" for each in LANGUAGES]
    keys += [f"answer.only-{each}" for each in LANGUAGES]

    assert all(phrase(language, key).strip() for key in keys)
