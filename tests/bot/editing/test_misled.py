"""Who was misled, held against a model that knows nothing of versions, receipts or changes.

The model is a list of days: what each day has, as we believe now. A chat was told the value of a
day, and is misled if that day has another value now.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.editing import change, misled
from bot.editing.change import Draft, Editor
from bot.editing.errors import EditError
from bot.editing.misled import Reach
from storage.database import Database
from storage.deliveries import Message
from storage.moments import Moment
from storage.receipts import Receipt
from tests.bot.editing.conftest import Editing
from tests.bot.editing.drafts import KEY, RIGA, value

DAYS: Final = 6
FIRST: Final = datetime(2021, 11, 1, 10, tzinfo=UTC)
VALUES: Final = st.sampled_from(["Kanāda", "Dānija", "Spānija"])
SEVERAL: Final = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(0, DAYS - 1)),
        st.tuples(st.just("set"), st.integers(0, DAYS - 1), st.integers(1, DAYS), VALUES),
        st.tuples(st.just("correct"), st.integers(0, DAYS - 1), VALUES),
        st.tuples(st.just("retract"), st.integers(0, DAYS - 1)),
        st.tuples(st.just("edit"), st.integers(0, DAYS - 1), st.text("ab", min_size=1, max_size=3)),
        st.tuples(st.just("undo")),
    ),
    max_size=12,
)


def noon(number: int) -> datetime:
    """Return an instant within a day of the model."""
    return FIRST + timedelta(days=number)


def day(number: int) -> str:
    """Return a day of the model as an editor writes it."""
    return noon(number).date().isoformat()


@dataclass
class Model:
    """What each day has, and what was told of it."""

    told: dict[int, tuple[int, str]] = field(default_factory=dict)

    def wrong(self, now: list[str]) -> set[int]:
        """Return the deliveries that told a day otherwise than it is."""
        return {each for each, (number, said) in self.told.items() if now[number] != said}


def days(editor: Editor) -> list[str]:
    """Return the value that each day has, as is believed now; empty where it has none."""
    fact = editor.tx.facts.find(KEY)
    assert fact is not None
    held = (editor.tx.facts.at(fact.id, noon(number)) for number in range(DAYS))
    return [each.version.content.value["lv"] if each else "" for each in held]


def tell(editor: Editor, model: Model, number: int) -> None:
    """Tell a chat of a day, if it has a value."""
    tx = editor.tx
    fact = tx.facts.find(KEY)
    assert fact is not None
    held = tx.facts.at(fact.id, noon(number))
    if held is None:
        return
    chat = tx.chats.seen("telegram", "7", "", "private").id
    made = tx.ledger.add_sent(Message(f"told:{len(model.told)}", "answer", chat, {}))
    assert made is not None
    receipt = Receipt(0, fact.id, held.version.id, noon(number), "lv")
    tx.receipts.add(made, [receipt])
    model.told[made] = (number, held.version.content.value["lv"])


def carry_out(editor: Editor, step: tuple[Any, ...]) -> None:
    """Carry out an edit; one that is refused changes nothing."""
    match step:
        case ("set", start, length, said):
            change.set_value(editor, KEY, value(said, day(start), day(min(start + length, DAYS))))
        case ("correct", on, said):
            change.correct(editor, KEY, value(said, on=day(on)))
        case ("retract", on):
            change.retract(editor, KEY, value("", on=day(on)))
        case ("edit", on, said):
            at = Moment.start(day(on), RIGA)
            change.edit(editor, KEY, Draft(statement={"lv": said}, on=at))
        case ("undo",):
            change.undo(editor, KEY)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=SEVERAL)
def test_exactly_who_was_told_otherwise(
    database: Database, editing: Editing, steps: list[tuple[Any, ...]]
) -> None:
    """After any edits those are wrong whose day has another value now, and no others."""
    del database
    with suppress(_Undone), editing() as editor:
        told(editor, steps)


def told(editor: Editor, steps: list[tuple[Any, ...]]) -> NoReturn:
    """Go through a story, and compare after each edit; then have all of it undone."""
    model = Model()
    fact = change.add(editor, KEY, value("Kanāda", day(0))).fact
    for step in steps:
        if step[0] == "tell":
            tell(editor, model, step[1])
            continue
        with suppress(EditError), editor.tx.undoable():
            carry_out(editor, step)
        found = {each.delivery for each in misled.wrong(editor.tx, [fact.id])}
        assert found == model.wrong(days(editor))
    raise _Undone


class _Undone(Exception):
    """Each story begins anew: nothing of the last one stays."""


def test_edit_is_tried_out_and_undone(editing: Editing) -> None:
    """What it would reach is told, and nothing of it stays."""
    model = Model()
    with editing() as editor:
        outcome = change.add(editor, KEY, value("Kanāda", day(0)))
        tell(editor, model, 1)
        _, reach = misled.rehearsed(
            editor.tx,
            lambda: change.correct(editor, KEY, value("Dānija", on=day(1))),
            lambda done: [done.fact.id],
        )

        assert reach == Reach(0, 1)
        assert days(editor)[1] == "Kanāda"
        assert editor.tx.changes.latest_seq() == outcome.change.seq
        assert misled.wrong(editor.tx, [outcome.fact.id]) == []
