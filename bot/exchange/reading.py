"""Reading a file of facts: pure, no store needed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.exchange.errors import Fault, fault
from bot.exchange.formats import Format, format_of
from bot.exchange.lines import record_of
from bot.exchange.records import FactRecord, Records, SubjectRecord


def read(data: bytes, name: str) -> Records:
    """Read the file `name`, whose suffix tells its format, from its bytes (UTF-8, BOM or not).

    Faulty lines do not stop it: `Records.faults` has them, and `import_records` refuses them.

    Raises:
        UnknownFormat: the suffix is that of no format.
    """
    format_ = format_of(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return Records(name, (), (), (fault(line, "not-utf8"),))
    return _records(name, text, format_)


def _records(name: str, text: str, format_: Format) -> Records:
    subjects: list[SubjectRecord] = []
    facts: list[FactRecord] = []
    faults: list[Fault] = []
    for line in format_.parse(text):
        if isinstance(line, Fault):
            faults.append(line)
            continue
        record = record_of(line)
        if record is None or line.faults:
            faults += line.faults
        elif isinstance(record, FactRecord):
            facts.append(record)
            subjects.append(record.subject)
        else:
            subjects.append(record)
    return Records(name, tuple(subjects), tuple(facts), tuple(_once(faults)))


def _once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Return each fault once: what is wrong with a subject is so for each of its facts."""
    return {(each.line, each.key, *sorted(each.fields.items())): each for each in faults}.values()
