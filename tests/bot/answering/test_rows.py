"""Rows of numbers in one piece of memory: they say what was put last, however often that is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.rows import Rows

IDS = st.integers(0, 20)
ROWS = st.lists(st.integers(0, 2**32 - 1), max_size=5)


@given(st.lists(st.tuples(IDS, ROWS | st.none())))
def test_rows_say_what_was_put_last(steps: list[tuple[int, list[int] | None]]) -> None:
    """Put, put again or dropped: what is there is what a dictionary would have, in order of id."""
    rows = Rows()
    kept: dict[int, list[int]] = {}

    for id_, row in steps:
        if row is None:
            rows.drop(id_)
            kept.pop(id_, None)
        else:
            rows.put(id_, row)
            kept[id_] = row

    assert {id_: list(rows.get(id_)) for id_ in rows} == dict(sorted(kept.items()))
    assert len(rows) == len(kept)
    assert all((id_ in rows) == (id_ in kept) for id_ in range(25))


def test_rows_stay_what_they_are_when_they_move_together() -> None:
    """A hundred thousand replaced rows take no more room than a few, and lose nothing."""
    rows = Rows()
    for number in range(100_000):
        rows.put(number % 7, [number, number])

    assert [list(rows.get(id_)) for id_ in rows] == [
        [number, number] for number in sorted(range(99_993, 100_000), key=lambda each: each % 7)
    ]
