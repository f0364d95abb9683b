"""Whatever editors have done to a store, its export brings all of it into another one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import exchange
from bot.editing.change import Draft, Editor, add, correct, edit, retract, set_value
from bot.editing.errors import EditError
from storage.content import Audience, Source, Span
from storage.database import Database
from storage.moments import Moment
from tests.bot.exchange.desk import ZONE, Desk
from tests.standins.clock import FakeClock
from tests.storage.stores import sqlite_copy

Act: TypeAlias = Callable[[Editor, str, Draft], object]

SUBJECTS = {"bridge": "thing", "mayor": "person", "fair": "event", "market": "thing"}
KEYS = ("bridge.length", "bridge.width", "fair.time", "market.time")
ACTS: Sequence[Act] = (set_value, set_value, set_value, correct, edit, retract)

# Every commonly seen script, marks that join, what ends lines elsewhere, and emoji.
TEXT = st.text('aāņЖé\u0301ß漢😀\u2028\u00a0\ufeff"\\{}[]:,;|~+#@ \t\r\n', max_size=8).map(
    lambda text: unicodedata.normalize("NFC", f"a{text}b")
)
TEXTS = st.fixed_dictionaries({"lv": TEXT}, optional={"en": TEXT})
LISTS = st.fixed_dictionaries(
    {"en": st.lists(TEXT, min_size=1, max_size=3, unique=True).map(tuple)},
    optional={"lv": st.lists(TEXT, min_size=1, max_size=3, unique=True).map(tuple)},
)
ZONES = st.sampled_from([ZONE, "Europe/London", "America/New_York", "UTC"])
DAYS = st.dates(date(2015, 1, 1), date(2023, 12, 31))
SAID = st.builds(
    lambda at, precision: f"{at:{precision}}",
    st.datetimes(datetime(2015, 1, 1), datetime(2023, 12, 31)),  # noqa: DTZ001 - as people say it
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S.%f"]),
)
STARTS = st.none() | st.builds(Moment.start, SAID, ZONES)
ENDS = st.none() | st.builds(Moment.end, SAID, ZONES)
SPANS = st.builds(
    lambda said, zone: Span(Moment.start(said, zone), Moment.end(said, zone)), SAID, ZONES
)
DRAFTS = st.builds(
    Draft,
    value=TEXTS,
    statement=st.just({}) | TEXTS,
    words=st.just({}) | LISTS,
    source=st.none()
    | st.builds(Source, TEXT, st.sampled_from(["", "https://example.org/1"]), st.none() | DAYS),
    as_of=st.none() | DAYS,
    review=st.none() | DAYS,
    audience=st.none() | st.sampled_from(Audience),
    span=SPANS,
    start=STARTS,
    end=ENDS,
    on=STARTS,
    reason=TEXT,
)
BEGINNINGS = st.tuples(*(st.tuples(st.just(add), st.just(key), DRAFTS) for key in KEYS))
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(KEYS), DRAFTS), min_size=4, max_size=12
)


@settings(max_examples=40)
@given(
    steps=st.builds(lambda first, rest: [*first, *rest], BEGINNINGS, STEPS),
    names=LISTS,
    topic=st.just("") | TEXT,
)
def test_an_export_makes_the_same_store(
    empty_store: Path,
    steps: list[tuple[Act, str, Draft]],
    names: dict[str, tuple[str, ...]],
    topic: str,
) -> None:
    """An import of an export, in any format, exports the same, and into itself does nothing."""
    with ExitStack() as stack:
        clock = FakeClock()
        first, second, third, fourth = (opened(stack, empty_store, clock) for _ in range(4))
        with first.editing() as editor:
            for key, kind in SUBJECTS.items():
                editor.tx.subjects.add(key, kind, topic, names)
        for act, key, draft in steps:
            clock.advance(timedelta(hours=1))
            with first.editing() as editor, suppress(EditError):
                act(editor, key, draft if key.endswith(".time") else replace(draft, span=None))
        given = first.given()

        assert first.take(given.encode(), zone="UTC").seq is None

        second.take(given.encode(), zone="UTC")
        assert second.answers() == first.answers()
        assert second.given() == given

        third.take(second.given("yaml").encode(), zone="UTC", form="yaml")
        fourth.take(third.given("csv").encode(), zone="UTC", form="csv")
        for form in exchange.FORMATS:
            assert fourth.given(form) == third.given(form) == first.given(form)
        assert fourth.answers() == first.answers()


def opened(stack: ExitStack, template: Path, clock: FakeClock) -> Desk:
    """Return a desk over a fresh store, which is gone when `stack` closes."""
    directory = stack.enter_context(TemporaryDirectory())
    database = Database(stack.enter_context(sqlite_copy(template, Path(directory))), clock)
    stack.callback(database.close)
    return Desk(database)
