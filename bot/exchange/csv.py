"""CSV: a row a version, for spreadsheet programs.

The first row names the fields; one of several languages or parts is `value.lv`, `source.url`.
Several names stand in one cell, parted by `|`. A cell that a spreadsheet program would take for a
formula is written behind an apostrophe, which is taken away again. The mark at the file's head
tells such programs that it is UTF-8; where they part cells by semicolons, that is read as well.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final

from bot.exchange.errors import Fault, fault
from bot.exchange.fields import Line
from bot.grammar.nearness import nearest
from bot.texts import LANGUAGES

MARK: Final = "\ufeff"

COLUMNS: Final = (
    *("type", "id", "topic", "subject", "kind"),
    *(f"subject_names.{language}" for language in LANGUAGES),
    "attribute",
    *(f"attribute_words.{language}" for language in LANGUAGES),
    *(f"value.{language}" for language in LANGUAGES),
    *(f"statement.{language}" for language in LANGUAGES),
    *("start", "end", "valid_from", "valid_to", "as_of", "review", "zone", "audience"),
    *("source.publisher", "source.date", "source.url"),
)
"""Every field, in the order in which it is written."""

_LISTS: Final = frozenset({"subject_names", "attribute_words"})
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_DISARMED: Final = re.compile(r"'+[=+\-@\t\r]")
_ITEM: Final = re.compile(r"(?:\\[\\|]|[^|])+", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\([\\|])")


def parse(text: str) -> Iterator[Line | Fault]:
    """Read each row that is not empty, or say what keeps it from being read."""
    rows = _rows(text)
    header = next(rows, None)
    if header is None or isinstance(header, Fault):
        yield from filter(None, [header])
        return
    first, names = header
    columns = [name.strip() for name in names]
    faults = list(_misnamed(first, columns))
    yield from faults
    if faults:
        return
    for row in rows:
        yield row if isinstance(row, Fault) else _line(*row, columns)


def write(lines: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Write the names of all fields, and a row a line."""
    yield MARK + _row(COLUMNS)
    for fields in lines:
        cells = _cells(fields)
        yield _row([_disarmed(cells.get(column, "")) for column in COLUMNS])


def _rows(text: str) -> Iterator[tuple[int, list[str]] | Fault]:
    """Yield each row that says anything, with the line on which it begins."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;", key=head.count)
    reader = csv.reader(StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            yield fault(number, "not-csv")
            return
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield number, row


def _misnamed(number: int, columns: Sequence[str]) -> Iterator[Fault]:
    seen, strange = set(), []
    for column in filter(None, columns):
        if column in seen:
            yield fault(number, "repeated-field", text=column)
        elif column not in COLUMNS:
            parts = [each for each in COLUMNS if each.startswith(f"{column}.")]
            near = parts or nearest(column, COLUMNS)
            strange += [] if near else [column]
            if near:
                yield fault(number, "unknown-field", field=column, nearest=", ".join(near))
        seen.add(column)
    if strange:
        known = ", ".join(COLUMNS)
        yield fault(number, "unknown-fields", fields=", ".join(strange), known=known)


def _line(number: int, cells: Sequence[str], columns: Sequence[str]) -> Line | Fault:
    beyond = [
        *cells[len(columns) :],
        *(cell for cell, name in zip(cells, columns, strict=False) if not name),
    ]
    if any(cell.strip() for cell in beyond):
        return fault(number, "more-cells")
    fields: dict[str, object] = {}
    for column, cell in zip(columns, cells, strict=False):
        if not cell.strip():
            continue
        text = cell[1:] if _DISARMED.match(cell) else cell
        name, _, part = column.partition(".")
        if not part:
            fields[name] = text
            continue
        within = fields.setdefault(name, {})
        if isinstance(within, dict):
            within[part] = _listed(text) if name in _LISTS else text
    return Line(number, fields)


def _cells(fields: Mapping[str, object]) -> dict[str, str]:
    """Return each field by its column; what no column has is a fault of ours."""
    cells: dict[str, str] = {}
    for name, value in fields.items():
        parts = value.items() if isinstance(value, Mapping) else [("", value)]
        for part, text in parts:
            cells[f"{name}.{part}" if part else name] = _joined(text)
    return cells


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " | ".join(re.sub(r"[\\|]", r"\\\g<0>", text) for text in value)
    raise TypeError(value)


def _listed(text: str) -> list[str]:
    return [_ESCAPED.sub(r"\1", item).strip() for item in _ITEM.findall(text)]


def _disarmed(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _row(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
