"""JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn

from bot.exchange.errors import Fault, fault
from bot.exchange.fields import Line


def parse(text: str) -> Iterator[Line | Fault]:
    """Read each line that is not empty, or say what keeps it from being read."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _parsed(number, line)


def write(lines: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Write each line, its end included."""
    for fields in lines:
        yield json.dumps(fields, ensure_ascii=False) + "\n"


def _parsed(number: int, line: str) -> Line | Fault:
    try:
        found = _DECODER.decode(line.strip())
    except json.JSONDecodeError as error:
        return fault(number, "not-json", column=str(error.colno))
    except RecursionError:
        return fault(number, "not-object")
    except _Unfit as error:
        return fault(number, error.name, text=error.text)
    return Line(number, found) if isinstance(found, dict) else fault(number, "not-object")


class _Unfit(Exception):
    """Something that JSON's grammar lets pass, or Python does, and we do not."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, text)
        self.name = name
        self.text = text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise _Unfit("repeated-field", name)
    return found


def _no_number(text: str) -> NoReturn:
    raise _Unfit("no-number", text)


# A whole number is kept as it is written, however long: a year, an id, a value.
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str, parse_constant=_no_number
)
