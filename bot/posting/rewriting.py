"""Rewriting: how an earlier message looks once what was wrong in it is mended.

A receipt names the node of the stored message, so that only what it says is touched: the old
value is struck, the new one stands behind it, and below that line it says when that was, and why.
What belonged to the old value alone goes with it: its sentence, its source, how far off it was.
Everything else stays, with its claims, as does what was struck before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot import calendar, texts
from bot.port import Break, Claim, Message, Node, Strike, Strong, Text, joined, plain
from bot.showing import cards, wording
from storage.content import Change, ChangeKind, Content, Fact, Held, Version
from storage.moments import Moment
from storage.receipts import Receipt

_HEADINGS: Final = (
    "correction.heading",
    "correction.heading-again",
    "correction.heading-withdrawn",
)
"""The words under which a notice tells what was wrong."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A value that was shown and is wrong.

    Attributes:
        told: the version that was shown.
        periods: for which it was ever held.
        now: what holds for that instant and may be shown; None if nothing does.
        is_hidden: something holds that may not be shown.
        change: the latest of the fact.
        instant: the instant answered for, aware, UTC.
        shown: the language in which it was shown.
        language: that of the message.
    """

    fact: Fact
    told: Version
    periods: tuple[Held, ...]
    now: Held | None
    is_hidden: bool
    change: Change
    instant: datetime
    shown: str
    language: str

    @property
    def content(self) -> Content | None:
        """What holds, if it may be shown."""
        return None if self.now is None else self.now.version.content

    @property
    def gone(self) -> Claim:
        """The claim that what was shown no longer stands."""
        return Claim(self.fact.id, self.told.id, self.instant, self.shown, withdrawn=True)

    @property
    def holds_again(self) -> bool:
        """Tell whether what was shown holds after all, in the same words."""
        content = self.content
        return content is not None and cards.value_text(content, self.shown) == old_value(self)

    def instead(self, text: str = "") -> Message:
        """Return the value that holds, with its claim, worded as the old one in `text` was."""
        if self.now is None:
            return ()
        value = _worded_alike(text, self.told.content, self.now.version.content, self.language)
        return (Strong(value, cards.claim(self.now, self.language, self.instant)),)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a message: the break before it, the place of its first node, its nodes."""

    gap: Break | None
    start: int
    nodes: Message


def claimed(message: Message, receipts: Iterable[Receipt]) -> Message:
    """Return a stored message with what it states, by its receipts."""
    nodes = list(message)
    for each in receipts:
        node = nodes[each.node]
        if isinstance(node, Text | Strong | Strike):
            claim = (each.fact_id, each.version_id, each.instant, each.language)
            nodes[each.node] = replace(node, claim=Claim(*claim, withdrawn=each.withdrawn))
    return tuple(nodes)


def rewritten(
    message: Message, mistakes: Mapping[int, Mistake], now: datetime, zone: str
) -> Message:
    """Return `message`, which has its claims, with the mistakes in it mended.

    Args:
        message: as it stands there.
        mistakes: by the place of their node.
        now: the world's clock, aware.
        zone: the IANA zone in which it is read.
    """
    outlived: dict[str, list[Message]] = {}
    mistakes = {place: as_told(mistake) for place, mistake in mistakes.items()}
    for mistake in mistakes.values():
        outlived |= _outlived(mistake, now, zone)
    said: list[Node] = []
    for line in _lines(message):
        anew = [*_anew(line, mistakes, outlived, zone), *_again(line, mistakes, now, zone)]
        for number, nodes in enumerate(anew):
            gap = Break() if number else line.gap
            said += [gap, *nodes] if said and gap is not None else nodes
    languages = {mistake.language for mistake in mistakes.values()}
    return _headed_anew(tuple(said), languages.pop()) if languages else tuple(said)


def heading(message: Message) -> str:
    """Return the key of the words above what was wrong, by what it states and strikes."""
    told = [node for node in message if isinstance(node, Text | Strong | Strike)]
    if not any(node.claim and not node.claim.withdrawn for node in told):
        return "correction.heading-withdrawn"
    is_struck = any(isinstance(node, Strike) for node in told)
    return "correction.heading" if is_struck else "correction.heading-again"


def _headed_anew(message: Message, language: str) -> Message:
    """Return a notice under the words that fit what it says by now; any other message as it is."""
    first, *_ = _lines(message)
    if plain(first.nodes) not in {texts.phrase(language, key) for key in _HEADINGS}:
        return message
    return (*texts.say(language, heading(message)), *message[len(first.nodes) :])


def as_told(mistake: Mistake) -> Mistake:
    """Return a mistake in the language of its line, which may be another than its message's.

    Where it was borrowed, as there was none in the language of the message, there may be one now.
    """
    borrowed = cards.is_borrowed(mistake.told.content, mistake.language)
    return mistake if borrowed else replace(mistake, language=mistake.shown)


def is_the_same(mistake: Mistake) -> bool:
    """Tell whether what was told is right in the language of the message, if not as it was told."""
    old, new = mistake.told.content, mistake.content
    return new is not None and new.value.get(mistake.language) == old.value.get(mistake.language)


def old_value(mistake: Mistake) -> str:
    """Return the value that was shown, in words."""
    return cards.value_text(mistake.told.content, mistake.shown)


def note(mistake: Mistake, zone: str) -> Message:
    """Return when a mistake was mended, and why if that was said and may be."""
    change, language = mistake.change, mistake.language
    on = wording.on(Moment.instant(change.recorded_at, zone), language)
    if mistake.is_hidden:
        return texts.say(language, "correction.hidden", on=on)
    # An event that goes ahead as planned has no state.
    holds = mistake.now is not None or mistake.fact.attribute == calendar.STATE
    key = "correction.mended" if holds else "correction.withdrawn"
    # Of an import only the file is known.
    reason = "" if change.kind is ChangeKind.IMPORT else change.reason
    return texts.say(language, f"{key}-reason" if reason else key, on=on, reason=reason)


def _lines(message: Message) -> Iterator[_Line]:
    gap, start, nodes = None, 0, list[Node]()
    for place, node in enumerate(message):
        if not isinstance(node, Break):
            nodes.append(node)
            continue
        yield _Line(gap, start, tuple(nodes))
        gap, start, nodes = node, place + 1, []
    yield _Line(gap, start, tuple(nodes))


def _anew(
    line: _Line,
    mistakes: Mapping[int, Mistake],
    outlived: Mapping[str, list[Message]],
    zone: str,
) -> list[Message]:
    """Return what stands in the place of a line: itself, if nothing in it is wrong."""
    places = range(line.start, line.start + len(line.nodes))
    wrong = {place - line.start: mistakes[place] for place in places if place in mistakes}
    if not wrong:
        return outlived.get(plain(line.nodes), [line.nodes])
    nodes = line.nodes
    # From the end, so that the places of the others stay what they are.
    for place in sorted(wrong, reverse=True):
        nodes = _mended(nodes, place, wrong[place])
    notes = dict.fromkeys(note(each, zone) for each in wrong.values())
    return [nodes, *notes]


def _again(line: _Line, mistakes: Mapping[int, Mistake], now: datetime, zone: str) -> list[Message]:
    """Return what an answer stands on where that went with it, and something holds now after all.

    Answers and notices had it below; what is listed among others never did.
    """
    for place, node in enumerate(line.nodes, line.start):
        mistake = mistakes.get(place)
        is_gone = isinstance(node, Strike) and node.claim is not None and node.claim.withdrawn
        if mistake is None or mistake.now is None or not is_gone:
            continue
        if plain(line.nodes) in {said for held in mistake.periods for said in _told(mistake, held)}:
            return _stands_on(mistake, mistake.now, now, zone)
    return []


def _told(mistake: Mistake, held: Held) -> Iterator[str]:
    """Yield the line in which an answer tells a value: in its sentence, or by its name."""
    content = held.version.content
    for statement in (content.statement, {}):
        version = replace(held.version, content=replace(content, statement=statement))
        told = replace(held, version=version)
        answer = cards.told(mistake.fact, told, mistake.language, mistake.instant)
        yield plain(next(_lines(answer)).nodes)


def _mended(nodes: Message, place: int, mistake: Mistake) -> Message:
    """Return a line with the value at `place` struck, and what holds behind it."""
    old = plain((nodes[place],))
    if mistake.now is not None and plain(nodes) == _sentence(mistake.told.content, mistake.shown):
        return _in_its_sentence(old, mistake.now, mistake)
    behind = _behind(nodes[place + 1 :], mistake)
    new = mistake.instead(old)
    if plain(new) == old:
        return (*nodes[:place], *new, *behind)
    struck = Strike(old, None if new else mistake.gone)
    if not new and mistake.fact.attribute == calendar.STATE:
        return (*nodes[:place], struck, Text(" "), *_going_ahead(behind, mistake.language))
    return (*nodes[:place], struck, *((Text(" "), *new) if new else ()), *behind)


def _going_ahead(behind: Message, language: str) -> Message:
    """Return that an event takes place after all, and when, without why it was called off.

    Args:
        behind: what stands behind the word that called it off: its name perhaps, and its time.
        language: of the message.
    """
    for place, node in enumerate(behind):
        if isinstance(node, Strike) or (isinstance(node, Text) and node.claim):
            named = [part for part in behind[:place] if isinstance(part, Strong)]
            said = texts.say(language, "correction.goes-ahead-when", when=behind[place:])
            return joined([*((part,) for part in named), said], Text(" "))
    return (*texts.say(language, "correction.goes-ahead"), *behind)


def _in_its_sentence(old: str, now: Held, mistake: Mistake) -> Message:
    """Return what holds in a sentence of its own, as no other may fit it."""
    told = cards.told(mistake.fact, now, mistake.language, mistake.instant)
    said: list[Node] = []
    for node in told:
        said += [Strike(old), Text(" "), node] if isinstance(node, Strong) else [node]
    return tuple(said)


def _sentence(content: Content, language: str) -> str:
    return content.statement.get(language, "")


def _behind(nodes: Message, mistake: Mistake) -> Message:
    """Return what stands behind a value in its line, without what was true of the old one."""
    if mistake.fact.attribute == calendar.TIME:
        nodes = _undated(nodes, mistake)
    old = cards.source_line(mistake.told.content, mistake.language)
    for place in range(len(nodes)):
        if nodes[place : place + len(old)] == old:
            content = mistake.content
            new = cards.source_line(content, mistake.language) if content else ()
            kept = nodes[:place] if new else nodes[: max(place - 1, 0)]
            return (*kept, *new, *nodes[place + len(old) :])
    return nodes


def _undated(nodes: Message, mistake: Mistake) -> Message:
    """Return what stands behind a time, without how far off that was."""
    said = plain(nodes)
    if said in {f" {texts.phrase(mistake.language, f'event.{key}')}" for key in ("on", "over")}:
        return ()
    first = plain(nodes[:1])
    return nodes[1:] if first.startswith(" (") and first.endswith(")") else nodes


def _outlived(mistake: Mistake, now: datetime, zone: str) -> dict[str, list[Message]]:
    """Return what is to stand in the place of lines that belonged to the old value alone."""
    lines: dict[str, list[Message]] = {}
    instead = [] if mistake.now is None else _stands_on(mistake, mistake.now, now, zone)
    for period in mistake.periods:
        first, *others = _stands_on(mistake, period, now, zone)
        lines |= {plain(other): [] for other in others} | {plain(first): instead}
    content = mistake.content
    sentence = _sentence(content, mistake.language) if content else ""
    old = _sentence(mistake.told.content, mistake.shown)
    return lines | ({old: [(Text(sentence),)] if sentence else []} if old else {})


def _stands_on(mistake: Mistake, held: Held, now: datetime, zone: str) -> list[Message]:
    """Return what a value stands on; since when a time was planned so is not said of an event."""
    is_event = mistake.fact.subject.kind == calendar.EVENT
    told = replace(held, start=None, end=None) if is_event else held
    return cards.below(told, mistake.language, now, zone)


def _worded_alike(text: str, old: Content, new: Content, language: str) -> str:
    """Return a new value as long or as short as the old one was told."""
    if old.span is not None and new.span is not None:
        in_full = wording.in_full(old.span.start, old.span.end, language)
        if text == in_full:
            return wording.in_full(new.span.start, new.span.end, language)
    return cards.value_text(new, language)
