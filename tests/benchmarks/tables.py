"""Results as tables: for people, and as plain values for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Cell: TypeAlias = str | float | None
"""Words, a figure, or nothing to be said."""

Row: TypeAlias = Mapping[str, Cell]
"""Cells by the name of their column, which names the unit too."""

RATIO: Final = "× floor"
"""The column that every table has: how many times its row takes what its floor takes."""


@dataclass(frozen=True, slots=True)
class Table:
    """What one benchmark has found.

    Attributes:
        notes: what the rows and the floor are.
    """

    title: str
    rows: Sequence[Row]
    notes: str

    def text(self) -> str:
        """Return it for a terminal."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        cells = [columns, *([_shown(row.get(name)) for name in columns] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [_line(row, widths) for row in cells]
        ruled = [lines[0], "─" * len(lines[0]), *lines[1:]]
        return "\n".join(["", self.title, "", *ruled, "", self.notes])

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        rows = [dict(row) for row in self.rows]
        return {"title": self.title, "rows": rows, "notes": self.notes}


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join((first.strip().ljust(widths[0]), *rest))


def _shown(cell: Cell) -> str:
    """Return a figure in three digits, as far as they matter."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    digits = 0 if abs(cell) >= 100 else 1 if abs(cell) >= 10 else 2
    return f"{cell:,.{digits}f}".replace(",", "\N{NO-BREAK SPACE}")
