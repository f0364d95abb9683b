"""YAML: grouped by subject, for people.

A list of subjects, each with its fields and, below `facts`, a list of what is known of it. Every
word is taken as it is written, whatever YAML would make of it: `no`, `12:30`, `1e3` and `007` are
texts. Tags, which could name objects, and aliases, by which a few lines become millions, are
refused. On the way out a text is quoted where another program might take it for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeAlias

import yaml

from bot.exchange.errors import Fault, fault
from bot.exchange.fields import Line

DEEPEST: Final = 8
"""Levels of lists and fields within one another: twice as many as a file of facts has."""

_HEAD: Final = ("subject", "kind", "topic", "subject_names")
_ENDLESS: Final = 1 << 30
"""The width of a line: a text is never folded."""

# Numbers, hours and days, and the words for yes and no that not every program takes for those.
_MISREAD: Final = re.compile(r"[-+]?\.?\d[\w.:+-]*|[yYnN]")
_BREAKS: Final = re.compile(r"[\r\x85\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class _Node:
    """A text, a list or fields, with the line on which it begins; None is nothing at all."""

    line: int
    content: _Content


_Content: TypeAlias = str | list[_Node] | dict[str, _Node] | None
_Events: TypeAlias = Iterator[yaml.Event]


def parse(text: str) -> Iterator[Line | Fault]:
    """Read each subject and what is known of it, or say what keeps it from being read."""
    faults: list[Fault] = []
    try:
        for node in _items(yaml.parse(text, Loader=yaml.CBaseLoader), faults):
            yield from faults
            faults.clear()
            yield from _subject(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(
            fault(
                mark.line + 1 if mark else 1, "not-yaml", column=str(mark.column + 1 if mark else 1)
            )
        )
    except yaml.reader.ReaderError as error:
        # Where it stands is told in bytes.
        read = text.encode()[: error.position].decode(errors="replace")
        column = len(read) - read.rfind("\n")
        faults.append(fault(read.count("\n") + 1, "not-yaml", column=str(column)))
    yield from faults


def write(lines: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Write each subject with what is known of it; empty lines part them."""
    for number, (_, each) in enumerate(groupby(lines, lambda fields: fields["subject"])):
        about = list(each)
        head = {name: about[0][name] for name in _HEAD if name in about[0]}
        facts = [_fact(fields) for fields in about if "kind" not in fields]
        group = head | ({"facts": facts} if facts else {})
        yield ("\n" if number else "") + yaml.dump(
            [group],
            Dumper=_Dumper,
            allow_unicode=True,
            default_flow_style=False,
            sort_keys=False,
            width=_ENDLESS,
        )


def _fact(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if name not in _HEAD}


class _Dumper(yaml.CSafeDumper):
    """Writes texts so that every program reads them as such."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out, however often it comes."""
        del data
        return True


def _written(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None
    if _BREAKS.search(text):
        style = '"'
    elif "\n" in text:
        style = "|"
    elif _MISREAD.fullmatch(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _written)


def _subject(node: _Node) -> Iterator[Line | Fault]:
    """Yield the line of a subject, and those of its facts."""
    if not isinstance(node.content, dict):
        yield fault(node.line, "not-subject")
        return
    head = {name: each for name, each in node.content.items() if name != "facts"}
    if "type" in head:
        yield fault(head["type"].line, "unknown-field", field="type", nearest="kind")
    given = {**_plain(head), "type": "subject"}
    yield Line(node.line, given, at=_lines(head))
    facts = node.content.get("facts", _Node(node.line, None))
    if facts.content is not None and not isinstance(facts.content, list):
        yield fault(facts.line, "not-facts")
        return
    for each in facts.content or ():
        yield from _line(each, head)


def _line(node: _Node, head: Mapping[str, _Node]) -> Iterator[Line | Fault]:
    """Yield the line of one fact below the `head` of its subject."""
    if not isinstance(node.content, dict):
        yield fault(node.line, "not-facts")
        return
    own = node.content.get("subject")
    if own is not None:
        yield fault(own.line, "repeated-field", text="subject")
    fields = {**node.content, **{name: head[name] for name in ("subject",) if name in head}}
    yield Line(node.line, _plain(fields), at=_lines(fields))


def _lines(fields: Mapping[str, _Node]) -> dict[str, int]:
    return {name: node.line for name, node in fields.items()}


def _plain(fields: Mapping[str, _Node]) -> dict[str, object]:
    return {name: _content(node) for name, node in fields.items()}


def _content(node: _Node) -> object:
    match node.content:
        case dict() as fields:
            return _plain(fields)
        case list() as items:
            return [_content(each) for each in items]
        case text:
            return text


def _items(events: _Events, faults: list[Fault]) -> Iterator[_Node]:
    """Yield what stands in the list that each document is."""
    for event in events:
        match event:
            case yaml.SequenceStartEvent():
                _check_tag(event, faults)
                yield from _sequence(events, faults, 1)
            case yaml.NodeEvent():
                yield _node(event, events, faults, 1)


def _node(event: yaml.Event, events: _Events, faults: list[Fault], depth: int) -> _Node:
    line = _line_of(event)
    _check_tag(event, faults)
    match event:
        case yaml.ScalarEvent():
            # What is left empty is nothing; in quotation marks it is an empty text.
            return _Node(line, event.value if event.value or not event.implicit[0] else None)
        case yaml.AliasEvent():
            faults.append(fault(line, "yaml-alias", text=str(event.anchor)))
            return _Node(line, None)
    if depth > DEEPEST:
        faults.append(fault(line, "yaml-deep"))
        _pass_over(events)
        return _Node(line, None)
    if isinstance(event, yaml.SequenceStartEvent):
        return _Node(line, list(_sequence(events, faults, depth)))
    return _Node(line, _mapping(events, faults, depth))


def _sequence(events: _Events, faults: list[Fault], depth: int) -> Iterator[_Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(event, events, faults, depth + 1)


def _mapping(events: _Events, faults: list[Fault], depth: int) -> dict[str, _Node]:
    fields: dict[str, _Node] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        name = _node(event, events, faults, depth + 1)
        content = _node(next(events), events, faults, depth + 1)
        if not isinstance(name.content, str):
            faults.append(fault(name.line, "yaml-name"))
        elif name.content in fields:
            faults.append(fault(name.line, "repeated-field", text=name.content))
        else:
            fields[name.content] = _Node(name.line, content.content)
    return fields


def _pass_over(events: _Events) -> None:
    """Pass over a list or fields to their end."""
    within = 1
    while within:
        event = next(events)
        within += isinstance(event, yaml.CollectionStartEvent)
        within -= isinstance(event, yaml.CollectionEndEvent)


def _check_tag(event: yaml.Event, faults: list[Fault]) -> None:
    tag: Any = getattr(event, "tag", None)
    if tag:
        faults.append(fault(_line_of(event), "yaml-tag", text=tag))


def _line_of(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1
